"""The generator at work: conditioning image -> log-spectrogram picture, window by window, on LiteRT."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from pychang.diagnostic import Text
from pychang.image.conditioning import STRIP_ROWS, Conditioning
from pychang.image.geometry import Geometry
from pychang.korean.model import PHONES, SILENCE
from pychang.voice.error import broken
from pychang.voice.files import VoiceCard, read_card, read_model
from pychang.voice.package.model import check_model, not_a_model

MOST_THREADS = 4
REST_MARGIN = 8  # frames around what is sung that keep what the voice painted: its fading away
_NO_NUMBERS = Text("모델이 수가 아닌 것을 그립니다", "its model paints what are no numbers")


@dataclass(frozen=True)
class Voice:
    """A voice that is ready to sing."""

    card: VoiceCard
    interpreter: Any  # ai_edge_litert.interpreter.Interpreter
    harmonics_input: int
    strip_input: int
    picture_output: int
    one_at_a_time: Lock = field(default_factory=Lock)

    def sing(self, takes: Iterable[Take]) -> Iterator[tuple[int, np.ndarray]]:
        """The pictures of takes, one after another, in pieces: (number of the take, (frames, bins)).

        Takes lie side by side in the generator's windows, so that short ones waste none of them; what is
        painted depends on nothing but the take. Rests are exactly silent.
        """
        for window in tape(takes, self.card.geometry.frames, self.card.reach):
            picture = self.paint(window.conditioning)
            for piece in window.pieces:
                silent = np.float32(-1.0)
                yield piece.number, np.where(piece.quiet[:, None], silent, picture[piece.rows])

    def paint(self, conditioning: Conditioning) -> np.ndarray:
        """The picture (frames, bins) of as many frames as the geometry has; wrong near its two ends.

        VoiceError if it is not all numbers.
        """
        with self.one_at_a_time:
            harmonics = conditioning.harmonics(0, len(conditioning))
            self.interpreter.set_tensor(self.harmonics_input, harmonics[None])
            self.interpreter.set_tensor(self.strip_input, conditioning.strip[None])
            self.interpreter.invoke()
            picture = self.interpreter.get_tensor(self.picture_output)[0]
        if not np.isfinite(picture).all():
            raise broken(self.card.model_path, _NO_NUMBERS)
        return picture

    def sing_whole(self, conditioning: Conditioning) -> np.ndarray:
        """The picture (frames, bins) of a whole conditioning image."""
        pieces = self.sing([Take(conditioning, 0, len(conditioning))])
        return np.concatenate([picture for _, picture in pieces])


def load_voice(where: Path) -> Voice:
    """A voice from its folder or zip; VoiceError if anything about it is not right."""
    card = read_card(where)
    return make_voice(card, read_model(card))


def make_voice(card: VoiceCard, model: bytes) -> Voice:
    """A voice from an exported model; VoiceError if the model does not do what the card says."""
    from ai_edge_litert.interpreter import Interpreter

    check_model(card.model_path, model)
    try:
        with _no_greeting():
            interpreter = Interpreter(model_content=model, num_threads=min(MOST_THREADS, os.cpu_count() or 1))
            interpreter.allocate_tensors()
    except (ValueError, RuntimeError) as why:
        raise not_a_model(card.model_path, str(why)) from why
    shapes = {tuple(d["shape"]): d["index"] for d in interpreter.get_input_details()}
    outputs = {tuple(d["shape"]): d["index"] for d in interpreter.get_output_details()}
    want = model_shapes(card.geometry)
    if set(shapes) != set(want[:2]) or set(outputs) != {want[2]}:
        raise not_a_model(card.model_path, f"{sorted(shapes)} -> {sorted(outputs)}")
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


def rests(conditioning: Conditioning) -> np.ndarray:
    """Which frames have nothing but silence within `REST_MARGIN` frames; bool (frames,)."""
    sung = conditioning.strip[:, PHONES.index(SILENCE)] < 0.999
    before = np.cumsum(np.pad(sung, (REST_MARGIN + 1, REST_MARGIN)))
    return before[2 * REST_MARGIN + 1 :] == before[: len(sung)]


# ── takes into windows ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Take:
    """Frames `start:stop` of a conditioning, to be painted; what is around them is seen too."""

    conditioning: Conditioning
    start: int
    stop: int


@dataclass(frozen=True)
class Piece:
    """Rows of a window's picture, of which take they are, and which of them are silent."""

    number: int
    rows: slice
    quiet: np.ndarray


@dataclass(frozen=True)
class TapeWindow:
    """What the generator sees at once, and what of it is wanted."""

    conditioning: Conditioning
    pieces: list[Piece]


def tape(takes: Iterable[Take], width: int, reach: int) -> Iterator[TapeWindow]:
    """Windows of `width` frames over all takes laid end to end, each with `reach` frames of its own around.

    Nothing that is wanted lies within `reach` of a window's ends or of another take.
    """
    laid = _Laid(width, reach)
    for number, take in enumerate(takes):
        laid.add(number, take)
        while laid.is_full:
            yield laid.next_window()
    while laid.wanted:
        yield laid.next_window()


@dataclass
class _Laid:
    """What of the tape is not done yet; `wanted`: (take, where it begins, its quiet frames)."""

    width: int
    reach: int
    held: Conditioning | None = None
    wanted: list[tuple[int, int, np.ndarray]] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        return self.held is not None and len(self.held) >= self.width

    def add(self, number: int, take: Take) -> None:
        own = take.conditioning.stretch(take.start - self.reach, take.stop + self.reach)
        quiet = rests(take.conditioning)[take.start : take.stop]
        self.wanted.append((number, (len(self.held) if self.held else 0) + self.reach, quiet))
        self.held = self.held.followed_by(own) if self.held else own

    def next_window(self) -> TapeWindow:
        """The first window, after which the tape moves on to where the next one begins."""
        window = TapeWindow(self.held.stretch(0, self.width), self._pieces())
        step = self.width - 2 * self.reach
        self.held = self.held.stretch(step, len(self.held)) if len(self.held) > step else None
        moved = ((number, begin - step, quiet) for number, begin, quiet in self.wanted)
        self.wanted = [one for one in moved if one[1] + len(one[2]) > self.reach]
        return window

    def _pieces(self) -> list[Piece]:
        pieces = []
        for number, begin, quiet in self.wanted:
            start, stop = max(begin, self.reach), min(begin + len(quiet), self.width - self.reach)
            if start < stop:
                pieces.append(Piece(number, slice(start, stop), quiet[start - begin : stop - begin]))
        return pieces
