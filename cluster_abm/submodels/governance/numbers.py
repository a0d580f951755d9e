"""Governance: what we assume."""

from cluster_abm.agents.classes import Agency
from cluster_abm.core.programme import Statute
from cluster_abm.core.rules import Rules, by, law, lever, number


class GovernanceRules(Rules):
    """Profit tax, elections, what outlives them, reforms, and the public mood."""

    profit_tax = law(
        0.30,
        unit="share of profit",
        low=0,
        high=0.6,
        who="government",
        agency="finance",
        catalogue="A48",
        cost="tax forgone against profit_tax_2009",
        spends="profit_tax_cut",
        source="assumption: Panama's rate of 2009, which the report does not give; to be verified",
        doc="the share of taxable profit that a firm owes.",
    )
    profit_tax_2009 = number(
        0.30,
        unit="share of profit",
        low=0,
        high=0.6,
        catalogue="A48",
        source="assumption: Panama's rate of 2009, as for profit_tax",
        doc="the rate against which tax forgone is measured.",
    )
    load_elsewhere = number(
        1.235,
        unit="US$/US$ of base pay",
        low=1,
        high=2,
        source="derived: thirteenth month and a contribution of 14 %, starting books",
        doc="the labour cost of a dollar of base pay in other sectors.",
    )
    cost_of_funds = number(
        0.2,
        unit="share of public cost",
        low=0,
        high=1,
        source="assumption: a fifth, as is usual in cost-benefit analysis (E14)",
        doc="the loss that raising a dollar of public money causes.",
    )
    # Elections
    first_election = number(
        4,
        unit="month",
        low=0,
        high=600,
        catalogue="Q71",
        source="report: an election in 2009; in May, as Panama's calendar has it",
        doc="the month of the first election, counted from January 2009.",
    )
    months_to_office = number(
        2,
        unit="months",
        low=1,
        high=11,
        catalogue="A51",
        source="derived: from May to July, as Panama's constitution has it",
        doc="the time from an election until those elected take office.",
    )
    term_of_office = lever(
        60,
        unit="months",
        low=12,
        high=240,
        who="government",
        catalogue="Q71",
        source="derived: five years, as Panama's constitution has it",
        doc="the time from one election to the next.",
    )
    turnover = lever(
        0.8,
        unit="probability",
        low=0,
        high=1,
        uncertain=(0.5, 1.0),
        who="government",
        catalogue="A51",
        source="derived: three of three elections from 1994 to 2004, by Laplace's rule",
        doc="the chance that an election changes the party in office.",
    )
    politics_foreseen = number(
        1.0,
        unit="weight",
        low=0,
        high=1,
        catalogue="M150",
        source="assumption: everybody reckons with elections; 0 if nobody does (E13)",
        doc="the weight that people give to the elections ahead when they plan.",
    )
    # What outlives an election
    survival_of_statute = by(
        Statute,
        0.5,
        0.75,
        0.95,
        unit="probability",
        low=0,
        high=1,
        catalogue="I109",
        source="assumption: decree, regulation, law; the report ranks them and gives no figure",
        doc="the chance that a programme outlives a change of the party in office, by statute.",
    )
    mood_and_survival = number(
        0.5,
        unit="log odds/unit of mood",
        low=0,
        high=5,
        uncertain=(0.0, 1.0),
        catalogue="M149",
        source="assumption: 0 is within the prior",
        doc="how far the public mood carries a programme over a change of government.",
    )
    promises_honoured = lever(
        0.5,
        unit="share of promises",
        low=0,
        high=1,
        uncertain=(0.0, 1.0),
        who="government",
        catalogue="M149",
        source="assumption: half, as nothing is known",
        doc="the share of what a lost programme has promised that is paid all the same.",
    )
    breach_and_hope = number(
        0.5,
        unit="share",
        low=0,
        high=1,
        uncertain=(0.0, 1.0),
        catalogue="M98",
        source="assumption: 0 is within the prior",
        doc="the part of its hope for grants that a firm loses when a promise to it is broken.",
    )
    breach_and_neighbours = number(
        0.1,
        unit="share",
        low=0,
        high=1,
        uncertain=(0.0, 0.3),
        catalogue="M98",
        source="assumption: 0 is within the prior",
        doc="the same for a firm in whose zone all promises were broken.",
    )
    # Reforms
    advocacy_and_adoption = number(
        1.0,
        unit="log odds",
        low=0,
        high=10,
        uncertain=(0.0, 2.0),
        catalogue="I97",
        source="assumption: 0 is within the prior (E15)",
        doc="what any number of hours with officials could add to the odds of a reform.",
    )
    advocacy_half = number(
        40,
        unit="hours/month",
        low=0.1,
        high=10_000,
        source="assumption: a week of one person",
        doc="the hours with officials that do half of what hours can do.",
    )
    readiness_and_adoption = number(
        1.0,
        unit="log odds",
        low=0,
        high=10,
        uncertain=(0.0, 2.0),
        catalogue="M77",
        source="assumption: 0 is within the prior (E15)",
        doc="how far an agency that is not ready holds a reform back.",
    )
    mood_and_adoption = number(
        0.5,
        unit="log odds/unit of mood",
        low=0,
        high=5,
        uncertain=(0.0, 1.0),
        source="assumption: 0 is within the prior (E15)",
        doc="how far the public mood carries a reform.",
    )
    readiness = by(
        Agency,
        0.5,
        0.8,
        0.4,
        0.4,
        0.6,
        0.3,
        unit="index",
        low=0,
        high=1,
        catalogue="K46",
        source="assumption: agencies differ (A27); the order of A42 and A46 to A49, no figures",
        doc="how ready each agency is to carry out a reform; 1 is fully ready.",
    )
    delay_of_agency = by(
        Agency,
        6,
        3,
        9,
        12,
        6,
        12,
        unit="months",
        low=0,
        high=120,
        catalogue="A55",
        source="assumption: the less ready, the later",
        doc="the time from the adoption of a reform until its agency carries it out.",
    )
    budget_executed = by(
        Agency,
        0.8,
        0.9,
        0.7,
        0.8,
        0.8,
        0.7,
        unit="share of budget",
        low=0,
        high=1,
        catalogue="A27",
        source="assumption: agencies spend less than they are given",
        doc="the share of the budget of an adopted reform that its agency really spends.",
    )
    # Mood
    mood_of_jobs = number(
        1.0,
        unit="mood/log point",
        low=0,
        high=20,
        uncertain=(0.0, 2.0),
        source="assumption: 0 is within the prior (ID7)",
        doc="what more jobs of locals than in January 2009 do to the public mood.",
    )
    mood_of_foreigners = number(
        1.0,
        unit="mood/share of staff",
        low=0,
        high=20,
        uncertain=(0.0, 2.0),
        catalogue="M20",
        source="assumption: 0 is within the prior (ID7)",
        doc="what a higher foreign share of staff takes from the public mood.",
    )
    mood_of_scandals = number(
        0.02,
        unit="mood/event",
        low=0,
        high=5,
        uncertain=(0.0, 0.1),
        catalogue="M161",
        source="assumption: 0 is within the prior (ID7)",
        doc="what public money seen to be wasted takes from the public mood, at Panama's size.",
    )
    mood_of_size = number(
        17_800,
        unit="jobs",
        low=1,
        high=1e6,
        source="derived: jobs of locals in the wide cluster of January 2009, rounded",
        doc="the jobs of locals in January 2009 among which an event counts as one.",
    )
    mood_speed = number(
        0.04,
        unit="share/month",
        low=0,
        high=1,
        source="assumption: half of the way in a year and a half",
        doc="the part of the way to where it would rest that the public mood goes in a month.",
    )
