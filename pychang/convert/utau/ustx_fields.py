"""What a `.ustx` file says, looked up in plain data that may be anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from pychang.convert.editor.level import Curve
from pychang.convert.editor.project import WHOLE
from pychang.convert.meters import USUAL_METER, known_meter
from pychang.convert.utau.fields import number, whole
from pychang.score.settings import Meter

MOST_BARS = 100_000


def table(value: Any) -> Mapping[str, Any]:
    """A table; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def tables(value: Any) -> Iterator[Mapping[str, Any]]:
    """The tables in a list."""
    return (one for one in value if isinstance(one, dict)) if isinstance(value, list) else iter(())


def text(value: Any) -> str:
    """A text; "" for anything else."""
    return value if isinstance(value, str) else ""


def is_true(value: Any) -> bool:
    return text(value).strip().lower() == "true"


def tempo_of(project: Mapping[str, Any]) -> tuple[tuple[int, float], ...]:
    """Tempo changes in ticks: since version 0.6 a list, before that one tempo."""
    found = [(whole(one.get("position")), number(one.get("bpm"))) for one in tables(project.get("tempos"))]
    usable = [(tick, bpm) for tick, bpm in found if bpm > 0 and tick >= 0]
    return tuple(usable) or ((0, number(project.get("bpm"), 120.0)),)


def signatures_of(project: Mapping[str, Any]) -> list[tuple[int, Meter]]:
    """Meters and the bars, from 0, where they begin; what no song can have is passed over."""
    written = list(tables(project.get("time_signatures"))) or [project]
    found = {0: USUAL_METER}
    for one in written:
        beats, unit = whole(one.get("beat_per_bar"), 4), whole(one.get("beat_unit"), 4)
        bar = whole(one.get("bar_position"))
        meter = known_meter(beats, unit)
        if meter and 0 <= bar <= MOST_BARS:
            found[bar] = meter
    return sorted(found.items())


def bar_tick(signatures: Sequence[tuple[int, Meter]], bar: int) -> int:
    """Where a bar, from 0, begins."""
    tick = 0
    for (here, meter), (there, _) in pairwise([*signatures, (bar, USUAL_METER)]):
        tick += max(min(there, bar) - here, 0) * int(meter.length * WHOLE)
    return tick


def curve_of(part: Mapping[str, Any], name: str, scale: float = 1.0) -> Curve:
    """A curve of a voice part, its ticks counted from the part's beginning; empty if it is not drawn."""
    drawn = next((one for one in tables(part.get("curves")) if one.get("abbr") == name), {})
    ticks, values = ([one for one in drawn.get(axis) or () if isinstance(one, str)] for axis in ("xs", "ys"))
    points = {whole(tick): number(value) * scale for tick, value in zip(ticks, values, strict=False)}
    known = sorted(points.items())
    return Curve(tuple(tick for tick, _ in known), tuple(value for _, value in known))
