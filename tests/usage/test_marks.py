from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tokest.usage.marks import Marks

MARKS = st.lists(st.integers(-(2**63), 2**63 - 1))


@given(MARKS, MARKS)
def test_marks_are_a_set_that_keeps_the_first_value(first: list[int], second: list[int]) -> None:
    marks = Marks()
    known: dict[int, int] = {}
    for value, mark in enumerate([*first, *second]):
        key = mark % 2**64 or 1
        assert marks.has(mark) == (key in known)
        assert marks.add(mark, value) == known.get(key)
        known.setdefault(key, value)
    assert len(marks) == len(known)


@given(MARKS, MARKS)
def test_sets_are_put_together(first: list[int], second: list[int]) -> None:
    one, two = Marks(), Marks()
    for mark in first:
        one.add(mark)
    for mark in second:
        two.add(mark)
    one.update(two)
    assert len(one) == len({mark % 2**64 or 1 for mark in [*first, *second]})
    assert all(one.has(mark) for mark in second)


def test_many_marks_are_kept_while_the_table_grows() -> None:
    marks = Marks()
    for number in range(5000):
        marks.add(number << 32, number)
    assert len(marks) == 5000
    assert marks.add(4321 << 32) == 4321
