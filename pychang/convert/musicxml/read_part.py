"""One part of a score, measure by measure: what stands where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm
from xml.etree.ElementTree import Element

from pychang.convert.key import Key
from pychang.convert.musicxml.read_attributes import key_of, meter_of, passes_of
from pychang.convert.musicxml.read_directions import (
    Said,
    barline_signs,
    dynamics_of,
    events_of,
    signs_of,
    sound_events,
    sound_signs,
)
from pychang.convert.musicxml.read_names import is_singer, name_of
from pychang.convert.musicxml.read_note import lyrics_of, marks_of, pitch_of, size_of, ties_of, written_pitch
from pychang.convert.musicxml.read_records import Event, Signs, WrittenBar, WrittenNote, WrittenPart, joined
from pychang.convert.musicxml.read_values import number, whole
from pychang.convert.plain_text import plain
from pychang.score.settings import Meter

LONGEST_BAR = Fraction(32)  # of a cadenza without barlines; what goes on is cut off
_MOST_DIVISIONS = 10**6
_MOST_TICKS = 10**8
GRID = 960  # to a whole note: where lengths are too fine to be typed
_FINEST = 2000  # the least that divides all lengths of a measure, so that with grace notes they can be typed


def read_part(number_: int, listed: Element | None, music: Element, in_detail: bool) -> WrittenPart:
    """A part from its element and what the list of parts says of it; not `in_detail`: without its notes."""
    walk = _Walk(in_detail)
    bars = tuple(walk.bar(measure) for measure in music.iterfind("measure"))
    return WrittenPart(
        number_, name_of(listed), bars, is_singer(listed), music.find(".//lyric") is not None, walk.left_out
    )


Ticks = int | Fraction


class _Walk:
    """Goes through a part; what holds on from measure to measure."""

    def __init__(self, in_detail: bool) -> None:
        self.in_detail = in_detail
        self.left_out: dict[str, list[str]] = {}
        self._divisions = Fraction(1)  # to a quarter
        self._lengths: dict[Ticks, Fraction] = {}  # in divisions, and in whole notes
        self._semitones: dict[int, int] = {0: 0}  # of a staff; 0: of those that are not named
        self._fifths: dict[int, int] = {0: 0}
        self._carried: list[tuple[Fraction, Said]] = []  # to the next measure

    def bar(self, measure: Element) -> WrittenBar:
        self._now = self._reach = self._end = self._before = 0
        self._base = Fraction(0)
        self._exact: dict[Ticks, Fraction] = {}
        self._notes: list[WrittenNote] = []
        self._events: list[Event] = []
        self._said = self._carried
        self._meter: Meter | None = None
        self._key: Key | None = None
        self._number = plain(measure.get("number", ""))[:12]
        is_implicit = measure.get("implicit") == "yes"
        for one in measure:
            step = _STEPS.get(one.tag)
            if step:
                step(self, one)
        return WrittenBar(
            self._number,
            tuple(self._on_a_grid()),
            tuple(self._events),
            self._signs(),
            on_grid(min(self._at(self._reach or (self._end if is_implicit else 0)), LONGEST_BAR)),
            self._meter,
            self._key,
            is_implicit,
        )

    def _on_a_grid(self) -> Sequence[WrittenNote]:
        """The notes; where no length could be typed that is as fine as theirs, on a grid."""
        places = {place.denominator for note in self._notes for place in (note.start, note.end)}
        if lcm(*places) <= _FINEST:
            return self._notes
        self.left_out.setdefault("grid", []).append(self._number)
        moved = ((note, on_grid(note.start), on_grid(note.end)) for note in self._notes)
        return [
            replace(note, start=start, duration=end - start)
            for note, start, end in moved
            if end > start or not note.duration
        ]

    def _signs(self) -> Signs:
        """Those of this measure; what stands at its end and is gone on from there belongs to the next."""
        said, self._carried = self._said, []
        end = self._at(self._end)
        for place, one in self._said:
            if place >= end > 0:
                if one.pop("symbols", 0):
                    one["to_coda"] = "coda"
                later = {name: one.pop(name) for name in ("segno", "coda", "rehearsal") if name in one}
                if later:
                    self._carried.append((Fraction(0), later))
        return joined(Signs(**one) for _, one in said) if said else _NO_SIGNS

    # ── time ─────────────────────────────────────────────────────────────────────────────────────

    def _ticks_of(self, element: Element) -> Ticks:
        text = element.findtext("duration") or ""
        ticks = int(text) if text.isdecimal() and len(text) < 8 else number(text) or 0
        return min(max(ticks, 0), _MOST_TICKS)

    def _at(self, ticks: Ticks) -> Fraction:
        """Where a place really is: tuplets whose lengths are rounded end elsewhere than they say."""
        found = self._exact.get(ticks)
        if found is None:
            found = self._length(ticks)
            found = max(found + self._base, Fraction(0)) if self._base or ticks < 0 else found
        return found

    def _length(self, ticks: Ticks) -> Fraction:
        if ticks not in self._lengths:
            self._lengths[ticks] = Fraction(ticks) / (4 * self._divisions)
        return self._lengths[ticks]

    def _go(self, ticks: Ticks) -> None:
        self._now += ticks
        self._end = max(self._end, self._now)

    def _backup(self, element: Element) -> None:
        self._go(-self._ticks_of(element))

    def _forward(self, element: Element) -> None:
        self._go(self._ticks_of(element))
        self._reach = max(self._reach, self._now)

    def _place_of(self, direction: Element) -> Fraction:
        offset = number(direction.findtext("offset"))
        place = self._at(self._now)
        return max(place + offset / (4 * self._divisions), Fraction(0)) if offset else place

    def _divide(self, divisions: Fraction) -> None:
        """Other divisions from here on; what is before keeps its place."""
        here = self._at(self._now)
        ahead = [self._at(ticks) - here for ticks in (self._reach, self._end)]
        self._divisions = divisions
        self._lengths.clear()
        self._exact.clear()
        self._base, self._now = here, 0
        self._reach, self._end = (length * 4 * divisions for length in ahead)

    # ── attributes ───────────────────────────────────────────────────────────────────────────────

    def _attributes(self, element: Element) -> None:
        for one in element:
            if one.tag == "divisions":
                value = number(one.text)
                if value and 0 < value <= _MOST_DIVISIONS:
                    self._divide(value)
            elif one.tag == "time":
                self._meter = meter_of(one) or self._meter
            elif one.tag == "transpose":
                self._transpose(one)
        for one in element.iterfind("key"):
            self._key = self._key or key_of(one, self._fifths.get(0, 0))

    def _transpose(self, element: Element) -> None:
        staff = whole(element.get("number")) or 0
        chromatic, octaves = (whole(element.findtext(name)) or 0 for name in ("chromatic", "octave-change"))
        diatonic = whole(element.findtext("diatonic"))
        semitones = chromatic + 12 * octaves
        self._semitones[staff] = semitones if abs(semitones) <= 48 else 0
        steps = 7 * chromatic % 12
        self._fifths[staff] = (
            7 * chromatic - 12 * diatonic
            if diatonic and abs(7 * chromatic - 12 * diatonic) < 12
            else min((steps, steps - 12), key=abs)
        )

    # ── notes ────────────────────────────────────────────────────────────────────────────────────

    def _note(self, element: Element) -> None:
        tags = {one.tag for one in element}
        is_grace = "grace" in tags
        ticks = 0 if is_grace else self._ticks_of(element)
        if "chord" not in tags:
            self._before = self._now
        place = self._at(self._before)
        length = self._length(ticks)
        if "time-modification" in tags and not is_grace:
            length = self._exact_length(element, length)
        if not is_grace and "chord" not in tags:
            self._go(ticks)
            if (self._exact or "time-modification" in tags) and place + length != self._at(self._now):
                self._exact[self._now] = place + length
            if not ("rest" in tags and _is_for_all_of_it(element)):
                self._reach = max(self._reach, self._now)
        if self.in_detail and not ("rest" in tags or (not ticks and not is_grace)):
            self._keep(element, tags, place, length)

    def _exact_length(self, element: Element, length: Fraction) -> Fraction:
        size = size_of(element)
        if size is None or abs(size - length) * 4 * self._divisions >= 1:
            return length
        return size

    def _keep(self, element: Element, tags: set[str], place: Fraction, length: Fraction) -> None:
        reason = "cue" if "cue" in tags else "unpitched" if "unpitched" in tags else None
        staff = whole(element.findtext("staff")) or 1
        semitones = self._semitones.get(staff, self._semitones[0])
        pitch = element.find("pitch")
        found = None if reason or pitch is None else pitch_of(*written_pitch(pitch), semitones)
        if found is None:
            self.left_out.setdefault(reason or "pitch", []).append(self._number)
            return
        tied_on, tied_from = ties_of(element) if tags & {"tie", "notations"} else (False, False)
        marks = frozenset(marks_of(element)) if "notations" in tags else _NO_MARKS
        if "chord" in tags:
            marks |= {"chord"}
        self._notes.append(
            WrittenNote(
                place,
                length,
                found[0],
                (element.findtext("voice") or "1").strip(),
                staff,
                tuple(lyrics_of(element)) if "lyric" in tags else (),
                self._grace_marks(element, marks) if "grace" in tags else marks,
                tied_on,
                tied_from,
                size_of(element) or Fraction(1, 8) if "grace" in tags else Fraction(0),
                passes_of(element.get("time-only")),
                found[1],
            )
        )
        if any(mark.startswith("dynamics:") for mark in marks):
            for one in element.iterfind("notations/dynamics"):
                self._events += dynamics_of(one, place, staff)

    def _grace_marks(self, element: Element, marks: frozenset[str]) -> frozenset[str]:
        grace = element.find("grace")
        extra = {"slashed"} if grace.get("slash") == "yes" else set()
        if grace.get("steal-time-previous"):
            extra.add("after")
        return marks | extra

    # ── words and lines ──────────────────────────────────────────────────────────────────────────

    def _direction(self, element: Element) -> None:
        place = self._place_of(element)
        staff = whole(element.findtext("staff")) or 0
        self._events += events_of(element, place, staff)
        sound = element.find("sound")
        if sound is not None:
            self._events += sound_events(sound, place, staff)
        if said := signs_of(element):
            self._said.append((place, said))

    def _sound(self, element: Element) -> None:
        place = self._place_of(element)
        self._events += sound_events(element, place, 0)
        if said := sound_signs(element):
            self._said.append((place, said))

    def _barline(self, element: Element) -> None:
        if said := barline_signs(element):
            self._said.append((self._at(self._now), said))


_STEPS = {
    "note": _Walk._note,
    "backup": _Walk._backup,
    "forward": _Walk._forward,
    "attributes": _Walk._attributes,
    "direction": _Walk._direction,
    "sound": _Walk._sound,
    "barline": _Walk._barline,
}
_NO_MARKS: frozenset[str] = frozenset()
_NO_SIGNS = Signs()


def on_grid(place: Fraction) -> Fraction:
    """The same place if it is on a grid that can be typed, or else the nearest that is."""
    return place if place.denominator <= GRID else Fraction(round(place * GRID), GRID)


def _is_for_all_of_it(element: Element) -> bool:
    """Of a rest for all of a measure the length is often that of a whole note, whatever the meter."""
    return element.find("rest").get("measure") == "yes"
