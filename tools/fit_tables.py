r"""Fit the window tables from token starts; `token_starts.py` is the step before.

    python tools/fit_tables.py WORK [WORK ...] --output data --score-group dev

Every table is counted on all documents. Its factor, error and intervals come from fits in which
the repositories of the documents they are measured on were held out. All folders must have the
token starts of the same encodings.
"""

from __future__ import annotations

import argparse
import json
import re
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from table_counts import fit
from table_pack import cluster, codes, slots, write_keys
from table_quality import measure
from table_work import alike, kinds, open_work, repository
from tokest.kernels.sums import UNIT, expect
from tokest.kernels.windows import ODD, Tables
from tokest.kernels.words import PAD, before_factors
from tokest.tokens.table_files import SCALE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from table_work import Work

    Array = NDArray[Any]

FOLDS: Final = 3

WEIGHTS: Final = {
    "catalogue": 0.2,
    "dictionary": 0.2,
    "generated": 0.5,
    "tokens": 0.5,
    "words": 0.02,
}
"""Weight of documents of a kind; 1 for the rest. Lists of words are full of rare ones."""

MOST_WRITTEN: Final = frozenset(
    re.findall(
        "[a-z]+",
        "ar bg bn ca cs da de el en es et fa fi fr gu he hi hr hu id it ja ka kk km kn ko lt lv ml "
        "mr ms my nb ne nl no pa pl pt ro ru si sk sl sr sv sw ta te th tr uk und ur uz vi zh",
    )
)
OTHERS: Final = 0.25
"""Weight of prose in languages that prompts are seldom in: they are many, and all have words that
no other source knows, so that they would speak for the unknown words of all languages."""

OF_ONE_TEXT: Final = ("udhr", 0.25)
"""What a source's name holds whose documents are one text in hundreds of languages."""


def main() -> None:
    """Fit, measure and write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("work", type=Path, nargs="+")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--score-group", default="dev")
    parser.add_argument("--predictions", type=Path, help="keep the held-out predictions (.npz)")
    given = parser.parse_args()
    names = sorted(path.stem.removeprefix("starts_") for path in given.work[0].glob("starts_*.npy"))
    names.sort(key=lambda name: (name not in JUDGES, name))
    work = open_work(given.work)
    sums, odd, scored = held_out(work, names, given.score_group)
    if given.predictions:
        np.savez(given.predictions, names=names, sums=sums, odd=odd, scored=scored)
    table, single, values = fitted(work, names, weights(work))
    folder = given.output / "tables"
    folder.mkdir(parents=True, exist_ok=True)
    write_keys(folder / "keys.bin", kinds(), alike(), table, single)
    for name, column in zip(names, values.T, strict=True):
        (folder / f"{name}.bin").write_bytes(zlib.compress(column.tobytes(), 9))
    sorts = np.array([str(document["kind"]) for document in work.documents])[scored]
    halves = in_halves([work.documents[number] for number in scored])
    rows = {
        name: measure(work.counts(name)[scored], row[scored], odd[:, scored], sorts, halves)
        for name, row in zip(names, sums, strict=True)
    }
    corpora = (json.loads((f / "corpora.json").read_text("utf-8")) for f in given.work)
    report = {
        "version": 1,
        "corpora": [corpus for folder in corpora for corpus in folder],
        "documents": len(work.documents),
        "bytes": int(sum(document["bytes"] for document in work.documents)),
    }
    encodings = [{"name": name, **rows[name]} for name in sorted(rows)]
    (given.output / "tables.json").write_text(written(report, encodings), "utf-8")


def written(report: dict[str, Any], encodings: list[dict[str, Any]]) -> str:
    """Write the report as JSON, with a line for each encoding."""
    lines = ",\n".join(map(json.dumps, encodings))
    return f'{json.dumps(report)[:-1]}, "encodings": [\n{lines}\n]}}\n'


JUDGES: Final = ("qwen3.5", "o200k_base", "gemma3", "deepseek_v3")
"""Encodings that say which windows are worth their slots: the most unlike."""


def weights(work: Work) -> Array:
    """Weigh the documents."""
    return np.array([_weight(document) for document in work.documents])


def _weight(document: dict[str, Any]) -> float:
    name, weight = OF_ONE_TEXT
    if name in str(document["source"]):
        return weight
    weight = WEIGHTS.get(str(document["kind"]), 1.0)
    language = re.split("[-_@]", str(document["lang"]))[0]
    rare = document["kind"] in {"prose", "catalogue"} and document["group"] == "extra"
    return weight * OTHERS if rare and language not in MOST_WRITTEN else weight


def held_out(
    work: Work, names: Sequence[str], group: str, only: int | None = None
) -> tuple[Array, Array, Array]:
    """Predict the documents of a group from fits that have not seen their repositories.

    Returns tokens, float64[E, D]; odd places, int64[3, D]; and which documents were predicted.
    """
    fold = folds(work, group)
    wanted = np.array([document["group"] == group for document in work.documents])
    sums = np.zeros((len(names), len(fold)))
    odd = np.zeros((len(ODD), len(fold)), np.int64)
    for held in range(FOLDS) if only is None else (only,):
        table, single, values = fitted(work, names, np.where(fold == held, 0, weights(work)))
        tables = Tables(kinds(), before_factors(alike()), table, single)
        scored = np.flatnonzero((fold == held) & wanted)
        found, odd[:, scored] = _expect(
            work, scored, tables, np.pad(SCALE[values].T, ((0, 0), (0, 1)))
        )
        sums[:, scored] = found / UNIT
        print(f"fold {held + 1} of {FOLDS} done", flush=True)
    return sums, odd, np.flatnonzero(sums[0] > 0)


def fitted(work: Work, names: Sequence[str], weight: Array) -> tuple[Array, Array, Array]:
    """Give the slots, the ids of single units, and the code of each id by encoding."""
    found = fit(work, names, weight)
    label, rows = cluster(found.means, found.weight, seed=0)
    return *slots(found, label), codes(rows)


def _expect(work: Work, scored: Array, tables: Tables, values: Array) -> tuple[Array, Array]:
    sums = np.zeros((len(values), len(scored)), np.int64)
    odd = np.zeros((len(ODD), len(scored)), np.int64)
    for place, (start, stop) in enumerate(work.spans[:, scored].T):
        units = np.zeros(stop - start + 2 * PAD, np.uint16)
        units[PAD:-PAD] = work.units[start:stop]
        spans = np.array([[PAD], [len(units) - PAD]])
        here = slice(place, place + 1)
        sums[:, here], odd[:, here] = expect(units, spans, tables, values)
    return sums, odd


def in_halves(documents: Sequence[dict[str, Any]]) -> Array:
    """Put whole repositories into halves at random; what was generated goes by document."""
    rng = np.random.default_rng(0)
    names = [repository(document) for document in documents]
    sides = dict(zip(dict.fromkeys(names), rng.integers(0, 2, len(names)), strict=False))
    made_up = np.array([document["kind"] == "adversarial" for document in documents])
    alone = rng.integers(0, 2, len(names))
    return np.where(made_up, alone, [sides[name] for name in names])


def folds(work: Work, group: str) -> Array:
    """Put whole repositories into folds of about equal size; -1 is never held out."""
    sizes: dict[str, int] = {}
    for document in work.documents:
        if document["group"] == group:
            name = repository(document)
            sizes[name] = sizes.get(name, 0) + document["bytes"]
    filled, fold = [0] * FOLDS, {}
    for name in sorted(sizes, key=lambda name: (-sizes[name], name)):
        fold[name] = filled.index(min(filled))
        filled[fold[name]] += sizes[name]
    return np.array([fold.get(repository(document), -1) for document in work.documents])


if __name__ == "__main__":
    main()
