"""Find the price lists of other packages: installed ones by their path, or a file that is named."""

from __future__ import annotations

import hashlib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

from tokest.cli.reading import read_file
from tokest.errors import InputError
from tokest.nearest import nearest
from tokest.rates.peers import peer_module, peer_names
from tokest.rates.peers.building import Origin

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tokest.rates.peers.building import Module, Peer


def read_peers(given: Sequence[str], day: date) -> tuple[Peer, ...]:
    """Read lists by ``NAME`` or ``NAME=FILE``; none given means all that are installed.

    Raises
    ------
    InputError
        for a name that is unknown, not installed or given twice, and when there is no list.
    """
    if not given:
        found = [name for name in peer_names() if _installed(peer_module(name)) is not None]
        if not found:
            what = f"none of {', '.join(peer_names())} is installed; pip install 'tokest[audit]'"
            raise InputError("--peer", f"{what}, or name a file: --peer litellm=FILE")
        return tuple(read_peer(name, None, day) for name in found)
    pairs = [text.partition("=")[::2] for text in given]
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise InputError("--peer", f"{name} is named twice")
    return tuple(read_peer(name, file or None, day) for name, file in pairs)


def read_peer(name: str, file: str | None, day: date) -> Peer:
    """Read one list, from a file or from where its package is installed."""
    if name not in peer_names():
        close = nearest(name, peer_names(), most=1)
        hint = f"did you mean {close[0]}?" if close else f"known: {', '.join(peer_names())}"
        raise InputError("PEER", f"no price list {name!r}, {hint}")
    module = peer_module(name)
    installed = None if file else _installed(module)
    if file is None and installed is None:
        what = f"is not installed; pip install {name}, or name its {Path(module.FILE).name}"
        raise InputError(name, what)
    path, version = installed or (file or "", "")
    raw = read_file(path)
    label = version or f"{Path(path).name} (SHA-256 {hashlib.sha256(raw).hexdigest()[:8]})"
    return module.read(raw, Origin(package=name, version=label, file=path, asked=day))


def _installed(module: Module) -> tuple[str, str] | None:
    """Give the path and version of a list whose package is installed; it is not imported."""
    try:
        found = distribution(module.PACKAGE)
    except PackageNotFoundError:
        return None
    path = Path(str(found.locate_file(module.FILE)))
    return (str(path), found.version) if path.is_file() else None
