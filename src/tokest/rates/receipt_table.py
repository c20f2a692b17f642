"""A receipt as arithmetic that anybody can check, line by line."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, Final

from tokest.render.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.rates.receipt import Line, Receipt
    from tokest.render.table import Cell

COLUMNS: Final = (
    Column("unit"),
    Column("quantity", "count"),
    Column("price"),
    Column("factors"),
    Column("per", "count"),
    Column("amount"),
    Column("remark"),
)
_NO_CENTS: Final = frozenset({"JPY", "KRW", "VND", "CLP", "ISK"})
"""Currencies without a smaller coin (ISO 4217)."""


def receipt_table(receipt: Receipt) -> Table:
    """Lay a receipt out: quantity x price x factors / per = amount, then the sums and why.

    Amounts are exact; only the last line rounds, as the currency is rounded.

    >>> from tokest.rates.price import price
    >>> from tokest.units import Usage
    >>> found = receipt_table(price(Usage(input_tokens=1_000), "qwen-max", region="cn"))
    >>> [str(cell) for cell in found.rows[0][:6]]
    ['input', '1000', '2.4', 'None', '1000000', '0.0024']
    """
    rows = [_row(line) for line in receipt.lines]
    blank: tuple[Cell, ...] = (None,) * 4
    rows.append(("one request", *blank, receipt.per_request, f"sum, {receipt.currency}"))
    if receipt.requests > 1:
        remark = f"x {receipt.requests:,} requests"
        rows.append(("all requests", *blank, receipt.total, remark))
    return Table(
        columns=COLUMNS,
        rows=tuple(rows),
        title=_title(receipt),
        notes=tuple(_notes(receipt)),
        sums=len(rows) - len(receipt.lines),
    )


def rounded(amount: Decimal, currency: str) -> str:
    """Write an amount as people pay it: to the cent, or four digits where that would be nothing.

    >>> rounded(Decimal("1234.567"), "USD"), rounded(Decimal("1234.567"), "JPY")
    ('1,234.57 USD', '1,235 JPY')
    >>> rounded(Decimal("0.00048123"), "CNY")
    '0.0004812 CNY'
    """
    cent = Decimal(1) if currency in _NO_CENTS else Decimal("0.01")
    if amount and abs(amount) < 1:
        cent = Decimal(1).scaleb(amount.adjusted() - 3)
    return f"{amount.quantize(cent, ROUND_HALF_EVEN):,f} {currency}"


def _row(line: Line) -> tuple[Cell, ...]:
    factors = " ".join(f"x {factor.normalize():f} {name}" for name, factor in line.factors)
    remark = "unknown price" if line.rate is None else line.why
    return (
        line.unit, line.quantity, line.printed, factors or None, line.per, line.amount,
        remark or None,
    )  # fmt: skip


def _title(receipt: Receipt) -> str:
    service = f", {receipt.service}" if receipt.service else ""
    return f"{receipt.provider}/{receipt.model}, {receipt.region}{service}, {receipt.currency}"


def _notes(receipt: Receipt) -> Iterator[str]:
    if receipt.total is not None:
        yield f"total {rounded(receipt.total, receipt.currency)}"
    yield f"tier: {receipt.tier}"
    yield from (f"rule: {rule}" for rule in receipt.rules)
    yield from (f"note: {note}" for note in receipt.assumptions)
    yield from (f"problem: {problem}" for problem in receipt.problems)
    via = f", via {receipt.via}" if receipt.via else ""
    yield f"{receipt.figure} figure of {receipt.checked}: {receipt.source}{via}"
    yield f"model found by: {receipt.matched}"
