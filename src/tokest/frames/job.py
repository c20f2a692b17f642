"""What is asked of every row: the same for all batches, and small enough to send to workers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tokest.errors import InputError
from tokest.frames.money import Prices, find_prices
from tokest.tokens.targets import MethodChoice, check_method, find_targets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokest.frames.options import Sending
    from tokest.places import Places
    from tokest.tokens.methods import Target

ERROR: Final = "tokens_error"
"""The result column that says why a row was not counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Targets to count for, by one method, and what each of them costs.

    `ahead` says how many characters are to come, for the choice of an engine. A target without a
    model has no price, and neither has any where none was asked for. `requests` says that texts
    are requests written as JSON; columns of lists and structs always are requests.
    """

    targets: tuple[Target, ...]
    method: MethodChoice
    prices: tuple[Prices | None, ...]
    ahead: int = 0
    places: Places | None = None
    requests: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Name the targets as they were asked for."""
        return tuple(target.model or target.counter.name for target in self.targets)


def make_job(  # noqa: PLR0913  # a job names what it needs
    models: Sequence[str] = (),
    *,
    encodings: Sequence[str] = (),
    method: MethodChoice = "auto",
    places: Places | None = None,
    sending: Sending | None = None,
    requests: bool = False,
) -> Job:
    """Find what counts some models and encodings, and what models cost if `sending` is given.

    Raises
    ------
    InputError
        when nothing is asked for, or two names make the same column; and the errors of
        `estimate` and `price` for a model that is not known to them.

    Examples
    --------
    >>> from tokest.frames.options import Sending
    >>> job = make_job(["qwen-max"], sending=Sending(output_tokens=500))
    >>> job.names, column_names(job)
    (('qwen-max',), (('qwen_max_tokens', 'qwen_max_low', 'qwen_max_high', 'qwen_max_cost_usd'),))
    """
    if isinstance(models, str) or isinstance(encodings, str):
        raise InputError("models, encodings", "must be lists, not a single str")
    if not (*models, *encodings):
        raise InputError("models, encodings", "name at least one")
    check_method(method)
    prices = [None if sending is None else find_prices(model, sending) for model in models]
    job = Job(
        targets=tuple(find_targets(models, encodings, method, places)),
        method=method,
        prices=(*prices, *[None] * len(encodings)),
        places=places,
        requests=requests,
    )
    names = [name for columns in column_names(job) for name in columns]
    for name in names:
        if names.count(name) > 1:
            raise InputError("models, encodings", f"two of them make the column {name}")
    return job


def column_names(job: Job) -> tuple[tuple[str, ...], ...]:
    """Name the result columns of each target, so that every engine takes them without quotes."""
    return tuple(
        tuple(f"{_plain(name)}_{part}" for part in _parts(prices))
        for name, prices in zip(job.names, job.prices, strict=True)
    )


def _parts(prices: Prices | None) -> tuple[str, ...]:
    counts = ("tokens", "low", "high")
    return counts if prices is None else (*counts, f"cost_{prices.currency.lower()}")


def _plain(name: str) -> str:
    return re.sub(r"\W", "_", name, flags=re.ASCII).lower()
