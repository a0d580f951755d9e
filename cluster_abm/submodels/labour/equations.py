"""Labour: pure functions of arrays."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cluster_abm.core.groups import first_mention, rank_in_group
from cluster_abm.core.numerics import dexp, dlog, dpow, logistic
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


def share_unfilled(unfilled: Ints, posts: Ints, market: Floats, watch: float) -> Floats:
    r"""Share of posts unfilled on which a firm acts: its own, and what it hears of the market.

    .. math::  u_f = \frac{m_f + k\,\bar u}{n_f + k}                         \tag{L12}

    A firm of one post knows little from it.  Acting on it alone it would offer more whenever the
    post is open, up to the cap of (L5), and rest where it is open one month in six.

    Args:
        unfilled: Posts that nobody took :math:`m_f`, shape ``(firms, skills)``.
        posts: Posts for which somebody must be found :math:`n_f`, shape ``(firms, skills)``.
        market: Share unfilled in all firms :math:`\bar u`, shape ``(skills,)``.
        watch: Posts of its own that weigh as much as the market :math:`k`.

    Returns:
        Shares, shape ``(firms, skills)``; that of the market where a firm has no post.

    Source:
        Derived: the mean of a Beta belief centred on the market.

    >>> share_unfilled(np.array([[1], [0]]), np.array([[2], [0]]), np.array([0.1]), 2.0).tolist()
    [[0.3], [0.1]]
    """
    weight = max(watch, SMALLEST_LUCK)
    return (unfilled + weight * market) / (posts + weight)


def beside(wanted: Floats, held: Ints) -> Floats:
    r"""Posts wanted when some are held by founders, who do part of everybody's work.

    .. math::  n_k + (h_k - n_k)^+ - n'_k \min\Big(1, \frac{\sum (h - n)^+}{\sum n'}\Big),
               \quad n'_k = (n_k - h_k)^+                                     \tag{L14}

    Args:
        wanted: Posts wanted by skill :math:`n_k`, not whole, shape ``(firms, skills)``.
        held: Posts that founders hold :math:`h_k`, same shape.

    Returns:
        Posts, not whole, at least those held, as many in all as wanted or as held, same shape.

    >>> beside(np.array([[1.6, 0.4]]), np.array([[0, 1]])).round(9).tolist()
    [[1.0, 1.0]]
    """
    beyond, rest = np.maximum(held - wanted, 0.0), np.maximum(wanted - held, 0.0)
    done = beyond.sum(axis=1) / np.maximum(rest.sum(axis=1), SMALLEST_LUCK)
    posts: Floats = wanted + beyond - rest * np.minimum(done, 1.0)[:, None]
    return posts


def whole_posts(wanted: Floats, held: Ints, luck: Floats) -> Ints:
    r"""Whole posts of each skill that add up to the rounded number wanted.

    .. math::  n_k = \lfloor w_k \rfloor + 1\{k \text{ among the first } R\},\quad
               R = N - \sum \lfloor w_k \rfloor,\quad N = \operatorname{rint}\sum w_k  \tag{L13}

    First come skills in which somebody holds such a post already, as a firm that dismissed for a
    fraction would for ever hire and dismiss; then those with the largest :math:`u_k^{1/f_k}`,
    where :math:`f_k` is the fraction wanted.  No draw lasts longer than a job, so that no firm is
    cheaper than others for life.

    Args:
        wanted: Posts wanted by skill :math:`w_k`, not whole, shape ``(firms, skills)``.
        held: Posts filled or reserved, same shape.
        luck: Uniform numbers :math:`u_k`, same shape.

    Returns:
        Posts, same shape.

    Source:
        Efraimidis and Spirakis (2006): weighted sampling without replacement.

    >>> whole_posts(np.array([[0.5, 1.0, 0.5]]), np.array([[0, 1, 0]]), np.array([[0.2, 0.5, 0.7]]))
    array([[0, 1, 1]])
    >>> whole_posts(np.array([[0.5, 1.0, 0.5]]), np.array([[1, 1, 0]]), np.array([[0.2, 0.5, 0.7]]))
    array([[1, 1, 0]])
    """
    total = wanted.sum(axis=1)
    number = np.rint(total)
    exact = wanted * (number / np.maximum(total, SMALLEST_LUCK))[:, None]
    whole = np.floor(exact + HAIR)
    fraction = np.maximum(exact - whole, 0.0)
    some = fraction > HAIR
    turn = np.where(some, dpow(luck, 1 / np.maximum(fraction, HAIR)) + (held > whole), -1.0)
    order = np.argsort(-turn, axis=1, kind="stable")
    rank = np.argsort(order, axis=1, kind="stable")
    posts: Ints = (whole + (rank < (number - whole.sum(axis=1))[:, None])).astype(np.int64)
    return posts


HAIR = 1e-9
"""Tolerance for rounding in counts of persons."""


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

    .. math::  F = \frac{1}{1 + (\bar w / w)^{2\varepsilon}}                  \tag{L6}

    Args:
        pay: Pay where they might go, any shape.
        elsewhere: Pay where they are, same unit and shape.
        response: Elasticity at equal pay :math:`\varepsilon`; at any pay it is
            :math:`2\varepsilon(1 - F)`.

    Returns:
        Share, 0 to 1; a half at equal pay.

    Source:
        E8: a logit in log pay.

    >>> pull_of_pay(np.array([1.0, 2.0]), np.array([1.0, 1.0]), 0.5).round(3).tolist()
    [0.5, 0.667]
    """
    return logistic(2 * response * dlog(np.asarray(pay / elsewhere)))


def taste_for_sector(luck: Floats, response: float) -> Floats:
    r"""What somebody of another sector asks for here, relative to what would make most people move.

    .. math::  x = \Big(\frac{u}{1 - u}\Big)^{1/2\varepsilon}, \qquad
               P(x \le w / \bar w) = F(w / \bar w)                            \tag{L10}

    with :math:`F` from (L6), so that pay acts once: in what people ask for.

    Args:
        luck: Uniform numbers :math:`u`, shape ``(people,)``.
        response: Elasticity at equal pay :math:`\varepsilon`.

    Returns:
        Factors, half of them below 1, shape ``(people,)``.

    Source:
        E8; the logit of (L6), person by person.

    >>> taste_for_sector(np.array([0.2, 0.5, 0.8]), 1.0).round(9).tolist()
    [0.5, 1.0, 2.0]
    """
    inside = np.maximum(luck, SMALLEST_LUCK)
    log = dlog(inside / (1 - inside)) / max(2 * response, LEAST_RESPONSE)
    taste: Floats = dexp(np.minimum(np.maximum(log, -FAR), FAR))
    return taste


SMALLEST_LUCK = 2.0**-54
"""Luck that counts as nought."""
LEAST_RESPONSE = 1e-9
"""Response that counts as none."""
FAR = 300.0
"""Log points beyond which everybody moves, or nobody."""


def blur(spread: float, screening: float) -> float:
    r"""Error with which employers see the ability of those who apply.

    .. math::  \sigma_\epsilon = \sigma \sqrt{1/\rho^2 - 1}                     \tag{L11}

    Args:
        spread: Spread of ability within a class :math:`\sigma`, log points.
        screening: Correlation of what they see with what they get :math:`\rho`, above 0 to 1.

    Returns:
        Standard deviation of the error, log points.

    Source:
        Derived: two independent normal numbers; the correlation from Schmidt and Hunter (1998).

    >>> blur(0.15, 1.0), round(blur(0.15, 0.6), 9)
    (0.0, 0.2)
    """
    return spread * float(np.sqrt(1 / (screening * screening) - 1))


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


def held(bid: Floats, pay: Floats, least: Floats) -> Flags:
    r"""Who stays if the employer pays as much as another firm bids.

    .. math::  b > w, \qquad r > w                                           \tag{L15}

    Who would go for no more than today's pay :math:`w` goes for what else the job is worth, and
    no pay that only equals the bid :math:`b` holds such a person.

    Args:
        bid: Pay that the other firm bids :math:`b`, shape ``(people,)``.
        pay: Pay today :math:`w`, same unit and shape.
        least: Least pay accepted elsewhere :math:`r`, same unit and shape.

    Returns:
        Flags, same shape.

    Source:
        E9; matched offers as in Postel-Vinay and Robin (2002).

    >>> held(np.array([110.0, 110.0, 90.0]), np.array([100.0] * 3), np.array([103.0, 95.0, 85.0]))
    array([ True, False, False])
    """
    stays: Flags = (bid > pay) & (least > pay)
    return stays


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
