"""The syntax of a song: what is written, every token with its span, and nothing of what it means."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from pychang.diagnostic import Source, Span

Before = Literal["", " ", "|"]  # inside a word, after a space, after a pause
PART = "part"  # the one setting that says whom what follows it belongs to
_SEMITONES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_ACCIDENTALS = {-2: "bb", -1: "b", 0: "", 1: "#", 2: "##"}


@dataclass(frozen=True, slots=True)
class Word:
    """A name or a value, as composed text."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Pitch:
    """`F#4`: `letter` C…B, `accidental` in semitones −2…2, `octave` 0…9; C4 is middle C."""

    letter: str
    accidental: int
    octave: int

    @property
    def midi(self) -> int:
        return 12 * (self.octave + 1) + _SEMITONES[self.letter] + self.accidental

    @property
    def name(self) -> str:
        """`Bb4`, in letters however it is written."""
        return f"{self.letter}{_ACCIDENTALS[self.accidental]}{self.octave}"


@dataclass(frozen=True, slots=True)
class Length:
    """`:2+8`; `value` in whole notes, above 0."""

    value: Fraction
    span: Span


@dataclass(frozen=True, slots=True)
class Option:
    """One word in braces: `accent`, `slide=0.2`, `bend=0,+100,0`."""

    name: Word
    value: Word | None


@dataclass(frozen=True, slots=True)
class NoteElement:
    """`C4:4{…}`; a length of None is carried from the note before on the line."""

    pitch: Pitch
    length: Length | None
    options: tuple[Option, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class RestElement:
    """`r:4`."""

    length: Length | None
    span: Span


@dataclass(frozen=True, slots=True)
class TieElement:
    """`~:4`."""

    length: Length | None
    span: Span


@dataclass(frozen=True, slots=True)
class BreathElement:
    """`,`."""

    span: Span


@dataclass(frozen=True, slots=True)
class MarkElement:
    """`@mf`, `@<`, `@tempo(90)`; `name` without the `@`, `argument` without its brackets."""

    name: str
    argument: str | None
    span: Span

    @property
    def written(self) -> str:
        """With its `@` and its brackets."""
        return f"@{self.name}" + ("" if self.argument is None else f"({self.argument})")


Element = NoteElement | RestElement | TieElement | BreathElement | MarkElement


@dataclass(frozen=True, slots=True)
class Bar:
    """What stands between two `|`; `damaged`: something in it could not be read."""

    elements: tuple[Element, ...]
    span: Span
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class LyricSyllable:
    """One block of the lyrics; `before` is what stands before it on its own line."""

    text: str
    before: Before
    spoken: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Hold:
    """`-`: the syllable before is held over one more note."""

    span: Span


@dataclass(frozen=True, slots=True)
class LyricLine:
    """`> …`: one item a note; `damaged`: something in it could not be read."""

    items: tuple[LyricSyllable | Hold, ...]
    span: Span
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class NoteLine:
    """`| … |` with the verses under it; not `closed`: no `|` ends it, and its last bar may go on."""

    bars: tuple[Bar, ...]
    closed: bool
    lyrics: tuple[LyricLine, ...]
    span: Span

    @property
    def damaged(self) -> bool:
        return any(bar.damaged for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Setting:
    """`name: value`; the value whole, and split at its spaces."""

    name: Word
    value: Word | None  # None: nothing stands after the colon
    words: tuple[Word, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Section:
    """`[name]` and what follows it, in order; `name` is None for notes before the first section."""

    name: Word | None
    items: tuple[NoteLine | Setting, ...]
    span: Span
    damaged: bool = False  # its name could not be read

    @property
    def title(self) -> str:
        return self.name.text if self.name else ""

    @property
    def lines(self) -> tuple[NoteLine, ...]:
        return tuple(item for item in self.items if isinstance(item, NoteLine))


@dataclass(frozen=True, slots=True)
class PartBlock:
    """`part: name` and what follows it to the next; a `setting` of None: what stands before the first."""

    setting: Setting | None
    settings: tuple[Setting, ...]
    sections: tuple[Section, ...]

    @property
    def title(self) -> str:
        return self.setting.value.text if self.setting and self.setting.value else ""


@dataclass(frozen=True, slots=True)
class Remark:
    """`// …`, with its slashes."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class SongFile:
    """A whole file: the song's settings, its parts (at least one), the remarks (of included files too)."""

    source: Source
    settings: tuple[Setting, ...]
    parts: tuple[PartBlock, ...]
    remarks: tuple[Remark, ...] = ()

    @property
    def sections(self) -> tuple[Section, ...]:
        """Those of all parts, as written."""
        return tuple(section for part in self.parts for section in part.sections)
