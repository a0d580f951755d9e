"""Governance: what we assume."""

from cluster_abm.core.rules import Rules, law, number


class GovernanceRules(Rules):
    """Profit tax."""

    profit_tax = law(
        0.30,
        unit="share of profit",
        low=0,
        high=0.6,
        who="government",
        catalogue="A48",
        cost="tax forgone against profit_tax_2009",
        source="assumption: Panama's rate of 2009, which the report does not give; to be verified",
        doc="the share of taxable profit that a firm owes.",
    )
    profit_tax_2009 = number(
        0.30,
        unit="share of profit",
        low=0,
        high=0.6,
        catalogue="A48",
        source="assumption: Panama's rate of 2009, as for profit_tax",
        doc="the rate against which tax forgone is measured.",
    )
    load_elsewhere = number(
        1.235,
        unit="US$/US$ of base pay",
        low=1,
        high=2,
        source="derived: thirteenth month and a contribution of 14 %, starting books",
        doc="the labour cost of a dollar of base pay in other sectors.",
    )
    cost_of_funds = number(
        0.2,
        unit="share of public cost",
        low=0,
        high=1,
        source="assumption: a fifth, as is usual in cost-benefit analysis (E14)",
        doc="the loss that raising a dollar of public money causes.",
    )
