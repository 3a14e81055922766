"""How OpenUtau draws what a note's expression says: points of pitch, and a vibrato."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pychang.convert.editor.pitch import Point
from pychang.score.model import Expression, Vibrato

USUAL_MS = 40.0  # from so long before the beat to as long behind it a step lasts, in OpenUtau's own notes
UNHEARD_S = 0.00005  # by which a slide as long as the usual step is told from it
SCOOP_CENTS, SCOOP_S = -200.0, 0.16
FALL_CENTS, FALL_S = -350.0, 0.24
FADE_S = 0.28  # as our own vibrato swells, and how it ends
END_S = 0.06
OFF_DEPTH = 5.0  # cents; the least that OpenUtau has, for a note that is to have no vibrato
_NONE = (0.0, 175.0, 25.0, 10.0, 10.0)  # of a note that says nothing, as in OpenUtau
_PERIODS_MS, _DEPTHS = (5.0, 500.0), (5.0, 200.0)


@dataclass(frozen=True)
class Line:
    """The points of a note; `snaps`: the first is at the pitch of the note before."""

    points: tuple[Point, ...]
    snaps: bool = True


def bends_by_points(how: Expression) -> bool:
    """Whether a note's bend stands in its points; beside other ornaments it is a curve of its own."""
    return bool(how.bend_cents) and not (how.scoop or how.fall)


def line_of(how: Expression, length_s: float, step: float | None, joined: bool) -> Line:
    """The points of a note. `step`: cents of the note before, from this one; None: there is none.

    Ornaments are as our own voices sing them (`performance.pitch`).
    """
    before_s = how.slide_s / 2 if how.slide_s else USUAL_MS / 1000
    if how.slide_s and before_s == USUAL_MS / 1000:
        before_s += UNHEARD_S
    comes_from_far = not joined and how.slide_s > 0 and step is not None
    first = Point(-before_s, step if comes_from_far else 0.0)
    points = list(_own_points(how, length_s, before_s, joined or comes_from_far))
    if points and not (joined or how.slide_s):
        return Line(tuple(points), snaps=False)
    rest = points or [Point(min(before_s, 0.5 * length_s), 0.0)]
    return Line((first, *rest), snaps=not comes_from_far)


def _own_points(how: Expression, length_s: float, before_s: float, joined: bool) -> Iterator[Point]:
    """Those of bend, scoop and fall; nothing where there is none of them."""
    if bends_by_points(how):
        cents = how.bend_cents * (2 if len(how.bend_cents) == 1 else 1)
        for i, one in enumerate(cents):
            yield Point(length_s * i / (len(cents) - 1), one, "l")
        return
    now_s = min(before_s, 0.3 * length_s)
    if how.scoop:
        yield Point(0.0, SCOOP_CENTS)
        now_s = min(SCOOP_S, 0.5 * length_s)
        yield Point(now_s, 0.0)
    elif how.fall:
        yield Point(now_s if joined else 0.0, 0.0)
    if how.fall:
        yield Point(max(length_s - min(FALL_S, 0.6 * length_s), now_s + 0.01 * length_s), 0.0)
        yield Point(length_s, FALL_CENTS)


@dataclass(frozen=True)
class DrawnVibrato:
    """As OpenUtau has it: `length` in % of the note, milliseconds, cents, and fades in % of the vibrato."""

    length: float
    period: float
    depth: float
    fade_in: float
    fade_out: float


def vibrato_drawn(vibrato: Vibrato | None, length_s: float) -> DrawnVibrato:
    """A note's vibrato, which begins half-way through the note at the latest, as our voices sing it."""
    if vibrato is None or length_s <= 0:
        return DrawnVibrato(*_NONE)
    if vibrato.depth_cents <= 0:
        return DrawnVibrato(0.0, 175.0, OFF_DEPTH, 10.0, 10.0)
    lasts_s = length_s - min(vibrato.delay_s, 0.5 * length_s)
    fades = [min(100 * fade_s / lasts_s, 50.0) for fade_s in (FADE_S, END_S)]
    return DrawnVibrato(
        100 * lasts_s / length_s,
        _inside(1000 / vibrato.rate_hz, _PERIODS_MS),
        _inside(vibrato.depth_cents, _DEPTHS),
        *fades,
    )


def _inside(value: float, limits: tuple[float, float]) -> float:
    return min(max(value, limits[0]), limits[1])
