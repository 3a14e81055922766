"""A song as a MIDI file: one track a part, with its words, and before them one for what holds for all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO

from mido import MetaMessage, MidiFile, MidiTrack

from pychang.convert.key import Key
from pychang.convert.midi.grid import Grid, grid_of
from pychang.convert.midi.write_part import Event, part_events
from pychang.convert.midi.write_time import meter_events, tempo_events
from pychang.convert.outgoing import Outgoing
from pychang.convert.sheet import Sheet

TOLD = ("artist", "composer", "lyricist")  # in text events, as information of karaoke files: MIDI has no such
ABOUT, TIME, MARK = range(3)  # in which order what is on one tick follows


def write_midi(song: Outgoing, ending: str) -> bytes:
    """The song as it is sung, as a MIDI file of format 1."""
    return midi_of(song.sung_sheet)


def midi_of(sheet: Sheet) -> bytes:
    """A MIDI file of a sheet without form: written time is sung time."""
    grid = grid_of(sheet)
    end = grid.at(sheet.end)
    tracks = [_track(_for_all(sheet, grid), end)]
    tracks += (_track(part_events(part, i, sheet, grid), end) for i, part in enumerate(sheet.parts))
    midi = MidiFile(type=1, ticks_per_beat=grid.per_quarter, charset="utf-8", tracks=tracks)
    file = BytesIO()
    midi.save(file=file)
    return file.getvalue()


def _for_all(sheet: Sheet, grid: Grid) -> Iterator[Event]:
    """Copyright first, as the format has it; title, people, meters, key, tempo; and where sections begin."""
    if sheet.copyright:
        yield 0, ABOUT, MetaMessage("copyright", text=sheet.copyright)
    if sheet.title:
        yield 0, ABOUT, MetaMessage("track_name", name=sheet.title)
    for name in TOLD:
        if value := getattr(sheet, name):
            yield 0, ABOUT, MetaMessage("text", text=f"@I{name}: {value}")
    if sheet.key:
        yield 0, TIME, MetaMessage("key_signature", key=_key_signature(sheet.key))
    for tick, message in (*meter_events(sheet.bars, grid), *tempo_events(sheet, grid)):
        yield tick, TIME, message
    for section in sheet.sections:
        if section.name:
            yield grid.at(section.start), MARK, MetaMessage("marker", text=section.name)


def _key_signature(key: Key) -> str:
    """`Ebm`, as mido names keys."""
    tonic, mode = key.name.split()
    return tonic + ("m" if mode == "minor" else "")


def _track(events: Iterable[Event], end: int) -> MidiTrack:
    """Events at their ticks as a track that lasts to `end`, each as long after the one before as it is."""
    track = MidiTrack()
    now = 0
    for tick, _, message in sorted(events, key=lambda event: event[:2]):
        track.append(message.copy(time=tick - now))
        now = tick
    track.append(MetaMessage("end_of_track", time=max(end - now, 0)))
    return track
