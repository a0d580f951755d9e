"""What a firm has to do with others: its funders, owners, partners, parent and zone."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cluster_abm.agents.classes import Line, Stage
from cluster_abm.core.units import CENTS_PER_DOLLAR
from cluster_abm.model import ClusterModel

ACQUIRER = -1
"""Stands for the kind of a holder that is no funder."""


class Grant(NamedTuple):
    """A grant under way, in US$; *duty* is the research of a month that it obliges to."""

    size: float
    due: float
    kept: float
    duty: float
    hope: float


class Holder(NamedTuple):
    """Somebody who owns a part of the firm; *paid* is in US$."""

    kind: int
    home: int
    share: float
    paid: float
    since: int


class Partner(NamedTuple):
    """Another firm with which it works, or did in the last five years."""

    number: int
    stage: int
    trust: float
    project: int
    left: int


class LineHere(NamedTuple):
    """Posts of a line of work at the site of a multinational, and what a site here is worth."""

    line: int
    plan: float
    agreed: float
    parent: float
    value: float


class Place(NamedTuple):
    """What its zone, the state and the facilitator do for it; *waived* is in US$ a month."""

    relief: float
    waived: float
    licensed: bool
    incubated: bool
    member: bool


class Circle(NamedTuple):
    """All that binds a firm to others; *volume* is the work its parent wants, US$ a month."""

    grant: Grant
    holders: tuple[Holder, ...]
    partners: tuple[Partner, ...]
    acquaintances: int
    lines: tuple[LineHere, ...]
    volume: float
    place: Place


def circle_of(model: ClusterModel, row: int) -> Circle:
    """Tell what binds the firm of a row to others."""
    partners, acquaintances = _partners(model, row)
    return Circle(
        _grant(model, row), _holders(model, row), partners, acquaintances, _lines(model, row),
        float(model.firms.volume[row]) / CENTS_PER_DOLLAR, _place(model, row),
    )  # fmt: skip


def _grant(model: ClusterModel, row: int) -> Grant:
    firms = model.firms
    cents = (firms.grant, firms.grant_due, firms.earmarked, firms.promised)
    size, due, kept, duty = (float(column[row]) / CENTS_PER_DOLLAR for column in cents)
    return Grant(size, due, kept, duty, hope=float(firms.grant_belief[row]))


def _holders(model: ClusterModel, row: int) -> tuple[Holder, ...]:
    stakes = model.stakes
    kinds = np.append(model.funders.sort.astype(np.int64), ACQUIRER)
    rows = np.flatnonzero(stakes.firm == row)
    found = (
        Holder(int(kinds[stakes.funder[i]]), int(stakes.home[i]), float(stakes.share[i]),
               float(stakes.paid[i]) / CENTS_PER_DOLLAR, int(stakes.since[i]))
        for i in rows
    )  # fmt: skip
    return tuple(sorted(found, key=lambda one: -one.share))


def _partners(model: ClusterModel, row: int) -> tuple[tuple[Partner, ...], int]:
    """Those with whom it works or has worked, the most trusted first, and how many it knows."""
    ties = model.ties
    one, other = ties.ends
    mine = (one == row) | (other == row)
    close = ties.allied | (ties.stage > Stage.ACQUAINTANCE)
    whom = np.where(one == row, other, one)
    found = (
        Partner(int(model.firms.serial[whom[i]]), int(ties.stage[i]), float(ties.trust[i]),
                int(ties.project[i]), int(ties.left[i]))
        for i in np.flatnonzero(mine & close)
    )  # fmt: skip
    partners = tuple(sorted(found, key=lambda one: (-one.trust, one.number)))
    return partners, int((mine & ~close).sum())


def _lines(model: ClusterModel, row: int) -> tuple[LineHere, ...]:
    firms = model.firms
    return tuple(
        LineHere(line, float(firms.plan[row, line]), float(firms.agreed[row, line]),
                 float(firms.parent_posts[row, line]), float(model.lines.value[line]))
        for line in Line if firms.agreed[row, line] or firms.plan[row, line]
    )  # fmt: skip


def _place(model: ClusterModel, row: int) -> Place:
    firms = model.firms
    return Place(
        float(firms.relief[row]), float(firms.tax_waived[row]) / CENTS_PER_DOLLAR,
        bool(firms.licensed[row]), bool(firms.incubated[row]), bool(firms.member[row]),
    )  # fmt: skip
