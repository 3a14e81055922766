"""`pychang verify`: a sound against its song."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from pychang.cli.main import COMMANDS
from pychang.seal import Seal, flaws, read_file_seal
from pychang.sound.files import Tags, write_sound
from pychang.voice.files import DEFAULT, SHIPPED

HEAVY = {"numpy", "scipy", "soundfile", "ai_edge_litert", "matplotlib"}
IMPORTED = "print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr)"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def built(run, song: Path) -> Path:
    """A song with its sound beside it."""
    assert run("build", "-q", song).exit_code == 0
    return song


def test_a_sound_that_is_what_the_song_says(run, built: Path) -> None:
    sound = built.with_suffix(".wav")
    for arguments in ((built, sound), (built,)):
        result = run("verify", *arguments)
        assert (result.exit_code, result.output) == (0, f"{sound}: what the song says\n")
    built.write_text(built.read_text("utf-8") + "// 덧말\n", "utf-8")
    result = run("verify", built, locale="ko_KR.UTF-8")
    assert (result.exit_code, result.output) == (0, f"{sound}: 악보 그대로입니다\n")


def test_a_song_that_has_changed(run, built: Path) -> None:
    built.write_text(built.read_text("utf-8").replace("꽃", "풀"), "utf-8")
    result = run("verify", built)
    assert result.exit_code == 1
    assert result.output == f"{built.with_suffix('.wav')}: the song has changed since\n"
    assert "악보가 바뀌었습니다" in run("verify", built, locale="ko_KR.UTF-8").output


def test_another_voice(run, built: Path, tmp_path: Path) -> None:
    mine = Path(shutil.copytree(SHIPPED / DEFAULT, tmp_path / "mine"))
    card = mine / "voice.toml"
    card.write_text(card.read_text("utf-8").replace("[vibrato]\n", "[vibrato]\n#\n", 1), "utf-8")
    assert run("verify", "--voice", mine, built).exit_code == 0  # the same voice elsewhere
    text = card.read_text("utf-8")
    line = next(line for line in text.split("\n") if line.startswith("depth_cents"))
    card.write_text(text.replace(line, "depth_cents = 77.0"), "utf-8")
    result = run("verify", "--voice", mine, built)
    assert result.exit_code == 1 and result.output.endswith(": it was sung by another voice\n")


def test_a_sound_that_was_edited_or_has_lost_its_tags(run, built: Path) -> None:
    sound = built.with_suffix(".wav")
    data = bytearray(sound.read_bytes())
    data[len(data) // 2] ^= 4
    sound.write_bytes(data)
    assert run("verify", built).output == f"{sound}: its sound is damaged or edited\n"
    write_sound(sound, [np.zeros(100, np.float32)], 22050)
    result = run("verify", built)
    assert result.exit_code == 1 and "no seal" in result.output


def test_all_kinds_of_sound_beside_a_song(run, song: Path) -> None:
    for ending in (".wav", ".flac", ".ogg"):
        assert run("build", "-q", song, "-o", song.with_suffix(ending)).exit_code == 0
    result = run("verify", song)
    assert result.exit_code == 0
    wav, flac, ogg = result.output.splitlines()
    assert wav.endswith(".wav: what the song says") and flac.endswith(".flac: what the song says")
    assert ogg.endswith(
        ".ogg: what the song says; only its seal was checked: Vorbis does not keep the samples"
    )


def test_several_songs_each_with_its_own(run, built: Path) -> None:
    other = built.with_name("다른.chang")
    other.write_text(built.read_text("utf-8").replace("꽃", "풀"), "utf-8")
    result = run("verify", built, other)
    assert result.exit_code == 2
    assert "what the song says" in result.output and "다른.wav" in result.output
    shutil.copy(built.with_suffix(".wav"), other.with_suffix(".wav"))
    result = run("verify", built, other)
    assert result.exit_code == 1 and len(result.output.splitlines()) == 2
    assert run("verify", "-q", built, other).output == ""
    assert run("verify", other, built.with_suffix(".wav"), built).exit_code == 1


def test_for_programs(run, built: Path) -> None:
    built.write_text(built.read_text("utf-8").replace("꽃", "풀"), "utf-8")
    result = run("verify", "--output-format", "json", built)
    assert result.exit_code == 1
    (found,) = json.loads(result.stdout)
    assert found["flaws"] == ["song"] and found["as_the_song_says"] is False and found["samples_checked"]
    assert (found["song"], found["sound"]) == (str(built), str(built.with_suffix(".wav")))


def test_what_cannot_be_verified(run, built: Path, tmp_path: Path) -> None:
    sound = built.with_suffix(".wav")
    assert run("verify", tmp_path / "none.chang", sound).exit_code == 2
    assert run("verify", built, tmp_path / "none.wav").exit_code == 2
    assert "before it" in run("verify", sound, built).output
    bad = tmp_path / "bad.chang"
    bad.write_text("tempo: 0\n| C4:1 |\n> 가\n", "utf-8")
    result = run("verify", bad, sound)
    assert result.exit_code == 2 and "1 error" in result.output
    assert run("verify").exit_code == 2


def test_a_wav_is_verified_without_anything_heavy(process, built: Path) -> None:
    result = process("verify", built, after=IMPORTED)
    assert result.returncode == 0
    assert not HEAVY & set(result.stderr.split())


def test_four_minutes_are_verified(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    seal = Seal("1" * 32, "2" * 32, "3" * 32)
    rng = np.random.default_rng(0)
    blocks = [(0.1 * rng.standard_normal(22050 * 60)).astype(np.float32) for _ in range(4)]
    write_sound(path, blocks, 22050, Tags(seal=seal))
    assert flaws(path, seal) == ()
    assert read_file_seal(path).song == seal.song


PLAIN = re.compile(r"(- |  )([a-z_]+): ([A-Za-z\\^](?:(?!: | #).)*)")
"""A key and a plain scalar, in the part of YAML that needs no parser to be sure of."""


def hooks() -> list[dict[str, str]]:
    """What `.pre-commit-hooks.yaml` says: a list of flat mappings."""
    found: list[dict[str, str]] = []
    for line in (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8").split("\n"):
        if line:
            start, key, value = PLAIN.fullmatch(line).groups()
            found += [{}] if start == "- " else []
            assert key not in found[-1]
            found[-1][key] = value
    return found


def test_the_hooks_are_what_pre_commit_wants() -> None:
    assert [hook["id"] for hook in hooks()] == ["chang-fmt", "chang-check"]
    for hook in hooks():
        assert set(hook) == {"id", "name", "description", "entry", "language", "files"}
        program, command = hook["entry"].split()
        assert program == "pychang" and command in {*COMMANDS, "fmt"}
        assert hook["language"] == "python" and hook["files"] == r"\.chang$"
