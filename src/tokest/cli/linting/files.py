"""Find the files to lint: what is named, and in folders what looks like a prompt."""

from __future__ import annotations

import os
import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tokest.errors import InputError
from tokest.linter.extract.batch import is_request
from tokest.linter.extract.files import DISCOVERED, EXCLUDED
from tokest.linter.globs import fits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tokest.linter.settings import Settings

PEEK = 4_096
"""Bytes of a .jsonl file that are looked at for a request."""


@dataclass(slots=True)
class Finder:
    """What is looked for below a root."""

    root: Path
    settings: Settings
    force_exclude: bool = False
    missing_pathspec: bool = False

    def find(self, names: Sequence[str]) -> list[tuple[str, Path]]:
        """Give each file once, under its path from the root, in a stable order.

        Raises
        ------
        InputError
            for a name that is not there.
        """
        found: dict[str, Path] = {}
        for name in names or (".",):
            for label, file in self._named(name):
                found.setdefault(label, file)
        return sorted(found.items())

    def label(self, file: Path | str) -> str:
        """Give a path from the root, with slashes."""
        # Not resolve(): a link stays under the name that it was found by.
        full = os.path.abspath(file)  # noqa: PTH100  # which also takes .. out
        root = os.path.abspath(self.root)  # noqa: PTH100  # the same
        if full.startswith(root + os.sep):
            return full[len(root) + 1 :].replace(os.sep, "/")
        return _relative(full, root)

    def would_find(self, label: str) -> bool:
        """Whether a path, of a file that may be no more, would be looked for in a folder."""
        return fits(label, self.settings.include + DISCOVERED) and not self._excluded(label)

    def group(self, patterns: Sequence[str]) -> list[tuple[str, Path]]:
        """Give every file that a budget's patterns name."""
        globs = tuple(dict.fromkeys(pattern.partition("#")[0] for pattern in patterns))
        return list(self._walk(str(self.root), self._ignores_above(self.root), globs))

    def _named(self, name: str) -> Iterator[tuple[str, Path]]:
        path = Path(name)
        if path.is_dir():
            yield from self._walk(str(path), self._ignores_above(path))
        elif path.exists() or path.is_symlink():
            label = self.label(path)
            if not (self.force_exclude and self._excluded(label)):
                yield label, path
        elif any(char in name for char in "*?["):
            files = sorted(one for one in Path().glob(name) if one.is_file())
            if not files:
                raise InputError(name, "no file fits")
            yield from ((self.label(one), one) for one in files)
        else:
            raise InputError(name, "no such file or folder")

    def _walk(
        self, folder: str, ignores: list[Any], globs: tuple[str, ...] = ()
    ) -> Iterator[tuple[str, Path]]:
        own = self._gitignore(folder)
        ignores = [*ignores, own] if own else ignores
        try:
            entries = sorted(os.scandir(folder), key=lambda one: one.name)
        except OSError:
            return
        start = _start(self.label(folder))
        specs = [(_start(_relative(folder, place)), spec) for place, spec in ignores]
        for entry in entries:
            # A link to a folder is not followed: what it shows is linted where it stands.
            is_folder = entry.is_dir(follow_symlinks=False)
            label = self.label(entry.path) if is_folder else start + entry.name
            if self._excluded(label) or _ignored(specs, entry.name, is_folder=is_folder):
                continue
            if is_folder:
                yield from self._walk(entry.path, ignores, globs)
            elif globs:
                if fits(label, globs):
                    yield label, Path(entry.path)
            elif not entry.is_dir() and self._wanted(label, entry.path):
                yield label, Path(entry.path)

    def _excluded(self, label: str) -> bool:
        patterns = (self.settings.exclude or EXCLUDED) + self.settings.extend_exclude
        return fits(label, patterns)

    def _wanted(self, label: str, path: str) -> bool:
        if fits(label, self.settings.include + DISCOVERED):
            return True
        return label.endswith(".jsonl") and _is_batch(path)

    def _gitignore(self, folder: str) -> Any:  # noqa: ANN401  # pathspec's, which may not be here
        file = Path(folder, ".gitignore")
        if not self.settings.respect_gitignore or not file.is_file():
            return None
        try:
            import pathspec  # noqa: PLC0415  # the extra `lint`
        except ImportError:
            self.missing_pathspec = True
            return None
        try:
            with file.open(encoding="utf-8", errors="replace") as lines:
                return folder, _patterns(pathspec.GitIgnoreSpec, [*lines])
        except OSError:
            return None

    def _ignores_above(self, folder: Path) -> list[Any]:
        out = []
        full = folder.absolute()
        above = [*reversed(full.parents)]
        tops = [one for one in (*above, full) if (one / ".git").exists()]
        for one in above:
            if tops and one.is_relative_to(tops[-1]):
                found = self._gitignore(str(one))
                out += [found] if found else []
        return out


def _patterns(spec: Any, lines: list[str]) -> Any:  # noqa: ANN401  # a class of pathspec's
    """Read patterns; one that cannot be read matches nothing, as for git."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of sets that a later Python may read otherwise
        try:
            return spec.from_lines(lines)
        except (ValueError, re.error):
            if len(lines) == 1:
                return spec.from_lines([])
    return sum((_patterns(spec, [line]) for line in lines), spec.from_lines([]))


def _start(label: str) -> str:
    """Give what the paths of a folder's files start with."""
    return "" if label == "." else f"{label}/"


def _relative(path: str, start: str) -> str:
    return os.path.relpath(path, start).replace(os.sep, "/")


def _ignored(specs: list[tuple[str, Any]], name: str, *, is_folder: bool) -> bool:
    """Ask each .gitignore from the outermost; the last that says something decides."""
    verdict = False
    for start, spec in specs:
        said = spec.check_file(start + name + "/" * is_folder).include
        verdict = verdict if said is None else said
    return verdict


def _is_batch(path: str) -> bool:
    try:
        with Path(path).open("rb") as file:
            first = file.read(PEEK).split(b"\n", 1)[0]
    except OSError:
        return False
    return is_request(first.decode("utf-8", "replace"))
