"""The model is a Mesa model: whoever knows Mesa finds everything where it should be."""

from copy import deepcopy

import mesa
import numpy as np
import pytest

from cluster_abm.agents.firms import MNC, SME
from cluster_abm.agents.government import Government
from cluster_abm.core.errors import GoneError
from cluster_abm.core.ledger import Sector
from cluster_abm.model import METRICS, ClusterModel
from cluster_abm.scenarios.reader import Scenario

# Agents


def test_every_firm_is_an_agent_of_its_class(lived: ClusterModel) -> None:
    sorts = lived.agents_by_type

    assert isinstance(lived, mesa.Model)
    assert len(sorts[SME]) == int(lived.firms.is_sme.sum())
    assert len(sorts[SME]) + len(sorts[MNC]) == len(lived.firms)
    assert len(sorts[Government]) == 1
    assert set(lived.agents) == {
        *lived.firms.members, *lived.customers.members, *lived.universities.members,
        *lived.funders.members, lived.government, lived.cfg, lived.world, lived.lifecycle,
    }  # fmt: skip


def test_agents_can_be_selected_added_up_and_read(lived: ClusterModel) -> None:
    local = lived.agents_by_type[SME]
    firms, staff = lived.firms, lived.firms.headcount

    large = local.select(lambda firm: firm.headcount >= 50)

    assert len(large) == int((firms.is_sme & (staff >= 50)).sum()) > 0
    assert local.agg("cash", sum) == firms.cash[firms.is_sme].sum()
    assert local.get("headcount") == staff[firms.is_sme].tolist()
    assert local.get(["zone", "born"])[0] == [firms.zone[0], firms.born[0]]


def test_agents_are_grouped_by_what_they_are(lived: ClusterModel) -> None:
    groups = lived.agents.select(agent_type=SME).groupby("zone").count()

    assert groups == {
        z: n for z, n in enumerate(np.bincount(lived.firms.zone[lived.firms.is_sme])) if n
    }


def test_every_firm_stands_on_a_cell_of_its_zone(lived: ClusterModel) -> None:
    zones = lived.zones

    assert all(firm in firm.cell.agents for firm in lived.firms.members)
    assert zones.zone_of_cell[lived.firms.place].tolist() == lived.firms.zone.tolist()


def test_a_move_on_the_grid_changes_the_column(model: ClusterModel) -> None:
    firm = model.firms.members[0]
    there = next(cell for cell in firm.cell.neighborhood)

    firm.move_to(there)

    assert model.zones.places[model.firms.place[0]] is there
    assert firm in there.agents


def test_an_attribute_is_the_column_and_the_column_the_attribute(model: ClusterModel) -> None:
    firm = model.agents_by_type[SME][3]

    firm.efficiency = 7.5

    assert model.firms.efficiency[firm.row] == 7.5
    with pytest.raises(AttributeError, match=r"Did you mean efficiency\?"):
        firm.eficiency = 1.0
    with pytest.raises(AttributeError, match="only through the ledger"):
        firm.cash = 1


def test_a_firm_that_leaves_takes_nobody_elses_place(model: ClusterModel) -> None:
    firm, next_one = model.firms.members[:2]
    cash = next_one.cash

    firm.remove()

    assert next_one.row == 0
    assert next_one.cash == cash
    assert (model.workforce.employer < len(model.firms)).all()
    with pytest.raises(GoneError, match="has closed"):
        _ = firm.cash


@pytest.mark.parametrize("table", ["firms", "customers", "universities", "funders"])
def test_who_is_removed_by_hand_takes_no_money_out_of_the_world(
    model: ClusterModel, table: str
) -> None:
    members = getattr(model, table).members
    one = max(members, key=lambda actor: actor.cash)
    debts = model.firms.debt.sum() - (one.debt if table == "firms" else 0)
    money = model.ledger.stocks().sum()

    one.remove()

    assert model.ledger.stocks().sum() == money
    assert model.firms.debt.sum() == debts
    assert not model.ledger.residual().any()


def test_banks_bear_what_a_firm_removed_by_hand_owes(panama: Scenario) -> None:
    model = ClusterModel(panama, check=True)
    model.step()
    row = int(np.argmax(model.firms.debt - model.firms.cash))
    firm = model.firms.members[row]
    owed, had, banks = firm.debt, firm.cash, int(model.ledger.stocks()[Sector.BANKS])
    assert owed > had

    firm.remove()

    assert int(model.ledger.stocks()[Sector.BANKS]) == banks + had
    # every identity of the books holds on
    model.run_months(2)


# Data


def test_the_data_collector_of_the_model_is_the_series(lived: ClusterModel) -> None:
    frame = lived.datacollector.get_model_vars_dataframe()

    assert list(frame.columns) == list(METRICS)
    assert (frame.to_numpy() == lived.series.to_numpy()).all()
    assert lived.series.index.tolist() == list(range(6))
    assert lived.series.index.name == "month"
    assert np.isfinite(frame.to_numpy()).all()


def test_who_collects_after_a_step_finds_it_collected(model: ClusterModel) -> None:
    usual = deepcopy(model)
    usual.run_months(2)
    for _ in range(2):
        model.step()
        model.datacollector.collect(model)

    assert model.series.equals(usual.series)


def test_the_model_lives_on_whatever_becomes_of_mesas_collector(model: ClusterModel) -> None:
    model.datacollector = mesa.DataCollector({"firms": lambda m: len(m.firms)})
    model.step()

    assert len(model.series) == 7


def test_mesas_batch_run_returns_a_row_a_month(panama: Scenario) -> None:
    rows = mesa.batch_run(
        ClusterModel, {"scenario": [panama]}, rng=[1], max_steps=2, data_collection_period=1,
        display_progress=False,
    )  # fmt: skip
    alone = ClusterModel(panama, seed=1)
    alone.run_months(2)

    assert [row["Step"] for row in rows] == [1, 2]
    assert [row["employment_narrow"] for row in rows] == alone.series["employment_narrow"].tolist()


def test_somebody_may_bring_a_data_collector_of_their_own(model: ClusterModel) -> None:
    collector = mesa.DataCollector(
        model_reporters={"jobs": lambda m: int(m.firms.headcount.sum())},
        agenttype_reporters={SME: {"staff": "headcount"}},
    )
    for _ in range(2):
        model.step()
        collector.collect(model)

    jobs = collector.get_model_vars_dataframe()["jobs"]
    staff = collector.get_agenttype_vars_dataframe(SME)["staff"]
    assert len(jobs) == 2
    assert jobs.iloc[-1] == model.firms.headcount.sum()
    assert staff.groupby("Step").sum().iloc[-1] == model.firms.headcount[model.firms.is_sme].sum()


def test_the_panama_of_the_model_is_that_of_the_report(founded: ClusterModel) -> None:
    # shape of the world: 12,000 jobs in the narrow sense (K31), one seed, within a tenth
    narrow = founded.firms.headcount[founded.firms.narrow].sum()

    assert narrow == pytest.approx(12_000, rel=0.1)
