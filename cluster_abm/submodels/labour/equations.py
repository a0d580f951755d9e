"""Labour: pure functions of arrays."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cluster_abm.core import compiled
from cluster_abm.core.groups import first_mention, rank_in_group
from cluster_abm.core.kernels import places as kernels
from cluster_abm.core.numerics import dlog, logistic
from cluster_abm.core.types import Flags, Floats, Ints


def excess_to_release(staff: Ints, posts: Ints, band: float, speed: float) -> Floats:
    """Staff that goes this month because there is no work for it.

    Args:
        staff: Persons by skill, shape ``(firms, skills)``.
        posts: Posts wanted, shape ``(firms, skills)``.
        band: Excess kept, share of posts.
        speed: Part of the excess beyond the band that goes in a month.

    Returns:
        Persons, not whole, never negative, shape ``(firms, skills)``.

    Source:
        Assumption: labour hoarding; a post more than the band is never kept for good.

    >>> excess_to_release(np.array([[10, 5]]), np.array([[6, 5]]), 0.5, 0.5).tolist()
    [[0.5, 0.0]]
    """
    return np.maximum(staff - posts * (1 + band), 0.0) * speed


def moved_offer(offer: Floats, unfilled: Floats, rise: float, cap: float, fall: float) -> Floats:
    r"""Offers after a month: up where many posts stay unfilled, down where few do.

    .. math::  w' = w\,\big(1 + \min(\beta u, \bar\beta) - \delta\big)             \tag{L5}

    An offer rests where the share :math:`u = \delta / \beta` of posts stays unfilled, in a large
    firm as in a small one.

    Args:
        offer: Pay offered :math:`w`, shape ``(firms, skills)``.
        unfilled: Unfilled posts as a share of posts wanted :math:`u`, shape ``(firms, skills)``.
        rise: Response to the share :math:`\beta`.
        cap: Largest response :math:`\bar\beta`.
        fall: Fall when every post is filled :math:`\delta`.

    Returns:
        Pay offered next, shape ``(firms, skills)``.

    Source:
        As in the Keynes+Schumpeter labour market (Dosi et al. 2018); MODEL 3.

    >>> moved_offer(np.array([100.0, 100.0, 100.0]), np.array([0.1, 0.9, 0.0]), 0.1, 0.02, 0.01)
    array([100., 101.,  99.])
    """
    return offer * (1 + np.minimum(rise * unfilled, cap) - fall)


def pull_of_pay(pay: Floats | float, elsewhere: Floats | float, response: float) -> Floats:
    r"""Share of people whom relative pay would make move.

    .. math::  F = \frac{1}{1 + (\bar w / w)^{\kappa}}                        \tag{L6}

    Args:
        pay: Pay where they might go, any shape.
        elsewhere: Pay where they are, same unit and shape.
        response: Twice the elasticity at equal pay, :math:`\kappa`.

    Returns:
        Share, 0 to 1; a half at equal pay.

    Source:
        E8: a logit in log pay.

    >>> pull_of_pay(np.array([1.0, 2.0]), np.array([1.0, 1.0]), 1.0).round(3).tolist()
    [0.5, 0.667]
    """
    return logistic(response * dlog(np.asarray(pay / elsewhere)))


def stayers_pay(
    wage: Floats, offer: Floats, *, rising: Flags, raise_: float, catch_up: float
) -> Floats:
    r"""Pay of those who stay, after their yearly review.

    .. math::  w' = w(1 + g) + \omega \max(0, o - w)                          \tag{L7}

    Args:
        wage: Pay, shape ``(workers,)``.
        offer: What their firm offers newcomers of their class, shape ``(workers,)``.
        rising: Is the tenure scale still running?  Shape ``(workers,)``.
        raise_: Yearly rise on the scale :math:`g`.
        catch_up: Speed :math:`\omega`.

    Returns:
        Pay, shape ``(workers,)``.

    Source:
        E9, once a year on the day of hiring; C19 for the scale.

    >>> stayers_pay(np.array([100.0, 100.0]), np.array([110.0, 90.0]),
    ...             rising=np.array([False, True]), raise_=0.01, catch_up=0.5).tolist()
    [105.0, 101.0]
    """
    return wage * np.where(rising, 1 + raise_, 1.0) + catch_up * np.maximum(offer - wage, 0.0)


def reward(ability: Floats, share: float) -> Floats:
    r"""Pay of somebody relative to the usual pay of the class.

    .. math::  1 + \theta\,(a - 1)                                            \tag{L9}

    Args:
        ability: Efficiency units :math:`a`, shape ``(people,)``.
        share: Part of a difference in work that pay follows :math:`\theta`, 0 to 1.

    Returns:
        Factors, 1 for usual ability, shape ``(people,)``.

    Source:
        With 1, pay is for a unit of work, and the ablest are no bargain.

    >>> reward(np.array([0.8, 1.0, 1.2]), 0.5).tolist()
    [0.9, 1.0, 1.1]
    """
    factor: Floats = 1 + share * (ability - 1)
    return factor


class Matches(NamedTuple):
    """Who won which post."""

    candidate: Ints
    """Rows of the candidates who won, shape ``(matches,)``."""
    post: Ints
    """Posts that they won, shape ``(matches,)``."""


def choose_targets(attraction: Floats, group: Ints, luck: Floats) -> Ints:
    """Draw firms to apply to, in proportion to how they attract the candidate's group.

    Args:
        attraction: Of each firm for each group of candidates, shape ``(groups, firms)``.
        group: Group of each candidate, shape ``(candidates,)``.
        luck: Uniform numbers, shape ``(candidates, k)``.

    Returns:
        Firms, or -1 where none attracts, shape ``(candidates, k)``.

    >>> choose_targets(np.array([[1.0, 0.0, 3.0], [0.0, 0.0, 0.0]]), np.array([0, 1]),
    ...                np.array([[0.1, 0.3], [0.1, 0.3]])).tolist()
    [[0, 2], [-1, -1]]
    """
    if compiled.in_use:
        return kernels.choose_targets(attraction, group, luck)
    groups, firms = attraction.shape
    flat = attraction.ravel()
    pulls = np.flatnonzero(flat)
    if not len(pulls):
        return np.full(luck.shape, -1)
    running = np.append(0.0, np.cumsum(flat[pulls]))
    # where the firms that attract each group begin, and where the last group ends
    edges = np.searchsorted(pulls, np.arange(groups + 1) * firms)
    start, whole = running[edges[:-1]], np.diff(running[edges])
    aim = start[group, None] + luck * whole[group, None]
    place = np.searchsorted(running, aim, side="right") - 1
    # at the edges of a group rounding may point one place too far
    first, last = edges[:-1][group, None], edges[1:][group, None] - 1
    place = np.minimum(np.maximum(place, first), last)
    chosen: Ints = np.where(first > last, -1, pulls[place] - group[:, None] * firms)
    return chosen


def match_posts(target: Ints, *, openings: Ints, offers: Floats, rounds: int) -> Matches:
    """Let posts go to the best who apply, and candidates take the best offer they get.

    Candidates come best first, so every firm prefers the earlier row; who applies twice for one
    sort of post counts once.  In each round a firm
    offers its open posts to the best who have not turned it down; each candidate holds the
    best-paid of the offers and turns the others down for good.

    Args:
        target: Sort of post of each application (a firm and a skill), or -1 for none, shape
            ``(candidates, k)``.
        openings: Open posts of each sort, shape ``(sorts,)``.
        offers: Pay offered, shape ``(sorts,)``.
        rounds: Times that turned-down offers are passed on.

    Returns:
        Winners and posts; nobody wins twice and no more posts are filled than are open.

    Source:
        Deferred acceptance in its simplest form: Gale and Shapley (1962), stopped early.

    >>> match_posts(np.array([[0, 1], [0, -1], [0, 1]]), openings=np.array([1, 1]),
    ...             offers=np.array([10.0, 9.0]), rounds=3)
    Matches(candidate=array([0, 2]), post=array([0, 1]))
    """
    if compiled.in_use:
        return _won(kernels.match_posts(target, openings, offers, rounds))
    candidates, k = target.shape
    post = target.ravel()
    live = np.flatnonzero((target >= 0) & first_mention(target))
    who, post = live // k, post[live]
    # uint16 makes the stable sort a radix sort; order within a post stays best first
    narrow = np.uint16 if len(openings) <= LARGEST_UINT16 else np.int64
    order = np.argsort(post.astype(narrow), kind="stable")
    who, post = who[order], post[order]
    held = np.full(candidates, -1, np.int64)
    for _ in range(rounds):
        # the first entry counts those who hold nothing, -1
        taken = np.bincount(held + 1, minlength=len(openings) + 1)[1:]
        chosen = rank_in_group(post) < (openings - taken)[post]
        if not chosen.any():
            break
        _hold_best(held, who[chosen], post[chosen], offers)
        who, post = who[~chosen], post[~chosen]
    return _won(held)


def _won(held: Ints) -> Matches:
    """List who holds a post, and which."""
    won = np.flatnonzero(held >= 0)
    return Matches(won, held[won])


LARGEST_UINT16 = 65_535


def _hold_best(held: Ints, who: Ints, post: Ints, offers: Floats) -> None:
    """Let each candidate hold the best-paid of what is held and what is offered."""
    # ascending pay, so the best offer is written last; equal pay keeps the order of posts
    order = np.argsort(offers[post], kind="stable")
    who, post = who[order], post[order]
    best = np.full(len(held), -1, np.int64)
    best[who] = post
    rows = np.flatnonzero(best >= 0)
    now = held[rows]
    better = (now < 0) | (offers[best[rows]] > offers[now])
    held[rows[better]] = best[rows[better]]


def grown_ability(ability: Floats, learning: float, ceiling: float) -> Floats:
    r"""Ability after a month of work.

    .. math::  a' = a + \lambda \max(0, \bar a - a)                            \tag{L8}

    Args:
        ability: Efficiency units, shape ``(workers,)``.
        learning: Speed :math:`\lambda`.
        ceiling: Ability of the experienced :math:`\bar a`.

    Returns:
        Efficiency units, shape ``(workers,)``.

    Source:
        Assumption: learning by doing that ends.

    >>> grown_ability(np.array([0.8, 1.2]), 0.5, 1.0).tolist()
    [0.9, 1.2]
    """
    return ability + learning * np.maximum(ceiling - ability, 0.0)
