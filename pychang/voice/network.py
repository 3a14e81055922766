"""The generator: a U-Net over frequency, in Keras.

Pix2pix (Isola et al. 2017) with what singing asks for. The picture is halved and doubled along frequency
only: bursts last a frame or two, so time keeps its resolution. What is said comes in at the bottom, as a
picture of 25 rows that a small network over time (dilated convolutions) draws from the strip; the harmonics
come in at the top and by the skip connections. Nothing but convolutions, resizing, a dense layer and leaky
ReLU: it exports. Nothing looks further than `NetworkSettings.reach` frames, so windows that overlap by as
much join without a seam.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pychang.image.conditioning import STRIP_ROWS

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True)
class NetworkSettings:
    """Sizes of the generator: channels at half, quarter … of the rows, and of the strip's network."""

    channels: tuple[int, ...] = (16, 24, 48, 80)
    top_channels: int = 10
    strip_channels: int = 192
    strip_dilations: tuple[int, ...] = (1, 2, 4)

    @property
    def reach(self) -> int:
        """Frames on each side that a frame of the picture depends on."""
        strip = 2 * sum(self.strip_dilations)
        return max(strip, len(self.channels)) + len(self.channels) + 3


def build_generator(
    settings: NetworkSettings, bins: int, frames: int | None, pictures: int | None = None
) -> keras.Model:
    """(harmonics (frames, bins, 2), strip (frames, STRIP_ROWS)) -> picture (frames, bins).

    `pictures`: how many at a time; any number when None. `bins` must be divisible by 2 for each of
    `settings.channels`: ValueError.
    """
    import keras
    from keras import layers

    rows = bins >> len(settings.channels)
    if rows << len(settings.channels) != bins:
        raise ValueError(f"{bins} bins cannot be halved {len(settings.channels)} times")
    harmonics = keras.Input((frames, bins, 2), pictures, name="harmonics")
    strip = keras.Input((frames, STRIP_ROWS), pictures, name="strip")

    skips = [harmonics]
    x = harmonics
    for channels in settings.channels:
        x = _act(layers.Conv2D(channels, (3, 4), strides=(1, 2), padding="same"))(x)
        skips.append(x)
    said = _read_strip(strip, settings)
    said = layers.Dense(rows * settings.channels[-1])(said)
    said = layers.Reshape((-1, rows, settings.channels[-1]))(said)
    x = layers.Add()([x, said])
    x = _act(layers.Conv2D(settings.channels[-1], 3, padding="same"))(x)
    for channels, skip in zip(
        (*settings.channels[-2::-1], settings.top_channels), skips[-2::-1], strict=True
    ):
        x = layers.UpSampling2D((1, 2))(x)
        x = layers.Concatenate()([x, skip])
        x = _act(layers.Conv2D(channels, 3, padding="same"))(x)
    x = _act(layers.Conv2D(settings.top_channels, 3, padding="same"))(x)
    x = layers.Conv2D(1, (1, 3), padding="same", dtype="float32")(x)
    picture = layers.Reshape((-1, bins), name="picture", dtype="float32")(x)
    return keras.Model([harmonics, strip], picture)


def _read_strip(strip: keras.KerasTensor, settings: NetworkSettings) -> keras.KerasTensor:
    """What is said around each frame, (frames, strip_channels)."""
    from keras import layers

    x = strip
    for dilation in settings.strip_dilations:
        y = _act(layers.Conv1D(settings.strip_channels, 5, dilation_rate=dilation, padding="same"))(x)
        x = y if x is strip else layers.Add()([x, y])
    return x


def _act(layer: keras.Layer) -> keras.Layer:
    """The layer, followed by a leaky ReLU."""
    from keras import layers

    return lambda x: layers.LeakyReLU(negative_slope=0.1)(layer(x))
