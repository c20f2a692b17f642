from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from junitparser import JUnitXml

from linter.hostile import HOSTILE, finding, report
from tokest.linter.report import Report, formats, render

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA = Path(__file__).parent / "sarif" / "sarif-2.1.0-rtm.5.json"
ONE_LINE_EACH = ("concise", "github", "azure", "json-lines")


@pytest.mark.parametrize("form", formats())
def test_a_report_looks_as_it_did(form: str, golden: Callable[[str, str], None]) -> None:
    golden(f"lint/hostile.{form}", render(report(), form))


@pytest.mark.parametrize("form", formats())
def test_a_report_of_nothing_looks_as_it_did(form: str, golden: Callable[[str, str], None]) -> None:
    golden(f"lint/nothing.{form}", render(Report(findings=(), entries=(), files=0), form))


@pytest.mark.parametrize("form", formats())
def test_nothing_in_a_report_steers_a_terminal(form: str) -> None:
    text = render(report(), form)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", text)


@pytest.mark.parametrize("form", ONE_LINE_EACH)
def test_a_name_with_a_newline_makes_no_line_of_its_own(form: str) -> None:
    lines = render(report(), form).splitlines()
    assert len([line for line in lines if "TK" in line]) == len(report().findings)
    assert not any(line.startswith("::error::") for line in lines)


def test_sarif_is_what_its_schema_says() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    data: dict[str, Any] = json.loads(render(report(), "sarif"))
    jsonschema.Draft7Validator(schema).validate(data)
    (run,) = data["runs"]
    assert [one["ruleId"] for one in run["results"]] == ["TK101", "TK501", "TK501", "TK502"]
    assert len({one["partialFingerprints"]["tokest/v1"] for one in run["results"]}) == 4


def test_gitlab_takes_unique_fingerprints_that_lines_do_not_change() -> None:
    moved = replace(report(), findings=tuple(replace(one, row=9) for one in report().findings))
    before, after = (json.loads(render(one, "gitlab")) for one in (report(), moved))
    prints = [one["fingerprint"] for one in before]
    assert len(set(prints)) == len(prints)
    assert prints == [one["fingerprint"] for one in after]


def test_alike_findings_of_one_prompt_have_their_own_fingerprints() -> None:
    twice = (finding("TK501", "a.md", "info"), finding("TK501", "a.md", "info"))
    made = Report(findings=twice, entries=(), files=1).prints
    assert len(set(made.values())) == 2


def test_junit_is_read_back() -> None:
    text = render(report(), "junit")
    suites = list(JUnitXml.fromstring(text.encode()))
    assert sum(suite.tests for suite in suites) == 5
    assert sum(suite.failures for suite in suites) == 2
    assert ET.fromstring(text).tag == "testsuites"  # noqa: S314  # our own text


@pytest.mark.parametrize(
    "form", ["full", "concise", "grouped", "github", "html", "json", "markdown"]
)
def test_notes_are_for_whoever_reads_findings(form: str) -> None:
    noted = replace(report(), notes=("the tokenizer is another\n::error::now",))
    text = render(noted, form)
    assert "the tokenizer is another" in text
    assert "\n::error::now" not in text


def test_github_is_told_the_dearest_first() -> None:
    dear = replace(finding("TK502", "b.md", "info"), saving=1_000)
    cheap = finding("TK501", "a.md", "info")
    text = render(Report(findings=(cheap, dear), entries=(), files=1), "github")
    assert text.index("b.md") < text.index("a.md")


def test_rdjson_counts_columns_in_bytes() -> None:
    one = replace(finding("TK501", "a.md", "info"), line="éé x", column=3, end_column=4)
    data = json.loads(render(Report(findings=(one,), entries=(), files=1), "rdjson"))
    assert data["diagnostics"][0]["location"]["range"]["start"] == {"line": 3, "column": 5}


def test_a_comment_starts_with_the_mark_by_which_it_is_found_again() -> None:
    text = render(report(), "markdown")
    assert text.startswith("<!-- tokest -->\n")
    assert "<b>" not in text


def test_a_summary_tells_new_from_known() -> None:
    assert report().summary() == (
        "1 error, 1 warning, 1 info; 1 known from the base; "
        "2 with a fix (--fix, --unsafe-fixes) (3 files)"
    )
    assert HOSTILE not in render(report(), "html")
