"""Luck is fair: it depends on the world, the month, the stake and who, and on nothing else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cluster_abm.core import compiled
from cluster_abm.core.errors import LuckError
from cluster_abm.core.luck import Luck, heir, heirs_of_groups, key, keys, keys_of_groups

MANY = keys("abroad", 0, 0, np.arange(20_000))


def luck_of(month: int = 3, replicate: int = 0, seed: int = 1) -> Luck:
    return Luck(seed=seed, replicate=replicate, month=month)


def test_the_numbers_are_the_same_on_every_machine() -> None:
    luck = luck_of()

    assert key("founder", 12) == 0x3E95C1708F39E15
    assert keys("abroad", 7, 2, [0, 1]).tolist() == [11350130907372686872, 271420441115989661]
    assert heir(keys("abroad", 7, 2, [0]), "spin-off", 8, [0, 1]).tolist() == [
        15359865295797897468,
        337940456288607523,
    ]
    assert (
        luck.uniform("quits", keys("abroad", 7, 2, [0, 1])).tobytes().hex()
        == "34ed8a214919c13f00dc78575467da3f"
    )
    assert (
        luck.uniform("quits", keys("abroad", 7, 2, [0, 1]), round=1).tobytes().hex()
        == "04f74e199cf9dd3fe8b4993df941b13f"
    )


@given(present=st.lists(st.booleans(), min_size=50, max_size=50))
def test_the_absence_of_others_changes_nobodys_luck(present: list[bool]) -> None:
    who, here = MANY[:50], np.array(present)

    alone = luck_of().uniform("quits", who[here])

    assert np.array_equal(alone, luck_of().uniform("quits", who)[here])


def test_one_newcomer_more_leaves_the_others_their_keys() -> None:
    few, more = keys("abroad", 4, 1, np.arange(9)), keys("abroad", 4, 1, np.arange(10))

    assert np.array_equal(few, more[:9])


def test_the_order_of_stakes_does_not_matter() -> None:
    one, other = luck_of(), luck_of()
    quits, hires = one.uniform("quits", MANY), one.uniform("hires", MANY)

    assert np.array_equal(other.uniform("hires", MANY), hires)
    assert np.array_equal(other.uniform("quits", MANY), quits)


@pytest.mark.parametrize("who", [MANY, np.arange(20_000, dtype=np.uint64)])
def test_luck_is_uniform(who: np.ndarray) -> None:
    u = luck_of().uniform("quits", who)

    assert stats.kstest(u, "uniform").pvalue > 0.001
    assert 0.0 <= u.min() < u.max() < 1.0


def test_the_last_bits_are_as_even_as_the_first() -> None:
    bits = (luck_of().uniform("quits", MANY) * 2.0**53).astype(np.int64)

    shares = [((bits >> place) & 1).mean() for place in range(53)]

    assert np.abs(np.array(shares) - 0.5).max() < 4.5 * 0.5 / np.sqrt(MANY.size)


def correlation(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.corrcoef(a, b)[0, 1])


NO_CORRELATION = 4.0 / np.sqrt(MANY.size)


def test_neighbouring_keys_have_nothing_in_common() -> None:
    plain = np.arange(20_001, dtype=np.uint64)
    u = luck_of().uniform("quits", plain)

    assert abs(correlation(u[1:], u[:-1])) < NO_CORRELATION


@pytest.mark.parametrize(
    "other",
    [
        luck_of(month=4).uniform("quits", MANY),
        luck_of(replicate=1).uniform("quits", MANY),
        luck_of(seed=2).uniform("quits", MANY),
        luck_of().uniform("quits.", MANY),
        luck_of().uniform("quits", MANY, round=1),
    ],
    ids=["month", "replicate", "seed", "stake", "round"],
)
def test_the_next_draw_has_nothing_in_common(other: np.ndarray) -> None:
    u = luck_of().uniform("quits", MANY)

    assert abs(correlation(u, other)) < NO_CORRELATION
    assert not np.isin(u, other).any()


def test_replicate_and_month_are_not_confused() -> None:
    one = Luck(seed=1, replicate=2, month=3).uniform("quits", MANY)

    assert not np.array_equal(one, Luck(seed=1, replicate=3, month=2).uniform("quits", MANY))


@given(k=st.integers(0, 5), people=st.integers(0, 20))
def test_a_pick_equals_as_many_rounds(k: int, people: int) -> None:
    picked, called = luck_of(), luck_of()

    numbers = picked.pick("interviews", MANY[:people], k)

    assert numbers.shape == (people, k)
    for round in range(k):
        assert np.array_equal(
            numbers[:, round], called.uniform("interviews", MANY[:people], round=round)
        )


@given(people=st.integers(0, 20))
def test_several_stakes_are_drawn_at_once_as_one_by_one(people: int) -> None:
    one_by_one, stakes = luck_of(), ("quits", "rests", "emigrates")

    numbers = luck_of().uniforms(stakes, MANY[:people])

    assert numbers.shape == (3, people)
    for stake, row in zip(stakes, numbers, strict=True):
        assert np.array_equal(row, one_by_one.uniform(stake, MANY[:people]))


def test_each_of_several_stakes_is_drawn() -> None:
    luck = luck_of()
    luck.uniforms(("quits", "rests"), MANY[:3])

    with pytest.raises(LuckError, match='"rests" was drawn before'):
        luck.uniform("rests", MANY[3:6])


@given(number=st.lists(st.integers(0, 4), max_size=6))
def test_families_and_groups_are_the_same_whoever_counts_them(number: list[int]) -> None:
    size = np.array(number, np.int64)
    parents = MANY[: len(size)]
    born = []

    for in_use in (compiled.in_use, False):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(compiled, "in_use", in_use)
            born.append((heirs_of_groups(parents, "graduate", 3, size).tolist(),
                         keys_of_groups("abroad", 3, size).tolist()))  # fmt: skip

    assert born[0] == born[1]
    alone = [heir(parents[[i]], "graduate", 3, [rank])[0] for i, n in enumerate(number)
             for rank in range(n)]  # fmt: skip
    assert born[0][0] == alone


def test_a_stake_is_drawn_once_a_month() -> None:
    luck = luck_of()
    luck.uniform("quits", MANY[:3])

    with pytest.raises(LuckError, match='"quits" was drawn before in month 3, round 0'):
        luck.uniform("quits", MANY[3:6])


def test_a_picked_round_is_drawn() -> None:
    luck = luck_of()
    luck.pick("interviews", MANY[:3], 2)

    luck.uniform("interviews", MANY[:3], round=2)
    with pytest.raises(LuckError, match="round 1"):
        luck.uniform("interviews", MANY[:3], round=1)


def test_row_numbers_are_refused_as_keys() -> None:
    with pytest.raises(LuckError, match="int64"):
        luck_of().uniform("quits", np.arange(3))  # type: ignore[arg-type]


def test_drawing_leaves_the_keys_as_they_are() -> None:
    who = MANY[:100].copy()
    luck = luck_of()
    luck.uniform("quits", who)
    luck.pick("interviews", who, 3)
    heir(who, "spin-off", 3, np.zeros(100, dtype=np.int64))

    assert np.array_equal(who, MANY[:100])


def test_the_shape_of_the_keys_does_not_matter() -> None:
    table = luck_of().uniform("quits", MANY[:12].reshape(3, 4))
    single = luck_of().uniform("quits", np.asarray(MANY[5]))

    assert table.shape == (3, 4)
    assert single == table[1, 1]
    assert luck_of().uniform("quits", MANY[:0]).shape == (0,)


def test_a_strided_column_gives_the_same_luck() -> None:
    every_other = luck_of().uniform("quits", MANY[::2])

    assert np.array_equal(every_other, luck_of().uniform("quits", MANY)[::2])


def test_all_keys_differ() -> None:
    born = [keys(o, m, p, range(20)) for o in ("a", "b") for m in range(9) for p in range(9)]
    heirs = [heir(born[0], "spin-off", month, [rank] * 20) for month in range(9) for rank in (0, 1)]
    everybody = np.concatenate(born + heirs)

    assert np.unique(everybody).size == everybody.size


def test_an_heir_of_rank_0_is_nobody_else() -> None:
    parent = MANY[:1]
    first = heir(parent, "spin-off", 1, [0])
    second = heir(first, "spin-off", 1, [0])

    assert len({int(k[0]) for k in (parent, first, second)}) == 3


def test_a_key_does_not_care_which_kind_of_number_it_gets() -> None:
    assert key("zone", 3) == key("zone", np.int64(3))  # type: ignore[arg-type]
    assert key("zone", 3) != key("zone", "3")
    assert key("zone", "3") != key("zone3")


def test_luck_drawn_piece_by_piece_is_the_same_luck() -> None:
    who = keys("abroad", 0, 0, range(9))
    draw = Luck(1, 0, 5).drawing("quits")

    pieces = np.concatenate([draw(who[:4]), draw(who[4:])])

    assert np.array_equal(pieces, Luck(1, 0, 5).uniform("quits", who))


def test_a_stake_drawn_piece_by_piece_is_drawn() -> None:
    luck = Luck(1, 0, 5)
    luck.drawing("quits")

    with pytest.raises(LuckError, match="was drawn before"):
        luck.uniform("quits", keys("abroad", 0, 0, [0]))
