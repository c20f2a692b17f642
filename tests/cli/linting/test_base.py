from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tokest.cli.linting.project import find_setup
from tokest.cli.linting.session import start
from tokest.errors import InputError


def git(*args: str) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *args], check=True, capture_output=True)  # noqa: S607  # the git that is here


@pytest.fixture(autouse=True)
def _in_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    git("init", "-q", "-b", "main")
    Path("sub/prompts").mkdir(parents=True)
    Path("sub/tokest.toml").write_text("", "utf-8")
    Path("sub/prompts/é \n.md").write_text("one two", "utf-8")
    Path("sub/prompts/b.md").write_text("one", "utf-8")
    git("add", "-A")
    git("commit", "-qm", "one")


def past(name: str) -> dict[str, int]:
    session = start(find_setup(Path()), (), base=name, cached=False)
    assert session.base is not None
    return {one.id: dict(one.counts)["qwen-plus"] for one in session.base.past}


def test_a_revision_is_read_from_a_folder_of_the_repository(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir("sub")
    Path("prompts/b.md").write_text("one two three", "utf-8")
    assert past("HEAD") == {"prompts/b.md": 1, "prompts/é \n.md": 2}


def test_the_base_is_where_the_branches_part(monkeypatch: pytest.MonkeyPatch) -> None:
    git("checkout", "-qb", "change")
    git("checkout", "-q", "main")
    Path("sub/prompts/b.md").write_text("one two three four", "utf-8")
    git("commit", "-qam", "main goes on")
    git("checkout", "-q", "change")
    monkeypatch.chdir("sub")
    assert past("main")["prompts/b.md"] == 1


def test_a_shallow_clone_is_told_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git("commit", "-q", "--allow-empty", "-m", "two")
    git("clone", "-q", "--depth", "1", f"file://{tmp_path}", "clone")
    monkeypatch.chdir("clone")
    with pytest.raises(InputError, match="fetch-depth: 0"):
        past("HEAD~1")


def test_no_repository_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("plain")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        with pytest.raises(InputError):
            past("HEAD")
