"""HTML from plain calls: every text is escaped unless it already is HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

VOID = frozenset({"meta", "input", "br", "hr"})
"""Elements without an end."""


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def tag(name: str, /, *inside: str | Html, **attributes: str | bool) -> Html:
    """One element.

    Args:
        name: Its name.
        inside: What it holds; texts are escaped.
        attributes: Its attributes; an underscore at the end is dropped, others become hyphens;
            ``True`` is an attribute without a value, ``False`` none.

    >>> tag("p", "a < b", class_="note")
    '<p class="note">a &lt; b</p>'
    """
    said = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escape(value)}"')
        for key, value in attributes.items()
        if value is not False and isinstance(value, str | bool)
    )
    opening = f"<{name}{said}>"
    return Html(opening if name in VOID else f"{opening}{join(inside)}</{name}>")


def join(parts: Iterable[str | Html]) -> Html:
    """Elements and texts, one after the other."""
    return Html("".join(p if isinstance(p, Html) else escape(p, quote=False) for p in parts))


def table(
    caption: str,
    head: Sequence[str],
    rows: Iterable[Sequence[str | Html]],
    *,
    groups: Sequence[tuple[str, int]] = (),
) -> Html:
    """A table that may be scrolled sideways; the first cell of a row is its heading.

    Every other cell bears the heading of its column, which a narrow screen shows beside it.

    Args:
        caption: What it shows.
        head: Headings of the columns.
        rows: Cells.
        groups: Heading of a group of rows, and how many rows it has.
    """
    body = [tag("tr", tag("th", row[0], scope="row"), *_cells(row[1:], head[1:])) for row in rows]
    parts = groups or (("", len(body)),)
    blocks, at = [], 0
    for name, number in parts:
        title = tag("tr", tag("th", name, colspan=str(len(head)), scope="rowgroup"), class_="group")
        blocks.append(tag("tbody", *([title] if name else []), *body[at : at + number]))
        at += number
    top = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in head)))
    # what scrolls must be reachable with the keyboard
    return tag(
        "div",
        tag("table", tag("caption", caption), top, *blocks),
        class_="scroll",
        tabindex="0",
        role="region",
        aria_label=caption,
    )


def _cells(cells: Sequence[str | Html], names: Sequence[str]) -> Iterator[Html]:
    return (tag("td", cell, data_label=name) for cell, name in zip(cells, names, strict=True))


def inline_svg(svg: str, name: str, *, title: str, description: str) -> Html:
    """A picture to stand in a page: names that are its own, and words for those who cannot see it.

    >>> inline_svg('<?xml?><svg a="1"><g id="b"/></svg>', "x", title="T", description="D")[:60]
    '<svg role="img" aria-labelledby="x-title x-description" a="1'
    """
    body = svg[svg.index("<svg") + len("<svg") :]
    body = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', body)
    body = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", body)
    body = re.sub(r'href="#([^"]+)"', rf'href="#{name}-\1"', body)
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    words = tag("title", title, id=f"{name}-title") + tag(
        "desc", description, id=f"{name}-description"
    )
    end = body.index(">") + 1
    labelled = f'role="img" aria-labelledby="{name}-title {name}-description"'
    return Html(f"<svg {labelled}{body[:end]}{words}{body[end:]}")
