from __future__ import annotations

import pytest

from tokest.errors import InputError, UnknownModelError, VocabularyMissingError
from tokest.tokens.encodings import find_encoding
from tokest.tokens.targets import check_method, engine_for, find_targets, table_name


def test_targets_go_by_model_and_then_by_encoding() -> None:
    found = find_targets(["claude-opus-5-5", "qwen-max"], ["o200k_base"], "auto", None)
    assert [target.model for target in found] == ["claude-opus-5-5", "qwen-max", None]


def test_a_rule_needs_no_vocabulary() -> None:
    assert len(find_targets(["kimi-k3"], [], "rule", None)) == 1


def test_an_unknown_model_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownModelError, match="qwen-max"):
        find_targets(["qwen-mex"], [], "auto", None)


def test_what_a_method_cannot_count_is_refused() -> None:
    with pytest.raises(VocabularyMissingError):
        find_targets(["claude-opus-5-5"], [], "exact", None)
    with pytest.raises(InputError, match="has no proxy; use 'auto'"):
        find_targets(["qwen-max"], [], "proxy", None)


def test_a_private_tokenizer_goes_by_the_table_that_its_ratio_is_to() -> None:
    [target] = find_targets(["claude-opus-5-5"], [], "table", None)
    assert table_name(target, "table") == "o200k_base"
    assert table_name(target, "auto") is None


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(InputError, match="must be one of auto, exact"):
        check_method("exakt")


def test_more_text_to_come_makes_another_engine_worth_its_start() -> None:
    encoding = find_encoding("qwen")
    assert engine_for(encoding, ["a"]).name == "builtin"
    assert engine_for(encoding, ["a"], 10**9).name == "fastokens"
