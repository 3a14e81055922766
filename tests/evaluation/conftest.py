"""Recordings whose every phone is known: the formant singer's."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from pychang.compile import perform_part
from pychang.diagnostic import Source
from pychang.language import parse
from pychang.performance import Performance
from pychang.score import arrange
from pychang.score.model import Score
from pychang.voice import VoiceCard, find_voice, read_card
from pychang.voice.formant import Timbre, sing_formants

RATE = 22050
SONG = """title: 작은 노래
tempo: 100
| C4:4 D4 E4 G4 | A4:2 G4 | r:4 E4 D4 C4 |
> 나비야 다 가 지 사다리
"""


@dataclass(frozen=True)
class Sung:
    """A song that the formant singer has sung."""

    score: Score
    performance: Performance
    sound: np.ndarray


@pytest.fixture(scope="session")
def card() -> VoiceCard:
    return read_card(find_voice(None, Path()))


@pytest.fixture(scope="session")
def sung(card: VoiceCard) -> Sung:
    song, _ = parse(Source("작은.chang", SONG))
    score, _ = arrange(song)
    performance = perform_part(score, score.parts[0], card)
    return Sung(score, performance, sing_formants(performance, RATE, seed=1))


@pytest.fixture(scope="session")
def another(sung: Sung) -> np.ndarray:
    """The same song from another mouth."""
    timbre = Timbre(formant_scale=0.86, upper_scale=0.9)
    return sing_formants(sung.performance, RATE, timbre, seed=1)
