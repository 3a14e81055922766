"""What can be sung but is probably not what was meant: leaps, and phrases that leave no breath."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from pychang.diagnostic import Diagnostic, Span, Text, warning
from pychang.language.syntax import Word
from pychang.language.wording import josa
from pychang.score.model import Note, Part, Score

WIDEST_LEAP = 18  # semitones: an octave and a half
LONGEST_BREATH_S = 10.0

_WRITTEN = re.compile(r"(?P<name>\D+)(?P<octave>\d)")


def check_music(score: Score) -> Iterator[Diagnostic]:
    """The warnings of each part, once for each written place."""
    told: set[tuple[str, Span | None]] = set()
    for part in score.parts:
        for one in (*check_leaps(part), *check_breaths(part, score)):
            if (one.code, one.span) not in told:
                told.add((one.code, one.span))
                yield one


def check_leaps(part: Part) -> Iterator[Diagnostic]:
    """Notes more than `WIDEST_LEAP` from the one before, no rest between; not the way back."""
    before = 0  # the leap to the note before, where it was told
    for one, other in pairwise(part.notes):
        if one.midi is None or other.midi is None or _differ(one.voice, other.voice):
            before = 0
            continue
        leap = other.midi - one.midi
        wide = abs(leap) > WIDEST_LEAP and leap * before >= 0
        if wide:
            yield warning("W241", other.span, *_leap(one, other))
        before = leap if wide else 0


def check_breaths(part: Part, score: Score) -> Iterator[Diagnostic]:
    """Notes with which ten seconds are over since the last rest or breath."""
    seconds = score.seconds
    fits = _surely_fits(score)
    lengths: dict[int, float] = {}  # by the object: a song has few lengths
    start: Fraction | None = None  # of what is sung in one breath
    so_far = 0.0  # whole notes since then
    singer = None
    for note in part.notes:
        if note.midi is None:
            start = None
            continue
        if start is None or _differ(note.voice, singer):
            start, so_far = note.start, 0.0
        singer = note.voice
        length = lengths.get(id(note.duration))
        if length is None:
            length = lengths[id(note.duration)] = float(note.duration)
        so_far += length
        if so_far > fits and seconds(note.start + note.duration) - seconds(start) > LONGEST_BREATH_S:
            yield warning("W242", note.span, *_breathless(alone=start == note.start))
            start, so_far = (None if start == note.start else note.start), length
        start = None if note.breath_after else start


def _surely_fits(score: Score) -> float:
    """Whole notes that take no more than a breath even where the song is slowest."""
    slowest = min(point.quarters_per_minute for point in score.tempo)
    return LONGEST_BREATH_S * slowest / 240


def _differ(one: Word | None, other: Word | None) -> bool:
    """As `!=`, which takes long where they are one object."""
    return one is not other and one != other


def _leap(one: Note, other: Note) -> tuple[Text, ...]:
    leap = other.midi - one.midi
    first, second = _name(one), _name(other)
    ko, en = ("뛰어오릅니다", "up") if leap > 0 else ("뛰어내립니다", "down")
    message = Text(
        f"{first}에서 {second}{josa(second, '으로', '로')} {abs(leap)}반음을 한 번에 {ko}.",
        f"From {first} to {second} is a leap of {abs(leap)} semitones {en}.",
    )
    return message, *_other_octave(other, leap), _ok("W241")


def _other_octave(note: Note, leap: int) -> Iterator[Text]:
    """The nearest octave in which a note is within one of the note before."""
    written = _WRITTEN.match(_text(note))
    octaves = (abs(leap) - 1) // 12
    octave = int(written["octave"]) - (octaves if leap > 0 else -octaves) if written else -1
    if 0 <= octave <= 9:
        near = f"{written['name']}{octave}"
        yield Text(f"옥타브를 잘못 적었다면 {near}입니다.", f"If the octave is a slip, write {near}.")


def _breathless(alone: bool) -> tuple[Text, ...]:
    seconds = f"{LONGEST_BREATH_S:g}"
    if alone:
        return (
            Text(
                f"이 음은 {seconds}초가 넘어 한 숨에 부르기 어렵습니다.",
                f"This note is held for more than {seconds} seconds.",
            ),
            Text("음을 줄이거나 나누세요.", "Shorten it, or divide it."),
            _ok("W242"),
        )
    return (
        Text(
            f"여기까지 숨 쉴 곳 없이 {seconds}초가 넘습니다.",
            f"More than {seconds} seconds up to here, with no place to breathe.",
        ),
        Text(
            "이 음 앞 어딘가에 숨표(,)나 쉼표(r)를 두세요.",
            "Put a breath (`,`) or a rest somewhere before this note.",
        ),
        _ok("W242"),
    )


def _ok(code: str) -> Text:
    return Text(
        f"뜻한 것이면 줄 끝에 // ok: {code}{josa(code, '을', '를')} 적으세요.",
        f"If it is meant, end the line with `// ok: {code}`.",
    )


def _name(note: Note) -> str:
    written = _WRITTEN.match(_text(note))
    return written[0] if written else "?"


def _text(note: Note) -> str:
    span = note.span
    return unicodedata.normalize("NFC", span.source.text[span.start : span.end]) if span else ""
