"""Pieces of sound, each in its place, into one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from pychang.sound.level import Block, amplitude


@dataclass(frozen=True)
class Piece:
    """Sound that begins at sample `start`: float32 (samples,), or (samples, 2) for left and right.

    `gain` multiplies it, all of it or sample by sample (samples,); pan: -1 (left) .. 1 (right), for mono.
    This piece and those after it sound at `from_on` at the earliest.
    """

    from_on: int
    start: int
    sound: Block
    gain: float | np.ndarray = 1.0
    pan: float = 0.0


def mixed(pieces: Iterable[Piece], stereo: bool) -> Iterator[Block]:
    """The sum of pieces that come in the order of their `from_on`: (samples, 2), or (samples,) for mono.

    Holds no more than what still can change. ValueError for a pan outside -1..1.
    """
    held = np.zeros((0, 2) if stereo else 0, np.float32)
    at = 0  # where `held` begins
    for piece in pieces:
        ready = min(piece.from_on - at, len(held))
        if ready > 0:
            yield held[:ready]
            held, at = held[ready:], at + ready
        held = _added(held, _spread(piece, stereo), piece.start - at)
    if len(held):
        yield held


def _added(held: Block, sound: Block, place: int) -> Block:
    """Add a sound at a place; what lies before it is not heard any more."""
    sound, place = sound[max(-place, 0) :], max(place, 0)
    if place + len(sound) > len(held):
        more = np.zeros((place + len(sound), *held.shape[1:]), np.float32)
        more[: len(held)] = held
        held = more
    held[place : place + len(sound)] += sound
    return held


def _spread(piece: Piece, stereo: bool) -> Block:
    gain = np.asarray(piece.gain, np.float32)
    if not stereo:
        return piece.sound * gain
    if piece.sound.ndim == 2:
        return piece.sound * gain[..., None]
    return (piece.sound * gain)[:, None] * np.array(channel_gains(piece.pan), np.float32)


def channel_gains(pan: float) -> tuple[float, float]:
    """Left and right factors; their squares add up to the same wherever the piece stands."""
    if not -1 <= pan <= 1:
        raise ValueError(f"pan must be within -1..1: {pan}")
    angle = (pan + 1) * np.pi / 4
    return float(np.cos(angle)), float(np.sin(angle))


def gain_curve(steps: Iterable[tuple[int, float]], base_db: float, length: int, fade: int) -> float | Block:
    """Amplitudes for `length` samples from steps of (sample, dB); each is reached `fade` samples before it.

    One number where all steps are the same. The first step holds before it.
    """
    steps = list(steps)
    if len({db for _, db in steps}) == 1:
        return amplitude(base_db + steps[0][1])
    xs: list[int] = [0]
    ys = [steps[0][1]]
    for at, db in steps:
        xs += (max(at - fade, xs[-1]), max(at, xs[-1]))
        ys += (ys[-1], db)
    curve = np.interp(np.arange(length), xs, ys)
    return (10.0 ** ((base_db + curve) / 20.0)).astype(np.float32)
