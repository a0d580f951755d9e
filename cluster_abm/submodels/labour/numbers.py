"""Labour: what we assume."""

from cluster_abm.agents.classes import Activity, Skill
from cluster_abm.core.rules import Rules, by, law, number


class LabourRules(Rules):
    """Production, posts, pay, search and separations."""

    hiring_cover = number(
        1.07,
        unit="factor",
        low=1,
        high=2,
        source="calibrated: baseline employment rests in the warm-up",
        doc="the work a firm staffs for, relative to the work under contract.",
    )
    layoff_band = number(
        0.08,
        unit="share of posts",
        low=0,
        high=1,
        source="assumption: firms hoard labour",
        doc="the excess staff that a firm keeps before it lays off.",
    )
    layoff_speed = number(
        0.25,
        unit="share/month",
        low=0,
        high=1,
        source="assumption: notice takes months",
        doc="the part of the excess beyond the band that goes in a month.",
    )
    loyalty_months = number(
        3,
        unit="months",
        low=0,
        high=120,
        source="assumption: founders keep their team",
        doc="the age up to which a new firm keeps its team whatever its orders.",
    )
    offer_rise = number(
        0.12,
        unit="share/month",
        low=0,
        high=1,
        uncertain=(0.05, 0.20),
        source="assumption: 2 % a month more at a fifth of posts unfilled (M01)",
        doc="the response of an offer to the share of posts unfilled.",
    )
    offer_rise_cap = number(
        0.024,
        unit="share/month",
        low=0,
        high=0.2,
        source="assumption: budgets are yearly; at most 2 % a month in all",
        doc="the largest response of an offer to posts unfilled.",
    )
    offer_fall = number(
        0.004,
        unit="share/month",
        low=0,
        high=0.1,
        uncertain=(0.002, 0.02),
        source="assumption: a ratchet of 5 to 1 against the rise; offers rest at 3 % unfilled, as "
        "in the starting books",
        doc="the fall of an offer in a month when every post is filled.",
    )
    market_watch = number(
        10,
        unit="posts",
        low=0,
        high=1_000,
        uncertain=(3, 30),
        source="assumption: below ten posts of a kind a firm goes by what it hears of the market",
        doc="the number of posts of its own that tell a firm as much as the market does.",
    )
    offer_ceiling = number(
        0.97,
        unit="share of value",
        low=0.3,
        high=2,
        source="assumption: none bids itself broke",
        doc="the largest labour cost of a unit of work that a firm will bid up to.",
    )
    minimum_wage = number(
        300,
        unit="US$/month",
        low=0,
        high=2_000,
        source="assumption: Panama's legal minimum of 2009 for large firms in the capital",
        doc="the lowest base pay that may be offered or paid; founders may take less.",
    )
    search_on_the_job = number(
        0.045,
        unit="share/month",
        low=0,
        high=1,
        uncertain=(0.01, 0.10),
        source="calibrated: yearly separations by class (C18), baseline",
        doc="the share of employed people who look for another job in a month.",
    )
    renown_of_trainers = number(
        10.0,
        unit="1/share of payroll",
        low=0,
        high=100,
        uncertain=(0.0, 20.0),
        catalogue="M06",
        source="assumption: where courses take a twentieth of payroll, half as many again are "
        "called as where there are none; 0 is within the prior",
        doc="how much oftener other firms call on people whose employer gives courses.",
    )
    search_without_job = number(
        0.40,
        unit="share/month",
        low=0,
        high=1,
        uncertain=(0.2, 0.8),
        source="calibrated: 300 to 500 people without a job in January 2009 (C02)",
        doc="the share of people without a job who apply somewhere in a month.",
    )
    search_other_sectors = by(
        Skill,
        0.0080,
        0.0026,
        0.0030,
        0.0030,
        0.0040,
        unit="share/month",
        low=0,
        high=1,
        uncertain=(0.0015, 0.016),
        catalogue="A10",
        source="calibrated: 250 people a year come without growth, 1,250 with 8 % (books)",
        doc="the share of people in other sectors who look for work in the cluster at high pay.",
    )
    outside_response = number(
        6.0,
        unit="elasticity",
        low=0,
        high=20,
        uncertain=(2.0, 10.0),
        catalogue="A10",
        source="calibrated: as for search_other_sectors, within what a supply to one sector may be "
        "(E8)",
        doc="how strongly moves between sectors answer to relative pay, at equal pay.",
    )
    leave_for_other_sectors = number(
        0.010,
        unit="share/month",
        low=0,
        high=0.2,
        uncertain=(0.005, 0.015),
        source="calibrated: net loss of 5 % a year to other sectors and abroad",
        doc="the share of people who would leave for other sectors in a month at high pay there.",
    )
    emigrate = number(
        0.25,
        unit="share",
        low=0,
        high=1,
        source="assumption: no Panamanian series by trade",
        doc="the part of those who leave for other sectors that leaves the country.",
    )
    retirement = number(
        0.0015,
        unit="share/month",
        low=0,
        high=0.05,
        source="derived: 1.8 % a year retire or die",
        doc="the share of people who retire or die in a month.",
    )
    training_lost = number(
        0.0025,
        unit="share/month",
        low=0,
        high=0.2,
        uncertain=(0.0015, 0.005),
        source="derived: 1.8 % a year retire or die, and a quarter of 5 % who leave emigrates",
        doc="the part of what training has added that leaves the country or retires in a month.",
    )
    burn_out = by(
        Activity,
        0.003,
        0.003,
        0.0175,
        0.013,
        0.003,
        unit="share/month",
        low=0,
        high=0.2,
        catalogue="A67",
        source="calibrated: yearly separations of contact centres 0.30 to 0.45 (C18)",
        doc="the share of staff that gives up work of each activity in a month.",
    )
    rest_share = number(
        0.5,
        unit="share",
        low=0,
        high=1,
        source="assumption: half look for a job at once",
        doc="the part of those who give up that leaves for other sectors.",
    )
    applications = number(
        2,
        unit="applications",
        low=1,
        high=10,
        source="assumption: few firms are known",
        doc="the number of posts that somebody who looks for work applies to in a month.",
    )
    matching_rounds = number(
        3,
        unit="rounds",
        low=1,
        high=20,
        source="assumption: offers are passed on twice",
        doc="how often firms pass an offer that was turned down to the next candidate.",
    )
    pay_pull = number(
        3,
        unit="exponent",
        low=0,
        high=10,
        source="assumption: better pay is better known",
        doc="how strongly applications go to the better offer.",
    )
    commute = number(
        25,
        unit="km",
        low=1,
        high=500,
        source="assumption: an hour by bus",
        doc="the distance over which the wish to apply falls to a third.",
    )
    acceptance_gain = number(
        0.03,
        unit="share of pay",
        low=0,
        high=1,
        uncertain=(0.0, 0.10),
        source="assumption: moving costs something, up to a month's pay for a year in the new job",
        doc="the gain in pay for which somebody changes jobs.",
    )
    taste_for_firms = number(
        0.10,
        unit="log points",
        low=0,
        high=1,
        uncertain=(0.0, 0.2),
        source="assumption: a third of those who change jobs take a cut in pay",
        doc="the spread of what else a job is worth to the person, in terms of pay.",
    )
    reservation = number(
        0.95,
        unit="share of outside pay",
        low=0,
        high=2,
        source="assumption: search is costly",
        doc="the lowest pay that somebody newly without a job accepts.",
    )
    reservation_decay = number(
        0.01,
        unit="share/month",
        low=0,
        high=0.5,
        source="assumption: savings run out",
        doc="the fall of the lowest acceptable pay in a month without a job.",
    )
    patience_without_job = number(
        9,
        unit="months",
        low=1,
        high=60,
        source="assumption: savings run out",
        doc="the time without a job after which people turn to other sectors.",
    )
    ability_spread = number(
        0.15,
        unit="log points",
        low=0,
        high=1,
        source="assumption: within-class pay spread",
        doc="the spread of the work that people of one class do.",
    )
    screening = number(
        0.51,
        unit="correlation",
        low=0.05,
        high=1,
        uncertain=(0.38, 0.65),
        source="paper: Schmidt and Hunter (1998), Psychological Bulletin 124(2): structured "
        "interviews 0.51, unstructured ones 0.38, the best combinations 0.65",
        doc="how well employers see the ability of those who apply.",
    )
    pay_for_ability = number(
        1.0,
        unit="share",
        low=0,
        high=1,
        uncertain=(0.3, 1.0),
        source="assumption: pay is for work done; employers see it",
        doc="the part of a difference in work within a class that pay follows.",
    )
    tenure_raise = number(
        0.022,
        unit="log points/year",
        low=0,
        high=0.2,
        source="paper: Wooldridge WAGE1, own estimate (C19)",
        doc="the yearly rise in pay of those who stay, up to the longest scale.",
    )
    tenure_scale = number(
        60,
        unit="months",
        low=0,
        high=600,
        source="assumption: scales end after five years",
        doc="the tenure after which the yearly rise ends.",
    )
    catch_up = number(
        0.6,
        unit="share/year",
        low=0,
        high=1,
        uncertain=(0.4, 0.95),
        source="assumption: 5 to 30 % a month (E9), taken at the yearly review",
        doc="the part of the gap to the firm's own offer that a yearly review closes.",
    )
    counter_offer = number(
        0.5,
        unit="probability",
        low=0,
        high=1,
        uncertain=(0.0, 0.6),
        source="paper: Barron and Berger (2004), Econometric Society: of employers asked in the "
        "United States about half would consider one, which is an upper bound; 0 is within the "
        "prior",
        doc="the chance that a firm with money enough pays as much as another offers its staff.",
    )
    counter_offer_cash = number(
        2.5,
        unit="months of labour cost",
        low=0,
        high=24,
        uncertain=(1.0, 6.0),
        source="assumption: what firms keep in hand in the starting books",
        doc="the money in hand from which on a firm answers with the largest chance.",
    )
    learning = number(
        0.01,
        unit="share/month",
        low=0,
        high=0.2,
        catalogue="A05",
        source="assumption: a novice needs two to three years",
        doc="how fast a novice's work approaches that of the experienced.",
    )
    training_effort = law(
        0.0,
        unit="share of payroll",
        low=0,
        high=0.2,
        who="firms",
        catalogue="M07",
        source="assumption: no programme in 2009",
        doc="the share of the payroll spent on training beyond learning by doing.",
    )
    training_yield = number(
        0.5,
        unit="log points/payroll",
        low=0,
        high=5,
        source="assumption: as schooling",
        doc="the rise in ability from a year's payroll spent on training.",
    )
    thirteenth_month = number(
        1 / 12,
        unit="share of base pay",
        low=0,
        high=1,
        catalogue="A101",
        source="derived: a thirteenth month of pay by law, spread over the year",
        doc="the thirteenth month of pay.",
    )
    employer_contribution = law(
        0.14,
        unit="share of gross pay",
        low=0,
        high=0.5,
        who="government",
        agency="finance",
        catalogue="A94",
        cost="contributions forgone against contribution_2009",
        spends="contributions_cut",
        source="assumption: social security and education levy, to be verified",
        doc="the employer's social contribution.",
    )
    contribution_2009 = number(
        0.14,
        unit="share of gross pay",
        low=0,
        high=0.5,
        catalogue="A94",
        source="assumption: as for employer_contribution",
        doc="the employer's contribution against which what is forgone is measured.",
    )
    employee_contribution = number(
        0.093,
        unit="share of gross pay",
        low=0,
        high=0.5,
        source="derived: 34 m of contributions in all, starting books",
        doc="the employee's social contribution.",
    )
    income_tax = number(
        0.04,
        unit="share of gross pay",
        low=0,
        high=0.5,
        source="derived: 5.9 m of income tax, starting books",
        doc="the mean income tax on pay.",
    )
