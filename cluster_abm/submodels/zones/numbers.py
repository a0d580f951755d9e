"""Zones: what we assume."""

from cluster_abm.agents.classes import ZoneName
from cluster_abm.core.rules import Rules, by, number


class ZoneRules(Rules):
    """Density, rent and space."""

    floor_space = number(
        8.0,
        unit="m2/worker",
        low=2,
        high=30,
        source="derived: rent of US$ 11 m a year for 9,700 workers at US$ 11.80 a square metre",
        doc="the office space that a worker takes.",
    )
    rent_elasticity = by(
        ZoneName,
        0.3,
        0.0,
        0.3,
        0.3,
        unit="elasticity",
        low=0,
        high=2,
        uncertain=(0.1, 0.8),
        catalogue="A90",
        source="assumption: supply of offices follows demand; the City of Knowledge sets its rent",
        doc="the response of the rent of a zone to the staff of firms there.",
    )
    density_elasticity = number(
        0.02,
        unit="elasticity",
        low=0,
        high=0.05,
        uncertain=(0.0, 0.05),
        source="paper: 0.02 to 0.05 for output per worker and employment density (Combes, "
        "Duranton, Gobillon and Roux 2010); 0 is within the prior",
        doc="the response of work per worker to the staff of firms in the zone.",
    )
    neighbours = number(
        100,
        unit="persons",
        low=1,
        high=10_000,
        source="assumption: an empty zone is not an empty place",
        doc="the number of people of other trades in a zone, who make its density finite when "
        "no firm of the cluster is there.",
    )
