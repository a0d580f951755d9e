"""The nine loops of the report: what turns in each, and what breaks it."""

from __future__ import annotations

from dataclasses import dataclass

from tests.mechanisms.engine import DOWN, UP, Changes, Goes, Row, for_a_while, turned
from tests.mechanisms.table import (
    ALONE,
    BY_DECREE,
    BY_LAW,
    ELECTION,
    INDIFFERENT,
    LAST_YEARS,
    NO_MEMORY,
    NOBODY_IMAGINES,
    OPEN_CALLS,
    PENNILESS,
    SUPPORT_ONLY,
    YEARS_2_3,
    YEARS_4_5,
)


@dataclass(frozen=True, kw_only=True)
class Link:
    """One step of a loop.

    Attributes:
        says: The step, as a sentence.
        metric: What answers.
        goes: Where it goes.
        months: First month that counts, and the first that does not any more.
        cut: The carrier of the step.
        cause: What is turned, if it is not the cause of the loop.
        setting: What holds in all lives, if it is not the setting of the loop.
        fault: What is published, where the model does not do what the report says.
    """

    says: str
    metric: str
    goes: Goes
    months: tuple[int, int]
    cut: Changes
    cause: Changes | None = None
    setting: Changes | None = None
    fault: str = ""


@dataclass(frozen=True, kw_only=True)
class Loop:
    """A loop of the report.

    Attributes:
        number: Its number in the report.
        name: Its name there.
        mechanisms: Rows of the report that it is made of.
        says: How it turns, in plain words.
        breaks: What breaks it, in plain words.
        cause: What sets it going.
        links: Its steps.
        setting: What holds in all lives.
        stops: Where it stops in whole worlds and why, with figures, if it does.
    """

    number: int
    name: str
    mechanisms: str
    says: str
    breaks: str
    cause: Changes
    links: tuple[Link, ...]
    setting: Changes = ()
    stops: str = ""

    @property
    def id(self) -> str:
        """Name of its picture."""
        return f"loop-{self.number}"

    @property
    def rows(self) -> tuple[Row, ...]:
        """Its steps as rows of the table."""
        return tuple(
            Row(
                id=self.id, says=link.says, metric=link.metric, goes=link.goes,
                months=link.months, cut=link.cut, fault=link.fault,
                cause=self.cause if link.cause is None else link.cause,
                setting=self.setting if link.setting is None else link.setting,
            )
            for link in self.links
        )  # fmt: skip


POACHING = turned(search_on_the_job=0.12)
"""Nearly three times as many people look around from their jobs."""
RESEARCH_ONLY = turned(project_lines=(0.0, 0.0, 0.0, 1.0, 0.0))
"""Projects of parents take none of the people whom contact centres need."""
NO_YIELD = turned(research_yield=0.0)
"""Research finds nothing."""
EXAMPLES_TEMPT = turned(example_pull=1_000.0, spin_off_hazard=5e-5)
"""One young firm tempts as many as a thousand people's own wish to found does, which is weaker."""
NOTHING_IS_LEARNED = turned(lesson_of_partners=0.0, trust_by_success=0.0)
"""Joint work teaches nothing about the partner, nor about strangers."""

LOOPS = (
    Loop(
        number=1, name="Talent race", mechanisms="M36, M01, M02, M03, M37, M38",
        says=(
            "New sites of multinationals look for the same people as those that are here. Pay "
            "rises, posts stay open, and a site is worth less to its parent than its rivals'. "
            "Parents move work away from the sites that were here first."
        ),
        breaks=(
            "Projects that need other people, or parents that do not compare sites."
        ),
        setting=SUPPORT_ONLY, cause=turned(projects_wave=30.0),
        links=(
            Link(says="Sites of technical support raise the pay of the front line.",
                 metric="unit_pay_front_line", goes=UP, months=YEARS_4_5, cut=RESEARCH_ONLY),
            Link(says="A contact centre here is worth less to its parent.",
                 metric="site_value_contact", goes=DOWN, months=YEARS_4_5, cut=RESEARCH_ONLY),
            Link(says="Parents move posts of contact centres away.",
                 metric="mnc_posts_contact", goes=DOWN, months=YEARS_4_5, cut=INDIFFERENT),
        ),
    ),
    Loop(
        number=2, name="Training trap", mechanisms="M06, M07, M01",
        says=(
            "Where more people leave for other firms, a course pays less, so parents train less. "
            "Staff that is less able does less for its pay, so work grows dearer and others look "
            "for able people all the more."
        ),
        breaks="Employers that do not reckon with losing people, or courses that teach nothing.",
        setting=turned(parents_training=0.10, training_subsidy=0.5), cause=POACHING,
        links=(
            Link(says="More people leave for other firms.", metric="poaching_rate", goes=UP,
                 months=YEARS_2_3, cut=turned(acceptance_gain=1.0)),
            Link(says="Parents train less.", metric="parents_courses", goes=DOWN,
                 months=YEARS_2_3, cut=turned(training_horizon=0.0)),
            Link(says="Where parents fear to lose people, a unit of work costs more.",
                 cause=turned(training_horizon=240.0), metric="unit_pay_front_line", goes=UP,
                 months=YEARS_4_5, cut=turned(training_yield=0.0),
                 fault="Pay follows what people can do, whoever trained them."),
        ),
    ),
    Loop(
        number=3, name="Trust trap", mechanisms="M128, M126, M132",
        says=(
            "Firms that lose people to those whom they know trust them less, and begin less with "
            "them. Who begins nothing never learns that others can be trusted, so a poor start "
            "lasts and so does a good one."
        ),
        breaks="Firms that learn nothing from joint work, about partners or about strangers.",
        stops=(
            "Every step acts, and it does not trap. Where three times as many look around, trust "
            "is 16 % lower in the seventh and eighth year, and stays where nobody minds poaching; "
            "a fifth fewer firms work together in the second and third. Two years of trust leave "
            "half as many joint bids more in the seventh and eighth, and few where joint work "
            "teaches nothing. But both starts drift towards each other: two in five projects fail, "
            "and there are nearly half as many breaches as successes, so joint work builds little "
            "trust."
        ),
        cause=POACHING,
        links=(
            Link(says="A war for talent lowers trust.", metric="trust_of_ties", goes=DOWN,
                 months=LAST_YEARS, cut=turned(trust_after_poaching=1.0, wariness=0.0)),
            Link(says="Firms begin less together.", metric="collaborating_firms", goes=DOWN,
                 months=YEARS_2_3, cut=turned(trust_after_poaching=1.0, wariness=0.0)),
            Link(says="Two years of trust are still felt years later.",
                 cause=for_a_while(24, first_trust=0.9, trust_by_meeting=0.2, trust_decay=0.0),
                 metric="joint_bids", goes=UP, months=LAST_YEARS, cut=NOTHING_IS_LEARNED),
        ),
    ),
    Loop(
        number=4, name="Discouraged applicants", mechanisms="M98, M99, M100, M101",
        says=(
            "One approval in a hundred teaches firms that a proposal is not worth writing. Few "
            "proposals leave who grants with few eggs in one basket. A lower bar turns the loop "
            "round: approvals raise hope, hope brings proposals, and many grants spread the risk."
        ),
        breaks="Firms that learn nothing from who wins, or a programme without money.",
        cause=OPEN_CALLS,
        links=(
            Link(says="Approvals raise hope.", metric="grant_hope", goes=UP, months=YEARS_2_3,
                 cut=NO_MEMORY),
            Link(says="Hope brings proposals.", metric="grant_applications", goes=UP,
                 months=YEARS_2_3, cut=NO_MEMORY),
            Link(says="Many grants spread the risk.", metric="grant_diversity", goes=UP,
                 months=YEARS_2_3, cut=turned(grant_budget=0.0)),
            Link(says="Who spreads the risk asks for less.", metric="grant_caution", goes=DOWN,
                 months=YEARS_2_3, cut=turned(funder_caution=0.0)),
        ),
    ),
    Loop(
        number=5, name="Export escape", mechanisms="M65, M66, M81, M82",
        says=(
            "A small market pays for little research, and without research there is nothing to "
            "sell abroad. Firms that serve customers abroad spread research over more orders, "
            "come to do better work, and sell more of it abroad."
        ),
        breaks="Firms without money for research, or research that finds nothing.",
        cause=turned(exporters_motive=6.0),
        links=(
            Link(says="Firms that export do more research.", metric="rd_expenditure", goes=UP,
                 months=YEARS_2_3, cut=PENNILESS),
            Link(says="Their own work grows better.", metric="quality_own_work", goes=UP,
                 months=YEARS_4_5, cut=NO_YIELD),
            Link(says="They sell more abroad.", metric="exports_sme", goes=UP, months=LAST_YEARS,
                 cut=NO_YIELD),
        ),
    ),
    Loop(
        number=6, name="Anchor customers", mechanisms="M69, M73, M81",
        says=(
            "Customers who ask for own work are a reason to do research. What vendors find wins "
            "them more own work at home, and customers abroad."
        ),
        breaks="Firms without money for research, or research that finds nothing.",
        cause=turned(demanding_buyers=10.0),
        links=(
            Link(says="Demanding customers bring innovations.", metric="innovations", goes=UP,
                 months=YEARS_2_3, cut=PENNILESS),
            Link(says="Vendors live more of own work.", metric="own_work_share", goes=UP,
                 months=LAST_YEARS, cut=NO_YIELD),
            Link(says="Vendors sell more abroad.", metric="exports_sme", goes=UP,
                 months=LAST_YEARS, cut=NO_YIELD),
        ),
    ),
    Loop(
        number=7, name="Increasing returns", mechanisms="M15, M118, M147, M97",
        says=(
            "Firms beget firms: employees leave to found their own, and each firm is one more to "
            "work with. A push of two years, five times as many founders from outside, is still "
            "there years after it has ended."
        ),
        breaks="Employees who never found a firm, and firms that never meet.",
        stops=(
            "It does not close at the numbers of 2009. A push of two years leaves some 80 more "
            "firms in the two years after it, and 33 in the seventh and eighth, because more "
            "close. They bring hardly a spin-off, where each firm would have to beget one. The "
            "step that is missing leads from firms to work: the home market is given, buyers hear "
            "of vendors by their work, newcomers have little, and staff stays what it would be. "
            "Cheaper or more exports, longer memories and a push of demand or of spin-offs did not "
            "change it. Where one young firm tempts fifty times as many to found, firms do beget "
            "firms: births stay a third higher years later. That moves people between firms and "
            "brings no work either. It is what a cluster looks like that lives of a given demand "
            "at home; clusters that grew out of spin-offs sold abroad."
        ),
        cause=for_a_while(24, entry_rate=85.0),
        links=(
            Link(says="There are more firms long after the push.", metric="firms_sme", goes=UP,
                 months=LAST_YEARS, cut=turned(give_up=1.0, give_up_age=0.0, owner_exit=0.05)),
            Link(says="More firms begin out of those that are there.", metric="spin_offs", goes=UP,
                 months=LAST_YEARS, cut=turned(spin_off_hazard=0.0),
                 fault="Spin-offs rise for two years; then the same staff is left."),
            Link(says="Firms would beget firms if examples tempted fifty times as many.",
                 metric="births", goes=UP, months=LAST_YEARS, setting=EXAMPLES_TEMPT,
                 cut=turned(example_pull=0.0)),
            Link(says="More vendors win more work, so there are more people to found a firm.",
                 metric="employment_sme", goes=UP, months=LAST_YEARS,
                 cut=turned(more_vendors=0.0, more_exporters=0.0),
                 fault="Buyers hear of vendors by their work, and newcomers have little."),
            Link(says="More pairs of firms work together.", metric="alliances", goes=UP,
                 months=LAST_YEARS, cut=ALONE,
                 fault="More firms share the same staff and orders; they do no more together."),
        ),
    ),
    Loop(
        number=8, name="Seeking subsidies", mechanisms="M155, M161",
        says=(
            "Money on offer draws groups that only plead. The more of them there are, the less is "
            "left for firms that would do something with it."
        ),
        breaks="Nobody who pleads without a purpose, or a screen that sees who does.",
        setting=turned(initiative_fund=2e6), cause=turned(opportunists=400.0),
        links=(
            Link(says="Money brings imagined clusters.", cause=turned(initiative_fund=2e6),
                 setting=(), metric="imagined_pleas", goes=UP, months=YEARS_2_3,
                 cut=NOBODY_IMAGINES),
            Link(says="More of the money goes to them.", metric="imagined_share", goes=UP,
                 months=YEARS_2_3, cut=turned(initiative_fund=0.0)),
            Link(says="Fewer real firms work together.", metric="collaborating_firms", goes=DOWN,
                 months=YEARS_2_3, cut=turned(initiative_fund=0.0)),
            Link(says="Known waste cuts the money.", metric="initiative_money", goes=DOWN,
                 months=YEARS_4_5, cut=turned(waste_and_money=0.0)),
        ),
    ),
    Loop(
        number=9, name="Political cycle", mechanisms="M149, M150",
        says=(
            "Grants that rest on a decree may end with the government. Everybody sees the election "
            "coming, so research falls before it; after it half of the decrees are gone, and their "
            "grants with them. The law of the same content is what it is compared with."
        ),
        breaks="Nobody who looks ahead, or statutes that outlive elections.",
        setting=BY_LAW, cause=BY_DECREE,
        links=(
            Link(says="Firms doubt that the programme lasts.", metric="programme_outlook",
                 goes=DOWN, months=(12, ELECTION), cut=turned(politics_foreseen=0.0)),
            Link(says="Research falls before the election.", metric="rd_expenditure", goes=DOWN,
                 months=(ELECTION - 6, ELECTION), cut=turned(politics_foreseen=0.0)),
            Link(says="After it there are fewer grants.", metric="grant_awards", goes=DOWN,
                 months=(26, 60),
                 cut=turned(survival_of_statute=(1.0, 1.0, 1.0), mood_and_survival=0.0)),
        ),
    ),
)  # fmt: skip
