"""What a provider writes around messages, as `data/templates.yaml` lays it out."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from tokest.arguments import word
from tokest.documents.reading import read
from tokest.families import family_names, plain_name
from tokest.resources import data_file

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

UNKNOWN: Final = "unknown"
"""The template of a model whose own is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thinking:
    """What follows the prime with thinking on or off, and which holds if nothing is said."""

    default: Literal["on", "off", "unsure"]
    on: str = ""
    off: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasoningForm:
    """How thinking of earlier turns is sent back, and what stands where there is none."""

    form: str
    empty: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolForms:
    """How tools are written, and where."""

    block: str
    tool: str
    place: Literal["before", "after", "alone"]
    join: str = ""
    between: str = ""
    alone: str = ""
    dropped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CallForms:
    """How the calls of a turn are written."""

    call: str
    parameter: str = ""
    own: bool = False
    begin: str = ""
    end: str = ""
    after: str = ""
    between: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultForms:
    """How the results of tools are written."""

    result: str
    begin: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """Tokens that the provider adds; a condition of ``None`` holds always."""

    low: int
    tokens: int
    high: int
    why: str
    api: tuple[str, ...] = ()
    thinking: bool | None = None
    tools: bool | None = None
    forced: bool | None = None
    described: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """How many tokens more or fewer there may be."""

    low: int = 0
    high: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """Between which multiples of a number the true one lies."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """How far off a template may be: for the request, for each message, and for tools."""

    request: Span = field(default_factory=Span)
    message: Span = field(default_factory=Span)
    tools: Factor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """How the requests of a family of models are written out."""

    name: str
    source: str
    checked: date
    basis: str
    exact: bool
    models: tuple[str, ...]
    assumed: tuple[str, ...]
    special: tuple[str, ...]
    system: str
    user: str
    assistant: str
    start: str = ""
    prime: str = ""
    name_form: str = ""
    default_system: str = ""
    bare_system: bool = False
    trim: bool = False
    thinking: Thinking | None = None
    reasoning: ReasoningForm | None = None
    tools: ToolForms | None = None
    calls: CallForms | None = None
    results: ResultForms | None = None
    schema: Literal["openai", "free", "unknown"] = "unknown"
    hidden: tuple[Hidden, ...] = ()
    doubt: Doubt = field(default_factory=Doubt)


@dataclass(frozen=True, slots=True)
class Found:
    """The template of a model, and whether it is only assumed."""

    template: Template
    assumed: bool


def find_template(model: str | None) -> Found:
    """Find the template of a model, by the longest rule that starts its name.

    A model whose template is not known has the one called `UNKNOWN`, whose range is wide.

    Examples
    --------
    >>> find_template("dashscope/qwen3.5-plus-2026-02-15").template.name
    'qwen3.5'
    >>> find_template("vanchin/deepseek-v3.2-think").template.name
    'deepseek-vanchin'
    >>> find_template("my-own-model").template.name
    'unknown'
    """
    rules = _rules()
    given = word("model", model or "")
    for name in (*family_names(given.lower()), *family_names(plain_name(given))):
        if name in rules:
            return rules[name]
    return Found(named(UNKNOWN), assumed=True)


def named(name: str) -> Template:
    r"""Give a template by its own name.

    >>> named("qwen3").thinking.off
    '<think>\n\n</think>\n\n'
    """
    return next(one for one in templates() if one.name == name)


@cache
def templates() -> tuple[Template, ...]:
    """Read the templates that tokest knows."""
    from tokest.prompts.template_schema import TEMPLATES  # noqa: PLC0415  # only texts need none

    file = data_file("templates.yaml")
    found: tuple[Template, ...] = read(file.read_text("utf-8"), "templates.yaml", TEMPLATES)
    return found


@cache
def _rules() -> dict[str, Found]:
    return {
        rule: Found(template, assumed)
        for template in templates()
        for assumed, names in ((False, template.models), (True, template.assumed))
        for rule in names
    }
