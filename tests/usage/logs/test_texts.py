from __future__ import annotations

from typing import Any

import pytest

from tokest.usage.logs.texts import request_text


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ({"request": {"messages": [{"content": "a"}, {"content": [{"text": "b"}]}]}}, "a\nb"),
        ({"request": {"system": "a", "messages": [{"content": "b"}]}}, "a\nb"),
        ({"request": {"instructions": "a", "input": "b"}}, "a\nb"),
        ({"request": {"input": {"messages": [{"content": "a"}]}}}, "a"),
        ({"body": {"prompt": "a"}}, "a"),
        ({"request": {"contents": [{"parts": [{"text": "a"}]}]}}, "a"),
        ({"messages": [{"content": "a"}]}, "a"),
        ({"request": {"messages": [{"content": [{"image_url": "x"}]}]}}, None),
    ],
)  # fmt: skip
def test_the_text_of_a_request_is_found(line: dict[str, Any], text: str | None) -> None:
    assert request_text(line) == text
