"""Time the pricing of many rows and the forecast of a large plan, after checking what they give.

    .venv/bin/python benchmarks/money.py [--rows 1000000] [--draws 10000] [--rounds 5]

Goals: 1 M rows in 0.5 s on one model; 10,000 draws of 12 months, 20 models and 3 workloads in 1 s
and 300 MB. Wall time and processor time are the medians of the rounds.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from dataclasses import replace
from datetime import date
from decimal import Decimal
from resource import RUSAGE_SELF, getrusage
from typing import TYPE_CHECKING

import numpy as np

from tokest.errors import TokestError
from tokest.plan.forecast import forecast
from tokest.plan.workload import Plan, Range, Size, Skewed, Workload
from tokest.rates.arrays import price_many
from tokest.rates.load import builtin_card
from tokest.rates.price import price
from tokest.rates.terms import Terms
from tokest.units import Usage

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

DAY = date(2026, 12, 1)
MODELS, WORKLOADS = 20, 3
TERMS = Terms(region="cn", at=DAY)


def main() -> None:
    """Check, time and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--draws", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    counts = rows(args.rows)
    check_rows(counts)
    told(f"{args.rows:,} rows, one model", lambda: priced(counts), args.rounds)
    plan = large_plan()
    check_plan(plan)
    label = f"{args.draws:,} draws, 12 months, {MODELS} models, {WORKLOADS} workloads"
    told(label, lambda: forecast(plan, rng=np.random.default_rng(0), draws=args.draws), args.rounds)


def rows(size: int) -> dict[str, NDArray[np.float64]]:
    """Make usage over all tiers, a third of the input from a cache."""
    rng = np.random.default_rng(0)
    tokens = rng.integers(100, 900_000, size).astype(np.float64)
    return {
        "input_tokens": tokens,
        "cache_read_tokens": np.floor(tokens / 3),
        "output_tokens": rng.integers(1, 5000, size).astype(np.float64),
    }


def priced(counts: dict[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    """Price the rows."""
    return price_many(counts, ["qwen-plus"], TERMS)


def check_rows(counts: dict[str, NDArray[np.float64]]) -> None:
    """Hold some rows against receipts."""
    found = priced({name: values[:200] for name, values in counts.items()})[0]
    for place, cost in enumerate(found):
        row = {name: int(values[place]) for name, values in counts.items()}
        usage = Usage(**row)  # type: ignore[arg-type]  # counts alone
        total = price(usage, "qwen-plus", region="cn", at=DAY).total
        if total is None or abs(float(total) - cost) > 1e-12 * float(total):
            sys.exit(f"row {place}: {cost} is not {total}")


def large_plan() -> Plan:
    """Make a plan of uncertain workloads on models that have a price for them."""
    models = tuple(priced_models())[:MODELS]
    workload = Workload(
        name="",
        models=models,
        input=Size(shape=Skewed(Decimal(2000), Decimal(4000)), within=Decimal("0.1")),
        output=Size(shape=Skewed(Decimal(300), Decimal(600)), most=900, within=Decimal("0.2")),
        requests_per_day=Skewed(Decimal(5000), Decimal(8000)),
        growth_per_month=Range(Decimal(0), Decimal("0.1")),
        thinking_share=Range(Decimal("0.1"), Decimal("0.3")),
        thinking_tokens=Size(shape=Skewed(Decimal(500), Decimal(1000))),
    )
    named = (replace(workload, name=f"workload {number}") for number in range(WORKLOADS))
    return Plan(name="large", start=DAY, end=DAY.replace(year=2027), workloads=tuple(named))


def priced_models() -> list[str]:
    """List text models of all providers, a few of each, that price such a request."""
    usage = Usage(input_tokens=30_000, output_tokens=500)
    found = []
    for provider in builtin_card().providers:
        names = [f"{provider.id}/{model.id}" for model in provider.models if model.kind == "text"]
        found += [name for name in names if is_priced(usage, name)][:4]
    return found


def is_priced(usage: Usage, name: str) -> bool:
    """Whether a model has a price and room for a request."""
    try:
        receipt = price(usage, name, at=DAY)
    except TokestError:
        return False
    return receipt.total is not None and receipt.fits is not False


def check_plan(plan: Plan) -> None:
    """Hold a forecast against itself, and see that every model has a price."""
    first, again = (forecast(plan, rng=np.random.default_rng(1), draws=500) for _ in range(2))
    models = [model for workload in first.workloads for model in workload.models]
    if first != again or len(models) != MODELS * WORKLOADS or any(m.reason for m in models):
        sys.exit("the forecast is not what it should be")


def told(label: str, work: Callable[[], object], rounds: int) -> None:
    """Time work, and print its medians and the memory of the process."""
    walls, processor = [], []
    for _ in range(rounds):
        start = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - start[0])
        processor.append(time.process_time() - start[1])
    memory = getrusage(RUSAGE_SELF).ru_maxrss / 1024
    wall, used = statistics.median(walls), statistics.median(processor)
    sys.stdout.write(f"{label}: {wall:.2f} s, processor {used:.2f} s, memory {memory:.0f} MB\n")


if __name__ == "__main__":
    main()
