"""How long a cluster takes to count a data set, and what that costs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from tokest.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A node: its cores, what one core counts a second, and what an hour of the node costs.

    `scaling` is what two cores do over what two times one would: what is shared is lost.
    """

    cores: int
    bytes_a_second: float
    scaling: float
    hour: Decimal
    currency: str = "USD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """What counting takes: nodes, wall-clock hours, hours of all nodes together, money."""

    nodes: int
    hours: float
    node_hours: float
    cost: Decimal
    currency: str


def capacity(size: int, machine: Machine, *, nodes: int = 1, start: float = 0.0) -> Capacity:
    """Say what it takes some nodes to count so many bytes, with seconds until they have started.

    Nodes are billed by the second; rows are counted apart from each other, so nodes add up.

    >>> machine = Machine(cores=2, bytes_a_second=35e6, scaling=0.9, hour=Decimal("0.08"))
    >>> found = capacity(10**12, machine, nodes=1)
    >>> round(found.hours, 1), found.cost
    (4.4, Decimal('0.36'))
    """
    if nodes < 1 or machine.cores < 1 or not 0 < machine.scaling <= 1 or size < 0:
        raise InputError("capacity", "needs nodes, cores, a scaling of 0 to 1, and bytes")
    whole = machine.cores * machine.bytes_a_second * (machine.scaling if machine.cores > 1 else 1)
    seconds = start + size / (nodes * whole)
    together = nodes * seconds
    cents = ceil(Decimal(together) / 3600 * machine.hour * 100)
    return Capacity(
        nodes=nodes,
        hours=seconds / 3600,
        node_hours=together / 3600,
        cost=Decimal(cents) / 100,
        currency=machine.currency,
    )


def nodes_for(size: int, machine: Machine, hours: float, *, start: float = 0.0) -> int:
    """Say how many nodes are done in so many hours.

    >>> machine = Machine(cores=16, bytes_a_second=35e6, scaling=0.9, hour=Decimal("0.8"))
    >>> nodes_for(10**13, machine, 1)
    6
    """
    left = hours * 3600 - start
    if left <= 0:
        raise InputError(
            "hours", f"must be more than the {start:g} seconds that nodes take to start"
        )
    alone = capacity(size, machine).hours * 3600
    return max(1, ceil(alone / left))
