"""Lines of logs to what they say of a call; the words of prompts and answers are passed over."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from tokest.usage.logs.objects import counts_of, flat_usage, variant_of
from tokest.usage.times import instant, seconds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, tzinfo

    from tokest.usage.logs.objects import Counts, Json
    from tokest.usage.logs.passed import Lack

USAGES: Final = ("usage", "usageMetadata", "usage_metadata")
INSIDE: Final = (
    "response", "body", "message", "result", "resp", "data", "output", "outputBodyJson",
)  # fmt: skip
"""Where wrappers put what they wrap; the last two are those of Bedrock's invocation log:
https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html (2026-11-25)."""

MODELS: Final = ("model", "modelVersion", "model_version", "model_name", "modelId")
IDS: Final = ("id", "responseId", "request_id", "response_id", "requestId")
TIMES: Final = (
    "created", "created_at", "createTime", "timestamp", "time", "at", "ts", "date", "startTime",
    "start_time",
)  # fmt: skip
KEYS: Final = ("api_key_id", "api_key", "key_id")
WORKSPACES: Final = ("workspace", "workspace_id", "project", "project_id")
CLASSES: Final = ("prompt_class", "class", "template", "prompt_name")
ESTIMATES: Final = ("estimate", "estimated_tokens", "estimated_input_tokens")

DEEPEST: Final = 4
FAILED: Final = 400
"""HTTP status from which a response is a failure, which is not billed."""

_DATA: Final = "data:"
_EVENTS: Final = ("event:", "id:", "retry:", ":")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one line says of a call; ``None`` and empty: nothing."""

    id: str
    model: str
    at: datetime | None
    counts: Counts
    variant: str | None
    batch: bool
    key: str
    workspace: str
    prompt_class: str
    estimate: int | None


def parse(line: str) -> Json | None:
    r"""Read one line of JSON or of a stream of events; ``None`` when it carries no data.

    >>> parse('data: {"a": 1}\n'), parse("event: ping\n"), parse("data: [DONE]\n")
    ({'a': 1}, None, None)
    """
    text = line.strip()
    if text.startswith(_DATA):
        text = text.removeprefix(_DATA).strip()
    elif text.startswith(_EVENTS):
        return None
    if text in ("", "[DONE]"):
        return None
    found = json.loads(text)
    if not isinstance(found, dict):
        what = "a log has one object a line, as jq -c '.[]' writes those of a list"
        raise TypeError(f"expected an object in braces; {what}")
    return found


@dataclass(frozen=True, slots=True)
class Silent:
    """What a line lacks that gives no call; ``names`` are those of a usage that is not known."""

    lack: Lack
    names: tuple[str, ...] = ()


def said(line: Json, zone: tzinfo) -> Iterator[Said | Silent]:
    """Say what a line tells of calls: one for a response or a chunk, many for a list of chunks."""
    chunks = next((line[name] for name in ("chunks", "events") if _is_list(line.get(name))), None)
    if chunks is None:
        yield _said(line, zone)
        return
    found = [_said(chunk | {"_outer": line}, zone) for chunk in chunks]
    yield from [one for one in found if one != Silent("chunk")] or [Silent("no usage")]


def _said(line: Json, zone: tzinfo) -> Said | Silent:
    levels = list(_levels(line))
    if any(_failed(level) for level in levels):
        return Silent("failed")
    usage = _usage(levels)
    if usage is None:
        return Silent("chunk" if any(map(_is_chunk, levels)) else "no usage")
    counts = counts_of(usage)
    if counts is None:
        return Silent("unknown usage", tuple(usage))
    # The wrapped response names itself better than its wrapper does; requests name the model.
    inner = [*reversed(levels), *(level["request"] for level in levels if _has(level, "request"))]
    wrap = [*levels, *(level["metadata"] for level in levels if _has(level, "metadata"))]
    estimate = _first(wrap, ESTIMATES)
    return Said(
        id=str(_first(inner, IDS) or ""),
        model=str(_first(inner, MODELS) or ""),
        at=_time(_first(inner, TIMES), zone),
        counts=counts,
        variant=variant_of(usage),
        batch="custom_id" in line or line.get("batch") is True,
        key=str(_first(wrap, KEYS) or ""),
        workspace=str(_first(wrap, WORKSPACES) or ""),
        prompt_class=str(_first(wrap, CLASSES) or ""),
        estimate=estimate if isinstance(estimate, int) else None,
    )


def _usage(levels: list[Json]) -> Json | None:
    """Find the usage object, or the level that is one itself; an empty one says nothing."""
    for level in levels:
        for name in USAGES:
            found = level.get(name)
            if isinstance(found, dict) and found:
                return found
    return next((flat for level in levels if (flat := flat_usage(level)) is not None), None)


def _is_chunk(level: Json) -> bool:
    """Tell what goes on: a chunk of a chat, or an event such as ``content_block_delta``."""
    kind = level.get("type")
    event = isinstance(kind, str) and (kind == "ping" or "_" in kind or "." in kind)
    return event or "_outer" in level or str(level.get("object", "")).endswith(".chunk")


def _levels(line: Json) -> Iterator[Json]:
    """Give the objects that wrap one another, outermost first."""
    outer = line.get("_outer")
    if isinstance(outer, dict):
        yield outer
    level: Any = line
    for _ in range(DEEPEST):
        yield level
        level = next((level[name] for name in INSIDE if _has(level, name)), None)
        if level is None:
            return


def _has(level: Json, name: str) -> bool:
    return isinstance(level.get(name), dict)


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _failed(level: Json) -> bool:
    status = level.get("status_code")
    failed = isinstance(status, int) and status >= FAILED
    return failed or level.get("type") in ("errored", "canceled", "expired")


def _first(levels: list[Json], names: tuple[str, ...]) -> Any:  # noqa: ANN401  # any JSON
    for level in levels:
        for name in names:
            value = level.get(name)
            if value is not None and not isinstance(value, dict | list | bool):
                return value
    return None


def _time(value: object, zone: tzinfo) -> datetime | None:
    if value is None:
        return None
    if isinstance(value, int | float | Decimal):
        return seconds(float(value))
    return instant(str(value), zone)
