from __future__ import annotations

from pathlib import Path

import pytest

from tokest.cli.linting.calling import lint
from tokest.errors import FileFormatError, UnknownModelError


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("prompts").mkdir()
    Path("prompts/a.md").write_text("one two three four five six", "utf-8")
    budget = '[[budgets]]\npaths = ["prompts/*"]\nmax-tokens = 5\n'
    Path("tokest.toml").write_text(budget, "utf-8")


def test_findings_come_as_values() -> None:
    found = lint()
    assert [(one.path, one.code) for one in found.findings] == [("prompts/a.md", "TK101")]
    assert found.files == 1
    assert found.to_dicts()[0]["rule"] == "TK101"
    assert "TK101" in found.to_markdown()


def test_another_configuration_may_be_named() -> None:
    Path("loose.toml").write_text("", "utf-8")
    assert lint(config="loose.toml").findings == ()
    Path("bad.toml").write_text("modls = []", "utf-8")
    with pytest.raises(FileFormatError, match="models"):
        lint(config="bad.toml")


def test_a_model_that_nothing_is_known_of_is_refused() -> None:
    with pytest.raises(UnknownModelError, match="qwen-turbo"):
        lint(models=["qwen-trubo"])
