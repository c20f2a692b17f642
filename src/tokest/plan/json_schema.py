"""The JSON Schema of a plan, for editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokest.documents.json_schema import json_schema, schema_of
from tokest.plan.kinds import Early, Either, Made
from tokest.plan.schema import plan_kind

if TYPE_CHECKING:
    from tokest.rates.card import RateCard


@schema_of.register(Either)
def _either(kind: Either) -> dict[str, Any]:
    return {"anyOf": [schema_of(kind.scalar), schema_of(kind.mapping)]}


@schema_of.register(Made)
def _made(kind: Made) -> dict[str, Any]:
    return schema_of(kind.kind)


@schema_of.register(Early)
def _early(kind: Early) -> dict[str, Any]:
    return schema_of(kind.kind)


def plan_schema(card: RateCard) -> dict[str, Any]:
    """Describe a plan in JSON Schema.

    >>> from tokest.rates.load import builtin_card
    >>> plan_schema(builtin_card())["required"]
    ['version', 'name', 'start', 'end', 'workloads']
    """
    return json_schema(plan_kind(card, str), "Plan of tokest")
