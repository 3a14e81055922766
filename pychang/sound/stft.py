"""The short-time Fourier transform every picture of sound is made with.

One convention for the training corpus and for singing, that of librosa's defaults: periodic
Hann window, centred frames (frame `t` looks at sample `t * hop`), zeros beyond both ends, no
scaling forward. A full-scale sinusoid therefore peaks at `n_fft / 4`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import scipy.fft
from numpy.typing import NDArray

from pychang.image.geometry import Geometry

Samples = NDArray[np.float32]  # (samples,)
Spectrum = NDArray[np.complex64]  # (bins, frames)


@dataclass(frozen=True)
class Stft:
    """Geometry of a spectrogram; it belongs to the voice (its `voice.toml`), never to the code.

    `n_fft` is even and `hop` at most half of it, else the inverse would have holes: ValueError.
    """

    sample_rate: int  # Hz
    n_fft: int  # samples in a frame
    hop: int  # samples from frame to frame

    def __post_init__(self) -> None:
        if self.n_fft % 2 or not 0 < 2 * self.hop <= self.n_fft or self.sample_rate <= 0:
            raise ValueError(f"n_fft must be even and hop within 1..n_fft/2: {self}")

    @classmethod
    def of(cls, geometry: Geometry) -> Stft:
        """The transform that a voice's pictures are made with."""
        return cls(geometry.sample_rate, geometry.n_fft, geometry.hop)

    @property
    def bins(self) -> int:
        return self.n_fft // 2 + 1

    @property
    def bin_hz(self) -> float:
        return self.sample_rate / self.n_fft

    @property
    def frame_s(self) -> float:
        """Seconds from frame to frame."""
        return self.hop / self.sample_rate

    @property
    def reach(self) -> int:
        """The most frames by which two frames may lie apart and still share a sample."""
        return (self.n_fft - 1) // self.hop

    def frames(self, samples: int) -> int:
        """How many frames `forward` makes of so many samples."""
        return 1 + samples // self.hop

    def forward(self, y: Samples, workers: int = 1) -> Spectrum:
        """float32 (samples,) -> complex64 (bins, 1 + samples // hop). `workers`: FFT threads."""
        return self.rows(y, workers).T

    def inverse(self, spectrum: Spectrum, length: int | None = None, workers: int = 1) -> Samples:
        """complex64 (bins, frames) -> float32 (length,), by least squares (Griffin & Lim 1984).

        `length` in samples, `(frames - 1) * hop` when None, the longest that `forward` turns into
        as many frames again; a longer one is filled with zeros.
        """
        return self.samples(np.ascontiguousarray(spectrum.T), length, workers)

    def rows(self, y: Samples, workers: int = 1) -> NDArray[np.complex64]:
        """`forward`, with a frame in each row: (frames, bins), the order that lies well in memory."""
        half = self.n_fft // 2
        padded = np.zeros(len(y) + self.n_fft, np.float32)
        padded[half : half + len(y)] = y
        frames = np.lib.stride_tricks.sliding_window_view(padded, self.n_fft)[:: self.hop]
        windowed = frames[: self.frames(len(y))] * hann(self.n_fft)
        return scipy.fft.rfft(windowed, axis=1, overwrite_x=True, workers=workers)

    def samples(self, rows: NDArray[np.complex64], length: int | None = None, workers: int = 1) -> Samples:
        """`inverse`, of frames in rows (frames, bins)."""
        length = (len(rows) - 1) * self.hop if length is None else length
        frames = scipy.fft.irfft(rows, self.n_fft, axis=1, workers=workers)
        frames *= hann(self.n_fft)
        half = self.n_fft // 2
        y = overlap_add(frames, self.hop)[half : half + length]
        y *= _inverse_window_sum(self, len(rows))[half : half + length]
        return np.pad(y, (0, length - len(y)))


@lru_cache(maxsize=8)
def hann(n: int) -> Samples:
    """The periodic Hann window of `n` samples, float32, not to be written to."""
    window = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n) / n)).astype(np.float32)
    window.setflags(write=False)
    return window


def overlap_add(frames: Samples, hop: int) -> Samples:
    """Lay frames (frames, n) over each other, `hop` samples apart, and add: ((frames - 1) * hop + n,).

    Works in strips `hop` wide, one addition for all frames, and not frame by frame.
    """
    count, n = frames.shape
    strips = -(-n // hop)
    out = np.zeros((count + strips - 1, hop), np.float32)
    for i in range(strips):
        strip = frames[:, i * hop : (i + 1) * hop]
        out[i : i + count, : strip.shape[1]] += strip
    return out.reshape(-1)[: (count - 1) * hop + n]


@lru_cache(maxsize=8)
def _inverse_window_sum(stft: Stft, frames: int) -> Samples:
    """One over the summed squares of the windows lying on each sample (0 where there is none)."""
    squares = np.broadcast_to(hann(stft.n_fft) ** 2, (frames, stft.n_fft))
    total = overlap_add(squares, stft.hop)
    return np.divide(1.0, total, out=np.zeros_like(total), where=total > 1e-6)
