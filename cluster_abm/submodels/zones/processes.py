"""Zones: what happens in the month."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.zones import Zones
from cluster_abm.core.groups import tally
from cluster_abm.core.ledger import Ledger, Sector, Why, cents
from cluster_abm.submodels.zones import equations
from cluster_abm.submodels.zones.numbers import ZoneRules


def measure_density(firms: Firms, zones: Zones, rules: ZoneRules) -> None:
    """Let work and rent of a zone follow the staff of the firms there."""
    staff = equations.staff_in(firms.zone.astype(np.int64), firms.headcount, len(zones))
    elasticity = np.stack([np.full(len(zones), rules.density_elasticity), rules.rent_elasticity])
    zones.productivity, rent = equations.density_effect(
        staff + rules.neighbours, zones.occupied_start + rules.neighbours, elasticity
    )
    zones.rent = zones.rent_start * rent


def charge_rent(firms: Firms, zones: Zones, ledger: Ledger, flows: Flows, rules: ZoneRules) -> None:
    """Firms pay for the space that their staff takes."""
    rent = cents(firms.headcount * rules.floor_space * zones.rent[firms.zone])
    ledger.pay(ledger.of(Sector.FIRMS), ledger.of(Sector.ECONOMY), rent, Why.RENT)
    firms.rent = rent
    firms.earnings[:, -1] -= rent
    tally(flows.inputs, firms.sort, by=rent)
