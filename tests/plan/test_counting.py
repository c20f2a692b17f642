from __future__ import annotations

import json

import pytest

from tokest.errors import FileFormatError, InputError
from tokest.plan.counting import count_prompt
from tokest.plan.workload import Prompt
from tokest.prompts.estimate import estimate
from tokest.rates.card import Model
from tokest.rates.load import builtin_card
from tokest.rates.match import find_model

QWEN = find_model(builtin_card(), "qwen-max").model
BODY = {"model": "gpt-4o", "messages": [{"role": "user", "content": "你是谁？"}]}


def test_a_text_is_counted_alone_and_a_request_with_its_template() -> None:
    assert count_prompt(Prompt("你是谁？", "a.md"), QWEN).tokens == 3
    assert count_prompt(Prompt(json.dumps(BODY), "a.json"), QWEN).tokens == 11
    assert estimate(BODY["messages"], "qwen-max").tokens == 11  # type: ignore[arg-type]


def test_a_private_model_is_counted_by_the_encoding_it_names() -> None:
    model = Model(id="ours", rates=QWEN.rates, encoding="o200k_base")
    assert count_prompt(Prompt("Hello World", "a.md"), model).tokens == 2


@pytest.mark.parametrize(
    ("prompt", "message"),
    [
        (Prompt("{", "a.json"), "a.json:1: not valid JSON"),
        (Prompt("3", "a.json"), "prompt: "),
    ],
)
def test_what_is_no_request_is_refused(prompt: Prompt, message: str) -> None:
    with pytest.raises((FileFormatError, InputError), match=message):
        count_prompt(prompt, QWEN)


def test_a_model_without_a_known_tokenizer_says_so() -> None:
    with pytest.raises(InputError, match="ours: its tokenizer is not known"):
        count_prompt(Prompt("a", "a.md"), Model(id="ours", rates=QWEN.rates))
