"""The F0 curve and the level."""

from __future__ import annotations

import numpy as np
import pytest

from pychang.performance.clock import LEAD_IN_S
from pychang.score.model import Vibrato


def midi_at(song, seconds):
    """The pitch in semitones, `seconds` after the first beat."""
    times = np.arange(len(song.performance.f0_hz)) * song.performance.hop_s
    return 12 * np.log2(np.interp(LEAD_IN_S + np.asarray(seconds), times, song.performance.f0_hz) / 440) + 69


def test_held_notes_are_in_tune(performed):
    sung = performed("tempo: 60\n[가]\n| C4:4 G4 E4 C5 |\n> 아야어여\n")
    for beat, midi in enumerate((60, 67, 64, 72)):
        held = midi_at(sung, beat + np.linspace(0.15, 0.8, 50))
        assert np.abs(np.median(held) - midi) < 0.1
        assert np.abs(held - midi).max() < 0.4


def test_a_step_is_over_soon_after_the_beat(performed):
    sung = performed("tempo: 60\n[가]\n| C4:2 C5:2 |\n> 아야\n")
    assert abs(midi_at(sung, 1.8) - 60) < 0.3
    assert abs(midi_at(sung, 2.06) - 72) < 0.5


def test_a_slide_takes_the_time_it_says(performed):
    quick = performed("tempo: 60\n[가]\n| C4:2 G4:2 |\n> 아야\n")
    slow = performed("tempo: 60\n[가]\n| C4:2 G4:2{slide=0.6} |\n> 아야\n")
    assert midi_at(slow, 1.85) > midi_at(quick, 1.85) + 0.3
    assert midi_at(slow, 2.1) < midi_at(quick, 2.1) - 0.5
    assert midi_at(slow, 2.5) == pytest.approx(67, abs=0.3)


def test_scoop_fall_and_bend(performed):
    sung = performed("tempo: 60\n[가]\n| C4:4{scoop} C4{fall} C4:2{bend=0,+100,0} |\n> 아야어\n")
    assert midi_at(sung, 0.01) < 59
    assert midi_at(sung, 1.9) < 59.3
    assert midi_at(sung, 3.0) == pytest.approx(61, abs=0.3)


def test_vibrato_starts_late_and_is_not_quite_even(performed):
    sung = performed("tempo: 60\n[가]\n| A4:1 |\n> 아\n", Vibrato(60, 5.5, 0.5))
    early = midi_at(sung, np.linspace(0.15, 0.45, 100))
    late = midi_at(sung, np.linspace(1.0, 3.8, 3000))
    assert np.ptp(early) < 0.25 and 0.8 < np.ptp(late) < 1.6
    ups = np.flatnonzero((late[:-1] < 69) & (late[1:] >= 69)) / 3000 * 2.8
    periods = np.diff(ups)
    assert 1 / np.mean(periods) == pytest.approx(5.5, abs=0.5)
    assert np.ptp(periods) > 0.002


def test_short_notes_have_no_vibrato(performed):
    sung = performed("tempo: 60\n[가]\n| A4:16 A4 A4:8 A4:2. |\n> 아야어여\n", Vibrato(80, 5.5, 0.0))
    assert np.ptp(midi_at(sung, np.linspace(0.28, 0.48, 100))) < 0.3
    assert np.ptp(midi_at(sung, np.linspace(1.5, 3.5, 100))) > 1.0


def test_the_same_phrase_is_sung_the_same_at_another_place(performed):
    """So that a phrase can be kept when a song changes elsewhere."""
    one = performed("tempo: 60\n[가]\n| C4:4 D4 E4 r |\n> 나나나\n")
    two = performed("tempo: 60\n[가]\n| G4:4 G4 G4 r | C4:4 D4 E4 r |\n> 라라라 나나나\n")
    at = np.linspace(0.1, 2.6, 200)
    assert np.allclose(midi_at(one, at), midi_at(two, at + 4), atol=0.02)


def test_dynamics_and_accents_reach_the_level(performed):
    sung = performed("tempo: 60\n[가]\n| @p C4:4 C4 @f C4 C4{accent} |\n> 아야어여\n")
    times = np.arange(len(sung.performance.level_db)) * sung.performance.hop_s - LEAD_IN_S
    level = np.interp([1.5, 2.5, 3.05], times, sung.performance.level_db)
    assert level[1] - level[0] > 10 and level[2] > level[1] + 1.5


def test_soft_singing_is_breathier(performed):
    sung = performed("tempo: 60\n[가]\n| @pp C4:2 @ff C4:2 |\n> 아야\n")
    times = np.arange(len(sung.performance.breathiness)) * sung.performance.hop_s - LEAD_IN_S
    soft, loud = np.interp([1.0, 3.0], times, sung.performance.breathiness)
    assert soft > loud + 0.1


def test_the_pitch_never_jumps_while_the_voice_sounds(performed):
    """Also at ornaments and where one note's ornament meets the next note."""
    notes = "C4:4{fall} C5{scoop} G4{bend=-200,+200} E4{slide=0.3} | F4:8{fall} A4{fall} C4{scoop} C4 r:2 |"
    sung = performed(f"tempo: 90\n[가]\n| {notes}\n> 아야나마 라아자하\n").performance
    times = np.arange(len(sung.f0_hz)) * sung.hop_s
    semitones = np.abs(12 * np.diff(np.log2(sung.f0_hz)))
    for phone in (p for p in sung.phones if p.note >= 0):
        inside = (times[:-1] >= phone.start_s) & (times[1:] <= phone.end_s)
        assert semitones[inside].max(initial=0) < 1.2


def test_an_hour_without_a_rest_takes_time_in_proportion(performed):
    """Work for each note, not for each note and the whole phrase."""
    import time

    def seconds(bars):
        text = "[가]\n" + "| C4:4 E4 G4 E4 |\n> 나나나나\n" * bars
        began = time.process_time()
        performed(text)
        return time.process_time() - began

    seconds(2)
    assert seconds(240) < 16 * seconds(30) + 0.5


def test_an_onset_has_the_colour_of_its_own_note(performed):
    sung = performed("tempo: 60\n[가]\n| C4:2{breathy=1} C4:2{loud=+9} |\n> 아싸\n")
    fricative = sung.phones("s͈")[0]
    times = np.arange(len(sung.performance.level_db)) * sung.performance.hop_s
    inside = (times > fricative.start_s + 0.04) & (times < fricative.end_s)
    assert sung.performance.breathiness[inside].mean() < 0.3
    assert sung.performance.level_db[inside].mean() > 5


def test_tenuto_leans_on_its_note(performed):
    plain, leant = (
        performed(f"tempo: 60\n[가]\n| C4:1{{{e}}} |\n> 아\n") for e in ("accent", "accent tenuto")
    )
    assert leant.performance.level_db[400] > plain.performance.level_db[400] + 1
