"""One label of a file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Label:
    """A name from `start_s` to `end_s`; `line` of the file, or the number of the interval, from 1."""

    start_s: float
    end_s: float
    name: str
    line: int
