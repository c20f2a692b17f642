"""A prompt that costs more than its budget, for one request or in a month.

## Why is this bad?
The budget is yours: `max-cost-per-request` and `max-cost-per-month` (with `requests-per-month`)
under `[[tool.tokest.budgets]]`. Output is priced with `output-tokens` of the configuration.

## Example
`USD 0.002600 a request (x 250,000 = USD 650.00 a month), budget 500: 30% over`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.linter.context import cost_budgets, measured, money
from tokest.linter.rule import Hit, Rule
from tokest.linter.values import Span

if TYPE_CHECKING:
    from decimal import Decimal

    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.settings import Budget
    from tokest.linter.values import Prompt

RULE = Rule(
    level="error", scope="prompt", when="budget", options=("budgets", "output-tokens", "region")
)


def check(prompt: Prompt, context: Context) -> Check:
    """Report a cost above a budget; the lower end of an estimate decides."""
    path = prompt.source.path
    for budget, model in cost_budgets(prompt, context):
        count = yield from measured(prompt, context, model)
        receipt = context.receipt(model, count.low, path)
        if receipt is None or receipt.per_request is None:
            continue
        requests = budget.requests_per_month or context.requests(path)
        message = _broken(receipt.per_request, requests, receipt.currency, budget)
        if message:
            output = context.output(path)
            basis = f"{count} of input and {output:,} of output on {model}"
            yield Hit(message=f"{message}; {basis}", span=Span(0, 0))


def _broken(cost: Decimal, requests: int | None, currency: str, budget: Budget) -> str:
    per_request, per_month = budget.max_cost_per_request, budget.max_cost_per_month
    if per_request is not None and cost > per_request:
        over = f"{cost / per_request - 1:.0%}"
        return f"{money(cost, currency)} a request, budget {per_request}: {over} over"
    if per_month is not None and requests and cost * requests > per_month:
        month = f"x {requests:,} = {money(cost * requests, currency)} a month"
        over = f"{cost * requests / per_month - 1:.0%}"
        return f"{money(cost, currency)} a request ({month}), budget {per_month}: {over} over"
    return ""
