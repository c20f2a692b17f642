"""Which API a request is written for."""

from __future__ import annotations

import copy
from dataclasses import FrozenInstanceError
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bodies import BODIES
from tokest.errors import InputError, TokestError
from tokest.prompts.estimate import estimate
from tokest.prompts.shapes.recognise import looks_like_request, read_request
from tokest.prompts.values import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

HI = [{"role": "user", "content": "Hi"}]


@pytest.mark.parametrize(
    ("body", "api"),
    [
        (HI, "chat"),
        (tuple(HI), "chat"),
        ({"messages": HI}, "chat"),
        ({"model": "claude-opus-5", "messages": HI}, "messages"),
        ({"system": "Be brief.", "messages": HI}, "messages"),
        ({"messages": HI, "tools": [{"name": "now", "input_schema": {}}]}, "messages"),
        (
            {"messages": [{"role": "user", "content": [{"type": "tool_result", "content": "x"}]}]},
            "messages",
        ),
        (
            {"model": "claude-opus-5", "messages": [*HI, {"role": "tool", "content": "x"}]},
            "chat",
        ),
        ({"contents": [{"parts": [{"text": "Hi"}]}]}, "gemini"),
        ({"contents": "Hi"}, "gemini"),
        ({"model": "gpt-5", "input": "Hi"}, "responses"),
        ({"model": "qwen-plus", "input": {"messages": HI}, "parameters": {}}, "dashscope"),
        ({"model": "qwen-plus", "input": {"prompt": "Hi"}}, "dashscope"),
    ],
)
def test_the_shape_tells_the_api(body: Any, api: str) -> None:
    request = read_request(body)
    assert request.api == api
    assert request.messages[-1].parts or request.api == "chat"
    assert looks_like_request(list(body) if isinstance(body, tuple) else body)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("Hi", "request: must be a mapping, got text"),
        ({}, "request: expected messages, contents or input, got nothing"),
        ({"message": HI}, "request: expected messages, contents or input, got message"),
        ({"messages": "Hi"}, "messages: must be a list, got text"),
        ({"messages": ["Hi"]}, r"messages\[0\]: must be a mapping, got text"),
        ({"messages": [{"role": "user", "content": 3}]}, r"messages\[0\].content: must be text or"),
        ({"messages": HI, "model": 3}, "model: must be a str, got 3"),
        ({"messages": HI, "tools": 3}, "tools: must be a list, got 3"),
        ({"messages": HI, "max_tokens": "x"}, "max_tokens: must be a whole number, got text"),
        ({"input": {"messages": None}}, "input.messages: must be a list, got nothing"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(body: Any, message: str) -> None:
    with pytest.raises(InputError, match=f"^{message}"):
        read_request(body)


def test_a_request_for_close_looks_gives_them_to_all_images() -> None:
    image = {"type": "image_url", "image_url": {"url": "cat.png"}}
    body = {"messages": [{"role": "user", "content": [image]}], "vl_high_resolution_images": True}
    (part,) = read_request(body).messages[0].parts
    assert getattr(part, "detail", None) == "vl_high_resolution_images"


def test_parameters_of_dashscope_hold_its_tools() -> None:
    tool = {"type": "function", "function": {"name": "now", "parameters": {}}}
    body = {"input": {"messages": HI}, "parameters": {"tools": [tool], "enable_thinking": True}}
    request = read_request(body)
    assert [one.name for one in request.tools] == ["now"]
    assert request.options.thinking is True


def test_values_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Text(text="a").text = "b"  # type: ignore[misc]


@given(
    data=st.recursive(
        st.none() | st.integers() | st.text(max_size=4),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["messages", "role", "content", "type", "text", "input", "parts"]),
                inner,
                max_size=3,
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_is_read_or_refused_in_words(data: Any) -> None:
    try:
        request = read_request(data)
    except InputError as error:
        assert str(error)  # noqa: PT017  # either outcome is fine
    else:
        assert isinstance(request.messages, tuple)


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the way to every value of a body."""
    if path:
        yield path
    for key, inner in (
        node.items()
        if isinstance(node, dict)
        else enumerate(node)
        if isinstance(node, list)
        else ()
    ):
        yield from places(inner, (*path, key))


SPOTS = [(body, path) for body in BODIES for path in places(body)]
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=3),
    st.just([]),
    st.just({}),
    st.just(["x"]),
    st.just([5]),
    st.just({"type": ["text"]}),
    st.just({"x": 5}),
)


@pytest.mark.parametrize("body", BODIES)
def test_a_whole_request_is_read(body: dict[str, Any]) -> None:
    request = read_request(body)
    assert request.messages
    assert request.tools[0].name == "now"


@settings(max_examples=300)
@given(spot=st.sampled_from(SPOTS), value=ODD)
def test_a_request_with_one_odd_value_is_counted_or_refused_in_words(
    spot: tuple[dict[str, Any], tuple[Any, ...]], value: Any
) -> None:
    body, path = copy.deepcopy(spot[0]), spot[1]
    node: Any = body
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    try:
        found = estimate(body, "gpt-4o")
    except TokestError as error:
        assert str(error)  # noqa: PT017  # either outcome is fine
    else:
        assert found.tokens is None or found.low <= found.tokens <= (found.high or 0)


def test_a_prompt_follows_the_messages_beside_it() -> None:
    body = {"input": {"messages": HI, "prompt": "And you?"}}
    texts = [message.parts[0] for message in read_request(body).messages]
    assert texts == [Text(text="Hi"), Text(text="And you?")]


def test_the_configuration_of_googles_library_is_read() -> None:
    config = {
        "system_instruction": "Be brief.",
        "tools": [{"functionDeclarations": [{"name": "now"}]}],
        "max_output_tokens": 50,
    }
    request = read_request({"contents": "Hi", "config": config})
    assert [message.role for message in request.messages] == ["system", "user"]
    assert [tool.name for tool in request.tools] == ["now"]
    assert request.options.max_output == 50


@pytest.mark.parametrize("kind", [["text"], {"a": 1}, 5, None])
def test_a_part_whose_type_is_no_word_has_none(kind: Any) -> None:
    (message,) = read_request([{"role": "user", "content": [{"type": kind, "x": 1}]}]).messages
    assert message.parts[0].what.startswith("part with")  # type: ignore[union-attr]
