"""Production: what we assume."""

from cluster_abm.agents.classes import Line, Skill, Work
from cluster_abm.core.rules import Rules, by, number


class ProductionRules(Rules):
    """Skills that work takes, and how they replace each other."""

    mix_integration = by(
        Skill,
        0.270,
        0.482,
        0.170,
        0.0,
        0.078,
        unit="share of staff",
        parts=True,
        low=0,
        high=1,
        catalogue="A05",
        source="derived: classes of the SMEs in 2009 less those of firms with own work; "
        "researchers are at research (E3)",
        doc="the share of each skill in the staff of a firm that integrates foreign products.",
    )
    mix_own_work = by(
        Skill,
        0.120,
        0.390,
        0.396,
        0.004,
        0.090,
        unit="share of staff",
        parts=True,
        low=0,
        high=1,
        catalogue="A05",
        source="assumption: own work needs engineers; most researchers are at research (E3)",
        doc="the share of each skill in the staff of a firm with work of its own.",
    )
    mix_contact = by(
        Skill,
        0.930,
        0.030,
        0.0,
        0.0,
        0.040,
        unit="share of staff",
        parts=True,
        low=0,
        high=1,
        catalogue="A67",
        source="assumption: a team leader for every fifteen agents",
        doc="the share of each skill in the posts of a contact centre.",
    )
    mix_support = by(
        Skill,
        0.252,
        0.630,
        0.067,
        0.0,
        0.051,
        unit="share of staff",
        parts=True,
        low=0,
        high=1,
        catalogue="A18",
        source="derived: the anchor has 1,250 / 600 / 60 / 0 / 90 of 2,000, less contact posts",
        doc="the share of each skill in the posts of technical support.",
    )
    mix_engineering = by(
        Skill,
        0.0,
        0.076,
        0.759,
        0.0,
        0.165,
        unit="share of staff",
        parts=True,
        low=0,
        high=1,
        catalogue="A22",
        source="derived: headquarters have 40 / 110 / 110 / 10 / 30 of 300, less support and "
        "research",
        doc="the share of each skill in the posts of an engineering line.",
    )
    mix_research = by(
        Skill,
        0.0,
        0.05,
        0.40,
        0.45,
        0.10,
        unit="share of staff",
        parts=True,
        low=0,
        high=1,
        catalogue="A22",
        source="assumption: researchers, and as many engineers and managers",
        doc="the share of each skill in the posts of a research line.",
    )
    mix_data_centre = by(
        Skill,
        0.0,
        0.55,
        0.37,
        0.0,
        0.08,
        unit="share of staff",
        parts=True,
        low=0,
        high=1,
        catalogue="A21",
        source="assumption: technicians in shifts, and engineers of networks and systems",
        doc="the share of each skill in the posts of a data centre.",
    )
    start_pay = by(
        Skill,
        520,
        800,
        1_300,
        1_700,
        2_000,
        unit="US$/month",
        low=100,
        high=10_000,
        catalogue="A05",
        source="assumption: front line at 500 to 600 in 2003 (press), the rest by class",
        doc="the monthly base pay of an SME for each skill in January 2009.",
    )
    work_per_pay = by(
        Work,
        2.149,
        2.149,
        unit="US$/US$",
        low=1,
        high=6,
        source="derived: sales less goods for resale over base pay of 2009, starting books",
        doc="the work of a local firm that a dollar of base pay does in January 2009.",
    )
    service_price = by(
        Line,
        1_089,
        2_189,
        2_870,
        3_180,
        4_900,
        unit="US$/post/month",
        low=100,
        high=20_000,
        catalogue="A18",
        source="derived: sales of contact centres, anchor and headquarters for each post, starting "
        "books, and a margin of a fifth for data centres at a data price of 1; the work of a post "
        "is valued at it whatever its pay (DC10)",
        doc="the work that a post of each line does, at the fixed price of services.",
    )
    skill_substitution = number(
        1.5,
        unit="elasticity",
        low=1.1,
        high=4,
        uncertain=(1.3, 2.0),
        source="paper: Katz and Murphy (1992) 1.4; Ciccone and Peri (2005) 1.3 to 2",
        doc="how easily one skill class replaces another at work.",
    )
    origin_substitution = number(
        20.0,
        unit="elasticity",
        low=1.5,
        high=1_000,
        uncertain=(5.0, 100.0),
        source="paper: Ottaviano and Peri (2012), about 20 between immigrants and natives of "
        "equal schooling and experience in the United States",
        doc="how easily foreigners replace locals of one skill class.",
    )
    usual_foreign_share = number(
        0.05,
        unit="share of staff",
        low=0.001,
        high=0.5,
        source="derived: foreigners are 5.1 % of staff in January 2009, starting books",
        doc="the foreign share at which locals and foreigners of a skill are worth the same.",
    )
    small_team = number(
        5,
        unit="persons",
        low=0.1,
        high=50,
        source="assumption: beyond, people specialise",
        doc="the staff up to which everybody in a firm does a bit of everything.",
    )
