"""Stretches of the same music under one name become verses; words from a text, and to the parts beside."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pychang.convert.fold import folded
from pychang.convert.from_song import sheet_of
from pychang.convert.lyrics_file import read_lyrics
from pychang.convert.to_text import to_text
from pychang.convert.unroll import unrolled
from pychang.convert.words import singable, with_words
from pychang.diagnostic import Source
from pychang.finding import Wrong
from pychang.score import arrange
from tests.convert.song_files import SONGS
from tests.convert.test_from_song import read, song_of, sung

BEFORE = """\
tempo: 100
meter: 3/4
form: 노래 후렴 노래 후렴*2

[노래]
| C4:4 D4 E4 | F4:2. |
> 봄이 오네
> 여름 가네

[후렴]
| G4:4 A4 B4 | C5:2. |
> 좋구나 아
"""


def items(text: str) -> tuple:
    return read_lyrics(Source("가사.txt", text), Path("가사.txt"))


def test_unrolled_and_folded_again_is_as_it_was_written() -> None:
    assert to_text(folded(unrolled(sheet_of(song_of(BEFORE))))) == BEFORE


@pytest.mark.parametrize("path", SONGS, ids=lambda path: path.stem)
def test_every_song_folds_to_itself(path: Path) -> None:
    song = read(path)
    before, _ = arrange(song)
    after, _ = arrange(song_of(to_text(folded(unrolled(sheet_of(song))))))
    for i in range(len(before.parts)):
        assert sung(after, i) == sung(before, i)
    assert len(folded(unrolled(sheet_of(song))).sections) == len(sheet_of(song).sections)


def test_other_music_of_the_same_name_gets_a_name_of_its_own() -> None:
    sheet = unrolled(sheet_of(song_of("form: 가 나 가\n[가]\n| C4:1 |\n> 봄\n[나]\n| D4:1 |\n> 봄\n")))
    first, second, third = sheet.parts[0].tones
    part = replace(sheet.parts[0], tones=(first, second, replace(third, pitch=second.pitch)))
    changed = folded(replace(sheet, parts=(part,)))
    assert [one.name for one in changed.sections] == ["가", "나", "가-2"]
    assert changed.form == ()


def test_words_from_a_text() -> None:
    sheet = sheet_of(song_of("meter: 3/4\n[노래]\n| C4:4 D4 E4 | F4:2. |\n"))
    text = to_text(with_words(sheet, items("봄이 오-\n"), Path("가사.txt")))
    assert "> 봄이 오-\n" in text


def test_words_as_sung_with_all_repeats_become_verses() -> None:
    sheet = sheet_of(song_of(BEFORE))
    words = "산에 꽃이\n피고 지고\n들에 비가\n오고 가고\n오고 가고\n"
    text = to_text(with_words(sheet, items(words), Path("가사.txt")))
    assert "> 산에 꽃이\n> 들에 비가\n" in text
    assert "> 피고 지고\n> 오고 가고\n" in text
    assert "form: 노래 후렴 노래 후렴*2\n" in text


def test_the_other_parts_sing_along() -> None:
    song = "meter: 2/4\npart: 위\n[노래]\n| C5:4 D5 | E5:2 |\npart: 아래\n[노래]\n| A4:2 | G4:4 A4 |\n"
    text = to_text(with_words(sheet_of(song_of(song)), items("봄이 와"), Path("가사.txt")))
    assert text.count("> 봄이 와\n") == 1
    assert "| A4:2 | G4:4 A4 |\n> 봄 와-\n" in text


def test_whoever_sings_first_in_a_section_has_the_words() -> None:
    upper = "part: 위\n[가]\n| C5:4 D5 |\n"
    lower = "part: 아래\n[가]\n| A4:4 B4 |\n[나]\n| A4:4 B4 |\n"
    sheet = sheet_of(song_of("meter: 2/4\n" + upper + lower))
    text = to_text(with_words(sheet, items("봄이\n와요"), Path("가사.txt")))
    assert text.count("> 봄이\n") == 2 and text.count("> 와요\n") == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("봄이", "4 notes but 2 syllables: from note 3 (E4 in bar 1) on there is none."),
        ("봄이 오네\n요", "2:1: 5 syllables but 4 notes: from syllable 5, `요`, on there is no note."),
        ("- 봄이 오네", "the lyrics begin with `-`, and nothing is there to hold."),
    ],
)
def test_words_that_do_not_fit(words: str, says: str) -> None:
    sheet = sheet_of(song_of("meter: 3/4\n[노래]\n| C4:4 D4 E4 | F4:2. |\n"))
    with pytest.raises(Wrong) as wrong:
        with_words(sheet, items(words), Path("가사.txt"))
    assert wrong.value.reason.en == says


def test_a_syllable_is_not_held_over_a_rest() -> None:
    song = "meter: 3/4\n[노래]\n| C4:4 D4 E4 | r:2. | F4:2. |\n"
    text = to_text(singable(with_words(sheet_of(song_of(song)), items("봄 길이 - "), Path("가사.txt"))))
    assert "길이 이" in text or "길이이" in text
