"""Facilitation: what we assume."""

from cluster_abm.core.rules import Rules, lever, number


class FacilitationRules(Rules):
    """The facilitator, its members, and those who only plead for money."""

    # The facilitator's money

    facilitator_budget = lever(
        0.0,
        unit="US$/year", low=0, high=100000000.0,
        who="government", agency="commerce", budget=True,
        catalogue="I91", spends="facilitator_public",
        source="report: no facilitator in 2009; 0.75 m in its first year, then 3 to 5 m a year "
        "(Q78, Q79)",
        doc="the public money for a cluster facilitation group.",
    )  # fmt: skip
    private_match = lever(
        0.0,
        unit="share of budget", low=0, high=1,
        who="government", agency="commerce", catalogue="I122",
        source="assumption: none unless a policy asks for it",
        doc="the part of the public money that is paid only as far as members' dues match it.",
    )  # fmt: skip
    member_dues = lever(
        2_000,
        unit="US$/year", low=0, high=1000000.0,
        who="facilitator", catalogue="I91",
        source="assumption: about what a trade association asks for",
        doc="what a firm pays a year to be a member.",
    )  # fmt: skip
    funding_strictness = lever(
        0.0,
        unit="share of budget", low=0, high=1,
        who="government", agency="commerce", catalogue="I92",
        source="assumption: unconditional unless a policy asks for progress",
        doc="the part of next year's money that is lost where no milestone was met.",
    )  # fmt: skip
    independence = lever(
        1.0,
        unit="share", low=0, high=1,
        who="facilitator", catalogue="I90",
        source="assumption: as the report asks for; 0 is a group that one interest runs",
        doc="how far the facilitator is free of dominant interests.",
    )  # fmt: skip
    # What it spends it on

    effort_on_introductions = lever(
        0.3,
        unit="weight", low=0, high=100,
        who="facilitator", catalogue="I87",
        source="assumption: a third of what it does",
        doc="the weight of introductions in what the facilitator spends.",
    )  # fmt: skip
    effort_on_projects = lever(
        0.25,
        unit="weight", low=0, high=100,
        who="facilitator", catalogue="I101",
        source="assumption: a quarter of what it does",
        doc="the weight of members' joint work in what the facilitator spends.",
    )  # fmt: skip
    effort_on_mentors = lever(
        0.15,
        unit="weight", low=0, high=100,
        who="facilitator", catalogue="I95",
        source="assumption: a seventh of what it does",
        doc="the weight of mentors in what the facilitator spends.",
    )  # fmt: skip
    effort_on_forums = lever(
        0.15,
        unit="weight", low=0, high=100,
        who="facilitator", catalogue="I94",
        source="assumption: a seventh of what it does",
        doc="the weight of forums of buyers and vendors in what the facilitator spends.",
    )  # fmt: skip
    effort_on_advocacy = lever(
        0.15,
        unit="weight", low=0, high=100,
        who="facilitator", catalogue="I97",
        source="assumption: a seventh of what it does",
        doc="the weight of work with officials in what the facilitator spends.",
    )  # fmt: skip
    facilitator_overhead = number(
        0.2,
        unit="share of spending", low=0, high=1,
        source="assumption: office, accounts, yearly report",
        doc="the part of its spending that runs the facilitator itself.",
    )  # fmt: skip
    setup_months = number(
        7,
        unit="months", low=0, high=60,
        uncertain=(6.0, 8.0), catalogue="Q77",
        source="report: 6 to 8 months",
        doc="the time in which the facilitator is set up and does nothing else.",
    )  # fmt: skip
    facilitator_hour = number(
        30,
        unit="US$/hour", low=1, high=1000,
        source="assumption: a manager of a multinational, with contributions",
        doc="what an hour of the facilitator's staff costs.",
    )  # fmt: skip
    introduction_hours = number(
        40,
        unit="hours", low=1, high=1000,
        source="assumption: a week of somebody who knows both",
        doc="the time that one introduction takes.",
    )  # fmt: skip
    pairs_known = number(
        5,
        unit="pairs", low=1, high=100,
        source="assumption: it has a handful in mind",
        doc="the pairs among which the facilitator looks for the best.",
    )  # fmt: skip
    error_of_fit = number(
        0.3,
        unit="share", low=0, high=10,
        uncertain=(0.0, 0.6),
        source="assumption: a third of the range of complementarity",
        doc="the spread of its error about how well two firms fit.",
    )  # fmt: skip
    help_with_cost = number(
        0.5,
        unit="share of cost", low=0, high=1,
        catalogue="I101",
        source="assumption: half",
        doc="the part of the cost of members' joint work that the facilitator pays.",
    )  # fmt: skip
    mentor_pay = number(
        40,
        unit="US$/hour", low=1, high=1000,
        catalogue="I95",
        source="assumption: a retired manager",
        doc="what an hour of a mentor costs the facilitator.",
    )  # fmt: skip
    forum_seat_cost = number(
        1_500,
        unit="US$/seat", low=1, high=1000000.0,
        catalogue="I94",
        source="assumption: a tenth of a two-day event with twenty on each side",
        doc="what a seat at a forum of buyers and vendors costs the facilitator.",
    )  # fmt: skip
    standing_by_seat = number(
        0.02,
        unit="factor", low=0, high=10,
        uncertain=(0.0, 0.04), catalogue="M75",
        source="assumption: 0 is within the prior",
        doc="what a seat at a forum adds to the weight of a firm with buyers.",
    )  # fmt: skip
    # Members

    money_an_hour = number(
        450,
        unit="US$/hour", low=0, high=1e9,
        uncertain=(150.0, 900.0), catalogue="M144",
        source="derived: 4 m a year keep the hours of a hundred members busy (Q79)",
        doc="what the facilitator can spend well for each hour that members give.",
    )  # fmt: skip
    may_carry_over = number(
        0.5,
        unit="share of budget", low=0, high=100,
        catalogue="I92",
        source="assumption: half a year's money, as it is set up for seven months",
        doc="the part of a yearly budget that the facilitator may keep unspent.",
    )  # fmt: skip
    member_hours = number(
        4,
        unit="hours/month", low=0, high=1000,
        catalogue="M144",
        source="assumption: half a day",
        doc="the time that a member gives.",
    )  # fmt: skip
    council_seats = number(
        15,
        unit="firms", low=0, high=1000,
        catalogue="Q76",
        source="report: at most 15",
        doc="the members who sit on the council.",
    )  # fmt: skip
    council_hours = number(
        12,
        unit="hours/month", low=0, high=1000,
        catalogue="M144",
        source="assumption: a day and a half",
        doc="the time that a member of the council gives beyond that.",
    )  # fmt: skip
    hoped_worth = number(
        0.1,
        unit="US$/US$", low=0, high=10,
        uncertain=(0.0, 0.2), catalogue="M131",
        source="assumption: 0 is within the prior",
        doc="what firms believe a dollar spent for members is worth to a member.",
    )  # fmt: skip
    hope_spread = number(
        1.0,
        unit="log points", low=0, high=3,
        source="assumption: some believe in it, others do not",
        doc="the spread of that belief between firms.",
    )  # fmt: skip
    leaders = number(
        0.03,
        unit="share of firms", low=0, high=1,
        uncertain=(0.0, 0.10), catalogue="M129",
        source="assumption: half a dozen owners in the cluster of 2009; nobody is within the prior",
        doc="the firms whose owner is a member for its own sake, and moves others.",
    )  # fmt: skip
    pull_of_leaders = number(
        0.5,
        unit="factor", low=0, high=10,
        uncertain=(0.0, 1.5), catalogue="M129",
        source="assumption: the first leader raises the hopes of others by a quarter",
        doc="how much many leaders among the members raise what others hope for.",
    )  # fmt: skip
    leader_hours = number(
        4,
        unit="hours/month", low=0, high=160,
        uncertain=(0, 8), catalogue="M129",
        source="assumption: half a day a month; the report names obstacles removed (lines 2578 to "
        "2583) and no hours; 0 is within the prior",
        doc="the time that each member who leads spends with officials to remove obstacles.",
    )  # fmt: skip
    # Initiatives that plead for money

    initiative_fund = lever(
        0.0,
        unit="US$/year", low=0, high=100000000.0,
        who="government", agency="commerce", budget=True,
        catalogue="M155", spends="initiative_money",
        source="report: no public money for cluster initiatives in 2009",
        doc="the public money for initiatives of two or more firms.",
    )  # fmt: skip
    initiative_size = lever(
        40_000,
        unit="US$", low=1000, high=10000000.0,
        who="government", agency="commerce", catalogue="M155",
        source="assumption: less than a grant",
        doc="what one initiative is given.",
    )  # fmt: skip
    screening_accuracy = lever(
        1.0,
        unit="standard deviations", low=0, high=10,
        who="government", agency="commerce", catalogue="I113",
        source="assumption: of ten imagined initiatives three pass, and of ten real ones three "
        "are refused",
        doc="how far apart the scores of real and of imagined initiatives are.",
    )  # fmt: skip
    screening_cost = number(
        400,
        unit="US$/standard deviation", low=0, high=1000000.0,
        catalogue="I113",
        source="assumption: two days of an expert",
        doc="what it costs to screen an initiative, for each standard deviation of accuracy.",
    )  # fmt: skip
    screening_months = number(
        3,
        unit="months", low=0, high=60,
        catalogue="I113",
        source="assumption: as long as a call for grants",
        doc="the time that screening takes.",
    )  # fmt: skip
    opportunists = number(
        40,
        unit="groups", low=0, high=10000,
        uncertain=(0.0, 80.0), catalogue="A68",
        source="assumption: 0 is within the prior",
        doc="the groups that could plead for money without any commercial substance.",
    )  # fmt: skip
    pleading_cost = number(
        4_000,
        unit="US$", low=0, high=1000000.0,
        catalogue="M155",
        source="assumption: a month of a manager and his assistant",
        doc="the mean cost of pleading for an initiative.",
    )  # fmt: skip
    pleading_spread = number(
        1.0,
        unit="log points", low=0, high=3,
        catalogue="M155",
        source="assumption: as for proposals for grants",
        doc="the spread of the cost of pleading.",
    )  # fmt: skip
    least_substance = number(
        0.3,
        unit="share", low=0, high=1,
        catalogue="M136",
        source="assumption: a third of full complementarity, weighted with trust",
        doc="the complementarity, times trust, from which an initiative of two firms is real.",
    )  # fmt: skip
    first_chance = number(
        0.5,
        unit="probability", low=0.001, high=1,
        source="assumption: even odds before anybody has tried",
        doc="the chance of approval that pleaders expect at first.",
    )  # fmt: skip
    memory_of_pleas = number(
        20,
        unit="pleas", low=0.1, high=1000000.0,
        source="assumption: twenty decisions weigh as much as what was believed",
        doc="the decisions that weigh as much as what pleaders believed.",
    )  # fmt: skip
    waste_and_money = number(
        1.0,
        unit="share", low=0, high=10,
        uncertain=(0.0, 2.0), catalogue="M161",
        source="assumption: 0, where nobody reads the results, is within the prior",
        doc="the part of the money for initiatives that is withheld, relative to the part of past "
        "awards known to be wasted.",
    )  # fmt: skip
    memory_of_awards = number(
        20,
        unit="awards", low=0.1, high=1000000.0,
        source="assumption: as many awards as pleaders remember pleas",
        doc="the awards that weigh as much as what is known of past waste.",
    )  # fmt: skip
