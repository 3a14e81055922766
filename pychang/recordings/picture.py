"""A picture of an aligned recording: its sound with the phones, its notes with the pitch as sung.

Rows of a few seconds, each of three strips: spectrogram, notes, waveform with the agreement of each phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MultipleLocator

from pychang.hangul_font import hangul_font
from pychang.performance import Phone
from pychang.performance.model import HOP_S
from pychang.recordings.as_sung import sung_track, written_midi
from pychang.recordings.f0 import to_midi
from pychang.recordings.fit import LOW
from pychang.recordings.model import Alignment, Recording
from pychang.score.model import Part
from pychang.score.range import pitch_name
from pychang.whole import whole_or_nothing

ROW_S = 6.0
ROWS = 20  # in one picture; a longer recording has several
ROW_INCHES = (20.0, 4.6)
TOP_HZ = 8000.0
N_FFT_S = 0.025
DEPTH_DB = 70.0
_RULE = dict(color="cyan", linewidth=0.7, alpha=0.9)
_SYMBOL = dict(color="white", fontsize=10, ha="center", va="top", clip_on=True)
_NOTE = dict(height=0.8, facecolor="#9ecae1", edgecolor="#3182bd", linewidth=0.6)


def draw_alignment(
    recording: Recording, alignment: Alignment, sound: np.ndarray, sample_rate: int, path: Path
) -> tuple[Path, ...]:
    """Draw an aligned recording into `path`, and what has no room there into `NAME-2.png` and so on.

    OSError. Needs praat-parselmouth (`pychang[train]`).
    """
    part = recording.score.parts[0] if recording.score else None
    f0 = sung_track(sound, sample_rate, alignment.phones, part).f0_hz
    drawn = _Drawn(recording.name, part, alignment, sound, sample_rate, to_midi(f0), hangul_font())
    page_s = ROWS * ROW_S
    pages = max(ceil(len(sound) / sample_rate / page_s - 1e-6), 1)
    paths = [path, *(path.with_name(f"{path.stem}-{n}{path.suffix}") for n in range(2, pages + 1))]
    for number, where in enumerate(paths):
        drawn.page(number * page_s, where)
    return tuple(paths)


class _Drawn:
    """What is drawn, page by page."""

    def __init__(
        self,
        name: str,
        part: Part | None,
        alignment: Alignment,
        sound: np.ndarray,
        sample_rate: int,
        midi: np.ndarray,
        font: str | None,
    ) -> None:
        self.name, self.part, self.alignment = name, part, alignment
        self.sound, self.rate, self.midi, self.font = sound, sample_rate, midi, font
        self.duration_s = len(sound) / sample_rate
        self.peak = float(np.abs(sound).max(initial=1e-6))
        self.lower = self._lower()

    def page(self, start_s: float, path: Path) -> None:
        rows = min(ROWS, max(ceil((self.duration_s - start_s) / ROW_S - 1e-6), 1))
        figure = Figure(figsize=(ROW_INCHES[0], ROW_INCHES[1] * rows + 0.5), layout="constrained")
        axes = figure.subplots(3 * rows, 1, squeeze=False, height_ratios=[2.2, 1.0, 0.5] * rows)[:, 0]
        figure.suptitle(self.name, **self._family())
        for row in range(rows):
            begin, end = start_s + row * ROW_S, start_s + (row + 1) * ROW_S
            above, middle, below = axes[3 * row : 3 * row + 3]
            self._sound(above, begin, end)
            self._notes(middle, begin, end)
            self._wave(below, begin, end)
            for one in (above, middle, below):
                one.set_xlim(begin, end)
                one.xaxis.set_major_locator(MultipleLocator(0.5))
                one.tick_params(labelbottom=one is below)
        with whole_or_nothing(path) as unfinished:
            figure.savefig(unfinished, dpi=75, format=path.suffix.lstrip(".").lower())

    def _family(self) -> dict:
        return {"fontfamily": [self.font, "DejaVu Sans"]} if self.font else {}

    def _within(self, begin_s: float, end_s: float) -> list[tuple[Phone, float]]:
        pairs = zip(self.alignment.phones, self.alignment.agreement, strict=True)
        return [(p, g) for p, g in pairs if p.end_s > begin_s and p.start_s < end_s]

    def _sound(self, axes: Axes, begin_s: float, end_s: float) -> None:
        """Spectrogram, with the phones."""
        shown = _spectrogram(self.sound, self.rate, begin_s, end_s, self.peak)
        where = (begin_s, end_s, 0.0, TOP_HZ / 1000)
        axes.imshow(shown, origin="lower", aspect="auto", cmap="magma", vmin=-DEPTH_DB, vmax=0, extent=where)
        for phone, agreement in self._within(begin_s, end_s):
            axes.axvline(phone.start_s, **_RULE)
            colour = {"color": "#ff6060"} if agreement < LOW and phone.note >= 0 else {}
            middle = (phone.start_s + phone.end_s) / 2
            axes.text(middle, TOP_HZ / 1000 * 0.98, phone.symbol, **(_SYMBOL | colour))
        axes.set_ylabel("kHz")

    def _notes(self, axes: Axes, begin_s: float, end_s: float) -> None:
        """The notes as written where they are sung, their words, and the pitch as sung."""
        words = [] if self.part is None else _words(self.alignment.phones, self.part)
        for text, midi, start_s, stop_s in words:
            if stop_s > begin_s and start_s < end_s:
                axes.barh(midi, stop_s - start_s, left=start_s, **_NOTE)
                if self.font:
                    axes.text(start_s + 0.01, midi + 0.7, text, fontsize=10, clip_on=True, **self._family())
        frames = slice(int(begin_s / HOP_S), int(end_s / HOP_S) + 1)
        times = np.arange(len(self.midi))[frames] * HOP_S
        axes.plot(times, self.midi[frames] + self.lower, ".", color="#d7301f", markersize=2)
        heights = [midi for _, midi, _, _ in words] or [60]
        axes.set_ylim(min(heights) - 4, max(heights) + 5)
        axes.yaxis.set_major_locator(MultipleLocator(4))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda midi, _: pitch_name(round(midi))))
        axes.grid(alpha=0.25, linewidth=0.5)

    def _lower(self) -> float:
        """Whole octaves by which the singer is lower than the score: they are not shown."""
        if self.part is None:
            return 0.0
        off = written_midi(self.alignment.phones, self.part, len(self.midi)) - self.midi
        off = off[~np.isnan(off)]
        return 12.0 * float(np.rint(np.median(off) / 12.0)) if len(off) else 0.0

    def _wave(self, axes: Axes, begin_s: float, end_s: float) -> None:
        """The waveform, and a bar for each phone as high as it agrees."""
        here = self.sound[int(begin_s * self.rate) : int(end_s * self.rate)] / self.peak
        step = max(len(here) // 2000, 1)
        if len(here) >= step:
            blocks = here[: len(here) // step * step].reshape(-1, step)
            times = begin_s + np.arange(len(blocks)) * step / self.rate
            axes.fill_between(times, blocks.min(axis=1), blocks.max(axis=1), color="#666666", linewidth=0)
        for phone, agreement in self._within(begin_s, end_s):
            if phone.note >= 0:
                colour = "#31a354" if agreement >= LOW else "#de2d26"
                axes.plot([phone.start_s, phone.end_s], [2 * agreement - 1] * 2, color=colour, linewidth=1.5)
        axes.set_ylim(-1.05, 1.05)
        axes.set_yticks([])


def _spectrogram(
    sound: np.ndarray, sample_rate: int, begin_s: float, end_s: float, peak: float
) -> np.ndarray:
    """dB below the recording's loudest, low frequencies first, (bins, frames) up to TOP_HZ."""
    n = int(N_FFT_S * sample_rate) // 2 * 2
    count = 1400
    starts = (np.linspace(begin_s, end_s, count, endpoint=False) * sample_rate).astype(int)
    first, last = int(begin_s * sample_rate) - n, int(end_s * sample_rate) + n
    padded = np.zeros(last - first, np.float32)
    a, b = max(first, 0), min(last, len(sound))
    if a < b:
        padded[a - first : b - first] = sound[a:b]
    frames = np.lib.stride_tricks.sliding_window_view(padded, n)[starts - n // 2 - first] * np.hanning(n)
    magnitude = np.abs(np.fft.rfft(frames, axis=1))[:, : int(TOP_HZ * n / sample_rate) + 1]
    return 20.0 * np.log10(magnitude.T / (0.12 * n * peak) + 1e-6)


def _words(phones: Sequence[Phone], part: Part) -> list[tuple[str, int, float, float]]:
    """Of each note that is sung: its syllable (where that begins), pitch, start and end."""
    out: list[tuple[str, int, float, float]] = []
    last, syllable = -1, None
    for phone in phones:
        if phone.note < 0:
            continue
        note = part.notes[phone.note]
        if phone.note == last:
            out[-1] = (*out[-1][:3], phone.end_s)
            continue
        text = part.syllables[note.syllable].text if note.syllable != syllable else ""
        out.append((text, note.midi, phone.start_s, phone.end_s))
        last, syllable = phone.note, note.syllable
    return out
