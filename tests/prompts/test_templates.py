"""What providers write around messages."""

from __future__ import annotations

import pytest

from tokest.documents.reading import read
from tokest.errors import FileFormatError
from tokest.prompts.template_schema import TEMPLATES
from tokest.prompts.templates import UNKNOWN, find_template, named, templates
from tokest.resources import data_file
from tokest.tokens.encodings import catalog, find_family

HUB_ONLY = ("/",)


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("qwen-plus-2025-12-01", "qwen-plus"),
        ("qwen-plus-2024-09-19", "qwen2.5"),
        ("qwen3-30b-a3b-instruct-2507", "qwen3-instruct"),
        ("qwen3-30b-a3b", "qwen3"),
        ("dashscope/qwen3.7-plus", "qwen3.5"),
        ("qwen3-coder-plus", "qwen3-coder"),
        ("Qwen/Qwen2.5-VL-72B-Instruct", "qwen2.5-vl-hub"),
        ("qwen2.5-vl-72b-instruct", "qwen2.5"),
        ("ft:gpt-4o:acme::1", "openai-chat"),
        ("gpt-5.4-mini", "openai-reasoning"),
        ("groq/openai/gpt-oss-120b", "gpt-oss"),
        ("deepseek-r1-distill-llama-70b", "deepseek-r1"),
        ("claude-opus-4-8", "claude-4.7"),
        ("claude-opus-4-5", "claude"),
        ("gemini-2.0-flash", "gemini-2.0"),
        (None, UNKNOWN),
        ("qwen3x", UNKNOWN),
    ],
)
def test_a_model_has_the_template_of_its_longest_rule(model: str | None, name: str) -> None:
    assert find_template(model).template.name == name


def test_an_inferred_template_says_so() -> None:
    assert find_template("qwen3.8-max").assumed
    assert not find_template("qwen3.7-max").assumed


@pytest.mark.parametrize("template", templates(), ids=lambda one: one.name)
def test_rules_belong_to_models_that_can_be_counted(template: object) -> None:
    assert [
        rule
        for rule in (*template.models, *template.assumed)  # type: ignore[attr-defined]
        if "/" not in rule and find_family(rule) is None
    ] == []


def test_most_families_that_can_be_counted_have_a_template() -> None:
    rules = [rule for counter in catalog().counters for rule in (*counter.models, *counter.assumed)]
    without = {rule for rule in rules if find_template(rule).template.name == UNKNOWN}
    assert len(without) / len(rules) < 0.25, sorted(without)


def test_the_wide_range_of_an_unknown_template_is_stated() -> None:
    doubt = named(UNKNOWN).doubt
    assert (doubt.request.low, doubt.request.high) == (-3, 80)


TEXT = data_file("templates.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "    models: [qwen-mt]",
            "    models: [qwen3]",
            "model family 'qwen3' stands in two places",
        ),
        ('    user: "{content}"', '    user: "hi"', r"must have \{content\} in it, once"),
        ("{low: 30, tokens: 38, high: 60", "{low: 40, tokens: 38, high: 60", "must not fall"),
        ("    exact: true", "    exakt: true", "unknown key 'exakt', did you mean 'exact'?"),
    ],
)
def test_a_broken_file_of_templates_is_refused_with_its_place(
    old: str, new: str, message: str
) -> None:
    assert old in TEXT
    with pytest.raises(FileFormatError, match=r"templates.yaml:\d+:\d+: .*" + message):
        read(TEXT.replace(old, new, 1), "templates.yaml", TEMPLATES)
