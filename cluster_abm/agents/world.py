"""The world outside the cluster: what it pays, wants and sends."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from cluster_abm.agents.classes import Skill
from cluster_abm.core.actor import Singular
from cluster_abm.core.tables import Floats, Ints

NOBODY_YET = np.zeros((len(Skill), 2), np.int64)
"""Where a count of people by skill and English begins; it is never written to."""
NOBODY_YET.flags.writeable = False


class Seen(IntEnum):
    """What parents see of the labour market."""

    POSTED = 0
    FILLED = 1
    STAFF = 2
    LEFT = 3


NOTHING_SEEN = np.zeros((len(Seen), len(Skill)))
"""Where their memory begins; it is never written to."""
NOTHING_SEEN.flags.writeable = False


NO_TRAINING = np.zeros(len(Skill))
"""Where the stocks of training begin; it is never written to."""
NO_TRAINING.flags.writeable = False


class World(Singular):
    """Other sectors, other countries, and the calendar."""

    month: int = 0
    """Months since January 2009; negative during the warm-up."""
    market: float = 1.0
    """Trend of customers' budgets; 1 is January 2009."""
    market_path: tuple[float, ...] = ()
    """Growth of customers' budgets in each year from the first, share/year; may be empty."""
    trend_from: int = 0
    """Month after which trends run; not above nought, so that January 2009 lies on them."""
    outside_wage: Floats
    """Base pay for each skill in other sectors, US cent/month, shape ``(skills,)``."""
    reservoir: Ints
    """People in other sectors who could do the work, without and with English, by skill,
    shape ``(skills, 2)``."""
    reservoir_start: Ints
    """The reservoir at the start of the run, persons, shape ``(skills, 2)``."""
    refilled: Ints = NOBODY_YET
    """People who came into the reservoir less those who left it for age, same shape."""
    trained: Floats = NO_TRAINING
    """Work of those who graduated since January 2009 and are in the country still, wherever they
    are, by skill, efficiency units, shape ``(skills,)``."""
    coached: Floats = NO_TRAINING
    """Work that courses for staff have added since, same shape."""
    exits: float = 0.0
    """Stakes sold in late years, those of long ago the less."""
    seen: Floats = NOTHING_SEEN
    """Posts open, posts filled, staff and separations, a month on average over the last year or
    so, as parents see them, persons, shape ``(sights, skills)``."""
    projects: float = 0.0
    """Projects of parents that look for a site, projects/year."""
    rent: float
    """Rent of a square metre outside the zones, US cent/month."""
