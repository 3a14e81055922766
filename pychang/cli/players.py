"""What plays sound here: PortAudio where `sounddevice` is installed, else the system's own player.

A player that reads a pipe begins to play while the song is still being sung; one that wants a file begins
when the sound is whole.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import wave
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from pychang.diagnostic import Text, Unusable

_SHOWN = 300  # characters of what a player says when it fails


class Playing(Protocol):
    """A sound that is being played, by one thread; `write` and `finish` raise PlayerFailed."""

    def write(self, samples: bytes) -> None:
        """Hand over more: 16-bit little-endian samples, channels side by side; waits while it has enough."""

    def finish(self) -> None:
        """There is no more; wait until all of it was heard."""

    def stop(self) -> None:
        """Be still at once; from any thread, and as often as one likes."""

    def close(self) -> None:
        """Leave nothing behind."""


@dataclass(frozen=True)
class Player:
    """A way to play sound; `start` gets samples a second and channels."""

    name: str
    start: Callable[[int, int], Playing]


class PlayerFailed(Unusable):
    """The player could not play: most often there is no sound device."""

    def __init__(self, name: str, why: str) -> None:
        lines = [line for line in why.splitlines() if line.strip()]  # ALSA tells its whole way to the last
        why = " ".join(lines[-1].split())[-_SHOWN:] if lines else ""
        super().__init__(
            Text(
                f"소리를 낼 수 없습니다 ({name}: {why}). 스피커나 소리 장치가 이어져 있는지 보세요. "
                "소리 파일만 만들려면 pychang build를 쓰세요.",
                f"cannot play sound ({name}: {why}). Is there a sound device? "
                "`pychang build` makes a sound file without one.",
            )
        )


class NoPlayer(Unusable):
    """Nothing on this system plays sound."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "소리를 낼 프로그램이 없습니다. pip install 'pychang[play]'로 sounddevice를 설치하거나"
                "(리눅스에서는 libportaudio2도), pulseaudio-utils, pipewire-bin, alsa-utils, ffmpeg 가운데 "
                "하나를 설치하세요. 소리 파일만 만들려면 pychang build를 쓰세요.",
                "there is no program that plays sound. Install sounddevice: pip install 'pychang[play]' "
                "(on Linux with libportaudio2), or pulseaudio-utils, pipewire-bin, alsa-utils or ffmpeg. "
                "`pychang build` makes a sound file without one.",
            )
        )


# ── which there are ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Command:
    """A program that plays: raw samples from its standard input, or a WAV file whose path follows."""

    name: str
    options: tuple[str, ...]
    reads_pipe: bool

    def start(self, rate: int, channels: int) -> Playing:
        options = [option.format(rate=rate, channels=channels) for option in self.options]
        return (_Piped if self.reads_pipe else _Filed)([self.name, *options], rate, channels)


COMMANDS = (
    _Command("afplay", (), False),
    _Command("paplay", ("--raw", "--format=s16le", "--rate={rate}", "--channels={channels}"), True),
    _Command("pw-play", (), False),
    _Command("aplay", ("-q", "-t", "raw", "-f", "S16_LE", "-r", "{rate}", "-c", "{channels}"), True),
    _Command("ffplay", ("-nodisp", "-autoexit", "-loglevel", "error"), False),
)
"""macOS; PulseAudio; PipeWire; ALSA; wherever FFmpeg is."""


def find_player() -> Player:
    """The best way to play sound; NoPlayer if there is none."""
    player = found_player()
    if player is None:
        raise NoPlayer
    return player


def found_player() -> Player | None:
    """The same, or None; nothing is started, and PortAudio not asked for its devices."""
    if find_spec("sounddevice") is not None and _portaudio():
        return Player("sounddevice", _Device)
    if sys.platform == "win32":
        return Player("winsound", _WindowsSound)
    return next((Player(one.name, one.start) for one in COMMANDS if shutil.which(one.name)), None)


def _portaudio() -> bool:
    """Whether PortAudio can be loaded: on Linux it does not come with sounddevice."""
    try:
        import sounddevice  # noqa: F401
    except OSError:
        return False
    return True


# ── each of them ─────────────────────────────────────────────────────────────────────────────────


class _Piped:
    """A program that plays what it reads."""

    def __init__(self, command: list[str], rate: int, channels: int) -> None:
        self._name = command[0]
        self._process = _started(command, stdin=subprocess.PIPE)

    def write(self, samples: bytes) -> None:
        try:
            self._process.stdin.write(samples)
            self._process.stdin.flush()
        except OSError:  # it has gone, and says why
            _wait(self._process, self._name)
            raise PlayerFailed(self._name, str(self._process.returncode)) from None

    def finish(self) -> None:
        _wait(self._process, self._name)

    def stop(self) -> None:
        self._process.kill()

    def close(self) -> None:
        with suppress(OSError):
            self._process.stdin.close()
        self._process.wait()
        self._process.stderr.close()


class _Filed:
    """A program that plays a file: the sound is written to one first."""

    def __init__(self, command: list[str], rate: int, channels: int) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._file = _WaveFile(rate, channels)

    def write(self, samples: bytes) -> None:
        self._file.write(samples)

    def finish(self) -> None:
        self._process = _started([*self._command, str(self._file.finish())], stdin=subprocess.DEVNULL)
        _wait(self._process, self._command[0])

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        self._file.remove()


class _WindowsSound:
    """What Windows itself plays, from a file."""

    def __init__(self, rate: int, channels: int) -> None:
        self._file = _WaveFile(rate, channels)
        self._stopped = threading.Event()

    def write(self, samples: bytes) -> None:
        self._file.write(samples)

    def finish(self) -> None:
        import winsound

        how = winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT
        try:
            winsound.PlaySound(str(self._file.finish()), how)
        except RuntimeError as why:
            raise PlayerFailed("winsound", str(why)) from None
        self._stopped.wait(self._file.duration_s)

    def stop(self) -> None:
        self._stopped.set()

    def close(self) -> None:
        import winsound

        winsound.PlaySound(None, 0)
        self._file.remove()


class _Device:
    """PortAudio's default device."""

    def __init__(self, rate: int, channels: int) -> None:
        import sounddevice

        self._stopped = False
        self._failures = (sounddevice.PortAudioError, ValueError)
        try:
            self._stream = sounddevice.RawOutputStream(samplerate=rate, channels=channels, dtype="int16")
            self._stream.start()
        except self._failures as why:
            raise PlayerFailed("sounddevice", str(why)) from None

    def write(self, samples: bytes) -> None:
        try:
            self._stream.write(samples)
        except self._failures as why:
            raise PlayerFailed("sounddevice", str(why)) from None

    def finish(self) -> None:
        if not self._stopped:
            self._stream.stop()

    def stop(self) -> None:
        self._stopped = True  # PortAudio is asked by one thread only

    def close(self) -> None:
        self._stream.abort()
        self._stream.close()


class _WaveFile:
    """A WAV file in the system's folder for what is soon gone."""

    def __init__(self, rate: int, channels: int) -> None:
        handle, path = tempfile.mkstemp(prefix="pychang-", suffix=".wav")
        os.close(handle)
        self._path = Path(path)
        self._wave = wave.open(path, "wb")  # noqa: SIM115 - closed by `remove`
        self._wave.setparams((channels, 2, rate, 0, "NONE", ""))
        self.duration_s = 0.0

    def write(self, samples: bytes) -> None:
        self._wave.writeframes(samples)

    def finish(self) -> Path:
        self.duration_s = self._wave.getnframes() / self._wave.getframerate()
        self._wave.close()
        return self._path

    def remove(self) -> None:
        self._wave.close()
        with suppress(OSError):
            self._path.unlink()


def _started(command: list[str], stdin: int) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(command, stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    except OSError as why:
        raise PlayerFailed(command[0], str(why.strerror)) from None


def _wait(process: subprocess.Popen[bytes], name: str) -> None:
    """Until it has ended; PlayerFailed with its own words if it did not end well."""
    with suppress(BrokenPipeError):
        if process.stdin:
            process.stdin.close()
    said = process.stderr.read()
    if process.wait() > 0:
        raise PlayerFailed(name, said.decode("utf-8", "replace") or str(process.returncode))
