"""Every code has an explanation in both languages, and its examples are what they claim to be."""

from __future__ import annotations

import re
import wave
from collections.abc import Callable
from pathlib import Path

import pytest

from pychang.language.codes import CODES
from pychang.language.explain import FOLDER, explanation
from pychang.reading import Reading, read_song
from pychang.world import World

CHORUS = "[후렴]\n| G4:4 A4 B4 A4 |\n> 아리랑-\n"
WIDEST = 80  # cells of a line, Hangul being two

MADE: dict[str, Callable[[str], bytes]] = {  # what an example on paper cannot hold
    "E101": lambda text: text.encode("cp949"),
    "E102": lambda text: text.replace("␀", "\0").encode(),
    "E103": lambda text: text.replace("␇", "\x07").encode(),
    "E104": lambda text: b"",
    "E107": lambda text: text.replace("…", "G4:4 A4 B4 G4 | " * 1_000).encode(),
    "E108": lambda text: (text.replace("…", "") * 6_000).encode(),
    "E109": lambda text: text.replace("…", "노래" * 3_000_000).encode(),
}

each_code = pytest.mark.parametrize("code", CODES)


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes], Reading]:
    """Read a song beside which stand a chorus to include and a backing."""
    (tmp_path / "후렴.chang").write_text(CHORUS, "utf-8")
    with wave.open(str(tmp_path / "반주.wav"), "wb") as backing:
        backing.setparams((1, 2, 22_050, 0, "NONE", ""))
        backing.writeframes(bytes(22_050))

    def read(data: bytes) -> Reading:
        song = tmp_path / "song.chang"
        song.write_bytes(data)
        return read_song(song, World())

    return read


def test_there_is_an_explanation_for_each_code_and_no_other() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(CODES)


@each_code
def test_it_is_told_in_both_languages(code: str) -> None:
    one = explanation(code)
    for paragraph in one.paragraph:
        assert len(paragraph) > 50 and paragraph == paragraph.strip()
        assert all(sum(1 + (ch > "\u2fff") for ch in line) <= WIDEST for line in paragraph.split("\n"))
    assert len(re.findall("[가-힣]", one.paragraph.ko)) > 20
    assert not re.search("[가-힣]{6}", one.paragraph.en)


@each_code
def test_the_wrong_example_is_wrong(code: str, read) -> None:
    song = explanation(code).wrong
    found = read(MADE.get(code, str.encode)(song)).mistakes
    assert code in {one.code for one in found}
    assert {one.code for one in found if one.code.startswith("E")} <= {code}, "another error beside it"


@each_code
def test_the_right_example_is_right(code: str, read) -> None:
    reading = read(explanation(code).right.encode())
    assert reading.can_be_sung and reading.mistakes == ()
