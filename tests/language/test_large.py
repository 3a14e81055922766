"""A megabyte of anything is read and formatted in the time that a person waits: no input hangs."""

from __future__ import annotations

import time
from random import Random

import pytest
from mistakes_beside import diagnostics

from pychang.diagnostic import Source
from pychang.language import format_song

CHANCE = Random(1)
LARGE = {
    "notes with braces": ("| " + "C4:4{slide=0.2 accent} " * 400 + "|\n") * 100,
    "ties": ("| " + "C4:4 ~ " * 1200 + "|\n") * 110,
    "open braces": ("| " + "{" * 90 + "\n") * 9_999,
    "bar lines": ("|" * 9_000 + "\n") * 110,
    "marks": ("| " + "@rit(60) @tempo(90) " * 200 + "C4:1 |\n") * 240,
    "a word a line": "abcdef\n" * 140_000,
    "decomposed lyrics": ("> " + "\u1112\u1161\u11ab" * 30 + "\n") * 9_000,
    "a form that names no section": "form: "
    + "나다라마 " * 1_900
    + "\n"
    + "".join(f"[가{i}]\n| C4:1 |\n> 아\n" for i in range(3_000)),
    "a part a line": "".join(f"part: {i}\n[가]\n| C4:1 |\n> 아\n" for i in range(2_400)),
    "unknown settings": "".join(f"t{i}: 90\n" for i in range(9_999)),
    "remarks that silence": "| C4:1 | // ok: W231\n> 아\n" * 4_999,
    "files that are not there": "".join(f"include: {i}.chang\n" for i in range(9_999)),
    "anything": "".join(CHANCE.choices("|>[]{}:@~,-/ .\n가나C4r:48", k=1_000_000)),
}


@pytest.mark.parametrize("name", LARGE)
def test_nothing_takes_long(name: str) -> None:
    text = LARGE[name]
    began = time.process_time()
    diagnostics("song.chang", text.encode())
    format_song(Source("song.chang", text))
    assert time.process_time() - began < 10
