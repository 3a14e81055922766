"""How well the sound at each phone fits it: as a sound, in its length, and in its pitch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pychang.korean.model import BREATH
from pychang.performance import Phone
from pychang.performance.model import HOP_S
from pychang.recordings.chain import Sung
from pychang.recordings.features import Features
from pychang.recordings.search import Found
from pychang.recordings.speaker import centred_cepstra
from pychang.recordings.warping import BLOCK, PAUSE_COST, Heard, pause_cost

OTHERS = 160  # states that each frame is compared with
CONTEXT_S = 0.3  # on each side; a phone alone says little
OWN_SHARE = 0.5
RANK = (0.62, 0.90)  # the share of others that fit worse: of wrong words, and of right ones
LOCAL = (0.55, 0.80)  # correlation of cepstra with the voice's, around a frame …
LOCAL_S = 0.5  # … within this on each side
WHOLE = (0.50, 0.72)  # share of the cepstra's variance that is the voice's, over all of a recording
IN_TUNE_SEMITONES = 2.0
OUT_OF_TUNE = 0.5  # the agreement of right words at quite another pitch
SHORTEST_S = 0.012  # a phone that is shorter was left out
STRETCHED = (2.0, 0.4)  # times its usual length, and seconds more: so long a phone may be


def agreements(phones: Sequence[Phone], recording: Features, sung: Sung, found: Found) -> tuple[float, ...]:
    """0..1 for each phone of an alignment."""
    heard = found.speaker.heard(recording)
    silence = np.concatenate([pause_cost(heard, slice(i, i + BLOCK)) for i in range(0, len(heard), BLOCK)])
    silence = 1.0 - _share(silence, PAUSE_COST)
    local, whole = _likeness(recording, found)
    fits = _share(_rank(heard, found), RANK) * _share(local, LOCAL) * _share(whole, WHOLE)
    fits *= OUT_OF_TUNE + (1 - OUT_OF_TUNE) * _in_tune(heard, found)
    unvoiced = np.isnan(recording.midi).astype(float)
    usual = iter(phone.end_s - phone.start_s for phone in sung.phones)
    lengths = [next(usual) if phone.note >= 0 else 0.0 for phone in phones]
    return tuple(
        _agreement(phone, fits, silence, unvoiced, usual_s)
        for phone, usual_s in zip(phones, lengths, strict=True)
    )


def _share(values: np.ndarray, between: tuple[float, float]) -> np.ndarray:
    """0 at the first of two values, 1 at the second."""
    return np.clip((values - between[0]) / (between[1] - between[0]), 0.0, 1.0)


def _agreement(
    phone: Phone, fits: np.ndarray, silence: np.ndarray, unvoiced: np.ndarray, usual_s: float
) -> float:
    length = phone.end_s - phone.start_s
    if phone.symbol == BREATH:
        return _mean(unvoiced, phone.start_s, phone.end_s)
    if phone.note < 0:
        return _mean(silence, phone.start_s, phone.end_s)
    if length < SHORTEST_S:
        return 0.0
    own = _mean(fits, phone.start_s, phone.end_s)
    around = _mean(fits, phone.start_s - CONTEXT_S, phone.end_s + CONTEXT_S)
    likely = min(1.0, (STRETCHED[0] * usual_s + STRETCHED[1]) / length)
    return float(likely * (OWN_SHARE * own + (1 - OWN_SHARE) * around))


def _mean(values: np.ndarray, start_s: float, end_s: float) -> float:
    """nan is left out; 0 where there is nothing else."""
    a = max(round(start_s / HOP_S), 0)
    here = values[a : max(round(end_s / HOP_S), a + 1)]
    here = here[~np.isnan(here)]
    return float(here.mean()) if len(here) else 0.0


def _rank(heard: Heard, found: Found) -> np.ndarray:
    """The share of other sounds that each frame is less like than its own; nan in pauses."""
    chain, states = found.chain, found.path.states
    sounding = np.flatnonzero(~chain.pause)
    others = sounding[np.linspace(0, len(sounding) - 1, OTHERS).astype(int)]
    kinds, at = chain.kind[others], chain.vectors[others]
    out = np.full(len(heard), np.nan)
    for first in range(0, len(heard), BLOCK):
        here = slice(first, min(first + BLOCK, len(heard)))
        x, own = heard.vectors[here], chain.vectors[states[here]]
        mine = ((x - own) ** 2).sum(1)
        theirs = (x**2).sum(1)[:, None] + (at**2).sum(1) - 2.0 * (x @ at.T)
        other = kinds != chain.kind[states[here]][:, None]
        worse = ((theirs > mine[:, None]) & other).sum(1) / np.maximum(other.sum(1), 1)
        out[here] = np.where(chain.pause[states[here]], np.nan, worse)
    return out


def _likeness(recording: Features, found: Found) -> tuple[np.ndarray, float]:
    """How like the voice's the cepstra are: correlation around each frame, and explained variance of all."""
    chain, states = found.chain, found.path.states
    x = found.speaker.cepstra(recording)
    y = centred_cepstra(found.sung)[chain.frame[states]]
    sung = ~chain.pause[states]
    off, spread = ((x - y)[sung] ** 2).sum(), ((y[sung] - y[sung].mean(axis=0)) ** 2).sum()
    both, one, other = (_around(np.where(sung, (a * b).sum(1), 0.0)) for a, b in ((x, y), (x, x), (y, y)))
    return both / np.sqrt(np.maximum(one * other, 1e-9)), float(1.0 - off / max(spread, 1e-9))


def _around(values: np.ndarray) -> np.ndarray:
    """The sum of what is within LOCAL_S of each frame."""
    reach = round(LOCAL_S / HOP_S)
    return np.convolve(values, np.ones(2 * reach + 1))[reach : reach + len(values)]


def _in_tune(heard: Heard, found: Found) -> np.ndarray:
    """1 where the pitch is that of the score, 0 where it is far off; nothing known: 1."""
    off = heard.midi - found.chain.midi[found.path.states]
    off = np.abs(off - 12.0 * np.rint(off / 12.0))
    return np.where(np.isnan(off) | (off < IN_TUNE_SEMITONES), 1.0, 0.0)
