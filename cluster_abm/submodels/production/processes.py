"""Production: what happens in the month."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from cluster_abm.agents.classes import Line, Work
from cluster_abm.agents.firms import Firms, of_both_origins
from cluster_abm.agents.zones import Zones
from cluster_abm.core import compiled
from cluster_abm.core.kernels import numerics
from cluster_abm.core.kernels import production as kernels
from cluster_abm.core.numerics import dpow
from cluster_abm.core.sums import sum_of_columns
from cluster_abm.core.tables import Floats, Ints
from cluster_abm.core.units import CENTS_PER_DOLLAR
from cluster_abm.submodels.production import equations
from cluster_abm.submodels.production.numbers import ProductionRules

KINDS, LINES = len(Work), len(Line)
LEAST_ABILITY = 0.1
"""Mean ability below which a firm does not reckon, efficiency units."""


class Technology(NamedTuple):
    """What work takes, a row for each kind of work or for each firm."""

    mix: Floats
    """Usual share of each skill in staff, shape ``(rows, skills)``."""
    weights: Floats
    """Weights of the skills, shape ``(rows, skills)``."""
    taste: Floats
    """Weights to the power of the elasticity of substitution, same shape."""
    work: Floats
    """Work of a unit of composite labour, US cent/month, shape ``(rows,)``."""


def measure_capacity(firms: Firms, zones: Zones, rules: ProductionRules) -> None:
    """Work that each firm can do with the staff it has, less the time at research (E2)."""
    if compiled.in_use:
        uses, row = _technologies(firms, rules)
        origins = _origins(rules)
        numerics.measure_capacity(
            firms.ability, firms.staff, firms.research, row, uses.mix, uses.weights, uses.work,
            firms.efficiency, firms.zone, zones.productivity, origins.weight, origins.alone,
            1 - 1 / rules.origin_substitution, rules.small_team, 1 - 1 / rules.skill_substitution,
            firms.capacity,
        )  # fmt: skip
        return
    uses, filled = technology_of(firms, rules), firms.posts_filled
    at_work = 1 - np.minimum(firms.research, filled) / np.maximum(filled, 1)
    labour = equations.nest(
        firms.ability * at_work[:, :, None], rules.origin_substitution, _origins(rules)
    )
    labour = equations.shared_tasks(labour, uses.mix, rules.small_team)
    quantity = equations.composite(labour, uses.weights, rules.skill_substitution)
    firms.capacity = _productivity(firms, zones) * uses.work * quantity


def reckon_staff(firms: Firms, zones: Zones, rules: ProductionRules) -> None:
    """Staff that the work under contract takes, and of which skills, at least cost (E2)."""
    if compiled.in_use:
        _reckon_in_loops(firms, zones, rules)
        return
    uses = technology_of(firms, rules)
    units = equations.labour_for_a_unit(firms.offer, uses.taste, rules.skill_substitution)
    heads = units / _mean_ability(firms)
    all_heads = sum_of_columns(heads)
    firms.needed = firms.orders / (_productivity(firms, zones) * uses.work) * all_heads
    firms.recipe = heads / all_heads[:, None]


def _reckon_in_loops(firms: Firms, zones: Zones, rules: ProductionRules) -> None:
    (uses, row), sigma = _technologies(firms, rules), rules.skill_substitution
    ratio = dpow(firms.offer, -sigma)
    spent = kernels.spent_on_a_unit(ratio, firms.offer, uses.taste, row)
    kernels.reckon_staff(
        ratio, dpow(spent, sigma / (1 - sigma)), row, uses.work, firms.ability, firms.staff,
        firms.orders, firms.efficiency, firms.zone, zones.productivity, LEAST_ABILITY,
        firms.needed, firms.recipe,
    )  # fmt: skip


def technology_of(firms: Firms, rules: ProductionRules) -> Technology:
    """Technology of each firm: of its activity, or of the lines of work at a parent's site."""
    uses, row = _technologies(firms, rules)
    return Technology(*(column[row] for column in uses))


def _technologies(firms: Firms, rules: ProductionRules) -> tuple[Technology, Ints]:
    """Technology of each kind of work and of each site, and which of them each firm has."""
    share = firms.line_share
    if compiled.in_use:
        row, lines = kernels.technologies(firms.activity, share, KINDS)
    else:
        row = np.minimum(firms.activity, KINDS - 1, dtype=np.int64)
        # who has lines of work has a technology of its own
        sites = sum_of_columns(share).nonzero()[0]
        row[sites] = np.arange(KINDS, KINDS + len(sites))
        lines = share[sites]
    return _with_sites(lines.tobytes(), rules), row


@lru_cache(maxsize=8)
def _with_sites(lines: bytes, rules: ProductionRules) -> Technology:
    """Technology of each kind of work, then of sites, whose shares of lines rest for months."""
    share = np.frombuffer(lines).reshape(-1, LINES)
    mix = (share[:, :, None] * mix_of_lines(rules)).sum(axis=1)
    work = (share * rules.service_price).sum(axis=1) * CENTS_PER_DOLLAR
    sites = _technology(mix, work, rules)
    return Technology(
        *(np.concatenate(pair) for pair in zip(technology(rules), sites, strict=True))
    )


@lru_cache(maxsize=8)
def mix_of_lines(rules: ProductionRules) -> Floats:
    """Usual share of each skill in the posts of each line of work, shape ``(lines, skills)``."""
    return np.array(
        [rules.mix_contact, rules.mix_support, rules.mix_engineering, rules.mix_research,
         rules.mix_data_centre]
    )  # fmt: skip


@lru_cache(maxsize=8)
def technology(rules: ProductionRules) -> Technology:
    """Technology of local firms that makes the staff of January 2009 the cheapest at its pay."""
    mix = np.array([rules.mix_integration, rules.mix_own_work])
    pay = (mix * rules.start_pay).sum(axis=1) * CENTS_PER_DOLLAR
    return _technology(mix, rules.work_per_pay * pay, rules)


def _technology(mix: Floats, work: Floats, rules: ProductionRules) -> Technology:
    """Technology for which some mix of skills is the cheapest at the pay of January 2009.

    Args:
        mix: Share of each skill in staff, shape ``(rows, skills)``.
        work: Work of a member of that staff, US cent/month, shape ``(rows,)``.
        rules: Pay of 2009, and how skills replace each other.
    """
    sigma = rules.skill_substitution
    weights = equations.skill_weights(mix, rules.start_pay, sigma)
    return Technology(
        mix, weights, dpow(weights, sigma), work / equations.composite(mix, weights, sigma)
    )


@lru_cache(maxsize=8)
def _origins(rules: ProductionRules) -> equations.Origins:
    return equations.weights_of_origins(rules.origin_substitution, rules.usual_foreign_share)


def _productivity(firms: Firms, zones: Zones) -> Floats:
    return firms.efficiency * zones.productivity[firms.zone]


def _mean_ability(firms: Firms) -> Floats:
    """Mean ability of the staff of each skill; 1 where there is none yet."""
    filled = firms.posts_filled
    total = np.maximum(of_both_origins(firms.ability), LEAST_ABILITY * filled)
    return np.where(filled > 0, total / np.maximum(filled, 1), 1.0)
