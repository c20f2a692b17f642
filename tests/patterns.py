"""The patterns that engines split text by, each once, with the name of an encoding that has it."""

from __future__ import annotations

from tokest.tokens.encodings import catalog

_FOUND = [one for one in catalog().findable if one.found.counted_by == "ranks"]
_NAMES = {one.pattern: one.name for one in reversed(_FOUND)}
_NAMES |= {one.pattern: one.name for one in catalog().encodings}

PATTERNS = {name: pattern for pattern, name in _NAMES.items()}
