"""Tones cut into what a bar can hold: a piece of a tone or of a rest for each element to be written."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from pychang.convert.sheet import Dynamic, Tone
from pychang.convert.spelled import number_text
from pychang.convert.unroll import Music
from pychang.score.dynamics import BEGINNING, HAIRPINS
from pychang.score.model import TempoPoint


@dataclass(frozen=True)
class Piece:
    """A note, a tie (not `begins`) or a rest (no `tone`), with the marks before it."""

    start: Fraction
    duration: Fraction
    tone: Tone | None
    begins: bool = False
    breathes: bool = False
    ends_bar: bool = False
    marks: tuple[str, ...] = ()
    marks_after: tuple[str, ...] = ()  # at the section's end

    @property
    def end(self) -> Fraction:
        return self.start + self.duration


def pieces_of(music: Music, part: int, tempo: Sequence[TempoPoint]) -> list[Piece]:
    """A part of a section from its beginning to its end, cut at barlines and where marks stand."""
    marks = _marks(music, part, tempo)
    barlines = {bar.end for bar in music.bars}
    cuts = sorted(barlines | {at for at in marks if 0 < at < music.duration})
    pieces = [
        piece
        for start, end, tone in _events(music.tones[part], music.duration)
        for piece in _cut(start, end, tone, cuts, barlines, marks)
    ]
    if pieces:
        pieces[-1] = replace(pieces[-1], marks_after=tuple(marks.get(music.duration, ())))
    return pieces


def _events(tones: Sequence[Tone], end: Fraction) -> Iterator[tuple[Fraction, Fraction, Tone | None]]:
    now = Fraction(0)
    for tone in tones:
        if tone.start > now:
            yield now, tone.start, None
        yield tone.start, tone.end, tone
        now = tone.end
    if now < end:
        yield now, end, None


def _cut(
    start: Fraction,
    end: Fraction,
    tone: Tone | None,
    cuts: Sequence[Fraction],
    barlines: set[Fraction],
    marks: dict[Fraction, list[str]],
) -> Iterator[Piece]:
    now = start
    for cut in (*cuts[bisect_right(cuts, start) :], end):
        until = min(cut, end)
        breathes = tone is not None and tone.breath_after and until == end
        yield Piece(
            now, until - now, tone, tone is not None and now == start, breathes, until in barlines,
            tuple(marks.get(now, ())),
        )  # fmt: skip
        now = until
        if now == end:
            return


# ── marks ────────────────────────────────────────────────────────────────────────────────────────


def _marks(music: Music, part: int, tempo: Sequence[TempoPoint]) -> dict[Fraction, list[str]]:
    """What stands before the element that begins at each place; tempo first."""
    marks: dict[Fraction, list[str]] = {}
    for position, mark in _tempo_marks(tempo, music.duration):
        marks.setdefault(position, []).append(mark)
    for dynamic in _heard(music.dynamics[part], music.tones[part], music.duration):
        if dynamic.position or dynamic.mark != BEGINNING:
            marks.setdefault(dynamic.position, []).append(f"@{dynamic.mark}")
    return marks


def _heard(dynamics: Iterable[Dynamic], tones: Sequence[Tone], end: Fraction) -> list[Dynamic]:
    """Without the marks that change nothing that is sung, such as those in a prelude of rests."""
    heard: list[Dynamic] = []
    led: list[bool] = []  # whether a hairpin through something sung goes there
    for mark in (*dynamics, None):
        until = end if mark is None else mark.position
        while heard and not led[-1] and not _sings(tones, heard[-1].position, until):
            if mark is not None and mark.mark in HAIRPINS:
                break  # the hairpin begins from there
            heard.pop()
            led.pop()
        if mark is not None:
            led.append(bool(heard) and heard[-1].mark in HAIRPINS)
            heard.append(mark)
    return heard


def _sings(tones: Sequence[Tone], start: Fraction, end: Fraction) -> bool:
    return any(tone.start < end and tone.end > start for tone in tones)


def _tempo_marks(tempo: Sequence[TempoPoint], end: Fraction) -> Iterator[tuple[Fraction, str]]:
    """`@rit` and `@accel` where a ramp begins, `@tempo` where one ends or the tempo changes at once."""
    held = tempo[0].quarters_per_minute if tempo else 0.0
    for i, point in enumerate(tempo):
        coming = tempo[i + 1] if i + 1 < len(tempo) else None
        ramp = coming is not None and coming.ramp
        jumps = not point.ramp and point.quarters_per_minute != held
        held = point.quarters_per_minute
        stops = point.ramp and not ramp and not (coming and coming.position == point.position)
        if (jumps or stops) and point.position < end:
            yield point.position, f"@tempo({number_text(point.quarters_per_minute)})"
        if ramp and coming.quarters_per_minute != point.quarters_per_minute:
            name = "rit" if coming.quarters_per_minute < point.quarters_per_minute else "accel"
            yield point.position, f"@{name}({number_text(coming.quarters_per_minute)})"
