"""Investment: pure functions of arrays."""

from __future__ import annotations

import numpy as np

from cluster_abm.core.numerics import dexp, dlog, dpow
from cluster_abm.core.types import Floats, Ints

# One value of a site


def post_cost(pay: Floats, load: float, around: Floats) -> Floats:
    r"""What a post costs its parent in a month.

    .. math::  c = \ell\, w + r                                                \tag{V1}

    Args:
        pay: Base pay of the post :math:`w`, US cent/month, shape ``(sites, lines)``.
        load: Labour cost for a cent of base pay :math:`\ell`.
        around: Rent, energy, data and profit tax paid for each of the staff :math:`r`, US
            cent/month, shape ``(sites, 1)``.

    Returns:
        US cent/month, shape ``(sites, lines)``.

    Source:
        E6; contributions, rent, energy, data and tax are those that the ledger saw (G17).

    >>> post_cost(np.array([[1000.0]]), 1.2, np.array([[300.0]])).tolist()
    [[1500.0]]
    """
    return load * pay + around


def familiarity(at_work: Ints, share: Floats, everybody: Ints) -> Floats:
    r"""Part of the people in the field with a skill who know the platforms of a line of work.

    .. math::  k_{ls} = \sum_f a_{fl}\, n_{fs} \big/ N_s                          \tag{V16}

    Args:
        at_work: Staff of the sites of multinationals :math:`n_{fs}`, shape ``(sites, skills)``.
        share: Lines of work in their posts :math:`a_{fl}`, shape ``(sites, lines)``.
        everybody: Staff of all firms :math:`N_s`, shape ``(skills,)``.

    Returns:
        Shares, 0 to 1, shape ``(lines, skills)``.

    Source:
        Report, M42; who knows a platform has worked with it.

    >>> familiarity(np.array([[30]]), np.array([[0.5, 0.5]]), np.array([60])).tolist()
    [[0.25], [0.25]]
    """
    known: Floats = (share[:, :, None] * at_work[:, None, :]).sum(axis=0)
    return known / np.maximum(everybody, 1)


def teaching_cost(pay: Floats, months: float, unfamiliar: Floats, leaving: Floats) -> Floats:
    r"""What teaching its platforms costs a parent for a post, spread over the expected stay.

    .. math::  t = w\, T\, (1 - k)\, \delta                                       \tag{V17}

    Args:
        pay: Labour cost of a post :math:`w`, US cent/month, any shape.
        months: Months of pay that teaching takes :math:`T`.
        unfamiliar: Part of those hired who do not know the platforms :math:`1 - k`, same shape.
        leaving: Part of the staff that leaves in a month :math:`\delta`, the inverse of the
            expected stay, same shape.

    Returns:
        US cent/month, same shape.

    Source:
        Report, M42; the form is an assumption.

    >>> teaching_cost(np.array([1000.0]), 2.0, np.array([0.5]), np.array([0.02])).tolist()
    [20.0]
    """
    return pay * months * unfamiliar * leaving


def site_value(quality: Floats | float, fill: Floats | float, cost: Floats) -> Floats:
    r"""Value of a site to a parent: work that a cent buys there.

    .. math::  v_j = \text{quality}_j \cdot E[\text{fill}_j] / c_j              \tag{V2}

    Args:
        quality: Work of a post that is filled, index, any shape.
        fill: Part of the posts that the parent expects to be filled, 0 to 1, same shape.
        cost: Cost of a post, above 0, same shape.

    Returns:
        Index/US cent, same shape.

    Source:
        E6; service quality over cost (M03).

    >>> site_value(np.array([1.0]), np.array([0.5]), np.array([2.0])).tolist()
    [0.25]
    """
    return quality * fill / cost


def share_here(here: Floats, rivals: Floats, elasticity: float) -> Floats:
    r"""Part of a parent's posts that it wants at this site and not at its rivals'.

    .. math::  s = v^\eta \big/ \big(v^\eta + \sum_j v_j^\eta\big)              \tag{V3}

    Args:
        here: Value of the site :math:`v`, shape ``(sites, lines)``.
        rivals: Values of the rivals :math:`v_j`, same unit, shape ``(rivals, lines)``.
        elasticity: How strongly posts follow value :math:`\eta`; at 0 all sites are alike.

    Returns:
        Shares, 0 to 1, shape ``(sites, lines)``.

    Source:
        E6; a logit over log values.

    >>> share_here(np.array([[2.0]]), np.array([[1.0], [1.0]]), 1.0).tolist()
    [[0.5]]
    """
    mine = dpow(here, elasticity)
    others: Floats = dpow(rivals, elasticity).sum(axis=0)
    return mine / (mine + others)


def posts_wanted(everywhere: Floats, share: Floats, shock: Floats) -> Floats:
    r"""Posts that a parent wants at this site.

    .. math::  H^* = W s\, e^{x}                                               \tag{V3b}

    Args:
        everywhere: Posts of the parent at all sites :math:`W`, shape ``(sites, lines)``.
        share: Part that it wants here :math:`s`, 0 to 1, same shape.
        shock: Its luck with customers :math:`x`, log points, same shape.

    Returns:
        Posts, same shape.

    Source:
        E6.

    >>> posts_wanted(np.array([400.0]), np.array([0.25]), np.array([0.0])).tolist()
    [100.0]
    """
    return everywhere * share * dexp(shock)


def next_plan(plan: Floats, wanted: Floats, speed: float, most: Floats) -> Floats:
    r"""Posts planned at the next review.

    .. math::  H' = \min\big(H + \kappa (H^* - H),\ \bar H\big)                 \tag{V4}

    Args:
        plan: Posts planned :math:`H`, shape ``(sites, lines)``.
        wanted: Posts that the parent wants :math:`H^*`, same shape.
        speed: Part of the gap that closes until then :math:`\kappa`.
        most: Largest plan agreed :math:`\bar H`, same shape.

    Returns:
        Posts, same shape.

    Source:
        E6.

    >>> next_plan(np.array([100.0, 100.0]), np.array([50.0, 400.0]), 0.5, np.full(2, 200.0))
    array([ 75., 200.])
    """
    return np.minimum(plan + speed * (wanted - plan), most)


def next_shock(shock: Floats, memory: float, spread: float, news: Floats) -> Floats:
    r"""Luck of a path at the next review; its spread at rest is the one named.

    .. math::  s' = \rho s + \sigma \sqrt{1 - \rho^2}\, \epsilon                \tag{V5}

    Args:
        shock: Luck today :math:`s`, log points, any shape.
        memory: Part that is left until then :math:`\rho`, 0 to below 1.
        spread: Standard deviation at rest :math:`\sigma`, log points.
        news: Standard normal numbers :math:`\epsilon`, same shape.

    Returns:
        Log points, same shape.

    >>> next_shock(np.array([1.0, 0.0]), 0.6, 1.0, np.array([0.0, 1.0])).tolist()
    [0.6, 0.8]
    """
    size = spread * float(np.sqrt(1 - memory * memory))
    return memory * shock + size * news


# Who would come


def people_who_apply(posted: Floats, filled: Floats) -> Floats:
    r"""People who compete for some open posts, as far as the posts filled tell.

    .. math::  A = -V \ln(1 - F / V)                                            \tag{V6}

    Args:
        posted: Posts open in a month :math:`V`, shape ``(skills,)``.
        filled: Posts of these that somebody took :math:`F`, at most :math:`V`, same shape.

    Returns:
        Persons/month, same shape; infinite where no post was seen open.

    Source:
        Inverse of V7.

    >>> people_who_apply(np.array([10.0, 0.0]), np.array([0.0, 0.0])).tolist()
    [0.0, inf]
    """
    seen = posted > 0
    taken = np.minimum(filled / np.where(seen, posted, 1.0), SUREST)
    return np.where(seen, 0.0 - posted * dlog(1 - taken), np.inf)


SUREST = 0.98
"""Chance to fill a post beyond which nobody can tell how many more would apply."""


def chance_to_fill(people: Floats, posts: Floats) -> Floats:
    r"""Chance that an open post is filled within a month.

    .. math::  q = 1 - e^{-A / V}                                               \tag{V7}

    Args:
        people: People who compete for them :math:`A`, persons/month, shape ``(…, skills)``.
        posts: Posts open :math:`V`, same shape.

    Returns:
        Chances, 0 to 1, same shape; 1 where no post is open.

    Source:
        Urn-ball matching; Petrongolo and Pissarides (2001), Journal of Economic Literature 39.

    >>> chance_to_fill(np.array([1.0, 5.0]), np.array([1.0, 0.0])).round(3).tolist()
    [0.632, 1.0]
    """
    idle = posts <= 0
    ratio = np.where(idle, np.inf, people / np.where(idle, 1.0, posts))
    return 1 - dexp(-ratio)


def lasting_fill(chance: Floats, leaving: Floats) -> Floats:
    r"""Part of the posts that stays filled where hires replace those who leave.

    .. math::  f = q / (q + \delta)                                             \tag{V8}

    Args:
        chance: Chance to fill an open post in a month :math:`q`, above 0, shape ``(…, skills)``.
        leaving: Part of the staff that leaves in a month :math:`\delta`, shape ``(skills,)``.

    Returns:
        Share of posts, 0 to 1, same shape as *chance*.

    Source:
        Flow balance: hires :math:`q (1 - f)` equal leavers :math:`\delta f`.

    >>> lasting_fill(np.array([0.6]), np.array([0.4])).tolist()
    [0.6]
    """
    return chance / np.maximum(chance + leaving, SMALLEST)


SMALLEST = 1e-12
"""Keeps nought over nought from being asked for."""


def promised_fill(forecast: Floats, promise: Floats | float) -> Floats:
    r"""Part of the posts that would be filled if government kept its word.

    .. math::  f_P = f + p\,(1 - f)                                             \tag{V9}

    Args:
        forecast: Part that the market would fill :math:`f`, 0 to 1, any shape.
        promise: Part of the posts left open for which people are promised :math:`p`, 0 to 1.

    Returns:
        Share of posts, 0 to 1, same shape.

    >>> promised_fill(np.array([0.5]), 0.5).tolist()
    [0.75]
    """
    return forecast + promise * (1 - forecast)


def expected_fill(trust: float, promised: Floats, forecast: Floats) -> Floats:
    r"""Part of the posts that a parent expects to be filled.

    .. math::  E[f] = r f_P + (1 - r) f                                         \tag{V10}

    Args:
        trust: Weight on promises :math:`r`: reputation times the chance that they outlive an
            election, 0 to 1.
        promised: Part that would be filled if promises were kept :math:`f_P`, any shape.
        forecast: Part that the market would fill :math:`f`, same shape.

    Returns:
        Share of posts, 0 to 1, same shape.

    Source:
        E6, DC1: reputation weighs promises and adds nothing of its own (M37, M40).

    >>> expected_fill(0.5, np.array([1.0, 0.6]), np.array([0.6, 0.6])).tolist()
    [0.8, 0.6]
    """
    return trust * promised + (1 - trust) * forecast


def cost_of_splitting(posts: float, largest: float, more: float) -> float:
    r"""What a site costs that no building holds, relative to one under one roof.

    .. math::  1 + \varsigma \ln^+ (H / R)                                       \tag{V15}

    Args:
        posts: Posts of the project :math:`H`, at least 1.
        largest: Posts that the largest building holds :math:`R`; 0 is not known.
        more: What e times as many cost more :math:`\varsigma`, share.

    Returns:
        Factor, 1 where one building does.

    Source:
        Report, M42: no large single sites keep projects away; the form is an assumption.

    >>> cost_of_splitting(100.0, 300.0, 0.1), cost_of_splitting(100.0, 0.0, 0.1)
    (1.0, 1.0)
    """
    if not 0 < largest < posts:
        return 1.0
    return 1 + more * float(dlog(posts / largest))


def remembered(before: float, new: float, memory: float) -> float:
    r"""A count with memory.

    .. math::  P' = m P + n                                                     \tag{V11}

    Args:
        before: Count that is remembered :math:`P`.
        new: Count of this month :math:`n`.
        memory: Part that is remembered after a month :math:`m`, 0 to 1.

    Returns:
        Count.

    >>> remembered(100.0, 10.0, 0.5)
    60.0
    """
    return memory * before + new


def projects_courted(budget: float, cost: float, most: float) -> float:
    r"""Projects that courting brings to consider the cluster, with falling returns.

    .. math::  n = \frac{N\,b/c}{N + b/c}                                       \tag{V14}

    Args:
        budget: What courting costs :math:`b`, US$/year.
        cost: What the first project costs :math:`c`, US$/project, above 0.
        most: Projects that no budget exceeds :math:`N`, projects/year, above 0.

    Returns:
        Projects/year.

    Source:
        Assumption: the projects that may be won are finite, and the easiest come first.

    >>> projects_courted(5e6, cost=250_000.0, most=20.0)
    10.0
    """
    bought = budget / cost
    return most * bought / (most + bought)


def months_to_open(usual: float, budget: float, half: float) -> float:
    r"""Months from the choice of a site to its opening.

    .. math::  T = T_0\, b_{1/2} / (b_{1/2} + b)                                \tag{V12}

    Args:
        usual: Months without a single window :math:`T_0`.
        budget: What one window for investors costs :math:`b`, US$/year.
        half: Budget that halves the time :math:`b_{1/2}`, US$/year, above 0.

    Returns:
        Months.

    Source:
        Assumption: one window saves more at first than later (M39, I34).

    >>> months_to_open(12.0, 500_000.0, 500_000.0)
    6.0
    """
    return usual * half / (half + budget)


def training_effort(
    own: float, response: float, subsidy: Floats, horizon: float, leaving: Floats
) -> Floats:
    r"""Courses that a parent gives its staff here.

    .. math::  e = (e_0 + \beta\, z) \big/ (1 + \delta T)                        \tag{V13}

    Args:
        own: Courses without subsidy if nobody left :math:`e_0`, share of payroll.
        response: Courses that a full subsidy adds :math:`\beta`, share of payroll.
        subsidy: Part of the courses that government pays :math:`z`, 0 to 1, shape ``(sites,)``.
        horizon: Months over which a course pays :math:`T`.
        leaving: Part of the staff that leaves in a month :math:`\delta`, shape ``(sites,)``.

    Returns:
        Share of payroll, shape ``(sites,)``.

    Source:
        Assumption; expected staff loss lowers training (M07).

    >>> training_effort(0.02, 0.0, np.zeros(2), 50.0, np.array([0.0, 0.02])).tolist()
    [0.02, 0.01]
    """
    return (own + response * subsidy) / (1 + leaving * horizon)
