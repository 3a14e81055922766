"""The lyric lines of a song as they are sung, one after another, in the time of its sound."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from pychang.convert.outgoing import Outgoing
from pychang.diagnostic import Text, Unusable
from pychang.language.syntax import LyricLine, LyricSyllable, SongFile
from pychang.performance.clock import Clock, clock_of
from pychang.performance.phrases import end_s
from pychang.score.model import Part

_NOT_READ = re.compile(r"\[[^\[\]]*\]|-")  # how a word is sung, and held notes
_SIGNS = str.maketrans("<>{}", "〈〉()")  # these mean something to players


@dataclass(frozen=True)
class SungWord:
    """A word with the marks at its ends."""

    text: str
    start_s: float


@dataclass(frozen=True)
class SungLine:
    """A line from its first beat to the end of its last note; `part` is a number from 0."""

    words: tuple[SungWord, ...]
    end_s: float
    part: int = 0

    @property
    def start_s(self) -> float:
        return self.words[0].start_s

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def sung_lines(song: Outgoing) -> list[SungLine]:
    """Every line that is sung, by its time and then its part; what parts sing together stands there once.

    Unusable if there are no words.
    """
    clock, written = clock_of(song.score), _written(song.reading.song)
    lines = [
        line for number, part in enumerate(song.parts) for line in _lines_of(part, number, written, clock)
    ]
    if not lines:
        raise Unusable(_NO_WORDS)
    once: dict[tuple[str, float], SungLine] = {}
    for line in sorted(lines, key=lambda line: (line.start_s, line.part)):
        once.setdefault((line.text, line.start_s), line)
    return list(once.values())


def whole_s(song: Outgoing) -> float:
    """Seconds that the song's sound lasts."""
    clock = clock_of(song.score)
    return max(end_s(part, clock) for part in song.score.parts)


Written = dict[int, tuple[LyricLine, int]]
"""The line of each syllable, and which it is in it: by the identity of its span."""


def _written(song: SongFile) -> Written:
    return {
        id(item.span): (lyrics, place)
        for section in song.sections
        for line in section.lines
        for lyrics in line.lyrics
        for place, item in enumerate(item for item in lyrics.items if isinstance(item, LyricSyllable))
    }


def _lines_of(part: Part, number: int, written: Written, clock: Clock) -> Iterator[SungLine]:
    times = _times(part)
    for line, sung in _sung(part, written):
        words = tuple(
            SungWord(text, clock.at(times[sung[place]][0])) for text, place in words_of(line) if place in sung
        )
        if words:
            yield SungLine(words, clock.at(times[max(sung.values())][1]), number)


def _sung(part: Part, written: Written) -> Iterator[tuple[LyricLine, dict[int, int]]]:
    """Each line in the order of singing; for each syllable of it, which of the part's it is."""
    now: LyricLine | None = None
    sung: dict[int, int] = {}
    for index, syllable in enumerate(part.syllables):
        line, place = written.get(id(syllable.span), (None, 0))
        if sung and (line is not now or place <= max(sung)):
            yield now, sung
            sung = {}
        now = line
        if line is not None:
            sung[place] = index
    if sung:
        yield now, sung


def _times(part: Part) -> dict[int, tuple[Fraction, Fraction]]:
    """From where to where each syllable is sung."""
    times: dict[int, tuple[Fraction, Fraction]] = {}
    for note in part.notes:
        if note.syllable is not None:
            start, _ = times.get(note.syllable, (note.start, note.start))
            times[note.syllable] = start, note.start + note.duration
    return times


def words_of(line: LyricLine) -> list[tuple[str, int]]:
    """The words of a line as written, each with the number of its first syllable; marks that stand alone go
    with the word before them."""
    span = line.span
    raw = unicodedata.normalize("NFC", span.source.text[span.start : span.end])
    words: list[tuple[str, int]] = []
    place, opening = 0, ""
    for text in _NOT_READ.sub("", raw.removeprefix(">")).translate(_SIGNS).split():
        blocks = sum("가" <= ch <= "힣" for ch in text)
        if blocks:
            words.append((opening + text, place))
            opening = ""
        elif words:
            words[-1] = (f"{words[-1][0]} {text}", words[-1][1])
        else:
            opening += f"{text} "
        place += blocks
    return words


_NO_WORDS = Text(
    "노래에 노랫말이 없어 자막을 만들 수 없습니다. 음표 줄 아래에 > 줄을 적으세요.",
    "The song has no words to write down. Put a `>` line under its notes.",
)
