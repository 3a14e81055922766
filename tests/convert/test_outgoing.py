"""One part of a song on its way out: it stays where it is in the whole."""

from __future__ import annotations

from dataclasses import replace

from pychang.convert.labels import write_lab, write_textgrid
from pychang.convert.midi.write import write_midi
from pychang.convert.roll import write_roll
from pychang.convert.subtitles import write_lrc
from tests.convert.outgoing_songs import outgoing

SONG = """form: 절 후렴*2
part: 위
[절]
tempo: 50
| C5:1{fermata} | @rit(30) D5 |
> 가나
[후렴]
| C5:1 |
> 다
part: 아래
[후렴]
| C4:1 |
> 라
"""


def test_one_part_keeps_its_place() -> None:
    song = outgoing(SONG)
    below = replace(song, only=1)
    assert [part.name for part in below.parts] == ["아래"]
    assert below.sheet == replace(song.sheet, parts=song.sheet.parts[1:])
    assert below.sung_sheet.sections == song.sung_sheet.sections
    both, alone = (write_lrc(one, ".lrc").decode().splitlines() for one in (song, below))
    assert [line for line in both if "라" in line] == [line for line in alone if "<" in line]
    tiers = write_textgrid(below, ".textgrid").decode()
    assert 'name = "phones"' in tiers and "위" not in tiers
    assert write_midi(below, ".mid") != write_midi(song, ".mid")
    assert "라" in write_roll(below, ".svg").decode() and "다" not in write_roll(below, ".svg").decode()


def test_its_labels_are_in_the_time_of_the_whole_sound() -> None:
    song = outgoing(SONG)
    alone = write_lab(replace(song, only=1), ".lab").decode()
    sung = song.performance(song.score.parts[1]).phones
    assert round(int(alone.splitlines()[-1].split()[1]) / 1e7, 6) == round(sung[-1].end_s, 6)
    assert alone.splitlines()[1].split()[2] == "ɾ"
