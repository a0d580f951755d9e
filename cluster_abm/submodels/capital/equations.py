"""Capital: the equations."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.numerics import normal
from cluster_abm.core.types import Floats, Ints

MONTHS = 12

# Credit


def cash_flow(earnings: Floats, wear: Floats, interest: Ints) -> Floats:
    r"""Earnings of a year before interest, tax and wear.

    .. math::  \textstyle\sum_{j=1}^{12} e_j + 12\,(w + i)                     \tag{B1}

    Args:
        earnings: Earnings :math:`e_j` after interest and wear, US cent/month, shape
            ``(firms, 12)``.
        wear: Equipment that wore out :math:`w`, US cent/month, shape ``(firms,)``.
        interest: Interest :math:`i`, US cent/month, shape ``(firms,)``.

    Returns:
        US cent/year, shape ``(firms,)``.

    >>> cash_flow(np.full((1, 12), 10.0), np.array([2.0]), np.array([1])).tolist()
    [156.0]
    """
    flow: Floats = np.add.reduce(earnings, 1) + MONTHS * (wear + interest)
    return flow


def lent_against(worth: NDArray[np.floating[Any]] | Ints, share: Floats) -> Floats:
    r"""What a bank lends a firm against one kind of security.

    .. math::  \ell_a \max(0, A_a)                                               \tag{B2}

    Args:
        worth: What the firm can offer of it :math:`A_a`: hard assets, bills to collect, a year's
            cash flow or own products, US cent, shape ``(firms,)``.
        share: What a bank lends against it :math:`\ell_a`, shape ``(firms,)``.

    Returns:
        US cent, never negative, shape ``(firms,)``.

    Source:
        E11; report, M102: today only hard assets count.

    >>> lent_against(np.array([100.0, -80.0]), np.array([0.6, 1.5])).tolist()
    [60.0, 0.0]
    """
    return share * np.maximum(worth, 0.0)


def interest_due(debt: Ints, rate: float) -> Floats:
    r"""Interest of a month.

    .. math::  r D / 12                                                          \tag{B3}

    Args:
        debt: What firms owe banks :math:`D`, US cent, shape ``(firms,)``.
        rate: Interest :math:`r`, share/year.

    Returns:
        US cent/month, shape ``(firms,)``.

    >>> interest_due(np.array([1200]), 0.1).tolist()
    [10.0]
    """
    return rate * debt / MONTHS


def response_to_rate(rate: float, usual: float, elasticity: float) -> float:
    r"""Loans that firms want at a rate of interest, relative to those at the usual rate.

    .. math::  \max\bigl(0,\; 1 - \varepsilon\,(r / r_0 - 1)\bigr)                  \tag{B3a}

    Args:
        rate: Interest :math:`r`, share/year.
        usual: Interest of 2009 :math:`r_0`, share/year.
        elasticity: Fall of the wish with the rate :math:`\varepsilon`, at that of 2009.

    Returns:
        Factor; 0 from :math:`r_0 (1 + 1 / \varepsilon)` on, where the interest is what equipment
        earns.

    Source:
        Dehejia, Montgomery and Morduch (2012): 0.73 to 1.04; Karlan and Zinman (2008): 0.28 for
        lower rates, above 1 for higher ones.

    >>> [round(response_to_rate(r, 0.1, 0.7), 2) for r in (0.0, 0.1, 0.2, 0.5)]
    [1.7, 1.0, 0.3, 0.0]
    """
    return max(0.0, 1 - elasticity * (rate / usual - 1))


def new_loan(shortage: Floats, gap: Floats, left: Floats) -> Floats:
    r"""What a firm borrows: what it is short of, or part of what its equipment may carry.

    .. math::  \min\bigl(\max(0, s, g),\; \ell\bigr)                             \tag{B4}

    Args:
        shortage: What it cannot pay :math:`s`, US cent, shape ``(firms,)``.
        gap: Equipment loans it means to take this month :math:`g`, US cent, shape ``(firms,)``.
        left: What banks would still lend it :math:`\ell`, US cent, shape ``(firms,)``.

    Returns:
        US cent, from 0 to what is left, shape ``(firms,)``.

    >>> new_loan(np.array([30.0, 30.0]), np.array([5.0, 5.0]), np.array([100.0, 20.0])).tolist()
    [30.0, 20.0]
    """
    return np.minimum(np.maximum(np.maximum(shortage, gap), 0.0), left)


def repayment(debt: Ints, carried: Floats, spare: Floats) -> Floats:
    r"""What a firm with spare cash pays back of the debt that its equipment does not carry.

    .. math::  \max\bigl(0, \min(D - c,\; m)\bigr)                               \tag{B5}

    Args:
        debt: What it owes :math:`D`, US cent, shape ``(firms,)``.
        carried: Debt that its equipment carries :math:`c`, US cent, shape ``(firms,)``.
        spare: Spare cash :math:`m`, US cent, shape ``(firms,)``.

    Returns:
        US cent, from 0 to the debt, shape ``(firms,)``.

    >>> repayment(np.array([50, 50, 5]), np.full(3, 10.0), np.array([100.0, -2.0, 9.0])).tolist()
    [40.0, 0.0, 0.0]
    """
    return np.maximum(np.minimum(debt - carried, spare), 0.0)


def capital_of_banks(purse: int, loans: int) -> int:
    r"""Own capital of banks behind their loans to the cluster.

    .. math::  E = M + D                                                         \tag{B5b}

    Args:
        purse: Money in hand less what is owed to depositors :math:`M`, US cent.
        loans: What firms owe :math:`D`, US cent.

    Returns:
        US cent; below nought if losses have eaten it up.

    >>> capital_of_banks(-88, loans=100)
    12
    """
    return purse + loans


def room_for_loans(capital: int, loans: int, ratio: float) -> float:
    r"""What banks may still lend.

    .. math::  \max(0,\; E/\rho - D)                                             \tag{B5c}

    Args:
        capital: Own capital :math:`E`, US cent.
        loans: What firms owe :math:`D`, US cent.
        ratio: Capital that a loan takes :math:`\rho`; 0 is no limit.

    Returns:
        US cent.

    Source:
        MODEL 3: write-offs hit bank equity, which limits credit.

    >>> room_for_loans(12, 100, 0.08), room_for_loans(7, 100, 0.08)
    (50.0, 0.0)
    """
    return max(0.0, capital / ratio - loans) if ratio else float("inf")


# Grants


def expected_gain(belief: Floats, grant: float, benefit: float) -> Floats:
    r"""What a firm expects of applying for a grant.

    .. math::  \hat p\, G\, \beta                                                 \tag{B6}

    Args:
        belief: Chance of approval that it expects :math:`\hat p`, shape ``(firms,)``.
        grant: Size of a grant :math:`G`, US$.
        benefit: What a dollar of it is worth :math:`\beta`.

    Returns:
        US$, shape ``(firms,)``.

    Source:
        E10; report, M98: few approvals discourage proposals.

    >>> expected_gain(np.array([0.01, 0.05]), 60_000, 1.0).tolist()
    [600.0, 3000.0]
    """
    return belief * (grant * benefit)


def noise_of_review(load: float, usual: float, haste: float) -> float:
    r"""Spread of reviewers' errors, which grows with what each of them has to read.

    .. math::  \sigma \sqrt{1 - h + h\,\ell}                                       \tag{B7}

    Args:
        load: Applications a reviewer, relative to the usual :math:`\ell`.
        usual: Spread at the usual load :math:`\sigma`.
        haste: Part of the variance that grows with the load :math:`h`, 0 to 1.

    Returns:
        Standard deviations.

    Source:
        E10; assumption: some errors are of haste, others of taste.

    >>> noise_of_review(1.0, 1.5, 0.2), noise_of_review(16.0, 1.5, 0.2)
    (1.5, 3.0)
    """
    return float(usual * np.sqrt(1 - haste + haste * load))


def bar(threshold: float, mean: float, spreads: Floats, caution: float = 0.0) -> float:
    r"""Score that a given share of the applicants of 2009 stays below, and what caution adds.

    .. math::  \mu + \big(\Phi^{-1}(\theta) + c\big)\sqrt{\textstyle\sum_k \sigma_k^2}  \tag{B8}

    Args:
        threshold: Share of the applicants of 2009 :math:`\theta`, 0 to 1.
        mean: Their mean merit :math:`\mu`.
        spreads: Spreads of value, presentation and errors :math:`\sigma_k`, shape ``(3,)``.
        caution: What the funder asks for beyond :math:`c`, standard deviations.

    Returns:
        Score; whoever applies, it stays where it is.

    >>> bar(0.5, 0.25, np.ones(3))
    0.25
    """
    return float(mean + (normal(threshold) + caution) * np.sqrt((spreads * spreads).sum()))


def caution(awards: float, usual: float, weight: float) -> float:
    r"""How much higher the bar is where few projects carry the whole risk.

    .. math::  \kappa \Big(\frac{1}{\sqrt{1 + n}} - \frac{1}{\sqrt{1 + n_0}}\Big)      \tag{B8b}

    Args:
        awards: Awards of the last twelve months :math:`n`.
        usual: Awards of a year at which the bar is where the law puts it :math:`n_0`.
        weight: Caution of who grants :math:`\kappa`, standard deviations; 0 is none.

    Returns:
        Standard deviations of the score.

    Source:
        Report, M101: few proposals leave the funder with few eggs in one basket; the standard
        error of the mean result of n projects.

    >>> caution(0.0, usual=3.0, weight=1.0), caution(3.0, usual=3.0, weight=1.0)
    (0.5, 0.0)
    """
    return float(weight * (1 / np.sqrt(1 + awards) - 1 / np.sqrt(1 + usual)))


def belief_after(belief: Floats, weight: Floats, evidence: Floats, memory: float) -> Floats:
    r"""Chance of approval that a firm expects after what it has seen.

    .. math::  \frac{n \hat p + e}{n + w}                                         \tag{B9}

    Args:
        belief: Chance expected before :math:`\hat p`, shape ``(firms,)``.
        weight: Applications seen, weighted :math:`w`, shape ``(firms,)``.
        evidence: Approvals among them, weighted :math:`e`, shape ``(firms,)``.
        memory: Applications that the belief is worth :math:`n`.

    Returns:
        Chances, shape ``(firms,)``.

    Source:
        Mean of a beta distribution of constant weight: what was long ago is forgotten.

    >>> belief_after(np.array([0.1, 0.1]), np.array([10.0, 0.0]), np.zeros(2), 10.0).tolist()
    [0.05, 0.1]
    """
    return (memory * belief + evidence) / (memory + weight)
