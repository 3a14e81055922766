"""Each song in `mistakes/` gets exactly the diagnostics written beside its lines.

`PYCHANG_REWRITE=1 pytest tests/language` writes what is found into the songs; git shows what changed.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from mistakes_beside import diagnostics, with_expectations

from pychang.language.codes import CODES

SONGS = sorted(Path(__file__).with_name("mistakes").glob("*.chang"))
WITHOUT_SONG = {
    "E101",
    "E102",
    "E103",
    "E104",
    "E107",
    "E108",
    "E109",
    "E411",
    "E415",
    "W231",
}  # tested elsewhere

every_song = pytest.mark.parametrize("path", SONGS, ids=lambda path: path.stem)


@every_song
def test_each_mistake_is_found_where_it_stands(path: Path) -> None:
    text = path.read_text("utf-8")
    found = with_expectations(text, path.name)
    if os.environ.get("PYCHANG_REWRITE"):
        path.write_text(found, "utf-8")
    assert found == text


def test_every_code_has_a_song() -> None:
    found = {one.code for path in SONGS for one in diagnostics(path.name, path.read_bytes())}
    assert found == set(CODES) - WITHOUT_SONG


@every_song
def test_every_mistake_is_told_in_both_languages_with_what_to_do(path: Path) -> None:
    for one in diagnostics(path.name, path.read_bytes()):
        for text in (one.message, *one.hints):
            assert any("가" <= ch <= "힣" for ch in text.ko), text
            assert re.search("[a-z]", text.en), text
        assert one.hints, one.code
        assert one.code[0] == one.severity.value[0].upper()
