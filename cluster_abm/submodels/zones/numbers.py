"""Zones: what we assume."""

from cluster_abm.agents.classes import ZoneName
from cluster_abm.core.rules import Rules, by, lever, number


class ZoneRules(Rules):
    """Density, rent and space; who may come, who moves, and what a place gives."""

    floor_space = number(
        8.0,
        unit="m2/worker",
        low=2,
        high=30,
        source="derived: rent of US$ 11 m a year for 9,700 workers at US$ 11.80 a square metre",
        doc="the office space that a worker takes.",
    )
    rent_elasticity = by(
        ZoneName,
        0.3,
        0.0,
        0.3,
        0.3,
        unit="elasticity",
        low=0,
        high=2,
        uncertain=(0.1, 0.8),
        catalogue="A90",
        source="assumption: supply of offices follows demand; the City of Knowledge sets its rent",
        doc="the response of the rent of a zone to the staff of firms there.",
    )
    density_elasticity = number(
        0.02,
        unit="elasticity",
        low=0,
        high=0.05,
        uncertain=(0.0, 0.05),
        source="paper: 0.02 to 0.05 for output per worker and employment density (Combes, "
        "Duranton, Gobillon and Roux 2010); 0 is within the prior",
        doc="the response of work per worker to the staff of firms in the zone.",
    )
    neighbours = number(
        100,
        unit="persons",
        low=1,
        high=10_000,
        source="assumption: an empty zone is not an empty place",
        doc="the number of people of other trades in a zone, who make its density finite when "
        "no firm of the cluster is there.",
    )
    lease = number(
        60,
        unit="months",
        low=1,
        high=600,
        uncertain=(36, 120),
        source="assumption: a lease of five years",
        doc="the mean time after which a local firm thinks about its place again.",
    )
    moving_cost = number(
        1_200,
        unit="US$/worker",
        low=0,
        high=20_000,
        uncertain=(500, 3_000),
        source="assumption: fit-out of 8 square metres and a week of work lost",
        doc="the cost of moving, for each of the staff.",
    )
    remoteness = number(
        0.002,
        unit="share of labour cost/km",
        low=0,
        high=0.05,
        uncertain=(0.0005, 0.005),
        source="assumption: Colon, 78 km away, is a sixth of labour cost worse for a firm",
        doc="what distance from the capital, where people live, costs a firm in its own eyes.",
    )
    worth_of_a_post = number(
        0.3,
        unit="share of pay",
        low=0,
        high=3,
        uncertain=(0.1, 0.6),
        source="derived: earnings of US$ 38.5 m on labour cost of US$ 135 m (starting books)",
        doc="what a filled post earns beyond its pay, as a firm that looks for a place sees it.",
    )
    care_for_place = number(
        0.10,
        unit="share of labour cost",
        low=0.001,
        high=2,
        uncertain=(0.05, 0.3),
        source="assumption: what else a place is worth differs by a tenth of labour cost",
        doc="the spread of what a place is worth to a firm besides money, which lasts.",
    )
    fit_of_zone = by(
        ZoneName,
        0.0,
        -1.0,
        -4.0,
        -4.0,
        unit="spreads",
        low=-20,
        high=20,
        source="calibrated: firms by zone stay near those of 2009",
        doc="what a zone is worth to the usual local firm besides money, in units of that spread.",
    )
    pull_of_students = number(
        1.0,
        unit="spreads",
        low=0,
        high=20,
        uncertain=(0.0, 2.0),
        catalogue="M120",
        source="assumption: to be where all students are is worth a tenth of labour cost, as are "
        "other reasons; 0 is within the prior",
        doc="what it is worth to a firm that as many students of the field as there were in 2009 "
        "come to a place.",
    )
    students_on_campus = lever(
        0.0,
        unit="share",
        low=0,
        high=1,
        who="education",
        catalogue="M120",
        cost="buildings, whose price the model does not have",
        source="assumption: in 2009 the schools of the field stand in the capital",
        doc="the part of the students of the field who study in the City of Knowledge.",
    )
    relief_at_home = by(
        ZoneName,
        0.0,
        1.0,
        0.0,
        0.0,
        unit="share of the exemption",
        low=0,
        high=1,
        source="assumption: the campus exempts all, Howard and Colon what is earned abroad",
        doc="the part of a zone's exemption that holds for what is earned at home.",
    )
    movers_welcome = number(
        0.5,
        unit="chance/month",
        low=0,
        high=1,
        uncertain=(0.1, 1),
        source="assumption: the campus keeps places for newcomers (A62)",
        doc="the chance that a zone with few places lets a firm from elsewhere in this month.",
    )
    zone_roles = lever(
        0.0,
        unit="chance",
        low=0,
        high=1,
        who="government",
        agency="commerce",
        catalogue="I46",
        cost="none; firms that are refused stay elsewhere",
        source="report: the three zones take anybody and overlap (M54)",
        doc="the chance that a zone refuses a firm whose trade is not the role of the zone.",
    )
    research_condition = lever(
        0.0,
        unit="share of the exemption",
        low=0,
        high=1,
        who="government",
        agency="commerce",
        catalogue="I47",
        cost="none; tax that comes in lowers public cost",
        source="report: zones exempt whoever comes (M47)",
        doc="the share of a zone's tax exemption that a tenant must earn by research.",
    )
    research_asked = number(
        0.02,
        unit="share of sales",
        low=0.001,
        high=0.5,
        uncertain=(0.01, 0.05),
        source="assumption: the mean of tenants of the park who do research (C05)",
        doc="the research that earns a tenant the whole exemption.",
    )
    added_places = lever(
        0.0,
        unit="organisations",
        low=0,
        high=1_000,
        who="government",
        agency="commerce",
        catalogue="I45",
        cost="place_cost for every place, paid when it is added",
        spends="places_paid",
        source="report: the campus is full until a plan of fifteen years is done (M53)",
        doc="the places added to the City of Knowledge.",
    )
    place_cost = number(
        200_000,
        unit="US$/place",
        low=0,
        high=5_000_000,
        uncertain=(100_000, 400_000),
        source="assumption: 35 workers, 8 square metres each, US$ 700 a square metre",
        doc="the public cost of a place in the City of Knowledge.",
    )
    single_site = lever(
        300,
        unit="posts",
        low=1,
        high=10_000,
        who="government",
        agency="commerce",
        catalogue="I42",
        cost="building_cost for every post beyond what stands, paid when it is built",
        spends="buildings_paid",
        source="assumption: floors for 300 can be rented in one piece; the report names the lack "
        "of large single sites and no size (lines 692 to 702)",
        doc="the posts that the largest building free for one tenant holds.",
    )
    building_cost = number(
        7_000,
        unit="US$/post",
        low=0,
        high=100_000,
        uncertain=(3_500, 14_000),
        catalogue="I42",
        source="assumption: ten square metres, US$ 700 a square metre, as for a place on the "
        "campus",
        doc="the public cost of one more post under one roof.",
    )
    incubator_places = lever(
        0.0,
        unit="firms",
        low=0,
        high=500,
        who="government",
        agency="commerce",
        supports="founders",
        catalogue="I48",
        cost="rent of the firms and mentor_cost for each of them, paid each month",
        spends="incubator_paid",
        source="report: the campus reviews cases but gives neither money nor management (A62)",
        doc="the places of an incubator in the City of Knowledge.",
    )
    incubation = number(
        36,
        unit="months",
        low=1,
        high=120,
        uncertain=(24, 48),
        source="assumption: three years, as incubators of the time gave",
        doc="the age at which a firm leaves the incubator.",
    )
    mentor_cost = number(
        800,
        unit="US$/month",
        low=0,
        high=20_000,
        uncertain=(300, 2_000),
        source="assumption: a tenth of a manager and of an office",
        doc="the public cost of mentoring a firm in the incubator.",
    )
    incubator_gain = number(
        0.05,
        unit="log points/year",
        low=0,
        high=0.5,
        uncertain=(0, 0.15),
        source="assumption: nobody has measured it, and nil is possible (E15)",
        doc="the growth of management skill of a firm in the incubator.",
    )
