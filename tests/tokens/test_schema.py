from __future__ import annotations

import pytest

from tokest.documents.reading import read
from tokest.errors import FileFormatError
from tokest.resources import data_file
from tokest.tokens.schema import CATALOG

TEXT = data_file("encodings.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        ("      - gpt-4.1\n", "      - gpt-4\n", "model family 'gpt-4' stands in two places"),
        ("    encoding: o200k_base\n", "    encoding: gemma3\n", "no encoding 'gemma3' ships"),
        ("    found:\n", "    find:\n", "unknown key 'find', did you mean 'found'?"),
        ("revision: main, ", "", "expected package and path; hub, revision and path; or url"),
        ("counted_by: ranks", "counted_by: luck", "'luck' is not one of ranks, tokenizers"),
        ("sha256: 8f9f", "sha256: xyz", "does not look like a SHA-256 in hex"),
    ],
)
def test_a_mistake_in_the_encodings_is_named(right: str, wrong: str, problem: str) -> None:
    with pytest.raises(FileFormatError) as caught:
        read(TEXT.replace(right, wrong, 1), "encodings.yaml", CATALOG)
    assert problem in str(caught.value)


def test_an_encoding_has_a_vocabulary_or_is_looked_for() -> None:
    start, end = TEXT.index("    vocabulary:\n"), TEXT.index("    normalize:")
    with pytest.raises(FileFormatError, match="expected either vocabulary"):
        read(TEXT[:start] + TEXT[end:], "encodings.yaml", CATALOG)
