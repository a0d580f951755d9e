"""Collaboration: what we assume."""

from cluster_abm.agents.classes import Project, Ring
from cluster_abm.core.rules import Rules, by, lever, number


class CollaborationRules(Rules):
    """Meetings, trust, joint work, and what comes of it."""

    # Meetings

    meeting_rate = number(
        0.01,
        unit="meetings/month", low=0, high=10,
        uncertain=(0.0, 0.02), catalogue="F06",
        source="calibrated: few firms collaborate in 2009 (F06); partners over five years (C25)",
        doc="the meetings with other firms that a firm seeks, whatever its size.",
    )  # fmt: skip
    meetings_per_staff = number(
        0.002,
        unit="meetings/person/month", low=0, high=1,
        uncertain=(0.0, 0.004), catalogue="F06",
        source="calibrated: few firms collaborate in 2009 (F06); partners over five years (C25)",
        doc="the meetings that a firm seeks for each of its staff.",
    )  # fmt: skip
    months_between_events = number(
        3,
        unit="months", low=1, high=12,
        source="assumption: what firms do in common has a calendar of quarters",
        doc="the time from one round of meetings, and of new joint work, to the next.",
    )  # fmt: skip
    rings = by(
        Ring, 0.3, 0.3, 0.2, 0.2,
        unit="weight", low=0, high=100,
        catalogue="A69",
        source="assumption: neighbours, those with the same buyers, partners of partners, events",
        doc="the weight of each place where firms meet.",
    )  # fmt: skip
    meeting_hours = number(
        8,
        unit="hours/meeting", low=0, high=100,
        catalogue="M144",
        source="assumption: one of the staff, a day with its preparation",
        doc="the time that a meeting costs each of the two firms.",
    )  # fmt: skip
    working_hours = number(
        160,
        unit="hours/month", low=1, high=400,
        source="assumption: forty hours a week, less holidays",
        doc="the working time of one person.",
    )  # fmt: skip
    forgotten_after = number(
        24,
        unit="months", low=1, high=600,
        catalogue="M136",
        source="assumption: two years without contact",
        doc="the silence after which two firms no longer know each other.",
    )  # fmt: skip
    # Trust

    first_trust = number(
        0.25,
        unit="share", low=0.01, high=0.99,
        uncertain=(0.1, 0.5), catalogue="M128",
        source="assumption: the talent race left little trust (report, lines 2432 to 2442)",
        doc="the trust between two firms that meet, at mean luck.",
    )  # fmt: skip
    trust_spread = number(
        1.0,
        unit="log odds", low=0, high=5,
        uncertain=(0.5, 1.5),
        source="assumption: some have worked together before, in other firms",
        doc="the spread of the trust between firms that meet.",
    )  # fmt: skip
    lesson_of_partners = number(
        0.1,
        unit="weight of a project", low=0, high=10,
        uncertain=(0.0, 0.2), catalogue="M128",
        source="assumption: ten projects weigh as much as what a firm believes beforehand; that "
        "they weigh at all is in Guiso, Sapienza and Zingales (2008); 0 is within the prior",
        doc="what one joint project teaches about strangers, relative to what a firm believes "
        "beforehand.",
    )  # fmt: skip
    memory_of_partners = number(
        0.01,
        unit="share/month", low=0, high=1,
        uncertain=(0.0, 0.02), catalogue="M128",
        source="assumption: half of it is forgotten in six years, as people leave; 0 is within the "
        "prior",
        doc="the part of what it lived with partners that a firm forgets in a month.",
    )  # fmt: skip
    trust_by_meeting = number(
        0.01,
        unit="share of what is lacking", low=0, high=1,
        uncertain=(0.0, 0.02), catalogue="M124",
        source="assumption: 0 is within the prior",
        doc="the trust that a meeting of those who know each other adds.",
    )  # fmt: skip
    trust_by_success = number(
        0.25,
        unit="share of what is lacking", low=0, high=1,
        uncertain=(0.0, 0.5), catalogue="M126",
        source="assumption: MODEL 3; 0 is within the prior",
        doc="the trust that a joint success adds.",
    )  # fmt: skip
    trust_after_failure = number(
        0.65,
        unit="factor", low=0, high=1,
        uncertain=(0.4, 1.0), catalogue="M126",
        source="assumption: MODEL 3; 1, no effect, is within the prior",
        doc="what is left of trust after a joint failure.",
    )  # fmt: skip
    trust_after_breach = number(
        0.2,
        unit="factor", low=0, high=1,
        uncertain=(0.0, 1.0), catalogue="M125",
        source="assumption: 1, no effect, is within the prior",
        doc="what is left of trust when a partner kept a success for itself.",
    )  # fmt: skip
    trust_after_poaching = number(
        0.82,
        unit="factor", low=0, high=1,
        uncertain=(0.64, 1.0), catalogue="M128",
        source="assumption: MODEL 3; 1, no effect, is within the prior",
        doc="what is left of trust when one person moves from one partner to the other.",
    )  # fmt: skip
    trust_decay = number(
        0.01,
        unit="share/month", low=0, high=1,
        uncertain=(0.0, 0.02),
        source="assumption: 0 is within the prior",
        doc="the part of trust that fades in a month without contact.",
    )  # fmt: skip
    wariness = number(
        5.0,
        unit="log points/share of staff", low=0, high=1000,
        uncertain=(0.0, 10.0), catalogue="M128",
        source="assumption: 0 is within the prior",
        doc="what staff lost to the cluster, a share a month, takes off trust in firms newly met.",
    )  # fmt: skip
    exposure = number(
        0.3,
        unit="share of gain", low=0, high=1,
        uncertain=(0.0, 0.6), catalogue="M133",
        source="assumption: 0 is within the prior",
        doc="the part of a success that a partner of equal size could take, without any law.",
    )  # fmt: skip
    fear_of_size = number(
        0.2,
        unit="share of gain/log point", low=0, high=5,
        uncertain=(0.0, 0.4), catalogue="M133",
        source="assumption: 0 is within the prior",
        doc="what a larger partner could take beyond that.",
    )  # fmt: skip
    projects_foreseen = number(
        4,
        unit="projects", low=0, high=100,
        uncertain=(1.0, 8.0), catalogue="M125",
        source="assumption: two years of joint work",
        doc="the later projects that a firm loses when it breaks with a partner.",
    )  # fmt: skip
    breach_detection = number(
        0.5,
        unit="probability", low=0, high=1,
        uncertain=(0.0, 1.0), catalogue="I99",
        source="assumption: 0 is within the prior",
        doc="the chance that whoever keeps a joint success for itself is found out.",
    )  # fmt: skip
    breach_sanction = lever(
        0.0,
        unit="US$", low=0, high=1000000.0,
        who="facilitator", catalogue="I99",
        source="report: no rules between partners in 2009",
        doc="the damages that a partner who is found out pays to the other.",
    )  # fmt: skip
    # Joint work

    opportunity = number(
        0.10,
        unit="probability/month", low=0, high=1,
        uncertain=(0.0, 0.2), catalogue="C25",
        source="calibrated: partners over five years (C25)",
        doc="the chance that two firms that know each other see something to do together.",
    )  # fmt: skip
    projects_per_staff = number(
        0.1,
        unit="projects/person", low=0, high=10,
        source="assumption: MODEL 3, one for ten of staff",
        doc="the projects that a firm can run for each of its staff, beyond one.",
    )  # fmt: skip
    joint_cost = by(
        Project, 0, 1_200, 8_000,
        unit="US$", low=0, high=10000000.0,
        catalogue="M144",
        source="assumption: a week for a bid, or a prototype; each partner pays as much",
        doc="what each partner pays for joint work before it begins.",
    )  # fmt: skip
    joint_hours = by(
        Project, 0, 20, 60,
        unit="hours/month", low=0, high=10000,
        catalogue="M144",
        source="assumption: an eighth of a person, or three eighths",
        doc="the time that each partner gives to joint work.",
    )  # fmt: skip
    joint_months = by(
        Project, 0, 3, 9,
        unit="months", low=0, high=120,
        source="assumption: a call for bids, or a prototype",
        doc="the length of joint work.",
    )  # fmt: skip
    success_base = number(
        -2.5,
        unit="log odds", low=-20, high=20,
        source="assumption: every second project of usual partners fails",
        doc="the log odds of joint success where nothing speaks for it.",
    )  # fmt: skip
    success_of_fit = number(
        2.0,
        unit="log odds", low=-20, high=20,
        uncertain=(0.0, 4.0), catalogue="M126",
        source="assumption: 0 is within the prior",
        doc="what full complementarity adds to the log odds of joint success.",
    )  # fmt: skip
    success_of_trust = number(
        2.0,
        unit="log odds", low=-20, high=20,
        uncertain=(0.0, 4.0), catalogue="M126",
        source="assumption: 0 is within the prior",
        doc="what full trust adds to the log odds of joint success.",
    )  # fmt: skip
    success_of_absorption = number(
        2.0,
        unit="log odds", low=-20, high=20,
        uncertain=(0.0, 4.0), catalogue="M127",
        source="assumption: 0 is within the prior",
        doc="what full absorption adds to the log odds of joint success.",
    )  # fmt: skip
    joint_step = number(
        0.10,
        unit="log points", low=0, high=2,
        uncertain=(0.0, 0.2), catalogue="K24",
        source="assumption: as of an innovation; 0 is within the prior",
        doc="what joint research adds to one line of own work of each partner.",
    )  # fmt: skip
    learned_part = number(
        0.08,
        unit="share of the gap", low=0, high=1,
        uncertain=(0.0, 0.16), catalogue="M138",
        source="assumption: MODEL 3; 0 is within the prior",
        doc="the part of a partner's lead that joint research teaches.",
    )  # fmt: skip
    standing_by_bid = number(
        0.04,
        unit="factor", low=0, high=10,
        uncertain=(0.0, 0.08), catalogue="M141",
        source="assumption: 0 is within the prior; small, as more orders bring more invitations",
        doc="what a joint bid that went well adds to the weight of a firm with buyers.",
    )  # fmt: skip
    standing_fade = number(
        0.08,
        unit="share/month", low=0.001, high=1,
        source="assumption: buyers forget within a year",
        doc="the part of that standing which buyers forget in a month.",
    )  # fmt: skip
    months_reckoned = number(
        60,
        unit="months", low=0, high=240,
        source="assumption: five years; leads depreciate by 1 % a month, and are copied",
        doc="the time for which firms reckon with a better line.",
    )  # fmt: skip
    # What firms are at home in, and partners abroad

    craft_focus = number(
        2.0,
        unit="exponent", low=0.1, high=10,
        uncertain=(1.0, 3.0), catalogue="A06",
        source="assumption: specialists with some breadth",
        doc="how narrow the firms are in what they are at home in.",
    )  # fmt: skip
    craft_inherited = number(
        0.8,
        unit="share", low=0, high=1,
        source="assumption: a spin-off does what its founders did",
        doc="the part of what it is at home in that a spin-off takes over.",
    )  # fmt: skip
    links_abroad_rate = number(
        0.01,
        unit="links/month", low=0, high=1,
        uncertain=(0.0, 0.02), catalogue="M138",
        source="assumption: 0 is within the prior",
        doc="the partners abroad that a firm with customers abroad finds.",
    )  # fmt: skip
    life_of_links = number(
        36,
        unit="months", low=1, high=600,
        catalogue="M138",
        source="assumption: three years",
        doc="the mean life of a link abroad.",
    )  # fmt: skip
    learning_abroad = number(
        0.02,
        unit="share of the gap/month", low=0, high=1,
        uncertain=(0.0, 0.04), catalogue="M138",
        source="assumption: 0 is within the prior",
        doc="the part of the lead abroad that one link teaches a firm that absorbs all.",
    )  # fmt: skip
    lead_abroad = number(
        0.10,
        unit="log points", low=0, high=3,
        uncertain=(0.0, 0.2), catalogue="M138",
        source="assumption: 0 is within the prior",
        doc="the lead of partners abroad over own work of 2009.",
    )  # fmt: skip
