"""Labour: closed forms and laws of the equations."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.submodels.labour.equations import (
    beside,
    blur,
    choose_targets,
    excess_to_release,
    match_posts,
    moved_offer,
    pull_of_pay,
    stayers_pay,
    taste_for_sector,
    whole_posts,
)
from cluster_abm.submodels.production.equations import (
    composite,
    labour_for_a_unit,
    nest,
    shared_tasks,
    skill_weights,
    weights_of_origins,
)

SIGMA = st.floats(1.1, 4.0)
PAYS = st.lists(st.floats(100, 5_000), min_size=5, max_size=5)
MIXES = st.lists(st.floats(0.01, 1), min_size=5, max_size=5)

# Production


def technology(
    mix: list[float], pay: list[float], sigma: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mix, pay and weights of a firm, each of one row."""
    share = np.array([mix]) / sum(mix)
    wages = np.array([pay])
    return share, wages, skill_weights(share, wages, sigma)


@given(MIXES, PAYS, SIGMA)
def test_the_cheapest_labour_for_a_unit_does_just_a_unit(
    mix: list[float], pay: list[float], sigma: float
) -> None:
    _, wages, weights = technology(mix, pay, sigma)

    unit = labour_for_a_unit(wages, weights**sigma, sigma)

    assert composite(unit, weights, sigma) == pytest.approx(1.0, rel=1e-6)


@given(MIXES, PAYS, PAYS, SIGMA, st.lists(st.floats(0.05, 5), min_size=5, max_size=5))
def test_no_other_mix_that_does_a_unit_is_cheaper(
    mix: list[float], then: list[float], now: list[float], sigma: float, other: list[float]
) -> None:
    _, _, weights = technology(mix, then, sigma)
    wages, rival = np.array([now]), np.array([other])

    best = labour_for_a_unit(wages, weights**sigma, sigma)
    feasible = rival / composite(rival, weights, sigma)[:, None]

    assert (best * wages).sum() <= (feasible * wages).sum() * (1 + 1e-9)


@given(MIXES, PAYS, SIGMA)
def test_at_the_pay_of_then_the_mix_of_then_is_the_cheapest(
    mix: list[float], pay: list[float], sigma: float
) -> None:
    share, wages, weights = technology(mix, pay, sigma)

    unit = labour_for_a_unit(wages, weights**sigma, sigma)

    assert unit / unit.sum() == pytest.approx(share, rel=1e-6)


@given(MIXES, PAYS, SIGMA, st.integers(0, 4))
def test_a_dearer_class_is_wanted_less_by_the_elasticity(
    mix: list[float], pay: list[float], sigma: float, k: int
) -> None:
    """Relative demand answers to relative pay with the elasticity of substitution."""
    _, wages, weights = technology(mix, pay, sigma)
    dearer = wages.copy()
    dearer[0, k] *= 1.1
    j = (k + 1) % 5

    before = labour_for_a_unit(wages, weights**sigma, sigma)
    after = labour_for_a_unit(dearer, weights**sigma, sigma)

    ratio = (after[0, k] / after[0, j]) / (before[0, k] / before[0, j])
    assert np.log(ratio) == pytest.approx(-sigma * np.log(1.1), rel=1e-6)


@given(MIXES, PAYS, SIGMA, st.floats(0.1, 50))
def test_twice_the_staff_does_twice_the_work(
    mix: list[float], pay: list[float], sigma: float, times: float
) -> None:
    share, _, weights = technology(mix, pay, sigma)

    assert composite(share * times, weights, sigma) == pytest.approx(
        times * composite(share, weights, sigma)
    )


def test_more_engineers_make_support_worth_more() -> None:
    """The classes complement each other: the work of one more of support rises."""
    weights = np.full((1, 2), 0.5)

    def gain(engineers: float) -> float:
        more = composite(np.array([[11.0, engineers]]), weights, 1.5)
        return float((more - composite(np.array([[10.0, engineers]]), weights, 1.5))[0])

    assert gain(20.0) > 1.2 * gain(10.0)


def test_without_one_class_nothing_gets_done_when_classes_complement() -> None:
    """Which is why the people of a tiny firm share the tasks."""
    weights = np.full((1, 2), 0.5)

    alone = composite(np.array([[4.0, 0.0]]), weights, 1.5)
    sharing = shared_tasks(np.array([[4.0, 0.0]]), np.full((1, 2), 0.5), 5.0)

    assert alone[0] < 4 * 0.2
    assert composite(sharing, weights, 1.5)[0] == pytest.approx(2.0, rel=1e-6)


@given(st.lists(st.floats(0, 40), min_size=5, max_size=5), MIXES, st.floats(0.1, 50))
def test_sharing_tasks_neither_makes_nor_loses_work(
    labour: list[float], mix: list[float], small: float
) -> None:
    staff = np.array([labour])

    shared = shared_tasks(staff, np.array([mix]) / sum(mix), small)

    assert shared.sum() == pytest.approx(staff.sum(), abs=1e-9)
    assert (shared >= -1e-12).all()


@given(st.floats(0, 1e4), st.floats(0, 1e4), st.floats(1.5, 100), st.floats(0.01, 0.5))
def test_a_mixture_never_does_more_than_its_number(
    local: float, foreign: float, substitution: float, usual: float
) -> None:
    """Whatever the share, so that who hires abroad gains nothing by the form of the equation."""
    origins = weights_of_origins(substitution, usual)

    both = nest(np.array([[[local, foreign]]]), substitution, origins)[0, 0]

    assert both <= (local + foreign) * (1 + 1e-9)


@given(st.floats(1, 1e4), st.floats(1.5, 100), st.floats(0.01, 0.5))
def test_at_the_usual_share_a_local_and_a_foreigner_are_worth_the_same(
    team: float, substitution: float, usual: float
) -> None:
    mixture = team * np.array([1 - usual, usual])
    step = 1e-4 * team * usual
    origins = weights_of_origins(substitution, usual)
    plain, local, foreign = (
        nest((mixture + np.array(more))[None, None], substitution, origins)[0, 0]
        for more in ((0.0, 0.0), (step, 0.0), (0.0, step))
    )

    assert plain == pytest.approx(team, rel=1e-9)
    assert local - plain == pytest.approx(step, rel=0.01)
    assert foreign - plain == pytest.approx(step, rel=0.01)


def test_perfect_substitutes_add_up() -> None:
    origins = weights_of_origins(1e9, 0.05)

    assert nest(np.array([[[3.0, 4.0]]]), 1e9, origins)[0, 0] == pytest.approx(7.0)


# Pay


def test_offers_rise_with_the_share_of_posts_unfilled_up_to_a_cap() -> None:
    offer, unfilled = np.full(4, 1000.0), np.array([0.0, 0.05, 0.2, 1.0])

    moved = moved_offer(offer, unfilled, rise=0.1, cap=0.02, fall=0.002)

    assert moved.tolist() == pytest.approx([998, 1003, 1018, 1018])


@given(st.floats(0.2, 5), st.floats(0, 20))
def test_moves_between_two_places_add_up_to_everybody(ratio: float, response: float) -> None:
    there, back = pull_of_pay(ratio, 1.0, response), pull_of_pay(1.0, ratio, response)

    assert there + back == pytest.approx(1.0)


def test_the_response_is_the_elasticity_at_equal_pay() -> None:
    up = np.log(pull_of_pay(1.001, 1.0, 4.0) / pull_of_pay(1.0, 1.0, 4.0)) / np.log(1.001)

    assert up == pytest.approx(4.0, rel=0.01)


@given(st.floats(0.5, 2.0), st.floats(0.5, 10.0))
def test_what_people_ask_for_is_the_share_whom_pay_makes_move(pay: float, response: float) -> None:
    """Ten thousand people who differ in nothing but taste: one curve, written twice."""
    taste = taste_for_sector((np.arange(10_000) + 0.5) / 10_000, response)

    assert (taste <= pay).mean() == pytest.approx(float(pull_of_pay(pay, 1.0, response)), abs=2e-4)


def test_without_a_response_half_move_whatever_the_pay() -> None:
    taste = taste_for_sector(np.linspace(0, 0.9999, 1000), 0.0)

    assert [(taste <= pay).mean() for pay in (0.01, 100.0)] == pytest.approx([0.5, 0.5], abs=0.01)


WANTED = st.lists(st.lists(st.floats(0, 40), min_size=5, max_size=5), min_size=1, max_size=6)


@given(WANTED, st.integers(0, 2**32))
def test_posts_add_up_to_the_rounded_number_and_are_each_within_one_of_their_share(
    wanted: list[list[float]], seed: int
) -> None:
    rng = np.random.default_rng(seed)
    wish, held = np.array(wanted), rng.integers(0, 40, (len(wanted), 5))

    posts = whole_posts(wish, held, rng.random(wish.shape))

    assert posts.sum(axis=1) == pytest.approx(np.rint(wish.sum(axis=1)))
    stretched = wish * (posts.sum(axis=1) / np.maximum(wish.sum(axis=1), 1e-9))[:, None]
    assert (np.abs(posts - stretched) < 1 + 1e-6).all()


def test_every_skill_gets_the_post_beyond_whole_ones_as_often_as_its_fraction_says() -> None:
    """So that no firm is cheaper than another for life: with open posts the draw is new."""
    wish = np.tile([0.1, 0.25, 0.65, 2.0, 0.0], (40_000, 1))
    luck = np.random.default_rng(1).random(wish.shape)

    posts = whole_posts(wish, np.zeros(wish.shape, np.int64), luck)

    assert posts.mean(axis=0) == pytest.approx(wish[0], abs=0.01)


def test_a_post_beyond_whole_ones_stays_with_the_skill_that_fills_it() -> None:
    wish, held = np.tile([0.5, 0.5, 2.0, 0.0, 0.0], (500, 1)), np.tile([0, 1, 2, 0, 0], (500, 1))

    posts = whole_posts(wish, held, np.random.default_rng(1).random(wish.shape))

    assert (posts == held).all()


@given(WANTED, st.integers(0, 3), st.integers(0, 4))
def test_a_founder_does_part_of_the_work_and_keeps_the_post(
    wanted: list[list[float]], founders: int, skill: int
) -> None:
    wish, held = np.array(wanted), np.zeros((len(wanted), 5), np.int64)
    held[:, skill] = founders

    posts = beside(wish, held)

    assert (posts >= held - 1e-9).all()
    assert posts.sum(axis=1) == pytest.approx(np.maximum(wish.sum(axis=1), founders), abs=1e-6)


def test_what_employers_see_correlates_with_what_they_get_as_stated() -> None:
    z = np.random.default_rng(1).standard_normal((2, 200_000))
    for screening in (0.38, 0.65, 1.0):
        seen = 0.15 * z[0] + blur(0.15, screening) * z[1]
        assert np.corrcoef(z[0], seen)[0, 1] == pytest.approx(screening, abs=0.01)


@given(st.floats(300, 5_000), st.floats(300, 5_000), st.booleans(), st.floats(0, 1))
def test_the_pay_of_those_who_stay_never_falls_and_never_overtakes_the_offer(
    wage: float, offer: float, rising: bool, catch_up: float
) -> None:
    paid = stayers_pay(
        np.array([wage]), np.array([offer]), rising=np.array([rising]), raise_=0.0,
        catch_up=catch_up,
    )[0]  # fmt: skip

    assert wage <= paid * (1 + 1e-12)
    assert paid <= max(wage, offer) * (1 + 1e-12)


# Layoffs


@given(
    st.lists(st.integers(0, 100), min_size=5, max_size=5),
    st.lists(st.floats(0, 100), min_size=5, max_size=5), st.floats(0, 1), st.floats(0, 1),
)  # fmt: skip
def test_only_the_excess_beyond_the_band_is_laid_off(
    staff: list[int], posts: list[float], band: float, speed: float
) -> None:
    goes = excess_to_release(np.array([staff]), np.array([posts]), band, speed)[0]

    for n, p, g in zip(staff, posts, goes.tolist(), strict=True):
        assert 0 <= g <= max(n - p, 0)
        assert g == 0 or n > p * (1 + band)


# Matching


def test_an_example_of_deferred_acceptance_by_hand() -> None:
    """Four people, best first; three firms with 1, 1 and 2 posts that pay 30, 20 and 10.

    Ana and Ben want firm 0, Ana the better gets it.  Firm 1 asks Ana first, who holds a better
    offer, then Ben.  Carla gets one of the posts of firm 2, and Ben, who applied there too,
    leaves his to Diego.
    """
    ana, ben, carla, diego = range(4)
    target = np.array([[0, 1], [0, 1], [1, 2], [2, -1]])

    won = match_posts(target, openings=np.array([1, 1, 2]), offers=np.array([30.0, 20, 10]),
                      rounds=3)  # fmt: skip

    assert dict(zip(won.candidate.tolist(), won.post.tolist(), strict=True)) == {
        ana: 0, ben: 1, carla: 2, diego: 2,
    }  # fmt: skip


def test_the_better_wage_hires_first() -> None:
    """One candidate, two firms with a post each."""
    won = match_posts(np.array([[0, 1]]), openings=np.array([1, 1]),
                      offers=np.array([1000.0, 1001.0]), rounds=1)  # fmt: skip

    assert won.post.tolist() == [1]


def test_an_offer_turned_down_goes_to_the_next() -> None:
    """Firm 0 asks the best, who takes firm 1; with a second round it asks the second best."""
    target = np.array([[0, 1], [0, -1]])
    openings, offers = np.array([1, 1]), np.array([10.0, 20.0])

    one = match_posts(target, openings=openings, offers=offers, rounds=1)
    two = match_posts(target, openings=openings, offers=offers, rounds=2)

    assert one.candidate.tolist() == [0]
    assert two.candidate.tolist() == [0, 1]


def test_an_application_sent_twice_takes_one_offer() -> None:
    """Two posts, two people, both of whom wrote twice: both are hired in the first round."""
    won = match_posts(np.array([[0, 0], [0, 0]]), openings=np.array([2]), offers=np.array([1.0]),
                      rounds=1)  # fmt: skip

    assert won.candidate.tolist() == [0, 1]


@st.composite
def markets(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Applications of some people, best first, and what the firms have and pay."""
    firms, people, k = draw(st.integers(1, 5)), draw(st.integers(1, 12)), draw(st.integers(1, 4))
    one = st.integers(-1, firms - 1)
    target = draw(st.lists(st.lists(one, min_size=k, max_size=k), min_size=people,
                           max_size=people))  # fmt: skip
    openings = draw(st.lists(st.integers(0, 4), min_size=firms, max_size=firms))
    offers = draw(st.permutations(range(1, firms + 1)))
    return np.array(target), np.array(openings), np.array(offers, float)


@given(markets(), st.integers(1, 6))
def test_nobody_wins_twice_and_no_more_posts_are_filled_than_are_open(
    market: tuple[np.ndarray, np.ndarray, np.ndarray], rounds: int
) -> None:
    target, openings, offers = market

    won = match_posts(target, openings=openings, offers=offers, rounds=rounds)

    assert len(set(won.candidate.tolist())) == len(won.candidate)
    assert (np.bincount(won.post, minlength=len(openings)) <= openings).all()
    assert all(p in target[c] for c, p in zip(won.candidate, won.post, strict=True))


@given(markets())
def test_with_enough_rounds_no_firm_and_candidate_would_rather_have_each_other(
    market: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    target, openings, offers = market

    won = match_posts(target, openings=openings, offers=offers, rounds=60)

    of = dict(zip(won.candidate.tolist(), won.post.tolist(), strict=True))
    staff: dict[int, list[int]] = {}
    for candidate, post in of.items():
        staff.setdefault(post, []).append(candidate)
    for candidate, wishes in enumerate(target.tolist()):
        for post in wishes:
            if post < 0 or of.get(candidate) == post:
                continue
            rather = candidate not in of or offers[post] > offers[of[candidate]]
            there = staff.get(post, [])
            welcome = len(there) < openings[post] or any(c > candidate for c in there)
            assert not (rather and welcome)


@given(st.integers(0, 2**32 - 1))
def test_applications_follow_attraction(seed: int) -> None:
    """The sharp form: a share of the line of luck as long as the share of attraction."""
    rng = np.random.default_rng(seed)
    attraction = rng.uniform(0, 1, (3, 7)) * (rng.uniform(0, 1, (3, 7)) < 0.7)
    attraction[0, 0] = 1.0
    luck = ((np.arange(2_000) + 0.5) / 2_000)[:, None]

    chosen = choose_targets(attraction, np.zeros(2_000, int), luck)[:, 0]

    share = np.bincount(chosen, minlength=7) / 2_000
    assert share == pytest.approx(attraction[0] / attraction[0].sum(), abs=0.001)
