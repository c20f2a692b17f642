"""Count texts for many checks in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.errors import UnknownModelError
from tokest.linter.rule import Count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tokest.linter.bodies import Body
    from tokest.linter.context import Context
    from tokest.linter.rule import Ask
    from tokest.tokens.estimate import MethodChoice
    from tokest.tokens.values import Estimate

MOST_KEPT = 4_000_000
"""Characters of texts whose counts are remembered; then they are forgotten."""


class Meter:
    """Counts what is asked for, each text once."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.known: dict[tuple[str | Body, str], Count] = {}
        self.kept = 0
        self.counted = 0

    def answer(self, asks: Iterable[Ask]) -> list[tuple[Count, ...]]:
        """Count the texts of all questions together."""
        asks = list(asks)
        if self.kept > MOST_KEPT:
            self.known.clear()
            self.kept = 0
        wanted: dict[str, dict[str | Body, None]] = {}
        for ask in asks:
            for text in ask.texts:
                if (text, ask.model) not in self.known:
                    wanted.setdefault(ask.model, {})[text] = None
        for model, texts in wanted.items():
            self._count_bodies(model, [one for one in texts if not isinstance(one, str)])
            self._count(model, [one for one in texts if isinstance(one, str)])
        return [tuple(self.known[text, ask.model] for text in ask.texts) for ask in asks]

    def _count_bodies(self, model: str, bodies: list[Body]) -> None:
        if not bodies:
            return
        from tokest.linter.bodies import count_bodies  # noqa: PLC0415  # only where requests are
        from tokest.prompts.counting import Way  # noqa: PLC0415

        models, encodings = self.names(model)
        name, encoding = models[0] if models else model, encodings[0] if encodings else None
        way = Way(model=name, encoding=encoding, method=self.method(models, encodings))
        for body, count in zip(bodies, count_bodies(bodies, way), strict=True):
            self.known[body, model] = count
            self.kept += len(body.json)
        self.counted += len(bodies)

    def method(self, models: tuple[str, ...], encodings: tuple[str, ...]) -> MethodChoice:
        """Choose how a model is counted: as is configured, where it can be."""
        method = self.context.settings.method
        return "auto" if method == "table" and not _has_table(models, encodings) else method

    def _count(self, model: str, texts: list[str]) -> None:
        if not texts:
            return
        from tokest.tokens.estimate import estimate_many  # noqa: PLC0415  # only if one counts

        models, encodings = self.names(model)
        method = self.method(models, encodings)
        clean = [
            text if _whole(text) else text.encode("utf-8", "replace").decode() for text in texts
        ]
        found = estimate_many(clean, models, encodings=encodings, method=method)
        for text, (one,) in zip(texts, found, strict=True):
            self.known[text, model] = _count(one)
            self.kept += len(text)
        self.counted += len(texts)

    def names(self, model: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give the model, or the encoding that the rate card gives it."""
        from tokest.tokens.encodings import find_family  # noqa: PLC0415

        if not self.context.cards:
            try:
                find_family(model)
            except UnknownModelError:
                pass
            else:
                return (model,), ()
        match = self.context.find(model)
        if match is not None and match.model.encoding is not None:
            return (), (match.model.encoding,)
        return (match.model.id if match else model,), ()


def _whole(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _has_table(models: tuple[str, ...], encodings: tuple[str, ...]) -> bool:
    """Whether a table stands in; what goes by a proxy is counted by it."""
    from tokest.tokens.encodings import Proxy, find_counter, find_family  # noqa: PLC0415

    counter = find_family(models[0]).counter if models else find_counter(encodings[0])
    return not isinstance(counter, Proxy)


def _count(one: Estimate) -> Count:
    if one.tokens is None or one.high is None:  # only requests have unknown parts
        raise AssertionError(one)
    return Count(one.tokens, one.low, one.high, one.method, str(one.encoding))
