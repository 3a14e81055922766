"""All that a training run changes, and its checkpoints: what a run that was killed goes on from."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pychang.diagnostic import Text, Unusable
from pychang.voice.files import checked_hash, read_card
from pychang.voice.network import build_generator
from pychang.voice.package.source import WEIGHTS, read_file
from pychang.voice.package.weights import read_weights as read_arrays
from pychang.voice.training.discriminator import build_discriminator
from pychang.voice.training.settings import RunSettings, TrainingSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    import tensorflow as tf

WARMUP_FROM, LEAST_RATE = 0.05, 0.005  # of the learning rate, at the first step and at the last
FOLLOWS = 0.05  # how fast the discriminator's average follows
RESTS_ABOVE = 0.9  # of patches told right: from there on the discriminator waits for the generator


class State:
    """Generator, discriminator, their optimizers, the averaged generator, the best one, and where we are.

    The averaged generator is a Keras model of its own, in float32, whatever the others compute in.
    """

    def __init__(self, settings: RunSettings, strategy: tf.distribute.Strategy, precision: str) -> None:
        import keras
        import tensorflow as tf

        bins, how = settings.geometry.bins, settings.training
        with strategy.scope(), _policy(precision):
            self.generator = build_generator(settings.network, bins, None)
            self.discriminator = build_discriminator(bins)
            self.optimizer = keras.optimizers.Adam(_schedule(how), beta_2=0.99, clipnorm=1.0)
            self.judge_optimizer = keras.optimizers.Adam(how.discriminator_rate, beta_1=0.5, clipnorm=1.0)
            self.optimizer.build(self.generator.trainable_variables)
            self.judge_optimizer.build(self.discriminator.trainable_variables)
        self.average = build_generator(settings.network, bins, None)
        self.best = [tf.Variable(w, trainable=False) for w in self.average.get_weights()]
        self.step = tf.Variable(0, dtype=tf.int64)
        self.right = tf.Variable(0.5)  # share of patches that the discriminator tells right, lately
        self.best_loss = tf.Variable(np.float32(np.inf))
        self.looks_in_vain = tf.Variable(0, dtype=tf.int64)
        self._how = how

    def begin(self, weights: Sequence[np.ndarray] | None) -> None:
        """All generators from the same weights, those given or those of the random one."""
        if weights is not None:
            self.generator.set_weights(weights)
        self._put(self.generator.get_weights())

    def _put(self, weights: Sequence[np.ndarray]) -> None:
        self.average.set_weights(weights)
        for best, weight in zip(self.best, weights, strict=True):
            best.assign(weight)

    @property
    def rests(self) -> bool:
        """Whether the discriminator is so far ahead that it waits."""
        return float(self.right) > RESTS_ABOVE

    @property
    def is_over(self) -> bool:
        how = self._how
        tired = 0 < how.patience <= int(self.looks_in_vain)
        return int(self.step) >= how.steps or tired

    def has_stepped(self, right: float) -> None:
        """Take the generator into the average, and go on to the next step."""
        self.step.assign_add(1)
        step = float(self.step)
        keep = min(self._how.average, (1.0 + step) / (10.0 + step))
        for mean, now in zip(self.average.variables, self.generator.variables, strict=True):
            mean.assign(keep * mean.value + (1.0 - keep) * now.value)
        self.right.assign((1.0 - FOLLOWS) * self.right + FOLLOWS * right)

    def has_looked(self, loss: float) -> None:
        """Keep the averaged generator if it is the best so far."""
        if np.float32(loss) < self.best_loss.numpy():
            self.best_loss.assign(loss)
            self.looks_in_vain.assign(0)
            for best, mean in zip(self.best, self.average.get_weights(), strict=True):
                best.assign(mean)
        else:
            self.looks_in_vain.assign_add(1)

    def result(self) -> list[np.ndarray]:
        """The weights that the voice gets: the best ones where a run may stop early, else the last."""
        if self._how.patience and np.isfinite(float(self.best_loss)):
            return [best.numpy() for best in self.best]
        return self.average.get_weights()


class Checkpoints:
    """The states of a run on disk, the last two of them."""

    def __init__(self, state: State, folder: Path) -> None:
        import tensorflow as tf

        names = ("generator", "discriminator", "optimizer", "judge_optimizer", "average", "best")
        values = ("step", "right", "best_loss", "looks_in_vain")
        parts = {name: getattr(state, name) for name in (*names, *values)}
        self._manager = tf.train.CheckpointManager(
            tf.train.Checkpoint(**parts), str(folder / "checkpoints"), max_to_keep=2
        )
        self._folder = folder

    def restore(self) -> None:
        """Go on from the last one, if there is any; Unusable if it is of another network, or damaged."""
        import tensorflow as tf

        last = self._manager.latest_checkpoint
        if last is None:
            return
        try:
            self._manager.checkpoint.restore(last).assert_existing_objects_matched()
        except (ValueError, AssertionError, tf.errors.OpError) as why:
            first = _first_line(why)
            raise Unusable(
                Text(
                    f"{self._folder}: 중간 상태를 이어 갈 수 없습니다. 다른 크기의 것이거나 망가졌습니다. "
                    f"처음부터 하려면 --again을 주세요. ({first})",
                    f"{self._folder}: cannot go on from its checkpoint: another network's, or damaged. "
                    f"To start afresh give --again. ({first})",
                )
            ) from None

    def save(self) -> None:
        """Unusable if it cannot be written; the one before is still there."""
        import tensorflow as tf

        try:
            self._manager.save()
        except (tf.errors.OpError, OSError) as why:
            first = _first_line(why)
            raise Unusable(
                Text(
                    f"{self._folder}: 중간 상태를 쓸 수 없습니다. 디스크에 자리를 마련하고 같은 명령을 다시 "
                    f"치면 앞의 상태에서 이어 갑니다. ({first})",
                    f"{self._folder}: cannot write a checkpoint. Make room on the disk and give the same "
                    f"command again: it goes on from the one before. ({first})",
                )
            ) from None


def _first_line(why: Exception) -> str:
    """Of what an exception says; its name if it says nothing."""
    return (str(why).strip().splitlines() or [type(why).__name__])[0]


@contextmanager
def _policy(precision: str) -> Iterator[None]:
    """What layers built inside compute in."""
    import keras

    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(precision)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)


def _schedule(how: TrainingSettings) -> object:
    """Up in a short warm-up, down along a cosine."""
    import keras

    warmup = min(how.warmup_steps, how.steps)
    return keras.optimizers.schedules.CosineDecay(
        how.learning_rate * WARMUP_FROM,
        decay_steps=max(how.steps - warmup, 1),
        alpha=LEAST_RATE / WARMUP_FROM,
        warmup_target=how.learning_rate,
        warmup_steps=warmup,
    )


def read_weights(voice: Path, settings: RunSettings) -> list[np.ndarray]:
    """The weights of a voice, a folder or a zip; Unusable if there are none, or others than its card names.

    Unusable too if they are of another network.
    """
    path, data, named = voice / WEIGHTS, read_file(voice, WEIGHTS), read_card(voice).weights_sha256
    found = list(read_arrays(path, checked_hash(path, data, named) if named else data).values())
    fitting = build_generator(settings.network, settings.geometry.bins, None).variables
    if [w.shape for w in found] != [tuple(v.shape) for v in fitting]:
        raise Unusable(
            Text(
                f"{voice}: 신경망의 크기가 달라서 이 목소리의 가중치로 시작할 수 없습니다. "
                "설정에서 [network]를 지우거나 --from none을 주세요.",
                f"{voice}: cannot begin with its weights: the network has another size. "
                "Take [network] out of the settings, or give --from none.",
            )
        )
    return [w.astype(np.float32) for w in found]
