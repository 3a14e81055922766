"""The discriminator: a PatchGAN that sees what was to be sung beside how it sounds.

Isola et al. (2017): a convolutional network that says of each patch of a picture whether it is real, given
the image that the picture was made from. A patch is some 30 frames by 60 bins here. Spectral pictures differ
along frequency, so frequency itself is one of its channels, and what is said comes in as a picture of its own
where time has been halved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pychang.image.conditioning import STRIP_ROWS

if TYPE_CHECKING:
    import keras

CHANNELS = (20, 40, 64)
SAID_CHANNELS = 8


def build_discriminator(bins: int) -> keras.Model:
    """(picture (frames, bins), harmonics (frames, bins, 2), strip (frames, STRIP_ROWS)) -> (…, …, 1).

    Frames are even, bins divisible by 4; the output has a number a patch: 1 for real, 0 for painted.
    """
    import keras
    from keras import layers

    picture = keras.Input((None, bins), name="judged_picture")
    harmonics = keras.Input((None, bins, 2), name="judged_harmonics")
    strip = keras.Input((None, STRIP_ROWS), name="judged_strip")
    x = layers.Concatenate()([layers.Reshape((-1, bins, 1))(picture), harmonics])
    x = _act(layers.Conv2D(CHANNELS[0], 4, strides=(1, 2), padding="same")(x))
    x = _act(layers.Conv2D(CHANNELS[1], 4, strides=(2, 2), padding="same")(x))
    said = _act(layers.Conv1D(64, 5, strides=2, padding="same")(strip))
    said = layers.Dense((bins // 4) * SAID_CHANNELS)(said)
    x = layers.Concatenate()([x, layers.Reshape((-1, bins // 4, SAID_CHANNELS))(said)])
    x = _act(layers.Conv2D(CHANNELS[2], 4, strides=(2, 2), padding="same")(x))
    x = _act(layers.Conv2D(CHANNELS[2], 3, padding="same")(x))
    judged = layers.Conv2D(1, 3, padding="same", dtype="float32", name="judged")(x)
    return keras.Model([picture, harmonics, strip], judged)


def _act(x: keras.KerasTensor) -> keras.KerasTensor:
    from keras import layers

    return layers.LeakyReLU(negative_slope=0.2)(x)
