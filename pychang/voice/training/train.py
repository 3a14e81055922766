"""A training run, from data to exported voice, to be read from top to bottom."""

from __future__ import annotations

import csv
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from pychang.diagnostic import Text, Unusable
from pychang.voice.network import build_generator
from pychang.voice.training.dataset import Song, conditioning_of, draw_batch, open_songs
from pychang.voice.training.losses import l1_loss, spectral_loss
from pychang.voice.training.settings import RunSettings

CHECKPOINT_EVERY = 200
LOOK_EVERY = 600
WARMUP_FROM, LEAST_RATE = 0.05, 0.005  # of the learning rate, at the first step and at the last

Report = Callable[[str], None]


def train(
    settings: RunSettings,
    data: Path,
    run: Path,
    report: Report,
    stop_after_s: float | None = None,
    start: Path | None = None,
) -> object:
    """Train the generator on the songs in `data`; returns the Keras model with its averaged weights.

    The folder `run` keeps checkpoints, `losses.csv` and pictures (wanted beside made). A run that was
    stopped goes on from its last checkpoint, with the same batches that it would have had: they follow from
    the seed and the step. `stop_after_s`: make this session's last step after so many seconds.
    `start`: a voice's folder whose weights a new run begins with.
    """
    import keras
    import tensorflow as tf

    how = settings.training
    keras.utils.set_random_seed(how.seed)
    songs = open_songs(data)
    held_out, songs = songs[: how.held_out], songs[how.held_out :]
    model = build_generator(settings.network, settings.geometry.bins, None)
    if start is not None:
        load_weights(model, start)
    optimizer = keras.optimizers.Adam(_schedule(settings), beta_2=0.99, clipnorm=1.0)
    average = [tf.Variable(w, trainable=False) for w in model.trainable_variables]
    step = tf.Variable(0, dtype=tf.int64)
    saver = tf.train.Checkpoint(model=model, optimizer=optimizer, average=average, step=step)
    manager = tf.train.CheckpointManager(saver, str(run / "checkpoints"), max_to_keep=2)
    saver.restore(manager.latest_checkpoint).expect_partial()
    update = _make_update(settings, model, optimizer, average)

    began = time.monotonic()
    losses: list[tuple[float, float]] = []
    report(f"{len(songs)} songs, {model.count_params():,} parameters, from step {int(step)} to {how.steps}")
    while int(step) < how.steps:
        random = np.random.default_rng([how.seed, int(step)])
        batch = draw_batch(songs, settings.geometry, how.batch, how.crop_frames, random)
        losses.append([float(x) for x in update(batch.harmonics, batch.strip, batch.picture, float(step))])
        step.assign_add(1)
        over = stop_after_s is not None and time.monotonic() - began > stop_after_s
        if int(step) % CHECKPOINT_EVERY == 0 or int(step) == how.steps or over:
            manager.save()
            _log(run, int(step), losses, report, time.monotonic() - began)
            losses = []
        if int(step) % LOOK_EVERY == 0 or int(step) == how.steps or over:
            _look(model, average, held_out, settings, run / "pictures" / f"{int(step):06d}.png", report)
        if over:
            break
    _use(model, average)
    return model


def load_weights(model: object, voice: Path) -> None:
    """Give a generator the weights of a voice; Unusable if there are none that fit."""
    try:
        with np.load(voice / "weights.npz", allow_pickle=False) as arrays:
            model.set_weights([arrays[name] for name in sorted(arrays.files)])
    except (OSError, ValueError, zipfile.BadZipFile) as why:
        raise Unusable(
            Text(
                f"{voice}: 가중치를 물려받을 수 없습니다: {why}",
                f"{voice}: cannot begin with its weights: {why}",
            )
        ) from why


def _schedule(settings: RunSettings) -> object:
    """Up in a short warm-up, down along a cosine."""
    import keras

    how = settings.training
    return keras.optimizers.schedules.CosineDecay(
        how.learning_rate * WARMUP_FROM,
        decay_steps=max(how.steps - how.warmup_steps, 1),
        alpha=LEAST_RATE / WARMUP_FROM,
        warmup_target=how.learning_rate,
        warmup_steps=how.warmup_steps,
    )


def _make_update(settings: RunSettings, model: object, optimizer: object, average: list) -> Callable:
    """One step as a TensorFlow graph: (harmonics, strip, picture, step) -> (L1, spectral loss)."""
    import tensorflow as tf

    how = settings.training
    log_span = settings.geometry.log_ceiling - settings.geometry.log_floor
    edge = settings.network.reach  # frames near a cut see padding where a song goes on

    @tf.function(reduce_retracing=True)
    def update(harmonics: tf.Tensor, strip: tf.Tensor, picture: tf.Tensor, step: tf.Tensor) -> tuple:
        with tf.GradientTape() as tape:
            made = model([harmonics, strip], training=True)[:, edge:-edge]
            wanted = picture[:, edge:-edge]
            l1, spectral = l1_loss(wanted, made), spectral_loss(wanted, made, log_span)
            loss = l1 + how.spectral_weight * spectral
        variables = model.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables, strict=True))
        keep = tf.minimum(how.average, (1.0 + step) / (10.0 + step))
        for mean, variable in zip(average, variables, strict=True):
            mean.assign(keep * mean + (1.0 - keep) * variable)
        return l1, spectral

    def call(harmonics: np.ndarray, strip: np.ndarray, picture: np.ndarray, step: float) -> tuple:
        return update(*(tf.constant(x, tf.float32) for x in (harmonics, strip, picture, step)))

    return call


def _use(model: object, average: list) -> None:
    for variable, mean in zip(model.trainable_variables, average, strict=True):
        variable.assign(mean)


def _log(run: Path, step: int, losses: list, report: Report, seconds: float) -> None:
    l1, spectral = np.mean(losses, axis=0)
    path = run / "losses.csv"
    new = not path.exists()
    with path.open("a", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        if new:
            writer.writerow(["step", "l1", "spectral"])
        writer.writerow([step, f"{l1:.5f}", f"{spectral:.5f}"])
    report(f"step {step}  L1 {l1:.4f}  spectral {spectral:.4f}  {seconds:.0f} s")


def _look(
    model: object, average: list, songs: list[Song], settings: RunSettings, path: Path, report: Report
) -> None:
    """Sing the held-out songs, say how far off they are, draw the first: wanted above, made below."""
    kept = [variable.numpy() for variable in model.trainable_variables]
    _use(model, average)
    errors = []
    for i, song in enumerate(songs):
        conditioning = conditioning_of(song, settings.geometry)
        frames = min(len(song), settings.geometry.frames)
        inputs = conditioning.harmonics(0, frames), conditioning.strip[:frames]
        made = model.predict_on_batch([x[None] for x in inputs])[0]
        wanted = np.asarray(song.picture[:frames], np.float32)
        errors.append(np.abs(made - wanted).mean())
        if i == 0:
            path.parent.mkdir(parents=True, exist_ok=True)
            draw_pair(wanted, made, path)
    for variable, value in zip(model.trainable_variables, kept, strict=True):
        variable.assign(value)
    if errors:
        report(f"held-out songs: L1 {np.mean(errors):.4f}")


def draw_pair(wanted: np.ndarray, made: np.ndarray, path: Path) -> None:
    """Two pictures (frames, bins) one above the other, in a PNG."""
    from matplotlib.image import imsave

    gap = np.ones((len(wanted), 6), np.float32)
    both = np.concatenate([made, gap, wanted], axis=1)
    imsave(path, both.T[::-1], cmap="magma", vmin=-1, vmax=1)
