"""What an editor has drawn over a note's pitch, as an expression: `slide`, `scoop`, `fall`, `bend`, vibrato.

UTAU (its mode 2) and OpenUtau draw points in milliseconds from the note's beginning and in tenths of a
semitone from its pitch, joined by curves. Every note has two of them, which make the step from the note
before; they say nothing, as the voice makes its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import cos, pi, sin

from pychang.convert.sheet import PLAIN
from pychang.score.model import Expression, Vibrato

SLOW_STEP_S = 0.1  # a step that takes longer is a slide
AUDIBLE = 30.0  # cents; what is less is how an editor rounds a corner
LARGE = 80.0
REACH_S = 0.25  # a scoop comes from the note's first quarter second
TAIL_S = 0.15  # a fall ends so near to the note's end
MOST_CENTS = 2400.0
MOST_POINTS = 32  # of a bend
LONGEST_SLIDE_S = 5.0
_RATES_HZ = (1.0, 12.0)


@dataclass(frozen=True, slots=True)
class Point:
    """Cents from the note's pitch at a time from its beginning; `shape` of the way to the next point."""

    at_s: float
    cents: float
    shape: str = "io"


def cents_at(points: Sequence[Point], at_s: float) -> float:
    """The drawn line at a time; before its first point and behind its last it stays level."""
    after = next((i for i, point in enumerate(points) if point.at_s > at_s), None)
    if after == 0 or not points:
        return points[0].cents if points else 0.0
    if after is None:
        return points[-1].cents
    here, there = points[after - 1], points[after]
    share = (at_s - here.at_s) / (there.at_s - here.at_s)
    return here.cents + (there.cents - here.cents) * _SHAPES.get(here.shape, _SHAPES["io"])(share)


_SHAPES = {
    "io": lambda x: 0.5 * (1 - cos(pi * x)),
    "l": lambda x: x,
    "i": lambda x: 1 - cos(pi * x / 2),
    "o": lambda x: sin(pi * x / 2),
}


def expression_of(points: Sequence[Point], length_s: float, step: float | None, usual_s: float) -> Expression:
    """What the points of a note say beyond the usual step.

    `step`: cents of the note before it, from this one, if it ends where this one begins. A step from
    another time before the note than `usual_s` is a slide where it is long; 0: only where it is long.
    """
    if len(points) < 2 or length_s <= 0:
        return PLAIN
    if (even := _even_line(points, length_s)) and (usual_s or max(map(abs, even)) >= AUDIBLE):
        return replace(PLAIN, bend_cents=even, slide_s=_own_slide(points, usual_s))
    found, body = _without_fall(points, length_s)
    if _is_scoop(body, length_s, step):
        return replace(found, scoop=True, slide_s=_own_slide(body, usual_s))
    rest = [point for point in body[1:] if abs(point.cents) >= AUDIBLE]
    if not rest and step is None and abs(body[0].cents) < AUDIBLE:
        return replace(found, slide_s=_own_slide(body, usual_s))
    if not rest and (step is not None or usual_s):
        return replace(found, slide_s=_slide(body, usual_s))
    return replace(found, bend_cents=bend(body, length_s, step), slide_s=_own_slide(body, usual_s))


def _without_fall(points: Sequence[Point], length_s: float) -> tuple[Expression, Sequence[Point]]:
    *before, last = points
    ends_late = length_s - last.at_s < TAIL_S and before[-1].at_s >= 0.3 * length_s
    if len(points) > 2 and last.cents <= -LARGE and ends_late and abs(before[-1].cents) < AUDIBLE:
        return replace(PLAIN, fall=True), before
    return PLAIN, points


def _is_scoop(points: Sequence[Point], length_s: float, step: float | None) -> bool:
    """Whether the line comes up from below in the note's beginning, and stays."""
    own = points if step is None else points[1:]
    low = min(own, key=lambda point: point.cents, default=None)
    if low is None or low.cents > -LARGE or low.at_s > min(REACH_S, 0.5 * length_s):
        return False
    after = own[own.index(low) + 1 :]
    before = own[: own.index(low)]
    return bool(after) and all(abs(one.cents) < AUDIBLE for one in (*before, *after)) and after[0].at_s > 0


def _slide(points: Sequence[Point], usual_s: float) -> float:
    width_s = points[1].at_s - points[0].at_s
    if usual_s:
        return _own_slide(points, usual_s)
    return round(min(width_s, LONGEST_SLIDE_S), 3) if width_s > SLOW_STEP_S else 0.0


def _own_slide(points: Sequence[Point], usual_s: float) -> float:
    """The slide of a line that we drew: as long before the note as behind it."""
    before_s = -points[0].at_s
    is_usual = not usual_s or before_s <= 0 or abs(before_s - usual_s) < 1e-6
    return 0.0 if is_usual else round(min(2 * before_s, LONGEST_SLIDE_S), 3)


def bend(points: Sequence[Point], length_s: float, step: float | None) -> tuple[float, ...]:
    """Cents spread evenly over the note: the points themselves if they are, else samples of the line."""
    if even := _even_line(points, length_s):
        return even
    count = 5 if length_s < 0.4 else 9 if length_s < 1 else 17
    times = [length_s * i / (count - 1) for i in range(count)]
    cents = [cents_at(points, at_s) for at_s in times]
    if step is not None:  # what is left of the step from the note before is none of the note's own
        stepped_s = max(points[1].at_s, 0.0)
        own = cents_at(points, stepped_s)
        cents = [own if at_s < stepped_s else one for at_s, one in zip(times, cents, strict=True)]
    rounded = tuple(5.0 * round(one / 5) if abs(one) >= 15 else 0.0 for one in cents)
    return tuple(_tidy(one) for one in rounded) if max(map(abs, rounded)) >= AUDIBLE else ()


def _even_line(points: Sequence[Point], length_s: float) -> tuple[float, ...]:
    """The cents of points that are joined by straight lines and spread evenly over the note; else none."""
    inside = [point for point in points if point.at_s > -1e-4]
    if not 2 <= len(inside) <= MOST_POINTS or any(one.shape != "l" for one in inside[:-1]):
        return ()
    step_s = length_s / (len(inside) - 1)
    near_s = max(3e-3, 0.03 * step_s)
    are_even = all(abs(one.at_s - i * step_s) < near_s for i, one in enumerate(inside))
    return tuple(_tidy(point.cents) for point in inside) if are_even else ()


def _tidy(cents: float) -> float:
    return round(min(max(cents, -MOST_CENTS), MOST_CENTS), 2) + 0.0


def vibrato_of(share: float, period_ms: float, depth_cents: float, length_s: float) -> Vibrato | None:
    """The vibrato over the last `share` (0…1) of a note; None where there is none."""
    if share <= 0 or depth_cents <= 0 or period_ms <= 0:
        return None
    rate_hz = min(max(1000 / period_ms, _RATES_HZ[0]), _RATES_HZ[1])
    delay_s = (1 - min(share, 1.0)) * length_s
    return Vibrato(round(min(depth_cents, 300.0), 2), round(rate_hz, 3), round(min(delay_s, 10.0), 3))
