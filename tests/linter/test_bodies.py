from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tokest.linter.bodies import PER_MESSAGE, PER_REQUEST, Body, count_bodies
from tokest.linter.context import Context
from tokest.linter.engine import lint
from tokest.linter.extract.files import read
from tokest.linter.settings import Settings, VariableSize
from tokest.plan.batches import BatchJob, estimate_batch
from tokest.prompts.counting import Way
from tokest.prompts.estimate import estimate
from tokest.prompts.templates import templates
from tokest.units import MOST_TOKENS

if TYPE_CHECKING:
    from tokest.linter.rule import Count

CHAT = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "你是谁？" * 9}]
TOOL = {
    "type": "function",
    "function": {"name": "f", "description": "Find it.", "parameters": {"type": "object"}},
}
GIF = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
PICTURE = {"role": "user", "content": [{"type": "image_url", "image_url": {"url": GIF}}]}


def counted(path: str, text: str, settings: Settings | None = None) -> list[Count]:
    settings = settings or Settings()
    document = read(path, text.encode(), settings)
    (result,) = lint([document], [], Context(settings=settings), count=True)
    return [count for one in result.summaries for _, count in one.counts]


@pytest.mark.parametrize(
    "data",
    [
        CHAT,
        {"model": "qwen-max", "messages": CHAT},
        {"model": "gpt-4o", "messages": CHAT, "tools": [TOOL]},
        {"model": "claude-opus-4-5", "system": "Be brief.", "messages": CHAT[1:]},
        {"model": "gemini-2.5-pro", "contents": [{"role": "user", "parts": [{"text": "Hi"}]}]},
        {"model": "gpt-5", "instructions": "Be brief.", "input": "Who are you?"},
        {"model": "gpt-5", "input": CHAT},
        {"model": "qwen-plus", "input": {"messages": CHAT}, "parameters": {"max_tokens": 5}},
        {"model": "gpt-4o", "messages": [PICTURE]},
        {"model": "qwen-max", "messages": [*CHAT, {"role": "assistant", "content": "Hi"}]},
    ],
)  # fmt: skip
def test_a_file_takes_what_tokest_estimate_says(data: Any, tmp_path: Path) -> None:
    file = tmp_path / "request.json"
    file.write_text(json.dumps(data), "utf-8")
    model = None if "model" in data else "qwen-plus"
    said = estimate(Path(file), model)
    (found,) = counted("request.json", file.read_text("utf-8"))
    assert (found.tokens, found.low, found.high, found.method, found.encoding, found.unknown) == (
        said.tokens, said.low, said.high, said.method, said.encoding, "",
    )  # fmt: skip


def line(name: str, url: str, body: dict[str, Any]) -> dict[str, Any]:
    return {"custom_id": name, "method": "POST", "url": url, "body": body}


def test_a_batch_file_takes_what_tokest_batch_says() -> None:
    lines = [
        line("a", "/v1/chat/completions", {"model": "qwen-plus", "messages": CHAT}),
        line("b", "/v1/chat/completions", {"model": "qwen-plus", "messages": CHAT[1:]}),
        line("c", "/v1/chat/completions", {"model": "gpt-4o", "messages": CHAT, "tools": [TOOL]}),
        line("d", "/v1/embeddings", {"model": "text-embedding-v4", "input": ["one", "two three"]}),
        line("e", "/v1/responses", {"model": "gpt-5", "input": "Who are you?"}),
        line("f", "/v1/completions", {"model": "gpt-3.5-turbo-instruct", "prompt": "Once"}),
        {"custom_id": "g", "params": {"model": "claude-opus-4-5", "messages": CHAT[1:]}},
    ]
    raw = "\n".join(map(json.dumps, lines)).encode()
    said = estimate_batch(BytesIO(raw), BatchJob())
    assert (said.requests, said.invalid) == (len(lines), 0)
    found = counted("a.jsonl", raw.decode())
    every = zip(*((one.tokens, one.low, one.high) for one in found), strict=True)
    assert [sum(part) for part in every] == [
        said.input_tokens, said.input_low, said.input_high,
    ]  # fmt: skip


def test_a_file_that_a_request_names_is_not_opened(tmp_path: Path) -> None:
    sound = tmp_path / "a.gif"
    sound.write_bytes(b"GIF89a\x01\x00\x01\x00")
    for source in (str(sound), f"file://{sound}"):
        image = {"type": "image_url", "image_url": {"url": source}}
        data = {"model": "gpt-4o", "messages": [{"role": "user", "content": [image]}]}
        (found,) = counted("a.json", json.dumps(data))
        assert found.unknown == "media image messages[0].content[0]"
        assert not found.exact
        assert str(found).startswith("at least ")
        assert found.high > found.low


def test_samples_stand_where_their_variables_do() -> None:
    settings = Settings(
        variables=(("a", VariableSize(sample="one two three")), ("b", VariableSize(max_tokens=100)))
    )
    text = "messages:\n- {role: user, content: 'Say {{ a }} and {{ b }}.'}\nmodel: qwen-max\n"
    (found,) = counted("a.prompt.yaml", text, settings)
    said = estimate([{"role": "user", "content": "Say one two three and ."}], "qwen-max")
    assert found.tokens == (said.tokens or 0) + 100


def test_what_is_no_request_of_any_api_is_counted_as_texts() -> None:
    body = Body('{"messages": [{"role": "user", "content": 5}]}', ("one two",))
    (found,) = count_bodies([body], Way(model="qwen-max"))
    assert (found.tokens, found.unknown, found.high) == (2, "the chat template", MOST_TOKENS)


@pytest.mark.parametrize("template", templates(), ids=lambda one: one.name)
def test_what_stands_around_texts_is_bounded(template: Any) -> None:
    for name in (*template.models, *template.assumed):
        for turns in (1, 40):
            roles = ["user", "assistant"] * turns
            chat = [{"role": role, "content": "a"} for role in ["system", *roles]]
            body = Body(json.dumps({"messages": chat, "thinking": {"type": "enabled"}}), ())
            (found,) = count_bodies([body], Way(model=name, encoding="o200k_base"))
            assert found.high <= len(chat) + PER_REQUEST + PER_MESSAGE * len(chat)
