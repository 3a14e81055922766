"""Commands that look at one part of a song with several."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from pychang.voice.files import DEFAULT, SHIPPED

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


def test_a_part_is_looked_at_as_its_own_voice_sings_it(run, tmp_path: Path) -> None:
    shutil.copytree(SHIPPED / DEFAULT, tmp_path / "mine")
    card = tmp_path / "mine" / "voice.toml"
    lines = card.read_text("utf-8").split("\n")
    still = ["depth_cents = 0.0" if line.startswith("depth_cents") else line for line in lines]
    card.write_text("\n".join(still), "utf-8")
    song = tmp_path / "a.chang"
    sung = "[가]\n| A4:1 |\n> 아\n"
    song.write_text(f"part: 쉼\n[가]\n| r:1 |\npart: 소라\n{sung}part: 나\nvoice: mine\n{sung}", "utf-8")
    parts = json.loads(run("parse", song, "--stage", "phones").stdout)["parts"]
    assert {one["phone"] for one in parts[0]["phones"]} == {"SP"}
    sora, mine = (np.ptp(part["f0"]["hz"][200:440]) for part in parts[1:])
    assert mine < 4 < 12 < sora
    for part in ("쉼", "나"):
        assert run("parse", song, "--stage", "image", "--part", part, "-o", tmp_path / "a.png").exit_code == 0
