"""A tiny voice, from nothing to sound: corpus, training, export, singing."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tiny_voice import TINY

from pychang.diagnostic import Unusable
from pychang.image import draw_conditioning
from pychang.image.conditioning import LEVEL_ROW, LEVEL_SPAN_DB
from pychang.voice import VoiceError, load_voice, read_card
from pychang.voice.training.batches import Shelf, draw_batch
from pychang.voice.training.dataset import has_song, open_songs
from pychang.voice.training.machines import strategy
from pychang.voice.training.run import make_corpus, train_voice
from pychang.voice.training.settings import read_settings
from pychang.voice.training.state import State, read_weights
from pychang.voice.training.train import Data, train
from pychang.voice.training.update import make_update


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> tuple[Path, Path, list[str]]:
    """A whole tiny run: (run folder, voice folder, what was reported)."""
    folder = tmp_path_factory.mktemp("run")
    settings = folder / "tiny.toml"
    settings.write_text(TINY.format(steps=120, look_every=60, patience=0), encoding="utf-8")
    said: list[str] = []
    train_voice(settings, folder / "run", folder / "tiny", lambda text: said.append(text.en))
    return folder / "run", folder / "tiny", said


def corpus_data(run: Path, settings) -> Data:
    songs, count = open_songs(run / "corpus"), settings.training.held_out
    how = settings.training
    return Data((Shelf.of(songs[count:], how.batch),), songs[:count], how.batch)


def test_training_makes_the_losses_small(run):
    rows = list(csv.DictReader((run[0] / "losses.csv").read_text().splitlines()))
    assert [row["step"] for row in rows] == ["50", "60", "100", "120"]
    looked = [float(row["held_out_l1"]) for row in rows if row["held_out_l1"]]
    assert len(looked) == 2 and looked[1] < min(0.35, looked[0])  # silence would be at about 0.5


def test_a_run_shows_how_it_goes(run):
    for name in ("pictures/000060.png", "pictures/000120.png", "excerpts/wanted.wav", "excerpts/000120.wav"):
        assert (run[0] / name).stat().st_size > 10_000
    assert list((run[0] / "tensorboard").iterdir())
    steps = [line for line in run[2] if line.startswith("step ")]
    assert "discriminator right" in steps[-1] and "min left" in steps[-1]


def test_the_discriminator_learns_and_waits_when_it_is_far_ahead(run):
    rows = list(csv.DictReader((run[0] / "losses.csv").read_text().splitlines()))
    assert max(float(row["right"]) for row in rows) > 0.55  # 0.5 is guessing
    state = State(read_settings(run[1] / "training.toml"), strategy(), "float32")
    assert not state.rests
    for _ in range(100):
        state.has_stepped(right=1.0)
    assert state.rests


def test_a_run_ends_early_with_its_best_weights(run):
    settings = read_settings(run[1] / "training.toml")
    state = State(replace(settings, training=replace(settings.training, patience=2)), strategy(), "float32")
    state.begin(None)
    best = state.average.get_weights()
    state.has_looked(0.3)
    state.average.set_weights([w + 1 for w in best])
    assert not state.is_over
    for loss in (0.4, 0.3):
        state.has_looked(loss)
    assert state.is_over
    assert all(np.array_equal(a, b) for a, b in zip(state.result(), best, strict=True))


def test_the_trained_voice_is_whole_and_sings(run, performed):
    voice = load_voice(run[1])
    assert {p.name for p in run[1].iterdir()} == {
        *("voice.toml", "model.tflite", "weights.npz", "training.toml", "losses.csv", "picture.png")
    }
    song = performed("tempo: 90\n[가]\n| A4:2 C5 | A4:4 r G4:2 |\n> 나의 꿈을\n")
    conditioning = draw_conditioning(song.performance, voice.card.geometry)
    painted = voice.sing_whole(conditioning)
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
    seen = conditioning.stretch(0, 256)
    wanted = model.predict_on_batch([seen.harmonics(0, 256)[None], seen.strip[None]])[0]
    assert np.abs(voice.paint(seen) - wanted).max() < 0.01
    tensors = voice.interpreter.get_tensor_details()
    assert all(list(one["shape"]) == list(one["shape_signature"]) for one in tensors)  # the browser insists


def test_a_stopped_run_goes_on_to_the_same_weights(run, tmp_path):
    settings = read_settings(run[1] / "training.toml")
    short = replace(settings, training=replace(settings.training, steps=16, look_every=5, patience=3))
    data = corpus_data(run[0], short)
    whole = train(short, data, tmp_path / "whole", lambda _: None)
    for stop in (0.0, 0.0, None):  # each of the first two sessions stops after one step
        last = train(short, data, tmp_path / "parts", lambda _: None, stop)
    for a, b in zip(whole.get_weights(), last.get_weights(), strict=True):
        assert np.allclose(a, b, atol=1e-5)


def test_a_checkpoint_of_another_network_is_told(run, tmp_path):
    settings = read_settings(run[1] / "training.toml")
    short = replace(settings, training=replace(settings.training, steps=1))
    data = corpus_data(run[0], short)
    train(short, data, tmp_path, lambda _: None)
    wider = replace(short, network=replace(short.network, channels=(4, 6, 8, 16)))
    with pytest.raises(Unusable, match="cannot go on") as told:
        train(wider, data, tmp_path, lambda _: None)
    assert "--again" in told.value.text.ko
    with pytest.raises(Unusable, match="another size"):
        train(wider, data, tmp_path / "new", lambda _: None, begin_with=run[1])


def test_weights_are_those_that_the_card_names(run, tmp_path):
    voice = tmp_path / "voice"
    shutil.copytree(run[1], voice)
    settings = read_settings(voice / "training.toml")
    arrays = {name: array + 1 for name, array in np.load(voice / "weights.npz").items()}
    np.savez_compressed(voice / "weights.npz", **arrays)
    with pytest.raises(Unusable, match="another hash"):
        read_weights(voice, settings)
    assert len(read_weights(run[1], settings)) == len(arrays)


def test_a_run_is_tied_to_its_settings_until_it_begins_again(run, tmp_path):
    settings = tmp_path / "tiny.toml"
    folder = tmp_path / "run"
    shutil.copytree(run[0] / "corpus", folder / "corpus")
    text = TINY.format(steps=1, look_every=1, patience=0)
    settings.write_text(text, encoding="utf-8")
    train_voice(settings, folder, tmp_path / "one", lambda _: None)
    settings.write_text(text.replace("steps = 1\n", "steps = 2\n"), encoding="utf-8")
    with pytest.raises(Unusable, match="other settings"):
        train_voice(settings, folder, tmp_path / "two", lambda _: None)
    (folder / "mine.wav").write_bytes(b"a recording")
    train_voice(settings, folder, tmp_path / "two", lambda _: None, again=True)
    assert read_card(tmp_path / "two").made["steps"] == 2
    assert (folder / "mine.wav").exists()  # nothing is thrown away but what the run itself has made


def test_a_disk_that_takes_no_checkpoint_is_told(run, tmp_path):
    settings = read_settings(run[1] / "training.toml")
    short = replace(settings, training=replace(settings.training, steps=1))
    (tmp_path / "checkpoints").write_text("no folder", encoding="utf-8")
    with pytest.raises(Unusable, match="checkpoint"):
        train(short, corpus_data(run[0], short), tmp_path, lambda _: None)


def test_half_precision_trains(run, tmp_path):
    settings = read_settings(run[1] / "training.toml")
    state = State(settings, strategy(), "mixed_bfloat16")
    state.begin(None)
    assert {layer.compute_dtype for layer in state.generator.layers} == {"bfloat16", "float32"}
    assert {layer.compute_dtype for layer in state.average.layers} == {"float32"}
    data = corpus_data(run[0], settings)
    update = make_update(settings, state, strategy(), data.judged)
    batch = draw_batch(data.shelves, settings.geometry, settings.training, np.random.default_rng(1))
    first = update(lambda _: batch)
    for _ in range(5):
        last = update(lambda _: batch)
    assert last.l1 < first.l1


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
    settings = read_settings(run[1] / "training.toml")
    how = replace(settings.training, batch=3, crop_frames=64, gain_db=3.0, noise=0.02, detune_cents=5.0)
    shelves = (Shelf.of(open_songs(run[0] / "corpus"), 3),)
    one, two = (draw_batch(shelves, settings.geometry, how, np.random.default_rng(7)) for _ in range(2))
    assert one.harmonics.shape == (3, 64, 400, 2) and one.picture.shape == one.grain.shape == (3, 64, 400)
    assert one.weight.shape == (3, 64) and np.allclose(one.weight, 1.0, atol=1e-3)
    assert np.array_equal(one.picture, two.picture) and np.array_equal(one.strip, two.strip)


def test_a_louder_stretch_says_so(run):
    """Picture and level row go up together, and silence stays silent."""
    settings = read_settings(run[1] / "training.toml")
    plain = replace(settings.training, batch=1, crop_frames=64, gain_db=0.0, noise=0.0, detune_cents=0.0)
    shelves = (Shelf.of(open_songs(run[0] / "corpus"), 1),)
    batches = []
    for how in (plain, replace(plain, gain_db=6.0)):
        random = np.random.default_rng(11)
        batches.append(draw_batch(shelves, settings.geometry, how, random))
    one, louder = batches
    step_db = (louder.strip - one.strip)[0, :, LEVEL_ROW] * LEVEL_SPAN_DB
    assert np.ptp(step_db) < 1e-4 and 0.1 < abs(step_db[0]) <= 6.0
    span_db = 20 / np.log(10) * (settings.geometry.log_ceiling - settings.geometry.log_floor)
    inside = (np.abs(one.picture) < 0.8) & (np.abs(louder.picture) < 0.8)
    assert np.allclose((louder.picture - one.picture)[inside], 2 * step_db[0] / span_db, atol=1e-3)
    assert (louder.picture[one.picture == -1.0] == -1.0).all()


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


def test_beyond_a_song_nothing_is_believed(run):
    song = open_songs(run[0] / "corpus")[0]
    end = song.stretch(len(song) - 10, len(song) + 20)
    assert len(end) == 30 and (end.picture[10:] == -1.0).all()
    assert end.curves[:10, 2].all() and not end.curves[10:, 2].any()
    assert len(song.stretch(5, 25)) == 20 and song.stretch(5, 25).curves[:, 2].all()
