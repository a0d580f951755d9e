import re
from collections import Counter
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cluster_abm.core.policy import Change, Policy
from cluster_abm.lab.audit.worlds_known import TRIALS
from cluster_abm.lab.batch.pairs import run_experiment
from cluster_abm.lab.inference.comparison import read_comparison
from cluster_abm.lab.inference.hinges import hinges, read_hinges
from cluster_abm.lab.inference.ratios import Form, RatioSet
from cluster_abm.lab.report.estimators import MAP, _cell, verdicts
from cluster_abm.lab.report.markup import VOID, tag
from cluster_abm.lab.report.money import in_words
from cluster_abm.lab.report.page import FILE, STYLE, facts_of, page, write_report
from cluster_abm.lab.report.paths import paths
from cluster_abm.lab.report.texts import REPORT
from cluster_abm.locale import LANGUAGES
from cluster_abm.scenarios.files import ExperimentFile
from tests.lab.fake_model import SUBJECT, experiment, relaxed

MEGABYTE = 1_000_000


class Reader(HTMLParser):
    """Reads a page as a browser does, and notes what is wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> at {self.getpos()}")

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.seen if tag == name]


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fourteen months of the cluster in two worlds, without and with a wider quota."""
    place = tmp_path_factory.mktemp("results")
    asked = ExperimentFile(
        name="short",
        question="Does a < b & c?",
        question_es="¿Es a < b y c?",
        scenario="panama_2009",
        months=14,
        outcomes=("employment_narrow", "resident_income"),
        policies=(Policy(), Policy("quota", (Change(lever="foreign_quota", value=0.9, start=1),))),
        root_seed=2009,
        least=2,
    )
    run_experiment(asked, out=place, workers=0)
    return place


@pytest.fixture(scope="module")
def html(folder: Path) -> str:
    return write_report(folder).read_text("utf-8")


@pytest.fixture
def without_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw nothing, where words alone are read."""
    monkeypatch.setattr("cluster_abm.lab.report.paths.paths", lambda *_: [])


def test_the_report_is_one_small_file_that_asks_nobody_for_anything(html: str) -> None:
    links = [a["href"] for a in read(html).all("a")]

    assert len(html.encode()) < MEGABYTE
    assert "<script" not in html
    assert "<link" not in html
    assert not re.search(r"(src|srcset|action)=|@import|url\((?!#)", html)
    assert all(href and href.startswith("#") for href in links)


def test_the_page_is_well_formed_and_no_name_stands_twice(html: str) -> None:
    reader = read(html)
    names = Counter(a["id"] for _, a in reader.seen if "id" in a)

    assert not reader.wrong
    assert not reader.open
    assert not [name for name, number in names.items() if number > 1]


def test_whatever_is_pointed_to_is_there(html: str) -> None:
    names = {a["id"] for _, a in read(html).seen if "id" in a}
    pointed = set(re.findall(r'(?:href|for)="#?([^"]+)"', html)) | set(
        re.findall(r"url\(#([^)]+)\)", html)
    )
    labelled = {
        name for named in re.findall(r'labelledby="([^"]+)"', html) for name in named.split()
    }

    assert pointed | labelled <= names


def test_both_languages_say_the_same_sections(html: str) -> None:
    english, spanish = (
        re.findall(rf'<h2 id="(\w+)-{lang}">', html) for lang in LANGUAGES
    )  # fmt: skip

    assert english == spanish
    assert len(english) == 10
    assert [a["lang"] for a in read(html).all("article")] == list(LANGUAGES)


def test_the_language_that_is_asked_for_is_shown_first(folder: Path, tmp_path: Path) -> None:
    said = write_report(folder, tmp_path / "es.html", lang="es").read_text("utf-8")
    chosen = [a["id"] for a in read(said).all("input") if "checked" in a]

    assert chosen == ["language-es"]
    assert read(said).all("html")[0]["lang"] == "es"


def test_every_table_has_a_caption_and_headings_with_a_scope(html: str) -> None:
    reader = read(html)

    assert len(reader.all("caption")) == len(reader.all("table")) > 10
    assert all(a.get("scope") in {"col", "row", "rowgroup"} for a in reader.all("th"))


def test_every_picture_has_words_and_a_table_of_its_numbers(html: str) -> None:
    pictures = html.count("<figure>")

    assert pictures == 2 * len(LANGUAGES)
    assert html.count('<svg role="img" aria-labelledby=') == pictures
    assert len(re.findall(r"<desc id=[^>]+>[^<]{40,}</desc>", html)) == pictures
    assert html.count("<details>") == pictures


def test_a_narrow_screen_can_name_every_cell(html: str) -> None:
    """Cells that are out of sight there are read beside the name of their column."""
    cells = read(html).all("td")

    assert len(cells) > 100
    assert all(cell["data-label"] for cell in cells)
    assert "content: attr(data-label)" in html


@pytest.mark.usefixtures("without_pictures")
def test_what_is_clear_of_the_second_outcome_stands_in_the_headline_too(tmp_path: Path) -> None:
    """Who reads no further must learn what a policy costs, even where its first aim is unclear."""
    seats = Policy("seats", (Change(lever="seats", value=5.0, start=6),))
    found = run_experiment(
        experiment(seats, outcomes=("jobs", "spent")), out=tmp_path, workers=0, subject=SUBJECT
    )

    headlines = re.findall(r'class="headline">([^<]+)<', page(facts_of(found)))

    assert headlines[0].startswith("seats: jobs in the fake cluster, no change at all")
    assert headlines[1].startswith("seats: what the public pays for seats, 50 US$/month more")


def test_what_a_file_says_cannot_become_a_tag(html: str) -> None:
    assert "Does a &lt; b &amp; c?" in html
    assert '<span lang="es">¿Es a &lt; b y c?</span>' in html


def test_equal_results_give_equal_reports(folder: Path, html: str, tmp_path: Path) -> None:
    assert write_report(folder, tmp_path / "again.html").read_text("utf-8") == html


def test_the_report_says_how_to_make_it_again(html: str, folder: Path) -> None:
    from cluster_abm.lab.store.folder import content_hash

    assert content_hash(folder) in html
    assert "cluster-abm experiment experiments/short.toml --pairs 2 --months 14" in html
    assert "assumed" in html


def test_value_for_money_and_gains_are_told_for_the_cluster(html: str) -> None:
    for word in ("Deadweight", "Peso muerto", "Public cost of a net job-year", "City of Knowledge"):
        assert word in html


@pytest.mark.usefixtures("without_pictures")
def test_a_model_without_money_has_a_report_without_money(tmp_path: Path) -> None:
    found = run_experiment(experiment(), out=tmp_path, workers=0, subject=SUBJECT)

    html = page(facts_of(found))

    assert REPORT["no_value"][0] in html
    assert "What failed" not in html
    assert "relaxed: jobs in the fake cluster, 10 persons more" in html


@pytest.mark.usefixtures("without_pictures")
def test_failures_are_told_with_the_line_that_lives_them_again(tmp_path: Path) -> None:
    asked = experiment(relaxed(), scenario="fails-1")
    found = run_experiment(asked, out=tmp_path, workers=0, subject=SUBJECT)

    html = page(facts_of(found))
    replay = pd.read_parquet(tmp_path / "runs")["replay"].dropna().iloc[0]

    assert "What failed" in html
    assert "no luck" in html
    assert escape(replay, quote=False) in html


def test_a_ratio_without_an_interval_is_told_in_words() -> None:
    nothing = float("nan")
    ends = re.compile(r"95 % interval")

    assert ends.search(in_words(RatioSet(2, 1, 3, Form.INTERVAL), "cost_per_job_year", "en"))
    for form in (Form.BESIDE, Form.ANY, Form.UNDEFINED):
        said = in_words(RatioSet(nothing, 1.0, 2.0, form), "cost_per_job_year", "en")
        assert not ends.search(said)
        assert "nan" not in said


def test_hinges_name_the_parameter_that_decides() -> None:
    rng = np.random.default_rng(1)
    strong, weak = rng.random(60), rng.random(60)
    effect = 5.0 * strong[:, None] - 1.0 + 0.1 * rng.normal(size=(60, 4))

    found = hinges({"a": effect, "b": effect - 9.0}, {"weak": weak, "strong": strong})

    assert next(iter(found.correlations["a"])) == "strong"
    assert found.shares["a"].parameters.share > 0.9
    assert found.positive["b"].share == 0.0
    assert found.ranking is not None
    assert found.ranking.same_first.share == 1.0


@pytest.mark.parametrize("name", REPORT)
def test_every_text_of_the_report_is_there_in_both_languages(name: str) -> None:
    texts = REPORT[name]
    values = [{v for _, v, _, _ in Formatter().parse(text) if v} for text in texts]

    assert len(texts) == len(LANGUAGES)
    assert values[0] == values[1]
    assert "!" not in "".join(texts)


def luminance(colour: str) -> float:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_text_stands_out_from_its_ground() -> None:
    colours = dict(re.findall(r"--(\w+): (#\w{6})", STYLE.read_text("utf-8")))

    for text in ("ink", "soft", "blue"):
        for ground in ("#ffffff", colours["wash"]):
            lighter, darker = luminance(ground) + 0.05, luminance(colours[text]) + 0.05
            assert lighter / darker >= 4.5, (text, ground)


def test_markup_escapes_texts_and_keeps_elements() -> None:
    assert tag("p", "<b>", tag("i", "x & y")) == "<p>&lt;b&gt;<i>x &amp; y</i></p>"
    assert tag("input", checked=True, disabled=False) == "<input checked>"


def test_the_report_stands_beside_the_results(folder: Path, html: str) -> None:
    assert (folder / FILE).read_text("utf-8") == html


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    """Results of the fake model in two worlds of three parameter draws each."""
    asked = experiment(relaxed(), relaxed("wide", 0.9), pairs=6)
    run_experiment(asked, out=tmp_path, workers=0, subject=SUBJECT)
    assigned = pd.read_parquet(tmp_path / "assignments.parquet")
    world = assigned["replicate"]
    assigned["draw"], assigned["replicate"] = (world // 2).astype("int32"), world % 2
    assigned.to_parquet(tmp_path / "assignments.parquet")
    (part,) = (tmp_path / "runs").glob("*.parquet")
    table = pd.read_parquet(part)
    draw = table["run"].map(assigned.set_index("run")["draw"])
    written = pq.read_table(part)
    written = written.set_column(written.column_names.index("draw"), "draw", pa.array(draw))
    written = written.append_column("p.size", pa.array(draw.astype(float) ** 2))
    pq.write_table(written.replace_schema_metadata(pq.read_schema(part).metadata), part)
    return tmp_path


@pytest.mark.usefixtures("without_pictures")
def test_an_experiment_with_draws_says_what_the_answer_hangs_on(drawn: Path) -> None:
    found = read_hinges(read_comparison(drawn))
    html = write_report(drawn).read_text("utf-8")

    assert found is not None
    assert found.draws == 3
    assert list(found.correlations["relaxed"]) == ["size"]
    assert found.ranking is not None
    assert found.ranking.first.tolist() == [0.0, 1.0]
    assert "The effect of relaxed is positive in 100 % of 3 parameter draws" in html
    assert "wide is best on average, and best in 100 % of the draws" in html
    assert REPORT["hinges_none"][0] not in html
    assert "2 random worlds of 24 months in 3 parameter draws" in html


def test_an_experiment_without_draws_says_so(folder: Path, html: str) -> None:
    assert read_hinges(read_comparison(folder)) is None
    assert REPORT["hinges_none"][0] in html


def test_the_map_says_where_estimators_fail_and_where_they_do_not(html: str) -> None:
    fails = {name for name, found in verdicts().items() if "falla" in _cell(found, "es")}

    assert fails == {
        "difference-in-differences, trends apart",
        "winners less losers by score",
        "lottery, lines thrown together",
    }
    assert html.count("<strong>fails</strong>") == len(fails)
    assert html.count("<strong>falla</strong>") == len(fails)


def test_the_map_places_every_trial_once() -> None:
    placed = [name for names in MAP.values() for name in names if name]

    assert sorted(placed) == sorted(TRIALS)


def test_pictures_of_many_policies_stay_small_too(tmp_path: Path) -> None:
    """Seven policies of ten years: fewer outcomes are drawn, and never fewer than two."""
    policies = [relaxed(f"quota-{n}", value=0.1 + 0.05 * n, until=120) for n in range(1, 8)]
    outcomes = ("jobs", "pay", "spent")
    found = run_experiment(
        experiment(*policies, months=120, pairs=3, outcomes=outcomes), out=tmp_path, workers=0,
        subject=SUBJECT,
    )  # fmt: skip

    drawn = [str(figure) for lang in LANGUAGES for figure in paths(found, lang)]

    assert sum(figure.count("<svg") for figure in drawn) == 3 * len(LANGUAGES)
    assert sum(map(len, drawn)) < MEGABYTE / 2
