"""The readers that the fuzzer feeds, one by one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

import fuzz_starts as starts
from tokest.linter.config import read_config
from tokest.linter.extract.files import read
from tokest.linter.settings import Settings
from tokest.plan.schema import read_plan
from tokest.prompts.media.sources import measure
from tokest.prompts.media.values import Media
from tokest.prompts.shapes.recognise import read_request
from tokest.rates.load import builtin_card, parse_card
from tokest.tokens.estimate import estimate
from tokest.tokens.vocabularies.formats import read_ranks, unpack
from tokest.usage.calibration import parse_calibrations
from tokest.usage.context import Context
from tokest.usage.reading import Reading
from tokest.usage.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Target:
    """What is fed, and the files that it starts from."""

    starts: Sequence[bytes]
    feed: Callable[[bytes], object]


def readers() -> dict[str, Target]:
    """Give what reads a file, by name."""
    card = builtin_card()
    texts = starts.files("examples/prompts/*.md")
    prompt = Settings(models=("gpt-4o",))
    kinds = {
        "md": texts,
        "j2": [starts.TEMPLATE],
        "json": starts.requests(),
        "jsonl": starts.batch_lines(),
        "yaml": starts.files("data/plan.yaml", "examples/plans/*.yaml"),
        "toml": starts.files("*.toml"),
        "py": starts.files("tools/*.py"),
        "ipynb": starts.notebooks(),
    }
    plans = starts.files("examples/plans/*.yaml", "data/plan.yaml")
    found = {
        "rate card": Target(starts.files("data/pricing.yaml", "examples/*.yaml"), _card),
        "plan": Target(
            plans, lambda raw: read_plan(_text(raw), "plan.yaml", card, lambda _: "a prompt")
        ),
        "bill or log": Target((*starts.bills(), *starts.logs()), _usage),
        "tokest.toml": Target([starts.TOML], _config("tokest.toml")),
        "tokest.yaml": Target([starts.YAML], _config("tokest.yaml")),
        "pyproject.toml": Target(starts.files("pyproject.toml"), _config("pyproject.toml")),
        "request": Target(starts.requests(), _request),
        "calibration": Target([starts.CALIBRATION], _calibrations),
        "vocabulary": Target(starts.vocabularies(), _vocabulary),
        "media": Target(starts.media(), _media),
        "text": Target(texts, lambda raw: estimate(_text(raw), "gpt-4o")),
    }
    readers = {
        f"prompts in .{kind}": Target(given, partial(_read, f"prompts/a.{kind}", prompt))
        for kind, given in kinds.items()
    }
    return {**found, **readers}


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _card(raw: bytes) -> object:
    return parse_card(_text(raw), "card.yaml")


def _config(name: str) -> Callable[[bytes], object]:
    return lambda raw: read_config(name, _text(raw))


def _calibrations(raw: bytes) -> object:
    return parse_calibrations(_text(raw), "c.yaml")


def _request(raw: bytes) -> object:
    try:
        given = json.loads(_text(raw))
    except (ValueError, RecursionError):
        return None
    return read_request(given)


def _usage(raw: bytes) -> object:
    source = Source(name="file", open=partial(BytesIO, raw))
    return list(Reading(context=Context(card=builtin_card())).records([source]))


def _vocabulary(raw: bytes) -> object:
    return read_ranks(unpack(raw, 258, "v"), 258, "v")


def _media(raw: bytes) -> object:
    needs = ("width", "height")
    return [
        measure(Media(kind="image", where="m", source=raw), needs),
        measure(Media(kind="audio", where="m", source=raw), ("seconds",)),
        measure(Media(kind="video", where="m", source=raw), (*needs, "seconds")),
        measure(Media(kind="document", where="m", source=raw), ("pages",)),
    ]


def _read(name: str, settings: Settings, raw: bytes) -> object:
    return read(name, raw, settings)
