"""`pychang build`: songs become sound files."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import unicodedata
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import soundfile

from pychang.sound.level import CEILING_DBFS, amplitude

TRAINING = {"tensorflow", "keras", "librosa", "numba", "parselmouth", "matplotlib"}
IMPORTED = "print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr)"


def sound(path: Path) -> np.ndarray:
    return soundfile.read(path, dtype="float32")[0]


def test_the_sound_stands_beside_the_song(run, song: Path) -> None:
    result = run("build", song)
    assert result.exit_code == 0
    made = song.with_suffix(".wav")
    assert re.fullmatch(rf"{re.escape(str(made))}  0:03  sung in \d+\.\d s\n", result.output)
    assert len(sound(made)) == pytest.approx((0.3 + 2.4 + 0.4) * 22050, abs=400)
    assert 0.02 < np.abs(sound(made)).max() <= amplitude(CEILING_DBFS)
    with soundfile.SoundFile(made) as file:
        assert (file.title, file.artist) == ("짧은 노래", "소라") and file.software.startswith("PyChang")


def test_rests_are_exactly_silent(run, tmp_path: Path) -> None:
    song = tmp_path / "song.chang"
    song.write_text("tempo: 60\n| C4:4 r:2 D4:4 |\n> 가나\n", "utf-8")
    assert run("build", song).exit_code == 0
    assert not sound(tmp_path / "song.wav")[int(1.8 * 22050) : int(2.8 * 22050)].any()


@pytest.mark.parametrize(("ending", "kind"), [(".wav", "WAV"), (".flac", "FLAC"), (".ogg", "OGG")])
def test_kinds_of_files(run, song: Path, tmp_path: Path, ending: str, kind: str) -> None:
    made = tmp_path / f"노래{ending}"
    assert run("build", song, "-o", made).exit_code == 0
    assert soundfile.info(made).format == kind


def test_several_songs_into_a_folder(run, song: Path, tmp_path: Path) -> None:
    other = tmp_path / "다른.chang"
    other.write_bytes(song.read_bytes())
    (tmp_path / "out").mkdir()
    result = run("build", song, other, "-o", tmp_path / "out")
    assert result.exit_code == 0 and len(result.output.splitlines()) == 2
    assert sorted(os.listdir(tmp_path / "out")) == ["다른.wav", "짧은.wav"]


def test_the_same_song_in_other_bytes_sings_the_same(run, tmp_path: Path) -> None:
    text = "title: 노래\n| C4:4 D4 E4 F4 |\n> 값이 많다\n"
    spellings = {
        "nfc": text.encode(),
        "nfd": unicodedata.normalize("NFD", text).encode(),
        "crlf": text.replace("\n", "\r\n").encode(),
        "bom": b"\xef\xbb\xbf" + text.encode(),
    }
    for name, data in spellings.items():
        (tmp_path / f"{name}.chang").write_bytes(data)
    assert run("build", *tmp_path.glob("*.chang")).exit_code == 0
    for name in spellings:
        assert (tmp_path / f"{name}.wav").read_bytes() == (tmp_path / "nfc.wav").read_bytes()


def test_quiet_says_nothing_but_mistakes(run, song: Path, tmp_path: Path) -> None:
    assert run("build", "-q", song).output == ""
    high = tmp_path / "high.chang"
    high.write_text("| C7:1 |\n> 가\n", "utf-8")
    result = run("build", "-q", high)
    assert result.exit_code == 0 and "W231" in result.output


def test_json_stands_alone_on_standard_output(run, song: Path) -> None:
    result = run("build", "--output-format", "json", song)
    assert json.loads(result.stdout) == []
    assert "sung in" in result.stderr


def test_singing_imports_nothing_of_training(process, song: Path) -> None:
    result = process("build", song, after=IMPORTED)
    assert result.returncode == 0
    assert not TRAINING & set(result.stderr.split())


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
@pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_stopped_while_singing(tmp_path: Path, name: str, status: int) -> None:
    song = tmp_path / "long.chang"
    bars = product("CDEFGAB", repeat=3)  # no two alike: a phrase is sung once
    song.write_text("".join(f"| {a}4:4 {b}4 {c}4 r |\n> 노래해\n" for a, b, c in bars), "utf-8")
    made = tmp_path / "long.wav"
    made.write_bytes(b"what was there before")
    command = [sys.executable, "-m", "pychang", "build", str(song)]
    singing = subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "LC_ALL": "C"},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # ignored in some shells' background
    )
    while not list(tmp_path.glob(".*.part")) and singing.poll() is None:
        time.sleep(0.05)
    time.sleep(0.5)
    singing.send_signal(signal.Signals[name])
    _, said = singing.communicate(timeout=60)
    assert singing.returncode == status
    assert "Traceback" not in said and len(said.split("\n")) <= 3
    assert sorted(os.listdir(tmp_path)) == ["long.chang", "long.wav"]
    assert made.read_bytes() == b"what was there before"


def test_a_recording_is_not_written_over(run, song: Path) -> None:
    """A sound of the song's name that PyChang has not made stays, unless it is named with -o."""
    sound = song.with_suffix(".wav")
    soundfile.write(sound, np.zeros(2205), 22050)
    before = sound.read_bytes()
    result = run("build", song)
    assert result.exit_code == 2 and str(sound) in result.output and "-o" in result.output
    assert sound.read_bytes() == before
    assert run("build", song, "-o", sound).exit_code == 0
    assert run("build", song).exit_code == 0  # now it is ours
