"""A sheet as text: what is read of it again is what the sheet says."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pychang.convert.from_song import sheet_of
from pychang.convert.sheet import Bar
from pychang.convert.spelled import length_text
from pychang.convert.to_text import to_text
from pychang.convert.written_bars import written_bars
from pychang.diagnostic import Severity
from pychang.language.build import length
from pychang.language.syntax import SongFile
from pychang.score import arrange
from pychang.score.model import DynamicPoint, Score
from pychang.score.settings import Meter
from tests.convert.song_files import SONGS
from tests.convert.test_from_song import read, song_of, sung, tempo_of
from tests.generated_songs import songs


def levels(score: Score, part: int) -> list[float]:
    """Where each note begins; a hairpin without a goal gets the nearest dynamic."""
    one = score.parts[part]
    return [level_at(one.dynamics, note.start) for note in one.notes if note.midi is not None]


def level_at(points: tuple[DynamicPoint, ...], position: Fraction) -> float:
    before = [point for point in points if point.position <= position]
    after = [point for point in points if point.position > position]
    if not before:
        return 0.0
    if not after or not after[0].ramp:
        return before[-1].level_db
    share = (position - before[-1].position) / (after[0].position - before[-1].position)
    return before[-1].level_db + float(share) * (after[0].level_db - before[-1].level_db)


def plain(notes: list[tuple]) -> list[tuple]:
    """Brackets are about a whole word: where some of it had them, the rest is bracketed as written."""
    return [(*note[:3], note[3] and (*note[3][:2], note[3][2] or note[3][0]), *note[4:]) for note in notes]


def assert_same_again(song: SongFile) -> str:
    text = to_text(sheet_of(song))
    again = song_of(text)
    before, _ = arrange(song)
    after, mistakes = arrange(again)
    assert not [one for one in mistakes if one.severity is Severity.ERROR], text
    assert len(after.parts) == len(before.parts)
    end = max(note.start + note.duration for part in before.parts for note in part.notes)
    for i in range(len(before.parts)):
        assert plain(sung(after, i)) == plain(sung(before, i)), text
        assert levels(after, i) == pytest.approx(levels(before, i), abs=2.01), text
    assert tempo_of(after.tempo, end) == tempo_of(before.tempo, end), text
    return text


@pytest.mark.parametrize("path", SONGS, ids=lambda path: path.stem)
def test_every_song(path: Path) -> None:
    assert_same_again(read(path))


@given(st.data())
@settings(max_examples=50, deadline=None)
def test_any_song(data: st.DataObject) -> None:
    assert_same_again(song_of(data.draw(songs())))


@given(st.integers(1, 96), st.sampled_from((1, 2, 4, 8, 16, 32, 12, 20, 28, 480, 1920)))
@settings(deadline=None)
def test_lengths_read_again(above: int, below: int) -> None:
    assert length(length_text(Fraction(above, below))) == Fraction(above, below)


@pytest.mark.parametrize(
    ("written", "value"),
    [("4", "1/4"), ("4.", "3/8"), ("2+8", "5/8"), ("4+16", "5/16"), ("12", "1/12"), ("1+8", "9/8")],
)
def test_lengths_as_a_person_writes_them(written: str, value: str) -> None:
    assert length_text(Fraction(value)) == written


def test_a_short_first_bar_is_an_upbeat_whatever_meter_it_says() -> None:
    """So that the line, and the word, goes on."""
    song = song_of("meter: 4/4\n[노래]\nmeter: 1/4\n| C4:4 |\n> 노\nmeter: 4/4\n| D4:1 |\n> 래\n")
    text = to_text(sheet_of(song))
    assert "| C4:4 | D4:1 |\n" in text
    assert text.count("meter") == 1


def test_a_bar_in_two_halves_is_one() -> None:
    meter = Meter(3, 4)
    lengths = (Fraction(1, 4), *(Fraction(3, 4),) * 2, Fraction(1, 2), Fraction(1, 4), Fraction(3, 4))
    starts = accumulate(lengths, initial=Fraction(0))
    bars = [Bar(start, length, meter) for start, length in zip(starts, lengths, strict=False)]
    assert [bar.duration for bar in written_bars(bars)] == [Fraction(1, 4), *(Fraction(3, 4),) * 4]


@pytest.mark.parametrize(
    ("names", "written"),
    [
        (("A // 1", "A // 2"), ["A / 1", "A / 2"]),
        (("2", ""), ["2", "2-2"]),
        (("\u200b", "가"), ["1", "가"]),
        (("가", "가 "), ["가", "가-2"]),
        (("http://a", "//b"), ["http://a", "/b"]),
    ],
)
def test_names_of_parts_that_nobody_could_write_or_tell_apart(
    names: tuple[str, str], written: list[str]
) -> None:
    sheet = sheet_of(song_of("part: 위\n[가]\n| C4:1 |\n> 가\npart: 아래\n[가]\n| E4:1 |\n> 가\n"))
    parts = tuple(replace(part, name=name) for part, name in zip(sheet.parts, names, strict=True))
    score, mistakes = arrange(song_of(to_text(replace(sheet, parts=parts))))
    assert [part.name for part in score.parts] == written
    assert not [one for one in mistakes if one.severity is Severity.ERROR]


def test_a_remark_stays_on_its_line() -> None:
    sheet = sheet_of(song_of("[가]\n| C4:1 |\n> 가\n"))
    assert to_text(sheet, ["노래\n.mid에서"]).splitlines()[0] == "// 노래 .mid에서"


def text_again(song: str) -> list[str]:
    return to_text(sheet_of(song_of(song))).splitlines()


@pytest.mark.parametrize(
    ("marks", "kept"),
    [
        ("| @pp r:1 | @p C4:1 |", "| r:1 | @p C4 |"),
        ("| @p @> r:2 @pp r | @f C4:1 | @pp r:1 |", "| r:1 | @f C4 | r |"),
        ("| @p @< C4:1 | @f r | @p C4 |", "| @p @< C4:1 | @f r | @p C4 |"),
        ("| @p r:2 @< C4 | @f D4:1 |", "| @p r:2 @< C4 | @f D4:1 |"),
        ("| @p C4:1 | @< r | @f D4 |", "| @p C4:1 | r | @f D4 |"),
        ("| C4:2 @< ~ | r:1 |", "| C4:2 @< ~ | r:1 @f |"),
    ],
)
def test_dynamics_that_change_nothing_sung_are_left_out(marks: str, kept: str) -> None:
    assert kept in text_again(f"[노래]\n{marks}\n")


def test_notes_without_words_or_rests_stand_in_lines_of_four_bars() -> None:
    found = text_again("[노래]\n|" + " C4:2 ~ |" * 16 + "\n")
    assert [line.count("|") - 1 for line in found if line.startswith("|")] == [4, 4, 4, 4]
