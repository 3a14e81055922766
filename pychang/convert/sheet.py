"""The sheet: a song as it is written, whatever file it comes from or goes to.

Written time, in whole notes from the beginning of the sheet: every section stands there once, one after
another, and `form` says in which order they are sung. All parts share bars, sections, tempo and key.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pychang.convert.key import Key
from pychang.language.syntax import Pitch
from pychang.score.model import Expression, Syllable, TempoPoint, Vibrato
from pychang.score.settings import Meter

PLAIN = Expression()


@dataclass(frozen=True)
class Tone:
    """A sung note with its ties joined; tones of a part follow one another and never overlap.

    `pitch` is the one that sounds. `lyrics` has an entry a verse: the syllable that begins here, or None
    where the one before is held; fewer entries than the section has verses: the last goes for the rest;
    none: no words are known. A tone neither begins before nor ends behind its section.
    """

    start: Fraction
    duration: Fraction  # above 0
    pitch: Pitch
    lyrics: tuple[Syllable | None, ...] = ()
    expression: Expression = PLAIN
    breath_after: bool = False  # its time comes out of this tone's end

    @property
    def end(self) -> Fraction:
        return self.start + self.duration


@dataclass(frozen=True)
class Dynamic:
    """From `position` on: `ppp` … `fff`, or a hairpin `<` `>` to the next; it holds over into the sections
    that follow in written time. A part begins at `mf`. Where a section ends with an open hairpin, the first
    dynamic at the border is what it goes to, the last what the next section begins with."""

    position: Fraction
    mark: str


@dataclass(frozen=True)
class Bar:
    """What stands between two barlines; one that is shorter or longer than its meter is meant so."""

    start: Fraction
    duration: Fraction
    meter: Meter

    @property
    def end(self) -> Fraction:
        return self.start + self.duration


@dataclass(frozen=True)
class Stretch:
    """A section: its name, as a `.chang` file may have it, and from where to where it is written."""

    name: str
    start: Fraction
    end: Fraction


@dataclass(frozen=True)
class SheetPart:
    """One singer's line; `voice`, `gain_db`, `pan` and `vibrato` as a part's settings have them."""

    name: str
    tones: tuple[Tone, ...]
    dynamics: tuple[Dynamic, ...] = ()
    voice: str = ""
    gain_db: float = 0.0
    pan: float = 0.0
    vibrato: Vibrato | None = None  # of the tones that say nothing of it; None: the voice's own


@dataclass(frozen=True)
class Sheet:
    """A song as it is written.

    Bars and sections follow one another without gap from 0, and every section begins where a bar does.
    `tempo` is in written time, its first point at 0; a section's tempo is what holds there, however it was
    come to. `form`: names of sections in the order in which they are sung; empty: once each, as written.
    """

    parts: tuple[SheetPart, ...]
    bars: tuple[Bar, ...]
    sections: tuple[Stretch, ...]
    tempo: tuple[TempoPoint, ...] = (TempoPoint(Fraction(0), 100.0),)
    form: tuple[str, ...] = ()
    key: Key | None = None
    title: str = ""
    artist: str = ""
    composer: str = ""
    lyricist: str = ""
    copyright: str = ""

    @property
    def end(self) -> Fraction:
        return self.bars[-1].end if self.bars else Fraction(0)
