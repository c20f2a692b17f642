"""The forms in which tools are written for models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tokest.prompts.plain import from_json, to_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokest.prompts.values import Tool

_MARKS: Final = frozenset({"type", "description", "properties"})
"""Keys of a schema that are no words of its author."""


def forms(tool: Tool, wanted: str) -> dict[str, str]:
    """Write a tool in each form that is wanted in a form of a template.

    >>> from tokest.prompts.values import Tool
    >>> now = Tool(name="now", description="", schema="{}", raw="{}", where="tools[0]")
    >>> forms(now, "{typescript}")
    {'typescript': 'type now = () => any;'}
    """
    return {name: make(tool) for name, make in _makers().items() if "{" + name + "}" in wanted}


def _makers() -> dict[str, Callable[[Tool], str]]:
    return {
        "json": _json,
        "function": _function,
        "typescript": typescript,
        "xml": xml,
        "words": words,
    }


def _json(tool: Tool) -> str:
    return tool.raw


def _function(tool: Tool) -> str:
    raw = from_json(tool.raw)
    return to_json(raw["function"]) if isinstance(raw, dict) and "function" in raw else tool.raw


def _schema(tool: Tool) -> dict[str, Any]:
    found = from_json(tool.schema)
    return found if isinstance(found, dict) else {}


def typescript(tool: Tool) -> str:
    r"""Declare a tool as OpenAI's models are given it.

    >>> from tokest.prompts.values import Tool
    >>> schema = '{"properties": {"unit": {"enum": ["C", "F"]}}, "required": []}'
    >>> tool = Tool(name="heat", description="Now", schema=schema, raw="{}", where="tools[0]")
    >>> typescript(tool)
    '// Now\ntype heat = (_: {\nunit?: "C" | "F",\n}) => any;'
    """
    lines = [f"// {tool.description}"] if tool.description else []
    fields = _fields(_schema(tool), 0)
    if fields:
        return "\n".join([*lines, f"type {tool.name} = (_: {{", *fields, "}) => any;"])
    return "\n".join([*lines, f"type {tool.name} = () => any;"])


def _fields(schema: dict[str, Any], depth: int) -> list[str]:
    known = schema.get("properties")
    required = schema.get("required")
    needed = required if isinstance(required, list) else []
    lines: list[str] = []
    for name, value in (known if isinstance(known, dict) else {}).items():
        inner = value if isinstance(value, dict) else {}
        text = inner.get("description")
        if isinstance(text, str) and text and depth < 2:  # noqa: PLR2004  # deeper ones are left out
            lines.append(f"// {text}")
        lines.append(f"{name}{'' if name in needed else '?'}: {_type(inner, depth)},")
    return lines


def _type(schema: dict[str, Any], depth: int) -> str:
    kind = schema.get("type")
    for key in ("anyOf", "oneOf"):
        if isinstance(schema.get(key), list):
            inner = [one for one in schema[key] if isinstance(one, dict)]
            return " | ".join(_type(one, depth) for one in inner) or "any"
    if isinstance(kind, list):
        return " | ".join(_type({**schema, "type": one}, depth) for one in kind)
    if isinstance(schema.get("enum"), list):
        return " | ".join(to_json(one) for one in schema["enum"])
    if kind == "array":
        items = schema.get("items")
        return f"{_type(items, depth) if isinstance(items, dict) else 'any'}[]"
    if kind == "object":
        return "\n".join(["{", *_fields(schema, depth + 1), "}"])
    plain = {"integer": "number", "number": "number", "string": "string"}
    return {**plain, "boolean": "boolean", "null": "null"}.get(str(kind), "any")


def xml(tool: Tool) -> str:
    """Declare a tool as Qwen3-Coder is given it.

    >>> from tokest.prompts.values import Tool
    >>> now = Tool(name="now", description="", schema="{}", raw="{}", where="tools[0]")
    >>> xml(now).splitlines()[1]
    '<name>now</name>'
    """
    schema = _schema(tool)
    lines = ["<function>", f"<name>{tool.name}</name>"]
    if tool.description:
        lines.append(f"<description>{tool.description.strip()}</description>")
    lines.append("<parameters>")
    known = schema.get("properties")
    for name, value in (known if isinstance(known, dict) else {}).items():
        inner = value if isinstance(value, dict) else {}
        lines += ["<parameter>", f"<name>{name}</name>"]
        first = [key for key in ("type", "description") if key in inner]
        rest = [key for key in inner if key not in {"name", "type", "description"}]
        lines += [_tag(key, inner[key]) for key in (*first, *rest)]
        lines.append("</parameter>")
    lines += [_tag(key, schema[key]) for key in schema if key not in {"type", "properties"}]
    return "\n".join([*lines, "</parameters>", "</function>"])


def _tag(key: str, value: object) -> str:
    text = value if isinstance(value, str) else to_json(value)
    return f"<{key}>{text.strip()}</{key}>"


def words(tool: Tool) -> str:
    """Give the words of a tool: its names and descriptions, without the marks of JSON.

    >>> from tokest.prompts.values import Tool
    >>> schema = '{"properties": {"city": {"type": "string"}}}'
    >>> words(Tool(name="heat", description="Now", schema=schema, raw="{}", where="tools[0]"))
    'heat Now city string'
    """
    return " ".join([tool.name, tool.description, *_words(_schema(tool).get("properties"))])


def plain_words(text: str) -> str:
    """Give the words of some JSON; what is none is given back.

    >>> plain_words('{"city": ["Paris", 3]}'), plain_words("sunny")
    ('city Paris 3', 'sunny')
    """
    found = from_json(text)
    return " ".join(_words(found)) if isinstance(found, dict | list) else text


def _words(value: object) -> list[str]:
    if isinstance(value, dict):
        return [
            word
            for key, child in value.items()
            for word in (*(() if key in _MARKS else (key,)), *_words(child))
        ]
    if isinstance(value, list):
        return [word for child in value for word in _words(child)]
    return [] if value is None else [str(value)]
