"""Pages whose blocks run: every command and every line of Python, with what they print below.

A ``console`` block holds commands after ``$ `` (and further lines after ``> ``), a ``python``
block examples after ``>>> ``. The blocks of a page run one after the other in one folder that has
a copy of ``examples``, as a reader would type them. Other blocks (``sh``, ``yaml``) do not run, and
``python`` without ``>>> `` is for a cluster: `scripts` gives it, to be held against what there is.
"""

from __future__ import annotations

import doctest
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


PROMPT = """
import contextlib, io, json, sys

names = {}
for line in sys.stdin:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(json.loads(line), "page", "single"), names)
    print(json.dumps(said.getvalue()), flush=True)
"""
"""A fresh interpreter that takes one example a line, and gives back what it prints."""


class Page:
    """A page that runs in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.interpreter: subprocess.Popen[str] | None = None
        shutil.copytree(
            ROOT / "examples", folder / "examples", ignore=shutil.ignore_patterns("notebooks")
        )

    def run(self, text: str) -> str:
        """Write under every command and example what it prints."""
        try:
            return BLOCK.sub(lambda found: self._block(found[1], found[2]), text)
        finally:
            if self.interpreter is not None:
                self.interpreter.communicate()

    def _block(self, language: str, body: str) -> str:
        made = self._console(body) if language == "console" else self._python(body)
        return f"```{language}\n{made}```"

    def _console(self, body: str) -> str:
        return "".join(f"{written}{self._command(command)}" for written, command in commands(body))

    def _command(self, command: str) -> str:
        programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "-c", command],  # noqa: S607  # as a reader has it
            cwd=self.folder,
            env={**os.environ, "PATH": programs, "PYTHONUTF8": "1", "TZ": "UTC", "COLUMNS": "100"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        return tidy(done.stdout)

    def _python(self, body: str) -> str:
        return "".join(
            self._example(part) if isinstance(part, doctest.Example) else part
            for part in doctest.DocTestParser().parse(body)
        )

    def _example(self, example: doctest.Example) -> str:
        first, *more = example.source.splitlines()
        written = "\n".join([f">>> {first}", *(f"... {line}".rstrip() for line in more)])
        return f"{written}\n{tidy(self._ask(example.source))}"

    def _ask(self, source: str) -> str:
        if self.interpreter is None:
            self.interpreter = subprocess.Popen(
                [sys.executable, "-c", PROMPT],
                cwd=self.folder,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        asked, told = self.interpreter.stdin, self.interpreter.stdout
        assert asked is not None
        assert told is not None
        asked.write(f"{json.dumps(source)}\n")
        asked.flush()
        said = told.readline()
        assert said, f"failed: {source}"  # pytest shows why, as it came on stderr
        return str(json.loads(said))


def commands(body: str) -> Iterator[tuple[str, str]]:
    """Give the commands of a console block: as they are written, and as a shell takes them.

    >>> list(commands("$ echo a\\na\\n$ cat <<E\\n> b\\n> E\\nb\\n"))
    [('$ echo a\\n', 'echo a\\n'), ('$ cat <<E\\n> b\\n> E\\n', 'cat <<E\\nb\\nE\\n')]
    """
    for found in re.finditer(r"^\$ .*\n(?:> .*\n|>\n)*", body, re.MULTILINE):
        written = found[0]
        yield written, re.sub(r"^[$>] ?", "", written, flags=re.MULTILINE)


def scripts(text: str) -> list[str]:
    """Give the blocks of Python that need a cluster to run.

    >>> scripts("```python\\n>>> 1\\n```\\n```python\\nimport ray\\n```\\n")
    ['import ray\\n']
    """
    blocks = (body for language, body in BLOCK.findall(text) if language == "python")
    return [body for body in blocks if not body.startswith(">>> ")]


def tidy(text: str) -> str:
    """Leave out blanks at the ends of lines, and end with a line break.

    >>> tidy("a  \\nb")
    'a\\nb\\n'
    """
    lines = [line.rstrip() for line in text.splitlines()]
    return "".join(f"{line}\n" for line in lines)
