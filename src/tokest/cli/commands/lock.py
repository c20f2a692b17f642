"""Write or verify tokest.lock, which keeps what each prompt takes."""

from __future__ import annotations

from pathlib import Path

import click

from tokest.cli.linting.locking import differences, lock_text, write_lock
from tokest.cli.linting.project import find_setup
from tokest.cli.linting.session import start
from tokest.cli.output import complain, emit

STALE = 1


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@click.option("--check", is_flag=True, help="Write nothing; the status is 1 if it is out of date.")
@click.option("--config", multiple=True, metavar="FILE|KEY=VALUE", help="As for lint.")
def command(paths: tuple[str, ...], config: tuple[str, ...], *, check: bool) -> int:
    """Write tokest.lock: tokens, digests and findings of each prompt, one line a prompt."""
    setup = find_setup(Path(), config)
    session = start(setup, paths, count=True)
    findings = session.findings()
    if not check:
        file = write_lock(session, findings)
        many = len(session.project().summaries)
        emit(f"{many:,} prompt{'' if many == 1 else 's'} in {file}\n")
        return 0
    found = differences(session, lock_text(session, findings))
    for line in found:
        complain(line)
    return STALE if found else 0
