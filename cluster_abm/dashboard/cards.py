"""The cards of the tab Play: stage, politics, facilitator, alliances, multinationals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cluster_abm.dashboard.texts import count, say
from cluster_abm.model import ClusterModel


class Card(NamedTuple):
    """A card: its name and its metrics, each with its last value."""

    name: str
    metrics: tuple[str, ...]


CARDS = (
    Card("lifecycle", ("stage", "cluster_growth", "net_entry", "inner_links")),
    Card(
        "politics",
        ("party", "months_to_election", "public_mood", "programmes_by_decree",
         "programmes_by_regulation", "programmes_by_law", "programmes_lost"),
    ),
    Card(
        "facilitator",
        ("facilitator_members", "facilitator_public", "facilitator_dues", "facilitator_money"),
    ),
    Card("ties", ("alliances", "trust_of_ties")),
    Card(
        "sites",
        ("mnc_sites", "mnc_posts_planned", "mnc_posts_filled", "projects_on_their_way",
         "site_value_support"),
    ),
)  # fmt: skip
AT_TIMES = ("programmes_by_decree", "programmes_by_regulation", "programmes_by_law",
               "programmes_lost")  # fmt: skip
"""Figures that are left out while they are nought, as they are without programmes."""


FEW = 10
"""Figures from here on have no decimals."""


def state_of(model: ClusterModel) -> dict[str, float]:
    """Last value of every metric of the cards; empty before the first month."""
    kept = model.observed.model_vars
    return {name: float(kept[name][-1]) for card in CARDS for name in card.metrics if kept[name]}


def cards_html(state: Mapping[str, float], lang: str) -> str:
    """Write the cards: a short list of figures under each name."""
    if not state:
        return f'<p class="hint">{say("cards_wait", lang)}</p>'
    return "".join(_card(card, state, lang) for card in CARDS)


def _card(card: Card, state: Mapping[str, float], lang: str) -> str:
    rows = "".join(
        f"<div><dd>{_value(name, state[name], lang)}</dd>"
        f"<dt>{say(f'state_{name}', lang)}</dt></div>"
        for name in card.metrics if state[name] or name not in AT_TIMES
    )  # fmt: skip
    inside = f"<dl>{rows}</dl>"
    if card.name == "facilitator" and not any(state[name] for name in card.metrics):
        inside = f'<p class="hint">{say("cards_nobody", lang)}</p>'
    return f'<div class="card"><h3>{say(f"card_{card.name}", lang)}</h3>{inside}</div>'


def _value(name: str, value: float, lang: str) -> str:
    return say(f"phase_{value:.0f}", lang) if name == "stage" else figure(value)


def figure(value: float) -> str:
    """Write a figure short enough for a card.

    >>> figure(0.123456), figure(27.1), figure(-0.0), figure(123456.7)
    ('0.12', '27', '0', '123,457')
    """
    return count(round(value, 0 if abs(value) >= FEW else 2) + 0.0)
