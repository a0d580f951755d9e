"""What the story of a firm tells of its funders, owners, partners, parent and zone."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from cluster_abm.agents.classes import FunderKind, Home, Kind, Project, Stage
from cluster_abm.core.tables import NOBODY
from cluster_abm.dashboard.circle import ACQUIRER, Circle, Partner
from cluster_abm.dashboard.diary import (
    ABROAD,
    IDLE,
    OUTSIDE,
    Diary,
    Moves,
    People,
    Stay,
    moves_between,
)
from cluster_abm.dashboard.session import Session
from cluster_abm.dashboard.story import tell
from cluster_abm.dashboard.tale import tale_html
from cluster_abm.dashboard.tale_circle import MOST_PARTNERS
from cluster_abm.locale import LANGUAGES
from cluster_abm.model import ClusterModel

SME_ROW = 3


@pytest.fixture
def model() -> Iterator[ClusterModel]:
    session = Session(seed=7)
    yield session._model
    session.close()


def circle(model: ClusterModel, row: int = SME_ROW) -> Circle:
    told = tell(model, int(model.firms.serial[row])).circle
    assert told is not None
    return told


def tale(model: ClusterModel, lang: str = "en", row: int = SME_ROW) -> str:
    return tale_html(tell(model, int(model.firms.serial[row])), lang)


def test_a_local_firm_says_what_it_owes_banks_and_a_multinational_does_not(
    model: ClusterModel,
) -> None:
    firms = model.firms
    firms.data["debt"][SME_ROW], firms.credit_limit[SME_ROW] = 1_234_500, 5_000_000
    firms.interest[SME_ROW] = 10_300
    money = dict(tell(model, int(firms.serial[SME_ROW])).money)
    parent_pays = tell(model, int(firms.serial[np.flatnonzero(~firms.is_sme)[0]])).money

    assert (money["debt"], money["limit"], money["interest"]) == (12_345, 50_000, 103)
    assert "12,345" in tale(model)
    assert "debt" not in dict(parent_pays)


def test_a_grant_is_told_with_what_waits_and_what_is_earmarked(model: ClusterModel) -> None:
    before = tale(model)
    firms = model.firms
    firms.grant[SME_ROW], firms.grant_due[SME_ROW] = 6_000_000, 3_000_000
    firms.earmarked[SME_ROW], firms.promised[SME_ROW] = 2_500_000, 200_000

    assert "none under way" in before
    assert "US$ 60,000 awarded, of which US$ 30,000 wait" in tale(model)
    assert "US$ 25,000 in hand are earmarked" in tale(model)


def test_an_angel_a_fund_and_an_acquirer_are_named_by_their_parts(model: ClusterModel) -> None:
    model.stakes.close(model.stakes.firm == SME_ROW)
    kinds = model.funders.sort.tolist()
    angel, fund = kinds.index(FunderKind.ANGELS), kinds.index(FunderKind.VENTURE_FUND)
    model.stakes.admit(
        np.arange(3, dtype=np.uint64), firm=np.full(3, SME_ROW),
        funder=np.array([angel, fund, NOBODY]), home=np.array([Home.RESIDENTS, Home.ABROAD, 1]),
        share=np.array([0.05, 0.25, 0.1]), paid=np.array([100, 200, 300]), since=np.zeros(3),
    )  # fmt: skip
    held = circle(model).holders

    assert [one.kind for one in held] == [FunderKind.VENTURE_FUND, ACQUIRER, FunderKind.ANGELS]
    assert "a venture fund from abroad holds 25 %" in tale(model)
    assert "un ángel de aquí tiene 5 %" in tale(model, "es")


def test_both_firms_of_an_alliance_tell_of_each_other(model: ClusterModel) -> None:
    ties, firms = model.ties, model.firms
    ties.close(np.ones(len(ties), bool))
    row = ties.acquaint(firms, np.array([SME_ROW]), np.array([SME_ROW + 1]), np.array([0.4]))
    acquainted = circle(model)
    ties.stage[row], ties.project[row], ties.left[row] = Stage.ALLIANCE, Project.RESEARCH, 9

    assert (acquainted.partners, acquainted.acquaintances) == ((), 1)
    for one, other in ((SME_ROW, SME_ROW + 1), (SME_ROW + 1, SME_ROW)):
        assert circle(model, one).partners == (
            Partner(int(firms.serial[other]), Stage.ALLIANCE, 0.4, Project.RESEARCH, 9),
        )
    assert "alianza, confianza 40 %; investigación conjunta, meses restantes: 9" in tale(
        model, "es"
    )


def test_a_firm_with_many_partners_names_the_most_trusted(model: ClusterModel) -> None:
    ties, others = model.ties, np.arange(SME_ROW + 1, SME_ROW + 13)
    ties.close(np.ones(len(ties), bool))
    rows = ties.acquaint(
        model.firms, np.full(len(others), SME_ROW), others, np.linspace(0.1, 0.9, len(others))
    )
    ties.stage[rows] = Stage.TRIAL
    told = tale(model)

    assert f"Firm {model.firms.serial[others[-1]]}: on trial, trust 90 %" in told
    assert f"and {len(others) - MOST_PARTNERS} partners more" in told


def test_a_multinational_tells_of_its_lines_and_its_parent(model: ClusterModel) -> None:
    row = int(model.firms.volume.argmax())
    told = circle(model, row)

    assert sum(line.plan for line in told.lines) == pytest.approx(model.firms.plan[row].sum())
    assert all(line.parent >= line.agreed > 0 for line in told.lines)
    assert told.volume == model.firms.volume[row] / 100 > 0
    assert "Value of a usual site" in tale(model, row=row)
    assert "Value of a usual site" not in tale(model)


def test_zone_licence_incubator_and_facilitator_are_told_where_they_hold(
    model: ClusterModel,
) -> None:
    firms = model.firms
    firms.relief[SME_ROW] = 0.0
    before = tale(model)
    firms.relief[SME_ROW], firms.incubated[SME_ROW], firms.member[SME_ROW] = 0.5, True, True

    assert "no tax relief" in before
    assert "incubator" not in before
    for words in ("exempts 50 % of its profit", "sits in the incubator", "is a member of"):
        assert words in tale(model)


# What the page notes itself


def people(serial: list[int], firm: list[int], place: list[int], foreign: list[int]) -> People:
    return People(*(np.array(column) for column in (serial, firm, place, foreign)))


def test_who_comes_and_who_leaves_is_told_by_kind_of_place() -> None:
    sme, anchor = int(Kind.SME), int(Kind.ANCHOR)
    before = people([1, 2, 3, 4, 5, 6], [7, 7, 7, 8, -1, 9], [sme, sme, sme, anchor, IDLE, sme],
                    [0] * 6)  # fmt: skip
    after = people([1, 2, 4, 5, 6, 8, 9], [7, 8, 7, 7, 9, 7, 7],
                   [sme, anchor, sme, sme, sme, sme, sme], [0, 0, 0, 0, 0, 1, 0])  # fmt: skip
    came, went = moves_between(before, after, 7)

    assert came == {anchor: 1, IDLE: 1, ABROAD: 1, OUTSIDE: 1}
    assert went == {anchor: 1, OUTSIDE: 1}


def test_the_moves_of_a_firm_explain_its_staff() -> None:
    session = Session(seed=7)
    number = int(session.frame.firms.serial[session.frame.firms.staff.argmax()])
    session.watch(number)
    waiting = session.frame.story
    before = session.frame.firms.staff.max()
    for _ in range(3):
        session.step()
    told = session.frame.story
    session.close()

    assert waiting is not None
    assert waiting.moves is None
    assert told is not None
    assert told.moves is not None
    assert told.moves.months == 3
    came, went = sum(told.moves.came.values()), sum(told.moves.went.values())
    assert came > 0 < went
    assert before + came - went == session.frame.firms.staff[session.frame.firms.serial == number]


def test_looking_at_a_firm_changes_nothing() -> None:
    digests = set()
    for looked_at in (None, 200):
        session = Session(seed=7)
        session.watch(looked_at)
        session.step()
        digests.add(session.frame.digest)
        session.close()

    assert len(digests) == 1


def test_former_zones_are_noted_from_the_first_month(model: ClusterModel) -> None:
    diary, firms = Diary(), model.firms
    number, home = int(firms.serial[SME_ROW]), int(firms.zone[SME_ROW])
    with diary.month(model, None):
        firms.zone[SME_ROW] = home + 1
        model.month = 5

    assert diary.stays(number) == (Stay(home, 4),)
    assert diary.moves(number) is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_move_and_stay_has_words(model: ClusterModel, lang: str) -> None:
    every = dict.fromkeys([*map(int, Kind), IDLE, OUTSIDE, ABROAD], 3)
    story = replace(tell(model, int(model.firms.serial[SME_ROW])), stays=(Stay(1, 14),),
                    moves=Moves(12, every, dict.fromkeys(list(every)[:-1], 2)))  # fmt: skip
    told = tale_html(story, lang)

    assert {"en": "21 came", "es": "llegaron 21"}[lang] in told
    assert {"en": "12 left", "es": "se fueron 12"}[lang] in told
    assert {"en": "until March 2010", "es": "hasta marzo de 2010"}[lang] in told
