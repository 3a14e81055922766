"""Songs as MIDI: what others read in the file is what is sung."""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO
from pathlib import Path

import mido
import pretty_midi
import pytest
from hypothesis import assume, given, settings

from pychang.convert.midi.grid import Grid
from pychang.convert.midi.write import midi_of, write_midi
from pychang.convert.outgoing import Outgoing
from pychang.convert.sheet import Tone
from pychang.language.syntax import Pitch
from tests.convert.outgoing_songs import outgoing, outgoing_file, outgoing_if_sung
from tests.convert.song_files import SONGS, TOUR
from tests.generated_songs import songs

Event = tuple[int, mido.Message | mido.MetaMessage]


def read(song: Outgoing | str) -> mido.MidiFile:
    song = outgoing(song) if isinstance(song, str) else song
    return mido.MidiFile(file=BytesIO(write_midi(song, ".mid")), charset="utf-8")


def events(track: mido.MidiTrack, *kinds: str) -> list[Event]:
    now, found = 0, []
    for message in track:
        now += message.time
        if message.type in kinds:
            found.append((now, message))
    return found


def notes(track: mido.MidiTrack) -> list[tuple[int, int, int]]:
    """From which tick to which a key is down."""
    found, down = [], None
    for tick, message in events(track, "note_on", "note_off"):
        if message.type == "note_on":
            assert down is None, "a part sings one note at a time"
            down = tick, message.note
        else:
            assert down is not None and down[1] == message.note
            found.append((down[0], tick, message.note))
            down = None
    assert down is None
    return found


def written(song: Outgoing, part: int, ticks: int) -> list[tuple[int, int, int]]:
    sung = (note for note in song.score.parts[part].notes if note.midi is not None)
    whole = 4 * ticks
    return [(round(n.start * whole), round((n.start + n.duration) * whole), n.midi) for n in sung]


def controls(track: mido.MidiTrack, controller: int) -> list[tuple[int, int]]:
    return [(at, one.value) for at, one in events(track, "control_change") if one.control == controller]


# ── notes, words, time ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", SONGS, ids=lambda path: path.stem)
def test_songs_sound_the_same_to_others(path: Path) -> None:
    song = outgoing_file(path)
    heard = pretty_midi.PrettyMIDI(BytesIO(write_midi(song, ".mid")), charset="utf-8")
    assert len(heard.instruments) == len(song.score.parts)
    for part, instrument in zip(song.score.parts, heard.instruments, strict=True):
        sung = [note for note in part.notes if note.midi is not None]
        assert [note.midi for note in sung] == [note.pitch for note in instrument.notes]
        for note, other in zip(sung, instrument.notes, strict=True):
            assert other.start == pytest.approx(song.score.seconds(note.start), abs=5e-4)
            assert other.end == pytest.approx(song.score.seconds(note.start + note.duration), abs=5e-4)
    syllables = sum(len(part.syllables) for part in song.score.parts)
    assert len([one for one in heard.lyrics if one.text != "-"]) == syllables


@given(songs())
@settings(max_examples=50, deadline=None)
def test_generated_songs_are_exact(text: str) -> None:
    song = outgoing_if_sung(text)
    assume(song is not None)
    file = read(song)
    assert file.type == 1 and len(file.tracks) == 1 + len(song.score.parts)
    for part, track in enumerate(file.tracks[1:]):
        assert notes(track) == written(song, part, file.ticks_per_beat)


def test_words_say_where_they_end() -> None:
    track = read("[가]\n| C4:4 D4 E4 F4 |\n> 새야 새-\n| G4:4 F4 r D4 |\n> 꽃, 이 값[갑]\n").tracks[1]
    assert [(at, one.text) for at, one in events(track, "lyrics")] == [
        *[(0, "새"), (480, "야 "), (960, "새\r"), (1440, "-")],
        *[(1920, "꽃\r"), (2400, "이\r"), (3360, "값\r")],
    ]
    order = [one.type for at, one in events(track, "note_on", "note_off", "lyrics") if at == 480]
    assert order == ["note_off", "lyrics", "note_on"]


def test_without_words_there_are_none() -> None:
    assert events(read("[가]\n| C4:1 |\n").tracks[1], "lyrics") == []


@pytest.mark.parametrize(
    ("bar", "ticks"),
    [
        ("C4:4 D4 E4 F4", 480),
        ("C4:12 D4 E4 F4:4 G4:2", 480),
        ("C4:28 D4 E4 F4 G4 A4 B4 C5:4 D5:2", 480 * 7),
        ("C4:20 D4 E4 F4 G4 C5:28 D5 E5 F5 G5 A5 B5 D5:2", 480 * 7),
        ("C4:68 C4:67/68", 480 * 17),
        ("C4:84 C4:52 C4:529/546", 480),
    ],
)
def test_all_times_are_whole_ticks_if_they_can_be(bar: str, ticks: int) -> None:
    assert read(f"[가]\n| {bar} |\n").ticks_per_beat == ticks


def test_notes_between_ticks_are_moved_but_none_is_lost() -> None:
    grid = Grid(480)
    tones = [
        Tone(i * Fraction(1, 9973), Fraction(1, 9973), Pitch("C", 0, 4), ()) for i in range(12)
    ]  # five to a tick
    spans = list(grid.spans(tones))
    assert spans == [(i, i + 1) for i in range(12)]
    assert grid.at(Fraction(1, 3)) == 640


def test_a_breath_shortens_nothing() -> None:
    track = read("[가]\n| C4:4 D4 , E4:2{staccato} |\n> 가나다\n").tracks[1]
    assert notes(track) == [(0, 480, 60), (480, 960, 62), (960, 1920, 64)]


# ── what holds for all ───────────────────────────────────────────────────────────────────────────


def test_ramps_are_right_at_every_step() -> None:
    song = outgoing(
        "tempo: 80\n[가]\n| C4:1 | @rit(40) C4 | @accel(133) C4:2 @tempo(90) C4:2 |\n> 가나다라\n"
        "[나]\n| C4:4 @rit(60) C4:2. | C4:20 C4:19/20 |\n> 가나다라\n"
    )
    file = read(song)
    track = file.tracks[0]
    steps = [(at, one.tempo) for at, one in events(track, "set_tempo")]
    assert len({at for at, _ in steps}) == len(steps)

    def seconds(tick: int) -> float:
        borders = [*steps[1:], (tick, 0)]
        return sum(
            (min(after, tick) - at) * tempo / 1e6 / file.ticks_per_beat
            for (at, tempo), (after, _) in zip(steps, borders, strict=True)
            if at < tick
        )

    for sixteenth in range(5 * 16 + 1):
        position = Fraction(sixteenth, 16)
        tick = round(position * 4 * file.ticks_per_beat)
        assert seconds(tick) == pytest.approx(song.score.seconds(position), abs=2e-5)
    assert dict(steps)[4 * 480] < 60e6 / 77  # it slows down from the ramp's first step on


def test_meters_with_their_clicks_and_upbeats() -> None:
    track = read(
        "meter: 3/4\n[가]\n| C4:4 | C4:2. | C4:2 |\n"
        "[나]\nmeter: 6/8\n| C4:2. |\nmeter: 2/2\n| C4:1 |\nmeter: 3/8\n| C4:4. |\n"
    ).tracks[0]
    found = [
        (at, f"{one.numerator}/{one.denominator}", one.clocks_per_click)
        for at, one in events(track, "time_signature")
    ]
    assert found == [
        *[(0, "1/4", 24), (480, "3/4", 24), (1920, "2/4", 24)],
        *[(2880, "6/8", 36), (4320, "2/2", 48), (6240, "3/8", 12)],
    ]


def test_an_upbeat_that_no_meter_is_as_long_as() -> None:
    track = read("meter: 2/4\n[가]\n| C4:12 | C4:2 | C4:2 |\n").tracks[0]
    found = [(at, one.numerator) for at, one in events(track, "time_signature")]
    assert found == [(0, 2), (160, 2)]


def test_titles_and_sections() -> None:
    song = (
        "title: 새야\nartist: 소라\ncomposer: 전래\nlyricist: 민요\ncopyright: 누구나\nkey: F# minor\n"
        "form: 절 후렴*2\n[절]\n| C4:1 |\n> 가\n[후렴]\n| C4:1 |\n> 나\n"
    )
    track = read(song).tracks[0]
    assert track[0].type == "copyright" and track[0].text == "누구나"
    assert [one.name for _, one in events(track, "track_name")] == ["새야"]
    assert [one.text for _, one in events(track, "text")] == [
        *["@Iartist: 소라", "@Icomposer: 전래", "@Ilyricist: 민요"]
    ]
    assert [one.key for _, one in events(track, "key_signature")] == ["F#m"]
    assert [(at, one.text) for at, one in events(track, "marker")] == [
        *[(0, "절"), (1920, "후렴"), (3840, "후렴")]
    ]


def test_all_tracks_last_as_long_as_the_song() -> None:
    file = read("part: 위\n[가]\n| C4:1 | r |\n> 가\npart: 아래\n[가]\n| r:1 | C3:2 r |\n> 나\n")
    assert [sum(message.time for message in track) for track in file.tracks] == [3840] * 3


# ── parts ────────────────────────────────────────────────────────────────────────────────────────


def test_parts_have_names_channels_and_places() -> None:
    parts = "".join(f"part: {i}\ngain: {-i}\npan: {i / 16 - 0.5}\n[가]\n| C4:1 |\n> 가\n" for i in range(17))
    tracks = read(parts).tracks[1:]
    assert [one.name for track in tracks for _, one in events(track, "track_name")] == [
        str(i) for i in range(17)
    ]
    programs = [one for track in tracks for _, one in events(track, "program_change")]
    assert [one.channel for one in programs] == [*range(9), *range(10, 16), 0, 1]
    assert {one.program for one in programs} == {53}
    assert [controls(track, 7)[0] for track in tracks[:3]] == [(0, 100), (0, 94), (0, 89)]
    assert [controls(tracks[i], 10)[0][1] for i in (0, 8, 16)] == [32, 64, 96]


def test_velocities_are_those_of_the_marks() -> None:
    track = read(
        "[가]\n| @ppp C4:4 @pp C4 @p C4 @mp C4 | @mf C4:4 @f C4 @ff C4 @fff C4 |\n"
        "[나]\n| C4:4 C4{accent} C4{loud=+4} C4{soft=4} | @ppp C4:4{soft=24} @fff C4{loud=+24} r:2 |\n"
    ).tracks[1]
    velocities = [one.velocity for _, one in events(track, "note_on")]
    assert velocities == [16, 33, 49, 64, 80, 96, 112, 126, 80, 92, 96, 64, 1, 127]
    assert controls(track, 11) == []


def test_hairpins_are_heard_and_leave_the_velocities_alone() -> None:
    track = read("[가]\n| @p @< C4:2 D4:2 | @f E4:1 | @> F4:2 @p G4:2 |\n> 가나다라마\n").tracks[1]
    assert [one.velocity for _, one in events(track, "note_on")] == [49, 49, 96, 96, 49]
    curve = controls(track, 11)
    values = dict(curve)
    rising = [value for at, value in curve if at < 1920]
    assert rising == sorted(rising) and max(rising) >= 124
    start = values[0]
    assert start == pytest.approx(127 * 49 / 96, abs=2)  # so that there is room to grow
    assert values[1920] == start and values[4800] == start
    falling = [value for at, value in curve if 3840 < at < 4800]
    assert falling == sorted(falling, reverse=True) and falling[-1] < start * 0.6


def test_bends_move_the_wheel_and_let_go_of_it() -> None:
    track = read("[가]\n| C4:4{bend=0,+100,0} D4:4 E4:2{bend=-300} |\n> 가나다\n").tracks[1]
    assert [controls(track, controller) for controller in (101, 100, 6)] == [[(0, 0)], [(0, 0)], [(0, 3)]]
    wheel = [(at, one.pitch) for at, one in events(track, "pitchwheel")]
    first = [pitch for at, pitch in wheel if at < 480]
    assert max(first) == round(8192 / 3) and first[0] == 0
    assert (480, 0) in wheel and wheel[-1] == (1920, 0)
    assert {pitch for at, pitch in wheel if 960 <= at < 1920} == {-8192}


def test_a_vibrato_of_its_own_is_on_the_modulation_wheel() -> None:
    track = read(
        "tempo: 60\n[가]\n| C4:2{vibrato depth=50 rate=5 delay=0.5} D4:4{vibrato=off} E4 |\n> 가나다\n"
    ).tracks[1]
    assert controls(track, 1) == [(240, 127), (960, 0)]
    assert events(track, "pitchwheel") == []


def test_the_same_song_gives_the_same_bytes() -> None:
    song = outgoing_file(TOUR)
    assert write_midi(song, ".mid") == midi_of(song.sung_sheet)
