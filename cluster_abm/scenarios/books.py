"""The starting books: what a model holds at month 0, against the ranges of its sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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


def _of_kind(kind: Kind, measure: Callable[[Any], Any]) -> Callable[[Any], float]:
    """Sum over the firms of one kind."""
    return lambda m: float(measure(m)[m.firms.sort == kind].sum())


def _class_of(kind: Kind, skill: Skill) -> Callable[[Any], float]:
    return _of_kind(kind, lambda m: m.firms.staff[:, skill].sum(axis=1))


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


def _anchor_pay(skill: Skill) -> Callable[[Any], float]:
    def mean(m: Any) -> float:
        firms = m.firms
        mine = firms.sort == Kind.ANCHOR
        staff = max(int(firms.staff[mine, skill].sum()), 1)
        return float(firms.pay[mine, skill].sum()) / staff / CENTS_PER_DOLLAR

    return mean


def _load(m: Any) -> float:
    rules = m.rules[LabourRules]
    load: float = (1 + rules.thirteenth_month) * (1 + rules.employer_contribution.usual)
    return load


def _labour_cost(m: Any) -> Any:
    return m.firms.bill * _load(m) * MONTHS_PER_YEAR / MILLION


def _places_taken(m: Any) -> float:
    zone = ZoneName.CITY_OF_KNOWLEDGE
    taken = np.count_nonzero(m.firms.zone == zone) + m.zones.others[zone]
    # a capacity of 0 is no limit
    return float(taken / max(int(m.zones.capacity[zone]), taken, 1))


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


CLASSES = ("Front line", "Support", "Engineers", "Researchers", "Managers")
WIDTH = 0.3
"""Half of a range where the books give a start and no range, share of the start."""

LINES = (
    _Line("Employment", "Narrow cluster (K31)", "workers", 11_000, 12_500, "report",
          _narrow(lambda m: m.firms.headcount)),
    _Line("Employment", "Local firms", "workers", 7_000, 9_900, "derived", _staff(Kind.SME)),
    _Line("Employment", "Local firms that ever had ten staff (K19)", "firms", 180, 220, "report",
          lambda m: float((m.firms.is_sme & m.firms.counted).sum())),
    _Line("Employment", "Anchor", "workers", 1_600, 2_000, "report", _staff(Kind.ANCHOR)),
    _Line("Employment", "Other ICT multinationals", "workers", 150, 500, "assumption",
          _staff(Kind.MNC)),
    _Line("Employment", "Contact centres outside the narrow cluster", "workers", 6_500, 10_000,
          "derived", _staff(Kind.CONTACT_CENTRE)),
    _Line("Employment", "Without a job", "workers", 350, 800, "assumption",
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
    *(
        _Line(f"Staff of {whose}", name, "workers", (1 - WIDTH) * start, (1 + WIDTH) * start,
              "assumption", _class_of(kind, skill))
        for whose, kind, starts in (
            ("local firms", Kind.SME, (2_330, 4_460, 2_085, 70, 755)),
            ("the anchor", Kind.ANCHOR, (1_250, 600, 60, 0, 90)),
            ("other multinationals", Kind.MNC, (40, 110, 110, 10, 30)),
        )
        for name, skill, start in zip(CLASSES, Skill, starts, strict=True)
        if start
    ),
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
    _Line("Pay", "Researchers, local firms", "US$/month", 1_360, 2_125, "assumption",
          _sme_pay(Skill.RESEARCHER)),
    _Line("Pay", "Managers, local firms", "US$/month", 1_600, 2_500, "assumption",
          _sme_pay(Skill.MANAGER)),
    *(
        _Line("Pay", f"{name}, the anchor", "US$/month", 0.8 * start, 1.25 * start, "assumption",
              _anchor_pay(skill))
        for name, skill, start in zip(CLASSES, Skill, (620, 1_000, 1_560, 0, 2_600), strict=True)
        if start
    ),
    _Line("Pay", "Labour cost over twelve base pays", "factor", 1.2, 1.28, "assumption", _load),
    _Line("Pay", "Gross wage bill, narrow", "US$ m/year", 117, 183, "derived", _narrow(_wages)),
    *(
        _Line("Pay", f"Gross wage bill, {whose}", "US$ m/year", 0.8 * bill, 1.25 * bill, "derived",
              _of_kind(kind, _wages))
        for whose, kind, bill in (
            ("local firms", Kind.SME, 118.5),
            ("the anchor", Kind.ANCHOR, 22.1),
            ("other multinationals", Kind.MNC, 5.6),
        )
    ),
    _Line("Pay", "Labour cost, narrow", "US$ m/year", 134, 209, "derived", _narrow(_labour_cost)),
    _Line("Pay", "Labour cost, contact centres", "US$ m/year", 46.4, 72.5, "derived",
          _of_kind(Kind.CONTACT_CENTRE, _labour_cost)),
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
    _Line("Money", "Equity of local firms", "US$ m", 60, 130, "derived",
          lambda m: sum(_of_smes(own)(m) for own in ("cash", "due", "equipment"))
          - sum(_of_smes(owed)(m) for owed in ("owed", "debt"))),
    _Line("Space", "Places of the City of Knowledge taken", "share", 0.95, 1, "report",
          _places_taken),
    _Line("Public", "Scholars abroad", "students", 100, 160, "report",
          lambda m: float(m.universities.students[m.universities.abroad].sum())),
    _Line("Prices", "Price of local firms' work", "index", 0.93, 1.07, "derived",
          lambda m: float(np.average(m.firms.price[m.firms.is_sme],
                                     weights=m.firms.capacity[m.firms.is_sme]))),
    _Line("Prices", "Their unit cost at full use", "index", 0.70, 0.90, "derived",
          lambda m: float(np.average(m.firms.unit_cost[m.firms.is_sme],
                                     weights=m.firms.capacity[m.firms.is_sme]))),
    _Line("Education", "Students on their way", "students", 1_500, 5_000, "assumption",
          lambda m: float(m.universities.students.sum())),
    _Line("Market", "Outside work bought by all customers", "US$ m/year", 500, 750, "derived",
          lambda m: float(m.customers.budget.sum()) * MONTHS_PER_YEAR / MILLION),
)  # fmt: skip
"""What is measured, with the range of the starting values (see the docs, Starting books)."""


def _of_year(metric: str, unit: str) -> Callable[[Any], float]:
    """Money, in millions, or events of twelve months; posts of an average month."""

    def measure(series: Mapping[str, Any]) -> float:
        total = float(np.sum(series[metric][:MONTHS_PER_YEAR]))
        if unit == "posts":
            return total / MONTHS_PER_YEAR
        return total / 1e6 if unit.startswith("US$") else total

    return measure


YEAR = tuple(
    _Line("First year", item, unit, low, high, label, _of_year(metric, unit))
    for item, unit, low, high, label, metric in (
        ("Gross value added of local firms", "US$ m/year", 140, 200, "derived", "gva_sme"),
        ("Gross value added, narrow", "US$ m/year", 167, 251, "derived", "gva_narrow"),
        ("Gross value added, wide", "US$ m/year", 218, 328, "derived", "gva_wide"),
        ("Service exports", "US$ m/year", 110, 190, "derived", "exports_service"),
        ("Research of universities", "US$ m/year", 2, 6, "assumption", "research_universities"),
        ("Scholarships", "US$ m/year", 3, 6, "report", "scholarships_paid"),
        ("Levy fund, inflow", "US$ m/year", 0.7, 1, "derived", "levy_paid"),
        ("Grants", "US$ m/year", 0.12, 0.4, "report", "grants_paid"),
        ("Applications for a grant", "applications/year", 200, 600, "report", "grant_applications"),
        ("Grants awarded", "awards/year", 2, 6, "report", "grant_awards"),
        ("Firms that angels back", "firms/year", 2, 4, "assumption", "angel_deals"),
        ("Graduates who enter the field", "persons/year", 400, 750, "assumption", "graduates"),
        ("Posts open", "posts", 300, 900, "assumption", "vacancies"),
        ("People whom the anchor takes on", "persons/year", 400, 500, "report", "hires_anchor"),
    )
)
"""What is measured of the first year, with its range."""


def table(model: Any) -> list[Row]:
    """Measure a model that stands at month 0.

    Args:
        model: A ``ClusterModel`` that has not lived a month yet.

    Returns:
        One row for each line of the books, with the verdict ``ok``, ``below`` or ``above``.
    """
    return [_row(*line[:6], line.measure(model)) for line in LINES]


def _row(
    block: str, item: str, unit: str, low: float, high: float, label: str, value: float
) -> Row:
    verdict = "below" if value < low else "above" if value > high else "ok"
    return Row(block, item, value, unit, low, high, label, verdict)


def first_year(series: Mapping[str, Any]) -> list[Row]:
    """Measure what is observed of the first twelve months.

    Args:
        series: Values of each metric by month, from month 0 on.

    Returns:
        One row for each line: money and events of the year, posts of an average month.
    """
    return [_row(*line[:6], line.measure(series)) for line in YEAR]
