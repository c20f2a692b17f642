"""Write the turns of a conversation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tokest.prompts.media.values import Media
from tokest.prompts.plain import from_json, to_json
from tokest.prompts.values import Message, Reasoning, Text, ToolCall, ToolResult, Unknown
from tokest.prompts.writing.bits import Bit, labelled, lay
from tokest.prompts.writing.tools import plain_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tokest.prompts.templates import CallForms, ReasoningForm, ResultForms, Template


def turns(messages: Sequence[Message]) -> tuple[Message, ...]:
    """Give results of tools a turn of their own, as chat templates do.

    >>> parts = (ToolResult(id="a", parts=()), Text(text="And now?"))
    >>> [turn.role for turn in turns([Message(role="user", where="messages[0]", parts=parts)])]
    ['tool', 'user']
    """
    return tuple(turn for message in messages for turn in _split(message))


def _split(message: Message) -> Iterator[Message]:
    results = tuple(part for part in message.parts if isinstance(part, ToolResult))
    others = tuple(part for part in message.parts if not isinstance(part, ToolResult))
    for result in results:
        yield replace(message, role="tool", parts=(result,))
    if others or not results:
        yield replace(message, parts=others)


def content(parts: Iterable[object], label: str, kind: str = "content") -> list[Bit]:
    """Write text, media and what is unknown; calls and thinking are written by their own forms."""
    found = []
    for part in parts:
        if isinstance(part, Text):
            found.append(Bit(kind, label, part.text))
        elif isinstance(part, Media):
            found.append(Bit("media", part.where, media=part))
        elif isinstance(part, Unknown):
            found.append(Bit("unknown", f"{part.what} ({part.where})"))
        elif isinstance(part, Reasoning) and part.text is None:
            found.append(Bit("unknown", f"sealed thinking ({part.where})"))
    return found


def trimmed(bits: list[Bit]) -> list[Bit]:
    """Drop blanks around what is written.

    >>> [bit.text for bit in trimmed([Bit("content", "", "  a "), Bit("content", "", " b ")])]
    ['a ', ' b']
    """
    if not bits:
        return bits
    bits = [replace(bits[0], text=bits[0].text.lstrip()), *bits[1:]]
    return [*bits[:-1], replace(bits[-1], text=bits[-1].text.rstrip())]


def write_turn(turn: Message, template: Template, *, before: bool) -> list[Bit]:
    """Write a system's, a user's or an assistant's turn; `before` the last question or not."""
    if turn.role == "assistant":
        return _assistant(turn, template, before=before)
    form = template.system if turn.role == "system" else template.user
    bits = content(turn.parts, turn.role)
    return _turn(form, trimmed(bits) if template.trim else bits, turn, template)


def _turn(form: str, bits: list[Bit], turn: Message, template: Template) -> list[Bit]:
    special = template.special
    named = [Bit("name", turn.role, turn.name)] if turn.name and template.name_form else []
    name = lay(template.name_form, special, "name", {"name": named}) if named else []
    return lay(form, special, "template", {"content": bits, "name": name})


def _assistant(turn: Message, template: Template, *, before: bool) -> list[Bit]:
    reasoning = [part.text for part in turn.parts if isinstance(part, Reasoning) and part.text]
    bits = content(turn.parts, turn.role)
    if template.reasoning and not reasoning:
        bits, reasoning = _apart(bits)
    bits = trimmed(bits) if template.trim else bits
    calls = [part for part in turn.parts if isinstance(part, ToolCall)]
    calling = template.calls
    if calls and calling and calling.own:
        told = _turn(template.assistant, bits, turn, template) if bits else []
        return told + [bit for call in calls for bit in write_call(call, calling, template)]
    if calls:
        bits = bits + _calls(calls, calling, template, told=any(bit.text.strip() for bit in bits))
    forms = template.reasoning
    thought = _thought(reasoning, forms, template, before=before) if forms else []
    if not bits and not thought and turn.parts:  # thinking that this template does not send back
        return []
    fill = {"content": bits, "reasoning": thought}
    return lay(template.assistant, template.special, "template", fill)


def _apart(bits: list[Bit]) -> tuple[list[Bit], list[str]]:
    """Take thinking that stands in the text of a turn out of it."""
    if len(bits) != 1 or "</think>" not in bits[0].text:
        return bits, []
    head, _, tail = bits[0].text.rpartition("</think>")
    thought = head.rpartition("<think>")[2].strip("\n")
    return [replace(bits[0], text=tail.lstrip("\n"))], [thought] if thought else []


def _thought(
    texts: list[str], forms: ReasoningForm, template: Template, *, before: bool
) -> list[Bit]:
    if before or not texts:
        return lay(forms.before if before else forms.empty, template.special, "template", {})
    thought = [Bit("reasoning", "", "\n".join(texts).strip())]
    return lay(forms.form, template.special, "reasoning", {"reasoning": thought})


def _calls(
    calls: list[ToolCall], forms: CallForms | None, template: Template, *, told: bool
) -> list[Bit]:
    if forms is None:
        texts = [f"{call.name} {call.arguments}" for call in calls]
        return [Bit("tool call", call.name, text) for call, text in zip(calls, texts, strict=True)]
    special = template.special
    found = lay(forms.begin, special, "template", {})
    if told:
        found = lay(forms.after, special, "template", {}) + found
    for number, call in enumerate(calls):
        found += lay(forms.between, special, "template", {}) if number else []
        found += write_call(call, forms, template)
    return found + lay(forms.end, special, "template", {})


def write_call(call: ToolCall, forms: CallForms, template: Template) -> list[Bit]:
    """Write one call in the form of a template."""
    arguments = from_json(call.arguments)
    fill = {
        "name": call.name,
        "id": call.id,
        "raw_arguments": call.arguments,
        "arguments": arguments if isinstance(arguments, str) else to_json(arguments),
        "words": plain_words(call.arguments),
    }
    bits = {name: [Bit("tool call", call.name, text)] for name, text in fill.items()}
    if forms.parameter:
        bits["parameters"] = _parameters(arguments, forms, template)
    return labelled(lay(forms.call, template.special, "tool call", bits), "tool call", call.name)


def _parameters(arguments: object, forms: CallForms, template: Template) -> list[Bit]:
    pairs: dict[str, Any] = arguments if isinstance(arguments, dict) else {"arguments": arguments}
    found: list[Bit] = []
    for key, value in pairs.items():
        text = value if isinstance(value, str) else to_json(value)
        fill = {"key": key, "value": text, "is_text": "true" if text is value else "false"}
        bits = {name: [Bit("tool call", "", word)] for name, word in fill.items()}
        found += lay(forms.parameter, template.special, "tool call", bits)
    return found


def write_results(run: Sequence[Message], names: dict[str, str], template: Template) -> list[Bit]:
    """Write results that follow each other."""
    forms = template.results
    results = [part for turn in run for part in turn.parts if isinstance(part, ToolResult)]
    if forms is None:
        return [
            bit
            for result in results
            for bit in lay(
                template.user,
                template.special,
                "template",
                {"content": content(result.parts, _name(result, names), "tool result")},
            )
        ]
    found = lay(forms.begin, template.special, "template", {})
    for result in results:
        found += _result(result, _name(result, names), forms, template)
    return found + lay(forms.end, template.special, "template", {})


def _name(result: ToolResult, names: dict[str, str]) -> str:
    """Name the tool of a result: as it does itself, or by the call that it answers."""
    return result.name or names.get(result.id, "")


def _result(result: ToolResult, name: str, forms: ResultForms, template: Template) -> list[Bit]:
    written = content(result.parts, name, "tool result")
    spoken = written if "{words}" in forms.result else []
    told = [replace(bit, text=plain_words(bit.text)) for bit in spoken]
    fill = {
        "content": trimmed(written) if template.trim else written,
        "words": told,
        "name": [Bit("tool result", name, name)],
        "id": [Bit("tool result", name, result.id)],
    }
    return labelled(lay(forms.result, template.special, "tool result", fill), "tool result", name)
