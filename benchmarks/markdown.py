"""RESULTS.md: tables, the circumstances of a run, and sections that are replaced one by one."""

from __future__ import annotations

import os
import platform
import re
import shlex
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tokest import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CPU_FILE: Final = Path("/proc/cpuinfo")
HEADING: Final = "# Results\n\nWritten by the scripts beside this file; README.md says how.\n"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table; all columns but the first are numbers.

    >>> print(table(["kind", "error"], [["code", "1.5"]]))
    | kind | error |
    | --- | ---: |
    | code | 1.5 |
    """
    rules = ["---", *("---:" for _ in header[1:])]
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, rules, *rows))


def replace_section(path: Path, name: str, body: str) -> None:
    """Put `body` between the two marker comments of `name`, and leave the rest as it is."""
    begin, end = (f"<!-- {name}: {edge} -->" for edge in ("begin", "end"))
    old = path.read_text("utf-8") if path.exists() else HEADING
    section = f"{begin}\n{body.strip()}\n{end}\n"
    before, found, rest = old.partition(begin)
    after = rest.partition(end)[2].lstrip("\n") if found else ""
    parts = (before.rstrip("\n"), section.rstrip("\n"), after.rstrip("\n"))
    path.write_text("\n\n".join(filter(None, parts)) + "\n", "utf-8")


def circumstances(packages: Sequence[str]) -> str:
    """List what a number depends on: date, revision, command, machine and versions."""
    versions = [f"Python {platform.python_version()}", f"tokest {__version__}"]
    versions += [f"{name} {found}" for name in packages if (found := _version(name))]
    now = datetime.now(tz=UTC)
    facts = {
        "Date": f"{now:%Y-%m-%d %H:%M} UTC",
        "Revision": _revision(),
        "Command": f"`{_command()}`",
        "Machine": f"{_processor()}, {os.cpu_count()} cores, {platform.system()}{_load()}",
        "Versions": ", ".join(versions),
    }
    return "\n".join(f"- {name}: {fact}" for name, fact in facts.items())


def _command() -> str:
    """Repeat the command line with bare file names, which hold on any machine."""
    words = [re.sub(r"[^=\s]*/", "", word) for word in sys.argv[1:]]
    return shlex.join(["python", f"benchmarks/{Path(sys.argv[0]).name}", *words])


def _load() -> str:
    if not hasattr(os, "getloadavg"):
        return ""
    return f", load average {os.getloadavg()[0]:.1f} at the end"


def _processor() -> str:
    if CPU_FILE.exists():
        found = re.search(r"^model name\s*: (.+)$", CPU_FILE.read_text("utf-8"), re.MULTILINE)
        if found:
            return found[1]
    return platform.processor() or platform.machine()


def _revision() -> str:
    git = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    done = subprocess.run(
        git, cwd=Path(__file__).parent, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
