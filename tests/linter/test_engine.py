from __future__ import annotations

import random

from tokest.linter.context import Context
from tokest.linter.engine import Result, lint
from tokest.linter.extract.files import read
from tokest.linter.measure import Meter
from tokest.linter.rule import Ask, Count, total
from tokest.linter.rules import chosen, load
from tokest.linter.settings import Budget, Override, Settings
from tokest.tokens.estimate import count

TEXTS = {f"prompts/{i}.md": f"Prompt {i}: " + "word " * (i * 7) for i in range(30)}
BUDGET = Settings(budgets=(Budget(paths=("prompts/*",), max_tokens=100),))


def results(
    paths: list[str], settings: Settings = BUDGET, *, measure: bool = False
) -> list[Result]:
    documents = [read(path, TEXTS[path].encode(), settings) for path in paths]
    return lint(documents, chosen(("TK",)), Context(settings=settings), count=measure)


def test_together_finds_what_each_alone_finds() -> None:
    paths = list(TEXTS)
    random.Random(1).shuffle(paths)  # noqa: S311  # an order, not a secret
    together = results(paths, measure=True)
    alone = [results([path], measure=True)[0] for path in paths]
    assert [(one.findings, one.summaries) for one in together] == [
        (one.findings, one.summaries) for one in alone
    ]


def test_a_summary_counts_what_a_plain_count_counts() -> None:
    for one in results(list(TEXTS), measure=True):
        (summary,) = one.summaries
        assert dict(summary.counts)["qwen-plus"].tokens == count(TEXTS[one.path], "qwen-plus")


def test_what_is_short_is_never_counted() -> None:
    documents = [read("a.md", b"Be brief.", BUDGET)]
    meter = Meter(Context(settings=BUDGET))
    assert lint(documents, chosen(("TK",)), meter.context, count=False)[0].findings == []
    assert meter.counted == 0


def test_each_text_is_counted_once() -> None:
    meter = Meter(Context())
    ask = Ask(("one", "two", "one"), "qwen-plus")
    first, second = meter.answer([ask, Ask(("two",), "qwen-plus")])
    assert [one.tokens for one in first] == [1, 1, 1]
    assert second == first[1:2]
    assert meter.counted == 2


def test_text_without_a_utf8_form_is_counted_all_the_same() -> None:
    ((found,),) = Meter(Context()).answer([Ask(("a\ud800b",), "qwen-plus")])
    assert found.tokens > 0


def test_counts_add_up_with_their_ranges() -> None:
    one, two = Count(5, 4, 7, "proxy", "x"), Count(3, 3, 3, "proxy", "x")
    assert total((one, two)) == Count(8, 7, 10, "proxy", "x")
    assert str(total((one, two))) == "about 8 tokens (proxy, 7 - 10)"


def test_the_last_override_of_a_path_holds() -> None:
    settings = Settings(
        models=("qwen-max",),
        requests_per_month=5,
        overrides=(
            Override(paths=("a/*",), models=("gpt-4o",), region="global", output_tokens=9),
            Override(paths=("a/b.md",), requests_per_month=7),
        ),
    )
    context = Context(settings=settings)
    assert context.models_for("a/b.md") == ("gpt-4o",)
    assert context.models_for("b.md") == ("qwen-max",)
    assert (context.requests("a/b.md"), context.requests("a/c.md")) == (7, 5)
    assert (context.region("a/c.md"), context.region("b.md")) == ("global", None)
    assert (context.output("a/c.md"), context.output("b.md")) == (9, 0)


def test_a_prompt_is_counted_for_the_model_it_names() -> None:
    document = read("a.prompt", b"---\nmodel: gpt-4o\n---\nHi", Settings())
    assert Context().models(document.prompts[0]) == ("gpt-4o",)


def test_a_finding_shows_its_line_and_no_secret() -> None:
    document = read("a.md", b"one\nAKIAQ3EGRWZ5TLHNVKMB two\n", Settings())
    (result,) = lint([document], [load("TK006")], Context(), count=False)
    (finding,) = result.findings
    assert (finding.row, finding.column, finding.end_column) == (2, 1, 21)
    assert finding.line == "******************** two"
