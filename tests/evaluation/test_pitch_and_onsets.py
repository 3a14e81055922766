"""Pitch, voicing and onsets, against sounds whose pitch and onsets are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pychang.compile import pronounce_part
from pychang.evaluation import onsets, pitch
from pychang.korean.model import VOWELS
from pychang.performance.clock import clock_of
from pychang.voice.formant import sing_formants

RATE = 22050
RANGE_HZ = (90.0, 900.0)


def test_f0_is_the_one_that_was_sung(sung) -> None:
    found = pitch.f0_of(sung.sound, RATE, RANGE_HZ)
    times = np.arange(len(found)) * pitch.HOP_S
    wanted = np.interp(
        times, np.arange(len(sung.performance.f0_hz)) * sung.performance.hop_s, sung.performance.f0_hz
    )
    off = pitch.cents_apart(found, wanted)
    assert 0.5 < len(off) / len(found) < 0.95
    assert np.median(np.abs(off)) < 8


def test_a_sound_too_short_for_praat_has_no_pitch() -> None:
    assert not pitch.f0_of(np.zeros(100, np.float32), RATE, RANGE_HZ).any()


def test_cents_semitones_and_voicing() -> None:
    wanted = np.array([200.0, 200, 0, 200, 0])
    made = wanted * 2 ** (np.array([0, 0.4, 0, 0.6, 0]) / 12)
    assert pitch.rmse_cents(made, wanted) == pytest.approx(100 * np.sqrt((0.4**2 + 0.6**2) / 3))
    assert pitch.log_f0_rmse(made, wanted) == pytest.approx(np.log(2) / 12 * np.sqrt((0.4**2 + 0.6**2) / 3))
    assert pitch.semitone_accuracy(made, wanted) == pytest.approx(2 / 3)
    made[0], made[4] = 0, 150
    counted = np.array([True, True, True, True, False])
    assert pitch.voicing_error(made, wanted, counted) == pytest.approx(1 / 4)
    assert np.isnan(pitch.rmse_cents(np.zeros(5), wanted))


def test_notes_are_judged_against_the_score(sung) -> None:
    part = sung.score.parts[0]
    spans = pitch.spans_by_score(part, clock_of(sung.score))
    off, held = pitch.pitch_errors(sung.sound, RATE, part, spans)
    assert np.mean(np.abs(off) < 0.5) > 0.97 and 0 < len(held) <= len(off)
    sharp = replace(sung.performance, f0_hz=sung.performance.f0_hz * 2 ** (1 / 12))
    off, _ = pitch.pitch_errors(sing_formants(sharp, RATE), RATE, part, spans)
    assert np.median(off) == pytest.approx(1, abs=0.1)


def test_notes_as_sung_are_where_their_vowels_are(sung) -> None:
    by_score = pitch.spans_by_score(sung.score.parts[0], clock_of(sung.score))
    as_sung = pitch.spans_as_sung(sung.performance.phones, VOWELS)
    assert [span.note for span in as_sung] == [span.note for span in by_score]
    assert max(abs(a.start_s - b.start_s) for a, b in zip(as_sung, by_score, strict=True)) < 0.01


@pytest.mark.parametrize("late_s", [0.0, 0.03])
def test_onsets_are_heard_where_they_are(sung, late_s: float) -> None:
    part = sung.score.parts[0]
    beats = onsets.beats_of_vowels(part, pronounce_part(part), clock_of(sung.score))
    at_s = [at - late_s for at in onsets.vowels_as_sung(sung.performance.phones)]
    assert len(beats) >= 6 and len(at_s) >= 6
    found = onsets.onset_errors(sung.sound, RATE, at_s)
    assert len(found) >= 4
    assert np.median(found) == pytest.approx(late_s, abs=0.015)


def test_an_onset_beyond_the_sound_is_not_found(sung) -> None:
    assert np.isnan(onsets.heard_onsets(sung.sound, RATE, [len(sung.sound) / RATE + 1])).all()
