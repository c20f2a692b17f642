"""Time tokest's ways to count beside tiktoken, tokenizers, gigatoken and len/4.

    python benchmarks/speed.py --corpus documents.jsonl.xz
    python benchmarks/speed.py --corpus documents.jsonl.xz --only engines fresh --rounds 3

Engines that are not installed beside tokest are named in the report and left out. Their counts
are held against tokest's before they are timed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from corpus import Document, describe, read_documents
from engine_races import HOW as ENGINES_HOW
from engine_races import document_and_prompts, race_engines, races_table
from engines import Engine, engines, table_agrees, table_count
from markdown import circumstances, replace_section, table
from methods import embedded
from speed_texts import SIZES, chunks, real_texts, worst_cases
from timing import YARDSTICK, Times, race, ratio, time_programs
from tokest.tokens.estimate import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

HERE: Final = Path(__file__).parent
PACKAGES: Final = (
    "numpy",
    "regex",
    "tiktoken",
    "tokenizers",
    "fastokens",
    "gigatoken",
    "bpe-openai",
)
WORST_SIZE: Final = 1_000_000
PARTS: Final = ("throughput", "worst", "engines", "fresh")
Races = dict[str, dict[str, Times]]
"""Times by text and engine."""

HOW: Final = f"""\
One thread. Every engine starts each round with empty caches, loads its vocabulary untimed, and
counts the texts one by one; "again" is a second pass over the same texts. Texts of 100 B, 2 KB
and 100 KB are 1,000, 200 and 10 different pieces. English, Chinese and mixed text is the corpus's;
code is the corpus's and then the standard library of this Python. "(of 1.5 MB)" marks a text
longer than its material, which repeats and so flatters engines that remember pieces. An engine
that fails, or differs from tokest's exact count, is not timed and says so.

### Throughput

MB of UTF-8 per second of processor time: median of the rounds (least–most), and how many times
that of {YARDSTICK} in the same round (median)."""


def main() -> None:
    """Time what is asked for and write the report."""
    given = _arguments()
    documents = read_documents(given.corpus)
    texts = real_texts(documents)
    if not all(table_agrees(text[:10_000]) for text in texts.values()):
        raise SystemExit("the table's pass over all encodings differs from one at a time")
    material = ", ".join(f"{name} {len(t.encode()) / 1e6:.1f} MB" for name, t in texts.items())
    facts = {
        "Corpus": describe(given.corpus, documents),
        "Texts": material,
        "Encoding": f"{given.encoding}; {given.rounds} rounds, the engines in turn",
    }
    parts: list[str] = []
    everything: dict[str, object] = {}
    if {"throughput", "worst"} & set(given.only):
        _race_here(given, texts, facts, parts, everything)
    if "engines" in given.only:
        _race_apart(given, documents, texts["code"], parts)
    if "fresh" in given.only:
        fresh = everything["fresh"] = time_programs(_programs(given.encoding), given.rounds)
        parts += ["### A fresh process\n\nMilliseconds: median (least–most).", _fresh_table(fresh)]
    listed = "".join(f"\n- {name}: {fact}" for name, fact in facts.items())
    report = "\n\n".join([f"## Speed\n\n{circumstances(PACKAGES)}{listed}", *parts])
    replace_section(given.output, "speed", report)
    if given.json:
        given.json.write_text(json.dumps(everything, default=asdict, indent=1) + "\n", "utf-8")
    _say(f"wrote {given.output}")


def _race_here(
    given: argparse.Namespace,
    texts: dict[str, str],
    facts: dict[str, str],
    parts: list[str],
    everything: dict[str, object],
) -> None:
    """Race all ways to count in this process, on real texts and on the worst."""
    found, absent = engines(given.encoding)
    sizes = {name: size for name, size in SIZES.items() if size <= given.largest}
    races: list[Races] = []
    parts.append(HOW)
    for kind, text in texts.items() if "throughput" in given.only else ():
        race_of_kind = {
            name: _race(f"{kind}, {name}", found, chunks(text, size), given.rounds)
            for name, size in sizes.items()
        }
        races.append(race_of_kind)
        parts.append(_throughput(kind, race_of_kind, text))
    everything["real"] = dict(zip(texts, races, strict=False))
    if "worst" in given.only:
        hard = worst_cases(given.worst)
        worst = {name: _race(name, found, [t], given.rounds) for name, t in hard.items()}
        races.append(worst)
        everything["worst"] = worst
        what = f"Milliseconds of processor time for one text of {given.worst:,} bytes."
        counts = {n: _counts(t, given.encoding) for n, t in hard.items()}
        parts += [f"### Worst cases\n\n{what}", _worst_table(worst, counts)]
    facts["Absent"] = ", ".join(absent) or "nothing"
    facts["Clock"] = f"{_slowdown(races):.2f} s for a second of processor time"


def _race_apart(
    given: argparse.Namespace, documents: Sequence[Document], code: str, parts: list[str]
) -> None:
    """Race engines in processes of their own, on a document and on prompts."""
    _say("engines")
    texts = document_and_prompts(documents, code)
    found = race_engines(texts, given.encoding, given.rounds, given.peers)
    sizes = [
        f"{name}: {len(some):,} texts, {sum(len(text.encode()) for text in some) / 1e6:.1f} MB"
        for name, some in texts.items()
    ]
    parts += [f"### Engines\n\n{ENGINES_HOW}", "; ".join(sizes), races_table(found, texts)]


def _race(name: str, found: list[Engine], texts: list[str], rounds: int) -> dict[str, Times]:
    _say(name)
    return race(found, texts, rounds)


def _throughput(kind: str, races: Races, text: str) -> str:
    octets = {n: sum(len(c.encode()) for c in chunks(text, SIZES[n])) for n in races}
    material = len(text.encode())
    header = [
        size if octets[size] <= 1.01 * material else f"{size} (of {material / 1e6:.1f} MB)"
        for size in races
    ]
    rows = [
        [name, *(_speed(races[size], name, octets[size]) for size in races)]
        for name in _names(races)
    ]
    return table([kind, *header], rows)


def _names(races: Races) -> list[str]:
    return list(dict.fromkeys(name for times in races.values() for name in times))


def _speed(times: dict[str, Times], name: str, octets: int) -> str:
    found = times.get(name)
    if found is None or found.problem:
        return found.problem if found else "–"
    speeds = [octets / 1e6 / max(seconds, 1e-9) for seconds in found.cpu]
    relative = ratio(found, times.get(YARDSTICK))
    return _spread(speeds) + (f" ×{_figure(relative)}" if relative else "")


def _worst_table(races: Races, counts: dict[str, list[str]]) -> str:
    names = _names(races)
    rows = []
    for text, times in races.items():
        cells = [times.get(name, Times(problem="–")) for name in names]
        rows.append(
            [text, *counts[text], *(t.problem or _milliseconds(t.cpu, _middle) for t in cells)]
        )
    return table(["text", "tokens", "by table", *names], rows)


def _counts(text: str, encoding: str) -> list[str]:
    exact = f"{count(text, encoding=encoding):,}"
    return [exact, f"{table_count(text, (encoding,)):,}"]


def _fresh_table(fresh: dict[str, Times]) -> str:
    rows = []
    for name, times in fresh.items():
        rows.append([name, *(_milliseconds(one, _spread) for one in (times.wall, times.cpu))])
    return table(["process", "clock", "processor"], rows)


def _slowdown(races: Iterable[Races]) -> float:
    """Say how much longer the clock ran than the processor worked, in the median."""
    times = [times for race in races for by_engine in race.values() for times in by_engine.values()]
    pairs = [pair for one in times for pair in zip(one.wall, one.cpu, strict=True)]
    return statistics.median(wall / max(cpu, 1e-9) for wall, cpu in pairs)


def _milliseconds(seconds: list[float], write: Callable[[list[float]], str]) -> str:
    return write([1000 * one for one in seconds])


def _middle(values: list[float]) -> str:
    return _figure(statistics.median(values))


def _spread(values: list[float]) -> str:
    least, most = _figure(min(values)), _figure(max(values))
    return f"{_middle(values)} ({least}–{most})"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"  # noqa: PLR2004  # three digits


def _programs(encoding: str) -> dict[str, list[str]]:
    python = [sys.executable, "-c"]
    call = f"import tokest; tokest.count('Hello World', encoding={encoding!r})"
    table_call = f"tokest.estimate('Hello World', encoding={encoding!r}, method='table')"
    found = {
        "python, nothing": [*python, "pass"],
        "import tokest": [*python, "import tokest"],
        "tokest --help": [sys.executable, "-m", "tokest", "--help"],
        "first exact count": [*python, call],
        "first estimate by table": [*python, f"import tokest; {table_call}"],
    }
    for name in ("tiktoken", "tokenizers"):
        found[f"import {name}"] = [*python, f"import {name}"]
    return found


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--corpus", type=Path, nargs="+", required=True, metavar="PATH")
    parser.add_argument("--encoding", choices=embedded(), default="o200k_base")
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    parser.add_argument("--largest", type=int, default=max(SIZES.values()), metavar="BYTES")
    parser.add_argument("--worst", type=int, default=WORST_SIZE, metavar="BYTES")
    parser.add_argument("--only", choices=PARTS, nargs="+", default=PARTS, metavar="PART")
    parser.add_argument("--peers", type=Path, default=Path("build/peers"), metavar="FOLDER")
    parser.add_argument("--output", type=Path, default=HERE / "RESULTS.md", metavar="PATH")
    parser.add_argument("--json", type=Path, metavar="PATH", help="also write every round there")
    return parser.parse_args()


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
