"""The base that a run is held against: a lock file, or a revision of git."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path
from typing import TYPE_CHECKING

from tokest.cli.linting.work import read_raw
from tokest.errors import InputError
from tokest.linter.lock import load, pasts

if TYPE_CHECKING:
    from tokest.cli.linting.files import Finder
    from tokest.cli.linting.work import Task
    from tokest.linter.engine import Result
    from tokest.linter.lock import Made
    from tokest.linter.project import Past


@dataclass(frozen=True, slots=True)
class Base:
    """What prompts were, what that is called, and what a lock file was made with."""

    past: tuple[Past, ...]
    label: str
    made: Made | None = None


def read_base(name: str, finder: Finder, task: Task, results: dict[str, Result]) -> Base:
    """Read a lock file of this name, or check the files as they were at a revision.

    Raises
    ------
    InputError
        when there is neither, with what to do.
    """
    file = Path(name)
    if file.is_file():
        raw = read_raw(file)
        if isinstance(raw, str):
            raise InputError(name, raw)
        lock = load(name, raw.decode("utf-8", "replace"))
        return Base(lock.prompts, os.path.relpath(name), lock.made)
    return Base(_at_revision(name, finder, task, results), name)


def _at_revision(
    name: str, finder: Finder, task: Task, results: dict[str, Result]
) -> tuple[Past, ...]:
    root = finder.root
    if name.startswith("-"):
        raise InputError("--base", f"{name!r} is no revision")
    commit = _merge_base(name, root)
    listed = _git(root, "ls-tree", "-r", "-z", "--full-name", commit, ".")
    prefix = _git(root, "rev-parse", "--show-prefix").decode("utf-8", "surrogateescape").strip()
    old: dict[str, str] = {}
    for entry in listed.split(b"\0"):
        head, _, path = entry.partition(b"\t")
        fields = head.split()
        if len(fields) > 2 and fields[1] == b"blob" and fields[0] != b"120000":  # noqa: PLR2004
            label = path.decode("utf-8", "surrogateescape").removeprefix(prefix)
            old[label] = fields[2].decode()
    same = {path for path in results if path in old and _blob(read_raw(root / path)) == old[path]}
    wanted = [
        path for path in old if path not in same and (path in results or finder.would_find(path))
    ]
    contents = _contents(root, [old[path] for path in wanted])
    checked = task.check(list(zip(wanted, contents, strict=True))) if wanted else []
    kept = [*(results[path] for path in sorted(same)), *checked]
    summaries = [one for result in kept for one in result.summaries]
    findings = [one for result in kept for one in result.findings]
    return pasts(summaries, findings)


def _merge_base(name: str, root: Path) -> str:
    try:
        return _git(root, "merge-base", name, "HEAD").decode().strip()
    except InputError as error:
        shallow = _git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"
        if shallow:
            fix = "this clone is shallow: run `git fetch --unshallow`, or check out with "
            raise InputError("--base", f"{name}: {fix}`fetch-depth: 0`") from None
        raise InputError(
            "--base", f"{name!r} is no lock file and no revision: {error.what}"
        ) from None


def _contents(root: Path, blobs: list[str]) -> list[bytes]:
    if not blobs:
        return []
    raw = _git(root, "cat-file", "--batch", stdin="".join(f"{one}\n" for one in blobs).encode())
    out, at = [], 0
    for _ in blobs:
        end = raw.index(b"\n", at)
        size = int(raw[at:end].split()[2])
        out.append(raw[end + 1 : end + 1 + size])
        at = end + size + 2
    return out


def _blob(raw: bytes | str) -> str:
    """Hash a content as git does, to see that a file is as it was."""
    if isinstance(raw, str):
        return ""
    return sha1(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()


def _git(root: Path, *args: str, stdin: bytes = b"") -> bytes:
    try:
        done = subprocess.run(  # noqa: S603  # revisions are checked to be no options
            ["git", *args],  # noqa: S607  # the git of the user
            cwd=root,
            input=stdin,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise InputError("git", f"cannot be run: {error.strerror}") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise InputError("git", said[0] if said else f"left with status {done.returncode}")
    return done.stdout
