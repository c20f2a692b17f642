from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tokest.cli.main import run
from tokest.linter.report import formats

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[3]
KEY = "AKIAQ3EGRWZ5TLHNVKMB"


@pytest.fixture(autouse=True)
def _in_a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "prompts").mkdir()
    monkeypatch.chdir(tmp_path)


def write(name: str, text: str | bytes) -> Path:
    file = Path(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def findings(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, list[dict[str, Any]]]:
    status = run(["lint", *args, "--format", "json"])
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["findings"]
    return status, found


def test_our_own_example_prompts_are_clean_of_errors() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tokest", "lint", "examples/prompts", "--no-cache",
         "--fail-on", "warning"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("args", "status"),
    [
        ((), 1),
        (("--fail-on", "never"), 0),
        (("--exit-zero",), 0),
        (("--ignore", "TK006"), 0),
        (("--select", "TK5"), 0),
        (("--select", "tk006"), 1),
        (("--per-file-ignores", "prompts/*:TK0"), 0),
    ],
)
def test_the_status_says_whether_something_counts(args: tuple[str, ...], status: int) -> None:
    write("prompts/a.md", KEY)
    assert run(["lint", *args]) == status


def test_a_milder_finding_fails_only_if_asked_to() -> None:
    write("prompts/a.md", "= = = = = = = = = = = = = = = =\nSection\n" * 8)
    assert run(["lint"]) == 0
    assert run(["lint", "--fail-on", "info"]) == 1


@pytest.mark.parametrize(
    "args",
    [
        ("nowhere",), ("*.nothing",), ("--select", "TK9"), ("--per-file-ignores", "x"),
        ("--output", "text"), ("--output", "sarf:x"), ("--base", "no-such-rev"), ("--baseline",),
        ("--config", "nowhere.toml"), ("--config", "modles=['a']"), ("--model", "no-such"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_told_from_findings(args: tuple[str, ...]) -> None:
    write("prompts/a.md", "word " * 4000)
    assert run(["lint", *args]) == 2


def test_text_from_standard_input_has_a_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import io  # noqa: PLC0415  # to stand in for the stream

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(KEY.encode())))
    status, (found,) = findings(capsys, "-", "--stdin-filename", "x/y.md")
    assert (status, found["path"]) == (1, "x/y.md")


def test_one_run_writes_several_reports() -> None:
    write("prompts/a.md", KEY)
    wanted = [f"{form}:out.{form}" for form in formats()]
    assert run(["lint", *(part for one in wanted for part in ("-o", one))]) == 1
    assert all(Path(f"out.{form}").stat().st_size for form in formats())


def test_the_text_looks_as_it_did(
    capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    write("prompts/a.md", f"---\nmodel: qwen-max\n---\nUse the key {KEY}.\n")
    write("prompts/b.j2", "Today is {{ now }}.\n" + "Answer briefly and kindly. " * 300)
    write("prompts/c.json", '{"system": "word\\u200b' * 1 + "word\u200b" * 30 + '"}')
    run(["lint", "--show-fixes"])
    golden("lint/run.full", capsys.readouterr().out)
    run(["lint", "--statistics"])
    golden("lint/run.statistics", capsys.readouterr().out)


def test_quiet_says_findings_alone(capsys: pytest.CaptureFixture[str]) -> None:
    write("prompts/a.md", "Be brief.")
    assert run(["lint", "-q"]) == 0
    assert capsys.readouterr().out == ""
    write("prompts/a.md", KEY)
    assert run(["lint", "-q", "--format", "concise"]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert "TK006" in line


def test_silent_writes_its_reports_and_the_status_alone(capsys: pytest.CaptureFixture[str]) -> None:
    write("prompts/a.md", KEY)
    assert run(["lint", "-s", "-v", "-o", "concise:-", "-o", "concise:out.txt"]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "")
    assert "TK006" in Path("out.txt").read_text("utf-8")


def test_verbose_says_how_on_the_side(capsys: pytest.CaptureFixture[str]) -> None:
    write("prompts/a.md", "Be brief.")
    assert run(["lint", "-v", "--format", "json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["findings"] == []
    assert "tokest: settings: none found" in said.err


def test_colours_are_for_standard_output_alone(capsys: pytest.CaptureFixture[str]) -> None:
    write("prompts/a.md", KEY)
    assert run(["lint", "--color", "always", "-o", "full:-", "-o", "full:out.txt"]) == 1
    assert "\x1b[1;31mTK006" in capsys.readouterr().out
    assert "\x1b" not in Path("out.txt").read_text("utf-8")
    assert run(["lint", "--color", "always", "--format", "json"]) == 1
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("args", "config", "status"),
    [
        (("--exact",), "", 2),
        ((), "method = 'exact'", 2),
        (("--estimate-ok",), "method = 'exact'", 0),
        ((), "", 0),
        (("--exact", "--method", "table"), "", 2),
        (("--exact", "--model", "qwen-max"), "", 0),
    ],
)
def test_an_exact_tokenizer_may_be_asked_for(
    args: tuple[str, ...], config: str, status: int
) -> None:
    write("tokest.toml", f"{config}\nbudgets = [{{paths = ['prompts/*'], max-tokens = 900}}]")
    write("prompts/a.md", "word " * 500)
    model = () if "--model" in args else ("--model", "claude-opus-4-5")
    assert run(["lint", *model, *args]) == status


def test_a_gate_before_nothing_is_not_open(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lint"]) == 2
    assert "no prompt file was found" in capsys.readouterr().out
    assert run(["lint", "--exit-zero"]) == 0
    write("prompts/a.md", "Be brief.")
    write("tokest.toml", "extend-exclude = ['prompts']")
    assert run(["lint", "--force-exclude", "prompts/a.md"]) == 0  # as pre-commit calls it


def test_a_budget_in_the_nearest_configuration_holds(capsys: pytest.CaptureFixture[str]) -> None:
    write("pyproject.toml", "[tool.tokest]\nbudgets = [{paths = ['prompts/*'], max-tokens = 2}]")
    write("prompts/a.md", "one two three four")
    status, (found,) = findings(capsys)
    assert (status, found["code"]) == (1, "TK101")
    write("tokest.toml", "")
    assert run(["lint"]) == 0


CONFIG = """\
# Ours.
[[budgets]]  # for all
paths = ["prompts/*"]
max-tokens = 2_500   # lower me
"""


def test_a_stale_budget_is_lowered_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    file = write("tokest.toml", CONFIG)
    write("prompts/a.md", "one two three")
    status, (found,) = findings(capsys, "--extend-select", "TK106")
    assert (status, found["path"], found["row"], found["column"]) == (0, "tokest.toml", 4, 14)
    assert run(["lint", "--extend-select", "TK106", "--fix", "--diff"]) == 1
    assert "-max-tokens = 2_500   # lower me\n+max-tokens = 50 " in capsys.readouterr().out
    assert file.read_text("utf-8") == CONFIG
    for _ in range(2):
        assert findings(capsys, "--extend-select", "TK106", "--fix") == (0, [])
        assert file.read_text("utf-8") == CONFIG.replace("2_500", "50")


def test_a_budget_of_another_file_is_reported_and_left(capsys: pytest.CaptureFixture[str]) -> None:
    write("base.toml", CONFIG)
    write("tokest.toml", "extend = 'base.toml'")
    write("prompts/a.md", "one two three")
    status, (found,) = findings(capsys, "--extend-select", "TK106", "--fix")
    assert (status, found["path"], found["fix"]) == (0, "prompts/a.md", None)
    assert Path("base.toml").read_text("utf-8") == CONFIG


def test_a_configuration_above_is_found_and_paths_are_from_there(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write("tokest.toml", "budgets = [{paths = ['prompts/*'], max-tokens = 2}]")
    write("prompts/a.md", "one two three four")
    monkeypatch.chdir("prompts")
    status, (found,) = findings(capsys)
    assert (status, found["path"]) == (1, "prompts/a.md")
    run(["lint", "--format", "concise"])
    assert capsys.readouterr().out.startswith("a.md:1:1: TK101")


def test_a_configuration_from_elsewhere_may_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    write("ci/lint.toml", "extend = 'base.toml'\nselect = ['TK0']")
    write("ci/base.toml", "ignore = ['TK006']")
    write("prompts/a.md", KEY)
    assert run(["lint", "--config", "ci/lint.toml"]) == 0
    assert run(["lint", "--config", "ci/lint.toml", "--config", "ignore=['TK001']"]) == 1
    run(["lint", "--config", "ci/lint.toml", "--show-settings"])
    assert "select: ('TK0',)" in capsys.readouterr().out


def test_a_configuration_that_extends_itself_is_refused() -> None:
    write("tokest.toml", "extend = 'tokest.toml'")
    assert run(["lint"]) == 2


def test_init_writes_budgets_that_hold(capsys: pytest.CaptureFixture[str]) -> None:
    write("prompts/a.md", "word " * 400)
    write("prompts/x/b.j2", "word " * 40)
    assert run(["lint", "--init"]) == 0
    data = tomllib.loads(Path("tokest.toml").read_text("utf-8"))
    assert data["budgets"] == [
        {"paths": ["prompts/*.md"], "max-tokens": 450},
        {"paths": ["prompts/x/*.j2"], "max-tokens": 50},
    ]
    assert run(["lint", "--fail-on", "warning"]) == 0
    assert run(["lint", "--init"]) == 2
    assert "2 budgets" in capsys.readouterr().out


def test_a_baseline_takes_what_was_there_and_refuses_more(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write("tokest.toml", "budgets = [{paths = ['prompts/*'], max-tokens = 5}]")
    file = write("prompts/a.md", "one two three four five six seven")
    assert run(["lint"]) == 1
    assert run(["lint", "--update-baseline"]) == 0
    capsys.readouterr()
    status, (found,) = findings(capsys, "--baseline")
    assert (status, found["known"], found["level"]) == (0, True, "warning")
    file.rename("prompts/b.md")
    assert run(["lint", "--baseline"]) == 0
    write("prompts/b.md", "one two three four five six seven eight")
    assert run(["lint", "--baseline"]) == 1


def test_fixes_are_written_shown_or_left(capsys: pytest.CaptureFixture[str]) -> None:
    text = "word\u200b" * 40
    file = write("prompts/a.md", text)
    file.chmod(0o640)
    assert run(["lint", "--fix", "--diff"]) == 1
    assert "-word\u200bword" in capsys.readouterr().out.replace("\\u200b", "\u200b")
    assert file.read_text("utf-8") == text
    assert run(["lint", "--fix"]) == 0
    assert file.read_text("utf-8") == "word" * 40
    assert file.stat().st_mode & 0o777 == 0o640
    assert "1 fixed" in capsys.readouterr().out


def test_one_bad_file_does_not_hide_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    write("prompts/binary.md", b"\x00\x01")
    write("prompts/latin.md", b"caf\xe9")
    write("prompts/broken.json", "{")
    write("prompts/broken.py", "PROMPT = (")
    write("prompts/z.md", KEY)
    Path("prompts/gone.md").symlink_to("nowhere")
    Path("prompts/loop").symlink_to(".", target_is_directory=True)
    os.mkfifo("prompts/pipe.md")
    status, found = findings(capsys)
    assert status == 1
    assert [(one["path"], one["code"]) for one in found] == [
        ("prompts/binary.md", "TK001"), ("prompts/broken.json", "TK001"),
        ("prompts/broken.py", "TK001"), ("prompts/gone.md", "TK001"),
        ("prompts/latin.md", "TK001"), ("prompts/pipe.md", "TK001"), ("prompts/z.md", "TK006"),
    ]  # fmt: skip


@pytest.mark.parametrize("form", formats())
def test_a_hostile_file_name_stays_a_name(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    name = "prompts/a\n::error::\x1b[31m<b>|\udce9.md"
    write(name, KEY)
    assert run(["lint", "--format", form]) == 1
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert not any(line.startswith("::error::") for line in out.splitlines())


def test_a_very_large_file_is_no_prompt(capsys: pytest.CaptureFixture[str]) -> None:
    with Path("prompts/large.md").open("wb") as file:
        file.truncate(200 << 20)
    status, (found,) = findings(capsys)
    assert (status, found["code"]) == (1, "TK001")
    assert "209,715,200 bytes" in found["message"]


def test_the_files_and_the_reason_for_them_can_be_seen(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("prompts/a.md", "README.md", "x/SKILL.md", "node_modules/p/prompts/a.md"):
        write(name, "Hi")
    write("batch.jsonl", '{"custom_id": "a", "body": {"messages": []}}')
    write("data.jsonl", '{"a": 1}')
    run(["lint", "--show-files"])
    assert capsys.readouterr().out.split() == ["batch.jsonl", "prompts/a.md", "x/SKILL.md"]
    run(["lint", "--show-files", "README.md"])
    assert capsys.readouterr().out.split() == ["README.md"]


def test_a_group_is_whole_though_one_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    write("tokest.toml", "budgets = [{paths = ['*.md'], total-max-tokens = 3}]")
    write("a.md", "one two")
    write("b.md", "three four")
    status, (found,) = findings(capsys, "a.md")
    assert (status, found["code"]) == (1, "TK105")


def test_the_cache_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    write("prompts/a.md", KEY)
    write("prompts/b.md", "word\u200b" * 40)
    first = findings(capsys)
    assert len(list(Path(".tokest_cache").glob("lint-*.json"))) == 1
    assert findings(capsys) == first == findings(capsys, "--no-cache")
    write("prompts/a.md", "Be brief.")
    assert [one["path"] for one in findings(capsys)[1]] == ["prompts/b.md"]
    for file in Path(".tokest_cache").glob("lint-*.json"):
        file.write_text("{damaged", "utf-8")
    assert [one["path"] for one in findings(capsys)[1]] == ["prompts/b.md"]
