"""The rules, one module each: ``tkNNN_its_name.py`` with ``RULE`` and ``check``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from tokest.errors import InputError
from tokest.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tokest.linter.rule import Rule


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule under its code and name."""

    code: str
    name: str
    rule: Rule
    check: Callable[..., Any]
    explanation: str


@cache
def codes() -> dict[str, str]:
    """Map the codes there are to their names, without loading a rule.

    >>> codes()["TK501"]
    'invisible-characters'
    """
    found = (module.name.split("_", 1) for module in iter_modules(__path__))
    return {code.upper(): name.replace("_", "-") for code, name in sorted(found)}


@cache
def load(code: str) -> Entry:
    """Load a rule.

    >>> load("TK501").rule.fix
    'safe'
    """
    name = codes()[code]
    module = import_module(f"{__name__}.{code.lower()}_{name.replace('-', '_')}")
    return Entry(code, name, module.RULE, module.check, (module.__doc__ or "").strip())


def find(word: str) -> Entry:
    """Find a rule by its code or its name.

    Raises
    ------
    InputError
        with the nearest names.
    """
    known = codes()
    code = word.upper()
    if code not in known:
        code = next((one for one, name in known.items() if name == word.lower()), "")
    if not code:
        close = nearest(word.lower(), [*(one.lower() for one in known), *known.values()])
        hint = f" (nearest: {', '.join(close)})" if close else ""
        raise InputError("rule", f"there is no rule {word!r}{hint}")
    return load(code)


def chosen(
    select: Iterable[str], extend: Iterable[str] = (), ignore: Iterable[str] = ()
) -> tuple[Entry, ...]:
    """Choose rules by beginnings of their codes; the longest beginning decides.

    A rule that is off by default is chosen only by its whole code.

    >>> [one.code for one in chosen(["TK5"], ["TK203"], ["TK50"])]
    ['TK203']
    """
    wanted, unwanted = (*select, *extend), tuple(ignore)
    for prefix in (*wanted, *unwanted):
        if not any(code.startswith(prefix) for code in codes()):
            close = nearest(prefix, codes())
            hint = f" (nearest: {', '.join(close)})" if close else ""
            raise InputError("select, ignore", f"no rule has the code {prefix!r}{hint}")
    return tuple(load(code) for code in codes() if _is_chosen(code, wanted, unwanted))


def _is_chosen(code: str, wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> bool:
    best = max((len(one) for one in wanted if code.startswith(one)), default=0)
    worst = max((len(one) for one in unwanted if code.startswith(one)), default=0)
    if best <= worst:
        return False
    return code in wanted or load(code).rule.default
