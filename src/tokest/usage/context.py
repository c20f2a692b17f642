"""What all readers share: the rate card, the time zone, names that are hidden."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tokest.errors import AmbiguousModelError, UnknownModelError
from tokest.rates.match import find_model

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from tokest.rates.card import RateCard
    from tokest.rates.match import Match

SHOWN: Final = 4
"""Letters at the end of a secret that are shown, as consoles do."""

_SECRET: Final = re.compile(r"(?:sk|AIza|ak)[-_A-Za-z0-9]{17,}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """How files are read.

    ``zone`` is the time zone of logs and tables of one's own where they name none (``None``: UTC;
    exports have that of their provider), ``model`` the model of calls that do not name one,
    ``columns`` the mapping of a generic table, ``currency`` that of money which does not say. With
    a ``salt``, keys and workspaces are hashed. ``estimator`` counts the request in a line of a
    log, which is then forgotten.
    """

    card: RateCard
    zone: tzinfo | None = None
    model: str | None = None
    provider: str | None = None
    region: str | None = None
    currency: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    salt: bytes | None = None
    estimator: Callable[[str, dict[str, Any]], int | None] | None = None
    seen: dict[tuple[str, str | None], Match | None] = field(default_factory=dict)

    def match(self, model: str, provider: str | None = None) -> Match | None:
        """Find the model of the card that a billed name means; ``None`` is an unknown one."""
        if (model, provider) in self.seen:
            return self.seen[model, provider]
        names = [f"{provider}/{model}"] if provider else []
        found = next((m for name in (*names, model) if (m := self._find(name))), None)
        self.seen[model, provider] = found
        return found

    def _find(self, name: str) -> Match | None:
        try:
            return find_model(self.card, name)
        except (UnknownModelError, AmbiguousModelError):
            return None

    def hide(self, name: str) -> str:
        """Hash a key or a workspace, if that is asked for; a secret is never kept whole."""
        if self.salt is not None and name:
            return hmac.new(self.salt, name.encode(), hashlib.sha256).hexdigest()[:12]
        return mask(name)


def mask(name: str) -> str:
    """Shorten what looks like the secret itself to what consoles show of it.

    >>> mask("sk-0123456789abcdef0123"), mask("4906870")
    ('sk-****0123', '4906870')
    """
    if not _SECRET.fullmatch(name):
        return name
    return f"{name[:3]}****{name[-SHOWN:]}"
