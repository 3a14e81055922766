"""Two sections that belong together, bar by bar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from pychang.compare import wording
from pychang.compare.align import align
from pychang.compare.bars import Event, MeasuredBar
from pychang.compare.lyrics import lyric_differences
from pychang.compare.model import Difference, Kind, Place
from pychang.compare.notes import bar_differences, same_bar
from pychang.language.syntax import Pitch

# What it costs to see one bar as what became of another, from 0 (the same) to 1.
ALONE = 0.6
OF_WORDS, OF_RHYTHM = 0.3, 0.4
FEWEST_MOVED = 4  # notes, to be told as a transposition

Bars = Sequence[MeasuredBar]


def section_differences(old: Bars, new: Bars, place: Place) -> Iterator[Difference]:
    """What is different between a section and what became of it."""
    by = _moved_by(old, new)
    if by:
        yield Difference(Kind.NOTE, place, wording.moved(by), new=f"{by:+d}", bars=len(new))
        old = [_at_pitches_of(a, b) for a, b in zip(old, new, strict=True)]
    pairs = align(old, new, _cost, ALONE)
    last = 0
    for alone, run in groupby(pairs, lambda pair: (pair[0] is None, pair[1] is None)):
        stretch = list(run)
        gone, come = [a for a, _ in stretch if a], [b for _, b in stretch if b]
        if alone == (True, False):
            yield _bars_added(come, last, place)
        elif alone == (False, True):
            yield _bars_removed(gone, place)
        else:
            yield from _in_bar_order(gone, come, place)
        last = come[-1].number if come else last


def same_bars(old: Bars, new: Bars) -> bool:
    """Whether the same is sung in both."""
    return len(old) == len(new) and all(_cost(a, b) == 0 for a, b in zip(old, new, strict=True))


def alike(old: Bars, new: Bars) -> float:
    """How much of two sections is the same: the share of bars, 0 to 1."""
    return 1 - _apart(map(_all_of, old), map(_all_of, new))


def lyrics_of(bars: Bars) -> str:
    """The first verse, to tell bars by."""
    return wording.shortened([word for bar in bars for word in (bar.words[0] if bar.words else ())])


def _in_bar_order(old: Bars, new: Bars, place: Place) -> Iterator[Difference]:
    """Differences of notes and of words, bar after bar."""
    found = list(lyric_differences(old, new, place))  # of bars in pairs
    for a, b in zip(old, new, strict=True):
        here = replace(place, bar=b.number)
        if not same_bar(a, b):
            yield from bar_differences(a, b, here)
        yield from (one for one in found if one.place.bar == b.number)


def _bars_added(bars: Bars, after: int, place: Place) -> Difference:
    message = wording.bars_added(len(bars), after, lyrics_of(bars))
    here = replace(place, bar=bars[0].number)
    return Difference(Kind.BARS, here, message, new_span=bars[0].span, bars=len(bars))


def _bars_removed(bars: Bars, place: Place) -> Difference:
    message = wording.bars_removed(bars[0].number, bars[-1].number, lyrics_of(bars))
    here = replace(place, bar=bars[0].number)
    return Difference(Kind.BARS, here, message, old_span=bars[0].span, bars=len(bars))


def _moved_by(old: Bars, new: Bars) -> int:
    """By how many semitones every note has moved; 0 if they have not all moved alike."""
    rhythms = ([[_rhythm(one) for one in bar.events] for bar in bars] for bars in (old, new))
    if next(rhythms) != next(rhythms):
        return 0
    before, after = ([event for bar in bars for event in bar.events] for bars in (old, new))
    steps = [b.midi - a.midi for a, b in zip(before, after, strict=True) if a.pitch and b.pitch]
    return steps[0] if len(steps) >= FEWEST_MOVED and len(set(steps)) == 1 else 0


def _at_pitches_of(old: MeasuredBar, new: MeasuredBar) -> MeasuredBar:
    pitches: list[Pitch | None] = [event.pitch for event in new.events]
    events = tuple(replace(one, pitch=pitch) for one, pitch in zip(old.events, pitches, strict=True))
    return replace(old, events=events)


def _cost(a: MeasuredBar, b: MeasuredBar) -> float:
    """0 only where nothing is different."""
    if _words(a) == _words(b) and same_bar(a, b) and not any(lyric_differences([a], [b], Place())):
        return 0.0
    notes = (1 - OF_RHYTHM) * _apart(map(_note, a.events), map(_note, b.events))
    rhythm = OF_RHYTHM * _apart(map(_rhythm, a.events), map(_rhythm, b.events))
    words = _apart(_words(a), _words(b))
    share = OF_WORDS if _words(a) or _words(b) else 0.0
    return max((1 - share) * (notes + rhythm) + share * words, 0.01)


def _all_of(bar: MeasuredBar) -> Hashable:
    notes = tuple((one.kind, one.duration, one.midi, one.text, one.options) for one in bar.sounding)
    return notes, tuple(_words(bar))


def _words(bar: MeasuredBar) -> list[Hashable]:
    return [(verse, str(word)) for verse, words in enumerate(bar.words) for word in words]


def _note(one: Event) -> tuple[Fraction, Hashable, Hashable]:
    return one.onset, _rhythm(one), one.midi


def _rhythm(one: Event) -> tuple[Hashable, ...]:
    return one.kind, one.onset, one.duration, one.text


def _apart(old: Iterable[Hashable], new: Iterable[Hashable]) -> float:
    """The share of what two bars do not have in common, 0 to 1."""
    before, after = Counter(old), Counter(new)
    both = before.total() + after.total()
    return 1 - 2 * (before & after).total() / both if both else 0.0
