"""The grain of noise: what a painted picture lacks where it shows noise.

A network that is trained to be right on average paints noise as its smooth median. A sound that keeps to a
smooth magnitude is a tone, so Griffin-Lim would make the breath between the harmonics hum. Noise has grain:
its magnitude is Rayleigh-distributed from bin to bin and frame to frame. It is given that of the very noise
that its phase starts from.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pychang.image.harmonics import distance_to_harmonics
from pychang.sound.noise import white_noise
from pychang.sound.stft import Stft, hann

STRENGTH = 0.6  # 1: all the grain of noise; then one bin in sixteen would lie 12 dB below the picture
LINE_BINS = (1.5, 3.0)  # from a harmonic to where nothing of it is left: the main lobe of a Hann window


def grain(
    f0_hz: NDArray[np.floating], voiced: NDArray[np.floating], stft: Stft, first_frame: int, seed: int = 0
) -> NDArray[np.float32]:
    """What to multiply magnitudes (bins, frames) by, for frames from `first_frame` of the song on.

    1 at the harmonics of F0 where the voice sounds; elsewhere noise of power 1, softened by `STRENGTH`.
    """
    begin = max(first_frame - stft.reach, 0)  # so that it does not matter where a song is cut
    count = first_frame - begin + len(f0_hz) + stft.reach
    noise = white_noise(seed, begin * stft.hop, (count - 1) * stft.hop)
    rows = np.abs(stft.rows(noise))[first_frame - begin :][: len(f0_hz)]
    rows /= np.sqrt(np.square(hann(stft.n_fft)).sum())
    off = distance_to_harmonics(np.arange(stft.bins, dtype=np.float32), f0_hz, stft.bin_hz)
    near, far = LINE_BINS
    noisy = np.clip((off - near) / (far - near), 0, 1)
    noisy = 1 - np.asarray(voiced, np.float32)[:, None] * (1 - noisy)
    return np.power(np.maximum(rows, 1e-3), STRENGTH * noisy).T.astype(np.float32)
