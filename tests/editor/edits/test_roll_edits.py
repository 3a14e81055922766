"""What is done in the piano roll, and what becomes of the text: each case is a song before and after."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pychang.editor.edits import edited
from pychang.editor.edits.model import (
    Add,
    Delete,
    Edit,
    Join,
    Move,
    Refused,
    Replacement,
    Resize,
    Set,
    Split,
    Words,
)
from pychang.lsp.positions import Place
from tests.editor.edits.sung import changed, errors, opened

QUARTER, EIGHTH = Fraction(1, 4), Fraction(1, 8)
NONE = Fraction(0)


def places(text: str) -> tuple[str, tuple[Place, ...]]:
    """The text without its ^ marks, and the places that they mark."""
    found: list[Place] = []
    while "^" in text:
        before = text.partition("^")[0]
        found.append(Place(before.count("\n") + 1, len(before) - before.rfind("\n")))
        text = text.replace("^", "", 1)
    return text, tuple(found)


def after(marked: str, kind: type[Edit], *fields: object) -> str:
    """The text after an edit of the notes that are marked."""
    text, notes = places(marked)
    edit = kind(notes if kind in (Move, Delete, Join) else notes[0], *fields)
    new, _ = changed(text, edit)
    assert errors(opened(new)) == []
    return new


def refused(marked: str, kind: type[Edit], *fields: object) -> str:
    text, notes = places(marked)
    made = edited(opened(text), kind(notes if kind in (Move, Delete, Join) else notes[0], *fields))
    assert isinstance(made, Refused)
    return made.why.en


# ── pitch ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("head", "line", "semitones", "new"),
    [
        ("C4", "| ^C4:4 |", 1, "C#4"),
        ("D4", "| ^D4:4 |", -1, "Db4"),
        ("b4", "| ^b4:4 |", 1, "c5"),
        ("도4", "| ^도4:4 |", 3, "레#4"),
        ("C4", "| ^C4:4 F♯4 |", 1, "C♯4"),
        ("C4", "| ^C4:4 B♭3 |", 1, "C♯4"),
        ("C##4", "| ^C##4:4 |", 12, "C##5"),
        ("E4", "key: Eb major\n| ^E4:4 |", -1, "Eb4"),
        ("D4", "key: 내림마장조\n| ^D4:4 |", 1, "Eb4"),
        ("A4", "key: E major\n| ^A4:4 |", -1, "G#4"),
    ],
)
def test_pitch_is_spelled_as_the_writer_does(head: str, line: str, semitones: int, new: str) -> None:
    song, notes = places(line)
    text, made = changed(song, Move(notes, semitones))
    assert text == song.replace(head, new, 1)
    start = song.index(head)
    assert made.replacements == (Replacement(start, start + len(head), new),)


def test_pitch_of_decomposed_song_stays_decomposed() -> None:
    do, re_sharp = "\u1103\u1169", "\u1105\u1166#"
    assert after(f"| ^{do}4:4 |\n> \u1100\u1161\n", Move, 3) == f"| {re_sharp}4:4 |\n> \u1100\u1161\n"


def test_pitch_has_ends() -> None:
    assert "B9" in refused("| ^G9:4 |", Move, 5)
    assert "C0" in refused("| ^C0:4 |", Move, -12)
    assert "transpose" not in after("transpose: 2\n| ^C4:4 |\n", Move, 12).partition("\n")[2]


# ── time ─────────────────────────────────────────────────────────────────────────────────────────

TIMES = [
    # what, before, after
    ((Resize, NONE, EIGHTH), "| ^C4:4 r D4:2 |", "| C4:4. r:8 D4:2 |"),
    ((Resize, NONE, QUARTER), "| ^C4:4 r D4:2 |", "| C4:2 D4 |"),
    ((Resize, NONE, EIGHTH), "| ^C4:4 D4 E4:2 |", "| C4:4. D4:8 E4:2 |"),
    ((Resize, NONE, -EIGHTH), "| ^C4:4 r D4:2 |", "| C4:8 r:4. D4:2 |"),
    ((Resize, NONE, -EIGHTH), "| ^C4:4 D4 E4:2 |", "| C4:8 r D4:4 E4:2 |"),
    ((Resize, EIGHTH, NONE), "| ^C4:4{accent} , D4 E4:2 |", "| r:8 C4{accent} , D4:4 E4:2 |"),
    ((Resize, -EIGHTH, NONE), "| C4:4   ^D4 E4:2 |", "| C4:8   D4:4. E4:2 |"),
    ((Resize, NONE, QUARTER), "| C4:2. ^D4:4 | r E4:2. |", "| C4:2. D4:4 | ~ E4:2. |"),
    ((Resize, NONE, -QUARTER), "| C4:2. ^D4:4 | ~ E4:2. |", "| C4:2. D4:4 | r E4:2. |"),
    ((Resize, NONE, -EIGHTH), "| ^C4:4. ~:8 D4:2 |", "| C4:4. r:8 D4:2 |"),
    ((Move, 0, QUARTER), "| ^C4:4 r D4:2 |", "| r:4 C4 D4:2 |"),
    ((Move, 2, QUARTER), "|^C4:4 r D4:2|", "|r:4 D4 D4:2|"),
    ((Move, 0, QUARTER), "| C4:2 ^D4:4{fall} r | r:1 |", "| C4:2 r:4 D4{fall} | r:1 |"),
    ((Move, 0, EIGHTH), "| r:2. ^D4:4 | r:1 |", "| r:2.. D4:8 | ~ r:2.. |"),
    ((Move, 0, -EIGHTH), "| r:2.. ^D4:8 | ~ r:2.. |", "| r:2. D4:4 | r:1 |"),
    ((Move, 0, QUARTER), "| @p ^C4:4 r D4:2 |", "| r:4 @p C4 D4:2 |"),
    ((Move, 0, QUARTER), "| @tempo(90) ^C4:4 r D4:2 |", "| @tempo(90) r:4 C4 D4:2 |"),
    ((Move, 0, Fraction(1, 2)), "| @p ^C4:4 D4 r:2 |", "| @p r:4 D4 C4 r |"),
    ((Split, QUARTER), "| ^C4:2{accent} , D4 |", "| C4:4{accent} C4 , D4:2 |"),
    ((Split, Fraction(1)), "| ^C4:1 | ~ |", "| C4:1 | C4 |"),
    ((Delete,), "| r:4 ^C4 , r:2 | D4:1 |", "| r:1 | D4 |"),
    ((Delete,), "| C4:4 ^D4{slide} E4:2 |", "| C4:4 r E4:2 |"),
    ((Join,), "| ^C4:4{accent} , ^D4 , E4:2 |", "| C4:2{accent} , E4 |"),
    ((Join,), "| C4:2. ^D4:4 | ^E4:2 r |", "| C4:2. D4:4 | ~:2 r |"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "before", "new"), TIMES)
def test_time(what: tuple, before: str, new: str) -> None:
    assert after(before, *what) == new


REFUSALS = [
    ((Resize, NONE, Fraction(1, 2)), "| ^C4:4 D4 E4:2 |", "cover"),
    ((Resize, -QUARTER, NONE), "| ^C4:4 D4 E4:2 |", "before its section"),
    ((Resize, QUARTER, NONE), "| ^C4:4 D4 E4:2 |", "last some time"),
    ((Resize, NONE, QUARTER), "[가]\n| ^C4:1 |\n[나]\n| C4:1 |", "More is sung"),
    ((Move, 0, Fraction(80)), "| ^C4:1 |", "64 bars"),
    ((Split, QUARTER), "| ^C4:4 |", "between its start"),
    ((Join,), "| ^C4:4 r ^D4 |", "without a rest"),
    ((Join,), "| ^C4:4 E4 ^D4 |", "follow one another"),
    ((Join,), "| ^C4:4 E4 D4 |", "two notes"),
    ((Delete,), "| ^C4:4 H4 |", "cannot be read"),
    ((Move, 1), "| C4:4^ D4 |", "not written in this file"),
    ((Move, 1), "^| C4:4 D4 |", "not written in this file"),
    ((Move, 0, QUARTER), "| ~:4 ^C4 |", "tie"),
    ((Move, 0, Fraction(1, 99991)), "| ^C4:4 r |", "finer|coarser"),
    ((Delete,), "[가]\n| C4:4 |\n[가]\n| ^C4:4 |", "rename"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "song", "why"), REFUSALS)
def test_refused(what: tuple, song: str, why: str) -> None:
    assert any(one in refused(song, *what) for one in why.split("|"))


def test_added_notes_sound_as_asked() -> None:
    song = "transpose: -2\nkey: F major\n[가]\n| 도4:4 r:2. |\n> 가\n"
    new, made = changed(song, Add(3, Fraction(1, 2), QUARTER, 68))
    assert new == "transpose: -2\nkey: F major\n[가]\n| 도4:4 r 시b4 r |\n> 가 아\n"
    assert made.notes == (Place(4, 10),)


def test_section_grows_at_the_end_of_the_song() -> None:
    song = "[가]\n| C4:4 D4 |\n> 가나 // 덧말\n"
    assert changed(song, Add(1, Fraction(1, 2), QUARTER, 60))[0] == "[가]\n| C4:4 D4 C4 |\n> 가나- // 덧말\n"
    grown = changed(song, Add(1, Fraction(5, 4), QUARTER, 60))[0]
    assert grown == "[가]\n| C4:4 D4 r:2 | r:4 C4 |\n> 가나 아 // 덧말\n"


def test_empty_section_gets_a_line() -> None:
    song = "[가]\r\nmeter: 3/4\r\n\r\n// 끝"
    new, made = changed(song, Add(1, QUARTER, QUARTER, 60))
    assert new == "[가]\r\nmeter: 3/4\r\n| r:4 C4 |\r\n\r\n// 끝"
    assert made.notes == (Place(3, 7),)


# ── words that notes take along ──────────────────────────────────────────────────────────────────

TAKEN_ALONG = [
    ((Delete,), "| ^C4:4 D4 E4:2 |\n> 새야, 새\n> 녹-두\n", "| r:4 D4 E4:2 |\n> 야, 새\n> 녹두\n"),
    ((Delete,), "| C4:4 ^D4 E4:2 |\n> 값이[갑씨] 나\n", "| C4:4 r E4:2 |\n> 값[갑] 나\n"),
    ((Delete,), "| C4:4 ^D4 E4:2 |\n> 랑--\n", "| C4:4 r E4:2 |\n> 랑앙\n"),
    ((Delete,), "| ^C4:4 |\n> 가\n| D4:4 |\n> -\n", "| r:4 |\n| D4:4 |\n> 가\n"),
    ((Delete,), "| C4:4 ^D4 E4:2 |\n> 나는, 새\n", "| C4:4 r E4:2 |\n> 나, 새\n"),
    ((Resize, NONE, -EIGHTH), "| ^C4:4 D4 E4:2 |\n> 강-새\n", "| C4:8 r D4:4 E4:2 |\n> 강앙새\n"),
    ((Split, EIGHTH), "| ^C4:4 D4 E4:2 |\n> 값이[갑씨] 새\n", "| C4:8 C4 D4:4 E4:2 |\n> 값-이[갑씨] 새\n"),
    (
        (Split, QUARTER),
        "| ^C4:4 |\n> 옷\n| ~:4 D4 |\n> 이\n",
        "| C4:4 |\n> 옷\n| C4:4 D4 |\n> -, 이\n",
    ),
    ((Join,), "| ^C4:4 ^D4 E4:2 |\n> 가나-\n", "| C4:2 E4 |\n> 가나\n"),
    ((Join,), "| ^C4:4 ^D4 E4:2 |\n> 아-리\n", "| C4:2 E4 |\n> 아리\n"),
    (
        (Move, 0, QUARTER),
        "| C4:2. ^D4:4 |\n> 가 값[갑] // 첫 줄\n| r:4 E4:2. |\n> 나\n> 다\n",
        "| C4:2. r:4 |\n> 가 // 첫 줄\n| D4:4 E4:2. |\n> 값[갑] 나\n> 값[갑] 다\n",
    ),
    (
        (Move, 0, QUARTER),
        "| ^C4:1 |\n> 가\n| r:1 |\n",
        "| r:4 C4:2. |\n> 가\n| ~:4 r:2. |\n",
    ),
    ((Move, 0, Fraction(1)), "| ^C4:1 |\n> 가\n| r:1 |\n", "| r:1 |\n| C4:1 |\n> 가\n"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "before", "new"), TAKEN_ALONG)
def test_words_go_along(what: tuple, before: str, new: str) -> None:
    assert after(before, *what) == new


# ── words ────────────────────────────────────────────────────────────────────────────────────────

WORDS = [
    ("| ^C4:4 D4 E4 |\n> 새야 새\n", 0, "나", "> 나야 새\n"),
    ("| ^C4:4 D4 E4 |\n> 새야 새\n", 0, "나 ", "> 나 야 새\n"),
    ("| C4:4 ^D4 E4 |\n> 새야 새\n", 0, " 나,", "> 새 나, 새\n"),
    ("| ^C4:4 D4 E4 |\n> 새야 새.\n", 0, "값이[갑씨] 나.", "> 값이[갑씨] 나.\n"),
    ("| C4:4 ^D4 E4 |\n> 새야 새\n", 0, "값[갑]", "> 새값[새갑] 새\n"),
    ("| C4:4 ^D4 E4 |\n> 값이[갑씨] 새 // 말\n", 0, "-", "> 값- 새 // 말\n"),
    ("| C4:4 D4 ^E4 |\n> 값이[갑씨] 새\n", 0, "\u1100\u1161\u11a8", "> 값이[갑씨] 각\n"),
    ("| C4:4 ^D4 E4 |\n> 아-리\n", 0, "나", "> 아나리\n"),
    ("| C4:4 ^D4 E4 |\n> 아-리\n", 0, " 나", "> 아 나리\n"),
    ("| C4:4 ^D4 E4 |\n> 아-- 새\n", 0, " 나", "> 아 나- 새\n"),
    ("| C4:4 D4 ^E4 |\n> 값이-[갑씨] 새\n", 0, " 나", "> 값이 나 새\n"),
    ("| C4:4 ^D4 E4 |\n> 새 나라 아\n", 0, "-", "> 새- 라 아\n"),
    ("| C4:4 ^D4 E4 |\n> 새, 나-라\n", 0, "-", "> 새--, 라\n"),
    ("| C4:4 ^D4 E4 |\n> 새 나. 라\n", 0, "+", "> 새-. 라\n"),
    ("| C4:4 D4 ^E4 |\n> 값이[갑씨] “나라”\n", 0, "-", "> 값이-[갑씨] “라”\n"),
    ("| C4:4 D4 ^E4 |\n> 새야 나. // 말\n", 0, "-", "> 새야-. // 말\n"),
    ("| ^C4:4 D4 E4 |\n", 0, "나", "> 나아아\n"),
    ("| ^C4:4 D4 E4 |\n> 새야 새 // 말\n", 2, "나", "> 새야 새 // 말\n> 새야 새\n> 나야 새\n"),
]  # fmt: skip


@pytest.mark.parametrize(("song", "verse", "typed", "lyrics"), WORDS)
def test_typing(song: str, verse: int, typed: str, lyrics: str) -> None:
    text, notes = places(song)
    line = text.partition("\n")[0]
    assert changed(text, Words(notes[0], verse, typed))[0] == f"{line}\n{lyrics}"


def test_typing_runs_on_over_lines_and_rests() -> None:
    text, notes = places("[가]\n| C4:4 r ^D4 |\n> 가나\n| ^E4:4 |\n> 다\n[나]\n| ^F4:4 |\n")
    new, made = changed(text, Words(notes[0], 0, "라 마"))
    assert new == "[가]\n| C4:4 r D4 |\n> 가라\n| E4:4 |\n> 마\n[나]\n| F4:4 |\n"
    assert made.notes == notes[:2]
    assert made.then == notes[2]
    assert changed(text, Words(notes[2], 0, "바"))[1].then is None


def test_word_with_brackets_runs_on_over_lines() -> None:
    text, (note,) = places("| C4:4 ^D4 |\n> 새새\n| E4:4 F4 |\n> 나라\n")
    new = changed(text, Words(note, 0, "값이[갑씨], 가"))[0]
    assert [*new.splitlines()][1::2] == ["> 새값[새갑]", "> 이[씨], 가"]


def test_hold_typed_at_a_lines_start_leaves_a_word_after_it() -> None:
    text, (note,) = places("| C4:4 |\n> 새\n| ^D4:4 E4 |\n> 나라\n")
    assert changed(text, Words(note, 0, "-"))[0].endswith("> - 라\n")


def test_typing_that_cannot_be() -> None:
    assert "1 more than" in refused("| C4:4 ^D4 |\n> 가나\n", Words, 0, "다라")
    assert "nothing to hold" in refused("| ^C4:4 D4 |\n> 가나\n", Words, 0, "-")
    assert "nothing to hold" in refused("| C4:4 r ^D4 |\n> 가나\n", Words, 0, "-")
    assert "Hangul" in refused("| ^C4:4 D4 |\n> 가나\n", Words, 0, "다[")
    assert "Hangul" in refused("| ^C4:4 D4 |\n> 가나\n", Words, 0, "다 // 라")
    assert "verses" in refused("| ^C4:4 D4 |\n> 가나\n", Words, 1000, "다")


def test_letters_stand_as_typed_until_they_are_mended() -> None:
    text, (note,) = places("| ^C4:4 D4 |\n> 가나\n")
    foreign, _ = changed(text, Words(note, 0, "love "))
    assert foreign == "| C4:4 D4 |\n> love 나\n"
    assert errors(opened(foreign)) == ["E303"]
    assert changed(foreign, Words(note, 0, "사"))[0] == "| C4:4 D4 |\n> 사 나\n"


def test_missing_words_are_filled_in() -> None:
    text, notes = places("| C4:4 D4 E4 ^F4 |\n> 가\n")
    assert changed(text, Words(notes[0], 0, "라"))[0] == "| C4:4 D4 E4 F4 |\n> 가 아아라\n"


# ── settings ─────────────────────────────────────────────────────────────────────────────────────

SETTINGS = [
    ("tempo", "90", "tempo:  80 // 빠르기\n| C4:4 |\n", "tempo:  90 // 빠르기\n| C4:4 |\n"),
    ("tempo", None, "tempo: 80\n| C4:4 |\n", "| C4:4 |\n"),
    ("tempo", None, "tempo: 80 // 빠르기\n| C4:4 |\n", "// 빠르기\n| C4:4 |\n"),
    ("tempo", None, "| C4:4 |\n", "| C4:4 |\n"),
    ("tempo", "90", "title: 가\r\nkey: G major\r\n|", "title: 가\r\ntempo: 90\r\nkey: G major\r\n|"),
    ("title", "나", "// 노래\ntempo: 80\n| C4:4 |\n", "// 노래\ntitle: 나\ntempo: 80\n| C4:4 |\n"),
    ("voice", "sora", "\ufeff[가]\n| C4:4 |\n", "\ufeffvoice: sora\n\n[가]\n| C4:4 |\n"),
    ("voice", "sora", "// 노래\n\n// 가\n[가]\n| C4:4 |", "// 노래\n\nvoice: sora\n\n// 가\n[가]\n| C4:4 |"),
    ("transpose", "2", "title: 가", "title: 가\ntranspose: 2"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "before", "new"), SETTINGS)
def test_settings(name: str, value: str | None, before: str, new: str) -> None:
    assert changed(before, Set(name, value))[0] == new


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("part", "둘", "no setting"),
        ("speed", "9", "no setting"),
        ("tempo", "9", "no value"),
        ("title", "가 // 나", "remark"),
        ("title", "가\n나", "one line"),
    ],
)
def test_settings_refused(name: str, value: str, why: str) -> None:
    made = edited(opened("| C4:4 |\n"), Set(name, value))
    assert isinstance(made, Refused)
    assert why in made.why.en


# ── texts of all kinds ───────────────────────────────────────────────────────────────────────────


def test_byte_order_mark_tabs_and_remarks_stay() -> None:
    text = "\ufeff|\tC4:4\tD4 E4:2 | // | 덧말\r\n>\t가 나\t다 // 말\r\n"
    new, made = changed(text, Delete((Place(1, 8),)))
    assert new == "\ufeff|\tC4:4\tr E4:2 | // | 덧말\r\n>\t가 다 // 말\r\n"
    assert made.replacements[0] == Replacement(8, 10, "r")


def test_parts_and_repeats_are_edited_where_they_are_written() -> None:
    song = (
        "form: 가 가\npart: 하나\n[가]\n| C4:4 |\n> 가\n> 나\npart: 둘\ntranspose: 12\n[가]\n| C4:4 |\n> 다\n"
    )
    new, _ = changed(song, Move((Place(10, 3),), 2))
    assert new == song[: song.rindex("C4")] + "D4" + song[song.rindex("C4") + 2 :]


def test_included_notes_are_refused(tmp_path: object) -> None:
    (tmp_path / "b.chang").write_text("[나]\n| C4:4 |\n> 가\n", "utf-8")
    analysis = opened("include: b.chang\n[가]\n| C4:4 |\n> 가\n", (tmp_path / "a.chang").as_uri())
    assert errors(analysis) == []
    for edit in (Delete((Place(0, 3),)), Move((Place(0, 3),), 1), Add(0, NONE, QUARTER, 60)):
        made = edited(analysis, edit)
        assert isinstance(made, Refused)
        assert "include" in made.why.en
