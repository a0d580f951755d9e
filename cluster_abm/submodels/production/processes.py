"""Production: what happens in the month."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from cluster_abm.agents.firms import Firms
from cluster_abm.agents.zones import Zones
from cluster_abm.core.numerics import dpow
from cluster_abm.core.tables import Floats
from cluster_abm.core.units import CENTS_PER_DOLLAR
from cluster_abm.submodels.production import equations
from cluster_abm.submodels.production.numbers import ProductionRules

LEAST_ABILITY = 0.1
"""Mean ability below which a firm does not reckon, efficiency units."""


class Technology(NamedTuple):
    """What the work of each activity takes."""

    mix: Floats
    """Usual share of each skill in staff, shape ``(activities, skills)``."""
    weights: Floats
    """Weights of the skills, shape ``(activities, skills)``."""
    taste: Floats
    """Weights to the power of the elasticity of substitution, same shape."""
    work: Floats
    """Work of a unit of composite labour, US cent/month, shape ``(activities,)``."""
    origins: equations.Origins
    """Weights of locals and foreigners of one skill."""


def measure_capacity(firms: Firms, zones: Zones, rules: ProductionRules) -> None:
    """Work that each firm can do with the staff it has, less the time at research (E2)."""
    uses = technology(rules)
    at_work = 1 - firms.at_research / np.maximum(firms.posts_filled, 1)
    labour = equations.nest(
        firms.ability * at_work[:, :, None], rules.origin_substitution, uses.origins
    )
    labour = equations.shared_tasks(labour, uses.mix[firms.activity], rules.small_team)
    weights = uses.weights[firms.activity]
    quantity = equations.composite(labour, weights, rules.skill_substitution)
    firms.capacity = _productivity(firms, zones) * uses.work[firms.activity] * quantity


def reckon_staff(firms: Firms, zones: Zones, rules: ProductionRules) -> None:
    """Staff that the work under contract takes, and of which skills, at least cost (E2)."""
    uses = technology(rules)
    units = equations.labour_for_a_unit(
        firms.offer, uses.taste[firms.activity], rules.skill_substitution
    )
    heads = units / _mean_ability(firms)
    all_heads = heads.sum(axis=1)
    work_of_a_unit = _productivity(firms, zones) * uses.work[firms.activity]
    firms.needed = firms.orders / work_of_a_unit * all_heads
    firms.recipe = heads / all_heads[:, None]


@lru_cache(maxsize=8)
def technology(rules: ProductionRules) -> Technology:
    """Technology that makes the staff of January 2009 the cheapest at the pay of then."""
    mix = np.array([
        rules.mix_integration, rules.mix_own_work, rules.mix_contact_centre,
        rules.mix_technical_support, rules.mix_regional_hq,
    ])  # fmt: skip
    pay = np.broadcast_to(rules.start_pay * CENTS_PER_DOLLAR, mix.shape)
    sigma = rules.skill_substitution
    weights = equations.skill_weights(mix, pay, sigma)
    work = rules.work_per_pay * (mix * pay).sum(axis=1)
    return Technology(
        mix,
        weights,
        dpow(weights, sigma),
        work / equations.composite(mix, weights, sigma),
        equations.weights_of_origins(rules.origin_substitution, rules.usual_foreign_share),
    )


def _productivity(firms: Firms, zones: Zones) -> Floats:
    return firms.efficiency * zones.productivity[firms.zone]


def _mean_ability(firms: Firms) -> Floats:
    """Mean ability of the staff of each skill; 1 where there is none yet."""
    filled = firms.posts_filled
    total = np.maximum(firms.ability.sum(axis=2), LEAST_ABILITY * filled)
    return np.where(filled > 0, total / np.maximum(filled, 1), 1.0)
