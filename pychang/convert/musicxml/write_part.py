"""A part's measures."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import lcm
from xml.etree.ElementTree import Element

from pychang.convert.key import Key
from pychang.convert.musicxml.write_accidentals import accidentals, in_signature
from pychang.convert.musicxml.write_beams import Beams, beams_of
from pychang.convert.musicxml.write_clef import Clef, clef_for
from pychang.convert.musicxml.write_events import Event
from pychang.convert.musicxml.write_marks import dynamic_events, section_events, times_events, voice_events
from pychang.convert.musicxml.write_note import Sung, note, rest
from pychang.convert.musicxml.write_page import Page, PageBar
from pychang.convert.musicxml.write_pieces import Piece, pieces_of
from pychang.convert.musicxml.write_sung import sung_of
from pychang.convert.musicxml.write_tempo import steps, tempo_events
from pychang.convert.musicxml.write_xml import add, element


@dataclass(frozen=True)
class WrittenPart:
    """A part laid out on the page; `bars` has the pieces of each bar."""

    bars: tuple[tuple[Piece, ...], ...]
    sung: tuple[Sung, ...]
    events: tuple[Event, ...]
    clef: Clef

    @property
    def divisions(self) -> int:
        """The least number of parts of a quarter in which everything is whole."""
        return lcm(*((4 * piece.duration).denominator for bar in self.bars for piece in bar))


def part_on(page: Page, part: int) -> WrittenPart:
    """A part, by its number from 0, laid out; the first one has what is said to all."""
    sung = sung_of(page, part)
    tones = [one.tone for one in sung]
    events = [*dynamic_events(page, part), *voice_events(tones)]
    if part == 0:
        events += (*section_events(page), *tempo_events(page))
    cuts = sorted({event.position for event in events})
    bars = pieces_of(page.bars, tones, cuts)
    if part == 0:
        events += steps(page, [piece.start for bar in bars for piece in bar])
        events += times_events(page, bars, tones)
    events.sort(key=lambda event: (event.position, event.order))
    return WrittenPart(bars, sung, tuple(events), clef_for(tone.pitch for tone in tones))


def measures(page: Page, part: WrittenPart, key: Key | None, divisions: int) -> Iterator[Element]:
    """The measure elements of a part. `divisions`: of a quarter."""
    writer = _Writer(page, part, key, divisions)
    for before, bar, pieces in zip((None, *page.bars), page.bars, part.bars, strict=False):
        yield writer.measure(before, bar, pieces)


class _Writer:
    def __init__(self, page: Page, part: WrittenPart, key: Key | None, divisions: int) -> None:
        self.page, self.part, self.key, self.divisions = page, part, key, divisions
        self.signature = in_signature(key)
        self.opened = {place.start for place in page.places if place.is_returned_to}

    def measure(self, before: PageBar | None, bar: PageBar, pieces: Sequence[Piece]) -> Element:
        made = element("measure", number=bar.number, **({"implicit": "yes"} if bar.implicit else {}))
        self._attributes(made, before, bar)
        if bar.opens and bar.opens.is_returned_to:
            opening = add(made, "barline", location="left")
            add(opening, "bar-style", "heavy-light")
            add(opening, "repeat", direction="forward")
        self._music(made, bar, pieces)
        self._close(made, bar)
        return made

    def _attributes(self, made: Element, before: PageBar | None, bar: PageBar) -> None:
        if before is not None and before.meter == bar.meter:
            return
        attributes = add(made, "attributes")
        if before is None:
            add(attributes, "divisions", str(self.divisions))
            key = add(attributes, "key")
            add(key, "fifths", self.key.fifths if self.key else 0)
            if self.key:
                add(key, "mode", "minor" if self.key.minor else "major")
        time = add(attributes, "time")
        add(time, "beats", bar.meter.beats)
        add(time, "beat-type", bar.meter.unit)
        if before is None:
            self.part.clef.add_to(attributes)

    def _music(self, made: Element, bar: PageBar, pieces: Sequence[Piece]) -> None:
        beams, shown = beams_of(bar, pieces), self._accidentals(pieces)
        brackets = _brackets(pieces, beams)
        events = self._events(bar)
        for place, piece in enumerate(pieces):
            while events and events[0].position <= piece.start and not _is_behind(events[0], bar):
                made.append(events.pop(0).element)
            if piece.tone is None:
                made.append(rest(piece, self.divisions))
            else:
                sung = self.part.sung[piece.tone]
                beam = beams.get(place, ())
                made.append(note(piece, sung, shown[place], beam, brackets[place], self.divisions))
        made.extend(event.element for event in events)

    def _events(self, bar: PageBar) -> list[Event]:
        """Those of a bar; what ends at a barline stands before it."""
        events, at = self.part.events, lambda event: event.position
        inside = events[bisect_left(events, bar.start, key=at) : bisect_right(events, bar.end, key=at)]
        return [
            event
            for event in inside
            if (event.position < bar.end or event.at_end)
            and not (event.at_end and event.position == bar.start)
        ]

    def _accidentals(self, pieces: Sequence[Piece]) -> dict[int, str]:
        notes = [place for place, piece in enumerate(pieces) if piece.tone is not None]
        written = [
            (self.part.sung[pieces[place].tone].tone.pitch, not pieces[place].is_first) for place in notes
        ]
        return dict(zip(notes, accidentals(written, self.signature), strict=True))

    def _close(self, made: Element, bar: PageBar) -> None:
        place, is_end = bar.closes, bar.end == self.page.end
        if place is None:
            return
        is_repeated = place.is_last and place.times > 1
        if not is_repeated and bar.end in self.opened:
            return  # the sign of the repeat stands there
        closing = add(made, "barline", location="right")
        add(closing, "bar-style", "light-heavy" if is_repeated or is_end else "light-light")
        if is_repeated:
            more = {"times": place.times} if place.times > 2 else {}
            add(closing, "repeat", direction="backward", **more)


def _is_behind(event: Event, bar: PageBar) -> bool:
    return event.at_end and event.position == bar.end


def _brackets(pieces: Sequence[Piece], beams: dict[int, Beams]) -> list[bool]:
    """For each piece whether its tuplet needs a bracket, not being just what is under one beam."""
    needed = [True] * len(pieces)
    for tuplet, group in groupby(range(len(pieces)), key=lambda place: pieces[place].tuplet):
        places = list(group)
        first = [beams.get(place, ("",))[0] for place in places]
        is_one_beam = first[0] == "begin" and first[-1] == "end" and set(first[1:-1]) <= {"continue"}
        if tuplet is not None and is_one_beam:
            for place in places:
                needed[place] = False
    return needed
