"""How long the commands take, cold, and how much memory a long song takes."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pychang.voice import find_voice, read_card

LIBROSA = """
import numpy as np, librosa
picture = np.abs(np.random.default_rng(0).standard_normal(({bins}, {frames}))).astype("f4")
librosa.griffinlim(picture, n_iter=32, hop_length={hop}, n_fft={n_fft})
"""
PITCHES = ["A3", "B3", "C4", "D4", "E4", "F4", "G4", "A4", "B4", "C5", "D5"]
SYLLABLES = "가나다라마바사아자차카타파하고노도로모보소오조초코토포호그는들를면빛살음줄춤큰틀품힘"

Row = tuple[str, str, str]


def speed_rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PYCHANG_CACHE_DIR"] = str(Path(folder) / "cache")
        return [*build_rows(Path(folder)), *rebuild_rows(Path(folder)), *check_rows(Path(folder))]


def build_rows(folder: Path) -> list[Row]:
    """Whole builds against librosa's Griffin-Lim alone, side by side."""
    minute = write_song(folder / "minute.chang", bars=25)
    breathless = write_song(folder / "breathless.chang", bars=25, rests=False)
    card = read_card(find_voice(None, Path()))
    frames = int(60 / card.geometry.frame_s)
    sizes = {"bins": card.geometry.bins + 1, "hop": card.geometry.hop, "n_fft": card.geometry.n_fft}
    librosa = best_of(3, [sys.executable, "-c", LIBROSA.format(frames=frames, **sizes)])
    build = best_of(3, pychang("build", "--no-cache", "--quiet", minute), lambda: remove(minute))
    whole = best_of(3, pychang("build", "--no-cache", "--quiet", breathless), lambda: remove(breathless))
    long = write_song(folder / "long.chang", bars=250)
    memory = peak_memory(pychang("build", "--quiet", long))
    return [
        ("librosa.griffinlim of a minute, 32 iterations", f"{librosa:.2f} s", ""),
        ("build of a minute, cold", f"{build:.2f} s (ratio {build / librosa:.2f})", "<= 0.50 of it"),
        ("the same without a rest", f"{whole:.2f} s (ratio {whole / librosa:.2f})", ""),
        ("peak memory of ten minutes", f"{memory / 2**20:.0f} MB", "<= 1 GB"),
    ]


def rebuild_rows(folder: Path) -> list[Row]:
    """A song of four minutes, built again after a syllable was changed, and after nothing was."""
    song = write_song(folder / "four.chang", bars=100)
    command = pychang("build", "--quiet", song)
    subprocess.run(command, check=True)
    changed = best_of(5, command, lambda: change_a_syllable(song))
    unchanged = best_of(5, command)
    anew = best_of(3, command, lambda: remove(song))
    return [
        ("rebuild of four minutes, one syllable changed", f"{changed:.2f} s", "<= 1.5 s"),
        ("nothing changed", f"{unchanged:.2f} s", "<= 0.5 s"),
        ("all phrases in the cache, no sound file", f"{anew:.2f} s", ""),
    ]


def check_rows(folder: Path) -> list[Row]:
    rows = []
    for lines, aim in ((100, 0.5), (5000, 1.5)):
        song = write_song(folder / f"{lines}.chang", bars=2 * lines - 8, tempo=300)
        taken = best_of(5, pychang("check", song))
        rows.append((f"check of {lines:,} lines, cold", f"{taken:.2f} s", f"<= {aim} s"))
    return rows


def pychang(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "pychang", *map(str, arguments)]


def write_song(path: Path, bars: int, rests: bool = True, tempo: int = 100) -> Path:
    """A song of `bars` bars of four quarters, four bars a line pair, no two alike."""
    chance = random.Random(bars)
    rows = [f"tempo: {tempo}", "[가]"]
    for start in range(0, bars, 4):
        count = min(4, bars - start)
        notes = [[chance.choice(PITCHES) for _ in range(3 if rests else 4)] for _ in range(count)]
        rows.append("| " + " | ".join(one_bar(bar, rests) for bar in notes) + " |")
        rows.append("> " + " ".join("".join(chance.choices(SYLLABLES, k=len(bar))) for bar in notes))
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def one_bar(notes: list[str], rests: bool) -> str:
    first, *others = notes
    return " ".join([f"{first}:4", *others, *(["r"] if rests else [])])


def change_a_syllable(song: Path) -> None:
    """The first syllable of a line in the middle, into the next in the alphabet."""
    lines = song.read_text("utf-8").splitlines()
    middle = len(lines) // 2 // 2 * 2 + 1
    line = lines[middle]
    lines[middle] = line[:2] + chr((ord(line[2]) - 0xAC00 + 28) % 11172 + 0xAC00) + line[3:]
    song.write_text("\n".join(lines) + "\n", encoding="utf-8")


def remove(song: Path) -> None:
    song.with_suffix(".wav").unlink(missing_ok=True)


def best_of(times: int, command: list[str], before: Callable[[], object] = lambda: None) -> float:
    """Seconds of the fastest of several runs, process start included; `before` each, something not timed."""
    taken = []
    for _ in range(times):
        before()
        began = time.monotonic()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        taken.append(time.monotonic() - began)
    return min(taken)


WATCHER = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(process.pid, 0)
print(used.ru_maxrss * 1024)
sys.exit(status != 0)
"""


def peak_memory(command: list[str]) -> int:
    """Bytes that a command has in memory at most.

    A process begins with what its parent has, and Linux counts that too: so a small one starts it.
    """
    command = [sys.executable, "-c", WATCHER, *(str(one) for one in command)]
    return int(subprocess.run(command, check=True, capture_output=True).stdout)
