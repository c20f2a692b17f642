from __future__ import annotations

from typing import Any

import pytest

from tokest.errors import InputError
from tokest.prompts.batch.envelopes import open_envelope

BODY = {"model": "qwen-plus", "messages": []}
LINE = {"custom_id": "a", "method": "POST", "url": "/v1/chat/completions", "body": BODY}

NO_ENDPOINT = "url: '/v1/chat/completion' is no endpoint of batch files"


@pytest.mark.parametrize(
    ("line", "shape", "known", "endpoint", "model"),
    [
        (LINE, "openai", "a", "/v1/chat/completions", "qwen-plus"),
        ({"custom_id": "b", "params": BODY}, "anthropic", "b", "/v1/messages", "qwen-plus"),
        ({"key": "c", "request": {"contents": []}}, "google", "c", "generateContent", None),
        ({"request": {"model": "models/gemini-3"}}, "google", None, "generateContent", "gemini-3"),
    ],
)
def test_every_shape_is_known(
    line: dict[str, Any], shape: str, known: str | None, endpoint: str, model: str | None
) -> None:
    found = open_envelope(line)
    assert (found.shape, found.id, found.endpoint, found.model) == (shape, known, endpoint, model)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ([], "line: must be a mapping, got a list"),
        ({}, "line: expected custom_id, method, url and body, got nothing"),
        ({"a": 1}, "line: expected custom_id, method, url and body, got 'a'"),
        (BODY, "line: a bare request; it goes into body, beside custom_id, method, url"),
        ({**LINE, "custom_id": None}, "custom_id: is missing"),
        ({**LINE, "custom_id": 7}, "custom_id: must be a str, got 7"),
        ({**LINE, "method": "GET"}, "method: must be 'POST', got 'GET'"),
        ({**LINE, "body": "x"}, "body: must be a mapping, got text"),
        ({**LINE, "body": {}}, "model: is missing"),
        ({**LINE, "body": {"model": 3}}, "model: must be a str, got 3"),
        (
            {**LINE, "url": "/v1/chat/completion"},
            f"{NO_ENDPOINT}, did you mean '/v1/chat/completions'?",
        ),
    ],
)
def test_what_is_wrong_is_named(line: object, what: str) -> None:
    with pytest.raises(InputError) as error:
        open_envelope(line)
    assert str(error.value) == what


def test_an_endpoint_that_is_no_text_is_named() -> None:
    with pytest.raises(InputError, match="url: nothing is no endpoint of batch files; known: /v1"):
        open_envelope({**LINE, "url": None})
