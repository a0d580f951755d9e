"""The story of a firm in words."""

from __future__ import annotations

from collections.abc import Mapping

from cluster_abm.core.units import MONTHS_PER_YEAR
from cluster_abm.dashboard.parts import listed, table
from cluster_abm.dashboard.story import Story, came_from_another
from cluster_abm.dashboard.tale_circle import circle_html
from cluster_abm.dashboard.texts import count, kind_name, name_month, percent, say, zone_name


def tale_html(story: Story, lang: str) -> str:
    """Tell the story of a firm: who began it, who works there, for whom, and its money."""
    name = say("firm", lang, number=story.number)
    if not story.alive:
        key = "story_gone" if story.known else "story_unknown"
        return f"<h3>{name}</h3><p>{say(key, lang, number=story.number)}</p>"
    title = say("story_title", lang, kind=kind_name(story.kind, lang),
                zone=zone_name(story.zone, lang))  # fmt: skip
    return (
        f"<h3>{name}: {title}</h3><p>{_origin(story, lang)}; "
        f"{say(f'activity_{story.activity}', lang)}; {_age(story, lang)}.</p>"
        f"<div class='facts'>{_staff(story, lang)}{_money(story, lang)}"
        f"<div>{_founders(story, lang)}{_contracts(story, lang)}{_permits(story, lang)}"
        f"{_research(story, lang)}"
        f"{_family(story, lang)}{_stays(story, lang)}{_people(story, lang)}</div>"
        f"{circle_html(story, lang)}</div>"
    )


def _origin(story: Story, lang: str) -> str:
    parent = say("parent_gone", lang)
    if story.parent is not None:
        parent = say("firm", lang, number=story.parent)
    date = name_month(story.born, lang)
    return say(f"origin_{story.origin}", lang, date=date,
               parent=parent if came_from_another(story) else "")  # fmt: skip


def _age(story: Story, lang: str) -> str:
    years, months = divmod(story.age, MONTHS_PER_YEAR)
    return say("story_age", lang, years=years, months=months)


def _staff(story: Story, lang: str) -> str:
    heads = ("skill", "local_staff", "foreign_staff", "posts_wanted", "posts_open", "pay_offered")
    rows = [
        (say(f"skill_{p.skill}", lang), p.local, p.foreign, p.wanted, p.open, p.offer)
        for p in story.posts
    ]
    total = [sum(int(row[at]) for row in rows) for at in range(1, 5)]
    return table(
        say("staff_by", lang), [say(head, lang) for head in heads],
        [*((row[0], *map(count, row[1:])) for row in rows),
         (say("total", lang), *map(count, total), "")],
    )  # fmt: skip


def _money(story: Story, lang: str) -> str:
    rows = [(say(f"money_{name}", lang), f"{amount:,.0f}") for name, amount in story.money]
    return table(say("money", lang), ["", say("money_unit", lang)], rows)


def _founders(story: Story, lang: str) -> str:
    lines = [
        say("founder_line", lang, skill=say(f"skill_{one.skill}", lang), years=one.years,
            origin=say("from_abroad" if one.foreign else "from_here", lang))
        for one in story.founders
    ]  # fmt: skip
    return listed(say("founders", lang), lines, say("founders_none", lang))


def _contracts(story: Story, lang: str) -> str:
    lines = [
        say("contract_line", lang, n=one.number, buyer=say(f"segment_{one.segment}", lang),
            fee=f"{one.fee:,.0f}")
        for one in story.contracts
    ]  # fmt: skip
    none = say("contracts_parent" if story.kind else "contracts_none", lang)
    return listed(say("contracts", lang), lines, none)


def _permits(story: Story, lang: str) -> str:
    lines = [
        say("permits_line", lang, held=story.permits, pending=story.pending),
        say("permits_limit", lang, quota=percent(story.quota), special=percent(story.special)),
    ]
    return listed(say("permits", lang), lines, "")


def _research(story: Story, lang: str) -> str:
    if story.research is None:
        first = say("research_no", lang)
    else:
        first = say("research_yes", lang, cost=f"{story.research:,.0f}")
    lines = [first, say("research_products", lang, n=story.products),
             say("research_level", lang, level=f"{story.efficiency:.2f}")]  # fmt: skip
    return listed(say("research", lang), lines, "")


def _stays(story: Story, lang: str) -> str:
    """The zones in which it stood before."""
    lines = [
        say("stay_line", lang, zone=zone_name(stay.zone, lang), date=name_month(stay.left, lang))
        for stay in story.stays
    ]
    return listed(say("stays", lang), lines) if lines else ""


def _people(story: Story, lang: str) -> str:
    """Who came and who left, by kind of place, as far as somebody looked."""
    moves = story.moves
    if moves is None:
        return listed(say("people", lang), [], say("people_wait", lang))
    lines = [
        say(key, lang, n=sum(of.values()), where=_places(of, key, lang)) if of else
        say(f"{key}_none", lang)
        for key, of in (("people_came", moves.came), ("people_went", moves.went))
    ]  # fmt: skip
    return listed(say("people_months", lang, n=moves.months), lines)


def _places(of: Mapping[int, int], key: str, lang: str) -> str:
    parts = sorted(of.items(), key=lambda one: (-one[1], one[0]))
    return ", ".join(f"{n} {say(f'{key}_{place}', lang)}" for place, n in parts)


def _family(story: Story, lang: str) -> str:
    if not story.children:
        return ""
    lines = [say("firm", lang, number=child) for child in story.children]
    return listed(say("story_family", lang), lines, "")
