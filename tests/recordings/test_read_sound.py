"""Recordings of any rate and number of channels."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
import soundfile
from folders import put, put_sound

from pychang.finding import Wrong
from pychang.recordings.sound import check_sound, duration_s, read_mono

RATE = 22050


@pytest.mark.parametrize("ending", ["wav", "flac", "ogg"])
@pytest.mark.parametrize(("rate", "channels"), [(22050, 1), (44100, 2), (48000, 1), (8000, 2)])
def test_one_channel_at_the_rate_asked_for(tmp_path, ending, rate, channels):
    path = put_sound(tmp_path / f"a.{ending}", 1.5, rate, channels)
    sound = read_mono(path, RATE)
    assert sound.dtype == np.float32 and sound.shape == (round(1.5 * RATE),)
    wanted = 0.1 * np.sin(2 * np.pi * 440 * np.arange(len(sound)) / RATE)
    middle = slice(2000, -2000)
    assert np.abs(sound[middle] - wanted[middle]).max() < (0.02 if ending == "ogg" else 2e-3)
    assert duration_s(path) == pytest.approx(1.5) and check_sound(path) == pytest.approx(1.5)


def test_channels_are_averaged_and_what_is_no_number_is_silent(tmp_path):
    both = np.tile(np.float32([[0.5, 0.25]]), (1000, 1))
    both[10] = np.nan
    soundfile.write(tmp_path / "a.wav", both, RATE, subtype="FLOAT")
    sound = read_mono(tmp_path / "a.wav", RATE)
    assert sound[9] == sound[11] == 0.375 and sound[10] == 0


def test_a_long_file_takes_little_more_memory_than_its_sound(tmp_path):
    path = put_sound(tmp_path / "a.flac", 120.0, 48000, 2)
    tracemalloc.start()
    sound = read_mono(path, 16000)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < sound.nbytes + 6e6


def test_empty_files(tmp_path):
    put(tmp_path / "none.wav", "")
    soundfile.write(tmp_path / "silent.wav", np.zeros(0), RATE)
    for name in ("none.wav", "silent.wav"):
        for use in (check_sound, duration_s, lambda path: read_mono(path, RATE)):
            with pytest.raises(Wrong, match="no sound in it") as wrong:
                use(tmp_path / name)
            assert wrong.value.kind == "empty-sound"


def test_what_is_no_sound(tmp_path):
    put(tmp_path / "a.wav", "a text of some length that is no sound at all" * 10)
    with pytest.raises(Wrong, match="the sound cannot be read") as wrong:
        check_sound(tmp_path / "a.wav")
    assert wrong.value.kind == "broken-sound" and "WAV" in wrong.value.hint.ko


@pytest.mark.parametrize("ending", ["flac", "ogg"])
def test_a_file_that_has_been_cut_short(tmp_path, ending):
    path = put_sound(tmp_path / f"a.{ending}", 20.0)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    try:
        length_s = check_sound(path)
    except Wrong as wrong:
        assert wrong.kind == "broken-sound"
    else:  # a stream that can be read as far as it goes
        assert len(read_mono(path, RATE)) == round(length_s * RATE) and length_s < 15


def test_no_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_mono(tmp_path / "a.wav", RATE)
