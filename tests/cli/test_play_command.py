"""`pychang play`: heard while it is sung."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile
from processes import FakePlayer, environment

import pychang.cli.players as players
from pychang.cli.players import PlayerFailed
from pychang.cli.playing import Playback, made_ahead
from pychang.voice.files import DEFAULT, SHIPPED

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the players here are shell scripts")

RATE = 22050
SONG = """\
tempo: 240
form: 1절 후렴 1절 끝
[1절]
| C4:4 D4 E4:2 |
> 꽃잎이
> 봄날에
[후렴]
| G4:4 A4 G4:2 | r:1 |
> 노래해
[끝]
| C4:1 |
> 아
"""
PASS_S = 1.0  # a bar


@pytest.fixture(autouse=True)
def no_sound_device(monkeypatch, tmp_path_factory) -> Path:
    """Nothing that could be heard: no PortAudio, and none of this machine's players."""
    monkeypatch.setattr(players, "_portaudio", lambda: False)
    folder = tmp_path_factory.mktemp("players")
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/bin")
    monkeypatch.setattr(
        players.shutil, "which", lambda name: str(folder / name) if (folder / name).exists() else None
    )
    return folder


@pytest.fixture
def song(tmp_path: Path) -> Path:
    path = tmp_path / "나의 노래.chang"
    path.write_text(SONG, "utf-8")
    return path


def seconds(player: FakePlayer) -> float:
    return player.heard()["frames"] / RATE


@pytest.mark.parametrize("name", ["aplay", "paplay"])
def test_piped_to_a_player_that_reads(run, song: Path, no_sound_device: Path, name: str) -> None:
    player = FakePlayer(no_sound_device, name)
    result = run("play", song)
    assert result.exit_code == 0 and not result.stdout
    assert f"▶ {song}  0:06  (Ctrl-C stops)" in result.stderr
    assert seconds(player) == pytest.approx(5 * PASS_S + 0.7, abs=0.01)
    assert any(str(RATE) in one for one in player.heard()["arguments"])
    assert os.listdir(song.parent) == [song.name]


@pytest.mark.parametrize("name", ["afplay", "pw-play", "ffplay"])
def test_as_a_file_that_is_gone_afterwards(run, song: Path, no_sound_device: Path, name: str) -> None:
    player = FakePlayer(no_sound_device, name)
    assert run("play", song).exit_code == 0
    assert seconds(player) == pytest.approx(5 * PASS_S + 0.7, abs=0.01)
    assert (player.heard()["rate"], player.heard()["channels"]) == (RATE, 1)
    assert not Path(player.heard()["arguments"][-1]).exists()


def test_what_is_heard_is_what_build_writes(run, song: Path) -> None:
    heard: list[bytes] = []

    class Ear:
        def __init__(self, rate: int, channels: int) -> None:
            assert (rate, channels) == (RATE, 1)

        def write(self, samples: bytes) -> None:
            heard.append(samples)

        def finish(self) -> None:
            heard.append(b"")

        stop = close = lambda self: None

    from pychang.cli.play import Wish, to_play
    from pychang.reading import read_song
    from pychang.world import World

    world = World()
    sound = to_play(song, read_song(song, world), Wish((), 0.0, np.inf), None, world)
    Playback(players.Player("ear", Ear), sound.blocks, sound.rate).wait()
    assert heard.pop() == b""
    assert run("build", song).exit_code == 0
    written = soundfile.read(song.with_suffix(".wav"), dtype="int16")[0]
    assert np.array_equal(np.frombuffer(b"".join(heard), "<i2"), written)


def test_sections_alone(run, song: Path, no_sound_device: Path) -> None:
    player = FakePlayer(no_sound_device, "aplay")
    for sections, bars in ((["끝"], 1), (["후렴"], 2), (["끝", "1절"], 2), (["1절", "후렴", "끝"], 4)):
        named = [word for name in sections for word in ("--section", name)]
        assert run("play", song, *named).exit_code == 0
        assert seconds(player) == pytest.approx(bars * PASS_S + 0.7, abs=0.01)


def test_a_section_that_the_form_leaves_out(run, tmp_path: Path, no_sound_device: Path) -> None:
    player = FakePlayer(no_sound_device, "aplay")
    shutil.copytree(SHIPPED / DEFAULT, tmp_path / "mine")
    song = tmp_path / "a.chang"
    unsung = "[나]\nvoice: mine\n| C4:1 |\n> 나\n[다]\nvoice: none\n| C4:1 |\n> 다\n[라]\n| r:1 |\n"
    song.write_text(f"tempo: 240\nform: 가\n[가]\n| C4:1 |\n> 가\n{unsung}", "utf-8")
    assert run("play", song, "--section", "나").exit_code == 0
    assert seconds(player) == pytest.approx(PASS_S + 0.7, abs=0.01)
    for name, why in (("다", "there is no voice `none`"), ("라", "There are no notes")):
        result = run("play", song, "--section", name)
        assert result.exit_code == 2 and why in result.stderr


@pytest.mark.parametrize("locale", ["C", "ko_KR.UTF-8"])
def test_a_section_that_is_not_there(run, song: Path, no_sound_device: Path, locale: str) -> None:
    FakePlayer(no_sound_device, "aplay")
    result = run("play", song, "--section", "후럼", locale=locale)
    assert result.exit_code == 2
    assert ("Did you mean `후렴`?" if locale == "C" else "‘후렴’을 쓰려고") in result.output


def test_a_stretch(run, song: Path, no_sound_device: Path) -> None:
    player = FakePlayer(no_sound_device, "aplay")
    for options, lasts_s in (
        (("--from", 2), 3.7),
        (("--to", 1.5), 1.5),
        (("--from", 1, "--to", 2.25), 1.25),
        (("--section", "끝", "--from", 1, "--to", 99), 0.7),
    ):
        assert run("play", song, *options).exit_code == 0
        assert seconds(player) == pytest.approx(lasts_s, abs=0.01)
    for options in (("--from", 60), ("--from", 2, "--to", 2), ("--from", -1)):
        assert run("play", song, *options).exit_code == 2


def test_kept_as_a_file_too(run, song: Path, no_sound_device: Path, tmp_path: Path) -> None:
    player = FakePlayer(no_sound_device, "aplay")
    made = tmp_path / "out.flac"
    assert run("play", song, "-o", made).exit_code == 0
    assert soundfile.info(made).frames == player.heard()["frames"]
    assert run("play", song, "--section", "끝", "-o", made).exit_code == 0
    assert soundfile.info(made).frames == player.heard()["frames"] < 2 * RATE
    assert run("play", song, "-o", tmp_path / "out.mp3").exit_code == 2


def test_a_song_that_was_built_is_not_sung_again(run, song: Path, no_sound_device: Path, monkeypatch) -> None:
    player = FakePlayer(no_sound_device, "aplay")
    assert run("build", song).exit_code == 0
    monkeypatch.setattr("pychang.compile.cues_of", None)
    assert run("play", song).exit_code == 0
    assert seconds(player) == pytest.approx(5 * PASS_S + 0.7, abs=0.01)


def test_from_standard_input(run, no_sound_device: Path) -> None:
    player = FakePlayer(no_sound_device, "aplay")
    result = run("play", "-", stdin=SONG.encode())
    assert result.exit_code == 0 and "<stdin>" in result.stderr
    assert seconds(player) > 5


def test_a_song_with_mistakes_is_not_played(run, song: Path, no_sound_device: Path) -> None:
    player = FakePlayer(no_sound_device, "aplay")
    song.write_text("tempo: 0\n" + SONG, "utf-8")
    result = run("play", song)
    assert result.exit_code == 1 and "E402" in result.stderr
    assert not player.log.exists()


@pytest.mark.parametrize("locale", ["C", "ko_KR.UTF-8"])
def test_where_nothing_plays(run, song: Path, locale: str) -> None:
    result = run("play", song, locale=locale)
    assert result.exit_code == 2
    assert "pychang[play]" in result.output and "libportaudio2" in result.output
    assert (
        "소리를 낼 프로그램이 없습니다" if locale != "C" else "no program that plays sound"
    ) in result.output


@pytest.mark.parametrize("name", ["aplay", "pw-play"])
@pytest.mark.parametrize("locale", ["C", "ko_KR.UTF-8"])
def test_a_player_that_finds_no_device(
    run, song: Path, no_sound_device: Path, name: str, locale: str
) -> None:
    FakePlayer(no_sound_device, name, fails=True)
    result = run("play", song, locale=locale)
    assert result.exit_code == 2
    assert f"{name}: no such device" in result.output
    assert ("소리를 낼 수 없습니다" if locale != "C" else "cannot play sound") in result.output


@pytest.mark.parametrize("name", ["aplay", "pw-play"])
def test_interrupted(song: Path, no_sound_device: Path, tmp_path: Path, name: str) -> None:
    player = FakePlayer(no_sound_device, name, lasts_s=60)
    env = environment(
        LC_ALL="C",
        PATH=str(no_sound_device),
        TMPDIR=str(tmp_path),  # no player of this machine's
    )
    code = "import sys; sys.modules['sounddevice'] = None; from pychang.cli.main import main; main()"
    playing = subprocess.Popen(
        [sys.executable, "-c", code, "play", str(song)],
        stderr=subprocess.PIPE,
        text=True,
        env=env,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    until(lambda: player.log.exists() and player.log.read_text("utf-8") and player.heard()["frames"])
    playing.send_signal(signal.SIGINT)
    began = time.monotonic()
    _, said = playing.communicate(timeout=30)
    assert playing.returncode == 130 and time.monotonic() - began < 20
    assert said.endswith("Stopped.\n") and "Traceback" not in said
    assert "heard" not in player.heard()
    assert sorted(os.listdir(tmp_path)) == [song.name]


def until(happened, timeout_s: float = 60.0) -> None:
    end = time.monotonic() + timeout_s
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def test_by_portaudio(run, song: Path, monkeypatch) -> None:
    asked: list[object] = []

    class Stream:
        def __init__(self, **how: object) -> None:
            asked.append(how)

        def write(self, samples: bytes) -> None:
            asked.append(len(samples))

        start = stop = abort = close = lambda self: None

    class PortAudioError(Exception):
        pass

    def broken(**_: object) -> None:
        raise PortAudioError("no default output device")

    module = SimpleNamespace(RawOutputStream=Stream, PortAudioError=PortAudioError, __spec__=object())
    monkeypatch.setitem(sys.modules, "sounddevice", module)
    monkeypatch.setattr(players, "_portaudio", lambda: True)
    assert run("play", song, "--section", "끝").exit_code == 0
    assert asked.pop(0) == {"samplerate": RATE, "channels": 1, "dtype": "int16"}
    assert sum(asked) == pytest.approx(2 * (PASS_S + 0.7) * RATE, abs=500)
    module.RawOutputStream = broken
    result = run("play", song)
    assert result.exit_code == 2 and "sounddevice: no default output device" in result.output


def test_by_windows(run, song: Path, monkeypatch) -> None:
    played: list[tuple[int, int] | None] = []

    def play_sound(path: str | None, how: int) -> None:
        played.append((soundfile.info(path).frames, how) if path else None)

    module = SimpleNamespace(PlaySound=play_sound, SND_FILENAME=1, SND_ASYNC=2, SND_NODEFAULT=4)
    monkeypatch.setitem(sys.modules, "winsound", module)
    monkeypatch.setattr(players, "found_player", lambda: players.Player("winsound", players._WindowsSound))
    assert run("play", song, "--section", "끝").exit_code == 0
    [(frames, how), after] = played
    assert frames / RATE == pytest.approx(PASS_S + 0.7, abs=0.01) and how == 7 and after is None


# ── playing ──────────────────────────────────────────────────────────────────────────────────────


def test_it_is_heard_before_all_of_it_is_made(no_sound_device: Path) -> None:
    import threading

    heard = threading.Event()

    class Ear:
        def __init__(self, *_: int) -> None:
            heard.set()

        def write(self, samples: bytes) -> None:
            pass

        finish = stop = close = lambda self: None

    def blocks():
        yield np.zeros(100, np.float32)
        assert heard.wait(20), "the first block was not played while the second was made"
        yield np.zeros(100, np.float32)

    Playback(players.Player("ear", Ear), blocks(), RATE).wait()


def test_what_singing_raises_is_raised() -> None:
    def blocks():
        yield np.zeros(10, np.float32)
        raise OSError("gone")

    player = players.Player("none", lambda rate, channels: players._Filed(["none"], rate, channels))
    playback = Playback(player, blocks(), RATE)
    with pytest.raises(OSError, match="gone"):
        playback.wait()


def test_no_more_is_made_than_waits() -> None:
    import threading

    made: list[int] = []

    def blocks():
        for number in range(1000):
            made.append(number)
            yield np.full(1, number, np.float32)

    stopped = threading.Event()
    ahead = made_ahead(blocks(), stopped)
    next(ahead)
    time.sleep(0.3)
    assert len(made) < 50
    assert [int(block[0]) for block in ahead] == list(range(1, 1000))


def test_what_nobody_wants_is_made_no_more() -> None:
    import threading

    made: list[int] = []

    def blocks():
        for number in range(1000):
            made.append(number)
            yield np.full(1, number, np.float32)

    ahead = made_ahead(blocks(), threading.Event())
    next(ahead)
    threads = threading.active_count()
    ahead.close()
    assert len(made) < 50 and threading.active_count() == threads - 1


def test_stopping_is_quick_and_leaves_nothing(no_sound_device: Path, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name in ("aplay", "pw-play"):
        player = FakePlayer(no_sound_device, name, lasts_s=60)
        [command] = [one for one in players.COMMANDS if one.name == name]
        found = players.Player(name, command.start)
        playback = Playback(found, iter([np.zeros(RATE, np.float32)]), RATE)
        until(lambda player=player: player.log.exists())
        began = time.monotonic()
        playback.stop()
        assert time.monotonic() - began < 10
        assert playback.failure is None
    assert not os.listdir(tmp_path)


def test_of_all_that_a_player_says_the_last_line_is_told() -> None:
    failed = PlayerFailed("aplay", "ALSA lib conf.c:5703: Evaluate error\nmain:831: no  device\n \n")
    assert "(aplay: main:831: no device)" in failed.text.en and "conf.c" not in failed.text.ko
    assert "(aplay: )" in PlayerFailed("aplay", "").text.en
