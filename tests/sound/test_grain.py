"""Noise has grain, harmonics have none."""

from __future__ import annotations

import numpy as np
import pytest

from pychang.sound.grain import STRENGTH, grain
from pychang.sound.stft import Stft

STFT = Stft(22050, 800, 200)


def test_harmonics_are_left_alone_and_the_noise_between_them_is_not():
    f0 = np.full(200, 20 * STFT.bin_hz)
    made = grain(f0, np.ones(200), STFT, 50)
    assert made.shape == (401, 200)
    assert (made[20::20] == 1).all()
    between = 20 * np.log10(made[30::20])
    assert 1.5 < between.std() < 8 and abs(between.mean()) < 4


def test_unvoiced_frames_have_the_grain_of_noise_throughout():
    made = grain(np.full(400, 300.0), np.zeros(400), STFT, 0)[20:380]
    assert (made ** (2 / STRENGTH)).mean() == pytest.approx(1, abs=0.05)


def test_it_does_not_matter_where_a_song_is_cut():
    f0, voiced = np.full(300, 250.0), np.linspace(0, 1, 300)
    whole = grain(f0, voiced, STFT, 0)
    part = grain(f0[110:240], voiced[110:240], STFT, 110)
    assert np.allclose(whole[:, 110:240], part, atol=1e-4)
