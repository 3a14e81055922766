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
CHORALES = ("bwv1.6", "bwv66.6", "bwv26.6", "bwv153.1", "bwv374")
TUNES = {
    "ryansMammoth/ScottishAmericanHighlandFling": ("가", "가-1", "가", "가-2", "나", "나-1", "나", "나-2"),
    "ryansMammoth/TibbleInglisFancyFling": ("가", "가", "나", "나-1", "나", "나-2"),
}

Notes = list[tuple[Fraction, Fraction, int]]


def of_music21(part: object) -> Notes:
    """Start and length in whole notes, and the MIDI number of the highest tone; repeats written out."""
    found = []
    for one in part.expandRepeats().toSoundingPitch().stripTies().flatten().notes:
        if one.duration.isGrace or not one.pitches:
            continue
        start, length = (
            Fraction(value).limit_denominator(10_000) / 4 for value in (one.offset, one.quarterLength)
        )
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


@pytest.mark.parametrize(("name", "form"), TUNES.items())
def test_tunes_with_endings(name: str, form: tuple[str, ...], tmp_path: Path) -> None:
    """From ABC, by music21's own MusicXML."""
    path = tmp_path / "tune.musicxml"
    corpus.parse(name).write("musicxml", path)
    score = pytest.importorskip("music21.converter").parse(path)
    assert read_musicxml(path, Wishes()).sheet.form == form
    assert of_ours(path, 1) == of_music21(score.parts[0])


def test_two_singers_on_a_staff_and_a_choir_with_the_words_of_its_sopranos() -> None:
    path = next(Path(one) for one in corpus.getComposer("bach") if Path(one).name == "bwv27.6.mxl")
    found = read_musicxml(path, Wishes())
    assert [part.name for part in found.sheet.parts] == ["Soprano 1", "Soprano 2", "Alto", "Tenor", "Bass"]
    assert "lent" in [one.kind for one in found.findings]
    assert all(tone.lyrics for part in found.sheet.parts for tone in part.tones)
