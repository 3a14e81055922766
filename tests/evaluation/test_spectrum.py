"""Octaves, brightness and peeps."""

from __future__ import annotations

import numpy as np
import pytest

from pychang.evaluation import spectrum
from pychang.evaluation.rendering import round_trip
from pychang.image import to_picture
from pychang.sound.stft import Stft

RATE = 22050
BIN_HZ = RATE / 1024


def magnitude(sound: np.ndarray) -> np.ndarray:
    return np.abs(Stft(RATE, 1024, 256).forward(sound.astype(np.float32)))


def test_octaves_of_tones() -> None:
    """Two tones, the higher 20 dB below; gain does not matter."""
    times = np.arange(2 * RATE) / RATE
    sound = np.sin(2 * np.pi * 700 * times) + 0.1 * np.sin(2 * np.pi * 5000 * times)
    found = spectrum.long_term_spectrum(magnitude(sound), BIN_HZ)
    assert found[1] == pytest.approx(0, abs=0.1) and found[4] == pytest.approx(-20, abs=0.2)
    assert max(found[0], found[2], found[3], found[5]) < -38
    louder = spectrum.long_term_spectrum(magnitude(5 * sound), BIN_HZ)
    assert np.allclose(found, louder, atol=0.01)
    assert spectrum.brightness_db(spectrum.long_term_power(magnitude(sound)), BIN_HZ) == pytest.approx(
        -20, abs=0.2
    )


def test_pauses_do_not_count() -> None:
    noise = np.random.default_rng(0).standard_normal(RATE)
    hum = 1e-4 * np.sin(2 * np.pi * 300 * np.arange(4 * RATE) / RATE)
    alone, with_pause = (
        spectrum.long_term_spectrum(magnitude(x), BIN_HZ) for x in (noise, np.concatenate([noise, hum]))
    )
    assert np.allclose(alone, with_pause, atol=0.1)


def test_a_whistle_on_a_held_note_peeps_and_the_round_trip_does_not(sung, card) -> None:
    made = round_trip(sung.sound, sung.performance, card)
    clean = spectrum.peeps(made.picture, made.sound, sung.performance, card.geometry)
    assert clean[0] == 0 and clean[1] > 100
    hiss = np.random.default_rng(0).standard_normal(len(made.sound)) * 0.3
    noisy = made.sound + hiss.astype(np.float32)
    assert spectrum.peeps(made.picture, noisy, sung.performance, card.geometry)[0] > 0.5 * clean[1]


def test_silence_peeps_nowhere(sung, card) -> None:
    silent = np.zeros(len(sung.sound), np.float32)
    picture = to_picture(np.abs(Stft.of(card.geometry).forward(silent)), card.geometry)
    assert spectrum.peeps(picture, silent, sung.performance, card.geometry)[0] == 0
