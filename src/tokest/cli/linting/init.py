"""Write a first configuration, with budgets from what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.cli.linting.session import start
from tokest.cli.linting.writing import replace_file
from tokest.errors import InputError
from tokest.linter.settings import DEFAULT_MODEL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokest.cli.linting.project import Setup

ROOM = 50
"""Budgets are rounded up to this many tokens, above the size and a tenth."""

HEAD = """\
# Settings of `tokest lint`; docs/lint.md of tokest explains each key.
# Budgets are what the prompts took when this was written and a tenth more; lower or raise them.

# What is counted for. Exact counts need a tokenizer that ships or is found: tokest vocab list
models = [{models}]

# Requests that each prompt is sent in a month; then findings say what they cost.
# requests-per-month = 100000

# Rules to leave out, such as TK5 (all about waste) or TK505 (padding).
# ignore = []

# Growth since --base that passes.
# max-growth = "10%"

# What template variables take: a bound, or a sample that is counted.
# [variables]
# document = {{ max-tokens = 6000 }}
"""


def write_config(setup: Setup, paths: Sequence[str]) -> str:
    """Write tokest.toml beside the prompts, and say so.

    Raises
    ------
    InputError
        when there is a configuration already.
    """
    if setup.file is not None:
        raise InputError(str(setup.file), "is there already; edit it, or remove it first")
    session = start(setup, paths, count=True, cached=False)
    largest: dict[str, int] = {}
    for one in session.project().summaries:
        folder, slash, name = one.path.rpartition("/")
        suffix = name.rpartition(".")[2]
        pattern = f"{folder}{slash}*.{suffix}" if folder else name
        if one.counts:
            count = one.counts[0][1]
            most = count.tokens if count.unknown else count.high
            largest[pattern] = max(largest.get(pattern, 0), most)
    models = setup.settings.models or (DEFAULT_MODEL,)
    text = HEAD.format(models=", ".join(map(_quoted, models)))
    for pattern, tokens in sorted(largest.items()):
        limit = -(-tokens * 11 // (10 * ROOM)) * ROOM
        text += f"\n[[budgets]]\npaths = [{_quoted(pattern)}]\n"
        text += f"max-tokens = {limit}  # the largest takes {tokens:,}\n"
    file = setup.root / "tokest.toml"
    replace_file(file, text.encode())
    budgets, files = _many(len(largest), "budget"), _many(len(session.files), "file")
    return f"{budgets} for {files} in {file}\n"


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04X}" for c in escaped) + '"'
