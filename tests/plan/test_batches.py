from __future__ import annotations

import json
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_files import data_url, png
from tokest.errors import InputError
from tokest.plan import batches
from tokest.plan.batches import BatchJob, estimate_batch
from tokest.plan.totals import APART
from tokest.prompts.estimate import estimate
from tokest.rates.price import price
from tokest.units import Usage

if TYPE_CHECKING:
    from tokest.plan.batch_values import BatchEstimate

CN = BatchJob(region="cn")


def line(known: str, text: str = "Hello World", model: str = "qwen-plus", **body: Any) -> bytes:
    whole = {"model": model, "messages": [{"role": "user", "content": text}], **body}
    url = "/v1/chat/completions"
    return json.dumps({"custom_id": known, "method": "POST", "url": url, "body": whole}).encode()


def claude(known: str) -> bytes:
    params = {
        "model": "claude-opus-5-5",
        "max_tokens": 100,
        "messages": [{"role": "user", "content": "Hi"}],
    }
    return json.dumps({"custom_id": known, "params": params}).encode()


def gemini(known: str) -> bytes:
    contents = [{"parts": [{"text": "Hello"}]}]
    return json.dumps({"key": known, "request": {"contents": contents}}).encode()


def read(*lines: bytes, job: BatchJob = CN) -> BatchEstimate:
    return estimate_batch(BytesIO(b"\n".join(lines)), job)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=50), min_size=1))
def test_a_file_is_the_sum_of_its_requests(texts: list[str]) -> None:
    found = read(*(line(str(at), text) for at, text in enumerate(texts)))
    tokens = [
        estimate([{"role": "user", "content": text}], "qwen-plus").tokens or 0 for text in texts
    ]
    receipts = [
        price(
            Usage(input_tokens=count, output_tokens=500), "qwen-plus", region="cn", batch=True
        ).per_request
        for count in tokens
    ]
    assert (found.requests, found.input_tokens) == (len(texts), sum(tokens))
    assert found.cost == sum(one for one in receipts if one is not None)
    assert found.output_tokens == 500 * len(texts)
    assert found.fine


def test_it_does_not_matter_where_a_chunk_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [line(str(at), "Hello World " * at) for at in range(30)]
    whole = read(*lines)
    monkeypatch.setattr(batches, "CHUNK", 500)
    assert read(*lines) == whole


def test_the_most_expensive_come_first() -> None:
    found = read(*(line(str(at), "word " * (at % 17)) for at in range(40)))
    assert len(found.top) == 10
    costs = [(item.cost or Decimal(0), -item.line) for item in found.top]
    assert costs == sorted(costs, reverse=True)
    assert [item.line for item in found.top[:2]] == [17, 34]


def test_an_answer_is_no_longer_than_its_request_allows() -> None:
    found = read(line("a", max_tokens=20), line("b", max_tokens=9000))
    assert found.output_tokens == 20 + 500


def test_a_bad_line_is_named_and_the_rest_is_counted() -> None:
    found = read(line("a"), b"{", b"", b"\xff", b"[]", line("b"), line("c")[:-9])
    assert (found.requests, found.invalid, found.lines) == (2, 4, 6)
    assert [one.line for one in found.problems] == [2, 4, 5, 7]
    assert found.cost is not None
    assert not found.fine


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ({"max_tokens": -5}, "max_tokens: must be at least 0, got -5"),
        ({"max_tokens": True}, "max_tokens: must be a whole number, got True"),
        ({"messages": None}, "messages: must be a list, got nothing"),
        (
            {"messages": [{"role": "user", "content": "\ud800"}]},
            "lone surrogate U+D800 is not text",
        ),
    ],
)
def test_a_request_that_no_provider_takes_is_named(body: dict[str, Any], what: str) -> None:
    found = read(line("a", **body), line("b"))
    assert (found.requests, found.invalid) == (1, 1)
    assert found.problems[0].what == what


def test_an_empty_file_has_nothing() -> None:
    found = read(b"")
    assert (found.requests, found.cost, found.fine) == (0, None, True)


def test_a_model_that_no_region_offers_in_batch_breaks_a_limit() -> None:
    found = read(line("a", model="qwen-flash"), job=BatchJob(region="intl"))
    assert found.cost is None
    assert found.unpriced == 1
    assert found.broken == ("qwen-flash in region intl: no batch price on record",)


def test_a_region_that_does_not_offer_a_model_breaks_a_limit() -> None:
    found = read(line("a", model="qwen-long"), job=BatchJob(region="intl"))
    assert "has no rate in region 'intl'" in found.broken[0]
    assert found.input_tokens == 10


def test_several_models_are_counted_each_by_its_own() -> None:
    found = read(line("a"), line("b", model="qwen3.7-plus"), line("c"))
    assert found.models == ("qwen-plus", "qwen3.7-plus")
    assert found.broken[0].startswith("more than one model")
    assert found.input_tokens == 10 + 12 + 10


def test_a_request_that_no_model_takes_breaks_a_limit() -> None:
    found = read(line("a", "word " * 40_000, model="qwen-max"), job=BatchJob(region="cn"))
    assert found.broken[0].startswith("1 requests do not fit: line 1: ")


def test_a_batch_takes_shorter_requests() -> None:
    text = "word " * 260_000
    found = read(line("a", text, model="qwen3.7-plus"), job=BatchJob(region="cn"))
    assert "256,000 in a batch file" in found.broken[0]


def test_shapes_of_other_providers_are_known() -> None:
    found = read(claude("a"), claude("b"), job=BatchJob())
    assert (found.provider, found.requests, found.currency) == ("anthropic", 2, "USD")
    assert found.output_tokens == 200
    job = BatchJob(model="gemini-2.5-flash")
    named = read(gemini("a"), job=job)
    assert (named.provider, named.requests, named.models) == ("google", 1, ("gemini-2.5-flash",))
    unnamed = read(gemini("a"), job=BatchJob())
    assert unnamed.problems[0].what == "model: the line names none; give --model"


def test_an_unknown_model_has_no_count() -> None:
    found = read(line("a", model="no-such-model"))
    assert found.invalid == 1
    assert "its tokenizer is not known" in found.problems[0].what
    ruled = read(line("a", model="no-such-model"), job=BatchJob(method="rule"))
    assert (ruled.requests, ruled.cost, ruled.unpriced) == (1, None, 1)


def test_what_nobody_can_count_is_said() -> None:
    image = {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}
    message = {"role": "user", "content": [image]}
    found = read(line("a", model="qwen3-vl-plus", messages=[message]))
    assert found.uncounted == 1
    assert any("not fetched" in note for note in found.assumptions)
    assert any(note.startswith("1 request holds what") for note in found.assumptions)


def test_what_nobody_can_count_leaves_the_sum_open() -> None:
    whole = read(line("a"))
    found = read(line("a"), line("b", enable_search=True), line("c"))
    item = next(one for one in found.top if one.id == "b")
    assert (found.input_tokens, found.input_high, found.cost, found.cost_high) == (None,) * 4
    assert (item.input_tokens, item.cost, item.input_low) == (None, None, whole.input_low)
    assert (found.input_low, found.cost_low) == (3 * whole.input_low, 3 * (whole.cost_low or 0))


def test_what_is_bounded_bounds_the_sum() -> None:
    image = {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}
    message = {"role": "user", "content": [image]}
    found = read(line("a", model="gpt-4o", messages=[message]), job=BatchJob())
    assert found.input_tokens is None
    assert 0 < found.input_low < (found.input_high or 0)
    assert 0 < (found.cost_low or 0) < (found.cost_high or 0)


def test_media_cost_what_their_kind_does() -> None:
    image = {"type": "image_url", "image_url": {"url": data_url(png(1920, 1080))}}
    message = {"role": "user", "content": [{"type": "text", "text": "What is it?"}, image]}
    found = read(line("a", model="qwen3.7-plus", messages=[message]))
    apart: dict[str, Any] = {name: 2042 for name in APART if name == "input_image_tokens"}
    assert found.input_tokens is not None
    usage = Usage(input_tokens=found.input_tokens, output_tokens=500, **apart)
    receipt = price(usage, "qwen3.7-plus", region="cn", batch=True)
    assert found.input_tokens > 2042
    assert found.cost == receipt.per_request


def test_progress_is_told_in_bytes() -> None:
    seen: list[int] = []
    raw = line("a") + b"\n" + line("b")
    estimate_batch(BytesIO(raw), CN, seen.append)
    assert seen[-1] == len(raw)


def test_an_absurd_answer_is_refused() -> None:
    with pytest.raises(InputError, match="output_tokens"):
        estimate_batch(BytesIO(b""), BatchJob(output_tokens=-1))
