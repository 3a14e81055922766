"""Tones and lyrics to a part: neighbours joined as a person would write them, one syllable a note."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from pychang.convert.lyrics_file import Items
from pychang.language.syntax import Hold, LyricSyllable
from pychang.score.model import Note, Part, Syllable

CHORD = Fraction(1, 64)  # tones that begin as close as this sound together: the highest is the melody
CLOSURE_S = 0.3  # a shorter gap inside a word is how a consonant sounds, and no rest


@dataclass(frozen=True)
class Tone:
    """A pitch from `start` to `end`, in whole notes."""

    start: Fraction
    end: Fraction
    midi: int


def one_voice(tones: Iterable[Tone]) -> tuple[Tone, ...]:
    """The melody: of a chord the highest tone, and no tone longer than to the next."""
    kept: list[Tone] = []
    for tone in sorted(tones, key=lambda tone: (tone.start, tone.midi)):
        if tone.end <= tone.start:
            continue
        if kept and tone.start - kept[-1].start < CHORD and _overlap(kept[-1], tone):
            kept[-1] = replace(tone, start=kept[-1].start)
            continue
        if kept and _overlap(kept[-1], tone):
            kept[-1] = replace(kept[-1], end=tone.start)
        kept.append(tone)
    return tuple(kept)


def _overlap(one: Tone, other: Tone) -> bool:
    return one.end > other.start


def close_gaps(
    tones: Sequence[Tone], items: Items, seconds: Callable[[Fraction], float], slip: Fraction
) -> tuple[Tone, ...]:
    """Tones held to the next one where no rest is meant: after `slip` at most, or inside a word."""

    def is_rest(one: Tone, other: Tone, item: LyricSyllable | Hold) -> bool:
        inside = isinstance(item, Hold) or item.before == ""
        gap_s = seconds(other.start) - seconds(one.end)
        return other.start - one.end > slip and not (inside and gap_s < CLOSURE_S)

    joined = [
        one if is_rest(one, other, item) else replace(one, end=other.start)
        for (one, other), item in zip(pairwise(tones), items[1:], strict=False)
    ]
    return (*joined, *tones[len(joined) :])


def set_lyrics(tones: Sequence[Tone], items: Items) -> Part:
    """A part from position 0; as many items as tones, the first of them a syllable."""
    notes: list[Note] = []
    syllables: list[Syllable] = []
    now, paused = Fraction(0), True
    for tone, item in zip(tones, items, strict=True):
        if tone.start > now:
            notes.append(Note(now, tone.start - now, None, None))
            paused = True
        if isinstance(item, LyricSyllable):
            syllables.append(Syllable(item.text, "|" if paused else item.before, item.spoken, item.span))
        notes.append(Note(tone.start, tone.end - tone.start, tone.midi, len(syllables) - 1))
        now, paused = tone.end, False
    return Part("", tuple(notes), tuple(syllables))
