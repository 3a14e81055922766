"""What a sound file was made from, in its own tags: the song, the voices, the program, and the sound itself.

The seal's song is what is sung, not how it is spelled: a remark, a blank line or another spelling of a length
leaves it as it is.
"""

from __future__ import annotations

import hashlib
import re
import wave
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import Enum
from fractions import Fraction
from pathlib import Path

from pychang.language.include import beside
from pychang.language.syntax import Word
from pychang.program import SONG, fingerprint
from pychang.score.model import Part, Score
from pychang.voice.files import VoiceCard

SHOWN = 32  # hexadecimal digits of each hash
UNKNOWN = "0" * SHOWN
TAGS_BYTES = 1 << 16  # a file's tags stand within its first bytes, before the sound
_FRAMES = 1 << 20
_SOUNDS = (b"RIFF", b"fLaC", b"OggS")
_MAKER = b"PyChang "  # in the tag that names the software


@dataclass(frozen=True)
class Seal:
    """SHA-256 of each, the first `SHOWN` digits; `sound` is that of the samples, `UNKNOWN` without any."""

    song: str
    voice: str
    program: str
    sound: str = UNKNOWN

    def __str__(self) -> str:
        return "pychang " + " ".join(f"{field.name}={getattr(self, field.name)}" for field in fields(self))


_SEAL = re.compile(
    r"pychang " + " ".join(rf"{field.name}=(?P<{field.name}>[0-9a-f]{{{SHOWN}}})" for field in fields(Seal))
)


def read_seal(text: str | bytes) -> Seal | None:
    """The seal in a tag, or None."""
    found = _SEAL.search(text if isinstance(text, str) else text.decode("latin-1"))
    return Seal(**found.groupdict()) if found else None


def read_file_seal(path: Path) -> Seal | None:
    """The seal of a sound file, or None; OSError if the file cannot be read."""
    with open(path, "rb") as file:
        return read_seal(file.read(TAGS_BYTES))


def is_strange(path: Path) -> bool:
    """Whether this is a sound that PyChang has not written: somebody's recording."""
    try:
        with open(path, "rb") as file:
            head = file.read(TAGS_BYTES)
    except OSError:
        return False
    return head.startswith(_SOUNDS) and _MAKER not in head


def is_sealed(path: Path, seal: Seal) -> float | None:
    """The seconds that the sound file lasts, if it is whole and sealed so; else None."""
    try:
        found = read_file_seal(path)
        if found is None or replace(found, sound=UNKNOWN) != seal or found.sound == UNKNOWN:
            return None
        sound, lasts_s = sound_hash(path)
        return lasts_s if sound == found.sound else None
    except (OSError, EOFError, wave.Error, ValueError):
        return None


class Flaw(Enum):
    """Why a sound file is not what a song says."""

    UNSEALED = "unsealed"  # not built by PyChang, or its tags are gone
    SONG = "song"
    VOICE = "voice"
    PROGRAM = "program"
    SOUND = "sound"  # damaged, or edited


def flaws(path: Path, seal: Seal) -> tuple[Flaw, ...]:
    """What of a sound file is not as `seal` says; OSError if it cannot be read.

    The sound itself is checked where its encoding keeps the samples: see `keeps_samples`.
    """
    found = read_file_seal(path)
    if found is None:
        return (Flaw.UNSEALED,)
    about = (Flaw.SONG, found.song, seal.song), (Flaw.VOICE, found.voice, seal.voice)
    other = [flaw for flaw, a, b in (*about, (Flaw.PROGRAM, found.program, seal.program)) if a != b]
    whole = not keeps_samples(path) or _has_sound(path, found.sound)
    return (*other, *(() if whole else (Flaw.SOUND,)))


def _has_sound(path: Path, sound: str) -> bool:
    try:
        return sound_hash(path)[0] == sound
    except (EOFError, wave.Error, ValueError):
        return False


def keeps_samples(path: Path) -> bool:
    """Whether the samples of a sound file are those that were sung; Vorbis changes them."""
    return path.suffix.lower() in (".wav", ".flac")


def sound_digest(rate: int, channels: int) -> hashlib._Hash:
    """What the samples of a sound are put into: the same ones at another rate are another sound."""
    return hashlib.sha256(f"{rate} {channels}\n".encode())


def sound_hash(path: Path) -> tuple[str, float]:
    """The hash of a WAV's or FLAC's sound, and the seconds that it lasts.

    Raises what reading a damaged file raises: OSError, EOFError, wave.Error, ValueError.
    """
    read = _wav_samples if path.suffix.lower() == ".wav" else _flac_samples
    blocks = read(path)
    _, rate, channels = next(blocks)
    digest = sound_digest(rate, channels)
    size = 0
    for samples, *_ in blocks:
        digest.update(samples)
        size += len(samples)
    return digest.hexdigest()[:SHOWN], size / (2 * channels * rate)


def _wav_samples(path: Path) -> Iterator[tuple[bytes, int, int]]:
    """Samples of 16 bits, rate and channels; the first block is empty."""
    with wave.open(str(path)) as file:
        if file.getsampwidth() != 2:
            raise ValueError("not 16 bits")
        rate, channels = file.getframerate(), file.getnchannels()
        yield b"", rate, channels
        while samples := file.readframes(_FRAMES):
            yield samples, rate, channels


def _flac_samples(path: Path) -> Iterator[tuple[bytes, int, int]]:
    """The same."""
    import soundfile

    try:
        with soundfile.SoundFile(str(path)) as file:
            yield b"", file.samplerate, file.channels
            for block in file.blocks(_FRAMES, dtype="int16"):
                yield block.astype("<i2").tobytes(), file.samplerate, file.channels
    except soundfile.LibsndfileError as failure:
        raise ValueError(str(failure)) from failure


def seal_of(score: Score, cast: Mapping[Word | None, VoiceCard]) -> Seal:
    """The seal of a song that can be sung; OSError if its backing cannot be read."""
    cards = [cast[note.voice] for part in score.parts for note in part.notes if note.midi is not None]
    voices = [(card.identity, card.level_dbfs, card.vibrato) for card in cards]
    singers = [card.folder for card in cards]  # two folders are two singers, though they sound alike
    song = hashlib.sha256(repr((_sung(score), _numbers(voices), _numbers(singers))).encode())
    if score.backing:
        song.update(_file_hash(beside(score.backing.file)))
    voice = hashlib.sha256(repr(list(dict.fromkeys(voices))).encode())
    return Seal(song.hexdigest()[:SHOWN], voice.hexdigest()[:SHOWN], fingerprint(SONG)[:SHOWN])


def _numbers(values: Sequence[Hashable]) -> list[int]:
    """Each value as a number, in the order in which they come first."""
    number = {value: i for i, value in enumerate(dict.fromkeys(values))}
    return [number[value] for value in values]


def _sung(score: Score) -> tuple[object, ...]:
    """Everything that the sound file depends on, and nothing of where it is written."""
    backing = score.backing and (score.backing.gain_db, score.backing.offset_s)
    parts = [_sung_part(part) for part in score.parts]
    end = max((_end(part) for part in score.parts), default=Fraction(0))
    tempo = [point for point in score.tempo if point.ramp or point.position < end]
    return score.title, score.artist, tempo, backing, parts


def _sung_part(part: Part) -> tuple[object, ...]:
    """A rest is where no note is; a breath before the first note is none's."""
    notes: list[list[object]] = [[False]]
    for n in part.notes:
        if n.midi is not None:
            notes.append([False, n.start, n.duration, n.midi, n.syllable, n.expression, n.gain_db])
        notes[-1][0] |= n.breath_after
    syllables = [(s.text, s.boundary, s.spoken) for s in part.syllables]
    return notes, _end(part), syllables, part.dynamics, part.vibrato, part.pan


def _end(part: Part) -> Fraction:
    return part.notes[-1].start + part.notes[-1].duration if part.notes else Fraction(0)


def _file_hash(path: Path) -> bytes:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
