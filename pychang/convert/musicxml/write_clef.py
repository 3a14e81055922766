"""The clef that suits a part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from pychang.convert.musicxml.write_xml import add
from pychang.language.syntax import Pitch


@dataclass(frozen=True)
class Clef:
    """`lowest`: the step on the lowest line, counted in letters from C0; the highest is 8 above it."""

    sign: str
    line: int
    octave_change: int
    lowest: int

    def add_to(self, attributes: Element) -> None:
        clef = add(attributes, "clef")
        add(clef, "sign", self.sign)
        add(clef, "line", self.line)
        if self.octave_change:
            add(clef, "clef-octave-change", self.octave_change)

    def outside(self, step: int) -> int:
        """How many steps a note is off the staff."""
        return max(self.lowest - step, step - self.lowest - 8, 0)


TREBLE = Clef("G", 2, 0, 30)  # E4
TENOR = Clef("G", 2, -1, 23)  # E3, sung an octave below what is seen
BASS = Clef("F", 4, 0, 18)  # G2
CLEFS = (TREBLE, TENOR, BASS)
_NEAR_ENOUGH = 2.0  # steps off the staff, on average


def clef_for(pitches: Iterable[Pitch]) -> Clef:
    """The first clef in which notes are hardly off the staff, or that in which they are least so."""
    steps = [7 * pitch.octave + "CDEFGAB".index(pitch.letter) for pitch in pitches]
    off = {clef: sum(map(clef.outside, steps)) / max(len(steps), 1) for clef in CLEFS}
    near = [clef for clef in CLEFS if off[clef] <= _NEAR_ENOUGH]
    return near[0] if near else min(CLEFS, key=off.__getitem__)
