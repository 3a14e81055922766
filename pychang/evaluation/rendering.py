"""The same song from several mouths: a voice as sung, a voice from the score, and the round trip."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pychang.compile import cues_of, song_blocks, sound_rate
from pychang.image import draw_conditioning, to_magnitude, to_picture
from pychang.performance import Performance
from pychang.reading import Reading
from pychang.score.model import Score
from pychang.singing import to_sound_picture
from pychang.sound.griffin_lim import griffin_lim
from pychang.sound.level import amplitude, limited, sung_level_dbfs
from pychang.sound.stft import Stft
from pychang.voice import VoiceCard
from pychang.world import World

Sound = NDArray[np.float32]


@dataclass(frozen=True)
class Rendering:
    """A sound and the picture that it was made from, float32 (samples,) and (frames, bins)."""

    sound: Sound
    picture: NDArray[np.float32]


def sing_as_sung(performance: Performance, card: VoiceCard, world: World, seed: int = 0) -> Rendering:
    """A voice sings what a person sang, when and at what pitch the person did; frame 0 is its beginning."""
    conditioning = draw_conditioning(performance, card.geometry)
    painted = world.voice(card).sing_whole(conditioning)
    seen = to_sound_picture(0, painted, conditioning, seed)
    stft = Stft.of(card.geometry)
    return Rendering(griffin_lim(seen.magnitude, seen.f0_hz, seen.voiced, stft, seed=seed), painted)


def round_trip(sound: Sound, performance: Performance, card: VoiceCard, seed: int = 0) -> Rendering:
    """A recording's own picture, made into sound again: the best that any voice of this geometry can do."""
    conditioning = draw_conditioning(performance, card.geometry)
    stft = Stft.of(card.geometry)
    picture = to_picture(np.abs(stft.forward(sound)), card.geometry)
    frames = min(len(picture), len(conditioning))
    f0_hz, voiced = conditioning.f0_hz[:frames], conditioning.voiced[:frames]
    magnitude = to_magnitude(picture[:frames], card.geometry)
    return Rendering(griffin_lim(magnitude, f0_hz, voiced, stft, seed=seed), picture[:frames])


def as_loud_as(sound: Sound, card: VoiceCard, sample_rate: int) -> Sound:
    """A recording at the level at which the voice sings, so that its picture fits the voice's range."""
    level = sung_level_dbfs(sound, sample_rate)
    gain = amplitude(card.level_dbfs - level) if np.isfinite(level) else 1.0
    return (sound * gain).astype(np.float32)


def sing_score(score: Score, card: VoiceCard, world: World) -> Sound:
    """The first part as `pychang build` sings it, float32 (samples,), at the voice's sample rate."""
    part = replace(score.parts[0], pan=0.0)
    alone = replace(score, parts=(part,), backing=None)
    cast = dict.fromkeys((note.voice for note in part.notes), card)
    reading = Reading(None, alone, cast, (), ())
    cues, whole_s = cues_of(reading)
    rate = sound_rate(reading)
    return np.concatenate(
        [np.zeros(0, np.float32), *limited(song_blocks(reading, cues, whole_s, rate, world), rate)]
    )
