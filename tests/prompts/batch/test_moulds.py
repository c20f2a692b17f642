from __future__ import annotations

from typing import Any

import pytest

from tokest.prompts.batch import moulds as module
from tokest.prompts.batch.envelopes import Entry
from tokest.prompts.batch.moulds import Moulds, cast


def entry(*contents: Any, **body: Any) -> Entry:
    messages = [{"role": "user", "content": content} for content in contents]
    whole = {"model": "m", "messages": messages, **body}
    return Entry(shape="openai", id="a", endpoint="/v1", model="m", body=whole)


def test_requests_of_a_kind_share_what_was_read() -> None:
    moulds = Moulds()
    first = moulds.pour(entry("one", temperature=0.1))
    second = moulds.pour(entry("two", temperature=0.9, stop=["x"]))
    assert first is not None
    assert second is not None
    assert first[2] is second[2]
    assert (first[1], second[1]) == (("one",), ("two",))


def test_options_that_matter_make_another_kind() -> None:
    moulds = Moulds()
    found = [moulds.pour(entry("a", **body)) for body in ({}, {"enable_thinking": True})]
    assert found[0] is not None
    assert found[1] is not None
    assert found[1][2].options.thinking is True
    assert found[0][0] != found[1][0]


def test_options_that_only_compare_equal_make_another_kind() -> None:
    moulds = Moulds()
    found = [moulds.pour(entry("a", enable_thinking=value)) for value in (True, 1)]
    assert [one[2].options.thinking for one in found if one] == [True, None]


@pytest.mark.parametrize(
    "given",
    [
        entry(["a"]),
        entry(""),
        entry(None),
        entry("a </think> b"),
        entry("fileid://file-fe-a"),
        entry("a", tools=[{"type": "function", "function": {"name": "f"}}]),
        entry("a", messages=[{"role": "narrator", "content": "a"}]),
        entry("a", messages=[{"role": "user", "content": "a", "name": "b"}]),
        entry("a", messages="a"),
    ],
)
def test_whatever_is_more_than_texts_is_read_on_its_own(given: Entry) -> None:
    assert Moulds().pour(given) is None


def test_only_so_many_kinds_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_KINDS", 1)
    moulds = Moulds()
    assert moulds.pour(entry("a")) is not None
    assert moulds.pour(entry("a", "b")) is None
    assert moulds.pour(entry("c")) is not None


def test_marks_part_a_run() -> None:
    assert cast("a\ue00012\ue001\ue0003\ue001b") == ("a", 12, 3, "b")
    assert cast("plain") == ("plain",)
