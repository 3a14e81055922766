"""Each song in `songs/` is sung as its remarks say.

`PYCHANG_REWRITE=1 pytest tests/score` writes what is sung into the songs; git shows what changed.
"""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import pytest
from notes_beside import score_of, with_expectations

from pychang.score.model import Part

SONGS = sorted(Path(__file__).with_name("songs").glob("*.chang"))
ALL_SONGS = SONGS + sorted((Path(__file__).parents[2] / "songs").glob("*.chang"))


@pytest.mark.parametrize("path", SONGS, ids=lambda path: path.stem)
def test_what_is_sung(path: Path) -> None:
    text = path.read_text("utf-8")
    found = with_expectations(text)
    if os.environ.get("PYCHANG_REWRITE"):
        path.write_text(found, "utf-8")
    assert found == text


@pytest.mark.parametrize("path", ALL_SONGS, ids=lambda path: path.stem)
def test_notes_follow_one_another_and_syllables_are_sung_in_order(path: Path) -> None:
    for part in score_of(path.read_text("utf-8"), path.parent).parts:
        check_part(part)


def check_part(part: Part) -> None:
    assert part.notes[0].start == 0
    assert all(a.start + a.duration == b.start for a, b in pairwise(part.notes))
    sung = [note.syllable for note in part.notes if note.syllable is not None]
    assert sorted(set(sung)) == list(range(len(part.syllables)))
    assert sung == sorted(sung)
    assert all((note.midi is None) == (note.syllable is None) for note in part.notes)
    positions = [point.position for point in part.dynamics]
    assert positions == sorted(positions) and positions[0] == 0
