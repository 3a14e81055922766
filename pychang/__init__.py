"""PyChang: a compiler for sung Korean, from a plain-text score to a WAV."""

__version__ = "0.1.0"
