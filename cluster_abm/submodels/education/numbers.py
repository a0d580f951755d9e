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
        "is taken",
        spends="seats_paid",
        source="report: instructional capacity of 2009 (A72)",
        doc="the number of new students taken, relative to 2009.",
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
