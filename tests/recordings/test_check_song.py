"""What is sung otherwise than the score has it is found, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from known_song import RATE, SONG, SungSong, recording_of, sing, stretched

from pychang.diagnostic import Severity
from pychang.korean.model import PHONES
from pychang.recordings.check import EXAMPLES, check_recording, coverage, example
from pychang.recordings.model import Alignment


def found(song: SungSong, text: str | None = None, sound=None, alignment=None, folder=None) -> list:
    """The findings about the song, against the score `text`."""
    recording = song.recording if text is None else recording_of(text, folder)
    sound = song.sound if sound is None else sound
    alignment = alignment or song.alignment
    return list(check_recording(recording, sound, RATE, lambda: alignment).findings)


def without(song: SungSong, notes) -> np.ndarray:
    """The sound with some notes left out."""
    sound = song.sound.copy()
    for note in notes:
        for where in song.samples(note):
            sound[where] *= 1e-4
    return sound


def test_the_song_as_it_is_written(song, other_song):
    for one in (song, other_song):
        checked = check_recording(one.recording, one.sound, RATE, lambda one=one: one.alignment)
        assert checked.findings == ()
        assert 0.4 * checked.duration_s < checked.usable_s < checked.duration_s


@pytest.mark.parametrize(
    ("written", "line"), [(12, "transpose: 0"), (-12, "transpose: 0"), (3, "transpose: 0")]
)
def test_another_key_with_the_line_to_write(song, tmp_path, written, line):
    text = SONG.replace("key: C major\n", f"key: C major\ntranspose: {written}\n")
    (one,) = found(song, text, folder=tmp_path)
    assert one.kind == "key" and one.severity is Severity.ERROR
    assert f"`{line}`" in one.hint.ko and f"`{line}`" in one.hint.en


@pytest.mark.parametrize(
    ("sung", "words"), [(-12, "an octave below"), (3, "3 semitones above"), (-1, "1 semitone below")]
)
def test_sung_in_another_key(tmp_path, sung, words):
    other = sing(SONG.replace("key: C major\n", f"key: C major\ntranspose: {sung}\n"), tmp_path)
    (one,) = [one for one in found(other, SONG, folder=tmp_path) if one.severity is Severity.ERROR]
    assert one.kind == "key" and words in one.message.en
    assert f"`transpose: {sung}`" in one.hint.en


def test_wrong_notes_are_told_one_by_one(song, tmp_path):
    text = SONG.replace("| F4:4 F4 E4 E4 ", "| F4:4 F4 G4 E4 ")
    (one,) = found(song, text, folder=tmp_path)
    assert one.kind == "wrong-note" and one.severity is Severity.WARNING
    assert one.message.ko == "9번째 줄 ‘아침이’의 ‘이’: G4인데 E4로 불렀습니다."
    assert one.message.en == "`이` of `아침이` (line 9) is G4, but sung as E4."
    assert 0 < one.start_s < one.end_s


def test_another_song(song, other_song):
    by = len(other_song.sound) / len(song.sound)
    (one,) = found(song, sound=other_song.sound, alignment=stretched(song.alignment, by))
    assert one.kind == "other-song" and one.severity is Severity.ERROR


@pytest.mark.parametrize(("written", "sung"), [(80, "faster"), (140, "slower")])
def test_another_tempo(song, tmp_path, written, sung):
    text = SONG.replace("tempo: 108", f"tempo: {written}")
    (one,) = found(song, text, folder=tmp_path)
    assert one.kind == "tempo" and sung in one.message.en and "`tempo: 108`" in one.hint.ko


def test_a_piece_of_the_song(song):
    (one,) = found(song, sound=song.sound[: len(song.sound) // 3])
    assert one.kind == "length" and one.severity is Severity.ERROR


def test_words_left_out(song):
    (one,) = found(song, sound=without(song, (4, 5)))
    assert one.kind == "left-out" and one.severity is Severity.WARNING
    assert one.message.en == "`어 대` (line 7) is not heard."
    start_s = song.recording.score.seconds(song.recording.score.parts[0].notes[4].start)
    assert one.start_s == pytest.approx(start_s, abs=0.5)


def test_many_words_left_out(song):
    (one,) = found(song, sound=without(song, range(12, 30)))
    assert one.kind == "words" and one.severity is Severity.ERROR


def test_other_words(song):
    """Two syllables that do not fit, though somebody sings there."""
    phones = song.alignment.phones
    agreement = tuple(0.05 if phone.note in (4, 5) else 0.95 for phone in phones)
    (one,) = found(song, alignment=Alignment(phones, agreement))
    assert one.kind == "other-words" and "`어 대`" in one.message.en


def test_one_syllable_that_is_mumbled_is_not_told(song):
    phones = song.alignment.phones
    agreement = tuple(0.05 if phone.note == 4 else 0.95 for phone in phones)
    assert found(song, alignment=Alignment(phones, agreement)) == []


def test_nobody_sings(song):
    noise = np.random.default_rng(0).standard_normal(len(song.sound)) * 0.01
    for sound in (noise, np.zeros(len(song.sound)), song.sound * 1e-6):
        (one,) = found(song, sound=sound)
        assert one.kind == "silent" and one.severity is Severity.ERROR


def test_a_sound_of_a_moment(song):
    for count in (1, 200, 3000):
        assert [one.severity for one in found(song, sound=song.sound[:count])] == [Severity.ERROR]


def test_nothing_is_aligned_that_nobody_sings(song):
    def never():
        raise AssertionError

    checked = check_recording(song.recording, np.zeros(RATE), RATE, never)
    assert checked.usable_s == 0 and not checked.phones


def test_a_recording_with_labels_alone(song):
    recording = replace(song.recording, score=None, labels=song.performance.phones)
    checked = check_recording(recording, song.sound, RATE, lambda: None)
    assert checked.findings == () and checked.phones["t"] == 0 and checked.phones["k͈"] >= 1


def test_what_all_recordings_cover(song, other_song):
    checked = [
        check_recording(one.recording, one.sound, RATE, lambda one=one: one.alignment)
        for one in (song, other_song)
    ]
    missing, rare = coverage(checked)
    assert {"kʰ", "tɕ͈"} <= set(missing) and "a" not in (*missing, *rare)
    assert "u" in rare
    spoiled = replace(checked[0], phones=type(checked[0].phones)())
    assert len(coverage([spoiled, checked[1]])[0]) > len(missing)


def test_every_phone_has_a_word_that_has_it():
    from pychang.korean import pronounce, to_phones
    from pychang.score.model import Syllable

    assert set(EXAMPLES) == set(PHONES) - {"SP", "AP"}
    for phone in EXAMPLES:
        word = example(phone).ko.split("의 ")[0]
        syllables = tuple(Syllable(ch, "" if i else "|") for i, ch in enumerate(word))
        spoken = to_phones(pronounce(syllables), syllables)
        heard = {x for one in spoken for x in (*one.onset, *one.glide, one.vowel, *one.coda)}
        assert phone in heard, (phone, word)


def test_what_a_tracker_gets_wrong_is_no_wrong_note(song):
    """F0 at a third of the pitch, as breathy notes are tracked now and then."""
    from pychang.recordings.as_written import sung_part
    from pychang.recordings.check_tune import check_tune
    from pychang.recordings.heard import listen

    heard = listen(song.sound, RATE)
    where = [one for one in song.performance.phones if one.note == 4]
    heard.f0_hz[heard.frames(where[0].start_s, where[-1].end_s)] /= 3
    sung = sung_part(heard, song.recording.score.parts[0], song.alignment)
    assert any(one.index == 4 and one.off < -15 for one in sung.judged)
    assert list(check_tune(heard, song.recording, sung)) == []
