"""Feed every reader damaged files; whatever they hold, only tokest's own errors may come out.

    python tools/fuzz.py --seconds 600

Starts from real files of the repository, cuts, doubles, swaps and breaks their bytes, and stops at
the first error that is none of ours, with the bytes that caused it. `--seed` repeats a run.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import traceback
from collections import Counter
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tokest.errors import TokestError
from tokest.linter.config import read_config
from tokest.linter.extract.files import read
from tokest.linter.settings import Settings
from tokest.plan.schema import read_plan
from tokest.prompts.shapes.recognise import read_request
from tokest.rates.load import builtin_card, parse_card
from tokest.tokens.estimate import estimate
from tokest.usage.calibration import parse_calibrations
from tokest.usage.context import Context
from tokest.usage.reading import Reading
from tokest.usage.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    Target = Callable[[bytes], object]

ROOT: Final = Path(__file__).parents[1]
MOST: Final = 20_000
"""Bytes of a start: enough for every construct, few enough for thousands of tries."""

ODD: Final = (
    b"\x00", b"\xff", b"\xef\xbb\xbf", "\u202e".encode(), b"{", b"[", b'"', b"\r", b"\n", b"\t",
    b"-", b"1e999", b"9" * 40, b": ", b"*a", b"&a", b"null", b"\\ud800", "，".encode(), b"=1+1",
)  # fmt: skip
REQUEST: Final = json.dumps(
    {
        "model": "qwen-plus",
        "messages": [
            {"role": "system", "content": "You help."},
            {"role": "user", "content": [{"type": "text", "text": "Hi"}]},
        ],
        "tools": [
            {"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}
        ],
        "max_tokens": 10,
    }
).encode()
CALIBRATION: Final = b"version: 1\ncalibrations: []\n"


def main() -> int:
    """Fuzz until the time is over; 1 if a reader let another error out."""
    given = _arguments()
    rng = random.Random(given.seed)  # noqa: S311  # no secrets
    targets = _targets()
    tries: Counter[str] = Counter()
    end = time.monotonic() + given.seconds
    while time.monotonic() < end:
        name = rng.choice(list(targets))
        starts, target = targets[name]
        raw = damaged(rng.choice(starts), rng)
        tries[name] += 1
        try:
            target(raw)
        except TokestError:
            continue
        except Exception:  # noqa: BLE001  # what is looked for
            traceback.print_exc()
            print(f"{name} (seed {given.seed}): {raw[:2_000]!r}")
            return 1
    print(f"seed {given.seed}: " + ", ".join(f"{name} {n:,}" for name, n in sorted(tries.items())))
    return 0


def damaged(raw: bytes, rng: random.Random) -> bytes:
    """Damage a file in a few places."""
    found = bytearray(raw)
    for _ in range(rng.randint(1, 6)):
        at = rng.randint(0, len(found))
        size = rng.choice((1, 2, 8, 64, 500))
        kind = rng.choices(range(5), (6, 6, 4, 6, 1))[0]
        if kind == 0:
            del found[at : at + size]
        elif kind == 1:
            found[at:at] = rng.choice(ODD)
        elif kind == 2:  # noqa: PLR2004  # one of five
            found[at:at] = found[at : at + size]
        elif kind == 3:  # noqa: PLR2004
            found[at : at + 1] = bytes([rng.randrange(256)])
        else:
            del found[at:]
    return bytes(found)


def _targets() -> dict[str, tuple[list[bytes], Target]]:
    """Give each reader with the files that it starts from."""
    card = builtin_card()

    def plan(raw: bytes) -> object:
        return read_plan(_text(raw), "plan.yaml", card, lambda _: "a prompt")

    def bill(raw: bytes) -> object:
        source = Source(name="file", open=partial(BytesIO, raw))
        return list(Reading(context=Context(card=card)).records([source]))

    return {
        "rate card": (_files("data/pricing.yaml", "examples/*.yaml"), _card),
        "plan": (_files("examples/plans/*.yaml"), plan),
        "bill or log": (_files("examples/bills/*"), bill),
        "configuration": (_files("pyproject.toml"), _config),
        "request": ([REQUEST], _request),
        "calibration": ([CALIBRATION], lambda raw: parse_calibrations(_text(raw), "c.yaml")),
        "prompt file": (_files("examples/prompts/*.md", "tools/*.py", "*.toml"), _prompts),
        "text": (_files("examples/prompts/*.md"), lambda raw: estimate(_text(raw), "gpt-4o")),
    }


def _card(raw: bytes) -> object:
    return parse_card(_text(raw), "card.yaml")


def _config(raw: bytes) -> object:
    return read_config("tokest.toml", _text(raw))


def _request(raw: bytes) -> object:
    try:
        given = json.loads(_text(raw))
    except (ValueError, RecursionError):
        return None
    return read_request(given)


def _prompts(raw: bytes) -> object:
    kinds = ("md", "json", "jsonl", "yaml", "toml", "py", "ipynb", "j2")
    return [read(f"a.{kind}", raw, Settings()) for kind in kinds]


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _files(*patterns: str) -> list[bytes]:
    paths = [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]
    return [path.read_bytes()[:MOST] for path in paths]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
