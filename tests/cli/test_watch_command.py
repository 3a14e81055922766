"""`pychang watch`: sung anew at every save, in a process of its own."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from processes import FakePlayer, environment

from pychang.cli.watching import folders, stamps

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and shell scripts of Unix")

GOOD = "tempo: 240\n| C4:4 D4 E4:2 |\n> {}\n"
BAD = "tempo: 240\n| C4:4 D4 E4:2 |\n> 꽃잎\n"
WAIT_S = 90.0  # on a machine that is busy; it takes half a second


class Watching:
    """A running `pychang watch`, and what it says."""

    def __init__(self, folder: Path, *arguments: object, **env: str) -> None:
        self._log = folder.parent / f"{folder.name}.log"
        code = "import sys; sys.modules['sounddevice'] = None; from pychang.cli.main import main; main()"
        with open(self._log, "wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", code, "watch", *(str(one) for one in arguments)],
                stderr=log,
                stdout=log,
                env=environment(**{"LC_ALL": "C", **env}),
                cwd=folder,
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
            )
        self._read = 0

    def says(self, pattern: str) -> str:
        """Wait for a line like this, after those that were waited for before; everything up to its end."""
        end = time.monotonic() + WAIT_S
        while True:
            text = self._log.read_text("utf-8")
            if found := re.compile(pattern, re.MULTILINE).search(text, self._read):
                said, self._read = text[self._read : found.end()], found.end()
                return said
            assert self._process.poll() is None, f"it has ended: {text}"
            assert time.monotonic() < end, f"no {pattern!r} in {text[self._read :]!r}"
            time.sleep(0.02)

    def stop(self, how: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        """Its exit status, and what it said since."""
        self._process.send_signal(how)
        status = self._process.wait(WAIT_S)
        return status, self._log.read_text("utf-8")[self._read :]

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "나의 노래"
    made.mkdir()
    return made


@pytest.fixture
def watch(folder: Path) -> Iterator:
    """Begin to watch, in `folder`."""
    running: list[Watching] = []

    def watch(*arguments: object, **env: str) -> Watching:
        running.append(Watching(folder, *arguments, **env))
        return running[-1]

    yield watch
    for one in running:
        one.kill()


def save(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def save_by_renaming(path: Path, text: str) -> None:
    """As vim and others do."""
    other = path.with_name(f".{path.name}.swp")
    other.write_text(text, "utf-8")
    os.replace(other, path)


def hash_of(path: Path) -> bytes:
    return path.read_bytes()


@pytest.mark.parametrize("saves", [save, save_by_renaming])
def test_sung_shown_mended_and_ended(watch, folder: Path, saves) -> None:
    song, made = folder / "짧은 곡.chang", folder / "짧은 곡.wav"
    save(song, GOOD.format("꽃잎이"))
    watching = watch(song.name)
    line = watching.says(r"phrases anew$")
    assert re.search(r"^\d\d:\d\d:\d\d  짧은 곡\.chang  sung in \d+\.\d s  1 of 1 phrases anew$", line, re.M)
    before = hash_of(made)

    saves(song, BAD)
    said = watching.says(r"Nothing was sung\.$")
    assert "짧은 곡.chang:2:11: error E301" in said and " 2 │ | C4:4 D4 E4:2 |" in said
    assert hash_of(made) == before  # an older sound stays

    saves(song, GOOD.format("봄날에"))
    assert "error" not in watching.says(r"1 of 1 phrases anew$")
    assert hash_of(made) != before

    status, said = watching.stop()
    assert status == 130 and said.strip() == "Stopped."
    assert sorted(os.listdir(folder)) == [song.name, made.name]


def test_in_korean(watch, folder: Path) -> None:
    save(folder / "곡.chang", GOOD.format("꽃잎이"))
    watching = watch("곡.chang", LC_ALL="ko_KR.UTF-8")
    watching.says(r"곡\.chang  불렀습니다 \d+\.\d초  소절 1/1개를 새로 불렀습니다$")
    save(folder / "곡.chang", BAD)
    assert "오류 E301" in watching.says(r"오류 1개\. 부르지 않았습니다\.$")
    status, said = watching.stop()
    assert status == 130 and "멈추었습니다." in said


def test_only_what_has_changed_is_sung(watch, folder: Path) -> None:
    song = folder / "곡.chang"
    two = "tempo: 240\n| C4:4 D4 E4 r |\n> 꽃잎이\n| r:1 | C4:4 D4 E4 r |\n> {}\n"
    save(song, two.format("봄날에"))
    watching = watch("--output-format", "short", song)
    watching.says(r"2 of 2 phrases anew$")
    save(song, two.format("봄날은"))
    watching.says(r"1 of 2 phrases anew$")
    save(song, "// 설명\n" + two.format("봄날은"))
    watching.says(r"already what the song says$")


def test_an_included_file_and_one_that_comes_later(watch, folder: Path) -> None:
    (folder / "안쪽").mkdir()
    included = folder / "안쪽" / "후렴.chang"
    song = folder / "곡.chang"
    save(song, "include: 안쪽/후렴.chang\n[끝]\n" + GOOD.format("마지막"))
    watching = watch("--output-format", "short", song.name)
    assert "E413" in watching.says(r"Nothing was sung\.$")
    save(included, "[노래]\n" + GOOD.format("꽃잎이"))
    watching.says(r"phrases? anew$")
    save_by_renaming(included, "[노래]\n" + GOOD.format("꽃잎이여"))
    assert "안쪽/후렴.chang:4:6: E302" in watching.says(r"Nothing was sung\.$")
    shutil.rmtree(included.parent)
    assert "E413" in watching.says(r"Nothing was sung\.$")
    included.parent.mkdir()
    save(included, "[노래]\n" + GOOD.format("봄날에"))
    watching.says(r"phrases? anew$")


def test_the_backing(watch, folder: Path) -> None:
    song, backing = folder / "곡.chang", folder / "반주.wav"
    save(song, "backing: 반주.wav\n" + GOOD.format("꽃잎이"))
    watching = watch(song.name)
    assert "E415" in watching.says(r"Nothing was sung\.$")
    soundfile.write(backing, np.zeros(22050, np.float32), 22050)
    watching.says(r"1 of 1 phrases anew$")
    before = hash_of(folder / "곡.wav")
    soundfile.write(backing, np.full(22050, 0.1, np.float32), 22050)
    watching.says(r"0 of 1 phrases anew$")
    assert hash_of(folder / "곡.wav") != before


def test_a_voice_of_ones_own(watch, folder: Path) -> None:
    from pychang.voice.files import DEFAULT, SHIPPED

    song = folder / "곡.chang"
    save(song, "voice: 목소리\n" + GOOD.format("꽃잎이"))
    watching = watch(song.name)
    assert "E411" in watching.says(r"Nothing was sung\.$")
    voice = Path(shutil.copytree(SHIPPED / DEFAULT, folder / "목소리"))
    watching.says(r"phrases? anew$")
    card = (voice / "voice.toml").read_text("utf-8")
    save(voice / "voice.toml", "")
    assert "E411" in watching.says(r"Nothing was sung\.$")
    save(voice / "voice.toml", card)
    watching.says(r"already what the song says$")


def test_a_voice_in_a_zip_and_one_that_is_installed(watch, folder: Path, voices_of_its_own: Path) -> None:
    from pychang.voice.files import DEFAULT, SHIPPED
    from pychang.voice.package.archive import to_zip
    from pychang.voice.package.source import read_files

    song, zipped = folder / "곡.chang", folder / "목소리.zip"
    save(song, "voice: 목소리.zip\n" + GOOD.format("꽃잎이"))
    watching = watch(song.name)
    assert "E411" in watching.says(r"Nothing was sung\.$")
    zipped.write_bytes(to_zip(read_files(SHIPPED / DEFAULT)))
    watching.says(r"phrases? anew$")
    save(song, "voice: 목소리\n" + GOOD.format("꽃잎이"))
    assert "E411" in watching.says(r"Nothing was sung\.$")
    shutil.copytree(SHIPPED / DEFAULT, voices_of_its_own / "목소리")
    watching.says(r"already what the song says$")


def test_a_song_that_goes_and_comes_back(watch, folder: Path) -> None:
    song = folder / "곡.chang"
    watching = watch(song)
    watching.says(r"곡\.chang: there is no such file or folder\.$")
    save(song, GOOD.format("꽃잎이"))
    watching.says(r"1 of 1 phrases anew$")
    song.unlink()
    watching.says(r"no such file or folder\.$")
    song.mkdir()
    watching.says(r"a folder, not a file\.$")
    song.rmdir()
    save(song, GOOD.format("봄날에"))
    watching.says(r"1 of 1 phrases anew$")


def test_a_song_behind_a_link(watch, folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    save(kept / "진짜.chang", GOOD.format("꽃잎이"))
    (folder / "곡.chang").symlink_to(kept / "진짜.chang")
    watching = watch("곡.chang")
    watching.says(r"1 of 1 phrases anew$")
    save(kept / "진짜.chang", GOOD.format("봄날에"))
    watching.says(r"1 of 1 phrases anew$")
    assert (folder / "곡.wav").exists()


def test_several_songs_into_a_folder(watch, folder: Path) -> None:
    first, second = folder / "a.chang", folder / "b.chang"
    (folder / "out").mkdir()
    save(first, GOOD.format("꽃잎이"))
    save(second, BAD)
    watching = watch(first.name, second.name, "-o", "out")
    watching.says(r"a\.chang  sung in")
    watching.says(r"b\.chang  1 error\. Nothing was sung\.$")
    save(second, GOOD.format("봄날에"))
    said = watching.says(r"b\.chang  sung in")
    assert "a.chang" not in said
    assert sorted(os.listdir(folder / "out")) == ["a.wav", "b.wav"]


def test_a_bug_of_ours_does_not_end_it(watch, folder: Path) -> None:
    (folder / "sitecustomize.py").write_text(
        "import pychang.compile as c, pathlib\n"
        "sung = c.sing_reading\n"
        "def broken(*arguments):\n"
        "    if pathlib.Path('broken').exists(): raise ZeroDivisionError('division by zero')\n"
        "    return sung(*arguments)\n"
        "c.sing_reading = broken\n",
        "utf-8",
    )
    song = folder / "곡.chang"
    save(song, GOOD.format("꽃잎이"))
    (folder / "broken").touch()
    paths = [str(folder), str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
    watching = watch(song.name, PYTHONPATH=os.pathsep.join(paths))
    assert "ZeroDivisionError" in watching.says(r"PYCHANG_DEBUG=1 in front of")
    (folder / "broken").unlink()
    save(song, GOOD.format("봄날에"))
    watching.says(r"phrases anew$")


def test_saved_again_while_it_is_sung(watch, folder: Path) -> None:
    song = folder / "긴 곡.chang"
    save(
        song,
        "".join(
            f"| C4:4 D4 E4 r |\n> {a}{b}다\n" for a in "가나다라마바사아자차" for b in "고노도로모보소오"
        ),
    )
    watching = watch(song.name)
    end = time.monotonic() + WAIT_S
    while not list(folder.glob(".*.part")):
        assert time.monotonic() < end
        time.sleep(0.05)
    save(song, GOOD.format("꽃잎이"))
    said = watching.says(r"phrases anew$")
    assert "1 of 1 phrases anew" in said
    assert sorted(os.listdir(folder)) == ["긴 곡.chang", "긴 곡.wav"]


def test_played_each_time(watch, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    player = FakePlayer(tmp_path / "bin", "paplay", lasts_s=60)
    song = folder / "곡.chang"
    save(song, GOOD.format("꽃잎이"))
    watching = watch("--play", song.name, PATH=f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    watching.says(r"phrases anew$")
    first = played(player)
    player.log.unlink()
    save(song, "tempo: 120\n" + GOOD.format("봄날에").partition("\n")[2])
    watching.says(r"phrases anew$")
    assert played(player)["frames"] > first["frames"]
    status, _ = watching.stop()
    assert status == 130 and "heard" not in player.heard()


def played(player: FakePlayer) -> dict:
    end = time.monotonic() + WAIT_S
    while not (player.log.exists() and player.log.read_text("utf-8") and player.heard()["frames"]):
        assert time.monotonic() < end
        time.sleep(0.02)
    return player.heard()


def test_a_player_that_fails_is_told_of(watch, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    FakePlayer(tmp_path / "bin", "paplay", fails=True)
    save(folder / "곡.chang", GOOD.format("꽃잎이"))
    watching = watch("--play", "곡.chang", PATH=f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    watching.says(r"cannot play sound \(paplay: no such device\)")


def test_without_a_player(watch, folder: Path, run, monkeypatch) -> None:
    monkeypatch.setattr("pychang.cli.players.found_player", lambda: None)
    save(folder / "곡.chang", GOOD.format("꽃잎이"))
    result = run("watch", "--play", folder / "곡.chang")
    assert result.exit_code == 2 and "no program that plays sound" in result.output


def test_terminated(watch, folder: Path) -> None:
    save(folder / "곡.chang", GOOD.format("꽃잎이"))
    watching = watch("곡.chang")
    watching.says(r"phrases anew$")
    status, _ = watching.stop(signal.SIGTERM)
    assert status == 143


def test_a_terminal_is_cleared_and_drawn_again(folder: Path) -> None:
    """On a terminal of its own: what was mended is gone from the screen."""
    import pty

    song = folder / "곡.chang"
    save(song, BAD)
    here, there = pty.openpty()
    watching = subprocess.Popen(
        [sys.executable, "-m", "pychang", "watch", song.name],
        stderr=there,
        stdout=subprocess.DEVNULL,
        cwd=folder,
        env=environment(LC_ALL="C.UTF-8", TERM="xterm"),
    )
    try:
        said = read_until(here, b"Nothing was sung.")
        assert said.startswith(b"\x1b[2J\x1b[H") and b"\x1b[1;31merror E301" in said
        save(song, GOOD.format("꽃잎이"))
        screen = read_until(here, b"phrases anew").rpartition(b"\x1b[2J\x1b[H")[2]
        assert b"E301" not in screen and len(screen.splitlines()) == 1
    finally:
        watching.kill()
        watching.wait()
        os.close(here)
        os.close(there)


def read_until(handle: int, wanted: bytes) -> bytes:
    import select

    said, end = b"", time.monotonic() + WAIT_S
    while wanted not in said:
        assert time.monotonic() < end, said
        if select.select([handle], [], [], 0.2)[0]:
            said += os.read(handle, 4096)
    return said


# ── what is looked at ────────────────────────────────────────────────────────────────────────────


def test_folders_of_files_that_are_not_there(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    found = {folder for folder, _ in folders([tmp_path / "a" / "x", tmp_path / "b" / "c" / "y"])}
    assert found == {tmp_path / "a", tmp_path}
    assert not folders([Path("\0")])


def test_a_folder_made_anew_is_another(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    before = folders([tmp_path / "a" / "x"])
    (tmp_path / "a").rename(tmp_path / "b")
    (tmp_path / "a").mkdir()
    assert folders([tmp_path / "a" / "x"]) != before


def test_stamps_tell_a_file_of_the_same_length_apart(tmp_path: Path) -> None:
    one = tmp_path / "one"
    assert stamps([one]) == {one: None}
    one.write_text("a")
    before = stamps([one])
    save_by_renaming(one, "b")
    assert stamps([one]) != before
