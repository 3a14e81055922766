"""What the piano roll shows of a song: the `Roll` of protocol.ts, as plain values for JSON.

A song with mistakes is shown as far as it can be read, so that its notes do not vanish while somebody types.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pychang.compile import is_stereo, sound_rate
from pychang.diagnostic import Unusable
from pychang.editor.roll_clock import clock_points
from pychang.editor.voices import names_of, reach_of
from pychang.editor.written_notes import Units, WrittenNote, written_notes
from pychang.korean import pronounce, to_hangul
from pychang.korean.model import SILENCE
from pychang.language.syntax import Section
from pychang.lsp.document import Analysis
from pychang.performance.clock import LEAD_IN_S, TAIL_S, clock_of
from pychang.score.arrange import measure_part
from pychang.score.form import order
from pychang.score.model import Note, Part, Score
from pychang.score.staff import Staff, numbered_bars
from pychang.score.together import Together

if TYPE_CHECKING:
    from pychang.singing import Cue

Json = dict[str, Any]
USUAL_RATE = 22_050  # of a song that has no sound yet
_SHOWN_SETTINGS = ("voice", "tempo", "transpose")


@dataclass(frozen=True)
class Passage:
    """A section that is sung once: from where on, which verse, and who has it (None: a part that rests)."""

    title: str
    verse: int
    start: Fraction
    together: Together

    @property
    def end(self) -> Fraction:
        return self.start + self.together.duration


def roll_of(analysis: Analysis, cues: Sequence[Cue] = (), names: Mapping[Path, str] | None = None) -> Json:
    """The `Roll` of protocol.ts without its version.

    `cues`: the phrases, as a stage has them; `names`: what the page calls the voices, by their folders.
    To be made before the next version of the text is read, which moves the excerpts that spans are of.
    """
    reading = analysis.reading
    score = reading.score or Score("", "", ())
    passages = list(_passages(analysis, score))
    end = max((_end(part) for part in score.parts), default=Fraction(0))
    clock = clock_of(score)
    return {
        "canBeSung": reading.can_be_sung,
        "title": score.title,
        "length": float(end),
        "durationS": clock.at(end) + TAIL_S,
        "clock": clock_points(clock, end),
        "bars": [bar for one in passages for bar in _bars(one)],
        **_parts(analysis, score, passages),
        "settings": _settings(analysis),
        "phrases": phrases_of(cues, names or names_of(reading.cast.values())),
        "rate": _rate(analysis),
        "stereo": is_stereo(score),
        "backing": _backing(score),
    }


def _end(part: Part) -> Fraction:
    return part.notes[-1].start + part.notes[-1].duration if part.notes else Fraction(0)


def _rate(analysis: Analysis) -> int:
    """Samples a second; those of the voices alone, if the backing cannot be read."""
    rates = [card.geometry.sample_rate for card in analysis.reading.cast.values()]
    try:
        return sound_rate(analysis.reading) if analysis.reading.can_be_sung else max(rates)
    except (ValueError, Unusable):
        return max(rates, default=USUAL_RATE)


def _backing(score: Score) -> Json | None:
    one = score.backing
    return {"gainDb": one.gain_db, "startS": LEAD_IN_S + one.offset_s} if one else None


def _settings(analysis: Analysis) -> Json:
    """Of the song as a whole, its included files among them; None where it does not say."""
    written = analysis.reading.song.settings if analysis.reading.song else ()
    said = {one.name.text for one in written if one.value}
    values = analysis.settings
    voice = values.voice.text if values.voice else None
    meant = {"voice": voice, "tempo": values.tempo, "transpose": values.transpose}
    return {name: meant[name] if name in said else None for name in _SHOWN_SETTINGS}


# ── sections and bars ────────────────────────────────────────────────────────────────────────────


def _passages(analysis: Analysis, score: Score) -> Iterator[Passage]:
    """The sections as they are sung one after another; none of a song that is too long to be sung."""
    song = analysis.reading.song
    if song is None or not any(part.notes for part in score.parts):
        return
    parts = [measure_part(one, analysis.settings, analysis.remembered) for one in song.parts]
    known: dict[str, Together] = {}
    now = Fraction(0)
    for one in order(song, analysis.settings.form)[0]:
        if one.title not in known:
            known[one.title] = Together.of(parts, one.title)
        passage = Passage(one.title, one.verse, now, known[one.title])
        now = passage.end
        yield passage


def _bars(passage: Passage) -> Iterator[Json]:
    """The bars of the part that has most to sing, numbered as messages number them."""
    longest = (one for one in passage.together.sung if one.duration == passage.together.duration)
    staff = next(longest, None)
    last = 0
    for number, _, bar in numbered_bars(staff.lines if staff else ()):
        if number == last or not bar.elements:
            continue
        last = number
        at = float(passage.start + bar.elements[0].start)
        yield {"at": at, "number": number, "beats": bar.meter.beats, "unit": bar.meter.unit}


# ── parts and notes ──────────────────────────────────────────────────────────────────────────────


def _parts(analysis: Analysis, score: Score, passages: Sequence[Passage]) -> Json:
    """The `sections` and the `parts` of a roll."""
    sections: list[Json] = []
    parts: list[Json] = []
    units = Units(analysis.lines.text)
    for number, part in enumerate(score.parts):
        low, high = reach_of(part, analysis.reading.cast)
        notes = _Notes(analysis, units, part)
        for passage in passages:
            staff = passage.together.staves[number]
            notes.sing(passage, staff, len(sections))
            if staff is not None:
                line = staff.section.span.line if analysis.is_own(staff.section.span) else 0
                sections.append(_section(passage, number, staff.section, line))
        parts.append({"name": part.name, "low": low, "high": high, "notes": notes.found})
    return {"sections": sections, "parts": parts}


def _section(passage: Passage, part: int, section: Section, line: int) -> Json:
    span = {"from": float(passage.start), "to": float(passage.end)}
    return {"name": section.title, "part": part, **span, "line": line, "pass": passage.verse}


class _Notes:
    """The notes of a part, passage by passage."""

    def __init__(self, analysis: Analysis, units: Units, part: Part) -> None:
        self.found: list[Json] = []
        self._analysis, self._units, self._part = analysis, units, part
        self._coming = iter(part.notes)
        self._next: Note | None = next(self._coming, None)
        self._spoken = [to_hangul(one) for one in pronounce(part.syllables)]
        self._written: dict[tuple[int, int], list[WrittenNote]] = {}
        self._last = -1  # the syllable of the note before

    def sing(self, passage: Passage, staff: Staff | None, section: int) -> None:
        """The notes that begin within a passage."""
        written = iter(self._on_staff(staff, passage.verse) if staff else ())
        for note in self._until(passage.end):
            if note.midi is not None and (one := next(written, None)) is not None:
                self.found.append(self._note(note, one, section))

    def _until(self, end: Fraction) -> Iterator[Note]:
        while self._next is not None and self._next.start < end:
            yield self._next
            self._next = next(self._coming, None)

    def _on_staff(self, staff: Staff, verse: int) -> list[WrittenNote]:
        key = id(staff), verse
        if key not in self._written:
            self._written[key] = written_notes(staff, verse, self._analysis, self._units)
        return self._written[key]

    def _note(self, note: Note, written: WrittenNote, section: int) -> Json:
        begins = note.syllable != self._last
        self._last = note.syllable
        sung = self._spoken[note.syllable] if begins else None
        text = written.text or ""
        return {
            "place": written.place,
            "start": float(note.start),
            "length": float(note.duration),
            "midi": note.midi,
            "span": written.span,
            "section": section,
            "text": text,
            "boundary": self._part.syllables[note.syllable].boundary if begins else "",
            "spoken": sung if sung != text and text != "-" else None,
            "lyric": written.lyric,
            "verse": written.verse,
            "breath": note.breath_after,
        }


# ── phrases ──────────────────────────────────────────────────────────────────────────────────────


def phrases_of(cues: Sequence[Cue], names: Mapping[Path, str]) -> list[Json]:
    """Each phrase in its place, with all that mixing its sound needs, exactly as `compile` mixes it."""
    return [_phrase(cue, names[cue.card.folder]) for cue in cues]


def _phrase(cue: Cue, voice: str) -> Json:
    from pychang.sound.level import gain_to_sung_db

    zero_s, phones = cue.phrase.start_s, cue.phrase.performance.phones
    before = list(takewhile(lambda phone: phone.symbol == SILENCE, phones))
    after = list(takewhile(lambda phone: phone.symbol == SILENCE, reversed(phones)))
    return {
        "key": cue.key,
        "part": cue.part,
        "zeroS": zero_s,
        "startS": round(zero_s + (before[-1].end_s if before else 0.0), 6),
        "endS": round(zero_s + (after[-1].start_s if after else phones[-1].end_s), 6),
        "voice": voice,
        "pan": cue.pan,
        "gains": [list(one) for one in cue.phrase.gains],
        "baseDb": gain_to_sung_db(cue.card.level_dbfs),
    }
