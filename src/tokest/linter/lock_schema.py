"""The JSON Schema of a lock file, for editors and for whoever reads one."""

from __future__ import annotations

from typing import Any

from tokest.linter.lock import VERSION


def lock_schema() -> dict[str, Any]:
    """Describe a lock file in JSON Schema.

    >>> lock_schema()["required"]
    ['version', 'prompts']
    """
    text, count = {"type": "string"}, {"type": "integer", "minimum": 0}
    open_count = {"type": ["integer", "null"], "minimum": 0}
    bounds = {"type": "array", "prefixItems": [count, count, open_count], "items": False,
              "minItems": 3, "description": "an estimate: likeliest, least, most"}  # fmt: skip
    codes = {"type": "object", "propertyNames": {"pattern": r"^TK\d{3}$"},
             "additionalProperties": {"type": "integer", "minimum": 1}}  # fmt: skip
    prompt = {
        "type": "object",
        "properties": {
            "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "tokens": {"type": "object", "additionalProperties": {"anyOf": [count, bounds]}},
            "vars": {"type": "array", "items": text, "description": "variables of the template"},
            "findings": codes | {"description": "how often each rule has found something"},
        },
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Lock file of tokest",
        "type": "object",
        "properties": {
            "version": {"const": VERSION},
            "tokest": text | {"description": "the version that wrote the file"},
            "pricing": text | {"description": "the prices, by their newest day and content"},
            "templates": text | {"description": "the chat templates, by their content"},
            "tokenizers": {"type": "object", "additionalProperties": text},
            "prompts": {"type": "object", "additionalProperties": prompt},
        },
        "required": ["version", "prompts"],
        "additionalProperties": False,
    }
