import numpy as np
import pytest

from pychang.sound.mix import Track, channel_gains, mixed


def join(*tracks):
    return np.concatenate([*mixed(tracks)])


def test_one_part_in_the_middle_is_mono():
    y = np.arange(5, dtype=np.float32)
    np.testing.assert_allclose(join(Track([y, y], gain_db=20)), 10 * np.r_[y, y])


@pytest.mark.parametrize(("pan", "left", "right"), [(-1, 1, 0), (0, 0.5**0.5, 0.5**0.5), (1, 0, 1)])
def test_pan_keeps_the_power(pan, left, right):
    assert channel_gains(0, pan) == pytest.approx((left, right))
    assert np.hypot(*channel_gains(-6, pan / 3)) == pytest.approx(10**-0.3)


def test_parts_add_up_wherever_their_blocks_end():
    y = np.random.default_rng(0).standard_normal(100_000).astype(np.float32)
    short = np.ones(70_001, np.float32)
    out = join(Track(np.array_split(y, 7), pan=-1), Track([short[:3], short[3:]], gain_db=-20, pan=1))
    assert out.shape == (100_000, 2)
    np.testing.assert_allclose(out[:, 0], y, atol=1e-6)
    np.testing.assert_allclose(out[:, 1], np.pad(0.1 * short, (0, 29_999)), atol=1e-6)


def test_pan_out_of_range_is_refused():
    with pytest.raises(ValueError, match="pan"):
        join(Track([], pan=1.5))
