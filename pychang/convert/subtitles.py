"""The words of a song in the time of its sound: LRC for karaoke, SubRip for films."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf

from pychang.convert.outgoing import Outgoing
from pychang.convert.sung_lines import SungLine, sung_lines, whole_s

# ── LRC ──────────────────────────────────────────────────────────────────────────────────────────

LRC_TAGS = (("ti", "title"), ("ar", "artist"), ("au", "lyricist"))
INTERLUDE_S = 5.0  # in a longer pause the line before goes


def write_lrc(song: Outgoing, ending: str) -> bytes:
    """A line for each lyric line with its time, and the time of each word: LRC in its enhanced form."""
    score = song.score
    tags = [f"[{tag}:{value}]" for tag, name in LRC_TAGS if (value := getattr(score, name))]
    length = f"[length:{_minutes(whole_s(song)).partition('.')[0]}]"
    return "".join(f"{line}\n" for line in (*tags, length, *_lrc_lines(sung_lines(song)))).encode()


def _lrc_lines(lines: Sequence[SungLine]) -> Iterator[str]:
    sung_until_s = 0.0
    for line, after in pairwise((*lines, None)):
        words = " ".join(f"<{_minutes(word.start_s)}>{word.text}" for word in line.words)
        yield f"[{_minutes(line.start_s)}]{words} <{_minutes(line.end_s)}>"
        sung_until_s = max(sung_until_s, line.end_s)
        if after is not None and after.start_s > sung_until_s + INTERLUDE_S:
            yield f"[{_minutes(sung_until_s)}]"


def _minutes(seconds: float) -> str:
    """`01:02.34`."""
    hundredths = round(seconds * 100)
    return f"{hundredths // 6000:02}:{hundredths // 100 % 60:02}.{hundredths % 100:02}"


# ── SubRip ───────────────────────────────────────────────────────────────────────────────────────

LEAD_S = 0.3  # a line is there before it is sung …
LINGER_S = 0.5  # … and stays a little if nothing follows
OVERLAP_S = 0.3  # a line that begins this near to the end of another takes its place
SHORTEST_S = 1.0
LONGEST_ROW = 24  # characters; a longer line is broken at the space nearest to its middle
ROWS = 2


@dataclass(frozen=True)
class Cue:
    """What is on the screen from when to when."""

    start_s: float
    end_s: float
    lines: tuple[SungLine, ...]


def write_srt(song: Outgoing, ending: str) -> bytes:
    """A cue for each lyric line, with line ends as every player takes them."""
    blocks = (
        f"{number}\n{_hours(cue.start_s)} --> {_hours(cue.end_s)}\n{rows_of(cue.lines)}\n"
        for number, cue in enumerate(cues_of(sung_lines(song)), 1)
    )
    return "\n".join(blocks).replace("\n", "\r\n").encode()


def cues_of(lines: Sequence[SungLine]) -> list[Cue]:
    """Cues that never overlap, each a second long at least: lines that are sung at the same time, or too
    fast, stand in one."""
    starts = [line.start_s for line in lines]
    shown = [Cue(_in_s(line.start_s, starts), _out_s(line, starts), (line,)) for line in lines]
    cues: list[Cue] = []
    for cue in _without_overlaps(shown):
        before = cues[-1] if cues else None
        if before and cue.start_s - before.start_s < SHORTEST_S:
            cues[-1] = Cue(before.start_s, cue.end_s, _together(before.lines, cue.lines))
        else:
            cues.append(cue)
    return list(_long_enough(cues))


def _in_s(start_s: float, starts: Sequence[float]) -> float:
    """When a line comes: before it is sung, but not before the line before it is halfway to it."""
    before = bisect_left(starts, start_s) - 1
    lead_s = min(LEAD_S, (start_s - starts[before]) / 2) if before >= 0 else LEAD_S
    return max(start_s - lead_s, 0.0)


def _out_s(line: SungLine, starts: Sequence[float]) -> float:
    """When a line goes: a little after it is sung, but before the next one comes."""
    after = bisect_right(starts, line.start_s)
    after = bisect_left(starts, line.end_s - OVERLAP_S, lo=after)
    following_s = _in_s(starts[after], starts) if after < len(starts) else inf
    return min(line.end_s + LINGER_S, following_s)


def _without_overlaps(shown: Sequence[Cue]) -> Iterator[Cue]:
    """A cue for each stretch in which the same lines are shown; `shown` in the order in which they come."""
    coming, there = deque(shown), []
    for start_s, end_s in pairwise(sorted({at_s for cue in shown for at_s in (cue.start_s, cue.end_s)})):
        there = [cue for cue in there if cue.end_s > start_s]
        while coming and coming[0].start_s <= start_s:
            there.append(coming.popleft())
        if there:
            lines = (line for cue in there for line in cue.lines)
            yield Cue(start_s, end_s, tuple(sorted(lines, key=lambda line: line.part)))


def _together(some: Sequence[SungLine], others: Sequence[SungLine]) -> tuple[SungLine, ...]:
    return (*some, *(line for line in others if line not in some))


def _long_enough(cues: Sequence[Cue]) -> Iterator[Cue]:
    """Those that nothing follows at once, a second long."""
    for cue, after in pairwise((*cues, None)):
        latest_s = after.start_s if after else inf
        yield replace(cue, end_s=min(max(cue.end_s, cue.start_s + SHORTEST_S), latest_s))


def rows_of(lines: Sequence[SungLine]) -> str:
    """At most two rows of text."""
    texts = list(dict.fromkeys(line.text for line in lines))
    if len(texts) == 1:
        return _broken(texts[0])
    middle = (len(texts) + 1) // ROWS
    return "\n".join(" / ".join(some) for some in (texts[:middle], texts[middle:]))


def _broken(text: str) -> str:
    spaces = [i for i, ch in enumerate(text) if ch == " "]
    if len(text) <= LONGEST_ROW or not spaces:
        return text
    middle = min(spaces, key=lambda place: abs(place - len(text) / 2))
    return f"{text[:middle]}\n{text[middle + 1 :]}"


def _hours(seconds: float) -> str:
    """`00:01:02,345`."""
    ms = round(seconds * 1000)
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02},{ms % 1000:03}"
