"""The commands that the fuzzer runs over a folder with one damaged file."""

from __future__ import annotations

import io
import unicodedata
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import BytesIO, TextIOWrapper
from typing import TYPE_CHECKING, Final

import fuzz_starts as starts
from fuzz_readers import Target
from tokest.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


STATUSES: Final = (0, 1, 2)
MARK: Final = "<script>alert(1)</script>"
"""Put into files by the damage; in a page it must stand as text."""

HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class LeakError(Exception):
    """Something came out that steers a terminal or a page."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command over the damaged file `name`, in a folder that holds `beside`, too."""

    folder: Path
    name: str
    args: Sequence[str]
    beside: Mapping[str, bytes] = field(default_factory=dict)

    def __call__(self, raw: bytes) -> None:
        """Write the files, run the command, and look at what comes out."""
        for name, content in {**self.beside, self.name: raw}.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        out = TextIOWrapper(BytesIO(), "utf-8", errors="backslashreplace", newline="")
        complaints = io.StringIO()
        try:
            with redirect_stdout(out), redirect_stderr(complaints):
                status = run([arg.replace("@", str(self.folder)) for arg in self.args])
        finally:
            for name in (*self.beside, self.name):
                (self.folder / name).unlink()
        if status not in STATUSES:
            raise LeakError(f"left with {status}")
        out.flush()
        self._check(out.buffer.getvalue().decode(), complaints.getvalue())

    def _check(self, text: str, complaints: str) -> None:
        page = "html" in self.args
        if page and MARK in text:
            raise LeakError(f"the page holds {MARK}")
        for char in (complaints if page else text + complaints).replace("\n", ""):
            if unicodedata.category(char) in HIDDEN:
                raise LeakError(f"{char!a} reached the terminal")


def commands(folder: Path) -> dict[str, Target]:
    """Give commands that read a file, by name; they work in `folder`."""
    return {**_pricing(folder), **_prompts(folder), **_using(folder)}


def _pricing(folder: Path) -> dict[str, Target]:
    overlay = starts.files("examples/contract.yaml")
    day = ("--at", "2026-11-20")
    lists = {
        f"price list of {name}": Target(
            [raw], Command(folder, "list", ("rates", "audit", "--peer", f"{name}=@/list", *day))
        )
        for name, raw in starts.lists().items()
    }
    quick = ("--draws", "100", "--format")
    plans = starts.files("examples/plans/nightly*.yaml")
    return {
        **lists,
        "tokest rates check": Target(
            overlay, Command(folder, "own.yaml", ("rates", "check", "@/own.yaml"))
        ),
        "tokest plan": Target(
            plans, Command(folder, "p.yaml", ("plan", "forecast", "@/p.yaml", *quick, "text"))
        ),
        "tokest plan --format html": Target(
            plans, Command(folder, "p.yaml", ("plan", "forecast", "@/p.yaml", *quick, "html"))
        ),
    }


def _prompts(folder: Path) -> dict[str, Target]:
    prompt = {"prompts/a.md": starts.TEMPLATE}
    lint = ("lint", "--no-cache", "--exit-zero", "@")
    sets = {
        f"tokest scan .{end}": Target(
            given,
            Command(
                folder,
                f"a.{end}",
                ("scan", f"@/a.{end}", "--processes", "1")
                + (() if end == "txt" else ("--column", "text")),
            ),
        )
        for end, given in starts.data_sets().items()
    }
    vocab = ("count", "--encoding", "kimi_k2", "--vocab", "kimi_k2=@/v", "@/prompts/a.md")
    return {
        **sets,
        "tokest estimate": Target(
            starts.requests(), Command(folder, "r.json", ("estimate", "--explain", "@/r.json"))
        ),
        "tokest estimate --format html": Target(
            starts.requests(), Command(folder, "r", ("estimate", "--format", "html", "@/r"))
        ),
        "tokest batch": Target(
            starts.batch_lines(), Command(folder, "b.jsonl", ("batch", "@/b.jsonl"))
        ),
        "tokest count --vocab": Target(starts.vocabularies(), Command(folder, "v", vocab, prompt)),
        "tokest lint": Target([starts.TEMPLATE], Command(folder, "prompts/a.md", lint)),
        "tokest lint --format html": Target(
            [starts.TEMPLATE], Command(folder, "prompts/a.md", (*lint, "--format", "html"))
        ),
        "tokest lint with tokest.toml": Target(
            [starts.TOML], Command(folder, "tokest.toml", lint, prompt)
        ),
        "tokest lint with tokest.lock": Target(
            [starts.LOCK],
            Command(folder, "tokest.lock", (*lint, "--base", "@/tokest.lock"), prompt),
        ),
        "tokest lint with .gitignore": Target(
            [starts.IGNORED], Command(folder, ".gitignore", lint, prompt)
        ),
    }


def _using(folder: Path) -> dict[str, Target]:
    everything = (*starts.bills(), *starts.logs())
    log = {"log.jsonl": starts.logs()[0]}
    bill = ("reconcile", "@/log.jsonl", "--bill", "@/bill.csv")
    corrected = ("estimate", "@/prompts/a.md", "--model", "qwen-max", "--calibration", "@/c.yaml")
    return {
        "tokest usage": Target(everything, Command(folder, "bill.csv", ("usage", "@/bill.csv"))),
        "tokest usage --format html": Target(
            everything, Command(folder, "bill.csv", ("usage", "@/bill.csv", "--format", "html"))
        ),
        "tokest usage whatif": Target(
            starts.logs(), Command(folder, "l", ("usage", "whatif", "@/l", "--model", "gpt-5.5"))
        ),
        "tokest reconcile": Target(starts.bills(), Command(folder, "bill.csv", bill, log)),
        "tokest plan from-usage": Target(
            starts.logs(), Command(folder, "l", ("plan", "from-usage", "@/l"))
        ),
        "tokest plan watch": Target(
            (*starts.days(), *everything), Command(folder, "days", ("plan", "watch", "@/days"))
        ),
        "tokest quota": Target(
            (*starts.days(), *everything),
            Command(folder, "days", ("quota", "qwen-m*", "--usage", "@/days")),
        ),
        "tokest calibrate": Target(
            (*starts.pairs(), *starts.logs()), Command(folder, "pairs", ("calibrate", "@/pairs"))
        ),
        "tokest estimate --calibration": Target(
            [starts.CALIBRATION],
            Command(folder, "c.yaml", corrected, {"prompts/a.md": starts.TEMPLATE}),
        ),
    }
