from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiktoken.model import MODEL_PREFIX_TO_ENCODING, MODEL_TO_ENCODING

from tokest.errors import UnknownEncodingError, UnknownModelError
from tokest.rates.load import builtin_card
from tokest.resources import data_file
from tokest.tokens.encodings import Encoding, Proxy, catalog, find_encoding, find_family

RULES = [rule for counter in catalog().counters for rule in (*counter.models, *counter.assumed)]
UNKNOWN = {
    "farui-plus", "mimo-v2.5-pro", "Moonshot-Kimi-K2-Instruct", "step-3.7-flash", "step-5-preview",
    "tongyi-intent-detect-v3", "tongyi-xiaomi-analysis-flash", "tongyi-xiaomi-analysis-pro",
    "xiaomi/mimo-v2.5-pro", "zai-glm-5-2", "zai-glm-5-3",
}  # fmt: skip
"""Language models on the card whose tokenizer no page names."""
MODELS = [
    model.id
    for provider in builtin_card().providers
    for model in provider.models
    if model.kind in {"text", "thinking", "translation"} and model.id not in UNKNOWN
]


@pytest.mark.parametrize(
    ("model", "encoding"),
    [
        ("qwen-turbo", "qwen"),
        ("Qwen-Max", "qwen"),
        ("qwen3-235b-a22b", "qwen"),
        ("qwen3.5-plus", "qwen3.5"),
        ("dashscope/qwen3.7-max-2026-05-20", "qwen3.5"),
        ("gpt-4", "cl100k_base"),
        ("gpt-4-0613", "cl100k_base"),
        ("gpt-4o-mini", "o200k_base"),
        ("gpt-4.1", "o200k_base"),
        ("ft:gpt-4.1-mini:acme::x1", "o200k_base"),
        ("ft:gpt-3.5-turbo:acme", "cl100k_base"),
        ("claude-opus-4-20250514", "claude"),
        ("claude-opus-4-6", "claude"),
        ("claude-opus-4-7", "claude_4_7"),
        ("claude-opus-5-5", "claude_4_7"),
        ("deepseek-v4-pro", "deepseek_v4"),
        ("deepseek-v3.2", "deepseek_v3"),
        ("gpt2", "r50k_base"),
        ("gpt-2-xl", "r50k_base"),
        ("davinci:ft-acme-2023", "r50k_base"),
        ("text-davinci-002", "p50k_base"),
        ("davinci-002", "cl100k_base"),
        ("claude-2.1", "claude_legacy"),
        ("claude-instant-1.2", "claude_legacy"),
        ("gemini-2.5-flash", "gemma3"),
        ("glm-4.6", "glm4"),
        ("glm-4.7", "glm5"),
    ],
)
def test_the_longest_family_name_decides(model: str, encoding: str) -> None:
    assert find_family(model).counter.name == encoding


# Encodings of tiktoken that differ from ours in their special tokens alone.
SAME = {"gpt2": "r50k_base", "o200k_harmony": "o200k_base", "p50k_edit": "p50k_base"}
THEIRS = {
    name.rstrip("-"): SAME.get(encoding, encoding)
    for name, encoding in {**MODEL_TO_ENCODING, **MODEL_PREFIX_TO_ENCODING}.items()
}


@pytest.mark.parametrize("model", sorted(THEIRS))
def test_a_model_that_tiktoken_knows_has_the_same_encoding(model: str) -> None:
    assert find_family(model).counter.name == THEIRS[model]


@pytest.mark.parametrize("model", ["qwen", "qwen3.9-max", "gpt-41", "qwen-", "", "gpt-4o5", "llm"])
def test_a_name_that_only_looks_like_a_family_is_unknown(model: str) -> None:
    with pytest.raises(UnknownModelError):
        find_family(model)


def test_an_inferred_family_says_so() -> None:
    assert find_family("qwen3.8-max").assumed
    assert not find_family("qwen3.7-max").assumed


@given(rule=st.sampled_from(RULES))
def test_a_fine_tune_counts_as_its_base(rule: str) -> None:
    assert find_family(f"ft:{rule}:org::id") == find_family(rule)


@pytest.mark.parametrize("model", MODELS)
def test_every_model_of_the_card_can_be_counted(model: str) -> None:
    assert find_family(model).counter.name


def test_an_unknown_encoding_names_the_nearest() -> None:
    with pytest.raises(UnknownEncodingError, match="nearest: o200k_base"):
        find_encoding("o200k")


def test_an_encoding_that_does_not_ship_has_no_vocabulary_of_its_own() -> None:
    with pytest.raises(UnknownEncodingError, match="unknown encoding 'gemma3'"):
        find_encoding("gemma3")


@pytest.mark.parametrize("encoding", catalog().encodings, ids=lambda e: e.name)
def test_the_vocabulary_of_an_encoding_is_there(encoding: Encoding) -> None:
    assert data_file(encoding.vocabulary.file).is_file()


@pytest.mark.parametrize("proxy", catalog().proxies, ids=lambda p: p.name)
def test_the_range_of_a_proxy_holds_its_prediction(proxy: Proxy) -> None:
    assert proxy.low < 1 < proxy.high
