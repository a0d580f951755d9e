"""Enterprise: what firms and founders choose; a class of firm may choose otherwise."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.classes import (
    Activity,
    FirmOrigin,
    Kind,
    Origin,
    Skill,
    Support,
    Work,
    ZoneName,
)
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.government import Government
from cluster_abm.agents.programmes import Programmes
from cluster_abm.agents.stakes import Plans
from cluster_abm.agents.universities import Universities
from cluster_abm.agents.workforce import Workforce
from cluster_abm.agents.world import World
from cluster_abm.agents.zones import Zones
from cluster_abm.core import compiled
from cluster_abm.core.actor import decision
from cluster_abm.core.groups import rank_in_group, sums_of_rows
from cluster_abm.core.kernels import firms as kernels
from cluster_abm.core.luck import Luck, heirs_of_groups, key, keys
from cluster_abm.core.numerics import (
    binomial,
    dexp,
    discrete,
    logit_share,
    lognormal,
    poisson,
)
from cluster_abm.core.tables import NOBODY, Flags, Floats, Ints, Keys
from cluster_abm.core.units import CENTS_PER_DOLLAR, MONTHS_PER_YEAR
from cluster_abm.submodels.enterprise import equations
from cluster_abm.submodels.enterprise.numbers import EnterpriseRules

FOUNDING_SKILLS = (Skill.SUPPORT, Skill.ENGINEER, Skill.MANAGER)
"""Skill classes from which founders come."""
MAY_FOUND = np.isin(list(Skill), FOUNDING_SKILLS)
"""Do founders come from each skill class?"""
OUTSIDE = np.array([key("outside founders")])
"""Whose luck it is how many founders come from outside."""
MANAGERS, RESEARCHERS = Skill.MANAGER, Skill.RESEARCHER
"""What founders from outside are, and those who come from universities."""
WORKS = [work.name for work in Work]
"""Names of the kinds of work."""
LOCAL, CONTACT_CENTRE, ZONES = int(Kind.SME), int(Kind.CONTACT_CENTRE), len(ZoneName)
"""As compiled loops take them."""


@decision
def buy_equipment(firms: Firms, rules: EnterpriseRules) -> Floats:
    """Replace what wears out and close part of the gap, out of cash above one payroll.

    Returns:
        Purchases, US cent/month, shape ``(firms,)``.
    """
    per_worker = rules.equipment_per_worker * CENTS_PER_DOLLAR
    if compiled.in_use:
        return kernels.buy_equipment(
            firms.staff, per_worker, firms.equipment, rules.depreciation, rules.investment_speed,
            firms.cash, firms.labour_cost,
        )  # fmt: skip
    target = per_worker * firms.headcount.astype(np.float64)
    worn = equations.wear(firms.equipment, rules.depreciation)
    wish = equations.replacement(firms.equipment, worn, target, rules.investment_speed)
    return np.minimum(
        wish, equations.spare_cash(firms.cash, firms.labour_cost.astype(np.float64), 1)
    )


@decision
def pay_out(firms: Firms, rules: EnterpriseRules) -> Floats:
    """Pay the owners part of the cash that is not needed, out of what the year left.

    A new firm therefore keeps its founders' money until it has earned some.

    Returns:
        Dividends, US cent/month, shape ``(firms,)``.
    """
    if compiled.in_use:
        return kernels.pay_out(
            firms.cash, firms.labour_cost, rules.cash_target, firms.earnings, firms.support,
            rules.payout_speed,
        )  # fmt: skip
    spare = equations.spare_cash(
        firms.cash, firms.labour_cost.astype(np.float64), rules.cash_target
    )
    earned = np.maximum(firms.year_result, 0.0)
    return np.minimum(rules.payout_speed * spare, earned)


@decision
def lose_heart(firms: Firms, rules: EnterpriseRules) -> Floats:
    """Think of giving up a firm that has lost money over the year, and has not much of it left.

    Research that others pay is no loss.  The larger the firm, the likelier it is sold.

    Returns:
        Chance of giving up this month, shape ``(firms,)``.
    """
    if compiled.in_use:
        return kernels.lose_heart(
            firms.cash, firms.labour_cost, rules.calm_months, firms.earnings, firms.support,
            firms.staff, rules.buyer_staff, rules.give_up,
        )  # fmt: skip
    short = firms.cash <= rules.calm_months * firms.labour_cost
    unsold = equations.without_successor(firms.headcount, rules.buyer_staff)
    return np.where((firms.year_result < 0) & short, rules.give_up * unsold, 0.0)


def dare_to_found(
    programmes: Programmes, government: Government, month: int, rules: EnterpriseRules
) -> float:
    """Begin a firm, or not if what helps founders may not last (M150, E13).

    Returns:
        Part of the founders who begin; 1 if there is no programme for them.
    """
    if not len(programmes):
        return 1.0
    lasts = programmes.survival_of(
        Support.FOUNDERS, government, month, rules.founder_horizon, since=month
    )
    return 1 - rules.founder_dependence * (1 - float(lasts[0]))


def outside_founders(
    world: World, nerve: float, luck: Luck, rules: EnterpriseRules
) -> tuple[Keys, Floats]:
    """Birth keys and wealth, US cent, of those from outside who can pay for a firm."""
    mean = np.array([nerve * rules.entry_rate / MONTHS_PER_YEAR * world.market])
    number = int(poisson(luck.uniform("outside founders", OUTSIDE), mean)[0])
    if not number:
        return _nobody()
    births = keys("entrant", luck.month, 0, np.arange(number))
    wealth = lognormal(
        luck.uniform("wealth", births), rules.entrant_wealth, rules.entrant_wealth_spread
    )
    return _who_can_pay(births, wealth, MANAGERS, world, rules)


def founders_at_universities(
    universities: Universities, world: World, nerve: float, luck: Luck, rules: EnterpriseRules
) -> tuple[Keys, Floats]:
    """Birth keys and wealth, US cent, of researchers who can pay for a firm (M118)."""
    mean = equations.spin_outs(universities.findings, nerve * rules.spin_out_rate)
    number = poisson(luck.uniform("spin-outs", universities.birth), mean)
    if not number.any():
        return _nobody()
    births = heirs_of_groups(universities.birth, "spin-out", luck.month, number)
    wealth = lognormal(
        luck.uniform("wealth of researchers", births),
        rules.entrant_wealth,
        rules.entrant_wealth_spread,
    )
    return _who_can_pay(births, wealth, RESEARCHERS, world, rules)


def _who_can_pay(
    births: Keys, wealth: Floats, skill: Skill, world: World, rules: EnterpriseRules
) -> tuple[Keys, Floats]:
    """Those with wealth enough, as far as other sectors have people of their skill."""
    able = (wealth >= rules.setup_cost).nonzero()[0][: max(int(world.reservoir[skill, 1]), 0)]
    return births[able], wealth[able] * CENTS_PER_DOLLAR


def _nobody() -> tuple[Keys, Floats]:
    return np.zeros(0, np.uint64), np.zeros(0)


def choose_zones(
    homes: Ints, births: Keys, origin: FirmOrigin, activity: Ints, firms: Firms, zones: Zones,
    luck: Luck, rules: EnterpriseRules,
) -> Ints:  # fmt: skip
    """Stay near the parent firm, or choose a zone by rent and by what else it offers.

    Args:
        homes: Zones of the parents of new firms, or NOBODY, shape ``(n,)``.
        births: Their birth keys, shape ``(n,)``.
        origin: How all of them come to be.
        activity: What they will mainly do, shape ``(n,)``.
        firms: The firms that are there already.
        zones: The zones, of which somewhere there must be room.
        luck: Luck of the month.
        rules: Attraction of the zones, and the response to rent.

    Returns:
        Zones, shape ``(n,)``.
    """
    stakes = "admitted to a zone", "stay in zone", "zone"
    admitted, stays, fate = luck.uniforms(stakes, births, origin)
    rent = np.maximum(zones.rent, 1.0)
    appeal = equations.zone_appeal(rent, rules.zone_attraction, rules.rent_aversion)
    if compiled.in_use:
        return kernels.choose_zones(
            appeal, dexp(appeal - appeal[:, None]), zones.capacity, zones.others, firms.zone,
            zones.admits, activity, admitted, homes, stays, rules.stay_in_zone, fate,
        )  # fmt: skip
    taken = np.bincount(firms.zone, minlength=len(zones))
    keen = (homes != NOBODY) & (stays < rules.stay_in_zone)
    admits = zones.admits[:, activity].T
    chosen = np.zeros(len(homes), np.int64)
    for i, home in enumerate(homes.tolist()):
        # one after the other, as the first may take the last place
        room = zones.room(taken) & (admitted[i] < admits[i])
        odds = logit_share(np.where(room, appeal, -np.inf))
        chosen[i] = home if keen[i] and room[home] else discrete(fate[i], odds)
        taken[chosen[i]] += 1
    return chosen


def savings_of(workforce: Workforce, people: Ints, rules: EnterpriseRules) -> Floats:
    """What some people have saved, US cent, shape ``(people,)``."""
    pay = workforce.wage[people].astype(np.float64)
    worked = workforce.experience[people].astype(np.int64)
    return equations.savings(pay, worked, rules.savings_share, rules.saving_months)


def backed_plans(workforce: Workforce, plans: Plans, rules: EnterpriseRules) -> Ints:
    """Plans for which there is now money enough, of people who still have their job."""
    rows: Ints = plans.seed.nonzero()[0]
    if not len(rows):
        return rows
    enough = plans.wealth[rows] + plans.seed[rows] >= rules.setup_cost * CENTS_PER_DOLLAR
    return rows[enough & (workforce.employer[plans.person[rows]] >= 0)]


def leaving_to_found(
    firms: Firms, workforce: Workforce, nerve: float, luck: Luck, rules: EnterpriseRules
) -> Ints:
    """Draw how many leave each firm, then who: those without experience stay after all.

    Most months few firms lose anybody, so the people of the others are not looked at.
    """
    hazard = nerve * rules.spin_off_hazard
    chance = luck.uniform("spin-off", firms.birth)
    people = _who_might_leave(firms, chance, hazard, rules)
    some: Ints = people.nonzero()[0]
    if not len(some):
        return some
    tries = np.zeros(len(people), np.int64)
    tries[some] = binomial(chance[some], people[some], hazard)
    rows = workforce.staff_of(tries > 0)
    if compiled.in_use:
        w, lots = workforce, luck.uniform("leave to found", workforce.birth[rows])
        return kernels.founders(
            rows, lots, tries, w.employer, w.skill, w.foreign, w.experience, w.founder, MAY_FOUND,
            rules.founder_experience,
        )  # fmt: skip
    fit = MAY_FOUND[workforce.skill[rows]] & ~workforce.foreign[rows]
    rows = rows[fit]
    employer = workforce.employer[rows].astype(np.int64)
    order = np.lexsort((luck.uniform("leave to found", workforce.birth[rows]), employer))
    first = rank_in_group(employer[order]) < tries[employer[order]]
    chosen = rows[order[first]]
    ready = workforce.experience[chosen] >= rules.founder_experience
    return chosen[ready & ~workforce.founder[chosen]]


def _who_might_leave(firms: Firms, chance: Floats, hazard: float, rules: EnterpriseRules) -> Ints:
    """Employees of each firm who might found, where luck lets one of them leave (M118).

    They are those with the skill, and as many as ideas and young firms nearby are worth.
    """
    if compiled.in_use:
        return kernels.might_leave(
            firms.staff, MAY_FOUND, firms.sort, LOCAL, CONTACT_CENTRE, firms.zone, ZONES,
            firms.born, firms.now, rules.young_firm, firms.ideas, rules.example_pull,
            rules.idea_pull, chance, hazard,
        )  # fmt: skip
    local = sums_of_rows(firms.staff[:, :, Origin.LOCAL] * MAY_FOUND) * firms.narrow
    staff = local.astype(np.float64)
    nearby = np.bincount(firms.zone, staff, len(ZoneName))
    is_young = firms.is_sme & (firms.age <= rules.young_firm)
    young = np.bincount(firms.zone[is_young], minlength=len(ZoneName))
    people = equations.tempted(
        staff, firms.zone, nearby, young, firms.ideas, rules.example_pull, rules.idea_pull
    ).astype(np.int64)
    # (1 - h)^n is never below 1 - n h, so with less luck nobody leaves
    return people * (chance >= 1 - people * hazard)


def share_of_founders(firms: Firms, parents: Ints, rules: EnterpriseRules) -> Floats:
    """Part of what customers remember of each parent that goes with a founder, shape ``(n,)``.

    A founder takes along what so many people of the parent have done, and all of them together no
    more than there is.
    """
    leaving = np.bincount(parents, minlength=len(firms))[parents]
    staff = np.maximum(firms.headcount[parents], 1)
    share: Floats = np.minimum(rules.customers_known / staff, 1 / leaving)
    return share


def traits_of_parents(
    firms: Firms, parents: Ints, share: Floats, world: World, rules: EnterpriseRules
) -> Traits:
    """What a spin-off takes over; that of a multinational begins as a local integrator."""
    local = firms.is_sme[parents]
    offer = firms.offer[parents]
    if not local.all():
        offer = np.where(local[:, None], offer, usual_offer(firms, world))
    means: Means = {
        "efficiency": equations.inherited(firms.efficiency[parents], rules.inheritance),
        **ladders(equations.inherited(firms.quality[parents], rules.inheritance)),
        "management": np.ones(len(parents)),
    }
    return means, {
        "parent": parents,
        "activity": np.where(local, firms.activity[parents], np.int64(Activity.INTEGRATION)),
        "exporter": firms.exporter[parents] & local,
        "offer": offer,
        "experience": firms.experience[parents] * share[:, None],
        "references": firms.references[parents] * share[:, None],
    }


type Means = dict[str, Floats | float]
"""What newcomers can do on average, by column or kind of work, index: of each, or of all."""
type Traits = tuple[Means, dict[str, Ints | Floats | Flags]]
"""What newcomers can do on average, by column or kind of work, and what else they begin with."""


def traits_of_entrants(firms: Firms, world: World, fate: Floats, rules: EnterpriseRules) -> Traits:
    """What founders from outside begin with, by luck: less of the trade than the cluster has."""
    strange = rules.entrant_ability
    means: Means = {"efficiency": strange, "management": 1.0, **dict.fromkeys(WORKS, strange)}
    return means, {
        "exporter": fate < rules.exporter_share,
        "activity": np.full(len(fate), Activity.INTEGRATION),
        "offer": usual_offer(firms, world),
    }


def traits_of_spin_outs(firms: Firms, world: World, fate: Floats, rules: EnterpriseRules) -> Traits:
    """What a spin-out takes over: what its university knows, and no more of the trade (M118)."""
    means, columns = traits_of_entrants(firms, world, fate, rules)
    known = equations.inherited(np.array([rules.university_knowledge]), rules.inheritance)
    means[Work.OWN_WORK.name] = float(known[0])
    own_work = np.full(len(fate), Activity.OWN_WORK)
    return means, columns | {"activity": own_work, "in_research": np.ones(len(fate), bool)}


def ladders(quality: Floats) -> dict[str, Floats]:
    """Quality by kind of work, each under its name."""
    return {name: quality[:, work] for work, name in enumerate(WORKS)}


def usual_offer(firms: Firms, world: World) -> Floats:
    """Pay that local firms offer on average, US cent/month, shape ``(skills,)``.

    Where no local firm is left, it is the pay of other sectors.
    """
    return firms.going_rate if firms.is_sme.any() else world.outside_wage
