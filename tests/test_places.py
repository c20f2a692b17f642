from __future__ import annotations

from pathlib import Path

import pytest

from tokest.places import hub_cache, hub_endpoint, standard_places, tiktoken_cache, user_store


def test_the_named_folder_comes_before_the_users_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEST_VOCAB_DIR", "/named")
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert standard_places().folders == (Path("/named"), Path("/data/tokest/vocabularies"))


def test_a_changed_environment_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOKEST_VOCAB_DIR", raising=False)
    before = standard_places()
    monkeypatch.setenv("TOKEST_VOCAB_DIR", "/named")
    assert standard_places().folders == (Path("/named"), *before.folders)


def test_the_current_folder_is_no_place_of_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend("")
    assert all(place.is_absolute() for place in standard_places().packages)


@pytest.mark.parametrize(
    ("environ", "platform", "folder"),
    [
        ({"HOME": "/u"}, "linux", "/u/.local/share"),
        ({"HOME": "/u"}, "darwin", "/u/Library/Application Support"),
        ({"HOME": "/u"}, "win32", "/u/AppData/Local"),
        ({"HOME": "/u", "LOCALAPPDATA": "/l"}, "win32", "/l"),
        ({"HOME": "/u", "XDG_DATA_HOME": "/x"}, "darwin", "/x"),
    ],
)
def test_the_users_own_store_is_where_the_platform_keeps_data(
    environ: dict[str, str], platform: str, folder: str
) -> None:
    assert user_store(environ, platform) == Path(folder, "tokest", "vocabularies")


@pytest.mark.parametrize(
    ("environ", "folder"),
    [
        ({"HF_HUB_CACHE": "/c", "HF_HOME": "/h"}, "/c"),
        ({"HF_HOME": "/h"}, "/h/hub"),
        ({"XDG_CACHE_HOME": "/x"}, "/x/huggingface/hub"),
        ({"HOME": "/u"}, "/u/.cache/huggingface/hub"),
    ],
)
def test_the_hubs_cache_is_where_its_library_has_it(environ: dict[str, str], folder: str) -> None:
    assert hub_cache(environ) == Path(folder)


def test_tiktokens_cache_is_where_tiktoken_has_it() -> None:
    assert tiktoken_cache({"DATA_GYM_CACHE_DIR": "/d"}) == Path("/d")
    assert tiktoken_cache({"TIKTOKEN_CACHE_DIR": "", "DATA_GYM_CACHE_DIR": "/d"}) is None
    assert str(tiktoken_cache({})).endswith("data-gym-cache")


def test_a_user_without_a_home_has_a_store(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_home() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", no_home)
    assert user_store({}, "linux").is_absolute()


def test_a_mirror_of_the_hub_may_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HF_ENDPOINT", raising=False)
    assert hub_endpoint() == "https://huggingface.co"
    monkeypatch.setenv("HF_ENDPOINT", "https://mirror.example/")
    assert hub_endpoint() == "https://mirror.example"
