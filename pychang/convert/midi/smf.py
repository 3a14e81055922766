"""Standard MIDI Files: the notes and the texts in their bytes, however damaged their end.

MIDI 1.0, *Standard MIDI Files* (RP-001): chunks, delta times, running status, meta events.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pychang.diagnostic import Text
from pychang.finding import Wrong

MOST_EVENTS = 3_000_000  # of any kind; more are no song
MOST_NOTES = 300_000  # struck or let go
MOST_METAS = 50_000  # texts, tempos, meters
MOST_TRACKS = 256
LONGEST_TEXT = 400  # bytes; what is sung on a note, or a name, is shorter
TEXT, COPYRIGHT, NAME, INSTRUMENT, LYRIC, MARKER = 0x01, 0x02, 0x03, 0x04, 0x05, 0x06
END, TEMPO, METER, KEY = 0x2F, 0x51, 0x58, 0x59
_KEPT = {TEXT, COPYRIGHT, NAME, INSTRUMENT, LYRIC, MARKER, TEMPO, METER, KEY}
_DATA_BYTES = {0x80: 2, 0x90: 2, 0xA0: 2, 0xB0: 2, 0xC0: 1, 0xD0: 1, 0xE0: 2}
_COMMON_BYTES = {0xF1: 1, 0xF2: 2, 0xF3: 1}  # what a file must not have, and some do
_ONE_TRACK, _TOGETHER, _APART = range(3)  # formats
_SEARCHED = 1024  # how far in a header may stand: RIFF, MacBinary


@dataclass
class SmfTrack:
    """What one track has, in ticks from the beginning, in the order of the file.

    `notes`: tick, channel, key, velocity; a velocity of 0 lets go. `metas`: tick, kind, contents.
    """

    notes: list[tuple[int, int, int, int]] = field(default_factory=list)
    metas: list[tuple[int, int, bytes]] = field(default_factory=list)
    end: int = 0


@dataclass(frozen=True)
class Smf:
    """A file of format 0 or 1. `damaged`: some of it could not be read, and what follows is lost."""

    ticks: int  # a quarter note
    single: bool  # of format 0: the channels are what tracks are elsewhere
    tracks: tuple[SmfTrack, ...]
    damaged: bool = False


class _Damaged(Exception):
    """A track that cannot be read further."""


def parse_smf(data: bytes, path: Path) -> Smf:
    """The file in `data`. Wrong if it is no MIDI, of another format, or has more in it than a song."""
    start = data.find(b"MThd", 0, _SEARCHED)
    if start < 0 or len(data) < start + 14:
        raise Wrong("score", path, _NO_MIDI, EXPORT)
    kind, division = (int.from_bytes(data[start + at : start + at + 2], "big") for at in (8, 12))
    if kind == _APART:
        raise Wrong("score", path, _FORMAT_2, EXPORT)
    if division & 0x8000 or not division:
        raise Wrong("score", path, _CLOCK_TIME, EXPORT)
    tracks, damaged = _Reader(data, path).tracks(start)
    return Smf(division, kind == _ONE_TRACK, tracks, damaged)


class _Reader:
    """Reads the tracks of one file, and counts what it reads."""

    def __init__(self, data: bytes, path: Path) -> None:
        self.data, self.path = data, path
        self.read = self.notes = self.metas = 0

    def tracks(self, header: int) -> tuple[tuple[SmfTrack, ...], bool]:
        """All tracks behind the header, and whether something is missing."""
        found, damaged = [], False
        place = self._next_track(header + 8 + int.from_bytes(self.data[header + 4 : header + 8], "big"))
        if place < 0:
            place = self.data.find(b"MTrk", header)
        while place >= 0:
            length = int.from_bytes(self.data[place + 4 : place + 8], "big")
            end = place + 8 + length
            damaged |= end > len(self.data)
            track = SmfTrack()
            try:
                self._fill(track, place + 8, min(end, len(self.data)))
            except (_Damaged, IndexError):
                damaged = True
            found.append(track)
            self.notes, self.metas = self.notes + len(track.notes), self.metas + len(track.metas)
            if len(found) > MOST_TRACKS:
                raise Wrong("score", self.path, _TOO_MANY, _ONE_SONG)
            place = self._next_track(end)
            if place < 0 and end < len(self.data):  # its length is wrong, or something else stands here
                place = self.data.find(b"MTrk", end)
        return tuple(found), damaged

    def _next_track(self, place: int) -> int:
        """Where the next track begins, chunks of other kinds passed over; −1 if none does."""
        while place + 8 <= len(self.data):
            if self.data[place : place + 4] == b"MTrk":
                return place
            if not self.data[place : place + 4].isalnum():
                return -1
            place += 8 + int.from_bytes(self.data[place + 4 : place + 8], "big")
        return -1

    def _fill(self, track: SmfTrack, at: int, end: int) -> None:
        """Events up to `end`. _Damaged or IndexError where they cannot be read."""
        data, notes, status, tick = self.data, track.notes, 0, 0
        while at < end:
            self.read += 1
            step = data[at]
            at += 1
            if step & 0x80:
                step, at = _variable(data, at - 1)
            tick += step
            track.end = tick
            byte = data[at]
            if byte >= 0xF0:
                at = self._meta(track, byte, tick, at + 1, end)
                if at < 0:
                    break
            else:
                if byte & 0x80:
                    status, at = byte, at + 1
                command = status & 0xF0
                after = at + _DATA_BYTES.get(command, end)
                if after > end:
                    raise _Damaged
                if command == 0x90 or command == 0x80:
                    velocity = data[at + 1] if command == 0x90 else 0
                    notes.append((tick, status & 0x0F, data[at] & 0x7F, min(velocity, 127)))
                at = after
            if (
                self.read > MOST_EVENTS
                or self.notes + len(notes) > MOST_NOTES
                or self.metas + len(track.metas) > MOST_METAS
            ):
                raise Wrong("score", self.path, _TOO_MANY, _ONE_SONG)

    def _meta(self, track: SmfTrack, byte: int, tick: int, at: int, end: int) -> int:
        """Where the next event stands behind one that is not a channel's; −1: the track ends here."""
        if byte in (0xF0, 0xF7):
            length, at = _variable(self.data, at)
            return at + length
        if byte != 0xFF:
            return at + _COMMON_BYTES.get(byte, 0)
        kind = self.data[at]
        length, at = _variable(self.data, at + 1)
        if kind == END:
            return -1
        if at + length > end:
            raise _Damaged
        if kind in _KEPT:
            track.metas.append((tick, kind, self.data[at : at + min(length, LONGEST_TEXT)]))
        return at + length


def _variable(data: bytes, at: int) -> tuple[int, int]:
    """A number of variable length, and where it ends."""
    value = 0
    for place in range(at, at + 4):
        value = value << 7 | data[place] & 0x7F
        if not data[place] & 0x80:
            return value, place + 1
    raise _Damaged


EXPORT = Text(
    "악보 프로그램이나 DAW에서 MIDI 형식 1로 다시 내보내세요.",
    "Export it once more from the score editor or DAW, as MIDI of format 1.",
)
_NO_MIDI = Text("MIDI 파일로 읽을 수 없습니다.", "it cannot be read as a MIDI file.")
_FORMAT_2 = Text(
    "서로 다른 곡조를 따로 담은 MIDI 형식 2입니다.",
    "this is MIDI of format 2, with patterns that stand apart.",
)
_CLOCK_TIME = Text(
    "음표가 아니라 시계 시간(SMPTE)으로 적힌 MIDI라서 마디와 박을 알 수 없습니다.",
    "its times are those of a clock (SMPTE), not of notes, so there are no beats or bars.",
)
_TOO_MANY = Text(
    "노래 한 곡에 있을 수 없을 만큼 많은 것이 들어 있습니다.", "there is more in it than in any song."
)
_ONE_SONG = Text("부를 트랙만 남겨 다시 내보내세요.", "Export it once more with the sung track alone.")
