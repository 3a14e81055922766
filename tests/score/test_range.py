"""Notes outside a voice's range are warnings that say how far to transpose."""

from __future__ import annotations

from notes_beside import score_of

from pychang.score import check_range


def test_each_written_note_outside_is_told_once() -> None:
    score = score_of("form: 가*3\n[가]\n| C4:4 F3 E5 F5 |\n> 가나다라\n")
    low, high = check_range(score.parts, 55, 76, "sora")
    assert (low.code, low.span.line, low.span.column) == ("W231", 3, 8)
    assert "F3 is below the range of sora (G3–E5)" in low.message.en
    assert (high.span.column, high.hints) == (14, ())  # 24 semitones fit into no range of 21
    assert "F5" in high.message.ko and "높습니다" in high.message.ko


def test_a_transposition_that_fits_is_suggested() -> None:
    score = score_of("| C5:4 F5 E5 F5 |\n> 가나다라\n")
    warnings = check_range(score.parts, 55, 76, "sora")
    assert [one.span.column for one in warnings] == [8, 14]
    assert all("-1" in one.hints[0].en for one in warnings)


def test_a_song_within_the_range_has_none() -> None:
    assert check_range(score_of("| G3:2 E5 |\n> 가나\n").parts, 55, 76, "sora") == ()
