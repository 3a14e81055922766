"""A song in the one way in which songs are written."""

from __future__ import annotations

from pychang.diagnostic import Source
from pychang.language.format_layout import aligned, with_blank_lines
from pychang.language.format_line import Row, canonical_row
from pychang.language.format_settings import in_order
from pychang.language.text import MAX_LINES, control_characters, lines


def format_song(source: Source) -> str:
    """The canonical form of a song's text; what is sung stays the same.

    Formatting twice changes nothing. Every remark stays, and so does, as it is written, every line
    that cannot be read. A song with more lines than are read is not changed.
    """
    if len(source.text.split("\n")) > MAX_LINES:
        return source.text
    rows = aligned(list(with_blank_lines(in_order(_rows(source)))))
    if len(rows) >= MAX_LINES:  # with the blank lines put in
        return source.text
    return "".join(f"{row}\n" for row in rows)


def unread_lines(source: Source) -> tuple[int, ...]:
    """The numbers, from 1, of the lines that are left as they are written."""
    return tuple(number for number, row in enumerate(_rows(source), 1) if row.unread)


def _rows(source: Source) -> list[Row]:
    hidden = {mistake.span.line for mistake in control_characters(source) if mistake.span}
    return [
        canonical_row(line, remark, written, number in hidden)
        for number, ((line, remark), written) in enumerate(
            zip(lines(source), source.text.split("\n"), strict=True), 1
        )
    ]
