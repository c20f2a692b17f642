r"""Fit the window tables from token starts; `token_starts.py` is the step before.

    python tools/fit_tables.py WORK data/tables --score-group dev

Every table is counted on all documents. Its factor, error and intervals come from fits in which
the repositories of the documents they are measured on were held out.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import yaml

from table_counts import PARTS, fit, open_work, tables
from tokest.kernels import windows as kernel

if TYPE_CHECKING:
    from table_counts import Array, Work

FOLDS: Final = 3
LEVEL: Final = 0.9

WEIGHTS: Final = {"catalogue": 0.5, "generated": 0.5, "names": 0.2, "words": 0.2}
"""Weight of documents of a kind; 1 for the rest."""

SIZES: Final = (30, 100, 300, 1000, 3000, None)
"""Interval classes: predictions of up to so many tokens."""


def main() -> None:
    """Fit, measure and write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("work", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--score-group", default="dev")
    parser.add_argument("--encoding", action="append")
    given = parser.parse_args()
    found = sorted(path.stem.removeprefix("starts_") for path in given.work.glob("starts_*.npy"))
    work = open_work(given.work, given.encoding or found)
    weight = _weights(work)
    predicted, scored = _held_out(work, weight, given.score_group)
    given.output.mkdir(parents=True, exist_ok=True)
    prints, values = fit(work, weight)
    for name in work.names:
        parts = [values[name][part].tobytes() for part in PARTS]
        _write(given.output / f"{name}.xz", [*parts, values[name]["floor"].tobytes()])
    letters = tables(work.names[:1], prints, values).letters
    _write(given.output / "keys.xz", [letters.tobytes(), *(prints[p].tobytes() for p in PARTS)])
    report = {
        "version": 1,
        "corpora": json.loads((given.work / "corpora.json").read_text("utf-8")),
        "documents": int((weight > 0).sum()),
        "bytes": int(sum(d["bytes"] for d, w in zip(work.documents, weight, strict=True) if w)),
        "encodings": [
            _measure(work, name, predicted[row], scored) for row, name in enumerate(work.names)
        ],
    }
    text = yaml.safe_dump(report, sort_keys=False, width=100)
    (given.output.parent / "tables.yaml").write_text(HEADER + text, "utf-8")


HEADER: Final = """\
# The window tables: what they were counted on and how far off they are. Written by
# tools/fit_tables.py; do not edit.
#
# factor      what sums are multiplied by: the median of true over expected, held out by repository.
# error       of documents whose repositories were held out: median and 90th percentile of the
#             relative error, and the relative error of the sum, after the factor.
# intervals   bounds of the true count as factors of the estimate, for estimates of at most up_to
#             tokens of mostly ASCII text or not, wide enough for 90 % of the held-out documents.
"""


def _weights(work: Work) -> Array:
    kinds = [str(document["kind"]) for document in work.documents]
    weight = np.array([WEIGHTS.get(kind, 1.0) for kind in kinds], np.float32)
    for name in work.names:
        weight[~np.load(work.folder / f"usable_{name}.npy")] = 0
    return weight


def _held_out(work: Work, weight: Array, group: str) -> tuple[Array, Array]:
    """Predict the documents of a group from fits that have not seen their repositories."""
    scored = np.array([document["group"] == group for document in work.documents])
    fold = _folds(work, scored)
    predicted = np.zeros((len(work.names), len(work.documents)))
    for held in range(FOLDS):
        prints, values = fit(work, np.where(fold == held, 0, weight).astype(np.float32))
        table = tables(work.names, prints, values)
        for document in np.flatnonzero(scored & (fold == held)):
            start, stop = work.spans[:, document]
            codes = work.codes[start - kernel.PAD : stop + kernel.PAD]
            units = kernel.expected_units(codes, table).sum(axis=1, dtype=np.int64)
            predicted[:, document] = units / kernel.UNIT
        print(f"fold {held + 1} of {FOLDS} done", flush=True)
    return predicted, scored


def _folds(work: Work, scored: Array) -> Array:
    """Put whole repositories into folds of about equal size; -1 is never held out."""
    sizes: dict[str, int] = {}
    names = [_repository(str(document["source"])) for document in work.documents]
    for name, document, wanted in zip(names, work.documents, scored, strict=True):
        if wanted:
            sizes[name] = sizes.get(name, 0) + document["bytes"]
    filled, fold = [0] * FOLDS, {}
    for name in sorted(sizes, key=lambda name: (-sizes[name], name)):
        fold[name] = filled.index(min(filled))
        filled[fold[name]] += sizes[name]
    return np.array([fold.get(name, -1) for name in names])


def _repository(source: str) -> str:
    """Give owner/name of a source such as github:owner/name:path or owner/name@commit:path."""
    return re.split(r"[@:]", source.removeprefix("github:"))[0]


def _measure(work: Work, name: str, predicted: Array, scored: Array) -> dict[str, Any]:
    true = np.load(work.folder / f"counts_{name}.npy")
    seen = scored & (true > 0)
    ratio = true[seen] / predicted[seen]
    factor = float(np.median(ratio))
    error = np.abs(predicted[seen] * factor / true[seen] - 1)
    total = predicted[seen].sum() * factor / true[seen].sum() - 1
    spans = work.spans[:, seen].T
    ascii_share = np.array([(work.codes[a:b] < 128).mean() for a, b in spans])  # noqa: PLR2004
    tokens = np.round(predicted[seen] * factor)
    return {
        "name": name,
        "factor": round(factor, 4),
        "error": {
            "median": round(float(np.median(error)), 4),
            "p90": round(float(np.quantile(error, 0.9)), 4),
            "total": round(float(total), 4),
        },
        "intervals": _intervals(ratio / factor, tokens, ascii_share >= 0.9),  # noqa: PLR2004
    }


def _intervals(ratio: Array, tokens: Array, is_ascii: Array) -> list[dict[str, Any]]:
    found, least = [], 40
    for mostly_ascii in (True, False):
        above = 0
        for size in SIZES:
            inside = (is_ascii == mostly_ascii) & (tokens > above)
            inside &= tokens <= (size or np.inf)
            sample = ratio[inside] if inside.sum() >= least else ratio[is_ascii == mostly_ascii]
            low, high = np.quantile(sample, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
            bounds = {"low": round(float(min(low, 1)), 3), "high": round(float(max(high, 1)), 3)}
            found.append({"ascii": mostly_ascii, **({"up_to": size} if size else {}), **bounds})
            above = size or above
    return found


def _write(path: Path, parts: list[bytes]) -> None:
    preset = {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 0, "pb": 0}
    path.write_bytes(lzma.compress(b"".join(parts), format=lzma.FORMAT_XZ, filters=[preset]))
    print(f"{path.name}: {path.stat().st_size} bytes", flush=True)


if __name__ == "__main__":
    main()
