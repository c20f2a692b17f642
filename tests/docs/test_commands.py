"""Commands on pages, also those that do not run there, are commands that exist."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import click
import pytest

from pages import ROOT
from tokest.cli.main import cli

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGES = [
    page
    for page in sorted((ROOT / "README.md", *(ROOT / "docs").rglob("*.md")))
    if "decisions" not in page.parts  # which tell of what was, too
]
SHOWN = re.compile(r"^(?:\$ |    |- run: |    - )tokest .*|`tokest [a-z][^`]*`", re.MULTILINE)


def shown(page: Path) -> Iterator[list[str]]:
    """Give the commands of a page as words; what follows a pipe or a comment is left out."""
    for found in SHOWN.finditer(page.read_text("utf-8")):
        text = found[0].strip("`$ ").removeprefix("- ").removeprefix("run: ")
        text = re.split(r"\s#|\s[|>;]|\s&&|\\$|  +", text)[0]
        yield shlex.split(text)[1:]


def check(words: list[str]) -> None:
    """Walk down the commands, and hold every option against what the last one takes."""
    command: click.Command = cli
    context = click.Context(cli)
    while words and isinstance(command, click.Group):
        inner = command.get_command(context, words[0])
        if inner is None:  # a file, as `tokest plan FILE` is short for `tokest plan forecast FILE`
            assert re.search(r"[./-]|^[A-Z]+$", words[0]), f"no command {words[0]}"
            break
        command, words = inner, words[1:]
    known = {"--help", *options(command)}
    if isinstance(command, click.Group) and command is not cli:
        inners = (command.get_command(context, name) for name in command.list_commands(context))
        known |= {option for one in inners if one for option in options(one)}
    given = {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)}
    assert given <= known, (command.name, given - known)


def options(command: click.Command) -> set[str]:
    return {
        name
        for one in command.params
        if isinstance(one, click.Option)
        for name in (*one.opts, *one.secondary_opts)
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_on_a_page_exists(page: Path) -> None:
    for words in shown(page):
        check(words)


def test_a_wrong_option_is_seen() -> None:
    with pytest.raises(AssertionError, match="--requets"):
        check(["compare", "--requets", "5"])


def test_a_wrong_command_is_seen() -> None:
    with pytest.raises(AssertionError, match="no command forcast"):
        check(["plan", "forcast"])


def test_pages_show_commands() -> None:
    assert sum(1 for page in PAGES for _ in shown(page)) > 50
