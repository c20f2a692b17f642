"""What a request may be answered with: its cap, the worst case and what is expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any, Final

from tokest.arguments import whole_number
from tokest.errors import InputError
from tokest.families import family_names, plain_name
from tokest.prompts.plain import check_plain
from tokest.prompts.shapes.recognise import read_request
from tokest.prompts.templates import UNKNOWN, find_template
from tokest.prompts.values import Options, Request
from tokest.rates.load import builtin_card
from tokest.rates.match import find_model
from tokest.render.shown import Shown
from tokest.render.table import Column, Table
from tokest.units import MOST_TOKENS, Usage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokest.rates.card import RateCard

    Wish = int | Sequence[int] | Mapping[float, int] | None

# https://help.aliyun.com/zh/model-studio/anthropic-api-messages (October 2026): on Model Studio the
# cap holds for thinking and answer of these models, and for the answer alone of its others.
# https://platform.openai.com/docs/guides/reasoning and https://docs.claude.com/en/docs/build-with-claude/extended-thinking
# (both August 2026): thinking is part of the cap.
# https://ai.google.dev/gemini-api/docs/thinking (August 2026): maxOutputTokens holds for both.
_INSIDE: Final = (
    "claude",
    "deepseek-flash",
    "deepseek-v4",
    "deepseek-v4.1",
    "gemini-2.5",
    "gemini-3",
    "gemini-3.1",
    "gemini-3.5",
    "gemini-3.6",
    "gemini-3.7",
    "gemini-3.8",
    "gemini-4",
    "gpt",
    "o1",
    "o3",
    "o4",
    "qwen3.8-flash",
    "qwen3.8-max",
)
_OUTSIDE: Final = ("qwen", "qwen3", "qwen3.5", "qwen3.6", "qwen3.7", "qwq", "qvq")


@dataclass(frozen=True, slots=True, kw_only=True)
class Output(Shown):
    """Output tokens of an answer; what is not known is ``None``.

    ``cap`` is what the request allows, ``cap_includes_thinking`` whether thinking counts against
    it, ``thinking_budget`` what thinking may use by the request. ``worst`` is the most that may be
    billed, ``expected`` what the caller expects, between ``low`` and ``high``.
    """

    cap: int | None
    cap_includes_thinking: bool | None
    thinking_budget: int | None
    worst: int | None
    low: int | None
    expected: int | None
    high: int | None
    assumptions: tuple[str, ...]

    def table(self) -> Table:
        """Lay out what bounds the answer, and what is expected."""
        inside = {True: "the answer and its thinking", False: "the answer alone", None: ""}
        rows = (
            ("cap of the request", self.cap, inside[self.cap_includes_thinking]),
            ("thinking budget", self.thinking_budget, ""),
            ("expected, low", self.low, ""),
            ("expected", self.expected, ""),
            ("expected, high", self.high, ""),
            ("worst case", self.worst, ""),
        )
        columns = (Column("output"), Column("tokens", "count"), Column("holds for"))
        return Table(columns=columns, rows=rows, title="Output tokens", notes=self.assumptions)

    def expected_usage(self, input_tokens: int) -> Usage | None:
        """Give the usage that is expected, to price; ``None`` if nothing is expected."""
        return _usage(input_tokens, self.expected)

    def worst_usage(self, input_tokens: int) -> Usage | None:
        """Give the usage of the worst case, to price; ``None`` if there is no bound."""
        return _usage(input_tokens, self.worst)


def _usage(input_tokens: int, output_tokens: int | None) -> Usage | None:
    if output_tokens is None:
        return None
    return Usage(input_tokens=input_tokens, output_tokens=output_tokens)


def output(
    prompt: Request | Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    model: str | None = None,
    *,
    expected: Wish = None,
    thinking: bool | None = None,
    card: RateCard | None = None,
) -> Output:
    """Say what a request may be answered with.

    `expected` is a number, a range, or quantiles such as ``{0.1: 200, 0.5: 400, 0.9: 900}``. It
    never goes beyond the worst case: the cap of the request, with the thinking beside it where the
    cap leaves that out, and never more than the model gives by the rate card.

    Raises
    ------
    InputError
        for a number that cannot be.

    Examples
    --------
    >>> output({"messages": [], "max_tokens": 500}, "qwen-plus", expected=200, thinking=False).worst
    500
    >>> found = output({"messages": [], "max_tokens": 500, "thinking_budget": 1000}, "qwen-plus")
    >>> found.cap_includes_thinking, found.worst
    (False, 1500)
    """
    if prompt is not None and not isinstance(prompt, Request):
        check_plain(prompt)
    request = prompt if isinstance(prompt, Request) or prompt is None else read_request(prompt)
    options = request.options if request else Options()
    name = model or (request.model if request else None)
    asked = options.thinking if thinking is None else thinking
    asked = _default(name) if asked is None else asked
    notes: list[str] = []
    includes = cap_includes_thinking(name)
    limit, longest = _limits(name, card, asked, notes)
    worst = _worst(options, includes, limit, longest, asked)
    low, middle, high = _expected(expected)
    if worst is not None:
        low, middle, high = (
            None if one is None else min(one, worst) for one in (low, middle, high)
        )
    if options.max_output is not None and includes is None and asked is not False:
        notes.append(f"whether {options.max_output_key} includes thinking is not known of {name}")
    return Output(
        cap=options.max_output,
        cap_includes_thinking=includes,
        thinking_budget=options.thinking_budget,
        worst=worst,
        low=low,
        expected=middle,
        high=high,
        assumptions=tuple(notes),
    )


def _default(model: str | None) -> bool | None:
    """Say whether a model thinks if it is not told: not known of one without a template."""
    template = find_template(model).template
    if template.name == UNKNOWN or template.thinking is None:
        return None if template.name == UNKNOWN else False
    return template.thinking.default == "on"


def cap_includes_thinking(model: str | None) -> bool | None:
    """Say whether a cap on the output of a model holds for its thinking too.

    >>> cap_includes_thinking("gpt-5.4"), cap_includes_thinking("qwen3.7-plus")
    (True, False)
    >>> cap_includes_thinking("glm-5.2") is None
    True
    """
    for name in family_names(plain_name(model or "")):
        if name in _INSIDE or name in _OUTSIDE:
            return name in _INSIDE
    return None


def _limits(
    model: str | None,
    card: RateCard | None,
    thinking: bool | None,  # noqa: FBT001  # as the request says it
    notes: list[str],
) -> tuple[int | None, int | None]:
    """Find what the model gives at most, plain or with thinking."""
    if model is None:
        return None, None
    try:
        limits = find_model(builtin_card() if card is None else card, model).model.limits
    except LookupError:
        notes.append(f"no limit of {model} is on record")
        return None, None
    if limits is None:
        return None, None
    most = limits.max_output_thinking if thinking and limits.max_output_thinking else None
    return most or limits.max_output, limits.context_window


def _worst(
    options: Options,
    includes: bool | None,  # noqa: FBT001  # a fact, no switch
    limit: int | None,
    longest: int | None,
    thinking: bool | None,  # noqa: FBT001  # a fact, no switch
) -> int | None:
    cap = options.max_output
    if cap is None or (cap and includes is None and thinking is not False):
        return limit
    if includes or thinking is False:
        return cap if limit is None else min(cap, limit)
    budget = options.thinking_budget
    if budget is None:
        return longest
    return cap + budget if longest is None else min(cap + budget, longest)


def _expected(wish: Wish) -> tuple[int | None, int | None, int | None]:
    """Read a number, a range or quantiles as low, middle and high."""
    if wish is None:
        return None, None, None
    if isinstance(wish, tuple | list):
        if len(wish) != 2:  # noqa: PLR2004  # a range has two ends
            raise InputError("expected", f"a range has two ends, got {len(wish)}")
        low, high = (whole_number("expected", end, most=MOST_TOKENS) for end in wish)
        if low > high:
            raise InputError("expected", f"{low:,} is more than {high:,}")
        return low, ceil((low + high) / 2), high
    if not isinstance(wish, Mapping):
        found = whole_number("expected", wish, most=MOST_TOKENS)
        return found, found, found
    shares: list[Any] = list(wish)
    if not shares or not all(isinstance(one, int | float) and 0 <= one <= 1 for one in shares):
        raise InputError("expected", "quantiles go from 0 to 1, such as {0.1: 200, 0.9: 900}")
    pairs = sorted(wish.items())
    counts = [whole_number("expected", count, most=MOST_TOKENS) for _, count in pairs]
    if counts != sorted(counts):
        raise InputError("expected", "quantiles must not fall")
    return counts[0], _at(0.5, pairs), counts[-1]


def _at(share: float, pairs: list[tuple[float, int]]) -> int:
    """Read a quantile between two that are given, in a straight line."""
    before = [pair for pair in pairs if pair[0] <= share] or pairs[:1]
    after = [pair for pair in pairs if pair[0] >= share] or pairs[-1:]
    (low, start), (high, end) = before[-1], after[0]
    if high == low:
        return start
    return round(start + (end - start) * (share - low) / (high - low))
