"""Parts of a text in HTML: tables and lists; nothing given to them needs to be escaped."""

from __future__ import annotations

from collections.abc import Iterable

WIDE = 3
"""Columns of the widest table that a phone can show side by side."""


def table(caption: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Write a table whose first column names the rows.

    Where the screen is narrow the cells of a wide table stand below the name of their row, each
    with the head of its column; the roles tell a screen reader that it is a table all the same.
    """
    names = list(heads)
    head = "".join(
        f'<th scope="col" role="columnheader">{h}</th>' if h else '<td role="cell"></td>'
        for h in names
    )
    body = "".join(
        f'<tr role="row"><th scope="row" role="rowheader">{first}</th>'
        + "".join(
            f'<td role="cell" data-head="{name}">{cell}</td>'
            for name, cell in zip(names[1:], rest, strict=True)
        )
        + "</tr>"
        for first, *rest in rows
    )
    stacked = " stack" if len(names) > WIDE else ""
    return (
        f'<div class="scroll{stacked}" tabindex="0" role="region" aria-label="{caption}">'
        f'<table role="table"><caption>{caption}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table></div>'
    )


def listed(title: str, lines: list[str], otherwise: str = "", *, level: int = 4) -> str:
    """Write a list under a title, or what stands there if it is empty."""
    inside = "".join(f"<li>{line}</li>" for line in lines) or f"<li>{otherwise}</li>"
    return f"<h{level}>{title}</h{level}><ul>{inside}</ul>"
