"""Values about recordings: what was sung, where each phone of it is, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pychang.performance.model import Phone
from pychang.score.model import Score


@dataclass(frozen=True)
class Recording:
    """A sound file and what was sung in it: the first part of `score`.

    `source` is the file that the score was read from. `labels` are phones that came with the recording, in
    its own seconds, without gap from 0; None where they have to be found. A recording with labels alone has
    no score, and its phones no notes (-1).
    """

    name: str  # of the file, without its ending; no two recordings of a folder share it
    sound: Path
    score: Score | None
    source: Path
    labels: tuple[Phone, ...] | None = None


@dataclass(frozen=True)
class Alignment:
    """Where each phone of a recording is.

    `phones` follow one another without gap from 0 to the recording's end, silences and breaths among them;
    `Phone.note` is the index of the note in `score.parts[0].notes`. `agreement`: 0..1, one entry a phone, how
    well the sound there fits the phone (1 where a person has set the boundaries).
    """

    phones: tuple[Phone, ...]
    agreement: tuple[float, ...]
