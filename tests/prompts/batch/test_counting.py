from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_files import data_url, png
from tokest.errors import InputError, UnknownModelError, VocabularyMissingError
from tokest.prompts.batch.counting import Counted, count_contents, read_content
from tokest.prompts.batch.envelopes import Entry
from tokest.prompts.batch.moulds import Moulds
from tokest.prompts.counting import Way
from tokest.prompts.estimate import estimate
from tokest.tokens.estimate import count

CHAT = "/v1/chat/completions"
QWEN = Way(model="qwen-plus")
MODELS = ["qwen-plus", "qwen3.7-plus", "qwen2.5-7b-instruct", "gpt-4o", "gpt-5.5", "glm-5.3"]
MODELS += ["deepseek-v4-pro", "claude-opus-5-5", "gemini-3.1-pro", "llama-4-scout"]

texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.sampled_from(["Hello World", " a \n", "<think>so</think>\n\nyes", "\ue0000\ue001", "你好"]),
)
messages = st.fixed_dictionaries(
    {"role": st.sampled_from(["system", "user", "assistant", "narrator"]), "content": texts}
)
bodies = st.fixed_dictionaries(
    {"messages": st.lists(messages, min_size=1, max_size=5)},
    optional={
        "enable_thinking": st.booleans(),
        "temperature": st.floats(0, 1),
        "max_tokens": st.integers(1, 9000),
        "tools": st.just([{"type": "function", "function": {"name": "look", "parameters": {}}}]),
    },
)


def entry(body: dict[str, Any], endpoint: str = CHAT) -> Entry:
    return Entry(shape="openai", id="a", endpoint=endpoint, model="m", body=body)


def counts(*entries: Entry, way: Way = QWEN) -> list[Counted | str]:
    moulds = Moulds()
    return count_contents([read_content(one, moulds) for one in entries], way)


def counted(one: Entry, way: Way = QWEN) -> Counted:
    (found,) = counts(one, way=way)
    assert isinstance(found, Counted)
    return found


@given(st.lists(bodies, min_size=1, max_size=4), st.sampled_from(MODELS))
def test_a_line_counts_what_its_request_does(found: list[dict[str, Any]], model: str) -> None:
    way = Way(model=model)
    together = counts(*map(entry, found), way=way)
    for body, one in zip(found, together, strict=True):
        alone = estimate(body, model)
        assert isinstance(one, Counted)
        known = sum(part.tokens or 0 for part in alone.parts)
        assert one.tokens == (known if alone.tokens is None else alone.tokens)
        assert (one.high is None) == (alone.high is None)
        assert one.high is None or one.low <= one.high
        if alone.method == "exact" or alone.tokens is None:
            assert (one.low, one.high) == (alone.low, alone.high)


@pytest.mark.parametrize(
    ("endpoint", "body", "tokens"),
    [
        ("/v1/embeddings", {"input": "Hello World"}, 3),
        ("/v1/embeddings", {"input": ["Hello World", "你好"]}, 5),
        ("/v1/completions", {"prompt": "Hello World"}, 3),
    ],
)
def test_texts_are_where_their_endpoint_has_them(
    endpoint: str, body: dict[str, Any], tokens: int
) -> None:
    way = Way(model="text-embedding-v4", encoding="qwen")
    assert counted(entry(body, endpoint), way).tokens == tokens


@pytest.mark.parametrize("given", [None, 3, [1, 2], {"a": 1}])
def test_what_is_no_text_is_named(given: object) -> None:
    with pytest.raises(InputError, match="input"):
        read_content(entry({"input": given}, "/v1/embeddings"), Moulds())


def test_media_count_with_the_text() -> None:
    image = {"type": "image_url", "image_url": {"url": data_url(png(1920, 1080))}}
    far = {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}
    message = {"role": "user", "content": [image, far, {"type": "odd"}]}
    found = counted(entry({"messages": [message]}), Way(model="qwen3-vl-plus"))
    assert 2042 < found.tokens < 2042 + 20
    assert len(found.unknown) == 2


def test_a_request_that_cannot_be_counted_spoils_no_other() -> None:
    bodies = [{"messages": [{"role": "user", "content": text}]} for text in ("a", "\ud800", "b")]
    first, second, third = counts(*map(entry, bodies))
    assert isinstance(second, str)
    assert "surrogate" in second
    assert isinstance(first, Counted)
    assert isinstance(third, Counted)
    assert first.tokens == third.tokens == count("a", "qwen-plus") + 8


def test_a_rule_needs_no_tokenizer() -> None:
    body = {"messages": [{"role": "user", "content": "Hello World"}]}
    found = counted(entry(body), Way(model="no-such-model", method="rule"))
    assert found.method == "rule"
    assert found.tokens >= 2


def test_a_method_or_a_model_that_fits_none_is_an_error() -> None:
    one = entry({"messages": [{"role": "user", "content": "a"}]})
    with pytest.raises(VocabularyMissingError):
        counts(one, way=Way(model="claude-opus-5", method="exact"))
    with pytest.raises(InputError, match="method"):
        counts(one, way=Way(model="qwen-plus", method="proxy"))
    with pytest.raises(UnknownModelError):
        counts(one, way=Way(model="no-such-model"))
