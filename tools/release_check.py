"""Check a release: the same bytes twice, every Python, start-up, weight, licences, known holes.

    python tools/release_check.py

Builds wheel and source distribution twice and compares them, installs the wheel into an empty
environment of every Python that is found, runs it there, and writes what it depends on (CycloneDX)
to `dist/sbom.json`. Leaves with 1 if a check fails. What needs the network and has none is said.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[1]
DIST: Final = ROOT / "dist"
PYTHONS: Final = ("3.11", "3.12", "3.13")
MOST_WHEEL: Final = 8_000_000
MOST_IMPORT: Final = 0.015
"""Seconds that `import tokest` may take above a bare interpreter."""

LICENCES: Final = ("Apache", "BSD", "MIT", "PSF", "Python Software Foundation", "CNRI", "ISC")
"""Words of licences that ask for no more than their notice."""

STARTS: Final = 20
SAMPLE: Final = "import tokest; print(tokest.count('Hello World', model='qwen-max'))"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found; `fine` is ``None`` where it could not be made here."""

    what: str
    fine: bool | None
    said: str


def main() -> int:
    """Run every check and say what each found."""
    failed = False
    for one in outcomes():
        mark = {True: "ok", False: "FAILED", None: "not checked"}[one.fine]
        print(f"{mark:12} {one.what}: {one.said}", flush=True)
        failed = failed or one.fine is False
    return int(failed)


def outcomes() -> Iterator[Outcome]:
    """Make the checks, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        twice = [build(Path(folder) / name) for name in ("one", "two")]
        yield same_bytes(*twice)
        wheel = next(path for path in twice[0] if path.suffix == ".whl")
        size = wheel.stat().st_size
        yield Outcome("wheel", size <= MOST_WHEEL, f"{size:,} bytes, {MOST_WHEEL:,} at most")
        shutil.rmtree(DIST, ignore_errors=True)
        shutil.copytree(Path(folder) / "one", DIST)
        for version in PYTHONS:
            yield from on_python(version, DIST / wheel.name, Path(folder))


def build(folder: Path) -> list[Path]:
    """Build wheel and source distribution, with the day of the last commit in them."""
    day = run("git", "-C", str(ROOT), "log", "-1", "--format=%ct").strip()
    command = (sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT))
    run(*command, SOURCE_DATE_EPOCH=day)
    return sorted(folder.iterdir())


def same_bytes(one: list[Path], two: list[Path]) -> Outcome:
    """Compare two builds."""
    sums = [[(p.name, hashlib.sha256(p.read_bytes()).hexdigest()) for p in b] for b in (one, two)]
    said = ", ".join(f"{name} {digest[:12]}" for name, digest in sums[0])
    return Outcome("two builds", sums[0] == sums[1], said)


def on_python(version: str, wheel: Path, folder: Path) -> Iterator[Outcome]:
    """Install the wheel for one version of Python and use it there."""
    python = find_python(version)
    if python is None:
        yield Outcome(f"Python {version}", None, "not on this machine")
        return
    venv = folder / version
    run(python, "-m", "venv", str(venv))
    inside = str(venv / "bin" / "python")
    run(inside, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel))
    found = run(inside, "-c", SAMPLE, cwd=folder).strip()
    yield Outcome(f"Python {version}", found == "2", f"counts {found} tokens in Hello World")
    yield import_time(inside, version)
    if version == PYTHONS[0]:
        yield from dependencies(inside)


def import_time(python: str, version: str) -> Outcome:
    """Compare an import with a bare start, each the least of many, taken in turn."""
    times = [(start(python, ""), start(python, "import tokest")) for _ in range(STARTS)]
    bare, full = map(min, zip(*times, strict=True))
    said = f"{(full - bare) * 1e3:.1f} ms above a bare start, {MOST_IMPORT * 1e3:.0f} at most"
    return Outcome(f"import on {version}", full - bare <= MOST_IMPORT, said)


def start(python: str, code: str) -> float:
    """Time a start of an interpreter."""
    began = time.perf_counter()
    run(python, "-I", "-c", code)
    return time.perf_counter() - began


def dependencies(python: str) -> Iterator[Outcome]:
    """List what is installed with the wheel: licences, an SBOM, known vulnerabilities."""
    tools = Path(sys.executable).parent
    listed = json.loads(run(str(tools / "pip-licenses"), "--python", python, "--format=json"))
    known = {row["Name"]: row["License"] for row in listed if row["Name"] not in {"pip", "tokest"}}
    odd = {name: said for name, said in known.items() if not any(one in said for one in LICENCES)}
    said = ", ".join(f"{name} ({licence.splitlines()[0]})" for name, licence in known.items())
    yield Outcome("licences", not odd, said)
    sbom = DIST / "sbom.json"
    run(str(tools / "cyclonedx-py"), "environment", python, "--output-file", str(sbom))
    parts = len(json.loads(sbom.read_text("utf-8"))["components"])
    yield Outcome("SBOM", parts > len(known), f"{parts} components in {sbom.relative_to(ROOT)}")
    yield audit(tools, python)


def audit(tools: Path, python: str) -> Outcome:
    """Ask for known vulnerabilities, where the service can be reached."""
    packages = next(Path(python).parents[1].glob("lib/python*/site-packages"))
    command = [str(tools / "pip-audit"), "--path", str(packages), "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not done.stdout.startswith("{"):
        return Outcome("vulnerabilities", None, "the service cannot be reached from here")
    rows = json.loads(done.stdout)["dependencies"]
    bad = [row["name"] for row in rows if row.get("vulns") and row["name"] != "pip"]
    return Outcome("vulnerabilities", not bad, ", ".join(bad) or f"none in {len(rows)} packages")


def find_python(version: str) -> str | None:
    """Find an interpreter of this version, on the path or among those of pyenv."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    known = [shutil.which(f"python{version}"), *pyenv.glob(f"{version}.*/bin/python")]
    for program in filter(None, known):
        ask = [str(program), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        if (
            subprocess.run(ask, capture_output=True, text=True, check=False).stdout.strip()
            == version
        ):
            return str(program)
    return None


def run(*command: str, cwd: Path = ROOT, **environment: str) -> str:
    """Run a program and give what it says; stop if it fails."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
