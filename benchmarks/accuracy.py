"""Measure how far token estimates are from exact counts, tokest's beside those of its peers.

    python benchmarks/accuracy.py --corpus documents.jsonl.xz --peers build/peers

README.md beside this file says how to install the peers. A peer that is not there is named in
the report and left out.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Final

from accuracy_tables import Study, all_scores, kind_chart, refusals, tables
from corpus import describe, read_documents
from markdown import circumstances, replace_section
from methods import Guesses, embedded, exact_counts, own_guesses
from peers import PEERS, ask
from tokest.tokens.table_quality import table_names

HERE: Final = Path(__file__).parent
PACKAGES: Final = ("numpy", "regex", "tokenizers")
DEFAULT_PEERS: Final = HERE.parent / "build" / "peers"
LEGEND: Final = """\
- chars/4, bytes/4: characters, or bytes of UTF-8, divided by four and rounded up.
- rule of thumb: `method="rule"`, the vendor's rule.
- cl100k for all: the count of cl100k_base whatever the model, as code built on tiktoken often does.
- tokest table: `method="table"`. What tokest does by default for the encodings that ship is to
  count exactly, without error; that is the measure here and no row.
- A peer is asked for a model that has the encoding, for qwen3.5 the nearest Qwen that it knows.
  ai-tokenizer and litellm hold o200k_base and cl100k_base, and litellm from 1.109 on DeepSeek's:
  these they count and do not estimate."""


def main() -> None:
    """Count, guess, compare and write the report."""
    given = _arguments()
    documents = read_documents(given.corpus, given.limit)
    texts = [document.text for document in documents]
    exact = {}
    for name in given.encoding:
        _say(f"exact counts of {name}")
        exact[name] = exact_counts(name, texts)
    _say("tokest's own methods")
    study = Study(documents, exact, own_guesses(texts, exact))
    asked, absent = _ask_peers(given.peers, study, texts)
    report = "\n\n".join(
        (
            "## Accuracy",
            circumstances(PACKAGES) + f"\n- Corpus: {describe(given.corpus, documents)}",
            f"Peers: {', '.join(asked) or 'none'}.",
            _left_out(absent, refusals(study)),
            LEGEND,
            tables(study),
        )
    )
    replace_section(given.output, "accuracy", report)
    given.output.with_name("error_by_kind.svg").write_text(kind_chart(study), "utf-8")
    if given.json:
        rows = ",\n".join(map(json.dumps, all_scores(study)))
        given.json.write_text(f"[\n{rows}\n]\n", "utf-8")
    _say(f"wrote {given.output}")


def _ask_peers(folder: Path, study: Study, texts: list[str]) -> tuple[list[str], list[str]]:
    """Add the peers' guesses to the study; name those that answered and those that did not."""
    asked, absent = [], []
    for peer in PEERS:
        _say(peer.name)
        start = time.perf_counter()
        answer = ask(peer, folder, texts, study.exact)
        if answer.problem:
            absent.append(f"{peer.name}: {answer.problem}")
            continue
        seconds = time.perf_counter() - start
        asked.append(f"{peer.name} {answer.version} ({seconds:.0f} s)")
        guesses: Guesses = answer.guesses
        study.guesses[peer.name] = guesses
    return asked, absent


def _left_out(absent: list[str], refused: dict[str, int]) -> str:
    lines = [f"- Absent: {one}." for one in absent]
    lines += [f"- {name} refused {times:,} texts, left out." for name, times in refused.items()]
    return "\n".join(lines) or "Nothing is absent and no text was refused."


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--corpus", type=Path, nargs="+", required=True, metavar="PATH")
    parser.add_argument(
        "--encoding",
        nargs="+",
        choices=table_names(),
        default=embedded(),
        metavar="NAME",
        help="encodings to judge; the vocabulary of one that does not ship must be found here",
    )
    parser.add_argument("--peers", type=Path, default=DEFAULT_PEERS, metavar="FOLDER")
    parser.add_argument("--limit", type=int, metavar="N", help="only N documents, evenly spaced")
    parser.add_argument("--output", type=Path, default=HERE / "RESULTS.md", metavar="PATH")
    parser.add_argument("--json", type=Path, metavar="PATH", help="also write every score there")
    return parser.parse_args()


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
