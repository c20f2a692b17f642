"""Write a whole request out, as the model is given it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tokest.prompts.templates import UNKNOWN, named
from tokest.prompts.values import ToolCall
from tokest.prompts.writing.bits import Bit, labelled, lay
from tokest.prompts.writing.tools import forms as tool_forms
from tokest.prompts.writing.turns import content, trimmed, turns, write_results, write_turn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokest.prompts.templates import Template, ToolForms
    from tokest.prompts.values import Message, Request, Tool


def write_request(request: Request, template: Template) -> list[Bit]:
    r"""Write a request out by a template.

    >>> from tokest.prompts.shapes.recognise import read_request
    >>> bits = write_request(read_request([{"role": "user", "content": "Hi"}]), named("qwen2.5"))
    >>> "".join(bit.text or "|" for bit in bits)
    '|user\nHi|\n|assistant\n'
    """
    told = turns(request.messages)
    tools = offered(request, template)
    found = lay(template.start, template.special, "template", {})
    head, rest = _head(told, tools, template)
    found += head + _body(rest, template)
    found += lay(template.prime, template.special, "template", {})
    suffix = _suffix(request.options.thinking, template)
    found += lay(suffix, template.special, "template", {})
    return found + [Bit("unknown", f"{one.what} ({one.where})") for one in request.extras]


def offered(request: Request, template: Template) -> tuple[Tool, ...]:
    """Give the tools that are written; some providers leave them out if none may be called."""
    dropped = template.tools is not None and template.tools.dropped
    return () if dropped and request.options.tool_choice == "none" else request.tools


def thinks(asked: bool | None, template: Template) -> bool:  # noqa: FBT001  # as a request says it
    """Say whether the model thinks: as it is asked to, or as it does by default."""
    if asked is not None:
        return asked
    return template.thinking is not None and template.thinking.default == "on"


def _suffix(asked: bool | None, template: Template) -> str:  # noqa: FBT001  # as a request says it
    forms = template.thinking
    if forms is None or (asked is None and forms.default == "unsure"):
        return ""
    return forms.on if thinks(asked, template) else forms.off


def _head(
    told: tuple[Message, ...], tools: tuple[Tool, ...], template: Template
) -> tuple[list[Bit], tuple[Message, ...]]:
    """Write the tools and the first system prompt, and give the turns that follow."""
    forms = template.tools or (named(UNKNOWN).tools if tools else None)
    block = _block(tools, forms, template) if tools and forms else []
    first = told[0] if told and told[0].role == "system" else None
    given = content(first.parts, "system") if first else []
    if template.trim:
        given = trimmed(given)
    if not first and template.default_system:
        given = [Bit("hidden", "default system prompt", template.default_system)]
    if not block or forms is None or forms.place == "alone":
        bare = not first and (template.default_system or template.bare_system)
        turn = lay(template.system, template.special, "template", {"content": given})
        return block + (turn if bare else []), told
    if not given and forms.alone:
        given = [Bit("template", text=forms.alone)]
    join = lay(forms.join, template.special, "template", {}) if given else []
    whole = [*given, *join, *block] if forms.place == "after" else [*block, *join, *given]
    turn = lay(template.system, template.special, "template", {"content": whole})
    return turn, told[1:] if first else told


def _block(tools: Sequence[Tool], forms: ToolForms, template: Template) -> list[Bit]:
    listed: list[Bit] = []
    for number, tool in enumerate(tools):
        texts = tool_forms(tool, forms.tool)
        fill = {name: [Bit("tool", tool.name, text)] for name, text in texts.items()}
        if number and forms.between:
            listed.append(Bit("tools", text=forms.between))
        written = lay(forms.tool, template.special, "tool", fill)
        listed += labelled(written, "tool", tool.name)
    return lay(forms.block, template.special, "tools", {"tools": listed})


def _body(told: Sequence[Message], template: Template) -> list[Bit]:
    names = {
        part.id: part.name
        for turn in told
        for part in turn.parts
        if isinstance(part, ToolCall) and part.id
    }
    last = max((n for n, turn in enumerate(told) if turn.role == "user"), default=-1)
    found: list[Bit] = []
    for is_result, numbered in groupby(enumerate(told), lambda one: one[1].role == "tool"):
        run = list(numbered)
        if is_result:
            found += write_results([turn for _, turn in run], names, template)
        else:
            for number, turn in run:
                found += write_turn(turn, template, before=number < last)
    return found
