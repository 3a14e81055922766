"""What can be sung but is probably not meant: where it is told, and where not."""

from __future__ import annotations

import pytest

from pychang.diagnostic import Diagnostic, Source
from pychang.language import parse
from pychang.score import arrange


def found(text: str) -> list[Diagnostic]:
    song, mistakes = parse(Source("song.chang", text))
    return [*mistakes, *arrange(song)[1]]


def places(text: str, code: str) -> list[tuple[int, int]]:
    every = found(text)
    assert {one.code for one in every} <= {code}
    return [(one.span.line, one.span.column) for one in every]


@pytest.mark.parametrize(
    ("notes", "columns"),
    [
        ("C4:4 F#5 r r", []),  # 18 semitones
        ("C4:4 G5 r r", [8]),
        ("G5:4 C4 r r", [8]),
        ("C4:4 G5 C4 r", [8]),  # the way back is the same slip
        ("C3:4 G4 D6 r", [8, 11]),
        ("C4:4 r G5 r", []),
        ("C4:4, G5 r r", [9]),
        ("C4:8 ~ G5:4 r r", [10]),
        ("도4:4 솔5 r r", [8]),
    ],
)
def test_leaps(notes: str, columns: list[int]) -> None:
    syllables = sum(note[0] not in "r~" for note in notes.replace(",", "").split())
    assert places(f"| {notes} |\n> {'노' * syllables}\n", "W241") == [(1, column) for column in columns]


def test_a_leap_between_lines_and_sections_is_told_once() -> None:
    text = "form: 가 나 가 나\n[가]\n| C3:1 |\n> 가\n[나]\n| C5:2 D5:4 r |\n> 나다\n"
    assert places(text, "W241") == [(6, 3)]


def test_a_leap_from_one_voice_to_another_is_none() -> None:
    text = "[가]\n| C3:2. r:4 |\n> 가\n[나]\n| C3:1 |\n> 나\nvoice: other\n| C5:2. r:4 |\n> 다\n"
    assert places(text, "W241") == []


def test_a_leap_is_told_as_written_and_with_the_octave_that_is_near() -> None:
    (leap,) = found("transpose: 2\n| 도4:4 라5 r r |\n> 노래\n")
    assert leap.message.ko == "도4에서 라5로 21반음을 한 번에 뛰어오릅니다."
    assert "라4" in leap.hints[0].ko and "// ok: W241" in leap.hints[1].en


@pytest.mark.parametrize(
    ("bars", "columns"),
    [
        ("C4:1 | D4:1 | E4:2 r", []),  # ten seconds, at 60 to the minute
        ("C4:1 | D4:1 | E4:2 F4:4 r", [22]),
        ("C4:1 | D4:1 | E4:2. r:4", [17]),
        ("C4:1, | D4:1 | E4:2 F4:4 r", []),
        ("C4:2. r:4 | D4:1 | E4:2 F4:4 r", []),
        ("C4:1 | ~:1 | ~:2 D4:4 r", [20]),
        ("C4:1 | ~:1 | ~:2. r:4", [3]),
        ("C4:1 | D4:1 | E4:2. F4:4 | G4:1 | A4:1 | B4:1", [17, 37]),
    ],
)
def test_breathless_phrases(bars: str, columns: list[int]) -> None:
    syllables = sum(token[0] in "CDEFGAB" for token in bars.split())
    assert places(f"tempo: 60\n| {bars} |\n> {'노' * syllables}\n", "W242") == [(2, c) for c in columns]


def test_the_time_of_a_phrase_is_the_real_one() -> None:
    song = "tempo: 120\n[가]\n| C4:1 | D4:1 | @tempo(60) E4:2 r |\n> 노래해\n"
    assert places(song, "W242") == []
    assert places(song.replace("@tempo(60) E4:2 r", "@tempo(20) E4:2. r:4"), "W242") == [(3, 28)]
    sung_on = "form: 가*3\n" + song.replace("E4:2 r", "E4:1")
    assert places(sung_on, "W242") == [(4, 10), (4, 28)]


@pytest.mark.parametrize(
    ("section", "told"),
    [
        ("tempo: 90\n| C4:1 |\n> 노", []),
        ("| C4:1 |\n> 노\ntempo: 90", [4]),
        ("tempo: 90\nmeter: 3/4\ntempo: 80\n| C4:2. |\n> 노", [2]),
        ("voice: sora\n| r:1 |\ngain: 3\n| C4:1 |\n> 노\nvoice: 소라\n| r:1 |", [7]),
        ("tempo: 90\n| r:1 |\ntempo: 60\n| C4:1 |\n> 노", []),
        ("| C4:1 @p |\n> 노", [2]),
        ("| @p @f C4:1 |\n> 노", [2]),
        ("| @p @< C4:1 @f |\n> 노", []),
        ("| @< C4:2 @f D4 @> |\n> 노래", [2]),
        ("| @< C4:2 @f @p D4 |\n> 노래", []),
        ("| @< r:2 @f D4 |\n> 노", [2]),
        ("| @< @> C4:1 |\n> 노", [2]),
        ("tempo: 90\n| @rit(60) C4:1 |\n> 노", []),
        ("| @tempo(90) @rit(60) r:1 | @tempo(80) C4:1 |\n> 노", []),
        ("| @rit(60) C4:1 @tempo(90) |\n> 노", [2]),
    ],
)
def test_changes_without_effect(section: str, told: list[int]) -> None:
    text = f"[가]\n{section}\n"
    assert [line for line, _ in places(text, "W404")] == told


def test_a_tempo_still_counts_for_the_parts_that_go_on() -> None:
    short = "part: 하나\n[가]\n| C4:2. r:4 @tempo(60) |\n> 가\n"
    assert {one.code for one in found(short + "part: 둘\n[가]\n| C4:1 | D4:1 |\n> 가나\n")} == {"W402"}
    assert {one.code for one in found(short + "part: 둘\n[가]\n| C4:1 |\n> 가\n")} == {"W404"}


def test_another_voice_has_breath_of_its_own() -> None:
    text = "tempo: 60\n[가]\n| C4:1 | D4:1 |\n> 가나\nvoice: other\n| E4:1 | F4:1 |\n> 다라\n"
    assert places(text, "W242") == []
    assert places(text.replace("voice: other\n", ""), "W242") == [(5, 3)]


def test_nothing_is_guessed_where_notes_cannot_be_read() -> None:
    assert {one.code for one in found("tempo: 30\n| C4:4 H4 G6 C4 | C4:1 | C4:1 @f |\n> 노래하자야아\n")} == {
        "E203"
    }
