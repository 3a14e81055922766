"""The generator at work: conditioning image -> log-spectrogram picture, window by window, on LiteRT."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from pychang.diagnostic import Text
from pychang.image.conditioning import STRIP_ROWS, Conditioning
from pychang.image.geometry import Geometry
from pychang.korean.model import PHONES, SILENCE
from pychang.voice.files import VoiceCard, VoiceError, read_card, read_model

MOST_THREADS = 4
REST_MARGIN = 8  # frames around what is sung that keep what the voice painted: its fading away


@dataclass(frozen=True)
class Voice:
    """A voice that is ready to sing."""

    card: VoiceCard
    interpreter: Any  # ai_edge_litert.interpreter.Interpreter
    harmonics_input: int
    strip_input: int
    picture_output: int
    one_at_a_time: Lock = field(default_factory=Lock)

    def sing(
        self, conditioning: Conditioning, frames: slice = slice(None)
    ) -> Iterator[tuple[int, np.ndarray]]:
        """Successive stretches of the picture as (first frame, picture (frames, bins)), without gap.

        Rests are exactly silent, and are not painted at all where nothing is sung for long. `frames`: of the
        conditioning, those that are asked for.
        """
        quiet = rests(conditioning)
        first = frames.indices(len(quiet))[0]
        for begin, end in plan_windows(quiet[frames], self.card.geometry.frames - 2 * self.card.reach):
            start, stop = first + begin, first + end
            if quiet[start]:
                yield start, np.full((stop - start, self.card.geometry.bins), -1.0, np.float32)
            else:
                picture = self.paint(conditioning, start, stop)
                yield start, np.where(quiet[start:stop, None], np.float32(-1.0), picture)

    def paint(self, conditioning: Conditioning, start: int, stop: int) -> np.ndarray:
        """The picture of frames `start:stop`, at most `geometry.frames - 2 * reach` of them."""
        begin = start - self.card.reach
        seen = conditioning.stretch(begin, begin + self.card.geometry.frames)
        with self.one_at_a_time:
            self.interpreter.set_tensor(self.harmonics_input, seen.harmonics(0, len(seen))[None])
            self.interpreter.set_tensor(self.strip_input, seen.strip[None])
            self.interpreter.invoke()
            picture = self.interpreter.get_tensor(self.picture_output)[0]
        return picture[self.card.reach : self.card.reach + stop - start]


def load_voice(folder: Path) -> Voice:
    """A voice from its folder; VoiceError if anything about it is not right."""
    card = read_card(folder)
    return make_voice(card, read_model(card))


def make_voice(card: VoiceCard, model: bytes) -> Voice:
    """A voice from an exported model; VoiceError if the model does not do what the card says."""
    from ai_edge_litert.interpreter import Interpreter

    try:
        with _no_greeting():
            interpreter = Interpreter(model_content=model, num_threads=min(MOST_THREADS, os.cpu_count() or 1))
            interpreter.allocate_tensors()
    except (ValueError, RuntimeError) as why:
        raise _not_a_model(card, str(why)) from why
    shapes = {tuple(d["shape"]): d["index"] for d in interpreter.get_input_details()}
    outputs = {tuple(d["shape"]): d["index"] for d in interpreter.get_output_details()}
    want = model_shapes(card.geometry)
    if set(shapes) != set(want[:2]) or set(outputs) != {want[2]}:
        raise _not_a_model(card, f"{sorted(shapes)} -> {sorted(outputs)}")
    return Voice(card, interpreter, shapes[want[0]], shapes[want[1]], outputs[want[2]])


@contextmanager
def _no_greeting() -> Iterator[None]:
    """LiteRT says on standard error which of its parts it uses, past Python and past every setting."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def model_shapes(geometry: Geometry) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Shapes of a model's harmonics, strip and picture."""
    frames, bins = geometry.frames, geometry.bins
    return (1, frames, bins, 2), (1, frames, STRIP_ROWS), (1, frames, bins)


def _not_a_model(card: VoiceCard, why: str) -> VoiceError:
    where = card.model_path
    return VoiceError(
        Text(f"목소리의 모델이 아닙니다: {where}: {why}", f"this is not a voice's model: {where}: {why}")
    )


def rests(conditioning: Conditioning) -> np.ndarray:
    """Which frames have nothing but silence within `REST_MARGIN` frames; bool (frames,)."""
    sung = conditioning.strip[:, PHONES.index(SILENCE)] < 0.999
    before = np.cumsum(np.pad(sung, (REST_MARGIN + 1, REST_MARGIN)))
    return before[2 * REST_MARGIN + 1 :] == before[: len(sung)]


def plan_windows(quiet: np.ndarray, longest: int) -> list[tuple[int, int]]:
    """Stretches of at most `longest` frames that follow one another; one that begins quiet is so throughout.

    A window sees on each side all that the generator looks at, so that a cut inside a note does not change
    what is painted.
    """
    cuts = [0]
    while cuts[-1] < len(quiet):
        ahead = quiet[cuts[-1] : cuts[-1] + longest]
        cuts.append(cuts[-1] + (int(np.argmin(ahead)) if ahead[0] and not ahead.all() else len(ahead)))
    return list(pairwise(cuts))
