"""A trained Keras model -> the file that LiteRT sings from."""

from __future__ import annotations

import io
from contextlib import redirect_stdout

from pychang.quiet import silenced
from pychang.voice.network import build_generator
from pychang.voice.training.settings import RunSettings


def export_model(model: object, settings: RunSettings) -> bytes:
    """The model for one picture of the voice's width, as a LiteRT flatbuffer with float16 weights.

    LiteRT wants static shapes, in the browser of everything: the network is built anew for one picture of
    the voice's width, and given the weights.
    """
    import tensorflow as tf

    fixed = build_generator(settings.network, settings.geometry.bins, settings.geometry.frames, 1)
    fixed.set_weights(model.get_weights())
    converter = tf.lite.TFLiteConverter.from_keras_model(fixed)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.target_spec.supported_types = [tf.float16]
    with silenced(), redirect_stdout(io.StringIO()):
        return converter.convert()
