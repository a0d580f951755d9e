"""Demand: what firms and buyers choose; a class of firm may choose otherwise."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cluster_abm.agents.classes import Activity, Segment, Work
from cluster_abm.agents.customers import Customers
from cluster_abm.agents.firms import Firms
from cluster_abm.core.luck import Luck
from cluster_abm.core.numerics import dlog, lognormal
from cluster_abm.core.tables import Flags, Floats, Ints, Keys
from cluster_abm.core.units import CENTS_PER_DOLLAR
from cluster_abm.submodels.demand.equations import (
    drawn_by_weight,
    mark_up,
    renewed,
    standing_weight,
    utility_of_bids,
)
from cluster_abm.submodels.demand.numbers import DemandRules

# Vendors


def accept_up_to(firms: Firms, rules: DemandRules) -> Floats:
    """Work under contract up to which a firm answers invitations, US cent/month."""
    spare = rules.spare_hours * CENTS_PER_DOLLAR
    return np.maximum(firms.capacity * rules.load_limit, firms.capacity + spare)


def set_price(firms: Firms, rules: DemandRules, chance: Floats) -> Floats:
    """Price that earns most from a tender, index, shape ``(firms,)`` (E5).

    Args:
        firms: The firms.
        rules: The rules of the month.
        chance: Chance of each to win a tender to which it is invited, shape ``(firms,)``.
    """
    return firms.unit_cost * mark_up(rules.price_weight, chance)


# Buyers


class Tenders(NamedTuple):
    """Calls for work, one entry each."""

    birth: Keys
    buyer: Ints
    kind: Ints
    fee: Floats
    months: Floats
    content: Floats


TRAITS = 3
"""What is drawn of a tender: its length, its value, and the kind of work."""


def imagine_tenders(
    customers: Customers, buyer: Ints, birth: Keys, rules: DemandRules, luck: Luck
) -> Tenders:
    """Draw what some tenders ask for: how much, how long, which kind of work."""
    short, long = rules.shortest_contract, rules.longest_contract
    u = luck.pick("tender", birth, TRAITS)
    months = short + (long - short) * u[:, 0]
    value = lognormal(u[:, 1], 1.0, rules.tender_spread) * customers.tender[buyer]
    own = u[:, 2] < customers.own_work[buyer]
    return Tenders(
        birth, buyer, np.where(own, Activity.OWN_WORK, Activity.INTEGRATION), value / months,
        months, np.where(own, rules.content_own_work, rules.content_integration),
    )  # fmt: skip


def invite(
    firms: Firms, customers: Customers, called: Tenders, rules: DemandRules, luck: Luck
) -> Ints:
    """Local vendors invited to each tender, shape ``(tenders, k)``."""
    weight = standing_weight(firms.orders, rules.unknown_vendor * CENTS_PER_DOLLAR, rules.standing)
    weight *= 1 + firms.known
    local = weight * firms.is_sme
    u = luck.pick("invitations", called.birth, int(rules.invitations))
    abroad = customers.segment[called.buyer] == Segment.EXPORT_NICHES
    return drawn_by_weight(np.stack([local, local * firms.exporter]), abroad.astype(np.int64), u)


def worth_of_bids(
    firms: Firms, customers: Customers, called: Tenders, invited: Ints, rules: DemandRules
) -> Floats:
    """Utility of each invited vendor to the buyer; minus infinity where one stands twice."""
    segment = customers.segment[called.buyer]
    return utility_of_bids(
        invited, called.kind, appeal(firms, rules),
        activity=firms.activity, fit=rules.fit, local=firms.is_sme, exporter=firms.exporter,
        favour=rules.bid_preference * (segment == Segment.GOVERNMENT),
        abroad=segment == Segment.EXPORT_NICHES,
    )  # fmt: skip


def answers(firms: Firms, called: Tenders, invited: Ints, rules: DemandRules) -> Flags:
    """Which invited vendors have the staff to bid, shape ``(tenders, k)``."""
    work = called.fee * (1 - called.content)
    room = firms.ask(accept_up_to, rules) - firms.orders
    fits: Flags = work[:, None] / firms.price[invited] <= room[invited]
    return fits


def appeal(firms: Firms, rules: DemandRules) -> Floats:
    """What quality and price are worth to a buyer, utility, shape ``(firms, kinds of work)``."""
    logs = dlog(np.column_stack([firms.quality, firms.price]))
    appeal: Floats = rules.quality_weight * logs[:, :-1] - rules.price_weight * logs[:, -1:]
    return appeal


def usual_appeal(firms: Firms, rules: DemandRules) -> Floats:
    """What a firm's own mix of work is worth to a buyer, utility, shape ``(firms,)``."""
    worth, own = appeal(firms, rules), firms.own_share
    usual: Floats = (1 - own) * worth[:, Work.INTEGRATION] + own * worth[:, Work.OWN_WORK]
    return usual


def chance_of_renewal(
    firms: Firms, vendor: NDArray[np.int32], kind: NDArray[np.int16], rules: DemandRules
) -> Floats:
    """Chance that a contract with each vendor is renewed while the budget holds.

    Args:
        firms: The firms.
        vendor: Vendors, NOBODY for an imported one, shape ``(contracts,)``.
        kind: Kind of work of each contract, shape ``(contracts,)``.
        rules: The rules of the month.

    Returns:
        Chances, shape ``(contracts,)``.
    """
    in_time = np.minimum(firms.capacity / np.maximum(firms.orders, 1.0), 1.0)
    late = rules.quality_weight * dlog(np.maximum(in_time, LEAST_DELIVERED))
    beyond_usual = np.zeros((len(firms) + 1, len(Work)))
    # the first entry is of imported vendors, who are -1
    beyond_usual[1:] = appeal(firms, rules) + late[:, None]
    return renewed(rules.renewal, beyond_usual)[vendor + 1, kind]


LEAST_DELIVERED = 0.01
"""Share of the work delivered below which a vendor can sink no further in the buyer's eyes."""
