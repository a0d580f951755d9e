"""The first order books: customers, their contracts, and the imported bidder they know."""

from __future__ import annotations

from typing import Any

import numpy as np

from cluster_abm.agents.classes import Activity, Segment, ZoneName
from cluster_abm.agents.contracts import count_orders
from cluster_abm.agents.customers import Customer
from cluster_abm.core.groups import totals
from cluster_abm.core.ledger import cents
from cluster_abm.core.luck import Luck, keys
from cluster_abm.core.numerics import dexp, dpow, lognormal
from cluster_abm.core.tables import NOBODY, Floats
from cluster_abm.core.units import CENTS_PER_DOLLAR, MONTHS_PER_YEAR
from cluster_abm.scenarios.people import BEFORE
from cluster_abm.scenarios.reader import Scenario
from cluster_abm.submodels.demand.decisions import (
    accept_up_to,
    chance_of_renewal,
    imagine_tenders,
    invite,
    standing_of_all,
    weigh_bids,
)
from cluster_abm.submodels.demand.equations import fees_won, mean_of_inverse
from cluster_abm.submodels.demand.numbers import DemandRules


def fill_order_books(model: Any, scenario: Scenario, luck: Luck) -> None:
    """Customers, and the contracts they had on the day of founding."""
    firms, customers, rules = model.firms, model.customers, model.rules[DemandRules]
    for i, row in enumerate(scenario.segment):
        segment = Segment[row.name.upper()]
        customers.enter(
            Customer, keys("customer", 0, segment, np.array([0])), np.array([len(ZoneName) + i]),
            segment=segment, budget=row.budget * CENTS_PER_DOLLAR / MONTHS_PER_YEAR,
            tender=row.tender * CENTS_PER_DOLLAR, own_work=row.own_work, days=row.days,
            target=row.local / row.budget if row.budget else 0.0,
        )  # fmt: skip
    for buyer in range(len(customers)):
        _write_contracts(model, buyer, luck, rules)
    _hand_out(model, luck)
    count_orders(firms, model.contracts)
    sales = cents(firms.orders / (1 - rules.resale_usual * firms.is_sme))
    firms.year_sales = sales[:, None]
    firms.posts = firms.posts_filled


def _write_contracts(model: Any, row: int, luck: Luck, rules: DemandRules) -> None:
    """Contracts of one customer, as many as its budget holds, local ones not yet handed out."""
    customers, segment = model.customers, int(model.customers.segment[row])
    short, long = rules.shortest_contract, rules.longest_contract
    mean_fee = customers.tender[row] * mean_of_inverse(short, long)
    most = 2 * int(customers.budget[row] / mean_fee) + 10
    birth = keys("founding contract", 0, segment, np.arange(most))
    u = luck.pick(f"contracts {segment}", birth, 5)
    # a contract that runs today is more likely a long one: length-biased sampling
    months = np.sqrt(short**2 + (long**2 - short**2) * u[:, 0])
    value = customers.tender[row] * lognormal(u[:, 1], 1.0, rules.tender_spread)
    fee = np.rint(value / months).astype(np.int64)
    keep = np.cumsum(fee) <= customers.budget[row]
    own = u[:, 2] < customers.own_work[row]
    content = np.where(own, rules.content_own_work, rules.content_integration)
    model.contracts.admit(
        birth[keep], vendor=np.where(u[:, 3] < customers.target[row], UNNAMED, NOBODY)[keep],
        segment=segment, kind=np.where(own, Activity.OWN_WORK, Activity.INTEGRATION)[keep],
        fee=fee[keep], content=content[keep], work=(fee * (1 - content))[keep],
        left=(months * u[:, 4])[keep], price=1.0,
    )  # fmt: skip


UNNAMED = 0
"""Stands for a local vendor that is not yet named."""


def _hand_out(model: Any, luck: Luck) -> None:
    """Give local contracts to local firms: exports first, each firm about what it can do."""
    firms, contracts = model.firms, model.contracts
    local = contracts.vendor == UNNAMED
    abroad = contracts.segment == Segment.EXPORT_NICHES
    room = firms.capacity * firms.is_sme
    rank = luck.uniform("turn of firms", firms.birth)
    turn = luck.uniform("turn of contracts", contracts.birth)
    for mine, able in ((local & abroad, room * firms.exporter), (local & ~abroad, room)):
        rows = np.flatnonzero(mine)
        if not able.any():
            contracts.vendor[rows] = NOBODY
            continue
        rows = rows[np.lexsort((turn[rows], -contracts.kind[rows]))]
        line = np.lexsort((rank, -firms.activity))
        work = contracts.work[rows]
        ends = np.cumsum(able[line])
        middle = (np.cumsum(work) - work / 2) / work.sum() * ends[-1]
        vendor = line[np.minimum(np.searchsorted(ends, middle, side="right"), len(line) - 1)]
        contracts.vendor[rows] = vendor
        done = np.bincount(vendor, work, len(firms)) * (room.sum() / contracts.work[local].sum())
        room = np.maximum(room - done, 0.0)
    if not firms.is_sme.any():
        # nobody is there to pass work on
        contracts.close(contracts.segment == Segment.SUBCONTRACTS)


SAMPLE = 2_000
"""Imagined tenders of each customer on which the imported bidder is set."""
FAR = 12.0
"""Utility beyond which a bidder wins always or never."""


def set_rivals(model: Any) -> None:
    """Set the imported bidder of each customer so that its local share rests at that of 2009 (E1).

    The vendors of the day have the standing that is usual.  Their load decides who can bid, so it
    is set at the founding, every year of the warm-up, and a last time in January 2009.
    """
    firms, customers, rules = model.firms, model.customers, model.rules[DemandRules]
    market = float(dpow(model.world.market, rules.standing))
    customers.usual = standing_of_all(firms, rules)[customers.segment] / market
    customers.invited = rules.invitations
    n = len(customers)
    buyer = np.repeat(np.arange(n), SAMPLE)
    imagined = Luck(model.seed_number, model.replicate, BEFORE - 2)
    birth = keys("imagined tender", 0, 0, np.arange(n * SAMPLE))
    called = imagine_tenders(customers, buyer, birth, rules, imagined)
    invited = invite(firms, customers, called, rules, imagined)
    room = firms.ask(accept_up_to, rules) - firms.orders
    bids, worth = weigh_bids(firms, customers, called, invited, rules, room)
    # exporters are so few that their load of the day says little about their usual load
    abroad = customers.segment[buyer] == Segment.EXPORT_NICHES
    odds = dexp(np.where(bids | abroad[:, None], worth, -np.inf)).sum(axis=1)
    fee, wanted = called.fee, share_of_new_work(model)
    all_fees = totals(buyer, fee, n)
    low, high = np.full(n, -FAR), np.full(n, FAR)
    for _ in range(40):
        middle = (low + high) / 2
        too_many = fees_won(fee, odds, buyer, dexp(middle)) / all_fees > wanted
        low, high = np.where(too_many, middle, low), np.where(too_many, high, middle)
    customers.rival = np.where(customers.target < 1, middle, -np.inf)


def share_of_new_work(model: Any) -> Floats:
    """Local share of new tenders at which that of running contracts rests, shape ``(customers,)``.

    Whoever keeps more of what ends needs to win less of what is new.
    """
    customers, contracts = model.customers, model.contracts
    lost = 1 - chance_of_renewal(
        model.firms, contracts.vendor, contracts.kind, contracts.need, model.rules[DemandRules]
    )
    local = contracts.vendor >= 0
    ends = [
        np.bincount(contracts.segment, contracts.fee * weight * mine, len(Segment))
        for mine in (local, ~local) for weight in (lost, 1.0)
    ]  # fmt: skip
    of_local, of_imported = ends[0] / np.maximum(ends[1], 1), ends[2] / np.maximum(ends[3], 1)
    new = customers.target * of_local[customers.segment]
    rest = (1 - customers.target) * of_imported[customers.segment]
    # where nothing ever ends, any share rests
    share: Floats = np.where(new + rest > 0, new / np.maximum(new + rest, TINY), customers.target)
    return share


TINY = 1e-12
"""Keeps nought over nought from being asked for."""
