"""How parts are put together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tokest.prompts.combining import Share, combine
from tokest.tokens.estimate import estimate

BASE = estimate("a", "qwen-max")
SIZES = st.integers(0, 10**6)


def share(tokens: int, cause: str, less: int, more: int) -> Share:
    found = Share(kind="content", tokens=tokens, method="exact")
    found.doubt(cause, less, more)
    return found


def test_one_cause_adds_up_and_causes_are_independent() -> None:
    shares = [share(100, "a", 3, 6), share(100, "a", 0, 0), share(100, "b", 4, 8)]
    found = combine(BASE, shares, "m", [])
    assert (found.tokens, found.low, found.high, found.method) == (300, 295, 310, "measured")
    found = combine(BASE, [share(100, "a", 3, 6), share(100, "a", 4, 8)], "m", [])
    assert (found.low, found.high, found.level) == (193, 214, 0.9)


def test_parts_that_are_exact_make_an_exact_whole() -> None:
    found = combine(BASE, [share(3, "a", 0, 0), share(4, "b", 0, 0)], "m", [])
    assert (found.tokens, found.low, found.high, found.method, found.level) == (
        7,
        7,
        7,
        "exact",
        1.0,
    )


def test_an_unknown_part_makes_the_whole_unknown_but_not_its_floor() -> None:
    gap = Share(kind="media", label="x", least=4, most=1280)
    found = combine(BASE, [share(10, "a", 0, 0), gap], "m", [])
    assert (found.tokens, found.low, found.high, found.level) == (None, 14, 1290, None)
    assert combine(BASE, [gap, Share(kind="unknown")], "m", []).high is None


def test_hidden_parts_keep_their_bounds() -> None:
    part = Share.between("hidden: a date", 20, 24, 34).part()
    assert (part.kind, part.label, part.low, part.tokens, part.high) == (
        "hidden",
        "a date",
        20,
        24,
        34,
    )


@given(st.lists(st.tuples(SIZES, st.sampled_from("abc"), SIZES, SIZES), max_size=8))
def test_the_whole_lies_between_the_sums_of_its_ends(rows: list[tuple[int, str, int, int]]) -> None:
    found = combine(BASE, [share(*row) for row in rows], "m", [])
    assert found.tokens == sum(row[0] for row in rows)
    assert found.high is not None
    assert sum(part.low for part in found.parts) <= found.low + sum(row[2] for row in rows)
    assert found.low <= found.tokens <= found.high <= sum(part.high or 0 for part in found.parts)
