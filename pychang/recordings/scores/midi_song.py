"""What a singer needs of a MIDI file: who plays what, and which of them is the song."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pychang.recordings.scores.melody import CHORD, Tone
from pychang.score.model import TempoPoint

SONG_NAMES = ("vocal", "melody", "voice", "lead", "보컬", "멜로디", "가락", "노래")
ALONE = 0.95  # of its tones, and a voice is one to be sung


@dataclass(frozen=True)
class MidiVoice:
    """What one channel of one track plays; `tones` may sound together. `track` is counted from 1."""

    track: int
    channel: int
    name: str
    tones: tuple[Tone, ...]
    lyrics: tuple[tuple[Fraction, str], ...]  # of its track, else of all tracks that have no tones

    @property
    def sung_share(self) -> float:
        """How many of its tones begin with a lyric, 0..1."""
        places = sorted(position for position, _ in self.lyrics)
        near = ((bisect_left(places, tone.start - CHORD), tone.start + CHORD) for tone in self.tones)
        return sum(i < len(places) and places[i] <= latest for i, latest in near) / len(self.tones)

    @property
    def alone_share(self) -> float:
        """How many of its tones begin when the one before is over, or nearly, 0..1."""
        end, alone = Fraction(0), 0
        for tone in self.tones:
            alone += tone.start >= end - CHORD
            end = max(end, tone.end)
        return alone / len(self.tones)


@dataclass(frozen=True)
class MidiSong:
    """A MIDI file: what plays in it, and how fast."""

    path: Path
    voices: tuple[MidiVoice, ...]
    tempo: tuple[TempoPoint, ...]

    @property
    def melody(self) -> MidiVoice:
        """The voice to be sung: with lyrics, one tone at a time, named like one, or else the first."""

        def likely(voice: MidiVoice) -> tuple[float, bool, bool, int]:
            named = any(name in voice.name.lower() for name in SONG_NAMES)
            return round(voice.sung_share, 1), voice.alone_share > ALONE, named, -voice.track

        return max(self.voices, key=likely)
