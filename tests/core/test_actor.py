"""Agents are rows: what is a column is an attribute, and each class may decide its own way."""

import pickle

import mesa
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mesa.discrete_space import OrthogonalMooreGrid

from cluster_abm.core.actor import Actor, Members, Part, Singular, each
from cluster_abm.core.errors import GoneError
from cluster_abm.core.rules import Law, Target
from cluster_abm.core.tables import NOBODY, Table, bind, cents, flags, floats, ints, reference


class Streets:
    def __init__(self, model: mesa.Model) -> None:
        self.grid = OrthogonalMooreGrid((2, 2), torus=False, random=model.random)
        self.places = list(self.grid.all_cells)
        self.number_of = {cell: n for n, cell in enumerate(self.places)}


class Shops(Members):
    now: int = 0

    cash = cents("Money in hand.")
    staff = floats("persons", "Staff.")
    sold = ints("US cent", "Sold in the last months.", 3)
    open = flags("Is it open?")
    owner = reference("shops", "Shop that owns it.")

    @property
    def crowded(self) -> np.ndarray:
        """Has it more staff than months of the clock?"""
        return self.staff > self.now


class Shop(Actor, of=Shops):
    @property
    def wealthy(self) -> bool:
        return self.cash > 100


class Bakery(Shop): ...


class Guests(Table):
    host = reference("shops", "Where they are.", cascade=True)


class Town(mesa.Model):
    def __init__(self) -> None:
        super().__init__(rng=1)
        self.zones = Streets(self)
        self.shops, self.guests = Shops(self, 2), Guests()
        bind(shops=self.shops, guests=self.guests)

    def open(self, cls: type[Shop], n: int, **columns: object) -> list[Shop]:
        first = len(self.shops)
        birth = np.arange(first, first + n, dtype=np.uint64)
        self.shops.enter(cls, birth, np.arange(n) % 4, **columns)  # type: ignore[arg-type]
        return self.shops.members[first:]  # type: ignore[return-value]


@pytest.fixture
def town() -> Town:
    return Town()


# Attributes are columns


def test_an_attribute_is_an_entry_of_a_column(town: Town) -> None:
    one, other = town.open(Shop, 2, staff=[3.0, 4.0], cash=[5, 500])

    one.staff = 7.0
    town.shops.staff[1] += 1

    assert (one.staff, other.staff) == (7.0, 5.0)
    assert town.shops.staff.tolist() == [7.0, 5.0]
    assert (one.wealthy, other.wealthy) == (False, True)


def test_an_entry_is_a_plain_number_and_a_wide_one_an_array(town: Town) -> None:
    (shop,) = town.open(Shop, 1, staff=2.0, sold=[[1, 2, 3]], open=True)

    assert (type(shop.staff), type(shop.cash), type(shop.open)) == (float, int, bool)
    assert shop.sold.tolist() == [1, 2, 3]


def test_money_moves_only_through_the_ledger(town: Town) -> None:
    (shop,) = town.open(Shop, 1, cash=5)

    with pytest.raises(AttributeError, match=r"cash moves only through the ledger"):
        shop.cash = 9

    assert shop.cash == 5


def test_a_misspelt_attribute_is_refused_with_a_suggestion(town: Town) -> None:
    (shop,) = town.open(Shop, 1)

    with pytest.raises(AttributeError, match=r"Shop has no 'staf'. Did you mean staff\?"):
        shop.staf = 3.0


def test_a_subclass_may_declare_attributes_of_its_own(town: Town) -> None:
    class Cinema(Shop):
        films: int = 0

    (cinema,) = town.open(Cinema, 1)
    cinema.films = 3

    assert cinema.films == 3


def test_a_column_that_an_agent_shows_says_what_it_is() -> None:
    assert Shop.staff.__doc__ == "Staff."


def test_a_step_that_nobody_would_call_is_refused() -> None:
    with pytest.raises(TypeError, match=r"Lazy\.step would never be called: time is in MONTH"):

        class Lazy(Shop):
            def step(self) -> None: ...


# Coming and going


def test_every_row_is_an_agent_that_mesa_knows(town: Town) -> None:
    shops = town.open(Shop, 2) + town.open(Bakery, 1)

    assert set(town.agents) == set(shops)
    assert len(town.agents_by_type[Bakery]) == 1
    assert town.shops.of_class(Bakery).tolist() == [False, False, True]
    assert town.shops.of_class(Shop).all()


def test_agents_keep_their_rows_when_others_close(town: Town) -> None:
    shops = town.open(Shop, 5, staff=np.arange(5.0))

    town.shops.close(np.array([False, True, False, True, False]))

    left = [shops[0], shops[2], shops[4]]
    assert town.shops.members == left
    assert [s.row for s in left] == [0, 1, 2]
    assert [s.staff for s in left] == [0.0, 2.0, 4.0]
    assert set(town.agents) == set(left)


def test_a_closed_shop_says_so_and_never_shows_its_neighbours_cash(town: Town) -> None:
    one, other = town.open(Shop, 2, cash=[5, 500])
    one.remove()

    with pytest.raises(GoneError, match="has closed; it has no cash"):
        _ = one.cash
    with pytest.raises(GoneError):
        one.staff = 3.0
    with pytest.raises(GoneError):
        _ = one.wealthy
    assert other.cash == 500
    assert one not in town.agents
    assert one.cell is None


def test_an_agent_that_is_removed_takes_its_row_and_those_who_cascade(town: Town) -> None:
    shops = town.open(Shop, 3)
    town.shops.owner = [NOBODY, 0, 1]
    town.guests.admit(np.arange(3, dtype=np.uint64), host=[0, 1, 2])

    shops[1].remove()
    shops[1].remove()

    assert len(town.shops) == 2
    assert town.shops.owner.tolist() == [NOBODY, NOBODY]
    assert town.guests.host.tolist() == [0, 1]


def test_mesa_may_remove_all_agents_one_by_one(town: Town) -> None:
    town.open(Shop, 4)

    town.agents.do("remove")

    assert (len(town.shops), len(town.agents), town.shops.members) == (0, 0, [])


@given(closes=st.lists(st.lists(st.booleans(), min_size=8, max_size=8), max_size=4))
def test_agents_and_rows_never_part(closes: list[list[bool]]) -> None:
    town = Town()
    for gone in closes:
        town.open(Shop, 8 - len(town.shops))
        town.shops.close(np.array(gone))

        assert [m.row for m in town.shops.members] == list(range(len(town.shops)))
        assert len(town.agents) == len(town.shops)


def test_a_move_on_the_grid_changes_the_column(town: Town) -> None:
    (shop,) = town.open(Shop, 1)
    before = town.shops.place[0]

    shop.cell = town.zones.places[3]

    assert (before, town.shops.place[0]) == (0, 3)
    assert shop in town.zones.places[3].agents
    assert shop not in town.zones.places[0].agents


def test_an_agent_may_step_off_the_grid(town: Town) -> None:
    shop = town.open(Shop, 2)[1]

    shop.cell = None

    assert town.shops.place.tolist() == [0, -1]
    assert not town.zones.places[1].agents


# Deciding


def plan(shops: Shops, raise_: float) -> np.ndarray:
    """Want more staff."""
    return shops.staff + raise_


class Cautious(Shop):
    @each
    def plan(self, raise_: float) -> float:
        return self.staff


class Rounding(Shop):
    @each
    def plan(self, raise_: float) -> int:
        return int(self.staff)


class AllAtOnce(Shop):
    @staticmethod
    def plan(shops: Part, raise_: float) -> np.ndarray:
        return 10 * shops.staff


class Heir(Cautious): ...


def test_the_decision_answers_for_all_who_do_not_decide_otherwise(town: Town) -> None:
    town.open(Shop, 2, staff=1.0)
    town.open(Bakery, 1, staff=2.0)

    assert town.shops.ask(plan, 0.5).tolist() == [1.5, 1.5, 2.5]


def test_a_subclass_decides_otherwise_in_three_lines(town: Town) -> None:
    town.open(Shop, 1, staff=1.0)
    town.open(Cautious, 2, staff=2.0)
    town.open(Shop, 1, staff=3.0)

    assert town.shops.ask(plan, 0.5).tolist() == [1.5, 2.0, 2.0, 3.5]


def test_a_class_inherits_how_its_parent_decides(town: Town) -> None:
    town.open(Shop, 1, staff=1.0)
    town.open(Heir, 1, staff=2.0)

    assert town.shops.ask(plan, 0.5).tolist() == [1.5, 2.0]


def test_a_class_may_decide_for_all_of_its_own_at_once(town: Town) -> None:
    town.open(AllAtOnce, 2, staff=[1.0, 2.0])
    town.open(Shop, 1, staff=3.0)

    assert town.shops.ask(plan, 0.5).tolist() == [10.0, 20.0, 3.5]


def test_whole_numbers_of_one_class_do_not_cut_the_fractions_of_another(town: Town) -> None:
    town.open(Rounding, 1, staff=1.5)
    town.open(Shop, 1, staff=3.0)

    assert town.shops.ask(plan, 0.5).tolist() == [1.0, 3.5]


def test_each_class_sees_its_own_part_of_what_all_are_given(town: Town) -> None:
    town.open(Shop, 1, staff=1.0)
    town.open(Cautious, 1, staff=2.0)
    town.open(Bakery, 1, staff=3.0)

    assert town.shops.ask(plan, np.array([0.1, 0.2, 0.3])).tolist() == [1.1, 2.0, 3.3]


def test_nobody_left_to_ask_is_an_empty_answer(town: Town) -> None:
    town.open(Cautious, 1)
    town.shops.close(np.array([True]))

    assert town.shops.ask(plan, 0.5).tolist() == []


def test_a_part_reads_like_the_table(town: Town) -> None:
    shops = town.open(Shop, 3, staff=[1.0, 5.0, 9.0])
    town.shops.now = 4
    part = Part(town.shops, np.array([1, 2]))

    assert len(part) == 2
    assert part.staff.tolist() == [5.0, 9.0]
    assert part.now == 4
    assert part.crowded.tolist() == [True, True]
    assert part.members == shops[1:]
    big = Target({"staff": frozenset({9})})
    assert Law(0.1, ((big, 0.5),)).of(part).tolist() == [0.1, 0.5]


def test_a_part_has_no_other_columns_than_its_table(town: Town) -> None:
    town.open(Shop, 1)

    with pytest.raises(AttributeError, match=r"Shops has no column 'staf'. Did you mean staff\?"):
        _ = Part(town.shops, np.array([0])).staf


def test_what_a_decision_does_to_a_part_changes_no_column(town: Town) -> None:
    town.open(Shop, 2, staff=1.0)
    part = Part(town.shops, np.array([0, 1]))

    part.staff[:] = 9.0

    assert town.shops.staff.tolist() == [1.0, 1.0]


# Snapshots


def test_agents_take_their_seats_again(town: Town) -> None:
    town.open(Shop, 2, staff=[1.0, 2.0])
    town.open(Bakery, 1, staff=3.0)
    shops = town.shops
    issued, rows = shops.issued, {n: a[:3].copy() for n, a in shops.data.items()}
    classes, old = list(shops.classes), list(shops.members)
    shops.close(np.array([True, False, True]))

    shops.refill(issued, rows)
    shops.reseat(classes)

    assert [type(m) for m in shops.members] == [Shop, Shop, Bakery]
    assert [m.staff for m in shops.members] == [1.0, 2.0, 3.0]
    assert [m.cell for m in shops.members] == town.zones.places[:2] + town.zones.places[:1]
    assert len(town.agents) == 3
    assert all(m.row == NOBODY for m in old)


# Agents of which there is one


class Mayor(Singular):
    mood: float = 1.0


def test_a_single_agent_has_what_it_declares_and_nothing_else(town: Town) -> None:
    mayor = Mayor(town)
    mayor.mood = 2.0

    assert mayor.mood == 2.0
    assert mayor in town.agents
    with pytest.raises(AttributeError, match=r"Mayor has no 'mod'. Did you mean mood\?"):
        mayor.mod = 3.0


def test_a_single_agent_has_no_step_either() -> None:
    with pytest.raises(TypeError, match="time is in MONTH"):

        class Busy(Singular):
            def step(self) -> None: ...


def test_a_town_can_be_pickled(town: Town) -> None:
    town.open(Shop, 2, staff=[1.0, 2.0])

    again = pickle.loads(pickle.dumps(town))

    again.shops.members[0].staff = 9.0
    assert again.shops.staff.tolist() == [9.0, 2.0]
    assert town.shops.staff.tolist() == [1.0, 2.0]
