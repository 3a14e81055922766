"""One step of training, as a TensorFlow graph, on one machine or on many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from pychang.voice.training.batches import Batch
from pychang.voice.training.losses import (
    fooling_loss,
    judged_right,
    judging_loss,
    l1_loss,
    spectral_loss,
)
from pychang.voice.training.settings import RunSettings
from pychang.voice.training.state import State

if TYPE_CHECKING:
    import tensorflow as tf

JUDGED_FRAMES = 128  # of each stretch, in its middle, that the discriminator sees
FULL_WEIGHT_AT = 0.1  # of all steps: until then the adversary's weight grows


@dataclass(frozen=True)
class Figures:
    """How a step went; `right`: share of patches that the discriminator told right."""

    l1: float
    spectral: float
    fooling: float
    judging: float
    right: float


Update = Callable[[Callable[[int], Batch]], Figures]


def make_update(settings: RunSettings, state: State, strategy: tf.distribute.Strategy, judged: int) -> Update:
    """One step: takes the batch of each replica, by number. The first `judged` of a batch are really sung."""
    import tensorflow as tf

    how = settings.training
    log_span = settings.geometry.log_ceiling - settings.geometry.log_floor
    edge = settings.network.reach  # frames near a cut see padding where a song goes on
    seen = _middle(how.crop_frames, edge)
    replicas = strategy.num_replicas_in_sync

    def descend(batch: tuple, fool_weight: tf.Tensor, judges: bool) -> tf.Tensor:
        harmonics, strip, picture, grain, weight = batch
        with tf.GradientTape() as tape:
            made = state.generator([harmonics, strip], training=True)
            wanted, painted, counts = picture[:, edge:-edge], made[:, edge:-edge], weight[:, edge:-edge]
            l1 = l1_loss(wanted, painted, counts)
            spectral = spectral_loss(wanted, painted, counts, log_span)
            # the discriminator hears what will be heard: noise with its grain
            said = (harmonics[:judged, seen], strip[:judged, seen])
            heard = tf.maximum(made + grain, -1.0)[:judged, seen]
            fooling = _fooling(state, heard, said) if how.adversarial_weight else tf.constant(0.0)
            loss = l1 + how.spectral_weight * spectral + fool_weight * fooling
            loss /= replicas  # the optimizer adds up the gradients of all replicas
        _descend(tape, loss, state.generator, state.optimizer)
        if not how.adversarial_weight:
            return tf.stack([l1, spectral, fooling, 0.0, 0.5])
        judging, right = judge(picture[:judged, seen], tf.stop_gradient(heard), said, judges)
        return tf.stack([l1, spectral, fooling, judging, right])

    def judge(real: tf.Tensor, heard: tf.Tensor, said: tuple, judges: bool) -> tuple:
        with tf.GradientTape() as tape:
            judged_real = state.discriminator([real, *said], training=judges)
            judged_made = state.discriminator([heard, *said], training=judges)
            judging = judging_loss(judged_real, judged_made)
            loss = judging / replicas
        if judges:
            _descend(tape, loss, state.discriminator, state.judge_optimizer)
        return judging, judged_right(judged_real, judged_made)

    @tf.function(reduce_retracing=True)
    def update(batch: tuple, fool_weight: tf.Tensor, judges: bool) -> tf.Tensor:
        figures = strategy.run(descend, args=(batch, fool_weight, judges))
        return strategy.reduce(tf.distribute.ReduceOp.MEAN, figures, axis=None)

    def call(draw: Callable[[int], Batch]) -> Figures:
        def tensors(context: tf.distribute.experimental.ValueContext) -> tuple:
            drawn = draw(context.replica_id_in_sync_group)
            return tuple(tf.constant(getattr(drawn, field.name)) for field in fields(Batch))

        batch = strategy.experimental_distribute_values_from_function(tensors)
        grown = min(1.0, (float(state.step) + 1.0) / max(FULL_WEIGHT_AT * how.steps, 1.0))
        figures = update(batch, tf.constant(how.adversarial_weight * grown), not state.rests)
        return Figures(*(float(x) for x in figures))

    return call


def _middle(frames: int, edge: int) -> slice:
    """The frames that are judged: a multiple of 4, away from the edges."""
    count = min(JUDGED_FRAMES, frames - 2 * edge) // 4 * 4
    start = (frames - count) // 2
    return slice(start, start + count)


def _fooling(state: State, heard: tf.Tensor, said: tuple) -> tf.Tensor:
    return fooling_loss(state.discriminator([heard, *said], training=True))


def _descend(tape: tf.GradientTape, loss: tf.Tensor, model: object, optimizer: object) -> None:
    variables = model.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables, strict=True))
