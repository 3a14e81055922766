"""Mel-cepstral distortion, frame by frame and along a warping of time.

R. Kubichek: Mel-cepstral distance measure for objective speech quality assessment, IEEE PACRIM (1993):

    10 / ln 10 * sqrt(2 * sum over d = 1 … 24 of (c_d - c'_d)²)   in dB, mean over frames

It is the root mean square of the difference in dB of two envelopes over the warped frequency, when their
levels (c0) are left out. With WORLD's envelope every 5 ms and 24 coefficients it is what scripts on pyworld
and pysptk (`sp2mc`) report: two renderings that differ in breath and jitter alone are 2.94 dB apart here and
2.92 there. Only frames where both sing are counted; pauses, easily alike, would make every voice look better.
ESPnet's `evaluate_mcd.py` takes SPTK's `mcep` of plain STFT frames with c0 and up to 39 coefficients: level
and harmonics enter there, its figures are larger and not to be compared with these.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pychang.evaluation.envelope import HOP_S

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Path = tuple[NDArray[np.int_], NDArray[np.int_]]

TO_DB = 10 / np.log(10)
RADIUS_S = 0.6  # how far from the guide a warping may go


def frame_distortion(one: Floats, other: Floats) -> Floats:
    """Distortion in dB of each frame, (frames,), of mel cepstra (frames, 1 + order) side by side."""
    return TO_DB * np.sqrt(2 * np.square(one[:, 1:] - other[:, 1:]).sum(axis=1))


def distortion(one: Floats, other: Floats, counted: Mask) -> float:
    """Mean distortion in dB over the `counted` frames; nan if there are none."""
    return float(frame_distortion(one[counted], other[counted]).mean()) if counted.any() else float("nan")


def warped_distortion(
    one: Floats, other: Floats, counted_one: Mask, counted_other: Mask, guide: Floats | None = None
) -> float:
    """Mean distortion in dB along the warping that makes it least, where both are `counted`.

    guide: (frames of `one`,), about which frame of `other` each is; None: spread evenly.
    """
    path = warp(one, other, guide)
    both = counted_one[path[0]] & counted_other[path[1]]
    return distortion(one[path[0]], other[path[1]], both)


def warp(one: Floats, other: Floats, guide: Floats | None = None, radius_s: float = RADIUS_S) -> Path:
    """Dynamic time warping of cepstra (frames, 1 + order): frames of each, side by side, in order.

    Steps of (1, 1), (1, 0) and (0, 1), all weighing the same (Sakoe & Chiba 1978); within `radius_s` of the
    guide, so that time and memory grow with the length alone.
    """
    centre = np.linspace(0, len(other) - 1, len(one)) if guide is None else np.asarray(guide)
    radius = int(radius_s / HOP_S)
    left = np.maximum.accumulate(np.clip(np.rint(centre).astype(int) - radius, 0, len(other) - 1))
    left[0] = 0
    return _back(_moves(one, other, left, _width(left, radius, len(other))), left, len(other))


def _width(left: NDArray[np.int_], radius: int, frames: int) -> int:
    """Wide enough that neighbouring rows of the band meet, and that it holds both ends."""
    return int(max(2 * radius + 1, np.diff(left, append=left[-1]).max() + 2, frames - left[-1]))


def _moves(one: Floats, other: Floats, left: NDArray[np.int_], width: int) -> NDArray[np.uint8]:
    """By which move the cheapest way reaches each place of the band: 0 (1, 1), 1 (1, 0), 2 (0, 1).

    Row `i` of the band is frame `i` of `one` against frames `left[i] …` of `other`. The cost of moving along
    a row is a running sum, so the best place to enter the row is a running minimum.
    """
    moves = np.empty((len(one), width), np.uint8)
    before = np.full(width + 1, np.inf)
    before[0] = 0.0  # as if frame -1 met frame -1
    shift = 0
    for i in range(len(one)):
        frames = other[left[i] : left[i] + width, 1:]
        cost = np.full(width, np.inf)
        cost[: len(frames)] = np.sqrt(np.square(frames - one[i, 1:]).sum(axis=1))
        entered = np.full(width + 1, np.inf)  # from the row before: entered[j] is place left[i] + j - 1
        kept = before[shift:]
        entered[: len(kept)] = kept
        across, up = entered[:-1], entered[1:]
        total = np.cumsum(np.where(np.isfinite(cost), cost, 0))
        came = np.minimum(across, up) + cost
        best = np.minimum.accumulate(np.where(np.isfinite(cost), came - total, np.inf)) + total
        best[~np.isfinite(cost)] = np.inf
        moves[i] = np.where(best < came - 1e-12, 2, np.where(across <= up, 0, 1))
        before = np.concatenate([[np.inf], best])
        shift = left[i + 1] - left[i] if i + 1 < len(one) else 0
    return moves


def _back(moves: NDArray[np.uint8], left: NDArray[np.int_], frames: int) -> Path:
    i, j = len(moves) - 1, frames - 1
    found = [(i, j)]
    while i > 0 or j > 0:
        move = moves[i, j - left[i]]
        i, j = i - (move != 2), j - (move != 1)
        found.append((i, j))
    rows, columns = zip(*reversed(found), strict=True)
    return np.array(rows), np.array(columns)
