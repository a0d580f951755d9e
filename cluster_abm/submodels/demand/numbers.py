"""Demand: what we assume."""

from cluster_abm.agents.classes import Activity, Niche
from cluster_abm.core.rules import Rules, by, lever, number


class DemandRules(Rules):
    """Tenders, awards, prices, delivery and payment."""

    tender_spread = number(
        1.0,
        unit="log points",
        low=0,
        high=2,
        uncertain=(0.8, 1.6),
        source="assumption: E1 gives 0.8 to 1.6",
        doc="the spread of the value of tenders.",
    )
    shortest_contract = number(
        6,
        unit="months",
        low=1,
        high=60,
        source="assumption: E1, 6 to 24 months",
        doc="the length of the shortest contract.",
    )
    longest_contract = number(
        24,
        unit="months",
        low=1,
        high=120,
        source="assumption: E1, 6 to 24 months",
        doc="the length of the longest contract.",
    )
    renewal = number(
        0.70,
        unit="share of contracts",
        low=0,
        high=1,
        uncertain=(0.4, 0.8),
        source="assumption: incumbents mostly keep what they do well",
        doc="the share of ended contracts that are renewed at the quality and price of 2009, while "
        "the budget holds.",
    )
    tolerated_delay = number(
        3.0,
        unit="months",
        low=0,
        high=60,
        uncertain=(1.0, 6.0),
        catalogue="M78",
        source="assumption: a quarter of a year, in contracts of half a year to two years",
        doc="the work not done when it was due from which a contract stalls, and is no reference.",
    )
    late_projects_ended = number(
        0.25,
        unit="share/month",
        low=0,
        high=1,
        uncertain=(0.05, 0.5),
        catalogue="M78",
        source="assumption: most buyers lose patience within half a year",
        doc="the share of stalled contracts that their buyers end in a month.",
    )
    refused_work = number(
        0.15,
        unit="share of contracts",
        low=0,
        high=1,
        uncertain=(0.0, 0.3),
        catalogue="M78",
        source="assumption: one in seven, half as many within a vendor's trade, as surveys of "
        "software projects name more; 0 is within the prior",
        doc="the share of the work of usual vendors of another trade that does not do what it "
        "should, so that the buyer refuses it.",
    )
    invitations = number(
        4,
        unit="vendors",
        low=1,
        high=20,
        source="assumption: E1, 3 to 5 local vendors",
        doc="the number of local vendors invited to a tender, where there are as many as in 2009.",
    )
    more_vendors = number(
        0.5,
        unit="elasticity",
        low=0,
        high=1,
        uncertain=(0.0, 1.0),
        catalogue="M64",
        source="assumption: between none, and a buyer who hears of every vendor alike",
        doc="how strongly the standing of local vendors raises how many buyers at home invite.",
    )
    more_exporters = number(
        1.0,
        unit="elasticity",
        low=0,
        high=1,
        uncertain=(0.5, 1.0),
        catalogue="M64",
        source="assumption: a small country, each of whose exporters finds buyers of its own",
        doc="how strongly the standing of exporters raises how many of them buyers abroad invite.",
    )
    standing = number(
        0.8,
        unit="exponent",
        low=0,
        high=1,
        uncertain=(0.8, 0.95),
        source="assumption: E1, 0.8 to 0.95",
        doc="how strongly the work in hand brings invitations.",
    )
    unknown_vendor = number(
        18_000,
        unit="US$/month",
        low=0,
        high=1e6,
        source="calibrated: survival of young firms (C10, C11)",
        doc="the work in hand that would bring as many invitations as being new brings.",
    )
    fit = number(
        0.7,
        unit="utility",
        low=0,
        high=5,
        source="assumption: a factor of two in the odds",
        doc="the advantage of a vendor whose activity is what the tender asks for.",
    )
    quality_weight = number(
        3.4,
        unit="utility/log point",
        low=0,
        high=20,
        uncertain=(2.0, 5.0),
        source="derived: 10 % more quality moves a share of 0.45 to 0.53 (E1)",
        doc="how strongly quality wins tenders.",
    )
    price_weight = number(
        4.2,
        unit="utility/log point",
        low=1.5,
        high=30,
        uncertain=(3.4, 8.0),
        source="derived: a mark-up of 27 % over unit cost at full use leaves a tenth of sales "
        "before interest, tax and depreciation; 13 % in the starting books would need 3.4 (E5)",
        doc="how strongly a low price wins tenders.",
    )
    bid_preference = lever(
        0.0,
        unit="utility",
        low=-5,
        high=5,
        who="government",
        agency="finance",
        catalogue="Q49",
        cost="value forgone on government's orders, at the price that is worth as much",
        spends="value_forgone",
        lasting=True,
        source="assumption: no preference in 2009; the share near 30 % is an outcome (Z9)",
        doc="the advantage that government gives to local bidders.",
    )
    intimacy_weight = number(
        0.7,
        unit="utility",
        low=0,
        high=5,
        uncertain=(0.0, 1.4),
        catalogue="M73",
        source="assumption: who works for one segment alone has twice the odds of who knows nobody",
        doc="the advantage of a vendor who knows all of what its customer needs.",
    )
    usual_intimacy = number(
        0.25,
        unit="share",
        low=0,
        high=1,
        source="derived: mean of those whose contracts end in 2009",
        doc="what the vendor of a contract usually knows of its customer.",
    )
    reference_weight = number(
        0.6,
        unit="factor",
        low=0,
        high=10,
        uncertain=(0.0, 2.0),
        catalogue="G6",
        source="assumption: a vendor of whom all buyers have heard is invited half as often again",
        doc="the invitations that references bring, relative to those of a vendor without any.",
    )
    first_buyer = lever(
        0.0,
        unit="factor",
        low=0,
        high=20,
        who="government",
        agency="finance",
        catalogue="I43",
        cost="nothing in money; other vendors get fewer invitations",
        source="assumption: no such rule in 2009",
        doc="how much more often government invites vendors of whom nobody has heard yet.",
    )
    focus_load = number(
        0.8,
        unit="share of capacity",
        low=0,
        high=2,
        source="assumption: with a fifth of its staff idle a firm takes what comes",
        doc="the work in hand from which a firm that focuses bids for its own segment alone.",
    )
    niche_share = by(
        Niche,
        0.25,
        0.1,
        0.15,
        0.2,
        0.3,
        unit="share of tenders",
        low=0,
        high=1,
        source="assumption: by the size of the industries abroad that know Panama",
        doc="the niches from which tenders abroad come.",
    )
    language_weight = number(
        1.0,
        unit="utility",
        low=0,
        high=10,
        uncertain=(0.0, 2.0),
        source="assumption: a firm without English has a third of the odds",
        doc="the disadvantage abroad of a vendor nobody in which speaks English.",
    )
    load_limit = number(
        1.15,
        unit="share of capacity",
        low=0.1,
        high=5,
        source="assumption: firms take on a little more than they can do",
        doc="the work under contract up to which a firm accepts invitations.",
    )
    spare_hours = number(
        6_000,
        unit="US$/month",
        low=0,
        high=1e6,
        uncertain=(4_000, 8_000),
        source="calibrated: newcomers come to ten staff as fast as such firms close, so that the "
        "200 of 2009 rest (K19); two to three people's work",
        doc="the work beyond its capacity that even the smallest firm accepts.",
    )
    months_financed = number(
        4.0,
        unit="months",
        low=0,
        high=24,
        uncertain=(2.0, 6.0),
        catalogue="M102",
        source="assumption: bills of 4.5 payrolls are unpaid in the starting books; a month is "
        "worked before the first is sent, and some suppliers wait",
        doc="the months of cost of new work that a firm must be able to pay before customers do.",
    )
    content_integration = number(
        0.33,
        unit="share of fee",
        low=0,
        high=0.9,
        uncertain=(0.25, 0.5),
        source="derived: goods are 25 % of sales at 30 % own work, starting books",
        doc="the goods and licences bought for resale in integration work.",
    )
    content_own_work = number(
        0.07,
        unit="share of fee",
        low=0,
        high=0.9,
        source="assumption: 5 to 10 %, starting books",
        doc="the goods and licences bought for resale in own work.",
    )
    price_speed = number(
        0.10,
        unit="share/month",
        low=0,
        high=1,
        source="assumption: price lists are yearly",
        doc="how fast a price follows its target.",
    )
    energy_and_data = number(
        69,
        unit="US$/person/month",
        low=0,
        high=1_000,
        catalogue="A16",
        source="derived: 8 m a year for 9,700 workers, starting books",
        doc="the cost of energy and data for each member of staff.",
    )
    resale_usual = number(
        0.25,
        unit="share of sales",
        low=0,
        high=0.9,
        source="derived: 72.6 m of 290 m, starting books",
        doc="the usual share of goods for resale in sales, with which firms reckon.",
    )
    other_services = by(
        Activity,
        0.05,
        0.05,
        0.060,
        0.13,
        0.17,
        unit="share of work",
        low=0,
        high=0.9,
        source="derived: 11 m of the SMEs' work, and sales less GVA of the others",
        doc="the other services bought for each unit of work billed.",
    )
    subcontracting = number(
        0.0483,
        unit="share of sales",
        low=0,
        high=0.5,
        source="derived: 14 m of 290 m, starting books",
        doc="the work that SMEs pass on to each other.",
    )
    supplier_months = number(
        2,
        unit="months",
        low=1,
        high=6,
        source="derived: payables of 12 m, starting books",
        doc="the time after which goods for resale are paid.",
    )
    government_payment_limit = lever(
        180,
        unit="days",
        low=30,
        high=180,
        who="government",
        agency="finance",
        catalogue="A27",
        cost="what the money paid sooner costs the treasury, at treasury_rate",
        spends="early_payment_cost",
        source="assumption: no law limits the days of 2009, which are 100 in the starting books",
        doc="the longest time after which government pays its bills.",
    )
    treasury_rate = number(
        0.06,
        unit="share/year",
        low=0,
        high=0.5,
        uncertain=(0.04, 0.08),
        source="assumption: about what Panama's bonds of long term paid in 2009",
        doc="what money costs the treasury.",
    )
    consumption = number(
        1.0,
        unit="share of money in hand",
        low=0,
        high=1,
        source="assumption: households are not modelled further",
        doc="the part of their money in hand that households spend in a month.",
    )
