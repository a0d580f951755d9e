"""Education: what we assume."""

from cluster_abm.core.rules import Rules, lever, number


class EducationRules(Rules):
    """Seats, drop-out, and what graduates can do."""

    seats_factor = lever(
        1.0,
        unit="factor",
        low=0,
        high=5,
        who="education",
        agency="education",
        budget=True,
        catalogue="I23",
        cost="seat_cost for every month of the course, paid by the government when the seat "
        "is taken, or saved if they are fewer than in 2009",
        spends="seats_paid",
        source="report: instructional capacity of 2009 (A72)",
        doc="the number of seats at home, relative to 2009; as many are taken as are wanted.",
    )
    seat_cost = number(
        150,
        unit="US$/month",
        low=0,
        high=2_000,
        uncertain=(80, 400),
        source="assumption: US$ 1,800 a year, about a quarter of GDP per head in 2009",
        doc="the public cost of a student for a month, paid for seats beyond those of 2009.",
    )
    scholarships_factor = lever(
        1.0,
        unit="factor",
        low=0,
        high=10,
        who="innovation agency",
        agency="senacyt",
        budget=True,
        supports="scholars",
        catalogue="I11",
        cost="scholarship_cost for every scholar abroad, paid by the government each month",
        source="report: 140 scholars abroad in four years (Q12)",
        doc="the number of new scholars sent abroad, relative to 2009.",
    )
    scholarship_cost = number(
        30_000,
        unit="US$/year",
        low=0,
        high=200_000,
        uncertain=(20_000, 50_000),
        source="assumption: fees and keep in the United States or Europe",
        doc="the public cost of a scholar abroad for a year.",
    )
    return_share = number(
        0.85,
        unit="share of scholars",
        low=0,
        high=1,
        uncertain=(0.6, 0.97),
        source="assumption: a duty to return that is mostly kept (A08)",
        doc="the share of scholars who come home when they finish.",
    )
    return_dependence = number(
        0.3,
        unit="share of scholars",
        low=0,
        high=1,
        uncertain=(0.0, 0.6),
        catalogue="M150",
        source="assumption: 0 is within the prior (E13)",
        doc="the part of the scholars who come home only if the programme that sent them lasts.",
    )
    return_duty = number(
        60,
        unit="months",
        low=0,
        high=240,
        uncertain=(24, 120),
        source="assumption: the report says 'an extended period' (A08)",
        doc="the time that a scholar has promised to stay in the country after returning.",
    )
    english_teaching = lever(
        0.0,
        unit="share of students",
        low=0,
        high=1,
        who="education",
        agency="education",
        catalogue="I15",
        cost="english_course_cost for every student on a course, paid when the seat is taken",
        spends="english_paid",
        source="report: graduates speak too little English (M10); no courses beyond those of 2009",
        doc="the share of new students at home who take an added English course.",
    )
    english_course_cost = number(
        900,
        unit="US$",
        low=0,
        high=10_000,
        uncertain=(400, 2_500),
        source="assumption: 300 hours in groups, US$ 3 an hour",
        doc="the public cost of an English course.",
    )
    adult_english = lever(
        0.0,
        unit="persons/year",
        low=0,
        high=100_000,
        who="education",
        agency="education",
        catalogue="I15",
        cost="english_course_cost for every person on a course, paid when the seat is taken",
        spends="adult_english_paid",
        source="assumption: no public courses for people at work in 2009",
        doc="the people of other sectors without English who take a public course.",
    )
    english_yield = number(
        0.5,
        unit="share of students",
        low=0,
        high=1,
        uncertain=(0, 0.8),
        source="assumption: teachers' own English is weak (M11), so half learn it",
        doc="the share of those without English who speak it well after the course.",
    )
    vocational_alignment = lever(
        0.0,
        unit="share of students",
        low=0,
        high=1,
        who="labour ministry",
        agency="labour",
        catalogue="I17",
        cost="alignment_cost for every student trained for the front line, paid at the start",
        spends="alignment_paid",
        source="report: courses are not aligned with what employers ask for (M12)",
        doc="the share of new vocational students whose course follows the posts that are open.",
    )
    alignment_cost = number(
        600,
        unit="US$",
        low=0,
        high=10_000,
        uncertain=(200, 1_500),
        source="assumption: trainers of the employers and a new course, a fifth of its cost",
        doc="the public cost of training one student for the front line.",
    )
    career_campaign = lever(
        0.0,
        unit="US$/month",
        low=0,
        high=1_000_000,
        who="education",
        agency="education",
        budget=True,
        catalogue="I18",
        cost="the budget itself",
        spends="campaign_paid",
        source="report: no campaign for careers in the field in 2009 (M27)",
        doc="the budget for making careers in the field known at schools.",
    )
    campaign_reach = number(
        100_000,
        unit="US$/month",
        low=1,
        high=10_000_000,
        uncertain=(30_000, 300_000),
        source="assumption: US$ 1 a month for each pupil of the last two years",
        doc="the budget of a campaign that reaches 63 % of the pupils.",
    )
    campaign_yield = number(
        0.2,
        unit="share of applicants",
        low=0,
        high=2,
        uncertain=(0, 0.5),
        source="assumption: nobody has measured it, and nil is possible (E15)",
        doc="the added share of applicants when a campaign reaches everybody.",
    )
    applicants_per_seat = number(
        1.5,
        unit="persons",
        low=0,
        high=100,
        uncertain=(1.1, 3),
        source="assumption: capacity and not applicants limited intake in 2009 (A72)",
        doc="the people who want each seat of 2009 at the pay of 2009.",
    )
    applicants_per_scholarship = number(
        3,
        unit="persons",
        low=0,
        high=100,
        uncertain=(1.5, 6),
        source="assumption: one in three applicants is sent abroad",
        doc="the people who want each scholarship of 2009 at the pay of 2009.",
    )
    enrolment_response = number(
        2,
        unit="elasticity",
        low=0,
        high=10,
        uncertain=(0, 4.5),
        source="assumption: from none to the largest that Ryoo and Rosen (2004) find for engineers",
        doc="how applicants follow starting pay here beside pay elsewhere.",
    )
    prospect_memory = number(
        12,
        unit="months",
        low=1,
        high=120,
        uncertain=(6, 36),
        source="assumption: students look at the pay of the last year (Freeman 1976)",
        doc="the time over which applicants average the pay that they have seen.",
    )
    dropout = number(
        0.30,
        unit="share of students",
        low=0,
        high=0.95,
        uncertain=(0.2, 0.5),
        source="assumption: three of ten leave without a degree",
        doc="the share of new students who leave before they graduate.",
    )
    entry_share = number(
        0.60,
        unit="share of graduates",
        low=0,
        high=1,
        uncertain=(0.45, 0.75),
        source="derived: 240 of 400 technical graduates a year enter the field (Q16)",
        doc="the share of graduates who look for work in the cluster.",
    )
    research_factor = lever(
        1.0,
        unit="factor",
        low=0,
        high=100,
        who="innovation agency",
        agency="senacyt",
        budget=True,
        catalogue="I25",
        cost="what universities do more than in 2009, or saved if it is less",
        spends="university_research_paid",
        source="derived: public research of US$ 3.7 m, so that firms do less than half (F03)",
        doc="the research of universities in the field, relative to 2009.",
    )
    liaison_budget = lever(
        0.0,
        unit="US$/year",
        low=0,
        high=100_000_000,
        who="innovation agency",
        agency="senacyt",
        budget=True,
        catalogue="I64",
        cost="the budget itself",
        spends="liaison_paid",
        source="report: neither liaison offices nor leave for researchers in 2009 (I64)",
        doc="the budget for offices that seek a use for research, and for leave of researchers who "
        "found firms.",
    )
    liaison_half = number(
        200_000,
        unit="US$/year",
        low=1,
        high=100_000_000,
        uncertain=(50_000, 1_000_000),
        catalogue="I64",
        source="assumption: an office of three at each of two universities, and leave for two",
        doc="the budget of liaison offices and leave that finds half of what would be overlooked.",
    )
    unaided_share = number(
        0.5,
        unit="share of research",
        low=0,
        high=1,
        uncertain=(0.2, 1.0),
        catalogue="I64",
        source="assumption: half of what an office would find is found without one; 1, where "
        "offices do nothing, is within the prior",
        doc="the part of research whose use is known where there are no offices and no leave.",
    )
    findings_fade = number(
        0.04,
        unit="share/month",
        low=0,
        high=1,
        catalogue="M118",
        source="assumption: as ideas of firms, worth something for two years",
        doc="the part of what research found that is worth nothing any more after a month.",
    )
    ability_sd = number(
        0.15,
        unit="log points",
        low=0,
        high=1,
        uncertain=(0.05, 0.3),
        source="assumption: small beside the spread of pay within an occupation",
        doc="the standard deviation of ability among graduates.",
    )
    novice_ability = number(
        0.85,
        unit="efficiency units",
        low=0.2,
        high=1.5,
        uncertain=(0.7, 0.95),
        source="assumption: weak English and a mismatch of skills at first (M10, M12)",
        doc="the mean work of a graduate, relative to somebody with experience.",
    )
