"""The language of targets says what is wrong, where, and what may have been meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.core.errors import InputError
from cluster_abm.lab.validation.functions import FUNCTIONS, VOCABULARY, months_needed
from cluster_abm.lab.validation.grammar import (
    DEEPEST,
    LONGEST,
    Call,
    Constant,
    Operation,
    Panel,
    Period,
    Series,
    Word,
    calls,
    panels_of,
    parse,
)
from cluster_abm.model import METRICS


def test_a_function_of_a_metric_over_a_period() -> None:
    tree = parse('mean(unemployment, "2009-01".."2009-12")', VOCABULARY)

    assert tree == Call("mean", (Series("unemployment"),), Period(0, 11))


def test_points_come_before_lines_and_lines_go_from_left_to_right() -> None:
    tree = parse("1 - 2 - 3 * 4", VOCABULARY)

    first = Operation("-", Constant(1.0), Constant(2.0))
    assert tree == Operation("-", first, Operation("*", Constant(3.0), Constant(4.0)))


def test_signs_of_print_are_those_of_the_keyboard() -> None:
    assert parse("4 × 3 ÷ 2 − 1", VOCABULARY) == parse("4 * 3 / 2 - 1", VOCABULARY)


def test_series_may_be_reckoned_with_inside_a_function() -> None:
    tree = parse("max(sme_sales / employment_sme)", VOCABULARY)

    assert tree == Call("max", (Operation("/", Series("sme_sales"), Series("employment_sme")),))


def test_a_panel_and_its_column() -> None:
    assert parse("count(foundings)", VOCABULARY) == Call("count", (Panel("foundings"),))
    assert panels_of(parse("2 * total(sales.cents)", VOCABULARY)) == {"sales"}


def test_a_cohort_with_a_word() -> None:
    tree = parse("survival(4, spin_off) - survival(4, entrant)", VOCABULARY)

    assert isinstance(tree, Operation)
    assert tree.left == Call("survival", (Constant(4.0), Word("spin_off")))


def test_an_expression_knows_how_long_a_run_it_needs() -> None:
    assert months_needed(parse('1 + last(vacancies, "2009-01".."2020-12")', VOCABULARY)) == 144
    assert months_needed(parse("entry_rate()", VOCABULARY)) == 0


def test_an_effect_is_seen_wherever_it_stands() -> None:
    assert calls(parse("1 + effect(mean(vacancies)) / 2", VOCABULARY), "effect")


def test_no_function_has_the_name_of_a_metric() -> None:
    assert not FUNCTIONS.keys() & METRICS.keys()


WRONG = [
    ("", "column 1: nothing is written"),
    ("   ", "column 1: nothing is written"),
    ("unemployment", "column 1: the answer is a monthly series"),
    ("unemployment + 1", "column 1: the answer is a monthly series"),
    ("foundings", "column 1: the answer is a panel of events"),
    ("sales.cents", "column 1: the answer is a column of a panel"),
    ("mean(unemploymnt)", "column 6: unemploymnt is neither a metric nor a panel. Did you mean "
     "unemployment?"),
    ("meen(unemployment)", "column 1: meen is no function. Did you mean mean?"),
    ("unemployment(1)", "column 1: unemployment is a metric, not a function"),
    ("mean", "column 1: mean is a function; write mean(series"),
    ("mean()", "column 1: mean has 0 arguments"),
    ("mean(unemployment", "column 18: ',' is missing"),
    ("mean(unemployment))", "column 19: ) follows, but the expression is complete"),
    ("(1 + 2", "column 7: ')' is missing to close the bracket"),
    ("1 +", "column 4: a name, a number or a bracket is missing; the end"),
    ("* 2", "column 1: a name, a number or a bracket is missing; *"),
    ("1 2", "column 3: 2 follows, but the expression is complete. An operator is missing"),
    ("1 & 2", "column 3: '&' has no use here"),
    ("1 > 2", "column 3: '>' has no use here"),
    ("__import__('os')", "column 12: \"'\" has no use here"),
    ("__import__(1)", "column 1: __import__ is no function"),
    ("mean.__class__", "column 1: mean is a function"),
    ("unemployment.real", "column 13: . follows"),
    ("[1, 2]", "column 1: '[' has no use here"),
    ("lambda: 1", "column 7: ':' has no use here"),
    ("2 ** 3", "column 4: a name, a number or a bracket is missing; *"),
    ("1e99", "column 1: 1e99 is too large"),
    ('mean(unemployment, "2009-13".."2010-01")', "column 20: '2009-13': the month must lie"),
    ('mean(unemployment, "2009".."2010-01")', "column 20: '2009' is not a month"),
    ('mean(unemployment, "2010-01".."2009-01")', "column 31: 2009-01 lies before 2010-01"),
    ('mean(unemployment, "2009-01")', "column 29: '..' is missing between two months"),
    ('mean(unemployment, "2009-01"..3)', "column 31: the last month is missing"),
    ('mean(unemployment, "1999-01".."2010-01")', "lies outside 2009-01"),
    ('mean("2009-01".."2010-01", unemployment)', "column 28: the period is the last argument"),
    ('mean(unemployment, "2009-01', "column 20: a quotation mark has no partner"),
    ('"2009-01"', "column 1: a name, a number or a bracket is missing; \"2009-01\""),
    ('survival(4, "2009-01".."2010-01")', "column 13: survival has no period"),
    ("survival(vacancies)", "column 10: years of survival is a number as it stands"),
    ("survival(1 + 1)", "column 10: years of survival is a number as it stands"),
    ("survival(4, spinoff)", "column 13: spinoff is none of spin_off, entrant. Did you mean "
     "spin_off?"),
    ("survival(4, spin_off, 3)", "column 23: survival has too many arguments"),
    ("turnover(contact_center)", "Did you mean contact_centre?"),
    ("total(sales.cent)", "column 13: cent is no column of sales. Did you mean cents?"),
    ("count(vacancies)", "column 7: panel of count is a panel of events; this is a monthly"),
    ("mean(foundings)", "column 6: series of mean is a monthly series; this is a panel"),
    ("1 + count(foundings) * foundings", "column 22: * takes numbers and series, not a panel"),
    ("-foundings", "column 1: - takes numbers and series"),
    ("effect(vacancies)", "column 8: value of effect is one number; this is a monthly series"),
    ("1 + quantile(last(vacancies), 0.5)", "it can only stand outermost"),
    ("(" * 60 + "1" + ")" * 60, f"more than {DEEPEST} brackets"),
    ("-" * 80 + "1", f"more than {DEEPEST} brackets"),
    ("1" + " + 1" * LONGEST, f"{LONGEST} are possible"),
    ("mean(vacancies,)", "column 16: mean has too many arguments"),
    ("mean(,vacancies)", "column 6: a name, a number or a bracket is missing; ,"),
    ("share(vacancies)", "column 1: share has 1 arguments; write share(part, whole"),
]  # fmt: skip


def test_there_are_more_than_forty_mistakes() -> None:
    assert len({text for text, _ in WRONG}) > 40


@pytest.mark.parametrize(("text", "sentence"), WRONG)
def test_a_bad_expression_is_refused_with_its_place(text: str, sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        parse(text, VOCABULARY)

    (said,) = refused.value.mistakes
    assert said.startswith("column ")
    assert sentence in said


@given(st.text(max_size=60) | st.text('()+-*/,. "0123456789meanvcis', max_size=40))
def test_whatever_is_written_is_a_tree_or_one_sentence(text: str) -> None:
    mistakes: tuple[str, ...] = ()
    try:
        tree = parse(text, VOCABULARY)
    except InputError as refused:
        mistakes = refused.mistakes

    assert len(mistakes) == 1 or isinstance(tree, Constant | Operation | Call)
