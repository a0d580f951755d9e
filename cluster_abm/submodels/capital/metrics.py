"""Capital: what we observe."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.census import Census
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.funders import Funders
from cluster_abm.core.ledger import Ledger, Payments, Sector, Why
from cluster_abm.core.metric import counted, metric, total
from cluster_abm.core.units import CENTS_PER_DOLLAR
from cluster_abm.submodels.capital import equations
from cluster_abm.submodels.capital.numbers import CapitalRules


@metric(unit="US$")
def bank_debt(firms: Firms) -> float:
    """What locally owned firms owe banks."""
    return total(firms.debt) / CENTS_PER_DOLLAR


@metric(unit="US$")
def credit_limits(firms: Firms) -> float:
    """What banks would lend locally owned firms altogether."""
    return total(firms.credit_limit) / CENTS_PER_DOLLAR


@metric(unit="share of credit")
def credit_used(firms: Firms) -> float:
    """Share of the credit that banks would give which firms have taken."""
    given = total(np.minimum(firms.debt, firms.credit_limit))
    return given / max(total(firms.credit_limit), 1.0)


@counted(Payments.spent[Why.INTEREST], unit="US$/month")
def interest_paid() -> None:
    """Interest that firms pay to banks."""


@counted(Payments.spent[Why.INTEREST_SUBSIDY], unit="US$/month")
def interest_subsidies() -> None:
    """What the treasury pays banks because the rate is below what loans cost them."""


@counted(Payments.spent[Why.PROPOSALS], unit="US$/month")
def proposals_paid() -> None:
    """What local firms pay for writing proposals for grants."""


@counted(Payments.spent[Why.LOANS], unit="US$/month")
def credit_drawn() -> None:
    """What banks newly lend to firms (K48)."""


@metric(unit="US$")
def bank_equity(firms: Firms, ledger: Ledger) -> float:
    """Own capital of banks behind their loans to firms: what loans exceed deposits by."""
    own = ledger.purses[Sector.BANKS].item() + int(total(firms.debt))
    return own / CENTS_PER_DOLLAR


@counted(Payments.spent[Why.BANK_COSTS], unit="US$/month")
def bank_costs_paid() -> None:
    """What banks pay to depositors, for offices and to their owners."""


@counted(Flows.recovered, unit="US$/month")
def bank_recoveries() -> None:
    """What banks get back through the equipment of firms that close."""


@counted(Flows.rationed, unit="US$/month")
def credit_rationed() -> None:
    """Loans within the limits of firms that banks refuse because they lack capital."""


@counted(Payments.spent[Why.GUARANTEES], unit="US$/month")
def guarantees_called() -> None:
    """What the development bank pays for guaranteed loans of firms that close (A82)."""


@metric(unit="US$")
def guarantees_outstanding(firms: Firms) -> float:
    """What the development bank would pay if all firms closed with nothing left (A82)."""
    return total(firms.covered) / CENTS_PER_DOLLAR


@counted(Flows.grants_sought, unit="applications/month")
def grant_applications() -> None:
    """Applications of local firms for a grant (K35)."""


@counted(Flows.grants_awarded, unit="awards/month")
def grant_awards() -> None:
    """Grants awarded to local firms."""


@metric(unit="share of applications")
def grant_approval(funders: Funders) -> float:
    """Share of the applications for a grant of the last twelve months that won one (K34)."""
    return total(funders.awarded) / max(total(funders.applications), 1.0)


@metric(unit="index")
def grant_diversity(firms: Firms) -> float:
    """One less the Herfindahl index of the grants under way (K34)."""
    whole = total(firms.grant)
    share = firms.grant / max(whole, 1.0)
    return 1.0 - total(share * share) if whole else 0.0


@metric(unit="standard deviations")
def grant_caution(funders: Funders, rules: CapitalRules) -> float:
    """How much higher the bar for a grant is because few projects carry the risk (M101)."""
    awards = total(funders.awarded)
    return equations.caution(awards, rules.awards_2009, rules.funder_caution)


@metric(unit="standard deviations")
def value_of_funded(funders: Funders) -> float:
    """Mean true value of the projects that won a grant in the last twelve months."""
    return total(funders.value) / max(total(funders.awarded), 1.0)


@counted(Payments.spent[Why.GRANTS], unit="US$/month")
def grants_paid() -> None:
    """Grants paid to local firms."""


@metric(unit="US$")
def grants_promised(firms: Firms) -> float:
    """Grants awarded whose milestone has not been reached."""
    return total(firms.grant_due) / CENTS_PER_DOLLAR


@metric(unit="probability")
def grant_hope(census: Census) -> float:
    """Chance of approval that local firms expect."""
    hope = census.local.grant_belief
    return total(hope) / max(len(hope), 1)


@counted(
    Payments.spent[[Why.FOUNDING_CAPITAL, Why.LOANS, Why.GRANTS, Why.EQUITY]], unit="US$/month"
)
def money_raised() -> None:
    """What local firms raise from founders, banks, grants, angels and funds (K48)."""


@counted(Flows.grant_help[0], unit="US$/month")
def mentors_paid() -> None:
    """What the government pays mentors of applicants for grants (I52)."""


@counted(Flows.grant_help[1], unit="US$/month")
def reviewers_paid() -> None:
    """What the government pays reviewers of grants beyond the panel of 2009."""


@counted(Flows.grant_help, unit="US$/month")
def applicants_paid() -> None:
    """What the government spends on applicants for grants: mentors, and reviewers added."""
