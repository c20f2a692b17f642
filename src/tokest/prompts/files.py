"""Read a prompt from a file: a text, or the body of a request."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from tokest.errors import FileFormatError, InputError
from tokest.prompts.media.values import Media
from tokest.prompts.shapes.recognise import looks_like_request, read_request
from tokest.prompts.values import ToolResult

if TYPE_CHECKING:
    from pathlib import Path

    from tokest.prompts.values import Message, Request

Part = TypeVar("Part")


def read_prompt(path: Path) -> str | Request:
    """Read a file as a request if it is one, and else as a text.

    Raises
    ------
    InputError
        for a file that cannot be read.
    FileFormatError
        for JSON that breaks off, with ``path:line:column``.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from None
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise InputError(str(path), f"byte {error.start} is not UTF-8") from None
    return parse_prompt(text, str(path), path.parent)


def parse_prompt(text: str, name: str, folder: Path) -> str | Request:
    """Tell a request from a text by its content; images and the like are relative to `folder`.

    A file whose name ends in ``.json`` must be JSON; any other is a text unless it is a request.

    >>> from pathlib import Path
    >>> parse_prompt("Hi", "prompt.txt", Path())
    'Hi'
    >>> body = '{"model": "qwen-max", "messages": [{"role": "user", "content": "Hi"}]}'
    >>> parse_prompt(body, "request.json", Path()).model
    'qwen-max'
    """
    must = name.lower().endswith(".json")
    if not must and not text.lstrip().startswith(("{", "[")):
        return text
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        if not must:
            return text
        where = f"{name}:{error.lineno}:{error.colno}"
        raise FileFormatError((f"{where}: not valid JSON: {error.msg.lower()}",)) from None
    except RecursionError:
        raise InputError(name, "is nested too deeply") from None
    except ValueError:  # a number of thousands of digits
        raise InputError(name, "holds a number that is too long") from None
    return rebase(read_request(data), folder) if looks_like_request(data) else text


def rebase(request: Request, folder: Path) -> Request:
    """Read paths of media in a request relative to a folder.

    >>> from pathlib import Path
    >>> part = {"type": "image_url", "image_url": {"url": "cat.png"}}
    >>> request = read_request([{"role": "user", "content": [part]}])
    >>> rebase(request, Path("photos")).messages[0].parts[0].source
    'photos/cat.png'
    """
    return replace(request, messages=tuple(_rebased(one, folder) for one in request.messages))


def _rebased(message: Message, folder: Path) -> Message:
    parts = (
        replace(part, parts=tuple(_moved(one, folder) for one in part.parts))
        if isinstance(part, ToolResult)
        else _moved(part, folder)
        for part in message.parts
    )
    return replace(message, parts=tuple(parts))


def _moved(part: Part, folder: Path) -> Part:
    source = part.source if isinstance(part, Media) else None
    if not isinstance(part, Media) or not isinstance(source, str):
        return part
    if "://" in source[:16] or source[:5].lower() in ("data:", "file:"):
        return part
    return replace(part, source=(folder / source).as_posix())
