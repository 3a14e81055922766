"""Sheets made up by hypothesis: bars, sections, tempo, and parts whose notes have words and expressions."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from random import Random

from hypothesis import strategies as st

from pychang.convert.key import Key, spell
from pychang.convert.sheet import Bar, Sheet, SheetPart, Stretch, Tone
from pychang.score.model import Expression, Syllable, TempoPoint, Vibrato
from pychang.score.settings import Meter

LENGTHS = [
    Fraction(one) for one in ("1/4", "1/4", "1/8", "1/16", "3/8", "1/12", "1/24", "1/2", "1/20", "3/32")
]
SYLLABLES = "아리랑꽃값이없다물새야녹두하늘밖웬괜찮쓸"
METERS = [Meter(4, 4), Meter(3, 4), Meter(6, 8), Meter(2, 4), Meter(9, 8)]


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """A sheet without form, of one or two parts and sections."""
    return _Maker(draw(st.randoms(use_true_random=False))).sheet()


class _Maker:
    def __init__(self, random: Random) -> None:
        self.random = random

    def sheet(self) -> Sheet:
        bars = self.bars()
        cut = self.random.randint(1, len(bars))
        borders = [Fraction(0), *([bars[cut].start] if cut < len(bars) else []), bars[-1].end]
        names = ("1절", "후렴")
        sections = tuple(
            Stretch(name, here, there) for name, here, there in zip(names, borders, borders[1:], strict=False)
        )
        names = [""] if self.random.random() < 0.6 else ["소라", "나루"]
        key = self.random.choice([None, Key(2), Key(-3)])
        parts = tuple(self.part(name, borders, key) for name in names)
        tempo = tuple(
            TempoPoint(at, self.random.choice([60.0, 84.5, 120.0, 233.25])) for at in sorted({*borders[:-1]})
        )
        return Sheet(parts, tuple(bars), sections, tempo, key=key, title="시험")

    def bars(self) -> list[Bar]:
        bars: list[Bar] = []
        now, meter = Fraction(0), self.random.choice(METERS)
        for number in range(self.random.randint(1, 6)):
            meter = self.random.choice(METERS) if self.random.random() < 0.2 else meter
            length = Fraction(1, 4) if number == 0 and self.random.random() < 0.2 else meter.length
            bars.append(Bar(now, length, Meter(1, 4) if length == Fraction(1, 4) else meter))
            now += length
        return bars

    def part(self, name: str, borders: list[Fraction], key: Key | None) -> SheetPart:
        tones: list[Tone] = []
        for here, there in pairwise(borders):
            now, paused = here, True
            while now < there:
                length = min(self.random.choice(LENGTHS), there - now)
                if self.random.random() < 0.2 and tones:
                    paused = True
                else:
                    tones.append(self.tone(now, length, paused, key))
                    paused = False
                now += length
        return SheetPart(name, tuple(tones))

    def tone(self, start: Fraction, length: Fraction, paused: bool, key: Key | None) -> Tone:
        held = not paused and self.random.random() < 0.2
        boundary = "|" if paused else self.random.choice(["", "", " ", "|"])
        syllable = None if held else Syllable(self.random.choice(SYLLABLES), boundary)
        pitch = spell(self.random.randint(48, 84), key)
        return Tone(start, length, pitch, (syllable,), self.expression(), self.random.random() < 0.1)

    def expression(self) -> Expression:
        one = self.random.random
        return Expression(
            vibrato=self.random.choice([None, None, Vibrato(40.0, 5.5, 0.0), Vibrato(25.0, 6.25, 0.1)]),
            slide_s=self.random.choice([0.0, 0.0, 0.12, 0.08, 0.3]),
            scoop=one() < 0.1,
            fall=one() < 0.1,
            bend_cents=self.random.choice([(), (), (0.0, 100.0, 0.0), (-50.0, 25.0), (0.0, 0.0, -200.0)]),
            level_db=self.random.choice([0.0, 0.0, 3.0, -6.0]),
            breathy=self.random.choice([0.0, 0.0, 0.6]),
        )
