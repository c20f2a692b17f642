from __future__ import annotations

from typing import Any

import pytest

from media_files import data_url, png
from tokest.errors import InputError, UnknownModelError, VocabularyMissingError
from tokest.prompts.batch.counting import Content, Counted, How, count_contents, read_content
from tokest.prompts.batch.envelopes import Entry
from tokest.tokens.estimate import count

QWEN = How(model="qwen-plus", encoding=None, method="auto")


def entry(body: dict[str, Any], endpoint: str = "/v1/chat/completions") -> Entry:
    return Entry(shape="openai", id="a", endpoint=endpoint, model="m", body=body)


def counted(content: Content, how: How = QWEN) -> Counted:
    (found,) = count_contents([content], how)
    assert isinstance(found, Counted)
    return found


@pytest.mark.parametrize(
    ("endpoint", "body", "texts"),
    [
        ("/v1/embeddings", {"input": "one"}, ("one",)),
        ("/v1/embeddings", {"input": ["one", "two"]}, ("one", "two")),
        ("/v1/completions", {"prompt": "one"}, ("one",)),
        ("/v1/chat/completions", {"messages": [{"role": "user", "content": "one"}]}, ("one",)),
    ],
)
def test_texts_are_where_their_endpoint_has_them(
    endpoint: str, body: dict[str, Any], texts: tuple[str, ...]
) -> None:
    assert read_content(entry(body, endpoint)).texts == texts


@pytest.mark.parametrize("given", [None, 3, [1, 2], {"a": 1}])
def test_what_is_no_text_is_named(given: object) -> None:
    with pytest.raises(InputError, match="input"):
        read_content(entry({"input": given}, "/v1/embeddings"))


def test_a_request_counts_all_that_it_holds() -> None:
    call = {"id": "1", "function": {"name": "look", "arguments": '{"at": "it"}'}}
    body = {
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "assistant", "content": None, "tool_calls": [call]},
            {"role": "tool", "tool_call_id": "1", "content": "a cat"},
        ],
        "tools": [{"type": "function", "function": {"name": "look"}}],
        "enable_thinking": False,
        "max_tokens": 99,
    }
    content = read_content(entry(body))
    assert content.texts[:4] == ("Be brief.", "look", '{"at": "it"}', "a cat")
    assert '"look"' in content.texts[4]
    assert (content.thinking, content.max_output) == (False, 99)


def test_requests_count_alike_alone_and_together() -> None:
    contents = [
        Content(texts=("Hello World", "你是谁？")),
        Content(texts=()),
        Content(texts=("a",)),
    ]
    together = count_contents(contents, QWEN)
    assert together == [count_contents([one], QWEN)[0] for one in contents]
    assert counted(contents[0]).tokens == count("Hello World", "qwen-max") + 3
    assert counted(contents[1]).tokens == 0


def test_media_count_with_the_text() -> None:
    image = {"type": "image_url", "image_url": {"url": data_url(png(1920, 1080))}}
    far = {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}
    message = {"role": "user", "content": [image, far, {"type": "odd"}]}
    how = How(model="qwen3-vl-plus", encoding="qwen", method="auto")
    found = counted(read_content(entry({"messages": [message]})), how)
    assert (found.tokens, found.low) == (2042, 2042 + 6)
    assert len(found.unknown) == 2
    assert "not fetched" in found.unknown[1]


def test_a_request_that_cannot_be_counted_spoils_no_other() -> None:
    contents = [Content(texts=("a",)), Content(texts=("\ud800",)), Content(texts=("b",))]
    first, second, third = count_contents(contents, QWEN)
    assert isinstance(second, str)
    assert "surrogate" in second
    assert first == third


def test_a_method_or_a_model_that_fits_none_is_an_error() -> None:
    content = Content(texts=("a",))
    with pytest.raises(VocabularyMissingError):
        count_contents([content], How(model="claude-opus-5", encoding=None, method="exact"))
    with pytest.raises(InputError, match="method"):
        count_contents([content], How(model="qwen-plus", encoding=None, method="proxy"))
    with pytest.raises(UnknownModelError):
        count_contents([content], How(model="no-such-model", encoding=None, method="auto"))
