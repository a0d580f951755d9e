"""A file with mistakes is refused at once, whole, and in sentences that help."""

import pickle
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.agents.classes import Kind, SizeClass
from cluster_abm.core.errors import InputError, did_you_mean
from cluster_abm.core.policy import FOREVER
from cluster_abm.core.programme import Statute
from cluster_abm.scenarios.files import (
    load_policy,
    read_experiment,
    read_policies,
    target,
)
from cluster_abm.scenarios.toml import REPORTED, FileError, read_toml
from tests.core.sample import HEAD, KNOWN, QUOTA, TIMES, times_as_long

POLICIES = (
    QUOTA
    + """\
[[policy]]
id = "both"
extends = ["quota-30"]
[[policy.intervention]]
lever = "grant_threshold"
value = 0.90
from = "2010-01"
"""
)

GOOD = HEAD + POLICIES


def a_file(folder: Path, text: str | bytes, name: str = "quota.toml") -> Path:
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def mistakes_of(folder: Path, text: str | bytes) -> str:
    """What is said of an experiment file that must be refused, and quickly."""
    file = a_file(folder, text)
    with pytest.raises(InputError) as refused:
        read_experiment(file, KNOWN)
    assert times_as_long(file) < TIMES
    assert all(m.startswith(("quota.toml", "... and")) for m in refused.value.mistakes)
    return str(refused.value)


def test_a_good_file_becomes_frozen_records(tmp_path: Path) -> None:
    asked = read_experiment(a_file(tmp_path, GOOD), KNOWN)

    assert (asked.name, asked.months, asked.least, asked.most) == ("quota", 120, 20, 400)
    assert [policy.id for policy in asked.policies] == ["baseline", "quota-30", "both"]
    assert asked.text == GOOD
    assert hash(asked.stop) == hash(asked.stop)


def test_dates_become_months_and_no_until_means_for_good(tmp_path: Path) -> None:
    _, quota, both = read_policies(a_file(tmp_path, GOOD), KNOWN)

    assert (quota.changes[0].start, quota.changes[0].until, quota.changes[0].ramp) == (12, 72, 12)
    assert both.changes[1].until == FOREVER


def test_a_policy_has_the_changes_of_all_that_it_extends_each_once(tmp_path: Path) -> None:
    diamond = """
    [[policy]]
    id = "left"
    extends = ["quota-30"]
    [[policy]]
    id = "right"
    extends = ["quota-30"]
    [[policy]]
    id = "all"
    extends = ["left", "right", "both"]
    """

    policies = {p.id: p for p in read_policies(a_file(tmp_path, GOOD + diamond), KNOWN)}

    assert [c.lever for c in policies["all"].changes] == ["foreign_quota", "grant_threshold"]


def test_a_target_names_firms_by_class() -> None:
    meant = target(kind="sme", size=["micro", "small"])

    assert meant.of == {
        "sort": frozenset({Kind.SME}),
        "size_class": frozenset({SizeClass.MICRO, SizeClass.SMALL}),
    }


def test_a_target_that_nobody_knows_is_refused_with_what_is_possible() -> None:
    with pytest.raises(InputError, match=r"none of sme, anchor.* Did you mean sme\?"):
        target(kind="smes")


def test_a_policy_is_named_by_file_and_id(tmp_path: Path) -> None:
    file = a_file(tmp_path, POLICIES)

    assert load_policy(f"{file}#both", KNOWN).id == "both"
    with pytest.raises(InputError, match=r"holds 3 policies; name one"):
        load_policy(file, KNOWN)
    with pytest.raises(InputError, match=r"Did you mean both\?"):
        load_policy(f"{file}#bth", KNOWN)


def test_a_byte_order_mark_and_windows_lines_are_no_mistake(tmp_path: Path) -> None:
    file = a_file(tmp_path, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())

    assert read_experiment(file, KNOWN).name == "quota"


SENTENCES = {
    "a value outside the range": (
        ("value = 0.30", "value = 30"),
        [
            "policy[2].intervention[1].value: foreign_quota = 30 is outside 0 to 1 "
            "[share of staff].",
            "It is the largest share of a firm's staff that may be foreign.",
            "For 30 % write 0.3.",
        ],
    ),
    "a value above a range that is no share": (
        ('lever = "grant_threshold"\nvalue = 0.90', 'lever = "permit_term"\nvalue = 500'),
        ["permit_term = 500 is outside 1 to 120 [months]", "The nearest possible value is 120."],
    ),
    "a lever with a typo": (
        ('"grant_threshold"', '"grant_treshold"'),
        ['policy[3].intervention[1].lever = "grant_treshold"', "Did you mean grant_threshold?"],
    ),
    "a number that is no lever": (
        ('"grant_threshold"', '"hiring_cover"'),
        ["is a number, but not a lever"],
    ),
    "a text for a number": (
        ("value = 0.30", 'value = "0.30"'),
        ["foreign_quota = '0.30' is not a number [share of staff]", "without quotes"],
    ),
    "a key that nobody knows": (
        ("until =", "untill ="),
        ["policy[2].intervention[1].untill is not a key here. Did you mean until?", "Possible:"],
    ),
    "a class with a typo": (
        ('"micro"', '"mirco"'),
        ['target.size: "mirco" is none of micro, small, medium, large. Did you mean micro?'],
    ),
    "a month that is none": (
        ('"2015-01"', '"2015-13"'),
        ['until = "2015-13" is not a month such as "2010-01"', "between 01 and 12"],
    ),
    "a month before the first": (
        ('from = "2010-01"\nuntil', 'from = "2008-12"\nuntil'),
        ['from = "2008-12" is outside 2009-01 to 2059-01 (months 0 to 600)'],
    ),
    "an end before the beginning": (
        ('until = "2015-01"', 'until = "2009-06"'),
        ["until = 2009-06 must come after from = 2010-01"],
    ),
    "a date without quotes": (
        ('from = "2010-01"\nuntil', "from = 2010-01\nuntil"),
        ["quota.toml, line 24", 'A month needs quotes, such as "2010-01".'],
    ),
    "a day": (
        ('from = "2010-01"\nuntil', "from = 2010-01-01\nuntil"),
        ['needs quotes and no day: "2010-01"'],
    ),
    "a key that stands twice": (
        ("value = 0.30", "value = 0.30\nvalue = 0.40"),
        ["quota.toml, line 24", "stands twice; keep one of them"],
    ),
    "a target for a lever that is the same for all": (
        ("value = 0.90", 'value = 0.90\ntarget = { kind = "sme" }'),
        ["grant_threshold is the same for everybody; leave the target out"],
    ),
    "a trigger on a metric with a typo": (
        ("value = 0.90", 'value = 0.90\ntrigger = "degree_shore > 0.5"'),
        ['trigger: "degree_shore" is not a metric. Did you mean degree_share?'],
    ),
    "a trigger that is none": (
        ("value = 0.90", 'value = 0.90\ntrigger = "degree_share above 0.5"'),
        ['trigger = "degree_share above 0.5" is not a condition', '"unemployment > 0.12"'],
    ),
    "a cap for a lever whose cost nobody knows": (
        ("value = 0.90", "value = 0.90\nbudget_cap = 5_000_000"),
        ["budget_cap: no published statistic says what grant_threshold costs"],
    ),
    "a pulse that never goes": (
        ("value = 0.90", "value = 0.90\npulse = { every = 6, months = 6 }"),
        ["pulse.months = 6 must be below every = 6"],
    ),
    "a sunset of nothing": (
        ("value = 0.90", "value = 0.90\nsunset = 0"),
        ["sunset = 0 is outside 1 to 600 [months]"],
    ),
    "a statute with a typo": (
        ("value = 0.90", 'value = 0.90\nstatute = "decre"'),
        ['statute = "decre" is none of decree, regulation, law. Did you mean decree?'],
    ),
    "a statute that is no word": (
        ("value = 0.90", "value = 0.90\nstatute = 3"),
        ["statute = 3 is none of decree, regulation, law."],
    ),
    "a reform that nobody adopts": (
        ("value = 0.90", 'value = 0.90\nstatute = "law"\nadopt = true'),
        ["grant_threshold: hazard (0) must lie above 0 and below 1"],
    ),
    "a reform without a statute": (
        ("value = 0.90", "value = 0.90\nadopt = true\nhazard = 0.1"),
        ["grant_threshold: adopt needs a statute (decree, regulation or law)"],
    ),
    "a metric with a typo": (
        ('"degree_share"', '"degree_shares"'),
        ["experiment.outcomes", "Did you mean degree_share?"],
    ),
    "a scenario with a typo": (
        ('scenario = "panama_2009"', 'scenario = "panama_2019"'),
        ["Did you mean panama_2009?", "There are: panama_2009."],
    ),
    "a name that would leave the folder of results": (
        ('name = "quota"', 'name = "../../quota"'),
        ['experiment.name = "../../quota" is not a name', "a folder of results"],
    ),
    "a stopping rule on another outcome": (
        ('outcome = "employment_narrow"', 'outcome = "employment_narow"'),
        ["is not among the outcomes. Did you mean employment_narrow?"],
    ),
    "fewer worlds at most than at least": (("max = 400", "max = 10"), ["is below min = 20"]),
    "a run that is too long": (
        ("months = 120", "months = 6000"),
        ["experiment.months = 6000 is outside 1 to 600 [months]", "the length of every run"],
    ),
    "a policy that begins after the end": (
        ("months = 120", "months = 6"),
        ["from = 2010-01 lies after the last month of the experiment, 2009-06"],
    ),
    "a policy that extends a stranger": (
        ('extends = ["quota-30"]', 'extends = ["quota-31"]'),
        ['"quota-31" is not a policy of this file. Did you mean quota-30?'],
    ),
    "a policy that extends itself": (
        ('extends = ["quota-30"]', 'extends = ["both"]'),
        ["both would extend itself"],
    ),
    "two policies of one name": (('id = "both"', 'id = "quota-30"'), ["stands twice"]),
}


@pytest.mark.parametrize("case", SENTENCES)
def test_a_mistake_is_said_with_place_range_and_suggestion(case: str, tmp_path: Path) -> None:
    (right, wrong), said = SENTENCES[case]
    assert right in GOOD

    sentences = mistakes_of(tmp_path, GOOD.replace(right, wrong, 1))

    for words in said:
        assert words in sentences


def test_all_mistakes_are_reported_at_once(tmp_path: Path) -> None:
    text = GOOD
    for case in ("a value outside the range", "a lever with a typo", "a metric with a typo"):
        text = text.replace(*SENTENCES[case][0], 1)

    sentences = mistakes_of(tmp_path, text)

    assert "foreign_quota = 30" in sentences
    assert "grant_treshold" in sentences
    assert "degree_shares" in sentences


def test_two_changes_that_could_meet_are_refused_with_their_months(tmp_path: Path) -> None:
    second = '[[policy.intervention]]\nlever = "foreign_quota"\nvalue = 0.4\nfrom = "2012-01"\n'

    sentences = mistakes_of(tmp_path, GOOD + second)

    assert "both: two changes of foreign_quota could hold for one firm in one month" in sentences
    assert str(FOREVER) not in sentences


def test_changes_for_different_firms_may_overlap_in_time(tmp_path: Path) -> None:
    second = (
        '[[policy.intervention]]\nlever = "foreign_quota"\nvalue = 0.4\nfrom = "2012-01"\n'
        'target = { kind = "mnc" }\n'
    )

    assert len(read_policies(a_file(tmp_path, GOOD + second), KNOWN)[2].changes) == 3


WRECKS: dict[str, str | bytes] = {
    "empty": "",
    "only spaces": "   \n\n",
    "only a comment": "# nothing",
    "not toml": "this is not toml",
    "json": '{"experiment": 1}',
    "a null byte": "schema = 1\x00",
    "utf-16": GOOD.encode("utf-16"),
    "latin-1": GOOD.replace("How far?", "¿Hasta cuándo?").encode("latin-1"),
    "a cut sequence": GOOD.encode() + b"\xe2\x82",
    "too large": "#" * 300_000,
    "too large in one text": f'schema = 1\nx = "{"a" * 300_000}"',
    "deep lists": "x = " + "[" * 5000 + "]" * 5000,
    "deep lists without end": "x = " + "[" * 100_000,
    "deep tables": "x = " + "{a=" * 2000,
    "deep key": "a" + ".a" * 50 + " = 1",
    "very deep key": "a" + ".a" * 60_000 + " = 1",
    "deep header": "[a" + ".b" * 50 + "]",
    "deep quoted key": ".".join(['"a"'] * 50) + " = 1",
    "deep key in a table": "x = { a" + ".a" * 50 + " = 1 }",
    "many open quotes": '"""' * 80_000,
    "many open apostrophes": "'''" * 80_000,
    "an endless text": 'x = "' + "\\a" * 100_000,
    "many policies": "[[policy]]\n" * 20_000,
    "many changes": "[[policy]]\nid='a'\n" + "[[policy.intervention]]\n" * 9_000,
    "a huge integer": GOOD.replace("= 2009", "= " + "9" * 5000, 1),
    "a large integer": GOOD.replace("= 2009", "= " + "9" * 40, 1),
    "a huge float": GOOD.replace("value = 0.30", "value = 1e999"),
    "schema 2": GOOD.replace("schema = 1", "schema = 2"),
    "schema in quotes": GOOD.replace("schema = 1", 'schema = "1"'),
    "no experiment": POLICIES,
    "no policies": HEAD,
    "no replication": GOOD.replace("[replication]", "[replikation]").replace(
        "[replication.stop]", "[other]"
    ),
    "policy is a number": HEAD.replace("schema = 1", "schema = 1\npolicy = 3"),
    "policy is one table": HEAD + '[policy]\nid = "a"\n',
    "policies are numbers": HEAD.replace("schema = 1", "schema = 1\npolicy = [1, 2]"),
    "experiment is a list": POLICIES + "[[experiment]]\n",
    "only the baseline": HEAD + '[[policy]]\nid = "baseline"\n',
    "a budget cap": GOOD.replace("value = 0.90", "value = 0.90\nbudget_cap = 5_000_000"),
    "a trigger": GOOD.replace("value = 0.90", 'value = 0.90\ntrigger = "joblessness > 0.12"'),
    "an uncertainty design": GOOD + "[uncertainty]\n",
    "no outcomes": GOOD.replace('["employment_narrow", "degree_share"]', "[]"),
    "an outcome twice": GOOD.replace('"degree_share"]', '"employment_narrow"]'),
    "an outcome that is a number": GOOD.replace('"degree_share"]', "3]"),
    "extends a text": GOOD.replace('extends = ["quota-30"]', 'extends = "quota-30"'),
    "an empty target list": GOOD.replace('["micro", "small"]', "[]"),
    "a target with a number": GOOD.replace('"sme"', "1"),
    "a target with a table": GOOD.replace('["micro", "small"]', "[{}]"),
    "a target word with a typo": GOOD.replace("size =", "sise ="),
    "a ramp without months": GOOD.replace(", months = 12", ""),
    "a ramp of another shape": GOOD.replace('"linear"', '"step"'),
    "a ramp that is negative": GOOD.replace("months = 12 }", "months = -1 }"),
    "a ramp that is a number": GOOD.replace('{ shape = "linear", months = 12 }', "12"),
    "half a month": GOOD.replace("months = 120", "months = 120.5"),
    "no months": GOOD.replace("months = 120", "months = 0"),
    "months in words": GOOD.replace("months = 120", 'months = "ten years"'),
    "a negative seed": GOOD.replace("root_seed = 2009", "root_seed = -1"),
    "a seed that is a flag": GOOD.replace("root_seed = 2009", "root_seed = true"),
    "half a world": GOOD.replace("min = 20", "min = 2.5"),
    "a level of one": GOOD.replace("level = 0.95", "level = 1.0"),
    "a level that is no number": GOOD.replace("level = 0.95", "level = nan"),
    "a width of nothing": GOOD.replace("half_width = 0.002", "half_width = 0"),
    "an infinite width": GOOD.replace("half_width = 0.002", "half_width = inf"),
    **{
        f"value {value}": GOOD.replace("value = 0.30", f"value = {value}")
        for value in ("nan", "-nan", "inf", "-inf", "true", "[0.3]", "{}", '""', "-0.1", "1.0001")
    },
    **{
        f"from {month}": GOOD.replace('from = "2010-01"', f"from = {month}")
        for month in ("-1", "601", "12.0", "true", '"2010"', '"2010-1"', '"٢٠١٠-01"', '"x"', "[]")
    },
    **{
        f"id {name}": GOOD.replace('"both"', name)
        for name in (
            '""', '"."', '".."', '"../up"', '"a/b"', r'"a\\b"', '"/etc"', '"C:"', '"Quota"',
            '"-a"', '"_a"', '"a b"', '"a\\u0000"', '"a\\n"', '"ñ"', '"~"', "7", f'"{"a" * 65}"',
        )
    },
}  # fmt: skip


def test_there_are_many_wrecks() -> None:
    assert len(WRECKS) > 60


@pytest.mark.parametrize("case", WRECKS)
def test_a_wreck_of_a_file_is_refused_quickly_and_in_words(case: str, tmp_path: Path) -> None:
    sentences = mistakes_of(tmp_path, WRECKS[case])

    assert "Traceback" not in sentences
    assert "validation error" not in sentences
    assert len(sentences) < 100 * REPORTED * 4


@pytest.mark.parametrize("name", ["missing.toml", ".", "quot.toml"])
def test_a_file_that_is_not_there_is_refused(name: str, tmp_path: Path) -> None:
    a_file(tmp_path, GOOD)

    with pytest.raises(FileError, match=r"does not exist|is not a file"):
        read_experiment(tmp_path / name, KNOWN)


def test_a_file_name_with_a_typo_brings_a_suggestion(tmp_path: Path) -> None:
    a_file(tmp_path, GOOD)

    with pytest.raises(FileError, match=r"Did you mean quota.toml\?"):
        read_toml(tmp_path / "qouta.toml")


def test_a_cycle_of_policies_is_refused(tmp_path: Path) -> None:
    cycle = '[[policy]]\nid = "a"\nextends = ["b"]\n[[policy]]\nid = "b"\nextends = ["a"]\n'

    sentences = mistakes_of(tmp_path, HEAD + cycle)

    assert "a would extend itself" in sentences
    assert "b would extend itself" in sentences


def test_braces_in_a_file_stay_as_they_are(tmp_path: Path) -> None:
    sentences = mistakes_of(tmp_path, GOOD.replace('"both"', '"{file} %s {0}"'))

    assert "{file} %s {0}" in sentences


def test_signs_that_steer_a_terminal_are_not_repeated(tmp_path: Path) -> None:
    sentences = mistakes_of(tmp_path, GOOD.replace('"both"', '"\\u001b[31mred"'))

    assert "\x1b" not in sentences


@given(st.binary(max_size=400))
def test_no_bytes_at_all_bring_anything_but_sentences(
    tmp_path_factory: pytest.TempPathFactory, given_bytes: bytes
) -> None:
    file = a_file(tmp_path_factory.getbasetemp(), given_bytes)

    with pytest.raises(InputError):
        read_experiment(file, KNOWN)


PIECES = ['"', "'", "[", "]", "{", "}", ".", "=", "\n", "#", "a", "1", "-", ",", '"""', "\\", " "]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_no_scrap_of_toml_brings_anything_but_sentences(
    tmp_path_factory: pytest.TempPathFactory, scrap: str
) -> None:
    file = a_file(tmp_path_factory.getbasetemp(), GOOD + scrap)

    with suppress(InputError):
        assert read_experiment(file, KNOWN).name == "quota"


def test_an_error_survives_the_way_from_a_worker() -> None:
    error = FileError(["one", "two"])

    assert pickle.loads(pickle.dumps(error)).mistakes == ("one", "two")


def test_a_suggestion_is_made_only_if_something_is_near() -> None:
    assert did_you_mean("foriegn_quota", ["foreign_quota"]) == " Did you mean foreign_quota?"
    assert did_you_mean("zzz", ["foreign_quota"]) == ""


def test_without_a_model_only_the_form_of_a_file_is_checked(tmp_path: Path) -> None:
    file = a_file(tmp_path, GOOD.replace("foreign_quota", "any_lever"))

    assert read_experiment(file).policies[1].changes[0].lever == "any_lever"
    with pytest.raises(FileError, match="untill is not a key"):
        read_experiment(a_file(tmp_path, GOOD.replace("until =", "untill =")))


def test_pulse_sunset_trigger_and_cap_are_read(tmp_path: Path) -> None:
    more = (
        "pulse = { every = 12, months = 3 }\nsunset = 24\n"
        'trigger = "degree_share < 0.5"\nbudget_cap = 5_000_000\n'
    )
    text = GOOD.replace('lever = "grant_threshold"\nvalue = 0.90\n',
                        f'lever = "seats_factor"\nvalue = 2\n{more}')  # fmt: skip

    (change,) = read_policies(a_file(tmp_path, text), KNOWN)[2].changes[1:]

    assert (change.pulse, change.sunset, change.budget_cap) == ((12, 3), 24, 5e6)
    assert str(change.trigger) == "degree_share < 0.5"


def test_statute_programme_and_adoption_are_read(tmp_path: Path) -> None:
    more = 'statute = "regulation"\nprogramme = "merit"\nadopt = true\nhazard = 0.02'
    text = GOOD.replace("value = 0.90\n", f"value = 0.90\n{more}\n")

    *_, change = read_policies(a_file(tmp_path, text), KNOWN)[2].changes

    assert (change.statute, change.part_of) == (Statute.REGULATION, "merit")
    assert (change.adopt, change.hazard) == (True, 0.02)


def test_without_a_statute_a_change_is_imposed(tmp_path: Path) -> None:
    changes = read_policies(a_file(tmp_path, GOOD), KNOWN)[2].changes

    assert all(change.imposed for change in changes)
