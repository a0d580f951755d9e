"""The classes that people, firms, customers and places belong to."""

from enum import IntEnum


class Skill(IntEnum):
    """Skill class of a worker (A05)."""

    FRONT_LINE = 0
    SUPPORT = 1
    ENGINEER = 2
    RESEARCHER = 3
    MANAGER = 4


class Degree(IntEnum):
    """Highest degree of a worker."""

    NONE = 0
    VOCATIONAL = 1
    FOUR_YEAR = 2
    POSTGRADUATE = 3


class Origin(IntEnum):
    """Where a person stands towards the quota: at home or from abroad."""

    LOCAL = 0
    FOREIGN = 1


class Source(IntEnum):
    """Where a new member of staff comes from."""

    UNEMPLOYED = 0
    OTHER_FIRM = 1
    OTHER_SECTOR = 2
    ABROAD = 3


class Reason(IntEnum):
    """Why somebody leaves a job."""

    BETTER_JOB = 0
    LAID_OFF = 1
    WORN_OUT = 2
    OTHER_SECTOR = 3
    RETIRED = 4
    PERMIT_ENDED = 5
    FIRM_CLOSED = 6
    FOUNDED = 7


class Entry(IntEnum):
    """How a person joins the workforce of the cluster."""

    GRADUATED = 0
    OTHER_SECTOR = 1
    ABROAD = 2


class Exit(IntEnum):
    """How a person leaves the workforce of the cluster."""

    RETIRED = 0
    OTHER_SECTOR = 1
    ABROAD = 2


class Kind(IntEnum):
    """Kind of firm: the first four columns of every answer."""

    SME = 0
    ANCHOR = 1
    MNC = 2
    CONTACT_CENTRE = 3


class Activity(IntEnum):
    """What a firm mainly does; it decides which skills it needs (E2)."""

    INTEGRATION = 0
    OWN_WORK = 1
    CONTACT_CENTRE = 2
    TECHNICAL_SUPPORT = 3
    REGIONAL_HQ = 4


class Line(IntEnum):
    """Line of work at the site of a multinational; it decides which skills its posts need (A18)."""

    CONTACT = 0
    SUPPORT = 1
    ENGINEERING = 2
    RESEARCH = 3
    DATA_CENTRE = 4


class InvestorCare(IntEnum):
    """What government spends on investors for."""

    COURTING = 0
    ONE_WINDOW = 1
    SEATS = 2
    COURSES = 3


class Reform(IntEnum):
    """Offices and laws that government pays for to make something easier than in January 2009."""

    FOUNDING = 0
    EXCHANGE = 1
    PROTECTION = 2
    PERMITS = 3


class Work(IntEnum):
    """Kind of work that a buyer asks for, in the order of Activity; each has its ladder (E4)."""

    INTEGRATION = Activity.INTEGRATION
    OWN_WORK = Activity.OWN_WORK


class FirmOrigin(IntEnum):
    """How a firm came to be (A02, A04); a spin-out is founded on research of a university."""

    FOUNDING = 0
    ENTRANT = 1
    SPIN_OFF = 2
    SPIN_OUT = 3


class SizeClass(IntEnum):
    """Size of a firm by staff: below 15, 15 to 49, 50 to 149, 150 and more."""

    MICRO = 0
    SMALL = 1
    MEDIUM = 2
    LARGE = 3


class AgeClass(IntEnum):
    """Age of a firm: below five years, or five years and more."""

    YOUNG = 0
    MATURE = 1


class ZoneName(IntEnum):
    """The zones of Panama's cluster (A90 to A93)."""

    REST = 0
    CITY_OF_KNOWLEDGE = 1
    HOWARD = 2
    COLON = 3


class Segment(IntEnum):
    """Who buys (A27 to A40); the last two are other firms of the cluster, and abroad."""

    GOVERNMENT = 0
    BANKING = 1
    MARITIME = 2
    OTHER_PRIVATE = 3
    FREE_ZONE = 4
    KNOWLEDGE_BODIES = 5
    AFFILIATES = 6
    SUBCONTRACTS = 7
    EXPORT_NICHES = 8


class Niche(IntEnum):
    """Industry abroad for whose needs local exporters bid (A36)."""

    PORTS = 0
    BIOSCIENCE = 1
    GOVERNMENTS = 2
    FINANCE = 3
    BUSINESS = 4


ABROAD = int(Segment.EXPORT_NICHES)
"""The segment of customers abroad, which comes last."""
NEEDS = ABROAD + len(Niche)
"""Needs that work may serve: those of each segment at home, then of each niche abroad."""
HOME_OF_NICHE = (
    Segment.MARITIME, Segment.KNOWLEDGE_BODIES, Segment.GOVERNMENT, Segment.BANKING,
    Segment.OTHER_PRIVATE,
)  # fmt: skip
"""Segment at home whose needs are most like those of each niche abroad."""


class Promotion(IntEnum):
    """What government pays for exports (I77, I79)."""

    OFFSET = 0
    SPECIALISTS = 1
    BRAND = 2
    AGREEMENTS = 3


class PermitClass(IntEnum):
    """Under which rule a foreigner works (Q22, C26, C27, A23, A103)."""

    NONE = 0
    ORDINARY = 1
    SPECIALISED = 2
    SMALL_FIRM = 3
    HEADQUARTERS = 4
    ZONE = 5


class Decision(IntEnum):
    """What became of a permit application."""

    GRANTED = 0
    REFUSED_QUOTA = 1
    REFUSED_OFFICE = 2
    WITHDRAWN = 3


class FunderKind(IntEnum):
    """What a funder is (A81 to A88)."""

    GRANT_PROGRAMME = 0
    DEVELOPMENT_BANK = 1
    ANGELS = 2
    VENTURE_FUND = 3
    LEVY_FUND = 4


class Home(IntEnum):
    """Where an owner is at home: profit of those abroad leaves the country."""

    RESIDENTS = 0
    ABROAD = 1
    STATE = 2


class Agency(IntEnum):
    """Public body in charge of a lever (A42 to A49)."""

    NONE = 0
    SENACYT = 1
    COMMERCE = 2
    LABOUR = 3
    FINANCE = 4
    EDUCATION = 5


class Support(IntEnum):
    """Whose plans depend on how long a programme lasts."""

    GRANTS = 0
    SCHOLARS = 1
    SITES = 2
    FOUNDERS = 3


class Craft(IntEnum):
    """What a firm may be at home in: the nine vocations of the report (A06)."""

    DATABASE = 0
    DIGITAL_MEDIA = 1
    SYSTEMS_INTEGRATION = 2
    NETWORK = 3
    PROGRAMMING = 4
    TECHNICAL_SUPPORT = 5
    TECHNICAL_WRITING = 6
    WEB = 7
    IT_MANAGEMENT = 8


class Ring(IntEnum):
    """Where firms meet (A69)."""

    ZONE = 0
    BUYERS = 1
    PARTNERS = 2
    EVENTS = 3


class Stage(IntEnum):
    """How close two firms are (I100)."""

    ACQUAINTANCE = 0
    TRIAL = 1
    ALLIANCE = 2


class Project(IntEnum):
    """What two firms do together, the easy before the hard (M135)."""

    NONE = 0
    BID = 1
    RESEARCH = 2


class Task(IntEnum):
    """What the facilitator spends its money on (I93)."""

    OVERHEAD = 0
    INTRODUCTIONS = 1
    PROJECTS = 2
    MENTORS = 3
    FORUMS = 4
    ADVOCACY = 5


class Substance(IntEnum):
    """What stands behind an initiative that is given money (A68, M155)."""

    REAL = 0
    HOLLOW = 1
    IMAGINED = 2


SPECIALISED = (Skill.ENGINEER, Skill.RESEARCHER, Skill.MANAGER)
"""Skill classes that count as specialised or technical staff in the labour code (C26)."""
