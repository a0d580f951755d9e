"""A scenario may extend another and says only what is different."""

from pathlib import Path

import numpy as np
import pytest

from cluster_abm.agents.world import World
from cluster_abm.core.luck import Luck
from cluster_abm.core.rules import all_numbers
from cluster_abm.core.units import MONTHS_PER_YEAR
from cluster_abm.model import BOOKS, ClusterModel
from cluster_abm.scenarios.heirs import merged
from cluster_abm.scenarios.reader import Scenario, list_scenarios, load_scenario
from cluster_abm.scenarios.toml import FileError
from cluster_abm.submodels.world.numbers import WorldRules
from cluster_abm.submodels.world.processes import drift
from tests.worlds import TinyWorld

CHILD = 'extends = "panama_2009"\nname = "child"\n'


def written(tmp_path: Path, text: str, name: str = "child") -> Path:
    file = tmp_path / f"{name}.toml"
    file.write_text(text, "utf-8")
    return file


def test_an_heir_that_says_nothing_is_its_parent_by_another_name(tmp_path: Path) -> None:
    child, parent = load_scenario(written(tmp_path, CHILD)), load_scenario("panama_2009")

    assert child == parent.model_copy(update={"name": "child"})


def test_tables_are_merged_key_by_key_and_rows_by_name(tmp_path: Path) -> None:
    more = '[frame]\ndebt = 1.0\n[[firms]]\nkind = "anchor"\nstaff = 7\n'
    child, parent = load_scenario(written(tmp_path, CHILD + more)), load_scenario("panama_2009")

    assert (child.frame.debt, child.frame.gdp) == (1.0, parent.frame.gdp)
    assert [g.kind for g in child.firms] == [g.kind for g in parent.firms]
    assert [g.staff for g in child.firms if g.kind == "anchor"] == [7]
    assert [g for g in child.firms if g.kind != "anchor"] == [
        g for g in parent.firms if g.kind != "anchor"
    ]


def test_a_new_row_is_added_and_a_list_of_numbers_replaced() -> None:
    old = {"zone": [{"name": "a", "rent": 1}], "numbers": {"list": [1, 2]}}
    new = {"zone": [{"name": "b", "rent": 2}], "numbers": {"list": [3]}}

    found = merged(old, new)

    assert found["zone"] == [{"name": "a", "rent": 1}, {"name": "b", "rent": 2}]
    assert found["numbers"] == {"list": [3]}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('extends = "panama_2008"\n', "is not a scenario. Did you mean panama_2009?"),
        ('extends = "child"\n', "would extend itself"),
        ("extends = 3\n", "extends = 3 is not a scenario"),
        (CHILD + "[frame]\ndept = 1.0\n", "Did you mean debt?"),
    ],
)
def test_an_heir_that_cannot_be_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(FileError) as refused:
        load_scenario(written(tmp_path, text))

    assert sentence in str(refused.value)


def test_two_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    written(tmp_path, 'extends = "one"\n', "two")

    with pytest.raises(FileError, match="would extend itself"):
        load_scenario(written(tmp_path, 'extends = "two"\n', "one"))


@pytest.mark.parametrize("name", list_scenarios())
def test_every_scenario_of_the_package_bears_the_name_of_its_file(name: str) -> None:
    assert load_scenario(name).name == name


def test_customers_budgets_follow_the_path_and_then_the_usual_growth() -> None:
    world, rules = TinyWorld(), WorldRules(market_growth=0.05)
    world.add_customers()
    world.world.market_path = (0.10, -0.05)

    by_year = [_after(world, rules, year) for year in (1, 2, 3)]

    assert by_year == pytest.approx([1.10, 1.10 * 0.95, 1.10 * 0.95 * 1.05])


def test_without_a_path_nothing_is_different() -> None:
    one, other = TinyWorld(), TinyWorld()
    for world in (one, other):
        world.add_customers()
    other.world.market_path = (0.05,)
    rules = WorldRules(market_growth=0.05)

    assert _after(one, rules, 1) == _after(other, rules, 1)


def _after(world: TinyWorld, rules: WorldRules, year: int) -> float:
    """The market after so many years; the first step is from January to February."""
    state: World = world.world
    state.market = 1.0
    for month in range(1, MONTHS_PER_YEAR * year + 1):
        state.month = month
        world.luck = Luck(1, 0, month)
        drift(state, world.customers, world.luck, rules)
    return state.market


def lived(name: str, months: int) -> ClusterModel:
    model = ClusterModel(name, seed=1, check=True)
    model.run_months(months)
    return model


def test_in_the_neutral_market_nobody_enters_leaves_or_comes_from_abroad() -> None:
    model = lived("neutral_labour", 30)
    series = model.series

    assert series["births"].sum() == 0
    assert series["sites_opened"].sum() == 0
    assert series["foreign_share"].max() == 0
    assert series["quota_binding"].max() == 0
    assert model.start.firms[0].count == 200
    assert set(model.firms.sort.tolist()) == {0}


def test_in_the_neutral_market_every_skill_is_equally_easy_to_find() -> None:
    """Pay elsewhere, English, search and wear are the same for all skills."""
    start = load_scenario("neutral_labour")
    pay = np.array(start.outside.pay.row()) / all_numbers(BOOKS)["start_pay"].default

    assert pay == pytest.approx(0.96, abs=0.001)
    assert len(set(start.outside.english.row())) == 1
    for name in ("search_other_sectors", "burn_out", "applicants_abroad"):
        assert len(set(start.numbers[name])) == 1


def test_the_hindcast_begins_with_22_firms_in_the_park_and_500_at_the_anchor() -> None:
    start: Scenario = load_scenario("panama_2003")
    groups = {g.kind: g for g in start.firms}

    assert groups["sme"].zones["city_of_knowledge"] == 22
    assert groups["anchor"].staff == 500
    assert groups["mnc"].count == 0
    assert len(start.growth) == 7


def test_the_hindcast_lives_and_its_books_balance() -> None:
    model = lived("panama_2003", 6)

    assert model.series["employment_anchor"].iloc[-1] > 400
