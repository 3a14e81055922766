"""What the piano roll shows is what is sung, and where it is written."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from readings import SONGS, all_notes, analysis_of, in_units, seconds

from pychang.cli.stages import notes_of
from pychang.compile import cues_of
from pychang.editor.roll import roll_of
from pychang.lsp.document import Analysis
from pychang.performance.clock import clock_of


def rolled(text: str) -> dict:
    """A roll that has been through JSON."""
    return json.loads(json.dumps(roll_of(analysis_of(text)), ensure_ascii=False, allow_nan=False))


@pytest.mark.parametrize("song", SONGS, ids=lambda path: path.stem)
def test_every_song_shows_the_notes_that_are_sung(song: Path) -> None:
    analysis = analysis_of(song.read_text("utf-8"), song)
    cues, whole_s = cues_of(analysis.reading)
    roll = json.loads(json.dumps(roll_of(analysis, cues), allow_nan=False))
    assert roll["canBeSung"] and roll["durationS"] == whole_s
    expected = [note for note in notes_of(analysis.reading)["notes"] if note["midi"] is not None]
    shown = all_notes(roll)
    assert len(shown) == len(expected)
    for note, sung in zip(shown, expected, strict=True):
        assert note["place"].endswith(f"{sung['line']}:{sung['column']}")
        assert note["midi"] == sung["midi"]
        assert seconds(roll, note["start"]) == pytest.approx(sung["start"], abs=0.001)
        assert seconds(roll, note["start"] + note["length"]) == pytest.approx(sung["end"], abs=0.001)
        assert (note["text"] or "아") == sung["syllable"]
        assert (note["spoken"] or note["text"]) == sung["sung"]
    check_places(roll, analysis)
    check_sections(roll)
    check_phrases(roll, analysis)


def check_places(roll: dict, analysis: Analysis) -> None:
    """Spans say where the notes and their words are written."""
    text = analysis.lines.text
    for note in all_notes(roll):
        if note["place"].startswith("@"):
            assert note["span"] == note["lyric"] == [-1, -1]
            continue
        line, column = map(int, note["place"].split(":"))
        written = in_units(text, note["span"])
        assert text.split("\n")[line - 1][column - 1 :].startswith(written)
        assert written[0] in "ABCDEFG도레미파솔라시"
        assert in_units(text, note["lyric"]) == note["text"] or "[" in in_units(text, note["lyric"])


def check_sections(roll: dict) -> None:
    """Sections follow one another, bars and notes lie in them."""
    for number, part in enumerate(roll["parts"]):
        mine = [one for one in roll["sections"] if one["part"] == number]
        assert all(one["to"] <= after["from"] for one, after in pairwise(mine))
        for note in part["notes"]:
            section = roll["sections"][note["section"]]
            assert section["part"] == number and section["from"] <= note["start"] < section["to"]
    at = [bar["at"] for bar in roll["bars"]]
    assert at == sorted(set(at)) and at[0] == 0 and at[-1] < roll["length"]


def check_phrases(roll: dict, analysis: Analysis) -> None:
    """All notes are sung in the phrases of their parts."""
    clock = clock_of(analysis.reading.score)
    for number, part in enumerate(analysis.reading.score.parts):
        mine = [one for one in roll["phrases"] if one["part"] == number]
        assert sum(len(one["gains"]) for one in mine) == len(roll["parts"][number]["notes"])
        for note in part.notes:
            at = clock.at(note.start)
            assert note.midi is None or any(one["startS"] < at + 1e-5 < one["endS"] for one in mine)


# ── time ─────────────────────────────────────────────────────────────────────────────────────────

SLOWING = """tempo: 200
| C4:4 D4 E4 F4 | @rit(24) G4:2 A4{fermata} | @tempo(90) C4:1{fermata} | D4:4, C4 B3:2 |
> 가나다라마바사 아자차
"""


def test_seconds_between_the_points_are_those_of_the_song() -> None:
    analysis = analysis_of(SLOWING)
    clock = clock_of(analysis.reading.score)
    roll = roll_of(analysis)
    for step in range(4 * 96 + 1):
        at = Fraction(step, 96)
        assert seconds(roll, float(at)) == pytest.approx(clock.at(at), abs=0.001), at
    assert len(roll["clock"]) < 150


def test_a_fermata_holds_the_clock() -> None:
    analysis = analysis_of("tempo: 60\n| C4:4 D4{fermata} E4:2 |\n> 가나다\n")
    assert roll_of(analysis)["clock"] == [[0, 0.3], [0.5, 2.3], [0.5, 3.05], [1, 5.05]]


def test_an_upbeat_is_a_bar_and_meters_change() -> None:
    roll = rolled("meter: 3/4\n[가]\n| C4:4 | D4 E4 F4 |\n> 가나다라\nmeter: 2/4\n| C4:2 |\n> 가\n")
    assert [(bar["at"], bar["number"], bar["beats"], bar["unit"]) for bar in roll["bars"]] == [
        (0, 1, 3, 4),
        (0.25, 2, 3, 4),
        (1, 3, 2, 4),
    ]


def test_a_bar_that_goes_on_on_the_next_line_is_one() -> None:
    roll = rolled("| C4:4 D4\n> 가나\n| E4:4 F4 | C4:1 |\n> 다라 마\n")
    assert [(bar["at"], bar["number"]) for bar in roll["bars"]] == [(0, 1), (1, 2)]


# ── words ────────────────────────────────────────────────────────────────────────────────────────


def words(roll: dict) -> list[tuple]:
    return [(one["text"], one["boundary"], one["spoken"]) for one in all_notes(roll)]


def test_syllables_as_written_and_as_spoken() -> None:
    roll = rolled("| C4:4 D4 E4 F4 | C4:4 D4, E4 F4 |\n> 꽃잎이 값-이[갑씨], 나\n")
    assert words(roll) == [
        ("꽃", "|", "꼰"),
        ("잎", "", "니"),
        ("이", "", "피"),
        ("값", " ", "갑"),
        ("-", "", None),
        ("이", "", "씨"),
        ("나", "|", None),
        ("", "", "아"),
    ]
    assert [one["breath"] for one in all_notes(roll)] == [False] * 5 + [True, False, False]


def test_notes_without_words_show_none() -> None:
    assert words(rolled("| C4:2 D4 |\n")) == [("", "|", "아"), ("", "", "아")]


VERSES = """form: 절*3 후
[절]
| C4:2 D4 | r:1 |
> 가나
> 다라
[후]
| E4:1 |
> 마
"""


def test_each_time_that_a_section_is_sung_it_shows_its_own_verse() -> None:
    roll = rolled(VERSES)
    assert [one["text"] for one in all_notes(roll)] == list("가나다라다라마")
    assert [one["verse"] for one in all_notes(roll)] == [0, 0, 1, 1, 1, 1, 0]
    assert [one["place"] for one in all_notes(roll)] == ["3:3", "3:8"] * 3 + ["7:3"]
    assert [one["section"] for one in all_notes(roll)] == [0, 0, 1, 1, 2, 2, 3]
    assert [(one["name"], one["line"], one["pass"], one["from"]) for one in roll["sections"]] == [
        ("절", 2, 0, 0),
        ("절", 2, 1, 2),
        ("절", 2, 2, 4),
        ("후", 6, 0, 6),
    ]
    assert [in_units(VERSES, one["lyric"]) for one in all_notes(roll)] == list("가나다라다라마")


@pytest.mark.parametrize("before", ["\ufeff", "// 🎵🎶\n", "// 🎵\r\n", "title: 🎵\n// 한글\n"])
def test_spans_are_in_utf_16(before: str) -> None:
    text = f"{before}| C4:2 /**/ D4:2 |\n> 가 나\n".replace(" /**/", "")
    roll = rolled(text)
    assert [in_units(text, one["span"]) for one in all_notes(roll)] == ["C4:2", "D4:2"]
    assert [in_units(text, one["lyric"]) for one in all_notes(roll)] == ["가", "나"]


def test_decomposed_words_keep_their_place() -> None:
    import unicodedata

    text = unicodedata.normalize("NFD", "| 도4:2 레4:2 |\n> 강물\n")
    roll = rolled(text)
    assert [in_units(text, one["span"]) for one in all_notes(roll)] == text.split("\n")[0].split()[1:3]
    assert [one["text"] for one in all_notes(roll)] == ["강", "물"]
    spans = [in_units(text, one["lyric"]) for one in all_notes(roll)]
    assert [unicodedata.normalize("NFC", one) for one in spans] == ["강", "물"]


# ── songs of several parts and files ─────────────────────────────────────────────────────────────


def test_parts_side_by_side(tmp_path: Path) -> None:
    text = "tempo: 60\ntranspose: 2\npart: 위\n[가]\n| C4:1 | D4:1 |\n> 가나\npart: 아래\npan: 0.5\n"
    roll = rolled(text + "[가]\n| r:2 C3:2 |\n> 다\n")
    assert [(part["name"], [note["midi"] for note in part["notes"]]) for part in roll["parts"]] == [
        ("위", [62, 64]),
        ("아래", [50]),
    ]
    assert [(one["part"], one["from"], one["to"]) for one in roll["sections"]] == [(0, 0, 2), (1, 0, 2)]
    assert roll["stereo"] and roll["settings"] == {"voice": None, "tempo": 60, "transpose": 2}
    assert all(part["low"] < 60 < part["high"] for part in roll["parts"])


def test_notes_of_an_included_file_have_no_place_in_the_text(tmp_path: Path) -> None:
    (tmp_path / "후렴.chang").write_text("[후렴]\n| C4:1 |\n> 가\n", "utf-8")
    text = "include: 후렴.chang\nform: 노래 후렴\n[노래]\n| D4:1 |\n> 나\n"
    roll = roll_of(analysis_of(text, tmp_path / "노래.chang"))
    assert [(one["span"], one["lyric"]) for one in all_notes(roll)][1] == ([-1, -1], [-1, -1])
    assert [(one["name"], one["line"]) for one in roll["sections"]] == [("노래", 3), ("후렴", 0)]
    assert in_units(text, all_notes(roll)[0]["span"]) == "D4:1"
    assert [one["place"][0] for one in all_notes(roll)] == ["4", "@"]


# ── songs with mistakes ──────────────────────────────────────────────────────────────────────────


def test_a_mistake_does_not_make_the_notes_vanish() -> None:
    roll = rolled("voice: 없는목소리\n| C4:4 D4:4 H9 E4:4 |\n> 가나다라마바\n")
    assert not roll["canBeSung"] and roll["phrases"] == []
    assert [one["midi"] for one in all_notes(roll)] == [60, 62, 64]


def test_what_cannot_be_sung_at_all_is_an_empty_roll() -> None:
    for text in ("", "\0", "// 아무것도\n", "form: 가*99\n[가]\n", "include: 노래.chang\n"):
        roll = rolled(text)
        assert not roll["canBeSung"] and all_notes(roll) == [] and roll["bars"] == []


def test_any_text_has_a_roll() -> None:
    random = Random(4)
    for song in SONGS:
        text = song.read_text("utf-8")
        for _ in range(6):
            start = random.randrange(len(text))
            cut = text[:start] + random.choice("|>[]{}:~-가@ \n") + text[start + random.randrange(9) :]
            roll = roll_of(analysis_of(cut, song))
            json.dumps(roll, allow_nan=False)
            assert all(one["length"] >= 0 for one in all_notes(roll))
