"""Production: pure functions of arrays."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cluster_abm.core.numerics import dpow
from cluster_abm.core.sums import sum_of_columns
from cluster_abm.core.types import Floats


def skill_weights(mix: Floats, pay: Floats, substitution: float) -> Floats:
    r"""Weights of the skills in production, from the staff a firm chose at known pay.

    .. math::  \alpha_k \propto w_k\, m_k^{1/\sigma}                          \tag{L1}

    Args:
        mix: Share of each skill in staff :math:`m_k`, shape ``(…, skills)``.
        pay: Pay of each skill :math:`w_k`, any unit, shape ``(…, skills)``.
        substitution: Elasticity of substitution :math:`\sigma` above 1.

    Returns:
        Weights that add up to 1 along the last axis, 0 where the mix is 0.

    Source:
        First-order condition of a CES firm that minimises cost (E2).

    >>> skill_weights(np.array([0.5, 0.5]), np.array([1.0, 3.0]), 1.5).round(2).tolist()
    [0.25, 0.75]
    """
    raw = pay * dpow(mix, 1 / substitution)
    weights: Floats = raw / raw.sum(axis=-1, keepdims=True)
    return weights


def composite(labour: Floats, weights: Floats, substitution: float) -> Floats:
    r"""Labour of all skills, as one quantity.

    .. math::  N = \Big(\sum_k \alpha_k L_k^{\rho}\Big)^{1/\rho},\quad \rho = 1 - 1/\sigma \tag{L2}

    Args:
        labour: Efficiency units by skill, shape ``(firms, skills)``.
        weights: As of :func:`skill_weights`, shape ``(firms, skills)``.
        substitution: Elasticity of substitution above 1.

    Returns:
        Composite labour, shape ``(firms,)``.

    Source:
        E2; Arrow, Chenery, Minhas and Solow (1961).

    >>> half = np.full((2, 2), 0.5)
    >>> composite(np.array([[2.0, 2.0], [0.0, 4.0]]), half, 2.0).round(9).tolist()
    [2.0, 1.0]
    """
    rho = 1 - 1 / substitution
    return dpow(sum_of_columns(weights * dpow(labour, rho)), 1 / rho)


class Origins(NamedTuple):
    """What the work of locals and of foreigners counts for."""

    weight: Floats
    """Of locals and foreigners where both work, shape ``(2,)``."""
    alone: float
    """Of a local where no foreigner works."""


def weights_of_origins(substitution: float, usual: float) -> Origins:
    r"""Weights of locals and foreigners in the work of one skill.

    .. math::  (1-s)^{1/\varepsilon},\ s^{1/\varepsilon};\quad
               \big((1-s)^{1/\varepsilon}\big)^{1/r},\quad r = 1 - 1/\varepsilon      \tag{L3a}

    Args:
        substitution: Elasticity between locals and foreigners :math:`\varepsilon` above 1.
        usual: Foreign share at which the mixture is that of the cluster :math:`s`.

    Returns:
        The weights, and what a local is worth alone.

    >>> weights_of_origins(2.0, usual=0.25).weight.round(3).tolist()
    [0.866, 0.5]
    """
    weight = dpow(np.array([1 - usual, usual]), 1 / substitution)
    return Origins(weight, float(dpow(weight[0], 1 / (1 - 1 / substitution))))


def nest(labour: Floats, substitution: float, origins: Origins) -> Floats:
    r"""Work of locals and foreigners of one skill, as one quantity.

    .. math::  L = \big((1-s)^{1/\varepsilon} \ell^{r} + s^{1/\varepsilon} f^{r}\big)^{1/r},
               \quad r = 1 - 1/\varepsilon                                     \tag{L3}

    At the usual foreign share :math:`s` the two are worth their number and one of each is worth
    the same; on either side the scarcer is worth more, and the whole a little less.

    Args:
        labour: Efficiency units by skill and origin, shape ``(firms, skills, 2)``.
        substitution: Elasticity between locals and foreigners :math:`\varepsilon` above 1.
        origins: Weights as of :func:`weights_of_origins`.

    Returns:
        Efficiency units by skill, shape ``(firms, skills)``.

    Source:
        E2; Ottaviano and Peri (2012), nested CES.

    >>> usual = weights_of_origins(5.0, usual=0.25)
    >>> nest(np.array([[[3.0, 1.0], [4.0, 0.0]]]), 5.0, usual).round(3).tolist()
    [[4.0, 3.722]]
    """
    r = 1 - 1 / substitution
    both: Floats = labour[..., 0] * origins.alone
    # where there are locals only, as mostly, no power is needed
    mixed = (labour[..., 1] > 0).nonzero()
    both[mixed] = dpow(sum_of_columns(origins.weight * dpow(labour[mixed], r)), 1 / r)
    return both


def labour_for_a_unit(pay: Floats, taste: Floats, substitution: float) -> Floats:
    r"""Labour of each skill that does a unit of composite labour at least cost.

    .. math::  L_k = \frac{\alpha_k^{\sigma} w_k^{-\sigma}}
               {\big(\sum_j \alpha_j^{\sigma} w_j^{1-\sigma}\big)^{\sigma/(\sigma-1)}}    \tag{L4}

    Args:
        pay: Cost of a unit of each skill :math:`w_k`, shape ``(firms, skills)``.
        taste: Weights of the skills to the power :math:`\sigma`, shape ``(firms, skills)``.
        substitution: Elasticity of substitution :math:`\sigma` above 1.

    Returns:
        Efficiency units by skill, shape ``(firms, skills)``.

    Source:
        Shephard's lemma on the dual of L2.

    >>> labour_for_a_unit(np.array([[1.0, 1.0]]), np.array([[0.25, 0.25]]), 2.0).tolist()
    [[1.0, 1.0]]
    """
    ratio = taste * dpow(pay, -substitution)
    spent = sum_of_columns(ratio * pay)
    unit: Floats = ratio * dpow(spent, substitution / (1 - substitution))[:, None]
    return unit


def shared_tasks(labour: Floats, mix: Floats, small: float) -> Floats:
    r"""Labour by skill when the people of a small firm do a bit of everything.

    .. math::  L'_k = (1-g) L_k + g\, m_k \sum_j L_j,\quad g = \min(1, n_0^2/n^2)    \tag{L3b}

    Args:
        labour: Efficiency units by skill, shape ``(firms, skills)``.
        mix: Usual share of each skill :math:`m_k`, shape ``(firms, skills)``.
        small: Staff :math:`n_0` up to which everybody does everything.

    Returns:
        Efficiency units by skill, same sum, shape ``(firms, skills)``.

    Source:
        Assumption: without it a firm of three could not work for want of whole persons.

    >>> shared_tasks(np.array([[2.0, 0.0], [8.0, 0.0]]), np.array([[0.5, 0.5]] * 2), 4.0).tolist()
    [[1.0, 1.0], [7.0, 1.0]]
    """
    total = sum_of_columns(labour)[:, None]
    ratio = np.minimum(small / np.maximum(total, small), 1.0)
    general = ratio * ratio
    return (1 - general) * labour + general * mix * total
