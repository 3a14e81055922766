"""MusicXML out: valid by its schema, and heard as the song is, by a reader of the test's and by music21."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import ZIP_STORED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pychang.convert.from_song import sheet_of
from pychang.convert.musicxml.write import musicxml_of, write_musicxml
from pychang.convert.outgoing import Outgoing
from pychang.convert.sheet import Sheet
from pychang.convert.unroll import unrolled
from pychang.reading import read_song
from pychang.world import World
from tests.convert.heard import Heard, dynamics_heard, dynamics_meant, heard, meant, tempo_heard
from tests.convert.musicxml_schema import complaints
from tests.convert.song_files import SONGS, TOUR
from tests.convert.test_from_song import read, song_of
from tests.generated_songs import songs


def score(text: str) -> Element:
    """The score of a song's text, which is valid and is heard as it should be."""
    return ElementTree.fromstring(checked(sheet_of(song_of(text))))


def checked(sheet: Sheet) -> bytes:
    written = musicxml_of(sheet)
    assert complaints(written) == []
    assert heard(written) == meant(sheet)
    assert tempo_heard(written) == unrolled(sheet).tempo
    assert dynamics_heard(written) == dynamics_meant(sheet)
    return written


def notes(root: Element, *paths: str) -> list[tuple[str | None, ...]]:
    """The texts at paths below each note."""
    return [tuple(note.findtext(path) for path in paths) for note in root.iter("note")]


def kinds(root: Element, path: str) -> list[list[str]]:
    """The names of what stands at a path below each note."""
    return [[one.tag for one in note.iterfind(path)] for note in root.iter("note")]


# ── what is heard ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", SONGS, ids=lambda path: path.stem)
def test_every_song(path: Path) -> None:
    checked(sheet_of(read(path)))


@settings(max_examples=40, deadline=None)
@given(songs())
def test_any_song(text: str) -> None:
    checked(sheet_of(song_of(text)))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ("12", "6", "20", "28", "5/16", "8", "4.", "2+8", "36", "3/20", "24", "7/32", "11")
            ),
            st.sampled_from(("C4", "F#4", "r", "~")),
        ),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from(("4/4", "3/4", "6/8", "7/8", "2/2", "12/8", "5/4")),
)
def test_any_lengths(written: list[tuple[str, str]], meter: str) -> None:
    """Whatever stands in a bar, it is written in values that last as long."""
    bar = " ".join(f"{name}:{length}" for length, name in written)
    sheet = sheet_of(song_of(f"meter: {meter}\n[가]\n| C4:16 {bar} |\n"))
    root = ElementTree.fromstring(checked(sheet))
    divisions = 4 * int(root.findtext(".//divisions"))
    for note in root.iter("note"):
        if note.findtext("type") not in (None, "1024th"):  # than which nothing finer has a name
            assert looks(note) == Fraction(note.findtext("duration")) / divisions


def looks(note: Element) -> Fraction:
    """How long a note is by its shape."""
    names = ("breve", "whole", "half", "quarter", "eighth", "16th", "32nd")
    name = note.findtext("type")
    length = Fraction(2, 2 ** names.index(name)) if name in names else Fraction(1, int(name.rstrip("nthd")))
    length *= 2 - Fraction(1, 2 ** len(note.findall("dot")))
    actual, normal = (note.findtext(f"time-modification/{one}-notes") or 1 for one in ("actual", "normal"))
    return length * int(normal) / int(actual)


@pytest.mark.parametrize("name", ["tour", "arirang", "dollimnorae", "ongheya"])
def test_music21_hears_the_same(name: str) -> None:
    from music21 import converter

    sheet = sheet_of(read(next(path for path in SONGS if path.stem == name)))
    opened = converter.parseData(musicxml_of(sheet).decode(), format="musicxml")
    assert [list(_heard_by_music21(part)) for part in opened.parts] == meant(sheet)


def _heard_by_music21(part) -> Iterator[Heard]:
    """The notes of a part with its repeats played, ties joined, and words by the time through."""
    from music21 import stream

    for place, measure in enumerate(part.getElementsByClass(stream.Measure)):
        measure.groups.append(str(place))
    now, times = Fraction(0), Counter[str]()
    before: Heard | None = None
    for measure in part.expandRepeats().getElementsByClass(stream.Measure):
        times.update(measure.groups)
        for note in measure.notes:
            start, length = now + whole(note.offset), whole(note.quarterLength)
            if note.tie and note.tie.type != "start":
                before = replace(before, duration=before.duration + length)
                continue
            if before is not None:
                yield before
            words = {one.number: one.text.rstrip(",") for one in note.lyrics}
            before = Heard(
                start, length, note.pitch.midi, words.get(times[measure.groups[-1]], words.get(1, ""))
            )
        now += whole(measure.duration.quarterLength)
    yield before


def whole(quarters: float | Fraction) -> Fraction:
    return Fraction(quarters).limit_denominator(1000) / 4


# ── form ─────────────────────────────────────────────────────────────────────────────────────────

VERSES = """
form: 절*3 후렴

[절]
| C4:4 D4 E4 F4 | G4:1 , |
> 가나다 라 마
> 바사아 자 차
| G4:4 F4 E4 D4 | C4:1 |
> 라라라 라 라

[후렴]
| E4:1 |
> 아
"""


def test_verses_stand_under_a_repeat() -> None:
    root = score(VERSES)
    lyrics = [[one.findtext("text") for one in note.iter("lyric")] for note in root.iter("note")]
    assert lyrics[:5] == [["가", "바", "바"], ["나", "사", "사"], ["다", "아", "아"], *lyrics[3:5]]
    assert lyrics[5:] == [["라"], ["라"], ["라"], ["라"], ["라"], ["아"]]  # all verses together
    assert [one.attrib for one in root.iter("repeat")] == [
        {"direction": "forward"},
        {"direction": "backward", "times": "3"},
    ]
    assert "3x" in [one.text for one in root.iter("words")]
    assert [one.text for one in root.iter("rehearsal")] == ["절", "후렴"]


def test_verses_that_are_the_same_are_written_once() -> None:
    root = score("form: 절*2\n[절]\n| C4:2 D4 |\n> 가나\n")
    assert [len(list(note.iter("lyric"))) for note in root.iter("note")] == [1, 1]


def test_what_the_form_changes_is_said_again() -> None:
    """Dynamics and tempo at a repeat's beginning, if its end is another."""
    root = score("form: 가*2\n[가]\n| @mf C4:2 @p D4:2 | @tempo(60) E4:1 |\n> 가나다\n")
    assert [one[0].tag for one in root.iter("dynamics")] == ["mf", "p"]
    assert [one.get("tempo") for one in root.iter("sound")] == ["100", "60"]


def test_what_the_form_changes_is_said_again_where_a_part_comes_in() -> None:
    """A part that rests where the repeat begins."""
    root = score(
        "form: 가 나 가 나\npart: 하나\n[가]\n| C4:1 |\n> 가\n[나]\n| C4:1 |\n> 나\n"
        "part: 둘\n[나]\n| C4:2 @p D4 |\n> 나나\n"
    )
    assert [one[0].tag for one in root.iter("dynamics")] == ["mf", "p"]


# ── bars ─────────────────────────────────────────────────────────────────────────────────────────


def test_upbeats_are_not_counted() -> None:
    root = score("meter: 3/4\n[가]\n| C4:4 | D4:2. | E4:2 |\n> 가나다\n[나]\n| C4:4 | D4:2. |\n> 가나\n")
    bars = [(one.get("number"), one.get("implicit")) for one in root.iter("measure")]
    assert bars == [("0", "yes"), ("1", None), ("2", None), ("X1", "yes"), ("3", None)]


def test_barlines_and_meters() -> None:
    root = score("[가]\n| C4:1 |\n> 가\n[나]\nmeter: 6/8\n| C4:2. |\n> 나\n")
    assert [one.text for one in root.iter("bar-style")] == ["light-light", "light-heavy"]
    assert [(one.findtext("beats"), one.findtext("beat-type")) for one in root.iter("time")] == [
        ("4", "4"),
        ("6", "8"),
    ]


def test_a_bar_of_rest_is_one_rest() -> None:
    root = score("[가]\n| r:4 r:2. | C4:4 r:2. |\n> 가\n")
    assert [one.get("measure") for one in root.iter("rest")] == ["yes", None, None]
    assert notes(root, "type") == [(None,), ("quarter",), ("quarter",), ("half",)]


def test_accidentals_are_those_that_a_reader_needs() -> None:
    root = score("key: G major\n[가]\n| F#4:4 F4 F4 F#4 | F#4:2 Fb4 | ~:4 Fb4 F##4:2 |\n> 가나다라마바사아\n")
    assert [accidental for (accidental,) in notes(root, "accidental")] == [
        *(None, "natural", None, "sharp"),
        *(None, "flat"),
        *(None, "flat", "double-sharp"),  # none for what is tied over the barline
    ]


@pytest.mark.parametrize(
    ("pitches", "clef"),
    [
        ("G3 C4 E4 C5", ("G", "2", None)),
        ("C3 G3 C4 F4", ("G", "2", "-1")),
        ("E2 C3 G3 C4", ("F", "4", None)),
    ],
)
def test_clefs(pitches: str, clef: tuple[str, str, str | None]) -> None:
    first, rest = pitches.split(" ", 1)
    found = score(f"[가]\n| {first}:4 {rest} |\n> 가나다라\n").find(".//clef")
    assert tuple(found.findtext(name) for name in ("sign", "line", "clef-octave-change")) == clef


def test_tuplets_have_brackets_where_no_beam_holds_them_together() -> None:
    root = score("[가]\n| C4:6 D4 E4 F4:12 G4 A4 B4:4 |\n> 가나다라마바사\n")
    ratios = notes(root, "time-modification/actual-notes", "time-modification/normal-notes", "type")
    assert ratios == [("3", "2", "quarter")] * 3 + [("3", "2", "eighth")] * 3 + [(None, None, "quarter")]
    found = [(one.get("type"), one.get("bracket")) for one in root.iter("tuplet")]
    assert found == [("start", "yes"), ("stop", None), ("start", "no"), ("stop", None)]


def test_beams() -> None:
    root = score("[가]\n| C4:8 D4 E4 F4 G4:8. A4:16 r:16 B4 C5:8 |\n> 가나다라마바사아\n")
    beams = [tuple(one.text for one in note.iter("beam")) for note in root.iter("note")]
    assert beams == [
        *(("begin",), ("continue",), ("continue",), ("end",)),  # half a bar of eighths
        *(("begin",), ("end", "backward hook")),
        *((), ("begin", "forward hook"), ("end",)),
    ]


# ── words ────────────────────────────────────────────────────────────────────────────────────────


def test_syllables_extenders_and_slurs() -> None:
    root = score("[가]\n| C4:4 D4 E4 F4 | G4:2 A4:4 B4 |\n> 아-리랑-- 꽃,\n> 아리랑- 고개 꽃\n")
    first = notes(root, "lyric/text", "lyric/syllabic")
    assert first == [
        ("아", "begin"),
        (None, None),
        ("리", "middle"),
        ("랑", "end"),
        (None, None),
        (None, None),
        ("꽃", "single"),
    ]
    assert kinds(root, "lyric/extend") == [[], [], [], ["extend"], [], [], []]
    assert [one.attrib for note in root.iter("note") for one in note.iter("slur")] == [
        {"type": "start", "number": "1"},
        {"type": "stop", "number": "1"},
        {"type": "start", "number": "1"},
        {"type": "stop", "number": "1"},
    ]


def test_commas_stand_where_no_rest_or_breath_shows_a_pause() -> None:
    root = score("[가]\n| C4:4 D4 E4 r | F4 G4 , A4 B4 |\n> 가, 나, 다, 라, 마, 바, 사\n")
    assert [text for (text,) in notes(root, "lyric/text") if text] == [
        "가,",
        "나,",
        "다",
        "라,",
        "마",
        "바,",
        "사",
    ]


def test_words_as_they_are_written() -> None:
    assert notes(score("[가]\n| C4:2 D4 |\n> 꽃잎[꼰닙]\n"), "lyric/text") == [("꽃",), ("잎",)]


# ── expression ───────────────────────────────────────────────────────────────────────────────────


def test_signs_on_notes() -> None:
    root = score(
        "[가]\n| C4:4{accent} D4{staccato tenuto} E4{scoop} F4{fall} | G4{slide} A4{fermata} B4:2 , |\n"
        "> 가나다라마바사\n"
    )
    assert kinds(root, "notations/articulations/*") == [
        *(["accent"], ["staccato", "tenuto"], ["scoop"], ["falloff"]),
        *([], [], ["breath-mark"]),
    ]
    assert [one.get("type") for one in root.iter("slide")] == ["start", "stop"]
    assert kinds(root, "notations/fermata")[5] == ["fermata"]


def test_what_has_no_sign_is_said_as_in_braces() -> None:
    root = score(
        "[가]\n| C4:4{vibrato depth=60 rate=5 delay=0.2} D4{vibrato=off} E4{bend=0,+100,0} |\n> 가나다\n"
        "| F4:4{breathy=0.6 loud=+3} |\n> 라\n"
    )
    assert [one.text for one in root.iter("other-notation")] == [
        "vibrato depth=60 rate=5 delay=0.2",
        "vibrato=off",
        "bend=0,+100,0",
        "breathy=0.6 loud=+3",
    ]
    assert [one.text for one in root.iter("words")] == ["vib.", "non vib.", "breathy"]


def test_what_is_said_during_a_note_ties_it() -> None:
    root = score("[가]\n| @p C4:2 @< ~:2 | @f D4:1 |\n> 가나\n")
    assert notes(root, "type") == [("half",), ("half",), ("whole",)]
    inner = [child.tag for child in root.find(".//measure")]
    assert inner == ["attributes", *["direction"] * 3, "note", "direction", "note", "direction"]
    assert [one.get("type") for one in root.iter("wedge")] == ["crescendo", "stop"]


def test_a_ritardando_is_played_in_steps() -> None:
    """It begins with its word and a line, has steps that last as long, and ends with what it reaches."""
    root = score("tempo: 120\n[가]\n| @rit(60) C4:2 D4 | @tempo(90) E4:1 |\n> 가나다\n")
    directions = [
        (
            one.findtext("direction-type/words"),
            [line.get("type") for line in one.iter("bracket")],
            one.find("sound").get("tempo") if one.find("sound") is not None else None,
            one.findtext("direction-type/metronome/per-minute"),
        )
        for one in root.iter("direction")
        if one.find("direction-type/rehearsal") is None
    ]
    blank = "\N{NO-BREAK SPACE}"
    assert directions == [
        (None, [], "120", "120"),
        ("rit.", ["start"], None, None),
        (blank, [], "104.282", None),  # 30 / ln(120 / 90)
        (blank, [], "73.989", None),  # 30 / ln(90 / 60)
        (blank, [], "60", None),
        (None, ["stop"], None, None),
        (None, [], "90", "90"),
    ]


def test_metronome_marks_count_beats_where_that_is_a_whole_number() -> None:
    song = "tempo: 84\nmeter: 6/8\n[가]\n| C4:2. | @tempo({}) D4 |\n> 가나\n"
    for tempo, expected in (
        ("90", [("quarter", True, "56"), ("quarter", True, "60")]),
        ("85.3", [("quarter", False, "84"), ("quarter", False, "85.3")]),
    ):
        root = score(song.format(tempo))
        assert [
            (one.findtext("beat-unit"), one.find("beat-unit-dot") is not None, one.findtext("per-minute"))
            for one in root.iter("metronome")
        ] == expected
        assert [one.get("tempo") for one in root.iter("sound")] == ["84", tempo]


# ── the file ─────────────────────────────────────────────────────────────────────────────────────


def test_the_head() -> None:
    root = ElementTree.fromstring(musicxml_of(sheet_of(read(TOUR))))
    assert root.findtext("work/work-title") == "깃에 쌓이는 노래"
    about = {one.get("type"): one.text for one in root.iter("creator")}
    assert about == {"composer": "파이창", "lyricist": "파이창", "artist": "소라"}
    assert [one.text for one in root.iter("part-abbreviation")] == ["소.", "화."]
    assert root.findtext("identification/encoding/software") == "PyChang"


def test_packed_and_the_same_each_time() -> None:
    song = Outgoing(read_song(TOUR, World()))
    packed = write_musicxml(song, ".mxl")
    assert packed == write_musicxml(song, ".MXL")
    archive = ZipFile(BytesIO(packed))
    assert archive.namelist() == ["mimetype", "META-INF/container.xml", "score.musicxml"]
    assert archive.infolist()[0].compress_type == ZIP_STORED
    container = ElementTree.fromstring(archive.read("META-INF/container.xml"))
    assert container.find("rootfiles/rootfile").get("full-path") == "score.musicxml"
    assert archive.read("score.musicxml") == write_musicxml(song, ".musicxml")


def test_a_sheet_with_nothing_on_it() -> None:
    written = musicxml_of(Sheet((), (), ()))
    assert complaints(written) == []
    assert heard(written) == [[]]


def test_what_xml_cannot_have_is_left_out() -> None:
    sheet = sheet_of(song_of("[가]\n| C4:1 |\n> 가\n"))
    written = musicxml_of(Sheet(sheet.parts, sheet.bars, sheet.sections, title="새\x00 <노래> & \x1b"))
    assert ElementTree.fromstring(written).findtext("work/work-title") == "새 <노래> & "


def test_unrolled_is_what_is_meant() -> None:
    """The oracle itself: three times through five bars' worth of notes, and one more."""
    sheet = sheet_of(song_of(VERSES))
    assert len(meant(sheet)[0]) == 3 * 10 + 1 == len(unrolled(sheet).parts[0].tones)
