"""Facilitation: the equations."""

from __future__ import annotations

from cluster_abm.core.numerics import lognormal, normal
from cluster_abm.core.types import Flags, Floats

# The facilitator


def granted_part(strictness: float, met: float) -> float:
    r"""Part of its budget that the facilitator is granted for the next year.

    .. math::  1 - s\,(1 - m)                                                     \tag{H1}

    Args:
        strictness: Part that is lost where no milestone was met :math:`s`, 0 to 1.
        met: Part of the milestones met :math:`m`, 0 to 1.

    Returns:
        Share, 0 to 1.

    Source:
        Report, I92: money depends on progress.

    >>> granted_part(0.0, 0.0), granted_part(1.0, 0.25)
    (1.0, 0.25)
    """
    return 1 - strictness * (1 - met)


def public_part(budget: float, matched: float, dues: float) -> float:
    r"""Public money of a month, part of which only matches what members pay.

    .. math::  (1 - \mu) B + \min(\mu B, D)                                       \tag{H2}

    Args:
        budget: Budget of the month :math:`B`, US cent.
        matched: Part that must be matched :math:`\mu`, 0 to 1.
        dues: What members pay this month :math:`D`, US cent.

    Returns:
        US cent.

    Source:
        Report, Q83: public money more than matched privately.

    >>> public_part(100.0, 0.5, 20.0)
    70.0
    """
    return (1 - matched) * budget + min(matched * budget, dues)


def hoped_benefit(
    budget: float, members: float, worth: float, independence: float, spread: float, luck: Floats
) -> Floats:
    r"""What a firm hopes to gain from a year as a member.

    .. math::  \omega\, i\, \frac{B}{n}\, e^{\sigma z - \sigma^2/2}                \tag{H3}

    The more members share what the facilitator spends, the less there is for each.

    Args:
        budget: What the facilitator means to spend for members in a year :math:`B`, US$.
        members: Members among whom it is shared :math:`n`, at least 1.
        worth: Worth of a dollar of it :math:`\omega`.
        independence: Freedom from dominant interests :math:`i`, 0 to 1.
        spread: Spread of beliefs :math:`\sigma`.
        luck: Bent of each firm, uniform, shape ``(firms,)``.

    Returns:
        US$/year, shape ``(firms,)``.

    Source:
        Report, M131 for independence; the form is an assumption.

    >>> hoped_benefit(1000.0, 10.0, 0.5, 0.5, 0.0, np.array([0.3])).tolist()
    [25.0]
    """
    return lognormal(luck, worth * independence * budget / members, spread)


def worth_with_leaders(worth: float, leaders: int, pull: float) -> float:
    r"""What firms believe a dollar is worth where some owners lead.

    .. math::  \omega \left(1 + a \frac{L}{1 + L}\right)                          \tag{H11}

    Args:
        worth: Belief without anybody who leads :math:`\omega`, US$/US$.
        leaders: Members who lead :math:`L`.
        pull: What many of them add :math:`a`, factor.

    Source:
        Report, M129; the form is an assumption.

    >>> worth_with_leaders(0.1, 1, 0.5)
    0.125
    """
    return worth * (1 + pull * leaders / (1 + leaders))


def carried(money: float, hours: float, an_hour: float) -> float:
    r"""What the facilitator spends for members who give their time for it.

    .. math::  \min(M, m h)                                                      \tag{H9}

    Args:
        money: What it could spend :math:`M`, US cent.
        hours: Time that members give :math:`h`, hours.
        an_hour: What can be spent well on an hour of theirs :math:`m`, US cent/hour.

    Returns:
        US cent.

    >>> carried(1000.0, 4.0, 100.0)
    400.0
    """
    return min(money, hours * an_hour)


def seen_fit(fit: Floats, error: float, luck: Floats) -> Floats:
    r"""How well two firms seem to fit to somebody who knows both a little.

    .. math::  c + \sigma z                                                       \tag{H4}

    Args:
        fit: How well they fit :math:`c`, 0 to 1, any shape.
        error: Spread of the error :math:`\sigma`.
        luck: Uniform numbers, same shape.

    Returns:
        Scores, same shape.

    >>> seen_fit(np.array([0.4]), 0.5, np.array([0.5])).tolist()
    [0.4]
    """
    return fit + error * normal(luck)


# Pleading


def pleads(chance: float, money: float, cost: Floats) -> Flags:
    r"""Is the money that may come worth the pleading?

    .. math::  \hat p\, G > k                                                     \tag{H5}

    Args:
        chance: Chance of approval expected :math:`\hat p`, 0 to 1.
        money: What an initiative is given :math:`G`, US$.
        cost: Cost of pleading :math:`k`, US$, shape ``(pleaders,)``.

    Returns:
        Yes or no, shape ``(pleaders,)``.

    Source:
        E13; report, M155.

    >>> pleads(0.5, 100.0, np.array([40.0, 60.0])).tolist()
    [True, False]
    """
    worth: Flags = chance * money > cost
    return worth


def passes(real: Flags, accuracy: float, luck: Floats) -> Flags:
    r"""Which initiatives pass the screen, which errs both ways.

    .. math::  d\,r + z > d/2                                                     \tag{H6}

    Args:
        real: Has it commercial substance :math:`r`?  Shape ``(pleas,)``.
        accuracy: How far apart the scores of both kinds are :math:`d`, standard deviations.
        luck: Uniform numbers, shape ``(pleas,)``.

    Returns:
        Yes or no, shape ``(pleas,)``; with no accuracy half of both pass.

    Source:
        E13: a signal with two errors; Green and Swets (1966) for the form.

    >>> passes(np.array([True, False]), 9.0, np.array([0.5, 0.5])).tolist()
    [True, False]
    """
    score = accuracy * real + normal(luck)
    passed: Flags = score > accuracy / 2
    return passed


def chance_after(chance: float, passed: int, decided: int, memory: float) -> float:
    r"""Chance of approval that pleaders expect after they have seen some decisions.

    .. math::  \frac{n \hat p + a}{n + b}                                         \tag{H7}

    Args:
        chance: Chance expected before :math:`\hat p`.
        passed: Initiatives approved :math:`a`.
        decided: Initiatives decided :math:`b`.
        memory: Decisions that the belief is worth :math:`n`.

    Returns:
        Chance, 0 to 1.

    >>> chance_after(0.5, 0, 10, 10.0)
    0.25
    """
    return (memory * chance + passed) / (memory + decided)


def money_after_waste(money: float, waste: float, caution: float) -> float:
    r"""Money for initiatives that is left where waste is known.

    .. math::  M \max(0,\ 1 - \kappa w)                                           \tag{H10}

    Args:
        money: Money on offer :math:`M`, US$.
        waste: Part of past awards known to be wasted :math:`w`, 0 to 1.
        caution: How strongly money follows :math:`\kappa`; 0 is not at all.

    Returns:
        US$.

    >>> money_after_waste(100.0, waste=0.25, caution=1.0)
    75.0
    """
    return money * max(0.0, 1 - caution * waste)


def cost_of_pleading(mean: float, spread: float, luck: Floats) -> Floats:
    r"""What pleading costs: little for those who are skilled at it.

    .. math::  k = \bar k\, e^{\sigma z - \sigma^2/2}                             \tag{H8}

    Args:
        mean: Mean cost :math:`\bar k`, US$.
        spread: :math:`\sigma`.
        luck: Uniform numbers, shape ``(pleaders,)``.

    Returns:
        US$, shape ``(pleaders,)``.

    >>> cost_of_pleading(100.0, 0.0, np.array([0.2])).tolist()
    [100.0]
    """
    return lognormal(luck, mean, spread)
