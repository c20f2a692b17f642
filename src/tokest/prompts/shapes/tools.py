"""Functions that a request offers, as each API spells them."""

from __future__ import annotations

from typing import Any, Final

from tokest.prompts.plain import as_list, as_mapping, to_json
from tokest.prompts.values import Tool, Unknown

_SCHEMAS: Final = (
    "parameters",
    "input_schema",
    "parametersJsonSchema",
    "parameters_json_schema",
)


def read_tools(value: object, where: str = "tools") -> tuple[tuple[Tool, ...], tuple[Unknown, ...]]:
    """Read the tools of a request; those that the provider runs itself are named as unknown.

    >>> tools, others = read_tools([{"name": "now", "input_schema": {}}, {"type": "web_search"}])
    >>> tools[0].name, others[0].what
    ('now', "the provider's tool 'web_search'")
    """
    if value is None:
        return (), ()
    tools: list[Tool] = []
    others: list[Unknown] = []
    listed = [value] if isinstance(value, dict) else as_list(value, where)
    for number, item in enumerate(listed):
        place = f"{where}[{number}]"
        raw = as_mapping(item, place)
        for one, at in _declared(raw, place):
            _sort(one, at, tools, others)
    return tuple(tools), tuple(others)


def _declared(raw: dict[str, Any], where: str) -> list[tuple[dict[str, Any], str]]:
    """Unfold Gemini's lists of declarations."""
    for key in ("functionDeclarations", "function_declarations"):
        if key in raw:
            at = f"{where}.{key}"
            items = enumerate(as_list(raw[key], at))
            return [(as_mapping(one, f"{at}[{n}]"), f"{at}[{n}]") for n, one in items]
    return [(raw, where)]


def _sort(raw: dict[str, Any], where: str, tools: list[Tool], others: list[Unknown]) -> None:
    kind = raw.get("type", "function")
    function = raw.get("function", raw.get("custom", raw))
    if not isinstance(function, dict) or not isinstance(function.get("name"), str):
        function = {}
    if not function or kind not in ("function", "custom"):
        others.append(Unknown(what=_named(raw), where=where))
        return
    if isinstance(function.get("format"), dict) and function["format"].get("type") == "grammar":
        others.append(Unknown(what="the grammar of what the tool takes", where=where))
    schema = next((function[key] for key in _SCHEMAS if function.get(key) is not None), None)
    if schema is not None:
        as_mapping(schema, f"{where}.parameters")
    text = function.get("description")
    tools.append(
        Tool(
            name=function["name"],
            description=text if isinstance(text, str) else "",
            schema=to_json(schema or {}),
            raw=to_json(_as_openai(raw, function, schema)),
            where=where,
        )
    )


def _named(raw: dict[str, Any]) -> str:
    """Name a tool that is no function: by its type, or by the key that says what it is."""
    kind = raw.get("type")
    if isinstance(kind, str) and kind not in ("function", "custom"):
        return f"the provider's tool {kind[:40]!r}"
    if kind is None and raw and not raw.keys() & {"function", "custom"}:
        return f"the provider's tool {next(iter(raw))[:40]!r}"
    return "a function without a name"


def _as_openai(raw: dict[str, Any], function: dict[str, Any], schema: object) -> dict[str, Any]:
    """Write a tool in the one form that chat templates are given; ``strict`` is not passed on."""
    if "function" in raw:
        kept = {key: value for key, value in function.items() if key != "strict"}
        return {"type": "function", "function": kept}
    inner = {"name": function["name"], "description": function.get("description")}
    return {"type": "function", "function": {**inner, "parameters": schema}}
