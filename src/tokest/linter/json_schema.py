"""The JSON Schema of a configuration, for editors."""

from __future__ import annotations

from typing import Any

from tokest.documents.json_schema import json_schema, schema_of
from tokest.documents.kinds import Number
from tokest.linter.schema import PERCENT, PLAIN, Money, Named, Percent


@schema_of.register(Percent)
def _percent(kind: Percent) -> dict[str, Any]:
    del kind
    return {"type": "string", "pattern": f"^{PERCENT}$"}


@schema_of.register(Money)
def _money(kind: Money) -> dict[str, Any]:
    del kind
    return {"anyOf": [schema_of(Number()), {"type": "string", "pattern": r"^\d+(\.\d+)?$"}]}


@schema_of.register(Named)
def _named(kind: Named) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": schema_of(kind.kind)}


def config_schema() -> dict[str, Any]:
    """Describe a configuration of the linter in JSON Schema.

    >>> config_schema()["properties"]["max-growth"]["type"]
    'string'
    """
    return json_schema(PLAIN, "Configuration of tokest lint")
