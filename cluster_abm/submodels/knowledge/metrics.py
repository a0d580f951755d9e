"""Knowledge: what we observe."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.classes import Work
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.core.metric import metric
from cluster_abm.core.tables import Floats
from cluster_abm.core.units import CENTS_PER_DOLLAR


@metric(unit="persons")
def rd_employment(firms: Firms) -> float:
    """Time that staff of local firms spends on research, full-time staff (K06)."""
    return float(firms.at_research.sum())


@metric(unit="US$/month")
def rd_expenditure(flows: Flows) -> float:
    """What local firms spend on research and development, pay and materials (K07)."""
    return float(flows.research[0]) / CENTS_PER_DOLLAR


@metric(unit="share")
def rd_share_of_gva(flows: Flows) -> float:
    """Research of local firms as a share of their gross value added (K37)."""
    return float(flows.research[0]) / max(float(flows.value_added), 1.0)


@metric(unit="firms")
def firms_in_research(firms: Firms) -> float:
    """Local firms that do research and development."""
    return float(np.count_nonzero(firms.research_cost))


@metric(unit="innovations/month")
def innovations(flows: Flows) -> float:
    """Innovations of local firms, each of which improves one line."""
    return float(flows.innovations.sum())


@metric(unit="innovations/month")
def process_innovations(flows: Flows) -> float:
    """Innovations of local firms that improve the process."""
    return float(flows.innovations[1])


@metric(unit="products/month")
def products_launched(flows: Flows) -> float:
    """Products of their own that local firms launch (K11)."""
    return float(flows.launched[0])


@metric(unit="products")
def products_alive(firms: Firms) -> float:
    """Products of their own that local firms have on the market."""
    return float(firms.products.sum())


@metric(unit="patents/month")
def patents(flows: Flows) -> float:
    """Patents that local firms apply for (K09)."""
    return float(flows.patents[0])


@metric(unit="awards/month")
def awards(flows: Flows) -> float:
    """Innovation awards that local firms win (K10)."""
    return float(flows.awards[0])


@metric(unit="share of sales")
def own_work_share(flows: Flows) -> float:
    """Share of own work in the sales of local firms (K39)."""
    return float(flows.own_work[0]) / max(float(flows.billed.sum()), 1.0)


@metric(unit="index")
def quality_integration(firms: Firms) -> float:
    """Quality of local integration work relative to the frontier; 1 is 2009."""
    return _mean(firms.quality[:, Work.INTEGRATION], firms.orders - firms.own_orders, firms)


@metric(unit="index")
def quality_own_work(firms: Firms) -> float:
    """Quality of local own work relative to the frontier; 1 is 2009."""
    return _mean(firms.quality[:, Work.OWN_WORK], firms.own_orders, firms)


@metric(unit="index")
def efficiency_sme(firms: Firms) -> float:
    """Work done by a unit of labour in local firms, relative to usual practice."""
    return _mean(firms.efficiency, firms.orders, firms)


def _mean(level: Floats, work: Floats, firms: Firms) -> float:
    """Mean over local firms, weighted by the work under contract."""
    weight = work * firms.is_sme
    return float((level * weight).sum()) / max(float(weight.sum()), 1.0)
