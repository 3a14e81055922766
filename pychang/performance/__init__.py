"""Score and phones -> performance: phones in seconds, F0, level, breathiness."""

from pychang.performance.model import Performance, Phone
from pychang.performance.perform import perform

__all__ = ["Performance", "Phone", "perform"]
