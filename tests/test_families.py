"""Names of models, and the families that they may be of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokest.errors import InputError
from tokest.families import BOUNDARIES, family_names, plain_name
from tokest.nearest import MAX_LENGTH


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Qwen-Max", "qwen-max"),
        ("openai/ft:gpt-4.1:acme", "gpt-4.1:acme"),
        ("a/b/c", "c"),
        ("openai/", ""),
        ("", ""),
    ],
)
def test_a_plain_name_has_no_provider(name: str, plain: str) -> None:
    assert plain_name(name) == plain


def test_a_name_is_a_text() -> None:
    with pytest.raises(InputError, match="model: must be a str, got int"):
        plain_name(5)  # type: ignore[arg-type]  # what is tested


@given(name=st.text(alphabet="ab" + BOUNDARIES, max_size=2 * MAX_LENGTH))
def test_families_are_what_starts_a_name_and_ends_at_a_boundary(name: str) -> None:
    found = list(family_names(name))
    assert found == [
        name[:end]
        for end in range(len(name), 0, -1)
        if end <= MAX_LENGTH and name[end : end + 1] in {"", *BOUNDARIES}
    ]


def test_a_name_without_end_has_few_families() -> None:
    assert len(list(family_names("a-" * 1_000_000))) <= MAX_LENGTH
