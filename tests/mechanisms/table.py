"""Core mechanisms of the report, each a claim about the whole model.

Read a row aloud: *M21: a wider quota brings foreigners. With a quota of 40 % (cause) foreign jobs
go up (metric) in the third year (months); if no permit is granted (cut) they do not.*
"""

from __future__ import annotations

from cluster_abm.core.policy import Change
from cluster_abm.core.programme import Statute
from tests.mechanisms.engine import DOWN, UP, Changes, Row, turned

YEAR_2, YEAR_3 = (12, 24), (24, 36)
YEARS_2_3, YEARS_4_5, YEARS_6_7 = (12, 36), (36, 60), (60, 84)
LAST_YEARS = (72, 96)
DULL = turned(research_bent=-10.0, demanding_buyers=0.0, exporters_motive=0.0, peers_motive=0.0)
"""Nobody has a reason to do research."""
PENNILESS = turned(research_of_cash=0.0)
"""Nobody has money for research, unless it is given."""
INDIFFERENT = turned(site_elasticity=0.0, loss_patience=600.0, loss_borne=10.0)
"""Parents neither compare sites nor mind their losses."""
PROMISING = turned(promised_share=1.0, projects_wave=8.0)
"""Government promises people for every post, to eight times as many projects."""
SEATS_FOR_ALL = turned(investor_seat_budget=5e7)
"""Government has a seat for everybody whom it promises."""
OPEN_CALLS = turned(grant_threshold=0.90)
"""One in ten of the applications of 2009 would be good enough for a grant."""
STRANGERS = turned(meeting_rate=0.0, meetings_per_staff=0.0)
"""Firms do not meet."""
ALONE = turned(opportunity=0.0)
"""Firms that know each other see nothing to do together."""
FACILITATED = turned(facilitator_budget=4e6)
"""There is a facilitator."""
SUPPORT_ONLY = turned(project_lines=(0.0, 1.0, 0.0, 0.0, 0.0))
"""Every new project of parents is of technical support."""
ROOTED = turned(movers_welcome=0.0, zone_attraction=(20.0, 0.0, 0.0, 0.0), stay_in_zone=0.0)
"""Nobody moves into a zone, and nobody begins in one."""


NO_MEMORY = turned(own_outcome=0.0, neighbours_outcome=0.0)
"""Nobody learns from who wins a grant and who does not."""
LENIENT_BANKS = turned(receivables_lending=0.8, cash_flow_lending=2.0, ip_lending=0.5)
"""Banks lend on what firms are owed, earn and know."""
NO_FIRMS_BEGIN = turned(spin_off_hazard=0.0, entry_rate=0.0)
NOBODY_IMAGINES = turned(opportunists=0.0, least_substance=0.0)
"""Nobody pleads who has nothing to do with the money."""
NO_MEMBERS = turned(hoped_worth=0.0, member_dues=1e6)
"""Nobody joins the facilitator."""
ELECTION, OFFICE = 22, 24
"""Months in which voters decide, and in which the elected take office."""


def grants_by(statute: Statute) -> Changes:
    """Twenty times the money for grants, and half of the applications of 2009 above the bar."""
    given = {"start": 1, "statute": statute, "programme": "grants"}
    return (
        Change(lever="grant_budget", value=20.0, **given),  # type: ignore[arg-type]
        Change(lever="grant_threshold", value=0.5, **given),  # type: ignore[arg-type]
    )


BY_LAW = grants_by(Statute.LAW) + turned(first_election=float(ELECTION), turnover=1.0)
"""Grants by law, before an election that the government in office will lose."""
BY_DECREE = grants_by(Statute.DECREE)


TALENT = (
    Row(id="M01", says="Where fewer people come, pay rises.",
        cause=turned(search_other_sectors=(0.001, 0.0003, 0.0004, 0.0004, 0.0005)),
        metric="unit_pay_support", goes=UP, months=YEAR_3, cut=turned(offer_rise=0.0), quick=True),
    Row(id="M07", says="Parents that lose more people train less.",
        setting=turned(parents_training=0.10, training_subsidy=0.5),
        cause=turned(search_on_the_job=0.12), metric="parents_courses", goes=DOWN,
        months=YEARS_2_3, cut=turned(training_horizon=0.0), quick=True),
    Row(id="M08", says="Where parents ask for technical support, its pay rises.",
        setting=SUPPORT_ONLY, cause=turned(projects_wave=20.0), metric="unit_pay_support",
        goes=UP, months=YEARS_4_5, cut=turned(offer_rise=0.0)),
    Row(id="M09", says="Better pay in other sectors draws people out of the field.",
        cause=turned(outside_wage_growth=0.04), metric="left_for_other_sectors", goes=UP,
        months=YEAR_2, quick=True,
        cut=turned(outside_response=0.0, reservation=0.0, reservation_decay=0.0)),
    Row(id="M13", says="Schools that teach what is asked for shorten the wait for staff.",
        cause=turned(vocational_alignment=1.0), metric="duration_front_line", goes=DOWN,
        months=YEARS_4_5, cut=turned(entry_share=0.0)),
    Row(id="M14", says="Scholarships bring researchers home after a lag, if they return.",
        cause=turned(scholarships_factor=5.0), metric="jobs_researcher", goes=UP,
        months=YEARS_6_7, cut=turned(return_share=0.0)),
    Row(id="M15", says="A larger pool leaves fewer posts open.",
        cause=turned(search_other_sectors=(0.04, 0.013, 0.015, 0.015, 0.02)),
        metric="vacancies_unfilled", goes=DOWN, months=YEAR_2,
        cut=turned(acceptance_gain=1.0)),
    Row(id="M19", says="People from abroad make the pool of specialists larger.",
        cause=turned(applicants_abroad=(44.0, 95.0, 110.0, 9.0, 26.0)), metric="employment_narrow",
        goes=UP, months=YEAR_3, cut=turned(permit_refusal=1.0)),
    Row(id="M21", says="A wider quota brings foreigners.",
        cause=turned(foreign_quota=0.4, foreign_quota_specialised=0.4),
        metric="employment_foreign", goes=UP, months=YEAR_3, cut=turned(permit_refusal=1.0),
        quick=True),
    Row(id="M21", says="A wider quota lets local firms grow.",
        cause=turned(foreign_quota=0.4, foreign_quota_specialised=0.4), metric="employment_sme",
        goes=UP, months=YEAR_3, cut=turned(permit_refusal=1.0),
        fault="Foreigners come in place of locals; customers' budgets are the limit."),
    Row(id="M22", says="Where the quota is tight, firms go to the campus, which is exempt.",
        cause=turned(foreign_quota=0.0, foreign_quota_specialised=0.0, small_firm_staff=0.0),
        metric="staff_city_of_knowledge", goes=UP, months=YEARS_4_5,
        cut=turned(worth_of_a_post=0.0, permit_refusal=1.0),
        fault="The exemption is worth too little to move for, with free places too."),
    Row(id="M34", says="People who change jobs carry knowledge.",
        cause=turned(search_on_the_job=0.12), metric="quality_own_work", goes=UP,
        months=YEARS_2_3, cut=turned(carried_part=0.0),
        fault="What movers carry is too little to lift the mean."),
)  # fmt: skip

INVESTORS = (
    Row(id="M02", says="Dearer work here sends posts of parents away.",
        cause=turned(employer_contribution=0.30), metric="mnc_posts_planned", goes=DOWN,
        months=YEARS_2_3, cut=INDIFFERENT, quick=True),
    Row(id="M30", says="Where people are found, parents plan more posts.",
        cause=turned(search_other_sectors=(0.04, 0.013, 0.015, 0.015, 0.02)),
        metric="mnc_posts_planned", goes=UP, months=YEARS_2_3, cut=INDIFFERENT),
    Row(id="M36", says="Promises beyond capacity cost government its reputation.",
        setting=turned(projects_wave=8.0), cause=turned(promised_share=1.0),
        metric="reputation", goes=DOWN, months=YEARS_4_5, cut=SEATS_FOR_ALL, quick=True),
    Row(id="M37", says="Broken promises keep later projects away.",
        setting=PROMISING, cause=SEATS_FOR_ALL, metric="mnc_sites", goes=UP, months=LAST_YEARS,
        cut=turned(promised_share=0.0)),
    Row(id="M39", says="One window for investors opens sites sooner.",
        setting=turned(projects_wave=8.0), cause=turned(one_window_budget=4e6),
        metric="mnc_sites", goes=UP, months=YEAR_2, cut=turned(months_to_open=0.0), quick=True),
    Row(id="M40", says="Promises kept within the seats there are keep their worth.",
        setting=PROMISING + turned(investor_seat_budget=2e4), cause=turned(promise_cap=5.0),
        metric="reputation", goes=UP, months=YEARS_4_5, cut=SEATS_FOR_ALL),
    Row(id="M41", says="Tax relief brings posts of parents.",
        cause=turned(investor_tax_relief=1.0), metric="mnc_posts_planned", goes=UP,
        months=YEARS_2_3, cut=INDIFFERENT),
    Row(id="M47", says="Tenants whose exemption asks for research do some.",
        cause=turned(research_condition=1.0), metric="research_intensity_tenants", goes=UP,
        months=YEARS_2_3, cut=turned(profit_tax=0.0)),
    Row(id="M48", says="Dear energy and data send posts of parents away.",
        cause=turned(energy_and_data=200.0), metric="mnc_posts_planned", goes=DOWN,
        months=YEARS_2_3, cut=INDIFFERENT, quick=True),
    Row(id="M53", says="Places at a full campus let firms in.",
        cause=turned(added_places=60.0), metric="staff_city_of_knowledge", goes=UP,
        months=YEARS_4_5, cut=ROOTED),
    Row(id="M54", says="Zones with roles part the trades.",
        cause=turned(zone_roles=1.0), metric="zone_specialisation", goes=UP, months=YEARS_4_5,
        cut=ROOTED),
    Row(id="M58", says="The higher the tax outside, the more firms go to the zones.",
        cause=turned(profit_tax=0.5), metric="staff_city_of_knowledge", goes=UP, months=YEARS_4_5,
        cut=ROOTED,
        fault="The campus is full; with 200 more places six more firms come (eight worlds)."),
)  # fmt: skip

KNOWLEDGE = (
    Row(id="M59", says="More rivals in each tender bring more innovations.",
        cause=turned(invitations=8.0), metric="innovations", goes=UP, months=YEARS_4_5, cut=DULL,
        fault="Forty pairs do not tell it from nought."),
    Row(id="M65", says="A market that grows faster pays for more research.",
        cause=turned(market_growth=0.09), metric="rd_expenditure", goes=UP, months=YEARS_4_5,
        cut=PENNILESS,
        fault="Forty pairs do not tell it from nought."),
    Row(id="M66", says="Customers abroad are a motive for research.",
        cause=turned(exporters_motive=4.0), metric="rd_expenditure", goes=UP, months=YEARS_2_3,
        cut=PENNILESS, quick=True),
    Row(id="M67", says="A tax credit brings research.",
        cause=turned(research_credit=0.5), metric="rd_expenditure", goes=UP, months=YEARS_2_3,
        cut=turned(profit_tax=0.0), quick=True),
    Row(id="M69", says="Demanding customers bring research.",
        cause=turned(demanding_buyers=8.0), metric="rd_expenditure", goes=UP, months=YEARS_2_3,
        cut=PENNILESS, quick=True),
    Row(id="M80", says="A government that prefers local vendors brings them innovations.",
        cause=turned(bid_preference=1.0), metric="innovations", goes=UP, months=YEARS_4_5,
        cut=DULL,
        fault="Half of it comes to firms that have no motive of their own."),
    Row(id="M85", says="Motive brings innovations where there is capability.",
        cause=turned(failure_tolerance=2.0), metric="innovations", goes=UP, months=YEARS_2_3,
        cut=turned(research_yield=0.0), quick=True),
    Row(id="M85", says="Capability brings products where there is motive.",
        cause=turned(research_yield=0.006), metric="products_alive", goes=UP,
        months=LAST_YEARS, cut=DULL,
        fault="A fifth is left without motive, as firms that research already go on."),
    Row(id="M93", says="What others know reaches firms that can absorb it.",
        cause=turned(spillover_strength=2.0), metric="quality_own_work", goes=UP, months=YEARS_4_5,
        cut=turned(imitation=0.0),
        fault="Most of it does not come by imitation."),
    Row(id="M166", says="Firms that spend more on research bring more products.",
        cause=turned(failure_tolerance=2.0), metric="products_alive", goes=UP, months=YEARS_4_5,
        cut=PENNILESS, quick=True),
)  # fmt: skip

CAPITAL = (
    Row(id="M98", says="More approvals encourage applicants.",
        cause=OPEN_CALLS, metric="grant_hope", goes=UP, months=YEARS_2_3,
        cut=NO_MEMORY, quick=True),
    Row(id="M100", says="A lower bar brings projects of lower value.",
        setting=turned(grant_budget=20.0, grant_threshold=0.90), cause=turned(grant_threshold=0.50),
        metric="value_of_funded", goes=DOWN, months=YEARS_4_5,
        cut=turned(value_spread=0.0, value_of_skill=0.0), quick=True),
    Row(id="M99", says="More approvals spread the risk of who grants.",
        cause=OPEN_CALLS, metric="grant_diversity", goes=UP, months=YEARS_2_3,
        cut=turned(grant_budget=0.0), quick=True),
    Row(id="M101", says="Mentors raise the value of what is funded.",
        setting=OPEN_CALLS, cause=turned(mentor_hours=5_000.0, mentor_focus=1.0),
        metric="value_of_funded", goes=UP, months=YEARS_2_3,
        cut=turned(mentoring_value=0.0)),
    Row(id="M102", says="Credit on receivables, cash flow and ideas keeps firms alive.",
        cause=LENIENT_BANKS, metric="firms_sme", goes=UP, months=YEARS_4_5,
        cut=turned(patience=60.0)),
    Row(id="M103", says="A market for stakes brings angels.",
        cause=turned(junior_exchange=20.0), metric="angel_deals", goes=UP, months=YEARS_2_3,
        cut=turned(sales_multiple=0.0, profit_multiple=0.0)),
    Row(id="M113", says="Cheaper founding lets more firms begin.",
        cause=turned(setup_cost=1_000.0), metric="births", goes=UP, months=YEARS_2_3,
        cut=NO_FIRMS_BEGIN, quick=True),
    Row(id="M64", says="Cheaper founding leaves more firms in the market.",
        cause=turned(setup_cost=1_000.0), metric="firms_sme", goes=UP, months=YEARS_4_5,
        cut=NO_FIRMS_BEGIN, quick=True),
)  # fmt: skip

TOGETHER = (
    Row(id="M124", says="Open talk raises trust.",
        cause=turned(trust_by_meeting=0.10), metric="trust_of_ties", goes=UP, months=YEARS_2_3,
        cut=STRANGERS, quick=True),
    Row(id="M125", says="A law against breaches of faith deters them.",
        cause=turned(breach_sanction=100_000.0), metric="breaches", goes=DOWN, months=YEARS_2_3,
        cut=turned(breach_detection=0.0)),
    Row(id="M126", says="Firms that trust strangers more work together more.",
        cause=turned(first_trust=0.6), metric="collaborating_firms", goes=UP, months=YEARS_2_3,
        cut=ALONE, quick=True),
    Row(id="M128", says="A war for talent lowers trust.",
        cause=turned(search_on_the_job=0.12), metric="trust_of_ties", goes=DOWN, months=LAST_YEARS,
        cut=turned(trust_after_poaching=1.0, wariness=0.0)),
    Row(id="M130", says="A facilitator brings firms together.",
        cause=FACILITATED, metric="collaborating_firms", goes=UP, months=YEARS_4_5,
        cut=NO_MEMBERS, quick=True),
    Row(id="M131", says="A facilitator that others dominate loses members.",
        setting=FACILITATED, cause=turned(independence=0.0), metric="facilitator_membership",
        goes=DOWN, months=YEARS_2_3, cut=NO_MEMBERS, quick=True),
    Row(id="M133", says="Fear of large partners keeps small firms from joint work.",
        cause=turned(fear_of_size=2.0), metric="collaborating_firms", goes=DOWN, months=YEARS_2_3,
        cut=turned(ip_protection=1.0)),
    Row(id="M138", says="Partners abroad bring own work forward.",
        cause=turned(links_abroad_rate=0.10), metric="quality_own_work", goes=UP, months=YEARS_4_5,
        cut=turned(learning_abroad=0.0), quick=True),
    Row(id="M144", says="Dear joint work is not begun.",
        cause=turned(joint_cost=(0.0, 12_000.0, 80_000.0)), metric="collaborating_firms",
        goes=DOWN, months=YEARS_2_3, cut=ALONE, quick=True),
    Row(id="M155", says="Money on offer brings imagined clusters.",
        cause=turned(initiative_fund=5e6), metric="imagined_pleas", goes=UP, months=YEARS_2_3,
        cut=NOBODY_IMAGINES, quick=True),
    Row(id="M149", says="An election that changes government ends what rests on a decree.",
        setting=BY_LAW, cause=BY_DECREE, metric="grant_awards", goes=DOWN, months=(26, 60),
        cut=turned(survival_of_statute=(1.0, 1.0, 1.0), mood_and_survival=0.0)),
    Row(id="M150", says="Firms hold research back before an election that may end their grants.",
        setting=BY_LAW, cause=BY_DECREE, metric="rd_expenditure", goes=DOWN,
        months=(ELECTION - 6, ELECTION),
        cut=turned(programme_dependence=0.0, promises_honoured=1.0), quick=True),
)  # fmt: skip

CORE = (*TALENT, *INVESTORS, *KNOWLEDGE, *CAPITAL, *TOGETHER)
"""All of them."""
