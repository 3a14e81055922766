"""Sung vowels and a fricative, made here, to take pictures of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import median_filter
from scipy.signal import butter, lfilter, sosfilt

from pychang.sound.stft import Stft

RATE = 22050
FORMANTS = ((800, 80), (1300, 90), (2700, 120), (3800, 200), (4700, 250), (6000, 400), (8000, 500))


@dataclass(frozen=True)
class Sung:
    """`voice` + `noise` is the sound, (samples,); f0_hz, voiced, held: (frames,)."""

    voice: np.ndarray
    noise: np.ndarray
    f0_hz: np.ndarray
    voiced: np.ndarray
    held: np.ndarray
    stft: Stft

    @property
    def magnitude(self) -> np.ndarray:
        return np.abs(self.stft.forward(self.voice + self.noise))

    @property
    def smooth_magnitude(self) -> np.ndarray:
        """As a network paints it: noise is the median of its speckle."""
        noise = median_filter(np.abs(self.stft.forward(self.noise)), (9, 9))
        return np.hypot(np.abs(self.stft.forward(self.voice)), noise)


def vowel(midi: float, seconds: float, vibrato_cents: float = 50.0) -> tuple[np.ndarray, np.ndarray]:
    """(sound, F0) sample by sample; vibrato comes in after 0.3 s."""
    t = np.arange(int(seconds * RATE)) / RATE
    cents = vibrato_cents * np.clip((t - 0.3) / 0.4, 0, 1) * np.sin(2 * np.pi * 5.5 * t)
    f0 = 440 * 2 ** ((midi - 69 + cents / 100) / 12)
    phase = 2 * np.pi * np.cumsum(f0) / RATE
    y = sum(h**-1.2 * np.sin(h * phase + 0.3 * h**0.5) * (h * f0 < RATE / 2) for h in range(1, 60))
    for hz, width_hz in FORMANTS:
        r = np.exp(-np.pi * width_hz / RATE)
        a = [1, -2 * r * np.cos(2 * np.pi * hz / RATE), r * r]
        y = lfilter([sum(a)], a, y)
    fade = np.clip(np.minimum(t / 0.03, t[::-1] / 0.05), 0, 1)
    return 0.4 * y / np.abs(y).max() * fade, f0


def hiss(samples: int, low_hz: float, seed: int) -> np.ndarray:
    noise = np.random.default_rng(seed).standard_normal(samples)
    return sosfilt(butter(4, low_hz, "high", fs=RATE, output="sos"), noise)


def sing(midis: tuple[float, ...], breath: float = 0.002, vibrato_cents: float = 50.0) -> Sung:
    """For each note 0.12 s of frication, 1 s of vowel with breath in it, and 0.08 s of nothing."""
    stft = Stft(RATE, 800, 200)
    voice, noise, f0, voiced = [], [], [], []
    for seed, midi in enumerate(midis):
        y, hz = vowel(midi, 1.0, vibrato_cents)
        lead, rest = np.zeros(2600), np.zeros(1800)
        voice += [lead, y, rest]
        noise += [0.03 * hiss(2600, 4000, seed), breath * hiss(len(y), 3500, seed + 99), rest]
        f0 += [lead + hz[0], hz, rest + hz[-1]]
        voiced += [lead, np.ones(len(y)), rest]
    at = np.arange(stft.frames(sum(map(len, voice)))) * stft.hop
    f0_hz, is_voiced = (np.append(np.concatenate(x), x[-1][-1])[at] for x in (f0, voiced))
    held = np.convolve(is_voiced, np.ones(9), "same") > 8.5
    voice, noise = (np.concatenate(x).astype(np.float32) for x in (voice, noise))
    return Sung(voice, noise, f0_hz, is_voiced, held, stft)
