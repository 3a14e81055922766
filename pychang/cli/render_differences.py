"""Differences of songs: a line a bar for people, a line a section in short, objects for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pychang.compare import Difference, Kind, Place
from pychang.diagnostic import Span, Text
from pychang.language.wording import count

if TYPE_CHECKING:
    from rich.console import Console

_ADDED, _REMOVED = "green", "red"


def render_differences(found: Sequence[Difference], language: str, console: Console) -> None:
    """`후렴, bar 5: E4 quarter → F4 quarter; 사랑 → 사람`."""
    from rich.text import Text as Line

    for place, here in _lines(found):
        line = Line(_place_text(place).say(language), style="bold")
        for number, one in enumerate(here):
            line.append("; " if number else "", style="not bold")
            line.append(_told(one).say(language), style=f"not bold {_style(one)}".strip())
        console.print(line, soft_wrap=True, highlight=False)


def render_stat(found: Sequence[Difference], language: str, console: Console) -> None:
    """`후렴  2 bars changed, 1 bar added, 3 words changed`."""
    from rich.cells import cell_len
    from rich.text import Text as Line

    sections: dict[Place, list[Difference]] = {}
    for one in found:
        sections.setdefault(Place(one.place.part, one.place.section), []).append(one)
    heads = [_section_text(place).say(language) for place in sections]
    width = max(map(cell_len, heads), default=0)
    for head, here in zip(heads, sections.values(), strict=True):
        counts = ", ".join(text.say(language) for text in _counts(here))
        line = Line.assemble((head, "bold"), " " * (width - cell_len(head) + 2), counts)
        console.print(line, soft_wrap=True, highlight=False)


def as_objects(found: Sequence[Difference], language: str) -> list[dict[str, Any]]:
    """For `json.dump`; lines and columns from 1."""
    return [
        {
            "kind": one.kind.value,
            "part": one.place.part,
            "section": one.place.section,
            "bar": one.place.bar,
            "verse": one.place.verse,
            "bars": one.bars,
            "old": one.old,
            "new": one.new,
            "old_place": _span_object(one.old_span),
            "new_place": _span_object(one.new_span),
            "message": one.message.say(language),
        }
        for one in found
    ]


def _lines(found: Sequence[Difference]) -> Iterator[tuple[Place, list[Difference]]]:
    """A line for all of a bar; whole bars, and what is about more, each have their own."""
    lines: list[tuple[Place, list[Difference]]] = []
    for one in found:
        place = replace(one.place, verse=None, bar=None if one.kind is Kind.BARS else one.place.bar)
        if lines and place.bar is not None and lines[-1][0] == place:
            lines[-1][1].append(one)
        else:
            lines.append((place, [one]))
    return iter(lines)


def _place_text(place: Place) -> Text:
    ko, en = _section_text(place) if place.section or place.part else ("", "")
    if place.bar is not None:
        ko += f"{', ' if ko else ''}{place.bar}번째 마디"
        en += f"{', ' if en else ''}bar {place.bar}"
    return Text(f"{ko}: " if ko else "", f"{en}: " if en else "")


def _section_text(place: Place) -> Text:
    """`소라 · 후렴`; the song where there is neither."""
    names = " · ".join(name for name in (place.part, place.section) if name)
    if names:
        return Text(names, names)
    return Text("노래 전체", "the song") if place.section is None else Text("구절", "section")


def _told(one: Difference) -> Text:
    verse = one.place.verse
    if verse is None:
        return one.message
    return Text(f"{one.message.ko}({verse}절)", f"{one.message.en} (verse {verse})")


def _style(one: Difference) -> str:
    if one.kind in (Kind.BARS, Kind.SECTION, Kind.PART):
        gone = one.new is None and one.new_span is None
        return _REMOVED if gone else _ADDED if one.old is None and one.old_span is None else ""
    if one.kind is Kind.SETTING or one.bars or (one.old is None) == (one.new is None):
        return ""
    return _ADDED if one.old is None else _REMOVED


_OF_NOTES = (Kind.NOTE, Kind.BAR, Kind.EXPRESSION, Kind.BREATH, Kind.MARK, Kind.UNREAD)


def _counts(here: Sequence[Difference]) -> Iterator[Text]:
    """How much there is of each kind in a section, or in the song as a whole."""
    yield from (one.message for one in here if one.kind in (Kind.FORM, Kind.PART, Kind.SECTION))
    yield from (one.message for one in here if one.kind is Kind.NOTE and one.bars)
    changed = {one.place.bar for one in here if one.kind in _OF_NOTES and not one.bars}
    bars = Counter(one.new_span is not None for one in here if one.kind is Kind.BARS for _ in range(one.bars))
    words = sum(one.kind in (Kind.LYRICS, Kind.PRONUNCIATION) for one in here)
    names = ", ".join(one.message.en.split(" ")[0] for one in here if one.kind is Kind.SETTING)
    told = (
        (len(changed), Text(f"{len(changed)}마디 바뀜", f"{count(len(changed), 'bar')} changed")),
        (bars[True], Text(f"{bars[True]}마디 더함", f"{count(bars[True], 'bar')} added")),
        (bars[False], Text(f"{bars[False]}마디 뺌", f"{count(bars[False], 'bar')} removed")),
        (words, Text(f"가사 {words}곳 바뀜", f"lyrics changed in {count(words, 'place')}")),
        (bool(names), Text(names, names)),
    )
    yield from (text for number, text in told if number)


def _span_object(span: Span | None) -> dict[str, Any] | None:
    return span and {"file": span.source.name, "line": span.line, "column": span.column}
