"""One line of a MIDI file, from what a channel plays to the tones of a part."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from fractions import Fraction

from pychang.convert.key import LOWEST, Key, spell
from pychang.convert.midi.loudness import Loudness, loudness_of
from pychang.convert.midi.match import match
from pychang.convert.midi.notation import Clock, Written, write_down
from pychang.convert.midi.syllables import (
    Parting,
    Text,
    is_joined,
    parting_of,
    read_text,
    set_syllables,
    spread,
)
from pychang.convert.midi.voice import Lyric, MidiVoice
from pychang.convert.one_voice import Played, one_voice
from pychang.convert.sheet import PLAIN, Dynamic, Tone
from pychang.convert.sung_text import scheme_of


@dataclass(frozen=True)
class Line:
    """The tones of a voice that are sung, one at a time, with the texts on them.

    `texts` is empty if there are no words. `lost`: words that stand near no tone.
    """

    voice: MidiVoice
    tones: tuple[Played, ...]
    texts: tuple[Text, ...] = ()
    parting: Parting = Parting.NOTHING
    lost: tuple[Lyric, ...] = ()

    @property
    def size(self) -> int:
        """How many notes there will be, those with several syllables shared out."""
        return len(self.tones) + sum(len(text.units) - 1 for text in self.texts if text.units)

    @property
    def joined(self) -> list[bool]:
        """For each tone, whether the next goes on with its word, as far as the file says where words end."""
        if not self.texts or self.parting is Parting.NOTHING:
            return [False] * len(self.tones)
        return is_joined(self.texts)

    @property
    def left_out(self) -> list[Played]:
        """Tones of chords that are not sung."""
        kept: dict[int, list[int]] = {}
        for tone in self.tones:
            kept.setdefault(tone.midi, []).append(tone.start)

        def is_kept(tone: Played) -> bool:
            starts = kept.get(tone.midi, [])
            before = bisect_right(starts, tone.start)
            return before > 0 and tone.start - starts[before - 1] < self.voice.chord

        return [tone for tone in self.voice.tones if not is_kept(tone)]


def line_of(voice: MidiVoice, with_words: bool) -> Line:
    """What is sung of a voice: of a chord its highest tone, cut where the next begins."""
    tones = one_voice(voice.tones, voice.chord).notes
    lyrics = voice.lyrics if with_words else ()
    if not any(one.text.strip() for one in lyrics):
        return Line(voice, tones)
    matched = match(lyrics, [tone.start for tone in tones], voice.ticks)
    parting = parting_of(matched.texts)
    scheme = scheme_of(text.strip("\\/ \r\n-") for pieces in matched.texts for text in pieces)
    texts = spread([read_text(pieces, parting, scheme) for pieces in matched.texts])
    return Line(voice, tones, tuple(texts), parting, matched.lost)


@dataclass(frozen=True)
class Set:
    """A line set down: its notes, the tones with their words, and how loud they are."""

    line: Line
    notes: tuple[Written, ...]
    tones: tuple[Tone, ...]
    dynamics: tuple[Dynamic, ...] = ()
    shared: int = 0  # notes with several syllables


def set_down(line: Line, clock: Clock, grid: Fraction | None, by_machine: bool, key: Key | None) -> Set:
    """The line in written time."""
    notes = write_down(line.tones, line.joined, clock, grid, by_machine)
    loudness = loudness_of(notes)
    plain = [_tone(note, i, loudness, key) for i, note in enumerate(notes)]
    if not line.texts:
        return Set(line, tuple(notes), tuple(plain), loudness.dynamics)
    sung = list(set_syllables([(note.start, note.end) for note in notes], line.texts))
    tones = [
        replace(plain[one.note], start=one.start, duration=one.end - one.start, lyrics=(one.syllable,))
        for one in sung
    ]
    shared = len({one.note for one in sung if one.shared})
    return Set(line, tuple(notes), tuple(tones), loudness.dynamics, shared)


def _tone(note: Written, place: int, loudness: Loudness, key: Key | None) -> Tone:
    expression = replace(PLAIN, accent=True) if place in loudness.accents else PLAIN
    return Tone(note.start, note.end - note.start, spell(note.played.midi, key), (), expression)


def is_too_low(tone: Played) -> bool:
    """Whether a tone lies where pitches have no names, and is sung higher."""
    return tone.midi < LOWEST
