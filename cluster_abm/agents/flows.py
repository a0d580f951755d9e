"""What happened this month: counts that processes keep and metrics read."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.classes import (
    Decision,
    Entry,
    Exit,
    FirmOrigin,
    InvestorCare,
    Kind,
    Line,
    Origin,
    Project,
    Promotion,
    Reason,
    Reform,
    Segment,
    Skill,
    Source,
    Substance,
    Task,
    ZoneName,
)
from cluster_abm.core.tables import Record, floats, ints


class Flows(Record):
    """Counts of this month."""

    hires = ints("persons", "Posts filled.", Kind, Skill, Source)
    separations = ints("persons", "Jobs ended.", Kind, Skill, Reason)
    counter_offers = ints("persons", "People kept by what another firm bid.", Kind, Skill)
    joined = ints("persons", "People who joined the workforce.", Entry, Origin)
    left = ints("persons", "People who left the workforce.", Exit, Origin)
    applicants = ints("persons", "People who looked for a post.", Skill, Source)
    posted = ints("persons", "Posts that were open.", Kind, Skill)
    filled = ints("persons", "Posts filled or reserved.", Kind, Skill)
    permits_asked = ints("permits", "Applications for a work permit.", Skill)
    permits_decided = ints("permits", "Applications decided.", Skill, Decision)
    permits_renewed = ints("permits", "Permits renewed.", Skill)
    permits_lapsed = ints("permits", "Permits not renewed for want of room.", Skill)
    graduates = ints("persons", "Graduates who enter the field.", Skill)
    schooling = ints(
        "US cent",
        "Paid for added seats, students' English, alignment, adults' English, research of "
        "universities, liaison offices.",
        6,
    )
    scholars_returned = ints("persons", "Scholars who came home to the field.", 1)
    births = ints("firms", "Firms that began.", FirmOrigin)
    deaths = ints("firms", "Firms that closed.", Kind)
    deaths_counted = ints("firms", "Firms closed that ever had ten staff or more.", 1)
    tenders = ints("tenders", "Tenders called.", Segment)
    won = ints("tenders", "Tenders that a local firm won.", Segment)
    declined = ints("invitations", "Invitations that a firm without free staff declined.", Segment)
    stalled = ints("contracts", "Contracts later than their buyer tolerates.", 1)
    failed = ints("contracts", "Contracts that their buyer ended because they were late.", 1)
    billed = ints("US cent", "Work billed by locally owned firms.", Segment)
    own_work = ints("US cent", "Own work billed by locally owned firms.", 1)
    imported = ints("US cent", "Work billed by imported vendors.", Segment)
    undelivered = floats("US cent", "Work under contract that could not be delivered.", Kind)
    resale = ints("US cent", "Goods bought for resale.", Kind)
    inputs = ints("US cent", "Energy, data, rent and other services bought.", Kind)
    subcontracted = ints("US cent", "Work bought from other firms of the cluster.", 1)
    moved = ints("firms", "Firms that moved, from a zone to a zone.", ZoneName, ZoneName)
    buildings_cost = ints("US cent", "What large buildings for investors cost the government.", 1)
    places_cost = ints("US cent", "What places added to a zone cost the government.", 1)
    incubator_cost = ints("US cent", "What the incubator costs the government.", 1)
    profit_tax = ints("US cent", "Profit tax paid.", Kind)
    profit = ints("US cent", "Earnings before interest and tax.", Kind)
    research = ints("US cent", "Research of locally owned firms, pay and materials.", 1)
    innovations = ints("innovations", "Innovations: of products, of processes.", 2)
    launched = ints("products", "Own products launched.", 1)
    patents = ints("patents", "Patents applied for.", 1)
    awards = ints("awards", "Innovation awards won.", 1)
    grants_sought = ints("applications", "Applications for a grant.", 1)
    grants_awarded = ints("awards", "Grants awarded.", 1)
    grants_promised = ints("US cent", "Grants promised to those who won.", 1)
    grant_help = ints("US cent", "Paid for applicants: to mentors, to reviewers added.", 2)
    grants_lapsed = ints("US cent", "Grants promised to firms that closed before the milestone.", 1)
    deals = ints("deals", "Firms backed: by angels, by funds.", 2)
    seeded = ints("firms", "Firms founded with an angel's money.", 1)
    stages_paid = ints("stages", "Later stages that funds paid.", 1)
    seed_money = ints("US cent", "Public money that went into venture funds.", 1)
    exits = ints("exits", "Stakes sold at a price.", 1)
    stakes_written_off = ints("stakes", "Stakes that ended without a sale.", 1)
    stakes_cost = ints("US cent", "What was paid for the stakes that ended.", 1)
    stakes_brought = ints("US cent", "What the stakes that ended have brought.", 1)
    profit_leaving = ints("US cent", "Profit after tax that belongs to owners abroad.", 1)
    recovered = ints("US cent", "What banks get back through the equipment of closed firms.", 1)
    rationed = ints("US cent", "Loans refused because banks lack capital.", 1)
    forgone = ints("US cent", "Value that government forgoes for its preference.", 1)
    anchored = ints("US cent", "What government adds to orders of lead users.", Segment)
    reforms = ints("US cent", "What government pays for reforms of offices and laws.", Reform)
    promotion = ints("US cent", "What government pays for exports.", Promotion)
    exporters_entered = ints("firms", "Firms that entered markets abroad.", 1)
    exporters_left = ints("firms", "Firms that gave up markets abroad.", 1)
    paid_early = ints("US cent", "What it costs the treasury that it pays bills sooner.", 1)
    scholars_dropped = ints("persons", "Scholars abroad whose grant ended with its programme.", 1)
    scandals = ints("events", "Public money seen to be wasted.", 1)
    promises_broken = ints("US cent", "What lost programmes had promised and nobody pays.", 1)
    promises_kept = ints("US cent", "What lost programmes had promised and will be paid.", 1)
    leads = ints("projects", "Projects of parents that considered the cluster, by line.", Line)
    announced = ints("projects", "Projects that chose it, by line.", Line)
    opened = ints("sites", "Sites of multinationals that began, by main line.", Line)
    lines_closed = ints("lines", "Lines of work that parents closed.", Line)
    people_promised = floats("persons", "People promised to investors.", 1)
    people_due = floats("persons", "People promised to investors who fell due.", 1)
    people_delivered = floats("persons", "People of these who came.", 1)
    investor_cost = ints("US cent", "What government spent on investors.", InvestorCare)
    data_bills = ints("US cent", "What data centres pay for data.", 1)
    forgone_to_parents = ints("US cent", "Profit tax that multinationals do not pay.", 1)
    meetings = ints("meetings", "Meetings of two firms.", 1)
    joint_begun = ints("projects", "Joint projects begun.", Project)
    joint_ended = ints("projects", "Joint projects ended.", Project)
    joint_success = ints("projects", "Joint projects that succeeded.", Project)
    joint_helped = ints("projects", "Joint projects to which the facilitator added money.", 1)
    introductions = ints("introductions", "Pairs that the facilitator brought together.", 1)
    facilitator_got = ints("US cent", "Money that the facilitator was given.", 1)
    facilitator_spent = ints("US cent", "Money that the facilitator spent.", Task)
    facilitation_cost = ints("US cent", "What facilitator and initiatives cost the public.", 1)
    pleas = ints("initiatives", "Initiatives that began to plead for money.", Substance)
    initiative_money = ints("US cent", "Money given to initiatives.", Substance)
    breaches = ints("breaches", "Joint successes that a partner kept for itself.", 1)
    poachings = ints("persons", "People who moved from one partner to the other.", 1)
    hours_given = ints("hours", "Time promised to partners, meetings and the facilitator.", 1)
    hours_taken = ints("hours", "Time taken off the work of firms for these.", 1)
    permit_cost = ints("US cent", "What deciding permits cost the government.", 1)
    tax_forgone = ints("US cent", "Profit tax and contributions less than at the rates of 2009.", 1)
    rate_cuts = ints("US cent", "Of it, by lower rates: of profit tax, of contributions.", 2)

    @property
    def value_added(self) -> int:
        """Gross value added of locally owned firms, cents (K17)."""
        bought = self.resale[Kind.SME] + self.inputs[Kind.SME] + self.subcontracted[0]
        return int(np.add.reduce(self.billed) - bought)
