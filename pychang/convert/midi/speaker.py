"""Who tells what was found in a MIDI file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction

from pychang.convert.formats import Wishes
from pychang.convert.midi.line import Set
from pychang.convert.midi.song import MidiSong
from pychang.convert.sheet import Bar
from pychang.diagnostic import Severity, Text
from pychang.finding import NO_HINT, Finding


class Speaker:
    """Says things about one file."""

    def __init__(self, song: MidiSong, sets: Sequence[Set], bars: Sequence[Bar], wishes: Wishes) -> None:
        self.song, self.sets, self.wishes = song, sets, wishes
        self.starts = [bar.start for bar in bars]

    def bar(self, tick: int) -> int:
        """The number of the bar, from 1, in which a tick lies."""
        return max(bisect_right(self.starts, Fraction(tick, self.song.whole)), 1)

    def say(self, severity: Severity, kind: str, message: Text, hint: Text = NO_HINT) -> Finding:
        return Finding(severity, kind, self.song.path, message, hint)

    def note(self, kind: str, ko: str, en: str, hint: Text = NO_HINT) -> Finding:
        return self.say(Severity.NOTE, kind, Text(ko, en), hint)

    def warn(self, kind: str, ko: str, en: str, hint: Text = NO_HINT) -> Finding:
        return self.say(Severity.WARNING, kind, Text(ko, en), hint)
