"""What else stands over the notes: sections, repeats, dynamics, hairpins and words about the voice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from xml.etree.ElementTree import Element

from pychang.convert.musicxml.write_events import Event, direction
from pychang.convert.musicxml.write_page import Page, Place
from pychang.convert.musicxml.write_pieces import Piece
from pychang.convert.musicxml.write_xml import add
from pychang.convert.sheet import Dynamic, Tone
from pychang.score.dynamics import BEGINNING, HAIRPINS, LEVELS_DB

WEDGES = {"<": "crescendo", ">": "diminuendo"}
VIBRATO, NO_VIBRATO, BREATHY = "vib.", "non vib.", "breathy"
_HEARD_AS_BREATHY = 0.3


def section_events(page: Page) -> Iterator[Event]:
    """A rehearsal mark where each section begins."""
    for place in page.places:
        if place.music.name:
            made = direction("above")
            add(add(made, "direction-type"), "rehearsal", place.music.name)
            yield Event(place.start, made, order=1)


def times_events(page: Page, bars: Sequence[Sequence[Piece]], tones: Sequence[Tone]) -> Iterator[Event]:
    """How often a stretch is sung if that is more than twice, over its last note or rest.

    Not over a note with a breath mark, where LilyPond leaves words out.
    """
    for bar, pieces in zip(page.bars, bars, strict=True):
        if bar.closes and bar.closes.is_last and bar.closes.times > 2:
            free = (one for one in reversed(pieces) if one.tone is None or not tones[one.tone].breath_after)
            last = next(free, pieces[-1])
            yield Event(last.start, _words(f"{bar.closes.times}x"), order=6)


def _words(text: str, **attributes: str) -> Element:
    made = direction("above")
    add(add(made, "direction-type"), "words", text, **attributes)
    return made


# ── dynamics ─────────────────────────────────────────────────────────────────────────────────────


def dynamic_events(page: Page, part: int) -> Iterator[Event]:
    """Dynamics and hairpins of a part; what holds is said again where the form changes it."""
    now, comes_back = BEGINNING, False  # a repeat, to where the part first sings in it
    for place in page.places:
        comes_back = place.is_returned_to if place.is_first else comes_back
        tones, marks = place.music.tones[part], place.music.dynamics[part]
        if not tones:
            continue
        returned = comes_back and _last_mark(place, part) != marks[0].mark
        comes_back = False
        if marks[0].mark == now and not returned:
            marks = marks[1:]
        yield from _marks(marks, place, tones)
        now = place.music.dynamics[part][-1].mark


def _last_mark(place: Place, part: int) -> str:
    """What holds at the end of a repeat; a hairpin leads nobody knows where."""
    return next((one.dynamics[part][-1].mark for one in reversed(place.block) if one.tones[part]), BEGINNING)


def _marks(marks: Sequence[Dynamic], place: Place, tones: Sequence[Tone]) -> Iterator[Event]:
    for mark, following in pairwise([*marks, None]):
        until = place.music.duration if following is None else following.position
        at = mark.position
        if mark.mark in HAIRPINS:
            yield from _hairpin(mark.mark, place.start + at, place.start + until)
            continue
        if not at and (following is None or following.mark in LEVELS_DB):
            at = tones[0].start  # what holds at the beginning is said where singing begins
        is_end = at == place.music.duration  # what a hairpin leads to
        if at < until or is_end:
            made = direction("above")
            add(add(add(made, "direction-type"), "dynamics"), mark.mark)
            yield Event(place.start + at, made, order=4, at_end=is_end)


def _hairpin(mark: str, start: Fraction, end: Fraction) -> Iterator[Event]:
    if start == end:
        return
    for position, type_ in ((start, WEDGES[mark]), (end, "stop")):
        made = direction("above")
        add(add(made, "direction-type"), "wedge", type=type_, number=1)
        yield Event(position, made, order=0 if type_ == "stop" else 5, at_end=type_ == "stop")


# ── words about the voice ────────────────────────────────────────────────────────────────────────


def voice_events(tones: Sequence[Tone]) -> Iterator[Event]:
    """Words where vibrato, its absence or breath begin that a note's signs do not show."""
    before = ""
    for tone in tones:
        said = _said(tone)
        if said and said != before:
            yield Event(tone.start, _words(said, font_style="italic"), order=6)
        before = said


def _said(tone: Tone) -> str:
    vibrato = tone.expression.vibrato
    if vibrato is not None:
        return VIBRATO if vibrato.depth_cents else NO_VIBRATO
    return BREATHY if tone.expression.breathy >= _HEARD_AS_BREATHY else ""
