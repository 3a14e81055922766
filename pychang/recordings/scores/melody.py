"""Tones and lyrics to a part: neighbours joined as a person would write them, one syllable a note."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from pychang.convert.lyrics_file import Items
from pychang.convert.lyrics_fit import check_fit
from pychang.convert.one_voice import Played
from pychang.diagnostic import Text
from pychang.language.syntax import Hold, LyricSyllable
from pychang.score.model import Note, Part, Syllable
from pychang.score.range import pitch_name

CLOSURE_S = 0.3  # a shorter gap inside a word is how a consonant sounds, and no rest


def check_melody(
    tones: Sequence[Played], items: Items, seconds: Callable[[Fraction], float], path: Path
) -> None:
    """Wrong if there are not as many syllables (with `-`) as tones, or nothing is there to be held."""

    def place_of(number: int) -> Text:
        at_s, name = seconds(tones[number].start), pitch_name(tones[number].midi)
        return Text(f"{name}, {at_s:.2f}초", f"{name}, {at_s:.2f} s")

    check_fit(items, len(tones), place_of, path, "syllables")


def close_gaps(
    tones: Sequence[Played], items: Items, seconds: Callable[[Fraction], float], slip: Fraction
) -> tuple[Played, ...]:
    """Tones held to the next one where no rest is meant: after `slip` at most, or inside a word."""

    def is_rest(one: Played, other: Played, item: LyricSyllable | Hold) -> bool:
        inside = isinstance(item, Hold) or item.before == ""
        gap_s = seconds(other.start) - seconds(one.end)
        return other.start - one.end > slip and not (inside and gap_s < CLOSURE_S)

    joined = [
        one if is_rest(one, other, item) else replace(one, end=other.start)
        for (one, other), item in zip(pairwise(tones), items[1:], strict=False)
    ]
    return (*joined, *tones[len(joined) :])


def set_lyrics(tones: Sequence[Played], items: Items) -> Part:
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
