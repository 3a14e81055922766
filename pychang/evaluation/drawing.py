"""Pictures of a card, as PNG files on no ground, in colours that can be read on light and on dark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator, NullFormatter, NullLocator
from numpy.typing import NDArray

from pychang.evaluation.compare import Heard
from pychang.evaluation.envelope import HOP_S
from pychang.evaluation.model import Powers
from pychang.performance import Phone
from pychang.recordings.f0 import to_midi
from pychang.score.range import pitch_name
from pychang.sound.stft import Stft

INK = "#808080"
COLOURS = {"recording": "#808080", "voice": "#e8590c", "reference": "#4c8dd6", "round_trip": "#2f9e44"}
WINDOW = 1024
SPAN_DB = 70.0
DPI = 100
_RULE = dict(color="white", linewidth=0.5, alpha=0.45)
_SYMBOL = dict(color="white", fontsize=7, ha="center", va="top", clip_on=True)


@dataclass(frozen=True)
class DrawnNote:
    """A written pitch, where it was sung."""

    start_s: float
    end_s: float
    midi: int


def spectrograms(heard: Sequence[Heard], phones: Sequence[Phone], start_s: float, end_s: float) -> bytes:
    """Spectrograms below one another on one scale of colours, with the phones of the alignment."""
    figure = Figure(figsize=(9.0, 2.2 * len(heard) + 0.3), layout="constrained")
    axes = figure.subplots(len(heard), 1, sharex=True, squeeze=False)[:, 0]
    for one, sound in zip(axes, heard, strict=True):
        top = sound.sample_rate / 2000
        levels = _levels_db(sound, start_s, end_s)
        one.imshow(
            levels,
            origin="lower",
            aspect="auto",
            cmap="magma",
            vmin=-SPAN_DB,
            vmax=0,
            extent=(start_s, end_s, 0, top),
        )
        _draw_phones(one, phones, top)
        one.set_xlim(start_s, end_s)
        one.set_ylabel("kHz")
        _in_ink(one)
    axes[-1].set_xlabel("s")
    axes[-1].xaxis.set_major_locator(MultipleLocator(1.0))
    return png(figure)


def _levels_db(heard: Heard, start_s: float, end_s: float) -> NDArray[np.float64]:
    """(bins, frames) in dB re what few bins of this stretch pass, so that two voices' pictures compare."""
    samples = slice(*(round(at * heard.sample_rate) for at in (start_s, end_s)))
    magnitude = np.abs(Stft(heard.sample_rate, WINDOW, WINDOW // 8).forward(heard.sound[samples]))
    levels = 20 * np.log10(magnitude + 1e-9)
    return levels - np.percentile(levels, 99.9)


def _draw_phones(axes: Axes, phones: Sequence[Phone], top: float) -> None:
    for phone in phones:
        axes.axvline(phone.start_s, **_RULE)
        if phone.note >= 0:
            axes.text((phone.start_s + phone.end_s) / 2, top * 0.97, phone.symbol, **_SYMBOL)


def pitch_curves(
    wanted: Heard, made: Heard, notes: Sequence[DrawnNote], start_s: float, end_s: float
) -> bytes:
    """F0 of the recording and of the voice over the written notes."""
    figure = Figure(figsize=(9.0, 2.6), layout="constrained")
    axes = figure.subplots()
    for note in notes:
        if note.end_s > start_s and note.start_s < end_s:
            axes.barh(
                note.midi, note.end_s - note.start_s, left=note.start_s, height=0.9, color=INK, alpha=0.25
            )
    for heard, who, width in ((wanted, "recording", 3.0), (made, "voice", 1.2)):
        times = np.arange(len(heard.f0_hz)) * HOP_S
        axes.plot(times, to_midi(heard.f0_hz), color=COLOURS[who], linewidth=width)
    axes.set_xlim(start_s, end_s)
    inside = slice(int(start_s / HOP_S), int(end_s / HOP_S))
    seen = wanted.f0_hz[inside][wanted.f0_hz[inside] > 0]
    if len(seen):
        low, high = to_midi(np.percentile(seen, (1, 99)))
        axes.set_ylim(low - 3, high + 3)
    axes.yaxis.set_major_locator(MaxNLocator(8, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda midi, _: pitch_name(round(midi))))
    axes.xaxis.set_major_locator(MultipleLocator(1.0))
    axes.set_xlabel("s")
    axes.grid(alpha=0.3, linewidth=0.5)
    _in_ink(axes)
    return png(figure)


def spectrum_curves(powers: Powers, bin_hz: float) -> bytes:
    """Long-term spectra in thirds of an octave, in dB re all."""
    figure = Figure(figsize=(9.0, 3.0), layout="constrained")
    axes = figure.subplots()
    for who in ("round_trip", "reference", "recording", "voice"):
        hz, levels = thirds(getattr(powers, who), bin_hz)
        axes.plot(hz, levels, color=COLOURS[who], linewidth=3.0 if who == "recording" else 1.6)
    axes.set_xscale("log")
    axes.set_xlim(125, hz[-1])
    ticks = [tick for tick in (125, 250, 500, 1000, 2000, 4000, 8000, 16000) if tick <= hz[-1]]
    axes.set_xticks(ticks, [f"{tick}" if tick < 1000 else f"{tick // 1000}k" for tick in ticks])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_xlabel("Hz")
    axes.set_ylabel("dB")
    axes.grid(alpha=0.3, linewidth=0.5)
    _in_ink(axes)
    return png(figure)


def thirds(power: NDArray[np.float64], bin_hz: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Centres in Hz and power in dB of the thirds of an octave from 125 Hz up."""
    hz = np.arange(len(power)) * bin_hz
    centres = 125 * 2 ** (np.arange(int(3 * np.log2(hz[-1] / 125)) + 1) / 3)
    bands = [power[(hz >= c * 2 ** (-1 / 6)) & (hz < c * 2 ** (1 / 6))].sum() for c in centres]
    return centres, 10 * np.log10(np.array(bands) + 1e-12)


def _in_ink(axes: Axes) -> None:
    axes.tick_params(colors=INK)
    for label in (axes.xaxis.label, axes.yaxis.label):
        label.set_color(INK)
    for spine in axes.spines.values():
        spine.set_color(INK)


def png(figure: Figure) -> bytes:
    file = BytesIO()
    figure.savefig(file, format="png", dpi=DPI, transparent=True)
    return file.getvalue()
