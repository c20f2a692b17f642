"""Feed damaged files to every reader and command; only tokest's own errors may come out.

    python tools/fuzz.py --seconds 600 --seed 1

Starts from real files, cuts, doubles, swaps and breaks their bytes, and stops at the first that
brings out an error that is none of ours, hangs, takes time that grows faster than the file, or
lets through to a terminal or a page what steers it. Each target has the same time. A try depends
on the seed, the target and its number alone; `--only` and `--first` repeat one.
"""

from __future__ import annotations

import argparse
import faulthandler
import math
import random
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fuzz_commands import MARK, commands
from fuzz_readers import readers
from tokest.errors import TokestError

if TYPE_CHECKING:
    from types import FrameType

    from fuzz_readers import Target

ODD: Final = (
    b"\x00", b"\xff", b"\xef\xbb\xbf", "\u202e".encode(), b"{", b"[", b'"', b"\r", b"\n", b"\t",
    b"-", b"1e999", b"9" * 40, b": ", b"*a", b"&a", b"null", b"\\ud800", "，".encode(), b"=1+1",
    b"\x1b[31m", b"\\u001b]0;x\\u0007", MARK.encode(), b"NaN", b"-1", b"\xe2\x80\xa8",
    b"9999-12-31",
)  # fmt: skip

LAST: Final = Path(__file__).parents[1] / "build" / "fuzz.txt"
"""The try that is made, for the case that nothing can be printed any more."""

HANG: Final = 30
"""Seconds of processor time that no file of this size may take."""

EVERY: Final = 12
"""Each so many tries, one asks how time grows instead."""

SMALL, TIMES, SLACK = 6_000, 8, 4
"""Bytes of repeated scraps, how many times as many, and how much more than that in time."""

SHORT: Final = 0.03
"""Seconds below which times say nothing."""


class HangError(BaseException):
    """The time of a try is over; nothing but the fuzzer may catch this."""


class GrowthError(Exception):
    """Time grew faster than the file."""


def main() -> int:
    """Fuzz until the time is over; 1 at the first finding."""
    given = _arguments()
    signal.signal(signal.SIGPROF, _hang)
    faulthandler.enable()
    LAST.parent.mkdir(exist_ok=True)
    tries: Counter[str] = Counter()
    spent: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        known = {**readers(), **commands(Path(folder))}
        names = [name for name in known if given.only in {None, name}]
        tries.update(dict.fromkeys(names, given.first))
        end = time.monotonic() + given.seconds
        while time.monotonic() < end or not all(spent[name] for name in names):
            name = min(names, key=lambda one: spent[one])
            start = time.process_time()
            if not _holds(known[name], name, given.seed, tries[name]):
                return 1
            spent[name] += time.process_time() - start  # type: ignore[assignment]  # seconds
            tries[name] += 1
    print(f"seed {given.seed}: " + ", ".join(f"{name} {n:,}" for name, n in sorted(tries.items())))
    return 0


def _holds(target: Target, name: str, seed: int, number: int) -> bool:
    """Make one try; print what it found and how to repeat it, if it found something."""
    rng = random.Random(f"{seed}/{name}/{number}")  # noqa: S311  # no secrets
    start = rng.choice(target.starts)
    again = f"--seed {seed} --only {name!r} --first {number}"
    LAST.write_text(f"{again}\n", "utf-8")  # kept if Python itself breaks down
    grows = number % EVERY == EVERY - 1
    raw = start if grows else damaged(start, rng)
    signal.setitimer(signal.ITIMER_PROF, HANG * TIMES if grows else HANG)
    try:
        if grows:
            raw = _grow(target, start, rng)
        else:
            _seconds(target, raw)
    except (Exception, HangError):  # noqa: BLE001  # what is looked for
        traceback.print_exc()
        print(f"{raw[:2_000]!r}\n{again}")
        return False
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return True


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


def _grow(target: Target, start: bytes, rng: random.Random) -> bytes:
    """Repeat a scrap of a file inside it, and hold the time against that of fewer repetitions."""
    at = rng.randint(0, len(start))
    scrap = start[at : at + rng.choice((1, 3, 9, 30, 90))]
    scrap = rng.choice((scrap, rng.choice(ODD))) or b"a"
    at = rng.randint(0, len(start))
    few, many = (
        start[:at] + scrap * math.ceil(size / len(scrap)) + start[at:]
        for size in (SMALL, SMALL * TIMES)
    )
    short = max(_seconds(target, few), SHORT)
    if _seconds(target, many) > SLACK * TIMES * short:
        # A busy machine makes single times long.
        best = min(_seconds(target, many) for _ in range(3))
        short = max(min(_seconds(target, few) for _ in range(3)), SHORT)
        if best > SLACK * TIMES * short:
            raise GrowthError(f"{best:.2f} s after {short:.2f} s, {scrap!r} at {at}")
    return many


def _seconds(target: Target, raw: bytes) -> float:
    start = time.process_time()
    with suppress(TokestError):
        target.feed(raw)
    return time.process_time() - start


def _hang(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise HangError(f"more than {HANG} s")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", help="one target alone")
    parser.add_argument("--first", type=int, default=0, help="the number of its first try")
    return parser.parse_args()


if __name__ == "__main__":
    warnings.simplefilter("error")  # a warning that reaches people is a finding
    sys.exit(main())
