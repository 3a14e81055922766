"""Mel-cepstral distortion: right in dB, blind to pitch and level, and in the order in which voices differ."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.signal import firwin2, oaconvolve

from pychang.evaluation.compare import listen
from pychang.evaluation.distortion import TO_DB, distortion, frame_distortion, warp, warped_distortion
from pychang.evaluation.envelope import _alpha, mel_cepstra
from pychang.voice.formant import sing_formants

RATE = 22050
RANGE_HZ = (90.0, 900.0)


def heard(sound):
    return listen(sound, RATE, RANGE_HZ)


def between(one, other):
    frames = min(len(one.loud), len(other.loud))
    counted = one.loud[:frames] & other.loud[:frames]
    return distortion(one.cepstra[:frames], other.cepstra[:frames], counted)


def rippled(sound: np.ndarray, order: int, depth_db: float) -> np.ndarray:
    """Filtered so that its level is a cosine, `depth_db` high, along the warped frequency."""
    alpha = _alpha(RATE)
    omega = np.linspace(0, np.pi, 513)
    warped = omega + 2 * np.arctan2(alpha * np.sin(omega), 1 - alpha * np.cos(omega))
    taps = firwin2(1025, omega / np.pi, 10 ** (depth_db * np.cos(order * warped) / 20))
    return oaconvolve(sound, taps, mode="same").astype(np.float32)


@pytest.mark.parametrize(("order", "depth_db"), [(2, 6.0), (6, 4.0)])
def test_it_is_the_root_mean_square_of_the_difference_in_db(order: int, depth_db: float) -> None:
    noise = np.random.default_rng(0).standard_normal(2 * RATE).astype(np.float32)
    unvoiced = np.zeros(401)
    one, other = (mel_cepstra(x, RATE, unvoiced)[20:-20] for x in (noise, rippled(noise, order, depth_db)))
    assert frame_distortion(one, other).mean() == pytest.approx(depth_db / np.sqrt(2), rel=0.06)
    assert TO_DB * np.abs((other - one)[:, order]).mean() == pytest.approx(depth_db / 2, rel=0.08)


def test_gain_does_not_matter_and_pitch_hardly(sung) -> None:
    plain = heard(sung.sound)
    assert between(plain, heard(3.0 * sung.sound)) < 0.01
    again = heard(sing_formants(sung.performance, RATE, seed=2))
    higher = replace(sung.performance, f0_hz=sung.performance.f0_hz * 2 ** (2 / 12))
    transposed = heard(sing_formants(higher, RATE, seed=2))
    assert between(plain, transposed) < between(plain, again) + 1.5


def test_voices_are_in_the_order_in_which_they_differ(sung, another) -> None:
    plain = heard(sung.sound)
    again, other = heard(sing_formants(sung.performance, RATE, seed=2)), heard(another)
    assert between(plain, plain) == 0
    assert 1 < between(plain, again) < 4
    assert between(plain, other) > between(plain, again) + 3


def test_a_warping_finds_what_was_moved(sung) -> None:
    plain = heard(sung.sound)
    late = heard(np.concatenate([np.zeros(RATE // 5, np.float32), sung.sound]))  # 40 frames
    rows, columns = warp(plain.cepstra, late.cepstra)
    loud = plain.loud[rows]
    assert np.median((columns - rows)[loud]) == 40
    assert warped_distortion(plain.cepstra, late.cepstra, plain.loud, late.loud) < 0.3
    assert between(plain, late) > 4


def test_a_guide_takes_a_warping_where_the_band_alone_does_not_reach(sung) -> None:
    plain = heard(sung.sound)
    late = heard(np.concatenate([np.zeros(3 * RATE, np.float32), sung.sound, np.zeros(3 * RATE, np.float32)]))
    guide = np.arange(len(plain.cepstra)) + 600.0
    guided = warped_distortion(plain.cepstra, late.cepstra, plain.loud, late.loud, guide)
    assert guided < 0.3


def test_a_warping_is_the_cheapest_there_is() -> None:
    """Against the plain recursion over all places."""
    random = np.random.default_rng(3)
    one, other = random.standard_normal((17, 3)), random.standard_normal((23, 3))
    cost = np.linalg.norm(one[:, None, 1:] - other[None, :, 1:], axis=2)
    total = np.full(np.add(cost.shape, 1), np.inf)
    total[0, 0] = 0
    for i in range(len(one)):
        for j in range(len(other)):
            total[i + 1, j + 1] = cost[i, j] + min(total[i, j], total[i, j + 1], total[i + 1, j])
    rows, columns = warp(one, other)
    assert cost[rows, columns].sum() == pytest.approx(total[-1, -1])
    assert (rows[0], columns[0], rows[-1], columns[-1]) == (0, 0, 16, 22)
    steps = np.stack([np.diff(rows), np.diff(columns)], axis=1)
    assert {tuple(step) for step in steps} <= {(1, 1), (1, 0), (0, 1)}


def test_nothing_sung_is_no_figure() -> None:
    cepstra = np.zeros((5, 25))
    assert np.isnan(distortion(cepstra, cepstra, np.zeros(5, bool)))
