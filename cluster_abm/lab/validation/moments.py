"""Moments of cohorts and of firms: what no single month can show (K47, C10 to C20, C23, C24)."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from cluster_abm.agents.classes import Kind
from cluster_abm.core.types import Floats, Ints
from cluster_abm.core.units import MONTHS_PER_YEAR
from cluster_abm.lab.validation.life import Census, FirmMonths, Life, group_mean

NONE = float("nan")
"""What cannot be measured."""
BINS = 8
"""Groups of equally many firms over which volatility is compared."""
ROUNDS = 200
"""Steps of the Poisson regression."""


def survival(life: Life, years: float, origin: str = "") -> float:
    """Share of the firms begun after the start that live after some years (C10, C11, K47).

    Args:
        life: A world.
        years: Age that is asked about, years.
        origin: ``spin_off``, ``entrant``, or nothing for both.
    """
    span = years * MONTHS_PER_YEAR
    age, seen = _ages(life, origin)
    ripe = seen >= span
    return float((age[ripe] >= span).mean()) if ripe.any() else NONE


def _ages(life: Life, origin: str) -> tuple[Floats, Floats]:
    """Age that each new firm reached, infinite if it lives, and age it could have reached."""
    begun, closed = life.panels["foundings"], life.panels["closures"]
    if not begun:
        return np.zeros(0), np.zeros(0)
    new = begun["month"] >= 0
    if origin:
        new &= (begun["parent"] > 0) == (origin == "spin_off")
    born, firm = begun["month"][new].astype(np.float64), begun["firm"][new]
    end = (
        dict(zip(closed["birth"].tolist(), closed["month"].tolist(), strict=True)) if closed else {}
    )
    last = np.array([end.get(f, np.inf) for f in firm.tolist()])
    return last - born, life.months - 1 - born


class Turnover(NamedTuple):
    """Flows of firms and jobs between two Decembers, as shares of the mean of both."""

    entry: float
    exit: float
    creation: float
    destruction: float


def turnover_of_firms(before: Census, after: Census) -> Turnover:
    """Entry, exit, job creation and destruction of all employers (C12 to C14).

    Source:
        Davis, Haltiwanger and Schuh (1996): rates relative to the mean of both counts.

    >>> one = Census(np.array([1, 2]), 0, 0, np.array([10, 30]), 0, 0)
    >>> other = Census(np.array([2, 3]), 0, 0, np.array([40, 20]), 0, 0)
    >>> turnover_of_firms(one, other)
    Turnover(entry=0.5, exit=0.5, creation=0.6, destruction=0.2)
    """
    old, new = _staff_of(before), _staff_of(after)
    change = np.array([new.get(f, 0) - old.get(f, 0) for f in sorted(old.keys() | new.keys())])
    firms = max((len(old) + len(new)) / 2, 1)
    jobs = max((sum(old.values()) + sum(new.values())) / 2, 1)
    return Turnover(
        len(new.keys() - old.keys()) / firms,
        len(old.keys() - new.keys()) / firms,
        float(change[change > 0].sum()) / jobs,
        float(-change[change < 0].sum()) / jobs,
    )


def _staff_of(census: Census) -> dict[int, int]:
    pairs = zip(census.birth.tolist(), census.staff.tolist(), strict=True)
    return {birth: staff for birth, staff in pairs if staff > 0}


def mean_turnover(life: Life) -> Turnover:
    """Mean over the years of a life; not a number if it is shorter than a year."""
    years = [
        turnover_of_firms(*pair) for pair in zip(life.censuses, life.censuses[1:], strict=False)
    ]
    return Turnover(*np.mean(years, axis=0).tolist()) if years else Turnover(*[NONE] * 4)


def separation_rate(life: Life, kind: Kind) -> float:
    """Yearly share of the jobs of a kind of employer that end (C18)."""
    jobs = life.jobs[:, kind].sum()
    return float(MONTHS_PER_YEAR * life.separations[:, kind].sum() / jobs) if jobs > 0 else NONE


def hill(sizes: Ints | Floats) -> float:
    """Hill's estimate of the exponent of the size distribution, on the largest quarter.

    >>> round(hill(1 / ((np.arange(4000) + 0.5) / 4000)), 2)
    1.0
    """
    size = np.sort(sizes[sizes > 0].astype(np.float64))[::-1]
    k = len(size) // 4
    return float(1 / np.log(size[:k] / size[k]).mean()) if k > 1 and size[0] > size[k] else NONE


def herfindahl(sizes: Floats) -> float:
    """Herfindahl index: sum of squared shares; 1 is one firm (F14, K54).

    >>> herfindahl(np.array([1.0, 1.0]))
    0.5
    """
    total = float(sizes.sum())
    return float(((sizes / total) ** 2).sum()) if total > 0 else NONE


class Growth(NamedTuple):
    """Yearly growth of sales of local firms: an entry for each firm and year."""

    size: Floats
    """Of the first year, US$."""
    rate: Floats
    """Log points, less the mean of the year."""


def growth_of_firms(life: Life, smallest: float = 0.0) -> Growth:
    """Growth of the sales of local firms whose first year was complete.

    Args:
        life: A world.
        smallest: Sales of the first year from which a firm counts, US$.
    """
    parts = [
        _growth_of_year(before, after, MONTHS_PER_YEAR * year - 1)
        for year, (before, after) in enumerate(zip(life.censuses, life.censuses[1:], strict=False))
    ]
    size = np.concatenate([p.size for p in parts]) if parts else np.zeros(0)
    rate = np.concatenate([p.rate for p in parts]) if parts else np.zeros(0)
    return Growth(size[size >= smallest], rate[size >= smallest])


def _growth_of_year(before: Census, after: Census, end: int) -> Growth:
    then = dict(zip(after.birth.tolist(), after.sales.tolist(), strict=True))
    whole = (before.kind == Kind.SME) & (before.born <= end - MONTHS_PER_YEAR)
    first = before.sales[whole]
    second = np.array([then.get(b, 0.0) for b in before.birth[whole].tolist()])
    both = (first > 0) & (second > 0)
    log = np.log(second[both] / first[both])
    return Growth(first[both], log - (log.mean() if len(log) else 0.0))


def median_growth(life: Life, what: str) -> float:
    """Median yearly growth of the local firms that survive the year (K18).

    Args:
        life: A world.
        what: ``staff`` or ``sales``.
    """
    rates: list[float] = []
    for before, after in zip(life.censuses, life.censuses[1:], strict=False):
        then = dict(zip(after.birth.tolist(), getattr(after, what).tolist(), strict=True))
        local = before.kind == Kind.SME
        first, birth = getattr(before, what)[local].tolist(), before.birth[local].tolist()
        rates += [then[b] / x - 1 for b, x in zip(birth, first, strict=True) if x > 0 and b in then]
    return float(np.median(rates)) if rates else NONE


def kurtosis(values: Floats) -> float:
    """Excess kurtosis: 0 for a normal law, 3 for a tent.

    >>> kurtosis(np.array([-1.0, 1.0]))
    -2.0
    """
    if len(values) < 2 or values.std() == 0:
        return NONE
    deviation = values - values.mean()
    return float((deviation**4).mean() / (deviation**2).mean() ** 2 - 3)


def volatility_exponent(growth: Growth) -> float:
    """Exponent with which the spread of growth falls with size, over groups of firms."""
    groups = np.array_split(np.argsort(growth.size, kind="stable"), BINS)
    if len(growth.size) < 2 * BINS:
        return NONE
    size = np.array([np.log(growth.size[rows]).mean() for rows in groups])
    spread = np.array([growth.rate[rows].std() for rows in groups])
    return -slope(size, np.log(spread)) if (spread > 0).all() else NONE


def slope(x: Floats, y: Floats) -> float:
    """Slope of the least-squares line; not a number where x does not vary.

    >>> slope(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0]))
    2.0
    """
    x = x - x.mean() if len(x) else x
    return float((x * y).sum() / (x * x).sum()) if (x != 0).any() else NONE


def size_and_pay(life: Life) -> float:
    """Elasticity of pay to the size of the employer, skill for skill, at the end (C20)."""
    last = life.censuses[-1]
    some = last.staff > 0
    return slope(np.log(last.staff[some]), np.log(last.pay[some]))


class FirmYears(NamedTuple):
    """Local firms year by year."""

    year: Ints
    firm: Ints
    research: Floats
    innovations: Floats
    sales: Floats


def firm_years(months: FirmMonths) -> FirmYears:
    """Sums over the months of each firm and year."""
    _, firm = np.unique(months.firm, return_inverse=True)
    year = months.month // MONTHS_PER_YEAR
    cell, where = np.unique(year * (firm.max(initial=0) + 1) + firm, return_inverse=True)
    parts = (months.research, months.innovations, months.sales)
    sums = (np.bincount(where, part, len(cell)) for part in parts)
    wide = int(firm.max(initial=0)) + 1
    return FirmYears(cell // wide, cell % wide, *sums)


def research_of_sales(life: Life) -> float:
    """Elasticity of a firm's research to its sales, across firms of one year (C24)."""
    rows = firm_years(life.firm_months)
    some = (rows.research > 0) & (rows.sales > 0)
    year, x, y = rows.year[some], np.log(rows.sales[some]), np.log(rows.research[some])
    return slope(x - group_mean(x, year), y - group_mean(y, year)) if some.any() else NONE


def innovation_of_research(life: Life) -> float:
    """Elasticity of innovations to research within a firm (C23).

    Source:
        Poisson regression with effects of firms and years (Hausman, Hall and Griliches 1984).
    """
    rows = firm_years(life.firm_months)
    some = rows.research > 0
    _, firm = np.unique(rows.firm[some], return_inverse=True)
    year = rows.year[some]
    return poisson_slope(np.log(rows.research[some]), rows.innovations[some], firm, year)


def poisson_slope(x: Floats, y: Floats, one: Ints, other: Ints) -> float:
    """Slope of a Poisson regression with two sets of effects; not a number if nothing varies.

    Args:
        x: Regressor, shape ``(rows,)``.
        y: Counts, same shape.
        one: First group of each row, whole numbers from 0.
        other: Second group of each row.

    >>> x, group = np.log(np.array([1.0, 2.0, 4.0, 8.0])), np.zeros(4, int)
    >>> round(poisson_slope(x, np.sqrt(np.exp(x)), group, group), 6)
    0.5
    """
    varies = np.bincount(one, y)[one] > 0 if len(y) else np.zeros(0, bool)
    x, y, one, other = x[varies], y[varies], one[varies], other[varies]
    if not len(y) or (x == group_mean(x, one)).all():
        return NONE
    beta, effect, year = 0.0, np.ones(len(x)), np.ones(len(x))
    for _ in range(ROUNDS):
        raw = np.exp(beta * (x - x.mean()))
        effect = group_mean(y, one) / np.maximum(group_mean(raw * year, one), 1e-300)
        year = group_mean(y, other) / np.maximum(group_mean(raw * effect, other), 1e-300)
        mu = raw * effect * year
        within = x - group_mean(x, one, mu)
        step = float((within * (y - mu)).sum() / max((mu * within * within).sum(), 1e-12))
        beta += float(np.clip(step, -0.5, 0.5))
        if abs(step) < 1e-9:
            break
    return beta


def quarterly(series: Floats) -> Floats:
    """Means of whole quarters, shape ``(quarters,)``."""
    whole = len(series) // 3 * 3
    means: Any = series[:whole].reshape(-1, 3).mean(axis=1)
    return np.asarray(means, np.float64)


def elasticity(y: Floats, x: Floats) -> float:
    """Slope of log on log over quarters, which smooth single months."""
    x, y = quarterly(x), quarterly(y)
    some = (x > 0) & (y > 0)
    return slope(np.log(x[some]), np.log(y[some]))
