"""Level and breathiness curves of a part."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pychang.performance.clock import Clock
from pychang.score.model import DynamicPoint, Expression

PITCH_DB_PER_SEMITONE = (
    0.2  # higher is louder (cf. JASA 126 (2009) 396: 0.27 dB in the balance of trained women)
)
PITCH_REFERENCE_MIDI = 65
ACCENT_DB = (4.0, 0.12)  # at the vowel's start, and the time constant of its decay
TENUTO_DB = 1.5  # leaned on, for all of its length
SOFT_BREATHINESS = 0.025  # for each dB below mf
STEP_S = 0.03  # from one dynamic to the next, where they change at once
ARC_DB = 1.5  # a phrase swells and sinks by about this much


@dataclass(frozen=True)
class Level:
    """A dynamic in seconds; `ramp`: reached gradually from the one before."""

    at_s: float
    level_db: float
    ramp: bool


def levels(points: Sequence[DynamicPoint], clock: Clock) -> list[Level]:
    return [Level(clock.at(point.position), point.level_db, point.ramp) for point in points]


def levels_around(points: Sequence[Level], start_s: float, end_s: float) -> Sequence[Level]:
    """Those that say what the level is between two times."""
    first = bisect_right(points, start_s, key=lambda point: point.at_s)
    last = bisect_right(points, end_s + STEP_S, key=lambda point: point.at_s)
    return points[max(first - 2, 0) : last + 1]


def dynamics_curve(points: Sequence[Level], times: np.ndarray) -> np.ndarray:
    """Level in dB at `times`; a new dynamic is reached within 30 ms, a hairpin over its length."""
    level = points[0].level_db if points else 0.0
    xs, ys = [(points[0].at_s if points else times[0]) - 1.0], [level]
    for point in points:
        if not point.ramp:
            xs.append(max(point.at_s - STEP_S, xs[-1]))
            ys.append(level)
        xs.append(max(point.at_s, xs[-1]))
        ys.append(point.level_db)
        level = point.level_db
    return np.interp(times, xs, ys)


def note_level(expression: Expression, midi: int, after_s: np.ndarray) -> np.ndarray:
    """What one note adds to the level, in dB, `after_s` seconds from its start."""
    level = expression.level_db + PITCH_DB_PER_SEMITONE * (midi - PITCH_REFERENCE_MIDI)
    accent = ACCENT_DB[0] * np.exp(-np.clip(after_s, 0, None) / ACCENT_DB[1]) if expression.accent else 0.0
    tenuto = TENUTO_DB if expression.tenuto else 0.0
    return level + accent + tenuto + np.zeros(len(after_s))


def phrase_arc(times: np.ndarray, start_s: float, end_s: float) -> np.ndarray:
    """The rise and fall of a phrase, highest a little before its middle."""
    x = np.clip((times - start_s) / max(end_s - start_s, 1e-3), 0.0, 1.0)
    return ARC_DB * (np.sin(np.pi * x**0.85) - 0.7)


def soft_breathiness(level_db: np.ndarray) -> np.ndarray:
    """Soft singing is breathier."""
    return np.clip(-SOFT_BREATHINESS * level_db, 0.0, 0.4)
