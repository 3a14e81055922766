"""What every sheet keeps, whatever file it was read from; and what is sung of it."""

from __future__ import annotations

from itertools import pairwise

from pychang.convert.sheet import Sheet
from pychang.convert.to_text import to_text
from pychang.diagnostic import Severity
from pychang.score import arrange
from pychang.score.dynamics import HAIRPINS, LEVELS_DB
from pychang.score.model import Score
from tests.convert.test_from_song import song_of


def assert_sound(sheet: Sheet) -> None:
    """The invariants of `Sheet`, and that its text is a song without errors."""
    assert sheet.bars[0].start == 0
    assert all(here.end == there.start and here.duration > 0 for here, there in pairwise(sheet.bars))
    assert sheet.sections[0].start == 0
    assert sheet.sections[-1].end == sheet.end
    assert all(here.end == there.start for here, there in pairwise(sheet.sections))
    assert {one.start for one in sheet.sections} <= {bar.start for bar in sheet.bars}
    assert set(sheet.form) <= {one.name for one in sheet.sections}
    assert sheet.tempo[0].position == 0
    assert all(20 <= point.quarters_per_minute <= 400 for point in sheet.tempo)
    assert all(here.position <= there.position for here, there in pairwise(sheet.tempo))
    for part in sheet.parts:
        assert all(here.end <= there.start for here, there in pairwise(part.tones))
        for tone in part.tones:
            assert tone.duration > 0
            assert any(one.start <= tone.start and tone.end <= one.end for one in sheet.sections)
            assert all(one is None or one.boundary in ("", " ", "|") for one in tone.lyrics)
        assert all(one.mark in LEVELS_DB or one.mark in HAIRPINS for one in part.dynamics)
    score_of(sheet)


def score_of(sheet: Sheet) -> Score:
    """The score of the sheet's text, which has no errors."""
    text = to_text(sheet)
    score, mistakes = arrange(song_of(text))
    errors = [one for one in mistakes if one.severity is Severity.ERROR]
    assert not errors, f"{errors[0].code}: {errors[0].message.en}\n{text}"
    return score
