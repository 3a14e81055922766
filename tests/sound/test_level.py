import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pychang.sound.level import CEILING_DBFS, amplitude, limited, pcm16, sung_level_dbfs

RATE = 8000
CEILING = amplitude(CEILING_DBFS)
# loud, quiet and silent stretches with single peaks among them
sounds = st.builds(
    lambda parts: np.concatenate([p * gain for p, gain in parts]).astype(np.float32),
    st.lists(
        st.tuples(
            arrays(np.float32, st.integers(1, 300), elements=st.floats(-1, 1, width=32)),
            st.sampled_from([0.0, 0.1, 1.0, 3.0, 1000.0]),
        ),
        min_size=1,
        max_size=6,
    ),
)


def limit(y, *cuts):
    return np.concatenate([*limited(np.split(y, sorted(c % (len(y) + 1) for c in cuts)), RATE)])


@settings(deadline=None)
@given(sounds, st.lists(st.integers(0, 2000), max_size=5))
def test_no_peak_above_the_ceiling_however_it_is_cut(y, cuts):
    out = limit(y, *cuts)
    assert out.shape == y.shape and out.dtype == np.float32
    assert np.abs(out).max() <= CEILING
    np.testing.assert_allclose(out, limit(y), rtol=1e-5, atol=1e-7)


@settings(deadline=None)
@given(sounds)
def test_gain_only_turns_down_and_only_where_needed(y):
    out = limit(y)
    assert (np.abs(out) <= np.abs(y)).all() and (out * y >= 0).all()
    if np.abs(y).max() <= CEILING:
        assert np.array_equal(out, y)


def test_gain_moves_smoothly_and_comes_back():
    y = np.full(RATE, 0.5, np.float32)
    y[2000:2010] = 2.0
    gain = limit(y) / y
    assert gain[1900] == 1 and gain[-1] == 1
    assert np.abs(np.diff(gain)).max() < 0.04  # 7 dB in 5 ms and not at once


def test_both_channels_are_turned_down_together():
    y = np.stack([np.full(400, 0.2), np.full(400, 1.5)], axis=1).astype(np.float32)
    out = np.concatenate([*limited([y], RATE)])
    np.testing.assert_allclose(out[:, 0] / out[:, 1], 0.2 / 1.5, rtol=1e-5)
    assert np.abs(out).max() <= CEILING


@given(arrays(np.float32, 50, elements=st.floats(-5, 5, width=32)))
def test_samples_never_wrap(y):
    for out in (pcm16(y), pcm16(y, np.random.default_rng(0))):
        assert (np.abs(out - np.clip(y, -1, 1) * 32767.0) < 2).all()


def test_silence_rounds_to_silence_and_dither_is_repeatable():
    y = np.zeros(1000, np.float32)
    assert not pcm16(y).any()
    once, again = (pcm16(y, np.random.default_rng(3)) for _ in range(2))
    assert np.array_equal(once, again) and set(once) == {-1, 0, 1}


def test_sung_level_leaves_out_pauses():
    tone = np.sin(np.arange(RATE) / 5).astype(np.float32)
    song = np.concatenate([0 * tone, 0.1 * tone, 0.0001 * tone])
    assert sung_level_dbfs(song, RATE) == pytest.approx(-23, abs=0.1)
    assert sung_level_dbfs(0 * tone, RATE) == -np.inf
