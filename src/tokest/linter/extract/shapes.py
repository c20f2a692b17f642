"""Requests and prompts in structured data: messages, systems, tools, prompt keys."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Final

from tokest.linter.bodies import Body
from tokest.linter.extract.output_limit import limit_place
from tokest.linter.extract.tree import Node, filled, plain
from tokest.linter.extract.variables import fields, tags
from tokest.linter.mapping import TextMap, straight
from tokest.linter.values import Part, Prompt, Request, Span, Tool, Variable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tokest.linter.source import Source
    from tokest.linter.values import Fill

TEXT_KEYS: Final = (
    "system", "system_prompt", "system_message", "prompt", "user_prompt", "instructions",
    "instruction", "template", "prompt_template", "preamble",
)  # fmt: skip
"""Keys whose text is a prompt, wherever they stand."""

_OUTPUT_KEYS: Final = ("max_tokens", "max_completion_tokens", "max_output_tokens", "maxTokens",
                       "maxOutputTokens", "max_tokens_to_sample")  # fmt: skip
_CHATS: Final = ("messages", "contents", "input")
_SYSTEMS: Final = ("system", "systemInstruction", "system_instruction", "instructions")
_NARROW: Final = frozenset({"role", "content", "parts", "name"})
_WIDE: Final = frozenset({
    "tools", "functions", "response_format", "text", "output_config", "output_format",
    "generationConfig", "generation_config", "parameters",
})  # fmt: skip
"""Keys of a message of text alone, and keys of a request that may hold a schema of any size."""

MOST_DEPTH: Final = 12
"""Levels that are searched for prompt keys."""


def prompts_of(
    source: Source, root: Node, *, keys: tuple[str, ...] = (), prefix: str = "", templated: bool
) -> tuple[Prompt, ...]:
    """Find the prompts of a document."""
    found = list(_find(source, root, prefix, (keys or TEXT_KEYS, templated), 0))
    return tuple(found)


def _find(
    source: Source, node: Node, path: str, how: tuple[tuple[str, ...], bool], depth: int
) -> Iterator[Prompt]:
    if depth > MOST_DEPTH:
        return
    if isinstance(node.children, dict):
        made = _request(source, node, path, templated=how[1])
        if made is not None:
            yield made
            return
        for key, child in node.children.items():
            inner = f"{path}.{key}" if path else key
            if key in how[0] and isinstance(child.value, str) and child.locate:
                yield _single(source, child, inner, templated=how[1])
            else:
                yield from _find(source, child, inner, how, depth + 1)
    elif isinstance(node.children, list):
        if _is_chat(node) or _is_tools(node):
            made = _request(source, node, path, templated=how[1])
            if made is not None:
                yield made
            return
        for index, child in enumerate(node.children):
            yield from _find(source, child, f"{path}[{index}]", how, depth + 1)


def _single(source: Source, node: Node, path: str, *, templated: bool) -> Prompt:
    found = _part(node, path, "", templated=templated)
    return Prompt(source, path, (found,), kind="text")


def _request(source: Source, node: Node, path: str, *, templated: bool) -> Prompt | None:
    chat = _chat_of(node)
    asked = _asked(node) if chat is None else None
    tools_node = node if isinstance(node.children, list) and _is_tools(node) else node.get("tools")
    if tools_node is None and node.get("result", "tools") is not None:  # MCP tools/list
        tools_node = node.get("result", "tools")
    tools = tuple(_tools(tools_node)) if _is_tools(tools_node) else ()
    if chat is None and asked is None and not tools:
        return None
    texts: list[tuple[Node, Part]] = []
    for key in _SYSTEMS if isinstance(node.children, dict) else ():
        system = node.get(key)
        if system is not None:
            texts += _texts(system, key, "system", templated=templated)
    for index, message in enumerate(chat.items() if chat else ()):
        role = message.text("role") or ("user" if message.get("parts") else "")
        content = message.get("content") or message.get("parts") or message.get("text")
        if content is not None:
            texts += _texts(content, f"messages[{index}]", role, templated=templated)
    if asked is not None:
        texts += _texts(asked, "input", "user", templated=templated)
    parts = tuple(part for _, part in texts)
    body = None
    if chat is not None or asked is not None:
        body = partial(_body, node, {id(one): part for one, part in texts})
    return Prompt(
        source, path, parts, kind="request", request=request_of(source, node, chat or asked),
        tools=tools, body=body, bounded=_is_bounded(node, chat, len(parts)),
    )  # fmt: skip


def _chat_of(node: Node) -> Node | None:
    if isinstance(node.children, list):
        return node if _is_chat(node) else None
    found = [node.get(key) for key in _CHATS] + [node.get("input", "messages")]  # DashScope
    return next((one for one in found if _is_chat(one)), None)


def _asked(node: Node) -> Node | None:
    """Find an input that is a text, or texts, of a request that names its model."""
    found = node.get("input")
    if found is None or node.text("model") is None:
        return None
    items = list(found.items())
    texts = items or [found]
    return found if all(isinstance(one.value, str) for one in texts) else None


def _body(node: Node, parts: dict[int, Part], fill: Fill) -> Body:
    data = filled(node, {name: fill(part) for name, part in parts.items()})
    return Body(json.dumps(data), tuple(fill(part) for part in parts.values()))


def _is_bounded(node: Node, chat: Node | None, parts: int) -> bool:
    """Whether a request is of texts alone, one a message, so that what is around them is little."""
    keys = node.children.keys() if isinstance(node.children, dict) else {}.keys()
    messages = list(chat.items()) if chat else []
    plain = all(set(dict(one.pairs())) <= _NARROW for one in messages)
    systems = sum(node.get(key) is not None for key in _SYSTEMS)
    return keys.isdisjoint(_WIDE) and plain and (chat is None or parts == len(messages) + systems)


def request_of(source: Source, body: Node, chat: Node | None) -> Request:
    """Read what a request body says beside its texts."""
    model = body.get("model")
    named = model if model is not None and isinstance(model.value, str) else None
    limits = [body.get(key) for key in _OUTPUT_KEYS]
    limits += [
        body.get(inner, key)
        for inner in ("generationConfig", "generation_config", "modelParameters", "parameters")
        for key in _OUTPUT_KEYS
    ]
    sizes = [one.value for one in limits if one is not None and isinstance(one.value, int)]
    return Request(
        model=named.value if named else None,
        model_span=Span(named.start, named.end) if named else None,
        max_output=sizes[0] if sizes else None,
        provider=_provider(body),
        cache_control=_has_cache_control(body),
        span=Span(body.start, body.start + 1),
        shape="body" if isinstance(body.children, dict) and (named or sizes) and chat else "",
        limit=None if any(limits) else limit_place(source, body),
    )


def _provider(body: Node) -> str:
    if body.get("contents") is not None:
        return "google"
    if body.get("system") is not None and body.get("messages") is not None:
        return "anthropic"
    return ""


def _has_cache_control(node: Node, depth: int = 0) -> bool:
    if depth > MOST_DEPTH:
        return False
    if isinstance(node.children, dict):
        if "cache_control" in node.children:
            return True
        return any(_has_cache_control(one, depth + 1) for one in node.children.values())
    return any(_has_cache_control(one, depth + 1) for one in node.items())


def _texts(node: Node, key: str, role: str, *, templated: bool) -> Iterator[tuple[Node, Part]]:
    if isinstance(node.value, str) and node.locate:
        yield node, _part(node, key, role, templated=templated)
        return
    inner = node.get("parts")
    for index, block in enumerate((inner or node).items()):
        text = block if isinstance(block.value, str) else block.get("text")
        if text is not None and isinstance(text.value, str) and text.locate:
            yield text, _part(text, f"{key}[{index}]", role, templated=templated)


def _part(node: Node, key: str, role: str, *, templated: bool) -> Part:
    text: str = node.value
    found: tuple[Variable, ...] = ()
    if templated:
        found = tags(text) or (fields(text) if key.endswith("template") else ())
    places: Callable[[], TextMap] = node.locate or partial(straight, node.start, len(text))
    return Part(key, text, places, role=role, variables=found, write=node.write)


def _is_chat(node: Node | None) -> bool:
    if node is None or not isinstance(node.children, list) or not node.children:
        return False
    return all(
        isinstance(one.children, dict)
        and isinstance(one.text("role"), str)
        and ("content" in one.children or "parts" in one.children)
        for one in node.children
    )


def _is_tools(node: Node | None) -> bool:
    if node is None or not isinstance(node.children, list) or not node.children:
        return False
    return all(_tool_name(one) for one in node.children)


def _tool_name(node: Node) -> str | None:
    if node.get("functionDeclarations") is not None:
        return "functions"
    name = node.text("function", "name") or node.text("name")
    schema = any(
        (node.get("function") or node).get(key) is not None
        for key in ("parameters", "input_schema", "inputSchema")
    )
    return name if schema else None


def _tools(node: Node | None) -> Iterator[Tool]:
    for one in node.items() if node else ():
        name = _tool_name(one)
        if name:
            text = json.dumps(plain(one), ensure_ascii=False, separators=(",", ":"))
            yield Tool(name, text, Span(one.start, one.start + 1))
