"""Public-domain scores of music21's corpus, read here and by music21: the same notes at the same time.

Where the two differ on purpose a score is not among these: music21 joins tied notes that have words of their
own, takes a repeat without a beginning back to the first sign, and leaves tied tones of chords apart.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from pychang.convert.formats import Wishes
from pychang.convert.musicxml.read import read_musicxml
from pychang.convert.unroll import unrolled

corpus = pytest.importorskip("music21.corpus")
CHORALES = ("bwv1.6", "bwv66.6", "bwv277", "bwv26.6", "bwv153.1", "bwv374")
TUNES = ("ryansMammoth/AlHirschfeldJig", "airdsAirs/book1")

Notes = list[tuple[Fraction, Fraction, int]]


def of_music21(part: object) -> Notes:
    """Start and length in whole notes, and the MIDI number of the highest tone; repeats written out."""
    found = []
    for one in part.expandRepeats().toSoundingPitch().stripTies().flatten().notes:
        if one.duration.isGrace or not one.pitches:
            continue
        start, length = (Fraction(value).limit_denominator(10_000) / 4 for value in (one.offset, one.quarterLength))
        found.append((start, length, max(each.midi for each in one.pitches)))
    return found


def of_ours(path: Path, number: int) -> Notes:
    sheet = unrolled(read_musicxml(path, Wishes(track=str(number))).sheet)
    return [(tone.start, tone.duration, tone.pitch.midi) for tone in sheet.parts[0].tones]


@pytest.mark.parametrize("name", CHORALES)
def test_chorales(name: str) -> None:
    path = next(Path(one) for one in corpus.getComposer("bach") if Path(one).name == f"{name}.mxl")
    score = corpus.parse(f"bach/{name}")
    for i, part in enumerate(score.parts):
        assert of_ours(path, i + 1) == of_music21(part)
