import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cluster_abm.core.errors import InputError
from cluster_abm.core.policy import BASELINE, Change, Policy
from cluster_abm.core.programme import Standing, Statute
from cluster_abm.core.rules import Target
from cluster_abm.core.timing import Pulse, Trigger
from cluster_abm.lab.batch.forecast import forecast
from cluster_abm.lab.batch.pairs import run_experiment
from cluster_abm.lab.design.changes import lever_path, read_change, realised
from cluster_abm.lab.design.plan import make_plan, plain
from cluster_abm.lab.design.subject import fingerprint, normal_form, the_cluster
from cluster_abm.lab.store.disk import as_json
from cluster_abm.lab.store.resolved import plan_in
from cluster_abm.scenarios.files import ExperimentFile
from tests.lab.fake_model import SUBJECT, experiment, relaxed


def ids(*policies: Policy, **given: object) -> set[str]:
    return {run.id for _, run in make_plan(experiment(*policies, **given), SUBJECT).runs()}


def test_a_renamed_policy_has_the_same_run_ids() -> None:
    assert ids(relaxed("relaxed")) == ids(relaxed("looser"), name="other", question="Why?")


def test_more_worlds_and_more_policies_keep_the_run_ids() -> None:
    assert ids(relaxed()) < ids(relaxed(), relaxed("more", 0.5), pairs=9)


def test_the_order_and_the_ends_of_changes_that_do_not_matter_do_not_change_the_run_id() -> None:
    quota = Change(lever="quota", value=0.3, start=6)
    rent = Change(lever="rent", value=5.0, start=8, until=200)
    never = Change(lever="rent", value=7.0, start=300)

    one = lever_path(Policy("one", (quota, rent, never)), 24)
    two = lever_path(Policy("two", (replace(rent, until=24), quota)), 24)

    assert one == two


@pytest.mark.parametrize(
    "changed",
    [
        relaxed(value=0.31),
        relaxed(start=7),
        relaxed(until=17),
        *(
            Policy("other", (replace(relaxed().changes[0], **more),))
            for more in (
                {"ramp": 3},
                {"pulse": Pulse(6, 2)},
                {"trigger": Trigger.read("jobs > 1000")},
                {"trigger": Trigger.read("jobs > 1000"), "sunset": 3},
                {"trigger": Trigger.read("jobs > 1000"), "latch": True},
            )
        ),
    ],
    ids=["value", "start", "until", "ramp", "pulse", "trigger", "triggered sunset", "latch"],
)
def test_another_value_or_schedule_is_another_run(changed: Policy) -> None:
    assert len(ids(relaxed()) & ids(changed)) == 4, "only the baseline is shared"


def test_a_sunset_and_an_until_that_say_the_same_are_the_same_run() -> None:
    change = Change(lever="quota", value=0.3, start=6, sunset=12)

    assert ids(Policy("sunset", (change,))) == ids(relaxed(start=6, until=18))


EVERY_WORD = Change(
    lever="seats", value=2.0, start=3, until=20, ramp=2, pulse=Pulse(6, 2), sunset=9,
    target=Target({"sort": frozenset({1, 0})}), trigger=Trigger.read("jobs > 5"),
    budget_cap=7.0, latch=True,
)  # fmt: skip


def test_a_change_is_read_back_as_it_was_written() -> None:
    (row,) = json.loads(json.dumps(lever_path(Policy("all", (EVERY_WORD,)), 24)))

    assert read_change(row, 24) == EVERY_WORD


REFORM = Change(
    lever="quota", value=0.3, start=6, ramp=1, statute=Statute.LAW, programme="opening", adopt=True,
    hazard=0.05,
)  # fmt: skip


def test_a_reform_is_read_back_as_it_was_written() -> None:
    (row,) = json.loads(json.dumps(lever_path(Policy("reform", (REFORM,)), 24)))

    assert read_change(row, 24) == REFORM


def test_another_statute_or_programme_is_another_run() -> None:
    plain = Change(lever="quota", value=0.3, start=6)
    runs = [
        ids(Policy("p", (change,)))
        for change in (
            plain,
            replace(plain, statute=Statute.DECREE),
            replace(plain, statute=Statute.LAW),
            replace(plain, statute=Statute.LAW, programme="opening"),
            REFORM,
        )
    ]

    assert len({frozenset(run) for run in runs}) == 5


def test_a_programme_is_named_after_its_lever_if_nobody_names_it() -> None:
    bare = Change(lever="quota", value=0.3, start=6, statute=Statute.LAW)

    assert ids(Policy("a", (bare,))) == ids(Policy("b", (replace(bare, programme="quota"),)))


def test_what_politics_did_is_written_down_when_the_run_has_ended() -> None:
    series, nothing = np.zeros((24, 1)), {"metrics": ("jobs",), "costs": {}}
    policy = Policy("reform", (REFORM,))

    held = [
        realised(policy, series, **nothing, standing=standing)[0]["months"]
        for standing in ({}, {"opening": Standing(9, 18)}, {"opening": Standing(30, 10**9)})
    ]

    assert held == [[], [[9, 18]], []]


def test_another_target_is_another_run() -> None:
    change = Change(lever="quota", value=0.3, start=6, target=Target({"sort": frozenset({0})}))

    assert lever_path(Policy("some", (change,)), 24)[0]["target"] == {"sort": [0]}


def test_another_seed_length_number_or_source_is_another_run() -> None:
    plain = make_plan(experiment(), SUBJECT).key

    others = {
        make_plan(experiment(root_seed=8), SUBJECT).key,
        make_plan(experiment(), SUBJECT, months=23).key,
        make_plan(experiment(), SUBJECT, numbers={"rent": 11.0}).key,
        make_plan(experiment(), replace(SUBJECT, fingerprint="1" * 16)).key,
        make_plan(experiment(scenario="wild"), SUBJECT).key,
    }

    assert len(others | {plain}) == 6


def test_a_null_policy_has_the_run_id_of_the_baseline() -> None:
    assert ids(Policy("nothing")) == ids(BASELINE.__class__("nothing at all"))
    assert len(ids(Policy("nothing"))) == 4


def test_a_plan_is_read_back_with_its_scenario_in_the_order_in_which_it_was_written(
    tmp_path: Path,
) -> None:
    """Firms are founded in that order, so that another would be another world."""
    asked = ExperimentFile(name="mine", outcomes=("births",), policies=(BASELINE,))
    plan = make_plan(asked, the_cluster())
    (tmp_path / "plan.json").write_text(as_json(plan.record()))
    turned = plan.record()["start"]
    turned["firms"][0]["zones"] = dict(reversed(turned["firms"][0]["zones"].items()))

    again = plan_in(tmp_path, the_cluster())
    other = make_plan(asked, the_cluster(), start=the_cluster().scenario(turned))

    assert json.dumps(plain(again.scenario)) == json.dumps(plain(plan.scenario))
    assert again.key == plan.key
    assert other.scenario == plan.scenario
    assert other.key != plan.key, "the same firms in another order are other worlds"


def test_every_mistake_is_reported_at_once() -> None:
    asked = experiment(Policy("wrong", (Change(lever="qota", value=2.0),)), outcomes=("jbos",))

    with pytest.raises(InputError) as wrong:
        make_plan(asked, SUBJECT, pairs=0, numbers={"rent": 1e9, "rnet": 1})

    assert len(wrong.value.mistakes) == 5
    assert "Did you mean jobs?" in str(wrong.value)
    assert "Did you mean quota?" in str(wrong.value)


def test_comments_docstrings_and_layout_leave_the_fingerprint_alone(tmp_path: Path) -> None:
    (tmp_path / "core").mkdir()
    source = tmp_path / "core" / "equations.py"
    source.write_text('def f(x):\n    "Double."\n    return x * 2\n')
    before = fingerprint(tmp_path, ("core",))
    source.write_text("# why\ndef f(x):\n    return (x\n        * 2)\n")
    after = fingerprint(tmp_path, ("core",))
    source.write_text("def f(x):\n    return x * 3\n")

    assert before == after
    assert fingerprint(tmp_path, ("core",)) != before


def test_a_kept_fingerprint_is_that_of_the_code_and_a_broken_one_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model.py").write_text("x = 1  # one\n")
    first = fingerprint(tmp_path, ("model.py",))
    (kept,) = (tmp_path / "__pycache__").glob("fingerprint.*")
    whole = kept.read_text("utf-8")
    kept.write_text(whole[:20], "utf-8")

    assert fingerprint(tmp_path, ("model.py",)) == first
    assert kept.read_text("utf-8") == whole
    monkeypatch.setattr("cluster_abm.lab.design.subject.normal_form", None)
    assert fingerprint(tmp_path, ("model.py",)) == first


@pytest.mark.parametrize("source", [
    "def f():\n    lambda: 1\n    'text'",
    "if x:\n    'text'\nelif y:\n    'text'\n    y()\nelse:\n    def g(): 'text'",
    "try:\n    'text'\nexcept E:\n    'text'\nelse:\n    class A: 'text'\nfinally:\n    f()",
    "match x:\n    case 1:\n        'text'\n        f(a if b else c)",
    "async def f():\n    async with g():\n        'text'\n    async for i in j:\n        'text'",
])  # fmt: skip
def test_no_docstring_is_left_wherever_it_stands(source: str) -> None:
    assert "text" not in normal_form(source)


def test_a_function_of_a_docstring_alone_keeps_a_body() -> None:
    assert normal_form('class Note:\n    """Say."""') == "class Note:\n    pass"


def test_the_disk_that_is_foreseen_is_about_what_is_taken(tmp_path: Path) -> None:
    asked = experiment(pairs=60)
    plan = make_plan(asked, SUBJECT)
    before = forecast(plan, SUBJECT, folder=tmp_path / "none", workers=1)

    run_experiment(asked, out=tmp_path / "lived", workers=0, subject=SUBJECT)
    taken = sum(file.stat().st_size for kind in ("series", "summary")
                for file in (tmp_path / "lived" / kind).iterdir())  # fmt: skip

    assert not before.measured
    assert taken / 2 < before.size < 2 * taken
