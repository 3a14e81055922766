"""Tempo over the notes: metronome marks, and ritardandi with the steps in which they are played."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import log
from xml.etree.ElementTree import Element

from pychang.convert.musicxml.write_events import Event, direction
from pychang.convert.musicxml.write_page import Page, Place
from pychang.convert.musicxml.write_xml import add
from pychang.score.model import TempoPoint
from pychang.score.settings import Meter

RIT, ACCEL, BLANK = "rit.", "accel.", "\N{NO-BREAK SPACE}"
_LINE = {"number": 1, "line_end": "none", "line_type": "dashed"}  # LilyPond takes `dashes` for a trill


@dataclass(frozen=True)
class _Change:
    """From `position` on another tempo, or gradually to it: `until` where it is reached."""

    position: Fraction
    before: float
    tempo: float
    until: Fraction | None = None

    def at(self, position: Fraction) -> float:
        """The tempo within a ramp."""
        share = float((position - self.position) / (self.until - self.position))
        return self.before + share * (self.tempo - self.before)


def tempo_events(page: Page) -> Iterator[Event]:
    """What stands over the first part about tempo.

    What a reader may rely on to get the tempo back exactly, from `sound tempo`, which is in quarters whatever
    the mark counts: a ramp begins at a direction with the words `rit.` or `accel.`, the start of a dashed
    bracket, and no `sound`; it ends at the direction with the stop of that bracket. The directions between
    them whose words are blank are its steps, for programs that know no ramps; the last of them, where it
    ends, has the tempo that is reached. All other tempi stand beside metronome marks, and hold at once.
    """
    changes = [(change, _meter_at(page, change.position)) for change in _changes(page.places)]
    in_beats = all(_is_whole(change.tempo / _beat_of(meter)) for change, meter in changes if not change.until)
    for change, meter in changes:
        if change.until is None:
            yield _metronome(change, _beat_of(meter) if in_beats else 1.0)
        else:
            yield from _ramp(change)


def _changes(places: Sequence[Place]) -> Iterator[_Change]:
    """All changes on the page; the tempo is said again where a repeat comes back from another one."""
    now, was_ramp = None, False
    for place in places:
        points = place.music.tempo
        start = points[0].quarters_per_minute
        returned = place.is_returned_to and _ends_otherwise(place.block[-1].tempo, start)
        if now != start or was_ramp or returned:
            yield _Change(place.start, start, start)
        was_ramp = False
        for before, point in pairwise(points):
            at, tempo = place.start + point.position, point.quarters_per_minute
            if point.ramp and before.position < point.position:
                yield _Change(place.start + before.position, before.quarters_per_minute, tempo, at)
                was_ramp = at == place.end
                if not was_ramp and _holds_on(points, point):
                    yield _Change(at, tempo, tempo)
            elif not point.ramp and tempo != before.quarters_per_minute:
                yield _Change(at, tempo, tempo)
        now = points[-1].quarters_per_minute


def _ends_otherwise(points: Sequence[TempoPoint], start: float) -> bool:
    return points[-1].ramp or points[-1].quarters_per_minute != start


def _holds_on(points: Sequence[TempoPoint], point: TempoPoint) -> bool:
    """Whether the tempo that a ramp reaches is not left at once."""
    following = points[points.index(point) + 1 :]
    return not following or following[0].position > point.position


def _meter_at(page: Page, position: Fraction) -> Meter:
    return next(bar.meter for bar in reversed(page.bars) if bar.start <= position)


def _beat_of(meter: Meter) -> float:
    """What a metronome counts in a meter, in quarters."""
    if meter.beats % 3 == 0 and meter.unit == 8:
        return 1.5
    return 2.0 if meter.unit == 2 else 1.0


def _metronome(change: _Change, beat: float) -> Event:
    """A mark that counts beats; if that makes whole numbers all over the song, else quarters."""
    made = direction("above")
    mark = add(add(made, "direction-type"), "metronome", parentheses="no")
    add(mark, "beat-unit", "half" if beat == 2 else "quarter")
    if beat == 1.5:
        add(mark, "beat-unit-dot")
    add(mark, "per-minute", f"{change.tempo / beat:.10g}")
    add(made, "sound", tempo=change.tempo)
    return Event(change.position, made, order=2)


def _is_whole(count: float) -> bool:
    return abs(count - round(count)) < 1e-9


def _ramp(change: _Change) -> Iterator[Event]:
    word = RIT if change.tempo < change.before else ACCEL
    begins = direction("above")
    add(add(begins, "direction-type"), "words", word, font_style="italic")
    add(add(begins, "direction-type"), "bracket", type="start", **_LINE)
    yield Event(change.position, begins, order=3)
    ends = direction("above")
    add(add(ends, "direction-type"), "bracket", type="stop", **_LINE)
    yield Event(change.until, _step(change.tempo), order=0, at_end=True)
    yield Event(change.until, ends, order=0, at_end=True)


def steps(page: Page, places: Sequence[Fraction]) -> Iterator[Event]:
    """The steps of ramps, one at each of the `places`, in order, that they go over: it lasts as long as they.

    Where the tempo is linear in the position, the time is as with the logarithmic mean of its ends.
    """
    for change in _changes(page.places):
        if change.until is None:
            continue
        inside = places[bisect_left(places, change.position) : bisect_left(places, change.until)]
        for start, end in pairwise((*inside, change.until)):
            before, after = change.at(start), change.at(end)
            mean = (after - before) / log(after / before)
            yield Event(start, _step(round(mean, 3)), order=3)


def _step(tempo: float) -> Element:
    """Under blank words, as MuseScore 3 prints a tempo that has no words."""
    made = direction("above")
    add(add(made, "direction-type"), "words", BLANK)
    add(made, "sound", tempo=tempo)
    return made
