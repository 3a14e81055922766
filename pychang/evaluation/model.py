"""Values of an evaluation: figures of who sang what, and what is shown of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pychang.voice import VoiceCard

if TYPE_CHECKING:
    from pychang.recordings.model import Recording

Sound = NDArray[np.float32]


@dataclass(frozen=True)
class Figures:
    """How one singer sang one recording, or several: None where it was not measured.

    Against the recording, as it was sung (its timing and F0): distortion, F0, voicing, onsets, spectrum,
    peeps. Against the recording, but sung from the score: `warped_distortion_db`. Against the score: the
    figures `…_by_score`. `onset_s`: median distance, without sign. `spectrum_db`: this singer's less the
    recording's, of each octave from 250 Hz up. `dullness_db`: the same of all above 4 kHz; below 0 is dull.
    """

    distortion_db: float | None = None
    f0_rmse_cents: float | None = None
    semitones: float | None = None
    voicing_error: float | None = None
    onset_s: float | None = None
    spectrum_db: tuple[float, ...] | None = None
    dullness_db: float | None = None
    peeps: int | None = None
    held_frames: int | None = None
    warped_distortion_db: float | None = None
    semitones_by_score: float | None = None
    onset_by_score_s: float | None = None


@dataclass(frozen=True)
class Singers:
    """The figures of all who sang one recording, or several; `recording` is the singer herself."""

    voice: Figures
    reference: Figures
    round_trip: Figures
    recording: Figures


@dataclass(frozen=True)
class Powers:
    """Mean power of loud frames, (bins,), of all who sang one recording or several, all of it being 1."""

    voice: NDArray[np.float64]
    reference: NDArray[np.float64]
    round_trip: NDArray[np.float64]
    recording: NDArray[np.float64]


@dataclass(frozen=True)
class Excerpt:
    """A sound to listen to, as a FLAC file; `who` is a field of `Singers`, `from_score`: not as sung."""

    who: str
    from_score: bool
    flac: bytes


@dataclass(frozen=True)
class Exhibit:
    """What can be seen and heard of one recording: pictures in PNG, and excerpts from `start_s` on."""

    start_s: float
    end_s: float
    spectrograms: bytes
    pitch: bytes
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True)
class Evaluated:
    """One recording: `exhibit` is None where there is no room for it on the page."""

    name: str
    duration_s: float
    singers: Singers
    powers: Powers
    exhibit: Exhibit | None


@dataclass(frozen=True)
class Evaluation:
    """A voice, evaluated; `unseen`: whether it never trained on these recordings, None where nobody knows."""

    card: VoiceCard
    reference: VoiceCard
    unseen: bool | None
    recordings: tuple[Evaluated, ...]
    singers: Singers
    powers: Powers


@dataclass(frozen=True)
class Chosen:
    """The recordings to evaluate with, and whether they were kept from the training."""

    folder: Path
    recordings: tuple[Recording, ...]
    unseen: bool | None
