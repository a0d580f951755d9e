"""The starting books: what a model holds at month 0, against the ranges of its sources."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from cluster_abm.agents.classes import Degree, Kind, Origin, Segment, Skill, ZoneName
from cluster_abm.core.units import CENTS_PER_DOLLAR, MONTHS_PER_YEAR
from cluster_abm.submodels.labour.numbers import LabourRules

MILLION = 1e6 * CENTS_PER_DOLLAR


class Row(NamedTuple):
    """One line of the starting books."""

    block: str
    item: str
    value: float
    unit: str
    low: float
    high: float
    label: str
    verdict: str


class _Line(NamedTuple):
    block: str
    item: str
    unit: str
    low: float
    high: float
    label: str
    measure: Callable[[Any], float]


def _staff(kind: Kind) -> Callable[[Any], float]:
    return lambda m: float(m.firms.headcount[m.firms.sort == kind].sum())


def _narrow(measure: Callable[[Any], Any]) -> Callable[[Any], float]:
    """Sum over the firms of the narrow cluster."""
    return lambda m: float(measure(m)[m.firms.narrow].sum())


def _skill(skill: Skill) -> Callable[[Any], float]:
    return lambda m: float(m.firms.staff[m.firms.narrow, skill].sum())


def _degrees(least: Degree) -> Callable[[Any], float]:
    def count(m: Any) -> float:
        people = m.workforce
        mine = np.flatnonzero(people.employed)
        mine = mine[m.firms.narrow[people.employer[mine]]]
        return float(np.count_nonzero(people.degree[mine] >= least))

    return count


def _running(segment: Segment) -> Callable[[Any], float]:
    """Fees of the contracts that local vendors have with a segment, US$ m a year."""

    def fees(m: Any) -> float:
        mine = (m.contracts.segment == segment) & (m.contracts.vendor >= 0)
        return float(m.contracts.fee[mine].sum()) * MONTHS_PER_YEAR / MILLION

    return fees


def _sme_pay(skill: Skill) -> Callable[[Any], float]:
    def mean(m: Any) -> float:
        sme = m.firms.is_sme
        return float(m.firms.offer[sme, skill].mean()) / CENTS_PER_DOLLAR

    return mean


def _labour_cost(m: Any) -> Any:
    rules = m.rules[LabourRules]
    load = (1 + rules.thirteenth_month) * (1 + rules.employer_contribution.usual)
    return m.firms.bill * load * MONTHS_PER_YEAR / MILLION


def _wages(m: Any) -> Any:
    gross = 1 + m.rules[LabourRules].thirteenth_month
    return m.firms.bill * gross * MONTHS_PER_YEAR / MILLION


def _goods_share(m: Any) -> float:
    mine = m.contracts.vendor >= 0
    fee = m.contracts.fee[mine]
    return float((fee * m.contracts.content[mine]).sum()) / float(fee.sum())


def _of_smes(column: str) -> Callable[[Any], float]:
    return lambda m: float(getattr(m.firms, column)[m.firms.is_sme].sum()) / MILLION


def _at_limit(m: Any) -> float:
    from cluster_abm.submodels.migration.numbers import MigrationRules
    from cluster_abm.submodels.migration.processes import room_left

    room = room_left(m.firms, m.zones, m.rules[MigrationRules])
    mine = m.firms.is_sme & m.firms.counted
    some = m.firms.staff[:, :, Origin.FOREIGN].sum(axis=1) > 0
    return 100 * float(((room <= 0).any(axis=1) & some)[mine].mean())


def _inside(m: Any) -> Any:
    return m.firms.is_sme & (m.firms.zone == ZoneName.CITY_OF_KNOWLEDGE)


LINES = (
    _Line("Employment", "Narrow cluster (K31)", "workers", 11_000, 12_500, "report",
          _narrow(lambda m: m.firms.headcount)),
    _Line("Employment", "Local firms", "workers", 7_000, 9_900, "derived", _staff(Kind.SME)),
    _Line("Employment", "Local firms that ever had ten staff (K19)", "firms", 150, 220, "report",
          lambda m: float((m.firms.is_sme & m.firms.counted).sum())),
    _Line("Employment", "Anchor", "workers", 1_600, 2_000, "report", _staff(Kind.ANCHOR)),
    _Line("Employment", "Other ICT multinationals", "workers", 150, 500, "assumption",
          _staff(Kind.MNC)),
    _Line("Employment", "Contact centres outside the narrow cluster", "workers", 6_500, 10_000,
          "derived", _staff(Kind.CONTACT_CENTRE)),
    _Line("Employment", "Without a job", "workers", 200, 800, "assumption",
          lambda m: float((m.workforce.employer < 0).sum())),
    _Line("Employment", "Front line, narrow", "workers", 2_900, 4_400, "assumption",
          _skill(Skill.FRONT_LINE)),
    _Line("Employment", "Support, narrow", "workers", 4_100, 6_200, "assumption",
          _skill(Skill.SUPPORT)),
    _Line("Employment", "Engineers, narrow", "workers", 1_800, 2_700, "assumption",
          _skill(Skill.ENGINEER)),
    _Line("Employment", "Researchers, narrow", "workers", 50, 140, "assumption",
          _skill(Skill.RESEARCHER)),
    _Line("Employment", "Managers, narrow", "workers", 700, 1_050, "assumption",
          _skill(Skill.MANAGER)),
    _Line("Employment", "Four-year degree or more", "workers", 3_000, 4_800, "derived",
          _degrees(Degree.FOUR_YEAR)),
    _Line("Employment", "MSc or PhD", "workers", 80, 300, "assumption",
          _degrees(Degree.POSTGRADUATE)),
    _Line("Employment", "Foreigners, narrow", "workers", 350, 900, "assumption",
          _narrow(lambda m: m.firms.staff[:, :, Origin.FOREIGN].sum(axis=1))),
    _Line("Employment", "Local firms at their quota limit (F11)", "% of firms", 10, 40,
          "assumption", _at_limit),
    _Line("Employment", "Local firms in the City of Knowledge", "firms", 30, 50, "assumption",
          lambda m: float(_inside(m).sum())),
    _Line("Employment", "Their staff", "workers", 1_000, 2_000, "assumption",
          lambda m: float(m.firms.headcount[_inside(m)].sum())),
    _Line("Pay", "Front line, local firms", "US$/month", 416, 650, "assumption",
          _sme_pay(Skill.FRONT_LINE)),
    _Line("Pay", "Support, local firms", "US$/month", 640, 1_000, "assumption",
          _sme_pay(Skill.SUPPORT)),
    _Line("Pay", "Engineers, local firms", "US$/month", 1_040, 1_625, "assumption",
          _sme_pay(Skill.ENGINEER)),
    _Line("Pay", "Managers, local firms", "US$/month", 1_600, 2_500, "assumption",
          _sme_pay(Skill.MANAGER)),
    _Line("Pay", "Gross wage bill, narrow", "US$ m/year", 117, 183, "derived", _narrow(_wages)),
    _Line("Pay", "Labour cost, narrow", "US$ m/year", 134, 209, "derived", _narrow(_labour_cost)),
    *(
        _Line("Sales of local firms", name, "US$ m/year", low, high, "assumption", _running(s))
        for name, s, low, high in (
            ("Government agencies", Segment.GOVERNMENT, 33.1, 61.5),
            ("Banking", Segment.BANKING, 61.6, 114.4),
            ("Maritime logistics", Segment.MARITIME, 15.4, 28.6),
            ("Other private customers", Segment.OTHER_PRIVATE, 56, 104),
            ("Free zone", Segment.FREE_ZONE, 8.4, 15.6),
            ("Knowledge bodies", Segment.KNOWLEDGE_BODIES, 3.5, 6.5),
            ("Affiliates of multinationals", Segment.AFFILIATES, 2.8, 5.2),
            ("Each other", Segment.SUBCONTRACTS, 8, 25),
            ("Exports", Segment.EXPORT_NICHES, 8, 28),
        )
    ),
    _Line("Sales of local firms", "All", "US$ m/year", 240, 340, "derived",
          lambda m: sum(_running(s)(m) for s in Segment)),
    _Line("Sales of local firms", "Goods for resale", "share", 0.17, 0.35, "assumption",
          _goods_share),
    _Line("Knowledge", "Private research", "US$ m/year", 1.5, 6, "derived",
          lambda m: float(m.flows.research[0]) * MONTHS_PER_YEAR / MILLION),
    _Line("Knowledge", "Research in value added of local firms", "%", 1, 4, "derived",
          lambda m: 100 * float(m.flows.research[0]) / float(m.flows.value_added)),
    _Line("Knowledge", "Staff at research", "full-time workers", 70, 210, "derived",
          lambda m: float(m.firms.at_research.sum())),
    _Line("Knowledge", "Local firms that do research", "firms", 40, 60, "derived",
          lambda m: float(np.count_nonzero(m.firms.research_cost))),
    _Line("Knowledge", "Own work in sales of local firms", "share", 0.20, 0.40, "assumption",
          lambda m: float(m.flows.own_work[0]) / float(m.flows.billed.sum())),
    _Line("Money", "Cash of local firms", "US$ m", 20, 40, "assumption", _of_smes("cash")),
    _Line("Money", "Receivables of local firms", "US$ m", 30, 70, "assumption", _of_smes("due")),
    _Line("Money", "Payables of local firms", "US$ m", 8, 20, "assumption", _of_smes("owed")),
    _Line("Money", "Bank debt of local firms", "US$ m", 8, 20, "assumption", _of_smes("debt")),
    _Line("Money", "Credit limit of local firms", "US$ m", 15, 35, "derived",
          _of_smes("credit_limit")),
    _Line("Money", "Hard assets of local firms", "US$ m", 28, 52, "assumption",
          _of_smes("equipment")),
    _Line("Prices", "Price of local firms' work", "index", 0.93, 1.07, "derived",
          lambda m: float(np.average(m.firms.price[m.firms.is_sme],
                                     weights=m.firms.capacity[m.firms.is_sme]))),
    _Line("Prices", "Their unit cost at full use", "index", 0.70, 0.90, "derived",
          lambda m: float(np.average(m.firms.unit_cost[m.firms.is_sme],
                                     weights=m.firms.capacity[m.firms.is_sme]))),
    _Line("Education", "Students on their way", "students", 1_500, 5_000, "assumption",
          lambda m: float(m.universities.students.sum())),
    _Line("Market", "Outside work bought by all customers", "US$ m/year", 500, 850, "derived",
          lambda m: float(m.customers.budget.sum()) * MONTHS_PER_YEAR / MILLION),
)  # fmt: skip
"""What is measured, with the range of the starting values (see the docs, Starting books)."""


def table(model: Any) -> list[Row]:
    """Measure a model that stands at month 0.

    Args:
        model: A ``ClusterModel`` that has not lived a month yet.

    Returns:
        One row for each line of the books, with the verdict ``ok``, ``below`` or ``above``.
    """
    return [_measured(line, line.measure(model)) for line in LINES]


def _measured(line: _Line, value: float) -> Row:
    verdict = "below" if value < line.low else "above" if value > line.high else "ok"
    return Row(line.block, line.item, value, line.unit, line.low, line.high, line.label, verdict)
