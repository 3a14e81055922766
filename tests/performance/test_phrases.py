"""A phrase is the same, to the last bit, wherever in a song it is sung."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from pychang.compile import cues_of, perform_part
from pychang.reading import read_song
from pychang.singing import Cue
from pychang.world import World

PHRASE = (
    "| @mp C4:4 E4:8 G4{slide} A4:4. B4:8{vibrato} | @< C5:4 B4:8 A4 @f G4:2{fall} |\n> 꽃잎이 흩날리는 밤-\n"
)


def cues(folder: Path, text: str) -> list[Cue]:
    song = folder / "song.chang"
    song.write_text(text, "utf-8")
    reading = read_song(song, World())
    assert reading.can_be_sung, reading.mistakes
    return cues_of(reading)[0]


def same(one: Cue, other: Cue) -> bool:
    a, b = one.phrase.performance, other.phrase.performance
    curves = [(a.f0_hz, b.f0_hz), (a.level_db, b.level_db), (a.breathiness, b.breathiness)]
    return one.key == other.key and all(np.array_equal(x, y) for x, y in curves)


@pytest.mark.parametrize("tempo", ["90", "97.3", "111.11", "400"])
def test_a_section_sung_again_is_the_same(tmp_path: Path, tempo: str) -> None:
    text = f"tempo: {tempo}\nform: 앞 가 뒤 가 가\n[앞]\n| @ff D4:12 E4 F4 r:2. |\n> 아아아\n"
    text += f"[가]\n{PHRASE}| r:1 |\n"
    found = cues(tmp_path, text + "[뒤]\n| @pp G4:16 A4 B4:8 r:2 r:4 | r:3/7 |\n> 라라라\n")
    chorus = [cue for cue in found if len(cue.phrase.gains) > 5]
    assert len(chorus) == 3
    assert same(chorus[0], chorus[1]) and same(chorus[1], chorus[2])


def test_a_word_is_one_phrase_at_any_tempo(tmp_path: Path) -> None:
    """Not parted where rounding leaves a gap between two of its sounds, as at 121."""
    for tempo in range(110, 130):
        assert len(cues(tmp_path, f"tempo: {tempo}\n| C4:4 D4 E4 r |\n> 꽃잎이\n")) == 1


def test_what_is_changed_elsewhere_changes_nothing_here(tmp_path: Path) -> None:
    other = "| C4:4 D4 E4 r |\n> 노래해\n"
    before = cues(tmp_path, other + PHRASE + "| r:1 |\n" + other)
    after = cues(tmp_path, "// 덧말\n" + other.replace("해", "한") + PHRASE + "| r:1 |\n" + other * 2)
    assert [cue.key for cue in before][1:3] == [cue.key for cue in after][1:3]
    assert before[0].key != after[0].key


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("꽃", "꼴"),
        ("A4", "B4"),
        ("@mp", "@p"),
        ("{fall}", ""),
        ("4.", "4"),
        ("{vibrato}", "{vibrato depth=60}"),
    ],
)
def test_whatever_can_be_heard_changes_the_key(tmp_path: Path, was: str, becomes: str) -> None:
    text = "meter: 32/4\n" + PHRASE.replace(" | @<", " @<")
    assert was in text
    (before,), (after,) = cues(tmp_path, text), cues(tmp_path, text.replace(was, becomes))
    assert before.key != after.key


def test_spelling_changes_no_key(tmp_path: Path) -> None:
    respelled = (
        PHRASE.replace("C4:4", "도4:1/4").replace("B4:8 A4", "B4:8 A4:8").replace(" |\n", " | // 덧말\n")
    )
    assert [c.key for c in cues(tmp_path, PHRASE)] == [c.key for c in cues(tmp_path, respelled)]


def test_a_breath_belongs_to_the_phrase_after_it_and_parts_the_two(tmp_path: Path) -> None:
    first, second = cues(tmp_path, "| C4:2 , D4 | E4:1 |\n> 가나다\n")
    said = [[p.symbol for p in cue.phrase.performance.phones] for cue in (first, second)]
    assert "AP" not in said[0] and said[1][:3] == ["SP", "AP", "SP"]
    for cue in (first, second):
        phones = cue.phrase.performance.phones
        assert phones[0].start_s == 0 and phones[-1].end_s == cue.phrase.performance.duration_s
        assert all(a.end_s == b.start_s for a, b in itertools.pairwise(phones))


def test_the_last_breath_of_a_song_is_heard(tmp_path: Path) -> None:
    (only,) = cues(tmp_path, "| C4:2 D4 , |\n> 가나\n")
    assert [p.symbol for p in only.phrase.performance.phones][-3:] == ["SP", "AP", "SP"]


def test_a_part_to_look_at_follows_each_phrase_to_its_end(tmp_path: Path) -> None:
    """A breath parts two phrases by less than the silence that each is drawn with."""
    song = tmp_path / "song.chang"
    song.write_text("tempo: 60\n| C4:2 , A4:2 |\n> 가나\n", "utf-8")
    reading = read_song(song, World())
    seen = perform_part(reading.score, reading.score.parts[0], reading.card_of(reading.score.parts[0]))
    for phrase in cues_of(reading)[0]:
        sung = phrase.phrase.performance
        voiced = [phone for phone in sung.phones if phone.note >= 0]
        times = np.arange(voiced[0].start_s, voiced[-1].end_s, 0.01)
        own = np.interp(times, np.arange(len(sung.f0_hz)) * sung.hop_s, sung.f0_hz)
        there = np.interp(times + phrase.phrase.start_s, np.arange(len(seen.f0_hz)) * seen.hop_s, seen.f0_hz)
        assert np.abs(12 * np.log2(there / own)).max() < 0.3
