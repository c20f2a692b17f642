"""What a request names that is not in it."""

from __future__ import annotations

from typing import Any

import pytest

from tokest.prompts.shapes.beyond import read_beyond, without_files
from tokest.prompts.shapes.recognise import read_request
from tokest.prompts.values import Message, Text, Unknown

HI = [{"role": "user", "content": "Hi"}]


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"input": "Hi", "previous_response_id": "resp_1"}, "previous_response_id"),
        ({"input": "Hi", "conversation": {"id": "conv_1"}}, "conversation"),
        ({"input": "Hi", "prompt": {"id": "pmpt_1", "variables": {}}}, "prompt"),
        ({"messages": HI, "web_search_options": {}}, "web_search_options"),
        ({"messages": HI, "enable_search": True}, "enable_search"),
        ({"messages": HI, "extra_body": {"enable_search": True}}, "enable_search"),
        ({"input": {"messages": HI}, "parameters": {"enable_search": True}}, "enable_search"),
        ({"input": {"prompt": "Hi", "history": [{"user": "a", "bot": "b"}]}}, "history"),
        ({"messages": HI, "system": "x", "mcp_servers": [{"name": "a"}]}, "mcp_servers"),
        ({"messages": HI, "container": {"skills": [{"skill_id": "pptx"}]}}, "container.skills"),
        ({"contents": "Hi", "cachedContent": "cachedContents/a"}, "cachedContent"),
        ({"contents": "Hi", "config": {"cached_content": "cachedContents/a"}}, "cached_content"),
    ],
)
def test_what_only_the_provider_knows_is_named(body: dict[str, Any], where: str) -> None:
    assert [one.where for one in read_request(body).extras] == [where]


@pytest.mark.parametrize(
    "body",
    [
        {"messages": HI, "enable_search": False, "mcp_servers": [], "history": None},
        {"messages": HI, "container": "container_1"},
        {"input": {"prompt": {"text": "Hi"}}},
        {"input": "Hi", "previous_response_id": None},
    ],
)
def test_what_is_switched_off_adds_nothing(body: dict[str, Any]) -> None:
    assert read_request(body).extras == ()
    assert read_beyond(body) == []


def test_a_file_that_a_system_prompt_stands_for_is_named() -> None:
    parts = (Text(text="fileid://file-fe-a,fileid://file-fe-b"), Text(text="Be brief."))
    found = without_files(Message(role="system", parts=parts, where="m"))
    kept = Unknown(what="a file that the provider keeps", where="m")
    assert found.parts == (kept, Text(text="Be brief."))


def test_the_name_of_a_file_in_a_question_is_text() -> None:
    message = Message(role="user", parts=(Text(text="fileid://file-fe-a"),), where="m")
    assert without_files(message) is message
