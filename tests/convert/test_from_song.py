"""A song as a sheet, and its sheet unrolled: the same as its score."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pychang.convert.from_song import sheet_of
from pychang.convert.sheet import Sheet
from pychang.convert.unroll import unrolled
from pychang.diagnostic import Source
from pychang.language import decode, parse
from pychang.language.include import take_included
from pychang.language.syntax import SongFile
from pychang.score import arrange
from pychang.score.dynamics import HAIRPINS
from pychang.score.model import Score, TempoPoint
from tests.convert.song_files import SONGS
from tests.generated_songs import songs


def song_of(text: str) -> SongFile:
    return parse(Source("노래.chang", text))[0]


def read(path: Path) -> SongFile:
    source, _ = decode(str(path), path.read_bytes())
    return take_included(parse(source)[0], lambda other: other.read_bytes())[0]


def sung(score: Score, part: int) -> list[tuple]:
    """What is sung: when, how high, on what, held or not, with a breath or not."""
    one = score.parts[part]
    out, before = [], None
    for note in one.notes:
        if note.midi is not None:
            syllable = one.syllables[note.syllable]
            new = note.syllable != before
            before = note.syllable
            text = (syllable.text, syllable.boundary, syllable.spoken) if new else None
            out.append((note.start, note.duration, note.midi, text, note.expression, note.breath_after))
    return out


def written(sheet: Sheet, part: int) -> list[tuple]:
    return [
        (
            tone.start,
            tone.duration,
            tone.pitch.midi,
            (one.text, one.boundary, one.spoken) if (one := tone.lyrics[0]) else None,
            tone.expression,
            tone.breath_after,
        )
        for tone in sheet.parts[part].tones
    ]


def tempo_of(tempo: Sequence[TempoPoint], end: Fraction) -> list[tuple]:
    """A change where the song ends is heard by nobody."""
    points = [point for point in tempo if point.position < end or point.ramp]
    return [(point.position, round(point.quarters_per_minute, 3), point.ramp) for point in points]


def assert_same(song: SongFile) -> None:
    score, _ = arrange(song)
    sheet = unrolled(sheet_of(song))
    assert [part.name for part in sheet.parts] == [part.name for part in score.parts]
    for i in range(len(score.parts)):
        heard = sung(score, i)
        if sheet.parts[i].tones and not sheet.parts[i].tones[0].lyrics:  # no words anywhere
            heard = [(*note[:3], None, *note[4:]) for note in heard]
            assert [(*note[:3], None, *note[4:]) for note in bare(sheet, i)] == heard
        else:
            assert written(sheet, i) == heard
    end = max(sum((note.duration for note in part.notes), Fraction(0)) for part in score.parts)
    assert tempo_of(sheet.tempo, end) == tempo_of(score.tempo, end)
    assert sheet.end == end
    assert all(here.end == there.start for here, there in zip(sheet.bars, sheet.bars[1:], strict=False))


def bare(sheet: Sheet, part: int) -> list[tuple]:
    return [
        (tone.start, tone.duration, tone.pitch.midi, None, tone.expression, tone.breath_after)
        for tone in sheet.parts[part].tones
    ]


@pytest.mark.parametrize("path", SONGS, ids=lambda path: path.stem)
def test_every_song(path: Path) -> None:
    assert_same(read(path))


@given(st.data())
@settings(max_examples=50, deadline=None)
def test_any_song(data: st.DataObject) -> None:
    assert_same(song_of(data.draw(songs())))


def test_the_written_form() -> None:
    """
    Each section stands once, with a syllable a verse; pitches as they sound, spelled in the new key.
    """
    sheet = sheet_of(
        song_of(
            "meter: 3/4\nkey: C major\ntranspose: 3\nform: 가 나 가*2\n"
            "[가]\n| C4:4 E4 |\n> 봄이\n> 여름\n[나]\n| @p F#4:2. |\n> 또\n"
            "[다]\n| C4:2. |\n> 앗\n"
        )
    )
    assert [(one.name, one.start, one.end) for one in sheet.sections] == [
        ("가", 0, Fraction(1, 2)),
        ("나", Fraction(1, 2), Fraction(5, 4)),
    ]
    assert sheet.form == ("가", "나", "가", "가")
    assert sheet.key.name == "Eb major"
    assert [tone.pitch.name for tone in sheet.parts[0].tones] == ["Eb4", "G4", "A4"]
    assert [[one.text for one in tone.lyrics] for tone in sheet.parts[0].tones] == [
        ["봄", "여"],
        ["이", "름"],
        ["또"],
    ]
    assert [(one.position, one.mark) for one in sheet.parts[0].dynamics] == [(Fraction(1, 2), "p")]
    assert [bar.duration for bar in sheet.bars] == [Fraction(1, 2), Fraction(3, 4)]
    assert not {one.mark for one in sheet.parts[0].dynamics} & set(HAIRPINS)
