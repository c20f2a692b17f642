"""The options of a request that change its tokens, under all the names they go by."""

from __future__ import annotations

from typing import Any, Final

from tokest.prompts.media.values import HIGH_RESOLUTION
from tokest.prompts.plain import as_count, to_json
from tokest.prompts.values import Options

_CAPS: Final = ("max_completion_tokens", "max_output_tokens", "max_tokens", "maxOutputTokens")
_BUDGETS: Final = ("budget_tokens", "thinkingBudget", "thinking_budget")
_NESTED: Final = (
    "config",
    "extra_body",
    "parameters",
    "generationConfig",
    "generation_config",
    "chat_template_kwargs",
)


def flat(body: dict[str, Any]) -> dict[str, Any]:
    """Lay what stands in a mapping of its own in some APIs beside the rest of a body.

    >>> flat({"model": "m", "parameters": {"max_tokens": 500}})["max_tokens"]
    500
    """
    found = dict(body)
    for key in _NESTED:
        if isinstance(body.get(key), dict):
            found |= body[key]
    return found


def read_options(body: dict[str, Any]) -> Options:
    """Read the options, wherever in the body they stand.

    >>> read_options({"extra_body": {"enable_thinking": False}, "max_tokens": 500}).thinking
    False
    """
    given = flat(body)
    cap = next((key for key in _CAPS if given.get(key) is not None), "")
    name, schema = _schema(given)
    return Options(
        thinking=_thinking(given),
        tool_choice=_word(given.get("tool_choice"), "type"),
        schema=None if schema is None else to_json(schema),
        schema_name=name,
        max_output=as_count(given[cap], cap) if cap else None,
        max_output_key=cap,
        thinking_budget=_budget(given),
    )


def read_detail(body: dict[str, Any]) -> str | None:
    """Read the resolution at which all media of a request are looked at.

    >>> read_detail({"parameters": {"vl_high_resolution_images": True}})
    'vl_high_resolution_images'
    """
    given = flat(body)
    if given.get(HIGH_RESOLUTION) is True:
        return HIGH_RESOLUTION
    found = given.get("mediaResolution", given.get("media_resolution"))
    return found if isinstance(found, str) else None


def _thinking(body: dict[str, Any]) -> bool | None:
    if isinstance(body.get("enable_thinking"), bool):
        return bool(body["enable_thinking"])
    given = body.get("thinking")
    if isinstance(given, bool):
        return given
    kind = _word(given, "type")
    if kind is not None:
        return kind != "disabled"
    budget = _budget(body)
    if _effort(body) == "none" or budget == 0:
        return False
    return True if budget is not None and budget > 0 else None


def _effort(body: dict[str, Any]) -> str | None:
    given = body.get("reasoning")
    nested = given.get("effort") if isinstance(given, dict) else None
    found = body.get("reasoning_effort", nested)
    return found if isinstance(found, str) else None


def _budget(body: dict[str, Any]) -> int | None:
    for key in ("thinking", "thinkingConfig", "thinking_config"):
        given = body.get(key)
        if isinstance(given, dict):
            found = next((given[name] for name in _BUDGETS if name in given), None)
            if found is not None:
                return _bounded(found, key)
    return _bounded(body.get("thinking_budget"), "thinking_budget")


def _bounded(value: object, where: str) -> int | None:
    """Take a budget; Gemini's -1 leaves it to the model."""
    found = as_count(value, where, least=-1)
    return None if found == -1 else found


def _schema(body: dict[str, Any]) -> tuple[str, object]:
    """Find the schema that an answer must have, and its name."""
    text = body.get("text")
    asked = text.get("format") if isinstance(text, dict) else None
    for given in (body.get("response_format"), asked):
        if isinstance(given, dict):
            inner = given.get("json_schema", given)
            if isinstance(inner, dict) and isinstance(inner.get("schema"), dict):
                name = inner.get("name", "response")
                return (name if isinstance(name, str) else "response"), inner["schema"]
    for key in ("responseSchema", "responseJsonSchema", "response_schema", "response_json_schema"):
        if isinstance(body.get(key), dict):
            return "response", body[key]
    for config in (body.get("output_config"), body.get("output_format")):
        asked = config.get("format", config) if isinstance(config, dict) else None
        if isinstance(asked, dict) and isinstance(asked.get("schema"), dict):
            return "response", asked["schema"]
    return "response", None


def _word(value: object, key: str) -> str | None:
    found = value.get(key) if isinstance(value, dict) else value
    return found if isinstance(found, str) else None
