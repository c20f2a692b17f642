"""Formulas of images against requests whose tokens are known."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tokest.documents.kinds import Count, Many, Record, Text
from tokest.documents.reading import read
from tokest.prompts.media.counting import count_media
from tokest.prompts.media.values import Media

if TYPE_CHECKING:
    from tokest.documents.kinds import Kind

FILE = Path(__file__).with_name("images.yaml")
LEAST_EXACT = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    model: str
    width: int
    height: int
    request: int
    rest: int
    source: str
    date: str
    detail: str | None = None
    api: str | None = None
    miss: str | None = None

    @property
    def tokens(self) -> int:
        return self.request - self.rest

    @property
    def counted(self) -> int | None:
        image = Media(
            kind="image",
            where="x",
            width=self.width,
            height=self.height,
            detail=self.detail,
            api=self.api,
        )
        return count_media(image, self.model).tokens


def cases() -> tuple[Case, ...]:
    needed: dict[str, Kind] = {
        "model": Text(),
        "width": Count(),
        "height": Count(),
        "request": Count(),
        "rest": Count(),
        "source": Text(),
        "date": Text(),
    }
    case = Record(Case, needed, {"detail": Text(), "api": Text(), "miss": Text()})
    kind = Record(lambda cases: cases, {"cases": Many(case, at_least=1)})
    found: tuple[Case, ...] = read(FILE.read_text("utf-8"), FILE.name, kind)
    return found


@pytest.mark.parametrize(
    "case",
    [case for case in cases() if case.miss is None],
    ids=lambda case: f"{case.model}-{case.width}x{case.height}-{case.detail}",
)
def test_an_image_counts_what_was_billed(case: Case) -> None:
    assert case.counted == case.tokens


def test_most_images_are_exact() -> None:
    exact = [case.counted == case.tokens for case in cases()]
    assert sum(exact) / len(exact) >= LEAST_EXACT
