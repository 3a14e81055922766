"""Notes as they were sung, from the tables of the Children's Song Dataset: `start,end,pitch,syllable`."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pychang.convert.lyrics_file import Items
from pychang.diagnostic import Span, Text
from pychang.finding import Wrong
from pychang.korean.jamo import decompose, is_block
from pychang.language.syntax import Hold, LyricSyllable
from pychang.recordings.scores.melody import Tone
from pychang.recordings.scores.romanised import hangul
from pychang.score.model import TempoPoint
from pychang.text_file import read_text

TEMPO = (TempoPoint(Fraction(0), 60.0),)  # a whole note lasts four seconds
WHOLE_S = 4
SLIP = Fraction(6, 100 * WHOLE_S)  # 60 ms: a shorter gap is none
HELD = ("", "-", "~", "+")
LONGEST_S = 24 * 3600
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{0,18})?(?:[eE][-+]?\d)?")


@dataclass(frozen=True)
class Row:
    """One sung note. `block` is its syllable in Hangul, "" where it holds the one before or is no Korean.

    `spelled`: it is written as pronounced.
    """

    tone: Tone
    syllable: str
    block: str
    spelled: bool
    span: Span


def read_note_table(path: Path) -> tuple[Row, ...]:
    """The notes of a table, in order. Wrong, with the line, if it cannot be read; OSError."""
    source = read_text(path)
    rows: list[Row] = []
    end = -1
    for number, line in enumerate(source.text.split("\n"), 1):
        start, end = end + 1, end + 1 + len(line)
        cells = [cell.strip() for cell in next(csv.reader([line]), [])]
        if not any(cells) or (not rows and "start" in cells[0].lower()):
            continue
        row = _row(cells, Span(source, start, end))
        if row is None or (rows and row.tone.start < rows[-1].tone.start):
            raise Wrong("score", path, _unreadable(number, line), _COLUMNS)
        rows.append(row)
    if not rows:
        raise Wrong("score", path, _EMPTY, _COLUMNS)
    return tuple(rows)


def _row(cells: Sequence[str], span: Span) -> Row | None:
    if len(cells) < 4 or not all(_NUMBER.fullmatch(cell) for cell in cells[:3]):
        return None
    start_s, end_s, pitch = (Fraction(cell) for cell in cells[:3])
    midi, syllable = round(pitch), cells[3]
    if not (0 <= start_s < end_s <= LONGEST_S and 0 <= midi <= 127):
        return None
    written = is_block(syllable)
    block = syllable if written else hangul(syllable)
    return Row(Tone(start_s / WHOLE_S, end_s / WHOLE_S, midi), syllable, block, not written, span)


def _unreadable(number: int, line: str) -> Text:
    return Text(
        f"{number}번째 줄을 음으로 읽을 수 없습니다: {line[:60]}",
        f"line {number} cannot be read as a note: {line[:60]}",
    )


def held(rows: Sequence[Row]) -> tuple[bool, ...]:
    """Whether each row only holds the vowel of the one before."""
    before = (None, *rows[:-1])
    return tuple(row.syllable in HELD or _same_vowel(one, row) for one, row in zip(before, rows, strict=True))


def _same_vowel(one: Row | None, row: Row) -> bool:
    if one is None or not one.block or not row.block:
        return False
    _, vowel, coda = decompose(one.block)
    onset, own, _ = decompose(row.block)
    return not coda and not onset and vowel == own and row.tone.start - one.tone.end <= SLIP


def items_of(rows: Sequence[Row], holds: Sequence[bool]) -> Items:
    """The syllables of the table itself, as they are sung; rests part its words."""
    items: list[LyricSyllable | Hold] = []
    for row, hold in zip(rows, holds, strict=True):
        spoken = row.block if row.spelled else None
        items.append(Hold(row.span) if hold else LyricSyllable(row.block, "", spoken, row.span))
    return tuple(items)


_EMPTY = Text("음이 하나도 없습니다.", "there are no notes in it.")
_COLUMNS = Text(
    "줄마다 start,end,pitch,syllable을 때의 차례대로 적습니다. 시작과 끝은 초, 음높이는 MIDI 번호입니다.",
    "Each line is start,end,pitch,syllable, in order of time: seconds, and the pitch as a MIDI number.",
)
