"""Venture: what we assume."""

from cluster_abm.core.rules import Rules, lever, number


class VentureRules(Rules):
    """Angels, venture funds, and the market in which they sell."""

    angel_ticket = number(
        40_000,
        unit="US$",
        low=1_000,
        high=1e7,
        source="assumption: three deals of 40,000 a year, starting books",
        doc="what an angel pays into a firm.",
    )
    fund_ticket = number(
        200_000,
        unit="US$",
        low=1_000,
        high=1e8,
        source="assumption: none or one deal of 200,000 a year, starting books",
        doc="what a fund pays into a firm in two stages.",
    )
    first_stage = number(
        0.5,
        unit="share of ticket",
        low=0.01,
        high=1,
        source="assumption: half, and the rest once it is spent",
        doc="the part of a fund's money that comes first.",
    )
    angel_age = number(
        60,
        unit="months",
        low=0,
        high=600,
        source="assumption: angels back young firms",
        doc="the age up to which angels look at a firm.",
    )
    fund_age = number(
        144,
        unit="months",
        low=0,
        high=600,
        source="assumption: funds back firms that have shown something",
        doc="the age up to which funds look at a firm.",
    )
    prospects = number(
        3,
        unit="firms/month",
        low=0,
        high=1_000,
        uncertain=(1, 6),
        source="assumption: an investor looks at one firm in ten days",
        doc="the number of firms at which an investor looks in a month.",
    )
    search_months = number(
        3,
        unit="months",
        low=1,
        high=12,
        source="assumption: an investor decides once a quarter",
        doc="the time from one decision of an investor to the next.",
    )
    prior_precision = number(
        1.0,
        unit="1/variance",
        low=0.01,
        high=100,
        source="derived: values of projects are spread by one standard deviation",
        doc="the precision of what investors believe of a firm that they do not know.",
    )
    diligence_precision = number(
        1.0,
        unit="1/variance",
        low=0,
        high=100,
        uncertain=(0.2, 3.0),
        catalogue="M109",
        source="assumption: as much as all other firms together tell",
        doc="the precision of what an investor finds out by looking at a firm.",
    )
    award_precision = number(
        0.4,
        unit="1/variance",
        low=0,
        high=100,
        catalogue="M105",
        source="derived: errors of reviewers of 1.5 and presentation of 0.5 standard deviations",
        doc="the precision of what the score of a grant tells investors.",
    )
    prototype_precision = number(
        0.3,
        unit="1/variance",
        low=0,
        high=100,
        uncertain=(0.0, 0.6),
        source="assumption: 0 is within the prior",
        doc="the precision of what a product of its own tells investors about a firm.",
    )
    tie_precision = number(
        0.3,
        unit="1/variance",
        low=0,
        high=100,
        uncertain=(0.0, 0.6),
        catalogue="M108",
        source="assumption: 0 is within the prior",
        doc="the precision of what an investor with a stake in the same zone hears of a firm.",
    )
    progress_precision = number(
        0.5,
        unit="1/variance",
        low=0,
        high=100,
        uncertain=(0.0, 1.0),
        source="assumption: 0 is within the prior",
        doc="the precision of what the innovations of a firm tell the fund that holds a stake.",
    )
    usual_progress = number(
        0.1,
        unit="innovations/month",
        low=0.001,
        high=10,
        source="assumption: one in ten months, as of a usual firm that does research",
        doc="the innovations that a project of usual value is expected to bring.",
    )
    growth_of_value = number(
        0.5,
        unit="log points/standard deviation",
        low=0,
        high=5,
        uncertain=(0.0, 1.0),
        source="assumption: 0 is within the prior",
        doc="how much more own work investors expect of a firm whose project is worth more.",
    )
    profit_multiple = number(
        4.0,
        unit="years of profit",
        low=0,
        high=50,
        uncertain=(2.0, 6.0),
        source="assumption: prices of small firms that earn money",
        doc="the value that founders see in their firm at least, relative to profit of a year.",
    )
    first_sales = number(
        230_000,
        unit="US$/year",
        low=0,
        high=1e8,
        uncertain=(60_000, 300_000),
        source="assumption: own work of a firm of about fifteen people",
        doc="the own work that a backed firm is expected to sell at least when it is sold.",
    )
    sales_multiple = number(
        2.5,
        unit="years of own work",
        low=0,
        high=50,
        uncertain=(1.0, 5.0),
        source="assumption: prices of young software firms",
        doc="what acquirers pay in a market where many trade, relative to own work of a year.",
    )
    angel_return = number(
        1.1,
        unit="factor",
        low=1,
        high=100,
        source="calibrated: about three deals a year, starting books",
        doc="the multiple of their money that angels ask to expect.",
    )
    fund_return = number(
        2.0,
        unit="factor",
        low=1,
        high=100,
        source="assumption: an eighth a year over six years",
        doc="the multiple of their money that funds ask to expect.",
    )
    largest_share = number(
        0.4,
        unit="share of firm",
        low=0.01,
        high=0.95,
        source="assumption: founders keep the majority",
        doc="the largest part of a firm that an investor may buy.",
    )
    foreign_buyers = number(
        1.0,
        unit="exits",
        low=0,
        high=1_000,
        source="assumption: a few multinationals buy anywhere",
        doc="the exits of late years that acquirers abroad are worth to the market.",
    )
    junior_exchange = lever(
        0.0,
        unit="exits",
        low=0,
        high=1_000,
        who="government",
        agency="finance",
        catalogue="I54",
        cost="paid every month",
        spends="exchange_paid",
        source="report: a junior exchange is proposed (A86)",
        doc="the exits of late years that traders of new listings are worth to the market.",
    )
    exchange_cost = number(
        50_000,
        unit="US$/exit/year",
        low=0,
        high=10e6,
        uncertain=(10_000, 150_000),
        catalogue="I54",
        source="assumption: at 20, an office of ten and the fees of twenty listings",
        doc="what government pays in a year for each exit that a junior exchange is worth.",
    )
    critical_mass = number(
        8.0,
        unit="exits",
        low=0.01,
        high=1_000,
        uncertain=(4.0, 16.0),
        catalogue="M103",
        source="assumption: three exits a year make half a market",
        doc="the exits of late years with which half of those who want to sell find a buyer.",
    )
    exit_memory = number(
        36,
        unit="months",
        low=1,
        high=600,
        source="assumption: three years",
        doc="the time over which traders remember an exit.",
    )
    holding_months = number(
        48,
        unit="months",
        low=0,
        high=600,
        source="assumption: nobody buys before there is something to see",
        doc="the time for which an investor holds a stake at least.",
    )
    holding_term = number(
        120,
        unit="months",
        low=1,
        high=600,
        source="assumption: funds last ten years",
        doc="the time after which a fund takes any price.",
    )
    offers_a_year = number(
        1.0,
        unit="offers/year",
        low=0,
        high=12,
        source="assumption: one where many trade",
        doc="the offers for a stake in a market where many trade.",
    )
    buyers_abroad = number(
        0.5,
        unit="probability",
        low=0,
        high=1,
        source="assumption: half of them",
        doc="the chance that an acquirer is at home abroad.",
    )
    angel_wealth = number(
        3.0,
        unit="years of money",
        low=1,
        high=100,
        source="assumption: what an angel cannot place in three years goes elsewhere",
        doc="the money that investors keep in hand at most, relative to what they bring a year.",
    )
    venture_money = lever(
        1.0,
        unit="factor",
        low=0,
        high=1_000,
        who="investors",
        source="derived: the money of the scenario",
        doc="the money that investors bring a year, relative to the scenario.",
    )
    seed_fund = lever(
        0.0,
        unit="US$/year",
        low=0,
        high=1e9,
        who="government",
        agency="finance",
        budget=True,
        catalogue="I58",
        cost="what is placed of the budget, less what public stakes bring when they are sold",
        spends="seed_fund_paid",
        source="report: no cluster seed fund in 2009 (A89)",
        doc="the public money that goes into venture funds.",
    )
    payrolls_kept = number(
        2.0,
        unit="months of labour cost",
        low=0,
        high=24,
        source="assumption: as for research (E3)",
        doc="the money that a firm keeps before it thinks that it has enough for research.",
    )
    project_months = number(
        18,
        unit="months",
        low=1,
        high=120,
        source="assumption: as for a grant",
        doc="the time over which a firm spends an investor's money on its project.",
    )
    progress_response = number(
        0.25,
        unit="log points/standard deviation",
        low=0.01,
        high=5,
        source="assumption: as strongly as projects yield by value",
        doc="how strongly investors read the value of a project from its innovations.",
    )
