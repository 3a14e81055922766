"""MIDI files made by the tests: of songs, as programs write them and as people play them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from random import Random

import mido

from pychang.convert.formats import Incoming, Wishes
from pychang.convert.midi.read import read_midi
from pychang.diagnostic import Source
from pychang.language import parse
from pychang.score import arrange
from pychang.score.model import Part, Score

Event = tuple[int, "mido.Message | mido.MetaMessage"]
Note = tuple[Fraction, Fraction, int]  # start and end in whole notes, number


@dataclass(frozen=True)
class Playing:
    """How a song is played: by how many seconds notes begin and end elsewhere than written."""

    start: Callable[[], float] = lambda: 0.0
    end: Callable[[], float] = lambda: 0.0


def by_hand(seed: int, jitter_s: float = 0.03, early_s: float = 0.06, late_s: float = 0.02) -> Playing:
    """Beginnings up to `jitter_s` off to both sides; ends up to `early_s` early or `late_s` late."""
    random = Random(seed)
    return Playing(lambda: random.uniform(-jitter_s, jitter_s), lambda: random.uniform(-early_s, late_s))


def score_of(path: Path) -> Score:
    song, _ = parse(Source(str(path), path.read_text("utf-8")))
    score, _ = arrange(song)
    return score


def notes_of(part: Part) -> list[Note]:
    return [
        (note.start, note.start + note.duration, note.midi) for note in part.notes if note.midi is not None
    ]


def midi_of(score: Score, playing: Playing | None = None, ticks: int = 480, encoding: str = "utf-8") -> bytes:
    """A track for tempo, and one a part with its words."""
    playing = playing or Playing()
    tracks = [track((round(p.position * 4 * ticks), tempo(p.quarters_per_minute)) for p in score.tempo)]
    tracks += [_part_track(part, score, playing, ticks) for part in score.parts]
    return saved(tracks, ticks, encoding)


def _part_track(part: Part, score: Score, playing: Playing, ticks: int) -> mido.MidiTrack:
    events: list[Event] = []
    before = None
    for note in part.notes:
        if note.midi is None:
            continue
        start = _tick(score, note.start, playing.start(), ticks)
        end = max(_tick(score, note.start + note.duration, playing.end(), ticks), start + 1)
        word = "-" if note.syllable == before else _word(part, note.syllable)
        before = note.syllable
        events += [
            (start, mido.MetaMessage("lyrics", text=word)),
            (start, mido.Message("note_on", note=note.midi, velocity=80)),
            (end, mido.Message("note_off", note=note.midi)),
        ]
    return track(events, part.name)


def _word(part: Part, syllable: int) -> str:
    following = part.syllables[syllable + 1].boundary if syllable + 1 < len(part.syllables) else "|"
    return part.syllables[syllable].text + {"": "", " ": " ", "|": "\r"}[following]


def _tick(score: Score, place: Fraction, later_s: float, ticks: int) -> int:
    step = Fraction(1, 4)
    per_second = float(step) / (score.seconds(place + step) - score.seconds(place))
    return max(round((float(place) + later_s * per_second) * 4 * ticks), 0)


def tempo(quarters_per_minute: float) -> mido.MetaMessage:
    return mido.MetaMessage("set_tempo", tempo=round(60e6 / quarters_per_minute))


def track(events: Iterable[Event], name: str = "") -> mido.MidiTrack:
    """Messages at their ticks; of one tick, those that let go first, else in the order given."""
    made = mido.MidiTrack([mido.MetaMessage("track_name", name=name)] if name else [])
    now = 0
    for at, message in sorted(events, key=lambda event: (event[0], event[1].type != "note_off")):
        made.append(message.copy(time=at - now))
        now = at
    return made


def saved(
    tracks: Sequence[mido.MidiTrack], ticks: int = 480, encoding: str = "utf-8", kind: int = 1
) -> bytes:
    file = mido.MidiFile(type=kind, ticks_per_beat=ticks, charset=encoding, tracks=list(tracks))
    out = BytesIO()
    file.save(file=out)
    return out.getvalue()


def read(folder: Path, data: bytes, wishes: Wishes | None = None, name: str = "a.mid") -> Incoming:
    (folder / name).write_bytes(data)
    return read_midi(folder / name, wishes or Wishes())


def right_share(incoming: Incoming, score: Score) -> tuple[int, int]:
    """How many notes of the score came in exactly right, beginning, end and pitch; of how many."""
    right, number = 0, 0
    for part, sung in zip(incoming.sheet.parts, score.parts, strict=True):
        found = {(tone.start, tone.end, tone.pitch.midi) for tone in part.tones}
        meant = notes_of(sung)
        right += sum(note in found for note in meant)
        number += len(meant)
    return right, number
