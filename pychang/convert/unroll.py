"""A sheet as it is sung: its form unrolled, one verse a pass; and the stretches of a sheet by themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import TypeVar

from pychang.convert.sheet import Bar, Dynamic, Sheet, Stretch, Tone
from pychang.score.dynamics import BEGINNING, HAIRPINS, LEVELS_DB
from pychang.score.model import TempoPoint
from pychang.score.tempo import tidy

Placed = TypeVar("Placed", Tone, Bar)


def unrolled(sheet: Sheet) -> Sheet:
    """The sheet with every pass written out: its sections' names repeat, and it has no form."""
    music = {section.name: music_of(sheet, section) for section in sheet.sections}
    sung: Counter[str] = Counter()
    passes: list[Music] = []
    for name in sheet.form or music:
        passes.append(music[name].sung(sung[name]))
        sung[name] += 1
    return laid_out(sheet, passes)


def laid_out(sheet: Sheet, music: Sequence[Music], form: Sequence[str] = ()) -> Sheet:
    """The sheet with this music in its place, one section after another."""
    starts = accumulate((one.duration for one in music), initial=Fraction(0))
    placed = list(zip(music, starts, strict=False))
    parts = (
        replace(
            part,
            tones=tuple(replace(t, start=at + t.start) for one, at in placed for t in one.tones[i]),
            dynamics=tuple(
                tidied(replace(d, position=at + d.position) for one, at in placed for d in one.dynamics[i])
            ),
        )
        for i, part in enumerate(sheet.parts)
    )
    return replace(
        sheet,
        parts=tuple(parts),
        bars=tuple(replace(bar, start=at + bar.start) for one, at in placed for bar in one.bars),
        sections=tuple(Stretch(one.name, at, at + one.duration) for one, at in placed),
        tempo=tidy(replace(p, position=at + p.position) for one, at in placed for p in one.tempo),
        form=tuple(form),
    )


@dataclass(frozen=True)
class Music:
    """A section by itself, in its own time from 0; `tones` and `dynamics` have an entry a part.

    Tempo and dynamics begin with what holds at the section's beginning.
    """

    name: str
    duration: Fraction
    bars: tuple[Bar, ...]
    tempo: tuple[TempoPoint, ...]
    tones: tuple[tuple[Tone, ...], ...]
    dynamics: tuple[tuple[Dynamic, ...], ...]

    def sung(self, verse: int) -> Music:
        """The same with the words of its `verse`-th singing alone, from 0."""
        return replace(
            self,
            tones=tuple(
                tuple(replace(tone, lyrics=verse_of(tone.lyrics, verse)) for tone in tones)
                for tones in self.tones
            ),
        )


def verse_of(lyrics: tuple, verse: int) -> tuple:
    """The one entry that is sung in a verse, the last where there is none of its own; none if no words are
    known."""
    return (lyrics[min(verse, len(lyrics) - 1)],) if lyrics else ()


def music_of(sheet: Sheet, section: Stretch) -> Music:
    """A section of a sheet, by itself."""
    start, end = section.start, section.end
    return Music(
        section.name,
        end - start,
        tuple(replace(bar, start=bar.start - start) for bar in within(sheet.bars, section)),
        tuple(tempo_within(sheet.tempo, start, end)),
        tuple(
            tuple(replace(tone, start=tone.start - start) for tone in within(part.tones, section))
            for part in sheet.parts
        ),
        tuple(tuple(dynamics_within(part.dynamics, start, end)) for part in sheet.parts),
    )


def within(those: Sequence[Placed], section: Stretch) -> list[Placed]:
    """Those that begin in a section."""
    return [one for one in those if section.start <= one.start < section.end]


def leader_of(tones: Sequence[Sequence[Tone]]) -> int:
    """Of the parts of a section, each given by its tones, the first that sings; 0 if none does."""
    return next((i for i, own in enumerate(tones) if own), 0)


def dynamics_within(dynamics: Sequence[Dynamic], start: Fraction, end: Fraction) -> Iterator[Dynamic]:
    """The marks between two places, from 0: first what holds there, last what an open hairpin goes to."""
    before = [one.mark for one in dynamics if one.position <= start and one.mark in LEVELS_DB]
    yield Dynamic(Fraction(0), before[-1] if before else BEGINNING)
    last = ""
    for one in dynamics:
        if start < one.position < end or (one.position == start and one.mark in HAIRPINS):
            yield replace(one, position=one.position - start)
            last = one.mark
        elif one.position == end and one.mark in LEVELS_DB and last in HAIRPINS:
            yield replace(one, position=end - start)
            return


def tidied(dynamics: Iterable[Dynamic]) -> Iterator[Dynamic]:
    """Without the marks that say what holds anyway."""
    before = BEGINNING
    for mark in dynamics:
        if mark.mark != before or mark.mark not in LEVELS_DB:
            yield mark
        before = mark.mark


def tempo_within(tempo: Sequence[TempoPoint], start: Fraction, end: Fraction) -> Iterator[TempoPoint]:
    """The points between two places, from 0; a ramp that goes on over an end is cut there."""
    yield TempoPoint(Fraction(0), tempo_at(tempo, start))
    for before, point in pairwise((*tempo, None)):
        if point is None or before.position >= end:
            return
        if start < point.position < end or (point.position == end and point.ramp):
            yield replace(point, position=point.position - start)
        elif start == point.position and not point.ramp:
            continue  # it is what the beginning has
        elif point.position > end and point.ramp:
            yield TempoPoint(end - start, tempo_at(tempo, end), ramp=True)


def tempo_at(tempo: Sequence[TempoPoint], position: Fraction) -> float:
    """Quarter notes a minute from a place on."""
    here = next(i for i in reversed(range(len(tempo))) if not i or tempo[i].position <= position)
    point = tempo[here]
    coming = tempo[here + 1] if here + 1 < len(tempo) else None
    if coming is None or not coming.ramp or position <= point.position:
        return point.quarters_per_minute
    share = float((position - point.position) / (coming.position - point.position))
    return point.quarters_per_minute + share * (coming.quarters_per_minute - point.quarters_per_minute)
