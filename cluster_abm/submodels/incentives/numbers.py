"""Incentives: what we assume."""

from cluster_abm.core.rules import Rules, law, lever, number


class IncentiveRules(Rules):
    """The tax credit for research, and the fund that a levy on communications fills."""

    research_credit = law(
        0.0,
        unit="share of research",
        low=0,
        high=0.5,
        who="government",
        agency="finance",
        catalogue="I59",
        cost="the credit itself, as tax forgone",
        spends="research_credits",
        lasting=True,
        source="report: no tax incentive for research in 2009, it is to be restored (M67)",
        doc="the part of its research that a firm takes off its profit tax.",
    )
    credit_paid_out = lever(
        0.0,
        unit="share of credit",
        low=0,
        high=1,
        who="government",
        agency="finance",
        catalogue="I59",
        cost="credits paid out, as part of research_credit",
        spends="research_credits",
        lasting=True,
        source="assumption: as in most countries a credit beyond the tax is not paid out",
        doc="the part of a credit beyond a firm's tax that the treasury pays out.",
    )
    relabelling = number(
        0.15,
        unit="share of research",
        low=0,
        high=2,
        uncertain=(0.0, 0.3),
        source="assumption: 0 is within the prior",
        doc="the other spending that firms declare as research once research earns a credit.",
    )
    levy_rate = lever(
        0.001,
        unit="share of income",
        low=0,
        high=0.05,
        who="government",
        agency="finance",
        catalogue="I60",
        source="report: a tenth of one per cent of gross income (Q37)",
        doc="the levy on the gross income of communications providers.",
    )
    levy_rate_2009 = number(
        0.001,
        unit="share of income",
        low=0.0001,
        high=0.05,
        catalogue="Q37",
        source="report: a tenth of one per cent of gross income (Q37)",
        doc="the rate that brings what the scenario says of the levy fund.",
    )
    levy_training = lever(
        0.0,
        unit="US$/year",
        low=0,
        high=1e8,
        who="industry",
        agency="education",
        budget=True,
        catalogue="I60",
        cost="the seats, paid by the levy fund as far as its money goes",
        spends="levy_seats_paid",
        source="report: the law was new and nothing was spent yet (A88)",
        doc="the money of the levy fund for seats of technical schools.",
    )
    levy_research = lever(
        0.0,
        unit="US$/year",
        low=0,
        high=1e8,
        who="industry",
        agency="senacyt",
        budget=True,
        catalogue="I60",
        cost="the research paid by the levy fund as far as its money goes",
        spends="research_co_financed",
        source="report: the law was new and nothing was spent yet (A88)",
        doc="the money of the levy fund for research of local firms.",
    )
    co_financing = number(
        0.5,
        unit="share of research",
        low=0,
        high=0.9,
        source="assumption: half, as is usual in technology funds",
        doc="the part of a firm's research that the levy fund pays at most.",
    )
