"""A request as every provider's shape is read into: messages of parts, tools, and a few options."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tokest.prompts.media.values import Media

Api = Literal["chat", "responses", "messages", "gemini", "dashscope"]
"""Whose shape a request has: OpenAI's two, Anthropic's, Google's, or DashScope's own."""

Role = Literal["system", "user", "assistant", "tool"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Text as it is written."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasoning:
    """Thinking of an earlier turn that is sent back; ``None`` where it is sealed."""

    text: str | None
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    """What an earlier turn called; `arguments` is JSON, as it was sent where it was a string."""

    name: str
    arguments: str
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolResult:
    """What a tool gave back; `name` is the tool's, where the result itself names it."""

    id: str
    parts: tuple[Text | Media | Unknown, ...]
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Something that tokest does not know how to count, named and never dropped."""

    what: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One turn; `where` names its place in the request, such as ``messages[2]``."""

    role: Role
    parts: tuple[Text | Reasoning | ToolCall | ToolResult | Media | Unknown, ...]
    where: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A function that the model may call; `schema` and `raw` are JSON, `raw` the tool as sent."""

    name: str
    description: str
    schema: str
    raw: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What else of a request changes its tokens; ``None`` where the request does not say."""

    thinking: bool | None = None
    tool_choice: str | None = None
    schema: str | None = None
    schema_name: str = "response"
    max_output: int | None = None
    max_output_key: str = ""
    thinking_budget: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A whole request, in one form for all providers."""

    api: Api
    messages: tuple[Message, ...]
    model: str | None = None
    tools: tuple[Tool, ...] = ()
    extras: tuple[Unknown, ...] = ()
    options: Options = field(default_factory=Options)
