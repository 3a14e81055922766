"""MIDI files as a score editor, a DAW or a labeller writes them."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import mido
import pytest
from folders import NOTES, played, put, put_midi, sung, track
from hypothesis import given
from hypothesis import strategies as st

from pychang.convert.midi.open import open_midi
from pychang.convert.one_voice import Played, one_voice
from pychang.finding import Wrong
from pychang.recordings.scores import midi_score
from pychang.score.model import TempoPoint


def lines(score):
    """Each note: where and how long in quarters, its number, its syllable or -."""
    part = score.parts[0]
    shown, before = [], None
    for note in part.notes:
        word = "" if note.syllable is None else part.syllables[note.syllable].text
        word = "-" if word and note.syllable == before else word
        before = note.syllable if note.syllable is not None else before
        shown.append((note.start * 4, note.duration * 4, note.midi, word))
    return shown


def boundaries(score):
    return [one.boundary for one in score.parts[0].syllables]


def score_of(tmp_path, text=None, **made):
    song = open_midi(put_midi(tmp_path / "a.mid", **made))
    return midi_score(song, put(tmp_path / "a.txt", text) if text is not None else None)


def test_one_syllable_a_note_and_rests_kept(tmp_path):
    score = score_of(tmp_path, "새야 꽃")
    assert lines(score) == [(0, 1, 69, "새"), (1, 1, 69, "야"), (2, 1, None, ""), (3, 1, 74, "꽃")]
    assert boundaries(score) == ["|", "", "|"]


def test_a_dash_holds_the_syllable_before(tmp_path):
    assert lines(score_of(tmp_path, "꽃- 새"))[:2] == [(0, 1, 69, "꽃"), (1, 1, 69, "-")]


def test_lyrics_are_written_as_in_a_song(tmp_path):
    notes = [(480 * i, 480 * i + 480, 60) for i in range(5)]
    score = score_of(tmp_path, "> 값이[갑씨] // 덧말\n꽃, 새 \n가", notes=notes)
    assert [(one.text, one.spoken, one.boundary) for one in score.parts[0].syllables] == [
        *[("값", "갑", "|"), ("이", "씨", ""), ("꽃", None, "|"), ("새", None, "|"), ("가", None, "|")]
    ]


def test_tempo_changes(tmp_path):
    score = score_of(tmp_path, "새야 꽃", tempo=((0, 60.0), (480, 120.0), (480, 90.0)))
    assert score.tempo == (TempoPoint(Fraction(0), 60.0), TempoPoint(Fraction(1, 4), pytest.approx(90.0)))
    assert score.seconds(Fraction(3, 4)) == pytest.approx(1 + 2 * 60 / 90)


def test_a_file_without_tempo_goes_at_120(tmp_path):
    file = mido.MidiFile(tracks=[track(played(NOTES))])
    file.save(tmp_path / "a.mid")
    assert open_midi(tmp_path / "a.mid").played_tempo == (TempoPoint(Fraction(0), 120.0),)


@pytest.mark.parametrize(
    ("first_end", "second_start", "length"),
    [(440, 480, 480), (500, 480, 480), (479, 480, 480), (480, 480, 480), (300, 480, 300)],
    ids=["short gate", "overlap", "one tick", "exact", "rest"],
)
def test_ends_are_where_a_person_would_write_them(tmp_path, first_end, second_start, length):
    """The gap of the last is 0.375 s at this tempo: longer than a consonant."""
    notes = [(0, first_end, 60), (second_start, 960, 62)]
    score = score_of(tmp_path, "가나", notes=notes, tempo=((0, 60.0),))
    assert score.parts[0].notes[0].duration == Fraction(length, 4 * 480)


def test_a_gap_inside_a_word_is_a_consonant_and_between_words_a_rest(tmp_path):
    notes = [(0, 400, 60), (480, 880, 60), (960, 1440, 62)]
    score = score_of(tmp_path, "학교 가", notes=notes, tempo=((0, 60.0),))
    assert [note.midi for note in score.parts[0].notes] == [60, 60, None, 62]


def test_lyrics_inside_the_file(tmp_path):
    lyrics = [(0, "새"), (480, "야 "), (1440, "꽃")]
    assert lines(score_of(tmp_path, lyrics=lyrics)) == lines(score_of(tmp_path, "새야 꽃"))


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_lyrics_inside_the_file_in_either_encoding(tmp_path, encoding):
    lyrics = [(0, "새-"), (480, "-"), (1440, "꽃\r")]
    score = score_of(tmp_path, lyrics=lyrics, encoding=encoding)
    assert [word for *_, word in lines(score)] == ["새", "-", "", "꽃"]


def test_a_note_without_a_lyric_holds(tmp_path):
    score = score_of(tmp_path, lyrics=[(0, "새"), (1440, "꽃")])
    assert [word for *_, word in lines(score)] == ["새", "-", "", "꽃"]


def saved(tmp_path, *tracks, kind=1):
    mido.MidiFile(type=kind, ticks_per_beat=480, tracks=list(tracks), charset="utf-8").save(
        tmp_path / "a.mid"
    )
    return open_midi(tmp_path / "a.mid")


def test_of_several_tracks_the_one_with_lyrics_is_sung(tmp_path):
    chords = track(played([(0, 1920, 48), (0, 1920, 52), (0, 1920, 55)]), "Piano")
    other = track(played([(0, 480, 40), (480, 960, 41)]), "Bass")
    song = track([*played(NOTES), *sung([(0, "새"), (480, "야"), (1440, "꽃")])], "노래")
    found = saved(tmp_path, chords, other, song)
    assert [voice.name for voice in found.voices] == ["Piano", "Bass", "노래"]
    assert found.melody.name == "노래"


def test_without_lyrics_the_one_that_plays_one_note_at_a_time(tmp_path):
    chords = track(played([(0, 1920, 48), (0, 1920, 52), (0, 1920, 55)]), "Piano")
    song = track(played(NOTES), "Track 2")
    assert saved(tmp_path, chords, song).melody.track == 2


def test_in_a_file_of_format_0_channels_are_voices_and_drums_are_not(tmp_path):
    drums = played([(0, 100, 36)], channel=9)
    together = track([*played(NOTES, channel=3), *played([(0, 1920, 40)], channel=1), *drums])
    found = saved(tmp_path, together, kind=0)
    assert [(voice.channel, len(voice.tones)) for voice in found.voices] == [(1, 1), (3, 3)]


def test_lyrics_in_a_track_of_their_own(tmp_path):
    words = track(sung([(0, "새"), (480, "야"), (1440, "꽃")]), "Words")
    found = saved(tmp_path, words, track(played(NOTES)))
    assert midi_score(found, None).parts[0].syllables[2].text == "꽃"


def test_of_a_chord_the_highest_is_the_melody(tmp_path):
    notes = [(0, 480, 60), (3, 480, 64), (0, 480, 55), (480, 960, 62)]
    assert [note[2] for note in lines(score_of(tmp_path, "가나", notes=notes))] == [64, 62]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MThd",
        b"not a MIDI file at all",
        bytes(200),
        b"MThd\0\0\0\6\0\1\0\1\xe2\x28MTrk\0\0\0\4\0\xff\x2f\0",
    ],
    ids=["empty", "cut", "text", "zeros", "clock time"],
)
def test_what_is_no_midi(tmp_path, data):
    (tmp_path / "a.mid").write_bytes(data)
    with pytest.raises(Wrong) as wrong:
        open_midi(tmp_path / "a.mid")
    assert wrong.value.kind == "score"


def test_a_key_that_there_is_not(tmp_path):
    file = mido.MidiFile(
        tracks=[mido.MidiTrack([mido.MetaMessage("key_signature", key="C")]), track(played(NOTES))]
    )
    file.save(tmp_path / "a.mid")
    path = tmp_path / "a.mid"
    path.write_bytes(path.read_bytes().replace(b"\xff\x59\x02\0\0", b"\xff\x59\x02\x7f\0"))
    assert open_midi(path).key is None


def test_no_notes_and_no_lyrics(tmp_path):
    with pytest.raises(Wrong, match="no notes"):
        saved(tmp_path, track(sung([(0, "새")])))
    with pytest.raises(Wrong, match="no lyrics"):
        score_of(tmp_path)


def test_lyrics_that_begin_with_a_dash(tmp_path):
    with pytest.raises(Wrong, match="nothing is there to hold"):
        score_of(tmp_path, "-새야")


@given(
    st.lists(
        st.tuples(st.integers(0, 4000), st.integers(-5, 900), st.integers(30, 90)).map(
            lambda one: Played(Fraction(one[0], 1920), Fraction(one[0] + one[1], 1920), one[2])
        )
    )
)
def test_one_voice_is_one_voice(tones):
    melody = one_voice(tones).notes
    assert all(one.end <= other.start for one, other in pairwise(melody))
    assert all(tone.end > tone.start for tone in melody)
    starts = {tone.start for tone in tones}
    assert all(tone.start in starts for tone in melody)


@given(st.data())
def test_a_damaged_file_is_wrong_or_a_song(tmp_path_factory, data):
    path = put_midi(tmp_path_factory.mktemp("midi") / "a.mid", lyrics=[(0, "새")])
    whole = bytearray(path.read_bytes())
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=4)):
        whole[place] = data.draw(st.integers(0, 255))
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole)))] if data.draw(st.booleans()) else whole)
    try:
        song = open_midi(path)
        midi_score(song, None)
    except Wrong:
        return
    assert song.voices
