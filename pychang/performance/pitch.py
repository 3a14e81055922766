"""The F0 curve: steps between notes as people sing them, ornaments, vibrato, drift.

Pitch is handled in semitones (MIDI numbers with fractions) and turned into Hz at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pychang.korean.model import ASPIRATED, LAX_INITIAL, TENSE
from pychang.performance.model import Phone
from pychang.score.model import Expression, Vibrato

A4_HZ = 440.0
STEP_S = (
    0.080,
    0.006,
)  # a step's length: this, and this for each semitone (cf. Xu & Sun 2002, singers faster)
STEP_BEFORE = 0.65  # share of a step that is over when the vowel starts
OVERSHOOT = (0.10, 0.22)  # of the step, and at most these semitones (Saitou et al. 2005)
PREPARATION = (0.06, 0.12)  # the opposite way, just before the step (same source)
ATTACK = (-0.45, 0.045)  # semitones below the note after a rest, and the time constant in seconds
RELEASE = (-0.5, 0.09)  # singers let the end of a phrase fall (Dai & Dixon)
SCOOP = (-2.0, 0.16)
FALL = (-3.5, 0.24)
BACK_S = 0.05  # from an ornament at a note's end back to the next note
STEP_REACH_S = 0.4  # no step, attack or release moves the pitch further from the beat than this
SHORTEST_VIBRATO_S = 0.4  # a shorter note has none unless it asks for it
VIBRATO_FADE_S = 0.28
MICROPROSODY = {**dict.fromkeys(ASPIRATED + TENSE, 0.4), **dict.fromkeys(LAX_INITIAL, -0.35)}
MICROPROSODY_S = 0.035  # Korean stops move the pitch of the vowel after them; in song only briefly


@dataclass(frozen=True)
class PitchedNote:
    """A note that sounds, as far as its pitch is concerned."""

    start_s: float  # the beat
    end_s: float
    sounds_from_s: float  # where its first phone begins
    midi: int
    expression: Expression
    vibrato: Vibrato
    joined: bool  # to the note before, without a rest or breath between them


def hz(midi: np.ndarray | float) -> np.ndarray | float:
    return A4_HZ * 2.0 ** ((midi - 69.0) / 12.0)


def pitch_curve(
    notes: Sequence[PitchedNote], phones: Sequence[Phone], times: np.ndarray, random: np.random.Generator
) -> np.ndarray:
    """F0 in Hz at `times` (seconds, evenly spaced) for the notes of one phrase.

    Each note is worked out only where it can be heard, so that a long phrase takes no longer a note.
    """
    starts = np.array([note.start_s for note in notes])
    at = np.maximum(np.searchsorted(starts, times, side="right") - 1, 0)
    midi = np.array([float(note.midi) for note in notes])[at]
    for before, note in pairwise(notes):
        reach = STEP_REACH_S + note.expression.slide_s
        near = _near(times, note.start_s - reach, note.start_s + reach)
        midi[near] += _step(before, note, times[near])
    for i, note in enumerate(notes):
        last = i + 1 == len(notes)
        near = _near(times, note.start_s - STEP_REACH_S, np.inf if last else note.end_s + STEP_REACH_S)
        midi[near] += _ornaments(note, times[near], last) + _vibrato(note, times[near], random)
    midi += _microprosody(phones, times)
    midi += _drift(times, random)
    return hz(midi)


def _near(times: np.ndarray, start_s: float, end_s: float) -> slice:
    return slice(*np.searchsorted(times, [start_s, end_s]))


def _smooth(x: np.ndarray) -> np.ndarray:
    """0 before 0, 1 after 1, and between them the least jerky way (5th-order polynomial)."""
    x = np.clip(x, 0.0, 1.0)
    return x**3 * (10.0 - 15.0 * x + 6.0 * x**2)


def _step(before: PitchedNote, note: PitchedNote, times: np.ndarray) -> np.ndarray:
    """The way from one note to the next, with preparation and overshoot, less a bare jump at the beat."""
    d = float(note.midi - before.midi)
    if d == 0.0:
        return np.zeros(len(times))
    jump = d * (times >= note.start_s)
    if note.expression.slide_s > 0:
        start = note.start_s - 0.5 * note.expression.slide_s
        return d * _smooth((times - start) / note.expression.slide_s) - jump
    room = min(note.end_s - note.start_s, before.end_s - before.start_s)
    length = min(STEP_S[0] + STEP_S[1] * abs(d), 0.6 * room)
    start = note.start_s - STEP_BEFORE * length
    over = np.sign(d) * min(OVERSHOOT[0] * abs(d), OVERSHOOT[1])
    back = np.sign(d) * min(PREPARATION[0] * abs(d), PREPARATION[1])
    bumps = over * _bump(times, start + 1.25 * length, 0.04) - back * _bump(times, start - 0.02, 0.025)
    return d * _smooth((times - start) / length) - jump + bumps


def _bump(times: np.ndarray, centre_s: float, width_s: float) -> np.ndarray:
    return np.exp(-0.5 * ((times - centre_s) / width_s) ** 2)


def _ornaments(note: PitchedNote, times: np.ndarray, last: bool) -> np.ndarray:
    """Attack, release, scoop, fall and bend of one note, in semitones; what is left at its end fades soon."""
    after, left = times - note.start_s, note.end_s - times
    e, length = note.expression, note.end_s - note.start_s
    curve = np.zeros(len(times))
    if e.scoop:
        down = _smooth((after + BACK_S) / BACK_S) if note.joined else 1.0
        curve += SCOOP[0] * down * (1 - _smooth(after / min(SCOOP[1], 0.5 * length)))
    elif not note.joined:
        curve += ATTACK[0] * np.exp(-np.clip(after + 0.06, 0, None) / ATTACK[1])
    if e.fall:
        curve += FALL[0] * _smooth(1 - left / min(FALL[1], 0.6 * length))
    elif last:
        curve += RELEASE[0] * _smooth(1 - left / min(RELEASE[1], 0.3 * length))
    if e.bend_cents:
        points = np.linspace(note.start_s, note.end_s, max(2, len(e.bend_cents)))
        cents = np.interp(times, points, np.resize(e.bend_cents, len(points)))
        curve += cents / 100.0 * (_smooth((after + BACK_S) / BACK_S) if note.joined else 1.0)
    return curve if last else curve * _smooth(1 + left / BACK_S)


def _vibrato(note: PitchedNote, times: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Vibrato that starts late, swells, and is even in neither rate nor depth (Prame 1994)."""
    length = note.end_s - note.start_s
    asked = note.expression.vibrato is not None
    if note.vibrato.depth_cents <= 0 or (length < SHORTEST_VIBRATO_S and not asked):
        return np.zeros(len(times))
    delay = min(note.vibrato.delay_s, 0.5 * length)
    after = times - note.start_s - delay
    wobble = _slow_noise(len(times), times[1] - times[0], 1.5, random)
    rate = note.vibrato.rate_hz * (1 + 0.05 * wobble + 0.06 * _smooth(1 - (note.end_s - times) / 0.4))
    phase = 2 * np.pi * np.cumsum(rate * (after > 0)) * (times[1] - times[0])
    depth = note.vibrato.depth_cents / 100.0 * (1 + 0.12 * np.roll(wobble, 31))
    fade = _smooth(after / VIBRATO_FADE_S) * _smooth((note.end_s - times) / 0.06)
    return depth * fade * np.sin(phase)


def _microprosody(phones: Sequence[Phone], times: np.ndarray) -> np.ndarray:
    curve = np.zeros(len(times))
    for phone in phones:
        shift = MICROPROSODY.get(phone.symbol)
        if shift:
            near = _near(times, phone.start_s, phone.end_s + 10 * MICROPROSODY_S)
            after = times[near] - phone.end_s
            curve[near] += shift * np.exp(-np.clip(after, 0, None) / MICROPROSODY_S)
    return curve


def _drift(times: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Slow wandering of some 4 cents and a finer tremble of some 2."""
    step = times[1] - times[0]
    return 0.04 * _slow_noise(len(times), step, 0.8, random) + 0.02 * _slow_noise(
        len(times), step, 8.0, random
    )


def _slow_noise(count: int, step_s: float, cutoff_hz: float, random: np.random.Generator) -> np.ndarray:
    """Smooth noise of about unit deviation: random values joined by cubic pieces."""
    spacing = 0.5 / cutoff_hz
    knots = random.standard_normal(int(count * step_s / spacing) + 4)
    x = np.arange(count) * step_s / spacing + 1
    i = x.astype(int)
    t = x - i
    a, b, c, d = knots[i - 1], knots[i], knots[i + 1], knots[np.minimum(i + 2, len(knots) - 1)]
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
