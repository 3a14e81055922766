"""Bars and sections laid over written time, for formats that do not have them as we do."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

from pychang.convert.meters import USUAL_METER
from pychang.convert.plain_text import unlike
from pychang.convert.sheet import Bar, SheetPart, Stretch, Tone
from pychang.score.settings import Meter

SECTION = "노래"  # where nothing else is said


def bars_of(changes: Iterable[tuple[Fraction, Meter]], end: Fraction) -> tuple[Bar, ...]:
    """Bars from 0 to `end` or a little later, the last one whole; a change within a bar cuts it short."""
    meters = {Fraction(0): USUAL_METER, **dict(changes)}
    borders = [*sorted(one for one in meters if one < end or not one), None]
    bars: list[Bar] = []
    for here, following in pairwise(borders):
        now, meter = here, meters[here]
        while now < (end if following is None else following) or (following is None and not bars):
            until = now + meter.length if following is None else min(now + meter.length, following)
            bars.append(Bar(now, until - now, meter))
            now = until
    return tuple(bars)


def section_name(text: str, taken: Iterable[str] = ()) -> str:
    """A text as the name of a section, another one than those `taken`."""
    bare = re.sub(r"[\s*\[\]]+", "-", unicodedata.normalize("NFC", text).strip().replace("//", "-"))
    name = "".join(ch for ch in bare.strip("-") if ch.isprintable())[:40] or SECTION
    return unlike(name, set(taken))


def sections_of(
    marks: Iterable[tuple[Fraction, str]], bars: Sequence[Bar], parts: Sequence[SheetPart]
) -> tuple[Stretch, ...]:
    """Sections from where marks name them to the next mark, each from the nearest barline on.

    A mark where a syllable is being sung over the barline is passed over. Sections of one name are told
    apart later, when their music is compared.
    """
    starts = [bar.start for bar in bars]
    named = {Fraction(0): SECTION}
    for position, text in sorted(marks):
        after = bisect_right(starts, position) - 1
        near = min(starts[after : after + 2], key=lambda start: abs(start - position))
        if not near or not any(is_crossed(part.tones, near) for part in parts):
            named[near] = section_name(text)
    borders = [*sorted(named), bars[-1].end]
    return tuple(Stretch(named[here], here, there) for here, there in pairwise(borders))


def is_crossed(tones: Sequence[Tone], border: Fraction) -> bool:
    """Whether a tone, or a syllable held from one tone to the next, goes on over a border."""
    before = next((tone for tone in reversed(tones) if tone.start < border), None)
    after = next((tone for tone in tones if tone.start >= border), None)
    if before is not None and before.end > border:
        return True
    held = after is not None and bool(after.lyrics) and None in after.lyrics
    return held and before is not None
