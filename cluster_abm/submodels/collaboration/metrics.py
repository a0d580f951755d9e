"""Collaboration: what we observe."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.census import Census
from cluster_abm.agents.classes import Project, Stage
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.ties import Ties
from cluster_abm.core.ledger import Payments, Why
from cluster_abm.core.metric import counted, metric, total
from cluster_abm.core.tables import Ints


def _by_stage(ties: Ties) -> Ints:
    """How many pairs of firms are how close, shape ``(stages,)``."""
    return np.bincount(ties.stage, minlength=len(Stage))


def _allied(ties: Ties) -> Ints:
    """Rows of the pairs that work together, or have in the last five years."""
    return ties.allied.nonzero()[0]


@metric(unit="ties")
def acquaintances(census: Census, ties: Ties) -> float:
    """Pairs of firms that know each other and have not worked together."""
    return float(census.once(_by_stage, ties)[Stage.ACQUAINTANCE])


@metric(unit="ties")
def trials(census: Census, ties: Ties) -> float:
    """Pairs of firms that work together on trial (K01)."""
    return float(census.once(_by_stage, ties)[Stage.TRIAL])


@metric(unit="ties")
def alliances(census: Census, ties: Ties) -> float:
    """Pairs of firms that have worked together with success (K24)."""
    return float(census.once(_by_stage, ties)[Stage.ALLIANCE])


@metric(unit="partners/firm")
def mean_degree(census: Census, ties: Ties) -> float:
    """Partners in joint work over five years, mean of all firms but contact centres (F06)."""
    return 2 * len(census.once(_allied, ties)) / max(census.narrow_firms, 1)


@metric(unit="partners/firm")
def conditional_degree(census: Census, ties: Ties) -> float:
    """Partners in joint work over five years, mean of the firms that have any (C25)."""
    allied = census.once(_allied, ties)
    return 2 * len(allied) / max(_firms_in(ties, allied), 1)


def _firms_in(ties: Ties, some: Ints) -> int:
    """How many firms stand at an end of some of the ties, whose rows are given."""
    ends = np.concatenate([ties.one[some], ties.other[some]])
    return int(np.count_nonzero(np.bincount(ends)))


@metric(unit="share of firms")
def collaborating_firms(census: Census, ties: Ties) -> float:
    """Share of firms, contact centres aside, that work with another one now (F06, L1)."""
    return _firms_in(ties, ties.project.nonzero()[0]) / max(census.narrow_firms, 1)


@metric(unit="share")
def trust_of_ties(ties: Ties) -> float:
    """How far firms that know each other trust each other, on average (K49)."""
    return total(ties.trust) / len(ties) if len(ties) else 0.0


@metric(unit="index")
def social_capital(census: Census, ties: Ties) -> float:
    """Trust in all ties for each firm, contact centres aside (K05)."""
    return 2 * total(ties.trust) / max(census.narrow_firms, 1)


@counted(Flows.meetings, unit="meetings/month")
def meetings() -> None:
    """Meetings of two firms."""


@counted(Flows.joint_begun[Project.BID], unit="projects/month")
def joint_bids() -> None:
    """Joint bids begun."""


@counted(Flows.joint_begun[Project.RESEARCH], unit="projects/month")
def joint_research() -> None:
    """Joint research projects begun (K04)."""


@counted(Flows.joint_success, unit="projects/month")
def joint_successes() -> None:
    """Joint bids and research that ended in success."""


@counted(Flows.joint_ended, less=Flows.joint_success, unit="projects/month")
def joint_failures() -> None:
    """Joint bids and research that ended in failure."""


@counted(Flows.breaches, unit="breaches/month")
def breaches() -> None:
    """Joint successes that a partner kept for itself (M125)."""


@counted(Flows.poachings, unit="persons/month")
def poached_in_ties() -> None:
    """People who moved between firms that know each other (M128)."""


@counted(Flows.hours_given, unit="hours/month")
def hours_for_others() -> None:
    """Time that firms promise to partners, meetings and the facilitator (M144)."""


@counted(Payments.spent[Why.JOINT_WORK], unit="US$/month")
def joint_spending() -> None:
    """What joint work costs before it begins, whoever pays."""


@metric(unit="links")
def links_abroad(firms: Firms) -> float:
    """Partners abroad of local firms (M138, K50)."""
    return total(firms.links_abroad)
