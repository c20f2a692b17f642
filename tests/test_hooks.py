"""The parts for CI, as their own tools see them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent


def test_the_action_is_what_github_takes() -> None:
    check = [str(BIN / "check-jsonschema"), "--builtin-schema", "vendor.github-actions"]
    subprocess.run([*check, str(ROOT / "action.yml")], check=True, capture_output=True)


PAGES = ("README.md", "docs/lint.md", "docs/how-to/ci.md")
BLOCK = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(of: str) -> list[Any]:
    """Read the blocks of YAML in the documentation that have a word in them."""
    texts = [text for page in PAGES for text in BLOCK.findall((ROOT / page).read_text("utf-8"))]
    return [yaml.safe_load(text) for text in texts if of in text]


def actionlint(block: Any, folder: Path) -> subprocess.CompletedProcess[str]:
    """Check steps, as they would stand in a workflow of this repository."""
    job = {"steps": block} if isinstance(block, list) else block
    job = {"runs-on": "ubuntu-latest"} | job
    text = yaml.safe_dump({"on": "pull_request", "jobs": {"prompts": job}}, sort_keys=False)
    place = folder / ".github" / "workflows"
    place.mkdir(parents=True)
    (folder / "action.yml").write_bytes((ROOT / "action.yml").read_bytes())
    (place / "a.yml").write_text(re.sub(r"<this repository>@v[\d.]+", "./", text), "utf-8")
    git("init", "-q", folder=folder)
    call = [str(BIN / "actionlint"), "-no-color", "-shellcheck="]
    return subprocess.run(call, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("block", blocks("uses:"), ids=str)
def test_the_workflows_of_the_documentation_are_what_github_takes(
    block: Any, tmp_path: Path
) -> None:
    done = actionlint(block, tmp_path)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ({"uses": "./", "with": {"comment": "true", "bsae": "main"}}, '"bsae" is not defined'),
        ({"run": "echo ${{ steps.t.outputs.total }}"}, '"total" is not defined'),
    ],
)
def test_inputs_and_outputs_that_the_action_lacks_are_refused(
    step: dict[str, Any], said: str, tmp_path: Path
) -> None:
    outputs = ("sarif", "status", "total-tokens", "cost-delta", "cost-currency")
    used = " ".join(f"${{{{ steps.t.outputs.{name} }}}}" for name in outputs)
    good = [{"id": "t", "uses": "./"}, {"run": f"echo {used}"}]
    (tmp_path / "good").mkdir()
    assert actionlint(good, tmp_path / "good").returncode == 0
    (tmp_path / "bad").mkdir()
    assert said in actionlint([*good, step], tmp_path / "bad").stdout


@pytest.mark.parametrize("block", blocks("reports:"), ids=str)
def test_the_jobs_of_the_documentation_are_what_gitlab_takes(block: Any, tmp_path: Path) -> None:
    file = tmp_path / "gitlab-ci.yml"
    file.write_text(yaml.safe_dump(block), "utf-8")
    check = [str(BIN / "check-jsonschema"), "--builtin-schema", "vendor.gitlab-ci", str(file)]
    subprocess.run(check, check=True, capture_output=True)


def test_the_documentation_shows_github_and_gitlab() -> None:
    assert len(blocks("uses:")) >= 3
    assert blocks("reports:")


def run_lint_step(folder: Path, base: str) -> dict[str, str]:
    """Run the script of the action's own step, and give its outputs."""
    steps = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["runs"]["steps"]
    (script,) = [one["run"] for one in steps if one.get("id") == "lint"]
    temp = folder / "temp"
    (temp / "tokest" / "bin").mkdir(parents=True, exist_ok=True)
    for name, call in (("tokest", "-m tokest"), ("python", "")):  # those that are tested
        file = temp / "tokest" / "bin" / name
        file.write_text(f'#!/bin/sh\nexec "{sys.executable}" {call} "$@"\n', "utf-8")
        file.chmod(0o755)
    outputs = temp / "outputs"
    environment = {
        "RUNNER_TEMP": str(temp), "GITHUB_OUTPUT": str(outputs),
        "GITHUB_STEP_SUMMARY": str(temp / "summary"), "PATHS": ".", "ARGS": "--no-cache\n",
        "BASE": base, "FAIL_ON": "error", "SARIF": str(temp / "tokest.sarif"),
    }  # fmt: skip
    outputs.unlink(missing_ok=True)
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]  # as GitHub calls it
    subprocess.run(shell, cwd=folder / "work", env=os.environ | environment, check=True)
    return dict(line.split("=", 1) for line in outputs.read_text("utf-8").splitlines())


def test_the_action_says_what_a_change_adds(tmp_path: Path) -> None:
    work = tmp_path / "work"
    (work / "prompts").mkdir(parents=True)
    git("init", "-q", folder=work)
    (work / "tokest.toml").write_text("models = ['qwen-max']\nrequests-per-month = 1000000")
    (work / "prompts" / "a.md").write_text("one two")
    git("add", "-A", folder=work)
    git("commit", "-qm", "base", folder=work)
    assert run_lint_step(tmp_path, "") == {
        "status": "0", "total-tokens": "2", "cost-delta": "0", "cost-currency": "",
    }  # fmt: skip
    (work / "prompts" / "a.md").write_text("one two three. Use AKIAQ3EGRWZ5TLHNVKMB.")
    found = run_lint_step(tmp_path, "HEAD")
    assert found["status"] == "1"
    assert int(found["total-tokens"]) > 2
    assert float(found["cost-delta"]) > 0
    assert found["cost-currency"] == "USD"
    assert "Since HEAD" in (tmp_path / "temp" / "summary").read_text("utf-8")
    assert json.loads((tmp_path / "temp" / "tokest.sarif").read_text("utf-8"))["runs"]


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
