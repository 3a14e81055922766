"""From a path to phones: their edges, the pauses between them, and the breaths in the pauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pychang.korean.model import ASPIRATED, BREATH, LAX_INITIAL, LAX_VOICED, SILENCE, TENSE
from pychang.performance import Phone
from pychang.performance.durations import onset_s
from pychang.performance.model import HOP_S
from pychang.recordings.chain import Chain, Sung
from pychang.recordings.features import BANDS, Features, loudness
from pychang.recordings.heard import runs
from pychang.recordings.warping import Path

LEAST_S = 0.001  # what is left of a phone that was not sung
SHORTEST_PAUSE_S = 0.03  # a shorter one belongs to the phone before it
CLOSURE = 1.6  # of a stop's usual length: a silence before it, up to there, is its own
STOPS = LAX_INITIAL + LAX_VOICED + TENSE + ASPIRATED

BREATH_LEAST_S = 0.12
BREATH_OVER_DB = 9.0  # above the silence of the recording
BREATH_LEAST_DB = -52.0
BREATH_SMOOTH = 9  # frames
HISS_BANDS = slice(BANDS * 3 // 8, None)  # from about 1.4 kHz


def phones_along(
    path: Path, chain: Chain, sung: Sung, duration_s: float
) -> tuple[tuple[Phone, ...], tuple[bool, ...]]:
    """The sung phones and the pauses taken, from 0 to the end; of each, whether it is the score's own pause.

    What was left out lasts next to nothing.
    """
    symbols, notes, firsts = [], [], []
    ids = np.flatnonzero(np.diff(chain.phone * 2 + ~chain.pause, prepend=-1))
    for state in ids:
        pause = bool(chain.pause[state])
        phone = None if pause else sung.phones[chain.phone[state]]
        symbols.append(phone.symbol if phone else SILENCE)
        notes.append(phone.note if phone else -1)
        firsts.append(state)
    frames = np.searchsorted(path.states, firsts)
    edges = np.append(np.where(frames > 0, frames * HOP_S, 0.0), duration_s)
    taken = [n >= 0 or b > a for n, a, b in zip(notes, edges, edges[1:], strict=False)]
    kept = np.flatnonzero(taken)
    edges = spread(np.append(edges[kept], duration_s)).tolist()
    phones = tuple(Phone(symbols[k], a, b, notes[k]) for k, a, b in zip(kept, edges, edges[1:], strict=False))
    return phones, tuple(bool(chain.own_pause[firsts[k]]) for k in kept)


def spread(edges: np.ndarray) -> np.ndarray:
    """Edges that are at least a little apart, between the first and the last of them."""
    least = min(LEAST_S, (edges[-1] - edges[0]) / len(edges))
    ramp = least * np.arange(len(edges))
    out = np.maximum.accumulate(edges - ramp) + ramp
    top = edges[-1] - ramp[::-1]
    return np.minimum(out, top)


def with_closures(phones: Sequence[Phone], own: Sequence[bool]) -> tuple[Phone, ...]:
    """Give the silence before a stop to the stop, if the score has none there and it is no longer than one.

    `own` says of each phone whether it is a pause of the score. Other short pauses go to what is before.
    """
    out: list[Phone] = []
    at_s = 0.0
    for i, phone in enumerate(phones):
        after = phones[i + 1] if i + 1 < len(phones) else None
        length = phone.end_s - phone.start_s
        if phone.note < 0 and out and after is not None:
            if not own[i] and after.symbol in STOPS and _is_closure(phone, after):
                continue  # the stop begins where the silence did
            if length < SHORTEST_PAUSE_S:
                out[-1] = replace(out[-1], end_s=phone.end_s)
                at_s = phone.end_s
                continue
        out.append(replace(phone, start_s=at_s))
        at_s = phone.end_s
    return tuple(out)


def _is_closure(pause: Phone, stop: Phone) -> bool:
    return stop.end_s - pause.start_s <= CLOSURE * onset_s(stop.symbol)


def with_breaths(phones: Sequence[Phone], recording: Features) -> tuple[Phone, ...]:
    """Pauses, with the breaths that are heard in them."""
    hiss = loudness(recording.bands_db[:, HISS_BANDS])
    hiss = np.convolve(hiss, np.ones(BREATH_SMOOTH) / BREATH_SMOOTH, mode="same")
    quiet = np.concatenate([hiss[_frames(p)] for p in phones if p.note < 0] or [hiss])
    over = max(float(np.percentile(quiet, 10)) + BREATH_OVER_DB, BREATH_LEAST_DB)
    low = loudness(recording.bands_db[:, : HISS_BANDS.start])
    heard = (hiss > over) & (hiss > low - 3.0) & np.isnan(recording.midi)
    out: list[Phone] = []
    for phone in phones:
        out += [phone] if phone.note >= 0 else _breathed(phone, heard)
    return tuple(out)


def _frames(phone: Phone) -> slice:
    return slice(
        round(phone.start_s / HOP_S), max(round(phone.end_s / HOP_S), round(phone.start_s / HOP_S) + 1)
    )


def _breathed(pause: Phone, heard: np.ndarray) -> list[Phone]:
    """A pause, or silence, breath and silence: the longest breath in it."""
    here = _frames(pause)
    breaths = runs(heard[here])
    if not breaths:
        return [pause]
    first, last = max(breaths, key=lambda run: run[1] - run[0])
    start = max((here.start + first) * HOP_S, pause.start_s)
    end = min((here.start + last) * HOP_S, pause.end_s)
    if end - start < BREATH_LEAST_S:
        return [pause]
    if start - pause.start_s < SHORTEST_PAUSE_S:
        start = pause.start_s
    if pause.end_s - end < SHORTEST_PAUSE_S:
        end = pause.end_s
    parts = (SILENCE, pause.start_s, start), (BREATH, start, end), (SILENCE, end, pause.end_s)
    return [Phone(symbol, a, b, -1) for symbol, a, b in parts if b > a]
