"""Enterprise: what we assume."""

from cluster_abm.agents.classes import ZoneName
from cluster_abm.core.rules import Rules, by, lever, number


class EnterpriseRules(Rules):
    """Equipment, dividends, exit, spin-offs and entry."""

    depreciation = number(
        0.20,
        unit="share/year",
        low=0,
        high=1,
        source="derived: US$ 8 m a year on hard assets of US$ 40 m, starting books",
        doc="the share of equipment that wears out in a year.",
    )
    equipment_per_worker = number(
        4_124,
        unit="US$/worker",
        low=0,
        high=50_000,
        source="derived: hard assets of US$ 40 m for 9,700 workers, starting books",
        doc="the equipment that a firm wants for each of its staff.",
    )
    investment_speed = number(
        0.0833,
        unit="share/month",
        low=0,
        high=1,
        source="assumption: a gap in equipment closes in about a year",
        doc="the part of the gap in equipment that a firm buys in a month.",
    )
    cash_target = number(
        2.5,
        unit="months of labour cost",
        low=0,
        high=24,
        source="derived: cash of US$ 28 m on labour cost of US$ 135 m a year, starting books",
        doc="the cash that a firm keeps before it pays its owners.",
    )
    payout_speed = number(
        0.25,
        unit="share/month",
        low=0,
        high=1,
        source="assumption: owners draw on what they do not need within a few months",
        doc="the part of the cash beyond its target that a firm pays to its owners in a month.",
    )
    patience = number(
        6,
        unit="months",
        low=1,
        high=60,
        uncertain=(3, 9),
        source="assumption: creditors wait for half a year",
        doc="the number of months beyond its limit of credit, or without staff, after which a firm "
        "closes.",
    )
    idle_patience = number(
        10,
        unit="months",
        low=1,
        high=120,
        uncertain=(6, 18),
        source="calibrated: survival of young firms (C10); owners wait for a contract for most of "
        "a year",
        doc="the number of months without work under contract after which a firm closes.",
    )
    fire_sale = number(
        0.4,
        unit="share of value",
        low=0,
        high=1,
        uncertain=(0.2, 0.6),
        source="assumption: used equipment in a hurry brings less than half",
        doc="what the equipment of a closed firm brings, relative to its worth.",
    )
    give_up_age = number(
        24,
        unit="months",
        low=0,
        high=240,
        source="assumption: founders allow two years before they judge",
        doc="the age from which owners may give up a firm that loses money.",
    )
    give_up = number(
        0.06,
        unit="probability/month",
        low=0,
        high=1,
        uncertain=(0.03, 0.15),
        source="calibrated: exits of 0.073 to 0.119 of firms a year (C13), and a third of the "
        "firms founded for the warm-up (K19)",
        doc="the chance that owners give up in a month a firm that lost money over the year.",
    )
    calm_months = number(
        12.0,
        unit="months of labour cost",
        low=0,
        high=120,
        uncertain=(6.0, 24.0),
        source="assumption: who can pay everybody for a year waits for better times",
        doc="the money in hand with which owners do not give up a firm that loses money.",
    )
    buyer_staff = number(
        50,
        unit="persons",
        low=0.1,
        high=10_000,
        uncertain=(20, 150),
        source="assumption: a firm that loses money finds a buyer less easily than another",
        doc="the staff at which half of the firms that owners give up are sold, and live on.",
    )
    owner_exit = number(
        0.0025,
        unit="probability/month",
        low=0,
        high=0.05,
        uncertain=(0.0, 0.005),
        source="calibrated: exits of establishments are 9 % a year (C13)",
        doc="the chance that the owner of a firm retires.",
    )
    successor_staff = number(
        10,
        unit="persons",
        low=0.1,
        high=1_000,
        source="assumption: a firm of ten is as likely closed as sold",
        doc="the staff at which half of the owners who retire find somebody to take over.",
    )
    spin_off_hazard = number(
        1.4e-4,
        unit="probability/month",
        low=0,
        high=1e-2,
        uncertain=(0.8e-4, 1.8e-4),
        source="derived: 5e-5 to 1e-4 for a worker of any skill, that is about ten firms a year "
        "from 12,000 workers; 44 % of them have the skill, the experience and the money, and "
        "ideas and young firms nearby count as a quarter more",
        doc="the chance that a local employee with the skill leaves in a month to found a firm, "
        "if experience and savings suffice.",
    )
    idea_pull = number(
        20,
        unit="persons/idea",
        low=0,
        high=1_000,
        uncertain=(0, 40),
        catalogue="M118",
        source="assumption: an eighth of the spin-offs rest on research that their employers do "
        "not use; 0 is within the prior",
        doc="how many more employees would found as many firms as one idea brings that an employer "
        "has no use for.",
    )
    spin_out_rate = number(
        1.1,
        unit="firms/US$ 100 m",
        low=0,
        high=100_000,
        uncertain=(0.5, 4.0),
        catalogue="M118",
        source="paper: 651 start-ups on research of US$ 59.1 bn in the United States (AUTM "
        "Licensing Activity Survey, 2010); small systems elsewhere are said to found more",
        doc="the founders that research of universities whose use is known brings.",
    )
    university_knowledge = number(
        1.2,
        unit="index",
        low=0.3,
        high=5,
        uncertain=(1.0, 1.5),
        catalogue="M118",
        source="assumption: a fifth ahead of local firms, of which a spin-out takes along as much "
        "as a spin-off of its parent's lead",
        doc="the quality of own work that research of universities allows; 1 is the cluster in "
        "2009.",
    )
    example_pull = number(
        20,
        unit="persons/firm",
        low=0,
        high=1_000,
        uncertain=(0, 40),
        catalogue="M147",
        source="assumption: an eighth of the spin-offs follow an example; Nanda and Sorensen "
        "(2010) find that who works beside founders founds more often; 0 is within the prior",
        doc="how many more employees would found as many firms as the example of one young firm "
        "in their zone brings.",
    )
    young_firm = number(
        60,
        unit="months",
        low=0,
        high=240,
        catalogue="M147",
        source="assumption: five years, after which few remember that somebody dared",
        doc="the age up to which a firm is an example to employees nearby.",
    )
    founder_horizon = number(
        36,
        unit="months",
        low=0,
        high=240,
        source="assumption: three years until a firm stands on its own feet",
        doc="the time over which founders ask whether what helps them will last.",
    )
    founder_dependence = number(
        0.3,
        unit="share of founders",
        low=0,
        high=1,
        uncertain=(0.0, 0.6),
        catalogue="M150",
        source="assumption: 0 is within the prior (E13)",
        doc="the part of the founders who begin only if a programme for founders lasts.",
    )
    founder_experience = number(
        60,
        unit="months",
        low=0,
        high=480,
        source="assumption: five years at work teach the trade",
        doc="the working life that an employee needs to found a firm.",
    )
    founder_draw = number(
        0.3,
        unit="share of pay",
        low=0,
        high=1,
        source="assumption: founders live on savings until the firm earns",
        doc="the pay that founders take from a new firm, relative to what they earned.",
    )
    savings_share = number(
        0.1,
        unit="share of pay",
        low=0,
        high=1,
        uncertain=(0.05, 0.15),
        source="assumption: a tenth of pay is saved",
        doc="the share of past pay, at today's, that an employee has saved.",
    )
    saving_months = number(
        240,
        unit="months",
        low=0,
        high=600,
        source="assumption: twenty years; then a family spends what it saves",
        doc="the longest time over which an employee saves.",
    )
    plan_months = number(
        12,
        unit="months",
        low=0,
        high=120,
        source="assumption: after a year without money a founder gives up the plan",
        doc="the time for which a would-be founder without money looks for an angel.",
    )
    setup_cost = lever(
        12_000,
        unit="US$",
        low=0,
        high=1_000_000,
        uncertain=(6_000, 25_000),
        who="government",
        agency="commerce",
        supports="founders",
        catalogue="I84",
        cost="paid for every firm founded with less money than in January 2009",
        spends="founding_help_paid",
        source="assumption: three months of the founder's pay, fees and first equipment",
        doc="the money that a founder needs to begin.",
    )
    founding_help = number(
        1.0,
        unit="US$/US$",
        low=0,
        high=10,
        uncertain=(0.3, 1.5),
        catalogue="I84",
        source="assumption: government lends or does what founders need not pay; 0 is red tape cut",
        doc="what government pays for each dollar less that a founder needs.",
    )
    inheritance = number(
        0.9,
        unit="elasticity",
        low=0,
        high=1,
        uncertain=(0.6, 1.0),
        source="assumption: nine tenths of what sets the parent apart",
        doc="how much of the parent's lead or lag a spin-off starts with.",
    )
    customers_known = number(
        3.0,
        unit="persons",
        low=0,
        high=1_000,
        uncertain=(0.0, 10.0),
        source="assumption: founders led the work of two others; law firms whose founders bring "
        "more from another live longer, and that one shorter (Phillips 2002, Administrative "
        "Science Quarterly 47(3))",
        doc="the people of the parent whose experience with customers, and whose references, go "
        "with a founder.",
    )
    newcomer_spread = number(
        0.15,
        unit="log points",
        low=0,
        high=1,
        uncertain=(0.05, 0.25),
        source="assumption: a little more than half of the spread of productivity within "
        "industries (Syverson 2011, Journal of Economic Literature 49(2): the best tenth does "
        "twice what the worst does)",
        doc="the standard deviation of efficiency, quality and management among newcomers.",
    )
    stay_in_zone = number(
        0.8,
        unit="probability",
        low=0,
        high=1,
        uncertain=(0.6, 0.9),
        source="assumption: most spin-offs stay near the parent, as the literature on clusters "
        "finds",
        doc="the chance that a spin-off stands in the zone of its parent, if there is room.",
    )
    entry_rate = number(
        20,
        unit="founders/year",
        low=0,
        high=100_000,
        uncertain=(8, 28),
        source="calibrated: with spin-offs, entry of 10 % of firms a year (US business dynamics)",
        doc="the number of founders who come from outside the cluster in a year, at the market "
        "of 2009.",
    )
    entrant_wealth = number(
        40_000,
        unit="US$",
        low=0,
        high=10_000_000,
        uncertain=(20_000, 80_000),
        source="assumption: about a year and a half of a manager's pay",
        doc="the mean wealth of founders from outside.",
    )
    entrant_wealth_spread = number(
        0.8,
        unit="log points",
        low=0,
        high=3,
        source="assumption: wealth is spread widely",
        doc="the standard deviation of the logarithm of wealth of founders from outside.",
    )
    entrant_ability = number(
        0.92,
        unit="index",
        low=0.3,
        high=2,
        uncertain=(0.9, 1.0),
        source="assumption: founders from outside the trade do less well than spin-offs (Klepper "
        "and Sleeper 2005)",
        doc="the efficiency and quality of newcomers from outside, relative to the cluster.",
    )
    entrant_experience = number(
        120,
        unit="months",
        low=0,
        high=480,
        source="assumption: ten years at work elsewhere",
        doc="the working life of founders from outside.",
    )
    exporter_share = number(
        0.1,
        unit="share of newcomers",
        low=0,
        high=1,
        uncertain=(0.05, 0.2),
        source="assumption: exports of 6 % of sales from one firm in ten",
        doc="the share of founders from outside who design their work for customers abroad.",
    )
    rent_aversion = number(
        1.0,
        unit="elasticity",
        low=0,
        high=10,
        source="assumption: twice the rent halves the odds of a zone",
        doc="the response of newcomers' choice of a zone to its rent.",
    )
    zone_attraction = by(
        ZoneName,
        0.0,
        -1.3,
        -3.2,
        -3.6,
        unit="utility",
        low=-20,
        high=20,
        catalogue="A90",
        source="derived: at equal rents and with room a fifth choose the City of Knowledge, as "
        "many as are there in 2009, and few the other zones",
        doc="what a zone is worth to a newcomer besides its rent.",
    )
