"""Griffin-Lim against librosa's, and what is wanted of ours beyond it."""

import tracemalloc
from itertools import pairwise

import librosa
import numpy as np
import pytest
from scipy.signal import butter, hilbert, sosfiltfilt
from sung_vowels import RATE, hiss, sing

from pychang.sound import griffin_lim as ours
from pychang.sound.griffin_lim import Picture, griffin_lim, sound_blocks
from pychang.sound.pitch import refine_f0
from pychang.sound.stft import Stft


def convergence_db(magnitude, y, stft):
    """Spectral convergence: how far the sound's spectrogram is from the picture, relative to it."""
    made = np.abs(stft.forward(y))
    return 20 * np.log10(np.linalg.norm(made - magnitude) / np.linalg.norm(magnitude))


def librosas(magnitude, iterations, **options):
    return librosa.griffinlim(magnitude, n_iter=iterations, hop_length=200, n_fft=800, **options)


def sung(s, magnitude, iterations=ours.ITERATIONS, **options):
    return griffin_lim(magnitude, s.f0_hz, s.voiced, s.stft, iterations, **options)


def test_iterations_are_librosas(song):
    magnitude = song.magnitude[:, :200]
    rows = np.ones(magnitude.T.shape, np.complex64)
    y = ours._iterate(rows, np.ascontiguousarray(magnitude.T), song.stft, 4)
    theirs = librosas(magnitude, 4, init=None, momentum=0.99, pad_mode="constant")
    assert np.abs(y - theirs).max() < 1e-3 * np.abs(theirs).max()


@pytest.mark.parametrize("kind", ["magnitude", "smooth_magnitude"])
def test_four_iterations_beat_librosas_thirty_two(song, kind):
    magnitude = getattr(song, kind)
    random = librosas(magnitude, 32, random_state=0)
    assert convergence_db(magnitude, sung(song, magnitude, 4), song.stft) < -30
    assert convergence_db(magnitude, random, song.stft) > -28


def test_same_arguments_same_bits(song):
    magnitude = song.smooth_magnitude
    assert np.array_equal(sung(song, magnitude), sung(song, magnitude))
    assert not np.array_equal(sung(song, magnitude), sung(song, magnitude, seed=1))


def test_threads_do_not_change_a_bit(song):
    picture = Picture(song.magnitude, song.f0_hz, song.voiced)
    one, three = ([*sound_blocks([picture], song.stft, 2, threads=n)] for n in (1, 3))
    assert np.array_equal(np.concatenate(one), np.concatenate(three))


def test_silence_stays_silent(note):
    magnitude = note.magnitude.copy()
    magnitude[:, 40:80] = 0
    y = sung(note, magnitude)
    assert not y[42 * 200 : 78 * 200].any() and np.abs(y[:8000]).max() > 0.01
    assert not sung(note, magnitude * 0).any()


@pytest.mark.parametrize("frames", [0, 1, 2, 5])
def test_shortest_pictures(frames):
    stft = Stft(22050, 800, 200)
    y = griffin_lim(np.ones((401, frames), np.float32), np.full(frames, 200.0), np.ones(frames), stft)
    assert len(y) == max(0, frames - 1) * 200 and np.isfinite(y).all()


def test_shapes_that_do_not_fit_are_refused(note):
    with pytest.raises(ValueError, match="do not fit"):
        griffin_lim(note.magnitude[:-1], note.f0_hz, note.voiced, note.stft)
    with pytest.raises(ValueError, match="do not fit"):
        griffin_lim(note.magnitude, note.f0_hz[1:], note.voiced, note.stft)


def test_other_geometry(note):
    stft = Stft(RATE, 1024, 240)
    magnitude = np.abs(stft.forward(note.voice))
    f0_hz = np.full(magnitude.shape[1], note.f0_hz[50])
    y = griffin_lim(magnitude, f0_hz, np.ones(len(f0_hz)), stft)
    assert convergence_db(magnitude, y, stft) < -30


@pytest.mark.parametrize("kind", ["magnitude", "smooth_magnitude"])
def test_held_notes_do_not_peep(song, kind):
    magnitude = getattr(song, kind)
    made = np.abs(song.stft.forward(sung(song, magnitude)))
    high = slice(int(4000 / song.stft.bin_hz), None)
    off_db = 20 * np.log10((made[high] + 1e-6) / (magnitude[high] + 1e-6))[:, song.held]
    peeping = (np.abs(off_db) > 12).mean(axis=0) > 0.1
    assert not peeping.any()


def follows_pitch(y, f0_hz):
    """Autocorrelation of the envelope above 4.5 kHz at one period: 1 for a buzz, 0 for noise."""
    band = sosfiltfilt(butter(6, 4500, "high", fs=RATE, output="sos"), y)[len(y) // 4 : -len(y) // 4]
    envelope = np.abs(hilbert(band))
    envelope -= envelope.mean()
    lag = round(RATE / f0_hz)
    return (envelope[lag:] * envelope[:-lag]).mean() / envelope.var()


@pytest.mark.parametrize("voiced", [0.0, 1.0])
def test_noise_does_not_rattle_at_the_pitch(voiced):
    """Even where the score calls it voiced: a picture of smooth noise looks like noise."""
    stft = Stft(RATE, 800, 200)
    picture = np.tile(np.abs(stft.forward(hiss(44100, 3000, 0).astype(np.float32))).mean(1)[:, None], 220)
    y = griffin_lim(picture.astype(np.float32), np.full(220, 220.0), np.full(220, voiced), stft)
    assert abs(follows_pitch(y, 220.0)) < 0.1


def test_clear_voice_keeps_its_pulses():
    s = sing((57,), breath=1e-5, vibrato_cents=0)
    assert follows_pitch(sung(s, s.smooth_magnitude), s.f0_hz[50]) > 0.9


@pytest.mark.parametrize("cents", [-40, 5, 40])
def test_pitch_is_taken_from_the_picture(song, cents):
    off = song.f0_hz * 2 ** (cents / 1200)
    rows = np.ascontiguousarray(song.smooth_magnitude.T)
    refined = refine_f0(rows, off, song.voiced.astype(np.float32), song.stft)
    error_cents = 1200 * np.log2(refined / song.f0_hz)[song.held]
    assert np.percentile(np.abs(error_cents), 95) < 3
    y = griffin_lim(song.smooth_magnitude, off, song.voiced, song.stft, 4)
    assert convergence_db(song.smooth_magnitude, y, song.stft) < -30


def test_windows_join_bit_for_bit(song, monkeypatch):
    magnitude = song.smooth_magnitude
    in_one = sung(song, magnitude)
    for frames in (64, 100):
        monkeypatch.setattr(ours, "_WINDOW_FRAMES", frames)
        np.testing.assert_allclose(sung(song, magnitude), in_one, atol=1e-5)


def test_it_does_not_matter_how_pictures_are_cut(song):
    whole = Picture(song.magnitude, song.f0_hz, song.voiced)
    cuts = [0, 1, 3, 200, 201, 450, len(song.f0_hz)]
    pieces = [Picture(song.magnitude[:, a:b], song.f0_hz[a:b], song.voiced[a:b]) for a, b in pairwise(cuts)]
    in_one, in_many = (np.concatenate([*sound_blocks(p, song.stft, 4)]) for p in ([whole], pieces))
    assert np.array_equal(in_one, in_many)


def test_no_step_at_the_borders(monkeypatch):
    """On one long held note, frames at window borders are as near to the picture as all others."""
    monkeypatch.setattr(ours, "_WINDOW_FRAMES", 32)
    s = sing((62, 62))
    wanted = s.smooth_magnitude[:, s.held]
    made = np.abs(s.stft.forward(sung(s, s.smooth_magnitude)))[:, s.held]
    off_db = np.abs(20 * np.log10((made + 1e-3) / (wanted + 1e-3))).mean(axis=0)
    level_db = np.abs(10 * np.log10((made**2).sum(axis=0) / (wanted**2).sum(axis=0)))
    border = np.isin(np.flatnonzero(s.held) % 32, (31, 0, 1))
    assert border.sum() > 10
    assert off_db[border].mean() < off_db[~border].mean() + 0.1
    assert level_db[border].max() < level_db[~border].max() + 0.05


def test_memory_does_not_grow_with_the_song(note):
    def peak(times):
        pictures = (Picture(note.magnitude, note.f0_hz, note.voiced) for _ in range(times))
        tracemalloc.start()
        total = sum(map(len, sound_blocks(pictures, note.stft, 1)))
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert total == (times * len(note.f0_hz) - 1) * 200
        return size

    peak(1)  # fills caches
    # a thread makes the next block meanwhile: by chance one more is held at the peak
    assert min(peak(40) for _ in range(3)) < 1.2 * max(peak(20) for _ in range(3))
