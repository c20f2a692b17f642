"""The options of a request that change its tokens, under all the names they go by."""

from __future__ import annotations

from typing import Any, Final

from tokest.prompts.media.values import HIGH_RESOLUTION
from tokest.prompts.plain import as_count, to_json
from tokest.prompts.values import Options

_CAPS: Final = ("max_completion_tokens", "max_output_tokens", "max_tokens", "maxOutputTokens")
_BUDGETS: Final = ("budget_tokens", "thinkingBudget", "thinking_budget")
_NESTED: Final = (
    "extra_body",
    "parameters",
    "generationConfig",
    "generation_config",
    "chat_template_kwargs",
)


def read_options(body: dict[str, Any]) -> Options:
    """Read the options, wherever in the body they stand.

    >>> read_options({"extra_body": {"enable_thinking": False}, "max_tokens": 500}).thinking
    False
    """
    flat = _flat(body)
    cap = next((key for key in _CAPS if flat.get(key) is not None), "")
    choice = flat.get("tool_choice")
    name, schema = _schema(flat)
    return Options(
        thinking=_thinking(flat),
        effort=_effort(flat),
        tool_choice=_word(choice, "type"),
        schema=None if schema is None else to_json(schema),
        schema_name=name,
        max_output=as_count(flat[cap], cap) if cap else None,
        max_output_key=cap,
        thinking_budget=_budget(flat),
    )


def read_detail(body: dict[str, Any]) -> str | None:
    """Read the resolution at which all media of a request are looked at.

    >>> read_detail({"parameters": {"vl_high_resolution_images": True}})
    'vl_high_resolution_images'
    """
    flat = _flat(body)
    if flat.get(HIGH_RESOLUTION) is True:
        return HIGH_RESOLUTION
    found = flat.get("mediaResolution", flat.get("media_resolution"))
    return found if isinstance(found, str) else None


def _flat(body: dict[str, Any]) -> dict[str, Any]:
    """Lay the options that stand in a mapping of their own beside the others."""
    flat = dict(body)
    for key in _NESTED:
        if isinstance(body.get(key), dict):
            flat |= body[key]
    return flat


def _thinking(flat: dict[str, Any]) -> bool | None:
    if isinstance(flat.get("enable_thinking"), bool):
        return bool(flat["enable_thinking"])
    given = flat.get("thinking")
    if isinstance(given, bool):
        return given
    kind = _word(given, "type")
    if kind is not None:
        return kind != "disabled"
    budget = _budget(flat)
    if _effort(flat) == "none" or budget == 0:
        return False
    return True if budget is not None and budget > 0 else None


def _effort(flat: dict[str, Any]) -> str | None:
    given = flat.get("reasoning")
    nested = given.get("effort") if isinstance(given, dict) else None
    found = flat.get("reasoning_effort", nested)
    return found if isinstance(found, str) else None


def _budget(flat: dict[str, Any]) -> int | None:
    for key in ("thinking", "thinkingConfig", "thinking_config"):
        given = flat.get(key)
        if isinstance(given, dict):
            found = next((given[name] for name in _BUDGETS if name in given), None)
            if found is not None:
                return as_count(found, key)
    return as_count(flat.get("thinking_budget"), "thinking_budget")


def _schema(flat: dict[str, Any]) -> tuple[str, object]:
    """Find the schema that an answer must have, and its name."""
    text = flat.get("text")
    asked = text.get("format") if isinstance(text, dict) else None
    for given in (flat.get("response_format"), asked):
        if isinstance(given, dict):
            inner = given.get("json_schema", given)
            if isinstance(inner, dict) and isinstance(inner.get("schema"), dict):
                name = inner.get("name", "response")
                return (name if isinstance(name, str) else "response"), inner["schema"]
    for key in ("responseSchema", "responseJsonSchema", "response_schema", "response_json_schema"):
        if isinstance(flat.get(key), dict):
            return "response", flat[key]
    config = flat.get("output_config", flat.get("output_format"))
    config = config.get("format", config) if isinstance(config, dict) else None
    if isinstance(config, dict) and isinstance(config.get("schema"), dict):
        return "response", config["schema"]
    return "response", None


def _word(value: object, key: str) -> str | None:
    found = value.get(key) if isinstance(value, dict) else value
    return found if isinstance(found, str) else None
