"""Capital: what we assume."""

from cluster_abm.core.rules import Rules, law, lever, number


class CapitalRules(Rules):
    """Bank credit, and the grant programme."""

    loan_to_value = law(
        0.6,
        unit="share of equipment",
        low=0,
        high=2,
        who="banks",
        agency="finance",
        uncertain=(0.4, 0.8),
        catalogue="A84",
        source="assumption: banks lend against hard assets only (report, M102), at 60 % of value",
        doc="the credit that a bank grants, relative to hard assets.",
    )
    receivables_lending = law(
        0.0,
        unit="share of bills",
        low=0,
        high=1,
        who="banks",
        agency="finance",
        catalogue="I53",
        source="report: banks lend against hard assets only (M102)",
        doc="the credit that a bank grants, relative to bills that customers have yet to pay.",
    )
    cash_flow_lending = law(
        0.0,
        unit="years of cash flow",
        low=0,
        high=5,
        who="banks",
        agency="finance",
        catalogue="I53",
        source="report: banks lend against hard assets only (M102); a reform gives 1.5 (starting "
        "books)",
        doc="the credit that a bank grants, relative to a year's earnings before interest, tax and "
        "wear.",
    )
    ip_lending = law(
        0.0,
        unit="share of value",
        low=0,
        high=1,
        who="banks",
        agency="finance",
        catalogue="I53",
        source="report: banks lend against hard assets only (M102)",
        doc="the credit that a bank grants, relative to the value of own products.",
    )
    product_value = number(
        50_000, unit="US$/product", low=0, high=1e7, uncertain=(20_000, 120_000),
        source="assumption: about what it cost to make",
        doc="the value at which a bank takes a product that a firm owns.",
    )  # fmt: skip
    interest_rate = lever(
        0.10,
        unit="share/year",
        low=0,
        high=1,
        who="banks",
        agency="finance",
        source="derived: US$ 1.4 m a year on US$ 14 m, starting books",
        cost="the difference to bank_costs on all loans, paid by the treasury if the rate is lower",
        spends="interest_subsidies",
        doc="the interest on bank debt.",
    )
    interest_rate_2009 = number(
        0.10,
        unit="share/year",
        low=0.001,
        high=1,
        source="derived: US$ 1.4 m a year on US$ 14 m, starting books",
        doc="the interest at which firms want the loans of 2009.",
    )
    credit_elasticity = number(
        0.7,
        unit="elasticity",
        low=0,
        high=5,
        uncertain=(0.3, 1.2),
        source="paper: 0.73 to 1.04 in Dhaka (Dehejia, Montgomery and Morduch 2012), 0.28 for "
        "lower rates in South Africa (Karlan and Zinman 2008)",
        doc="the fall of the loans that firms want for equipment, relative to a rise of the rate.",
    )
    capital_ratio = lever(
        0.08,
        unit="share of loans",
        low=0,
        high=1,
        who="government",
        agency="finance",
        source="assumption: the ratio of Basel",
        doc="the own capital that banks must hold, relative to what firms owe them.",
    )
    capital_buffer = number(
        0.12, unit="share of loans", low=0, high=1, uncertain=(0.09, 0.16),
        source="assumption: half more than the law asks for",
        doc="the own capital that banks keep for the loans that they have made.",
    )  # fmt: skip
    bank_costs = number(
        0.07, unit="share of loans/year", low=0, high=1,
        source="assumption: 4 % to depositors and 3 % for offices",
        doc="what a loan costs the bank, relative to what is owed.",
    )  # fmt: skip
    guaranteed_lending = law(
        0.0, unit="months of labour cost", low=0, high=24,
        who="government", agency="finance", catalogue="A82",
        cost="losses on guaranteed loans, paid by the government when a firm closes",
        spends="guarantees_called",
        lasting=True,
        source="report: no guarantees in 2009",
        doc="the credit that a bank grants beyond security, because the development bank "
        "guarantees it.",
    )  # fmt: skip
    guarantee_cover = lever(
        0.8, unit="share of loss", low=0, high=1, who="government", agency="finance",
        source="assumption: banks keep a fifth of the risk, as is usual",
        doc="the part of a loss on a guaranteed loan that the development bank bears.",
    )  # fmt: skip
    equipment_loans = number(
        0.35,
        unit="share of equipment",
        low=0,
        high=2,
        source="derived: debt of US$ 14 m on hard assets of US$ 40 m, starting books",
        doc="the part of its equipment that a firm means to owe the bank.",
    )
    borrowing_speed = number(
        0.0833,
        unit="share/month",
        low=0,
        high=1,
        source="assumption: as fast as equipment is bought, within about a year",
        doc="the part of the gap in equipment loans that a firm borrows in a month.",
    )
    months_before_repaying = number(
        1.0,
        unit="months of labour cost",
        low=0,
        high=24,
        source="assumption: one payroll is not touched",
        doc="the money that a firm keeps before it repays what its equipment does not carry.",
    )
    grant_threshold = lever(
        0.99,
        unit="share of applicants of 2009",
        low=0.01,
        high=0.9999,
        who="government",
        agency="senacyt",
        supports="grants",
        catalogue="I51",
        source="report: one application in a hundred is approved (F02)",
        doc="the share of the applicants of 2009 whose score is below the bar for a grant.",
    )
    funder_caution = number(
        0.3,
        unit="standard deviations", low=0, high=10, uncertain=(0.0, 1.0), catalogue="M101",
        source="assumption: 0, where nobody minds few eggs in one basket, is within the prior",
        doc="how much higher the bar for a grant is where one project carries the whole risk.",
    )  # fmt: skip
    awards_2009 = number(
        3,
        unit="awards/year", low=0, high=10_000, catalogue="M101",
        source="report: one application in a hundred is approved (F02)",
        doc="the grants of a year with which the bar is where the law puts it.",
    )  # fmt: skip
    merit_2009 = number(
        0.0, unit="standard deviations", low=-10, high=10,
        source="calibrated: one application in a hundred is approved in 2009 (F02)",
        doc="the mean merit that skill gives the applicants of 2009.",
    )  # fmt: skip
    grant_budget = lever(
        1.0,
        unit="factor",
        low=0,
        high=100,
        who="government",
        agency="senacyt",
        budget=True,
        supports="grants",
        catalogue="X09",
        source="assumption: US$ 1.0 m a year, starting books",
        doc="the money for grants relative to the pot of the scenario.",
    )
    grant_size = lever(
        60_000,
        unit="US$",
        low=1_000,
        high=1e6,
        who="government",
        agency="senacyt",
        supports="grants",
        source="assumption: US$ 0.18 m for three awards a year, starting books",
        doc="the size of a grant.",
    )
    grant_upfront = number(
        0.4,
        unit="share of grant",
        low=0,
        high=1,
        source="assumption: the rest is paid once the first part has been spent on research",
        doc="the part of a grant that is paid with the award.",
    )
    grant_months = number(
        18,
        unit="months",
        low=1,
        high=120,
        source="assumption: a year and a half, as is usual",
        doc="the time over which a firm promises to spend a grant on research.",
    )
    months_between_calls = number(
        3,
        unit="months",
        low=1,
        high=12,
        source="assumption: four calls a year",
        doc="the time from one call for proposals to the next.",
    )
    value_of_skill = number(
        1.0,
        unit="standard deviations/log point",
        low=0,
        high=5,
        uncertain=(0.0, 2.0),
        source="assumption: 0 is within the prior",
        doc="what quality of own work and management skill add to the value of a project.",
    )
    idea_months = number(
        24,
        unit="months",
        low=1,
        high=240,
        source="assumption: after two years a firm has another project in mind",
        doc="the time for which a firm means to do the same project.",
    )
    value_spread = number(
        1.0,
        unit="standard deviations",
        low=0,
        high=10,
        source="derived: the unit of value",
        doc="the spread of the value of projects.",
    )
    presentation_spread = number(
        0.5,
        unit="standard deviations",
        low=0,
        high=10,
        source="derived: success of 0.67 to 0.92 of the funded (E10)",
        doc="the spread of how well projects are presented.",
    )
    review_noise = number(
        1.5,
        unit="standard deviations",
        low=0,
        high=10,
        uncertain=(0.8, 2.5),
        source="derived: success of 0.67 to 0.92 of the funded (E10)",
        doc="the spread of the errors of reviewers at their usual load.",
    )
    reviewers = lever(
        10,
        unit="persons",
        low=1,
        high=1_000,
        who="government",
        agency="senacyt",
        supports="grants",
        cost="reviewer_fee for every reviewer beyond reviewers_2009, paid at each call",
        spends="reviewers_paid",
        source="assumption: a panel",
        doc="the number of reviewers of a call.",
    )
    reviewers_2009 = number(
        10,
        unit="persons",
        low=1,
        high=1_000,
        source="assumption: a panel, whose pay is part of the office of 2009",
        doc="the number of reviewers of a call in 2009.",
    )
    reviewer_fee = number(
        1_000,
        unit="US$/call",
        low=0,
        high=100_000,
        uncertain=(500, 2_000),
        source="assumption: a week of an expert",
        doc="what a reviewer is paid for a call.",
    )
    review_load = number(
        7.5,
        unit="applications/reviewer",
        low=0.1,
        high=1_000,
        source="derived: 300 applications a year, starting books, in four calls to ten reviewers",
        doc="the load at which the errors of reviewers are the usual ones.",
    )
    review_haste = number(
        0.2,
        unit="share of variance",
        low=0,
        high=1,
        uncertain=(0.0, 0.4),
        source="assumption: 0 is within the prior",
        doc="the part of the variance of reviewers' errors that grows with their load.",
    )
    mentor_hours = lever(
        0.0,
        unit="hours/year",
        low=0,
        high=100_000,
        who="government",
        agency="senacyt",
        budget=True,
        supports="grants",
        catalogue="I52",
        cost="programme_mentor_pay for every hour that is given, paid at each call",
        spends="mentors_paid",
        source="report: no help for applicants in 2009",
        doc="the time of mentors for applicants.",
    )
    mentor_focus = lever(
        0.5,
        unit="share of time",
        low=0,
        high=1,
        who="government",
        agency="senacyt",
        catalogue="I52",
        source="assumption: half for the project and half for how it is presented",
        doc="the part of their time that mentors give to the value of a project.",
    )
    programme_mentor_pay = number(
        40,
        unit="US$/hour",
        low=0,
        high=1_000,
        source="assumption: twice what a manager costs",
        doc="what an hour of a mentor costs the government.",
    )
    mentoring_time = number(
        20,
        unit="hours/application",
        low=1,
        high=1_000,
        source="assumption: half a week for a business case",
        doc="the time that a mentor needs for an applicant.",
    )
    mentoring_value = number(
        0.5,
        unit="standard deviations",
        low=0,
        high=5,
        uncertain=(0.0, 1.0),
        catalogue="M101",
        source="assumption: 0 is within the prior",
        doc="what a mentor who gives it half the time adds to the value of a project.",
    )
    mentoring_presentation = number(
        0.5,
        unit="standard deviations",
        low=0,
        high=5,
        uncertain=(0.0, 1.0),
        catalogue="M101",
        source="assumption: 0 is within the prior",
        doc="what a mentor who gives it half the time adds to how well a project is presented.",
    )
    application_effort = number(
        1_350,
        unit="US$",
        low=0,
        high=1e6,
        source="calibrated: 300 applications a year, starting books",
        doc="the mean cost of writing a proposal.",
    )
    effort_spread = number(
        1.0,
        unit="log points",
        low=0,
        high=3,
        source="assumption: some have a project at hand, others would begin with nothing",
        doc="the spread of the cost of writing a proposal.",
    )
    grant_benefit = number(
        1.0,
        unit="share of grant",
        low=0,
        high=2,
        source="assumption: a dollar is worth a dollar",
        doc="what a dollar of a grant is worth to a firm.",
    )
    first_hope = number(
        0.01,
        unit="probability",
        low=0.0001,
        high=1,
        source="report: one application in a hundred is approved (F02)",
        doc="the chance of approval that firms expect before they have seen any.",
    )
    memory_of_grants = number(
        50,
        unit="applications",
        low=0.1,
        high=1e6,
        source="assumption: fifty applications of one's own weigh as much as what was believed",
        doc="the number of own applications that weigh as much as what a firm believed.",
    )
    own_outcome = number(
        1.0,
        unit="factor",
        low=0,
        high=100,
        catalogue="M98",
        source="assumption: the unit of what firms learn",
        doc="the weight of the outcome of a firm's own application.",
    )
    neighbours_outcome = number(
        0.1,
        unit="factor",
        low=0,
        high=100,
        uncertain=(0.0, 0.3),
        catalogue="M98",
        source="assumption: 0 is within the prior",
        doc="the weight of the outcome of a neighbour's application.",
    )
