"""Text that is made to be slow: eight times as much takes about eight times as long."""

from __future__ import annotations

import time

import pytest

from tokest.cli.linting.work import Task
from tokest.linter.rules import codes
from tokest.linter.settings import Settings

SCRAPS = (
    "a", " ", "\t", "\n", " \n", "| ", "|\n", "- ", "= ", "{{", "{%", "{{ a }}", "{% for a",
    "```json\n",
    "```json\n{\n```\n", "[", '"', "\\u0041", "\\", "<!-- tokest: ignore[", "tokest: ignore[TK1,",
    "<!-- tokest: ignore[TK1] -->\n", "# tokest: ignore[TK501]\n\n",
    "x <!-- tokest: ignore[TK5] --> \u200b\n",
    "p\u0430", "\u0430", "\u200b", "\u202e", "e\u0301", "\U0001d400", "AKIA", "sk-ant-api03-",
    "-----BEGIN ",
    "3f2504e0-", "0123456789abcdef", "due to the fact ", "in order to ", "---\na: b\n", "x\n\n",
    "A line that is quite long, so that it is taken for a paragraph, I hope.\n\n",
)  # fmt: skip
TASK = Task(
    settings=Settings(models=("gpt-4o",), method="table"),
    cards=(),
    codes=tuple(codes()),
    count=False,
)
SMALL, TIMES = 10_000, 8


def seconds(text: str, path: str) -> float:
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        TASK.check([(path, text.encode())])
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("scrap", SCRAPS, ids=ascii)
@pytest.mark.parametrize("path", ["prompts/a.md", "a.yaml"])
def test_time_grows_with_the_text_and_not_faster(scrap: str, path: str) -> None:
    form = "system: '{}'" if path == "a.yaml" else "{}"
    scrap = scrap.replace("\t", " ") if path == "a.yaml" else scrap
    small, large = (form.format(scrap * (size // len(scrap))) for size in (SMALL, SMALL * TIMES))
    assert seconds(large, path) < TIMES * 4 * max(seconds(small, path), 0.004)
