"""The piano roll's pure parts, where Node and the page's tools are: exact time, typed words cut, zooming."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

WEB = Path(__file__).parents[2] / "pychang" / "editor" / "web"
ESBUILD = WEB / "node_modules" / ".bin" / "esbuild"
PARTS = ("grid", "syllables", "outbox", "geometry")

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not ESBUILD.exists(), reason="the page's tools are not installed"
)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("roll") / "roll.mjs"
    entry = "".join(f"export * from './src/roll/{part}';" for part in PARTS)
    entry += "export { secondsAt, positionAt as positionOf } from './src/song_clock';"
    command = [str(ESBUILD), "--bundle", "--format=esm", f"--outfile={made}", "--log-level=error"]
    subprocess.run(command, input=entry, text=True, check=True, cwd=WEB)
    return made


def values(bundle: Path, *expressions: str) -> list[Any]:
    """What expressions over the roll's functions come to."""
    script = f"""
      globalThis.navigator ??= {{ language: "ko" }}; // state.ts asks for the browser's language
      const roll = await import("{bundle.as_uri()}");
      const {{ exact, snapped, dragged, gridFor, zoomed, positionAt, midiAt }} = roll;
      const {{ settle, syllablesIn, oneLine, bySection, secondsAt, positionOf }} = roll;
      const bars = [{{ at: 0, number: 0 }}, {{ at: 0.125, number: 1 }}, {{ at: 1.125, number: 2 }}];
      console.log(JSON.stringify([{", ".join(expressions)}]));
    """
    command = ["node", "--input-type=module", "-e", script]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def test_positions_are_exact_fractions_again(bundle: Path) -> None:
    assert values(bundle, "exact(1 / 3)", "exact(5 + 7 / 96)", "exact(0)", "exact(123.0625)") == [
        [1, 3],
        [487, 96],
        [0, 1],
        [1969, 16],
    ]


def test_the_grid_counts_from_each_barline(bundle: Path) -> None:
    assert values(
        bundle,
        "snapped(bars, [1, 4], 0.4)",  # an upbeat of an eighth: the lines stand at 1/8, 3/8 …
        "snapped(bars, [1, 4], 1.1)",  # never beyond the next barline
        "snapped(bars, [1, 12], 0.2)",
        "snapped(bars, [1, 4], 0.6, 'floor')",
        "dragged(bars, [1, 4], 0.125, 0.1)",  # less than half a step
        "dragged(bars, [1, 4], 0.25, 0.2)",  # off the grid before, on it after
        "gridFor(40).name",
        "gridFor(600).name",
    ) == [[3, 8], [9, 8], [5, 24], [3, 8], [0, 1], [1, 8], "1/2", "1/32"]


def test_what_is_typed_is_settled_before_its_last_block(bundle: Path) -> None:
    typed = ("가", "가나", "가 ", "가-", "가, 나", "값이[갑", "“가나", " 가")
    assert values(bundle, *(f"settle({json.dumps(one)})" for one in typed)) == [
        {"done": "", "rest": "가"},
        {"done": "가", "rest": "나"},
        {"done": "가", "rest": " "},
        {"done": "가-", "rest": ""},
        {"done": "가,", "rest": " 나"},
        {"done": "", "rest": "값이[갑"},
        {"done": "“가", "rest": "나"},
        {"done": "", "rest": " 가"},
    ]


def test_a_line_is_cut_at_sections(bundle: Path) -> None:
    notes = "[0, 0, 1, 1].map((section) => ({ section, verse: section }))"
    letter = "{ part: 0, index: 0, end: 0, verse: 2, text: '새야 새야' }"
    cut = f"bySection({letter}, {notes}).map((one) => [one.index, one.end, one.verse, one.text])"
    sung = ("syllablesIn('값이[갑씨], -')", "syllablesIn('새love 가1절')")
    assert values(bundle, cut, "oneLine('> 새야  새야\\n> 파랑')", *sung) == [
        [[0, 2, 2, "새야 "], [2, 4, 1, "새야"]],
        "새야 새야 파랑",
        ["값", "이", "-"],
        ["새", "love", "가", "1", "절"],
    ]


def test_zooming_keeps_what_is_under_the_pointer(bundle: Path) -> None:
    view = "{ left: 3, top: 80, scale: 100, row: 18, width: 800, height: 500, keys: 52 }"
    look = f"zoomed({view}, 333, 222, 1.7, 1.3)"
    before, after, above, below = values(
        bundle,
        f"positionAt({view}, 333)",
        f"positionAt({look}, 333)",
        f"midiAt({view}, 222)",
        f"midiAt({look}, 222)",
    )
    assert after == pytest.approx(before)
    assert above == below


def test_time_stands_still_where_a_fermata_ends(bundle: Path) -> None:
    """What begins there begins after it; before and after the song, time goes on as at its ends."""
    clock = "[[0, 0], [1, 2], [1, 3], [2, 7]]"
    seconds = values(bundle, *(f"secondsAt({clock}, {at})" for at in (-1, 0.5, 1, 1.5, 3)))
    assert seconds == [-2, 1, 3, 5, 11]
    positions = values(bundle, *(f"positionOf({clock}, {at})" for at in (-2, 1, 2.5, 5, 11)))
    assert positions == [-1, 0.5, 1, 1.5, 3]
    assert values(bundle, "secondsAt([[0, 0], [1, 2], [1, 3]], 1)") == [3]
