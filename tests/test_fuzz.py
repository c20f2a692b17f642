"""A short run of the fuzzer: damaged files bring out no error but ours, and no warning."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_damaged_files_bring_out_our_errors_alone() -> None:
    fuzz = [sys.executable, "-W", "error", str(ROOT / "tools" / "fuzz.py"), "--seconds", "3"]
    done = subprocess.run(fuzz, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "rate card" in done.stdout
