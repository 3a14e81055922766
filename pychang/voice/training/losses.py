"""What the generator is trained to make small."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tensorflow as tf

POOLS = ((4, 8), (16, 2))
"""Frames and bins over which energy is summed for the spectral loss, one pair a resolution."""


def l1_loss(wanted: tf.Tensor, made: tf.Tensor) -> tf.Tensor:
    """Mean absolute difference of two pictures (batch, frames, bins)."""
    import tensorflow as tf

    return tf.reduce_mean(tf.abs(wanted - made))


def spectral_loss(wanted: tf.Tensor, made: tf.Tensor, log_span: float) -> tf.Tensor:
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
        total += tf.reduce_mean(tf.abs(logs[0] - logs[1]))
    return total / len(POOLS)
