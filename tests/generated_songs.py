"""Songs made up by hypothesis: free of errors, and written in every way in which a song may be written.

`songs()` draws the text of a song. A song is a list of lines; each kind of line is one method of `_Writer`,
so that what the language gains is added as one method more, and called where it may stand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from fractions import Fraction
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from pychang.convert.spelled import length_text
from pychang.language.build import length

T = TypeVar("T")
Bar = list[tuple[str, Fraction]]  # `note`, `r` or `~`, and how long

METERS = ("4/4", "3/4", "6/8", "2/4", "9/8")
LENGTHS = (
    *("2", "4", "4", "4", "4.", "8", "8", "8", "8.", "16", "12"),
    *("2+8", "5/16", "8..", "4+8", "2/8", "8+8"),
)
PITCHES = (
    *("C4", "d4", "E4", "f#4", "F♯4", "Bb3", "bb4", "B♭3", "g4", "A4", "Abb4", "c##4"),
    *("도4", "파#4", "시b3"),
)
OPTIONS = (
    *("accent", "staccato", "tenuto", "fermata", "scoop", "fall", "soft", "loud", "loud=+3", "breathy=0.6"),
    *("slide", "slide=0.2", "bend=0,+100,0", "vibrato", "vibrato=off", "vibrato depth=60 rate=5 delay=0.2"),
)
MARKS = ("@p", "@mf", "@ff", "@<", "@>", "@ppp", "@tempo(84)", "@rit(60)", "@accel(132.5)")
SYLLABLES = "아리랑꽃값이없다물새야녹두하늘밖웬괜찮쓸"
PAUSES = (",", ".", "!", "?", "…", ".”", "’")
SECTIONS = ("노래", "후렴", "1절", "다리", "A")
SONG_SETTINGS = {
    "chang": ("1",),
    "title": ("새야 새야", "두  칸", "A: B", "é//아님"),
    "artist": ("소라",),
    "composer": ("전래 민요 (경기)",),
    "lyricist": ("전래",),
    "copyright": ("CC0",),
    "tempo": ("84", "112.5"),
    "key": ("G major", "F# minor", "다장조"),
    "transpose": ("-2", "3"),
    "gain": ("-3", "0.5"),
    "pan": ("0.5",),
    "vibrato": ("off", "depth=32 rate=5.4 delay=0.35", "depth=20   rate=5"),
}
PART_SETTINGS = {
    "voice": ("sora",),
    "transpose": ("-3", "2"),
    "gain": ("-6", "1.5"),
    "pan": ("-0.5", "1"),
    "vibrato": ("off", "depth=20   rate=5"),
}
SECTION_SETTINGS = {"tempo": ("60", "120"), "gain": ("-2", "0"), "voice": ("sora",)}
GAPS = (" ", " ", " ", "  ", "\t", "\u3000", " \u200b")


@st.composite
def songs(draw: st.DrawFn) -> str:
    """The text of a song without errors; warnings there may be."""
    random = draw(st.randoms(use_true_random=False))
    return _Writer(random).song()


@st.composite
def tidy_songs(draw: st.DrawFn, manner: str) -> str:
    """A song with nothing in it that could be written shorter, but for lengths where `manner` has them.

    They stand where they are needed (`needed`), on what begins a bar too (`bars`), or on all (`all`).
    """
    random = draw(st.randoms(use_true_random=False))
    return _TidyWriter(random, manner).song()


def remark_texts(song: str) -> list[str]:
    """The remarks that the writer put into a song, sorted; each has a number of its own."""
    return sorted(re.findall(r"//\s*(덧말.*?)\s*$", unicodedata.normalize("NFC", song), re.MULTILINE))


def _holdable(names: list[str]) -> Iterator[bool]:
    """For each note of a line, whether a syllable can be held over it: a note before it, and no rest."""
    sounding = False
    for name in names:
        if name == "note":
            yield sounding
        sounding = name == "note" or (name == "~" and sounding)


class _Writer:
    """Writes one song, wildly or as a tidy writer would."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self._remarks = 0
        self._wild = self.maybe(0.7)

    # ── chances ──────────────────────────────────────────────────────────────────────────────────

    def maybe(self, chance: float) -> bool:
        return self.random.random() < chance

    def one(self, of: Sequence[T]) -> T:
        return of[self.random.randrange(len(of))]

    def count(self, least: int, most: int) -> int:
        return self.random.randint(least, most)

    def gap(self, needed: bool = True) -> str:
        """What stands between two tokens."""
        if not self._wild:
            return " " if needed else ""
        if not needed and self.maybe(0.7):
            return ""
        return self.one(GAPS)

    # ── the song ─────────────────────────────────────────────────────────────────────────────────

    def song(self) -> str:
        names = self.random.sample(SECTIONS, self.count(1, 3))
        names[0] = names[0] if self.maybe(0.8) else ""  # notes before the first section
        meter = self.one(METERS)
        lines = [*self.lines_between(), *self.settings(names if all(names) else [], meter)]
        if self.maybe(0.3):
            for number in range(self.count(1, 3)):
                lines += [*self.part(number), *self.sections(names, meter)]
        else:
            lines += self.sections(names, meter)
        return self.as_file([*lines, *self.lines_between()])

    def sections(self, names: list[str], meter: str) -> Iterator[str]:
        for name in names:
            if name:
                yield from self.lines_between()
                yield self.section(name)
            yield from self.music(meter, may_set=name != "")

    def part(self, number: int) -> Iterator[str]:
        """The line that starts a part, and its own settings."""
        yield from self.lines_between()
        yield self.setting("part", ("소라", "둘째  목소리", "bass")[number])
        names = [name for name in PART_SETTINGS if self.maybe(0.3)]
        self.random.shuffle(names)
        for name in names:
            yield self.setting(name, self.one(PART_SETTINGS[name]))

    def as_file(self, lines: list[str]) -> str:
        if self._wild:
            lines = [self.indented(line) for line in lines]
        text = "\n".join(lines) + self.one(("\n", "", "\n\n"))
        if self.maybe(0.2):
            text = unicodedata.normalize("NFD", text)
        return text.replace("\n", "\r\n") if self.maybe(0.1) else text

    def indented(self, line: str) -> str:
        return self.one(("", "", "", "  ", "\t")) + line + self.one(("", "", "", " ", "\t ", "\u3000"))

    def lines_between(self) -> Iterator[str]:
        """Blank lines and remarks, which may stand anywhere."""
        for _ in range(self.one((0, 0, 1, 1, 2, 3))):
            yield self.one(("", self.remark()))

    def remark(self) -> str:
        self._remarks += 1
        return f"//{self.one((' ', '', '  '))}덧말{self._remarks}{self.one(('', ' 더  적기', ' // 또'))}"

    def beside(self, line: str) -> str:
        """A line, perhaps with a remark at its end."""
        return f"{line}{self.one((' ', '   '))}{self.remark()}" if self.maybe(0.1) else line

    # ── settings ─────────────────────────────────────────────────────────────────────────────────

    def settings(self, sections: list[str], meter: str) -> Iterator[str]:
        values = {name: self.one(SONG_SETTINGS[name]) for name in SONG_SETTINGS if self.maybe(0.3)}
        if meter != "4/4" or self.maybe(0.5):
            values["meter"] = meter.replace("/", self.one(("/", "/", " / ")))
        if sections and self.maybe(0.3):
            values["form"] = "  ".join(self.one(sections) + self.one(("", "*2")) for _ in range(3))
        names = list(values)
        self.random.shuffle(names)
        for name in names:
            yield self.setting(name, values[name])
            if self.maybe(0.2):
                yield from self.lines_between()

    def setting(self, name: str, value: str) -> str:
        return self.beside(f"{name}{self.gap(False)}:{self.gap(False)}{value}")

    # ── sections ─────────────────────────────────────────────────────────────────────────────────

    def section(self, name: str) -> str:
        return self.beside(f"[{self.gap(False)}{name}{self.gap(False)}]")

    def music(self, meter: str, may_set: bool) -> Iterator[str]:
        """The lines of a section: bars that fill the meter, shared out to lines, with their lyrics."""
        self._can_tie = False
        yield from self.lines_between()
        for _ in range(self.count(1, 3)):
            if may_set and self.maybe(0.15):
                name = self.one(list(SECTION_SETTINGS))
                yield self.setting(name, self.one(SECTION_SETTINGS[name]))
            bars = [self.bar(Fraction(meter)) for _ in range(self.count(1, 4))]
            for line in self.shared_out(bars):
                yield from self.note_line(line)
            yield from self.lines_between()

    def shared_out(self, bars: list[Bar]) -> Iterator[list[Bar]]:
        """All bars on one line; or on two, broken at a bar line or within a bar."""
        if self.maybe(0.7) or len(bars[-1]) < 2:
            yield bars
        elif self.maybe(0.5) and len(bars) > 1:
            yield bars[:-1]
            yield bars[-1:]
        else:
            place = self.count(1, len(bars[-1]) - 1)
            yield [*bars[:-1], bars[-1][:place], []]  # an empty bar at the end: the line is left open
            yield [bars[-1][place:]]

    def note_line(self, bars: list[Bar]) -> Iterator[str]:
        is_open = not bars[-1]
        carried: list[Fraction] = []
        strokes = [self.one(("|", "|", "|", "||")) for _ in bars]
        text = ""
        for stroke, bar in zip(strokes, bars[:-1] if is_open else bars, strict=False):
            text += f"{stroke}{self.gap(False)}{self.elements(bar, carried)}"
        yield self.beside(text if is_open else text + self.one(("|", "|", "||")))
        holdable = list(_holdable([name for bar in bars for name, _ in bar]))
        for _ in range(self.one((1, 1, 1, 2, 3, 0)) if holdable else 0):
            if self.maybe(0.1):
                yield self.remark()
            yield self.beside(self.lyrics(holdable))

    # ── bars ─────────────────────────────────────────────────────────────────────────────────────

    def bar(self, duration: Fraction) -> Bar:
        """Notes, rests and ties that fill a bar."""
        bar: Bar = []
        left = duration
        while left:
            fitting = [one for one in LENGTHS if length(one) <= left]
            lasts = length(self.one(fitting)) if fitting and len(bar) < 7 else left
            lasts = lasts if (left - lasts).denominator <= 96 else left
            bar.append((self.name(), lasts))
            left -= lasts
        return bar

    def name(self) -> str:
        name = self.one(("note",) * 6 + ("r",) + ("~",) * self._can_tie)
        self._can_tie = name != "r"
        return name

    def elements(self, bar: Bar, carried: list[Fraction]) -> str:
        """A bar as text; `carried` holds the length that the line hands on."""
        text = self.one(MARKS) + " " if self.maybe(0.15) else ""
        for i, (name, lasts) in enumerate(bar):
            text += self.spelled(name) + self.length(lasts, carried)
            if name == "note" and self.maybe(0.2):
                text += self.gap(False) + self.options()
            followed_by_tie = i + 1 == len(bar) or bar[i + 1][0] == "~"
            if not followed_by_tie and self.maybe(0.05):
                text += self.gap(False) + ","
            text += self.gap(needed=not self.maybe(0.1))
            if self.maybe(0.05):
                text += self.one(MARKS) + " "
        return text

    def spelled(self, name: str) -> str:
        return {"r": self.one(("r", "R", "쉼")), "~": "~"}.get(name) or self.one(PITCHES)

    def length(self, lasts: Fraction, carried: list[Fraction]) -> str:
        if carried and carried[-1] == lasts and self.maybe(0.6):
            return ""
        carried.append(lasts)
        known = [one for one in LENGTHS if length(one) == lasts]
        spelled = self.one(known) if known else f"{lasts.numerator}/{lasts.denominator}"
        return f"{self.gap(False)}:{spelled}"

    def options(self) -> str:
        chosen = self.random.sample(OPTIONS, self.count(1, 2))
        if len({option.split("=")[0].split()[0] for option in chosen}) < len(chosen):
            chosen = chosen[:1]
        text = self.gap().join(chosen).replace("=", f"{self.gap(False)}={self.gap(False)}")
        return "{" + self.gap(False) + text + self.gap(False) + "}"

    # ── lyrics ───────────────────────────────────────────────────────────────────────────────────

    def lyrics(self, holdable: list[bool]) -> str:
        """As many syllables as notes; `holdable`: whether a note can go on with the syllable before."""
        text, word = ">" + self.gap(False), ""
        for can_hold in holdable:
            held = can_hold and self.maybe(0.2)
            word += "-" if held else self.one(SYLLABLES)
            if self.maybe(0.5):
                continue
            text += word + self.after_word(word)
            word = ""
        return (text + word).rstrip()

    def after_word(self, word: str) -> str:
        """Perhaps a pronunciation, perhaps a pause; then a gap, else the brackets would be about more."""
        sung = word.replace("-", "")
        text = f"{self.gap(False)}[{sung}]" if sung and word[0] != "-" and self.maybe(0.15) else ""
        pause = self.one(PAUSES) if self.maybe(0.2) else ""
        return text + pause + self.gap(needed=not pause or self.maybe(0.8))


class _TidyWriter(_Writer):
    """No ties and no rests one after another within a bar; each length in its usual form."""

    def __init__(self, random: Random, manner: str) -> None:
        super().__init__(random)
        self._wild = False
        self._manner = manner

    def bar(self, duration: Fraction) -> Bar:
        bar: Bar = []
        for name, lasts in super().bar(duration):
            if bar and (name == "~" or name == bar[-1][0] == "r"):
                bar[-1] = bar[-1][0], bar[-1][1] + lasts
            else:
                bar.append((name, lasts))
        return bar

    def elements(self, bar: Bar, carried: list[Fraction]) -> str:
        self._begins_bar = True
        words: list[str] = []
        for i, (name, lasts) in enumerate(bar):
            words += [self.one(MARKS)] if name == "note" and self.maybe(0.1) else []
            options = self.options() if name == "note" and self.maybe(0.2) else ""
            words.append(self.spelled(name) + self.length(lasts, carried) + options)
            words += "," if name != "r" and i + 1 < len(bar) and self.maybe(0.05) else ""
        return f" {' '.join(words)} "

    def spelled(self, name: str) -> str:
        return "r" if name == "r" else super().spelled(name)

    def length(self, lasts: Fraction, carried: list[Fraction]) -> str:
        written = self._manner == "all" or (self._manner == "bars" and self._begins_bar)
        written, self._begins_bar = written or carried[-1:] != [lasts], False
        carried.append(lasts)
        return f":{length_text(lasts)}" if written else ""

    def lyrics(self, holdable: list[bool]) -> str:
        return f"> {super().lyrics(holdable).removeprefix('>')}"

    def after_word(self, word: str) -> str:
        return super().after_word(word).rstrip() + " "
