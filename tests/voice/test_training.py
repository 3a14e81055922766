"""A tiny voice, from nothing to sound: corpus, training, export, singing."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pychang.image import draw_conditioning
from pychang.voice import VoiceError, load_voice, read_card
from pychang.voice.files import SHIPPED
from pychang.voice.training.dataset import draw_batch, has_song, open_songs
from pychang.voice.training.run import make_corpus, train_voice
from pychang.voice.training.settings import read_settings
from pychang.voice.training.train import train

TINY = """
[voice]
name = "tiny"
description = "for tests"
licence = "MIT"
low_midi = 55
high_midi = 76

[vibrato]
depth_cents = 30.0
rate_hz = 5.5
delay_s = 0.3

[geometry]
sample_rate = 22050
n_fft = 800
hop = 200
frames = 256
log_floor = -6.2
log_ceiling = 5.3

[network]
channels = [4, 6, 8, 12]
top_channels = 4
strip_channels = 24
strip_dilations = [1, 2]

[training]
steps = {steps}
batch = 2
crop_frames = 96
learning_rate = 0.004
warmup_steps = 10
spectral_weight = 0.5
average = 0.9
held_out = 1
seed = 1

[corpus]
songs = 3
phrases = 2
low_midi = 55
high_midi = 76
seed = 5
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> tuple[Path, Path, list[str]]:
    """A whole tiny run: (run folder, voice folder, what was reported)."""
    folder = tmp_path_factory.mktemp("run")
    settings = folder / "tiny.toml"
    settings.write_text(TINY.format(steps=120), encoding="utf-8")
    said: list[str] = []
    train_voice(settings, folder / "run", folder / "tiny", said.append)
    return folder / "run", folder / "tiny", said


def test_training_makes_the_losses_small(run):
    rows = (run[0] / "losses.csv").read_text().splitlines()
    assert rows[0] == "step,l1,spectral"
    said = [line for line in run[2] if line.startswith("held-out")]
    assert float(said[-1].split()[-1]) < 0.35  # silence throughout would be at about 0.5


def test_the_trained_voice_is_whole_and_sings(run, performed):
    voice = load_voice(run[1])
    assert {p.name for p in run[1].iterdir()} == {
        *("voice.toml", "model.tflite", "weights.npz", "training.toml", "losses.csv", "picture.png")
    }
    song = performed("tempo: 90\n[가]\n| A4:2 C5 | A4:4 r G4:2 |\n> 나의 꿈을\n")
    conditioning = draw_conditioning(song.performance, voice.card.geometry)
    painted = np.concatenate([p for _, p in voice.sing(conditioning)])
    assert painted.shape == (len(conditioning), 400)
    sung, silent = conditioning.voiced > 0.99, conditioning.strip[:, 0] > 0.99
    assert painted[sung].mean() > painted[silent].mean() + 0.2


def test_the_export_paints_what_the_trained_network_paints(run, performed):
    from pychang.voice.network import build_generator

    voice = load_voice(run[1])
    settings = read_settings(run[1] / "training.toml")
    model = build_generator(settings.network, 400, None)
    arrays = np.load(run[1] / "weights.npz", allow_pickle=False)
    model.set_weights([arrays[name] for name in sorted(arrays.files)])
    conditioning = draw_conditioning(performed("[가]\n| A4:1 |\n> 아\n").performance, voice.card.geometry)
    seen = conditioning.stretch(-voice.card.reach, 256 - voice.card.reach)
    wanted = model.predict_on_batch([seen.harmonics(0, 256)[None], seen.strip[None]])[0]
    made = voice.paint(conditioning, 0, 256 - 2 * voice.card.reach)
    assert np.abs(made - wanted[voice.card.reach : voice.card.reach + len(made)]).max() < 0.01


def test_a_stopped_run_goes_on_to_the_same_weights(run, tmp_path):
    settings = read_settings(run[1] / "training.toml")
    short = replace(settings, training=replace(settings.training, steps=16))
    whole = train(short, run[0] / "corpus", tmp_path / "whole", lambda _: None)
    for stop in (0.0, 0.0, None):  # each of the first two sessions stops after one step
        last = train(short, run[0] / "corpus", tmp_path / "parts", lambda _: None, stop)
    for a, b in zip(whole.get_weights(), last.get_weights(), strict=True):
        assert np.allclose(a, b, atol=1e-5)


def test_a_corpus_that_was_stopped_goes_on(run, tmp_path):
    settings = read_settings(run[1] / "training.toml")
    shutil.copytree(run[0] / "corpus", tmp_path / "corpus")
    gone = tmp_path / "corpus" / "0001.picture.npy"
    before = np.load(gone)
    gone.unlink()
    assert not has_song(tmp_path / "corpus", 1)
    make_corpus(settings, tmp_path / "corpus", lambda _: None)
    assert np.array_equal(np.load(gone), before)


def test_batches_follow_from_their_seed(run):
    songs = open_songs(run[0] / "corpus")
    geometry = read_card(run[1]).geometry
    one, two = (draw_batch(songs, geometry, 3, 64, np.random.default_rng(7)) for _ in range(2))
    assert one.harmonics.shape == (3, 64, 400, 2) and one.picture.shape == (3, 64, 400)
    assert np.array_equal(one.picture, two.picture) and np.array_equal(one.strip, two.strip)


@pytest.mark.parametrize(
    "harm", ["missing", "truncated", "not a model", "not toml", "other geometry", "no card"]
)
def test_a_damaged_voice_says_so(run, tmp_path, harm):
    folder = tmp_path / "tiny"
    shutil.copytree(run[1], folder)
    model, card = folder / "model.tflite", folder / "voice.toml"
    text = card.read_text(encoding="utf-8")
    if harm == "missing":
        model.unlink()
    elif harm == "truncated":
        model.write_bytes(model.read_bytes()[:1000])
    elif harm == "not a model":
        import hashlib

        model.write_bytes(b"hello" * 100)
        old = read_card(folder).model_sha256
        card.write_text(text.replace(old, hashlib.sha256(b"hello" * 100).hexdigest()), encoding="utf-8")
    elif harm == "not toml":
        card.write_bytes(b"\xff\xfe\x00nonsense")
    elif harm == "other geometry":
        card.write_text(text.replace("frames = 256", "frames = 512"), encoding="utf-8")
    else:
        card.unlink()
    with pytest.raises(VoiceError) as caught:
        load_voice(folder)
    assert caught.value.text.ko and caught.value.text.en


def test_windows_join_without_a_seam(performed):
    """The shipped voice paints a long note the same wherever a window is cut."""
    voice = load_voice(SHIPPED / "sora")
    song = performed("tempo: 60\n[가]\n| A4:1 | ~ | ~ | ~ |\n> 아\n")
    conditioning = draw_conditioning(song.performance, voice.card.geometry)
    whole = np.concatenate([p for _, p in voice.sing(conditioning)])
    for start in (500, 700, 901):
        piece = voice.paint(conditioning, start, start + 200)
        assert np.abs(piece - whole[start : start + 200]).max() < 1e-4
