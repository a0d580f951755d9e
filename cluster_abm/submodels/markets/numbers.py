"""Markets: what we assume."""

from cluster_abm.agents.classes import Niche, Segment
from cluster_abm.core.rules import Rules, by, lever, number


class MarketRules(Rules):
    """What is remembered of customers, focus, lead users, and the way abroad."""

    experience_life = number(
        36,
        unit="months",
        low=1,
        high=240,
        uncertain=(18, 60),
        catalogue="M73",
        source="assumption: people change posts every three years",
        doc="the time for which work done for a customer is of use.",
    )
    experience_half = number(
        30_000,
        unit="US$",
        low=1,
        high=1e6,
        uncertain=(10_000, 90_000),
        catalogue="M73",
        source="assumption: the work of a person-year",
        doc="the work for one buyer alone after which half of its needs are known.",
    )
    reference_life = number(
        36,
        unit="months",
        low=1,
        high=240,
        uncertain=(18, 60),
        catalogue="G6",
        source="assumption: buyers ask for work of the last three years",
        doc="the time for which a contract delivered is a reference.",
    )
    references_heard = number(
        3.0,
        unit="contracts",
        low=0.01,
        high=100,
        source="assumption: three good jobs are known to half of the buyers",
        doc="the references that half of the buyers of a segment have heard of.",
    )
    told = by(
        Segment,
        0.2,
        0.2,
        0.3,
        0.2,
        0.05,
        0.4,
        0.5,
        0.05,
        0.4,
        unit="share of references",
        low=0,
        high=1,
        source="assumption: the better a buyer knows what it buys, the more its word counts",
        doc="the part of the references given by a segment that buyers of all others read.",
    )
    niche_overlap = by(
        Niche,
        0.8,
        0.6,
        0.4,
        0.2,
        0.4,
        unit="share",
        low=0,
        high=1,
        catalogue="A29",
        source="assumption: ports elsewhere need what the Canal needs; banks' systems are fixed at "
        "their headquarters (A34)",
        doc="the part of what is known of customers at home that serves a niche abroad.",
    )
    focus_share = lever(
        0.15,
        unit="share of firms",
        low=0,
        high=1,
        who="facilitator",
        catalogue="I74",
        cost="nothing public; firms forgo orders of other segments",
        source="assumption: the report finds firms opportunistic",
        doc="the share of local firms that lean towards one segment, if it is large enough "
        "for them.",
    )
    niche_room = number(
        20,
        unit="factor",
        low=1,
        high=1000,
        uncertain=(10, 40),
        catalogue="M74",
        source="assumption: nobody reckons with more than a twentieth of a segment",
        doc="what a segment must spend, relative to a firm's capacity, for the firm to "
        "focus on it.",
    )
    asked = by(
        Segment,
        0.0,
        0.0,
        0.05,
        0.0,
        0.0,
        0.1,
        0.05,
        0.0,
        0.1,
        unit="log points",
        low=0,
        high=1,
        catalogue="M69",
        source="assumption: banks' systems are fixed at headquarters (A34), agencies buy what they "
        "know (M71); logistics and bioscience change, and customers abroad choose",
        doc="the quality of own work, over that of 2009, that each segment asks for.",
    )
    lead_learning = number(
        0.01,
        unit="share/month",
        low=0,
        high=0.5,
        uncertain=(0.0, 0.03),
        catalogue="M69",
        source="assumption: a gap to what the customer asks for is halved in six years",
        doc="the part of the gap to what its customer asks for that a vendor closes in a month.",
    )
    lead_user_step = number(
        0.15,
        unit="log points",
        low=0,
        high=1,
        uncertain=(0.0, 0.3),
        catalogue="M72",
        source="assumption: as far above the usual as the best abroad",
        doc="what a programme for lead users adds to the quality they ask for, if all their"
        " own work is of it.",
    )
    anchor_government = lever(
        0.0,
        unit="US$/year",
        low=0,
        high=50e6,
        who="government",
        agency="commerce",
        budget=True,
        catalogue="I68",
        cost="paid every month",
        spends="anchors_paid",
        source="assumption: no such programme in 2009",
        doc="what government adds to the orders of an agency of government that buys as a "
        "lead user.",
    )
    anchor_banking = lever(
        0.0,
        unit="US$/year",
        low=0,
        high=50e6,
        who="government",
        agency="commerce",
        budget=True,
        catalogue="P06",
        cost="paid every month",
        spends="anchors_paid",
        source="assumption: no such programme in 2009",
        doc="what government adds to the orders of banks that buy as lead users.",
    )
    anchor_maritime = lever(
        0.0,
        unit="US$/year",
        low=0,
        high=50e6,
        who="government",
        agency="commerce",
        budget=True,
        catalogue="I71",
        cost="paid every month",
        spends="anchors_paid",
        source="assumption: no such programme in 2009",
        doc="what government adds to the orders of maritime logistics that buys as a lead user.",
    )
    anchor_bioscience = lever(
        0.0,
        unit="US$/year",
        low=0,
        high=50e6,
        who="government",
        agency="commerce",
        budget=True,
        catalogue="I72",
        cost="paid every month",
        spends="anchors_paid",
        source="assumption: no such programme in 2009",
        doc="what government adds to the orders of bodies of bioscience and of the City of "
        "Knowledge that buy as lead users.",
    )
    anchor_general = lever(
        0.0,
        unit="US$/year",
        low=0,
        high=50e6,
        who="government",
        agency="commerce",
        budget=True,
        catalogue="P06",
        cost="paid every month",
        spends="anchors_paid",
        source="assumption: no such programme in 2009",
        doc="what government adds to the orders of lead users in all segments at home, in "
        "proportion to what they spend.",
    )
    market_entry_cost = number(
        45_000,
        unit="US$",
        low=0,
        high=10e6,
        catalogue="M81",
        source="calibrated: exports stay near 6 % of sales",
        doc="what it costs a firm to enter markets abroad: travel, partners, certificates, "
        "a person for a year.",
    )
    retrofit = number(
        1.0,
        unit="factor",
        low=0,
        high=10,
        uncertain=(0.0, 2.0),
        catalogue="M81",
        source="assumption: an integrator needs something of its own to sell, for as much again",
        doc="what a firm that mainly integrates pays more, as it did not design for export.",
    )
    export_horizon = number(
        36,
        unit="months",
        low=1,
        high=240,
        uncertain=(24, 60),
        source="assumption: three years",
        doc="how far ahead firms look that consider markets abroad.",
    )
    confidence = number(
        0.5,
        unit="share",
        low=0,
        high=1,
        uncertain=(0.25, 1.0),
        source="assumption: who knows nobody abroad believes half",
        doc="the part of the profit expected abroad that a firm without advice believes.",
    )
    silence_abroad = number(
        0.63,
        unit="share",
        low=0,
        high=1,
        source="derived: what the disadvantage of a firm without English takes off its odds",
        doc="the odds abroad that a firm without English reckons to lose.",
    )
    cash_kept = number(
        2,
        unit="months of labour cost",
        low=0,
        high=24,
        source="assumption: as for research",
        doc="the money that a firm keeps back when it enters markets abroad.",
    )
    export_patience = number(
        36,
        unit="months",
        low=1,
        high=240,
        uncertain=(18, 60),
        source="assumption: three years without an order",
        doc="the time without work for customers abroad after which a firm gives up.",
    )
    export_offset = lever(
        0.0,
        unit="share of cost",
        low=0,
        high=1,
        who="government",
        agency="commerce",
        catalogue="I77",
        cost="paid when a firm enters",
        spends="export_offset_paid",
        source="report: no export incentives for ICT in 2009",
        doc="the part of the cost of entering markets abroad that government bears.",
    )
    export_specialists = lever(
        0.0,
        unit="persons",
        low=0,
        high=200,
        who="government",
        agency="commerce",
        budget=True,
        catalogue="I77",
        cost="paid every month",
        spends="specialists_paid",
        source="report: no specialists in 2009",
        doc="the specialists who show firms what customers abroad want.",
    )
    specialist_cost = number(
        60_000,
        unit="US$/year",
        low=0,
        high=1e6,
        source="assumption: a manager's pay, contributions and travel",
        doc="what a specialist costs in a year.",
    )
    firms_advised = number(
        12,
        unit="firms/year",
        low=0,
        high=200,
        source="assumption: a month for each firm",
        doc="the firms that a specialist advises in a year.",
    )
    brand_budget = lever(
        0.0,
        unit="US$/year",
        low=0,
        high=50e6,
        who="government",
        agency="commerce",
        budget=True,
        catalogue="I77",
        cost="paid every month",
        spends="brand_paid",
        source="report: no brand in 2009",
        doc="what government spends on the name of local vendors abroad.",
    )
    brand_life = number(
        24,
        unit="months",
        low=1,
        high=240,
        uncertain=(12, 48),
        source="assumption: advertising is forgotten in two years",
        doc="the time for which money spent on the name is remembered.",
    )
    brand_half = number(
        2_000_000,
        unit="US$",
        low=1,
        high=1e9,
        uncertain=(1_000_000, 8_000_000),
        source="assumption: two years of a million",
        doc="the money remembered that makes half of what a name can be.",
    )
    brand_weight = number(
        0.3,
        unit="utility",
        low=0,
        high=5,
        uncertain=(0.0, 0.6),
        source="assumption: at most a third more odds; it may be nought (E15)",
        doc="the advantage of local bidders abroad if everybody knows their country's name.",
    )
    trade_agreements = lever(
        8,
        unit="agreements",
        low=0,
        high=60,
        who="government",
        agency="commerce",
        catalogue="I79",
        cost="negotiation and upkeep of each more than in 2009",
        spends="agreements_paid",
        source="report: 8 free trade agreements",
        doc="the number of free trade agreements.",
    )
    reach_of_agreement = number(
        0.01,
        unit="share of budget",
        low=0,
        high=0.5,
        uncertain=(0.0, 0.03),
        catalogue="M83",
        source="assumption: services meet few tariffs; it may be nought",
        doc="what an agreement adds to the orders abroad within reach.",
    )
    agreement_cost = number(
        250_000,
        unit="US$/year",
        low=0,
        high=1e8,
        source="assumption: an office of five and travel",
        doc="what an agreement costs the government in a year.",
    )
