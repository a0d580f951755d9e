"""Zones: what happens in the month."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.zones import Zones
from cluster_abm.core.ledger import Ledger, Sector, Why, cents
from cluster_abm.core.tables import Floats
from cluster_abm.submodels.zones import equations
from cluster_abm.submodels.zones.numbers import ZoneRules


def measure_density(firms: Firms, zones: Zones, rules: ZoneRules) -> None:
    """Let work and rent of a zone follow the staff of the firms there."""
    now, start = _density(firms, zones, rules)
    zones.productivity = equations.density_effect(now, start, rules.density_elasticity)
    zones.rent = zones.rent_start * equations.density_effect(now, start, rules.rent_elasticity)


def _density(firms: Firms, zones: Zones, rules: ZoneRules) -> tuple[Floats, Floats]:
    staff = equations.staff_in(firms.zone, firms.headcount, len(zones))
    return staff + rules.neighbours, zones.occupied_start + rules.neighbours


def charge_rent(
    firms: Firms, zones: Zones, ledger: Ledger, flows: Flows, rules: ZoneRules
) -> None:
    """Firms pay for the space that their staff takes."""
    rent = cents(firms.headcount * rules.floor_space * zones.rent[firms.zone])
    ledger.pay(ledger.of(Sector.FIRMS), ledger.of(Sector.ECONOMY), rent, Why.RENT)
    firms.earnings[:, -1] -= rent
    np.add.at(flows.inputs, firms.sort, rent)
