"""Production: what we assume."""

from cluster_abm.agents.classes import Activity, Skill
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
        low=0,
        high=1,
        catalogue="A05",
        source="assumption: own work needs engineers; most researchers are at research (E3)",
        doc="the share of each skill in the staff of a firm with work of its own.",
    )
    mix_contact_centre = by(
        Skill,
        0.930,
        0.030,
        0.0,
        0.0,
        0.040,
        unit="share of staff",
        low=0,
        high=1,
        catalogue="A67",
        source="assumption: a team leader for every fifteen agents",
        doc="the share of each skill in the staff of a contact centre.",
    )
    mix_technical_support = by(
        Skill,
        0.625,
        0.300,
        0.030,
        0.0,
        0.045,
        unit="share of staff",
        low=0,
        high=1,
        catalogue="A18",
        source="assumption: two tiers, 1,250 / 600 / 60 / 0 / 90 of 2,000",
        doc="the share of each skill in the staff of the anchor.",
    )
    mix_regional_hq = by(
        Skill,
        0.133,
        0.367,
        0.367,
        0.033,
        0.100,
        unit="share of staff",
        low=0,
        high=1,
        catalogue="A22",
        source="assumption: 40 / 110 / 110 / 10 / 30 of 300",
        doc="the share of each skill in the staff of a regional headquarters.",
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
        Activity,
        2.149,
        2.149,
        1.853,
        2.282,
        2.312,
        unit="US$/US$",
        low=1,
        high=6,
        source="derived: sales less goods for resale over base pay of 2009, starting books",
        doc="the work that a dollar of base pay does in January 2009.",
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
