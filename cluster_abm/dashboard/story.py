"""The story of one firm, as far as the model holds it today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from cluster_abm.agents.classes import FirmOrigin, Origin, PermitClass, Skill
from cluster_abm.core.tables import NOBODY
from cluster_abm.core.units import CENTS_PER_DOLLAR, MONTHS_PER_YEAR
from cluster_abm.dashboard.circle import Circle, circle_of
from cluster_abm.dashboard.diary import Moves, Stay
from cluster_abm.model import ClusterModel


class Founder(NamedTuple):
    """Somebody who founded the firm and still works there."""

    skill: int
    years: int
    foreign: bool


class Post(NamedTuple):
    """Staff and posts of one skill class; the pay is in US$ a month."""

    skill: int
    local: int
    foreign: int
    wanted: int
    open: int
    offer: float


class Contract(NamedTuple):
    """Contracts with one sort of customer; the fee is in US$ a month."""

    segment: int
    number: int
    fee: float


@dataclass(frozen=True, kw_only=True)
class Story:
    """What is known of a firm.

    Attributes:
        number: The firm's number; it is never used twice.
        known: Has there ever been such a firm?
        alive: Is it there today?  If not, the rest is empty.
        kind: Kind of firm.
        zone: Zone.
        activity: What it mainly does.
        origin: How it came to be.
        born: Month in which it began.
        age: Months since then.
        parent: Number of the firm it came from; nothing if there is none or it has closed.
        children: Numbers of its spin-offs that live.
        founders: Its founders who still work there.
        posts: Staff and posts by skill.
        money: Amounts in US$, by name.
        research: US$ that its research costs this month; nothing if it considers none.
        products: Products of its own that live.
        efficiency: Work done by a unit of labour; 1 is the cluster in 2009.
        contracts: Contracts by sort of customer, the largest first.
        permits: Foreigners who work there under a permit.
        pending: Applications that wait for a decision.
        quota: Largest share of foreigners in its ordinary staff.
        special: Largest share of foreigners in its specialised staff.
        circle: What binds it to funders, owners, partners, parent and zone.
        stays: Zones in which it stood before.
        moves: Who came and who left while somebody looked; nothing if no month has passed.
    """

    number: int
    known: bool = True
    alive: bool = False
    kind: int = 0
    zone: int = 0
    activity: int = 0
    origin: int = 0
    born: int = 0
    age: int = 0
    parent: int | None = None
    children: tuple[int, ...] = ()
    founders: tuple[Founder, ...] = ()
    posts: tuple[Post, ...] = ()
    money: tuple[tuple[str, float], ...] = ()
    research: float | None = None
    products: int = 0
    efficiency: float = 0.0
    contracts: tuple[Contract, ...] = ()
    permits: int = 0
    pending: int = 0
    quota: float = 1.0
    special: float = 1.0
    circle: Circle | None = None
    stays: tuple[Stay, ...] = ()
    moves: Moves | None = None


def tell(model: ClusterModel, number: int) -> Story:
    """Tell what is known of the firm with a number."""
    firms = model.firms
    row = int(np.searchsorted(firms.serial, number))
    if row >= len(firms) or firms.serial[row] != number:
        return Story(number=number, known=0 <= number < firms.issued)
    parent = int(firms.parent[row])
    return Story(
        number=number, alive=True, kind=int(firms.sort[row]), zone=int(firms.zone[row]),
        activity=int(firms.activity[row]), origin=int(firms.origin[row]),
        born=int(firms.born[row]), age=int(firms.age[row]),
        parent=None if parent == NOBODY else int(firms.serial[parent]),
        children=tuple(firms.serial[firms.parent == row].tolist()),
        founders=_founders(model, row), posts=_posts(model, row), money=_money(model, row),
        research=_research(model, row), products=int(firms.products[row]),
        efficiency=float(firms.efficiency[row]),
        contracts=_contracts(model, row), permits=_permits(model, row),
        pending=int((model.permits.firm == row).sum()),
        quota=_law(model, "foreign_quota", row),
        special=_law(model, "foreign_quota_specialised", row),
        circle=circle_of(model, row),
    )  # fmt: skip


def came_from_another(story: Story) -> bool:
    """Did the firm begin as a spin-off?"""
    return story.origin == FirmOrigin.SPIN_OFF


def _founders(model: ClusterModel, row: int) -> tuple[Founder, ...]:
    people = model.workforce
    rows = np.flatnonzero((people.employer == row) & people.founder)
    return tuple(
        Founder(int(people.skill[i]), int(people.experience[i]) // MONTHS_PER_YEAR,
                bool(people.foreign[i]))
        for i in rows
    )  # fmt: skip


def _posts(model: ClusterModel, row: int) -> tuple[Post, ...]:
    firms = model.firms
    return tuple(
        Post(
            skill, int(firms.staff[row, skill, Origin.LOCAL]),
            int(firms.staff[row, skill, Origin.FOREIGN]), int(firms.posts[row, skill]),
            int(firms.vacancies[row, skill]), float(firms.offer[row, skill]) / CENTS_PER_DOLLAR,
        )
        for skill in Skill
    )  # fmt: skip


def _money(model: ClusterModel, row: int) -> tuple[tuple[str, float], ...]:
    firms = model.firms
    cents = {
        "cash": firms.cash[row], "due": firms.due[row], "owed": firms.owed[row],
        "sales": firms.sales[row], "year": firms.year_sales[row].sum(),
        "labour": firms.labour_cost[row], "rent": firms.rent[row],
        "earned": firms.earnings[row].sum(),
    }  # fmt: skip
    if firms.is_sme[row]:
        cents |= {"debt": firms.debt[row], "limit": firms.credit_limit[row],
                  "interest": firms.interest[row]}  # fmt: skip
    return tuple((name, float(amount) / CENTS_PER_DOLLAR) for name, amount in cents.items())


def _research(model: ClusterModel, row: int) -> float | None:
    cost = float(model.firms.research_cost[row]) / CENTS_PER_DOLLAR
    return cost if model.firms.in_research[row] or cost else None


def _contracts(model: ClusterModel, row: int) -> tuple[Contract, ...]:
    held = model.contracts.vendor == row
    segment, fee = model.contracts.segment[held], model.contracts.fee[held]
    found = [
        Contract(int(s), int((segment == s).sum()),
                 float(fee[segment == s].sum()) / CENTS_PER_DOLLAR)
        for s in np.unique(segment)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: -one.fee))


def _permits(model: ClusterModel, row: int) -> int:
    people = model.workforce
    return int(((people.employer == row) & (people.permit != PermitClass.NONE)).sum())


def _law(model: ClusterModel, lever: str, row: int) -> float:
    """What a lever is for one firm this month; exemptions outside the lever are not seen here."""
    book = next(book for book in model.rules.values() if lever in book.rows)
    return float(book.values[lever].of(model.firms)[row])
