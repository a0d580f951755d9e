"""Markets: pure functions of arrays."""

from __future__ import annotations

import numpy as np

from cluster_abm.core.types import Flags, Floats, Ints


def experience_after_a_month(experience: Floats, billed: Ints, life: float) -> Floats:
    r"""Work done for each buyer, that of long ago the less.

    .. math::  X' = X\,(1 - 1/\lambda) + b                                     \tag{X1}

    Args:
        experience: Work done so far :math:`X`, US cent, shape ``(firms, segments)``.
        billed: Work of the month :math:`b`, US cent, same shape.
        life: How long work done is of use :math:`\lambda`, months, at least 1.

    Returns:
        US cent, same shape.

    >>> experience_after_a_month(np.array([[100.0]]), np.array([[10]]), 10.0).tolist()
    [[100.0]]
    """
    kept: Floats = experience * (1 - 1 / life) + billed
    return kept


def intimacy(experience: Floats, half: float) -> Floats:
    r"""How well a firm knows the needs of each buyer.

    .. math::  I_{fm} = \frac{X_{fm}}{\sum_k X_{fk} + X_0}                      \tag{X2}

    What people attend to is limited: who works for everybody knows nobody well.

    Args:
        experience: Work done for each buyer :math:`X`, US cent, shape ``(firms, segments)``.
        half: Work for one buyer alone after which half of its needs are known :math:`X_0`,
            US cent.

    Returns:
        Shares, 0 to 1, of each firm below 1 together, shape ``(firms, segments)``.

    Source:
        M73, M74; assumption: attention is shared as work is.

    >>> intimacy(np.array([[6.0, 2.0], [0.0, 0.0]]), 2.0).tolist()
    [[0.6, 0.2], [0.0, 0.0]]
    """
    share: Floats = experience / (experience.sum(axis=1) + half)[:, None]
    return share


def familiarity(intimacy: Floats, home: Ints, overlap: Floats) -> Floats:
    r"""How well each firm knows each need: those of segments at home, and of niches abroad.

    .. math::  F_{fm} = I_{fm},\qquad F_{fn} = I_{fx} + \omega_n I_{f\,h(n)}         \tag{X7}

    Args:
        intimacy: How well a firm knows each segment :math:`I`, abroad :math:`x` last, shape
            ``(firms, segments)``.
        home: Segment at home that is most like each niche :math:`h(n)`, shape ``(niches,)``.
        overlap: Part of what is known of it that serves the niche :math:`\omega_n`, 0 to 1,
            shape ``(niches,)``.

    Returns:
        Shares, 0 to 1, shape ``(firms, needs)``, niches last.

    Source:
        A29: what serves the Canal serves other ports; the overlap of vectors of requirements, in
        the basis of industries.

    >>> familiarity(np.array([[0.4, 0.2]]), np.array([0]), np.array([0.5])).tolist()
    [[0.4, 0.4]]
    """
    abroad = intimacy[:, -1:] + overlap * intimacy[:, home]
    return np.concatenate([intimacy[:, :-1], abroad], axis=1)


def heard_of(references: Floats, told: Floats, half: float) -> Floats:
    r"""Part of the buyers of each segment that has heard of each firm's work.

    .. math::  h_{fm} = \frac{S_{fm}}{S_{fm} + S_0},\quad
               S_{fm} = (1 - \tau_m)\,R_{fm} + \sum_k \tau_k R_{fk}               \tag{X6}

    Args:
        references: Contracts delivered to each segment :math:`R_{fk}`, shape ``(firms, segments)``.
        told: Part of the references given by each segment that others read :math:`\tau_k`, 0 to
            1, shape ``(segments,)``.
        half: References that half of the buyers have heard of :math:`S_0`.

    Returns:
        Shares, 0 to below 1, shape ``(firms, segments)``.

    Source:
        G6: references spread to other buyers by the sophistication of the buyer who gave them.

    >>> heard_of(np.array([[2.0, 0.0]]), np.array([0.5, 0.0]), 1.0).round(3).tolist()
    [[0.667, 0.5]]
    """
    elsewhere = (references * told).sum(axis=1)
    read = references * (1 - told) + elsewhere[:, None]
    share: Floats = read / (read + half)
    return share


def lift_by_buyers(
    level: Floats, asked: Floats, intimacy: Floats, own_share: Floats, rate: float
) -> Floats:
    r"""What demanding customers teach their vendors in a month.

    .. math::  \ell\,o_f \sum_m I_{fm} \max(0,\ s_m - q_f)                      \tag{X3}

    Args:
        level: Quality of own work :math:`q_f`, log points, shape ``(firms,)``.
        asked: Quality that each buyer asks for :math:`s_m`, log points, shape ``(segments,)``.
        intimacy: How well each firm knows each buyer :math:`I`, shape ``(firms, segments)``.
        own_share: Share of own work in what it does :math:`o_f`, shape ``(firms,)``.
        rate: Part of the gap closed :math:`\ell`, 1/month.

    Returns:
        Log points, never negative, shape ``(firms,)``.

    Source:
        M69, M73: a demanding customer raises the capability of its vendor in what it buys.

    >>> lift_by_buyers(np.array([0.0, 0.2]), np.array([0.1]), np.ones((2, 1)), np.ones(2), 0.5)
    array([0.05, 0.  ])
    """
    gap = np.maximum(asked - level[:, None], 0.0)
    lift: Floats = rate * own_share * (intimacy * gap).sum(axis=1)
    return lift


def sales_expected(capacity: Floats, part: float, odds: Floats, usual: float) -> Floats:
    r"""What a firm expects to sell abroad, judging by those who do.

    .. math::  c_f\, \pi\, \frac{o_f}{\bar o}                                   \tag{X4}

    Args:
        capacity: Work that it can do :math:`c_f`, US cent/month, shape ``(firms,)``.
        part: Part of their work that exporters do for customers abroad :math:`\pi`.
        odds: What its work is worth to buyers abroad :math:`o_f`, odds, shape ``(firms,)``.
        usual: That of exporters on average :math:`\bar o`, odds.

    Returns:
        US cent/month, at most its capacity, shape ``(firms,)``.

    >>> sales_expected(np.array([100.0, 100.0]), 0.2, np.array([1.0, 9.0]), 1.0).tolist()
    [20.0, 100.0]
    """
    return capacity * np.minimum(part * odds / usual, 1.0)


def worth_going(
    profit: Floats, months: float, belief: Floats, cost: Floats, at_call: Floats, vouched: Flags
) -> Flags:
    r"""Does the way abroad pay, and can the firm go it?

    .. math::  \beta_f T \pi_f > k_f,\quad m_f \ge k_f,\quad v_f                \tag{X5}

    Args:
        profit: Profit expected abroad :math:`\pi_f`, US cent/month, shape ``(firms,)``.
        months: How far ahead firms look :math:`T`, months.
        belief: Part of it that they dare believe :math:`\beta_f`, 0 to 1, same shape.
        cost: What it costs to enter :math:`k_f`, US cent, same shape.
        at_call: Money that it can spare :math:`m_f`, US cent, same shape.
        vouched: Is there a customer who speaks for it :math:`v_f`?  Same shape.

    Source:
        Roberts and Tybout (1997), American Economic Review 87(4): exports are a decision with
        sunk cost.

    >>> one, yes = np.ones(2), np.array([True, True])
    >>> worth_going(np.array([1.0, 3.0]), 10.0, one, 20 * one, 20 * one, yes).tolist()
    [False, True]
    """
    pays: Flags = (belief * months * profit > cost) & (at_call >= cost) & vouched
    return pays
