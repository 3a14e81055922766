"""The generator at work: conditioning image -> log-spectrogram picture, window by window, on LiteRT."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pychang.diagnostic import Text
from pychang.image.conditioning import STRIP_ROWS, Conditioning
from pychang.image.geometry import Geometry
from pychang.korean.model import PHONES, SILENCE
from pychang.voice.files import VoiceCard, VoiceError, read_card, read_model

MOST_THREADS = 4


@dataclass(frozen=True)
class Voice:
    """A voice that is ready to sing."""

    card: VoiceCard
    interpreter: Any  # ai_edge_litert.interpreter.Interpreter
    harmonics_input: int
    strip_input: int
    picture_output: int

    def sing(self, conditioning: Conditioning) -> Iterator[tuple[int, np.ndarray]]:
        """Successive stretches of the picture as (first frame, picture (frames, bins)), without gap."""
        for start, stop in plan_windows(conditioning, self.card.geometry.frames, self.card.reach):
            yield start, self.paint(conditioning, start, stop)

    def paint(self, conditioning: Conditioning, start: int, stop: int) -> np.ndarray:
        """The picture of frames `start:stop`, at most `geometry.frames - 2 * reach` of them."""
        begin = start - self.card.reach
        seen = conditioning.stretch(begin, begin + self.card.geometry.frames)
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


def model_shapes(geometry: Geometry) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Shapes of a model's harmonics, strip and picture."""
    frames, bins = geometry.frames, geometry.bins
    return (1, frames, bins, 2), (1, frames, STRIP_ROWS), (1, frames, bins)


def _not_a_model(card: VoiceCard, why: str) -> VoiceError:
    where = card.model_path
    return VoiceError(
        Text(f"목소리의 모델이 아닙니다: {where}: {why}", f"this is not a voice's model: {where}: {why}")
    )


def plan_windows(conditioning: Conditioning, frames: int, reach: int) -> list[tuple[int, int]]:
    """Stretches of at most `frames - 2 * reach` frames, cut in the latest rest where there is one.

    A window sees `reach` frames more on each side, all that the generator looks at, so that a cut inside a
    note does not change what is painted.
    """
    silent = conditioning.strip[:, PHONES.index(SILENCE)] > 0.999
    longest = frames - 2 * reach
    cuts = [0]
    while cuts[-1] + longest < len(conditioning):
        start = cuts[-1]
        rests = np.flatnonzero(silent[start + longest // 2 : start + longest])
        cuts.append(start + longest // 2 + int(rests[-1]) if len(rests) else start + longest)
    return list(zip(cuts, [*cuts[1:], len(conditioning)], strict=True))
