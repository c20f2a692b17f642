from __future__ import annotations

from tokest.usage.logs.passed import Passed


def test_lines_are_counted_by_what_they_lack_with_the_first_of_each() -> None:
    passed = Passed()
    passed.add("no usage", "a:1")
    passed.add("unknown usage", "a:2", ("x" * 90, *"abcdefgh"))
    passed.add("no usage", "a:3")
    passed.add("chunk", "b", lines=1200)
    none, unknown, chunks = passed.notes()
    assert none == "2 lines give no call: no usage object; first: a:1"
    assert unknown.endswith(f"no known shape; first: a:2 ({'x' * 40}, a, b, c, d, e)")
    assert chunks.startswith("1,200 lines give no call: chunks of answers without any usage")
