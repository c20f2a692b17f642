"""What the accuracy benchmark found, as tables, a chart and rows of numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from chart import bar_chart
from markdown import table
from scores import Floats, Mask, Score, score

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from corpus import Document
    from methods import Guesses

LANGUAGES: Final = 20
"""Languages shown, the largest; the numbers of all are in the JSON."""

NONE: Final = "–"


@dataclass(frozen=True, slots=True)
class Study:
    """The documents, their exact counts by encoding, and the guesses by method and encoding."""

    documents: Sequence[Document]
    exact: dict[str, Floats]
    guesses: dict[str, Guesses]

    @property
    def kinds(self) -> list[str]:
        """Kinds of documents, the commonest first."""
        return [kind for kind, _ in Counter(d.kind for d in self.documents).most_common()]

    @property
    def languages(self) -> list[str]:
        """Languages of the documents, the commonest first."""
        return [lang for lang, _ in Counter(d.lang for d in self.documents).most_common()]

    def rows(self, kind: str | None = None, lang: str | None = None) -> Mask:
        """Mark the documents of a kind and a language; of all where not said."""
        marks = [kind in (None, d.kind) and lang in (None, d.lang) for d in self.documents]
        return np.array(marks, bool)

    def score(self, method: str, encoding: str, rows: Mask) -> Score | None:
        """Score a method on some documents of an encoding, if it knows the encoding."""
        guess = self.guesses[method].get(encoding)
        if guess is None or not rows.any():
            return None
        return score(self.exact[encoding][rows], guess.at(rows))

    def methods(self, encoding: str) -> list[str]:
        """Name the methods that know an encoding."""
        return [method for method, found in self.guesses.items() if encoding in found]


def tables(study: Study) -> str:
    """Write all tables of the report."""
    first, *others = study.exact
    parts = [
        "### Error by method and encoding",
        "Median / 90th percentile of the error of a document, in % of its exact count.",
        _by_encoding(study, lambda s: f"{_percent(s.median)} / {_percent(s.p90)}"),
        "99th percentile of the error / bias of the total, in %.",
        _by_encoding(study, lambda s: f"{_percent(s.p99)} / {s.bias * 100:+.1f}"),
        f"### Median error by kind of text, %: {first}",
        f"![Median error by kind of text and method, {first}](error_by_kind.svg)",
        _by_kind(study, first),
        *(_folded(name, _by_kind(study, name)) for name in others),
        f"### Median error by language, %: {first}, the {LANGUAGES} with most documents",
        _by_language(study, first),
        *(_folded(name, _by_language(study, name)) for name in others),
        "### Ranges",
        "Share of exact counts inside the range / median width of the range, in % of the count.",
        _intervals(study),
    ]
    return "\n\n".join(parts)


def kind_chart(study: Study) -> str:
    """Draw the median error by kind and method, for the first encoding."""
    encoding = next(iter(study.exact))
    groups = {kind: _medians(study, encoding, study.rows(kind)) for kind in study.kinds}
    title = f"Median error of token estimates by kind of text, {encoding}"
    return bar_chart(title, study.methods(encoding), groups)


def all_scores(study: Study) -> Iterator[dict[str, Any]]:
    """Yield every score by method, encoding, kind and language; ``*`` is all of them."""
    kinds, languages = (None, *study.kinds), (None, *study.languages)
    for kind in kinds:
        for lang in languages:
            rows = study.rows(kind, lang)
            for method in study.guesses:
                for name in study.exact:
                    if found := study.score(method, name, rows):
                        names = {"method": method, "encoding": name}
                        cell = {"kind": kind or "*", "language": lang or "*"}
                        yield names | cell | asdict(found)


def refusals(study: Study) -> dict[str, int]:
    """Count the texts that a method had no answer to."""
    missing = {
        method: max(int(np.isnan(guess.tokens).sum()) for guess in found.values())
        for method, found in study.guesses.items()
        if found
    }
    return {method: texts for method, texts in missing.items() if texts}


def _by_encoding(study: Study, write: Callable[[Score], str]) -> str:
    everything = study.rows()
    rows = []
    for method in study.guesses:
        scores = [study.score(method, name, everything) for name in study.exact]
        rows.append([method, *(write(found) if found else NONE for found in scores)])
    return table(["method", *study.exact], rows)


def _by_kind(study: Study, encoding: str) -> str:
    columns = [_medians(study, encoding, study.rows(kind)) for kind in study.kinds]
    sizes = [f"{kind} ({study.rows(kind).sum():,})" for kind in study.kinds]
    rows = zip(study.methods(encoding), *columns, strict=True)
    return table(["method", *sizes], ([name, *map(_number, found)] for name, *found in rows))


def _by_language(study: Study, encoding: str) -> str:
    rows = []
    for lang in study.languages[:LANGUAGES]:
        mask = study.rows(lang=lang)
        rows.append([f"{lang} ({mask.sum():,})", *map(_number, _medians(study, encoding, mask))])
    return table(["language", *study.methods(encoding)], rows)


def _medians(study: Study, encoding: str, rows: Mask) -> list[float]:
    scores = [study.score(method, encoding, rows) for method in study.methods(encoding)]
    return [100 * found.median if found else np.nan for found in scores]


def _intervals(study: Study) -> str:
    rows = []
    for name in study.exact:
        for method, found in study.guesses.items():
            if name not in found or found[name].low is None:
                continue
            masks = [study.rows(), *(study.rows(kind) for kind in study.kinds)]
            scores = [study.score(method, name, mask) for mask in masks]
            rows.append([f"{name}, {method}", *map(_range, scores)])
    return table(["encoding and method", "all", *study.kinds], rows)


def _range(found: Score | None) -> str:
    if found is None or found.coverage is None or found.width is None:
        return NONE
    return f"{_percent(found.coverage)} / {_percent(found.width)}"


def _folded(name: str, body: str) -> str:
    return f"<details><summary>{name}</summary>\n\n{body}\n\n</details>"


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"


def _number(value: float) -> str:
    return NONE if np.isnan(value) else f"{value:.1f}"
