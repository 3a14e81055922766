"""Dynamic time warping of a recording along a chain: which state each of its frames is in.

Every frame of the recording is taken once; the chain is held, stepped through, or hurried through, and a
whole syllable is left out where nothing of it is heard. Only a band around a path that is known roughly is
looked at, so that memory grows with the recording's length alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pychang.recordings.chain import Chain

BLOCK = 512  # frames whose distances are computed at once
FAR = np.float32(1e9)
MOST = 6.0  # no frame costs more than this: a noise in the recording decides nothing
PITCH_SEMITONES = 4.0  # a pitch so far off, or further, costs …
PITCH_COST = 1.0
UNVOICED_COST = 0.8  # … and a frame that is voiced where it should not be, or the other way round
PAUSE_FROM_DB, PAUSE_SPAN_DB = -42.0, 20.0  # from silence to what is surely sung
NOISE_SWAY_DB = 4.0  # how far a room's noise goes above what it is at least
PAUSE_MOST_DB = -16.0
PAUSE_COST = (0.25, 2.6)  # of a pause that is silent, and of one with singing in it
PAUSE_VOICED = 0.6
LEFT_OUT = 40.0  # for syllables in a row that were not sung, and …
EACH_LEFT_OUT = 6.0  # … for each of them
MISSING_PAUSE = 1.5
TAKEN_PAUSE = 3.0  # a pause that the score does not have
HOLD = (0.30, 0.06)  # staying in a consonant's state, and in a vowel's
HURRY = (0.35, 1.1)  # passing over one state, and over two

STAY, STEP, SKIP, LEAP, OMIT = range(5)
_NONE = np.zeros(0, np.int16)


@dataclass(frozen=True)
class Heard:
    """A recording frame by frame: `vectors` as the chain's, `midi` in the score's register, `level_db`."""

    vectors: np.ndarray
    midi: np.ndarray
    level_db: np.ndarray
    noise_db: float  # of the room

    def __len__(self) -> int:
        return len(self.vectors)

    def decimated(self, step: int) -> Heard:
        """Means of `step` frames each."""
        count = len(self) // step
        cut = count * step

        def mean(values: np.ndarray) -> np.ndarray:
            return values[:cut].reshape(count, step, *values.shape[1:]).mean(axis=1)

        middle = self.midi[step // 2 : cut : step][:count]
        return Heard(mean(self.vectors), middle, mean(self.level_db), self.noise_db)


@dataclass(frozen=True)
class Path:
    """The state of each frame, (frames,), and what that frame cost."""

    states: np.ndarray
    costs: np.ndarray


def local_costs(heard: Heard, chain: Chain, frames: slice, states: slice) -> np.ndarray:
    """How unlike frames and states are, (frames, states)."""
    x, y = heard.vectors[frames], chain.vectors[states]
    square = (x**2).sum(1)[:, None] + (y**2).sum(1) - 2.0 * (x @ y.T)
    cost = np.maximum(square, 0.0)
    off = np.abs(heard.midi[frames][:, None] - chain.midi[states])
    off = np.abs(off - 12.0 * np.rint(off / 12.0))  # an octave off is no worse
    voiced, wanted = ~np.isnan(heard.midi[frames]), chain.voiced[states]
    pitch = np.where(np.isnan(off), 0.0, np.minimum(off / PITCH_SEMITONES, 1.0))
    both = voiced[:, None] & wanted
    cost += np.where(both, PITCH_COST * pitch, 0.0) + UNVOICED_COST * (voiced[:, None] != wanted)
    cost = np.minimum(cost, MOST)
    pause = chain.pause[states]
    if pause.any():
        cost[:, pause] = pause_cost(heard, frames)[:, None]
    return cost.astype(np.float32)


def pause_cost(heard: Heard, frames: slice) -> np.ndarray:
    """How unlike silence, or a breath, each frame is."""
    silent = min(max(PAUSE_FROM_DB, heard.noise_db + NOISE_SWAY_DB), PAUSE_MOST_DB)
    share = (heard.level_db[frames] - silent) / PAUSE_SPAN_DB
    low, high = PAUSE_COST
    return low + (high - low) * np.clip(share, 0.0, 1.0) + PAUSE_VOICED * ~np.isnan(heard.midi[frames])


def warp(heard: Heard, chain: Chain, low: np.ndarray, high: np.ndarray, left_out: float = LEFT_OUT) -> Path:
    """The cheapest path; frame `t` looks at states `low[t]:high[t]`, neither of which ever falls."""
    moves = _Moves(chain, left_out)
    offsets = np.concatenate([[0], np.cumsum(high - low)])
    back = np.zeros(offsets[-1], np.uint8)
    before = np.full(0, FAR, np.float32)
    omitted: list[np.ndarray] = []
    for first in range(0, len(heard), BLOCK):
        last = min(first + BLOCK, len(heard))
        left, right = low[first], high[last - 1]
        costs = local_costs(heard, chain, slice(first, last), slice(left, right))
        for t in range(first, last):
            a, b = low[t], high[t]
            here = costs[t - first, a - left : b - left]
            if t == 0:
                reached, how = moves.begin(a, b)
            else:
                reached, how = moves.advance(before, low[t - 1], a, b)
            reached += here
            omitted.append(moves.omit(reached, how, a, b))
            back[offsets[t] : offsets[t + 1]] = how
            before = reached
    states = _trace(moves, before, back, offsets, low, omitted)
    return Path(states, _costs_along(heard, chain, states))


class _Moves:
    """How one frame's states are reached from those of the frame before."""

    def __init__(self, chain: Chain, left_out: float) -> None:
        scale = chain.step  # a coarse frame holds for longer
        hold = np.where(chain.held, HOLD[1], HOLD[0])
        self.stay = np.where(chain.pause, 0.0, hold).astype(np.float32)
        taken = np.where(chain.pause & ~chain.own_pause, TAKEN_PAUSE / scale, 0.0)
        self.step = taken.astype(np.float32)
        before = np.concatenate([[False], chain.pause[:-1]])
        own = np.concatenate([[False], (chain.pause & chain.own_pause)[:-1]])
        missing = np.where(own, MISSING_PAUSE / scale, 0.0)
        self.skip = (taken + np.where(before, missing, HURRY[0])).astype(np.float32)
        self.leap = (taken + HURRY[1] + missing).astype(np.float32)
        self.starts = np.append(chain.starts, len(chain) - 1)  # and where all is over
        self.left_out = np.float32(left_out / scale)
        self.each_left_out = np.float32(EACH_LEFT_OUT / scale)

    def begin(self, a: int, b: int) -> tuple[np.ndarray, np.ndarray]:
        """The first frame is a pause or the first sound."""
        reached = np.full(b - a, FAR, np.float32)
        reached[: 2 if a == 0 else 0] = 0.0
        return reached, np.zeros(b - a, np.uint8)

    def advance(self, before: np.ndarray, was: int, a: int, b: int) -> tuple[np.ndarray, np.ndarray]:
        count = b - a
        padded = np.full(count + 3, FAR, np.float32)  # states a - 3 … b - 1 of the frame before
        lo, hi = max(was, a - 3), min(was + len(before), b)
        if lo < hi:
            padded[lo - a + 3 : hi - a + 3] = before[lo - was : hi - was]
        ways = np.stack(
            [
                padded[3:] + self.stay[a:b],
                padded[2:-1] + self.step[a:b],
                padded[1:-2] + self.skip[a:b],
                padded[:-3] + self.leap[a:b],
            ]
        )
        how = ways.argmin(axis=0).astype(np.uint8)
        return ways[how, np.arange(count)], how

    def omit(self, reached: np.ndarray, how: np.ndarray, a: int, b: int) -> np.ndarray:
        """From the start of a syllable to that of a later one, within a frame.

        Returns for each start in the band how many syllables were left out to get there.
        """
        i, j = np.searchsorted(self.starts, [a, b])
        if j - i < 2:
            return _NONE
        at = self.starts[i:j] - a
        numbers = np.arange(j - i)
        each = numbers * self.each_left_out
        relative = reached[at] - each
        best = np.minimum.accumulate(relative)
        origin = np.maximum.accumulate(np.where(relative == best, numbers, 0))
        ways = best[:-1] + each[1:] + self.left_out
        better = np.append(False, ways < reached[at[1:]] - 1e-3)
        reached[at[better]] = ways[better[1:]]
        how[at[better]] = OMIT
        left_out = np.where(better, numbers - np.append(0, origin[:-1]), 0)
        return left_out.astype(np.int16)


def _trace(
    moves: _Moves,
    final: np.ndarray,
    back: np.ndarray,
    offsets: np.ndarray,
    low: np.ndarray,
    omitted: Sequence[np.ndarray],
) -> np.ndarray:
    states = np.zeros(len(low), int)
    end = len(final) - 1  # the last pause; or the last sound, where the recording stops there
    state = low[-1] + (end if final[end] <= final[end - 1] else end - 1)
    for t in range(len(low) - 1, -1, -1):
        how = back[offsets[t] + state - low[t]]
        while how == OMIT:
            number = np.searchsorted(moves.starts, state)
            first = np.searchsorted(moves.starts, low[t])
            state = moves.starts[number - omitted[t][number - first]]
            how = back[offsets[t] + state - low[t]]
        states[t] = state
        state = max(state - (0, 1, 2, 3)[how], low[t - 1] if t else 0)
    return states


def _costs_along(heard: Heard, chain: Chain, states: np.ndarray) -> np.ndarray:
    out = np.zeros(len(states), np.float32)
    for first in range(0, len(states), BLOCK // 4):
        here = slice(first, first + BLOCK // 4)
        left, right = states[here].min(), states[here].max() + 1
        costs = local_costs(heard, chain, here, slice(left, right))
        out[here] = costs[np.arange(costs.shape[0]), states[here] - left]
    return out
