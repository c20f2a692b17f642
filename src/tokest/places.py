"""Where vocabularies may be on this machine: what the environment says, read here and nowhere else.

========================  =========================================================
variable                  what it names
========================  =========================================================
TOKEST_VOCAB_DIR          a folder of vocabularies that is looked into first
XDG_DATA_HOME             where the user's own store is (`tokest vocab add`, `fetch`)
HF_HUB_CACHE, HF_HOME     the hub's cache
HF_ENDPOINT               where the hub is, for a mirror
TIKTOKEN_CACHE_DIR        tiktoken's cache
========================  =========================================================

The caches are found as their owners find them:
https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables and
https://github.com/openai/tiktoken/blob/main/tiktoken/load.py (both read on 2026-11-24).
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

HUB: Final = "https://huggingface.co"

VARIABLES: Final = (
    "TOKEST_VOCAB_DIR",
    "XDG_DATA_HOME",
    "LOCALAPPDATA",
    "HOME",
    "HF_HUB_CACHE",
    "HF_HOME",
    "XDG_CACHE_HOME",
    "TIKTOKEN_CACHE_DIR",
    "DATA_GYM_CACHE_DIR",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where to look, in this order: files given by name, folders, packages, caches."""

    given: tuple[tuple[str, Path], ...] = ()
    folders: tuple[Path, ...] = ()
    packages: tuple[Path, ...] = ()
    hub_cache: Path | None = None
    tiktoken_cache: Path | None = None


def standard_places() -> Places:
    """Give the places that the environment names, as it is now."""
    named = tuple((name, os.environ[name]) for name in VARIABLES if name in os.environ)
    return _places(named, tuple(sys.path))


@cache
def _places(named: tuple[tuple[str, str], ...], path: tuple[str, ...]) -> Places:
    environ = dict(named)
    folder = environ.get("TOKEST_VOCAB_DIR")
    return Places(
        folders=(*((Path(folder),) if folder else ()), user_store(environ, sys.platform)),
        packages=tuple(Path(entry) for entry in path if Path(entry).is_absolute()),
        hub_cache=hub_cache(environ),
        tiktoken_cache=tiktoken_cache(environ),
    )


def own_store() -> Path:
    """Give the folder that `tokest vocab add` and `fetch` write to, as the environment is now."""
    return user_store(os.environ, sys.platform)


def user_store(environ: Mapping[str, str], platform: str) -> Path:
    """Give the folder in which a platform keeps a user's data of ours.

    >>> user_store({"XDG_DATA_HOME": "/data"}, "linux").as_posix()
    '/data/tokest/vocabularies'
    """
    home = _home(environ)
    if environ.get("XDG_DATA_HOME"):
        base = Path(environ["XDG_DATA_HOME"])
    elif platform == "darwin":
        base = home / "Library" / "Application Support"
    elif platform == "win32":
        base = Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    else:
        base = home / ".local" / "share"
    return base / "tokest" / "vocabularies"


def hub_cache(environ: Mapping[str, str]) -> Path:
    """Give the folder in which the hub's library keeps what it downloads.

    >>> hub_cache({"HF_HOME": "/hf"}).as_posix()
    '/hf/hub'
    """
    if environ.get("HF_HUB_CACHE"):
        return Path(environ["HF_HUB_CACHE"])
    if environ.get("HF_HOME"):
        return Path(environ["HF_HOME"]) / "hub"
    cache = environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else _home(environ) / ".cache") / "huggingface" / "hub"


def tiktoken_cache(environ: Mapping[str, str]) -> Path | None:
    """Give the folder in which tiktoken keeps what it downloads; set but empty means none.

    >>> tiktoken_cache({"TIKTOKEN_CACHE_DIR": "/ranks"}).as_posix()
    '/ranks'
    """
    for variable in ("TIKTOKEN_CACHE_DIR", "DATA_GYM_CACHE_DIR"):
        if variable in environ:
            return Path(environ[variable]) if environ[variable] else None
    return Path(gettempdir()) / "data-gym-cache"


def _home(environ: Mapping[str, str]) -> Path:
    """Give the home folder; a container's user may have none."""
    try:
        return Path(environ["HOME"]) if environ.get("HOME") else Path.home()
    except RuntimeError:
        return Path(gettempdir())


def hub_endpoint() -> str:
    """Give the address of the hub, or of the mirror that the environment names."""
    return (os.environ.get("HF_ENDPOINT") or HUB).rstrip("/")
