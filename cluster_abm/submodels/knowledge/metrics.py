"""Knowledge: what we observe."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.census import Census
from cluster_abm.agents.classes import Reform, Work
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.core.metric import counted, metric, total
from cluster_abm.core.tables import Floats


@metric(unit="persons")
def rd_employment(firms: Firms) -> float:
    """Time that staff of local firms spends on research, full-time staff (K06)."""
    return total(firms.at_research)


@counted(Flows.research, unit="US$/month")
def rd_expenditure() -> None:
    """What local firms spend on research and development, pay and materials (K07)."""


@metric(unit="share")
def rd_share_of_gva(flows: Flows) -> float:
    """Research of local firms as a share of their gross value added (K37)."""
    return float(flows.research[0]) / max(float(flows.value_added), 1.0)


@metric(unit="firms")
def firms_in_research(firms: Firms) -> float:
    """Local firms that do research and development."""
    return float(np.count_nonzero(firms.research_cost))


@counted(Flows.innovations, unit="innovations/month")
def innovations() -> None:
    """Innovations of local firms, each of which improves one line."""


@counted(Flows.innovations[1], unit="innovations/month")
def process_innovations() -> None:
    """Innovations of local firms that improve the process."""


@counted(Flows.launched, unit="products/month")
def products_launched() -> None:
    """Products of their own that local firms launch (K11)."""


@metric(unit="products")
def products_alive(firms: Firms) -> float:
    """Products of their own that local firms have on the market."""
    return total(firms.products)


@counted(Flows.patents, unit="patents/month")
def patents() -> None:
    """Patents that local firms apply for (K09)."""


@counted(Flows.awards, unit="awards/month")
def awards() -> None:
    """Innovation awards that local firms win (K10)."""


@counted(Flows.own_work, among=Flows.billed, unit="share of sales")
def own_work_share() -> None:
    """Share of own work in the sales of local firms (K39)."""


@metric(unit="index")
def quality_integration(firms: Firms, census: Census) -> float:
    """Quality of local integration work relative to the frontier; 1 is 2009."""
    work = firms.orders - firms.own_orders
    return _mean(firms.quality[:, Work.INTEGRATION], work * census.is_local)


@metric(unit="index")
def quality_own_work(firms: Firms, census: Census) -> float:
    """Quality of local own work relative to the frontier; 1 is 2009."""
    return _mean(firms.quality[:, Work.OWN_WORK], firms.own_orders * census.is_local)


@metric(unit="index")
def efficiency_sme(firms: Firms, census: Census) -> float:
    """Work done by a unit of labour in local firms, relative to usual practice."""
    return _mean(firms.efficiency, firms.orders * census.is_local)


def _mean(level: Floats, weight: Floats) -> float:
    """Mean over firms, weighted by work under contract."""
    return total(level * weight) / max(total(weight), 1.0)


@counted(Flows.reforms[Reform.PROTECTION], unit="US$/month")
def ip_offices_paid() -> None:
    """What government pays to protect ideas better than in 2009."""
