from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tokest.errors import InputError
from tokest.frames.capacity import Machine, capacity, nodes_for

MACHINE = Machine(cores=16, bytes_a_second=50e6, scaling=0.9, hour=Decimal("0.80"))


def test_one_core_counts_as_it_was_measured() -> None:
    alone = replace(MACHINE, cores=1)
    assert capacity(180_000_000_000, alone).hours == pytest.approx(1)


def test_more_nodes_take_less_time_for_the_same_money() -> None:
    few, many = capacity(10**13, MACHINE, nodes=2), capacity(10**13, MACHINE, nodes=20)
    assert few.hours == pytest.approx(10 * many.hours)
    assert few.cost == many.cost
    assert few.node_hours == pytest.approx(many.node_hours)


def test_starting_costs_each_node_its_time() -> None:
    found = capacity(0, MACHINE, nodes=10, start=360)
    assert found.hours == pytest.approx(0.1)
    assert found.cost == Decimal("0.80")


@pytest.mark.parametrize("hours", [0.5, 1, 7])
def test_so_many_nodes_are_done_in_time_and_one_less_is_not(hours: float) -> None:
    nodes = nodes_for(10**13, MACHINE, hours, start=60)
    assert capacity(10**13, MACHINE, nodes=nodes, start=60).hours <= hours
    assert nodes == 1 or capacity(10**13, MACHINE, nodes=nodes - 1, start=60).hours > hours


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(InputError, match="needs nodes"):
        capacity(1, MACHINE, nodes=0)
    with pytest.raises(InputError, match="60 seconds that nodes take"):
        nodes_for(1, MACHINE, 0.01, start=60)
