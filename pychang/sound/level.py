"""Loudness and peaks, on sound that comes in blocks.

A song is not normalised by its own peak: that would need the whole song before its first
sample can be written, would make a quiet song loud, and would change every sample when one
syllable changes. A voice knows how loud its mezzo-forte is, and one fixed gain brings that to
`SUNG_DBFS`; what then stands out is held under the ceiling by a look-ahead limiter, in float,
before anything is rounded to 16 bits. Blocks are float32, (samples,) or (samples, channels).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Block = NDArray[np.float32]
Decibels = NDArray[np.float64]

CEILING_DBFS = -1.0
SUNG_DBFS = -18.0  # RMS of mezzo-forte: fortissimo, 8 dB up, and 8 dB from RMS to peak just fit
LOOK_AHEAD_S = 0.005
RELEASE_DB_PER_S = 40.0  # slow enough that gain does not follow the periods of a low voice
_HEARD_DB = 30.0  # frames so far below the loudest do not count as sung
_MARGIN_DB = 1e-5  # more than float32 rounds away


def amplitude(db: float) -> float:
    """What to multiply samples by for a gain of `db`; full scale for 0 dBFS."""
    return 10.0 ** (db / 20.0)


def gain_to_sung_db(level_dbfs: float) -> float:
    """The gain that brings a voice with that RMS of mezzo-forte to `SUNG_DBFS`."""
    return SUNG_DBFS - level_dbfs


def sung_level_dbfs(y: Block, sample_rate: int) -> float:
    """RMS of a recording in dBFS over the 50 ms frames that are sung; -inf for silence.

    y: float32 (samples,). Frames more than 30 dB below the loudest are pauses.
    """
    size = sample_rate // 20
    power = np.square(y[: len(y) // size * size], dtype=np.float64).reshape(-1, size).mean(axis=1)
    if not power.any():
        return -np.inf
    return float(10 * np.log10(power[power > power.max() * 10 ** (-_HEARD_DB / 10)].mean()))


def limited(blocks: Iterable[Block], sample_rate: int, ceiling_dbfs: float = CEILING_DBFS) -> Iterator[Block]:
    """The same samples with no peak above `ceiling_dbfs`, as many as came in and not late.

    Gain falls during the 5 ms before a peak, is the same in all channels, and rises by 40 dB a
    second; nothing is clipped, and what lies below the ceiling passes unchanged. Holds a block
    and 5 ms at a time; the blocks that come out are cut elsewhere than those that went in.
    """
    limiter = _Limiter(amplitude(ceiling_dbfs), round(LOOK_AHEAD_S * sample_rate) | 1, sample_rate)
    past: Decibels | None = None
    waiting: Block | None = None
    for block in blocks:
        waiting = block if waiting is None else np.concatenate([waiting, block])
        if len(waiting) > limiter.ahead:
            out, waiting, past = limiter.step(waiting, past)
            yield out
    if waiting is not None and len(waiting):
        nothing = np.zeros((limiter.ahead, *waiting.shape[1:]), np.float32)
        yield limiter.step(np.concatenate([waiting, nothing]), past)[0]


@dataclass(frozen=True)
class _Limiter:
    ceiling: float  # linear
    size: int  # samples of looking ahead, odd
    sample_rate: int

    @property
    def ahead(self) -> int:
        return self.size - 1

    def step(self, sound: Block, past: Decibels | None) -> tuple[Block, Block, Decibels]:
        """Limit all of `sound` but its last `ahead` samples: (limited, those left, new past).

        past: (ahead,), by how many dB the samples just before were held down; None at
        the beginning, which is as far down as if it had been looked ahead to.
        """
        ready = len(sound) - self.ahead
        now = self._held(sound, 0.0 if past is None else past[-1])[:ready]
        held = np.concatenate([np.full(self.ahead, now[0]) if past is None else past, now])
        if held.any():
            gain = 10.0 ** (-self._faded(held) / 20.0)
            out = (sound[:ready].T * gain).T.astype(np.float32)
        else:
            out = sound[:ready]
        return out, sound[ready:], held[ready:]

    def _held(self, sound: Block, last: float) -> Decibels:
        """The most that any of the next `size` samples needs, let go slowly after it: (samples,)."""
        peak = np.abs(sound).reshape(len(sound), -1).max(axis=1)
        over = peak > self.ceiling
        need = np.where(over, 20 * np.log10(np.where(over, peak, 1.0) / self.ceiling) + _MARGIN_DB, 0.0)
        ahead = self._most_ahead(need) if over.any() else need
        ramp = np.arange(len(sound) + 1) * (RELEASE_DB_PER_S / self.sample_rate)
        return np.maximum(np.maximum.accumulate(np.concatenate([[last], ahead]) + ramp) - ramp, 0)[1:]

    def _most_ahead(self, need: Decibels) -> Decibels:
        from scipy.ndimage import maximum_filter1d  # most songs never need it

        return maximum_filter1d(need, self.size, mode="constant", origin=-(self.size // 2))

    def _faded(self, held: Decibels) -> Decibels:
        """A weighted mean over the `size` samples up to each: all of them looked as far as this one."""
        weights = np.hanning(self.size + 2)[1:-1]
        return np.convolve(held, weights / weights.sum(), mode="valid")


def pcm16(block: Block, dither: np.random.Generator | None = None) -> NDArray[np.int16]:
    """Rounded to 16 bits, full scale 32767; what is beyond it stays at it, and never wraps round.

    `dither`: adds triangular noise of one step each way (Lipshitz, Wannamaker & Vanderkooy 1992).
    Without it exact silence stays exact silence.
    """
    scaled = block * np.float32(32767)
    if dither is not None:
        scaled = scaled + (dither.random(block.shape) - dither.random(block.shape)).astype(np.float32)
    return np.clip(np.rint(scaled), -32768, 32767).astype(np.int16)
