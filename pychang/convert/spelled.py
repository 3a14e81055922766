"""Lengths, numbers and braces as they are typed."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pychang.language.lengths import length_text as plain_length
from pychang.score.expression import BREATHY, DEFAULT_VIBRATO, SLIDE_S
from pychang.score.model import Expression, Vibrato

MOST_TYPED = 9999
_FLAGS = ("scoop", "fall", "accent", "staccato", "tenuto", "fermata")


def number_text(value: float, decimals: int = 4) -> str:
    """`84`, `112.5`; so many decimals (above 0) at most."""
    return f"{round(value, decimals) + 0.0:.{decimals}f}".rstrip("0").rstrip(".")  # never `-0`


def length_text(length: Fraction) -> str:
    """`4`, `8.`, `2+8`, `5/28`: one sign, else two where that is enough, else a fraction."""
    text = plain_length(length)
    if "/" not in text:
        return text
    if length.numerator > MOST_TYPED and length.denominator > 1:  # more digits than can be typed
        return f"{length_text(Fraction(int(length)))}+{length_text(length % 1)}"
    first = Fraction(1, 2 ** max(length.denominator.bit_length() - length.numerator.bit_length(), 0))
    for longest in (first, first / 2):
        for one in (longest * Fraction(3, 2), longest):
            signs = plain_length(one), plain_length(length - one) if length > one else "/"
            if not any("/" in sign for sign in signs):
                return "+".join(signs)
    return text


def options_text(how: Expression) -> str:
    """`{slide accent}`, or nothing."""
    words = " ".join(_options(how))
    return f"{{{words}}}" if words else ""


def _options(how: Expression) -> Iterator[str]:
    if how.vibrato is not None:
        yield vibrato_text(how.vibrato)
    if how.slide_s:
        yield "slide" if how.slide_s == SLIDE_S else f"slide={number_text(how.slide_s)}"
    yield from (flag for flag in _FLAGS if getattr(how, flag))
    if how.bend_cents:
        yield f"bend={','.join(number_text(cents) for cents in how.bend_cents)}"
    if how.breathy:
        yield "breathy" if how.breathy == BREATHY else f"breathy={number_text(how.breathy)}"
    if how.level_db:
        yield f"loud={number_text(how.level_db)}"


def vibrato_text(vibrato: Vibrato) -> str:
    """As it stands in braces."""
    if not vibrato.depth_cents:
        return "vibrato=off"
    if vibrato == DEFAULT_VIBRATO:
        return "vibrato"
    depth, rate, delay = map(number_text, (vibrato.depth_cents, vibrato.rate_hz, vibrato.delay_s))
    return f"vibrato depth={depth} rate={rate} delay={delay}"
