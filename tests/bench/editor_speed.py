"""How long somebody waits in the browser editor for the server's part of it.

    python tests/bench/editor_speed.py

tells, for a song of 1,000 notes, how long each step after a key takes; and for one of four minutes, how long
the first sound takes after play, and a phrase in which a syllable was changed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TypeVar

from long_song import long_song

from pychang.cache import SoundCache
from pychang.editor.roll import roll_of
from pychang.editor.stage import Stage
from pychang.lsp.desk import Desk
from pychang.lsp.document import Analysis
from pychang.world import World

NOTES_1000, MINUTES_4 = 130, 50  # lines
EDITS, FIRST, ANOTHER_VOWEL = 12, "빠", 28  # code points apart
URI = "file:///%EB%85%B8%EB%9E%98.chang"

T = TypeVar("T")


class Editor:
    """A text and its readings, as a room has them."""

    def __init__(self, lines: int) -> None:
        self.text = long_song(lines)
        self._desk = Desk()
        self._desk.open(URI, self.text)

    def read(self) -> Analysis:
        return self._desk.analysis(URI)

    def type(self, number: int) -> None:
        """Another first syllable under a note line that is sung once, another one each time."""
        rows = self.text.split("\n")
        sung = [i for i, row in enumerate(rows) if row.startswith(">") and not rows[i + 1].startswith(">")]
        i = sung[(3 + 7 * number) % len(sung)]
        rows[i] = f"> {chr(ord(FIRST) + ANOTHER_VOWEL * number)}{rows[i][3:]}"
        self.text = "\n".join(rows)
        document = self._desk.documents[URI]
        document.text = self.text
        document.__dict__.pop("lines", None)
        self._desk.forget(URI)


@contextmanager
def stage(auto: bool = False) -> Iterator[Stage]:
    """On a cache of its own."""
    with tempfile.TemporaryDirectory() as folder:
        made = Stage(World(SoundCache(Path(folder))), lambda message: None)
        made.auto(auto)
        yield made
        made.close()


def timed(do: Callable[[], T]) -> tuple[T, float]:
    began_s = time.perf_counter()
    return do(), time.perf_counter() - began_s


def after_a_key() -> None:
    editor = Editor(NOTES_1000)
    took: dict[str, list[float]] = {}
    with stage() as on:
        roll_of(editor.read(), on.take(editor.read()))
        for number in range(EDITS):
            editor.type(number)
            analysis, reading_s = timed(editor.read)
            cues, cues_s = timed(lambda read=analysis: on.take(read))
            roll, roll_s = timed(lambda read=analysis, cues=cues: roll_of(read, cues))
            text, json_s = timed(lambda roll=roll: json.dumps(roll, ensure_ascii=False))
            steps = {"reading": reading_s, "cues": cues_s, "roll": roll_s, "JSON": json_s}
            for name, step_s in {**steps, "together": sum(steps.values())}.items():
                took.setdefault(name, []).append(step_s)
    notes = sum(len(part["notes"]) for part in roll["parts"])
    print(f"after a key in a song of {notes:,} notes (roll of {len(text) / 1024:.0f} KiB)")
    for name, some in took.items():
        print(f"  {name:9} median {median(some) * 1000:5.1f} ms   worst {max(some) * 1000:5.1f} ms")


def first_sound() -> float:
    """Seconds from a stage that is made to the first phrase's sound."""
    editor = Editor(MINUTES_4)
    with stage() as on:
        return timed(lambda: on.sound(on.take(editor.read())[0].key))[1]


def phrases() -> None:
    editor = Editor(MINUTES_4)
    with stage() as on:
        before = on.take(editor.read())
        on.sound(before[1].key)
        heard, warm_s = timed(lambda: on.sound(before[0].key))
        print(f"first sound, warm: {warm_s:.2f} s ({_lasts_s(heard):.1f} s of sound)")
        known = {cue.key for cue in before}
        took, lasts = [], []
        for number in range(EDITS // 2):
            editor.type(number)
            new = [cue for cue in on.take(editor.read()) if cue.key not in known]
            if not new:  # another vowel that sounds the same
                continue
            heard, took_s = timed(lambda key=new[0].key: on.sound(key))
            known |= {cue.key for cue in new}
            took.append(took_s)
            lasts.append(_lasts_s(heard))
    shown = f"median {median(took):.2f} s   worst {max(took):.2f} s"
    print(f"a changed phrase, warm: {shown} ({median(lasts):.1f} s of sound)")


def while_it_sings() -> None:
    """What is asked for while stale phrases are sung."""
    editor = Editor(MINUTES_4)
    took = []
    with stage(auto=True) as on:
        cues = on.take(editor.read())
        for cue in cues[-1:-7:-1]:
            time.sleep(1.1)
            took.append(timed(lambda key=cue.key: on.sound(key))[1])
    print(f"asked for while others are sung: median {median(took):.2f} s   worst {max(took):.2f} s")


def _lasts_s(heard: object) -> float:
    return len(heard.samples) / heard.rate


def main() -> None:
    after_a_key()
    cold = [sys.executable, "-c", "from editor_speed import first_sound; print(first_sound())"]
    told = subprocess.run(cold, cwd=Path(__file__).parent, capture_output=True, text=True, check=True)
    print(f"first sound, cold: {float(told.stdout):.2f} s after the stage was made")
    phrases()
    while_it_sings()


if __name__ == "__main__":
    main()
