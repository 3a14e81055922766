"""Recordings as training data: levelled, transposed, held out; and what is rehearsed beside them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pychang.image import draw_conditioning
from pychang.korean.model import PHONES
from pychang.performance import Performance, Phone
from pychang.recordings.model import Alignment
from pychang.voice import Voice, find_voice, load_voice
from pychang.voice.formant import sing_formants
from pychang.voice.formant.corpus import CorpusSettings, sing_corpus_song
from pychang.voice.formant.timbre import Timbre
from pychang.voice.training.batches import Shelf
from pychang.voice.training.colour import colour_of
from pychang.voice.training.dataset import Song, open_song, picture_of_sound, write_pictures, write_song
from pychang.voice.training.recorded import at_level, doubtful, held_out_names, sung_range, transposed
from pychang.voice.training.rehearsal import rehearsal_shelf

RATE = 22050


@pytest.fixture(scope="module")
def sora() -> Voice:
    return load_voice(find_voice("sora", Path()))


@pytest.fixture(scope="module")
def sung() -> Performance:
    """Two seconds of [a], with silence around it."""
    count = 601
    phones = (Phone("SP", 0.0, 0.5, -1), Phone("a", 0.5, 2.5, 0), Phone("SP", 2.5, 3.0, -1))
    return Performance(phones, 0.005, np.full(count, 330.0), np.zeros(count), np.zeros(count), 3.0)


def test_a_recording_is_made_as_loud_as_a_voice(sung: Performance) -> None:
    sound = sing_formants(sung, RATE)
    for gain in (0.01, 3.0):
        levelled = at_level(gain * sound, sung, RATE, -25.0)
        rms = np.sqrt(np.mean(levelled[round(0.5 * RATE) : round(2.5 * RATE)] ** 2))
        assert 20 * np.log10(rms) == pytest.approx(-25.0, abs=0.2)
    assert not at_level(np.zeros(3 * RATE, np.float32), sung, RATE, -25.0).any()


@pytest.mark.parametrize("semitones", [-4, 3])
def test_transposing_moves_the_pitch_and_leaves_the_formants(sung: Performance, semitones: int) -> None:
    import parselmouth

    sound = sing_formants(sung, RATE)
    moved = transposed(sound, RATE, semitones)
    assert len(moved) == len(sound)
    pitch = parselmouth.Sound(moved, RATE).to_pitch(0.005, 90, 900).selected_array["frequency"]
    wanted = 330.0 * 2 ** (semitones / 12)
    assert np.median(pitch[pitch > 0]) == pytest.approx(wanted, rel=0.01)
    energies = []
    for one in (sound, moved):
        power = np.abs(np.fft.rfft(one[RATE : 2 * RATE])) ** 2
        hz = np.fft.rfftfreq(RATE, 1 / RATE)
        energies.append(
            [10 * np.log10(power[(hz > a) & (hz < b)].sum()) for a, b in ((600, 2000), (2500, 5000))]
        )
    assert np.allclose(np.subtract(*energies) - np.mean(np.subtract(*energies)), 0.0, atol=2.0)


def test_what_is_held_out() -> None:
    names = [f"{i:02d}" for i in range(20)]
    assert len(held_out_names(names, ())) == 2 and names[0] not in held_out_names(names, ())
    assert held_out_names(names, ("03",)) == ("03",)
    assert held_out_names(names[:4], ()) == ()  # the ends of all are held out instead
    assert len(held_out_names(names[:5], ())) == 1


def a_song(picture: np.ndarray, sung: Performance, voice: Voice, folder: Path, number: int) -> Song:
    write_pictures(folder, number, draw_conditioning(sung, voice.card.geometry), picture)
    return open_song(folder, number)


def test_the_range_is_what_is_sung(sung: Performance, sora: Voice, tmp_path: Path) -> None:
    picture = picture_of_sound(sing_formants(sung, RATE), sora.card.geometry)
    assert sung_range([a_song(picture, sung, sora, tmp_path, 0)]) == (64 - 2, 64 + 2)


def test_colour_is_what_recordings_have_and_the_voice_has_not(
    sung: Performance, sora: Voice, tmp_path: Path
) -> None:
    """A voice with more highs and fewer lows than sora, everywhere: the colour is just that."""
    conditioning = draw_conditioning(sung, sora.card.geometry)
    own = sora.sing_whole(conditioning)
    tilt = np.linspace(-0.15, 0.15, sora.card.geometry.bins)
    song = a_song(np.where(own > -1.0, own + tilt, own), sung, sora, tmp_path, 0)
    coloured = colour_of([song], sora).on(own, conditioning.strip)
    loud = (own > -0.5) & (conditioning.voiced > 0.99)[:, None]
    assert np.abs(coloured - np.asarray(song.picture))[loud].mean() < 0.02
    assert (coloured[own == -1.0] == -1.0).all()


def test_colour_holds_for_what_was_not_recorded(sora: Voice, tmp_path: Path) -> None:
    """Another mouth, known by one made-up song: in another song sora comes nearer to it, too."""
    geometry = sora.card.geometry
    songs, conditionings = [], []
    for number in range(2):
        sung = sing_corpus_song(number, CorpusSettings(2, 6), RATE, Timbre(formant_scale=0.9, tilt_db=10.0))
        conditionings.append(draw_conditioning(sung.performance, geometry))
        picture = picture_of_sound(sung.sound, geometry)
        songs.append(a_song(picture, sung.performance, sora, tmp_path, number))
    colour = colour_of(songs[:1], sora)
    own, wanted = sora.sing_whole(conditionings[1])[: len(songs[1])], np.asarray(songs[1].picture)
    strip = np.asarray(songs[1].strip)
    loud = (wanted > -0.5) & (songs[1].curves[:, 1] > 0.99)[:, None]

    def off(picture: np.ndarray) -> float:
        return float(np.abs(picture - wanted)[loud].mean())

    constant = replace(colour, turn=np.zeros_like(colour.turn))
    by_vowel, alike = off(colour.on(own, strip)), off(constant.on(own, strip))
    assert by_vowel < alike < 0.95 * off(own)


def test_a_phone_that_was_recorded_counts_less_in_rehearsal(
    sung: Performance, sora: Voice, tmp_path: Path
) -> None:
    picture = sora.sing_whole(draw_conditioning(sung, sora.card.geometry))
    song = a_song(picture, sung, sora, tmp_path, 0)
    shelf = rehearsal_shelf([song], [song], 1, sora.card.geometry.frame_s)
    assert isinstance(shelf, Shelf) and shelf.phone_weight.shape == (len(PHONES),)
    assert shelf.phone_weight[PHONES.index("a")] == pytest.approx(1 / 11, abs=0.01)
    assert shelf.phone_weight[PHONES.index("o")] == 1.0


def test_what_was_hardly_sung_is_not_learned_from(sung: Performance, sora: Voice, tmp_path: Path) -> None:
    alignment = Alignment(sung.phones, (1.0, 0.2, 1.0))
    stretches = doubtful(alignment)
    assert stretches == [(0.5, 2.5)]
    write_song(tmp_path, 0, sung, sing_formants(sung, RATE), sora.card.geometry, stretches)
    belief = open_song(tmp_path, 0).curves[:, 2]
    frame_s = sora.card.geometry.frame_s
    assert not belief[round(0.6 / frame_s) : round(2.4 / frame_s)].any()
    assert belief[: round(0.4 / frame_s)].all() and belief[round(2.7 / frame_s) :].all()
