"""A MIDI file opened: its bytes, and what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from pychang.convert.contents import contents
from pychang.convert.encoding import decode, encoding_of
from pychang.convert.key import MOST_FIFTHS, Key
from pychang.convert.meters import known_meter
from pychang.convert.midi import smf
from pychang.convert.midi.smf import EXPORT, Smf, SmfTrack, parse_smf
from pychang.convert.midi.song import MidiSong
from pychang.convert.midi.tempo import read_tempo
from pychang.convert.midi.titles import tidied, titles_of
from pychang.convert.midi.voice import MidiVoice, voices_of
from pychang.convert.midi.words import TrackText, with_words
from pychang.diagnostic import Text
from pychang.finding import Wrong
from pychang.score.settings import Meter

DRUMS = 9
_TEXTS = {smf.TEXT, smf.COPYRIGHT, smf.NAME, smf.INSTRUMENT, smf.LYRIC, smf.MARKER}


class _Meters(NamedTuple):
    known: tuple[tuple[int, Meter], ...]
    odd: tuple[str, ...]


def open_midi(path: Path) -> MidiSong:
    """The song in a MIDI file of format 0 or 1. Wrong if it is none, or nothing plays; OSError."""
    file = parse_smf(contents(path), path)
    encoding = encoding_of(data for track in file.tracks for _, kind, data in track.metas if kind in _TEXTS)
    texts = [_texts(track, encoding) for track in file.tracks]
    voices = _voices(file, texts)
    if not voices:
        raise Wrong(
            "score", path, _ONLY_DRUMS if any(one.notes for one in file.tracks) else _NO_NOTES, EXPORT
        )
    voices, unplaced = with_words(voices, texts)
    metas = sorted((one for track in file.tracks for one in track.metas), key=lambda one: one[0])
    tempo = read_tempo([(at, data) for at, kind, data in metas if kind == smf.TEMPO], file.ticks)
    meters = _meters((at, data) for at, kind, data in metas if kind == smf.METER)
    return MidiSong(
        path,
        file.ticks,
        voices,
        tempo.points,
        tempo.played,
        titles_of(file, texts),
        clamped=tempo.clamped,
        tapped=tempo.tapped,
        meters=meters.known,
        odd_meters=meters.odd,
        marks=tuple(sorted((at, text) for one in texts for at, kind, text in one if kind == smf.MARKER)),
        key=next((key for _, kind, data in metas if kind == smf.KEY and (key := _key(data))), None),
        encoding=encoding,
        damaged=file.damaged,
        unplaced=unplaced,
    )


def _texts(track: SmfTrack, encoding: str) -> list[TrackText]:
    """The texts of a track, decoded."""
    return [TrackText(at, kind, decode(data, encoding)) for at, kind, data in track.metas if kind in _TEXTS]


def _voices(file: Smf, texts: Sequence[Sequence[TrackText]]) -> tuple[MidiVoice, ...]:
    """Everybody who plays, by track and channel."""
    found: list[MidiVoice] = []
    for number, (track, said) in enumerate(zip(file.tracks, texts, strict=True), 1):
        name = "" if file.single else _name(said)
        for channel, tones in voices_of(track.notes, track.end, DRUMS).items():
            if tones:
                found.append(MidiVoice(len(found) + 1, number, channel, name, tones, file.ticks))
    return tuple(found)


def _name(texts: Iterable[TrackText]) -> str:
    """Of a track; of its instrument if it has none."""
    names = {kind: name for _, kind, text in reversed([*texts]) if (name := tidied(text))}
    return names.get(smf.NAME) or names.get(smf.INSTRUMENT, "")


def _meters(events: Iterable[tuple[int, bytes]]) -> _Meters:
    known: list[tuple[int, Meter]] = []
    odd: list[str] = []
    for at, data in events:
        beats, unit = (data[0], data[1]) if len(data) >= 2 else (0, 0)
        if unit < 16 and (meter := known_meter(beats, 2**unit)):
            known.append((at, meter))
        else:
            odd.append(f"{beats}/{2**unit if unit < 16 else '?'}")
    return _Meters(tuple(known), tuple(odd))


def _key(data: bytes) -> Key | None:
    """Of a key signature; None if there is no such."""
    if len(data) < 2:
        return None
    fifths = int.from_bytes(data[:1], "big", signed=True)
    return Key(fifths, data[1] == 1) if abs(fifths) <= MOST_FIFTHS and data[1] in (0, 1) else None


_NO_NOTES = Text("음이 하나도 없는 MIDI 파일입니다.", "there are no notes in this MIDI file.")
_ONLY_DRUMS = Text(
    "타악기(채널 10) 말고는 음이 없는 MIDI 파일입니다.",
    "there are no notes in it but those of drums (channel 10).",
)
