"""When phones are sung."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pychang.korean import pronounce, to_phones
from pychang.korean.model import ASPIRATED, BREATH, LAX_VOICED, SILENCE, TENSE, VOWELS
from pychang.performance import perform
from pychang.performance.clock import LEAD_IN_S
from pychang.performance.durations import squeeze
from pychang.score.model import Vibrato
from pychang.voice.formant.corpus import CorpusSettings, made_up_song

SONG = "tempo: 60\n[가]\n| C4:4 D4 E4 F4 |\n> 나타따사\n"


def test_the_vowel_starts_on_the_beat_and_its_onset_before_it(performed):
    song = performed(SONG)
    vowels = [p for p in song.performance.phones if p.symbol in VOWELS]
    assert [round(p.start_s - LEAD_IN_S, 6) for p in vowels] == [0, 1, 2, 3]
    for onset, vowel in pairwise(song.performance.phones):
        if vowel in vowels:
            assert onset.end_s == pytest.approx(vowel.start_s)
            assert onset.symbol not in VOWELS


def test_the_onset_takes_its_time_from_the_note_before(performed):
    song = performed(SONG)
    first = song.phones("a")[0]
    assert first.end_s == pytest.approx(
        LEAD_IN_S + 1 - song.phones("tʰ")[0].end_s + song.phones("tʰ")[0].start_s
    )


def test_a_coda_closes_at_the_end_of_its_syllables_last_note(performed):
    song = performed("tempo: 60\n[가]\n| C4:4 D4 E4 r |\n> 강--\n")
    coda = song.phones("ŋ")[0]
    assert coda.end_s == pytest.approx(LEAD_IN_S + 3)
    assert [p.symbol for p in song.performance.phones if p.symbol in VOWELS] == ["a"] * 3


def test_a_breath_takes_its_time_from_the_note_before(performed):
    song = performed("tempo: 60\n[가]\n| C4:2 , D4 |\n> 가나\n")
    (breath,) = song.phones(BREATH)
    assert LEAD_IN_S + 1 < breath.start_s < breath.end_s < LEAD_IN_S + 2
    assert breath.end_s - breath.start_s > 0.2


def test_a_breath_before_a_rest_leaves_the_note_alone(performed):
    song = performed("tempo: 60\n[가]\n| C4:4 , r D4:2 |\n> 가나\n")
    assert song.phones("a")[0].end_s == pytest.approx(LEAD_IN_S + 1)
    assert len(song.phones(BREATH)) == 1


def test_staccato_is_short_and_fermata_holds_everything_after(performed):
    plain = performed("tempo: 60\n[가]\n| C4:4 D4 r:2 |\n> 아야\n")
    short = performed("tempo: 60\n[가]\n| C4:4{staccato} D4 r:2 |\n> 아야\n")
    held = performed("tempo: 60\n[가]\n| C4:4{fermata} D4 r:2 |\n> 아야\n")
    assert short.phones("a")[0].end_s < plain.phones("a")[0].end_s - 0.3
    assert held.performance.duration_s == pytest.approx(plain.performance.duration_s + 0.75)


def test_lax_tense_and_aspirated_differ_in_length(performed):
    song = performed("tempo: 60\n[가]\n| C4:4 D4 E4 F4 |\n> 아가까카\n")
    length = {p.symbol: p.end_s - p.start_s for p in song.performance.phones}
    assert length["ɡ"] < length["k͈"] <= length["kʰ"]
    assert {"ɡ", "k͈", "kʰ"} <= set(LAX_VOICED + TENSE + ASPIRATED)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_phones_follow_one_another_without_gap_or_overlap(seed):
    score = made_up_song(CorpusSettings(phrases=3), np.random.default_rng(seed))
    part = score.parts[0]
    phones = to_phones(pronounce(part.syllables), part.syllables)
    performance = perform(score, part, phones, Vibrato(30, 5.5, 0.3))
    timed = performance.phones
    assert timed[0].start_s == 0 and timed[-1].end_s == pytest.approx(performance.duration_s)
    assert all(a.end_s == pytest.approx(b.start_s, abs=1e-9) for a, b in pairwise(timed))
    assert all(p.end_s > p.start_s for p in timed)
    assert all((p.note < 0) == (p.symbol in (SILENCE, BREATH)) for p in timed)
    for curve in (performance.f0_hz, performance.level_db, performance.breathiness):
        assert len(curve) == len(performance.f0_hz) and np.isfinite(curve).all()
    assert (performance.f0_hz > 40).all()


@given(st.lists(st.floats(0.001, 0.5), max_size=6), st.floats(0, 1))
def test_squeezing_never_overfills_or_turns_negative(lengths, room):
    squeezed = squeeze(lengths, room)
    assert all(0 <= s <= full + 1e-12 for s, full in zip(squeezed, lengths, strict=True))
    assert sum(squeezed) <= max(room, 0) + 1e-9 or squeezed == lengths


@pytest.mark.parametrize(
    "notes",
    [
        "C4:4 , D4:4 r:2 | 가차",  # the next onset wants its time too
        "C4:8 , D4:8 r:2. | 가사",  # hardly room for it
        "C4:2 D4:8 , E4:8 F4:4 | 아-아아",  # only the note before it gives time
        "C4:4 r:4 , C4:2 | 가나",  # written at the rest
        "C4:2 , D4:2 | 아-",  # inside a melisma
        "C4:2 D4:4 , r:4 | 가나",  # at the very end
    ],
)
def test_a_breath_that_is_written_is_heard(performed, notes):
    notes, words = notes.rsplit("|", 1)
    song = performed(f"tempo: 100\n[가]\n| {notes}|\n> {words}\n")
    (breath,) = song.phones(BREATH)
    assert breath.end_s - breath.start_s > 0.05
    sung = {p.note for p in song.performance.phones if p.symbol in VOWELS}
    assert sung == {i for i, note in enumerate(song.score.parts[0].notes) if note.midi is not None}


def test_staccato_inside_a_melisma_parts_it(performed):
    song = performed("tempo: 60\n[가]\n| C4:4{staccato} D4:4 r:2 |\n> 강-\n")
    symbols = [p.symbol for p in song.performance.phones]
    assert symbols == [SILENCE, "k", "a", SILENCE, "a", "ŋ", SILENCE]


def test_a_coda_does_not_begin_before_its_last_note(performed):
    song = performed("tempo: 140\n[가]\n| C4:4 D4:4 E4:16 r:16 r:8 r:4 |\n> 아강-\n")
    beat = song.clock.at(song.score.parts[0].notes[2].start)
    assert song.phones("ŋ")[0].start_s > beat


def test_no_silence_is_shorter_than_a_blink(performed):
    song = performed("tempo: 100\n[가]\n| C4:16{staccato} C5:16 C5:8 C5:2. |\n> 아와아아\n")
    rests = [p for p in song.performance.phones if p.symbol == SILENCE][1:]
    assert all(p.end_s - p.start_s >= 0.02 for p in rests)
