"""The lock file of a project, written and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest._version import __version__
from tokest.cli.linting.writing import replace_file
from tokest.linter.lock import NAME, dump, load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tokest.cli.linting.session import Session
    from tokest.linter.values import Finding


def lock_text(session: Session, findings: Sequence[Finding]) -> str:
    """Write what the prompts are now."""
    return dump(session.project().summaries, findings, __version__, _pricing(session))


def write_lock(session: Session, findings: Sequence[Finding]) -> Path:
    """Write the lock file beside the configuration."""
    file = session.setup.root / NAME
    replace_file(file, lock_text(session, findings).encode())
    return file


def differences(session: Session, text: str) -> list[str]:
    """Say in which prompts the lock file is out of date; of a new tokest, that alone."""
    file = session.setup.root / NAME
    try:
        old = file.read_bytes().decode("utf-8", "replace")
    except OSError:
        return [f"there is no {NAME}; write it: tokest lock"]
    if old == text:
        return []
    before = {one.id: one for one in load(str(file), old)}
    now = {one.id: one for one in load(str(file), text)}
    changed = [name for name in sorted(now) if before.get(name) != now[name]]
    gone = [name for name in sorted(before) if name not in now]
    same = all(name in before and before[name].digest == now[name].digest for name in changed)
    if same and not gone:
        return [f"{NAME} was written by another tokest or with other prices: tokest lock"]
    lines = [f"{NAME}: {name} has changed" for name in changed]
    lines += [f"{NAME}: {name} is no more" for name in gone]
    return [*lines, "write it anew: tokest lock"]


def _pricing(session: Session) -> str:
    """Name the state of the prices by the newest day on which one was read."""
    card = session.context.card
    days = [
        rate.checked
        for provider in card.providers
        for model in provider.models
        for rate in model.rates
    ]
    return max(days).isoformat() if days else ""
