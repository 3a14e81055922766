"""Syntax: every token with its span, whatever way the text is written."""

from __future__ import annotations

import json
import time
import unicodedata
from fractions import Fraction
from pathlib import Path

import pytest
from mistakes_beside import diagnostics

from pychang.diagnostic import Source
from pychang.language import as_json, decode, parse
from pychang.language.syntax import Hold, LyricSyllable, NoteElement, SongFile
from pychang.score import arrange

SONG = """// 머리말
title: 새야  새야 // 덧말
[1절]
| C4:4. 파#4:8{slide=0.2 accent} bb3, ~:5/16 | @mf r:2+8 |
> “값이[갑씨] -아”…  랑
"""
SONGS = sorted((Path(__file__).parents[2] / "songs").glob("*.chang"))


def song_of(text: str) -> SongFile:
    song, mistakes = parse(Source("a.chang", text))
    assert mistakes == ()
    return song


def spelled(text: str) -> list[str]:
    """What each span of a song covers, composed."""
    song = song_of(text)
    (section,) = song.sections
    (line,) = section.lines
    spans = [song.settings[0].name.span, song.settings[0].value.span, section.name.span]
    spans += [element.span for bar in line.bars for element in bar.elements]
    spans += [bar.span for bar in line.bars]
    spans += [item.span for item in line.lyrics[0].items]
    spans += [remark.span for remark in song.remarks]
    return [unicodedata.normalize("NFC", span.source.text[span.start : span.end]) for span in spans]


EXPECTED = [
    "title", "새야  새야", "1절",
    "C4:4.", "파#4:8{slide=0.2 accent}", "bb3", ",", "~:5/16", "@mf", "r:2+8",
    "C4:4. 파#4:8{slide=0.2 accent} bb3, ~:5/16", "@mf r:2+8",
    "값", "이", "-", "아", "랑",
    "// 머리말", "// 덧말",
]  # fmt: skip


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_spans_cover_their_tokens(form: str, end: str) -> None:
    assert spelled(unicodedata.normalize(form, SONG).replace("\n", end)) == EXPECTED


def test_values_of_notes() -> None:
    (line,) = song_of(SONG).sections[0].lines
    notes = [element for element in line.bars[0].elements if isinstance(element, NoteElement)]
    assert [note.pitch.midi for note in notes] == [60, 66, 58]
    assert [note.length and note.length.value for note in notes] == [Fraction(3, 8), Fraction(1, 8), None]
    assert [option.name.text for option in notes[1].options] == ["slide", "accent"]
    assert line.bars[1].elements[1].length.value == Fraction(5, 8)


def test_lyrics_know_what_stands_before_them() -> None:
    (line,) = song_of(SONG).sections[0].lines
    items = [
        (item.before, item.text, item.spoken)
        for item in line.lyrics[0].items
        if isinstance(item, LyricSyllable)
    ]
    assert items == [("|", "값", "갑"), ("", "이", "씨"), (" ", "아", None), ("|", "랑", None)]


@pytest.mark.parametrize(
    ("lyrics", "before"),
    [
        ("> 가나", "|."),
        ("> 가 나", "| "),
        ("> 가, 나", "||"),
        ("> 가-나", "|."),
        ("> 가 - 나", "| "),
        ("> -가", "."),  # goes on from the line before, so that line's end is no pause
        ("> - 가", " "),
    ],
)
def test_boundaries(lyrics: str, before: str) -> None:
    (line,) = song_of(f"| C4:1 |\n{lyrics}").sections[0].lines
    items = [item for item in line.lyrics[0].items if not isinstance(item, Hold)]
    assert "".join(item.before or "." for item in items) == before


@pytest.mark.parametrize(
    "name", ["Cb4 B3", "B#3 C4", "E##4 F#4", "Abb3 G3", "c4 C4", "시b3 A#3", "도5 C5", "F♯4 Gb4"]
)
def test_names_of_one_pitch(name: str) -> None:
    (line,) = song_of("| " + name.replace(" ", ":4 ") + " |").sections[0].lines
    first, second = line.bars[0].elements
    assert first.pitch.midi == second.pitch.midi


@pytest.mark.parametrize(
    ("length", "value"),
    [
        (":4", "1/4"),
        (":8.", "3/16"),
        (":2..", "7/8"),
        (":12", "1/12"),
        (":5/16", "5/16"),
        (":2+8", "5/8"),
        (":4.+16", "7/16"),
    ],
)
def test_lengths(length: str, value: str) -> None:
    (line,) = song_of(f"| C4{length} |").sections[0].lines
    assert line.bars[0].elements[0].length.value == Fraction(value)


@pytest.mark.parametrize("path", SONGS, ids=lambda path: path.stem)
def test_a_song_written_decomposed_is_the_same_song(path: Path) -> None:
    text = path.read_text("utf-8")
    scores = [arrange(song_of(unicodedata.normalize(form, text)))[0] for form in ("NFC", "NFD")]
    sung = [
        [(n.start, n.duration, n.midi, n.syllable, n.expression) for n in s.parts[0].notes] for s in scores
    ]
    said = [[(one.text, one.boundary, one.spoken) for one in s.parts[0].syllables] for s in scores]
    assert sung[0] == sung[1] and said[0] == said[1]


def test_syntax_as_json() -> None:
    song = json.loads(json.dumps(as_json(song_of(SONG)), ensure_ascii=False))
    note = song["parts"][0]["sections"][0]["items"][0]["bars"][0]["elements"][1]
    assert (song["type"], song["source"], note["type"]) == ("SongFile", "a.chang", "NoteElement")
    assert note["length"]["value"] == "1/8" and note["options"][0]["value"]["text"] == "0.2"
    assert note["span"] == {"line": 4, "column": 9, "end_line": 4, "end_column": 32}


@pytest.mark.parametrize("text", ["", "\n\n", "  \r\n\t", "\ufeff"])
def test_an_empty_file_says_so(text: str) -> None:
    assert [one.code for one in diagnostics("a.chang", text.encode())] == ["E104"]


def test_control_characters_are_named() -> None:
    (mistake,) = diagnostics("a.chang", "| C4:1 |\n> 가\x07\n".encode())
    assert mistake.code == "E103" and "U+0007" in mistake.message.en and mistake.span.line == 2


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("| " + "C4:4 " * 1_000_000 + "|\n> 가", {"E107"}),
        ("> " + "가" * 1_700_000, {"E107", "E106"}),
        ("| C4:1 |\n> " + "가" * 1_700_000, {"E107"}),
        ("// " + "가" * 1_700_000, {"E105"}),
        ("| C4:4 D4 E4 F4 |\n> 가나다라\n" * 50_000, {"E108", "W242"}),
        ("| C4:4 H4 D4 {\n> love 1\n" * 50_000, {"E108", "E203", "E206", "E303", "E304"}),
        ("[" * 9_999, {"E216", "E106"}),
        ("| " + "{" * 9_990, {"E206"}),
        (unicodedata.normalize("NFD", "> " + "각" * 1_000_000), {"E107", "E106"}),
        ("> " + "[" * 9_990, {"E307", "E309", "E106"}),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else "",
)
def test_huge_files_end_in_a_message_soon(text: str, codes: set[str]) -> None:
    start = time.perf_counter()
    found = {one.code for one in diagnostics("a.chang", text.encode())}
    assert found == codes
    assert time.perf_counter() - start < 10


def test_a_hundred_lines() -> None:
    text = "[가]\n" + "".join(f"| C4:4 D4 E4 F4 | G4:{n} |\n> 가나다라마\n" for n in range(1, 51))
    source, _ = decode("a.chang", text.encode())
    song, mistakes = parse(source)
    assert len(song.sections[0].lines) == 50 and mistakes == ()
