"""The lock file of a project, written and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.cli.linting.writing import replace_file
from tokest.linter.changed import changed, made_now
from tokest.linter.lock import NAME, dump, load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tokest.cli.linting.session import Session
    from tokest.linter.values import Finding


def lock_text(session: Session, findings: Sequence[Finding]) -> str:
    """Write what the prompts are now."""
    summaries = session.project().summaries
    return dump(summaries, findings, made_now(summaries, session.context))


def write_lock(session: Session, findings: Sequence[Finding]) -> Path:
    """Write the lock file beside the configuration."""
    file = session.setup.root / NAME
    replace_file(file, lock_text(session, findings).encode())
    return file


def differences(session: Session, text: str) -> list[str]:
    """Say in which prompts the lock file is out of date; of other tools or settings, that alone."""
    file = session.setup.root / NAME
    try:
        old = file.read_bytes().decode("utf-8", "replace")
    except OSError:
        return [f"there is no {NAME}; write it: tokest lock"]
    if old == text:
        return []
    then, here = load(str(file), old), load(str(file), text)
    before = {one.id: one for one in then.prompts}
    now = {one.id: one for one in here.prompts}
    other = [name for name in sorted(now) if before.get(name) != now[name]]
    gone = [name for name in sorted(before) if name not in now]
    notes = changed(then.made, here.made, NAME).notes
    same = all(name in before and before[name].digest == now[name].digest for name in other)
    if not (other or gone or notes):  # written by another tokest that counts alike
        return []
    if same and not gone and other:
        by = f"{NAME} was written by tokest {then.made.tokest}, or with other settings"
        return [*(notes or (by,)), "write it anew: tokest lock"]
    lines = [*notes, *(f"{NAME}: {name} has changed" for name in other)]
    lines += [f"{NAME}: {name} is no more" for name in gone]
    return [*lines, "write it anew: tokest lock"]
