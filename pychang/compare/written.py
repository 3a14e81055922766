"""Bars as they would be typed, with every length that is not that of the note before."""

from __future__ import annotations

from fractions import Fraction

from pychang.compare.bars import Event, MeasuredBar
from pychang.language.lengths import length_text


def bar_text(bar: MeasuredBar) -> str:
    """`C4:4 D4 r:2`."""
    words: list[str] = []
    length: Fraction | None = None
    for event in bar.events:
        words += (mark.shown for mark in event.marks)
        if event.kind != "over":
            words.append(event_text(event, event.duration != length))
            length = event.duration
        words += [","] if event.breath else []
    return " ".join(words)


def event_text(event: Event, with_length: bool = True) -> str:
    """`C4:4{slide}`, `r:4`, `~:4`."""
    if event.kind == "unread":
        return event.text
    head = {"rest": "r", "tie": "~"}.get(event.kind) or event.pitch.name
    length = f":{length_text(event.duration)}" if with_length else ""
    options = f"{{{' '.join(event.options)}}}" if event.options else ""
    return head + length + options
