"""Governance: what we assume."""

from cluster_abm.core.rules import Rules, law


class GovernanceRules(Rules):
    """Profit tax."""

    profit_tax = law(
        0.30,
        unit="share of profit",
        low=0,
        high=0.6,
        who="government",
        catalogue="A48",
        cost="tax forgone",
        source="assumption: Panama's rate of 2009, which the report does not give; to be verified",
        doc="the share of taxable profit that a firm owes.",
    )
