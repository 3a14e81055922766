"""How a bar is written down: values by the meter, and tuplets."""

from __future__ import annotations

import pytest

from pychang.convert.from_song import sheet_of
from pychang.convert.musicxml.write_page import page_of
from pychang.convert.musicxml.write_part import part_on
from pychang.convert.musicxml.write_pieces import Piece
from tests.convert.test_from_song import song_of

BARS = {
    # 4/4 shows its middle, but for the usual syncopations
    "4/4 | C4:4 D4:2 E4:4": "4 2 4",
    "4/4 | C4:4 D4:2.": "4 2.",
    "4/4 | C4:8 D4:4 E4 F4 G4:8": "8 4 8~ 8 4 8",
    "4/4 | C4:4. D4 E4:4": "4. 8~ 4 4",
    "4/4 | C4:2.. r:8": "2.. r8",
    "4/4 | C4:8.. D4:32 E4:2.": "8.. 32 2.",
    "4/4 | C4:2+8 D4:4.": "2~ 8 4.",
    "4/4 | C4:5/16 D4:3/16 E4:2": "4~ 16 8. 2",
    "4/4 | C4:16 D4:8 E4:16 F4:2.": "16 8 16 2.",
    "2/2 | C4:8 D4:4 E4:8 F4:2": "8 4 8 2",
    "4/2 | C4:1 D4:1": "1 1",
    # 3/4 and 5/4
    "3/4 | C4:8 D4:2 E4:8": "8 4.~ 8 8",
    "3/4 | C4:2+8 D4:8": "2~ 8 8",
    "5/4 | C4:1+4": "2.~ 2",
    # dotted beats
    "6/8 | C4:4 D4 E4": "4 8~ 8 4",
    "6/8 | C4:2 D4:4": "4.~ 8 4",
    "6/8 | C4:2.": "2.",
    "9/8 | C4:1+8": "2.~ 4.",
    "7/8 | C4:4 D4 E4:4.": "4 4 4.",
    # rests hide no beat
    "4/4 | C4:4 r:2 D4:4": "4 r4 r4 4",
    "4/4 | r:2 C4:2": "r2 2",
    "4/4 | C4:8 r:4. D4:2": "8 r8 r4 2",
    "3/4 | r:2 C4:4": "r4 r4 4",
    "6/8 | r:4. C4:4 r:8": "r4. 4 r8",
    "6/8 | C4:8 r:4 r:4. ": "8 r8 r8 r4.",
    "12/8 | C4:2. r:2.": "2. r2.",
    # tuplets
    "4/4 | C4:12 D4 E4 F4:6 G4:12 A4:2": "8/3:2 8/3:2 8/3:2 4/3:2 8/3:2 2",
    "4/4 | C4:6 D4 E4 F4:2": "4/3:2 4/3:2 4/3:2 2",
    "4/4 | C4:8 D4:12 E4 F4 G4:8 A4:2": "8 8/3:2 8/3:2 8/3:2 8 2",
    "4/4 | C4:24 D4 E4 F4:12 r:24 G4:2.": "16/3:2 16/3:2 16/3:2 8/3:2 r16/3:2 2.",
    "4/4 | C4:20 D4 E4 F4 G4 A4:2.": "16/5:4 16/5:4 16/5:4 16/5:4 16/5:4 2.",
    "4/4 | C4:28 D4:2/28 E4:4/28 F4:2.": "16/7:4 8/7:4 4/7:4 2.",
    "4/4 | C4:1/3 D4 E4": "2/3:2 2/3:2 2/3:2",
    "6/8 | C4:3/20 D4 E4:3/40 F4:4.": "4/5:3 4/5:3 8/5:3 4.",
    # a short bar that is no plain part of a whole
    "4/4 | C4:6": "4/3:2",
}
NAMES = {"whole": "1", "half": "2", "quarter": "4", "eighth": "8", "16th": "16", "32nd": "32"}


def seen(piece: Piece) -> str:
    """`r8`, `4.`, `2~` tied on, `8/3:2` in a triplet."""
    value = f"{NAMES[piece.value.type]}{'.' * piece.value.dots}"
    ratio = f"/{piece.tuplet.actual}:{piece.tuplet.normal}" if piece.tuplet else ""
    rest, tie = ("r", "") if piece.tone is None else ("", "" if piece.is_last else "~")
    return f"{rest}{value}{ratio}{tie}"


@pytest.mark.parametrize("song", BARS)
def test_values(song: str) -> None:
    meter, bar = song.split(" | ")
    sheet = sheet_of(song_of(f"meter: {meter}\n[가]\n| {bar} |\n"))
    (pieces,) = part_on(page_of(sheet), 0).bars
    assert " ".join(map(seen, pieces)) == BARS[song]
