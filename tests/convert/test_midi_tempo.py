"""The tempo of MIDI files: steps, ramps and noise."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from random import Random
from time import process_time

import pytest

from pychang.convert.midi.tempo import read_tempo
from pychang.score.model import Score, TempoPoint

TICKS = 480


def tempo(*steps):
    """What is read from steps: where, in whole notes, and quarter notes a minute."""
    events = [(round(at * 4 * TICKS), round(60e6 / value).to_bytes(3, "big")) for at, value in steps]
    return read_tempo(events, TICKS)


def points(*steps):
    return [(point.position, point.quarters_per_minute, point.ramp) for point in tempo(*steps).points]


def ramp(start, end, first, last, step, where="middle"):
    """Steps of a ramp, each with the tempo at its beginning, its middle or its end."""
    count = int((end - start) / step)
    shift = {"beginning": 0.0, "middle": 0.5, "end": 1.0}[where]
    return [(start + i * step, first + (last - first) * (i + shift) / count) for i in range(count)]


def test_steps_are_steps():
    assert points((0, 100), (2, 60), (3, 132.5)) == [(0, 100, False), (2, 60, False), (3, 132.5, False)]


@pytest.mark.parametrize("value", [84, 100, 101.5, 76, 132.25, 33.333, 20, 400])
def test_tempos_are_as_round_as_they_were_written(value):
    assert points((0, value)) == [(0, value, False)]


def test_a_file_without_tempo_goes_at_120():
    assert points() == [(0, 120, False)]
    assert points((1, 90)) == [(0, 120, False), (1, 90, False)]


def test_of_several_at_one_place_the_last_counts():
    assert points((0, 100), (0, 90), (1, 80), (1, 70)) == [(0, 90, False), (1, 70, False)]


def test_noise_is_left_out():
    assert points((0, 120), (1, 119.98), (2, 120.02), (3, 90), (4, 90.01)) == [
        (0, 120, False),
        (3, 90, False),
    ]


@pytest.mark.parametrize("where", ["beginning", "middle", "end"])
@pytest.mark.parametrize("step", [Fraction(1, 64), Fraction(1, 16)], ids=["1/64", "1/16"])
@pytest.mark.parametrize(("first", "last"), [(100, 60), (80, 120)], ids=["rit", "accel"])
def test_many_small_steps_are_one_ramp(where, step, first, last):
    """Near enough: an end between two steps cannot be told from the step before it."""
    found = points((0, first), *ramp(Fraction(4), Fraction(6), first, last, step, where), (6, last), (8, 90))
    assert [one[2] for one in found] == [False, False, True, False]
    (_, before, _), (start, held, _), (end, aim, _), after = found
    assert (before, held) == (first, first)
    assert abs(start - 4) <= step and abs(end - 6) <= step
    assert aim == pytest.approx(last, abs=2.5)
    assert after == (8, 90, False)


def test_a_ramp_written_in_the_middle_of_its_steps_comes_back_as_it_was():
    steps = ramp(Fraction(4), Fraction(6), 100, 60, Fraction(1, 16))
    assert points((0, 100), *steps, (6, 60)) == [(0, 100, False), (4, 100, False), (6, 60, True)]
    assert points((0, 100), *steps, (6, 100)) == [
        *[(0, 100, False), (4, 100, False), (6, 60, True), (6, 100, False)]
    ]


def test_a_ramp_from_the_beginning_and_ramps_one_after_another():
    steps = [*_made(0, 1, 100, 132.5), *_made(1, 2, 132.5, 60), *_made(2, 4, 84, 70), (4, 84)]
    assert points(*steps) == [
        *[(0, 100, False), (1, 132.5, True), (1, 132.5, False), (2, 60, True)],
        *[(2, 84, False), (4, 70, True), (4, 84, False)],
    ]


def _made(start, end, first, last):
    """Steps of a 1/16, each as long as its part of the ramp."""
    seconds = Score(
        "", "", (), (TempoPoint(Fraction(start), first), TempoPoint(Fraction(end), last, True))
    ).seconds
    places = [start + Fraction(i, 16) for i in range(16 * (end - start) + 1)]
    return [(here, 15 / (seconds(there) - seconds(here))) for here, there in pairwise(places)]


def test_a_ramp_that_bends_is_several_and_keeps_its_time():
    steps = [(4 + Fraction(i, 16), 100 - 50 * (i / 32) ** 2) for i in range(1, 33)]
    found = tempo((0, 100), *steps, (7, 100))
    assert 4 <= len(found.points) <= 12
    assert sum(point.ramp for point in found.points) >= 2
    assert _seconds(found.points, 8) == pytest.approx(_seconds(found.played, 8), abs=0.1)


def _seconds(tempo: tuple[TempoPoint, ...], place: int) -> float:
    return Score("", "", (), tempo).seconds(Fraction(place))


def test_two_steps_are_no_ramp_and_neither_are_steps_of_bars():
    assert not any(ramp for *_, ramp in points((0, 100), (1, 90), (Fraction(5, 4), 80)))
    assert not any(ramp for *_, ramp in points(*((bar, 100 - 5 * bar) for bar in range(6))))


def test_a_tapped_tempo_is_smoothed_within_a_breath():
    random = Random(3)
    steps = [(Fraction(i, 4), random.gauss(100, 2)) for i in range(400)]
    found = tempo(*steps)
    assert len(found.points) < 40
    assert found.tapped > 360
    for bar in range(100):
        assert _seconds(found.points, bar) == pytest.approx(_seconds(found.played, bar), abs=0.3)


def test_tempos_out_of_range_are_brought_in_and_counted():
    found = tempo((0, 500), (1, 10), (2, 100))
    assert [point.quarters_per_minute for point in found.points] == [400, 20, 100]
    assert found.clamped == 2
    assert [round(point.quarters_per_minute) for point in found.played] == [500, 10, 100]


@pytest.mark.parametrize("seed", [None, 1, 2])
def test_any_number_of_changes_is_read_in_time(seed):
    random = Random(seed)
    jolts = (random.uniform(0, 0.02) if seed else 0.0 for _ in range(20_000))
    steps = [(Fraction(i, 400), 20 + 0.018 * i + jolt) for i, jolt in enumerate(jolts)]
    began = process_time()
    found = tempo(*steps)
    assert process_time() - began < 5
    assert all(20 <= point.quarters_per_minute <= 400 for point in found.points)


def test_damaged_events():
    assert read_tempo([(0, b""), (10, b"\0\0\0")], TICKS).points == (TempoPoint(Fraction(0), 120.0),)
