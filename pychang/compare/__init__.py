"""The musical difference between two songs."""

from pychang.compare.model import Difference, Kind, Place
from pychang.compare.songs import compare

__all__ = ["Difference", "Kind", "Place", "compare"]
