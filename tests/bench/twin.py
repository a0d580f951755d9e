"""The naive twin: search, matching, work and vendor choice, with everybody a Mesa agent.

Every worker, firm and customer is a plain Mesa agent that acts in a loop of Python.  The rules are
those of the model, written once more from its equations; only the luck is given: the numbers that
the model itself drew.  What firms want, what pay does to their pull and what they have under
contract is worked out once a month by each firm, in both versions of the twin:

naive
    Everybody who looks walks past all firms, as in a textbook of agent-based modelling; so does
    every buyer who invites vendors.
careful
    Those who see the same firms with the same eyes share one list, and search it by bisection.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from math import exp, floor, log, sqrt
from statistics import NormalDist
from typing import Any, NamedTuple

import mesa
import numpy as np

from cluster_abm.agents.classes import (
    SPECIALISED,
    Activity,
    Kind,
    Origin,
    Segment,
    Skill,
    ZoneName,
)
from cluster_abm.core.luck import keys, keys_of_groups
from cluster_abm.submodels.labour.decisions import COLON_SHARE, NEEDS_ENGLISH
from tests.bench.scene import Columns, Outcome, Scene

CENTS_PER_DOLLAR = 100
NOT_ONE = 2.0**-54
"""Luck that a normal number takes for 0."""
normal = NormalDist().inv_cdf


class Seeker:
    """Somebody who looks for a post this month, and what comes of it."""

    __slots__ = (
        "ability",
        "abroad",
        "birth",
        "english",
        "held",
        "home",
        "least",
        "offers",
        "person",
        "skill",
    )  # fmt: skip

    def __init__(
        self, birth: int, skill: int, *, english: bool, ability: float, home: int, least: float,
        person: Worker | None = None, abroad: bool = False,
    ) -> None:  # fmt: skip
        self.birth, self.skill, self.english = birth, skill, english
        self.ability, self.home, self.least = ability, home, least
        self.person, self.abroad = person, abroad
        self.held: FirmAgent | None = None
        self.offers: list[FirmAgent] = []

    def apply(self, market: Market) -> None:
        """Draw firms in proportion to their pull, and apply once to each where that is worth it."""
        running = market.running_pull(self)
        known: list[FirmAgent] = []
        for draws in market.applications:
            aim = draws[self.birth] * running[-1]
            place = min(bisect_right(running, aim), len(running) - 1)
            firm = market.firms[place]
            if running[-1] > 0 and firm not in known and firm.welcomes(self):
                firm.queues[self.skill].append(self)
                known.append(firm)

    def choose(self) -> None:
        """Hold the best-paid of what is held and what is offered; turn the rest down."""
        skill = self.skill
        best = max(self.offers, key=lambda firm: (firm.offer[skill], firm.row))
        self.offers = []
        if self.held is None or best.offer[skill] > self.held.offer[skill]:
            if self.held:
                self.held.taken[skill] -= 1
            best.taken[skill] += 1
            self.held = best


class Worker(mesa.Agent[Any]):  # type: ignore[misc]
    """Somebody in the workforce."""

    def __init__(
        self, market: Market, birth: int, skill: int, *, english: bool, ability: float,
        experience: int, foreign: bool = False, employer: FirmAgent | None = None, wage: int = 0,
        tenure: int = 0, idle: int = 0, looking: bool = False, founder: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(market)
        self.birth, self.skill, self.english, self.foreign = birth, skill, english, foreign
        self.ability, self.experience, self.tenure, self.idle = ability, experience, tenure, idle
        self.employer, self.wage = employer, wage
        self.looking, self.founder = looking, founder
        self.origin = Origin.FOREIGN if foreign else Origin.LOCAL
        self.home = home_of(birth)
        self.purse = 0

    def look(self, market: Market) -> None:
        """Join those who look for a post, if that is what this month is for."""
        if self.foreign or self.founder:
            return
        rules = market.rules
        if self.employer is None:
            if market.active[self.birth] >= rules.search_without_job:
                return
            patience = max(rules.reservation - rules.reservation_decay * self.idle, 0.0)
            least = patience * market.outside_wage[self.skill]
        elif self.looking:
            usual = self.wage / reward(self.ability, rules)
            least = usual * (1 + rules.acceptance_gain)
        else:
            return
        luck = max(market.taste[self.birth], NOT_ONE)
        least *= exp(rules.taste_for_firms * normal(luck))
        market.seekers.append(
            Seeker(self.birth, self.skill, english=self.english, ability=self.ability,
                   home=self.home, least=least, person=self)
        )  # fmt: skip

    def move_to(self, firm: FirmAgent) -> None:
        """Leave the old firm, if any, and begin at the new one."""
        if self.employer:
            self.employer.staff[self.skill][self.origin] -= 1
        self.employer = firm
        rules = self.model.rules
        pay = firm.offer[self.skill] * reward(self.ability, rules)
        self.wage = round(max(pay, rules.minimum_wage * CENTS_PER_DOLLAR))
        self.tenure = self.idle = 0
        firm.staff[self.skill][self.origin] += 1

    def work(self, market: Market) -> None:
        """A month of work: grow older and better, and be paid."""
        firm = self.employer
        if firm is None:
            return
        self.tenure += 1
        self.experience += 1
        if self.ability < 1.0:
            self.ability += market.rules.learning * (1.0 - self.ability)
        if firm.effort:
            self.ability *= 1 + market.rules.training_yield * firm.effort / 12
        firm.ability[self.skill][self.origin] += self.ability
        firm.bill[self.skill][self.origin] += self.wage
        self.purse += self.wage


class FirmAgent(mesa.Agent[Any]):  # type: ignore[misc]
    """One firm."""

    def __init__(self, market: Market, row: int) -> None:
        super().__init__(market)
        firms, vendors = market.scene.firms, market.scene.vendors
        self.row = row
        self.zone, self.needs_english = firms["zone"][row], firms["activity"][row] in NEEDS_ENGLISH
        self.vacancies, self.offer = firms["vacancies"][row], firms["offer"][row]
        self.sponsors: list[int] = firms["sponsors"][row]
        self.considered = [0, 0]
        self.welcome: list[float] = firms["welcome"][row]
        self.effort = firms["effort"][row]
        self.staff = [list(by_origin) for by_origin in firms["staff"][row]]
        self.bill = [[0, 0] for _ in Skill]
        self.ability = [[0.0, 0.0] for _ in Skill]
        self.queues: list[list[Seeker]] = [[] for _ in Skill]
        self.taken = [0 for _ in Skill]
        self.pull = [0.0 for _ in Skill]
        self.local: bool = vendors["sort"][row] == Kind.SME
        self.exporter: bool = vendors["exporter"][row]
        self.activity: int = vendors["activity"][row]
        self.orders, self.capacity = vendors["orders"][row], vendors["capacity"][row]
        self.price, self.quality = vendors["price"][row], vendors["quality"][row]
        self.known: float = vendors["known"][row]
        self.standing = self.room = 0.0
        self.worth: list[float] = []

    def advertise(self, market: Market) -> None:
        """Work out how strongly the posts of each skill pull."""
        for skill, mean in enumerate(market.mean_offer):
            rise = (self.offer[skill] / mean) ** market.rules.pay_pull
            self.pull[skill] = self.vacancies[skill] * rise

    def pull_on(self, seeker: Seeker, near: list[float]) -> float:
        """How strongly the firm attracts somebody."""
        pull = self.pull[seeker.skill]
        if not pull:
            return 0.0
        if seeker.abroad:
            return pull * near[self.zone] * self.welcome[seeker.skill]
        if self.needs_english and seeker.skill == Skill.FRONT_LINE and not seeker.english:
            return 0.0
        return pull * near[self.zone]

    def welcomes(self, seeker: Seeker) -> bool:
        """Would an application be worth it for both?"""
        if self.offer[seeker.skill] < seeker.least:
            return False
        if seeker.abroad:
            return self.considers(seeker.skill)
        return seeker.person is None or seeker.person.employer is not self

    def considers(self, skill: int) -> bool:
        """Is there room for one more application from abroad?"""
        kind = int(skill in SPECIALISED)
        room = self.considered[kind] < self.sponsors[skill]
        self.considered[kind] += room
        return room

    def make_offers(self, market: Market) -> None:
        """Offer the open posts to the best who have not turned the firm down."""
        for skill, queue in enumerate(self.queues):
            open_ = self.vacancies[skill] - self.taken[skill]
            if not queue or not open_:
                continue
            for seeker in queue[:open_]:
                if not seeker.offers:
                    market.courted.append(seeker)
                seeker.offers.append(self)
            del queue[:open_]

    def plan_bids(self, market: Market) -> None:
        """Work out how well the firm is known, what its work is worth, and what it can take on."""
        rules = market.vendor_rules
        unknown = rules.unknown_vendor * CENTS_PER_DOLLAR
        if self.local:
            standing = self.orders**rules.standing + unknown**rules.standing
            self.standing = standing * (1 + self.known)
        dear = rules.price_weight * log(self.price)
        self.worth = [rules.quality_weight * log(quality) - dear for quality in self.quality]
        spare = rules.spare_hours * CENTS_PER_DOLLAR
        self.room = max(self.capacity * rules.load_limit, self.capacity + spare) - self.orders


class Tender(NamedTuple):
    """A call for work."""

    birth: int
    kind: int
    fee: float
    months: float
    content: float


class Contract(NamedTuple):
    """Work that a buyer has given away."""

    vendor: int
    fee: int
    kind: int
    work: float
    left: float


class CustomerAgent(mesa.Agent[Any]):  # type: ignore[misc]
    """One segment of customers."""

    birth: int
    segment: int
    budget: float
    shock: float
    tender: float
    own_work: float
    rival: float

    def __init__(self, market: Market, row: int) -> None:
        super().__init__(market)
        for name, column in market.scene.customers.items():
            setattr(self, name, column[row])
        self.contracts: list[float] = []
        self.declined = 0

    def tenders_wanted(self, market: Market) -> int:
        """Number of tenders that would bring spending to the budget, by luck."""
        rules = market.vendor_rules
        short, long = rules.shortest_contract, rules.longest_contract
        inverse = log(long / short) / (long - short) if long > short else 1 / short
        budget = self.budget
        if self.segment != Segment.SUBCONTRACTS:
            budget *= market.scene.world.market * exp(self.shock)
        wanted = max(budget - sum(self.contracts), 0.0) / (self.tender * inverse)
        return poisson(market.scene.draws["tenders", 0][self.birth], wanted)

    def imagine(self, birth: int, market: Market) -> Tender:
        """Draw what a tender asks for."""
        rules, (length, size, sort) = market.vendor_rules, market.tender_luck
        short, long = rules.shortest_contract, rules.longest_contract
        months = short + (long - short) * length[birth]
        spread = rules.tender_spread
        z = normal(max(size[birth], NOT_ONE))
        value = exp(spread * z - spread * spread / 2) * self.tender
        own = sort[birth] < self.own_work
        kind = Activity.OWN_WORK if own else Activity.INTEGRATION
        content = rules.content_own_work if own else rules.content_integration
        return Tender(birth, kind, value / months, months, content)

    def call(self, births: list[int], market: Market) -> None:
        """Call for work, and collect the bids."""
        for birth in births:
            tender = self.imagine(birth, market)
            invited = self.invite(tender, market)
            odds = [exp(self.rival)]
            for place, firm in enumerate(invited):
                bids = firm not in invited[:place] and self.can_bid(tender, firm)
                odds.append(exp(self.utility(tender, firm, market)) if bids else 0.0)
            market.calls.append(Call(self, tender, invited, odds))

    def invite(self, tender: Tender, market: Market) -> list[FirmAgent]:
        """Vendors who are asked to bid; the better known the more often."""
        running = market.running_standing(self.segment == Segment.EXPORT_NICHES)
        aims = (draws[tender.birth] * running[-1] for draws in market.invitations)
        last = len(running) - 1
        return [market.firms[min(bisect_right(running, aim), last)] for aim in aims]

    def can_bid(self, tender: Tender, firm: FirmAgent) -> bool:
        """Has the vendor staff for the work, and may it bid for it?"""
        if tender.fee * (1 - tender.content) / firm.price > firm.room:
            self.declined += 1
            return False
        return firm.local and (firm.exporter or self.segment != Segment.EXPORT_NICHES)

    def utility(self, tender: Tender, firm: FirmAgent, market: Market) -> float:
        """What a vendor is worth to the buyer."""
        rules = market.vendor_rules
        fit: float = rules.fit * (firm.activity == tender.kind)
        favour: float = rules.bid_preference * (self.segment == Segment.GOVERNMENT)
        return firm.worth[tender.kind] + fit + favour


class Call(NamedTuple):
    """A tender with its bids."""

    buyer: CustomerAgent
    tender: Tender
    invited: list[FirmAgent]
    odds: list[float]
    """Odds of the imported bidder, and of everybody invited."""

    def award(self, luck: float) -> int:
        """Place of the winner among the invited, -1 for an imported bidder, -2 for nobody."""
        running = list(accumulate(self.odds))
        if not running[-1] > 0:
            return NO_BID
        return min(bisect_right(running, luck * running[-1]), len(self.odds) - 1) - 1

    def work_of(self, firm: FirmAgent | None) -> float:
        """Work that the vendor does for the fee."""
        return self.tender.fee * (1 - self.tender.content) / (firm.price if firm else 1.0)


NO_BID = -2


class Market(mesa.Model[Any, Any]):  # type: ignore[misc]
    """The twin of one month.

    Args:
        scene: What the model knew and drew.
        careful: Share lists of firms among those who see them alike.
    """

    def __init__(self, scene: Scene, *, careful: bool = False) -> None:
        super().__init__(rng=1)
        self.scene, self.careful = scene, careful
        self.rules, self.vendor_rules = scene.labour, scene.demand
        self.outside_wage = scene.world.outside_wage
        self.reservoir = [list(by_english) for by_english in scene.world.reservoir]
        self.firms = [FirmAgent(self, row) for row in range(len(scene.firms["zone"]))]
        self.workers = [self._worker(row) for row in range(len(scene.workers["birth"]))]
        self.customers = [CustomerAgent(self, row) for row in range(len(scene.customers["birth"]))]
        buyer_of = {customer.segment: customer for customer in self.customers}
        running = (scene.contracts[name] for name in ("segment", "fee", "left"))
        for segment, fee, left in zip(*running, strict=True):
            buyer_of[segment].contracts.append(fee * min(left, 1.0))
        self.seekers: list[Seeker] = []
        self.courted: list[Seeker] = []
        self.calls: list[Call] = []
        self.agreed: dict[int, Contract] = {}
        self.lists: dict[Any, list[float]] = {}
        self._hand_out_luck()

    def _worker(self, row: int) -> Worker:
        given: Columns = self.scene.workers
        employer = given["employer"][row]
        return Worker(
            self, given["birth"][row], given["skill"][row], english=given["english"][row],
            ability=given["ability"][row], experience=given["experience"][row],
            foreign=given["foreign"][row], employer=self.firms[employer] if employer >= 0 else None,
            wage=given["wage"][row], tenure=given["tenure"][row], idle=given["idle"][row],
            looking=given["looking"][row], founder=given["founder"][row],
        )  # fmt: skip

    def _hand_out_luck(self) -> None:
        draws, rules, vendors = self.scene.draws, self.rules, self.vendor_rules
        self.active = draws["search without a job", 0]
        self.taste = draws["taste for firms", 0]
        self.applications = [draws["applications", k] for k in range(int(rules.applications))]
        self.tender_luck = [draws.get(("tender", k), {}) for k in range(3)]
        self.invitations = [
            draws.get(("invitations", k), {}) for k in range(int(vendors.invitations))
        ]

    def live(self) -> None:
        """The part of the month that the twin knows."""
        self.search()
        self.match()
        self.agents_by_type[Worker].do("work", self)
        self.call_tenders()

    def search(self) -> None:
        """List everybody who looks: at home, in other sectors, and abroad."""
        self.agents_by_type[Worker].do("look", self)
        self._look_in_other_sectors()
        abroad = self.scene.abroad
        for row, birth in enumerate(abroad["birth"]):
            self.seekers.append(
                Seeker(birth, abroad["skill"][row], english=abroad["english"][row],
                       ability=abroad["ability"][row], home=abroad["zone"][row],
                       least=abroad["reservation"][row], abroad=True)
            )  # fmt: skip

    def _look_in_other_sectors(self) -> None:
        rules, spread, draws = self.rules, self.rules.ability_spread, self.scene.draws
        number = self._lookers()
        births = keys_of_groups("other sector", self.scene.month, np.array(number)).tolist()
        groups = (group for group, people in enumerate(number) for _ in range(people))
        best = [max((f.offer[k] for f in self.firms if f.vacancies[k]), default=0.0) for k in Skill]
        for birth, group in zip(births, groups, strict=True):
            skill, english = group // 2, group % 2 == 1
            luck = max(draws["taste for the cluster", 0][birth], NOT_ONE)
            taste = exp(log(luck / (1 - luck)) / (2 * rules.outside_response))
            least = self.outside_wage[skill] * (1 + rules.acceptance_gain) * taste
            if least > best[skill]:
                continue
            z = normal(max(draws["ability of newcomers", 0][birth], NOT_ONE))
            self.seekers.append(
                Seeker(birth, skill, english=english, home=home_of(birth),
                       ability=exp(spread * z - spread * spread / 2), least=least)
            )  # fmt: skip

    def _lookers(self) -> list[int]:
        """People of other sectors who look, by skill and English."""
        rules, number = self.rules, []
        groups = np.arange(2 * len(Skill))
        who = keys("other sector", self.scene.month, len(Skill), groups).tolist()
        for group, birth in enumerate(who):
            there = self.reservoir[group // 2][group % 2]
            mean = there * rules.search_other_sectors[group // 2]
            luck = self.scene.draws["other sectors", 0][birth]
            number.append(min(floor(mean) + (luck >= 1 - (mean - floor(mean))), there))
        return number

    def match(self) -> None:
        """Let posts go to the best who apply, and people to the best who offer."""
        self.mean_offer = [
            sum(firm.offer[skill] for firm in self.firms) / len(self.firms) for skill in Skill
        ]
        self.near = [[exp(-km / self.rules.commute) for km in row] for row in self.scene.distance]
        self.agents_by_type[FirmAgent].do("advertise", self)
        self._rank()
        for seeker in self.seekers:
            seeker.apply(self)
        for _ in range(int(self.rules.matching_rounds)):
            self.courted = []
            self.agents_by_type[FirmAgent].do("make_offers", self)
            if not self.courted:
                break
            for seeker in self.courted:
                seeker.choose()
        self._start_work()

    def _rank(self) -> None:
        """Put first whom employers think the ablest."""
        rules, impression = self.rules, self.scene.draws["impression", 0]
        blur = rules.ability_spread * sqrt(1 / rules.screening**2 - 1)

        def seen(seeker: Seeker) -> float:
            # who applies nowhere impresses nobody
            luck = max(impression.get(seeker.birth, 0.5), NOT_ONE)
            return seeker.ability * exp(blur * normal(luck))

        self.seekers.sort(key=lambda seeker: (-seen(seeker), seeker.birth))

    def running_pull(self, seeker: Seeker) -> list[float]:
        """Running sum of how strongly each firm attracts somebody."""
        kind = (seeker.skill, seeker.home, seeker.english, seeker.abroad)
        if self.careful and kind in self.lists:
            return self.lists[kind]
        near = self.near[seeker.home]
        running = list(accumulate(firm.pull_on(seeker, near) for firm in self.firms))
        self.lists[kind] = running
        return running

    def _start_work(self) -> None:
        for seeker in self.seekers:
            if seeker.held is None or seeker.abroad:
                continue
            worker = seeker.person
            if worker is None:
                worker = Worker(
                    self, seeker.birth, seeker.skill, english=seeker.english,
                    ability=seeker.ability, experience=24 * (1 + seeker.skill),
                )  # fmt: skip
                self.workers.append(worker)
                self.reservoir[seeker.skill][seeker.english] -= 1
            worker.move_to(seeker.held)

    def call_tenders(self) -> None:
        """Let customers call for work, vendors bid, and one of them win."""
        self.lists.clear()
        self.agents_by_type[FirmAgent].do("plan_bids", self)
        number = [customer.tenders_wanted(self) for customer in self.customers]
        births = iter(keys_of_groups("tender", self.scene.month, np.array(number)).tolist())
        for customer, tenders in zip(self.customers, number, strict=True):
            customer.call([next(births) for _ in range(tenders)], self)
        pending = sorted(self.calls, key=lambda call: call.tender.birth)
        round_ = 0
        while pending:
            pending = self._award(pending, round_)
            round_ += 1

    def _award(self, pending: list[Call], round_: int) -> list[Call]:
        """Award tenders in turn; who cannot do the next takes no more in this round."""
        again, tired = [], set()
        for call in pending:
            place = call.award(self.scene.draws["award", round_][call.tender.birth])
            if place == NO_BID:
                continue
            firm = call.invited[place] if place >= 0 else None
            if firm and (firm in tired or call.work_of(firm) > firm.room):
                tired.add(firm)
                call.odds[place + 1] = 0.0
                call.buyer.declined += 1
                again.append(call)
            else:
                self._sign(call, firm)
        return again

    def _sign(self, call: Call, firm: FirmAgent | None) -> None:
        tender, fee = call.tender, round(call.tender.fee)
        work = fee * (1 - tender.content) / (firm.price if firm else 1.0)
        vendor = firm.row if firm else -1
        self.agreed[tender.birth] = Contract(vendor, fee, tender.kind, work, tender.months)
        if firm:
            firm.room -= call.work_of(firm)
            firm.orders += work

    def running_standing(self, abroad: bool) -> list[float]:
        """Running sum of how well known each vendor is."""
        if self.careful and abroad in self.lists:
            return self.lists[abroad]
        running = list(
            accumulate(firm.standing if firm.exporter or not abroad else 0.0 for firm in self.firms)
        )
        self.lists[abroad] = running
        return running

    def outcome(self) -> Outcome:
        """What came of the month."""
        held = {seeker.birth: seeker.held.row for seeker in self.seekers if seeker.held}
        filled = [[firm.vacancies[k] - firm.taken[k] for k in Skill] for firm in self.firms]
        declined = [0 for _ in Segment]
        for customer in self.customers:
            declined[customer.segment] += customer.declined
        return Outcome(
            posts=held,
            jobs={
                worker.birth: (
                    worker.employer.row if worker.employer else -1, worker.wage, worker.tenure,
                    worker.experience,
                )
                for worker in self.workers
            },
            staff=[firm.staff for firm in self.firms],
            bills=[firm.bill for firm in self.firms],
            unfilled=filled,
            awards={b: (c.vendor, c.fee, c.kind) for b, c in self.agreed.items()},
            declined=declined,
        )  # fmt: skip


def reward(ability: float, rules: Any) -> float:
    """Pay of somebody relative to the offer."""
    factor: float = 1 + rules.pay_for_ability * (ability - 1)
    return factor


def home_of(birth: int) -> int:
    """Zone where somebody lives, fixed at birth."""
    share = (birth >> 11) * 2.0**-53
    return ZoneName.REST if share < 1 - COLON_SHARE else ZoneName.COLON


def poisson(luck: float, mean: float) -> int:
    """Smallest count whose cumulative probability exceeds the luck."""
    count, mass = 0, exp(-mean)
    cumulative = mass
    while cumulative <= luck:
        count += 1
        mass *= mean / count
        cumulative += mass
    return count
