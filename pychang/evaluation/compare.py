"""Figures of one sound against a recording or a score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pychang.compile import perform_part, pronounce_part
from pychang.evaluation import distortion, onsets, pitch, spectrum
from pychang.evaluation.envelope import HOP_S, mel_cepstra
from pychang.evaluation.model import Figures
from pychang.evaluation.rendering import Rendering
from pychang.image import Geometry
from pychang.korean.model import BREATH, SILENCE, VOWELS
from pychang.performance import Performance, Phone
from pychang.performance.clock import clock_of
from pychang.recordings.f0 import to_hz
from pychang.score.model import Score
from pychang.sound.stft import Stft
from pychang.voice import VoiceCard

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

WINDOW = 1024  # samples, for long-term spectra
LOUD_DB = 35.0  # frames so far below the loud ones are not sung
BEYOND_SEMITONES = 7  # the tracker looks so far beyond a voice's range


@dataclass(frozen=True)
class Heard:
    """A sound as the measures see it: F0 and mel cepstra every `HOP_S`, and which frames are loud.

    power: (bins,), its long-term spectrum, all of it being 1.
    """

    sound: NDArray[np.float32]
    sample_rate: int
    range_hz: tuple[float, float]
    f0_hz: Floats
    cepstra: Floats
    loud: Mask
    power: Floats

    @property
    def bin_hz(self) -> float:
        return self.sample_rate / WINDOW


def listen(sound: NDArray[np.float32], sample_rate: int, range_hz: tuple[float, float]) -> Heard:
    """Track and analyse a sound, float32 (samples,)."""
    f0_hz = pitch.f0_of(sound, sample_rate, range_hz)
    cepstra = mel_cepstra(sound, sample_rate, f0_hz)
    level_db = distortion.TO_DB * 2 * cepstra[:, 0]
    loud = level_db > np.percentile(level_db, 95) - LOUD_DB
    power = spectrum.long_term_power(np.abs(Stft(sample_rate, WINDOW, WINDOW // 4).forward(sound)))
    return Heard(sound, sample_rate, range_hz, f0_hz, cepstra, loud, power)


def range_of(card: VoiceCard) -> tuple[float, float]:
    """Between which pitches a voice's singing is looked for.

    Never from higher than 90 Hz on: Praat looks at three periods of the lowest, and mistakes octaves in less.
    """
    low, high = card.low_midi - BEYOND_SEMITONES, card.high_midi + BEYOND_SEMITONES
    return min(pitch.RANGE_HZ[0], to_hz(low)), min(pitch.RANGE_HZ[1], to_hz(high))


def sung_frames(phones: Sequence[Phone], frames: int) -> Mask:
    """Which frames of `HOP_S` have a phone that is neither silence nor a breath."""
    times = np.arange(frames) * HOP_S
    sung = np.zeros(frames, bool)
    for phone in phones:
        if phone.symbol not in (SILENCE, BREATH):
            sung |= (times >= phone.start_s) & (times < phone.end_s)
    return sung


def as_long_as(sound: NDArray[np.float32], samples: int) -> NDArray[np.float32]:
    """Cut, or filled up with silence."""
    return np.pad(sound[:samples], (0, max(0, samples - len(sound))))


def against_recording(made: Heard, recording: Heard, phones: Sequence[Phone]) -> Figures:
    """Figures of a sound that was sung as the recording was, frame by frame; both are equally long.

    phones: of the recording's alignment.
    """
    sung = sung_frames(phones, len(made.f0_hz))
    offs = onsets.onset_errors(made.sound, made.sample_rate, onsets.vowels_as_sung(phones))
    octaves, wanted_octaves = (spectrum.octaves(one.power, one.bin_hz) for one in (made, recording))
    bright, wanted_bright = (spectrum.brightness_db(one.power, one.bin_hz) for one in (made, recording))
    return Figures(
        distortion_db=_known(
            distortion.distortion(made.cepstra, recording.cepstra, sung & made.loud & recording.loud)
        ),
        f0_rmse_cents=_known(pitch.rmse_cents(made.f0_hz, recording.f0_hz)),
        semitones=_known(pitch.semitone_accuracy(made.f0_hz, recording.f0_hz)),
        voicing_error=_known(pitch.voicing_error(made.f0_hz, recording.f0_hz, sung)),
        onset_s=_median(offs),
        spectrum_db=tuple(float(one) for one in octaves - wanted_octaves),
        dullness_db=bright - wanted_bright,
    )


def peeps_of(made: Rendering, performance: Performance, geometry: Geometry) -> tuple[int, int]:
    return spectrum.peeps(made.picture, made.sound, performance, geometry)


def against_score(
    made: Heard, score: Score, recording: Heard, phones: Sequence[Phone], card: VoiceCard
) -> Figures:
    """Figures of a sound that was sung from the score, as `pychang build` sings it."""
    part, clock = score.parts[0], clock_of(score)
    planned = perform_part(score, part, card).phones
    guide = guide_between(planned, phones, len(made.f0_hz), len(recording.f0_hz))
    counted = (
        made.loud & sung_frames(planned, len(made.loud)),
        recording.loud & sung_frames(phones, len(recording.loud)),
    )
    beats = onsets.beats_of_vowels(part, pronounce_part(part), clock)
    right, _ = pitch.pitch_errors(
        made.sound,
        made.sample_rate,
        part,
        pitch.spans_by_score(part, clock),
        made.range_hz,
        pitch.OCTAVE_COST,
    )
    return Figures(
        warped_distortion_db=_known(
            distortion.warped_distortion(made.cepstra, recording.cepstra, *counted, guide)
        ),
        semitones_by_score=_within_semitone(right),
        onset_by_score_s=_median(onsets.onset_errors(made.sound, made.sample_rate, beats)),
    )


def singer_against_score(recording: Heard, score: Score, phones: Sequence[Phone]) -> Figures:
    """How the person who recorded it kept to the score: its pitches, on the notes as they were sung."""
    spans = pitch.spans_as_sung(phones, VOWELS)
    right, _ = pitch.pitch_errors(
        recording.sound, recording.sample_rate, score.parts[0], spans, recording.range_hz, pitch.OCTAVE_COST
    )
    return Figures(semitones_by_score=_within_semitone(right))


def guide_between(one: Sequence[Phone], other: Sequence[Phone], frames: int, other_frames: int) -> Floats:
    """About which frame of `other` each frame of `one` is, (frames,), by the vowels of notes in both."""
    starts = [{span.note: span.start_s for span in pitch.spans_as_sung(p, VOWELS)} for p in (one, other)]
    shared = sorted(set(starts[0]) & set(starts[1]))
    points = [(starts[0][note] / HOP_S, starts[1][note] / HOP_S) for note in shared]
    inside = [(x, y) for x, y in points if 0 < x < frames - 1 and 0 < y < other_frames - 1]
    x, y = zip((0.0, 0.0), *inside, (frames - 1.0, other_frames - 1.0), strict=True)
    return np.interp(np.arange(frames), x, y)


def _within_semitone(off: Floats) -> float | None:
    return float(np.mean(np.abs(off) <= pitch.HALF_SEMITONE)) if len(off) else None


def _median(off: Floats) -> float | None:
    return float(np.median(np.abs(off))) if len(off) else None


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value
