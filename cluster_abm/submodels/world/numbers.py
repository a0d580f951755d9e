"""World: what we assume."""

from cluster_abm.core.rules import Rules, number


class WorldRules(Rules):
    """Trend, business cycle, outside pay, and people in other sectors."""

    market_growth = number(
        0.05,
        unit="1/year",
        low=0,
        high=0.09,
        uncertain=(0.02, 0.07),
        source="assumption: Panama's real GDP grew 7.7 % a year from 2003 to 2009 and 5.3 % from "
        "1991 to 2009 (Penn World Table 10.01); less, as the boom may end",
        doc="the real growth of what customers spend on work from outside.",
    )
    shock_memory = number(
        0.95,
        unit="share/month",
        low=0,
        high=0.999,
        uncertain=(0.90, 0.98),
        source="assumption: half of a shock is gone after 14 months",
        doc="the part of a segment's business cycle that is left after a month.",
    )
    shock_sd = number(
        0.026,
        unit="log points",
        low=0,
        high=0.2,
        uncertain=(0.015, 0.04),
        source="derived: standard deviation of Panama's yearly GDP growth about its trend, "
        "2.6 points; 2.9 from 1991 to 2019 in Penn World Table 10.01",
        doc="the standard deviation of the yearly growth of a segment's budget about its trend.",
    )
    outside_wage_growth = number(
        0.0,
        unit="1/year",
        low=-0.02,
        high=0.05,
        uncertain=(-0.01, 0.03),
        source="assumption: real pay in other sectors stays where it is",
        doc="the real growth of base pay in other sectors.",
    )
    reservoir_refill = number(
        0.02,
        unit="share/month",
        low=0,
        high=1,
        uncertain=(0.005, 0.04),
        source="assumption: schooling closes a fifth of a gap in a year",
        doc="the part of the gap between the people in other sectors who could do the work now "
        "and in January 2009 that closes in a month.",
    )
