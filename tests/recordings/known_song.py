"""A recording that is known: a practice song sung by the formant singer, for tests to spoil."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from pychang.compile import perform_part
from pychang.performance import Performance
from pychang.reading import read_song
from pychang.recordings.model import Alignment, Recording
from pychang.voice.formant import sing_formants
from pychang.world import World

RATE = 22050
PEAK = 0.3
SONG = """\
title: 시험
tempo: 108
meter: 4/4
key: C major
[노래]
| @mf E4:4 E4 G4 G4 | A4 A4 G4:2  | r:1 |
> 까치가 짖어 대는
| F4:4 F4 E4 E4     | D4:2. r:4   | r:1 |
> 아침이 오면
| E4:4 E4 G4 G4     | C5 B4 A4:2  | r:1 |
> 기쁜 소식 싣고서
| G4:4 F4 E4 D4     | C4:2. r:4   | r:1 |
> 해가 떠올라
| A4:4 A4 G4 E4     | F4 G4 A4:2  | r:1 |
> 씨앗을 찾아와서
| G4:4 G4 F4 E4     | D4:2. r:4   | r:1 |
> 토끼가 뛰네
"""
OTHER_SONG = """\
tempo: 108
meter: 4/4
key: C major
[노래]
| @f C5:4 A4 F4 A4  | C5:2 A4:2 | r:1 |
> 하늘 높이 파랗게
| D4:4 F4 D4 C4     | Bb3:2. r:4 | r:1 |
> 산 너머 저녁
| F4:4 A4 C5 F4     | Bb4 A4 F4:2 | r:1 |
> 조용한 달님 아래
| C5:4 Bb4 D4 F4    | A4:2. r:4 | r:1 |
> 별이 빛나고
| D4:4 Bb3 F4 Bb4   | A4 D4 C5:2 | r:1 |
> 우리는 다시 만나
| F4:4 C4 A4 C4     | F4:2. r:4 | r:1 |
> 노래 부르네
"""


@dataclass(frozen=True)
class SungSong:
    """A recording, its sound, and where its phones are."""

    recording: Recording
    performance: Performance
    sound: np.ndarray

    @property
    def alignment(self) -> Alignment:
        return Alignment(self.performance.phones, (0.95,) * len(self.performance.phones))

    def samples(self, note: int) -> list[slice]:
        """Where the phones of a note are."""
        phones = [phone for phone in self.performance.phones if phone.note == note]
        return [slice(round(one.start_s * RATE), round(one.end_s * RATE)) for one in phones]


class TextWorld(World):
    """A song that is no file."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def read(self, path: Path) -> bytes:
        return self.text.encode()


def recording_of(text: str, folder: Path) -> Recording:
    """A recording of the song, and its score as a file of `folder`."""
    path = folder / "시험.chang"
    path.write_text(text, "utf-8")
    sound = folder / "시험.wav"
    sound.touch()
    return Recording("시험", sound, read_song(path, TextWorld(text)).score, path)


def sing(text: str, folder: Path, seed: int = 1) -> SungSong:
    """The song as the formant singer records it: dry, clean, at a good level."""
    recording = recording_of(text, folder)
    part = recording.score.parts[0]
    performance = perform_part(recording.score, part, World().card(None, Path()))
    sound = sing_formants(performance, RATE, seed=seed)
    return SungSong(recording, performance, (PEAK * sound / np.abs(sound).max()).astype(np.float32))


def stretched(alignment: Alignment, by: float) -> Alignment:
    phones = (replace(one, start_s=one.start_s * by, end_s=one.end_s * by) for one in alignment.phones)
    return Alignment(tuple(phones), alignment.agreement)
