"""Knowledge: what we assume."""

from cluster_abm.agents.classes import Skill
from cluster_abm.core.rules import Rules, by, lever, number


class KnowledgeRules(Rules):
    """Research, innovation, and how knowledge spreads."""

    frontier_growth = number(
        0.0022,
        unit="log points/month",
        low=0,
        high=0.02,
        uncertain=(0.0011, 0.0033),
        source="assumption: 2.7 % a year, fixed so that yield and fishing-out can be estimated "
        "(ID3)",
        doc="the growth of the frontier that imported bidders embody.",
    )
    integration_catch_up = number(
        0.10,
        unit="share/month",
        low=0.01,
        high=1,
        uncertain=(0.05, 0.2),
        source="assumption: a staff of graduates knows a new release within a year",
        doc="the part of the gap to the frontier that integrators with a staff of graduates close.",
    )
    certified_2009 = number(
        0.36,
        unit="share of staff",
        low=0.05,
        high=1,
        source="derived: staff with four-year degrees of local firms, starting books",
        doc="the share of graduates in staff at which the quality of integration rests.",
    )
    least_certified = number(
        0.10,
        unit="share of staff",
        low=0.01,
        high=1,
        source="assumption: makers of products train the vendors who resell them",
        doc="the share of staff that follows the frontier even where nobody is a graduate.",
    )
    process_fade = number(
        0.05,
        unit="share/month",
        low=0,
        high=1,
        uncertain=(0.02, 0.08),
        source="assumption: others copy a better process within about two years",
        doc="the part of what sets its process apart that a firm loses in a month.",
    )
    research_bent = number(
        -3.6,
        unit="utility",
        low=-10,
        high=10,
        uncertain=(-3.9, -2.7),
        source="calibrated: 40 to 60 firms do research, starting books",
        doc="what speaks for research in a firm without demanding buyers, exports and peers.",
    )
    failure_tolerance = number(
        0.0,
        unit="utility",
        low=-3,
        high=3,
        uncertain=(-0.5, 0.5),
        catalogue="M85",
        source="assumption: 0 is Panama in 2009",
        doc="what the tolerance of failure adds to the motive for research.",
    )
    demanding_buyers = number(
        4.0,
        unit="utility",
        low=0,
        high=20,
        uncertain=(0.0, 8.0),
        catalogue="M69",
        source="assumption: a firm that only does own work considers research, most others do not",
        doc="what a buyer who asks for own work adds to the motive for research.",
    )
    exporters_motive = number(
        0.8,
        unit="utility",
        low=0,
        high=10,
        uncertain=(0.0, 1.6),
        catalogue="M66",
        source="assumption: a factor of two in the odds; 0 is within the prior",
        doc="what customers abroad add to the motive for research.",
    )
    peers_motive = number(
        1.0,
        unit="utility",
        low=0,
        high=10,
        uncertain=(0.0, 2.0),
        source="assumption: 0 is within the prior",
        doc="what a zone in which all do research adds to the motive for it.",
    )
    research_elasticity = number(
        0.5,
        unit="elasticity",
        low=0.1,
        high=0.8,
        uncertain=(0.36, 0.66),
        catalogue="C23",
        source="paper: 0.51 (s.e. 0.076) within 178 US firms, patents on research of Hall, "
        "Griliches and Hausman (1986)",
        doc="the response of innovations to the spending on a line.",
    )
    largest_relief = number(
        0.9,
        unit="share of research",
        low=0,
        high=0.99,
        source="assumption: nobody does research for others' money alone",
        doc="the largest part of its research that a firm expects others to bear.",
    )
    research_yield = number(
        0.0028,
        unit="innovations/month",
        low=0,
        high=0.1,
        uncertain=(0.0016, 0.0036),
        source="calibrated: private research is 1 to 4 % of value added (C05)",
        doc="the innovations that US$ 1 a month on a line brings at the quality of 2009.",
    )
    yield_of_value = number(
        0.25,
        unit="log points/standard deviation",
        low=0,
        high=2,
        uncertain=(0.0, 0.5),
        catalogue="M101",
        source="assumption: 0 is within the prior",
        doc="how strongly the yield of a project paid by others grows with its true value.",
    )
    fishing_out = number(
        6.0,
        unit="exponent",
        low=1,
        high=12,
        uncertain=(1.0, 8.0),
        source="calibrated: own work rests without growth of the market; Z11 and MODEL give 1 to 8",
        doc="how strongly the yield of research falls with the quality reached.",
    )
    easiest_catch = number(
        4.0,
        unit="factor",
        low=1,
        high=20,
        source="assumption: whoever lags by a quarter still has to do the work",
        doc="what lagging behind multiplies the yield of research by at most.",
    )
    step = number(
        0.10,
        unit="log points",
        low=0.001,
        high=1,
        source="assumption: fixed so that the yield can be estimated (ID3)",
        doc="the mean improvement of one line by an innovation.",
    )
    step_spread = number(
        0.8,
        unit="log points",
        low=0,
        high=2,
        catalogue="M166",
        source="assumption: most steps are small, a few are radical",
        doc="the spread of the size of innovations.",
    )
    process_share = number(
        0.5,
        unit="share of innovations",
        low=0,
        high=1,
        uncertain=(0.3, 0.7),
        catalogue="M166",
        source="assumption: half of them (E5)",
        doc="the share of innovations that improve the process and not the product.",
    )
    line_depreciation = number(
        0.010,
        unit="share/month",
        low=0.001,
        high=1,
        uncertain=(0.008, 0.020),
        source="assumption: 11 % a year, below the 15 % usual for research capital, as most of "
        "what is lost is lost to imitators, who are counted apart",
        doc="the part of a lead in own work, and of the worth of an innovation, that time takes.",
    )
    copying = number(
        0.007,
        unit="probability/month",
        low=0,
        high=1,
        source="assumption: without protection others copy half of all innovations in eight years",
        doc="the chance of being copied with which firms reckon where nothing is protected.",
    )
    ip_protection = lever(
        0.3,
        unit="share",
        low=0,
        high=1,
        who="government",
        agency="commerce",
        cost="paid every month for what exceeds the protection of 2009",
        spends="ip_offices_paid",
        source="assumption: a law that is seldom enforced",
        doc="the part of all copying that the law prevents, and of large innovations worth a "
        "patent.",
    )
    ip_office_cost = number(
        3e6,
        unit="US$/year",
        low=0,
        high=1e9,
        uncertain=(1e6, 8e6),
        catalogue="M89",
        source="assumption: a court, examiners and inspectors, a hundred people in all",
        doc="what protection of all ideas would cost in a year if there were none.",
    )
    programme_dependence = number(
        0.5,
        unit="share of value",
        low=0,
        high=1,
        uncertain=(0.0, 1.0),
        catalogue="M150",
        source="assumption: 0 is within the prior (E13)",
        doc="the part of the worth of an innovation that is lost if the programme behind the grant "
        "ends.",
    )
    plan_speed = number(
        0.10,
        unit="share/month",
        low=0.001,
        high=1,
        source="assumption: research teams are built and dissolved within a year",
        doc="the part of the gap between plan and wish for research that closes in a month.",
    )
    months_kept = number(
        2.0,
        unit="months of labour cost",
        low=0,
        high=24,
        source="assumption: two payrolls are not touched (E3)",
        doc="the money that a firm keeps before it pays for research.",
    )
    research_of_cash = number(
        0.5,
        unit="share of money in hand",
        low=0,
        high=1,
        uncertain=(0.25, 0.75),
        source="assumption: half of what is left (E3)",
        doc="the part of the rest that research may take in a month.",
    )
    research_team = by(
        Skill,
        0.0,
        0.0,
        0.5,
        0.5,
        0.0,
        unit="share of staff",
        low=0,
        high=1,
        source="derived: 140 full-time staff, of whom about 70 are researchers, starting books",
        doc="the share of each skill in the time spent on research.",
    )
    materials = number(
        0.13,
        unit="share of cost",
        low=0,
        high=0.9,
        source="derived: US$ 3.5 m for 140 full-time staff less their labour cost, starting books",
        doc="the materials in the cost of research.",
    )
    absorbing_research = number(
        0.2,
        unit="share of labour cost",
        low=0.001,
        high=1,
        catalogue="M93",
        source="assumption: only firms that live on research absorb like a laboratory",
        doc="the research, relative to labour cost, at which its part in absorption is half.",
    )
    spillover_strength = number(
        0.3,
        unit="share of innovations",
        low=0,
        high=2,
        uncertain=(0.0, 0.6),
        catalogue="M34",
        source="assumption: 0 is within the prior",
        doc="what plenty of research nearby adds to the innovations of a firm that absorbs all.",
    )
    spillover_reach = number(
        0.5,
        unit="km",
        low=0.05,
        high=100,
        uncertain=(0.25, 2.0),
        source="assumption: spillovers act within 500 m",
        doc="the distance over which what spills over falls to about a third.",
    )
    spillover_half = number(
        10_000,
        unit="US$/month",
        low=1,
        high=1e7,
        source="assumption: the research of two usual firms next door",
        doc="the research nearby that brings half of what plenty of it would.",
    )
    imitation = number(
        0.8,
        unit="probability/month",
        low=0,
        high=1,
        uncertain=(0.3, 1.0),
        source="calibrated: own work without research stays within reach of the frontier",
        doc="the chance to learn from a firm just ahead, for one that absorbs all, where nothing "
        "is protected.",
    )
    imitation_reach = number(
        0.3,
        unit="log points",
        low=0.01,
        high=10,
        uncertain=(0.15, 0.6),
        source="assumption: who is far behind does not understand what is done ahead",
        doc="the distance in quality over which the chance to imitate falls to about a third.",
    )
    imitated_part = number(
        0.65,
        unit="share",
        low=0,
        high=1,
        source="assumption: most of what sets the other apart can be seen from outside",
        doc="the part of the distance in quality that an imitation closes.",
    )
    carried_part = number(
        0.5,
        unit="share",
        low=0,
        high=1,
        uncertain=(0.0, 1.0),
        catalogue="M34",
        source="assumption: 0 is within the prior",
        doc="the part of the distance in quality that a newcomer brings to a team of one.",
    )
    product_share = number(
        0.10,
        unit="share of innovations",
        low=0,
        high=1,
        source="assumption: one better product in ten stands alone",
        doc="the share of product innovations that become products of their own.",
    )
    ideas_left_over = number(
        0.1,
        unit="ideas/innovation",
        low=0,
        high=10,
        uncertain=(0.0, 0.2),
        catalogue="M118",
        source="assumption: some do not fit the core business (report, lines 4067 to 4073); 0 is "
        "within the prior",
        doc="what research finds beside each innovation that its firm has no use for.",
    )
    idea_fade = number(
        0.04,
        unit="share/month",
        low=0,
        high=1,
        catalogue="M118",
        source="assumption: an idea is worth something for two years",
        doc="the part of the ideas nobody uses that is worth nothing any more after a month.",
    )
    product_life = number(
        36,
        unit="months",
        low=1,
        high=600,
        source="assumption: three years, as software is renewed",
        doc="the mean life of a product.",
    )
    patent_step = number(
        0.40,
        unit="log points",
        low=0,
        high=5,
        source="calibrated: a handful of applications a year",
        doc="the improvement from which an innovation may be patented.",
    )
    award_step = number(
        0.50,
        unit="log points",
        low=0,
        high=5,
        source="assumption: juries reward the best one in a hundred",
        doc="the improvement from which an innovation wins an award.",
    )
