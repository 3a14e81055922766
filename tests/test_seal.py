"""What a sound file says of itself: changed by all that is heard, and by nothing else."""

from __future__ import annotations

import shutil
import struct
import unicodedata
import wave
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from pychang.reading import read_song
from pychang.seal import Flaw, Seal, flaws, is_sealed, read_file_seal, seal_of
from pychang.sound.files import Tags, write_sound
from pychang.voice.files import DEFAULT, SHIPPED
from pychang.world import World

SONG = """\
title: 노래
artist: 소라
tempo: 90
backing: inst.wav gain=-6
[가]
| C4:4 D4:4 E4:4, r:4 | G4:2 r:2 | @p A4:4{slide} G4 F4 E4 |
> 값이 많은 꽃잎 위에
"""
TONE = (0.5 * np.sin(np.arange(44100) / 20)).astype(np.float32)
SEAL = Seal("a" * 32, "b" * 32, "c" * 32)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With a backing, and with a voice that is the default one."""
    write_sound(tmp_path / "inst.wav", [TONE], 22050)
    shutil.copytree(SHIPPED / DEFAULT, tmp_path / "mine")
    return tmp_path


def seal(folder: Path, text: str, voice: str | None = None) -> Seal:
    path = folder / "song.chang"
    path.write_bytes(text.encode())
    reading = read_song(path, World(), voice)
    assert reading.can_be_sung, reading.mistakes
    return seal_of(reading.score, reading.cast)


SAME = {
    "remark": SONG.replace("[가]", "// 덧말\n[가] // 덧말"),
    "blank line and spaces": SONG.replace("[가]", "\n\n[가]").replace("| G4", "|   G4"),
    "length left out": SONG.replace("D4:4 E4:4", "D4 E4"),
    "Korean names": SONG.replace("C4:4", "도4:4").replace("r:2", "쉼:2"),
    "rests in two": SONG.replace("r:2", "r:4 r:4"),
    "a tie": SONG.replace("G4:2", "G4:4 ~:4"),
    "decomposed": unicodedata.normalize("NFD", SONG),
    "line ends": SONG.replace("\n", "\r\n"),
    "section's name": SONG.replace("[가]", "[나]"),
    "form said": SONG.replace("[가]", "form: 가\n[가]"),
    "composer": SONG.replace("[가]", "composer: 아무개\n[가]"),
    "tempo after the last note": SONG + "tempo: 120\n",
    "default voice named": SONG.replace("[가]", "voice: sora\n[가]"),
}
OTHER = {
    "syllable": SONG.replace("꽃잎", "꽃밭"),
    "pronunciation": SONG.replace("꽃잎", "꽃잎[꼬칩]"),
    "pause": SONG.replace("값이 ", "값이, "),
    "pitch": SONG.replace("D4:4", "D#4:4"),
    "length": SONG.replace("G4:2 r:2", "G4:2. r:4"),
    "breath": SONG.replace("E4:4,", "E4:4"),
    "expression": SONG.replace("{slide}", "{scoop}"),
    "dynamics": SONG.replace("@p", "@mp"),
    "tempo": SONG.replace("90", "91"),
    "transpose": SONG.replace("[가]", "transpose: 1\n[가]"),
    "gain": SONG.replace("[가]", "gain: -1\n[가]"),
    "pan": SONG.replace("[가]", "pan: 0.5\n[가]"),
    "vibrato": SONG.replace("[가]", "vibrato: depth=20\n[가]"),
    "form": SONG.replace("[가]", "form: 가 가\n[가]"),
    "backing's level": SONG.replace("gain=-6", "gain=-3"),
    "backing's place": SONG.replace("gain=-6", "gain=-6 offset=1"),
    "title": SONG.replace("title: 노래", "title: 다른 노래"),
    "rest at the end": SONG + "| r:1 |\n",
}


@pytest.mark.parametrize("what", SAME)
def test_what_is_not_heard_leaves_the_seal(folder: Path, what: str) -> None:
    assert SAME[what] != SONG
    assert seal(folder, SAME[what]) == seal(folder, SONG)


@pytest.mark.parametrize("what", OTHER)
def test_what_is_heard_changes_the_seal_of_the_song_alone(folder: Path, what: str) -> None:
    old, new = seal(folder, SONG), seal(folder, OTHER[what])
    assert new.song != old.song
    assert replace(new, song="") == replace(old, song="")


def test_another_singer_who_sounds_alike_goes_on_with_no_phrase(folder: Path) -> None:
    text = "[가]\n| C4:1 |\n> 아\nvoice: {}\n| D4:1 |\n> 아\n"
    one, two = seal(folder, text.format("sora")), seal(folder, text.format("mine"))
    assert one.song != two.song and one.voice == two.voice


def test_another_backing_under_the_same_name(folder: Path) -> None:
    before = seal(folder, SONG)
    write_sound(folder / "inst.wav", [TONE * 0.9], 22050)
    after = seal(folder, SONG)
    assert after.song != before.song and after.voice == before.voice


def test_another_voice_changes_the_seal_of_the_voice_alone(folder: Path) -> None:
    before = seal(folder, SONG)
    assert seal(folder, SONG, str(folder / "mine")) == before  # a copy sings the same
    card = folder / "mine" / "voice.toml"
    lines = card.read_text("utf-8").split("\n")
    quieter = ["level_dbfs = -30.0" if line.startswith("level_dbfs") else line for line in lines]
    card.write_text("\n".join(quieter), "utf-8")
    after = seal(folder, SONG, str(folder / "mine"))
    assert after.voice != before.voice and replace(after, voice="") == replace(before, voice="")


@pytest.mark.parametrize("title", ["밀양 아리랑", "가" * 9000], ids=["short", "long"])
@pytest.mark.parametrize("ending", ["wav", "flac", "ogg"])
def test_the_seal_is_in_the_tags(tmp_path: Path, ending: str, title: str) -> None:
    path = tmp_path / f"노래.{ending}"
    write_sound(path, [TONE], 22050, Tags(title, "소라", seal=SEAL))
    found = read_file_seal(path)
    assert replace(found, sound=SEAL.sound) == SEAL
    assert (found.sound == SEAL.sound) == (ending == "ogg")
    assert flaws(path, SEAL) == ()
    assert is_sealed(path, SEAL) == (None if ending == "ogg" else pytest.approx(2.0))
    if ending != "wav" or len(title) < 100:  # libsndfile reads no longer ones from a WAV
        with soundfile.SoundFile(path) as file:
            assert (file.title, file.artist) == (title, "소라")
            assert file.comment.startswith("pychang song=aaaa")


@pytest.mark.parametrize("ending", ["wav", "flac", "ogg"])
def test_flaws_are_told_apart(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    write_sound(path, [TONE], 22050, Tags(seal=SEAL))
    other = "d" * 32
    assert flaws(path, replace(SEAL, song=other)) == (Flaw.SONG,)
    assert flaws(path, replace(SEAL, voice=other)) == (Flaw.VOICE,)
    assert flaws(path, replace(SEAL, program=other)) == (Flaw.PROGRAM,)
    assert flaws(path, Seal(other, other, other)) == (Flaw.SONG, Flaw.VOICE, Flaw.PROGRAM)
    write_sound(path, [TONE], 22050)
    assert flaws(path, SEAL) == (Flaw.UNSEALED,)


@pytest.mark.parametrize("at", [0.3, 0.7, 0.999])
@pytest.mark.parametrize("ending", ["wav", "flac"])
def test_a_flipped_bit_in_the_sound(tmp_path: Path, ending: str, at: float) -> None:
    path = tmp_path / f"a.{ending}"
    write_sound(path, [TONE], 22050, Tags(seal=SEAL))
    data = bytearray(path.read_bytes())
    data[int(at * len(data))] ^= 1
    path.write_bytes(data)
    assert flaws(path, SEAL) == (Flaw.SOUND,)
    assert is_sealed(path, SEAL) is None


@pytest.mark.parametrize("ending", ["wav", "flac"])
def test_a_sound_that_is_cut_short(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    write_sound(path, [TONE], 22050, Tags(seal=SEAL))
    whole = path.read_bytes()
    for size in (len(whole) - 1, len(whole) // 2, 2000):
        path.write_bytes(whole[:size])
        assert Flaw.SOUND in flaws(path, SEAL) and is_sealed(path, SEAL) is None


def test_a_sound_that_is_played_at_another_rate(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    write_sound(path, [TONE], 22050, Tags(seal=SEAL))
    data = path.read_bytes()
    path.write_bytes(data.replace(struct.pack("<I", 22050), struct.pack("<I", 24000), 1))
    with wave.open(str(path)) as file:
        assert file.getframerate() == 24000
    assert flaws(path, SEAL) == (Flaw.SOUND,)


def test_samples_of_another_kind(tmp_path: Path) -> None:
    """Sealed, but with the sound in another encoding."""
    path = tmp_path / "a.wav"
    for encoding in ("PCM_24", "FLOAT", "PCM_U8"):
        with soundfile.SoundFile(path, "w", 22050, 1, encoding) as file:
            file.comment = str(replace(SEAL, sound="e" * 32))
            file.write(TONE)
        assert flaws(path, SEAL) == (Flaw.SOUND,)
        assert is_sealed(path, SEAL) is None


def test_what_is_no_sound_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    for data in (b"", b"RIFF", SONG.encode(), bytes(100)):
        path.write_bytes(data)
        assert flaws(path, SEAL) == (Flaw.UNSEALED,) and is_sealed(path, SEAL) is None
        path.write_bytes(data + str(SEAL).encode())
        assert flaws(path, SEAL) == (Flaw.SOUND,) and is_sealed(path, SEAL) is None
    with pytest.raises(OSError):
        flaws(tmp_path / "none.wav", SEAL)
    assert is_sealed(tmp_path / "none.wav", SEAL) is None


def test_stereo_lasts_as_long_as_it_does(tmp_path: Path) -> None:
    for ending in ("wav", "flac"):
        path = tmp_path / f"a.{ending}"
        write_sound(path, [np.stack([TONE, TONE], 1)], 22050, Tags(seal=SEAL))
        assert is_sealed(path, SEAL) == pytest.approx(2.0) and flaws(path, SEAL) == ()
