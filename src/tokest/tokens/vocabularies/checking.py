"""Check that a content can be the vocabulary of an encoding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.errors import FileFormatError
from tokest.tokens.vocabularies.direct import DirectCounter
from tokest.tokens.vocabularies.formats import check_ranks, read_ranks

if TYPE_CHECKING:
    from tokest.tokens.counters import Findable


def check_content(counter: Findable, content: bytes, where: str) -> None:
    """Refuse a content that cannot be the vocabulary of an encoding.

    Raises
    ------
    FileFormatError
        with what is wrong.
    """
    size = counter.found.size
    if counter.found.counted_by == "ranks":
        check_ranks(read_ranks(content, size, where), size, where)
        return
    found = DirectCounter(content, where).size
    if found != size:
        what = f"holds {found:,} tokens where {size:,} are expected"
        raise FileFormatError((f"{where}: {what}",))
