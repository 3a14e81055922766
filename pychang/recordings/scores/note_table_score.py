"""A table of notes as sung, with the lyrics beside it, as a score."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

from pychang.convert.lyrics_file import Items, read_lyrics
from pychang.convert.one_voice import one_voice
from pychang.diagnostic import Text
from pychang.finding import Finding, Wrong
from pychang.korean.jamo import decompose
from pychang.language.syntax import Hold, LyricSyllable
from pychang.language.wording import josa
from pychang.recordings.findings import warn
from pychang.recordings.scores.melody import check_melody, close_gaps, set_lyrics
from pychang.recordings.scores.note_table import (
    HELD,
    SLIP,
    TEMPO,
    WHOLE_S,
    Row,
    held,
    items_of,
    read_note_table,
)
from pychang.score.model import Score
from pychang.text_file import read_text

_ALIKE = {"ㅐ": "ㅔ", "ㅒ": "ㅖ", "ㅙ": "ㅞ", "ㅚ": "ㅞ"}


def note_table_score(path: Path, lyrics: Path | None, title: str = "") -> tuple[Score, tuple[Finding, ...]]:
    """The notes of a table with the lyrics of a text; where they do not fit, with the table's own syllables.

    Wrong if neither can be sung; OSError.
    """
    rows = read_note_table(path)
    words = read_lyrics(read_text(lyrics, "lyrics"), lyrics) if lyrics else None
    items, findings = _items(rows, words, path, lyrics)
    tones = one_voice(row.tone for row in rows).notes
    score = Score(title, "", (), TEMPO)
    check_melody(tones, items, score.seconds, lyrics or path)
    part = set_lyrics(close_gaps(tones, items, score.seconds, SLIP), items)
    return Score(title, "", (part,), TEMPO), findings


def _items(
    rows: Sequence[Row], words: Items | None, path: Path, lyrics: Path | None
) -> tuple[Items, tuple[Finding, ...]]:
    """What is sung on each row."""
    if words is not None and len(words) == len(rows):
        return words, ()
    holds = held(rows)
    if words is not None and len(words) == holds.count(False):
        rest = iter(words)
        items = (Hold(row.span) if hold else next(rest) for row, hold in zip(rows, holds, strict=True))
        return tuple(items), ()
    own = tuple(row.syllable in HELD for row in rows)
    no_korean = next((i for i, row in enumerate(rows) if not row.block and not own[i]), None)
    if no_korean is None:
        return items_of(rows, own), () if words is None else (_does_not_fit(rows, words, path, lyrics),)
    if words is None:
        raise _no_syllable(no_korean + 1, rows[no_korean], path)
    return words, ()  # that their number is another will be told


def _no_syllable(number: int, row: Row, path: Path) -> Wrong:
    text = Text(
        f"{number}번째 음의 글자 ‘{row.syllable}’{josa(row.syllable, '을', '를')} 한글로 읽을 수 없습니다.",
        f"note {number}: `{row.syllable}` cannot be read as a Korean syllable.",
    )
    return Wrong("lyrics", path, text, _ADD_LYRICS, float(row.tone.start * WHOLE_S))


def _does_not_fit(rows: Sequence[Row], words: Items, path: Path, lyrics: Path) -> Finding:
    """That the lyrics are not taken, and where they first differ from the table."""
    number, row, word = next(
        (i, row, word)
        for i, (row, word) in enumerate(zip_longest(rows, words), 1)
        if row is None or word is None or not _sounds_alike(row, word)
    )
    at_s = f"{float((row or rows[-1]).tone.start * WHOLE_S):.2f}"
    mine = getattr(word, "text", "-") if word else ""
    there = row.syllable if row else ""
    message = Text(
        f"글자는 {len(words)}개인데 {path.name}의 음은 {len(rows)}개입니다. 표의 글자대로 불렀다고 봅니다. "
        f"처음 다른 곳: {number}번째 음({at_s}초), 가사 ‘{mine}’, 표 ‘{there}’.",
        f"{len(words)} syllables, but {path.name} has {len(rows)} notes; the table's own are taken as sung. "
        f"They first differ at note {number} ({at_s} s): lyrics `{mine}`, table `{there}`.",
    )
    return warn("syllables", lyrics, message, _MEND)


def _sounds_alike(row: Row, word: LyricSyllable | Hold) -> bool:
    if isinstance(word, Hold) or not row.block:
        return isinstance(word, Hold) == (not row.block)
    vowels = (decompose(block)[1] for block in (row.block, word.text))
    return len({_ALIKE.get(vowel, vowel) for vowel in vowels}) == 1


_ADD_LYRICS = Text(
    "lyric 폴더에 같은 이름의 .txt로 한글 가사를 넣으세요.",
    "Put the lyrics in Hangul into the folder `lyric`, as .txt of the same name.",
)
_MEND = Text(
    "가사 파일을 부른 대로 고치면 낱말의 경계까지 발음에 쓰입니다.",
    "Correct the lyrics to what is sung, and word boundaries too count for the pronunciation.",
)
