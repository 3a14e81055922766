"""The noise is white, and the same everywhere."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import kurtosis

from pychang.sound.noise import _mix, white_noise

LONG = 2**18
SEEDS = (0, 1, 2, 3, 0x7FFFFFFF, 0xFFFFFFFF)


def test_mixer_is_the_published_one():
    """`lowbias32` in whole numbers without end, as its author wrote it."""

    def lowbias32(x):
        x = (x ^ x >> 16) * 0x7FEB352D % 2**32
        x = (x ^ x >> 15) * 0x846CA68B % 2**32
        return x ^ x >> 16

    given = [0, 1, 2, 0x12345678, 0xDEADBEEF, 0xFFFFFFFF]
    assert _mix(np.array(given, np.uint32)).tolist() == [lowbias32(x) for x in given]


def test_samples_are_these_on_every_machine():
    """Whoever changes them changes every song that was ever sung, and must change `noise.ts` as well."""
    assert (white_noise(1, 0, 6) * np.float32(147.8)).round().astype(int).tolist() == [
        174,
        -191,
        -19,
        -64,
        109,
        69,
    ]
    assert (white_noise(0xFFFFFFFF, 8190, 4) * np.float32(147.8)).round().astype(int).tolist() == [
        69,
        -104,
        -51,
        106,
    ]


@pytest.mark.parametrize("start, count", [(0, 0), (0, 1), (5, 100), (8191, 2), (8192, 8192), (8000, 20_000)])
def test_any_stretch_is_that_of_the_whole(start, count):
    assert np.array_equal(white_noise(3, start, count), white_noise(3, 0, 30_000)[start : start + count])


@pytest.mark.parametrize("seed", SEEDS)
def test_moments_are_those_of_noise(seed):
    y = white_noise(seed, 0, LONG).astype(np.float64)
    assert abs(y.mean()) < 4 / np.sqrt(LONG)
    assert y.var() == pytest.approx(1, abs=0.01)
    assert abs((y**3).mean()) < 0.02
    assert kurtosis(y) == pytest.approx(-0.3, abs=0.02)  # that of four equal dice with 256 faces


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("frame", [64, 800, 4096])
def test_spectrum_is_flat(seed, frame):
    """The mean power of every bin lies as near 1 as that of so many frames of noise must."""
    power = np.square(
        np.abs(np.fft.rfft(white_noise(seed, 0, LONG)[: LONG // frame * frame].reshape(-1, frame)))
    )
    mean = power[:, 1:-1].mean(axis=0) / frame
    assert np.abs(mean - 1).max() < 5.5 / np.sqrt(len(power))


def test_through_a_window_it_is_gaussian():
    """What is seen of it: magnitudes of bins are Rayleigh-distributed (E|X|^4 = 2 E(|X|^2)^2)."""
    frames = white_noise(5, 0, LONG)[: LONG // 800 * 800].reshape(-1, 800) * np.hanning(800)
    power = np.square(np.abs(np.fft.rfft(frames)[:, 5:-5:3]))
    assert np.square(power).mean() / power.mean() ** 2 == pytest.approx(2, abs=0.03)


@pytest.mark.parametrize("one, two", list(pairwise(SEEDS)))
def test_seeds_have_nothing_to_do_with_each_other(one, two):
    """Neighbours neither: the cross-correlation at every lag is that of chance."""
    a, b = (np.fft.rfft(white_noise(seed, 0, LONG)) for seed in (one, two))
    assert np.abs(np.fft.irfft(a * b.conj())).max() < 6 * np.sqrt(LONG)


@pytest.mark.parametrize("apart", [1, 2, 7, 1000])
def test_chunks_have_nothing_to_do_with_each_other(apart):
    one, two = (white_noise(7, 8192 * i, 8192).astype(np.float64) for i in (3, 3 + apart))
    assert abs(one @ two) < 4.5 * np.sqrt(8192)
    assert abs(one**2 @ two**2 / 8192 - 1) < 0.1


def test_samples_are_independent_of_those_before():
    """Not only uncorrelated: the square says nothing about the next square, nor a sign about the next."""
    y = white_noise(11, 0, LONG).astype(np.float64)
    for lag in (1, 2, 3, 4, 8, 16, 256, 4096):
        before, after = y[:-lag], y[lag:]
        for power in (1, 2, 3):
            assert abs(np.corrcoef(before**power, after**power)[0, 1]) < 4.5 / np.sqrt(LONG)
