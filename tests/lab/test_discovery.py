import numpy as np
import pandas as pd
import pytest

from cluster_abm.core.errors import ClusterError
from cluster_abm.lab.inference.discovery import find_box, regret


def draws(seed: int, number: int = 600) -> pd.DataFrame:
    return pd.DataFrame(np.random.default_rng(seed).random((number, 4)), columns=list("abcd"))


def test_a_known_box_is_found_and_holds_in_draws_not_seen() -> None:
    x = draws(1)

    box = find_box(x, ((x["a"] > 0.6) & (x["b"] < 0.5)).to_numpy(), density=0.95)

    assert box.limits["a"][0] == pytest.approx(0.6, abs=0.08)
    assert box.limits["b"][1] == pytest.approx(0.5, abs=0.08)
    assert box.held_out.density.share > 0.8
    assert box.held_out.coverage.share > 0.8
    assert box.confirmed


def test_a_box_in_noise_is_not_confirmed_by_draws_not_seen() -> None:
    rng = np.random.default_rng(2)
    confirmed = 0
    for seed in range(10):
        box = find_box(draws(seed, 200), rng.random(200) < 0.3)
        assert box.found.density.share > box.found.base
        confirmed += box.confirmed

    assert confirmed <= 2


def test_what_happens_always_or_never_cannot_be_discovered() -> None:
    with pytest.raises(ClusterError, match="nothing to discover"):
        find_box(draws(3), np.ones(600, bool))
    with pytest.raises(ClusterError, match="too few"):
        find_box(draws(3, 20), np.arange(20) > 9)


def test_the_same_draws_give_the_same_box() -> None:
    x = draws(4)
    happens = (x["c"] > 0.7).to_numpy()

    assert find_box(x, happens) == find_box(x, happens)


def test_regret_is_what_one_falls_behind_the_best() -> None:
    effects = pd.DataFrame({"bold": [10.0, -8.0], "mild": [4.0, 2.0], "nothing": [0.0, 0.0]})

    found = regret(effects)

    assert list(found.index) == ["mild", "bold", "nothing"]
    assert found["largest"].to_dict() == {"mild": 6.0, "nothing": 10.0, "bold": 10.0}
    assert found["best"].to_dict() == {"mild": 0.5, "nothing": 0.0, "bold": 0.5}


def test_policies_that_are_equal_share_the_first_place() -> None:
    assert regret(pd.DataFrame({"a": [1.0], "b": [1.0]}))["best"].tolist() == [0.5, 0.5]
