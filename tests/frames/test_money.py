"""Straight pieces of prices say what receipts say."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from tokest.frames.money import Piece, find_prices
from tokest.frames.money import _pieces as pieces
from tokest.frames.options import Sending
from tokest.rates.price import price
from tokest.units import Usage

MODELS = ["qwen-plus", "qwen-max", "gpt-5.5", "claude-opus-5-5", "qwen3.7-plus", "gemini-2.5-pro"]


@pytest.mark.parametrize("batch", [False, True])
@pytest.mark.parametrize("model", MODELS)
def test_pieces_price_as_receipts_do(model: str, batch: bool) -> None:  # noqa: FBT001
    prices = find_prices(model, Sending(output_tokens=700, batch=batch))
    edges = [piece.up_to for piece in prices.pieces[:-1]]
    counts = [0, 1, 999, *edges, *(edge + 1 for edge in edges), 10**7]
    costs = prices.costs(np.array(counts)).tolist()
    for tokens, cost in zip(counts, costs, strict=True):
        usage = Usage(input_tokens=tokens, output_tokens=700)
        exact = price(usage, model, batch=batch).per_request
        if exact is None:
            assert np.isnan(cost)
        else:
            assert cost == pytest.approx(float(exact), rel=1e-12)


def test_a_total_is_the_exact_sum_of_receipts() -> None:
    prices = find_prices("qwen-plus", Sending(output_tokens=500))
    counts = np.array([100, 256_000, 256_001, 500_000])
    where = prices.places(counts)
    rows = np.bincount(where, minlength=len(prices.pieces)).tolist()
    spent = [int(counts[where == i].sum()) for i in range(len(prices.pieces))]
    receipts = (
        price(Usage(input_tokens=n, output_tokens=500), "qwen-plus").per_request
        for n in counts.tolist()
    )
    assert prices.total(rows, spent) == sum(filter(None, receipts), Decimal(0))


def test_a_minimum_bends_a_price_once() -> None:
    def cost(tokens: int) -> Decimal | None:
        return max(Decimal("0.01"), Decimal("0.000003") * tokens)

    found = list(pieces(cost, 0, 10**6))
    assert [piece.up_to for piece in found] == [3333, 10**6]
    assert found[0].fixed == Decimal("0.01")
    assert found[1].per_token == Decimal("0.000003")


def test_a_short_tier_has_a_piece_a_token() -> None:
    found = list(pieces(Decimal, 4, 5))
    assert found == [Piece(4, Decimal(4), Decimal(0)), Piece(5, Decimal(5), Decimal(0))]


def test_an_unknown_price_stays_unknown() -> None:
    assert list(pieces(lambda _: None, 0, 99)) == [Piece(99, None, Decimal(0))]


def test_the_most_input_leaves_room_for_the_output() -> None:
    assert find_prices("qwen-max", Sending()).most_input == 30_720
    window = find_prices("gpt-5.5", Sending()).most_input
    assert window is not None
    assert find_prices("gpt-5.5", Sending(output_tokens=1000)).most_input in {
        window,
        window - 1000,
    }
