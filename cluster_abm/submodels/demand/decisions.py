"""Demand: what firms and buyers choose; a class of firm may choose otherwise."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cluster_abm.agents.classes import ABROAD, Activity, Kind, Niche, Segment, Work
from cluster_abm.agents.contracts import Contracts
from cluster_abm.agents.customers import Customers
from cluster_abm.agents.firms import Firms
from cluster_abm.core import compiled
from cluster_abm.core.kernels import contracts as contract_kernels
from cluster_abm.core.kernels import tenders as kernels
from cluster_abm.core.luck import Luck
from cluster_abm.core.numerics import dexp, dlog, lognormal
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
    need: Ints
    """Segment of the buyer; niches abroad follow."""
    kind: Ints
    fee: Floats
    months: Floats
    content: Floats

    @property
    def work(self) -> Floats:
        """Work asked for at a price of 1, US cent/month."""
        return self.fee * (1 - self.content)

    def some(self, rows: Ints) -> Tenders:
        """Some of them."""
        return Tenders(*[column[rows] for column in self])  # type: ignore[arg-type]


TRAITS = 3
"""What is drawn of a tender: its length, its value, and the kind of work."""


def imagine_tenders(
    customers: Customers, buyer: Ints, birth: Keys, rules: DemandRules, luck: Luck
) -> Tenders:
    """Draw what some tenders ask for: how much, how long, which kind of work, for which need."""
    short, long = rules.shortest_contract, rules.longest_contract
    u = luck.pick("tender", birth, TRAITS)
    months = short + (long - short) * u[:, 0]
    value = lognormal(u[:, 1], 1.0, rules.tender_spread) * customers.tender[buyer]
    own = u[:, 2] < own_work_asked(customers)[buyer]
    return Tenders(
        birth, buyer, _needs(customers.segment[buyer], birth, rules, luck),
        np.where(own, Activity.OWN_WORK, Activity.INTEGRATION), value / months, months,
        np.where(own, rules.content_own_work, rules.content_integration),
    )  # fmt: skip


def own_work_asked(customers: Customers) -> Floats:
    """Share of tenders that ask for own work; what a programme adds does, shape ``(buyers,)``."""
    if not customers.programme.any():
        return customers.own_work
    own = customers.own_work * customers.budget + customers.programme
    return own / np.maximum(customers.budget + customers.programme, 1.0)


def _needs(segment: NDArray[np.int16], birth: Keys, rules: DemandRules, luck: Luck) -> Ints:
    """Need that each tender serves; those from abroad come from all niches."""
    u = luck.uniform("niche", birth)
    if compiled.in_use:
        return kernels.needs(segment, u, rules.niche_share, ABROAD)
    running = np.cumsum(rules.niche_share)
    niche = np.minimum(np.searchsorted(running, u * running[-1], side="right"), len(Niche) - 1)
    return segment.astype(np.int64) + np.where(segment == ABROAD, niche, 0)


def standing_by_segment(firms: Firms, rules: DemandRules) -> Floats:
    """Weight with which each segment invites each local firm, shape ``(segments, firms)``.

    Who works, who is known, and who has references there is invited more often.
    """
    heard = firms.heard.T
    seen = 1 + firms.known + rules.reference_weight * heard
    seen[Segment.GOVERNMENT] *= 1 + rules.first_buyer * (1 - heard[Segment.GOVERNMENT])
    seen[ABROAD] *= firms.exporter
    return seen * _standing(firms, rules)


def _standing(firms: Firms, rules: DemandRules) -> Floats:
    """Weight of each local firm for the work that it has, shape ``(firms,)``."""
    unknown = rules.unknown_vendor * CENTS_PER_DOLLAR
    return standing_weight(firms.orders, unknown, rules.standing) * firms.is_sme


def invite(
    firms: Firms, customers: Customers, called: Tenders, rules: DemandRules, luck: Luck
) -> Ints:
    """Local vendors invited to each tender, shape ``(tenders, k)``."""
    u = luck.pick("invitations", called.birth, int(rules.invitations))
    segment = customers.segment[called.buyer]
    if compiled.in_use:
        return kernels.invite(
            _standing(firms, rules), firms.known, firms.heard, firms.exporter, segment, u,
            rules.reference_weight, rules.first_buyer, GOVERNMENT, ABROAD,
        )  # fmt: skip
    return drawn_by_weight(standing_by_segment(firms, rules), segment, u)


GOVERNMENT, LOCAL = int(Segment.GOVERNMENT), int(Kind.SME)


def worth_of_bids(
    firms: Firms, customers: Customers, called: Tenders, invited: Ints, rules: DemandRules
) -> Floats:
    """Utility of each invited vendor to the buyer; minus infinity where one stands twice."""
    favour = customers.favour + rules.bid_preference * (customers.segment == GOVERNMENT)
    kind, need, favour = called.kind, called.need, favour[called.buyer]
    if compiled.in_use:
        return kernels.worth_of_bids(
            invited, kind, need, favour, logs_of(firms), firms.activity, firms.sort, firms.exporter,
            firms.knows, firms.speaks, rules.fit, rules.quality_weight, rules.price_weight,
            rules.intimacy_weight, rules.language_weight, LOCAL, ABROAD,
        )  # fmt: skip
    return utility_of_bids(
        invited, kind, need, appeal(firms, rules), activity=firms.activity, fit=rules.fit,
        worth=worth_of_knowing(firms, rules), favour=favour,
    )  # fmt: skip


def worth_of_knowing(firms: Firms, rules: DemandRules) -> Floats:
    """What each firm's knowledge of each need is worth to the buyer, shape ``(firms, needs)``.

    Abroad it takes a firm that designs for customers there, and staff who speak English.
    """
    worth = rules.intimacy_weight * firms.knows
    silent = rules.language_weight * (1 - firms.speaks)
    worth[:, ABROAD:] -= np.where(firms.exporter, silent, np.inf)[:, None]
    worth[~firms.is_sme] = -np.inf
    return worth


def answers(firms: Firms, called: Tenders, invited: Ints, rules: DemandRules) -> Flags:
    """Which invited vendors have the staff to bid, shape ``(tenders, k)``.

    Who works for one segment before all others bids elsewhere only while it has little to do.
    """
    room = firms.ask(accept_up_to, rules) - firms.orders
    if compiled.in_use:
        return kernels.answers(
            invited, called.need, called.fee, called.content, firms.price, room, firms.focused,
            firms.home, firms.orders, firms.capacity, rules.focus_load, ABROAD,
        )  # fmt: skip
    fits: Flags = called.work[:, None] / firms.price[invited] <= room[invited]
    busy = firms.focused & (firms.orders > rules.focus_load * firms.capacity)
    if busy.any():
        segment = np.minimum(called.need, ABROAD)
        fits &= ~busy[invited] | (firms.home[invited] == segment[:, None])
    return fits


def appeal(firms: Firms, rules: DemandRules) -> Floats:
    """What quality and price are worth to a buyer, utility, shape ``(firms, kinds of work)``."""
    logs = logs_of(firms)
    appeal: Floats = rules.quality_weight * logs[:, :-1] - rules.price_weight * logs[:, -1:]
    return appeal


def logs_of(firms: Firms, *more: Floats) -> Floats:
    """Logarithms of quality of each kind of work, of price, and of more, a column each."""
    columns = np.empty((len(firms), len(Work) + 1 + len(more)))
    columns[:, : len(Work)] = firms.quality
    for place, column in enumerate((firms.price, *more), len(Work)):
        columns[:, place] = column
    return dlog(columns)


def usual_appeal(firms: Firms, rules: DemandRules) -> Floats:
    """What a firm's own mix of work is worth to a buyer, utility, shape ``(firms,)``."""
    worth, own = appeal(firms, rules), firms.own_share
    usual: Floats = (1 - own) * worth[:, Work.INTEGRATION] + own * worth[:, Work.OWN_WORK]
    return usual


def chance_of_renewal(
    firms: Firms, vendor: NDArray[np.int32], kind: NDArray[np.int16], need: Ints,
    rules: DemandRules,
) -> Floats:  # fmt: skip
    """Chance that a contract with each vendor is renewed while the budget holds.

    Args:
        firms: The firms.
        vendor: Vendors, NOBODY for an imported one, shape ``(contracts,)``.
        kind: Kind of work of each contract, shape ``(contracts,)``.
        need: Need that each contract serves, shape ``(contracts,)``.
        rules: The rules of the month.

    Returns:
        Chances, shape ``(contracts,)``.
    """
    in_time = np.minimum(firms.capacity / np.maximum(firms.orders, 1.0), 1.0)
    logs = logs_of(firms, np.maximum(in_time, LEAST_DELIVERED))
    if compiled.in_use:
        return renewed(rules.renewal, contract_kernels.beyond_usual(
            vendor, kind, need, logs, firms.knows, rules.quality_weight, rules.price_weight,
            rules.intimacy_weight, rules.usual_intimacy,
        ))  # fmt: skip
    beyond_usual = rules.quality_weight * logs[:, :-2] - rules.price_weight * logs[:, -2:-1]
    beyond_usual += rules.quality_weight * logs[:, -1:]
    known = rules.intimacy_weight * (firms.knows - rules.usual_intimacy)
    return renewed(
        rules.renewal,
        np.where(vendor >= 0, beyond_usual[vendor, kind] + known[vendor, need], 0.0),
    )


LEAST_DELIVERED = 0.01
"""Share of the work delivered below which a vendor can sink no further in the buyer's eyes."""


def end_projects(
    contracts: Contracts, stalled: Ints, rules: DemandRules, luck: Luck
) -> Ints:  # fmt: skip
    """End some of the contracts that stall, as patience runs out at some time (M78).

    Args:
        contracts: The contracts.
        stalled: Rows of those later than their buyer tolerates.
        rules: The rules of the month.
        luck: The luck of the month.

    Returns:
        Rows of those that fail.
    """
    u = luck.uniform("end of late project", contracts.birth[stalled])
    return stalled[u < rules.late_projects_ended]


def refuse_work(
    firms: Firms, contracts: Contracts, ended: Ints, need: Ints, rules: DemandRules, u: Floats
) -> Flags:
    """Refuse what does not do what it should, the rarer the better its vendor fits (M78).

    Who is worth twice as much to the buyer of a tender, price aside, fails half as often.  Imported
    vendors are of the trade, and as good and as well known as usual.

    Args:
        firms: The firms.
        contracts: The contracts.
        ended: Rows of those that end, shape ``(n,)``.
        need: Need that each serves, same shape.
        rules: The rules of the month.
        u: A uniform number for each, same shape.

    Returns:
        Is the work of each refused?  Same shape.
    """
    vendor, kind = contracts.vendor[ended], contracts.kind[ended]
    known = firms.knows[vendor, need] - rules.usual_intimacy
    merit = rules.fit * (firms.activity[vendor] == kind) + rules.intimacy_weight * known
    merit += rules.quality_weight * dlog(firms.quality[vendor, kind])
    chance = rules.refused_work * dexp(-np.where(vendor >= 0, merit, rules.fit))
    refused: Flags = u < chance
    return refused
