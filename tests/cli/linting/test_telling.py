from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tokest.cli.linting.project import find_setup
from tokest.cli.linting.session import start
from tokest.cli.linting.telling import tell

if TYPE_CHECKING:
    import pytest


def test_it_is_said_what_was_read_and_how_it_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "prompts").mkdir()
    monkeypatch.chdir(tmp_path)
    Path("prompts/a.md").write_text("one two", "utf-8")
    Path("tokest.toml").write_text("models = ['qwen-max']", "utf-8")
    Path("old.lock").write_text('{"version": 1, "prompts": {}}', "utf-8")
    session = start(find_setup(Path()), (), base="old.lock", cached=False)
    settings, files, found, counted, base = tell(session)
    assert settings.endswith("tokest.toml")
    assert f"1 files below {session.setup.root}" in files
    assert found == "prompts/a.md: no findings"
    assert counted.startswith("qwen-max is counted by exact:qwen@sha256:")
    assert base == "held against old.lock: 0 prompts"
