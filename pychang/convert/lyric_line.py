"""The syllables of a line as a lyric line has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pychang.convert.pieces import Piece
from pychang.convert.plain_text import plain
from pychang.convert.syllables import UNKNOWN, Foreign
from pychang.convert.unroll import verse_of
from pychang.score.model import Syllable

MOST_FOREIGN = 500  # characters beside a line
_UNKNOWN = Syllable(UNKNOWN, " ")  # where a song with words has none


@dataclass
class _Word:
    """A word with its hyphens; `before` parts it from the one before."""

    before: str
    text: str = ""
    syllables: list[Syllable] = field(default_factory=list)

    def __str__(self) -> str:
        spoken = [one.spoken or one.text for one in self.syllables]
        brackets = f"[{''.join(spoken)}]" if any(one.spoken for one in self.syllables) else ""
        return f"{self.before}{self.text}{brackets}"


def lyric_text(pieces: Sequence[Piece], verse: int) -> str:
    """What is sung in a verse on the notes of a line; a pause that the music does not make is a comma."""
    words = [_Word("")]
    paused = True
    for piece in pieces:
        if piece.begins:
            lyric = verse_of(piece.tone.lyrics, verse) or (_UNKNOWN,)
            _add(words, lyric[0], paused)
        paused = piece.tone is None or (piece.breathes if piece.tone else paused)
    return "".join(map(str, words))


def foreign_text(pieces: Sequence[Piece], verse: int) -> str:
    """The words of the file that are not sung as they stand there, in a verse on the notes of a line."""
    begun = (one for piece in pieces if piece.begins for one in verse_of(piece.tone.lyrics, verse) if one)
    words = ""
    for one in begun:
        if isinstance(one, Foreign):
            words += (" " if one.boundary else "") + one.original
        else:
            words += " "
    return plain(words)[:MOST_FOREIGN]


def _add(words: list[_Word], syllable: Syllable | None, paused: bool) -> None:
    if syllable is None:
        words[-1].text += "-"
        return
    if words[-1].text and syllable.boundary:
        words.append(_Word(", " if syllable.boundary == "|" and not paused else " "))
    words[-1].text += syllable.text
    words[-1].syllables.append(syllable)
