"""From magnitude to waveform: Griffin-Lim with momentum, started from the pitch.

D. Griffin, J. Lim: Signal estimation from modified short-time Fourier transform, IEEE Trans.
ASSP 32 (1984). N. Perraudin, P. Balazs, P. Søndergaard: A fast Griffin-Lim algorithm, WASPAA (2013).

An iteration carries a frame's influence no farther than frames overlap, so after a fixed
number of them the sound at a moment depends on a known stretch of the picture alone. A song is
therefore sung in windows that have this stretch around them, and the joined sound is that of the
whole song at once: there is nothing to fade, and memory does not grow with the song.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pychang.sound import excitation, phase, pitch
from pychang.sound.stft import Samples, Stft
from pychang.sound.windows import Frames, Window, windows

MOMENTUM = 0.99  # above 1 it diverges
ITERATIONS = 8  # on a painted picture as close as 16 (-35 dB), in little more than half the time; 4 lose 2 dB
_WINDOW_FRAMES = 512  # few enough to stay in a core's cache
_TINY = np.float32(1e-20)


@dataclass(frozen=True)
class Picture:
    """A stretch of a song, to be made into sound.

    magnitude: float32 (bins, frames), linear, as `abs(stft.forward(y))`; where a whole frame is
    exactly zero there is silence. f0_hz: (frames,), 0 where unknown; half a semitone off does no
    harm. voiced: (frames,), 0..1 or bool; 1 throughout will do, since noise is known by its looks.
    """

    magnitude: NDArray[np.float32]
    f0_hz: NDArray[np.floating]
    voiced: NDArray[np.floating] | NDArray[np.bool_]


def griffin_lim(
    magnitude: NDArray[np.float32],
    f0_hz: NDArray[np.floating],
    voiced: NDArray[np.floating] | NDArray[np.bool_],
    stft: Stft,
    iterations: int = ITERATIONS,
    seed: int = 0,
    start_phase: float = 0.0,
) -> Samples:
    """A sound whose spectrogram is near `magnitude`: float32 ((frames - 1) * hop,).

    The arguments are those of `Picture`; `start_phase` is in periods of F0. The same arguments
    give the same bits. ValueError if the shapes do not fit one another or `stft`.
    """
    blocks = sound_blocks([Picture(magnitude, f0_hz, voiced)], stft, iterations, seed, start_phase)
    return np.concatenate([np.zeros(0, np.float32), *blocks])


def sound_blocks(
    pictures: Iterable[Picture],
    stft: Stft,
    iterations: int = ITERATIONS,
    seed: int = 0,
    start_phase: float = 0.0,
    threads: int | None = None,
) -> Iterator[Samples]:
    """The sound of pictures that follow one another without gap, in blocks: float32 (samples,).

    All blocks but the last are equally long; joined they are what `griffin_lim` makes of the
    joined pictures, wherever those were cut. Pictures are asked for as they are needed. `threads`:
    as many as there are cores (4 at most) when None; it does not change the sound.
    """
    jobs = _jobs(pictures, stft, iterations, seed, start_phase)
    yield from (sound for _, sound in _in_threads(jobs, threads))


def phrase_sounds(
    phrases: Iterable[tuple[Iterable[Picture], Stft, int]], iterations: int = ITERATIONS
) -> Iterator[Samples]:
    """The sound of each phrase of (pictures, transform, seed), in order; each as if it were alone.

    A phrase has one picture at least.
    """
    jobs = (
        job
        for number, (pictures, stft, seed) in enumerate(phrases)
        for job in _jobs(pictures, stft, iterations, seed, number=number)
    )
    for _, blocks in groupby(_in_threads(jobs), key=itemgetter(0)):
        yield np.concatenate([sound for _, sound in blocks])


class _Job(NamedTuple):
    number: int
    window: Window
    stft: Stft
    iterations: int
    seed: int


def _jobs(
    pictures: Iterable[Picture],
    stft: Stft,
    iterations: int,
    seed: int,
    start_phase: float = 0.0,
    number: int = 0,
) -> Iterator[_Job]:
    """What one thread can do at a time."""
    seen = windows(_checked(pictures, stft), _WINDOW_FRAMES, pitch.CONTEXT)
    tuned = _with_cycles((_refined(w, stft) for w in seen), stft, start_phase)
    for window in windows(tuned, _WINDOW_FRAMES, _reach(stft, iterations)):
        yield _Job(number, window, stft, iterations, seed)


def _reach(stft: Stft, iterations: int) -> int:
    """How many frames away a frame can still matter: start, iterations, and the last inverse."""
    half = -(-stft.n_fft // 2 // stft.hop)
    return half + phase.CONTEXT + stft.reach * iterations + half


def _checked(pictures: Iterable[Picture], stft: Stft) -> Iterator[Frames]:
    for picture in pictures:
        magnitude, f0_hz, voiced = picture.magnitude, picture.f0_hz, picture.voiced
        bins, frames = magnitude.shape
        if bins != stft.bins or f0_hz.shape != (frames,) or voiced.shape != (frames,):
            raise ValueError(f"{magnitude.shape=}, {f0_hz.shape=}, {voiced.shape=} do not fit {stft}")
        yield magnitude, np.asarray(f0_hz, np.float64), np.asarray(voiced, np.float32)


def _refined(window: Window, stft: Stft) -> Frames:
    magnitude, f0_hz, voiced = window.frames
    refined = pitch.refine_f0(np.ascontiguousarray(magnitude.T), f0_hz, voiced, stft)
    magnitude, _, voiced = window.inner
    return magnitude, refined[window.begin - window.first : window.end - window.first], voiced


def _with_cycles(pieces: Iterable[Frames], stft: Stft, start: float) -> Iterator[Frames]:
    """Add the periods gone by, running on from piece to piece."""
    last_f0 = np.zeros(0)
    for magnitude, f0_hz, voiced in pieces:
        counted = excitation.cycles(np.concatenate([last_f0, f0_hz]), stft, start)[len(last_f0) :]
        yield magnitude, f0_hz, voiced, counted
        last_f0, start = f0_hz[-1:], counted[-1]


def _in_threads(jobs: Iterable[_Job], threads: int | None = None) -> Iterator[tuple[int, Samples]]:
    """Sing the windows side by side, and give their sounds in order, each with its job's number."""
    threads = threads or min(4, os.cpu_count() or 1)
    pool = ThreadPoolExecutor(threads)
    under_way: deque[Future[tuple[int, Samples]]] = deque()
    try:
        for job in jobs:
            under_way.append(pool.submit(_sing, job))
            if len(under_way) > threads:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    finally:  # not waited for: whoever stops listening may be one of the threads
        pool.shutdown(wait=False, cancel_futures=True)


def _sing(job: _Job) -> tuple[int, Samples]:
    number, window, stft, iterations, seed = job
    magnitude, f0_hz, voiced, at_cycles = window.frames
    wanted = np.ascontiguousarray(magnitude.T, np.float32)
    begin, end = window.begin - window.first, window.end - window.first - window.is_last
    if not wanted.any():
        return number, np.zeros((end - begin) * stft.hop, np.float32)
    rows = phase.starting_rows(wanted, f0_hz, voiced, at_cycles, stft, seed, window.first)
    return number, _iterate(rows, wanted, stft, iterations)[begin * stft.hop : end * stft.hop]


def _iterate(
    rows: NDArray[np.complex64], wanted: NDArray[np.float32], stft: Stft, iterations: int
) -> Samples:
    """Fast Griffin-Lim on frames in rows: `rows` give the phase to start from, `wanted` the magnitude."""
    pull = np.float32(MOMENTUM / (1 + MOMENTUM))
    before = np.zeros_like(rows)
    _impose(rows, wanted)
    for _ in range(iterations):
        rebuilt = stft.rows(stft.samples(rows))
        rows = rebuilt - pull * before
        _impose(rows, wanted)
        before = rebuilt
    return stft.samples(rows)


def _impose(rows: NDArray[np.complex64], wanted: NDArray[np.float32]) -> None:
    """Keep the phase of `rows`, give it the magnitude `wanted`, in place."""
    power = np.square(rows.real) + np.square(rows.imag)
    rows *= wanted / np.sqrt(power + _TINY)
