"""Words in the time of the sound: LRC and SubRip."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings

from pychang.convert.subtitles import SHORTEST_S, write_lrc, write_srt
from pychang.convert.sung_lines import sung_lines, whole_s
from pychang.diagnostic import Unusable
from pychang.performance.clock import clock_of
from tests.convert.outgoing_songs import outgoing, outgoing_file, outgoing_if_sung
from tests.convert.song_files import ARIRANG
from tests.generated_songs import songs

VERSES = """title: 새야 새야
artist: 소라
lyricist: 전래
tempo: 60
meter: 2/4
form: 절 후렴 절
[절]
| C4:4 D4 | E4:4 F4:8 G4 |
> 새야, 새-야!
> 녹두[녹뚜] 밭-에
| A4:4 G4 | r:2 |
> - “꽃
> - 꽃”
[후렴]
| r:2 | r | C5:4{fermata} r |
> 랄
"""
LRC = """[ti:새야 새야]
[ar:소라]
[au:전래]
[length:00:23]
[00:00.30]<00:00.30>새야, <00:02.30>새야! <00:05.30>
[00:05.30]<00:05.30>“꽃 <00:06.30>
[00:06.30]
[00:12.30]<00:12.30>랄 <00:14.05>
[00:15.05]<00:15.05>녹두 <00:17.05>밭에 <00:20.05>
[00:20.05]<00:20.05>꽃” <00:21.05>
"""


def lrc(text: str) -> list[str]:
    return write_lrc(outgoing(text), ".lrc").decode().splitlines()


def cues(text: str) -> list[tuple[float, float, list[str]]]:
    return read_srt(write_srt(outgoing(text), ".srt"))


def read_srt(data: bytes) -> list[tuple[float, float, list[str]]]:
    text = data.decode()
    assert text.count("\n") == text.count("\r\n")
    blocks = text.replace("\r\n", "\n").strip("\n").split("\n\n")
    found = []
    for number, block in enumerate(blocks, 1):
        first, times, *rows = block.split("\n")
        assert first == str(number)
        clock = re.fullmatch(r"(\d\d):(\d\d):(\d\d),(\d{3}) --> (\d\d):(\d\d):(\d\d),(\d{3})", times)
        h, m, s, ms, *end = map(int, clock.groups())
        start_s, end_s = (a * 3600 + b * 60 + c + d / 1000 for a, b, c, d in ((h, m, s, ms), end))
        found.append((start_s, end_s, rows))
    return found


# ── LRC ──────────────────────────────────────────────────────────────────────────────────────────


def test_lines_in_the_order_of_singing() -> None:
    """Verses by their passes; holds and pronunciations are not read; a fermata takes its time; a long rest
    clears the line."""
    assert lrc(VERSES) == LRC.splitlines()


def test_a_line_of_two_parts_stands_once() -> None:
    both = "part: {}\n[가]\n| {}4:4 C4 C4:2 |\n> {}\n"
    duet = both.format("위", "E", "가나 다") + both.format("아래", "C", "가나 다")
    assert [line for line in lrc(duet) if "<" in line] == ["[00:00.30]<00:00.30>가나 <00:01.50>다 <00:02.70>"]
    other = both.format("위", "E", "가나 다") + both.format("아래", "C", "나나 다")
    assert len([line for line in lrc(other) if "<" in line]) == 2


def test_times_are_those_of_the_sound() -> None:
    song = outgoing_file(ARIRANG)
    clock, part = clock_of(song.score), song.score.parts[0]
    first = next(note for note in part.notes if note.syllable == 0)
    lines = sung_lines(song)
    assert lines[0].start_s == clock.at(first.start)
    assert lines[-1].end_s < whole_s(song) == song.performance(part).duration_s


def test_marks_that_stand_alone_and_those_that_players_read() -> None:
    lines = lrc("[가]\n| C4:4 D4 E4 F4 |\n> … 가 — 나 <다> {라}\n")
    assert re.sub(r"<[\d:.]+>|\[[\d:.]+\]", "", lines[-1]).split(" ") == [
        *["…", "가", "—", "나", "〈다〉", "(라)", ""]
    ]


def test_notes_without_words_have_no_line() -> None:
    song = "[가]\n| C4:1 |\n[나]\n| C4:1 |\n> 나\n"
    assert [line for line in lrc(song) if "<" in line] == ["[00:02.70]<00:02.70>나 <00:05.10>"]
    for write in (write_lrc, write_srt):
        with pytest.raises(Unusable, match="no words"):
            write(outgoing("[가]\n| C4:1 |\n"), ".lrc")


# ── SubRip ───────────────────────────────────────────────────────────────────────────────────────


def test_a_line_comes_before_it_is_sung_and_goes_for_the_next() -> None:
    assert cues(VERSES) == [
        (0.0, 5.0, ["새야, 새야!"]),
        (5.0, 6.8, ["“꽃"]),
        (12.0, 14.55, ["랄"]),
        (14.75, 19.75, ["녹두 밭에"]),
        (19.75, 21.55, ["꽃”"]),
    ]


def test_lines_too_fast_to_read_share_a_cue() -> None:
    lines = "".join(f"| C4:4 D4 |\n> {words}\n" for words in ("가나", "다라", "마바"))
    fast = f"tempo: 240\nmeter: 2/4\n[가]\n{lines}| r:2 | r |\n"
    assert cues(fast) == [(0.0, 1.05, ["가나", "다라"]), (1.05, 2.3, ["마바"])]


def test_a_short_line_stays_for_a_second() -> None:
    start_s, end_s, rows = cues("tempo: 240\n[가]\n| r:1 | C4:8 r:2.. |\n> 앗\n")[0]
    assert (start_s, rows) == (1.0, ["앗"]) and end_s - start_s == pytest.approx(SHORTEST_S, abs=0.03)


def test_parts_at_the_same_time_stand_under_one_another() -> None:
    def part(name: str, notes: str, *lines: str) -> str:
        return f"part: {name}\n[가]\n| {notes} |\n" + "".join(f"> {line}\n" for line in lines)

    canon = part("위", "C4:1 | D4:1 | r:1", "가나") + part("아래", "r:1 | C4:1 | D4:1", "다라")
    assert cues(canon) == [
        (0.0, 2.4, ["가나"]),
        (2.4, 5.6, ["가나", "다라"]),
        (5.6, 8.0, ["다라"]),
    ]
    three = "".join(part(name, "C4:1 | D4:1", f"{name}나") for name in "가다라")
    assert [rows for _, _, rows in cues(three)] == [["가나 / 다나", "라나"]]
    answering = part("위", "C4:1 | r:1", "가") + part("아래", "r:1 | C4:1", "나")
    assert [rows for _, _, rows in cues(answering)] == [["가"], ["나"]]


def test_a_long_line_is_broken_in_its_middle() -> None:
    words = "동해물과 백두산이 마르고 닳도록 하느님이 보우하사"
    notes = "| " + " | ".join(["C4:4 C4 C4 C4"] * 5 + ["C4:2 C4"]) + " |"
    assert cues(f"[가]\n{notes}\n> {words}\n")[0][2] == [
        "동해물과 백두산이 마르고",
        "닳도록 하느님이 보우하사",
    ]


@given(songs())
@settings(max_examples=50, deadline=None)
def test_cues_never_overlap_and_can_be_read(text: str) -> None:
    song = outgoing_if_sung(text)
    assume(song is not None)
    try:
        lines = sung_lines(song)
    except Unusable:
        return
    read = read_srt(write_srt(song, ".srt"))
    assert all(1 <= len(rows) <= 2 for _, _, rows in read)
    assert all(one[1] <= other[0] for one, other in pairwise(read))
    assert all(end_s - start_s >= SHORTEST_S - 0.002 for start_s, end_s, _ in read[:-1])
    shown = " ".join(row for _, _, rows in read for row in rows)
    for line in lines:
        there = [rows for start_s, end_s, rows in read if start_s <= line.start_s + 1e-3 <= end_s]
        assert any(line.words[0].text in row for rows in there for row in rows)
        assert all(word.text in shown for word in line.words)
