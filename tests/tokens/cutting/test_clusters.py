from __future__ import annotations

import pytest
import regex
from hypothesis import assume, given
from hypothesis import strategies as st

from strategies import TEXT
from tokest.tokens.cutting.clusters import cluster_ends

PARTS = st.sampled_from(
    [
        "🇩",
        "🇪",
        "\u0301",
        "\u200d",
        "👩",
        "👍🏽",
        "\r",
        "\n",
        "\u0600",
        "\u1100",
        "\u1161",
        "का",
        "्",
        "a",
    ]
)


def reference(text: str) -> list[int]:
    return [found.end() for found in regex.finditer(r"\X", text)]


@given(text=st.one_of(TEXT, st.lists(PARTS, max_size=30).map("".join)))
def test_clusters_are_those_of_regex(text: str) -> None:
    # `regex` joins a consonant to any virama, the standard only where a consonant came before
    # (https://www.unicode.org/reports/tr29/ GB9c): the two differ after a flag.
    assume(
        not regex.search(
            r"\p{RI}[\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}]*\p{InCB=Linker}", text
        )
    )
    assert list(cluster_ends(text)) == reference(text)


@pytest.mark.parametrize("flags", [99_999, 100_000])
def test_a_long_run_of_flags_is_paired_from_its_start(flags: int) -> None:
    found = list(cluster_ends("a" + "🇩" * flags))
    assert found[:3] == [1, 3, 5]
    assert found[-1] == flags + 1
    assert len(found) == 1 + (flags + 1) // 2


@pytest.mark.parametrize("text", ["a" + "\u0301" * 500_000, "👩\u200d" * 300_000])
def test_a_cluster_may_be_as_long_as_a_text(text: str) -> None:
    assert list(cluster_ends(text)) == [len(text)]


def test_clusters_are_found_between_two_places() -> None:
    assert list(cluster_ends("a🇩🇪🇫🇷b", 1, 5)) == [3, 5]
    assert list(cluster_ends("")) == []
