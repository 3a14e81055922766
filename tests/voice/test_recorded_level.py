"""What recordings become training data by: their level, and the digest that ties a run to them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from pychang.performance import Performance, Phone
from pychang.recordings.model import Recording
from pychang.score.model import Note, Part, Score, Syllable, TempoPoint
from pychang.voice.training.recorded import at_level, digest_of

RATE = 22050


def test_level_is_measured_where_it_is_sung_in_a_long_recording() -> None:
    """A hop of 5 ms is no whole number of samples: what follows a minute of silence is not a frame off."""
    silent, count = 60.0, 12001 + 600
    phones = (Phone("SP", 0.0, silent, -1), Phone("a", silent, silent + 0.1, 0))
    phones = (*phones, Phone("SP", silent + 0.1, silent + 3.0, -1))
    long = Performance(phones, 0.005, np.full(count, 330.0), np.zeros(count), np.zeros(count), silent + 3.0)
    sound = np.zeros(round((silent + 3.0) * RATE), np.float32)
    sound[round(silent * RATE) : round((silent + 0.1) * RATE)] = 0.3
    levelled = at_level(sound, long, RATE, -25.0)
    assert 20 * np.log10(levelled.max()) == pytest.approx(-25.0, abs=0.2)


def test_all_that_is_sung_is_in_the_digest(tmp_path: Path) -> None:
    """A score may be in two files, and labels beside a score count too."""
    note = Note(Fraction(0), Fraction(1, 4), 60, 0)
    part = Part("", (note,), (Syllable("가", "", None, None),))
    score = Score("", "", (part,), (TempoPoint(Fraction(0), 120.0),))
    sound = tmp_path / "a.wav"
    sound.write_bytes(b"sound")
    plain = Recording("a", sound, score, tmp_path / "a.mid")
    lyrics = replace(score, parts=(replace(part, syllables=(Syllable("나", "", None, None),)),))
    labelled = (Phone("a", 0.0, 1.0, 0),)
    kinds = (plain, replace(plain, score=lyrics), replace(plain, labels=labelled))
    assert len({digest_of([one], tmp_path) for one in kinds}) == 3
    assert digest_of([plain], tmp_path) == digest_of([replace(plain, source=tmp_path / "b.mid")], tmp_path)
