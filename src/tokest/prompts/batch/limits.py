"""What a provider takes in one batch file (`data/batch_limits.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from tokest.documents.kinds import URL, Choice, Count, Day, Flag, Many, Record, Text
from tokest.documents.reading import read
from tokest.resources import data_file

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Input tokens that requests of some models may have in a batch file."""

    models: tuple[str, ...]
    tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLimits:
    """The limits of one provider; ``None`` is unknown. `custom_id` is a pattern for the ids."""

    provider: str
    source: str
    checked: date
    status: str
    one_model: bool
    one_thinking: bool
    endpoints: tuple[str, ...]
    requests: int | None = None
    file_bytes: int | None = None
    line_bytes: int | None = None
    custom_id: str | None = None
    context: tuple[Context, ...] = ()

    def most_input(self, model: str) -> int | None:
        """Find how many input tokens a request may have, where it is less than in a plain call.

        >>> find_limits("alibaba").most_input("qwen3.7-plus")
        256000
        """
        found = (one.tokens for one in self.context if model.startswith(one.models))
        return next(found, None)


def find_limits(provider: str | None) -> BatchLimits | None:
    """Find the limits of a provider; ``None`` where none are on record.

    >>> find_limits("alibaba").requests
    50000
    """
    return next((one for one in _all() if one.provider == provider), None)


@cache
def _all() -> tuple[BatchLimits, ...]:
    file = data_file("batch_limits.yaml")
    found: tuple[BatchLimits, ...] = read(file.read_text("utf-8"), "batch_limits.yaml", LIMITS)
    return found


LIMITS: Final = Record(
    lambda version, providers: providers,  # noqa: ARG005  # the version is only checked
    {
        "version": Count(minimum=1, maximum=1),
        "providers": Many(
            Record(
                BatchLimits,
                {
                    "provider": Text(),
                    "source": URL,
                    "checked": Day(),
                    "status": Choice(("documented", "secondary")),
                    "one_model": Flag(),
                    "one_thinking": Flag(),
                    "endpoints": Many(Text(), at_least=1),
                },
                {
                    "requests": Count(minimum=1),
                    "file_bytes": Count(minimum=1),
                    "line_bytes": Count(minimum=1),
                    "custom_id": Text(),
                    "context": Many(
                        Record(
                            Context,
                            {"models": Many(Text(), at_least=1), "tokens": Count(minimum=1)},
                        )
                    ),
                },
            )
        ),
    },
)
