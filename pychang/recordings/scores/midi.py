"""Standard MIDI files read: voices, tempo and lyrics, in exact whole notes."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from pychang.diagnostic import Text
from pychang.finding import Wrong
from pychang.recordings.scores.melody import Tone
from pychang.recordings.scores.midi_song import MidiSong, MidiVoice
from pychang.score.model import TempoPoint
from pychang.score.tempo import tidy
from pychang.text_file import decoded

if TYPE_CHECKING:
    from mido import Message, MetaMessage, MidiFile

    Event = tuple[Fraction, Message | MetaMessage]

DRUMS = 9
USUAL_TEMPO = 120.0  # of a file that says none


def read_midi(path: Path) -> MidiSong:
    """The song in a MIDI file of format 0 or 1. Wrong if it is none, or nothing plays; OSError."""
    file = _opened(path)
    if file.ticks_per_beat <= 0 or file.type == 2:
        raise Wrong("score", path, _OTHER_FORMAT, _EXPORT)
    whole = 4 * file.ticks_per_beat
    tracks = [_timed(track, whole) for track in file.tracks]
    voices = _voices(tracks)
    if not voices:
        raise Wrong("score", path, _NO_NOTES, _EXPORT)
    return MidiSong(path, voices, _tempo(event for track in tracks for event in track))


def _opened(path: Path) -> MidiFile:
    try:
        from mido import MidiFile
        from mido.midifiles.meta import KeySignatureError
    except ModuleNotFoundError:
        raise Wrong("not-installed", path, _NEEDS_MIDO, _INSTALL) from None
    open(path, "rb").close()  # an OSError of the parser's own means a damaged file
    try:
        return MidiFile(str(path), charset="latin1", clip=True)
    except (OSError, EOFError, ValueError, LookupError, TypeError, KeySignatureError) as why:
        raise Wrong("score", path, _NO_MIDI, _EXPORT) from why


def _timed(track: Iterable, whole: int) -> list[Event]:
    """The messages of a track with their positions in whole notes."""
    now, events = 0, []
    for message in track:
        now += message.time
        events.append((Fraction(now, whole), message))
    return events


def _voices(tracks: list[list[Event]]) -> tuple[MidiVoice, ...]:
    tones = [_tones(track) for track in tracks]
    lyrics = [_lyrics(track) for track in tracks]
    common = sorted(one for words, played in zip(lyrics, tones, strict=True) if not played for one in words)
    return tuple(
        MidiVoice(i, channel, _name(track), tuple(sorted(found, key=_begin)), tuple(words or common))
        for i, (track, played, words) in enumerate(zip(tracks, tones, lyrics, strict=True), 1)
        for channel, found in sorted(played.items())
    )


def _begin(tone: Tone) -> tuple[Fraction, int]:
    return tone.start, tone.midi


def _tones(track: list[Event]) -> dict[int, list[Tone]]:
    """What each channel plays, drums apart; a note struck again before its end ends there."""
    tones: dict[int, list[Tone]] = {}
    sounding: dict[tuple[int, int], Fraction] = {}
    for position, message in track:
        if message.type not in ("note_on", "note_off") or message.channel == DRUMS:
            continue
        key = message.channel, message.note
        if (start := sounding.pop(key, None)) is not None and position > start:
            tones.setdefault(message.channel, []).append(Tone(start, position, message.note))
        if message.type == "note_on" and message.velocity:
            sounding[key] = position
    end = track[-1][0] if track else Fraction(0)
    for (channel, note), start in sounding.items():  # never let go
        if end > start:
            tones.setdefault(channel, []).append(Tone(start, end, note))
    return tones


def _lyrics(track: list[Event]) -> list[tuple[Fraction, str]]:
    return [(position, _text(message.text)) for position, message in track if message.type == "lyrics"]


def _name(track: list[Event]) -> str:
    return next((_text(message.name) for _, message in track if message.type == "track_name"), "")


def _text(latin: str) -> str:
    """Text of a MIDI file, which does not say its encoding."""
    data = latin.encode("latin1", errors="replace")
    return (decoded(data) or "").strip("\0")


def _tempo(events: Iterable[Event]) -> tuple[TempoPoint, ...]:
    changes = [(at, message.tempo) for at, message in events if message.type == "set_tempo" and message.tempo]
    points = [TempoPoint(at, 60e6 / tempo) for at, tempo in sorted(changes, key=lambda change: change[0])]
    return tidy([TempoPoint(Fraction(0), USUAL_TEMPO), *points])


_NO_MIDI = Text("MIDI 파일로 읽을 수 없습니다.", "it cannot be read as a MIDI file.")
_OTHER_FORMAT = Text(
    "박자가 아니라 시간으로 적힌 MIDI이거나 형식 2입니다.", "this is MIDI in clock time, or of format 2."
)
_NO_NOTES = Text("음이 하나도 없는 MIDI 파일입니다.", "there are no notes in this MIDI file.")
_EXPORT = Text(
    "악보 프로그램이나 DAW에서 노래 트랙을 MIDI(형식 1)로 다시 내보내세요.",
    "Export the sung track once more from the score editor or DAW, as MIDI of format 1.",
)
_NEEDS_MIDO = Text("MIDI를 읽으려면 mido가 있어야 합니다.", "to read MIDI, mido is needed.")
_INSTALL = Text("pip install 'pychang[train]'", "pip install 'pychang[train]'")
