"""What binds a firm to others, in words: grant, owners, partners, parent and zone."""

from __future__ import annotations

from cluster_abm.dashboard.circle import Circle, Grant, Holder, Partner, Place
from cluster_abm.dashboard.parts import listed, table
from cluster_abm.dashboard.story import Story
from cluster_abm.dashboard.texts import count, name_month, percent, say

MOST_PARTNERS = 8
"""Partners that are named; the others are counted."""


def circle_html(story: Story, lang: str) -> str:
    """Tell of the funders, owners and partners of a firm, of its parent, and of its zone."""
    circle = story.circle
    if circle is None:
        return ""
    site = _site(circle, lang) if circle.lines else ""
    capital = "" if story.kind else _grant(circle.grant, lang) + _owners(circle.holders, lang)
    return f"{site}<div>{capital}{_partners(circle, lang)}{_place(circle.place, lang)}</div>"


def _grant(grant: Grant, lang: str) -> str:
    lines = []
    if grant.size:
        lines.append(say("grant_line", lang, size=count(grant.size), due=count(grant.due)))
    if grant.kept or grant.duty:
        kept, duty = count(round(grant.kept)), count(round(grant.duty))
        lines.append(say("grant_kept", lang, kept=kept, duty=duty))
    if not lines:
        lines.append(say("grant_none", lang))
    if grant.hope:
        lines.append(say("grant_hope", lang, hope=share(grant.hope)))
    return listed(say("grant", lang), lines)


def share(part: float) -> str:
    """Write a share, with two digits that matter.

    >>> share(0.12345), share(0.0771)
    ('12 %', '7.7 %')
    """
    return percent(float(f"{part:.2g}"))


def _owners(holders: tuple[Holder, ...], lang: str) -> str:
    if not holders:
        return ""
    lines = [
        say("owner_line", lang, share=share(one.share), date=name_month(one.since, lang),
            paid=count(round(one.paid)), holder=say(
                f"home_{one.home}", lang, holder=say(f"holder_{one.kind}", lang)))
        for one in holders
    ]  # fmt: skip
    return listed(say("owners", lang), lines)


def _partners(circle: Circle, lang: str) -> str:
    lines = [_partner(one, lang) for one in circle.partners[:MOST_PARTNERS]]
    more = len(circle.partners) - MOST_PARTNERS
    if more > 0:
        lines.append(say("partner_more", lang, n=more))
    if not lines:
        lines.append(say("partners_none", lang))
    lines.append(say("acquaintances", lang, n=circle.acquaintances))
    return listed(say("partners", lang), lines)


def _partner(one: Partner, lang: str) -> str:
    work = say(f"project_{one.project}", lang, left=one.left) if one.project else ""
    return say("partner_line", lang, partner=say("firm", lang, number=one.number),
               stage=say(f"stage_{one.stage}", lang), trust=share(one.trust),
               work=work)  # fmt: skip


def _site(circle: Circle, lang: str) -> str:
    heads = ("site_line", "site_plan", "site_agreed", "site_parent", "site_value")
    rows = [
        (say(f"line_{one.line}", lang), f"{one.plan:,.0f}", f"{one.agreed:,.0f}",
         f"{one.parent:,.0f}", f"{one.value:.2f}")
        for one in circle.lines
    ]  # fmt: skip
    told = table(say("site", lang), [say(head, lang) for head in heads], rows)
    return f'<div>{told}<p class="hint">{_volume(circle, lang)}</p></div>'


def _volume(circle: Circle, lang: str) -> str:
    return say("site_note", lang, volume=f"{circle.volume:,.0f}")


def _place(place: Place, lang: str) -> str:
    first = "place_relief" if place.relief else "place_no_relief"
    lines = [say(first, lang, relief=share(place.relief))]
    if place.waived:
        lines.append(say("place_waived", lang, waived=count(round(place.waived))))
    for true, key in ((place.licensed, "place_licensed"), (place.incubated, "place_incubated"),
                      (place.member, "place_member")):  # fmt: skip
        if true:
            lines.append(say(key, lang))
    return listed(say("place", lang), lines)
