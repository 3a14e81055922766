"""Notes of one line: time, ties, tuplets, chords, grace notes, pitches as they sound, irregular bars."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from pychang.convert.sheet import SheetPart
from tests.convert.musicxml_texts import (
    attributes,
    backup,
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

TIED, UNTIED = '<tie type="start"/>', '<tie type="stop"/>'
ON, OFF = '<notations><tied type="start"/></notations>', '<notations><tied type="stop"/></notations>'


def line(folder: Path, *measures: str, first: str | None = None) -> SheetPart:
    return read(folder, score(part(*measures, attributes_=first))).sheet.parts[0]


@pytest.mark.parametrize(("start", "stop"), [(TIED, UNTIED), (ON, OFF), (TIED + ON, UNTIED + OFF)])
def test_tied_notes_are_one(tmp_path: Path, start: str, stop: str) -> None:
    found = line(
        tmp_path, note("C4", 12, "나") + note("D4", 4, "비", after=start), note("D4", 8, after=stop) + rest(8)
    )
    assert tones(found) == "C4:3/4 D4:3/4"


def test_a_tie_that_another_verse_breaks_is_no_tie(tmp_path: Path) -> None:
    found = line(tmp_path, note("C4", 8, "나", "꽃", after=TIED) + note("C4", 8, "", "잎", after=UNTIED))
    assert tones(found) == "C4:1/2 C4:1/2"
    assert (lyrics(found, 0), lyrics(found, 1)) == ("나-", "꽃 잎")


def tuplet(actual: int, normal: int, kind: str) -> str:
    return (
        f"<type>{kind}</type><time-modification><actual-notes>{actual}</actual-notes>"
        f"<normal-notes>{normal}</normal-notes></time-modification>"
    )


@pytest.mark.parametrize("ticks", [(85, 85, 86), (85, 85, 85), (86, 85, 85)])
def test_tuplets_are_exact_where_the_file_rounds_them(tmp_path: Path, ticks: tuple[int, ...]) -> None:
    three = "".join(note("C4", one, "나", after=tuplet(3, 2, "eighth")) for one in ticks)
    found = line(tmp_path, three + note("D4", 256, "비") + note("E4", 512, "야"), first=attributes(256))
    assert tones(found) == "C4:1/12 C4:1/12 C4:1/12 D4:1/4 E4:1/2"
    assert [tone.start for tone in found.tones][-2:] == [Fraction(1, 4), Fraction(1, 2)]


def test_divisions_may_change_within_a_measure(tmp_path: Path) -> None:
    change = "<attributes><divisions>6</divisions></attributes>"
    found = line(
        tmp_path, note("C4", 4, "나") + change + note("D4", 2, "비") + note("E4", 4) + note("F4", 12)
    )
    assert tones(found) == "C4:1/4 D4:1/12 E4:1/6 F4:1/2"


def test_lengths_too_fine_to_be_typed_go_on_a_grid(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        score(part(note("C4", 2503, "나") + note("D4", 7503, "비"), attributes_=attributes(9973, "1/4"))),
    )
    assert all(tone.end.denominator <= 960 for tone in found.sheet.parts[0].tones)
    assert "grid" in kinds(found)


def test_the_highest_tone_of_chords_is_sung(tmp_path: Path) -> None:
    chord = note("C4", 16, "나") + note("G4", 16, before="<chord/>") + note("E4", 16, before="<chord/>")
    found = read(tmp_path, score(part(chord)))
    assert tones(found.sheet.parts[0]) == "G4:1"
    assert lyrics(found.sheet.parts[0]) == "나"
    assert "chord" in kinds(found)


GRACE = '<grace slash="yes"/>'


def test_grace_notes_are_short_notes_that_begin_the_syllable(tmp_path: Path) -> None:
    found = line(tmp_path, note("D4", 0, before=GRACE) + note("C4", 16, "나"))
    assert tones(found) == "D4:1/32 C4:31/32"
    assert lyrics(found) == "나-"


def test_an_appoggiatura_is_as_long_as_it_looks_but_half_its_note_at_most(tmp_path: Path) -> None:
    long = note("D4", 0, before="<grace/>", after="<type>quarter</type>")
    assert tones(line(tmp_path, long + note("C4", 16, "나"))) == "D4:1/4 C4:3/4"
    assert tones(line(tmp_path, long + note("C4", 4, "나") + rest(12))) == "D4:1/16 C4:3/16"


def test_grace_notes_may_have_words_of_their_own(tmp_path: Path) -> None:
    found = line(tmp_path, note("D4", 0, "나", before=GRACE) + note("C4", 16, "비"))
    assert lyrics(found) == "나 비"


def test_grace_notes_at_the_end_come_out_of_the_note_before(tmp_path: Path) -> None:
    found = line(tmp_path, note("C4", 16, "나") + note("D4", 0, before=GRACE) + note("E4", 0, before=GRACE))
    assert tones(found) == "C4:15/16 D4:1/32 E4:1/32"
    assert lyrics(found) == "나--"


def test_grace_notes_take_no_more_than_half(tmp_path: Path) -> None:
    many = "".join(note(f"{one}4", 0, before=GRACE) for one in "CDEFG")
    found = line(tmp_path, many + note("A4", 2, "나") + rest(14))
    assert found.tones[-1].duration >= Fraction(1, 16)
    assert found.tones[-1].end == Fraction(1, 8)


def test_cue_and_unpitched_notes_are_left_out(tmp_path: Path) -> None:
    drum = (
        "<note><unpitched><display-step>E</display-step><display-octave>4</display-octave></unpitched>"
        "<duration>4</duration><voice>1</voice></note>"
    )
    found = read(
        tmp_path,
        score(part(note("C4", 4, "나") + note("D4", 4, before="<cue/>") + drum + note("E4", 4, "비"))),
    )
    assert tones(found.sheet.parts[0]) == "C4:1/4 _ E4:1/4"
    assert {"cue", "unpitched"} <= set(kinds(found))


@pytest.mark.parametrize(
    ("transpose", "sounds"),
    [
        ("<diatonic>-1</diatonic><chromatic>-2</chromatic>", "Bb3:1"),
        ("<chromatic>0</chromatic><octave-change>-1</octave-change>", "C3:1"),
        ("<diatonic>-5</diatonic><chromatic>-9</chromatic>", "Eb3:1"),
    ],
)
def test_transposing_parts_as_they_sound(tmp_path: Path, transpose: str, sounds: str) -> None:
    first = attributes(4, "4/4", "<key><fifths>0</fifths></key>").replace(
        "</attributes>", f"<transpose>{transpose}</transpose></attributes>"
    )
    assert tones(line(tmp_path, note("C4", 16, "나"), first=first)) == sounds


def test_a_clef_with_an_8_changes_no_pitch(tmp_path: Path) -> None:
    clef = "<clef><sign>G</sign><line>2</line><clef-octave-change>-1</clef-octave-change></clef>"
    first = attributes().replace("</attributes>", f"{clef}</attributes>")
    assert tones(line(tmp_path, note("C4", 16, "나"), first=first)) == "C4:1"


def test_the_key_is_the_one_that_sounds(tmp_path: Path) -> None:
    first = attributes(4, "4/4", "<key><fifths>2</fifths><mode>minor</mode></key>").replace(
        "</attributes>",
        "<transpose><diatonic>-1</diatonic><chromatic>-2</chromatic></transpose></attributes>",
    )
    key = read(tmp_path, score(part(note("B4", 16, "나"), attributes_=first))).sheet.key
    assert key is not None
    assert key.name == "A minor"


def test_quarter_tones_are_bends(tmp_path: Path) -> None:
    sharp = note("C4", 16, "나").replace("<step>C</step>", "<step>C</step><alter>0.5</alter>")
    tone = line(tmp_path, sharp).tones[0]
    assert tone.pitch.midi * 100 + tone.expression.bend_cents[0] == 6050


def test_written_spelling_is_kept(tmp_path: Path) -> None:
    flat = note("C4", 8, "나").replace("<step>C</step>", "<step>C</step><alter>-1</alter>")
    assert tones(line(tmp_path, flat + note("E#4", 8, "비"))) == "Cb4:1/2 E#4:1/2"


# ── bars ─────────────────────────────────────────────────────────────────────────────────────────


def bars(folder: Path, *measures: str, first: str | None = None) -> list[tuple[str, str]]:
    sheet = read(folder, score(part(*measures, attributes_=first))).sheet
    return [(str(one.duration), str(one.meter)) for one in sheet.bars]


def test_upbeats_and_divided_bars_are_what_stands_in_them(tmp_path: Path) -> None:
    found = bars(tmp_path, note("C4", 4, "나"), note("C4", 16), note("C4", 12), note("C4", 4))
    assert found == [("1/4", "4/4"), ("1", "4/4"), ("3/4", "4/4"), ("1/4", "4/4")]


@pytest.mark.parametrize(
    ("time", "meter"),
    [
        ("<beats>3+2</beats><beat-type>8</beat-type>", "5/8"),
        ("<beats>2</beats><beat-type>4</beat-type><beats>3</beats><beat-type>8</beat-type>", "7/8"),
        ("<senza-misura/>", "4/4"),
        ("<beats>0</beats><beat-type>4</beat-type>", "4/4"),
        ("<beats>99</beats><beat-type>64</beat-type>", "4/4"),
    ],
)
def test_meters(tmp_path: Path, time: str, meter: str) -> None:
    first = f"<attributes><divisions>4</divisions><time>{time}</time></attributes>"
    assert bars(tmp_path, note("C4", 16, "나"), first=first)[0][1] == meter


def test_a_rest_for_a_whole_measure_is_as_long_as_the_measure(tmp_path: Path) -> None:
    whole = '<note><rest measure="yes"/><duration>16</duration><voice>1</voice></note>'
    found = bars(tmp_path, note("C4", 12, "나"), whole, note("C4", 12), first=attributes(4, "3/4"))
    assert [duration for duration, _ in found] == ["3/4"] * 3


def test_an_empty_measure_is_as_long_as_its_meter(tmp_path: Path) -> None:
    assert bars(tmp_path, note("C4", 16, "나"), "")[1] == ("1", "4/4")


def test_voices_that_do_not_fill_the_bar_end_with_a_rest(tmp_path: Path) -> None:
    singer = part(note("C4", 4, "나"), note("D4", 16, "비"))
    piano = part(note("C3", 16), note("C3", 16))
    sheet = read(tmp_path, score(("노래", singer), ("피아노", piano))).sheet
    assert [one.duration for one in sheet.bars] == [1, 1]
    assert tones(sheet.parts[0]) == "C4:1/4 _ D4:1"


def test_the_bars_of_others_do_not_stretch_those_that_are_sung(tmp_path: Path) -> None:
    singer, piano = part(note("C4", 16, "나")), part(note("C3", 28))
    assert len(read(tmp_path, score(("노래", singer), ("피아노", piano))).sheet.bars) == 1
    assert read(tmp_path, score(("노래", singer), ("피아노", piano))).sheet.bars[0].duration == 1


def test_a_bar_that_no_meter_counts_is_stretched_and_told(tmp_path: Path) -> None:
    odd = note("C4", 700, "나")
    found = read(tmp_path, score(part(odd, odd, odd, attributes_=attributes(480))))
    assert [str(one.duration) for one in found.sheet.bars] == ["35/96", "3/8", "35/96"]
    assert "stretched" in kinds(found)


def test_backup_and_forward(tmp_path: Path) -> None:
    two = (
        note("C4", 16, "나")
        + backup(16)
        + "<forward><duration>8</duration></forward>"
        + note("E3", 8, voice=2)
    )
    found = line(tmp_path, two)
    assert tones(found) == "C4:1"


def test_notes_that_overlap_are_cut(tmp_path: Path) -> None:
    found = read(tmp_path, score(part(note("C4", 16, "나") + backup(8) + note("D4", 8, "비"))))
    assert tones(found.sheet.parts[0]) == "C4:1/2 D4:1/2"
    assert "overlap" in kinds(found)


@pytest.mark.parametrize("duration", ["-4", "1e9", "999999999999", "x", "", "0"])
def test_lengths_that_are_none(tmp_path: Path, duration: str) -> None:
    odd = note("C4", 4, "나").replace("<duration>4<", f"<duration>{duration}<")
    sheet = read(tmp_path, score(part(odd + note("D4", 4, lyric("비"))))).sheet
    assert all(bar.duration <= 32 for bar in sheet.bars)
    assert sheet.parts[0].tones[-1].pitch.name in ("C4", "D4")
