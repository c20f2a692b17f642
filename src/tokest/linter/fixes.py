"""Apply fixes: each finding's edits together or not at all, never two over the same place."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tokest.linter.values import Edit, Finding, Fix


def applicable(findings: Iterable[Finding], *, unsafe: bool) -> list[Finding]:
    """Choose the findings whose fixes may be applied."""
    return [one for one in findings if one.fix is not None and (unsafe or one.fix.safety == "safe")]


def apply(text: str, fixes: Iterable[Fix]) -> tuple[str, int]:
    """Apply fixes to a text and say how many; one that meets another's place waits.

    >>> from tokest.linter.values import Edit, Fix
    >>> apply("a  b", [Fix("one blank", "safe", (Edit(1, 3, " "),))])
    ('a b', 1)
    """
    taken: list[Edit] = []
    places: list[tuple[int, int]] = []
    applied = 0
    for fix in fixes:
        if all(_free(places, one) for one in fix.edits):
            taken += fix.edits
            for one in fix.edits:
                insort(places, (one.start, one.end))
            applied += 1
    out, at = [], 0
    for edit in sorted(taken, key=lambda one: (one.start, one.end)):
        out += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*out, text[at:]]), applied


def _free(places: list[tuple[int, int]], one: Edit) -> bool:
    """Whether no edit taken so far reaches into the place of another."""
    at = bisect_left(places, (one.start, one.end))
    if at < len(places) and (places[at][0] < one.end or places[at] == (one.start, one.end)):
        return False
    return at == 0 or places[at - 1][1] <= one.start
