"""The twin that benchmarks compare with is a twin: the same luck gives the same integers."""

import pytest

from cluster_abm.model import ClusterModel
from tests.bench.scene import TWIN, film
from tests.bench.twin import Market


@pytest.mark.parametrize("careful", [False, True])
def test_the_naive_twin_fills_the_same_posts_and_awards_the_same_tenders(careful: bool) -> None:
    scene = film(ClusterModel("panama_2009", seed=3, numbers=TWIN))
    twin = Market(scene, careful=careful)

    twin.live()

    assert len(scene.truth.posts) > 100
    assert len(scene.truth.awards) > 50
    assert twin.outcome().differences(scene.truth) == []
