"""Uncertainty designs: which points are tried, and that every world is lived in each of them."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cluster_abm.core.errors import InputError
from cluster_abm.core.policy import RuleBook
from cluster_abm.core.rules import Number, number, whole_rows
from cluster_abm.lab.batch.pairs import run_experiment
from cluster_abm.lab.design.designs import CERTAIN, draws_of, quantiles, unit_points
from cluster_abm.lab.design.plan import make_plan
from cluster_abm.lab.design.subject import the_cluster
from cluster_abm.lab.store.folder import content_hash
from cluster_abm.model import BOOKS
from cluster_abm.scenarios.files import read_experiment
from cluster_abm.scenarios.uncertain import Distribution, Uncertainty, number_mistakes
from cluster_abm.scenarios.words import Known
from tests.lab.fake_model import METRICS, SUBJECT, experiment, relaxed

SHARE = number(0.5, unit="share", low=0.0, high=1.0, source="assumption: a test", doc="a share.")
NUMBERS: dict[str, Number[float]] = {"a": SHARE, "b": SHARE}
BOOK_OF = {name: book for book in BOOKS for name in book.rows}
EVEN = Distribution(dist="uniform", low=0.2, high=0.6)


def design(kind: str, n: int = 0, seed: int = 1, **beliefs: Distribution) -> Uncertainty:
    return Uncertainty(kind=kind, n=n, seed=seed, parameters=beliefs or {"a": EVEN, "b": EVEN})


def values(*given_values: float) -> Distribution:
    return Distribution(dist="values", values=given_values)


@pytest.mark.parametrize(
    ("kind", "n", "draws"),
    [("grid", 3, 9), ("lhs", 10, 10), ("sobol", 16, 16), ("saltelli", 8, 32), ("morris", 5, 15)],
)
def test_a_design_has_as_many_points_as_it_says_and_all_are_believed(
    kind: str, n: int, draws: int
) -> None:
    asked = design(kind, n)

    found = draws_of(asked, NUMBERS)

    assert len(found) == asked.draws == draws
    assert all(list(point) == ["a", "b"] for point in found)
    assert all(0.2 <= value <= 0.6 for point in found for value in point.values())


@pytest.mark.parametrize("kind", ["lhs", "sobol", "saltelli", "morris"])
def test_the_same_seed_draws_the_same_points_and_another_draws_others(kind: str) -> None:
    one, two, other = (draws_of(design(kind, 8, seed), NUMBERS) for seed in (7, 7, 8))

    assert one == two
    assert one != other


def test_a_grid_tries_every_combination_from_end_to_end() -> None:
    found = draws_of(design("grid", 3, a=EVEN, b=values(0.1, 0.9)), NUMBERS)

    assert [tuple(point.values()) for point in found] == [
        pytest.approx(point)
        for point in ((0.2, 0.1), (0.2, 0.9), (0.4, 0.1), (0.4, 0.9), (0.6, 0.1), (0.6, 0.9))
    ]


def test_a_list_takes_its_values_row_by_row() -> None:
    found = draws_of(design("list", a=values(0.1, 0.2), b=values(0.3, 0.4)), NUMBERS)

    assert found == ({"a": 0.1, "b": 0.3}, {"a": 0.2, "b": 0.4})


def test_a_latin_hypercube_puts_one_point_into_every_slice() -> None:
    points = unit_points(design("lhs", 20))

    for column in points.T:
        assert sorted((column * 20).astype(int)) == list(range(20))


@pytest.mark.parametrize(
    ("belief", "known"),
    [
        (Distribution(dist="uniform", low=0.2, high=0.6), stats.uniform(0.2, 0.4)),
        (Distribution(dist="loguniform", low=0.01, high=1.0), stats.loguniform(0.01, 1.0)),
        (Distribution(dist="triangular", low=0.0, mode=0.3, high=1.0), stats.triang(0.3)),
        (
            Distribution(dist="normal", mean=0.5, sd=0.4),
            stats.truncnorm(-1.25, 1.25, loc=0.5, scale=0.4),
        ),
    ],
    ids=lambda given_: getattr(given_, "dist", ""),
)
def test_values_have_the_distribution_that_is_believed(
    belief: Distribution, known: stats.rv_continuous
) -> None:
    shares = (np.arange(500) + 0.5) / 500

    found = quantiles(belief, shares, SHARE)

    assert stats.kstest(found, known.cdf).pvalue > 0.999
    assert (found[:-1] <= found[1:]).all()


@given(mean=st.floats(0, 1), sd=st.floats(0.001, 50), share=st.floats(0, 1))
def test_a_normal_belief_is_cut_at_the_ends_of_the_range(
    mean: float, sd: float, share: float
) -> None:
    value = quantiles(Distribution(dist="normal", mean=mean, sd=sd), np.array([share]), SHARE)

    assert 0 <= value[0] <= 1


def test_nothing_uncertain_is_one_draw_and_keeps_its_run_ids() -> None:
    assert draws_of(None, NUMBERS) == CERTAIN
    plan = make_plan(experiment(), SUBJECT)

    assert plan.draws == CERTAIN
    assert {run.draw for _, run in plan.runs()} == {0}


RENT = {"rent": values(5.0, 10.0, 20.0)}
UNSURE = Uncertainty(kind="list", parameters=RENT)


def test_every_world_is_lived_in_every_draw_under_every_policy(tmp_path: Path) -> None:
    asked = experiment(relaxed(), uncertainty=UNSURE, pairs=2)

    found = run_experiment(asked, out=tmp_path, workers=0, subject=SUBJECT)
    runs = pd.read_parquet(tmp_path / "runs")
    series = pd.read_parquet(tmp_path / "series")
    given_ = pd.read_parquet(tmp_path / "assignments.parquet")

    assert found.total == len(runs) == 2 * 3 * 2
    assert found.pairs == 6
    assert set(zip(runs["draw"], runs["p.rent"], strict=True)) == {(0, 5.0), (1, 10.0), (2, 20.0)}
    assert set(given_["draw"]) == set(series["draw"]) == {0, 1, 2}
    assert given_["run"].is_unique
    # Replicates outside: half of the runs are all of the first world.
    assert list(given_["replicate"]) == [0] * 6 + [1] * 6


def test_a_draw_is_the_base_value_of_its_runs(tmp_path: Path) -> None:
    (tmp_path / "two").mkdir()
    unsure = Uncertainty(kind="list", parameters={"quota": values(0.1, 0.4)})
    run_experiment(experiment(pairs=1, uncertainty=unsure), out=tmp_path / "one", workers=0,
                   subject=SUBJECT)  # fmt: skip
    run_experiment(experiment(pairs=1), out=tmp_path / "two", workers=0, subject=SUBJECT,
                   numbers={"quota": 0.4})  # fmt: skip

    drawn = pd.read_parquet(tmp_path / "one" / "series").query("draw == 1")["jobs"]
    given_ = pd.read_parquet(tmp_path / "two" / "series")["jobs"]

    assert sorted(drawn) == sorted(given_)


def test_a_longer_design_lives_only_the_draws_that_are_new() -> None:
    longer = Uncertainty(kind="list", parameters={"rent": values(20.0, 7.0, 5.0, 10.0)})

    ids, more = (
        {run.id for _, run in make_plan(experiment(uncertainty=u), SUBJECT).runs()}
        for u in (UNSURE, longer)
    )

    assert ids < more
    assert len(more) == len(ids) * 4 / 3


def test_one_worker_and_two_give_the_same_content_with_draws(tmp_path: Path) -> None:
    asked = experiment(relaxed(), uncertainty=UNSURE, pairs=2)
    for n in (0, 2):
        run_experiment(asked, out=tmp_path / str(n), workers=n, subject=SUBJECT)

    assert content_hash(tmp_path / "0") == content_hash(tmp_path / "2")


def test_what_the_model_would_refuse_is_refused_before_the_first_run() -> None:
    wild = {"rent": values(5.0, 500.0), "rnet": EVEN}

    with pytest.raises(InputError) as refused:
        make_plan(experiment(uncertainty=Uncertainty(kind="list", parameters=wild)), SUBJECT)

    assert "uncertainty.parameters.rent: rent = 500 is outside 0 to 99" in str(refused.value)
    assert "Did you mean rent?" in str(refused.value)


HEAD = """
[experiment]
name = "fake"
question = "Why?"
scenario = "calm"
months = 24
outcomes = ["jobs"]
[replication]
root_seed = 1
[[policy]]
id = "baseline"
[[policy]]
id = "other"
"""
KNOWN = Known(SUBJECT.numbers, frozenset(METRICS), frozenset({"calm"}))


def read(folder: Path, text: str) -> Uncertainty | None:
    file = folder / "fake.toml"
    file.write_text(HEAD + text, "utf-8")
    return read_experiment(file, KNOWN).uncertainty


def test_a_file_says_which_numbers_are_uncertain(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        '[uncertainty]\ndesign = { kind = "lhs", n = 64, seed = 7 }\n[uncertainty.parameters]\n'
        'rent = { dist = "triangular", low = 0, mode = 1, high = 9.5 }\n',
    )

    assert found is not None
    assert (found.kind, found.n, found.seed, found.draws) == ("lhs", 64, 7, 64)
    assert found.parameters["rent"] == Distribution(dist="triangular", low=0, mode=1, high=9.5)


def test_a_csv_design_is_a_list_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "draws.csv").write_text("rent,quota\n5,0.1\n7.5,0.2\n", "utf-8")

    found = read(tmp_path, '[uncertainty]\ndesign = { kind = "csv", file = "draws.csv" }\n')

    assert draws_of(found, SUBJECT.numbers) == (
        {"rent": 5.0, "quota": 0.1},
        {"rent": 7.5, "quota": 0.2},
    )


SLIPS = {
    "a kind with a typo": ('kind = "lsh", n = 4', "", "design.kind"),
    "no size": ('kind = "lhs"', 'rent = { dist = "uniform", low = 0, high = 1 }', "n is missing"),
    "no parameters": ('kind = "lhs", n = 4', "", "needs at least one uncertain number"),
    "no power of two": (
        'kind = "sobol", n = 12', 'rent = { dist = "uniform", low = 0, high = 1 }', "8 or 16",
    ),
    "a number with a typo": (
        'kind = "lhs", n = 4', 'rnet = { dist = "uniform", low = 0, high = 1 }',
        "uncertainty.parameters.rnet is not a number of the model. Did you mean rent?",
    ),
    "a range beyond the model's": (
        'kind = "lhs", n = 4', 'rent = { dist = "uniform", low = 0, high = 100 }',
        "uncertainty.parameters.rent: rent = 100 is outside 0 to 99 [US$]",
    ),
    "ends the wrong way round": (
        'kind = "lhs", n = 4', 'rent = { dist = "uniform", low = 3, high = 1 }',
        "low = 3 must be below high = 1",
    ),
    "a mode outside": (
        'kind = "lhs", n = 4', 'rent = { dist = "triangular", low = 1, mode = 5, high = 3 }',
        "mode = 5 is outside 1 to 3",
    ),
    "a logarithm of nothing": (
        'kind = "lhs", n = 4', 'rent = { dist = "loguniform", low = 0, high = 3 }', "above 0",
    ),
    "a missing end": (
        'kind = "lhs", n = 4', 'rent = { dist = "uniform", low = 0 }', "rent.high is missing",
    ),
    "a key of another distribution": (
        'kind = "lhs", n = 4', 'rent = { dist = "uniform", low = 0, high = 1, sd = 2 }',
        "rent.sd is not a key of uniform",
    ),
    "a key with a typo": (
        'kind = "lhs", n = 4', 'rent = { dist = "uniform", lwo = 0, high = 1 }',
        "uncertainty.parameters.rent.lwo is not a key here. Did you mean low?",
    ),
    "a spread of nothing": (
        'kind = "lhs", n = 4', 'rent = { dist = "normal", mean = 1, sd = 0 }', "rent.sd = 0",
    ),
    "values in a sampled design": ('kind = "lhs", n = 4', "rent = { values = [1] }", "give dist"),
    "values and a distribution": (
        'kind = "grid", n = 2', 'rent = { values = [1], dist = "uniform" }', "keep one of them",
    ),
    "a list without values": (
        'kind = "list"', 'rent = { dist = "uniform", low = 0, high = 1 }', "values is missing",
    ),
    "a list of two lengths": (
        'kind = "list"', "rent = { values = [1] }\nquota = { values = [0, 1] }", "rent 1, quota 2",
    ),
    "a list with a size": ('kind = "list", n = 3', "rent = { values = [1] }", "leave n out"),
    "a grid too large": (
        'kind = "grid", n = 1000',
        'rent = { dist = "uniform", low = 0, high = 1 }\n'
        'quota = { dist = "uniform", low = 0, high = 1 }', "1,000,000 points",
    ),
    "a file for a grid": (
        'kind = "grid", n = 2, file = "a.csv"', "rent = { values = [1] }", "belongs to a csv",
    ),
    "a csv without a file": ('kind = "csv"', "", "file is missing"),
    "a csv that is not there": ('kind = "csv", file = "drwas.csv"', "", "Did you mean draws.csv?"),
    "a csv elsewhere": ('kind = "csv", file = "../draws.csv"', "", "beside the experiment file"),
    "a csv at the root": ('kind = "csv", file = "/etc/passwd"', "", "beside the experiment file"),
    "a csv of words": ('kind = "csv", file = "words.csv"', "", 'line 3: "x" is not 1 numbers'),
    "a csv of nothing": ('kind = "csv", file = "empty.csv"', "", "needs a line of different names"),
    "a csv of two equal names": ('kind = "csv", file = "twice.csv"', "", "different names"),
    "a csv with parameters": (
        'kind = "csv", file = "draws.csv"', "rent = { values = [1] }", "leave the table out",
    ),
    "a csv of a strange number": ('kind = "csv", file = "strange.csv"', "", "Did you mean rent?"),
    "a nan": (
        'kind = "lhs", n = 4', 'rent = { dist = "uniform", low = nan, high = 1 }', "finite",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SLIPS)
def test_a_design_that_cannot_be_is_refused_with_its_place(case: str, tmp_path: Path) -> None:
    words, parameters, said = SLIPS[case]
    for name, text in {
        "draws": "rent\n1\n", "words": "rent\n1\nx\n", "empty": "", "twice": "rent,rent\n1,2\n",
        "strange": "rnet\n1\n",
    }.items():  # fmt: skip
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")

    with pytest.raises(InputError) as refused:
        read(
            tmp_path,
            f"[uncertainty]\ndesign = {{ {words} }}\n[uncertainty.parameters]\n{parameters}\n",
        )

    assert said in str(refused.value)
    assert "uncertainty" in str(refused.value)


def test_a_design_without_a_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "SALib.sample", None)

    with pytest.raises(InputError, match=r"pip install 'cluster-abm\[lab\]'"):
        draws_of(design("morris", 4), NUMBERS)


def test_a_single_class_of_a_number_may_be_uncertain(tmp_path: Path) -> None:
    numbers = the_cluster().numbers
    usual = numbers["start_pay"].default.tolist()
    asked = Uncertainty(
        kind="grid", n=2,
        parameters={"start_pay.engineer": Distribution(dist="uniform", low=1200.0, high=1400.0)},
    )  # fmt: skip

    one, other = draws_of(asked, numbers)
    rows = [RuleBook(BOOKS, draw).base[BOOK_OF["start_pay"]].start_pay for draw in (one, other)]

    assert (one, other) == ({"start_pay.engineer": 1200.0}, {"start_pay.engineer": 1400.0})
    assert [row[2] for row in rows] == [1200.0, 1400.0]
    assert [row[:2].tolist() for row in rows] == [usual[:2]] * 2


def test_a_class_is_set_in_the_row_that_a_scenario_gives() -> None:
    row = [500.0, 800.0, 1300.0, 1700.0, 2000.0]

    found = whole_rows(
        {"start_pay.manager": 2500.0, "start_pay": row, "rnt.x": 1.0}, the_cluster().numbers
    )

    assert list(found["start_pay"].values()) == [*row[:4], 2500.0]
    assert found["rnt.x"] == 1.0, "what nobody knows is left to be refused"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("start_pay", "has one value for each class; name one of them"),
        ("start_pay.enginer", "Did you mean engineer?"),
        ("interest_rate.engineer", "is a single number and has no classes"),
    ],
)
def test_a_class_that_is_missing_wrong_or_too_much_is_refused(name: str, said: str) -> None:
    belief = Distribution(dist="uniform", low=0.1, high=0.2)

    assert said in "".join(number_mistakes(name, belief, the_cluster().numbers))
