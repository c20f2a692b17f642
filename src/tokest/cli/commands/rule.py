"""Explain a rule of the linter, or list them all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from tokest.cli.output import emit
from tokest.errors import InputError
from tokest.linter.rules import codes, find, load
from tokest.linter.sources import sources

if TYPE_CHECKING:
    from tokest.linter.rules import Entry


@click.command()
@click.argument("name", required=False, metavar="[CODE | NAME]")
@click.option("--all", "everything", is_flag=True, help="Explain every rule.")
@click.option(
    "--output-format",
    "--format",
    "form",
    type=click.Choice(("text", "json", "markdown")),
    default="text",
    show_default=True,
    help="How the rules are written.",
)
def command(name: str | None, *, everything: bool, form: str) -> None:
    """Explain a rule of the linter, by its code or its name."""
    if (name is None) != everything and name is not None and everything:
        raise InputError("rule", "give a rule, or --all")
    if name is None and not everything:
        emit("".join(_line(load(code)) for code in codes()))
        return
    entries = [load(code) for code in codes()] if everything else [find(str(name))]
    if form == "json":
        emit(json.dumps([_record(one) for one in entries], indent=1) + "\n")
    else:
        emit("\n".join(page(one, heading="#" if form == "markdown" else "") for one in entries))


def _line(one: Entry) -> str:
    off = "" if one.rule.default else " (off)"
    fix = f", {one.rule.fix} fix" if one.rule.fix else ""
    return f"{one.code} {one.name}: {one.rule.level}{fix}{off}\n"


def _record(one: Entry) -> dict[str, Any]:
    rule = one.rule
    return {
        "code": one.code,
        "name": one.name,
        "level": rule.level,
        "default": rule.default,
        "fix": rule.fix,
        "since": rule.since,
        "options": list(rule.options),
        "sources": sources(rule),
        "explanation": one.explanation,
    }


def page(one: Entry, *, heading: str) -> str:
    """Write all that is known of a rule."""
    rule = one.rule
    title = f"{heading * 2} {one.code} {one.name}".strip()
    facts = [f"level {rule.level}", f"since {rule.since}"]
    facts.append("on by default" if rule.default else "off unless selected by its code")
    if rule.fix:
        facts.append(f"{rule.fix} fix")
    text = one.explanation
    if heading:
        text = text.replace("\n## ", "\n### ")
    lines = [title, "", f"{'; '.join(facts)}.", "", text, ""]
    if rule.options:
        lines += [f"Options: {', '.join(rule.options)}.", ""]
    if rule.sources:
        lines += ["Sources:", "", *(f"- {source}" for source in sources(rule)), ""]
    return "\n".join(lines)
