"""What the generator is trained to make small, and the discriminator."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tensorflow as tf

POOLS = ((4, 8), (16, 2))
"""Frames and bins over which energy is summed for the spectral loss, one pair a resolution."""


def l1_loss(wanted: tf.Tensor, made: tf.Tensor, weight: tf.Tensor) -> tf.Tensor:
    """Mean absolute difference of two pictures (batch, frames, bins); `weight` (batch, frames)."""
    import tensorflow as tf

    return _mean(tf.reduce_mean(tf.abs(wanted - made), axis=2), weight)


def spectral_loss(wanted: tf.Tensor, made: tf.Tensor, weight: tf.Tensor, log_span: float) -> tf.Tensor:
    """Mean absolute difference of the log energy of patches, at several resolutions, in units of the picture.

    L1 on the logarithm makes of noise its median, which is quieter than noise is; the energy of a patch has
    to be right all the same. `log_span`: nepers from the picture's floor to its ceiling.
    """
    import tensorflow as tf

    total = 0.0
    for pool in POOLS:
        energies = [
            tf.nn.avg_pool2d(tf.exp(log_span * image)[..., None], pool, pool, "VALID")
            for image in (wanted, made)
        ]
        logs = [tf.math.log(energy + 1e-7) / log_span for energy in energies]
        weights = tf.nn.avg_pool1d(weight[..., None], pool[0], pool[0], "VALID")[..., 0]
        total += _mean(tf.reduce_mean(tf.abs(logs[0] - logs[1]), axis=(2, 3)), weights)
    return total / len(POOLS)


def _mean(value: tf.Tensor, weight: tf.Tensor) -> tf.Tensor:
    """Weighted mean over batch and frames."""
    import tensorflow as tf

    return tf.reduce_sum(value * weight) / (tf.reduce_sum(weight) + 1e-6)


def fooling_loss(judged_made: tf.Tensor) -> tf.Tensor:
    """What the generator pays for each patch that is not taken for real (least squares, Mao et al. 2017)."""
    import tensorflow as tf

    return tf.reduce_mean(tf.square(judged_made - 1.0))


def judging_loss(judged_real: tf.Tensor, judged_made: tf.Tensor) -> tf.Tensor:
    """What the discriminator pays: real patches are 1, painted ones 0."""
    import tensorflow as tf

    return 0.5 * tf.reduce_mean(tf.square(judged_real - 1.0) + tf.square(judged_made))


def judged_right(judged_real: tf.Tensor, judged_made: tf.Tensor) -> tf.Tensor:
    """The share of patches that the discriminator tells right, 0..1; 0.5 is guessing."""
    import tensorflow as tf

    right = tf.cast(judged_real > 0.5, tf.float32) + tf.cast(judged_made < 0.5, tf.float32)
    return 0.5 * tf.reduce_mean(right)
