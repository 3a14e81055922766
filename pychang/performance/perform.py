"""Score and phones in, a performance out."""

from __future__ import annotations

from collections.abc import Sequence

from pychang.korean.model import SyllablePhones
from pychang.performance.clock import clock_of
from pychang.performance.model import Performance
from pychang.performance.phrases import end_s, joined, perform_phrases
from pychang.score.model import Part, Score, Vibrato


def perform(score: Score, part: Part, phones: Sequence[SyllablePhones], vibrato: Vibrato) -> Performance:
    """Sing one part of a score on paper; `phones` has one entry a syllable, `vibrato` is the voice's own."""
    clock = clock_of(score)
    return joined(perform_phrases(part, phones, vibrato, clock), end_s(part, clock))
