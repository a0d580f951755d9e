"""Firms: what they have."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.agents.classes import (
    NEEDS,
    Activity,
    AgeClass,
    Craft,
    FirmOrigin,
    Kind,
    Line,
    Origin,
    Segment,
    SizeClass,
    Skill,
    Work,
    ZoneName,
)
from cluster_abm.core import compiled
from cluster_abm.core.actor import Actor, Members
from cluster_abm.core.groups import sums_of_rows
from cluster_abm.core.kernels import firms as kernels
from cluster_abm.core.kernels import labour as labour_kernels
from cluster_abm.core.ledger import Sector
from cluster_abm.core.tables import (
    Flags,
    Floats,
    Ints,
    cents,
    flags,
    floats,
    ints,
    reference,
    small,
)

SIZE_LIMITS = np.array([15, 50, 150])
"""Staff from which a firm is small, medium, large."""
YOUNG_MONTHS = 60
"""Age below which a firm is young, months."""
COUNTED_STAFF = 10
"""Staff that a firm must have had once to count as an enterprise of the cluster (K19)."""
DUE_MONTHS = 6
"""Months over which bills may fall due."""

# Constants are arrays without axes, which NumPy need not convert every time.
_SME, _CONTACT_CENTRE = (np.array(kind, np.int16) for kind in (Kind.SME, Kind.CONTACT_CENTRE))


class Firms(Members):
    """Every firm of the cluster, a row each."""

    newcomer: type[Actor]
    """Class of a newborn firm; a model may name a subclass of SME."""
    multinational: type[Actor]
    """Class of a new site of a multinational; a model may name a subclass of MNC."""
    now: int = 0
    """The month, for ages."""

    sort = small("Kind", "Kind of firm: SME, anchor, other multinational, contact centre.")
    activity = small("Activity", "What the firm mainly does.")
    zone = small("ZoneName", "Zone in which it stands.")
    origin = small("FirmOrigin", "How it came to be.")
    parent = reference("firms", "Firm it came from.")
    born = ints("month", "Month in which it began; negative before the clock starts.")
    counted = flags("Did it ever have ten staff or more (K19)?")
    licensed = flags("Does it hold a licence of the headquarters regime (A23)?")
    incubated = flags("Does it sit in the incubator (A62)?")
    exporter = flags("Is its work designed for customers abroad?")
    idle_abroad = small("months", "Months in a row without work for customers abroad.")
    speaks = floats("share of staff", "Staff who speak English well.")
    experience = floats("US cent", "Work done for each buyer, that of long ago the less.", Segment)
    intimacy = floats("share", "How well it knows the needs of each buyer (M73).", Segment)
    knows = floats("share", "How well it knows needs: of segments, and of niches abroad.", NEEDS)
    references = floats("contracts", "Contracts done in time, as buyers remember them.", Segment)
    heard = floats("share", "Buyers of each segment who have heard of its work (G6).", Segment)
    focused = flags("Does it work for one segment before all others (M74)?")
    home = small("Segment", "Segment that it knows best, as it last thought about it.")
    odds = floats("odds", "What its quality and price are worth to buyers; 1 is 2009.")

    cash = cents("Money in hand; below nought it is what it cannot pay.")
    debt = cents("What it owes banks.")
    credit_limit = floats("US cent", "What banks would lend it altogether.")
    interest = ints("US cent/month", "Interest of this month.")
    earmarked = ints("US cent", "Money in hand that a grant gave for research.")
    promised = floats("US cent/month", "Research that a grant obliges it to do.")
    grant = ints("US cent", "Grant of the project under way.")
    grant_due = ints("US cent", "Part of it that waits for the milestone.")
    project_value = floats("standard deviations", "True value of that project; 0 is usual.")
    idea = floats("standard deviations", "True value of the project it would do next; 0 is none.")
    award_score = floats("standard deviations", "Score with which it last won a grant; 0 is none.")
    covered = floats("US cent", "Part of its debt that the development bank would pay.")
    grant_month = small("month", "Month of the award of that grant.")
    doubt = floats("share", "What it discounts of an innovation, as its programme may end.")
    hold_back = floats("share", "Research of a grant left undone, as a tranche may not come.")
    grant_belief = floats("probability", "Chance of approval it expects; 0 is no idea yet.")
    sold = floats("share of firm", "Part of it that others than its founders own.")
    sold_abroad = floats("share of firm", "Part of it that is owned abroad.")
    tax_due = floats("US cent/month", "Profit tax of last month before any exemption.")
    relief = floats("share of profit", "Profit that its zone exempts.")
    relief_at_stake = floats("US cent/month", "Tax that it saves only by research.")
    research_asked = floats("US cent/month", "Research that saves the whole of that tax.")
    wear = floats("US cent/month", "Equipment that wore out this month.")
    receivables = ints("US cent", "Bills to collect, by buyer and month.", Segment, DUE_MONTHS)
    payables = ints("US cent", "Bills to pay for goods for resale, by months.", DUE_MONTHS)
    equipment = floats("US cent", "Hard assets at replacement value.")
    earnings = floats(
        "US cent/month", "Earnings before tax, last 12 months; interest goes off after tax.", 12
    )
    support = ints(
        "US cent/month", "What others paid of what it spent, last 12 months; not in earnings.", 12
    )
    distress = small("months", "Months in a row beyond its limit of credit or without staff.")
    idle_months = small("months", "Months in a row without work under contract.")

    staff = ints("persons", "Staff by skill and origin.", Skill, Origin)
    needed = floats("persons", "Staff that the work under contract takes.")
    recipe = floats("share of staff", "Skills that its work takes at least cost.", Skill)
    premium = floats("factor", "Pay relative to others here that its parent asks for; 0 is none.")
    plan = floats("posts", "Posts that its parent plans here, by line of work (MNC).", Line)
    agreed = floats("posts", "Posts agreed with its parent, by line of work.", Line)
    parent_posts = floats("posts", "Posts of its parent everywhere, at the trend of 2009.", Line)
    losing = small("months", "Months in a row after which its year was a loss (MNC).")
    parent_shock = floats("log points", "Its parent's luck with customers, by line.", Line)
    line_share = floats("share of posts", "Lines of work in its posts.", Line)
    posts = ints("persons", "Posts it wants filled, by skill.", Skill)
    vacancies = ints("persons", "Posts open this month, by skill.", Skill)
    unfilled = ints("persons", "Posts open last month that nobody took, by skill.", Skill)
    reserved = ints("persons", "Posts held for foreigners whose permit is pending.", Skill)
    welcome = floats("index", "Pull on people abroad, by skill.", Skill)
    sponsors = ints("persons", "Applications from abroad that it would consider, by skill.", Skill)
    offer = floats("US cent/month", "Monthly base pay it offers, by skill.", Skill)
    pay = ints("US cent/month", "Base pay of all staff, by skill and origin.", Skill, Origin)
    ability = floats("efficiency units", "Labour by skill and origin.", Skill, Origin)

    efficiency = floats("index", "Work done by a unit of labour; 1 is the cluster in 2009 (E5).")
    quality = floats("index", "Quality of its work relative to the frontier; 1 is 2009 (E4).", Work)
    management = floats("index", "Management skill; 1 is the cluster in 2009.")
    capacity = floats("US cent/month", "Work it can do, at prices of 2009.")
    orders = floats("US cent/month", "Work under contract this month, at prices of 2009.")
    own_orders = floats("US cent/month", "Work under contract that is own work.")
    own_contracts = ints("contracts", "Contracts for own work.")
    quality_gain = floats("1/log point", "Orders gained by quality, relative to orders.")
    volume = floats("US cent/month", "Work that a parent or clients abroad want (MNC).")
    courses = floats("share of payroll", "Courses that its parent gives its staff (MNC).")
    course_bill = ints("US cent/month", "Courses paid last month.")
    courses_free = floats("share of courses", "Part of its courses that government pays.")
    energy = ints("US cent/month", "Energy and data of last month.")
    tax_paid = ints("US cent/month", "Profit tax of last month.")
    incentive = floats("share of profit tax", "Profit tax that an incentive waives.")
    tax_waived = ints("US cent/month", "Profit tax that the incentive waived last month.")
    price = floats("index", "Price of its work; 1 is the cluster in 2009.")
    labour_cost = ints("US cent/month", "Pay, thirteenth month and contributions of last month.")
    rent = ints("US cent/month", "Rent of last month.")
    unit_cost = floats("index", "Cost of a unit of work at full use.")
    sales = ints("US cent/month", "Billed this month.")
    new_bills = ints("US cent/month", "Billed this month, by buyer.", Segment)
    goods = ints("US cent/month", "Goods bought for resale this month.")
    year_sales = ints("US cent/month", "Billed in each of the last 12 months.", 12)

    tax = ints("US cent/month", "Profit tax paid, last 12 months.", 12)
    tax_credit = ints("US cent", "Credit for research that waits for tax to pay.")
    tax_relief = floats("share of research", "Part of its research that its tax bears.")
    co_financed = floats("share of research", "Part of its research that the levy fund pays.")
    co_paid = ints("US cent/month", "Research of this month that the levy fund paid.")
    in_research = flags("Does it consider research and development (E3)?")
    research_plan = floats("US cent/month", "Research that it plans, money permitting.")
    research = floats("full-time staff", "Time it wants for research, by skill.", Skill)
    research_pay = ints("US cent/month", "Labour cost of the time at research.")
    research_cost = ints("US cent/month", "Labour cost of research and its materials.")
    research_yield = floats("1/month", "Innovations that US$ 1 a month on a line brings.")
    innovations = ints("innovations", "Innovations of this month.")
    ideas = floats("ideas", "What its research found and it has no use for.")
    new_products = ints("products", "Innovations of this month that stand alone.")
    products = ints("products", "Products of its own that live.")
    degree_share = floats("share of staff", "Staff with a four-year degree or more.")
    absorption = floats("share", "Part of outside knowledge that it can make its own.")

    craft = floats("share", "What it is at home in; all 0 before anybody has asked.", Craft)
    known = floats("factor", "What joint bids and forums add to its standing with buyers.")
    hours_away = ints("hours", "Time promised to partners and meetings, not given yet.")
    poached = floats("share of staff", "Staff lost to the cluster in a month, on average.")
    tried = floats("projects", "Joint work of its own that it remembers.")
    kept_faith = floats("projects", "Of this, what went well and its partner shared.")
    member = flags("Does it belong to the facilitator's members (K51)?")
    links_abroad = ints("links", "Partners abroad from whom it learns.")

    def settle(self, rows: Ints | int, cells: Ints | int) -> None:
        """Note on which cells some firms stand, by number, and so in which zones."""
        super().settle(rows, cells)
        self.data["zone"][rows] = self.model.zones.zone_of_cell[cells]

    @property
    def headcount(self) -> Ints:
        """Everybody who works there, persons, shape ``(firms,)``."""
        total: Ints = sums_of_rows(self.staff)
        return total

    @property
    def bill(self) -> Ints:
        """Base pay of all staff, US cent/month, shape ``(firms,)``."""
        total: Ints = sums_of_rows(self.pay)
        return total

    @property
    def age(self) -> Ints:
        """Months since it began, shape ``(firms,)``."""
        age: Ints = self.now - self.born
        return age

    @property
    def size_class(self) -> Ints:
        """Size class, shape ``(firms,)``."""
        return np.searchsorted(SIZE_LIMITS, self.headcount, side="right")

    @property
    def age_class(self) -> Ints:
        """Age class, shape ``(firms,)``."""
        return (self.age >= YOUNG_MONTHS).astype(np.int64)

    @property
    def granted(self) -> Ints:
        """Research of this month that a grant pays, cents, shape ``(firms,)``."""
        paid: Ints = np.where(self.grant > 0, np.minimum(self.earmarked, self.research_cost), 0)
        return paid

    @property
    def year_result(self) -> Floats:
        """What a year left before tax, support for research included, US cent/year."""
        result: Floats = np.add.reduce(self.earnings, 1) + np.add.reduce(self.support, 1)
        return result

    @property
    def is_sme(self) -> Flags:
        """Is it a locally owned firm?  Shape ``(firms,)``."""
        sme: Flags = self.sort == _SME
        return sme

    @property
    def narrow(self) -> Flags:
        """Does it belong to the report's 12,000 workers (K31)?  Shape ``(firms,)``."""
        narrow: Flags = self.sort != _CONTACT_CENTRE
        return narrow

    def lose_customers_to(self, rows: Ints, parents: Ints) -> None:
        """Take from parents what customers remember of them that went with founders."""
        for record in (self.experience, self.references):
            np.subtract.at(record, parents, record[rows])
            record[parents] = np.maximum(record[parents], 0.0)

    @property
    def credit_left(self) -> Floats:
        """What banks would still lend it, US cent, shape ``(firms,)``."""
        left: Floats = np.maximum(self.credit_limit - self.debt, 0.0)
        return left

    @property
    def due(self) -> Ints:
        """Bills to collect, cents, shape ``(firms,)``."""
        total: Ints = sums_of_rows(self.receivables)
        return total

    @property
    def owed(self) -> Ints:
        """Bills to pay, cents, shape ``(firms,)``."""
        total: Ints = sums_of_rows(self.payables)
        return total

    @property
    def posts_filled(self) -> Ints:
        """Staff by skill, persons, shape ``(firms, skills)``."""
        return of_both_origins(self.staff)

    @property
    def at_research(self) -> Floats:
        """Time that staff spends on research, full-time staff, shape ``(firms, skills)``."""
        return np.minimum(self.research, self.posts_filled)

    @property
    def lines(self) -> Ints:
        """Lines that an innovation may improve: own products, live own work; at least 1 (E3)."""
        lines: Ints = np.maximum(self.products + self.own_contracts, 1)
        return lines

    @property
    def own_share(self) -> Floats:
        """Share of own work in the orders; that of the trade if there are none."""
        share = self.own_orders / np.maximum(self.orders, 1.0)
        return np.where(self.orders > 0, share, self.activity == Activity.OWN_WORK)

    @property
    def mean_offer(self) -> Floats:
        """Pay offered, averaged over the posts wanted, US cent/month, shape ``(firms,)``."""
        wanted = np.maximum(self.posts, 1e-9)
        mean: Floats = (self.offer * wanted).sum(axis=1) / wanted.sum(axis=1)
        return mean

    @property
    def best_offer(self) -> Floats:
        """Highest pay offered for an open post, 0 without one, US cent/month, ``(skills,)``."""
        if compiled.in_use:
            return labour_kernels.best_offers(self.offer, self.vacancies)
        best: Floats = (self.offer * (self.vacancies > 0)).max(axis=0, initial=0.0)
        return best

    @property
    def going_rate(self) -> Floats:
        """What local firms offer for their posts on average, US cent/month, shape ``(skills,)``."""
        if compiled.in_use:
            return kernels.going_rate(self.offer, self.posts, self.sort, int(Kind.SME))
        local = self.is_sme
        if not local.any():
            local[:] = True
        weight = self.posts * local[:, None]
        total = np.add.reduce(weight)
        if not total.all():
            # where nobody wants a post, every firm counts the same
            weight[:, total == 0] = local[:, None]
            total = np.add.reduce(weight)
        mean: Floats = np.add.reduce(self.offer * weight) / total
        return mean

    def let_go(self, row: int) -> None:
        """Leave no money behind (see the ledger)."""
        self.model.ledger.wind_up(Sector.FIRMS, row)


def of_both_origins[S: (np.int64, np.float64)](by_origin: NDArray[S]) -> NDArray[S]:
    """Add up locals and foreigners, who come last, shape ``(…, origins)``."""
    both: NDArray[S] = by_origin[..., Origin.LOCAL] + by_origin[..., Origin.FOREIGN]
    return both


TARGETS: dict[str, tuple[str, Any]] = {
    "kind": ("sort", Kind),
    "activity": ("activity", Activity),
    "size": ("size_class", SizeClass),
    "age": ("age_class", AgeClass),
    "origin": ("origin", FirmOrigin),
    "zone": ("zone", ZoneName),
}
"""How a policy may name some firms: word in the file, column, classes."""


class Firm(Actor, of=Firms):
    """One firm, as Mesa sees it."""

    table: Firms

    @property
    def headcount(self) -> int:
        """Everybody who works there, persons."""
        return int(self.staff.sum())

    @property
    def age(self) -> int:
        """Months since it began."""
        return int(self.table.now - self.born)


class SME(Firm):
    """A locally owned small or medium firm (A01)."""


class MNC(Firm):
    """The local arm of a multinational, or a contact-centre operator (A18, A23)."""
