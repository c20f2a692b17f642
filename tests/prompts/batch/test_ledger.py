from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tokest.prompts.batch.envelopes import Entry
from tokest.prompts.batch.ledger import MOST_KEPT, Ledger, Problems, broken
from tokest.prompts.batch.limits import BatchLimits, find_limits

CHAT = "/v1/chat/completions"
MODES = "thinking not said (line 1), thinking on (line 4), thinking off (line 5)"


def studio() -> BatchLimits:
    found = find_limits("alibaba")
    assert found is not None
    return found


def entry(known: str | None = "a", model: str = "m", endpoint: str = CHAT) -> Entry:
    return Entry(shape="openai", id=known, endpoint=endpoint, model=model, body={})


def filled(*entries: Entry, thinks: bool | None = None) -> Ledger:
    ledger = Ledger()
    for line, one in enumerate(entries, start=1):
        ledger.add(line, one, thinks=thinks)
    return ledger


@given(st.lists(st.sampled_from(["a", "b", "c", "é", "\ud800", None])))
def test_ids_that_stand_again_are_found_where_they_do(ids: list[str | None]) -> None:
    found = filled(*map(entry, ids)).repeated()
    expected = [
        line
        for line, known in enumerate(ids, start=1)
        if known is not None and known in ids[: line - 1]
    ]
    assert [one.line for one in found.kept] == expected
    assert found.count == len(expected)


def test_a_file_within_its_limits_breaks_none() -> None:
    assert broken(filled(entry("a"), entry("b")), studio()) == ()


def test_every_limit_of_a_file_is_held() -> None:
    ledger = filled(entry("a", "m"), entry("a", "n"), entry("b", "m", "/v1/responses"))
    ledger.add(4, entry("c"), thinks=True)
    ledger.add(5, entry("d"), thinks=False)
    ledger.size = 500_000_001
    ledger.too_long.add(2, "long")
    found = broken(ledger, replace(studio(), requests=4))
    assert found == (
        "5 requests; a file may have 4",
        "500,000,001 bytes; a file may have 500,000,000",
        "more than 6,000,000 bytes in one line: line 2",
        "more than one model: m (line 1), n (line 2)",
        f"more than one thinking mode: {MODES}",
        "more than one endpoint: /v1/chat/completions (line 1), /v1/responses (line 3)",
        "alibaba takes no /v1/responses in batch files (line 3)",
        "ids that stand more than once: line 2",
    )


def test_a_provider_may_take_several_models() -> None:
    limits = find_limits("anthropic")
    assert limits is not None
    ledger = filled(entry("a", "m", "/v1/messages"), entry("b", "n", "/v1/messages"))
    assert broken(ledger, limits) == ()


def test_only_so_many_problems_are_kept() -> None:
    problems = Problems()
    for line in range(3 * MOST_KEPT):
        problems.add(line, "wrong")
    assert (len(problems.kept), problems.count) == (MOST_KEPT, 3 * MOST_KEPT)


def test_names_without_end_are_not_kept() -> None:
    ledger = filled(*(entry(str(number), f"model-{number}") for number in range(100)))
    assert len(ledger.models) == 20
