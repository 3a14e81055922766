"""The figure of `pychang show`: rows of a few seconds, in each the notes above the sound."""

from __future__ import annotations

from math import ceil
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MultipleLocator

from pychang.cli.listen import SungNote, SungStretch
from pychang.score.range import pitch_name
from pychang.whole import whole_or_nothing

ROW_S = 12.0
ROW_INCHES = (14.0, 4.2)
_NOTE = dict(height=0.8, facecolor="#9ecae1", edgecolor="#3182bd", linewidth=0.6)
_PITCH = dict(color="#d7301f", linewidth=1.1)
_RULE = dict(color="white", linewidth=0.4, alpha=0.5)


def draw_song(sung: SungStretch, font: str | None, path: Path) -> None:
    """Draw a stretch of a song into a picture file; without a font for Hangul the words are in IPA."""
    rows = ceil((sung.end_s - sung.start_s) / ROW_S - 1e-6)
    row_s = min(ROW_S, sung.end_s - sung.start_s)
    pitches = [note.midi for note in sung.notes] or [60]
    figure = Figure(figsize=(ROW_INCHES[0], ROW_INCHES[1] * rows + 0.5), layout="constrained")
    axes = figure.subplots(2 * rows, 1, squeeze=False, height_ratios=[1.0, 1.2] * rows)[:, 0]
    family = {"fontfamily": [font, "DejaVu Sans"]} if font else {}
    if font or sung.title.isascii():
        figure.suptitle(sung.title, **family)
    for row in range(rows):
        start_s = sung.start_s + row * ROW_S
        shown = sung.row(start_s, start_s + row_s)
        above, below = axes[2 * row : 2 * row + 2]
        draw_notes(above, shown, font, family)
        draw_sound(below, shown)
        above.set_ylim(min(pitches) - 2.5, max(pitches) + 3.5)
        above.tick_params(labelbottom=False)
        for one in (above, below):
            one.set_xlim(start_s, start_s + row_s)
            one.xaxis.set_major_locator(MultipleLocator(1.0))
    axes[-1].set_xlabel("s")
    with whole_or_nothing(path) as unfinished:
        figure.savefig(unfinished, dpi=100, format=path.suffix.lstrip(".").lower())


def draw_notes(axes: Axes, sung: SungStretch, font: str | None, family: dict) -> None:
    """Notes as on a piano roll, with their words above and the pitch that is sung over them."""
    for note in sung.notes:
        axes.barh(note.midi, note.end_s - note.start_s, left=note.start_s, **_NOTE)
        axes.text(note.start_s + 0.02, note.midi + 0.7, word(note, font), fontsize=10, clip_on=True, **family)
    axes.plot(times(sung), 69 + 12 * np.log2(sung.f0_hz / 440.0), **_PITCH)
    axes.yaxis.set_major_locator(MultipleLocator(2))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda midi, _: pitch_name(round(midi))))
    axes.grid(alpha=0.25, linewidth=0.5)


def word(note: SungNote, font: str | None) -> str:
    """The syllable as written, and as sung where that differs; in IPA without a font for Hangul."""
    if font is None:
        return note.ipa
    return note.written if note.written == note.sung else f"{note.written}[{note.sung}]"


def draw_sound(axes: Axes, sung: SungStretch) -> None:
    """The spectrogram that the voice painted, with the phones at their places."""
    where = (sung.start_s, sung.start_s + len(sung.picture) * sung.frame_s, 0.0, sung.highest_hz / 1000)
    axes.imshow(sung.picture.T, origin="lower", aspect="auto", cmap="magma", vmin=-1, vmax=1, extent=where)
    top = sung.highest_hz / 1000
    for phone in sung.phones:
        axes.axvline(phone.start_s, **_RULE)
        if phone.note >= 0:
            middle = (phone.start_s + phone.end_s) / 2
            axes.text(middle, top * 0.97, phone.symbol, **_SYMBOL)
    axes.set_ylabel("kHz")


_SYMBOL = dict(color="white", fontsize=7, ha="center", va="top", clip_on=True)


def times(sung: SungStretch) -> np.ndarray:
    """Seconds of each frame."""
    return sung.start_s + np.arange(len(sung.f0_hz)) * sung.frame_s
