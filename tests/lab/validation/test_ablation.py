"""Ablation drops what can be dropped, says what cannot, and pairs the luck."""

import numpy as np
import pytest

from cluster_abm.agents.firms import Firms
from cluster_abm.agents.workforce import Workforce
from cluster_abm.commands.dropped import sheet
from cluster_abm.core.schedule import title
from cluster_abm.lab.validation.ablation import HEADLINES, Loss, ablate, candidates, effect
from cluster_abm.model import METRICS, MONTH
from tests.model.scenes import small_country


def nothing(firms: Firms) -> None:
    """Look at the firms and do nothing."""


def spoil(workforce: Workforce) -> None:
    """Nothing to spoil: here only so that a theme has two parts."""


def test_every_process_and_every_submodel_of_several_is_a_candidate() -> None:
    names = [name for name, _, _ in candidates()]

    assert {title(p) for p in MONTH} <= set(names)
    assert "labour" in names
    assert len(set(names)) == len(names)


def test_headlines_are_metrics() -> None:
    assert set(HEADLINES) <= METRICS.keys()


@pytest.fixture(scope="module")
def losses() -> dict[str, Loss]:
    keep = {"demand.export", "labour.match", "demand.settle", "demand.call_tenders",
            "governance.tax"}  # fmt: skip
    found: dict[str, Loss] = {}
    start = small_country()
    month = (*MONTH, nothing)
    import cluster_abm.lab.validation.ablation as page

    parts = [c for c in candidates(month) if c[0] in keep or "nothing" in c[0]]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "candidates", lambda _: iter(parts))
        for loss in ablate(start, replicates=2, months=4, month=month):
            found[loss.name] = loss
    return found


def test_a_process_that_does_nothing_costs_nothing(losses: dict[str, Loss]) -> None:
    (idle,) = (loss for name, loss in losses.items() if name.endswith("nothing"))

    assert not idle.reason
    assert all(found == (0, 0, 0) for found in idle.effects.values())


def test_without_matching_employment_falls(losses: dict[str, Loss]) -> None:
    matching = losses["labour.match"]

    assert not matching.reason
    assert matching.effects["employment_narrow"].mean < 0


def test_what_cannot_be_dropped_says_why(losses: dict[str, Loss]) -> None:
    stuck = [loss for loss in losses.values() if loss.reason]

    assert all(not loss.effects for loss in stuck)
    told = sheet(list(losses.values()), 2, 4, "en")
    notes = [row[-1] for row in told.rows]
    assert sum(note.startswith("cannot be dropped: ") for note in notes) == len(stuck)


def test_an_effect_is_that_of_pairs() -> None:
    """Worlds that differ by 100 and lose one each: the interval knows nothing of the 100."""
    found = effect(np.array([100.0, 200.0]), np.array([99.0, 199.0]))

    assert found.mean == pytest.approx(-1 / 150)
    assert found.high - found.low == pytest.approx(0, abs=1e-12)
