"""Score and phones -> performance: phones in seconds, F0, level, breathiness."""

from pychang.performance.model import Performance, Phone, Phrase
from pychang.performance.perform import perform
from pychang.performance.phrases import perform_phrases

__all__ = ["Performance", "Phone", "Phrase", "perform", "perform_phrases"]
