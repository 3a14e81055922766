"""Definition, references, highlights and rename of sections."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from as_client import applied

from pychang.lsp.definition import definition, highlights, references
from pychang.lsp.desk import Desk, uri_of
from pychang.lsp.positions import Place
from pychang.lsp.rename import NoRename, prepare, rename

SONG = "form: 1절 후렴*2\n[1절]\n| C4:4 |\n> 가\n[후렴]\n| D4:4 |\n> 나\n"
PARTS = "form: 후^렴\npart: 가\n[후렴]\n| C4:4 |\n> 가\npart: 나\n[후렴]\n| E4:4 |\n> 나\n"


def lines_of(locations) -> list[int]:
    return [one.range.start.line + 1 for one in locations]


def test_from_the_form_to_the_head(opened) -> None:
    song = opened(SONG.replace("후렴*2", "후^렴*2"))
    (found,) = definition(song.analysis, song.place)
    assert found.uri == song.analysis.uri
    assert song.text(found.range) == "후렴"
    assert found.range.start.line == 4


def test_every_part_has_a_head(opened) -> None:
    song = opened(PARTS)
    assert lines_of(definition(song.analysis, song.place)) == [3, 7]


def test_references_and_highlights(opened) -> None:
    song = opened(SONG.replace("[후렴]", "[후^렴]"))
    assert lines_of(references(song.analysis, song.place)) == [5, 1]
    assert lines_of(references(song.analysis, song.place, with_heads=False)) == [1]
    assert lines_of(highlights(song.analysis, song.place)) == [5, 1]


def test_nothing_elsewhere(opened) -> None:
    for text in ("form: 후렴 ^ 후렴", "ti^tle: 가", "[후렴]\n| C4:^4 |", "^", "[후^ 렴]"):
        song = opened(text)
        assert definition(song.analysis, song.place) == []
        assert references(song.analysis, song.place) == []
        assert prepare(song.analysis, song.place) is None
        assert rename(song.analysis, song.place, "새") is None


@pytest.mark.parametrize("song_text", [SONG.replace("후렴*2", "후^렴*2"), SONG.replace("[후렴]", "[^후렴]")])
def test_rename(opened, song_text: str) -> None:
    song = opened(song_text)
    assert song.text(prepare(song.analysis, song.place)) == "후렴"
    (edits,) = rename(song.analysis, song.place, "합창").changes.values()
    assert applied(SONG, edits) == SONG.replace("후렴", "합창")


def test_rename_in_all_parts(opened) -> None:
    song = opened(PARTS)
    (edits,) = rename(song.analysis, song.place, " 합창 ").changes.values()
    assert applied(PARTS.replace("^", ""), edits) == PARTS.replace("후^렴", "합창").replace("후렴", "합창")


def test_a_name_is_written_composed_and_found_decomposed(opened) -> None:
    apart = unicodedata.normalize("NFD", SONG)
    song = opened(apart)
    (edits,) = rename(song.analysis, Place(5, 2), unicodedata.normalize("NFD", "합창")).changes.values()
    assert applied(apart, edits) == unicodedata.normalize("NFD", SONG).replace(
        unicodedata.normalize("NFD", "후렴"), "합창"
    )


@pytest.mark.parametrize("name", ["", " ", "두 말", "가*2", "[가]", "가]", "1절", "가//나"])
def test_no_such_name(opened, name: str) -> None:
    song = opened(SONG.replace("[후렴]", "[^후렴]"))
    with pytest.raises(NoRename):
        rename(song.analysis, song.place, name)


def test_what_is_included_is_found_and_not_renamed(tmp_path: Path) -> None:
    other = tmp_path / "함께 쓰는.chang"
    other.write_text("[후렴]\n| C4:4 |\n> 가\n", "utf-8")
    desk = Desk("ko")
    uri = uri_of(tmp_path / "노래.chang")
    desk.open(uri, "include: 함께 쓰는.chang\nform: 후렴\n")
    analysis = desk.analysis(uri)
    (found,) = definition(analysis, Place(2, 7))
    assert (found.uri, found.range.start.line) == (uri_of(other), 0)
    (file,) = definition(analysis, Place(1, 12))
    assert file.uri == uri_of(other)
    with pytest.raises(NoRename, match="함께 쓰는"):
        rename(analysis, Place(2, 7), "합창")
