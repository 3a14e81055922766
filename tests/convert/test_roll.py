"""The piano roll: all that is sung stands on the page, where it belongs."""

from __future__ import annotations

import re
from fractions import Fraction
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import assume, given, settings
from PIL import Image

import pychang.hangul_font
from pychang.convert.outgoing import Outgoing
from pychang.convert.roll import write_roll
from pychang.convert.roll.model import PALETTES
from pychang.convert.roll.pages import HEIGHT, LEFT, MARGIN, ROLL_WIDTH, WIDTH, one_page_of, pages_of
from pychang.convert.roll.shapes import Outline, Page, Words
from pychang.convert.roll.systems import SQUEEZED, STRETCHED, systems_of
from pychang.convert.roll.write import roll_of
from tests.convert.outgoing_songs import outgoing, outgoing_file, outgoing_if_sung
from tests.convert.song_files import ARIRANG, SONGS
from tests.generated_songs import songs

SVG = "{http://www.w3.org/2000/svg}"
PART = "part: {}\n[가]\n| {} |\n> {}\n"


def texts(svg: bytes) -> list[str]:
    return [one.text or "" for one in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def words_on(page: Page) -> list[Words]:
    return [shape for shape in page.shapes if isinstance(shape, Words)]


def boxes_on(page: Page, fill: str) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of each closed outline of a colour."""
    found = []
    for shape in page.shapes:
        if isinstance(shape, Outline) and shape.style.fill == fill:
            points: list[tuple[float, float]] = []
            for letter, numbers in shape.steps:
                points = [] if letter == "M" else points
                points += zip(numbers[::2], numbers[1::2], strict=True)
                if letter == "Z":
                    xs, ys = zip(*points, strict=True)
                    found.append((min(xs), min(ys), max(xs), max(ys)))
    return found


# ── systems ──────────────────────────────────────────────────────────────────────────────────────


@given(songs())
@settings(max_examples=30, deadline=None)
def test_bars_stand_on_lines_that_fit(text: str) -> None:
    song = outgoing_if_sung(text)
    assume(song is not None)
    sheet = song.sung_sheet
    systems = systems_of(sheet, LEFT, ROLL_WIDTH)
    assert [bar for system in systems for bar in system.bars] == list(sheet.bars)
    assert [one for system in systems for one in system.sections] == list(sheet.sections)
    for system in systems:
        assert system.x(system.start) == LEFT
        assert system.right <= LEFT + ROLL_WIDTH + 1e-6
    for before, after in pairwise(systems):
        assert after.first == before.first + len(before.bars)


@given(songs())
@settings(max_examples=30, deadline=None)
def test_any_song_can_be_drawn(text: str) -> None:
    song = outgoing_if_sung(text)
    assume(song is not None)
    blocks = [one for one in texts(write_roll(song, ".svg")) if re.fullmatch("[가-힣]", one)]
    sung = [tone.lyrics[0] for part in song.sung_sheet.parts for tone in part.tones if tone.lyrics]
    assert len(blocks) >= sum(one is not None for one in sung)


def test_a_section_begins_a_line_unless_all_fits_on_one() -> None:
    long = "| C4:1 | C4 | C4 | C4 | C4 | C4 |\n> 가나다라마바\n"
    sheet = outgoing(f"[가]\n{long}[나]\n| C4:1 |\n> 나\n[다]\n| C4:1 |\n> 다\n").sung_sheet
    systems = systems_of(sheet, LEFT, ROLL_WIDTH)
    assert [(len(one.bars), [section.name for section in one.sections]) for one in systems] == [
        *[(3, ["가"]), (3, []), (2, ["나", "다"])]
    ]
    widths = [one.per_whole for one in systems]
    assert widths[0] == widths[1] and max(widths) <= STRETCHED * min(widths) * SQUEEZED


def test_fast_syllables_have_room() -> None:
    slow = outgoing("[가]\n| C4:4 C4 C4 C4 |\n> 가나다라\n").sung_sheet
    fast = outgoing("[가]\n" + "| C4:32 " + "C4 " * 31 + "|\n> " + "가" * 32 + "\n").sung_sheet
    narrow, wide = (systems_of(sheet, LEFT, ROLL_WIDTH)[0] for sheet in (slow, fast))
    assert wide.per_whole > narrow.per_whole
    assert wide.per_whole / 32 > 8


def test_numbers_of_bars_leave_the_upbeat_out() -> None:
    page = one_page_of(
        roll_of(outgoing("[가]\n| C4:4 | C4:1 | C4 | C4 | C4 | C4 | C4 |\n> 가나다라마바사\n"))
    )
    numbers = [one.text for one in words_on(page) if one.text.isdigit()]
    assert numbers == [str(i) for i in range(1, 7)]


# ── what is drawn ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", SONGS, ids=lambda path: path.stem)
def test_every_syllable_of_a_song_stands_there(path) -> None:
    song = outgoing_file(path)
    found = texts(write_roll(song, ".svg"))
    blocks = sorted(one for one in found if re.fullmatch("[가-힣]", one))
    names = [section.name for section in song.sung_sheet.sections]
    sung = [syllable.text for part in song.score.parts for syllable in part.syllables]
    assert blocks == sorted(sung + [name for name in names if len(name) == 1])
    assert found[0] == song.score.title
    assert [one for one in found[1:] if one in set(names) and len(one) > 1] == [
        name for name in names if len(name) > 1
    ]


def test_a_note_stands_at_its_pitch_and_time() -> None:
    song = outgoing("[가]\n| C4:4 D4:2 r:4 |\n> 가나\n")
    roll = roll_of(song)
    system, band = roll.systems[0], roll.bands[0]
    page = one_page_of(roll)
    first, second = boxes_on(page, PALETTES[0].fill)
    assert first[0] == pytest.approx(system.left, abs=1) and first[2] == pytest.approx(second[0], abs=1.2)
    assert second[2] - second[0] == pytest.approx(2 * (first[2] - first[0]), abs=1.5)
    middles = [(one[1] + one[3]) / 2 for one in (first, second)]
    assert middles[0] - middles[1] == pytest.approx(2 * band.row)
    word = next(one for one in words_on(page) if one.text == "나")
    assert second[0] <= word.x < second[0] + 2 and word.y < second[1]


def test_the_sung_pitch_lies_over_its_note() -> None:
    song = outgoing("vibrato: off\n[가]\n| C4:2 G4 | r:1 | E4:1{fermata} |\n> 가나다\n")
    curve = roll_of(song).parts[0].curve
    points = np.concatenate(list(curve.between(Fraction(0), Fraction(3), 1 / 128)))
    for start, end, midi in ((0.1, 0.4, 60), (0.7, 0.9, 67), (2.1, 2.9, 64)):
        inside = points[(points[:, 0] > start) & (points[:, 0] < end), 1]
        assert len(inside) > 20 and np.median(np.abs(inside - midi)) < 0.3
    assert not np.any((points[:, 0] > 1.05) & (points[:, 0] < 1.9))  # nothing sounds in a rest


def test_melisma_rest_breath_and_marks_are_drawn() -> None:
    def outlines(bar: str, words: str) -> int:
        page = one_page_of(roll_of(outgoing(f"vibrato: off\n[가]\n| {bar} |\n> {words}\n")))
        return sum(
            len([letter for letter, _ in shape.steps if letter == "M"])
            for shape in page.shapes
            if isinstance(shape, Outline) and shape.style.stroke in (PALETTES[0].edge, PALETTES[0].ink)
        )

    plain = outlines("C4:4 A4 C4 A4", "가나다라")
    assert outlines("C4:4 A4 C4 A4", "가-다라") == plain + 2  # a line between the notes, and a dash
    assert outlines("C4:4 A4 C4 , A4", "가나다라") == plain + 1
    assert outlines("C4:4 A4:8 r C4:4 A4", "가나다라") == plain + 1
    assert outlines("C4:4 A4{accent tenuto} C4 A4", "가나다라") == plain + 2


def test_dynamics_and_tempo_are_written() -> None:
    song = outgoing(
        "tempo: 90\n[가]\n| @p @< C4:1 | @f C4 | @rit(60) @> C4 | C4 |\n> 가나다라\n[나]\n| C4:1 |\n> 마\n"
    )
    found = texts(write_roll(song, ".svg"))
    signs = ("p", "f", "mf", "rit.", "= 90", "= 60", "4/4")
    assert [one for one in found if one in signs] == ["4/4", "= 90", "rit.", "p", "f", "= 90", "mf"]


def test_parts_share_a_roll_unless_they_cover_one_another() -> None:
    harmony = PART.format("위", "E5:4 D5 C5:2", "가나다") + PART.format("아래", "C4:4 B3 A3:2", "가나다")
    canon = PART.format("위", "C4:4 D4 E4:2", "가나다") + PART.format("아래", "C4:4 D4 E4:2", "라마바")
    assert [len(band.parts) for band in roll_of(outgoing(harmony)).bands] == [2]
    assert [len(band.parts) for band in roll_of(outgoing(canon)).bands] == [1, 1]
    legend = [one.text for one in words_on(one_page_of(roll_of(outgoing(canon))))]
    assert legend[:2] == ["위", "아래"]


def test_dynamics_of_all_parts_stand_once() -> None:
    part = "part: {}\n[가]\n| {} {}:1 | @f {} |\n> 가나\n"
    same = part.format("위", "@p", "C5", "C5") + part.format("아래", "@p", "C4", "C4")
    found = texts(write_roll(outgoing(same), ".svg"))
    assert [one for one in found if one in ("p", "f")] == ["p", "f"]
    other = part.format("위", "@p", "C5", "C5") + part.format("아래", "@pp", "C4", "C4")
    assert [one for one in texts(write_roll(outgoing(other), ".svg")) if one in ("p", "pp", "f")] == [
        *["p", "f", "pp"]
    ]


# ── files ────────────────────────────────────────────────────────────────────────────────────────


def four_minutes() -> Outgoing:
    lines = "| C4:4 D4 E4 F4 | G4:2 C5 |\n> 가나다라 마바\n" * 20
    return outgoing(f"title: 긴 <노래> & 더\ncopyright: 누구나\n[가]\n{lines}")


def test_pages_of_a_document() -> None:
    song = four_minutes()
    pages = pages_of(roll_of(song))
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert (page.width, page.height) == (WIDTH, HEIGHT)
        words = words_on(page)
        assert words[-1].text.endswith(f"{number} / {len(pages)}")
        assert all(0 < one.y < HEIGHT for one in words)
        assert all(MARGIN <= one.x <= WIDTH - MARGIN for one in words)
    data = write_roll(song, ".pdf")
    assert data.startswith(b"%PDF") and f"/Count {len(pages)}".encode() in data
    assert b"CreationDate" not in data


def test_very_many_parts_stay_on_their_page() -> None:
    blocks = "가나다라마바사아자차카타파하거너더러"
    many = "".join(PART.format(i, "C4:4 D4 E4:2", blocks[i : i + 3]) for i in range(16))
    page = pages_of(roll_of(outgoing(many)))[0]
    assert len(roll_of(outgoing(many)).bands) == 16 and page.height > HEIGHT
    assert max(one.y for one in words_on(page)) < page.height - 10


def test_a_hairpin_at_the_very_end() -> None:
    assert "가" in texts(write_roll(outgoing("[가]\n| C4:1 @< |\n> 가\n"), ".svg"))


def test_a_picture_is_one_tall_page() -> None:
    song = four_minutes()
    page = one_page_of(roll_of(song))
    picture = Image.open(BytesIO(write_roll(song, ".png")))
    assert picture.width / picture.height == pytest.approx(page.width / page.height, rel=0.01)
    pixels = np.asarray(picture.convert("RGB")).reshape(-1, 3)
    colour = [int(PALETTES[0].fill[i : i + 2], 16) for i in (1, 3, 5)]
    assert np.all(pixels == colour, axis=1).mean() > 0.005
    root = ElementTree.fromstring(write_roll(song, ".svg"))
    assert root.get("viewBox") == f"0 0 {page.width:g} {page.height:g}"
    assert root.find(f"{SVG}title").text == "긴 <노래> & 더"


@pytest.mark.parametrize("ending", [".svg", ".png", ".pdf"])
def test_the_same_song_gives_the_same_bytes(ending: str) -> None:
    assert write_roll(outgoing_file(ARIRANG), ending) == write_roll(outgoing_file(ARIRANG), ending)


def test_without_a_font_for_hangul_sounds_are_written(monkeypatch) -> None:
    song = outgoing("[가]\n| C4:4 D4 E4:2 |\n> 꽃-이\n")
    assert roll_of(song, in_ipa=True).parts[0].words == ("k͈o", "", "tɕʰi")
    monkeypatch.setattr(pychang.hangul_font, "FONTS", ())
    assert write_roll(song, ".png").startswith(b"\x89PNG")
    assert "꽃" in write_roll(song, ".svg").decode()  # which fonts its reader has, nobody knows


@pytest.mark.parametrize("ending", [".svg", ".png", ".pdf"])
def test_songs_of_which_little_is_said(ending: str) -> None:
    for text in (
        "| C4:1 |\n",
        "[가]\n| r:1 | C4:1024 r:1023/1024 |\n> 가\n",
        "meter: 32/1\n[가]\n| C0:32/1 |\n> 가\n",
        "part: 위\n[가]\n| r:1 |\npart: 아래\n[가]\n| C4:1 |\n> 가\n",
    ):
        assert len(write_roll(outgoing(text), ending)) > 500
