"""A page as SVG, its words as text: they can be searched and read aloud, and need no font of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from pychang.convert.roll.shapes import Outline, Page, Shape, Step, Words
from pychang.hangul_font import FONTS

FAMILY = ", ".join(f"'{name}'" for name in FONTS) + ", sans-serif"
SERIF = "'DejaVu Serif', 'Times New Roman', serif"


def svg_of(page: Page, title: str) -> bytes:
    """The whole file, the same for the same page."""
    width, height = _number(page.width), _number(page.height)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" '
        f'viewBox="0 0 {width} {height}" font-family={quoteattr(FAMILY)} role="img">'
    )
    about = [f"<title>{_text(title)}</title>"] if title else []
    ground = f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
    shapes = (drawn for shape in page.shapes for drawn in _drawn(shape))
    rows = ('<?xml version="1.0" encoding="UTF-8"?>', head, *about, ground, *shapes, "</svg>", "")
    return "\n".join(rows).encode()


def _drawn(shape: Shape) -> Iterator[str]:
    if isinstance(shape, Words):
        yield _words(shape)
    elif shape.steps:
        yield _outline(shape)


def _words(words: Words) -> str:
    said = f'x="{_number(words.x)}" y="{_number(words.y)}" font-size="{_number(words.size)}"'
    said += f' fill="{words.colour}"'
    said += "" if words.anchor == "start" else f' text-anchor="{words.anchor}"'
    said += ' font-weight="bold"' if words.bold else ""
    said += f' font-family="{SERIF}" font-style="italic"' if words.serif else ""
    return f"<text {said}>{_text(words.text)}</text>"


def _outline(outline: Outline) -> str:
    style = outline.style
    said = f'fill="{style.fill or "none"}"'
    if style.stroke:
        said += f' stroke="{style.stroke}" stroke-width="{_number(style.width)}"'
        said += ' stroke-linejoin="round" stroke-linecap="round"'
    said += f' opacity="{_number(style.opacity)}"' if style.opacity < 1 else ""
    said += f' stroke-dasharray="{" ".join(map(_number, style.dash))}"' if style.dash else ""
    return f'<path {said} d="{"".join(map(_step, outline.steps))}"/>'


def _step(step: Step) -> str:
    return step[0] + " ".join(map(_number, step[1]))


def _number(value: float) -> str:
    """Hundredths of a point, without zeros at the end."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _text(text: str) -> str:
    """What XML may have."""
    return escape("".join(ch for ch in text if ch.isprintable()))
