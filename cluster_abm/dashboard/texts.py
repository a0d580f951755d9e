"""What the page says, in English and in Spanish."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from cluster_abm.agents.classes import Kind, ZoneName
from cluster_abm.core.units import FIRST_YEAR, MONTHS_PER_YEAR
from cluster_abm.dashboard import (
    texts_about,
    texts_cards,
    texts_compare,
    texts_frame,
    texts_play,
    texts_policy,
    texts_results,
    texts_story,
    texts_themes,
    texts_verdict,
)
from cluster_abm.locale import LANGUAGES, language

NAMES = {"en": "English", "es": "Español"}
"""Languages by their own names, in the order of the buttons."""
MILLION = 1_000_000
OWN = {"baseline": "baseline", "policy": "the_policy"}
"""Policies that the page itself names in its experiments, and their words."""

KINDS = {
    Kind.SME: ("Local SME", "Pyme local"),
    Kind.ANCHOR: ("Anchor multinational", "Multinacional ancla"),
    Kind.MNC: ("Other multinational", "Otra multinacional"),
    Kind.CONTACT_CENTRE: ("Contact centre", "Centro de contacto"),
}
ZONES = {
    ZoneName.REST: ("Rest of the country", "Resto del país"),
    ZoneName.CITY_OF_KNOWLEDGE: ("City of Knowledge", "Ciudad del Saber"),
    ZoneName.HOWARD: ("Howard", "Howard"),
    ZoneName.COLON: ("Colón", "Colón"),
}
MONTHS = {
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
    "es": (
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
        "octubre", "noviembre", "diciembre",
    ),
}  # fmt: skip


@cache
def words() -> Mapping[str, tuple[str, str]]:
    """Every text by its name: English, Spanish."""
    pages = (
        texts_frame, texts_play, texts_story, texts_policy, texts_compare, texts_results,
        texts_about, texts_themes, texts_cards, texts_verdict,
    )  # fmt: skip
    return {name: pair for page in pages for name, pair in page.WORDS.items()}


def say(key: str, lang: str, **values: object) -> str:
    """A text of the page in a language, with its values filled in.

    >>> say("zone_count", "es", firms=3, staff=40)
    '3 empresas · 40 personas'
    """
    return words()[key][LANGUAGES.index(lang)].format_map(values)


def kind_name(kind: int, lang: str) -> str:
    """Name a kind of firm.

    >>> kind_name(0, "es")
    'Pyme local'
    """
    return KINDS[Kind(kind)][LANGUAGES.index(lang)]


def zone_name(zone: int, lang: str) -> str:
    """Name a zone."""
    return ZONES[ZoneName(zone)][LANGUAGES.index(lang)]


def theme_of(thing: Any) -> str:
    """Theme of the model to which a table of numbers or a metric belongs."""
    return str(thing.__module__).split(".")[2]


def name_month(month: int, lang: str) -> str:
    """Name a month; month 0 is January 2009.

    >>> name_month(0, "es"), name_month(13, "en")
    ('enero de 2009', 'February 2010')
    """
    year, rest = divmod(month, MONTHS_PER_YEAR)
    between = " de " if lang == "es" else " "
    return f"{MONTHS[lang][rest]}{between}{FIRST_YEAR + year}"


def name_moment(month: int, lang: str) -> str:
    """Name the moment after so many months.

    >>> name_moment(0, "es"), name_moment(1, "en")
    ('Inicio de enero de 2009', 'End of January 2009')
    """
    if month > 0:
        return say("date_end", lang, date=name_month(month - 1, lang))
    return say("date_start", lang, date=name_month(month, lang))


def count(value: float) -> str:
    """Write a number as Panama does, in both languages; M is a million.

    >>> count(11595.4), count(1.55), count(0.0734), count(2_340_000.0), count(0)
    ('11,595', '1.55', '0.073', '2.34 M', '0')
    """
    if abs(value) >= MILLION:
        return f"{value / MILLION:,.2f} M"
    if value == round(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:,.3g}" if abs(value) >= 1 else f"{value:.2g}"


def policy_name(name: str, lang: str) -> str:
    """Name a policy of an experiment: by its title if it has one, or as its file does.

    >>> policy_name("baseline", "es"), policy_name("my-idea", "es")
    ('línea base', 'my-idea')
    """
    key = OWN.get(name, f"preset_{name}")
    return say(key, lang) if key in words() else name


def roughly(value: float) -> str:
    """Write an estimate, with three digits that matter.

    >>> roughly(-3003.4), roughly(11764.0), roughly(2_345_678.0), roughly(10_200_000.0)
    ('-3,000', '11,800', '2.35 M', '10.2 M')
    """
    kept = float(f"{value:.3g}")
    return f"{kept / MILLION:,.10g} M" if abs(kept) >= MILLION else count(kept)


def signed(value: float) -> str:
    """Write a difference with its sign.

    >>> signed(12.0), signed(-3.0), signed(0.0)
    ('+12', '-3', '0')
    """
    return f"{'+' if value > 0 else ''}{count(value)}"


def percent(share: float) -> str:
    """Write a share.

    >>> percent(0.125), percent(1)
    ('12.5 %', '100 %')
    """
    return f"{100 * share:.4g} %"


def preferred(environment: Mapping[str, str], accepted: str = "") -> str:
    """The language to begin in: of the setting, of the browser, or of the machine.

    Args:
        environment: Environment variables.
        accepted: What the browser accepts, its header ``Accept-Language``.

    >>> preferred({}, "es-PA,es;q=0.9,en;q=0.8"), preferred({}, "de, en;q=0.5, es;q=0.7")
    ('es', 'es')
    >>> preferred({"CLUSTER_ABM_LANG": "en"}, "es"), preferred({"LANG": "es_PA.UTF-8"})
    ('en', 'es')
    """
    wishes = [environment.get("CLUSTER_ABM_LANG", ""), *_by_weight(accepted)]
    spoken = (wish.strip()[:2].lower() for wish in wishes)
    return next((lang for lang in spoken if lang in LANGUAGES), language(environment))


def _by_weight(accepted: str) -> list[str]:
    """Languages of the header, the most wanted first."""
    parts = [part.partition(";") for part in accepted.split(",")]
    return [name for name, _, weight in sorted(parts, key=lambda part: -_weight(part[2]))]


def _weight(text: str) -> float:
    try:
        return float(text.strip().removeprefix("q=")) if text.strip() else 1.0
    except ValueError:
        return 0.0
