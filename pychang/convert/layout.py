"""Bars and sections laid over written time, for formats that do not have them as we do."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from pychang.convert.sheet import Bar, SheetPart, Stretch, Tone
from pychang.korean.jamo import compose, decompose
from pychang.score.model import Syllable
from pychang.score.settings import Meter

SECTION = "노래"  # where nothing else is said
USUAL_METER = Meter(4, 4)


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
    used = set(taken)
    if name not in used:
        return name
    return next(one for number in range(2, len(used) + 3) if (one := f"{name}-{number}") not in used)


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


def cut_at(tones: Sequence[Tone], borders: Iterable[Fraction]) -> Iterator[Tone]:
    """The same tones, none of them or of their syllables over a border: what goes on is sung on its vowel."""
    left = sorted(borders)
    held: dict[int, Syllable] = {}  # for each verse what is being sung
    for tone in tones:
        passed = bool(left) and tone.start >= left[0]
        while left and left[0] <= tone.start:
            left.pop(0)
        if passed:
            tone = replace(tone, lyrics=anew(tone.lyrics, held))
        held.update({verse: one for verse, one in enumerate(tone.lyrics) if one})
        while left and left[0] < tone.end:
            border = left.pop(0)
            yield replace(tone, duration=border - tone.start, breath_after=False)
            rest = replace(tone, start=border, duration=tone.end - border)
            tone = replace(rest, lyrics=anew((None,) * len(tone.lyrics), held))
        yield tone


def anew(lyrics: tuple[Syllable | None, ...], held: dict[int, Syllable]) -> tuple[Syllable | None, ...]:
    return tuple(one or _vowel_of(held.get(verse)) for verse, one in enumerate(lyrics))


def _vowel_of(syllable: Syllable | None) -> Syllable:
    if syllable is None:
        return Syllable("아", "")
    _, nucleus, coda = decompose(syllable.text)
    return Syllable(compose("", nucleus, coda), "")
