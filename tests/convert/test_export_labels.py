"""Labels of a sung song: what is written is read back as what is sung."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings

from pychang.convert.labels import write_lab, write_textgrid
from pychang.recordings.labels import read_lab
from pychang.recordings.labels.allophones import VOICELESS
from pychang.recordings.labels.praat import read_tiers
from pychang.recordings.textgrid import read_textgrid
from tests.convert.outgoing_songs import outgoing, outgoing_file, outgoing_if_sung
from tests.convert.song_files import FEW
from tests.generated_songs import songs

SONG = "tempo: 90\n[가]\n| C4:4 D4 r:4 E4 | F4:4 , G4 F4 C#4 |\n> 꽃이 “피-네” 의사\n"
TWO = (
    "part: 위\n[가]\n| C5:1 | r |\n> 꽃\npart: 쉼\n[가]\n| r:1 | r |\n"
    "part: 아래\n[가]\n| C4:1 | C4:2 D4 |\n> 나 비-\n"
)


def test_lines_of_hts() -> None:
    lines = write_lab(outgoing(SONG), ".lab").decode().splitlines()
    rows = [(int(start), int(end), name) for start, end, name in map(str.split, lines)]
    assert rows[0][0] == 0 and all(one[1] == other[0] for one, other in pairwise(rows))
    assert " ".join(name for _, _, name in rows) == "sil k͈ o tɕʰ i pau pʰ i i pau br pau n e ɰ i s a sil"
    starts = {name: start for start, _, name in reversed(rows)}
    assert starts["o"] == 3_000_000  # beat one stands 0.3 s into the sound


@pytest.mark.parametrize("path", FEW, ids=lambda path: path.stem)
def test_labels_come_back(path: Path, tmp_path: Path) -> None:
    song = outgoing_file(path)
    part = song.score.parts[0]
    sung = song.performance(part).phones
    lab, grid = tmp_path / "노래.lab", tmp_path / "노래.TextGrid"
    lab.write_bytes(write_lab(song, ".lab"))
    grid.write_bytes(write_textgrid(song, ".textgrid"))
    read = read_lab(lab)
    assert [phone.symbol for phone in read] == [phone.symbol for phone in sung]
    assert [phone.end_s for phone in read] == pytest.approx([phone.end_s for phone in sung], abs=1e-7)
    read = read_textgrid(grid, part)
    assert [(p.symbol, p.note) for p in read] == [(p.symbol, p.note) for p in sung]
    assert [p.end_s for p in read[:-1]] == pytest.approx([p.end_s for p in sung[:-1]])


@given(songs())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_labels_of_any_song_come_back(tmp_path: Path, text: str) -> None:
    """But that a stop is voiceless to the reader behind any silence, that of a staccato too."""
    song = outgoing_if_sung(text)
    assume(song is not None)
    lab = tmp_path / "노래.lab"
    lab.write_bytes(write_lab(song, ".lab"))
    part = next(part for part in song.parts if any(note.midi is not None for note in part.notes))
    sung = [phone.symbol for phone in song.performance(part).phones]
    read = [VOICELESS.get(phone.symbol, phone.symbol) for phone in read_lab(lab)]
    assert read == [VOICELESS.get(symbol, symbol) for symbol in sung]


def test_tiers_of_one_part(tmp_path: Path) -> None:
    path = tmp_path / "노래.TextGrid"
    path.write_bytes(write_textgrid(outgoing(SONG), ".textgrid"))
    tiers, _ = read_tiers(path)
    assert [tier.name for tier in tiers] == ["phones", "syllables", "notes"]
    assert [one.text for one in tiers[1].intervals if one.text] == list("꽃이피네의사")
    notes = " ".join(one.text for one in tiers[2].intervals if one.text)
    assert notes == "C4 D4 E4 F4 G4 F4 C#4"


def test_tiers_of_all_parts_that_sing(tmp_path: Path) -> None:
    song = outgoing(TWO)
    path = tmp_path / "노래.TextGrid"
    path.write_bytes(write_textgrid(song, ".textgrid"))
    tiers, end_s = read_tiers(path)
    assert [tier.name for tier in tiers] == [
        f"{part} - {tier}" for part in ("위", "아래") for tier in ("phones", "syllables", "notes")
    ]
    assert end_s == max(song.performance(part).duration_s for part in song.score.parts)
    for tier in tiers:
        assert (tier.intervals[0].start_s, tier.intervals[-1].end_s) == (0.0, end_s)
    assert [one.text for one in tiers[4].intervals if one.text] == ["나", "비"]


def test_labels_are_of_the_first_part_that_sings() -> None:
    rests = "part: 쉼\n[가]\n| r:1 |\npart: 소리\n[가]\n| C4:1 |\n> 나\n"
    names = [line.split()[2] for line in write_lab(outgoing(rests), ".lab").decode().splitlines()]
    assert names == ["sil", "n", "a", "sil"]
