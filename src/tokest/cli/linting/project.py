"""Find and read the configuration, and lay the command line over it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tokest.errors import FileFormatError, InputError
from tokest.linter.config import FILES, read_config
from tokest.linter.settings import Settings
from tokest.linter.source import decode

if TYPE_CHECKING:
    from tokest.linter.source import Source

MOST_EXTENDED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """Where the project is, what it asks for, and the cards that it prices with."""

    root: Path
    settings: Settings
    cards: tuple[tuple[str, str], ...] = ()
    file: Path | None = None


def find_setup(here: Path, config: tuple[str, ...] = (), *, isolated: bool = False) -> Setup:
    """Read the nearest configuration, or the one that is named, and ``KEY=VALUE`` over it.

    Raises
    ------
    InputError, FileFormatError
        for what cannot be read, with its place.
    """
    named = [one for one in config if "=" not in one]
    pairs = [one for one in config if "=" in one]
    if len(named) > 1:
        raise InputError("--config", "name one file")
    file = Path(named[0]) if named else None
    root, values = here, {}
    if file is not None:
        values = _read(file)
    elif not isolated:
        found = _nearest(here)
        if found is not None:
            file, values = found
            root = file.parent
    for pair in pairs:
        values |= read_config("--config.toml", _toml(pair)) or {}
    if not values:
        return Setup(root=root, settings=Settings(), file=file)
    from tokest.linter.schema import settings_of  # noqa: PLC0415  # YAML only with a configuration

    settings = settings_of(values)
    base = file.parent if file else here
    return Setup(root=root, settings=settings, cards=read_cards(settings, base), file=file)


def read_cards(settings: Settings, base: Path) -> tuple[tuple[str, str], ...]:
    """Read the rate cards that a configuration names, beside it."""
    return tuple((name, _text(base / name)) for name in settings.pricing)


def budgets_source(setup: Setup, label: str) -> tuple[Source, Path] | None:
    """Give the file that the budgets are in, under a name for findings if it is the nearest one.

    ``None`` where they are given otherwise, or in a file that others extend.
    """
    file = setup.file
    if file is None or not setup.settings.budgets:
        return None
    values = read_config(str(file), _text(file)) or {}
    source = decode(label, file.read_bytes())
    if isinstance(source, str) or values.get("budgets") != setup.settings.budgets:
        return None
    return source, file


def over(settings: Settings, **given: Any) -> Settings:  # noqa: ANN401  # as varied as the settings
    """Lay what the command line gives over settings; nothing given leaves them.

    >>> over(Settings(), select=("TK5",), ignore=()).select
    ('TK5',)
    """
    return replace(settings, **{key: value for key, value in given.items() if value})


def _nearest(here: Path) -> tuple[Path, dict[str, Any]] | None:
    here = here.absolute()
    for folder in (here, *here.parents):
        for name in FILES:
            file = folder / name
            if file.is_file():
                values = _read(file, optional=True)
                if values is not None:
                    return file, values
        if (folder / ".git").exists():
            break
    return None


def _read(file: Path, *, optional: bool = False, depth: int = 0) -> Any:  # noqa: ANN401  # or none
    values = read_config(str(file), _text(file))
    if values is None:
        return None if optional else {}
    if "extend" in values:
        if depth >= MOST_EXTENDED:
            raise FileFormatError((f"{file}:1:1: extends itself",))
        below = _read(file.parent / values["extend"], depth=depth + 1)
        values = {**below, **values}
    return values


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode()
    except UnicodeDecodeError:
        raise InputError(str(file), "is not UTF-8") from None
    except OSError as error:
        raise InputError(str(file), f"cannot be read: {error.strerror}") from None


def _toml(pair: str) -> str:
    key, _, value = pair.partition("=")
    import tomllib  # noqa: PLC0415  # only for --config KEY=VALUE

    try:
        tomllib.loads(f"{key}={value}")
    except tomllib.TOMLDecodeError:
        return f'{key}="{value}"'
    return f"{key}={value}"
