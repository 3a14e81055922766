"""Out and in again: the same notes, lengths and words, for every song in `songs/` and for any other."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pychang.convert.formats import Wishes, writer_for
from pychang.convert.incoming import bring_in
from pychang.convert.outgoing import Outgoing
from pychang.reading import Reading, read_song
from pychang.score.model import Part, Score
from pychang.world import World
from tests.convert.checked import assert_sound, score_of
from tests.convert.song_files import SONGS
from tests.generated_songs import songs

FORMATS = (".mid", ".musicxml", ".mxl", ".ustx")


def sung_words(part: Part, has_words: bool) -> list[tuple]:
    """What is sung: when, for how long, how high, and on what; `None` holds the syllable before.

    Where a part has no words, nothing says where a breath was.
    """
    out, before = [], None
    for note in part.notes:
        if note.midi is not None:
            syllable = part.syllables[note.syllable]
            text = None if note.syllable == before else (syllable.text, has_words and syllable.boundary)
            before = note.syllable
            out.append((note.start, note.duration, note.midi, text))
    return out


def round_trip(reading: Reading, ending: str, folder: Path) -> Score:
    path = folder / f"노래{ending}"
    path.write_bytes(writer_for(path)(Outgoing(reading), ending))
    found = bring_in(path, Wishes())
    assert_sound(found.sheet)
    return score_of(found.sheet)


def assert_same(before: Score, after: Score, off: float = 0.005) -> None:
    """Of the time, which other formats have in steps where the tempo changes gradually, at most `off` is
    lost or gained, and a twentieth of a second."""
    sung, again = (
        [part for part in score.parts if any(note.midi is not None for note in part.notes)]
        for score in (before, after)
    )
    have_words = [any(one.span for one in part.syllables) for part in sung]
    assert list(map(sung_words, again, have_words)) == list(map(sung_words, sung, have_words))
    assert len(again) == len(sung)
    ends = [
        note.start + note.duration for part in before.parts for note in part.notes if note.midi is not None
    ]
    for end in ends:
        assert after.seconds(end) == pytest.approx(before.seconds(end), rel=off, abs=0.05)


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("path", SONGS, ids=lambda path: path.stem)
def test_every_song(path: Path, ending: str, tmp_path: Path) -> None:
    reading = read_song(path, World())
    assert_same(reading.score, round_trip(reading, ending, tmp_path))


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@pytest.mark.parametrize("ending", (".mid", ".musicxml", ".ustx"))
@given(data=st.data())
def test_any_song(ending: str, data: st.DataObject, tmp_path: Path) -> None:
    song = tmp_path / "노래.chang"
    song.write_text(data.draw(songs()), "utf-8", newline="")
    reading = read_song(song, World())
    assume(any(note.midi is not None for part in reading.score.parts for note in part.notes))
    assert_same(reading.score, round_trip(reading, ending, tmp_path), off=0.05)
