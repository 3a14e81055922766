"""Commands that look at one part of a song with several."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

DUET = (
    "part: 높은소리\n[가]\n| G4:4 A4 B4 r |\n> 노래해\n"
    "part: 낮은소리\ngain: -3\n[가]\n| C4:2 D4:4 r |\n> 아아\n"
)


@pytest.fixture
def duet(tmp_path: Path) -> Path:
    path = tmp_path / "둘이서.chang"
    path.write_text(DUET, "utf-8")
    return path


def test_notes_and_phones_of_all_parts(run, duet: Path) -> None:
    notes = json.loads(run("parse", duet, "--stage", "notes").stdout)["notes"]
    assert [(n["part"], n["midi"]) for n in notes if n["midi"]] == [
        *(("높은소리", midi) for midi in (67, 69, 71)),
        *(("낮은소리", midi) for midi in (60, 62)),
    ]
    phones = json.loads(run("parse", duet, "--stage", "phones").stdout)
    assert [part["part"] for part in phones["parts"]] == ["높은소리", "낮은소리"]
    assert phones["phones"] == phones["parts"][0]["phones"]
    low = phones["parts"][1]
    assert {p["note"] for p in low["phones"]} == {None, 4, 5}
    assert [notes[i]["midi"] for i in (4, 5)] == [60, 62]


def test_a_part_is_drawn_by_name(run, duet: Path, tmp_path: Path) -> None:
    for command in (["parse", duet, "--stage", "image"], ["show", duet]):
        sizes = []
        for part in ("높은소리", "낮은소리"):
            picture = tmp_path / f"{part}.png"
            assert run(*command, "--part", part, "-o", picture).exit_code == 0
            sizes.append(picture.read_bytes())
        assert sizes[0] != sizes[1]
        refused = run(*command, "--part", "셋째")
        assert refused.exit_code == 2 and "낮은소리" in refused.output
