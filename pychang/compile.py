"""The whole compiler: a song's file in, its sound out.

What only singing needs is imported when there is something to sing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pychang.cache import PhraseSound
from pychang.diagnostic import Text, Unusable
from pychang.korean import SyllablePhones, pronounce, to_phones
from pychang.language.include import beside
from pychang.reading import Diagnostics, Reading, by_voice, read_song
from pychang.remembered import Remembered
from pychang.score.model import Backing, Part, Score
from pychang.voice import VoiceCard
from pychang.world import STANDARD_INPUT, World

if TYPE_CHECKING:
    from pychang.performance import Performance
    from pychang.seal import Seal
    from pychang.singing import Cue
    from pychang.sound.level import Block
    from pychang.sound.mix import Piece

FADE_S = 0.02  # from one gain to the next
HIGHEST_RATE = 48_000


@dataclass(frozen=True)
class Sung:
    """A song that has been sung: where it is, how long it lasts, how long it took; `anew` if it had to be."""

    path: Path
    duration_s: float
    took_s: float
    anew: bool = True


def compile_song(
    song: Path, sound: Path, world: World, voice_name: str | None = None
) -> tuple[Sung | None, Diagnostics]:
    """Sing the file `song` into the file `sound`; None, and nothing is written, if the song has errors.

    A sound that is already what the song says stays as it is. `voice_name` takes the place of the song's own
    voices. OSError, UnknownFormat, WouldOverwrite, and VoiceError if the voice is not one that the song
    names.
    """
    began_s = world.now()
    reading = read_song(song, world, voice_name)
    sung = sing_reading(reading, sound, world, began_s) if reading.can_be_sung else None
    return sung, reading.mistakes


def sing_reading(reading: Reading, sound: Path, world: World, began_s: float) -> Sung:
    """Sing a song that can be sung into a file, unless the file is already what it says.

    WouldOverwrite if the file is one that the song is made of.
    """
    from pychang.seal import is_sealed, seal_of

    check_apart(reading, sound)
    seal = seal_of(reading.score, reading.cast)
    if (lasts_s := is_sealed(sound, seal)) is not None:
        return Sung(sound, lasts_s, world.now() - began_s, anew=False)
    duration_s = write_song(reading, sound, seal, world)
    return Sung(sound, duration_s, world.now() - began_s)


class WouldOverwrite(Unusable):
    """The sound would take the place of something that the song is made of."""

    def __init__(self, sound: Path) -> None:
        super().__init__(
            Text(
                f"{sound}: 이 노래를 이루는 파일(악보나 반주) 위에 쓰게 됩니다. -o로 다른 이름을 주세요.",
                f"{sound}: this would write over a file that the song is made of, "
                "its score or its backing. Give another name with -o.",
            )
        )


def check_apart(reading: Reading, sound: Path) -> None:
    """WouldOverwrite if `sound` is the song, something that it includes, or its backing."""
    for path in reading.files:
        if path != STANDARD_INPUT and sound.exists() and path.exists() and sound.samefile(path):
            raise WouldOverwrite(sound)


def write_song(reading: Reading, sound: Path, seal: Seal | None, world: World) -> float:
    """Sing what was read into a file; seconds that it lasts."""
    from pychang.sound.files import Tags, sound_format, write_sound
    from pychang.sound.level import limited

    sound_format(sound)
    cues, whole_s = cues_of(reading)
    rate = sound_rate(reading)
    blocks = limited(_told(song_blocks(reading, cues, whole_s, rate, world), rate, whole_s, world), rate)
    tags = Tags(reading.score.title, reading.score.artist, seal=seal)
    return write_sound(sound, blocks, rate, tags) / rate


def pronounce_part(part: Part) -> tuple[SyllablePhones, ...]:
    """The phones of a part's lyrics, one entry a syllable."""
    return to_phones(pronounce(part.syllables), part.syllables)


def perform_part(score: Score, part: Part, card: VoiceCard) -> Performance:
    """A part as one voice sings it: pronounced, and in seconds."""
    from pychang.performance import perform

    return perform(score, part, pronounce_part(part), card.vibrato)


def cues_of(reading: Reading, remembered: Remembered | None = None) -> tuple[list[Cue], float]:
    """Every phrase of a song in the order in which they begin, and the seconds that the song lasts.

    What is `remembered` of the version before is not worked out again.
    """
    from pychang.performance.clock import clock_of
    from pychang.performance.phrases import end_s, perform_phrases
    from pychang.singing import Cue, key_of

    score = reading.score
    remembered = remembered or Remembered()
    new = clock_of(score)
    clock = remembered.take("clock", lambda: new, lambda known: known == new)  # which has worked out times
    cues: list[Cue] = []
    for number, part in enumerate(score.parts):
        spoken = pronounce_part(part)
        for card, sung in by_voice(part, reading.cast):
            voice = card.identity
            for phrase in perform_phrases(sung, spoken, card.vibrato, clock, remembered):
                _, key = remembered.take(
                    ("key", id(phrase), voice), lambda p=phrase, c=card: (p, key_of(p.performance, c))
                )
                cues.append(Cue(phrase, card, part.pan, key, number))
    return sorted(cues, key=_begins), max(end_s(part, clock) for part in score.parts)


def _begins(cue: Cue) -> float:
    return cue.phrase.start_s


def sound_rate(reading: Reading) -> int:
    """Samples a second of the song's sound: what the best of its voices and its backing have."""
    rates = [card.geometry.sample_rate for card in reading.cast.values()]
    if reading.score.backing:
        from pychang.sound.backing import backing_rate

        rates.append(min(backing_rate(beside(reading.score.backing.file)), HIGHEST_RATE))
    return max(rates)


def song_blocks(
    reading: Reading, cues: list[Cue], whole_s: float, rate: int, world: World
) -> Iterator[Block]:
    """The sound of a song, of the voices and of what is under them, in blocks."""
    from heapq import merge

    import numpy as np

    from pychang.sound.mix import Piece, mixed

    end = round(whole_s * rate)
    pieces = [_sung_pieces(cues, rate, world), iter([Piece(end, end, np.zeros(0, np.float32))])]
    if reading.score.backing:
        pieces.append(_backing(reading.score.backing, rate))
    return mixed(merge(*pieces, key=lambda piece: piece.from_on), is_stereo(reading.score))


def is_stereo(score: Score) -> bool:
    """Whether a song's sound has two channels."""
    return score.backing is not None or any(part.pan != 0 for part in score.parts) or len(score.parts) > 1


def _backing(backing: Backing, rate: int) -> Iterator[Piece]:
    from pychang.performance.clock import LEAD_IN_S
    from pychang.sound.backing import backing_pieces

    start = round((LEAD_IN_S + backing.offset_s) * rate)
    return backing_pieces(beside(backing.file), start, backing.gain_db, rate)


def _sung_pieces(cues: list[Cue], rate: int, world: World) -> Iterator[Piece]:
    from pychang.singing import sounds
    from pychang.sound.level import gain_to_sung_db
    from pychang.sound.mix import Piece, gain_curve

    for cue, sound in zip(cues, sounds(cues, world), strict=True):
        heard = at_rate(sound, cue.card.geometry.sample_rate, rate)
        zero = round(cue.phrase.start_s * rate)
        steps = [(round(at_s * rate) - heard.lead, db) for at_s, db in cue.phrase.gains]
        base_db = gain_to_sung_db(cue.card.level_dbfs)
        gain = gain_curve(steps, base_db, len(heard.samples), round(FADE_S * rate))
        yield Piece(zero, zero + heard.lead, heard.samples, gain, cue.pan)


def at_rate(sound: PhraseSound, own_rate: int, rate: int) -> PhraseSound:
    """A phrase's sound at the song's rate."""
    if own_rate == rate:
        return sound
    import soxr

    return PhraseSound(round(sound.lead * rate / own_rate), soxr.resample(sound.samples, own_rate, rate))


def _told(blocks: Iterable[Block], sample_rate: int, whole_s: float, world: World) -> Iterator[Block]:
    """The same blocks, and the world is told of each."""
    done = 0
    for block in blocks:
        done += len(block)
        world.sung(min(done / sample_rate, whole_s), whole_s)
        yield block
