"""Words under notes: verses, melismas, word boundaries, several blocks, other languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from pychang.convert.to_text import to_text
from tests.convert.musicxml_texts import (
    BACKWARD,
    FORWARD,
    kinds,
    lyric,
    lyrics,
    note,
    part,
    read,
    rest,
    score,
    tones,
)


def line(folder: Path, *notes: str) -> str:
    return lyrics(read(folder, score(part("".join(notes)))).sheet.parts[0])


def test_syllabics_divide_words(tmp_path: Path) -> None:
    notes = [
        note("C4", 4, lyric(text, "1", kind))
        for text, kind in (("아", "begin"), ("리", "middle"), ("랑", "end"), ("꽃", "single"))
    ]
    assert line(tmp_path, *notes) == "아리랑 꽃"


def test_what_is_not_under_a_text_is_held(tmp_path: Path) -> None:
    first = note("C4", 4, lyric("아", "1", "begin", "<extend/>"))
    on = note("E4", 4, '<lyric number="1"><extend type="stop"/></lyric>')
    assert line(tmp_path, first, note("D4"), on, note("C4", 4, lyric("침", "1", "end"))) == "아--침"


def test_marks_and_rests_are_pauses(tmp_path: Path) -> None:
    notes = [note("C4", 4, "나,"), note("D4", 4, "비."), note("D4", 2, "야"), rest(2), note("E4", 4, "와")]
    assert line(tmp_path, *notes) == "나|비|야|와"


def test_the_end_of_a_line_is_a_pause(tmp_path: Path) -> None:
    first = note("C4", 8, lyric("나", "1", "single", "<end-line/>"))
    assert line(tmp_path, first, note("D4", 8, "비")) == "나|비"


def test_a_breath_is_a_pause(tmp_path: Path) -> None:
    breath = "<notations><articulations><breath-mark/></articulations></notations>"
    found = read(tmp_path, score(part(note("C4", 8, "나", after=breath) + note("D4", 8, "비")))).sheet.parts[
        0
    ]
    assert lyrics(found) == "나|비"
    assert [tone.breath_after for tone in found.tones] == [True, False]


def test_hyphens_in_texts_join(tmp_path: Path) -> None:
    notes = [note("C4", 4, text) for text in ("아-", "리-", "랑", "꽃")]
    assert line(tmp_path, *notes) == "아리랑 꽃"
    notes = [note("C4", 4, text) for text in ("아", "-리", "-랑", "꽃")]
    assert line(tmp_path, *notes) == "아리랑 꽃"


def test_nothing_but_single_blocks_are_words_of_one_block_and_it_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, score(part("".join(note("C4", 1, one) for one in "산토끼토끼야어디"))))
    assert lyrics(found.sheet.parts[0]) == "산 토 끼 토 끼 야 어 디"
    assert "no-spaces" in kinds(found)


def test_spaces_in_the_texts_divide_words_where_nothing_else_does(tmp_path: Path) -> None:
    texts = ["산", "토", "끼\N{NO-BREAK SPACE}", "토", "끼", "야 ", "어", "디"]
    found = read(tmp_path, score(part("".join(note("C4", 1, one) for one in texts))))
    assert lyrics(found.sheet.parts[0]) == "산토끼 토끼야 어디"
    assert "no-spaces" not in kinds(found)


def test_two_blocks_share_their_note(tmp_path: Path) -> None:
    found = read(tmp_path, score(part(note("C4", 8, "나의") + note("D4", 8, "별")))).sheet.parts[0]
    assert tones(found) == "C4:1/4 C4:1/4 D4:1/2"
    assert lyrics(found) == "나의 별"


def test_an_elision_may_be_a_space(tmp_path: Path) -> None:
    joined = (
        '<lyric number="1"><syllabic>end</syllabic><text>내</text><elision>‿</elision>'
        "<syllabic>begin</syllabic><text>이</text></lyric>"
    )
    notes = [
        note("C4", 4, lyric("그", "1", "begin")),
        note("C4", 8, joined),
        note("E4", 4, lyric("름", "1", "end")),
    ]
    found = read(tmp_path, score(part("".join(notes)))).sheet.parts[0]
    assert lyrics(found) == "그내 이름"
    assert tones(found) == "C4:1/4 C4:1/4 C4:1/4 E4:1/4"


def test_the_blocks_of_one_verse_share_a_note_that_another_holds(tmp_path: Path) -> None:
    song = part(FORWARD + note("C4", 16, "나의", "별") + BACKWARD)
    found = read(tmp_path, score(song)).sheet.parts[0]
    assert (lyrics(found, 0), lyrics(found, 1)) == ("나의", "별-")


@pytest.mark.parametrize(
    ("first", "second"),
    [("1", "2"), ("1.", "2."), ("part1verse1", "part1verse2"), ("verse1", "verse2"), ("2", "3"), ("1", "1")],
)
def test_verses_however_they_are_numbered(tmp_path: Path, first: str, second: str) -> None:
    both = lyric("가", first) + lyric("나", second)
    found = read(tmp_path, score(part(FORWARD + note("C4", 16, both) + BACKWARD))).sheet.parts[0]
    assert (lyrics(found, 0), lyrics(found, 1)) == ("가", "나")


def test_numbers_that_are_typed_are_not_sung(tmp_path: Path) -> None:
    song = part(FORWARD + note("C4", 16, "1. 봄", "2.\N{NO-BREAK SPACE}꽃") + BACKWARD)
    found = read(tmp_path, score(song))
    assert (lyrics(found.sheet.parts[0], 0), lyrics(found.sheet.parts[0], 1)) == ("봄", "꽃")
    assert "foreign" not in kinds(found)


def test_a_chorus_goes_with_every_verse(tmp_path: Path) -> None:
    chorus = '<lyric number="1" name="chorus"><syllabic>single</syllabic><text>라</text></lyric>'
    song = part(FORWARD + note("C4", 8, "가", "나") + note("D4", 4, chorus) + rest() + BACKWARD)
    found = read(tmp_path, score(song)).sheet.parts[0]
    assert (lyrics(found, 0), lyrics(found, 1)) == ("가 라", "나 라")


def test_a_melisma_of_one_verse_is_not_a_gap(tmp_path: Path) -> None:
    song = part(
        FORWARD + note("C4", 4, "십", "청") + note("D4", 4, "리") + note("E4", 8, "도", "천") + BACKWARD
    )
    found = read(tmp_path, score(song)).sheet.parts[0]
    assert (lyrics(found, 0), lyrics(found, 1)) == ("십 리 도", "청- 천")


def test_humming_is_sung(tmp_path: Path) -> None:
    hum = '<lyric number="1"><humming/></lyric>'
    assert line(tmp_path, note("C4", 8, hum), note("D4", 8, "아")) == "음 아"


def test_other_languages_are_sung_on_a_and_told(tmp_path: Path) -> None:
    song = part(
        note("C4", 4, lyric("A", "1", "begin"))
        + note("D4", 4, lyric("men", "1", "end"))
        + note("E4", 8, "눈")
    )
    found = read(tmp_path, score(("노래", song)))
    assert lyrics(found.sheet.parts[0]) == "아아 눈"
    assert "> 아아 눈 // Amen\n" in to_text(found.sheet)
    told = next(one for one in found.findings if one.kind == "foreign").message.en
    assert told == "2 texts that are not Korean will be sung on `아`: A, men (bar 1 of 노래)"
    assert "foreign" not in kinds(read(tmp_path, score(song), has_lyrics=True))


def test_a_line_of_translation_is_left_out(tmp_path: Path) -> None:
    song = part(
        FORWARD + "".join(note("C4", 4, en, ko) for en, ko in zip("abcd", "가나다라", strict=True)) + BACKWARD
    )
    found = read(tmp_path, score(song))
    assert lyrics(found.sheet.parts[0]) == "가 나 다 라"
    assert "translation" in kinds(found)


def test_notes_without_any_words_after_a_rest_are_sung_on_a(tmp_path: Path) -> None:
    song = part(note("C4", 4, "나") + rest() + note("D4") + note("E4"))
    found = read(tmp_path, score(song))
    assert lyrics(found.sheet.parts[0]) == "나|아-"
    assert "wordless" in kinds(found)


def test_marks_alone_are_no_syllable(tmp_path: Path) -> None:
    assert line(tmp_path, note("C4", 8, "나"), note("D4", 8, "-")) == "나-"


def test_too_many_blocks_under_a_note_are_told(tmp_path: Path) -> None:
    found = read(tmp_path, score(part(note("C4", 16, "가" * 150) + note("D4", 0))))
    assert len(found.sheet.parts[0].tones) == 12
    assert "crowded" in kinds(found)


@pytest.mark.parametrize(("extend", "second"), [("", "라 마 바 사 아"), ("<extend/>", "라----")])
def test_a_long_gap_is_a_melisma_only_where_a_line_says_so(tmp_path: Path, extend: str, second: str) -> None:
    first = note("C4", 4, lyric("가", "1") + lyric("라", "2", "single", extend))
    others = "".join(note("D4", 3, text) for text in "마바사아")
    found = read(tmp_path, score(part(FORWARD + first + others + BACKWARD))).sheet.parts[0]
    assert lyrics(found, 1) == second
