"""Made-up songs that cover Korean, sung by the formant singer: what `sora` is trained on.

Syllables are drawn half as often as lyrics have them and half alike, and are pronounced by the same rules
as a song, so that every onset, vowel, coda and the joins between them come at all pitches of the range, at
all lengths, loudnesses and expressions.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from pychang.korean import pronounce, to_phones
from pychang.korean.jamo import compose
from pychang.performance import Performance, perform
from pychang.score.model import DynamicPoint, Expression, Note, Part, Score, Syllable, TempoPoint, Vibrato
from pychang.voice.formant import sing_formants
from pychang.voice.formant.timbre import Timbre

ONSETS = {
    **{"": 16, "ㄱ": 15, "ㄴ": 10, "ㅈ": 9, "ㄹ": 9, "ㄷ": 8, "ㅅ": 7, "ㅁ": 6, "ㅎ": 6, "ㅂ": 4, "ㅆ": 2},
    **{"ㅊ": 2, "ㅌ": 2, "ㅍ": 2, "ㄲ": 2, "ㄸ": 2, "ㅋ": 2, "ㅃ": 1, "ㅉ": 1},
}
NUCLEI = {
    **{"ㅏ": 24, "ㅣ": 16, "ㅓ": 12, "ㅡ": 12, "ㅔ": 6, "ㅐ": 5, "ㅗ": 8, "ㅜ": 6, "ㅛ": 3, "ㅕ": 3, "ㅑ": 2},
    **{"ㅘ": 1, "ㅝ": 1, "ㅢ": 1, "ㅙ": 1, "ㅚ": 1, "ㅖ": 0.5, "ㅟ": 0.5, "ㅠ": 0.5, "ㅒ": 0.3, "ㅞ": 0.3},
}
CODAS = {"": 66, "ㄴ": 11, "ㄹ": 8, "ㅇ": 6, "ㄷ": 3, "ㅁ": 3, "ㄱ": 3, "ㅂ": 2}
"""Per cent of syllables in film subtitles, rounded; the rarest raised."""

EVEN_SHARE = 0.45  # of the syllables are drawn with all sounds alike
WHOLE_S = 4.0  # a whole note at tempo 60


@dataclass(frozen=True)
class CorpusSettings:
    """What the made-up songs are like; `low_midi` and `high_midi` go a little beyond the voice's range."""

    songs: int = 110
    phrases: int = 8
    low_midi: int = 53
    high_midi: int = 78
    seed: int = 20261122


@dataclass(frozen=True)
class CorpusSong:
    """One song of the corpus; sound is float32 (samples,)."""

    number: int
    performance: Performance
    sound: np.ndarray


def sing_corpus_song(
    number: int, settings: CorpusSettings, sample_rate: int, timbre: Timbre | None
) -> CorpusSong:
    random = np.random.default_rng([settings.seed, number])
    score = made_up_song(settings, random)
    part = score.parts[0]
    phones = to_phones(pronounce(part.syllables), part.syllables)
    vibrato = Vibrato(max(0.0, random.normal(30, 25)), random.normal(5.7, 0.4), random.uniform(0.1, 0.45))
    performance = perform(score, part, phones, vibrato)
    sound = sing_formants(performance, sample_rate, timbre, seed=int(random.integers(2**31)))
    return CorpusSong(number, performance, sound)


def made_up_song(settings: CorpusSettings, random: np.random.Generator) -> Score:
    """Phrases of a few syllables each, with rests or breaths between them."""
    notes: list[Note] = []
    syllables: list[Syllable] = []
    dynamics: list[DynamicPoint] = []
    at = Fraction(0)
    for _ in range(settings.phrases):
        dynamics += _dynamics(at, random)
        at = _phrase(notes, syllables, at, settings, random)
        rest = _length(random.uniform(0.25, 0.9))
        notes.append(Note(at, rest, None, None))
        at += rest
    part = Part("corpus", tuple(notes), tuple(syllables), tuple(dynamics))
    return Score("", "", (part,), (TempoPoint(Fraction(0), 60.0),))


def _phrase(
    notes: list[Note],
    syllables: list[Syllable],
    at: Fraction,
    settings: CorpusSettings,
    random: np.random.Generator,
) -> Fraction:
    """Append a phrase that starts at `at`; returns where it ends."""
    midi = int(random.integers(settings.low_midi + 2, settings.high_midi - 1))
    pace = float(np.exp(random.uniform(np.log(0.14), np.log(0.9))))  # seconds a syllable
    count = int(np.clip(random.uniform(2.5, 7.0) / pace, 2, 16))
    for i in range(count):
        syllables.append(
            Syllable(draw_syllable(random), "|" if i == 0 else " " if random.random() < 0.25 else "")
        )
        for _ in range(int(random.choice([1, 2, 3], p=[0.9, 0.07, 0.03]))):
            step = round(random.normal(0, 2.8))
            midi = int(np.clip(midi + step, settings.low_midi, settings.high_midi))
            seconds = (
                random.uniform(1.2, 3.5)
                if random.random() < 0.07
                else pace * random.choice([0.5, 1, 1, 1, 1.5, 2])
            )
            length = _length(max(seconds, 0.1))
            breath = i + 1 == count and random.random() < 0.5
            notes.append(Note(at, length, midi, len(syllables) - 1, _expression(seconds, random), breath))
            at += length
    return at


def _length(seconds: float) -> Fraction:
    return Fraction(round(seconds / WHOLE_S * 960), 960)


def _draw(table: dict[str, float], even: bool, random: np.random.Generator) -> str:
    weights = np.ones(len(table)) if even else np.array(list(table.values()), float)
    return str(random.choice(list(table), p=weights / weights.sum()))


def draw_syllable(random: np.random.Generator) -> str:
    """One Hangul block."""
    even = random.random() < EVEN_SHARE
    coda_even = random.random() < 0.5 * EVEN_SHARE
    return compose(_draw(ONSETS, even, random), _draw(NUCLEI, even, random), _draw(CODAS, coda_even, random))


def _dynamics(at: Fraction, random: np.random.Generator) -> list[DynamicPoint]:
    level = float(np.clip(random.normal(-1, 5), -15, 9))
    points = [DynamicPoint(at, level)]
    if random.random() < 0.3:
        points.append(
            DynamicPoint(at + _length(3.0), float(np.clip(level + random.normal(0, 6), -15, 9)), ramp=True)
        )
    return points


def _expression(seconds: float, random: np.random.Generator) -> Expression:
    """Mostly plain; now and then one of the ornaments or colours of the language."""
    if random.random() < 0.72:
        return Expression()
    kind = random.integers(8)
    return Expression(
        slide_s=float(random.uniform(0.08, 0.3)) if kind == 0 else 0.0,
        scoop=bool(kind == 1),
        fall=bool(kind == 2),
        bend_cents=tuple(random.uniform(-150, 150, 3)) if kind == 3 else (),
        accent=bool(kind == 4),
        staccato=bool(kind == 5 and seconds < 0.8),
        breathy=float(random.uniform(0.1, 0.9)) if kind == 6 else 0.0,
        level_db=float(random.uniform(-8, 5)) if kind == 7 else 0.0,
    )
