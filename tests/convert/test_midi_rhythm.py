"""When notes begin and end: as programs write it exactly, as people play it as they meant it."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from random import Random
from time import process_time

import mido
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pychang.convert.formats import Wishes
from tests.convert.midi_files import (
    Playing,
    by_hand,
    midi_of,
    read,
    right_share,
    saved,
    score_of,
    tempo,
    track,
)
from tests.convert.song_files import ARIRANG, FEW, SONGS

Q = Fraction(1, 4)


def file(spans, ticks=480, quarters_per_minute=100.0, pitch=60):
    """Notes from start to end, in whole notes; of changing pitch."""
    events = [(0, tempo(quarters_per_minute))]
    for i, (start, end) in enumerate(spans):
        note = pitch + i % 5
        events.append((round(start * 4 * ticks), mido.Message("note_on", note=note, velocity=80)))
        events.append((round(end * 4 * ticks), mido.Message("note_off", note=note)))
    return saved([track(events)], ticks)


def spans(incoming):
    return [(tone.start, tone.end) for tone in incoming.sheet.parts[0].tones]


def lengths(*each):
    """Spans one after another; a length in brackets is a rest."""
    now, found = Fraction(0), []
    for one in each:
        if isinstance(one, list):
            now += Fraction(one[0])
        else:
            found.append((now, now + Fraction(one)))
            now += Fraction(one)
    return found


def moved(incoming):
    return [one.message.en for one in incoming.findings if one.kind == "grid"]


# ── programs ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", SONGS, ids=lambda path: path.stem)
@pytest.mark.parametrize("ticks", [96, 480, 1024])
def test_songs_as_a_program_writes_them_come_in_exactly(tmp_path, path, ticks):
    score = score_of(path)
    found = read(tmp_path, midi_of(score, ticks=ticks))
    right, number = right_share(found, score)
    assert right == number
    assert moved(found) == []


GATES = {
    "one tick": lambda length: length - 1,
    "ten ticks": lambda length: length - 10,
    "95 %": lambda length: round(0.95 * length),
    "80 %": lambda length: int(0.8 * length),
    "75 %": lambda length: int(0.75 * length),
}


@pytest.mark.parametrize("gate", GATES)
def test_notes_that_sound_shorter_than_written(tmp_path, gate):
    """As MuseScore, Cakewalk, Finale and others play them."""
    written = lengths(
        "1/4",
        "1/8",
        "1/8",
        "1/2",
        ["1/4"],
        "1/4",
        "3/8",
        "1/8",
        "1/12",
        "1/12",
        "1/12",
        "1/4",
        ["1/4"],
        "1/2",
    )
    sounded = [
        (start, start + Fraction(GATES[gate](int((end - start) * 1920)), 1920)) for start, end in written
    ]
    found = read(tmp_path, file(sounded))
    assert spans(found) == written
    assert moved(found) == []


@pytest.mark.parametrize(
    "written",
    [
        lengths("1/16", "1/32", "1/32", "1/64", "1/64", "3/32", "1/4", "1/4", "1/4"),
        lengths("1/12", "1/24", "1/24", "1/12", "1/48", "1/48", "1/24", "1/12", "1/12", "1/4", "1/4"),
        lengths(*["1/20"] * 5, "1/4", "1/4", *["1/40"] * 10, "1/4", "1/4", "1/4", "1/4", "1/2"),
        lengths(*["1/28"] * 7, *["1/4"] * 6),
        lengths("7/16", "1/16", "5/8", "3/16", "3/16", ["1/8"], "1/32", ["1/32"], "1/16"),
        lengths(["1/8"], "1/8", ["1/8"], "1/8", ["1/8"], "1/8"),
    ],
    ids=["64ths", "triplets", "5-tuplets", "7-tuplets", "odd lengths", "rests"],
)
@pytest.mark.parametrize("ticks", [480, 960, 3360])
def test_fine_rhythms_come_in_exactly(tmp_path, written, ticks):
    assert spans(read(tmp_path, file(written, ticks))) == written


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 12)), min_size=1, max_size=40),
    st.sampled_from([16, 24, 32]),
)
@settings(max_examples=60, deadline=None)
def test_whatever_is_on_a_grid_comes_in_exactly(tmp_path_factory, parts, grid):
    """Rests and lengths of any number of steps."""
    written = lengths(
        *(one for rest, length in parts for one in ([Fraction(rest, grid)], Fraction(length, grid)))
    )
    assert spans(read(tmp_path_factory.mktemp("midi"), file(written))) == written


# ── people ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", SONGS, ids=lambda path: path.stem)
def test_songs_as_people_play_them(tmp_path, path):
    """Beginnings up to 30 ms off, ends from 60 ms early to 20 ms late. `tour` has 1/32 that last 67 ms."""
    score = score_of(path)
    found = [right_share(read(tmp_path, midi_of(score, by_hand(seed))), score) for seed in range(3)]
    right, number = (sum(one) for one in zip(*found, strict=True))
    assert right / number >= (0.95 if path.stem == "tour" else 0.98)


@pytest.mark.parametrize(
    ("late_s", "jitter_s", "ends_s"),
    [
        (0.04, 0.015, (-0.03, 0.03)),
        (-0.03, 0.015, (-0.03, 0.03)),
        (0.0, 0.02, (0.0, 0.06)),
        (0.0, 0.02, (-0.1, 0.0)),
    ],
    ids=["late", "early", "legato", "detached"],
)
def test_habits_of_players(tmp_path, late_s, jitter_s, ends_s):
    right = number = 0
    for seed, path in enumerate(FEW):
        random = Random(seed)
        late = lambda random=random: late_s + random.uniform(-jitter_s, jitter_s)  # noqa: E731
        end = lambda random=random: late_s + random.uniform(*ends_s)  # noqa: E731
        score = score_of(path)
        one, of = right_share(read(tmp_path, midi_of(score, Playing(late, end))), score)
        right, number = right + one, number + of
    assert right / number >= 0.98


def test_triplets_are_seen_among_eighths(tmp_path):
    random = Random(5)
    written = lengths(*["1/8"] * 8, *["1/12"] * 6, "1/4", "1/4", *["1/12"] * 3, *["1/8"] * 6)
    played = [(max(s + random.uniform(-1, 1) * Fraction(1, 120), 0), e - Fraction(1, 60)) for s, e in written]
    found = read(tmp_path, file(played))
    assert spans(found) == written
    assert "the grid of 1/8, 1/12" in moved(found)[0]


def test_what_was_moved_is_told(tmp_path):
    """At 100 quarters a minute a tick is 1.25 ms."""
    written = lengths(*["1/4"] * 12)
    played = [(start + Fraction(10 if i == 5 else 0, 1920), end) for i, (start, end) in enumerate(written)]
    played[7] = (played[7][0] - Fraction(21, 1920), played[7][1])
    found = read(tmp_path, file(played))
    assert spans(found) == written
    assert moved(found) == ["2 notes moved to the grid of 1/4, by 26 ms at most; the first in bar 2."]


def test_notes_played_nearly_at_once_are_not_lost(tmp_path):
    """Grace notes and slips of the hand, one after another within a sixteenth."""
    played = [
        (Fraction(i * 37 + j * 9, 480), Fraction(i * 37 + j * 9 + 9, 480))
        for i in range(20)
        for j in range(3)
    ]
    found = spans(read(tmp_path, file(played)))
    assert len(found) == len(played)
    assert all(one[1] <= other[0] and one[0] < one[1] for one, other in pairwise(found))


@pytest.mark.parametrize("grid", [Fraction(1, 8), Fraction(1, 16), Fraction(1, 12)])
def test_a_grid_that_the_user_wishes(tmp_path, grid):
    score = score_of(ARIRANG)
    found = read(tmp_path, midi_of(score, by_hand(3)), Wishes(grid=grid))
    assert all(end % grid == 0 and start % grid == 0 and end > start for start, end in spans(found))
    assert len(spans(found)) == right_share(found, score)[1]
    assert f"the grid of {grid}" in moved(found)[0]


def test_a_grid_holds_for_what_a_program_wrote_too(tmp_path):
    written = lengths("1/16", "3/16", "1/4", "1/8", "1/8", "1/4")
    assert spans(read(tmp_path, file(written), Wishes(grid=Q))) == lengths(
        "1/4", "1/4", "1/4", "1/4", "1/4", "1/4"
    )


@given(
    st.lists(
        st.tuples(st.integers(0, 6000), st.integers(1, 2000), st.integers(40, 80)), min_size=1, max_size=60
    ),
    st.sampled_from([None, Fraction(1, 16), Fraction(1, 12)]),
)
@settings(max_examples=100, deadline=None)
def test_whatever_is_played_becomes_notes_one_after_another(tmp_path_factory, played, grid):
    events = [(at, mido.Message("note_on", note=note, velocity=80)) for at, _, note in played]
    events += [(at + length, mido.Message("note_off", note=note)) for at, length, note in played]
    found = read(tmp_path_factory.mktemp("midi"), saved([track(events)]), Wishes(grid=grid))
    tones = found.sheet.parts[0].tones
    assert all(one.end <= other.start for one, other in pairwise(tones))
    assert all(tone.duration >= (grid or Fraction(1, 128)) for tone in tones)
    assert found.sheet.bars[-1].end >= tones[-1].end


def test_a_long_played_song_is_read_in_no_time(tmp_path):
    random = Random(1)
    played = [
        (Fraction(i, 8) + Fraction(random.randrange(40), 1920), Fraction(i + 1, 8)) for i in range(1500)
    ]
    began = process_time()
    found = read(tmp_path, file(played, quarters_per_minute=120.0))
    assert len(spans(found)) == 1500
    assert process_time() - began < 4.0
