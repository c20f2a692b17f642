"""Make up text that no package has much of, such as identifiers: for `collect_text.py`."""

from __future__ import annotations

import base64
import itertools
import random
import re
import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

UNPRINTED: Final = {"Cn", "Cs", "Co", "Cc", "Cf"}


def characters(low: int, high: int, number: int, rng: random.Random) -> str:
    """Draw characters of a range, less those that stand for nothing."""
    drawn = map(chr, rng.choices(range(low, high + 1), k=number))
    return "".join(c for c in drawn if unicodedata.category(c) not in UNPRINTED)


def fill(template: str, rng: random.Random) -> str:
    """Fill in a template such as ``{hex:8}-{int:1,9}`` by what a seeded generator says."""

    def make(found: re.Match[str]) -> str:
        given = found[2] or ""
        low, high, rest = [*given.split(",", 2), "", ""][:3]
        makers: dict[str, Callable[[], str]] = {
            "pick": lambda: rng.choice(given.split("|")),
            "date": lambda: datetime.fromtimestamp(rng.randrange(1 << 31), UTC).strftime(given),
            "b64": lambda: base64.b64encode(rng.randbytes(int(given))).decode(),
            "hex": lambda: f"{rng.getrandbits(4 * int(given)):0{given}x}",
            "int": lambda: format(rng.randint(int(low), int(high)), rest),
            "num": lambda: format(rng.uniform(float(low), float(high)), rest),
            "rep": lambda: rest * rng.randint(int(low), int(high)),
            "chars": lambda: characters(int(low, 16), int(high, 16), int(rest), rng),
        }
        return makers[found[1]]()

    return re.sub(r"\{(\w+)(?::([^}]*))?\}", make, template)


def generate(settings: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Make documents of one template each, and some of several, until there are enough."""
    rng, size = random.Random(settings["seed"]), 0  # noqa: S311
    templates: list[str] = settings["templates"]
    for number in itertools.count():
        if size > settings["bytes"]:
            return
        some = rng.sample(templates, rng.choice((1, 1, 1, 2, 4)))
        if number < len(templates) * 8:
            some = [templates[number % len(templates)]]
        joint, length = rng.choice(settings["joints"]), int(200 * 25 ** rng.random())
        text = ""
        while len(text.encode()) < length:
            text += fill(rng.choice(some), rng) + joint
        size += len(text.encode())
        yield {"source": f"generated:{number}", "kind": "generated", "lang": "und", "text": text}
