"""Pitch as Praat's tracker hears it, against a recording and against a score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pychang.evaluation.envelope import HOP_S, frame_count
from pychang.performance import Phone
from pychang.performance.clock import Clock
from pychang.score.model import Part

if TYPE_CHECKING:
    import parselmouth

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

RANGE_HZ = (90.0, 900.0)
PRAAT_COST = 0.01  # of an octave down, in Praat's path finder, where nobody says
OCTAVE_COST = 0.03
"""With Praat's own, every ninth frame of a folk song that `sora` sang is heard an octave down, and with this
none; of a person's recording both hear the same."""
EDGE_S = 0.05  # pitch is not judged this near to a note's ends
HELD_S = 0.4  # a note this long is held
HALF_SEMITONE = 0.5


@dataclass(frozen=True)
class NoteSpan:
    """From when to when a note of a part is sung; `note` is its index."""

    note: int
    start_s: float
    end_s: float


def f0_of(sound: NDArray[np.floating], sample_rate: int, range_hz: tuple[float, float]) -> Floats:
    """F0 in Hz every `HOP_S` from 0 on, (frames,), 0 where Praat (autocorrelation) hears no pitch."""
    times = np.arange(frame_count(len(sound), sample_rate)) * HOP_S
    if len(sound) < 4 * sample_rate / range_hz[0]:  # shorter than what Praat looks at
        return np.zeros(len(times))
    track = _track(sound, sample_rate, range_hz, OCTAVE_COST)
    nearest = np.rint((times - track.x1) / track.dx).astype(int)
    inside = (nearest >= 0) & (nearest < track.n_frames)
    found = track.selected_array["frequency"]
    return np.where(inside, found[np.clip(nearest, 0, len(found) - 1)], 0.0)


def _track(
    sound: NDArray[np.floating], sample_rate: int, range_hz: tuple[float, float], octave_cost: float
) -> parselmouth.Pitch:
    import parselmouth

    low_hz, high_hz = range_hz
    return parselmouth.Sound(np.asarray(sound, float), sample_rate).to_pitch_ac(
        time_step=HOP_S, pitch_floor=low_hz, octave_cost=octave_cost, pitch_ceiling=high_hz
    )


# ── against a recording, frame by frame ──────────────────────────────────────────────────────────


def cents_apart(f0_hz: Floats, wanted_hz: Floats) -> Floats:
    """By how many cents F0 is off, of the frames in which both are voiced."""
    both = (f0_hz > 0) & (wanted_hz > 0)
    return 1200 * np.log2(f0_hz[both] / wanted_hz[both])


def log_f0_rmse(f0_hz: Floats, wanted_hz: Floats) -> float:
    """Root mean square error of ln F0 over frames where both are voiced, as ESPnet's `evaluate_f0.py`."""
    return rmse_cents(f0_hz, wanted_hz) * np.log(2) / 1200


def rmse_cents(f0_hz: Floats, wanted_hz: Floats) -> float:
    """The same in cents; nan where nothing is voiced in both."""
    off = cents_apart(f0_hz, wanted_hz)
    return float(np.sqrt(np.mean(off**2))) if len(off) else float("nan")


def semitone_accuracy(f0_hz: Floats, wanted_hz: Floats) -> float:
    """Share of the frames voiced in both whose F0 is within half a semitone.

    ESPnet rounds both to semitones first, which calls a cent's difference wrong where the singer is between
    two of them.
    """
    off = cents_apart(f0_hz, wanted_hz)
    return float(np.mean(np.abs(off) <= 100 * HALF_SEMITONE)) if len(off) else float("nan")


def voicing_error(f0_hz: Floats, wanted_hz: Floats, counted: Mask) -> float:
    """Share of the `counted` frames in which one is voiced and the other is not."""
    wrong = (f0_hz > 0) != (wanted_hz > 0)
    return float(wrong[counted].mean()) if counted.any() else float("nan")


# ── against a score ──────────────────────────────────────────────────────────────────────────────


def spans_by_score(part: Part, clock: Clock) -> tuple[NoteSpan, ...]:
    """The sung notes of a part, when the score has them."""
    return tuple(
        NoteSpan(i, clock.at(note.start), clock.at(note.start + note.duration))
        for i, note in enumerate(part.notes)
        if note.midi is not None
    )


def spans_as_sung(phones: Sequence[Phone], vowels: Sequence[str]) -> tuple[NoteSpan, ...]:
    """The notes of a recording, each from its first vowel to the end of its last phone."""
    begun: dict[int, float] = {}
    ended: dict[int, float] = {}
    for phone in phones:
        if phone.note >= 0:
            if phone.symbol in vowels:
                begun.setdefault(phone.note, phone.start_s)
            ended[phone.note] = phone.end_s
    return tuple(NoteSpan(note, start, ended[note]) for note, start in begun.items())


def pitch_errors(
    sound: NDArray[np.floating],
    sample_rate: int,
    part: Part,
    spans: Sequence[NoteSpan],
    range_hz: tuple[float, float] = RANGE_HZ,
    octave_cost: float = PRAAT_COST,
) -> tuple[Floats, Floats]:
    """Semitones by which Praat's pitch is off the score, (of all notes, of held notes), a voiced frame each.

    The 50 ms at the ends of notes, slides, and notes with a scoop, fall or bend are left out.
    """
    track = _track(sound, sample_rate, range_hz, octave_cost)
    times, f0 = track.xs(), track.selected_array["frequency"]
    every, held = [np.zeros(0)], [np.zeros(0)]
    for span in spans:
        note = part.notes[span.note]
        e = note.expression
        if note.midi is None or e.scoop or e.fall or e.bend_cents:
            continue
        following = part.notes[span.note + 1] if span.note + 1 < len(part.notes) else None
        slide_s = following.expression.slide_s / 2 if following else 0.0
        begin, stop = span.start_s + max(EDGE_S, e.slide_s / 2), span.end_s - max(EDGE_S, slide_s)
        inside = (times > begin) & (times < stop) & (f0 > 0)
        off = 12 * np.log2(f0[inside] / 440) + 69 - note.midi
        every.append(off)
        if span.end_s - span.start_s >= HELD_S:
            held.append(off)
    return np.concatenate(every), np.concatenate(held)
