"""The shape of `data/templates.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tokest.documents.kinds import (
    SELF,
    URL,
    Choice,
    Count,
    Day,
    Flag,
    Many,
    Number,
    Record,
    Text,
)
from tokest.prompts.templates import (
    CallForms,
    Doubt,
    Factor,
    Hidden,
    ReasoningForm,
    ResultForms,
    Span,
    Template,
    Thinking,
    ToolForms,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    import yaml

    Problems = Iterator[tuple[yaml.Node, str]]

_APIS: Final = ("chat", "responses", "messages", "gemini", "dashscope")


def _templates(version: int, templates: tuple[Template, ...]) -> tuple[Template, ...]:  # noqa: ARG001
    return templates


def _check_turns(values: dict[str, Any], nodes: dict[str, yaml.Node]) -> Problems:
    for turn in ("system", "user", "assistant"):
        if values[turn].count("{content}") != 1:
            yield nodes[turn], "must have {content} in it, once"


def _check_span(values: dict[str, Any], nodes: dict[str, yaml.Node]) -> Problems:
    if not values["low"] <= values.get("tokens", values["low"]) <= values["high"]:
        yield nodes[SELF], "low, tokens and high must not fall"


def _check(values: dict[str, Any], nodes: dict[str, yaml.Node]) -> Problems:
    seen: set[str] = set()
    for template in values["templates"]:
        for rule in (*template.models, *template.assumed):
            if rule in seen:
                yield nodes["templates"], f"model family {rule!r} stands in two places"
            seen.add(rule)


_FORM: Final = Text()
_NAMES: Final = Many(Text(pattern=r"[a-z0-9./-]+", example="a lower-case model name"))
_TOKENS: Final = Count(minimum=-1000, maximum=100_000)
_SPAN: Final = Record(Span, {"low": _TOKENS, "high": _TOKENS}, check=_check_span)
_FACTOR: Final = Record(Factor, {"low": Number(maximum=1), "high": Number(minimum=1, maximum=10)})
_THINKING: Final = Record(
    Thinking,
    {"default": Choice(("on", "off", "unsure"))},
    {"on": _FORM, "off": _FORM},
)
_REASONING: Final = Record(ReasoningForm, {"form": _FORM}, {"empty": _FORM, "before": _FORM})
_TOOLS: Final = Record(
    ToolForms,
    {"block": _FORM, "tool": _FORM, "place": Choice(("before", "after", "alone"))},
    {"join": _FORM, "between": _FORM, "alone": _FORM, "dropped": Flag()},
)
_CALLS: Final = Record(
    CallForms,
    {"call": _FORM},
    {
        "parameter": _FORM,
        "own": Flag(),
        "begin": _FORM,
        "end": _FORM,
        "after": _FORM,
        "between": _FORM,
    },
)
_RESULTS: Final = Record(ResultForms, {"result": _FORM}, {"begin": _FORM, "end": _FORM})
_HIDDEN: Final = Record(
    Hidden,
    {"low": _TOKENS, "tokens": _TOKENS, "high": _TOKENS, "why": Text()},
    {
        "api": Many(Choice(_APIS), at_least=1),
        "thinking": Flag(),
        "tools": Flag(),
        "forced": Flag(),
        "described": Flag(),
    },
    check=_check_span,
)
_DOUBT: Final = Record(Doubt, {}, {"request": _SPAN, "message": _SPAN, "tools": _FACTOR})
_TEMPLATE: Final = Record(
    Template,
    {
        "name": Text(),
        "source": URL,
        "checked": Day(),
        "basis": Text(),
        "exact": Flag(),
        "models": _NAMES,
        "assumed": _NAMES,
        "special": Many(_FORM),
        "system": _FORM,
        "user": _FORM,
        "assistant": _FORM,
    },
    {
        "start": _FORM,
        "prime": _FORM,
        "name_form": _FORM,
        "default_system": _FORM,
        "bare_system": Flag(),
        "trim": Flag(),
        "thinking": _THINKING,
        "reasoning": _REASONING,
        "tools": _TOOLS,
        "calls": _CALLS,
        "results": _RESULTS,
        "schema": Choice(("openai", "free", "unknown")),
        "hidden": Many(_HIDDEN),
        "doubt": _DOUBT,
    },
    check=_check_turns,
)
TEMPLATES: Final = Record(
    _templates,
    {"version": Count(minimum=1, maximum=1), "templates": Many(_TEMPLATE, at_least=1)},
    check=_check,
)
