"""The report's indicators K01 to K56: which the model measures, where, and what is missing.

Which metrics measure an indicator is read from their sentences, which cite it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cluster_abm.explain import Sheet
from cluster_abm.locale import say
from cluster_abm.model import METRICS

CITED = re.compile(r"\bK\d\d\b")

INDICATORS: dict[str, tuple[str, str]] = {
    "K01": ("Partnership arrangements", ""),
    "K02": ("Cooperation agreements", "agreements are not told apart from joint work"),
    "K03": ("Networking events", "events of the facilitator are not counted apart from meetings"),
    "K04": ("Joint research activities", ""),
    "K05": ("Extent of social capital",
            "trust is the same both ways, so that there is no reciprocity"),
    "K06": ("R&D employment", ""),
    "K07": ("R&D expenditure", ""),
    "K08": ("Business spin-outs", ""),
    "K09": ("Patents applied for", ""),
    "K10": ("Innovation awards", ""),
    "K11": ("New products and processes adopted", ""),
    "K12": ("Vacancies", ""),
    "K13": ("Educational attainment", ""),
    "K14": ("Defined qualifications", "certificates of makers are a share, not a count"),
    "K15": ("Measured skills gap", ""),
    "K16": ("Net employment change", ""),
    "K17": ("Gross value added", ""),
    "K18": ("Growth of existing firms", ""),
    "K19": ("Firms in the cluster", ""),
    "K20": ("Investment", "FDI and venture capital are not added"),
    "K21": ("Profitability", "a sum and a margin of all, no median"),
    "K22": ("Exports", ""),
    "K23": ("Leadership and coordination of the facilitation group",
            "its parts are measured, without an index"),
    "K24": ("Inter-firm linkages", "no multiplexity and no clustering yet"),
    "K25": ("Support organisations", "there is no table of bodies that serve the cluster"),
    "K26": ("Government upgrading", "no index over places, rules and money yet"),
    "K27": ("Overall outcomes", "cost of a transaction is not modelled"),
    "K28": ("Value for public money", ""),
    "K29": ("Ranks of competitiveness and readiness", "a rank needs other countries"),
    "K30": ("Milestones of the facilitation group", ""),
    "K31": ("ICT workforce", ""),
    "K32": ("Inflow of advanced degrees", ""),
    "K33": ("Technical graduates", ""),
    "K34": ("Grant approval and diversity", ""),
    "K35": ("Entrepreneurial activity", ""),
    "K36": ("Export share", ""),
    "K37": ("R&D intensity and private share", "the private share is not reckoned"),
    "K38": ("Local share of government orders", ""),
    "K39": ("Original innovation against integration", ""),
    "K40": ("Delivery and reputation of FDI", ""),
    "K41": ("Call-centre productivity", ""),
    "K42": ("Wage ratio to Costa Rica and India", "pay of rivals acts, but is no metric"),
    "K43": ("Turnover and poaching", ""),
    "K44": ("Foreign share and binding quota", ""),
    "K45": ("Zones: occupancy, specialisation, links", "links across zones are not counted"),
    "K46": ("Network readiness of agencies", "agencies do not differ yet"),
    "K47": ("Births and survival", ""),
    "K48": ("Start-up finance", "no flotations"),
    "K49": ("Trust", ""),
    "K50": ("External links", ""),
    "K51": ("Membership of the facilitation group", ""),
    "K52": ("Policy continuity", "only programmes that were lost, not the life expected"),
    "K53": ("Public money lost to imagined clusters", ""),
    "K54": ("Competitive intensity", ""),
    "K55": ("Specialisation quotient", "no national average of firms and jobs by sector"),
    "K56": ("Distribution of gains", "profits are two sums; only pay has an index"),
}  # fmt: skip
"""Name of each indicator, and what is missing of it."""

LATER = {
    "K18": ("median_growth",),
    "K28": ("compare",),
    "K43": ("turnover",),
    "K47": ("survival", "entry_rate", "exit_rate"),
    "K54": ("herfindahl",),
}
"""Functions of targets, or commands, that measure an indicator of a cohort or a comparison."""


def measured() -> dict[str, tuple[str, ...]]:
    """Metrics of a month that cite each indicator, by its id."""
    found: dict[str, tuple[str, ...]] = {}
    for name, metric in METRICS.items():
        for tag in CITED.findall(metric.doc):
            found[tag] = (*found.get(tag, ()), name)
    return found


def standing(tag: str) -> str:
    """How an indicator stands: measured, in part, or missing."""
    there = measured().get(tag, ()) + LATER.get(tag, ())
    missing = INDICATORS[tag][1]
    if not there:
        return "missing"
    return "in part" if missing else "measured"


def sheet(lang: str = "en") -> Sheet:
    """All indicators: how each stands, where, and what is missing."""
    columns = ("id", "indicator", "standing", "metrics", "later", "missing")
    rows = list(_rows(lang))
    count = {how: sum(standing(tag) == how for tag in INDICATORS)
             for how in ("measured", "in part", "missing")}  # fmt: skip
    note = say("{measured} measured, {part} in part, {missing} missing.", lang,
               measured=count["measured"], part=count["in part"], missing=count["missing"],
    )  # fmt: skip
    return Sheet(say("Indicators of the report", lang), columns, rows, (note,))


def _rows(lang: str) -> Iterator[tuple[str, ...]]:
    by_metric = measured()
    for tag, (name, missing) in INDICATORS.items():
        yield (
            tag, say(name, lang), say(standing(tag), lang), ", ".join(by_metric.get(tag, ())),
            ", ".join(LATER.get(tag, ())), say(missing, lang) if missing else "",
        )  # fmt: skip
