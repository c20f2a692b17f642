from __future__ import annotations

import pytest

from tokest.documents.reading import read
from tokest.errors import FileFormatError
from tokest.prompts.media.families import families, find_media_family
from tokest.prompts.media.schema import FAMILIES


@pytest.mark.parametrize(
    ("model", "family"),
    [
        ("qwen3-vl-plus", "qwen3-vl-plus"),
        ("qwen3-vl-flash-2025-10-15", "qwen-vision"),
        ("Qwen/Qwen2.5-VL-72B-Instruct", "qwen-vl before August 2025"),
        ("qwen-vl-max-2025-08-13", "qwen-vl"),
        ("qwen-vl-max-2025-04-08", "qwen-vl before August 2025"),
        ("gpt-4.1-mini-2025-04-14", "gpt-4.1-mini"),
        ("ft:gpt-4o-2024-08-06:acme::x1", "gpt-4o"),
        ("gpt-5.6-sol", "gpt-5.6 and later"),
        ("anthropic/claude-haiku-4.5", "claude"),
        ("claude-opus-4-6", "claude"),
        ("claude-opus-4-7", "claude, high resolution"),
        ("gemini-3.1-pro-preview", "gemini 3"),
    ],
)
def test_a_model_has_the_family_of_its_longest_name(model: str, family: str) -> None:
    found = find_media_family(model)
    assert found is not None
    assert found.name == family


@pytest.mark.parametrize("model", ["grok-4.3", "qwen-plus", "gpt-5x", "", "kimi-k3"])
def test_a_model_without_a_family_has_none(model: str) -> None:
    assert find_media_family(model) is None


@pytest.mark.parametrize("model", ["Vertex_AI/gemini-2.5-flash", "x/vertex/gemini-2.5-pro"])
def test_a_provider_may_count_in_its_own_way(model: str) -> None:
    found = find_media_family(model)
    assert found is not None
    assert found.name == "gemini 2.5 on Vertex AI"


def test_names_and_days_are_in_order() -> None:
    names = [family.name for family in families()]
    assert len(set(names)) == len(names)
    assert all(family.formulas or family.note for family in families())


def test_a_formula_is_one_of_those_known() -> None:
    head = "version: 1\nfamilies:\n  - {name: a, models: [a], source: 'https://a', "
    head += "checked: 2026-01-01, status: documented, image: "
    with pytest.raises(FileFormatError, match="unknown key 'qwne', did you mean 'qwen'"):
        read(head + "{qwne: {cell: 32}}}", "m.yaml", FAMILIES)
    two = "{tiles: {side: 1, tile: 1, most: 1}, rows: {cell: 1, edge: 1}}}"
    with pytest.raises(FileFormatError, match="expected exactly one of qwen"):
        read(head + two, "m.yaml", FAMILIES)
    same = head + "{rows: {cell: 1, edge: 1}}}"
    with pytest.raises(FileFormatError, match="'a' stands in two families"):
        read(same + same[same.index("\n  -") :], "m.yaml", FAMILIES)
