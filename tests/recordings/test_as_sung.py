"""F0 and performances as sung: against what the formant singer was asked to sing."""

from __future__ import annotations

import numpy as np
import pytest
from sung_by_formants import RATE, KnownRecording

from pychang.image import draw_conditioning
from pychang.korean.model import VOWELS
from pychang.performance import Performance, Phone
from pychang.performance.model import HOP_S
from pychang.recordings.as_sung import as_sung
from pychang.recordings.f0 import check_octaves, to_hz, to_midi, track_f0
from pychang.recordings.model import Alignment


def known_alignment(known: KnownRecording) -> Alignment:
    phones = known.performance.phones
    return Alignment(phones, (1.0,) * len(phones))


@pytest.fixture(scope="module", params=["man", "child"])
def both(request) -> tuple[KnownRecording, Performance]:
    known = request.getfixturevalue(request.param)
    return known, as_sung(known.recording, known_alignment(known), known.sound, RATE)


def middles(performance: Performance, known: KnownRecording) -> np.ndarray:
    """Frames in the middle halves of vowels."""
    inside = np.zeros(len(performance.f0_hz), bool)
    for p in known.performance.phones:
        if p.symbol in VOWELS and p.end_s - p.start_s > 0.1:
            quarter = (p.end_s - p.start_s) / 4
            inside[round((p.start_s + quarter) / HOP_S) : round((p.end_s - quarter) / HOP_S)] = True
    return np.flatnonzero(inside)


def test_pitch(both) -> None:
    known, sung = both
    at = middles(sung, known)
    off = 100 * (to_midi(sung.f0_hz[at]) - to_midi(known.performance.f0_hz[at]))
    assert np.median(np.abs(off)) < 10 and np.percentile(np.abs(off), 95) < 50


def test_curves_are_whole(both) -> None:
    known, sung = both
    assert sung.phones == known.performance.phones
    assert len(sung.f0_hz) == int(np.ceil(sung.duration_s / sung.hop_s)) + 1
    assert {len(c) for c in (sung.level_db, sung.breathiness)} == {len(sung.f0_hz)}
    assert np.all(sung.f0_hz > 0) and np.all(np.isfinite(sung.level_db))
    assert np.all((sung.breathiness >= 0) & (sung.breathiness <= 1))
    assert np.abs(np.diff(to_midi(sung.f0_hz))).max() < 3.0


def test_level_follows_the_dynamics(both, voice) -> None:
    """mf, f, p and mf again; the vowels are not the same, and must not matter."""
    known, sung = both
    at = middles(sung, known)
    asked = known.performance.level_db[at]
    assert np.corrcoef(sung.level_db[at], asked)[0, 1] > 0.85
    assert abs(np.median(sung.level_db[at])) < 2.0
    assert len(draw_conditioning(sung, voice.card.geometry)) > 0


def test_without_a_score(child: KnownRecording) -> None:
    from dataclasses import replace

    phones = tuple(replace(p, note=-1) for p in child.performance.phones)
    bare = replace(child.recording, score=None, labels=phones)
    sung = as_sung(bare, Alignment(phones, (1.0,) * len(phones)), child.sound, RATE)
    at = middles(sung, child)
    off = 100 * (to_midi(sung.f0_hz[at]) - to_midi(child.performance.f0_hz[at]))
    assert np.median(np.abs(off)) < 10


# ── the tracker ──────────────────────────────────────────────────────────────────────────────────


def tone(hz: float, seconds: float, rate: int = RATE) -> np.ndarray:
    t = np.arange(int(seconds * rate)) / rate
    return sum(np.sin(2 * np.pi * hz * k * t) / k for k in range(1, 8)).astype(np.float32) * 0.1


def test_tone_and_silence() -> None:
    sound = np.concatenate(
        [np.zeros(RATE // 2, np.float32), tone(220.0, 1.0), np.zeros(RATE // 2, np.float32)]
    )
    f0 = track_f0(sound, RATE, HOP_S, 80, 600)
    assert len(f0) == round(2.0 / HOP_S) + 1
    times = np.arange(len(f0)) * HOP_S
    inside = (times > 0.55) & (times < 1.45)
    assert np.allclose(f0[inside], 220.0, rtol=0.002)
    assert not f0[(times < 0.45) | (times > 1.55)].any()


def test_blocks_join() -> None:
    """Longer than a block: nothing is lost, or out of place, where two meet."""
    sound = np.concatenate([tone(200.0, 59.5), tone(300.0, 3.0)])
    f0 = track_f0(sound, RATE, HOP_S, 80, 600)
    assert np.allclose(f0[20 : round(59.45 / HOP_S)], 200.0, rtol=0.003)
    assert np.allclose(f0[round(59.55 / HOP_S) : -20], 300.0, rtol=0.003)


def test_silence_and_next_to_nothing() -> None:
    assert not track_f0(np.zeros(RATE, np.float32), RATE, HOP_S, 80, 600).any()
    assert len(track_f0(np.zeros(7, np.float32), RATE, HOP_S, 80, 600)) == 2


def test_octave_errors_alone_are_mended() -> None:
    wanted = np.full(300, 60.0)
    sung = to_hz(np.full(300, 60.4))
    sung[50:60] = 0.0
    wrong = sung.copy()
    wrong[100:140] /= 2
    wrong[200:230] *= 2
    assert np.allclose(check_octaves(wrong, wanted), sung)
    off = to_hz(np.full(300, 66.5))  # a wrong note stays wrong
    assert np.array_equal(check_octaves(off, wanted), off)
    assert np.array_equal(check_octaves(wrong, np.full(300, np.nan)), wrong)


def test_f0_runs_through_what_is_unvoiced(child: KnownRecording) -> None:
    phones = (Phone("a", 0.0, 0.5, 0), Phone("s", 0.5, 0.7, 1), Phone("a", 0.7, 1.2, 1))
    sound = np.concatenate([tone(200.0, 0.5), np.zeros(int(0.2 * RATE), np.float32), tone(250.0, 0.5)])
    sung = as_sung(child.recording, Alignment(phones, (1.0,) * 3), sound, RATE)
    between = sung.f0_hz[round(0.54 / HOP_S) : round(0.66 / HOP_S)]
    assert np.all(np.diff(between) > 0) and between[0] > 195 and between[-1] < 255
