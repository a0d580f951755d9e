"""Investment: what we assume."""

from cluster_abm.agents.classes import Line
from cluster_abm.core.rules import Rules, by, law, lever, number


class InvestmentRules(Rules):
    """Parents' work, rival sites, promises to investors."""

    site_elasticity = number(
        2.0,
        unit="elasticity",
        low=0,
        high=10,
        uncertain=(0.0, 4.0),
        catalogue="M02",
        source="assumption: 0, where parents do not compare, is within the prior (E6)",
        doc="how strongly parents' posts follow the value of a site.",
    )
    site_speed = number(
        0.15, unit="share/quarter", low=0, high=1, uncertain=(0.06, 0.30),
        source="assumption: half of a change of plan takes a year",
        doc="the part of the gap between planned and wanted posts that closes in a quarter.",
    )  # fmt: skip
    largest_plan = number(
        2.0,
        unit="factor",
        low=1,
        high=10,
        source="assumption: beyond, a new agreement is needed",
        doc="the largest plan relative to the posts agreed.",
    )
    parents_growth = lever(
        0.0,
        unit="share/year",
        low=-0.5,
        high=0.5,
        who="parents",
        uncertain=(-0.05, 0.05),
        source="assumption: parents grow as customers here do (market_growth)",
        doc="the yearly growth of the work that parents have at all their sites, beyond that of "
        "customers here.",
    )
    parents_memory = number(
        0.86,
        unit="share/quarter",
        low=0,
        high=0.999,
        uncertain=(0.73, 0.94),
        source="assumption: as for customers at home",
        doc="the part of a parent's luck with its customers that is left after a quarter.",
    )
    parents_spread = number(
        0.05,
        unit="log points",
        low=0,
        high=0.5,
        uncertain=(0.0, 0.10),
        source="assumption: contracts of contact centres come and go",
        doc="the spread of a parent's luck with its customers, by line of work.",
    )
    rivals_pay_growth = lever(
        0.0,
        unit="share/year",
        low=-0.1,
        high=0.1,
        who="rivals",
        uncertain=(-0.01, 0.03),
        catalogue="A95",
        source="assumption: real pay there stays where it is, as outside the cluster here",
        doc="the yearly growth of the cost of a post at rival sites.",
    )
    rivals_quality_growth = lever(
        0.0,
        unit="share/year",
        low=-0.1,
        high=0.1,
        who="rivals",
        uncertain=(-0.01, 0.02),
        catalogue="A95",
        source="assumption: quality there stays where it is, relative to the trade",
        doc="the yearly growth of the quality of work at rival sites.",
    )
    rivals_reaction = lever(
        0.0,
        unit="share of incentive",
        low=0,
        high=1,
        who="rivals",
        uncertain=(0.0, 1.0),
        catalogue="M41",
        source="assumption: rivals stand still; 1 is a rival who matches every cent",
        doc="the part of the incentive for a post here that rivals give as well.",
    )
    rivals_memory = number(
        0.94,
        unit="share/quarter",
        low=0,
        high=0.999,
        source="assumption: exchange rates and politics turn within years",
        doc="the part of a rival's luck that is left after a quarter.",
    )
    rivals_spread = number(
        0.05,
        unit="log points",
        low=0,
        high=0.5,
        uncertain=(0.0, 0.10),
        source="assumption: real exchange rates move by about a twentieth",
        doc="the spread of the luck of a rival's site.",
    )
    # what parents see
    sight_memory = number(
        0.917, unit="share/month", low=0, high=0.99,
        source="assumption: parents look at about a year",
        doc="the part of what parents saw of filling posts that counts after a month.",
    )  # fmt: skip
    weight_of_local_posts = number(
        0.1,
        unit="share",
        low=0.001,
        high=1,
        source="assumption: parents learn from each other, and a little from local firms",
        doc="the weight of local firms' open posts in what parents see.",
    )
    months_to_staff = number(
        12, unit="months", low=1, high=60,
        source="report: the anchor hires 400 to 500 a year (Q24)",
        doc="the time over which a parent means to hire the staff of a new site.",
    )  # fmt: skip
    # retreat
    retreat_below = number(
        0.4, unit="share of posts", low=0, high=1, uncertain=(0.2, 0.6),
        source="assumption: a line that shrinks this far is not worth its managers (C28)",
        doc="the wanted part of the posts agreed below which a parent closes a line of work.",
    )  # fmt: skip
    reinvested = number(
        0.5, unit="share of posts", low=0, high=1, uncertain=(0.0, 1.0),
        source="assumption: a line closed is in part replaced by another (C28)",
        doc="the part of a closed line's posts that a parent plans anew in its best other line.",
    )  # fmt: skip
    loss_patience = number(
        24, unit="months", low=0, high=1_200, uncertain=(12, 60), catalogue="A18",
        source="assumption: parents let a site lose money for two years",
        doc="the months of loss in a row after which a parent no longer enlarges a site.",
    )  # fmt: skip
    loss_borne = number(
        0.05, unit="share of sales", low=0, high=10, uncertain=(0.0, 0.20), catalogue="C28",
        source="assumption: a small loss is the price of being near customers",
        doc="the loss of a year beyond which a parent that has lost patience closes lines of work.",
    )  # fmt: skip
    # new projects
    projects_wave = lever(
        1.0,
        unit="factor",
        low=0,
        high=100,
        who="parents",
        uncertain=(0.5, 2.0),
        catalogue="A19",
        source="derived: 1 is the scenario's number of projects",
        doc="the projects of parents that look for a site, relative to the scenario's.",
    )
    project_lines = by(
        Line, 0.372, 0.279, 0.205, 0.074, 0.07, unit="share of projects", low=0, high=1,
        source="assumption: most projects are of labour-intensive services",
        doc="the lines of work of new projects.",
    )  # fmt: skip
    project_size = by(
        Line, 150, 80, 40, 15, 30, unit="posts", low=1, high=5_000,
        source="assumption: contact centres of 2009 have 175 posts, headquarters 60; data centres "
        "need few people (A21)",
        doc="the mean size of a new project of each line.",
    )  # fmt: skip
    data_price = lever(
        3.0, unit="times that of peers", low=0.5, high=10, who="government", agency="commerce",
        uncertain=(2.0, 4.0), catalogue="Q62",
        cost="nothing public; telephone companies earn less",
        source="report: a basket of internet services costs three times the average of peers",
        doc="what data transmission costs data centres here (I40).",
    )  # fmt: skip
    data_per_post = number(
        1_500, unit="US$/post/month", low=0, high=100_000, uncertain=(0, 3_000), catalogue="M50",
        source="assumption: at the price of peers as much as the people; 0 is within the prior",
        doc="the data that a post of a data centre sends, at the price of peers.",
    )  # fmt: skip
    project_spread = number(
        0.8, unit="log points", low=0, high=2,
        source="assumption: the second call centre of the report has 100 to 5,000 (Q25, Q26)",
        doc="the spread of the size of new projects.",
    )  # fmt: skip
    split_cost = number(
        0.1, unit="share of cost/log point", low=0, high=5, uncertain=(0.0, 0.2), catalogue="M42",
        source="assumption: two sites need two managements; 0 is within the prior",
        doc="what a project e times as large as the largest building costs more.",
    )  # fmt: skip
    platform_weeks = number(
        8, unit="weeks of pay", low=0, high=104, uncertain=(0.0, 17.0), catalogue="M42",
        source="assumption: as much as firms in Germany pay to hire and adapt somebody (Muehlemann "
        "and Pfeifer 2016), 17 at most (Blatter and others 2012); 0 is within the prior",
        doc="the weeks of pay that a parent loses on somebody who learns its platforms.",
    )  # fmt: skip
    first_wave = number(
        0.3, unit="share of posts", low=0.01, high=1,
        source="assumption: sites open with a first team",
        doc="the part of the posts agreed with which a site opens.",
    )  # fmt: skip
    site_premium = number(
        1.12,
        unit="factor",
        low=0,
        high=3,
        catalogue="M01",
        source="assumption: multinationals pay 10 to 30 % more than local firms, starting books; "
        "contact centres pay the front line more than local firms do",
        doc="the pay relative to other firms here at new sites other than contact centres.",
    )
    site_capital = number(
        3,
        unit="months",
        low=0,
        high=36,
        source="assumption: as for local firms, rounded up",
        doc="the months of work of its first team with which a parent funds a new site.",
    )
    months_to_open = number(
        12,
        unit="months",
        low=0,
        high=120,
        uncertain=(6, 24),
        catalogue="M39",
        source="assumption: many offices and no single window",
        doc="the time from the choice of a site to its opening without a single window.",
    )
    # government and investors
    one_window_budget = lever(
        0.0,
        unit="US$/year",
        low=0,
        high=20e6,
        who="government",
        agency="commerce",
        budget=True,
        catalogue="I34",
        cost="paid every month",
        spends="one_window_cost",
        source="assumption: there is no single window in 2009",
        doc="what government spends on one window for investors.",
    )
    one_window_half = number(
        500_000,
        unit="US$/year",
        low=1_000,
        high=20e6,
        uncertain=(250_000, 2e6),
        source="assumption: an office of twenty",
        doc="the budget of one window that halves the time to open.",
    )
    courting_budget = lever(
        0.0,
        unit="US$/year",
        low=0,
        high=50e6,
        who="government",
        agency="commerce",
        budget=True,
        catalogue="I38",
        cost="paid every month",
        spends="courting_cost",
        source="assumption: what government spends beyond 2009",
        doc="what government spends on winning the attention of parents.",
    )
    lead_cost = number(
        250_000, unit="US$/project", low=1_000, high=10e6, uncertain=(100_000, 1e6),
        catalogue="M43", source="assumption: no figure in the report",
        doc="the courting after which a first project more considers the cluster.",
    )  # fmt: skip
    projects_to_court = number(
        40, unit="projects/year", low=1, high=10_000, uncertain=(10, 100),
        source="assumption: ten times those that look at a small country unasked",
        doc="the projects more that no courting exceeds.",
    )  # fmt: skip
    contact_admission = lever(
        1.0,
        unit="share of projects",
        low=0,
        high=1,
        who="government",
        agency="commerce",
        catalogue="I35",
        cost="none",
        source="assumption: everybody is let in in 2009",
        doc="the part of new projects of contact centres that government lets in.",
    )
    promised_share = lever(
        0.0,
        unit="share of posts",
        low=0,
        high=1,
        who="government",
        agency="commerce",
        supports="sites",
        catalogue="M36",
        cost="none; keeping the promise costs investor_seat_budget",
        source="assumption: 0 is a promise of nothing beyond the market",
        doc="the part of a new project's posts that the market leaves open for which government "
        "promises people.",
    )
    promise_cap = lever(
        100_000.0,
        unit="persons/year",
        low=0,
        high=100_000,
        who="government",
        agency="commerce",
        catalogue="I32",
        cost="none",
        source="assumption: there is no limit in 2009",
        doc="the largest number of people that government promises to investors in a year.",
    )
    promise_term = number(
        18,
        unit="months",
        low=12,
        high=48,
        source="assumption: six months after the usual opening",
        doc="the time after which people promised to an investor are due.",
    )
    investor_seat_budget = lever(
        0.0,
        unit="US$/year",
        low=0,
        high=50e6,
        who="government",
        agency="commerce",
        supports="sites",
        budget=True,
        catalogue="I32",
        cost="paid for every person trained",
        spends="seats_cost",
        source="assumption: no such seats in 2009",
        doc="what government may spend on training the people it promised to investors.",
    )
    investor_seat_cost = number(
        1_500,
        unit="US$/person",
        low=0,
        high=50_000,
        uncertain=(500, 4_000),
        source="assumption: half a year of English and service skills",
        doc="the cost of training one person for an investor.",
    )
    reputation_2009 = number(
        0.6,
        unit="share",
        low=0,
        high=1,
        uncertain=(0.3, 0.9),
        catalogue="M37",
        source="assumption: the report names broken promises and no figure",
        doc="the part of its promises that government had kept before 2009, as parents remember.",
    )
    promises_of_2009 = number(
        200,
        unit="persons",
        low=1,
        high=100_000,
        uncertain=(50, 1_000),
        source="assumption: the promises to one larger investor",
        doc="the people promised before 2009 that parents remember.",
    )
    reputation_memory = number(
        0.97,
        unit="share/month",
        low=0,
        high=1,
        uncertain=(0.93, 0.99),
        catalogue="M37",
        source="assumption: half of a promise is forgotten after two years (ID5)",
        doc="the part of promises, kept and broken, that parents remember after a month.",
    )
    investor_tax_relief = law(
        0.0,
        unit="share of profit tax",
        low=0,
        high=1,
        who="government",
        agency="finance",
        catalogue="I39",
        cost="tax forgone",
        spends="investor_tax_waived",
        source="assumption: no incentive beyond the zones and the headquarters regime of 2009",
        doc="the part of profit tax that government waives for multinationals.",
    )
    parents_training = lever(
        0.0,
        unit="share of payroll",
        low=0,
        high=0.2,
        who="parents",
        catalogue="A18",
        cost="paid by the parents on pay day",
        source="assumption: what the ability of January 2009 does not contain already",
        doc="the courses that parents would give their staff here if nobody left.",
    )
    training_subsidy = law(
        0.0,
        unit="share of courses",
        low=0,
        high=1,
        who="government",
        agency="labour",
        catalogue="I22",
        cost="paid on pay day",
        spends="training_subsidy_cost",
        source="assumption: no subsidy in 2009",
        doc="the part of the courses of multinationals that government pays.",
    )
    subsidy_response = number(
        0.05,
        unit="share of payroll",
        low=0,
        high=0.2,
        uncertain=(0.0, 0.10),
        catalogue="I22",
        source="assumption: 0, where a subsidy only replaces what parents pay, is in the prior",
        doc="the courses that a full subsidy adds where nobody leaves.",
    )
    training_horizon = number(
        24,
        unit="months",
        low=0,
        high=240,
        uncertain=(12, 60),
        catalogue="M07",
        source="assumption: a course in service skills pays within two years",
        doc="the time over which a course pays for the firm that gives it.",
    )
