"""The curves of a phrase are worked out once, and are the same as if they were not kept."""

from __future__ import annotations

import numpy as np
import pytest

from pychang.korean import pronounce, to_phones
from pychang.language import decode, parse
from pychang.performance.clock import clock_of
from pychang.performance.model import Performance
from pychang.performance.phrases import _curves, perform_phrases
from pychang.score import arrange
from pychang.score.model import Vibrato

SONG = "| C4:4 D4{{accent}} E4 r |\n> 꽃잎이\n| @p C4:4 D4{{vibrato}} E4 r |\n> {}\n"


def performed(words: str) -> list[Performance]:
    """The two phrases of the song."""
    source, _ = decode("x.chang", SONG.format(words).encode())
    score, _ = arrange(parse(source)[0])
    part = score.parts[0]
    spoken = to_phones(pronounce(part.syllables), part.syllables)
    phrases = perform_phrases(part, spoken, Vibrato(30.0, 5.5, 0.3), clock_of(score))
    return [phrase.performance for phrase in phrases]


def test_only_what_has_changed_is_worked_out() -> None:
    _curves.cache_clear()
    performed("봄날에")
    assert (_curves.cache_info().misses, _curves.cache_info().hits) == (2, 0)
    changed = performed("봄바람")
    assert (_curves.cache_info().misses, _curves.cache_info().hits) == (3, 1)
    _curves.cache_clear()
    anew = performed("봄바람")
    for kept, new in zip(changed, anew, strict=True):
        for name in ("f0_hz", "level_db", "breathiness"):
            assert np.array_equal(getattr(kept, name), getattr(new, name))


def test_nobody_changes_what_is_kept() -> None:
    with pytest.raises(ValueError, match="read-only"):
        performed("봄날에")[0].f0_hz[0] = 1.0
