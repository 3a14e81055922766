"""A folder of recordings, whole and broken."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata

import pytest
from folders import NOTES, SONG, kinds, put, put_midi, put_sound

from pychang.recordings.find import find_recordings
from pychang.recordings.spoken import spoken_of
from pychang.world import World


def find(folder):
    return find_recordings(folder, World())


def words(recording):
    return "".join(one.text for one in spoken_of(recording))


@pytest.mark.parametrize("ending", ["wav", "WAV", "flac", "ogg"])
def test_a_sound_beside_its_song(tmp_path, ending):
    sound = put_sound(tmp_path / f"새야.{ending}")
    song = put(tmp_path / "새야.chang", SONG)
    (one,), findings = find(tmp_path)
    assert findings == ()
    assert (one.name, one.sound, one.source, one.labels) == ("새야", sound, song, None)
    assert [(s.text, s.notes) for s in spoken_of(one)] == [("새", (0,)), ("야", (1,)), ("꽃", (3,))]
    assert spoken_of(one)[2].phones.coda == ("t̚",)


def test_the_folder_of_a_voice_has_them_in_recordings(tmp_path):
    put_sound(tmp_path / "recordings/가.wav")
    put(tmp_path / "recordings/가.chang", SONG)
    put_sound(tmp_path / "elsewhere.wav")
    recordings, findings = find(tmp_path)
    assert [one.name for one in recordings] == ["가"] and findings == ()


def test_midi_with_a_text(tmp_path):
    put_sound(tmp_path / "a.wav")
    source = put_midi(tmp_path / "a.mid")
    put(tmp_path / "a.txt", "새야 꽃\n", "cp949")
    (one,), findings = find(tmp_path)
    assert (words(one), one.source, findings) == ("새야꽃", source, ())
    assert [note.midi for note in one.score.parts[0].notes] == [69, 69, None, 74]


def test_the_childrens_song_dataset(tmp_path):
    """As it is unpacked: english and korean, each with its folders; the notes as sung win."""
    root = tmp_path / "CSD/korean"
    put_sound(root / "wav/kr001a.wav")
    put_midi(root / "mid/kr001a.mid")
    put(root / "lyric/kr001a.txt", "새야 꽃")
    put(root / "txt/kr001a.txt", "s_ae y_a kk_o_t")
    put(root / "csv/kr001a.csv", "start,end,pitch,syllable\n0.5,1,69,s_ae\n1,1.5,69,y_a\n2.1,3,74,kk_o_t\n")
    put(root / "metadata.json", "{}")
    put_sound(tmp_path / "CSD/english/wav/en001a.wav")
    (one,), findings = find(tmp_path / "CSD")
    assert findings == () and one.source == root / "csv/kr001a.csv" and words(one) == "새야꽃"
    notes = one.score.parts[0].notes
    assert [float(one.score.seconds(note.start)) for note in notes] == [0, 0.5, 1, 1.5, 2.1]


def test_names_in_the_decomposed_hangul_of_macos(tmp_path):
    put_sound(tmp_path / (unicodedata.normalize("NFD", "새야") + ".wav"))
    put(tmp_path / "새야.chang", SONG)
    put(tmp_path / "._새야.wav", "what macOS leaves on other disks")
    (one,), findings = find(tmp_path)
    assert one.name == "새야" and findings == ()


def test_labels_alone_make_a_recording(tmp_path):
    put_sound(tmp_path / "a.wav", 2.0)
    put(tmp_path / "a.lab", "2000000 4000000 g\n4000000 15000000 a\n")
    (one,), findings = find(tmp_path)
    assert one.score is None and findings == () and spoken_of(one) == ()
    assert [(p.symbol, p.start_s, p.end_s, p.note) for p in one.labels] == [
        ("SP", 0, 0.2, -1),
        ("k", 0.2, 0.4, -1),
        ("a", 0.4, 1.5, -1),
        ("SP", 1.5, 2.0, -1),
    ]


def test_labels_beside_a_song_have_its_notes(tmp_path):
    put_sound(tmp_path / "a.wav")
    put(tmp_path / "a.chang", SONG)
    lab = "0 1 s\n1 2 ae\n2 3 y\n3 4 a\n4 5 br\n5 6 kk\n6 7 o\n7 8 T\n"
    put(tmp_path / "a.lab", _in_tenths(lab))
    (one,), findings = find(tmp_path)
    assert findings == ()
    sounds = [("s", 0), ("e", 0), ("j", 1), ("a", 1), ("AP", -1), ("k͈", 3), ("o", 3), ("t̚", 3), ("SP", -1)]
    assert [(p.symbol, p.note) for p in one.labels] == sounds


def _in_tenths(lab):
    rows = (line.split() for line in lab.splitlines())
    return "".join(f"{int(a) * 10**6} {int(b) * 10**6} {name}\n" for a, b, name in rows)


def test_everything_that_can_be_wrong_with_files(tmp_path):
    for name in ("no-score", "lyrics-only", "twice", "broken-song", "few", "names", "later", "ok"):
        put_sound(tmp_path / f"{name}.wav")
    put_sound(tmp_path / "twice.flac")
    put(tmp_path / "phone.m4a", "compressed")
    for name in ("twice", "phone", "practice", "ok", "later", "text-as-sound", "empty"):
        put(tmp_path / f"{name}.chang", SONG)
    put(tmp_path / "lyrics-only.txt", "새야 꽃")
    put(tmp_path / "broken-song.chang", SONG.replace("D5", "H5"))
    put_midi(tmp_path / "few.mid")
    put(tmp_path / "few.txt", "새야")
    put(tmp_path / "names.lab", "0 10000000 qu\n")
    put(tmp_path / "later.lab", "0 90000000 a\n")
    put_midi(tmp_path / "unsung.mid")
    put(tmp_path / "text-as-sound.wav", "RIFF but not really")
    put(tmp_path / "empty.wav", "")
    recordings, findings = find(tmp_path)
    assert [one.name for one in recordings] == ["ok"]
    assert kinds(findings) == [
        ("error", "score", "broken-song.chang"),
        ("error", "empty-sound", "empty.wav"),
        ("error", "syllables", "few.txt"),
        ("error", "labels", "later.lab"),
        ("error", "no-score", "lyrics-only.wav"),
        ("error", "label-names", "names.lab"),
        ("error", "no-score", "no-score.wav"),
        ("error", "sound-format", "phone.m4a"),
        ("warning", "no-sound", "practice.chang"),
        ("error", "broken-sound", "text-as-sound.wav"),
        ("error", "two-sounds", "twice.wav"),
        ("error", "no-sound", "unsung.mid"),
    ]
    told = {one.path.name: one.message.en for one in findings}
    assert told["broken-song.chang"].startswith("3:15: ")
    assert told["few.txt"] == "3 notes but 2 syllables: from note 3 (D5, 3.00 s) on there is none."
    assert "`qu` (the first is label 1, at 0.00 s)" in told["names.lab"]


def test_findings_speak_both_languages(tmp_path):
    put_sound(tmp_path / "no-score.wav")
    _, (one,) = find(tmp_path)
    assert one.message == ("악보가 없는 녹음입니다.", "a recording without a score.")
    assert "no-score.chang" in one.hint.ko and "no-score.chang" in one.hint.en


def test_too_many_syllables_are_told_with_their_place(tmp_path):
    put_sound(tmp_path / "a.wav")
    put_midi(tmp_path / "a.mid")
    put(tmp_path / "a.txt", "새야\n꽃 피네")
    _, (one,) = find(tmp_path)
    assert one.message.en == "2:3: 5 syllables but 3 notes: from syllable 4, `피`, on there is no note."


def test_lyrics_that_are_no_hangul_are_told_with_their_place(tmp_path):
    put_sound(tmp_path / "a.wav")
    put_midi(tmp_path / "a.mid")
    put(tmp_path / "a.txt", "새야 love")
    _, (one,) = find(tmp_path)
    assert (one.kind, one.path.name) == ("lyrics", "a.txt")
    assert one.message.en == "1:4: The lyrics have letters that are not Hangul: `love`."


def test_a_song_for_a_voice_that_is_still_to_be_made(tmp_path):
    put_sound(tmp_path / "a.wav")
    put(tmp_path / "a.chang", "voice: mine\nbacking: inst.flac\n" + SONG)
    (one,), findings = find(tmp_path)
    assert one.name == "a" and findings == ()


def test_a_mistake_in_an_included_file_is_told_with_its_name(tmp_path):
    put_sound(tmp_path / "a.wav")
    put(tmp_path / "shared" / "b.chang", SONG.replace("D5", "H5"))
    put(tmp_path / "a.chang", "include: shared/b.chang\n")
    _, (one,) = find(tmp_path)
    assert one.path.name == "a.chang" and "b.chang:3:15: " in one.message.en


def test_of_several_parts_the_first_is_taken_and_told(tmp_path):
    put_sound(tmp_path / "a.wav")
    parts = "part: 하나\n[가]\n| C4:1 |\n> 가\npart: 둘\n[가]\n| E4:1 |\n> 나\n"
    put(tmp_path / "a.chang", parts)
    (one,), findings = find(tmp_path)
    assert kinds(findings) == [("warning", "several-parts", "a.chang")]
    assert [part.name for part in one.score.parts] == ["하나"] and words(one) == "가"


def test_of_two_scores_the_song_is_taken_and_told(tmp_path):
    put_sound(tmp_path / "a.wav")
    put(tmp_path / "a.chang", SONG)
    put_midi(tmp_path / "a.mid", NOTES[:1])
    (one,), findings = find(tmp_path)
    assert one.source.name == "a.chang"
    assert kinds(findings) == [("warning", "several-scores", "a.chang")]


def test_a_song_that_only_rests_is_no_score(tmp_path):
    put_sound(tmp_path / "a.wav")
    put(tmp_path / "a.chang", "[가]\n| r:1 |\n")
    recordings, findings = find(tmp_path)
    assert recordings == () and kinds(findings) == [("error", "score", "a.chang")]


def test_labels_of_another_song_are_told_with_the_place(tmp_path):
    put_sound(tmp_path / "a.wav")
    put(tmp_path / "a.chang", SONG)
    put(tmp_path / "a.lab", _in_tenths("0 1 s\n1 2 ae\n2 3 n\n3 4 a\n"))
    _, (one,) = find(tmp_path)
    assert one.kind == "labels-differ" and one.start_s == 0.2
    assert one.message.en == "at 0.20 s: syllable 2 of the score, `야`, has [a], the label is [n]."


def test_nothing_at_all_and_no_folder(tmp_path):
    assert kinds(find(tmp_path)[1]) == [("error", "no-recordings", tmp_path.name)]
    assert kinds(find(tmp_path / "nowhere")[1]) == [("error", "unreadable", "nowhere")]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_file_that_cannot_be_opened(tmp_path):
    (tmp_path / "a.wav").symlink_to("gone.wav")
    put(tmp_path / "a.chang", SONG)
    put_sound(tmp_path / "b.wav")
    (tmp_path / "b.mid").symlink_to("gone.mid")
    recordings, findings = find(tmp_path)
    assert recordings == ()
    assert kinds(findings) == [("error", "unreadable", "a.wav"), ("error", "unreadable", "b.mid")]


def test_a_folder_of_sounds_is_read_the_same_way_twice(tmp_path):
    for name in ("나", "가", "B", "a"):
        put_sound(tmp_path / f"{name}.wav", 0.1)
        put(tmp_path / f"{name}.chang", SONG)
    recordings, _ = find(tmp_path)
    assert [one.name for one in recordings] == ["B", "a", "가", "나"]
    assert [one.sound for one in find(tmp_path)[0]] == [one.sound for one in recordings]


def test_checking_a_song_needs_none_of_it():
    command = "import sys, pychang.cli.main, pychang.reading; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", command], capture_output=True, text=True, check=True
    ).stdout
    assert not {"mido", "soundfile", "numpy"} & set(loaded.split())
