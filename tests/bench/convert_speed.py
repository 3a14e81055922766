"""How long a song of four minutes takes to come in and to go out, cold, for each format.

    python tests/bench/convert_speed.py

The song has two parts, four verses and eight notes a bar; the commands run from start to end, in processes of
their own. Beside them: how long Python takes to start.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from speed import best_of, pychang

BARS, VERSES, TEMPO = 25, 4, 100
PITCHES = ("G4", "A4", "B4", "C5", "D5", "B4", "A4", "E4")
WORDS = "봄이 오네 산에 들에", "여름 가네 강에 길에", "가을 깊네 밤에 낮에", "겨울 되네 눈에 발에"
COMES_IN = (".mid", ".musicxml", ".mxl", ".ustx")
GOES_OUT = (*COMES_IN, ".lab", ".TextGrid", ".lrc", ".srt", ".svg", ".png", ".pdf")
TIMES = 3


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        song = Path(folder) / "song.chang"
        song.write_text(text(), "utf-8")
        print(f"{'python alone':24}{best_of(TIMES, [sys.executable, '-c', '']):6.2f} s")
        for ending in GOES_OUT:
            out = song.with_suffix(ending)
            command = pychang("export", song, "-o", out)
            print(f"{'export ' + ending:24}{best_of(TIMES, command):6.2f} s  {out.stat().st_size:>10,} bytes")
        for ending in COMES_IN:
            command = pychang(
                "import", song.with_suffix(ending), "-o", Path(folder) / "again.chang", "--force"
            )
            subprocess.run(command, check=True, capture_output=True)
            print(f"{'import ' + ending:24}{best_of(TIMES, command):6.2f} s")


def text() -> str:
    """Four minutes: `VERSES` times `BARS` bars of four quarters."""
    lines = [f"tempo: {TEMPO}", "meter: 4/4", f"form: 노래*{VERSES}"]
    for name, step in (("위", 0), ("아래", 3)):
        lines += ["", f"part: {name}", "", "[노래]"]
        for bar in range(BARS):
            pitches = (PITCHES[(bar + i + step) % len(PITCHES)] for i in range(8))
            lines.append(f"| {' '.join(f'{pitch}:8' for pitch in pitches)} |")
            lines += (f"> {words}" for words in WORDS)
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
