"""Investment: what we observe."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.census import Census
from cluster_abm.agents.classes import InvestorCare, Kind, Line
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.government import Government
from cluster_abm.agents.sites import Lines, Projects
from cluster_abm.core.ledger import Payments, Why
from cluster_abm.core.metric import counted, metric, total
from cluster_abm.core.units import CENTS_PER_DOLLAR

_SITES = slice(Kind.ANCHOR, None)
"""Kinds of firms that have a parent elsewhere."""


@counted(Census.firms[_SITES], unit="sites")
def mnc_sites() -> None:
    """Sites of multinationals and contact centres."""


@metric(unit="posts")
def mnc_posts_planned(firms: Firms) -> float:
    """Posts that parents plan at their sites here."""
    return total(firms.plan)


def _planned(firms: Firms, line: Line) -> float:
    return total(firms.plan[:, line])


@metric(unit="posts")
def mnc_posts_contact(firms: Firms) -> float:
    """Posts that parents plan here in contact centres."""
    return _planned(firms, Line.CONTACT)


@metric(unit="posts")
def mnc_posts_support(firms: Firms) -> float:
    """Posts that parents plan here in technical support and back offices."""
    return _planned(firms, Line.SUPPORT)


@metric(unit="posts")
def mnc_posts_engineering(firms: Firms) -> float:
    """Posts that parents plan here in engineering."""
    return _planned(firms, Line.ENGINEERING)


@metric(unit="posts")
def mnc_posts_research(firms: Firms) -> float:
    """Posts that parents plan here in research."""
    return _planned(firms, Line.RESEARCH)


@metric(unit="posts")
def mnc_posts_data_centre(firms: Firms) -> float:
    """Posts that parents plan here in data centres (A21)."""
    return _planned(firms, Line.DATA_CENTRE)


@metric(unit="share of posts")
def mnc_posts_filled(firms: Firms, census: Census) -> float:
    """Part of the posts that parents plan here that is filled."""
    return total(census.staff[_SITES]) / max(total(firms.plan), 1.0)


@counted(Payments.spent[Why.LOSSES_OF_SITES], unit="US$/month")
def site_losses_paid() -> None:
    """What parents send to sites that cannot pay their bills."""


@metric(unit="sites")
def sites_losing(firms: Firms) -> float:
    """Sites of multinationals and contact centres whose last year was a loss."""
    return float(np.count_nonzero(firms.losing))


@metric(unit="index")
def site_value_contact(lines: Lines) -> float:
    """Value of a contact centre here relative to the best rival's (K41)."""
    return float(lines.value[Line.CONTACT])


@metric(unit="index")
def site_value_support(lines: Lines) -> float:
    """Value of technical support here relative to the best rival's (K41)."""
    return float(lines.value[Line.SUPPORT])


@metric(unit="index")
def site_value_data_centre(lines: Lines) -> float:
    """Value of a data centre here relative to the best rival's (K41)."""
    return float(lines.value[Line.DATA_CENTRE])


@metric(unit="index")
def site_value_engineering(lines: Lines) -> float:
    """Value of an engineering site here relative to the best rival's (K41)."""
    return float(lines.value[Line.ENGINEERING])


@metric(unit="share")
def reputation(government: Government) -> float:
    """Part of its promises to investors that government kept, as parents remember (K40)."""
    return government.reputation


@counted(Flows.leads, unit="projects/month")
def project_leads() -> None:
    """Projects of parents that consider the cluster."""


@counted(Flows.announced, unit="projects/month")
def projects_announced() -> None:
    """Projects of parents that choose the cluster."""


@metric(unit="posts")
def projects_on_their_way(projects: Projects) -> float:
    """Posts of projects that chose the cluster and have not opened yet."""
    return total(projects.posts)


@counted(Flows.opened, unit="sites/month")
def sites_opened() -> None:
    """Sites of multinationals that begin."""


@counted(Flows.deaths[_SITES], unit="sites/month")
def sites_closed() -> None:
    """Sites of multinationals and contact centres that close."""


@counted(Flows.lines_closed[Line.CONTACT], unit="lines/month")
def lines_closed_contact() -> None:
    """Contact centres that parents close at their sites (C28)."""


@counted(Flows.lines_closed[Line.SUPPORT], unit="lines/month")
def lines_closed_support() -> None:
    """Lines of technical support that parents close at their sites (C28)."""


@counted(Flows.lines_closed[[Line.ENGINEERING, Line.RESEARCH]], unit="lines/month")
def lines_closed_engineering() -> None:
    """Engineering and research lines that parents close at their sites (C28)."""


@metric(unit="persons/month")
def people_promised(flows: Flows) -> float:
    """People whom government promises to investors (K40)."""
    return float(flows.people_promised[0])


@metric(unit="persons/month")
def people_due(flows: Flows) -> float:
    """People promised to investors who fall due (K40)."""
    return float(flows.people_due[0])


@metric(unit="persons/month")
def people_delivered(flows: Flows) -> float:
    """People promised to investors who are trained for them (K40)."""
    return float(flows.people_delivered[0])


@counted(Flows.investor_cost[InvestorCare.COURTING], unit="US$/month")
def courting_cost() -> None:
    """What government spends on winning the attention of parents."""


@counted(Flows.investor_cost[InvestorCare.ONE_WINDOW], unit="US$/month")
def one_window_cost() -> None:
    """What government spends on one window for investors."""


@counted(Flows.investor_cost[InvestorCare.SEATS], unit="US$/month")
def seats_cost() -> None:
    """What government spends on training the people it promised to investors."""


@counted(Flows.investor_cost[InvestorCare.COURSES], unit="US$/month")
def training_subsidy_cost() -> None:
    """What government pays for the courses of multinationals."""


@counted(Flows.investor_cost, unit="US$/month")
def investors_paid() -> None:
    """What government spends on investors: courting, one window, people trained, courses."""


@metric(unit="US$/month")
def investor_tax_waived(firms: Firms) -> float:
    """Profit tax of multinationals that an incentive waives."""
    return total(firms.tax_waived) / CENTS_PER_DOLLAR


@counted(Flows.forgone_to_parents, unit="US$/month")
def fdi_tax_forgone() -> None:
    """Profit tax that multinationals do not pay, at the rate of 2009 and without exemptions."""


@metric(unit="US$/month")
def mnc_energy_and_data(firms: Firms, census: Census, flows: Flows) -> float:
    """What multinationals and contact centres pay for energy and data."""
    return (total(firms.energy[~census.is_local]) + float(flows.data_bills[0])) / CENTS_PER_DOLLAR


@metric(unit="share of payroll")
def parents_courses(firms: Firms, census: Census) -> float:
    """Courses that parents give their staff here (M07)."""
    bill = firms.bill * ~census.is_local
    return total(firms.courses * bill) / max(total(bill), 1.0)


@counted(Flows.data_bills, unit="US$/month")
def data_bills() -> None:
    """What data centres pay for the data that they send (M50)."""


@counted(Census.sales[_SITES], unit="US$/month")
def intra_group_exports() -> None:
    """Work done for parents, at the fixed price of services of 2009 (DC10)."""
