"""Pages as PNG and PDF, drawn by matplotlib."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from math import sqrt

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from PIL import Image

from pychang.convert.roll.shapes import Outline, Page, Step, Words

POINTS = 72  # an inch
DPI = 160
MOST_PIXELS = 40_000_000
FIRST_JAMO = "\u1100"  # all Hangul stands from here on
TRUETYPE, OUTLINES = 42, 3  # how fonts stand in a PDF, as matplotlib counts them
_CODES = {"M": [Path.MOVETO], "L": [Path.LINETO], "C": [Path.CURVE4] * 3, "Z": [Path.CLOSEPOLY]}


def png_of(page: Page, font: str | None) -> bytes:
    """A picture 160 pixels an inch, fewer if it would be too large."""
    inches = page.width * page.height / POINTS**2
    dpi = min(DPI, sqrt(MOST_PIXELS / inches))
    canvas = FigureCanvasAgg(_figure(page, font, dpi))
    with _unsaid():
        canvas.draw()
    pixels = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    file = BytesIO()
    pixels.save(file, format="png", dpi=(dpi, dpi))
    return file.getvalue()


def pdf_of(pages: Sequence[Page], font: str | None, about: dict[str, str]) -> bytes:
    """A document of all pages; `about`: its title and author. No date is in it."""
    file = BytesIO()
    kind = TRUETYPE if font is None or _is_truetype(font) else OUTLINES
    metadata = {**about, "Creator": "PyChang", "CreationDate": None}
    with (
        _unsaid(),
        matplotlib.rc_context({"pdf.fonttype": kind}),
        PdfPages(file, metadata=metadata) as document,
    ):
        for page in pages:
            document.savefig(_figure(page, font, POINTS))
    return file.getvalue()


@contextmanager
def _unsaid() -> Iterator[None]:
    """What the drawers would like to remark on fonts (a weight that is only nearly bold) is nobody's
    business."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)


def _is_truetype(font: str) -> bool:
    """Whether a font, or the first of a collection, can stand as it is in a PDF; else its letters are
    drawn."""
    with open(findfont(FontProperties(family=font)), "rb") as file:
        start = file.read(16)
        if start[:4] == b"ttcf":
            file.seek(int.from_bytes(start[12:16], "big"))
            start = file.read(4)
    return start[:4] != b"OTTO"


def _figure(page: Page, font: str | None, dpi: float) -> Figure:
    figure = Figure(figsize=(page.width / POINTS, page.height / POINTS), dpi=dpi, facecolor="white")
    figure.add_artist(_Drawing(page, font))
    return figure


class _Drawing(Artist):
    """All shapes of a page, drawn at once."""

    def __init__(self, page: Page, font: str | None) -> None:
        super().__init__()
        self.page = page
        self.family = (*([font] if font else []), "DejaVu Sans")

    def can_write(self, text: str) -> bool:
        """Without a font for Hangul there would be nothing but boxes."""
        return len(self.family) > 1 or not any(ch >= FIRST_JAMO for ch in text)

    def draw(self, renderer: RendererBase) -> None:
        for shape in self.page.shapes:
            if isinstance(shape, Words):
                if self.can_write(shape.text):
                    self._write(shape, renderer)
            elif shape.steps:
                self._outline(shape, renderer)

    def _outline(self, outline: Outline, renderer: RendererBase) -> None:
        style = outline.style
        pixels = renderer.points_to_pixels(1.0)
        gc = renderer.new_gc()
        gc.set_alpha(style.opacity)
        gc.set_capstyle("round")
        gc.set_joinstyle("round")
        gc.set_antialiased(True)
        gc.set_linewidth(style.width)
        gc.set_foreground(style.stroke or style.fill)
        if style.dash:
            gc.set_dashes(0, style.dash)
        place = Affine2D().scale(pixels, -pixels).translate(0, pixels * self.page.height)
        fill = matplotlib.colors.to_rgb(style.fill) if style.fill else None
        renderer.draw_path(gc, _path(outline.steps), place, fill)
        gc.restore()

    def _write(self, words: Words, renderer: RendererBase) -> None:
        pixels = renderer.points_to_pixels(1.0)
        font = _font(("DejaVu Serif",) if words.serif else self.family, words.size, words.bold, words.serif)
        x, y = pixels * words.x, pixels * words.y
        if words.anchor != "start":
            width, _, _ = renderer.get_text_width_height_descent(words.text, font, False)
            x -= width if words.anchor == "end" else width / 2
        gc = renderer.new_gc()
        gc.set_foreground(words.colour)
        renderer.draw_text(
            gc, x, y if renderer.flipy() else pixels * self.page.height - y, words.text, font, 0
        )
        gc.restore()


def _path(steps: Sequence[Step]) -> Path:
    codes: list[int] = []
    points: list[tuple[float, float]] = []
    for letter, numbers in steps:
        codes += _CODES[letter]
        points += zip(numbers[::2], numbers[1::2], strict=True) if numbers else [(0.0, 0.0)]
    return Path(points, codes)


@lru_cache(64)
def _font(family: tuple[str, ...], size: float, bold: bool, italic: bool) -> FontProperties:
    style, weight = "italic" if italic else "normal", "bold" if bold else "normal"
    return FontProperties(family=list(family), size=size, style=style, weight=weight)
