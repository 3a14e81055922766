"""What a sound file was made from, in its own tags: the song, the voices, the program, and the sound itself.

The seal's song is what is sung, not how it is spelled: a remark, a blank line or another spelling of a length
leaves it as it is.
"""

from __future__ import annotations

import hashlib
import re
import wave
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from pychang.language.include import beside
from pychang.language.syntax import Word
from pychang.program import SONG, fingerprint
from pychang.score.model import Part, Score
from pychang.voice.files import VoiceCard

SHOWN = 32  # hexadecimal digits of each hash
UNKNOWN = "0" * SHOWN
_HEAD_BYTES = 1 << 16  # tags stand before the sound
_FRAMES = 1 << 20


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
        return read_seal(file.read(_HEAD_BYTES))


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


def sound_hash(path: Path) -> tuple[str, float]:
    """The hash of a WAV's or FLAC's samples, and the seconds that they last.

    Raises what reading a damaged file raises: OSError, EOFError, wave.Error, ValueError.
    """
    digest = hashlib.sha256()
    read = _wav_samples if path.suffix.lower() == ".wav" else _flac_samples
    lasts_s = 0.0
    for samples, frames, rate in read(path):
        digest.update(samples)
        lasts_s += frames / rate
    return digest.hexdigest()[:SHOWN], lasts_s


def _wav_samples(path: Path) -> Iterator[tuple[bytes, int, int]]:
    with wave.open(str(path)) as file:
        while samples := file.readframes(_FRAMES):
            yield samples, len(samples) // (file.getnchannels() * file.getsampwidth()), file.getframerate()


def _flac_samples(path: Path) -> Iterator[tuple[bytes, int, int]]:
    import soundfile

    try:
        with soundfile.SoundFile(str(path)) as file:
            for block in file.blocks(_FRAMES, dtype="int16"):
                yield block.astype("<i2").tobytes(), len(block), file.samplerate
    except soundfile.LibsndfileError as failure:
        raise OSError(str(failure)) from failure


def seal_of(score: Score, cast: Mapping[Word | None, VoiceCard]) -> Seal:
    """The seal of a song that can be sung; OSError if its backing cannot be read."""
    song = hashlib.sha256(repr(_sung(score)).encode())
    if score.backing:
        song.update(_file_hash(beside(score.backing.file)))
    voices = [
        (card.identity, card.level_dbfs, card.vibrato)
        for part in score.parts
        for card in (cast[note.voice] for note in part.notes if note.midi is not None)
    ]
    voice = hashlib.sha256(repr(_runs(voices)).encode())
    return Seal(song.hexdigest()[:SHOWN], voice.hexdigest()[:SHOWN], fingerprint(SONG)[:SHOWN])


def _sung(score: Score) -> tuple[object, ...]:
    """Everything that the sound file depends on, and nothing of where it is written."""
    backing = score.backing and (score.backing.gain_db, score.backing.offset_s)
    return score.title, score.artist, score.tempo, backing, [_sung_part(part) for part in score.parts]


def _sung_part(part: Part) -> tuple[object, ...]:
    notes = [
        (n.start, n.duration, n.midi, n.syllable, n.expression, n.breath_after, n.gain_db) for n in part.notes
    ]
    syllables = [(s.text, s.boundary, s.spoken) for s in part.syllables]
    return notes, syllables, part.dynamics, part.vibrato, part.pan


def _runs(items: list[object]) -> list[tuple[object, int]]:
    """How often each comes in a row."""
    runs: list[tuple[object, int]] = []
    for item in items:
        if runs and runs[-1][0] == item:
            runs[-1] = (item, runs[-1][1] + 1)
        else:
            runs.append((item, 1))
    return runs


def _file_hash(path: Path) -> bytes:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
