"""A MIDI file as it was played: who plays what, which words there are, and how fast it goes."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from pychang.convert.key import Key
from pychang.convert.midi.choose import likeliest
from pychang.convert.midi.titles import Titles
from pychang.convert.midi.voice import MidiVoice
from pychang.score.model import TempoMap, TempoPoint
from pychang.score.settings import Meter


@dataclass(frozen=True)
class MidiSong:
    """What is in a MIDI file; places in ticks, those of the tempo in whole notes.

    `tempo` is as a musician would write it, `played_tempo` as the file has it.
    """

    path: Path
    ticks: int  # a quarter note
    voices: tuple[MidiVoice, ...]  # drums apart; at least one
    tempo: tuple[TempoPoint, ...]
    played_tempo: tuple[TempoPoint, ...]
    titles: Titles
    clamped: int = 0  # tempos that lay out of range
    tapped: int = 0  # changes of tempo that were smoothed
    meters: tuple[tuple[int, Meter], ...] = ()
    odd_meters: tuple[str, ...] = ()  # that we cannot write
    marks: tuple[tuple[int, str], ...] = ()
    key: Key | None = None
    encoding: str = "utf-8"
    damaged: bool = False
    unplaced: int = 0  # lyrics that fit nobody's notes

    @property
    def whole(self) -> int:
        """Ticks in a whole note."""
        return 4 * self.ticks

    def seconds(self, place: Fraction) -> float:
        """When a place in whole notes is heard."""
        return self._played.seconds(place)

    @cached_property
    def _played(self) -> TempoMap:
        return TempoMap.of(self.played_tempo)

    @property
    def melody(self) -> MidiVoice:
        """The one voice to be sung: with words, one tone at a time, named like one, or else the first."""
        return likeliest(self.voices)
