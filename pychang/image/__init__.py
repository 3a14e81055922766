"""Performance -> conditioning image; magnitude <-> log-spectrogram picture."""

from pychang.image.conditioning import Conditioning, draw_conditioning
from pychang.image.geometry import Geometry
from pychang.image.spectrogram import to_magnitude, to_picture

__all__ = ["Conditioning", "Geometry", "draw_conditioning", "to_magnitude", "to_picture"]
