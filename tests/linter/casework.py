"""Run the cases of a rule: texts in, places and words of findings out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from tokest.linter.config import read_config
from tokest.linter.context import Context
from tokest.linter.engine import Result, check_project, lint
from tokest.linter.extract.files import read
from tokest.linter.fixes import applicable, apply
from tokest.linter.lock import pasts
from tokest.linter.project import Project
from tokest.linter.rules import Entry, load
from tokest.linter.schema import settings_of

if TYPE_CHECKING:
    from tokest.linter.settings import Settings
    from tokest.linter.values import Finding

CASES = Path(__file__).parent / "cases"
TODAY = date(2026, 11, 24)
_REPEAT = re.compile(r"<<(.+?) x (\d+)>>", re.DOTALL)


@dataclass(frozen=True)
class Case:
    """One case: files, settings, and what is to be found."""

    code: str
    name: str
    files: dict[str, str]
    before: dict[str, str] | None
    settings: Settings
    findings: list[str]
    fixed: str | None
    today: date = TODAY


def cases() -> list[Case]:
    """Read all cases."""
    return [
        _case(file.stem, one)
        for file in sorted(CASES.glob("*.yaml"))
        for one in yaml.safe_load(file.read_text("utf-8"))
    ]


def _case(code: str, one: dict[str, Any]) -> Case:
    files = one.get("files") or {one.get("file", "a.md"): one["text"]}
    before = one.get("before")
    fixed = one.get("fixed")
    config = read_config("tokest.toml", one.get("config", "")) or {}
    return Case(
        code=code,
        name=one["name"],
        files={path: expand(text) for path, text in files.items()},
        before=None if before is None else {path: expand(text) for path, text in before.items()},
        settings=settings_of(config),
        findings=one.get("findings", []),
        fixed=None if fixed is None else expand(fixed),
        today=one.get("today", TODAY),
    )


def expand(text: str) -> str:
    """Write out ``<<word x 3>>``."""
    return _REPEAT.sub(lambda found: found[1] * int(found[2]), text)


def entries(code: str) -> list[Entry]:
    """Give the rule, and with TK004 the rules whose ignores it judges."""
    return [load(one) for one in dict.fromkeys((code, *(["TK505"] if code == "TK004" else [])))]


def check(files: dict[str, str], case: Case) -> list[Result]:
    """Check files with the rule of a case."""
    context = Context(settings=case.settings, today=case.today)
    documents = [read(path, text.encode(), case.settings) for path, text in files.items()]
    rules = entries(case.code)
    count = any(one.rule.scope == "project" for one in rules)
    return lint(documents, rules, context, count=count)


def found(case: Case) -> list[Finding]:
    """Give the findings of a case."""
    results = check(case.files, case)
    past = None
    if case.before is not None:
        old = check(case.before, case)
        past = pasts(
            [s for one in old for s in one.summaries], [f for one in old for f in one.findings]
        )
    project = Project(tuple(s for one in results for s in one.summaries), past)
    context = Context(settings=case.settings, today=case.today)
    findings = [one for result in results for one in result.findings]
    findings += check_project(project, entries(case.code), context)
    return [one for one in findings if one.code == case.code]


def mended(case: Case) -> str:
    """Apply every fix of a case's only file, again and again."""
    ((path, text),) = case.files.items()
    for _ in range(5):
        (result,) = check({path: text}, case)
        fixes = [one.fix for one in applicable(result.findings, unsafe=True) if one.fix]
        text, _number = apply(text, fixes)
    return text
