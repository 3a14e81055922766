"""Phrases for the page: curves to draw, and all that a browser needs to sing them itself."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

import numpy as np

from pychang.korean.model import SILENCE, VOICED
from pychang.performance.model import Performance

if TYPE_CHECKING:
    from pychang.singing import Cue

DRAWN_EVERY = 2  # hops of a performance: 10 ms
_A4_HZ, _A4_MIDI = 440.0, 69.0


def curves_of(performance: Performance) -> dict[str, Any]:
    """The `Curves` of protocol.ts."""
    f0_hz = performance.f0_hz[::DRAWN_EVERY]
    hop_s = performance.hop_s * DRAWN_EVERY
    midi = np.round(_A4_MIDI + 12 * np.log2(f0_hz / _A4_HZ), 2)
    voiced = _is_voiced(performance, np.arange(len(f0_hz)) * hop_s)
    pitch = [one if sounds else None for one, sounds in zip(midi.tolist(), voiced.tolist(), strict=True)]
    return {"hopS": hop_s, "pitch": pitch, "phones": _phones(performance, 4)}


def _is_voiced(performance: Performance, times: np.ndarray) -> np.ndarray:
    """For each time whether something voiced sounds; bool, as `times`."""
    starts = np.array([phone.start_s for phone in performance.phones])
    here = np.clip(np.searchsorted(starts, times + 1e-9, side="right") - 1, 0, None)
    return np.array([phone.symbol in VOICED for phone in performance.phones])[here]


def _phones(performance: Performance, digits: int) -> list[list[Any]]:
    """Symbol, start and end of each sound; silence is what is between them."""
    return [
        [phone.symbol, round(phone.start_s, digits), round(phone.end_s, digits)]
        for phone in performance.phones
        if phone.symbol != SILENCE
    ]


def sung_of(cue: Cue, voice: str) -> dict[str, Any]:
    """The `Sung` of protocol.ts; `voice`: what the page calls the cue's."""
    performance = cue.phrase.performance
    return {
        "voice": voice,
        "seed": cue.seed,
        "durationS": performance.duration_s,
        "hopS": performance.hop_s,
        "f0Hz": _packed(performance.f0_hz),
        "levelDb": _packed(performance.level_db),
        "breathiness": _packed(performance.breathiness),
        "phones": [[phone.symbol, phone.start_s, phone.end_s] for phone in performance.phones],
    }


def _packed(curve: np.ndarray) -> str:
    return b64encode(curve.astype("<f4").tobytes()).decode("ascii")
