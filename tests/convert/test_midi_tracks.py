"""Which tracks of a MIDI file are sung, and what is made of them."""

from __future__ import annotations

import mido
import pytest

from pychang.convert.formats import Wishes
from pychang.finding import Wrong
from tests.convert.midi_files import read, saved, track

TUNE = (60, 62, 64, 65, 67, 65, 64, 62)


def notes(pitches, length=480, channel=0, velocity=80):
    events = []
    for i, pitch in enumerate(pitches):
        for one in pitch if isinstance(pitch, tuple) else (pitch,):
            events.append((i * 480, mido.Message("note_on", note=one, velocity=velocity, channel=channel)))
            events.append((i * 480 + length, mido.Message("note_off", note=one, channel=channel)))
    return events


def words(text):
    return [(i * 480, mido.MetaMessage("lyrics", text=one)) for i, one in enumerate(text)]


def names(incoming):
    return [part.name for part in incoming.sheet.parts]


def pitches(incoming, part=0):
    return [tone.pitch.midi for tone in incoming.sheet.parts[part].tones]


def told(incoming, kind):
    return [(one.message.ko, one.message.en) for one in incoming.findings if one.kind == kind]


PIANO = track(notes([(48, 52, 55)] * 8), "Piano")
BASS = track(notes([36, 40, 43, 36, 40, 43, 36, 36], channel=1), "Bass")
DRUMS = track(notes([36, 38] * 4, channel=9), "Drums")


def test_the_one_with_words(tmp_path):
    sung = track([*words("새야새야파랑새야"), *notes(TUNE, channel=2)], "Track 4")
    found = read(tmp_path, saved([PIANO, BASS, DRUMS, sung]))
    assert names(found) == ["Track 4"]
    (message,) = told(found, "track")
    assert "sung: track 3 Track 4 (8 notes). Not sung: 1 Piano (24 notes), 2 Bass (8 notes)." in message[1]
    assert "3 Track 4 (8음)" in message[0]


@pytest.mark.parametrize(
    "name", ["Vocal", "Melody", "Lead Vox", "보컬", "멜로디", "노래", "Soprano", "Main melody"]
)
def test_without_words_the_one_named_like_it(tmp_path, name):
    flute = track(notes([72, 74, 76, 77, 79, 77, 76, 74], channel=2), "Flute")
    assert names(read(tmp_path, saved([flute, BASS, track(notes(TUNE), name), PIANO]))) == [name]


def test_without_words_and_names_the_one_that_plays_one_tone_at_a_time_in_a_singer_s_range(tmp_path):
    found = read(tmp_path, saved([track(notes([(48, 52)] * 8)), track(notes([30] * 8)), track(notes(TUNE))]))
    assert pitches(found) == list(TUNE)


def test_all_tracks_with_words_of_their_own_are_parts(tmp_path):
    alto = [pitch - 3 for pitch in TUNE]
    parts = [
        track([*words("새야새야파랑새야"), *notes(TUNE)], "소라"),
        track([*words("새야새야파랑새야"), *notes(alto, channel=1)], "화음"),
    ]
    found = read(tmp_path, saved([PIANO, *parts]))
    assert names(found) == ["소라", "화음"]
    assert pitches(found, 1) == alto
    assert names(read(tmp_path, saved([PIANO, *parts]), Wishes(track="화음"))) == ["화음"]


def test_parts_of_one_name_are_told_apart(tmp_path):
    same = [track([*words("새야새야파랑새야"), *notes(TUNE, channel=i)], "합창") for i in range(2)]
    assert names(read(tmp_path, saved(same))) == ["합창 1", "합창 2"]


def test_in_format_0_channels_are_tracks(tmp_path):
    together = [*notes([(48, 52, 55)] * 8), *notes(TUNE, channel=3), *notes([38] * 8, channel=9)]
    found = read(tmp_path, saved([track([*words("새야새야파랑새야"), *together], "새 노래")], kind=0))
    assert pitches(found) == list(TUNE)
    assert found.sheet.title == "새 노래"
    assert "Not sung: 1 (24 notes)" in told(found, "track")[0][1]


@pytest.mark.parametrize(
    ("wish", "name"), [("1", "Piano"), ("2", "Bass"), ("bass", "Bass"), ("pia", "Piano"), (" 2 ", "Bass")]
)
def test_the_user_chooses(tmp_path, wish, name):
    sung = track([*words("새야새야파랑새야"), *notes(TUNE)], "Vocal")
    assert names(read(tmp_path, saved([PIANO, BASS, DRUMS, sung]), Wishes(track=wish))) == [name]


def test_a_whole_name_goes_before_a_part_of_one(tmp_path):
    tracks = [track(notes(TUNE), "Voice 2"), track(notes([50] * 8), "Voice")]
    assert pitches(read(tmp_path, saved(tracks), Wishes(track="VOICE"))) == [50] * 8


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        ("9", "no track `9`"),
        ("0", "no track"),
        ("Drums", "no track `Drums`"),
        ("v", "several tracks"),
        ("", "no track"),
    ],
)
def test_what_cannot_be_chosen_is_told_with_what_can(tmp_path, wish, why):
    tracks = [track(notes(TUNE), "Voice 2"), track(notes([50] * 8), "Voice 1"), DRUMS]
    with pytest.raises(Wrong, match=why) as wrong:
        read(tmp_path, saved(tracks), Wishes(track=wish))
    assert wrong.value.kind == "track"
    assert "1 Voice 2 (8 notes), 2 Voice 1 (8 notes)" in wrong.value.hint.en


@pytest.mark.parametrize(
    ("tracks", "why"), [([], "no notes"), ([track([], "x")], "no notes"), ([DRUMS], "but those of drums")]
)
def test_nothing_to_sing(tmp_path, tracks, why):
    with pytest.raises(Wrong, match=why):
        read(tmp_path, saved(tracks))


def test_of_chords_the_highest_is_sung_and_the_rest_told(tmp_path):
    found = read(tmp_path, saved([track(notes([60, 62, (52, 55, 64), 65, (57, 67), 65]))]))
    assert pitches(found) == [60, 62, 64, 65, 67, 65]
    assert "3 left out, the first in bar 1." in told(found, "chords")[0][1]


def test_tones_that_overlap_are_cut(tmp_path):
    found = read(tmp_path, saved([track(notes(TUNE, length=600))]))
    assert [tone.duration * 4 for tone in found.sheet.parts[0].tones] == [1] * 7 + [1.25]
    assert told(found, "chords") == []


def test_a_tone_struck_again_before_it_is_let_go(tmp_path):
    """On, on, off, off: as many programs write repeated notes that touch or overlap."""
    on = [(at, mido.Message("note_on", note=60, velocity=80)) for at in (0, 480, 960)]
    off = [(at, mido.Message("note_off", note=60)) for at in (490, 970, 1440)]
    made = mido.MidiTrack()
    now = 0
    for at, message in sorted([*on, *off], key=lambda one: one[0]):
        made.append(message.copy(time=at - now))
        now = at
    tones = read(tmp_path, saved([made])).sheet.parts[0].tones
    assert [(tone.start * 4, tone.duration * 4) for tone in tones] == [(0, 1), (1, 1), (2, 1)]


def test_on_before_off_on_one_tick(tmp_path):
    made = mido.MidiTrack(
        [
            mido.Message("note_on", note=60, velocity=80, time=0),
            mido.Message("note_on", note=60, velocity=80, time=480),
            mido.Message("note_off", note=60, time=0),
            mido.Message("note_off", note=60, time=480),
        ]
    )
    tones = read(tmp_path, saved([made])).sheet.parts[0].tones
    assert [(tone.start * 4, tone.duration * 4) for tone in tones] == [(0, 1), (1, 1)]


def test_tones_never_let_go_end_at_the_next(tmp_path):
    on = [(i * 480, mido.Message("note_on", note=note, velocity=80)) for i, note in enumerate((60, 62, 64))]
    end = (1920, mido.Message("note_off", note=20))
    tones = read(tmp_path, saved([track([*on, end])])).sheet.parts[0].tones
    assert [(tone.start * 4, tone.duration * 4) for tone in tones] == [(0, 1), (1, 1), (2, 2)]


def test_below_c0_pitches_have_no_names(tmp_path):
    found = read(tmp_path, saved([track(notes([5, 60, 62]))]))
    assert pitches(found) == [17, 60, 62]
    assert "1 note below C0" in told(found, "pitch")[0][1]
