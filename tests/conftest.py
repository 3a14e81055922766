"""What tests of several stages share: short songs, taken to a stage."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from pychang.diagnostic import Severity, Source
from pychang.korean import pronounce, to_phones
from pychang.language import parse
from pychang.performance import Performance, Phone, perform
from pychang.performance.clock import Clock, clock_of
from pychang.score import arrange
from pychang.score.model import Score, Vibrato

NO_VIBRATO = Vibrato(0.0, 5.5, 0.3)


@dataclass(frozen=True)
class Performed:
    """A song and how its first part is performed."""

    score: Score
    clock: Clock
    performance: Performance

    def phones(self, symbol: str) -> list[Phone]:
        return [p for p in self.performance.phones if p.symbol == symbol]


@pytest.fixture(autouse=True)
def voices_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """No test finds, or leaves, a voice that the user has installed."""
    folder = tmp_path_factory.getbasetemp() / "voices" / secrets.token_hex(4)
    monkeypatch.setenv("PYCHANG_VOICES_DIR", str(folder))
    return folder


@pytest.fixture
def performed() -> Callable[..., Performed]:
    """Perform a song given as text; it must be free of errors."""

    def run(text: str, vibrato: Vibrato = NO_VIBRATO) -> Performed:
        song, mistakes = parse(Source("song.chang", text))
        score, more = arrange(song)
        assert [m for m in (*mistakes, *more) if m.severity is Severity.ERROR] == []
        part = score.parts[0]
        phones = to_phones(pronounce(part.syllables), part.syllables)
        return Performed(score, clock_of(score), perform(score, part, phones, vibrato))

    return run
