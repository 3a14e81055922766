"""What is wrong with the sound of a recording is found, and nothing in one that is well made."""

from __future__ import annotations

import numpy as np
import pytest
from known_song import PEAK, RATE, SungSong
from scipy.signal import butter, fftconvolve, sosfilt

from pychang.diagnostic import Severity
from pychang.recordings.check import check_sound
from pychang.recordings.heard import listen
from pychang.sound.files import Tags, write_sound


def found(song: SungSong, sound: np.ndarray, rate: int = RATE) -> dict[str, object]:
    """The findings about a sound, by kind."""
    return {one.kind: one for one in check_sound(listen(sound, rate), song.recording)}


def rms(sound: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.square(sound, dtype=float))))


def with_noise(sound: np.ndarray, below_db: float) -> np.ndarray:
    noise = np.random.default_rng(1).standard_normal(len(sound))
    return sound + noise * rms(sound) * 10 ** (-below_db / 20)


def with_hum(sound: np.ndarray, hz: float, below_db: float) -> np.ndarray:
    t = np.arange(len(sound)) / RATE
    hum = sum(np.sin(2 * np.pi * k * hz * t) / k for k in (1, 2, 3))
    return sound + hum * rms(sound) * 10 ** (-below_db / 20)


def in_a_room(sound: np.ndarray, echo_s: float, below_db: float = 8.0) -> np.ndarray:
    """With a decaying noise for an echo, that much softer than the voice itself."""
    t = np.arange(int(1.2 * echo_s * RATE)) / RATE
    echo = np.random.default_rng(2).standard_normal(len(t)) * 10 ** (-3 * t / echo_s)
    echo *= 10 ** (-below_db / 20) / np.sqrt(np.sum(echo**2))
    echo[0] += 1
    wet = fftconvolve(sound, echo)[: len(sound)]
    return wet * PEAK / np.abs(wet).max()


def test_nothing_is_wrong_with_a_clean_recording(song, other_song):
    for one in (song, other_song):
        assert found(one, one.sound) == {}


@pytest.mark.parametrize("gain", [0.15, 3.0])
def test_nothing_is_wrong_with_it_softer_or_louder(song, gain):
    assert found(song, song.sound * gain) == {}


def test_nothing_is_wrong_with_a_little_noise_hum_and_room(song):
    assert found(song, with_noise(song.sound, 45)) == {}
    assert found(song, with_hum(song.sound, 50, 75)) == {}
    assert found(song, in_a_room(song.sound, 0.3)) == {}


@pytest.mark.parametrize("rate", [44100, 48000])
def test_nothing_is_wrong_with_it_at_other_rates(song, rate):
    import soxr

    assert found(song, soxr.resample(song.sound, RATE, rate), rate) == {}


@pytest.mark.parametrize(("at", "gain"), [(0.75, 3.3), (0.75, 1.0), (0.6, 0.2)])
def test_clipping_at_full_scale_and_below(song, at, gain):
    clipped = np.clip(song.sound, -at * PEAK, at * PEAK) * gain
    one = found(song, clipped)["clipping"]
    assert 0 <= one.start_s < one.end_s <= len(clipped) / RATE


def test_clipping_is_found_where_it_is(song):
    sound = song.sound.copy()
    sound[6 * RATE : 8 * RATE] = np.clip(6 * sound[6 * RATE : 8 * RATE], -PEAK, PEAK)
    one = found(song, sound)["clipping"]
    assert one.severity is Severity.WARNING
    assert 5.9 < one.start_s < 7 and 7 < one.end_s < 8.1


def test_clipping_everywhere_is_an_error(song):
    one = found(song, np.clip(song.sound, -0.1 * PEAK, 0.1 * PEAK))["clipping"]
    assert one.severity is Severity.ERROR


def test_too_soft_and_too_loud(song):
    assert set(found(song, song.sound * 0.03)) == {"quiet"}
    assert "loud" in found(song, np.tanh(song.sound / PEAK * 6))


def test_noise(song):
    assert found(song, with_noise(song.sound, 25))["noise"].severity is Severity.WARNING
    assert found(song, with_noise(song.sound, 10))["noise"].severity is Severity.ERROR


@pytest.mark.parametrize("hz", [50, 60])
@pytest.mark.parametrize("below_db", [50, 30])
def test_mains_hum(song, hz, below_db):
    one = found(song, with_hum(song.sound, hz, below_db))["hum"]
    assert f"{hz} Hz" in one.message.en and f"{hz} Hz" in one.message.ko


@pytest.mark.parametrize("echo_s", [0.8, 1.3])
def test_an_echo_and_it_is_not_called_noise(song, echo_s):
    kinds = found(song, in_a_room(song.sound, echo_s))
    assert "echo" in kinds and "noise" not in kinds


def test_dropouts(song):
    sound = song.sound.copy()
    loud = [note for note in (1, 8, 14, 20) if song.recording.score.parts[0].notes[note].midi]
    for note in loud:
        middle = (song.samples(note)[-1].start + song.samples(note)[-1].stop) // 2
        sound[middle : middle + 400] = 0
    assert set(found(song, sound)) == {"dropout"}


def test_digital_silence_in_the_rests_is_no_dropout(song):
    sound = song.sound.copy()
    for phone in song.performance.phones:
        if phone.symbol == "SP":
            sound[round((phone.start_s + 0.15) * RATE) : round((phone.end_s - 0.05) * RATE)] = 0
    assert found(song, sound) == {}


@pytest.mark.parametrize(("up_to_hz", "severity"), [(3400, Severity.ERROR), (6500, Severity.WARNING)])
def test_a_missing_top(song, up_to_hz, severity):
    sos = butter(12, up_to_hz, fs=RATE, output="sos")
    assert found(song, sosfilt(sos, song.sound))["bandwidth"].severity is severity


def test_a_low_sample_rate(song):
    import soxr

    assert "bandwidth" in found(song, soxr.resample(song.sound, RATE, 16000), 16000)


def test_an_accompaniment(song):
    t = np.arange(len(song.sound)) / RATE
    chord = sum(np.sin(2 * np.pi * hz * t) + np.sin(4 * np.pi * hz * t) / 3 for hz in (130.8, 155.6, 196.0))
    mixed = song.sound + chord * rms(song.sound) / rms(chord) * 10 ** (-12 / 20)
    assert found(song, mixed)["others"].severity is Severity.ERROR


def test_a_second_voice(song, other_song):
    second = np.resize(other_song.sound, len(song.sound))
    assert "others" in found(song, song.sound + second * 10 ** (-12 / 20))


def test_a_song_that_pychang_sang(song, tmp_path):
    from dataclasses import replace

    from pychang.seal import Seal

    path = tmp_path / "x.wav"
    write_sound(path, [song.sound], RATE, Tags(seal=Seal("0" * 32, "1" * 32, "2" * 32)))
    recording = replace(song.recording, sound=path)
    kinds = [one.kind for one in check_sound(listen(song.sound, RATE), recording)]
    assert kinds == ["pychang"]
