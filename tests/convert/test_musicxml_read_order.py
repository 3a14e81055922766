"""The order of measures: repeats, endings, jumps; and the sections, form and verses that come of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pychang.convert.musicxml.read_directions import ending_numbers
from pychang.convert.musicxml.read_order import order_of
from pychang.convert.musicxml.read_records import Signs
from tests.convert.musicxml_texts import (
    BACKWARD,
    DOUBLE,
    FORWARD,
    direction,
    ending,
    kinds,
    lyrics,
    note,
    part,
    read,
    score,
    sung,
    tones,
    words,
)

ONE, TWO = frozenset({1}), frozenset({2})
MEASURES = {
    ".": Signs(),
    "|:": Signs(forward=True),
    ":|": Signs(backward=True),
    "|::|": Signs(forward=True, backward=True),
    ":|3": Signs(backward=True, times=3),
    "1:|": Signs(ending=ONE, ending_stops=True, backward=True),
    "1": Signs(ending=ONE),
    "12:|": Signs(ending=frozenset({1, 2}), ending_stops=True, backward=True),
    "2": Signs(ending=TWO, ending_stops=True),
    "2:|": Signs(ending=TWO, ending_stops=True, backward=True),
    "3": Signs(ending=frozenset({3}), ending_stops=True),
    "S": Signs(segno="segno"),
    "|:S": Signs(segno="segno", forward=True),
    "C": Signs(coda="coda"),
    "(C)": Signs(symbols=1),
    "to": Signs(to_coda="coda"),
    "to:|": Signs(to_coda="coda", backward=True),
    "DC": Signs(jump="capo"),
    ":|DC": Signs(jump="capo", backward=True),
    "DCr": Signs(jump="capo", with_repeats=True),
    "DS": Signs(jump="segno"),
    "fine": Signs(fine=True),
    "2fine": Signs(ending=TWO, ending_stops=True, fine=True),
}


@pytest.mark.parametrize(
    ("written", "played"),
    [
        (". . .", "012"),
        ("|: :|", "0101"),
        (". :| .", "01012"),
        (". |: . :| .", "01231234"),
        ("|::| .", "001"),
        ("|: :|3 .", "0101012"),
        (". :| . :| .", "01012323" + "4"),  # a repeat without a beginning starts behind the last
        ("|: |: :| . :|", "0121234" + "0121234"),  # one within another
        ("|: . 1:| 2 .", "0120134"),
        ("|: 12:| 3 .", "0101023"),
        ("|: . 1 2 .", "0120134"),  # no repeat sign
        ("|: . 1:| .", "0120" + "13"),  # an ending for the first time alone
        ("|: 1:| 2:| .", "010" + "23"),
        (". . DC", "012012"),
        (". fine . DC", "012301"),
        (". S . fine DS", "01234123"),
        (". to . DC C .", "0123" + "0145"),
        ("S to . DS C", "0123" + "014"),
        (". (C) . DC (C) .", "0123" + "0145"),  # which is which by where they stand
        ("|: :| fine . DC", "01012" + "34" + "012"),  # repeats are not taken again
        ("|: 1:| 2fine . DC", "0102" + "34" + "02"),
        ("|: :| DCr", "01012" + "01012"),
        ("|: . :|DC .", "012012" + "012" + "3"),
        ("|: . to:| . C", "012" + "012" + "4"),  # the way to the coda the last time through
        (". . DS", "012012"),
        (". |:S :| to DS C", "01212" + "34" + "123" + "5"),
    ],
)
def test_order(written: str, played: str) -> None:
    order = order_of([MEASURES[one] for one in written.split()])
    assert "".join(str(one.bar) for one in order.played) == played
    assert not order.endless


def test_a_dal_segno_without_segno_is_told() -> None:
    assert order_of([Signs(), Signs(jump="segno")]).aimless == (1,)


def test_endless_repeats_end() -> None:
    order = order_of([Signs(forward=True)] * 5 + [Signs(backward=True, times=32)] * 5)
    assert order.endless
    assert len(order.played) <= 20_000


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["1"], {1}),
        (["1, 2"], {1, 2}),
        (["1-3"], {1, 2, 3}),
        (["1.–3."], {1, 2, 3}),
        (["", "2."], {2}),
        ([" ", ""], {1}),
        (["1-99999999"], set(range(1, 33))),
        (["33"], {1}),
    ],
)
def test_numbers_of_endings(texts: list[str], numbers: set[int]) -> None:
    assert ending_numbers(*texts) == numbers


# ── sections ─────────────────────────────────────────────────────────────────────────────────────


def bar(*texts: str) -> str:
    return note("C4", 16, *texts)


def test_a_score_without_signs_is_one_section(tmp_path: Path) -> None:
    sheet = read(tmp_path, score(part(bar("가"), bar("나")))).sheet
    assert [one.name for one in sheet.sections] == ["노래"]
    assert sheet.form == ()


def test_two_endings_make_three_sections_each_with_the_verses_that_it_is_sung_with(tmp_path: Path) -> None:
    """A section sung once takes its first line, whatever number its words have in the score."""
    song = part(
        FORWARD + bar("가", "나"),
        ending("1", "start") + bar("하나") + ending("1", "stop"),
        ending("2", "start") + bar("", "둘") + ending("2", "discontinue"),
        bar("셋", "넷"),
    )
    sheet = read(tmp_path, score(song)).sheet
    assert [one.name for one in sheet.sections] == ["가", "가-1", "나"]
    assert sheet.form == ("가", "가-1", "가", "나")
    assert sung(sheet) == "가하나나둘셋"
    assert [tone.lyrics[0].text for tone in sheet.parts[0].tones] == ["가", "하", "나", "둘", "셋"]
    assert [len(tone.lyrics) for tone in sheet.parts[0].tones] == [2, 1, 1, 1, 1]


def test_endings_are_named_after_what_they_end(tmp_path: Path) -> None:
    song = part(
        FORWARD + direction("<rehearsal>1절</rehearsal>") + bar("가", "나"),
        ending("1", "start") + bar("다") + ending("1", "stop"),
        ending("2", "start") + bar("라") + ending("2", "discontinue"),
        FORWARD + direction("<rehearsal>후렴 A</rehearsal>") + bar("마") + BACKWARD,
    )
    sheet = read(tmp_path, score(song)).sheet
    assert [one.name for one in sheet.sections] == ["1절", "1절-1", "1절-2", "후렴-A"]
    assert sheet.form == ("1절", "1절-1", "1절", "1절-2", "후렴-A", "후렴-A")
    assert sung(sheet) == "가다나라마마"


def test_a_line_that_runs_out_goes_on_with_its_last_verse(tmp_path: Path) -> None:
    song = part(FORWARD + bar("가", "나") + BACKWARD.replace("/>", ' times="3"/>', 1), bar("다"))
    assert sung(read(tmp_path, score(song)).sheet) == "가나나다"


def test_bars_without_words_of_a_verse_have_those_of_the_first(tmp_path: Path) -> None:
    verse = note("C4", 4, "가", "나") + note("D4", 4, "다", "라") + rest_()
    refrain = note("E4", 4, "후") + note("F4", 4, "렴") + rest_()
    sheet = read(tmp_path, score(part(FORWARD + verse, refrain + BACKWARD))).sheet
    assert sung(sheet) == "가다후렴나라후렴"


def rest_() -> str:
    return "<note><rest/><duration>8</duration><voice>1</voice></note>"


def test_dacapo_al_fine_in_words_alone(tmp_path: Path) -> None:
    """As Finale and MuseScore 2 write it where nobody has said how it sounds."""
    song = part(bar("가") + words("Fine"), bar("나"), bar("다") + words("D.C. al Fine"))
    sheet = read(tmp_path, score(song)).sheet
    assert sung(sheet) == "가나다가"
    assert sheet.form == ("가", "나", "가")


def test_dal_segno_al_coda_by_sounds(tmp_path: Path) -> None:
    song = part(
        bar("가"),
        direction("<segno/>", '<sound segno="segno"/>') + bar("나"),
        bar("다") + words("To Coda", '<sound tocoda="codab"/>'),
        bar("라") + words("D.S. al Coda", '<sound dalsegno="segno"/>'),
        direction("<coda/>", '<sound coda="codab"/>') + bar("마"),
    )
    sheet = read(tmp_path, score(song)).sheet
    assert sung(sheet) == "가나다라나다마"
    assert [one.name for one in sheet.sections] == ["가", "나", "다", "코다"]
    assert sheet.form == ("가", "나", "다", "나", "코다")


def test_signs_that_stand_at_the_end_of_a_measure_belong_to_the_next(tmp_path: Path) -> None:
    song = part(
        bar("가") + direction("<segno/>"),
        bar("나") + direction("<coda/>"),
        bar("다") + words("D.S. al Coda"),
        direction("<coda/>") + bar("라"),
    )
    assert sung(read(tmp_path, score(song)).sheet) == "가나다나라"


def test_sections_begin_at_rehearsal_marks_and_else_at_double_barlines(tmp_path: Path) -> None:
    mark = direction("<rehearsal>후렴</rehearsal>")
    marked = part(bar("가") + DOUBLE, mark + bar("나"), bar("다"))
    assert [one.name for one in read(tmp_path, score(marked)).sheet.sections] == ["노래", "후렴"]
    plain = part(bar("가") + DOUBLE, bar("나"))
    assert [one.name for one in read(tmp_path, score(plain)).sheet.sections] == ["가", "나"]


def test_marks_of_one_name_are_left_to_be_compared(tmp_path: Path) -> None:
    mark = direction("<rehearsal>A</rehearsal>")
    found = read(tmp_path, score(part(mark + bar("가"), mark + bar("가")))).sheet
    assert [one.name for one in found.sections] == ["A", "A"]
    assert found.form == ()


def test_no_section_begins_where_a_tone_or_a_syllable_goes_on(tmp_path: Path) -> None:
    tied = note("C4", 16, "가", before="", after='<tie type="start"/>')
    on = note("C4", 16, after='<tie type="stop"/>')
    mark = direction("<rehearsal>A</rehearsal>")
    assert len(read(tmp_path, score(part(tied, mark + on))).sheet.sections) == 1
    assert len(read(tmp_path, score(part(bar("가"), mark + note("D4", 16)))).sheet.sections) == 1


def test_a_tone_held_into_both_endings_is_written_before_each(tmp_path: Path) -> None:
    held = note("C4", 16, "라", after='<tie type="start"/>')
    on = note("C4", 16, after='<tie type="stop"/>')
    song = part(
        FORWARD + bar("가"),
        held,
        ending("1", "start") + on + ending("1", "stop"),
        ending("2", "start") + on + ending("2", "discontinue"),
    )
    found = read(tmp_path, score(song))
    assert [tones(found.sheet.parts[0])] == ["C4:1 C4:2 C4:2"]
    assert found.sheet.form == ("노래", "노래-1", "노래", "노래-2")
    assert sung(found.sheet) == "가라가라"
    assert "cut" not in kinds(found)


def test_a_tie_back_over_a_repeat_is_cut_and_told(tmp_path: Path) -> None:
    first = note("C4", 16, after='<tie type="stop"/>')
    last = note("C4", 16, "강", after='<tie type="start"/>')
    found = read(tmp_path, score(part(bar("가"), FORWARD + first, last + BACKWARD)))
    assert "cut" in kinds(found)
    assert sung(found.sheet) == "가-강앙강"


def test_a_song_whose_verses_stand_under_one_another_is_sung_as_often(tmp_path: Path) -> None:
    found = read(tmp_path, score(part(bar("가", "나", "다"), bar("라", "마", "바"))))
    assert found.sheet.form == ("노래", "노래", "노래")
    assert sung(found.sheet) == "가라나마다바"
    assert "stanzas" in kinds(found)


def test_four_verses_in_a_repeat_are_sung_in_two_rounds(tmp_path: Path) -> None:
    found = read(tmp_path, score(part(FORWARD + bar("가", "나", "다", "라") + BACKWARD, bar("끝"))))
    assert sung(found.sheet) == "가나끝다라끝"


def test_an_upbeat_with_two_verses_does_not_make_two_rounds(tmp_path: Path) -> None:
    bars = [bar("다", "라"), bar("마", "바"), bar("사", "아")]
    song = part(note("C4", 4, "가", "나"), FORWARD + bars[0], bars[1], bars[2] + BACKWARD)
    assert sung(read(tmp_path, score(song)).sheet) == "가다마사라바아"


def test_notes_for_some_passes_alone(tmp_path: Path) -> None:
    first = note("C4", 16, "가").replace("<note>", '<note time-only="1">')
    second = "<backup><duration>16</duration></backup>" + note("E4", 16, "나").replace(
        "<note>", '<note time-only="2">'
    )
    sheet = read(tmp_path, score(part(FORWARD + first + second + BACKWARD))).sheet
    assert sung(sheet) == "가나"
    assert tones(sheet.parts[0]) == "C4:1 E4:1"


def test_bars_that_are_never_come_to_are_told(tmp_path: Path) -> None:
    song = part(
        bar("가") + words("To Coda"),
        bar("나") + words("D.C. al Coda"),
        bar("다"),
        direction("<coda/>", '<sound coda="coda"/>') + bar("라"),
    )
    found = read(tmp_path, score(song))
    assert sung(found.sheet) == "가나가라"
    assert next(one for one in found.findings if one.kind == "unreached").message.en.endswith("(bar 3)")


def test_a_repeat_without_end_is_cut_short_and_told(tmp_path: Path) -> None:
    many = [FORWARD + bar("가")] + [bar("나") + BACKWARD.replace("/>", ' times="32"/>', 1)] * 6
    found = read(tmp_path, score(part(*many[:1], *many[1:])))
    assert len(found.sheet.form) < 1000


def test_introductions_and_interludes_are_named_as_what_they_are(tmp_path: Path) -> None:
    silent = "<note><rest/><duration>16</duration><voice>1</voice></note>"
    song = part(silent, FORWARD + bar("가", "나") + BACKWARD, silent, FORWARD + bar("다") + BACKWARD, silent)
    sheet = read(tmp_path, score(song)).sheet
    assert [one.name for one in sheet.sections] == ["전주", "가", "간주", "나", "후주"]
    assert lyrics(sheet.parts[0], 1) == "나|다"
