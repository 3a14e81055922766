"""Measure alignment: recordings by the formant singer in two other timbres, their notes shifted at random.

    python tests/bench/alignment.py [SONG…]

Needs `pychang[train]` and some minutes. The aim: half of all boundaries within 15 ms, 95 % within 50 ms.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "recordings"))

from sung_by_formants import CHILD, MAN, RATE, boundary_errors, record

from pychang.reading import read_song
from pychang.recordings.align import align
from pychang.recordings.fit import mean_agreement
from pychang.world import World

SONGS = Path(__file__).parents[2] / "songs"
MEDIAN_MS, MOST_MS, MOST_SHARE = 15.0, 50.0, 0.95


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    every = [path for path in sorted(SONGS.glob("*.chang")) if path.stem != "tour"]
    arguments.add_argument("songs", nargs="*", type=Path, default=every)
    songs = arguments.parse_args().songs
    world = World()
    voice = world.voice(world.card("sora", Path()))
    by_kind: dict[str, list[float]] = defaultdict(list)
    for seed, path in enumerate(songs):
        score = read_song(path, world).score
        for name, singer in (("man", MAN), ("child", CHILD)):
            known = record(score, voice, singer, 1000 + seed, path.stem)
            began = time.monotonic()
            found = align(known.recording, known.sound, RATE, voice)
            took = (time.monotonic() - began) / (len(known.sound) / RATE / 60)
            errors = boundary_errors(found.phones, known.performance.phones)
            for kind, late_s in errors:
                by_kind[kind].append(late_s)
            row = _row(f"{path.stem} ({name})", [late for _, late in errors])
            print(f"{row}  agreement {mean_agreement(found):.2f}  {took:.1f} s a minute", flush=True)
    print()
    for kind in sorted(by_kind, key=lambda kind: -len(by_kind[kind])):
        print(_row(kind, by_kind[kind]))
    every_one = [late for kind in by_kind.values() for late in kind]
    print(_row("all", every_one))
    off = 1000 * np.abs(every_one)
    return int(np.median(off) > MEDIAN_MS or np.mean(off <= MOST_MS) < MOST_SHARE)


def _row(name: str, late_s: list[float]) -> str:
    late = 1000 * np.array(late_s)
    off = np.abs(late)
    return (
        f"{name:28} n={len(off):5d}  median {np.median(off):5.1f} ms  95 % {np.percentile(off, 95):5.0f} ms"
        f"  within 50 ms {100 * np.mean(off <= MOST_MS):5.1f} %  late by {np.median(late):5.1f} ms"
    )


if __name__ == "__main__":
    sys.exit(main())
