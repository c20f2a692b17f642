from __future__ import annotations

from tokest.plan.compare import compare
from tokest.plan.comparison_tables import each_table, models_table

PROMPTS = {"a.md": "Hello World", "b.md": "你好" * 40_000}


def test_a_model_that_does_not_fit_shows_no_cost() -> None:
    found = compare(PROMPTS, ["qwen-max", "qwen-plus"], output_tokens=10)
    table = models_table(found)
    rows = {row[0]: row for row in table.rows}
    assert rows["qwen-max"][7:10] == (None, None, None)
    assert str(rows["qwen-max"][-1]).startswith("does not fit: b.md: ")
    assert rows["qwen-plus"][7] == found.rows[0].cost
    assert table.title == "2 prompts, 1 request each, 10 output tokens a request"


def test_each_prompt_has_its_own_line() -> None:
    found = compare(PROMPTS, ["qwen-max", "qwen-plus"], output_tokens=10)
    assert [row[:2] for row in each_table(found).rows] == [
        (prompt, model) for model in ("qwen-plus", "qwen-max") for prompt in PROMPTS
    ]


def test_a_comparison_shows_itself() -> None:
    found = compare(PROMPTS, ["qwen-max"])
    assert found.table() == models_table(found)
    assert found.to_dicts()[0]["model"] == "qwen-max"
