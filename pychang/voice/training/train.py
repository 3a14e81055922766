"""A training run, from data to trained weights, to be read from top to bottom."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pychang.diagnostic import Text
from pychang.voice.training.batches import Batch, Shelf, draw_batch
from pychang.voice.training.dataset import Song
from pychang.voice.training.look import Looker
from pychang.voice.training.machines import agreed, check_together, precision, strategy
from pychang.voice.training.settings import RunSettings
from pychang.voice.training.state import Checkpoints, State, read_weights
from pychang.voice.training.update import Figures, make_update

if TYPE_CHECKING:
    import keras

LOG_EVERY = 50  # steps
COLUMNS = ("step", "l1", "spectral", "fooling", "judging", "right", "held_out_l1", "held_out_spectral")

Report = Callable[[Text], None]


@dataclass(frozen=True)
class Data:
    """What a run learns from, and what it is looked at by: songs that are never trained on.

    What is really sung stands before what only rehearses.
    """

    shelves: tuple[Shelf, ...]
    held_out: list[Song]
    judged: int  # of each batch, the first so many are really sung


def train(
    settings: RunSettings,
    data: Data,
    run: Path,
    report: Report,
    stop_after_s: float | None = None,
    begin_with: Path | None = None,
) -> keras.Model:
    """Train the generator on `data`; returns the Keras model with the weights that the voice gets.

    The folder `run` keeps checkpoints, `losses.csv`, pictures, excerpts and TensorBoard's logs. A run that
    was stopped or killed goes on from its last checkpoint, with the same batches that it would have had: they
    follow from the seed, the step and the replica. `stop_after_s`: make this session's last step after so
    many seconds. `begin_with`: the folder of a voice whose weights to begin with. Unusable if those or the
    checkpoint do not fit.
    """
    import keras

    how = settings.training
    machines = strategy()
    keras.utils.set_random_seed(how.seed)
    state = State(settings, machines, precision())
    state.begin(None if begin_with is None else read_weights(begin_with, settings))
    checkpoints = Checkpoints(state, run)
    checkpoints.restore()
    check_together(machines, int(state.step))
    update = make_update(settings, state, machines, data.judged)
    looker = Looker(state.average, data.held_out, settings, run)
    log = _Log(run, report, how.steps, int(state.step))
    log.begins(state, data, machines.num_replicas_in_sync)

    late = False
    while not state.is_over and not late:
        step = int(state.step)

        def draw(replica: int, step: int = step) -> Batch:
            return draw_batch(
                data.shelves, settings.geometry, how, np.random.default_rng([how.seed, step, replica])
            )

        figures = update(draw)
        state.has_stepped(figures.right)
        log.has_stepped(figures, rested=state.rests)
        if stop_after_s is not None:
            late = agreed(machines, log.lasts_s > stop_after_s) != [0.0]
        looks = int(state.step) % how.look_every == 0 or int(state.step) == how.steps
        if looks:
            log.looked = agreed(machines, *looker.loss())
            state.has_looked(sum(log.looked))
        if looks or late or int(state.step) % LOG_EVERY == 0:
            checkpoints.save()
            looker.log(int(state.step), log.write(int(state.step)))
        if looks:
            looker.show(int(state.step))
    log.ends(state)
    state.average.set_weights(state.result())
    return state.average


@dataclass
class _Log:
    """What is said about a run while it goes, and its table of losses."""

    run: Path
    report: Report
    steps: int
    first: int
    began_s: float = field(default_factory=time.monotonic)
    looked: list[float] | None = None
    done: int = 0  # steps in this session
    _since: list[Figures] = field(default_factory=list)
    _rested: int = 0

    def begins(self, state: State, data: Data, machines: int) -> None:
        songs = sum(len(shelf.songs) for shelf in data.shelves)
        size = state.average.count_params()
        ko, en = (f", {machines}곳에서 함께", f", {machines} replicas") if machines > 1 else ("", "")
        self.report(
            Text(
                f"노래 {songs}곡, 매개변수 {size:,}개, {self.first}단계부터 {self.steps}단계까지{ko}",
                f"{songs} songs, {size:,} parameters, from step {self.first} to {self.steps}{en}",
            )
        )

    @property
    def lasts_s(self) -> float:
        return time.monotonic() - self.began_s

    def has_stepped(self, figures: Figures, rested: bool) -> None:
        self.done += 1
        self._since.append(figures)
        self._rested += rested

    def write(self, step: int) -> dict[str, float]:
        """Add a row to `losses.csv`, say it, and return it."""
        means = {name: float(np.mean([asdict(one)[name] for one in self._since])) for name in COLUMNS[1:6]}
        if self.looked is not None:
            means |= dict(zip(COLUMNS[6:], self.looked, strict=True))
        path = self.run / "losses.csv"
        new = not path.exists()
        with path.open("a", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            if new:
                writer.writerow(COLUMNS)
            row = [f"{means[name]:.5f}" if name in means else "" for name in COLUMNS[1:]]
            writer.writerow([step, *row])
        self.report(self._line(step, means))
        self._since, self._rested, self.looked = [], 0, None
        return means

    def _line(self, step: int, means: dict[str, float]) -> Text:
        share = 100 * self._rested / len(self._since)
        left = (self.steps - step) * self.lasts_s / self.done / 60
        ko_seen, en_seen = (
            (f"  떼어 둔 노래 {means['held_out_l1']:.4f}", f"  held-out {means['held_out_l1']:.4f}")
            if "held_out_l1" in means
            else ("", "")
        )
        said = f"L1 {means['l1']:.4f}  spectral {means['spectral']:.4f}"
        ko = f"{step}/{self.steps}단계  {said}  적대 {means['fooling']:.3f}"
        en = f"step {step}/{self.steps}  {said}  adversarial {means['fooling']:.3f}"
        right = 100 * means["right"]
        return Text(
            f"{ko}  판별자가 맞힘 {right:.0f} % (쉼 {share:.0f} %){ko_seen}  남은 시간 {left:.0f}분",
            f"{en}  discriminator right {right:.0f} % (rested {share:.0f} %){en_seen}  {left:.0f} min left",
        )

    def ends(self, state: State) -> None:
        if state.is_over and int(state.step) < self.steps:
            self.report(
                Text(
                    f"{int(state.step)}단계에서 그칩니다. 떼어 둔 노래가 더 나아지지 않습니다.",
                    f"stops early at step {int(state.step)}: the held-out songs get no better",
                )
            )
