"""Break the kernels and the prices in small ways, and see whether a test notices each.

    python tools/mutation.py

Runs mutmut as `[tool.mutmut]` of pyproject.toml says, and prints the mutants of each module by what
became of them. `mutmut results` lists what survived, and `mutmut show NAME` shows it; to begin
anew, delete the folder `mutants`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
MUTANTS: Final = ROOT / "mutants"

AT_IMPORT: Final = ("tokest.units.x__unit__", "tokest.units.x__tokens__")
"""Functions that run while modules are imported, before mutmut chooses a mutant: these have a
process each."""

IMPORTED: Final = (
    "tests/test_units.py",
    "tests/rates/test_every_unit.py",
    "tests/rates/test_lines.py",
)


def main() -> int:
    """Run, and print the table; 2 where mutmut itself fails."""
    given = _arguments()
    run = [sys.executable, "-m", "mutmut", "run", "--max-children", str(given.processes)]
    if (
        not given.report
        and subprocess.run([*run, *given.mutants], cwd=ROOT, check=False).returncode
    ):
        return 2
    found = _states()
    _print(found)
    return 0


def _states() -> dict[str, dict[str, str]]:
    """Give what became of the mutants of each module."""
    from mutmut.stats import status_by_exit_code  # noqa: PLC0415  # an extra

    found = {}
    for file in sorted(MUTANTS.glob("src/**/*.meta")):
        codes = json.loads(file.read_text("utf-8"))["exit_code_by_key"]
        states = {mutant: status_by_exit_code[code] for mutant, code in codes.items()}
        for mutant in states:
            if mutant.startswith(AT_IMPORT):
                states[mutant] = _alone(mutant)
        if states:
            module = file.relative_to(MUTANTS / "src" / "tokest").as_posix()
            found[module.removesuffix(".py.meta")] = states
    return found


def _alone(mutant: str) -> str:
    """Test a mutant in a process of its own."""
    known = {"MUTANT_UNDER_TEST": mutant, "PYTHONPATH": str(MUTANTS / "src")}
    test = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *IMPORTED]
    done = subprocess.run(
        test, cwd=MUTANTS, env=os.environ | known, check=False, capture_output=True
    )
    return "killed" if done.returncode else "survived"


def _print(found: dict[str, dict[str, str]]) -> None:
    """Print one line a module, and their sum."""
    counts = {module: Counter(states.values()) for module, states in found.items()}
    whole = sum(counts.values(), Counter[str]())
    names = sorted(whole, key=lambda name: (name != "killed", name != "survived", name))
    print("| module | mutants |", " | ".join(names), "|")
    print("| --- |", "---: | " * (1 + len(names)))
    for module, count in [*counts.items(), ("together", whole)]:
        cells = [count.total(), *(count[name] for name in names)]
        print(f"| {module} |", " | ".join(f"{cell:,}" for cell in cells), "|")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mutants", nargs="*", help="only these, such as 'tokest.kernels.quota*'")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--report", action="store_true", help="print what is known, run nothing")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
