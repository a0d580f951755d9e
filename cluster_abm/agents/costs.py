"""Costs that firms bear after their month is closed."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.core.groups import tally
from cluster_abm.core.tables import Ints


def bear(firms: Firms, flows: Flows, rows: Ints, paid: Ints) -> None:
    """Note what some firms have paid for inputs once taxes are due, which lowers their profit.

    Args:
        firms: The firms.
        flows: Counts of this month.
        rows: Rows of those who paid; who paid twice stands twice.
        paid: Cents, same shape.
    """
    np.subtract.at(firms.earnings[:, -1], rows, paid)
    tally(flows.inputs, firms.sort[rows], by=paid)
    tally(flows.profit, firms.sort[rows], by=-paid)
