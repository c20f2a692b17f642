from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tokest.cli.main import run

TOKEST = str(Path(sys.executable).with_name("tokest"))


@pytest.mark.parametrize("shell", ["bash", "fish", "zsh"])
def test_a_script_is_printed(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", shell]) == 0
    assert "_TOKEST_COMPLETE" in capsys.readouterr().out


def test_commands_and_options_are_completed() -> None:
    def completed(words: str, index: int) -> list[str]:
        env = {
            **os.environ,
            "COMP_WORDS": words,
            "COMP_CWORD": str(index),
            "_TOKEST_COMPLETE": "bash_complete",
        }
        done = subprocess.run([TOKEST], env=env, capture_output=True, text=True, check=True)
        return [line.partition(",")[2] for line in done.stdout.split()]

    assert completed("tokest co", 1) == ["compare", "completion", "count"]
    assert "--output-tokens" in completed("tokest compare --out", 2)
