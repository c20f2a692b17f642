"""The parts for CI, as their own tools see them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent


def test_the_action_is_what_github_takes() -> None:
    check = [str(BIN / "check-jsonschema"), "--builtin-schema", "vendor.github-actions"]
    subprocess.run([*check, str(ROOT / "action.yml")], check=True, capture_output=True)


def test_the_action_puts_no_input_into_a_script() -> None:
    steps = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["runs"]["steps"]
    scripts = [step["run"] for step in steps if "run" in step]
    assert scripts
    assert not any("${{" in script for script in scripts)


def test_the_hooks_are_what_pre_commit_takes() -> None:
    check = [str(BIN / "pre-commit"), "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")]
    subprocess.run(check, check=True, capture_output=True)


def git(*args: str, folder: Path) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *args], check=True, capture_output=True, cwd=folder)  # noqa: S607  # the git that is here


@pytest.mark.parametrize(("text", "status"), [("Be brief.", 0), ("Use AKIAQ3EGRWZ5TLHNVKMB.", 1)])
def test_pre_commit_runs_the_hooks(tmp_path: Path, text: str, status: int) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    for hook in hooks:  # the same hooks, run by the tokest that is tested
        hook["language"] = "system"
        hook["entry"] = f"{sys.executable} -m {hook['entry']}"
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    git("init", "-q", folder=tmp_path)
    (tmp_path / "prompts").mkdir()
    (tmp_path / "prompts" / "a.md").write_text(text, "utf-8")
    (tmp_path / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), "utf-8")
    subprocess.run([sys.executable, "-m", "tokest", "lock"], cwd=tmp_path, check=True)
    git("add", "-A", folder=tmp_path)
    call = [str(BIN / "pre-commit"), "run", "--all-files", "--color", "never"]
    done = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout
    (lock,) = [line for line in done.stdout.splitlines() if line.startswith("tokest lock")]
    assert lock.endswith("Passed")
    assert ("TK006" in done.stdout) == bool(status)
