"""Findings about one recording, and how they say where."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pychang.diagnostic import Severity, Text
from pychang.finding import Finding

if TYPE_CHECKING:
    from pychang.recordings.heard import Stretches

MOST_PLACES = 5  # that one message names


def finding(
    severity: Severity, kind: str, path: Path, message: Text, hint: Text, where: tuple[float, float] | None
) -> Finding:
    start_s, end_s = where or (None, None)
    return Finding(severity, kind, path, message, hint, start_s, end_s)


def warn(
    kind: str, path: Path, message: Text, hint: Text, where: tuple[float, float] | None = None
) -> Finding:
    return finding(Severity.WARNING, kind, path, message, hint, where)


def fail(
    kind: str, path: Path, message: Text, hint: Text, where: tuple[float, float] | None = None
) -> Finding:
    return finding(Severity.ERROR, kind, path, message, hint, where)


def as_time(seconds: float) -> str:
    """As a player shows it, to the tenth: 1:03.2."""
    minutes, rest = divmod(round(seconds, 1), 60)
    return f"{int(minutes)}:{rest:04.1f}"


def places(stretches: Stretches) -> Text:
    """Where each begins, the first few of them: `at 0:01.2, 0:14.0 and 7 more places`."""
    shown = ", ".join(as_time(start) for start, _ in stretches[:MOST_PLACES])
    more = len(stretches) - MOST_PLACES
    if more <= 0:
        return Text(shown, shown)
    return Text(f"{shown} 밖에 {more}곳", f"{shown} and {more} more places")


def outer(stretches: Stretches) -> tuple[float, float]:
    """From where the first begins to where the last ends."""
    return stretches[0][0], stretches[-1][1]


def joined(stretches: Stretches, gap_s: float) -> Stretches:
    """Stretches in order, those that are at most `gap_s` apart made one."""
    out: Stretches = []
    for start, end in stretches:
        if out and start - out[-1][1] <= gap_s:
            out[-1] = out[-1][0], max(end, out[-1][1])
        else:
            out.append((start, end))
    return out
