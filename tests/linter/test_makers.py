from __future__ import annotations

from tokest.linter.context import Context
from tokest.linter.makers import prices, templates, tokenizer
from tokest.linter.settings import Settings
from tokest.tokens.encodings import find_encoding

CARD = """\
version: 1
providers: []
# checked: 2099-01-01
"""


def test_a_tokenizer_is_named_by_what_counts() -> None:
    table = Context(settings=Settings(method="table"))
    assert find_encoding("qwen").vocabulary.sha256.startswith(
        tokenizer("qwen-max", Context()).removeprefix("exact:qwen@sha256:")
    )
    assert tokenizer("qwen-max", table).startswith("table:qwen@sha256:")
    proxy = tokenizer("claude-opus-4-5", Context())
    assert proxy.startswith("proxy:o200k_base@sha256:")
    assert tokenizer("claude-opus-4-5", table) == proxy  # no table: the proxy counts all the same


def test_prices_are_named_by_all_that_they_come_from() -> None:
    own, laid = prices(Context()), prices(Context(cards=(("ours.yaml", CARD),)))
    assert own[:3] == "202"
    assert laid.startswith("2099-01-01@sha256:")
    assert own.partition("@")[2] != laid.partition("@")[2]


def test_templates_have_one_name() -> None:
    assert templates() == templates() != ""
