"""Files in memory, and how they are read."""

from __future__ import annotations

import io
from functools import partial
from typing import Any

from tokest.rates.load import builtin_card
from tokest.usage.context import Context
from tokest.usage.reading import Reading
from tokest.usage.source import Source


def source(name: str, content: bytes | str) -> Source:
    raw = content.encode() if isinstance(content, str) else content
    return Source(name=name, open=partial(io.BytesIO, raw))


def context(**fields: Any) -> Context:
    return Context(**{"card": builtin_card(), "region": "cn", "provider": "alibaba", **fields})


def reading(form: str | None = None, **fields: Any) -> Reading:
    return Reading(context=context(**fields), format=form)
