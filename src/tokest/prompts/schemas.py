"""What a schema for the answer adds to the input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tokest.prompts.plain import from_json, to_json
from tokest.prompts.writing.bits import Bit

if TYPE_CHECKING:
    from tokest.prompts.templates import Template
    from tokest.prompts.values import Request

_DROPPED: Final = frozenset({"additionalProperties", "required"})


def write_schema(request: Request, template: Template) -> list[Bit]:
    """Write the schema of an answer where the model is given it.

    OpenAI's models are: a heading and the schema without blanks and without what a strict schema
    has to say anyway, as two recorded requests show to the token (gpt-5-nano and gpt-5.4-mini,
    https://github.com/crmne/ruby_llm and https://github.com/pydantic/pydantic-ai, August 2026).
    Some providers only hold the answer to it. Of the others it is not known.
    """
    schema = request.options.schema
    if schema is None or template.schema == "free":
        return []
    if template.schema == "unknown":
        return [Bit("unknown", "what a schema for the answer adds (response_format)")]
    text = to_json(_plain(from_json(schema)), compact=True)
    name = request.options.schema_name
    return [Bit("schema", name, control=0, text=f"# Response Formats\n\n## {name}\n\n{text}")]


def _plain(value: object) -> object:
    """Drop what a strict schema has to say anyway; a property may have such a name."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {key: child for key, child in value.items() if key not in _DROPPED}
    return {
        key: {name: _plain(one) for name, one in child.items()}
        if key in {"properties", "$defs"} and isinstance(child, dict)
        else _plain(child)
        for key, child in kept.items()
    }
