"""Pictures: what to sing, and how it sounds."""

from __future__ import annotations

import numpy as np
import pytest

from pychang.image import Geometry, draw_conditioning, to_magnitude, to_picture
from pychang.image.conditioning import STRIP_ROWS, draw_harmonics
from pychang.korean.model import PHONES

GEOMETRY = Geometry(22050, 800, 200, 1024, -6.2, 5.3)


def test_magnitude_survives_the_picture():
    random = np.random.default_rng(0)
    magnitude = np.exp(random.uniform(-5, 5, (401, 30))).astype(np.float32)
    back = to_magnitude(to_picture(magnitude, GEOMETRY), GEOMETRY)
    assert np.allclose(back[1:], magnitude[1:], rtol=1e-3)
    assert (back[0] == 0).all()


def test_the_floor_is_exactly_silent():
    quiet = np.full((401, 5), 1e-6, np.float32)
    picture = to_picture(quiet, GEOMETRY)
    assert (picture == -1).all()
    assert (to_magnitude(picture, GEOMETRY) == 0).all()


def test_harmonics_lie_at_the_multiples_of_f0_where_the_voice_sounds():
    f0 = np.array([275.625, 275.625], np.float32)  # ten bins
    lines = draw_harmonics(f0, np.array([1.0, 0.0], np.float32), GEOMETRY)[..., 0]
    peaks = np.flatnonzero(lines[0] == 1.0) + 1
    assert peaks.tolist() == list(range(10, 401, 10))
    assert (lines[0, :7] == 0).all()  # nothing at 0 Hz
    assert (lines[1] == 0).all()


def test_the_strip_says_which_phone_fills_each_frame(performed):
    song = performed("tempo: 60\n[가]\n| C4:4 D4 r:2 |\n> 사나\n")
    conditioning = draw_conditioning(song.performance, GEOMETRY)
    assert conditioning.strip.shape == (len(conditioning), STRIP_ROWS)
    fill = conditioning.strip[:, : len(PHONES)]
    assert np.allclose(fill.sum(axis=1), 1, atol=1e-5)
    for phone in song.performance.phones:
        middle = round((phone.start_s + phone.end_s) / 2 / GEOMETRY.frame_s)
        if phone.end_s - phone.start_s > 3 * GEOMETRY.frame_s:
            assert fill[middle, PHONES.index(phone.symbol)] == pytest.approx(1)


def test_a_stretch_beyond_the_ends_is_silent(performed):
    conditioning = draw_conditioning(performed("[가]\n| C4:1 |\n> 아\n").performance, GEOMETRY)
    longer = conditioning.stretch(-10, len(conditioning) + 7)
    assert len(longer) == len(conditioning) + 17
    assert (longer.voiced[:10] == 0).all() and (longer.voiced[-7:] == 0).all()
    assert np.array_equal(longer.harmonics(10, 60), conditioning.harmonics(0, 50))


def test_it_can_be_looked_at(performed):
    conditioning = draw_conditioning(performed("[가]\n| C4:1 |\n> 아\n").performance, GEOMETRY)
    picture = conditioning.as_picture()
    assert picture.shape[1] == len(conditioning) and picture.min() >= 0 and picture.max() <= 1
