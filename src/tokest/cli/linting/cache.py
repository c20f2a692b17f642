"""Results of files that have not changed, kept between runs.

A result is kept under a hash of the file's path and content, in a file named after all else that it
depends on. Files are replaced as a whole, so runs side by side may lose each other's additions but
never read half of one.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tokest._version import __version__
from tokest.cli.linting.writing import replace_file
from tokest.linter.engine import Result
from tokest.linter.project import Block, Summary
from tokest.linter.rule import Count
from tokest.linter.values import Edit, Finding, Fix
from tokest.resources import data_file

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER = ".tokest_cache"
DATA = ("pricing.yaml", "encodings.yaml", "lint.yaml", "phrases.yaml", "tables.json",
        "templates.yaml", "media.yaml", "batch_limits.yaml")  # fmt: skip


class Cache:
    """Results by the hash of what was read."""

    def __init__(self, folder: Path, parts: Iterable[object]) -> None:
        made = sha256(repr((__version__, _data_stamp(), *parts)).encode())
        self.file = folder / f"lint-{made.hexdigest()[:24]}.json"
        self.known: dict[str, Any] = {}
        self.fresh: dict[str, Any] = {}
        try:
            found = json.loads(self.file.read_bytes())
        except (OSError, ValueError, RecursionError):
            return
        self.known = found if isinstance(found, dict) else {}

    @staticmethod
    def key(path: str, raw: bytes) -> str:
        """Hash a file's path and its content."""
        made = sha256(path.encode("utf-8", "surrogateescape") + b"\0")
        made.update(raw)
        return made.hexdigest()[:40]

    def get(self, path: str, key: str) -> Result | None:
        """Give what is kept; a damaged entry is none."""
        found = self.known.get(key)
        if found is None:
            return None
        try:
            result = unpack(path, found)
        except (TypeError, ValueError, KeyError, IndexError):
            return None
        self.fresh[key] = found
        return result

    def put(self, key: str, data: list[Any]) -> None:
        """Keep a result, as `pack` gives it."""
        self.fresh[key] = data

    def save(self) -> None:
        """Write what this run has used; where nothing can be written, nothing is kept."""
        if self.fresh.keys() == self.known.keys():
            return
        try:
            folder = self.file.parent
            folder.mkdir(parents=True, exist_ok=True)
            ignore = folder / ".gitignore"
            if not ignore.exists():
                replace_file(ignore, b"*\n")
            replace_file(self.file, json.dumps(self.fresh, separators=(",", ":")).encode())
        except OSError:
            return


def _data_stamp() -> tuple[tuple[int, int], ...]:
    """Tell one state of the data files from another, as they change in a checkout."""
    stamps = []
    for name in DATA:
        file = data_file(name)
        if isinstance(file, Path):
            stat = file.stat()
            stamps.append((stat.st_size, stat.st_mtime_ns))
    return tuple(stamps)


def pack(result: Result) -> list[Any]:
    """Turn a result into plain data."""
    return [
        [_pack_finding(one) for one in result.findings],
        [_pack_summary(one) for one in result.summaries],
    ]


def unpack(path: str, data: list[Any]) -> Result:
    """Turn plain data back into a result."""
    findings, summaries = data
    return Result(
        path,
        [_unpack_finding(path, one) for one in findings],
        [_unpack_summary(path, one) for one in summaries],
    )


def _pack_finding(one: Finding) -> list[Any]:
    fix = one.fix and [
        one.fix.title, one.fix.safety, [[e.start, e.end, e.text] for e in one.fix.edits]
    ]  # fmt: skip
    return [one.code, one.name, one.level, one.message, one.row, one.column, one.end_row,
            one.end_column, one.prompt, one.line, one.saving, fix]  # fmt: skip


def _unpack_finding(path: str, data: list[Any]) -> Finding:
    code, name, level, message, row, column, end_row, end_column, prompt, line, saving, fix = data
    made = fix and Fix(fix[0], fix[1], tuple(Edit(*edit) for edit in fix[2]))
    return Finding(
        code=code, name=name, level=level, message=message, path=path, row=row, column=column,
        end_row=end_row, end_column=end_column, prompt=prompt, line=line, saving=saving, fix=made,
    )  # fmt: skip


def _pack_summary(one: Summary) -> list[Any]:
    counts = [
        [model, [c.tokens, c.low, c.high, c.method, c.encoding, c.unknown]]
        for model, c in one.counts
    ]
    blocks = [[b.digest, b.tokens, b.row, b.before] for b in one.blocks]
    return [one.id, one.digest, one.row, one.column, one.kind, counts, one.eager,
            list(one.variables), blocks, list(one.ignored)]  # fmt: skip


def _unpack_summary(path: str, data: list[Any]) -> Summary:
    name, digest, row, column, kind, counts, eager, variables, blocks, ignored = data
    return Summary(
        id=name, path=path, digest=digest, row=row, column=column, kind=kind,
        counts=tuple((model, Count(*count)) for model, count in counts), eager=eager,
        variables=tuple(variables), blocks=tuple(Block(*block) for block in blocks),
        ignored=tuple(ignored),
    )  # fmt: skip
