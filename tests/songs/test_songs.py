"""Every song in `songs/` sings without a complaint.

Together they hold all of Korean, and the tour all of the language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from pychang.korean import Spoken, pronounce
from pychang.language import decode, parse, take_included
from pychang.language.names import SETTINGS
from pychang.language.syntax import (
    Bar,
    BreathElement,
    Element,
    Hold,
    MarkElement,
    NoteElement,
    Option,
    Section,
    Setting,
    SongFile,
    TieElement,
)
from pychang.score import arrange
from pychang.score.model import Score

FOLDER = Path(__file__).parents[2] / "songs"
SONGS = sorted(FOLDER.glob("*.chang"))
TOUR = FOLDER / "tour.chang"
OURS = {TOUR, FOLDER / "dollimnorae.chang"}  # made up for this repository
IMPORTED = {FOLDER / f"{name}.chang" for name in ("aloha_oe", "geumbit_meori", "taingang")}
LOWEST, HIGHEST = 55, 76  # G3 to E5: what every voice of a woman that is shipped can sing

ONSETS = set("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅈㅉㅊㅋㅌㅍㅎ") | {""}
VOWELS = set("ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ")
CODAS = set("ㄱㄴㄷㄹㅁㅂㅇ")

every_song = pytest.mark.parametrize("path", SONGS, ids=lambda path: path.stem)


def syntax(path: Path) -> SongFile:
    source, mistakes = decode(path.name, path.read_bytes())
    assert source is not None and not mistakes
    written, in_syntax = parse(source)
    song, in_included = take_included(written, lambda name: (FOLDER / name).read_bytes())
    assert not (*in_syntax, *in_included)
    return song


def score(path: Path) -> Score:
    arranged, mistakes = arrange(syntax(path))
    assert not mistakes
    return arranged


@every_song
def test_no_complaint(path: Path) -> None:
    assert score(path).parts


@every_song
def test_first_line_says_where_the_song_comes_from(path: Path) -> None:
    first = path.read_text("utf-8").splitlines()[0]
    assert first.startswith("// ") and len(first) > 30


@every_song
def test_a_folk_song_is_free_to_sing(path: Path) -> None:
    free = "CC0" if path in OURS else "public domain"
    assert any(free in remark.text for remark in syntax(path).remarks) or "CC0" in path.read_text("utf-8")


@every_song
def test_name_is_plain(path: Path) -> None:
    assert re.fullmatch(r"[a-z_]+", path.stem)


# --- bars, counted here without the code that counts them -----------------------------------------


def value(settings: tuple[Setting, ...], name: str, otherwise: str) -> str:
    found = [setting.value.text for setting in settings if setting.name.text == name and setting.value]
    return found[-1] if found else otherwise


def meter_of(section: Section, song: SongFile) -> Fraction:
    inside = tuple(item for item in section.items if isinstance(item, Setting))
    return Fraction(value(inside, "meter", value(song.settings, "meter", "4/4")))


def bar_lengths(section: Section) -> Iterator[Fraction]:
    """Of all bars of a section; one that a line leaves open goes on in the next line."""
    total = Fraction(0)
    for line in section.lines:
        carried = Fraction(0)
        for i, bar in enumerate(line.bars):
            for element in bar.elements:
                if not isinstance(element, BreathElement | MarkElement):
                    carried = element.length.value if element.length else carried
                    total += carried
            if line.closed or i < len(line.bars) - 1:
                yield total
                total = Fraction(0)


@every_song
def test_bars_add_up(path: Path) -> None:
    song = syntax(path)
    for section in song.sections:
        meter = meter_of(section, song)
        first, *others = bar_lengths(section)
        assert 0 < first <= meter
        assert others[:-1] == [meter] * len(others[:-1]), section.title
        assert all(0 < last <= meter for last in others[-1:])


# --- what is sung ---------------------------------------------------------------------------------


@every_song
def test_lies_in_the_range_of_the_voice(path: Path) -> None:
    pitches = [note.midi for part in score(path).parts for note in part.notes if note.midi is not None]
    assert min(pitches) >= LOWEST and max(pitches) <= HIGHEST


def length_s(song: Score) -> float:
    return max(song.seconds(note.start + note.duration) for each in song.parts for note in each.notes)


@every_song
def test_lasts_half_a_minute_to_a_minute_and_a_half(path: Path) -> None:
    """Songs that were brought in have all their verses, and may be longer."""
    assert 30 <= length_s(score(path)) <= (150 if path in IMPORTED else 90)


def test_the_first_song_lasts_about_a_minute() -> None:
    assert 60 <= length_s(score(FOLDER / "arirang.chang")) <= 75


@every_song
def test_no_phrase_asks_for_more_than_ten_seconds_of_breath(path: Path) -> None:
    song = score(path)
    for part in song.parts:
        begun = None
        for note in part.notes:
            if note.midi is None:
                begun = None
                continue
            begun = song.seconds(note.start) if begun is None else begun
            assert song.seconds(note.start + note.duration) - begun <= 10, note.span
            if note.breath_after:
                begun = None


def spoken() -> Iterator[Spoken]:
    for path in SONGS:
        for part in score(path).parts:
            yield from pronounce(part.syllables)


def test_together_the_songs_hold_every_sound() -> None:
    sounds = list(spoken())
    assert {sound.onset for sound in sounds} == ONSETS
    assert {sound.nucleus for sound in sounds} == VOWELS
    assert {sound.coda for sound in sounds} == CODAS | {""}


# --- the tour -------------------------------------------------------------------------------------

IN_OTHER_SONGS = {"part", "backing", "include"}  # a part is tested below; a backing is no text
SONG_SETTINGS = [name for name in SETTINGS if name not in IN_OTHER_SONGS]
MARKS = ["ppp", "pp", "p", "mp", "mf", "f", "ff", "fff", "<", ">", "tempo", "rit", "accel"]
OPTIONS = [
    "vibrato",
    "vibrato=off",
    "depth=",
    "rate=",
    "delay=",
    "slide",
    "slide=",
    "scoop",
    "fall",
    "bend=",
    "accent",
    "staccato",
    "tenuto",
    "fermata",
    "breathy=",
    "soft",
    "loud=",
]
WRITTEN = {
    "a dotted length": r"[A-G]\d:\d+\.(?!\.)",
    "a double-dotted length": r":\d+\.\.",
    "a triplet": r":12\b",
    "a length as a fraction": r":5/16",
    "a sum of lengths": r":2\+8",
    "a sharp": r"[A-G]#\d",
    "a flat": r"[A-G]b\d",
    "a double sharp": r"[A-G]##\d",
    "a double flat": r"[A-G]bb\d",
    "Korean note names": r"[도레미파솔라시]\d",
    "a Korean note name with an accidental": r"[도레미파솔라시][b#]\d",
    "a rest": r"\br\b",
    "a rest in Korean": r"쉼",
    "a remark behind a line": r"\S // ",
    "a bracketed pronunciation": r"[가-힣]\[[가-힣]+\]",
    "a comma in the lyrics": r"(?m)^>.*,",
    "a full stop": r"(?m)^>.*\.",
    "an exclamation mark": r"(?m)^>.*!",
    "a question mark": r"(?m)^>.*\?",
    "an ellipsis": r"(?m)^>.*…",
    "double quotes": r"“[^”]*”|“[^”]*\n",
    "single quotes": r"‘.*’",
    "a second part": r"(?m)^part: .*(?s:.)*^part: ",
    "a part's own level": r"(?m)^part: .*\n.*\ngain: ",
    "a section sung twice running": r"form:.*\*2",
}
Check = Callable[[SongFile], bool]


def elements(song: SongFile) -> Iterator[Element]:
    for section in song.sections:
        for line in section.lines:
            for bar in line.bars:
                yield from bar.elements


def options(song: SongFile) -> Iterator[Option]:
    for element in elements(song):
        if isinstance(element, NoteElement):
            yield from element.options


def begins_with_tie(bar: Bar) -> bool:
    sounding = [each for each in bar.elements if not isinstance(each, BreathElement | MarkElement)]
    return bool(sounding) and isinstance(sounding[0], TieElement)


def tie_inside_a_bar(song: SongFile) -> bool:
    bars = [bar for section in song.sections for line in section.lines for bar in line.bars]
    return any(isinstance(each, TieElement) for bar in bars for each in bar.elements[1:])


def tie_over_a_barline(song: SongFile) -> bool:
    return any(begins_with_tie(bar) for each in song.sections for line in each.lines for bar in line.bars[1:])


def tie_over_a_line(song: SongFile) -> bool:
    return any(begins_with_tie(line.bars[0]) for each in song.sections for line in each.lines[1:])


def melisma(song: SongFile) -> bool:
    lyrics = [lyric for each in song.sections for line in each.lines for lyric in line.lyrics]
    return any(isinstance(item, Hold) for lyric in lyrics for item in lyric.items[1:])


def melisma_at_a_lines_start(song: SongFile) -> bool:
    lyrics = [lyric for each in song.sections for line in each.lines[1:] for lyric in line.lyrics]
    return any(isinstance(lyric.items[0], Hold) for lyric in lyrics)


def breath(song: SongFile) -> bool:
    return any(isinstance(element, BreathElement) for element in elements(song))


def verses(song: SongFile) -> bool:
    return any(len(line.lyrics) > 1 for section in song.sections for line in section.lines)


def upbeat(song: SongFile) -> bool:
    return any(next(bar_lengths(each)) < meter_of(each, song) for each in song.sections)


def short_last_bar(song: SongFile) -> bool:
    return any([*bar_lengths(each)][-1] < meter_of(each, song) for each in song.sections)


def carried_length(song: SongFile) -> bool:
    return any(isinstance(each, NoteElement) and each.length is None for each in elements(song))


def section_repeated_in_the_form(song: SongFile) -> bool:
    form = value(song.settings, "form", "").split()
    return any(form.count(name) > 1 for name in form)


SHAPES: list[Check] = [
    tie_inside_a_bar,
    tie_over_a_barline,
    tie_over_a_line,
    melisma,
    melisma_at_a_lines_start,
    breath,
    verses,
    upbeat,
    short_last_bar,
    carried_length,
    section_repeated_in_the_form,
]


@pytest.mark.parametrize("name", SONG_SETTINGS)
def test_tour_sets(name: str) -> None:
    assert value(syntax(TOUR).settings, name, "")


@pytest.mark.parametrize("name", ["tempo", "meter", "gain"])
def test_tour_sets_inside_a_section(name: str) -> None:
    inside = [item for each in syntax(TOUR).sections for item in each.items if isinstance(item, Setting)]
    assert name in {setting.name.text for setting in inside}


@pytest.mark.parametrize("name", MARKS)
def test_tour_marks(name: str) -> None:
    assert name in {element.name for element in elements(syntax(TOUR)) if isinstance(element, MarkElement)}


@pytest.mark.parametrize("name", OPTIONS)
def test_tour_sings_notes_with(name: str) -> None:
    found = {f"{o.name.text}={o.value.text}" if o.value else o.name.text for o in options(syntax(TOUR))}
    assert name in found or (name.endswith("=") and any(each.startswith(name) for each in found))


@pytest.mark.parametrize("what", WRITTEN)
def test_tour_writes(what: str) -> None:
    assert re.search(WRITTEN[what], TOUR.read_text("utf-8"))


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_tour_has(shape: Check) -> None:
    assert shape(syntax(TOUR))
