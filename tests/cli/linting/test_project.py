from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tokest.cli.linting.project import find_setup, over
from tokest.errors import FileFormatError, InputError
from tokest.linter.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


def test_the_nearest_configuration_wins(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "tokest.toml").write_text("min-saving = 1", "utf-8")
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.tokest]\nmin-saving = 2", "utf-8")
    (tmp_path / "a" / "b" / "pyproject.toml").write_text("[tool.ruff]", "utf-8")
    found = find_setup(tmp_path / "a" / "b")
    assert (found.settings.min_saving, found.root) == (2, tmp_path / "a")
    assert find_setup(tmp_path).settings.min_saving == 1
    assert find_setup(tmp_path, isolated=True).settings == Settings()


def test_the_search_ends_with_the_repository(tmp_path: Path) -> None:
    (tmp_path / "a" / ".git").mkdir(parents=True)
    (tmp_path / "tokest.toml").write_text("min-saving = 1", "utf-8")
    assert find_setup(tmp_path / "a").settings == Settings()


def test_a_setting_may_be_given_by_itself(tmp_path: Path) -> None:
    (tmp_path / "tokest.toml").write_text("min-saving = 1\nignore = ['TK5']", "utf-8")
    found = find_setup(tmp_path, ("min-saving=7", "region=cn"))
    assert (found.settings.min_saving, found.settings.region) == (7, "cn")
    assert found.settings.ignore == ("TK5",)


def test_a_card_lies_beside_its_configuration(tmp_path: Path) -> None:
    (tmp_path / "card.yaml").write_text("version: 1", "utf-8")
    (tmp_path / "tokest.toml").write_text("pricing = ['card.yaml']", "utf-8")
    assert find_setup(tmp_path).cards == (("card.yaml", "version: 1"),)
    (tmp_path / "tokest.toml").write_text("pricing = ['gone.yaml']", "utf-8")
    with pytest.raises(InputError):
        find_setup(tmp_path)


def test_what_cannot_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("modles = 5", "utf-8")
    with pytest.raises(FileFormatError, match="did you mean 'models'"):
        find_setup(tmp_path, (str(tmp_path / "a.toml"),))
    with pytest.raises(InputError):
        find_setup(tmp_path, ("a.toml", "b.toml"))


def test_nothing_given_leaves_the_settings() -> None:
    assert over(Settings(min_saving=3), models=(), method=None) == Settings(min_saving=3)
