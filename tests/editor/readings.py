"""Songs as the editor reads them, and rolls as the page does."""

from __future__ import annotations

from bisect import bisect_right
from pathlib import Path
from typing import Any

from pychang.lsp.desk import Desk
from pychang.lsp.document import Analysis

HERE = Path("/songs/노래.chang")
SONGS = sorted((Path(__file__).parents[2] / "songs").glob("*.chang"))


def analysis_of(text: str, path: Path = HERE) -> Analysis:
    """A text as if it were open in the editor, the file's own or not."""
    desk = Desk("ko")
    uri = path.as_uri()
    desk.open(uri, text)
    return desk.analysis(uri)


def seconds(roll: dict[str, Any], position: float) -> float:
    """What the page makes of a roll's clock; where two points have one position, the second counts."""
    points = roll["clock"]
    after = bisect_right(points, position, key=lambda point: point[0])
    before = points[after - 1]
    if after == len(points):
        return before[1]
    share = (position - before[0]) / (points[after][0] - before[0])
    return before[1] + share * (points[after][1] - before[1])


def in_units(text: str, span: list[int]) -> str:
    """What stands at a span of a text in UTF-16 code units."""
    data = text.encode("utf-16-le")
    return data[2 * span[0] : 2 * span[1]].decode("utf-16-le")


def all_notes(roll: dict[str, Any]) -> list[dict[str, Any]]:
    return [note for part in roll["parts"] for note in part["notes"]]
