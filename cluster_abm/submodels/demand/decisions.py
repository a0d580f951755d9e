"""Demand: what firms and buyers choose; a class of firm may choose otherwise."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cluster_abm.agents.classes import ABROAD, Activity, Kind, Niche, Segment, Work
from cluster_abm.agents.contracts import Contracts
from cluster_abm.agents.customers import Customers
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.world import World
from cluster_abm.core import compiled
from cluster_abm.core.actor import decision
from cluster_abm.core.kernels import contracts as contract_kernels
from cluster_abm.core.kernels import tenders as kernels
from cluster_abm.core.luck import Luck
from cluster_abm.core.numerics import dexp, dlog, dpow, lognormal
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


@decision
def accept_up_to(firms: Firms, rules: DemandRules) -> Floats:
    """Work under contract up to which a firm answers invitations, US cent/month.

    Who takes on more than its staff can do pays those whom it hires before the customer pays, out
    of money in hand that no grant earmarks and of what banks would still lend (M102).
    """
    spare = rules.spare_hours * CENTS_PER_DOLLAR
    if compiled.in_use:
        return kernels.accept_up_to(
            firms.capacity, firms.cash, firms.earmarked, firms.credit_limit, firms.debt,
            firms.unit_cost, rules.load_limit - 1, spare, rules.months_financed,
        )  # fmt: skip
    beyond = np.maximum(firms.capacity * (rules.load_limit - 1), spare)
    at_call = np.maximum(firms.cash - firms.earmarked + firms.credit_left, 0.0)
    until_paid = beyond * (rules.months_financed * firms.unit_cost)
    financed = np.minimum(at_call / np.maximum(until_paid, 1.0), 1.0)
    accepted: Floats = firms.capacity + beyond * np.where(until_paid > 0, financed, 1.0)
    return accepted


@decision
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
    short, span = rules.shortest_contract, rules.longest_contract - rules.shortest_contract
    u, of_niche = luck.pick("tender", birth, TRAITS), luck.uniform("niche", birth)
    size, asked = lognormal(u[:, 1], 1.0, rules.tender_spread), own_work_asked(customers)
    if compiled.in_use:
        return Tenders(birth, buyer, *kernels.imagine(
            buyer, u.T, of_niche, size, customers.segment, customers.tender, asked,
            rules.niche_share, ABROAD, short, span, OWN, OTHER, rules.content_own_work,
            rules.content_integration,
        ))  # fmt: skip
    months, own = short + span * u[:, 0], u[:, 2] < asked[buyer]
    return Tenders(
        birth, buyer, _needs(customers.segment[buyer], of_niche, rules),
        np.where(own, OWN, OTHER), size * customers.tender[buyer] / months, months,
        np.where(own, rules.content_own_work, rules.content_integration),
    )  # fmt: skip


def own_work_asked(customers: Customers) -> Floats:
    """Share of tenders that ask for own work; what a programme adds does, shape ``(buyers,)``."""
    if not customers.programme.any():
        return customers.own_work
    own = customers.own_work * customers.budget + customers.programme
    return own / np.maximum(customers.budget + customers.programme, 1.0)


def _needs(segment: NDArray[np.int16], luck: Floats, rules: DemandRules) -> Ints:
    """Need that each tender serves; those from abroad come from all niches."""
    running = np.cumsum(rules.niche_share)
    niche = np.minimum(np.searchsorted(running, luck * running[-1], side="right"), len(Niche) - 1)
    return segment.astype(np.int64) + np.where(segment == ABROAD, niche, 0)


def standing_by_segment(firms: Firms, rules: DemandRules) -> Floats:
    """Weight with which each segment invites each local firm, shape ``(segments, firms)``.

    Who works, who is known, and who has references there is invited more often.
    """
    if compiled.in_use:
        return kernels.standing(
            dpow(firms.orders, rules.standing), _weight_of_unknown(rules), firms.sort, firms.known,
            firms.heard, firms.exporter, rules.reference_weight, rules.first_buyer, GOVERNMENT,
            ABROAD, LOCAL,
        ).T  # fmt: skip
    heard = firms.heard.T
    seen = 1 + firms.known + rules.reference_weight * heard
    seen[Segment.GOVERNMENT] *= 1 + rules.first_buyer * (1 - heard[Segment.GOVERNMENT])
    seen[ABROAD] *= firms.exporter
    return seen * _standing_by_work(firms, rules)


def invite(
    firms: Firms, customers: Customers, called: Tenders, rules: DemandRules, luck: Luck
) -> Ints:
    """Local vendors invited to each tender, shape ``(tenders, k)``.

    Where fewer than *k* are, the first stands again in place of the others.
    """
    u = luck.uniform("vendors to invite", called.birth)
    number, most = _vendors_asked(customers.invited, rules.invitations, called.buyer, u)
    u = luck.pick("invitations", called.birth, most)
    weight = standing_by_segment(firms, rules)
    if compiled.in_use:
        return kernels.invite(weight, called.need, number, u, ABROAD)
    drawn = drawn_by_weight(weight, customers.segment[called.buyer], u)
    return np.where(np.arange(u.shape[1]) < number[:, None], drawn, drawn[:, :1])


def _vendors_asked(invited: Floats, usual: float, buyer: Ints, luck: Floats) -> tuple[Ints, int]:
    """How many vendors are invited to each tender, and how many at most."""
    if compiled.in_use:
        number = np.empty(len(buyer), np.int64)
        return number, kernels.vendors_asked(invited, usual, buyer, luck, number)
    number = (np.where(invited > 0, invited, usual)[buyer] + luck).astype(np.int64)
    return number, int(number.max(initial=1))


def vendors_to_invite(
    customers: Customers, standing: Floats, market: float, rules: DemandRules
) -> Floats:
    """How many local vendors each buyer invites to a tender, on average, shape ``(buyers,)`` (M64).

    The more standing local vendors have with it in all, the more of them it hears of; abroad each
    exporter finds buyers of its own.  Orders that grow with the market make nobody better known.

    Args:
        customers: The buyers, who know what was usual in January 2009.
        standing: Of all local vendors together with each segment, shape ``(segments,)``.
        market: Size of the market relative to January 2009.
        rules: The rules of the month.
    """
    market, least = float(dpow(market, rules.standing)), LEAST_STANDING
    at_home, of_exporters = rules.more_vendors, rules.more_exporters
    if compiled.in_use:
        growth, elasticity = np.empty((2, len(customers)))
        kernels.growth_of_standing(
            standing, customers.usual, market, customers.segment, ABROAD, least, at_home,
            of_exporters, growth, elasticity,
        )  # fmt: skip
    else:
        counted = customers.usual > 0
        more = standing[customers.segment] / (np.where(counted, customers.usual, 1) * market)
        growth = np.maximum(np.where(counted, more, 1), least)
        elasticity = np.where(customers.segment == ABROAD, of_exporters, at_home)
    invited = rules.invitations * dexp(elasticity * dlog(growth))
    return np.minimum(np.maximum(invited, 1), MOST_INVITED)


def hear_of_vendors(firms: Firms, customers: Customers, world: World, rules: DemandRules) -> None:
    """Buyers hear of more vendors where these have more standing with them."""
    standing = standing_of_all(firms, rules)
    customers.invited = vendors_to_invite(customers, standing, world.market, rules)


def standing_of_all(firms: Firms, rules: DemandRules) -> Floats:
    """Standing of local vendors together that being there and their work bring, by segment.

    References, a preference for who is new, and what partners say decide who is invited, not how
    many.  Abroad only exporters count.
    """
    one = _standing_by_work(firms, rules)
    standing = np.full(len(Segment), np.add.reduce(one))
    standing[ABROAD] = np.add.reduce(one[firms.exporter])
    return standing


def _standing_by_work(firms: Firms, rules: DemandRules) -> Floats:
    """Weight that its work gives each local firm, shape ``(firms,)``."""
    return standing_weight(firms.orders, _weight_of_unknown(rules), rules.standing) * firms.is_sme


@lru_cache(maxsize=8)
def _weight_of_unknown(rules: DemandRules) -> float:
    return float(dpow(rules.unknown_vendor * CENTS_PER_DOLLAR, rules.standing))


def usually_invited(customers: Customers, rules: DemandRules) -> float:
    """How many local vendors are invited to a tender, on average over what customers spend."""
    told = float(np.add.reduce(customers.invited * customers.budget))
    return told / float(np.add.reduce(customers.budget)) if told else rules.invitations


LEAST_STANDING = 0.01
"""Standing of all vendors, relative to 2009, below which a buyer hears of no fewer."""
MOST_INVITED = 20.0
"""Vendors beyond which nobody reads bids."""


GOVERNMENT, LOCAL = int(Segment.GOVERNMENT), int(Kind.SME)
OWN, OTHER = int(Activity.OWN_WORK), int(Activity.INTEGRATION)


def weigh_bids(
    firms: Firms, customers: Customers, called: Tenders, invited: Ints, rules: DemandRules,
    room: Floats,
) -> tuple[Flags, Floats]:  # fmt: skip
    """Which invited vendors bid, and what each is worth to the buyer.

    Args:
        firms: The firms.
        customers: The buyers.
        called: Their tenders.
        invited: Vendors invited, shape ``(tenders, k)``.
        rules: The rules of the month.
        room: Work that each firm still takes, US cent/month, shape ``(firms,)``.
    """
    if compiled.in_use:
        return kernels.weigh_bids(
            invited, called.buyer, called.kind, called.need, called.fee, called.content,
            customers.favour, logs_of(firms), firms.activity, firms.sort, firms.exporter,
            firms.knows, firms.speaks, firms.price, room, firms.focused, firms.home, firms.orders,
            firms.capacity, rules.fit, rules.quality_weight, rules.price_weight,
            rules.intimacy_weight, rules.language_weight, rules.bid_preference, rules.focus_load,
            LOCAL, GOVERNMENT, ABROAD,
        )  # fmt: skip
    bids = answers(firms, called, invited, rules)
    return bids, worth_of_bids(firms, customers, called, invited, rules)


def worth_of_bids(
    firms: Firms, customers: Customers, called: Tenders, invited: Ints, rules: DemandRules
) -> Floats:
    """Utility of each invited vendor to the buyer; minus infinity where one stands twice."""
    favour = customers.favour + rules.bid_preference * (customers.segment == GOVERNMENT)
    return utility_of_bids(
        invited, called.kind, called.need, appeal(firms, rules), activity=firms.activity,
        fit=rules.fit, worth=worth_of_knowing(firms, rules), favour=favour[called.buyer],
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
    n, kinds = firms.quality.shape
    columns = np.empty((n, kinds + 1 + len(more)))
    columns[:, :kinds] = firms.quality
    for place, column in enumerate((firms.price, *more), kinds):
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
    logs = _logs_with_delivery(firms)
    beyond_usual = rules.quality_weight * logs[:, :-2] - rules.price_weight * logs[:, -2:-1]
    beyond_usual += rules.quality_weight * logs[:, -1:]
    known = rules.intimacy_weight * (firms.knows - rules.usual_intimacy)
    return renewed(
        rules.renewal,
        np.where(vendor >= 0, beyond_usual[vendor, kind] + known[vendor, need], 0.0),
    )


def chance_of_refusal(
    firms: Firms, vendor: NDArray[np.int32], kind: NDArray[np.int16], need: Ints,
    rules: DemandRules,
) -> Floats:  # fmt: skip
    """Chance that work does not do what it should, the rarer the better its vendor fits (M78).

    Who is worth twice as much to the buyer of a tender, price aside, fails half as often.  Imported
    vendors are of the trade, and as good and as well known as usual.

    Args:
        firms: The firms.
        vendor: Vendors, NOBODY for an imported one, shape ``(contracts,)``.
        kind: Kind of work of each contract, shape ``(contracts,)``.
        need: Need that each contract serves, shape ``(contracts,)``.
        rules: The rules of the month.

    Returns:
        Chances, shape ``(contracts,)``.
    """
    known = firms.knows[vendor, need] - rules.usual_intimacy
    merit = rules.fit * (firms.activity[vendor] == kind) + rules.intimacy_weight * known
    merit += rules.quality_weight * dlog(firms.quality[vendor, kind])
    return rules.refused_work * dexp(-np.where(vendor >= 0, merit, rules.fit))


def chances_of_those(
    firms: Firms, contracts: Contracts, rows: Ints, rules: DemandRules
) -> tuple[Floats, Floats]:
    """Chances that each of some contracts that end is renewed, and that its work is refused.

    Both have the shape ``(n,)``.
    """
    c = contracts
    if compiled.in_use:
        worth, merit = contract_kernels.worth_of_vendors(
            rows, c.vendor, c.segment, c.niche, c.kind, _logs_with_delivery(firms), firms.knows,
            firms.activity, rules.quality_weight, rules.price_weight, rules.intimacy_weight,
            rules.usual_intimacy, rules.fit,
        )  # fmt: skip
        return renewed(rules.renewal, worth), rules.refused_work * dexp(-merit)
    vendor, kind = c.vendor[rows], c.kind[rows]
    need = c.segment[rows].astype(np.int64) + c.niche[rows]
    return (
        chance_of_renewal(firms, vendor, kind, need, rules),
        chance_of_refusal(firms, vendor, kind, need, rules),
    )


def _logs_with_delivery(firms: Firms) -> Floats:
    """Logarithms of qualities, of price, and of the share of the work delivered in time."""
    in_time = np.minimum(firms.capacity / np.maximum(firms.orders, 1.0), 1.0)
    return logs_of(firms, np.maximum(in_time, LEAST_DELIVERED))


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
