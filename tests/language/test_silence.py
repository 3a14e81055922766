"""`// ok: W241` takes back the warnings of its line; one that takes back nothing is told."""

from __future__ import annotations

import time
import unicodedata

import pytest
from mistakes_beside import diagnostics

LEAP = "| A3:4 E5 r D4 |"
SUNG = "\n> 노래해\n"


def codes(text: str) -> list[tuple[str, int]]:
    found = diagnostics("song.chang", text.encode())
    return [(one.code, one.span.line) for one in found]


def test_a_warning_is_told_where_no_remark_takes_it_back() -> None:
    assert codes(LEAP + SUNG) == [("W241", 1)]


@pytest.mark.parametrize(
    "remark",
    [
        "// ok: W241",
        "//ok:W241",
        "//   ok:   w241",
        "// ok: W241 일부러 뛴다",
        "// ok: W241. 일부러, 두 번",
        unicodedata.normalize("NFD", "// ok: W241 일부러 뛴다"),
    ],
)
def test_a_remark_takes_the_warning_of_its_line_back(remark: str) -> None:
    assert codes(f"{LEAP} {remark}{SUNG}") == []


def test_it_takes_every_such_warning_of_the_line_back_and_no_other() -> None:
    text = f"tempo: 20\n| C4:4 G5 C4 G5 | C4:1 | // ok: W241\n> 노래하자아\n{LEAP}{SUNG}"
    assert codes(text) == [("W242", 2), ("W242", 2), ("W242", 4), ("W241", 4)]


@pytest.mark.parametrize("listed", ["W241, W301", "W241 W301", "W301,W241", "W301 , W241 까닭"])
def test_several_codes(listed: str) -> None:
    assert codes(f"{LEAP} // ok: {listed}\n") == []


@pytest.mark.parametrize(
    "remark",
    ["// okay: W241", "// W241 ok", "// ok W241", "// ok: 여기까지 W241", "// ok:", "// 이 줄은 ok: W241"],
)
def test_other_remarks_are_only_remarks(remark: str) -> None:
    assert codes(f"{LEAP} {remark}{SUNG}") == [("W241", 1)]


def test_a_remark_on_another_line_takes_nothing_back() -> None:
    assert codes(f"// ok: W241\n{LEAP}{SUNG}") == [("W241", 2), ("W110", 1)]


def test_errors_are_not_taken_back() -> None:
    assert codes("| H4:1 | // ok: E203\n> 노\n") == [("E203", 1), ("W110", 1)]


def test_a_remark_of_no_use_is_told_only_where_no_error_may_hide_its_warning() -> None:
    assert codes(f"| C4:1 | // ok: W241{SUNG}") == [("E302", 2)]
    assert codes("| C4:1 | // ok: W241\n> 노\n") == [("W110", 1)]


def test_what_is_no_warning_is_told_with_the_nearest() -> None:
    (one,) = diagnostics("song.chang", "| C4:1 | // ok: W24\n> 노\n".encode())
    assert one.code == "W110" and "W24" in one.message.ko and "W241" in one.hints[0].en
    assert one.fix is None and one.span.column == 17


def test_it_stands_in_included_files_too(tmp_path) -> None:
    from pychang.reading import read_song
    from pychang.world import World

    (tmp_path / "뜀.chang").write_text(
        f"[뜀]\n{LEAP} // ok: W241{SUNG}[또]\n| C4:1 | // ok: W241\n> 또\n", "utf-8"
    )
    song = tmp_path / "song.chang"
    song.write_text("include: 뜀.chang\n", "utf-8")
    assert read_song(song, World()).mistakes == ()  # the useless one is told when its own file is checked


def test_the_range_of_another_voice_says_nothing_about_a_remark(tmp_path) -> None:
    from pychang.reading import read_song
    from pychang.world import World

    song = tmp_path / "song.chang"
    song.write_text("| C4:1 | // ok: W231\n> 노\n", "utf-8")
    assert [one.code for one in read_song(song, World()).mistakes] == ["W110"]
    assert read_song(song, World(), "sora").mistakes == ()


def test_taking_out_a_code_takes_no_longer_on_a_long_line() -> None:
    text = f"| C4:4 D4 |{' ' * 200_000}// ok: W241{' ' * 200_000}W242 , W302\n> 가나\n"
    began = time.perf_counter()
    found = diagnostics("song.chang", text.encode())
    assert time.perf_counter() - began < 5
    *_, last = (one.fix.edits[0] for one in found if one.fix)
    assert (last.text, text[last.span.start : last.span.end]) == ("", " , W302")
