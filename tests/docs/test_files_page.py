"""What the page of files says by hand is what the code reads and writes."""

from __future__ import annotations

import json
import re

from pages import ROOT
from tokest.linter.lock import VERSION, Made, dump
from tokest.linter.project import Summary
from tokest.linter.rule import Count
from tokest.linter.values import Finding
from tokest.places import VARIABLES

PAGE = (ROOT / "docs" / "reference" / "files.md").read_text("utf-8")
ROW = re.compile(r"^\| ((?:`\w+`(?:, )?)+) \|", re.MULTILINE)
READ = re.compile(r"""environ(?:\.get\(|\[)"([A-Z_]+)["]""")
EXACT = Count(10, 10, 10, "exact", "qwen")


def section(title: str) -> str:
    return PAGE.partition(f"## {title}\n")[2].partition("\n## ")[0]


def names(text: str) -> list[str]:
    """List what stands in the first column of tables."""
    return [name for row in ROW.findall(text) for name in re.findall(r"\w+", row)]


def test_every_key_of_a_lock_file_is_on_its_page() -> None:
    summary = Summary(
        id="a.md", path="a.md", digest="1", counts=(("qwen-max", EXACT),), variables=("x",)
    )
    found = Finding(
        code="TK101", name="over", level="error", path="a.md", row=1, column=1, end_row=1,
        end_column=2, prompt="a.md", message="m",
    )  # fmt: skip
    data = json.loads(dump([summary], [found], Made(tokest="1")))
    top, inner = section("The lock file").split("**`prompts`**")
    assert names(top) == list(data)
    assert sorted(names(inner)) == sorted(data["prompts"]["a.md"])
    assert f"whole number, {VERSION}" in top


def test_every_variable_that_is_read_is_on_the_page_and_no_other() -> None:
    sources = (ROOT / "src" / "tokest").rglob("*.py")
    read = {name for file in sources for name in READ.findall(file.read_text("utf-8"))}
    assert {"NO_COLOR", "HF_ENDPOINT"} < read
    assert set(names(section("Environment"))) == read | set(VARIABLES)
