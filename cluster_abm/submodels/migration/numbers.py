"""Migration: what we assume."""

from cluster_abm.agents.classes import PermitClass, Skill
from cluster_abm.core.rules import Rules, by, law, lever, number


class MigrationRules(Rules):
    """The quota, its exemptions, permits, and the wish to come."""

    foreign_quota = law(
        0.10,
        unit="share of ordinary staff",
        low=0,
        high=1,
        who="government",
        agency="labour",
        catalogue="I01",
        source="report: Q22 and C26, labour code: at most 10 % of ordinary staff",
        doc="the largest share of a firm's ordinary staff that may be foreign.",
    )
    foreign_quota_specialised = law(
        0.15,
        unit="share of specialised staff",
        low=0,
        high=1,
        who="government",
        agency="labour",
        catalogue="I01",
        source="report: C26, labour code: at most 15 % of specialised or technical staff",
        doc="the largest share of a firm's specialised staff that may be foreign.",
    )
    small_firm_staff = lever(
        10,
        unit="persons",
        low=0,
        high=200,
        who="government",
        agency="labour",
        catalogue="C27",
        source="report: C27, the Marrakech rule for firms of fewer than ten",
        doc="the staff below which a firm follows the rule for small firms.",
    )
    small_firm_locals = lever(
        3,
        unit="persons",
        low=0,
        high=200,
        who="government",
        agency="labour",
        catalogue="C27",
        source="report: C27, three Panamanians suffice",
        doc="the number of locals with which a small firm may employ any foreigners.",
    )
    permit_months = by(
        PermitClass,
        0,
        4,
        4,
        4,
        1,
        1,
        unit="months",
        low=0,
        high=36,
        catalogue="M21",
        source="assumption: offices take months, the zones and the headquarters window weeks",
        doc="the time from an application to its decision under each rule.",
    )
    permit_delay = lever(
        1.0,
        unit="factor",
        low=0,
        high=5,
        who="government",
        agency="labour",
        catalogue="I05",
        cost="paid for every application decided sooner than in 2009",
        spends="permit_haste_paid",
        source="assumption: 1 is the practice of 2009",
        doc="the time that decisions take, relative to 2009.",
    )
    permit_refusal = lever(
        0.08,
        unit="share of applications",
        low=0,
        high=1,
        who="government",
        agency="labour",
        catalogue="M21",
        source="assumption: papers missing or not accepted",
        doc="the share of applications refused for other reasons than the quota.",
    )
    permit_term = lever(
        24,
        unit="months",
        low=1,
        high=120,
        who="government",
        agency="labour",
        catalogue="I02",
        source="assumption: terms of one to two years",
        doc="the time for which a permit is given.",
    )
    permit_cost = number(
        300,
        unit="US$/application",
        low=0,
        high=10_000,
        source="assumption: three office days",
        doc="the cost to the government of deciding an application.",
    )
    haste_cost = number(
        300,
        unit="US$/application",
        low=0,
        high=100_000,
        uncertain=(100, 1_000),
        catalogue="I05",
        source="assumption: as much again as a usual decision, for half of the time",
        doc="what it costs more to decide an application in half the time, and once more for each "
        "further time of 2009 that would fit in.",
    )
    shortest_decision = number(
        0.05,
        unit="factor",
        low=0.001,
        high=1,
        source="assumption: a decision on the day costs twenty times the staff",
        doc="the delay below which a decision is no dearer.",
    )
    applicants_abroad = by(
        Skill,
        4.4,
        9.5,
        11.0,
        0.9,
        2.6,
        unit="persons/month",
        low=0,
        high=100_000,
        uncertain=(0.3, 3.0),
        catalogue="A98",
        source="calibrated: foreigners are about 5 % of staff in January 2009",
        doc="the number of people abroad who look for a post here at equal pay.",
    )
    pay_abroad = by(
        Skill,
        442,
        680,
        1_105,
        1_445,
        1_700,
        unit="US$/month",
        low=50,
        high=10_000,
        catalogue="A98",
        source="assumption: 15 % below Panama in Colombia and Nicaragua",
        doc="the pay that people abroad compare with.",
    )
    soft_cost = lever(
        0.10,
        unit="share of pay",
        low=0,
        high=0.9,
        who="government",
        agency="labour",
        catalogue="I05",
        source="assumption: housing, schools, papers",
        doc="the part of the pay here that living as a foreigner costs.",
    )
    migration_response = number(
        2.0,
        unit="elasticity",
        low=0,
        high=10,
        uncertain=(0.5, 5.0),
        catalogue="A09",
        source="assumption: E7 gives 0.5 to 5; no Panamanian estimate",
        doc="how strongly the wish to come answers to pay here relative to pay abroad.",
    )
    migrant_network = number(
        0.3,
        unit="elasticity",
        low=0,
        high=1,
        uncertain=(0.0, 0.6),
        source="assumption: those who are here bring others (E7)",
        doc="how strongly the wish to come answers to the number already here.",
    )
    network_base = number(
        2000,
        unit="persons",
        low=1,
        high=10_000_000,
        source="assumption: damps small numbers",
        doc="the number of foreigners with whom networks count as much as all else that draws.",
    )
    firm_network = number(
        0.08,
        unit="share",
        low=0,
        high=1,
        uncertain=(0.02, 1.0),
        source="calibrated: a quarter of the SMEs stands at its limit (F11)",
        doc="the pull of a firm without foreigners, relative to one with foreign staff only.",
    )
    sponsor_margin = lever(
        0,
        unit="persons",
        low=0,
        high=50,
        who="firms",
        catalogue="M21",
        source="assumption: firms ask only for what the law leaves room for",
        doc="the number of permits beyond the room that a firm asks for in hope.",
    )
    return_home = number(
        0.35,
        unit="share of permits",
        low=0,
        high=1,
        uncertain=(0.1, 0.5),
        source="assumption: work abroad is often for a few years",
        doc="the share of foreigners who go home when their permit ends.",
    )
    ability_abroad = number(
        0.15,
        unit="log points",
        low=0,
        high=1,
        source="assumption: as at home",
        doc="the spread of the work that people from abroad do.",
    )
    months_to_leave = number(
        2,
        unit="months",
        low=0,
        high=60,
        source="assumption: the permit is tied to the job",
        doc="the time that a foreigner without a job may stay.",
    )
