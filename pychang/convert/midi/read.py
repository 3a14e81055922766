"""MIDI files in: the melody and its words, in bars."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from pychang.convert.formats import Incoming, Wishes
from pychang.convert.layout import bars_of, sections_of
from pychang.convert.midi import say
from pychang.convert.midi.bars import MOST_BARS, meter_changes, number_of_bars, with_upbeats
from pychang.convert.midi.choose import chosen
from pychang.convert.midi.line import Line, Set, line_of, set_down
from pychang.convert.midi.notation import Clock, is_by_machine
from pychang.convert.midi.open import open_midi
from pychang.convert.midi.song import MidiSong
from pychang.convert.sheet import Bar, Sheet, SheetPart
from pychang.convert.unroll import tempo_within
from pychang.finding import Wrong
from pychang.score.settings import Meter

MOST_TONES = 15_000
MOST_PLAYED = 50_000  # by those who are sung
MOST_MARKS = 200  # more are no names of sections


def read_midi(path: Path, wishes: Wishes) -> Incoming:
    """The sung parts of a MIDI file (.mid, .kar), and what was chosen, moved and lost. Wrong; OSError."""
    song = open_midi(path)
    voices = chosen(song.voices, wishes.track, path)
    if sum(len(voice.tones) for voice in voices) > MOST_PLAYED or len(song.meters) > MOST_BARS:
        raise Wrong("score", path, *say.TOO_LONG)
    lines = [line_of(voice, not wishes.has_lyrics) for voice in voices]
    changes = meter_changes([(Fraction(at, song.whole), meter) for at, meter in song.meters])
    _check_size(song, lines, changes)
    by_machine = is_by_machine([line.tones for line in lines], song.whole)
    clock = _clock(song, changes)
    sets = [set_down(line, clock, wishes.grid, by_machine, song.key) for line in lines]
    sheet = _sheet(song, sets, changes)
    return Incoming(sheet, tuple(say.findings(song, sets, sheet.bars, wishes)))


def _check_size(song: MidiSong, lines: Sequence[Line], changes: Sequence[tuple[Fraction, Meter]]) -> None:
    """Wrong if there are more notes or bars than in any song."""
    end = max(Fraction(line.tones[-1].end, song.whole) for line in lines)
    if sum(line.size for line in lines) > MOST_TONES or number_of_bars(changes, end) > MOST_BARS:
        raise Wrong("score", song.path, *say.TOO_LONG)


def _clock(song: MidiSong, changes: Sequence[tuple[Fraction, Meter]]) -> Clock:
    starts = [position for position, _ in changes]

    def is_compound(place: Fraction) -> bool:
        meter = changes[bisect_right(starts, place) - 1][1]
        return meter.unit >= 8 and meter.beats % 3 == 0

    return Clock(song.whole, song.seconds, is_compound)


def _sheet(song: MidiSong, sets: Sequence[Set], changes: Sequence[tuple[Fraction, Meter]]) -> Sheet:
    names = _part_names(sets)
    parts = tuple(SheetPart(name, one.tones, one.dynamics) for name, one in zip(names, sets, strict=True))
    bars = bars_of(changes, max(part.tones[-1].end for part in parts))
    sections = sections_of(_marks(song, bars), bars, parts)
    return Sheet(
        parts,
        with_upbeats(bars, sections),
        sections,
        tuple(tempo_within(song.tempo, Fraction(0), bars[-1].end)),
        key=song.key,
        **song.titles._asdict(),
    )


def _part_names(sets: Sequence[Set]) -> list[str]:
    """Those of the tracks; numbers where there are none, or where two have the same."""
    names = [one.line.voice.name for one in sets]
    return [
        name if name and names.count(name) == 1 else f"{name} {i}".strip() for i, name in enumerate(names, 1)
    ]


def _marks(song: MidiSong, bars: Sequence[Bar]) -> list[tuple[Fraction, str]]:
    """Markers as names of sections; none if there are too many, and none for what follows the last bar."""
    marks = [(Fraction(at, song.whole), text) for at, text in song.marks if text.strip()]
    latest = bars[-1].start + bars[-1].duration / 2
    return [mark for mark in marks if mark[0] < latest] if len(marks) <= MOST_MARKS else []
