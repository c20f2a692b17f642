"""Requests whose input tokens are known: read from `ground_truth/requests`, and held by family."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tokest.documents.kinds import URL, Count, Many, Record, Text
from tokest.documents.reading import read
from tokest.places import Places
from tokest.prompts.estimate import estimate
from tokest.prompts.templates import find_template

if TYPE_CHECKING:
    from tokest.tokens.values import Estimate

FOLDER = Path(__file__).with_name("ground_truth") / "requests"
CODE = "<Your Code Here>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    id: str
    counted: int
    date: str
    source: str
    request: str
    host: str = ""
    miss: str | None = None

    @property
    def body(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.request.replace(f"{CODE} x 400", CODE * 400))
        return found

    @property
    def family(self) -> str:
        return find_template(self.body["model"]).template.name


@cache
def recorded() -> tuple[Recorded, ...]:
    case = Record(
        Recorded,
        {"id": Text(), "counted": Count(), "date": Text(), "source": URL, "request": Text()},
        {"host": Text(), "miss": Text()},
    )
    kind = Record(lambda cases: cases, {"cases": Many(case, at_least=1)})
    files = sorted(FOLDER.glob("*.yaml"))
    return tuple(one for file in files for one in read(file.read_text("utf-8"), file.name, kind))


@cache
def estimated(case: Recorded) -> Estimate:
    return estimate(case.body, places=Places())


def inside(found: Estimate, counted: int) -> bool:
    return found.low <= counted and (found.high is None or counted <= found.high)


def table() -> list[str]:
    """Write the hits of each family."""
    lines = [f"{'family':18} {'all':>4} {'exact':>5} {'<=2':>4} {'inside':>6} {'unknown':>7}"]
    families: dict[str, list[Recorded]] = {}
    for case in recorded():
        families.setdefault(case.family, []).append(case)
    for name, cases in sorted(families.items()):
        pairs = [(estimated(case), case.counted) for case in cases]
        known = [(found.tokens, real) for found, real in pairs if found.tokens is not None]
        exact = sum(tokens == real for tokens, real in known)
        near = sum(abs(tokens - real) <= 2 for tokens, real in known)
        hits = sum(inside(found, real) for found, real in pairs)
        told = len(pairs) - len(known)
        lines.append(f"{name:18} {len(pairs):4} {exact:5} {near:4} {hits:6} {told:7}")
    return lines
