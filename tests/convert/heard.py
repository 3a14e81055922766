"""What is heard from a MusicXML file, by a reader so simple that it can be believed.

It knows what the writer writes: one voice a part, repeats that do not nest, a verse for each time through.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from pychang.convert.sheet import Sheet, SheetPart, Tone
from pychang.convert.unroll import BEGINNING, unrolled
from pychang.score.model import TempoPoint
from pychang.score.tempo import tidy

SHORTEST_SHARED = 4  # syllables of the first verse without one of another's: they are sung in that one, too
_STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


@dataclass(frozen=True)
class Heard:
    """A note with its ties joined. `word`: the block that begins, "" where one is held or none is known."""

    start: Fraction
    duration: Fraction
    midi: int
    word: str = ""


def heard(score: bytes) -> list[list[Heard]]:
    """The notes of each part, as they are sung."""
    return [list(_part(part)) for part in ElementTree.fromstring(score).iter("part")]


def meant(sheet: Sheet) -> list[list[Heard]]:
    """The notes of each part of a sheet, as they are sung."""
    return [[_tone(tone) for tone in part.tones] for part in unrolled(sheet).parts]


def tempo_heard(score: bytes) -> tuple[TempoPoint, ...]:
    """The tempo as it is sung, by what the writer of tempo says that a reader may rely on."""
    part = ElementTree.fromstring(score).find("part")
    divisions = Fraction(part.findtext("measure/attributes/divisions"))
    now = Fraction(0)
    points: list[TempoPoint] = []
    reached: float | None = (
        None  # the last step of a ramp, 0 before there is any; None where there is no ramp
    )
    for block, times in _blocks(list(part.iter("measure"))):
        for element in [one for measure in block for one in measure] * times:
            if element.tag == "note":
                now += Fraction(element.findtext("duration")) / divisions / 4
            sound, line = element.find("sound"), element.find("direction-type/bracket")
            if line is not None and line.get("type") == "start":
                reached = 0.0
                points.append(TempoPoint(now, points[-1].quarters_per_minute))
            elif line is not None:
                points.append(TempoPoint(now, reached, ramp=True))
                reached = None
            elif sound is not None and reached is None:
                points.append(TempoPoint(now, float(sound.get("tempo"))))
            elif sound is not None:
                reached = float(sound.get("tempo"))
    return tidy(points)


def dynamics_heard(score: bytes) -> list[list[str]]:
    """For each note of each part the dynamic or hairpin under which it begins, as it is sung."""
    return [list(_dynamics(part)) for part in ElementTree.fromstring(score).iter("part")]


def dynamics_meant(sheet: Sheet) -> list[list[str]]:
    parts = unrolled(sheet).parts
    return [[_mark_at(part, tone.start) for tone in part.tones] for part in parts]


def _dynamics(part: Element) -> Iterator[str]:
    now = BEGINNING
    for block, times in _blocks(list(part.iter("measure"))):
        for element in [one for measure in block for one in measure] * times:
            for mark in element.iterfind("direction-type/dynamics/*"):
                now = mark.tag
            for wedge in element.iterfind("direction-type/wedge"):
                now = {"crescendo": "<", "diminuendo": ">"}.get(wedge.get("type"), now)
            tied = any(tie.get("type") == "stop" for tie in element.iter("tie"))
            if element.find("pitch") is not None and not tied:
                yield now


def _mark_at(part: SheetPart, position: Fraction) -> str:
    return next((one.mark for one in reversed(part.dynamics) if one.position <= position), BEGINNING)


def _tone(tone: Tone) -> Heard:
    syllable = tone.lyrics[0] if tone.lyrics else None
    return Heard(tone.start, tone.duration, tone.pitch.midi, syllable.text if syllable else "")


def _part(part: Element) -> Iterator[Heard]:
    divisions = Fraction(part.findtext("measure/attributes/divisions"))
    now = Fraction(0)
    notes: list[Heard] = []
    for block, times in _blocks(list(part.iter("measure"))):
        for number in range(1, times + 1):
            words = _words([note for one in block for note in one.iter("note")], number)
            for measure in block:
                for note in measure.iter("note"):
                    duration = Fraction(note.findtext("duration")) / divisions / 4
                    _add(notes, note, now, duration, words[id(note)])
                    now += duration
    yield from notes


def _add(notes: list[Heard], note: Element, now: Fraction, duration: Fraction, word: str) -> None:
    pitch = note.find("pitch")
    if pitch is None:
        return
    step, alter, octave = (pitch.findtext(name) or "0" for name in ("step", "alter", "octave"))
    midi = 12 * (int(octave) + 1) + _STEPS[step] + int(alter)
    assert {one.get("type") for one in note.iter("tie")} == {one.get("type") for one in note.iter("tied")}
    if any(tie.get("type") == "stop" for tie in note.iter("tie")):
        before = notes.pop()
        assert (before.midi, before.start + before.duration, word) == (midi, now, "")
        notes.append(Heard(before.start, before.duration + duration, midi, before.word))
    else:
        notes.append(Heard(now, duration, midi, word))


def _blocks(measures: list[Element]) -> Iterator[tuple[list[Element], int]]:
    """Measures between repeat signs, with how many times they are played."""
    block: list[Element] = []
    for measure in measures:
        signs = {one.get("direction"): one for one in measure.iterfind("barline/repeat")}
        if "forward" in signs and block:
            yield block, 1
            block = []
        block.append(measure)
        if "backward" in signs:
            yield block, int(signs["backward"].get("times", 2))
            block = []
    if block:
        yield block, 1


def _words(notes: list[Element], number: int) -> dict[int, str]:
    """The block under each note in a verse: its own, or the first's where it has none for a while."""
    own, first = ([_text(note, verse) for note in notes] for verse in (number, 1))
    words = dict(zip(map(id, notes), own, strict=True))
    gap: list[int] = []
    for place in range(len(notes) + 1):
        if place < len(notes) and not own[place]:
            gap.append(place)
            continue
        begun = [one for one in gap if first[one]]
        if len(begun) >= SHORTEST_SHARED or (begun and not any(own)):
            words.update({id(notes[one]): first[one] for one in begun})
        gap = []
    return words


def _text(note: Element, number: int) -> str:
    found = next((one for one in note.iterfind("lyric") if one.get("number") == str(number)), None)
    return "" if found is None else found.findtext("text").rstrip(",")
