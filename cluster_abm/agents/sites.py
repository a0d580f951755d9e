"""Sites for the work of multinationals: lines of work, rivals, and projects on their way."""

from __future__ import annotations

from cluster_abm.agents.classes import Line, Skill
from cluster_abm.core.tables import Table, floats, small


class Lines(Table):
    """Every line of work, a row each, in the order of ``Line``."""

    mix = floats("share of posts", "Skills that its posts take.", Skill)
    price = floats("US cent/month", "Work of a post at the fixed price of services of 2009.")
    value = floats("index", "Value of a site here relative to that of the best rival.")


class Rivals(Table):
    """Other countries that parents may choose, a row each (A95, A96)."""

    cost = floats("US cent/month", "Cost of a post without its data, by line of work.", Line)
    quality = floats("index", "Quality of its work; 1 is Panama in January 2009.")
    shock = floats("log points", "Luck of its site value, around nought.")


class Projects(Table):
    """Projects of parents that chose the cluster and have not opened yet (A19 to A22)."""

    line = small("Line", "Line of work.")
    posts = floats("posts", "Posts agreed.")
    parent_posts = floats("posts", "Posts of its parent everywhere, at the trend of 2009.")
    waits = floats("months", "Months until the site opens.")
