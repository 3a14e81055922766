"""What can be done to a song in its piano roll, and what becomes of the text."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pychang.diagnostic import Text
from pychang.lsp.positions import Place


@dataclass(frozen=True)
class Move:
    """Drag notes: `semitones` up, `by` whole notes later, within their sections."""

    notes: tuple[Place, ...]  # where the note elements are written, their first columns
    semitones: int = 0
    by: Fraction = Fraction(0)


@dataclass(frozen=True)
class Resize:
    """Drag a note's start or end, each by so many whole notes (later is positive)."""

    note: Place
    start_by: Fraction = Fraction(0)
    end_by: Fraction = Fraction(0)


@dataclass(frozen=True)
class Add:
    """A new note; `section` is the line of the section's head (or of its first line, if it has none)."""

    section: int
    at: Fraction  # from the section's start
    length: Fraction
    midi: int  # as it sounds
    verse: int = 0


@dataclass(frozen=True)
class Delete:
    """Notes become rests; their syllables go with them."""

    notes: tuple[Place, ...]


@dataclass(frozen=True)
class Split:
    """One note becomes two at `at` whole notes after its start; the second holds the syllable on."""

    note: Place
    at: Fraction


@dataclass(frozen=True)
class Join:
    """Notes that follow one another become one, with all their time and what the first one is sung on."""

    notes: tuple[Place, ...]


@dataclass(frozen=True)
class Words:
    """Words typed on a note and running on from note to note: Hangul, `-`, spaces, `[…]`, punctuation."""

    note: Place
    verse: int  # which lyric line, from 0
    text: str


@dataclass(frozen=True)
class Set:
    """A setting of the song (`voice`, `tempo`, `transpose` …); a value of None takes it away."""

    name: str
    value: str | None


Edit = Move | Resize | Add | Delete | Split | Join | Words | Set


@dataclass(frozen=True)
class Replacement:
    """Code points `start:end` of the text become `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Edited:
    """The smallest change of the text, in order and apart; `notes`: where the notes in hand are written now.

    `then`: where typing words goes on; None at the end of the song.
    """

    replacements: tuple[Replacement, ...]
    notes: tuple[Place, ...] = ()
    then: Place | None = None


@dataclass(frozen=True)
class Refused:
    """Why the text cannot be changed so."""

    why: Text
