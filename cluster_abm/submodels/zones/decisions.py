"""Zones: what firms choose; a class of firm may choose otherwise."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.classes import Segment, ZoneName
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.universities import Universities
from cluster_abm.agents.zones import Zones
from cluster_abm.core.groups import sums_of_rows
from cluster_abm.core.tables import Floats
from cluster_abm.submodels.zones.numbers import ZoneRules


def worth_of_places(
    firms: Firms, zones: Zones, rules: ZoneRules, taste: Floats, fit: Floats
) -> Floats:
    """Reckon what each zone is worth: tax saved, rent, talent, neighbours, and taste (M58).

    Room for foreigners is worth something only to a firm with posts that nobody took.

    Args:
        firms: The firms that reckon.
        zones: The zones.
        rules: The rules of the month.
        taste: What else a place is worth to a firm, spreads, shape ``(firms, zones)``.
        fit: What it is worth to all besides money, spreads, shape ``(zones,)``.

    Returns:
        US cent/month, shape ``(firms, zones)``.
    """
    cost = firms.labour_cost[:, None].astype(np.float64)
    earned = 1 - rules.research_condition * (firms.research_cost < firms.research_asked)
    tax = (firms.tax_due * earned)[:, None] * exempt(firms, zones, rules)
    rent = firms.headcount[:, None] * rules.floor_space * zones.rent
    place = zones.productivity - 1 - rules.remoteness * zones.distance[:, ZoneName.REST]
    unfilled = np.add.reduce(firms.unfilled * firms.offer, 1)[:, None]
    room = rules.worth_of_a_post * unfilled * zones.quota_free
    worth: Floats = tax - rent + room + cost * (place + rules.care_for_place * (fit + taste))
    return worth


def fit_of_zones(universities: Universities, rules: ZoneRules) -> Floats:
    """What each zone is worth besides money, its students included, spreads, ``(zones,)`` (M120).

    Where students study, a firm finds them before others do, and hears of what they learn.  In
    January 2009 all stand in the capital, which is part of what it is worth.
    """
    home = ~universities.abroad
    before = float(universities.students_start[home].sum())
    if not before:
        return rules.fit_of_zone
    now = float(universities.students[home].sum()) / before
    on_campus, pull = rules.students_on_campus, rules.pull_of_students
    fit = rules.fit_of_zone.copy()
    fit[ZoneName.CITY_OF_KNOWLEDGE] += pull * (on_campus * now)
    fit[ZoneName.REST] += pull * ((1 - on_campus) * now - 1)
    return fit


def exempt(firms: Firms, zones: Zones, rules: ZoneRules) -> Floats:
    """Share of its profit that each zone would exempt, before any condition.

    Returns:
        Share, 0 to 1, shape ``(firms, zones)``.
    """
    sales = sums_of_rows(firms.new_bills)
    abroad = firms.new_bills[:, Segment.EXPORT_NICHES] / np.maximum(sales, 1)
    abroad = np.where(firms.is_sme, abroad, 1.0)[:, None]
    share: Floats = zones.tax_free * (abroad + (1 - abroad) * rules.relief_at_home)
    return share
