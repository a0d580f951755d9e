"""Parts of a text in HTML: tables and lists; nothing given to them needs to be escaped."""

from __future__ import annotations

from collections.abc import Iterable


def table(caption: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Write a table whose first column names the rows."""
    head = "".join(f'<th scope="col">{h}</th>' if h else "<td></td>" for h in heads)
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{caption}"><table>'
        f"<caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
        "</table></div>"
    )


def listed(title: str, lines: list[str], otherwise: str = "") -> str:
    """Write a list under a title, or what stands there if it is empty."""
    inside = "".join(f"<li>{line}</li>" for line in lines) or f"<li>{otherwise}</li>"
    return f"<h4>{title}</h4><ul>{inside}</ul>"
