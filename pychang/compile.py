"""The whole compiler: a song's file in, its sound out.

Everything outside (files, voices, the clock, who wants to know how far it is) stands behind `World`, so the
command line, the language server, the web editor and the tests all run this one compiler. What only singing
needs is imported when there is something to sing.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pychang.diagnostic import Diagnostic, Severity, Span, Text, error
from pychang.korean import SyllablePhones, pronounce, to_phones
from pychang.language import decode, parse
from pychang.language.syntax import SongFile
from pychang.score import arrange, check_range
from pychang.score.model import Part, Score
from pychang.voice import VoiceCard, VoiceError, find_voice, read_card

if TYPE_CHECKING:
    import numpy as np

    from pychang.image import Conditioning
    from pychang.performance import Performance
    from pychang.sound.griffin_lim import Picture
    from pychang.sound.level import Block
    from pychang.sound.stft import Stft
    from pychang.voice import Voice

    Painted = np.ndarray  # (frames, bins) in -1..1

Diagnostics = tuple[Diagnostic, ...]
T = TypeVar("T")


class World:
    """The real world outside the compiler; others override what is different in theirs."""

    def __init__(self) -> None:
        self._voices: dict[Path, Voice] = {}

    def read(self, path: Path) -> bytes:
        """The bytes of a song; OSError as the system gives it."""
        return path.read_bytes()

    def card(self, name: str | None, relative_to: Path) -> VoiceCard:
        """The card of a voice by name or path, or of the default voice; VoiceError if it cannot be used."""
        return read_card(find_voice(name, relative_to))

    def voice(self, card: VoiceCard) -> Voice:
        """The voice of a card, ready to sing; VoiceError if it cannot be used."""
        from pychang.voice import load_voice

        if card.folder not in self._voices:
            self._voices[card.folder] = load_voice(card.folder)
        return self._voices[card.folder]

    def now(self) -> float:
        """Seconds on a clock that never goes back."""
        return time.monotonic()

    def sung(self, done_s: float, whole_s: float) -> None:
        """Told again and again while a song is sung: how much of it there is by now."""


@dataclass(frozen=True)
class Reading:
    """A song as far as it could be read; `score` is not for singing if there is an error among `mistakes`."""

    song: SongFile | None
    score: Score | None
    card: VoiceCard | None
    mistakes: Diagnostics

    @property
    def can_be_sung(self) -> bool:
        return not any(one.severity is Severity.ERROR for one in self.mistakes)


@dataclass(frozen=True)
class Sung:
    """A song that has been sung: where it is, how long it lasts, and how long it took."""

    path: Path
    duration_s: float
    took_s: float


def compile_song(
    song: Path, sound: Path, world: World, voice_name: str | None = None
) -> tuple[Sung | None, Diagnostics]:
    """Sing the file `song` into the file `sound`; None, and nothing is written, if the song has errors.

    `voice_name` takes the place of the song's own voice. OSError, UnknownFormat, and VoiceError if the voice
    is not one that the song names.
    """
    began_s = world.now()
    reading = read_song(song, world, voice_name)
    if reading.score is None or reading.card is None or not reading.can_be_sung:
        return None, reading.mistakes
    score = reading.score
    voice = world.voice(reading.card)
    rate = voice.card.geometry.sample_rate
    performances = [perform_part(score, part, voice.card) for part in score.parts]
    whole_s = max(performance.duration_s for performance in performances)
    sounds = [sing(performance, voice) for performance in performances]

    from pychang.sound.files import Tags, write_sound
    from pychang.sound.level import gain_to_sung_db, limited
    from pychang.sound.mix import Track, mixed

    gain_db = gain_to_sung_db(voice.card.level_dbfs)
    tracks = [
        Track(sound, part.gain_db + gain_db, part.pan)
        for sound, part in zip(sounds, score.parts, strict=True)
    ]
    blocks = limited(_told(mixed(tracks), rate, whole_s, world), rate)
    samples = write_sound(sound, blocks, rate, Tags(score.title, score.artist))
    return Sung(sound, samples / rate, world.now() - began_s), reading.mistakes


def read_song(path: Path, world: World, voice_name: str | None = None) -> Reading:
    """Everything that a song can be told before it is sung: `song.chang` -> score, voice and mistakes."""
    source, mistakes = decode(str(path), world.read(path))
    if source is None:
        return Reading(None, None, None, mistakes)
    song, in_syntax = parse(source)
    score, in_score = arrange(song)
    card, in_voice = _card(song, score, path.parent, world, voice_name)
    out_of_range = check_range(score, card.low_midi, card.high_midi, card.name) if card else ()
    found = (*mistakes, *in_syntax, *in_score, *in_voice, *out_of_range)
    return Reading(song, score, card, tuple(sorted(found, key=_place)))


def pronounce_part(part: Part) -> tuple[SyllablePhones, ...]:
    """The phones of a part's lyrics, one entry a syllable."""
    return to_phones(pronounce(part.syllables), part.syllables)


def perform_part(score: Score, part: Part, card: VoiceCard) -> Performance:
    """A part as it is sung: pronounced, and in seconds."""
    from pychang.performance import perform

    return perform(score, part, pronounce_part(part), card.vibrato)


def sing(performance: Performance, voice: Voice) -> Iterator[Block]:
    """The sound of a performance in mono blocks, made as they are asked for."""
    from pychang.image import draw_conditioning

    geometry = voice.card.geometry
    conditioning = draw_conditioning(performance, geometry)
    painted = one_ahead(voice.sing(conditioning))

    from pychang.sound.griffin_lim import sound_blocks  # slow to import: the voice paints meanwhile
    from pychang.sound.stft import Stft

    stft = Stft.of(geometry)
    return sound_blocks(pictures(painted, conditioning, stft), stft)


def pictures(
    painted: Iterable[tuple[int, Painted]], conditioning: Conditioning, stft: Stft
) -> Iterator[Picture]:
    """What a voice painted, window by window, as magnitude with the pitch that it was asked for."""
    from pychang.image import to_magnitude
    from pychang.sound.grain import grain
    from pychang.sound.griffin_lim import Picture

    for start, picture in painted:
        frames = slice(start, start + len(picture))
        f0_hz, voiced = conditioning.f0_hz[frames], conditioning.voiced[frames]
        magnitude = to_magnitude(picture, conditioning.geometry) * grain(f0_hz, voiced, stft, start)
        yield Picture(magnitude, f0_hz, voiced)


def one_ahead(items: Iterator[T]) -> Iterator[T]:
    """The same items; from now on the next one is always being made in another thread."""
    pool = ThreadPoolExecutor(1)
    first = pool.submit(next, items, None)

    def rest() -> Iterator[T]:
        with pool:
            coming = first
            while (item := coming.result()) is not None:
                coming = pool.submit(next, items, None)
                yield item

    return rest()


def _card(
    song: SongFile, score: Score, folder: Path, world: World, voice_name: str | None
) -> tuple[VoiceCard | None, Diagnostics]:
    """The voice to sing with; one that the song itself names and that cannot be used is a mistake in it."""
    named = next((one for one in song.settings if one.name.text == "voice" and one.value), None)
    if voice_name is not None:
        return world.card(voice_name, Path()), ()
    if named is None or score.parts[0].voice is None:
        return world.card(None, folder), ()
    try:
        return world.card(score.parts[0].voice, folder), ()
    except VoiceError as why:
        return None, (error("E411", named.value.span, why.text, _OTHER_VOICE),)


def _place(mistake: Diagnostic) -> int:
    span: Span | None = mistake.span
    return span.start if span else -1


def _told(blocks: Iterable[Block], sample_rate: int, whole_s: float, world: World) -> Iterator[Block]:
    """The same blocks, and the world is told of each."""
    done = 0
    for block in blocks:
        done += len(block)
        world.sung(done / sample_rate, whole_s)
        yield block


_OTHER_VOICE = Text(
    "pychang voice list로 있는 목소리를 볼 수 있습니다. 이 줄을 지우면 기본 목소리로 부릅니다.",
    "`pychang voice list` shows the voices there are; without this line the default voice sings.",
)
