import numpy as np
import pytest

from pychang.sound.mix import Piece, channel_gains, gain_curve, mixed


def join(*pieces, stereo=False):
    return np.concatenate([*mixed(pieces, stereo)])


def test_pieces_stand_in_their_places_and_add_up():
    y = np.arange(1, 6, dtype=np.float32)
    out = join(Piece(0, 1, y), Piece(2, 3, y, gain=10), Piece(12, 12, y[:0]))
    np.testing.assert_allclose(out, [0, 1, 2, 13, 24, 35, 40, 50, 0, 0, 0, 0])


@pytest.mark.parametrize(("pan", "left", "right"), [(-1, 1, 0), (0, 0.5**0.5, 0.5**0.5), (1, 0, 1)])
def test_pan_keeps_the_power(pan, left, right):
    assert channel_gains(pan) == pytest.approx((left, right))
    assert np.hypot(*channel_gains(pan / 3)) == pytest.approx(1)


def test_mono_and_stereo_pieces_meet_in_stereo():
    y = np.random.default_rng(0).standard_normal(70_000).astype(np.float32)
    both = np.stack([y, -y], axis=1)
    out = join(Piece(0, 0, both, gain=0.5), Piece(10, 20, y, pan=-1), stereo=True)
    assert out.shape == (70_020, 2)
    np.testing.assert_allclose(out[:70_000, 1], -0.5 * y, atol=1e-6)
    np.testing.assert_allclose(out[20:70_000, 0], 0.5 * y[20:] + y[:-20], atol=1e-6)


def test_blocks_come_as_soon_as_nothing_more_can_sound_in_them():
    y = np.ones(10, np.float32)
    pieces = iter([Piece(0, 0, y), Piece(8, 9, y), Piece(100, 100, y)])
    blocks = mixed(pieces, stereo=False)
    np.testing.assert_allclose(next(blocks), np.ones(8))
    assert len(list(pieces)) == 1  # the third was not asked for yet


def test_what_lies_before_the_beginning_is_cut_off():
    np.testing.assert_allclose(join(Piece(-3, -3, np.arange(5, dtype=np.float32))), [3, 4])


def test_pan_out_of_range_is_refused():
    with pytest.raises(ValueError, match="pan"):
        join(Piece(0, 0, np.ones(3, np.float32), pan=1.5), stereo=True)


def test_a_gain_that_changes_is_reached_in_time():
    assert gain_curve([(0, -20), (50, -20)], 0.0, 100, 10) == pytest.approx(0.1)
    curve = gain_curve([(0, 0), (50, -20)], 20.0, 100, 10)
    np.testing.assert_allclose(curve[[0, 40, 50, 99]], [10, 10, 1, 1], rtol=1e-5)
    assert (np.diff(curve) <= 1e-6).all()
