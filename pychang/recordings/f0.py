"""F0 as sung, by Praat's tracker (autocorrelation; Boersma 1993), and a check of its octaves.

A long recording is tracked a block at a time, so that memory does not grow with it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pychang.score.model import Part

BLOCK_S = 60.0
OVERLAP_S = 2.0  # on each side of a block: Praat's best path forgets within that
CANDIDATES = 6
SILENCE_THRESHOLD = 0.02  # of the block's peak: soft singing is sung
VOICING_THRESHOLD = 0.40
OCTAVE_COST = 0.01
OCTAVE_JUMP_COST = 0.50  # a melody leaps an octave seldom …
VOICED_UNVOICED_COST = 0.12  # … and is voiced for long
QUIET_PEAK = 0.01  # of the recording's: a block without a sound has no pitch

OCTAVE = 12.0
MARGIN = 4.0  # semitones that a singer may go beyond the notes
LOWEST_HZ, HIGHEST_HZ = 50.0, 1400.0
NEAR_SEMITONES = 3.0  # a corrected frame has to fit its note this well …
GAIN_SEMITONES = 5.0  # … and so much better than the frame as it was


@dataclass(frozen=True)
class PitchTrack:
    """`f0_hz` (frames,): 0 where unvoiced; `strength` (frames,): the autocorrelation's peak, 0..1."""

    hop_s: float
    f0_hz: np.ndarray
    strength: np.ndarray


def track_f0(sound: np.ndarray, sample_rate: int, hop_s: float, low_hz: float, high_hz: float) -> np.ndarray:
    """F0 in Hz of a sound, frame `i` at `i * hop_s`, shape (ceil(duration / hop_s) + 1,); 0: unvoiced.

    Needs praat-parselmouth (`pychang[train]`).
    """
    return track_pitch(sound, sample_rate, hop_s, low_hz, high_hz).f0_hz


def track_pitch(
    sound: np.ndarray, sample_rate: int, hop_s: float, low_hz: float, high_hz: float
) -> PitchTrack:
    """F0 and how periodic the sound is; as `track_f0`."""
    count = int(np.ceil(len(sound) / sample_rate / hop_s)) + 1
    f0, strength = np.zeros(count), np.zeros(count)
    peak = float(np.abs(sound).max(initial=0.0))
    step = round(BLOCK_S / hop_s)
    around = round(OVERLAP_S / hop_s)
    for first in range(0, count, step):
        begin = max(first - around, 0)
        a, b = (round(i * hop_s * sample_rate) for i in (begin, first + step + around))
        block = sound[a:b]
        if np.abs(block).max(initial=0.0) <= QUIET_PEAK * peak or len(block) * low_hz < 4 * sample_rate:
            continue
        inside = np.arange(first, min(first + step, count))
        at = inside * hop_s - a / sample_rate
        f0[inside], strength[inside] = _track(block, sample_rate, hop_s, low_hz, high_hz, at)
    return PitchTrack(hop_s, f0, strength)


def _track(
    block: np.ndarray, sample_rate: int, hop_s: float, low_hz: float, high_hz: float, at_s: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """F0 and strength at the times `at_s` of one block."""
    import parselmouth

    sound = parselmouth.Sound(block.astype(np.float64), sample_rate)
    pitch = sound.to_pitch_ac(
        hop_s,
        low_hz,
        CANDIDATES,
        False,
        SILENCE_THRESHOLD,
        VOICING_THRESHOLD,
        OCTAVE_COST,
        OCTAVE_JUMP_COST,
        VOICED_UNVOICED_COST,
        high_hz,
    )
    found = pitch.selected_array
    return resampled(found["frequency"], pitch.xs(), at_s), _nearest(found["strength"], pitch.xs(), at_s)


def resampled(f0_hz: np.ndarray, times: np.ndarray, at_s: np.ndarray) -> np.ndarray:
    """F0 at other times; voiced where the nearest frame is, and never a mean of voiced and unvoiced."""
    nearest = _nearest(f0_hz, times, at_s)
    right = np.clip(np.searchsorted(times, at_s), 1, len(times) - 1)
    both = (f0_hz[right - 1] > 0) & (f0_hz[right] > 0)
    between = np.interp(at_s, times, f0_hz)
    return np.where(both & (nearest > 0), between, nearest)


def _nearest(values: np.ndarray, times: np.ndarray, at_s: np.ndarray) -> np.ndarray:
    """0 beyond the ends."""
    if len(times) == 1:
        return np.where(np.abs(at_s - times[0]) < 0.01, values[0], 0.0)
    step = times[1] - times[0]
    i = np.rint((at_s - times[0]) / step).astype(int)
    inside = (i >= 0) & (i < len(times))
    return np.where(inside, values[np.clip(i, 0, len(times) - 1)], 0.0)


def check_octaves(f0_hz: np.ndarray, expected_midi: np.ndarray) -> np.ndarray:
    """F0 with frames moved by an octave where that fits the score and the frames around better.

    `expected_midi` (frames,): what the score has there, in the singer's own register; nan where it has
    nothing. A stretch that was tracked in one go is moved as a whole or not at all, and is never moved to
    the score otherwise: a singer who is off stays off.
    """
    out = f0_hz.copy()
    midi = to_midi(f0_hz)
    for run in _smooth_runs(midi):
        wanted = expected_midi[run]
        if np.isnan(wanted).all():
            continue
        off = np.nanmedian(midi[run] - wanted)
        shift = -OCTAVE * np.rint(off / OCTAVE)
        fits = abs(off + shift) < NEAR_SEMITONES and abs(off) - abs(off + shift) > GAIN_SEMITONES
        if shift and fits:
            out[run] *= 2.0 ** (shift / OCTAVE)
    return out


def search_range(part: Part) -> tuple[float, float]:
    """The F0 in Hz that a singer of a part may have: from an octave lower to a little higher."""
    midi = [note.midi for note in part.notes if note.midi is not None]
    low, high = to_hz(min(midi) - OCTAVE - MARGIN), to_hz(max(midi) + 2 * MARGIN)
    return max(low, LOWEST_HZ), min(high, HIGHEST_HZ)


def register_range(part: Part, semitones: float) -> tuple[float, float]:
    """The same, for a singer who is known to sing `semitones` lower than the score."""
    midi = [note.midi - semitones for note in part.notes if note.midi is not None]
    return max(to_hz(min(midi) - 2 * MARGIN), LOWEST_HZ), min(to_hz(max(midi) + 2 * MARGIN), HIGHEST_HZ)


def _smooth_runs(midi: np.ndarray) -> list[slice]:
    """Voiced stretches without a leap of more than five semitones from one frame to the next."""
    voiced = ~np.isnan(midi)
    leap = np.abs(np.diff(midi, prepend=np.nan)) > GAIN_SEMITONES
    starts = voiced & (~np.roll(voiced, 1) | leap)
    starts[:1] = voiced[:1]
    begins = np.flatnonzero(starts)
    ends = np.flatnonzero(np.append(voiced[:-1] & (~voiced[1:] | starts[1:]), voiced[-1:])) + 1
    return [slice(a, b) for a, b in zip(begins, ends, strict=True)]


def to_hz(midi: float) -> float:
    return 440.0 * 2.0 ** ((midi - 69.0) / 12.0)


def to_midi(f0_hz: np.ndarray) -> np.ndarray:
    """Semitones, 69 being 440 Hz; nan where unvoiced."""
    with np.errstate(divide="ignore"):
        return np.where(f0_hz > 0, 69.0 + 12.0 * np.log2(np.maximum(f0_hz, 1e-9) / 440.0), np.nan)
