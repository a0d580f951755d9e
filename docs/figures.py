"""Figures and tables of the baseline: ``python -m docs.figures`` makes them all.

Runs the scenario ``panama_2009`` without a policy in several random worlds, draws six pictures as
SVG into ``docs/figures``, and writes the tables of ``docs/baseline.md`` between their marks.  Equal
code gives equal bytes.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

PLACE = Path(__file__).resolve().parent
if __name__ == "__main__" and str(PLACE.parent) not in sys.path:
    sys.path.insert(0, str(PLACE.parent))

from cluster_abm.agents.classes import Kind, Skill, Source  # noqa: E402
from cluster_abm.core.units import CENTS_PER_DOLLAR, FIRST_YEAR, MONTHS_PER_YEAR  # noqa: E402
from cluster_abm.lab.report.picture import GREY, OKABE_ITO, SHADE, STYLE  # noqa: E402
from cluster_abm.model import ClusterModel  # noqa: E402
from cluster_abm.scenarios.reader import load_scenario  # noqa: E402

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

type Numbers = NDArray[Any]

SCENARIO = "panama_2009"
SEED = 1
REPLICATES = 16
"""Random worlds of the baseline."""
MONTHS = 120
QUARTER = 3
WARM_UPS = (60, 24, 96)
"""Lengths of the warm-up that are compared, months; the first is the scenario's."""
FEWER = 8
"""Random worlds of each length of the warm-up."""
TRIED = 6
"""Random worlds of each trial."""
STILL = "customers' budgets do not grow (market_growth 0)"
TRIALS: dict[str, dict[str, Any]] = {
    "baseline": {},
    STILL: {"market_growth": 0.0},
    "everybody is equally able (ability_spread, ability_sd, ability_abroad 0)": {
        "ability_spread": 0.0, "ability_sd": 0.0, "ability_abroad": 0.0,
    },
    "offers do not fall when posts are full (offer_fall 0)": {"offer_fall": 0.0},
    "pay in other sectors grows 2 % a year (outside_wage_growth 0.02)": {
        "outside_wage_growth": 0.02,
    },
    "five times as many look over from other sectors (search_other_sectors)": {
        "search_other_sectors": [0.04, 0.013, 0.015, 0.015, 0.02],
    },
    "half as many look over from other sectors (search_other_sectors)": {
        "search_other_sectors": [0.004, 0.0013, 0.0015, 0.0015, 0.002],
    },
    "half of ended contracts are renewed (renewal 0.5)": {"renewal": 0.5},
    "no owner retires (owner_exit 0)": {"owner_exit": 0.0},
    "no foreigner goes home by choice (return_home 0)": {"return_home": 0.0},
}  # fmt: skip
"""What happens when one number is another."""
NARROW = [Kind.SME, Kind.ANCHOR, Kind.MNC]
SKILLS = ("front_line", "support", "engineer", "researcher", "manager")
WORKING_DAYS = 21
MILLION = 1e6
SHARES = (10, 50, 90)
"""Percentiles over the random worlds: the band and its middle."""


# What is looked at


class Census(NamedTuple):
    """Every firm at the end of a year."""

    birth: Numbers
    kind: Numbers
    born: Numbers
    staff: Numbers
    sales: Numbers
    """Sales of the last twelve months, US$."""
    pay: Numbers
    """Mean base pay relative to the mean of each skill class."""


class Life(NamedTuple):
    """One random world of the baseline."""

    series: dict[str, Numbers]
    """Every metric, and a few counts, by month."""
    census: list[Census]
    """At the start, and after each year."""
    foundings: dict[str, Numbers]
    closures: dict[str, Numbers]
    tenure_return: float
    """Rise of log pay with a year of tenure among locals of one skill and experience."""


class Job(NamedTuple):
    """One run to be made."""

    replicate: int
    warm_up: int
    trial: str = "baseline"


def live(job: Job) -> Life:
    """Live the scenario once."""
    replicate, warm_up, trial = job
    start = load_scenario(SCENARIO).model_copy(update={"warm_up": warm_up})
    panels = ("foundings", "closures")
    model = ClusterModel(start, seed=SEED, replicate=replicate, numbers=TRIALS[trial],
                         keep=panels)  # fmt: skip
    census, extra = [_census(model)], []
    for month in range(MONTHS):
        model.step()
        extra.append(_extra(model))
        if (month + 1) % MONTHS_PER_YEAR == 0:
            census.append(_census(model))
    series = {name: model.series[name].to_numpy() for name in model.series}
    series |= {name: np.array([month[name] for month in extra]) for name in extra[0]}
    kept = [model.journal.panel(name) for name in panels]
    return Life(series, census, kept[0], kept[1], _tenure_return(model))


def _census(model: ClusterModel) -> Census:
    firms = model.firms
    staff, pay = firms.staff.sum(axis=2), firms.pay.sum(axis=2)
    usual = pay.sum(axis=0) / np.maximum(staff.sum(axis=0), 1)
    relative = firms.bill / np.maximum((staff * usual).sum(axis=1), 1.0)
    sales = firms.year_sales.sum(axis=1) / CENTS_PER_DOLLAR
    columns = (firms.birth, firms.sort, firms.born, firms.headcount, sales, relative)
    return Census(*(column.copy() for column in columns))


def _extra(model: ClusterModel) -> dict[str, Any]:
    """Counts of the month that are no metrics."""
    firms, flows, dollars = model.firms, model.flows, CENTS_PER_DOLLAR
    staff, narrow, local = firms.posts_filled, firms.narrow, firms.is_sme
    weight = (firms.capacity * local)[:, None] / (firms.capacity * local).sum()
    found: dict[str, Any] = {
        "hires_unemployed": flows.hires[NARROW, :, Source.UNEMPLOYED].sum(),
        "labour_cost_sme": firms.labour_cost[local].sum() / dollars,
        "efficiency": (firms.efficiency[:, None] * weight).sum(),
        "quality": (firms.quality.mean(axis=1, keepdims=True) * weight).sum(),
        "ability_sme": firms.ability[local].sum() / firms.staff[local].sum(),
        "open_share": flows.posted[NARROW].sum() / firms.posts[narrow].sum(),
    }
    for name, skill in zip(SKILLS, Skill, strict=True):
        heads = np.maximum(staff[:, skill] * narrow, 0)
        found[f"posted_{name}"] = flows.posted[NARROW, skill].sum()
        found[f"filled_{name}"] = flows.filled[NARROW, skill].sum()
        found[f"offer_{name}"] = (firms.offer[:, skill] * heads).sum() / heads.sum() / dollars
        found[f"outside_{name}"] = model.world.outside_wage[skill] / dollars
        found[f"employs_{name}"] = (staff[local, skill] > 0).mean()
    return found


def _tenure_return(model: ClusterModel) -> float:
    people = model.workforce
    rows = np.flatnonzero(people.employed & ~people.foreign & ~people.founder)
    skill = people.skill[rows]
    columns = [
        np.log(people.wage[rows].astype(float)),
        people.tenure[rows] / MONTHS_PER_YEAR,
        people.experience[rows] / MONTHS_PER_YEAR,
    ]
    within = np.stack([c - _group_mean(c, skill) for c in columns])
    return float(np.linalg.lstsq(within[1:].T, within[0], rcond=None)[0][0])


def _group_mean(values: Numbers, group: Numbers) -> Numbers:
    mean: Numbers = np.bincount(group, values) / np.maximum(np.bincount(group), 1)
    return mean[group]


# Moments


class Moment(NamedTuple):
    """A statistic with its target."""

    tag: str
    name: str
    low: float | None
    high: float | None
    measure: Callable[[Life], float]
    """None where the model has no such thing yet."""
    judged: bool = True
    """Is the target meant for this scenario?"""


def survival(life: Life, years: int, origin: str = "") -> float:
    """Share of the firms begun after the start that still live after some years."""
    span = years * MONTHS_PER_YEAR
    age, seen = _lives(life, origin)
    ripe = seen >= span
    return float((age[ripe] >= span).mean())


def _lives(life: Life, origin: str = "") -> tuple[Numbers, Numbers]:
    """Age that each new firm reached, and age that it could have reached, months."""
    born, firm = life.foundings["month"], life.foundings["firm"]
    new = born >= 0
    if origin:
        new &= (life.foundings["parent"] > 0) == (origin == "spin-off")
    born, firm = born[new], firm[new]
    end = dict(zip(life.closures["birth"].tolist(), life.closures["month"].tolist(), strict=True))
    closed = np.array([end.get(f, MONTHS + MONTHS) for f in firm.tolist()])
    seen = MONTHS - 1 - born
    return np.where(closed < MONTHS, closed - born, MONTHS + MONTHS), seen


def flows_of_firms(life: Life) -> Numbers:
    """Entry, exit, job creation and job destruction of each year, shape ``(4, years)``."""
    years = []
    for before, after in zip(life.census, life.census[1:], strict=False):
        old, new = _staff_of(before), _staff_of(after)
        both = [(old.get(f, 0), new.get(f, 0)) for f in old.keys() | new.keys()]
        change = np.array([b - a for a, b in both])
        firms, jobs = (len(old) + len(new)) / 2, (sum(old.values()) + sum(new.values())) / 2
        years.append(
            (
                len(new.keys() - old.keys()) / firms,
                len(old.keys() - new.keys()) / firms,
                change[change > 0].sum() / jobs,
                -change[change < 0].sum() / jobs,
            )
        )
    return np.array(years).T


def _staff_of(census: Census) -> dict[int, int]:
    """Staff of every employer, by birth key."""
    pairs = zip(census.birth.tolist(), census.staff.tolist(), strict=True)
    return {birth: staff for birth, staff in pairs if staff > 0}


def hill(staff: Numbers) -> float:
    """Hill's estimate of the exponent of the size distribution, on the largest quarter."""
    size = np.sort(staff[staff > 0].astype(float))[::-1]
    k = len(size) // 4
    return float(1 / np.log(size[:k] / size[k]).mean())


class Growth(NamedTuple):
    """Yearly growth of local firms: an entry for each firm and year."""

    size: Numbers
    """Of the first year."""
    rate: Numbers
    """Log points, less the mean of the year."""


def growth(life: Life, what: str = "sales") -> Growth:
    """Growth of local firms whose first year was complete, in sales or in staff."""
    size, rate = [], []
    ends = range(-1, MONTHS, MONTHS_PER_YEAR)
    for before, after, end in zip(life.census, life.census[1:], ends, strict=False):
        then = dict(zip(after.birth.tolist(), getattr(after, what).tolist(), strict=True))
        whole = (before.kind == Kind.SME) & (before.born <= end - MONTHS_PER_YEAR)
        first = getattr(before, what)[whole].astype(float)
        second = np.array([then.get(b, 0) for b in before.birth[whole].tolist()], float)
        both = (first > 0) & (second > 0)
        log = np.log(second[both] / first[both])
        size.append(first[both])
        rate.append(log - log.mean())
    return Growth(np.concatenate(size), np.concatenate(rate))


GROWN = 0.3 * MILLION
"""Yearly sales from which a firm is about ten people, US$."""


def larger(grown: Growth) -> Growth:
    """Only firms with sales of about ten people or more."""
    some = grown.size >= GROWN
    return Growth(grown.size[some], grown.rate[some])


def kurtosis(values: Numbers) -> float:
    """Excess kurtosis: 0 for a normal law, 3 for a tent."""
    deviation = values - values.mean()
    return float((deviation**4).mean() / (deviation**2).mean() ** 2 - 3)


def spread_by_size(grown: Growth, bins: int = 8) -> tuple[Numbers, Numbers]:
    """Mean size and standard deviation of growth in bins of equally many firms."""
    order = np.array_split(np.argsort(grown.size, kind="stable"), bins)
    size = np.array([np.exp(np.log(grown.size[rows]).mean()) for rows in order])
    return size, np.array([grown.rate[rows].std() for rows in order])


def scaling(grown: Growth) -> float:
    """Exponent with which the spread of growth falls with size."""
    return -slope(*(np.log(part) for part in spread_by_size(grown)))


def slope(x: Numbers, y: Numbers) -> float:
    """Slope of the least-squares line."""
    x = x - x.mean()
    return float((x * y).sum() / (x * x).sum())


def beveridge(life: Life) -> float:
    """Elasticity of vacancies to people without a job, quarter by quarter."""
    u, v = (quarters(life.series[name]) for name in ("unemployed", "vacancies"))
    return slope(np.log(u), np.log(v))


def matching(life: Life) -> float:
    """Elasticity of hires from unemployment to the unemployed, at constant returns."""
    names = ("hires_unemployed", "unemployed", "vacancies")
    h, u, v = (quarters(life.series[name]) for name in names)
    return slope(np.log(u / v), np.log(h / v))


def duration(life: Life) -> float:
    """Working days that a post of the narrow cluster stays open."""
    posted, left = (life.series[name].sum() for name in ("vacancies", "vacancies_unfilled"))
    return float(_days_open(posted, posted - left))


def _days_open(posted: Any, filled: Any) -> Any:
    """Posts open on an average day over posts filled in a day; half a month before it is filled."""
    return WORKING_DAYS * (posted - filled / 2) / np.maximum(filled, 1 / QUARTER)


def wage_of_size(life: Life) -> float:
    """Elasticity of pay to the size of the employer, skill for skill."""
    last = life.census[-1]
    some = last.staff > 0
    return slope(np.log(last.staff[some]), np.log(last.pay[some]))


MOMENTS = (
    Moment("C10", "survival of new firms, 2 years, share", 0.60, 0.72, lambda x: survival(x, 2)),
    Moment("C11", "survival of new firms, 4 years, share", 0.33, 0.44, lambda x: survival(x, 4)),
    Moment("C12", "entry of employers, share/year", 0.078, 0.136,
           lambda x: float(flows_of_firms(x)[0].mean())),
    Moment("C13", "exit of employers, share/year", 0.073, 0.119,
           lambda x: float(flows_of_firms(x)[1].mean())),
    Moment("C14", "job creation, share/year", 0.108, 0.179,
           lambda x: float(flows_of_firms(x)[2].mean())),
    Moment("C14", "job destruction, share/year", 0.098, 0.178,
           lambda x: float(flows_of_firms(x)[3].mean())),
    Moment("C15", "Beveridge elasticity", -1.04, -0.84, beveridge, judged=False),
    Moment("C16", "matching elasticity of the unemployed", 0.5, 0.7, matching, judged=False),
    Moment("C17", "duration of vacancies, working days", 15, 25, duration, judged=False),
    Moment("C18", "separations of contact centres, share/year", 0.30, 0.45,
           lambda x: float(x.series["separations_contact_centres"].mean())),
    Moment("C19", "return to tenure, log points/year", 0.016, 0.028,
           lambda x: x.tenure_return, judged=False),
    Moment("C20", "employer size and pay, elasticity", 0.03, 0.08, wage_of_size, judged=False),
    Moment("shape", "Hill exponent, all employers, month 120", 0.8, 1.4,
           lambda x: hill(x.census[-1].staff)),
    Moment("shape", "excess kurtosis of yearly growth of sales", 2, 6,
           lambda x: kurtosis(growth(x).rate)),
    Moment("shape", "fall of volatility with size, exponent", 0.10, 0.25,
           lambda x: scaling(growth(x))),
    Moment("shape", "the same kurtosis, firms of about ten staff or more", 2, 6,
           lambda x: kurtosis(larger(growth(x)).rate)),
    Moment("shape", "the same exponent, firms of about ten staff or more", 0.10, 0.25,
           lambda x: scaling(larger(growth(x)))),
    Moment("F05", "local share of government orders, year 1, share", 0.25, 0.35,
           lambda x: float(x.series["local_share_government"][:12].mean())),
    Moment("F05", "local share of government orders, year 10, share", 0.25, 0.35,
           lambda x: float(x.series["local_share_government"][-12:].mean())),
)  # fmt: skip


def verdict(moment: Moment, values: Numbers) -> str:
    """PASS: the mean lies in the range; WARN: some random world does; FAIL: none does."""
    if moment.low is None or moment.high is None:
        return ""
    inside = (values >= moment.low) & (values <= moment.high)
    if not moment.judged:
        return "not judged (neutral scenario)"
    if moment.low <= values.mean() <= moment.high:
        return "PASS"
    return "WARN" if inside.any() else "FAIL"


# Tables


def moments_table(lives: Sequence[Life]) -> str:
    """Moments with their targets, as a table."""
    rows = []
    for moment in MOMENTS:
        target = f"{moment.low:g} to {moment.high:g}"
        values = np.array([moment.measure(life) for life in lives])
        span = f"{_short(values.min())} to {_short(values.max())}"
        rows.append((moment.tag, moment.name, _short(values.mean()), span, target,
                     verdict(moment, values)))  # fmt: skip
    head = ("id", "moment", "mean", f"range over {len(lives)} worlds", "target", "verdict")
    return table(head, rows)


def years_table(lives: Sequence[Life]) -> str:
    """The first years and the last, one row a year."""
    rows = []
    gone = np.array([flows_of_firms(life)[1] for life in lives]).mean(axis=0)
    for year in range(MONTHS // MONTHS_PER_YEAR):
        start, end = year * MONTHS_PER_YEAR, (year + 1) * MONTHS_PER_YEAR

        def middle(name: str, at: slice) -> float:
            return float(np.median([life.series[name][at].mean() for life in lives]))

        whole = slice(start, end)
        grown = np.median([_growth_of_jobs(life, year) for life in lives])
        sold = np.median([_growth_of_sales(life, year) for life in lives])
        rows.append((
            str(FIRST_YEAR + year), f"{100 * grown:.1f}", f"{100 * sold:.1f}" if year else "",
            f"{100 * gone[year]:.1f}", f"{middle('unemployed', whole):.0f}",
            f"{middle('vacancies_unfilled', whole):.0f}", f"{middle('utilisation', whole):.3f}",
            f"{100 * middle('local_share', whole):.1f}", f"{100 * middle('margin_sme', whole):.1f}",
        ))  # fmt: skip
    head = ("year", "jobs, narrow, growth %", "sales of SMEs, growth %", "exit of employers %",
            "without a job, persons", "posts unfilled", "use of capacity", "local share %",
            "margin of SMEs %")  # fmt: skip
    return table(head, rows)


def _growth_of_jobs(life: Life, year: int) -> float:
    """Growth over the year, from census to census."""
    staff = [c.staff[c.kind != Kind.CONTACT_CENTRE].sum() for c in life.census]
    return float(staff[year + 1] / staff[year] - 1)


def _growth_of_sales(life: Life, year: int) -> float:
    sold = life.series["sme_sales"].reshape(-1, MONTHS_PER_YEAR).sum(axis=1)
    return float(sold[year] / sold[year - 1] - 1) if year else 0.0


WARMED: tuple[tuple[str, str, Callable[[Life], float]], ...] = (
    ("jobs, narrow, month 0", ",.0f", lambda x: _jobs(x, 0)),
    ("jobs, narrow, month 12", ",.0f", lambda x: _jobs(x, 1)),
    ("jobs, narrow, month 60", ",.0f", lambda x: _jobs(x, 5)),
    ("jobs, narrow, month 120", ",.0f", lambda x: _jobs(x, 10)),
    ("growth of jobs in year 1, %", ".1f", lambda x: 100 * _growth_of_jobs(x, 0)),
    ("growth of jobs in year 2, %", ".1f", lambda x: 100 * _growth_of_jobs(x, 1)),
    ("growth of jobs, years 3 to 10, %/year", ".1f",
     lambda x: 100 * ((_jobs(x, 10) / _jobs(x, 2)) ** (1 / 8) - 1)),
    ("without a job, first quarter, persons", ",.0f",
     lambda x: quarters(x.series["unemployed"])[0]),
    ("without a job, second year, persons", ",.0f",
     lambda x: float(x.series["unemployed"][12:24].mean())),
    ("exit of employers in year 1, %", ".1f", lambda x: 100 * float(flows_of_firms(x)[1][0])),
    ("employers, month 0", ",.0f", lambda x: float((x.census[0].staff > 0).sum())),
    ("employers, month 120", ",.0f", lambda x: float((x.census[-1].staff > 0).sum())),
    ("Hill exponent, month 0", ".2f", lambda x: hill(x.census[0].staff)),
    ("Hill exponent, month 120", ".2f", lambda x: hill(x.census[-1].staff)),
    ("local share, first quarter, %", ".1f", lambda x: 100 * quarters(x.series["local_share"])[0]),
    ("local share, last quarter, %", ".1f", lambda x: 100 * quarters(x.series["local_share"])[-1]),
    ("foreigners, narrow, month 0", ",.0f", lambda x: x.series["employment_foreign"][0]),
    ("pay of a researcher, month 0, US$/month", ",.0f", lambda x: x.series["wage_researcher"][0]),
    ("pay of a researcher, month 119, US$/month", ",.0f",
     lambda x: x.series["wage_researcher"][-1]),
)  # fmt: skip


def _jobs(life: Life, year: int) -> float:
    census = life.census[year]
    return float(census.staff[census.kind != Kind.CONTACT_CENTRE].sum())


def warm_up_table(by_length: dict[int, Sequence[Life]]) -> str:
    """Mean of some outcomes by length of the warm-up, with its standard error."""
    rows = []
    for name, form, measure in WARMED:
        row = [name]
        for lives in by_length.values():
            values = np.array([measure(life) for life in lives])
            error = values.std(ddof=1) / np.sqrt(len(values))
            row.append(f"{values.mean():{form}} ± {error:{form}}")
        rows.append(row)
    return table(("mean ± standard error", *(f"{n} months" for n in by_length)), rows)


TRIED_ON: tuple[tuple[str, str, Callable[[Life], float]], ...] = (
    ("jobs, narrow, month 120", ",.0f", lambda x: _jobs(x, 10)),
    ("local share, last quarter, %", ".1f", lambda x: 100 * quarters(x.series["local_share"])[-1]),
    ("pay of support, last month, US$", ",.0f", lambda x: x.series["wage_support"][-1]),
    ("pay of researchers, last month, US$", ",.0f", lambda x: x.series["wage_researcher"][-1]),
    ("posts unfilled, years 9 and 10", ",.0f",
     lambda x: float(x.series["vacancies_unfilled"][-24:].mean())),
    ("duration of posts, working days", ".0f", duration),
    ("entry, %/year", ".1f", lambda x: 100 * float(flows_of_firms(x)[0].mean())),
    ("exit, %/year", ".1f", lambda x: 100 * float(flows_of_firms(x)[1].mean())),
    ("survival, 4 years", ".2f", lambda x: survival(x, 4)),
    ("foreigners, month 120", ",.0f", lambda x: x.series["employment_foreign"][-1]),
    ("SMEs at their limit, year 10, %", ".0f",
     lambda x: 100 * float(x.series["quota_binding"][-12:].mean())),
)  # fmt: skip


def trials_table(by_trial: dict[str, Sequence[Life]]) -> str:
    """Mean of some outcomes when one number is another."""
    rows = [
        (name, *(f"{np.mean([m(life) for life in lives]):{form}}" for _, form, m in TRIED_ON))
        for name, lives in by_trial.items()
    ]
    return table(("what is different", *(name for name, _, _ in TRIED_ON)), rows)


DRIFTS = (
    ("hires_anchor", ",.0f", "Its parent sends more work."),
    ("separations_front_line", ",.0f", "More people work there."),
    ("foreign_share", ".3f", "Permits last two years, and 60 months of warm-up are too short; with "
     "growth more posts are open to them."),
    ("wage_researcher", ",.0f", "Graduates come faster than research grows, and become nothing "
     "else."),
    ("duration_researcher", ".0f", "Their posts were filled at once in 2009; as pay falls they "
     "wait as others do."),
    ("unemployed", ",.0f", "Firms founded for the warm-up still shrink and close: without "
     "growth 580 people lost their jobs so in 2009, and 380 in 2018."),
    ("job_to_job", ",.0f", "Fewer are without a job, so more posts are filled out of other firms."),
    ("sites_losing", ",.0f", "Pay rises and what parents pay for services does not (DC10)."),
    ("profit_others", ",.0f", "The same."),
    ("rd_expenditure", ",.0f", "Firms that do research win own work from others (see known "
     "faults)."),
    ("exporters", ".3f", "As many exporters among more firms."),
    ("firms_focused", ".3f", "Who focuses forgoes other orders: such firms are half as large as "
     "others, and more of them close."),
    ("loss_making_smes", ".3f", "More of the firms are young and small; margins fall with pay."),
    ("firms_counted", ",.0f", "More are founded than a market at rest carries (see known faults)."),
    ("conditional_degree", ".2f", "Ties take longer than the warm-up: after 180 months of it 2.5 "
     "from the first year on."),
    ("plans_without_money", ".1f", "More employees think of founding, with savings of their own."),
    ("stakes_held", ".1f", "Angels and funds begin with few stakes and hold each for years."),
    ("market_liquidity", ".2f", "Exits make buyers, and exits follow the stakes."),
    ("mnc_posts_research", ".0f", "New sites, as for `employment_mnc`; with two fifths of the "
     "researchers as many."),
    ("employment_mnc", ",.0f", "Parents look for sites, and four open in ten years."),
    ("staff_city_of_knowledge", ",.0f", "Tenants pay no tax on profit and have no quota; without "
     "both they grow by 31 %."),
    ("employment_contact_centres", ",.0f", "With growth parents send more; without it pay rises "
     "and the dearest lines close."),
    ("training_gain_residents", ",.0f", "Counts those trained since January 2009."),
    ("levy_fund_balance", ",.0f", "Nobody spends it without a policy."),
)  # fmt: skip
"""Series that end a tenth or more from where they begin, by no policy, and why."""


def drift_table(growing: Sequence[Life], still: Sequence[Life]) -> str:
    """First and tenth year of what drifts, with and without growth of the market."""
    rows = []
    for name, form, why in DRIFTS:
        years = [
            np.mean([life.series[name][part].mean() for life in lives])
            for lives in (growing, still)
            for part in (slice(0, 12), slice(-12, None))
        ]
        rows.append([f"`{name}`", *(f"{value:{form}}" for value in years), why])
    head = ("series, monthly", "2009", "2018", "2009, no growth", "2018, no growth", "why")
    return table(head, rows)


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Write a table as Markdown does."""
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _short(value: float) -> str:
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.3f}"


def put_tables(page: Path, tables: dict[str, str]) -> None:
    """Replace what stands between the marks of each table."""
    text = page.read_text(encoding="utf-8")
    for name, body in tables.items():
        mark = re.compile(rf"(<!-- table: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        text = mark.sub(lambda m, body=body: f"{m[1]}\n{body}\n\n{m[2]}", text)  # type: ignore[misc]
    page.write_text(text, encoding="utf-8")


# Pictures


def quarters(series: Numbers) -> Numbers:
    """Means of each quarter."""
    mean: Numbers = series.reshape(-1, QUARTER).mean(axis=1)
    return mean


YEARS = FIRST_YEAR + (np.arange(MONTHS // QUARTER) + 0.5) * QUARTER / MONTHS_PER_YEAR
"""Middle of each quarter."""


def band(lives: Sequence[Life], read: str | Callable[[dict[str, Numbers]], Numbers]) -> Numbers:
    """Percentiles over the random worlds of a quarterly series, shape ``(3, quarters)``."""
    get = (lambda s: s[read]) if isinstance(read, str) else read
    paths: Numbers = np.percentile([quarters(get(life.series)) for life in lives], SHARES, axis=0)
    return paths


def draw_band(axis: Axes, x: Numbers, paths: Numbers, colour: str, label: str, **look: Any) -> None:
    """Draw a median with its band."""
    axis.fill_between(x, paths[0], paths[2], color=colour, alpha=0.22, linewidth=0)
    axis.plot(x, paths[1], color=colour, label=label, **{"linewidth": 1.7} | look)


def sheet(rows: int, columns: int, height: float) -> tuple[Figure, list[Axes]]:
    """Prepare an empty picture and its axes, in the order of reading."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, height), layout="constrained")
    return figure, list(np.ravel(figure.subplots(rows, columns, squeeze=False)))


def label(axis: Axes, title: str, unit: str, across: str = "year", **legend: Any) -> None:
    """Say what an axis shows."""
    axis.set_title(title)
    axis.set_ylabel(unit)
    axis.set_xlabel(across)
    if across == "year":
        axis.set_xlim(FIRST_YEAR, FIRST_YEAR + MONTHS / MONTHS_PER_YEAR)
        axis.set_xticks(range(FIRST_YEAR, FIRST_YEAR + MONTHS // MONTHS_PER_YEAR + 1, 2))
    for side in (axis.xaxis, axis.yaxis):
        if side.get_scale() == "log":
            side.set_major_formatter(lambda value, _: f"{value:,.6g}")
            side.set_minor_formatter("")
    if axis.get_legend_handles_labels()[0]:
        axis.legend(**{"frameon": False, "fontsize": 8} | legend)


def thousands(axis: Axes) -> None:
    """Write thousands with commas."""
    axis.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")


def level(axis: Axes, height: float, words: str, at: float = FIRST_YEAR + 0.2) -> None:
    """Draw a line at a height, with what it means."""
    axis.axhline(height, color=GREY, linewidth=0.8, linestyle=":")
    axis.annotate(words, (at, height), (0, 2), textcoords="offset points", fontsize=8, color=GREY)


BLUE, RED, GREEN, PINK, ORANGE, SKY, YELLOW = OKABE_ITO


def employment(lives: Sequence[Life]) -> Figure:
    """Jobs: narrow and wide, by kind of firm, foreigners, firms at their quota."""
    figure, (jobs, kinds, foreign, quota) = sheet(2, 2, 6.6)
    draw_band(jobs, YEARS, band(lives, "employment_narrow"), BLUE, "narrow: SMEs, anchor, MNCs")
    draw_band(jobs, YEARS, band(lives, "employment_wide"), RED, "wide: with contact centres",
              linestyle="--")  # fmt: skip
    for height, words, after in (
        (12_000, "12,000: report, 2009", 4.5),
        (18_000, "18,000: report's forecast", 1.9),
        (25_000, "25,000: report's target", 1.9),
    ):
        level(jobs, height, words, FIRST_YEAR + after)
    jobs.plot([FIRST_YEAR + 5] * 2, [18_000, 25_000], "k^", markersize=5, label="due in 2014")
    jobs.set_ylim(10_000, 33_000)
    label(jobs, "a  Jobs in the cluster", "persons", loc="upper left")
    for name, colour, words in (
        ("sme", BLUE, "SMEs"),
        ("contact_centres", RED, "contact centres"),
        ("anchor", GREEN, "anchor"),
        ("mnc", PINK, "other MNCs"),
    ):
        draw_band(kinds, YEARS, band(lives, f"employment_{name}"), colour, words)
    kinds.set_yscale("log")
    label(kinds, "b  Jobs by kind of employer (log scale)", "persons", loc=(0.66, 0.1))
    draw_band(foreign, YEARS, band(lives, "employment_foreign"), RED, "foreigners")
    draw_band(foreign, YEARS, band(lives, "employment_local"), BLUE, "locals", linestyle="--")
    foreign.set_yscale("log")
    foreign.set_ylim(200, 40_000)
    label(foreign, "c  Jobs in the narrow cluster by origin (log scale)", "persons",
          loc="center right")  # fmt: skip
    draw_band(quota, YEARS, 100 * band(lives, "quota_binding"), GREEN, "SMEs at their limit")
    draw_band(quota, YEARS, 100 * band(lives, "foreign_share"), RED, "foreigners in jobs",
              linestyle="--")  # fmt: skip
    level(quota, 10, "legal limit for ordinary staff")
    quota.set_ylim(0)
    label(quota, "d  The quota", "% of firms, % of jobs")
    thousands(jobs)
    return figure


def wages(lives: Sequence[Life]) -> Figure:
    """Pay by skill against outside pay, and employment; every second quarter of pay."""
    figure, axes = sheet(2, 3, 6)
    x = YEARS[::2]
    for axis, name, tag in zip(axes, SKILLS, "abcde", strict=False):
        draw_band(axis, x, band(lives, f"wage_{name}")[:, ::2], BLUE, "paid")
        offered = band(lives, f"offer_{name}")[:, ::2]
        draw_band(axis, x, offered, ORANGE, "offered", linestyle="--")
        outside = band(lives, f"outside_{name}")[1]
        axis.plot(YEARS[[0, -1]], outside[[0, -1]], ":", color=GREY, label="other sectors")
        thousands(axis)
        title = name.replace("_", " ").capitalize()
        label(axis, f"{tag}  {title}", "US$ of 2009 a month", loc=(0.05, 0.56))
        if name != SKILLS[0] and (legend := axis.get_legend()):
            legend.remove()
    last = axes[-1]
    draw_band(last, YEARS, band(lives, lambda s: 100 * s["employment_narrow"]
                                / s["employment_narrow"][0]), BLUE, "jobs, narrow")  # fmt: skip
    draw_band(last, YEARS, band(lives, lambda s: 100 * s["reservoir"] / s["reservoir"][0]), RED,
              "people in other sectors", linestyle="--")  # fmt: skip
    label(last, "f  Jobs and the reservoir", "index, January 2009 = 100")
    return figure


def posts(lives: Sequence[Life]) -> Figure:
    """Vacancies, posts unfilled, durations, people without a job."""
    figure, (total, missed, long, idle) = sheet(2, 2, 6.6)
    draw_band(total, YEARS, band(lives, "vacancies"), BLUE, "open in the month")
    draw_band(total, YEARS, band(lives, "vacancies_unfilled"), RED, "of these not filled",
              linestyle="--")  # fmt: skip
    total.set_ylim(0)
    label(total, "a  Posts of the narrow cluster", "posts")
    missed_share = 100 * band(lives, lambda s: s["vacancies_unfilled"] / s["vacancies"])
    draw_band(missed, YEARS, missed_share, GREY, "all", linestyle=":")
    for name, colour, dash in zip(SKILLS, OKABE_ITO, ("-", "--", "-.", ":", "-"), strict=False):
        words = name.replace("_", " ")
        nobody = np.median([_untaken(life, name) for life in lives], axis=0)
        missed.plot(YEARS, nobody, color=colour, linestyle=dash, label=words)
        days = np.percentile([_days(life, name) for life in lives], SHARES, axis=0)
        draw_band(long, YEARS, days, colour, words, linestyle=dash)
    missed.set_ylim(0)
    label(missed, "b  Open posts that nobody took, by class (medians)", "% of open posts", ncols=2)
    long.axhspan(15, 25, color=SHADE, zorder=0)
    level(long, 15, "C17: 15 to 25, rich countries", FIRST_YEAR + 4.5)
    long.set_ylim(0)
    label(long, "c  How long a post stays open", "working days", ncols=2, loc="upper right")
    draw_band(idle, YEARS, band(lives, "unemployed"), BLUE, "without a job (wide cluster)")
    idle.set_ylim(0, 600)
    idle.axhspan(350, 800, color=SHADE, zorder=0)
    level(idle, 350, "start: 350 to 800", FIRST_YEAR + 6)
    label(idle, "d  People without a job", "persons")
    return figure


def _untaken(life: Life, name: str) -> Numbers:
    """Percentage of a quarter's open posts that nobody took."""
    posted, filled = (quarters(life.series[f"{what}_{name}"]) for what in ("posted", "filled"))
    return 100 * (1 - filled / np.maximum(posted, 1 / QUARTER))


def _days(life: Life, name: str) -> Numbers:
    """Duration of posts from a quarter's sums, which a few posts disturb less than its months."""
    posted, filled = (quarters(life.series[f"{what}_{name}"]) for what in ("posted", "filled"))
    days: Numbers = _days_open(posted, filled)
    return days


RANKS = np.unique(np.round(np.geomspace(1, 230, 36)).astype(int))
"""Ranks at which sizes are read off."""
FIRST_TARGETS = ((2, 0.60, 0.66, 0.72, "C10"), (4, 0.33, 0.38, 0.44, "C11"))


def sizes(lives: Sequence[Life]) -> Figure:
    """Rank and size, survival, entry and exit."""
    figure, (rank, survive, turnover) = sheet(1, 3, 3.7)
    for at, colour, words, dash in ((0, ORANGE, "month 0", "--"), (-1, BLUE, "month 120", "-")):
        size = [np.sort(life.census[at].staff)[::-1][RANKS - 1] for life in lives]
        exponent = np.median([hill(life.census[at].staff) for life in lives])
        draw_band(rank, RANKS, np.percentile(size, SHARES, axis=0), colour,
                  f"{words}: Hill {exponent:.2f}", linestyle=dash)  # fmt: skip
    rank.set_xscale("log")
    rank.set_yscale("log")
    label(rank, "a  All employers by size", "staff, persons", "rank")
    ages = np.arange(0, 97, 6)
    for origin, colour, words, dash in (("spin-off", BLUE, "spin-offs", "-"),
                                        ("entrant", RED, "from outside", "--")):  # fmt: skip
        draw_band(survive, ages / MONTHS_PER_YEAR, _survival_band(lives, ages, origin), colour,
                  words, linestyle=dash)  # fmt: skip
    for year, low, middle, high, tag in FIRST_TARGETS:
        survive.errorbar([year], [100 * middle], [[100 * (middle - low)], [100 * (high - middle)]],
                         color=GREY, marker="s", markersize=4, capsize=3)  # fmt: skip
        survive.annotate(tag, (year, 100 * high), (0, 3), textcoords="offset points", fontsize=8)
    survive.set_ylim(0, 100)
    label(survive, "b  Survival of new firms", "% still alive", "age, years")
    flows = 100 * np.percentile([flows_of_firms(life)[:2] for life in lives], SHARES, axis=0)
    years = FIRST_YEAR + 0.5 + np.arange(flows.shape[-1])
    draw_band(turnover, years, flows[:, 0], GREEN, "entry")
    draw_band(turnover, years, flows[:, 1], PINK, "exit", linestyle="--")
    turnover.axhspan(7.8, 11.9, color=SHADE, zorder=0)
    turnover.annotate("C12 and C13 overlap", (2011.2, 11.35), fontsize=8, color=GREY)
    turnover.set_ylim(0)
    label(turnover, "c  Entry and exit of employers", "% of employers a year", loc="lower left")
    return figure


def _survival_band(lives: Sequence[Life], ages: Numbers, origin: str) -> Numbers:
    """Kaplan and Meier's estimate by age, percent, percentiles over the random worlds."""
    paths = []
    for life in lives:
        age, seen = _lives(life, origin)
        closed = age <= seen
        reached = np.minimum(age, seen)
        months = np.arange(1, ages[-1] + 1)
        at_risk = np.array([(reached >= m).sum() for m in months])
        lost = np.array([(closed & (reached == m)).sum() for m in months])
        alive = np.r_[1.0, np.cumprod(1 - lost / np.maximum(at_risk, 1))]
        paths.append(100 * alive[ages])
    found: Numbers = np.percentile(paths, SHARES, axis=0)
    return found


def rates(lives: Sequence[Life]) -> Figure:
    """Yearly growth of local firms: its law, and its spread by size."""
    figure, (law, by_size) = sheet(1, 2, 4)
    edges = np.linspace(-2, 2, 42)
    middle = (edges[1:] + edges[:-1]) / 2
    for what, colour, mark in (("sales", BLUE, "o"), ("staff", RED, "s")):
        grown = [growth(life, what) for life in lives]
        rate = np.concatenate([g.rate for g in grown])
        density = np.histogram(rate, edges)[0] / len(rate) / (edges[1] - edges[0])
        tail, width = np.median([kurtosis(g.rate) for g in grown]), rate.std()
        law.semilogy(middle[density > 0], density[density > 0], mark, color=colour, markersize=3.5,
                     label=f"{what}: sd {width:.2f}, excess kurtosis {tail:.1f}")  # fmt: skip
        if what == "sales":
            root = np.sqrt(2)
            law.semilogy(middle, np.exp(-root * np.abs(middle) / width) / root / width, color=GREY,
                         linewidth=1, label="tent (Laplace), same sd")  # fmt: skip
            bell = np.exp(-((middle / width) ** 2) / 2) / width / np.sqrt(2 * np.pi)
            law.semilogy(middle, bell, ":", color=GREY, linewidth=1, label="normal, same sd")
        pooled = Growth(*(np.concatenate(part) for part in zip(*grown, strict=True)))
        exponent = np.median([scaling(g) for g in grown])
        x, spread = spread_by_size(pooled, 12)
        unit = x / MILLION if what == "sales" else x / 1000
        by_size.loglog(unit, spread, mark + "-", color=colour, markersize=4,
                       label=f"{what}: exponent {exponent:.2f}")  # fmt: skip
    law.set_ylim(1e-3, 100)
    law.set_yscale("log")
    law.set_xlim(-2, 2)
    label(law, "a  Yearly growth of SMEs, mean of the year removed", "density, per log point",
          "growth, log points", loc="upper left", fontsize=7)  # fmt: skip
    target = np.array([0.1, 8.0])
    for exponent, dash in ((0.10, "--"), (0.25, ":")):
        by_size.loglog(target, 0.19 * target**-exponent, dash, color=GREY, linewidth=1,
                       label=f"target slope {exponent:.2f}")  # fmt: skip
    label(by_size, "b  Spread of growth by size", "standard deviation, log points",
          "size: sales, million US$ a year; staff, thousand persons")  # fmt: skip
    by_size.set_yticks([0.1, 0.2, 0.3, 0.4, 0.6])
    return figure


STACK = (
    ("banking", ("banking",)), ("other private", ("other_private",)),
    ("government", ("government",)), ("maritime", ("maritime",)),
    ("SMEs to each other", ("subcontracts",)),
    ("free zone, knowledge bodies, affiliates", ("free_zone", "knowledge_bodies", "affiliates")),
)  # fmt: skip


def sales(lives: Sequence[Life]) -> Figure:
    """Sales by segment, local shares, exports, cash."""
    figure, (segments, share, exports, cash) = sheet(2, 2, 6.6)
    yearly = MONTHS_PER_YEAR / MILLION
    paths = [band(lives, lambda s, ms=members: sum(s[f"sales_{m}"] for m in ms))[1] * yearly  # type: ignore[misc]
             for _, members in STACK]  # fmt: skip
    paths.append(band(lives, "exports_sme")[1] * yearly)
    names = [name for name, _ in STACK] + ["abroad"]
    segments.set_ylim(0, 850)
    segments.stackplot(YEARS, *paths, labels=names, colors=OKABE_ITO, alpha=0.85)
    label(segments, "a  Sales of SMEs by buyer (medians, stacked)", "million US$ of 2009 a year",
          loc="upper left", fontsize=7)  # fmt: skip
    draw_band(share, YEARS, 100 * band(lives, "local_share"), BLUE, "all domestic customers")
    draw_band(share, YEARS, 100 * band(lives, "local_share_government"), RED, "government",
              linestyle="--")  # fmt: skip
    level(share, 30, "Q49: about 30 % (government)")
    label(share, "b  Share of local vendors in outside orders", "% of spending")
    for name, colour, words, dash in (("sme", BLUE, "SMEs", "-"),
                                      ("narrow", GREEN, "and MNCs' work for parents", "--"),
                                      ("service", RED, "and contact centres", "-.")):  # fmt: skip
        draw_band(exports, YEARS, yearly * band(lives, f"exports_{name}"), colour, words,
                  linestyle=dash)  # fmt: skip
    exports.set_ylim(0)
    label(exports, "c  Exports, three series", "million US$ of 2009 a year")
    months = band(lives, lambda s: s["cash_sme"] / s["labour_cost_sme"])
    draw_band(cash, YEARS, months, GREEN, "cash of SMEs")
    level(cash, 2.5, "target of firms: 2.5")
    label(cash, "d  Cash of SMEs", "months of labour cost")
    return figure


PICTURES: dict[str, Callable[[Sequence[Life]], Figure]] = {
    "1-employment": employment, "2-wages": wages, "3-posts": posts, "4-firms": sizes,
    "5-growth": rates, "6-sales": sales,
}  # fmt: skip
DECIMALS = re.compile(r"(\d+\.\d)\d+(?=[ \"\n])")
COMMENTS = re.compile(r"<!--.*?-->")
FONTS = "'DejaVu Sans', Verdana, sans-serif"
"""Letters stay letters, so that a picture can be searched and stays small."""


def save(figure: Figure, file: Path) -> None:
    """Write an SVG without a date, its coordinates to a tenth of a point."""
    figure.savefig(file, metadata={"Date": None, "Creator": None})
    drawn = COMMENTS.sub("", DECIMALS.sub(r"\1", file.read_text(encoding="utf-8")))
    lines = [line.strip() for line in drawn.replace("'DejaVu Sans'", FONTS).splitlines()]
    lines = [line for line in lines if line]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Run the baseline, draw every picture, write every table."""
    import matplotlib as mpl

    jobs = [Job(r, WARM_UPS[0]) for r in range(REPLICATES)]
    jobs += [Job(r, length) for length in WARM_UPS[1:] for r in range(FEWER)]
    jobs += [Job(r, WARM_UPS[0], trial) for trial in list(TRIALS)[1:] for r in range(TRIED)]
    with ProcessPoolExecutor() as pool:
        done = dict(zip(jobs, pool.map(live, jobs), strict=True))
    lives = [done[Job(r, WARM_UPS[0])] for r in range(REPLICATES)]
    folder = PLACE / "figures"
    folder.mkdir(exist_ok=True)
    with mpl.rc_context(STYLE | {"font.size": 9, "svg.fonttype": "none"}):
        for name, picture in PICTURES.items():
            save(picture(lives), folder / f"baseline-{name}.svg")
    by_trial = {t: [done[Job(r, WARM_UPS[0], t)] for r in range(TRIED)] for t in TRIALS}
    tables = {
        "drifts": drift_table(lives, by_trial[STILL]),
        "moments": moments_table(lives),
        "years": years_table(lives),
        "warm-up": warm_up_table({n: [done[Job(r, n)] for r in range(FEWER)] for n in WARM_UPS}),
        "trials": trials_table(by_trial),
    }
    put_tables(PLACE / "baseline.md", tables)


if __name__ == "__main__":
    main()
