"""Small folders of recordings, made by the tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import mido
import numpy as np
import soundfile

from pychang.finding import Finding

SONG = "tempo: 60\n[노래]\n| A4:4 A4 r:4 D5 |\n> 새야 꽃\n"
NOTES = ((0, 480, 69), (480, 960, 69), (1440, 1920, 74))
"""The same as MIDI: from tick, to tick, number."""


def put_sound(path: Path, seconds: float = 4.0, rate: int = 16000, channels: int = 1) -> Path:
    """A quiet tone."""
    tone = 0.1 * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate)) / rate)
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, np.column_stack([tone] * channels), rate)
    return path


def put_midi(
    path: Path,
    notes: Sequence[tuple[int, int, int]] = NOTES,
    tempo: Sequence[tuple[int, float]] = ((0, 60.0),),
    lyrics: Sequence[tuple[int, str]] = (),
    encoding: str = "utf-8",
) -> Path:
    """A file of format 1 with a tempo track and one that plays, 480 ticks a quarter."""
    file = mido.MidiFile(ticks_per_beat=480, charset=encoding)
    file.tracks.append(
        track([(at, mido.MetaMessage("set_tempo", tempo=round(60e6 / bpm))) for at, bpm in tempo])
    )
    file.tracks.append(track([*played(notes), *sung(lyrics)]))
    path.parent.mkdir(parents=True, exist_ok=True)
    file.save(path)
    return path


def played(notes: Sequence[tuple[int, int, int]], channel: int = 0) -> list[tuple[int, mido.Message]]:
    on = [
        (start, mido.Message("note_on", note=midi, velocity=90, channel=channel)) for start, _, midi in notes
    ]
    off = [(end, mido.Message("note_off", note=midi, channel=channel)) for _, end, midi in notes]
    return off + on


def sung(lyrics: Sequence[tuple[int, str]]) -> list[tuple[int, mido.MetaMessage]]:
    return [(at, mido.MetaMessage("lyrics", text=text)) for at, text in lyrics]


def track(events: Sequence[tuple[int, mido.Message | mido.MetaMessage]], name: str = "") -> mido.MidiTrack:
    """Messages at their ticks; of one tick, in the order given."""
    made = mido.MidiTrack([mido.MetaMessage("track_name", name=name)] if name else [])
    now = 0
    for at, message in sorted(events, key=lambda event: event[0]):
        made.append(message.copy(time=at - now))
        now = at
    return made


def put(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def kinds(findings: Sequence[Finding]) -> list[tuple[str, str, str]]:
    """Severity, kind and file of each."""
    return [(one.severity.value, one.kind, one.path.name) for one in findings]
