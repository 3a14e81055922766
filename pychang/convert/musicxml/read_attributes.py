"""Meters and keys, and the passes in which a note sounds."""

from __future__ import annotations

import re
from fractions import Fraction
from xml.etree.ElementTree import Element

from pychang.convert.key import MOST_FIFTHS, Key
from pychang.convert.meters import meter_lasting
from pychang.convert.musicxml.read_values import number, whole
from pychang.score.settings import Meter


def meter_of(time: Element) -> Meter | None:
    """`3/4`, `3+2/8`, `2/4 + 3/8` as one; None where there is no meter (senza misura)."""
    total, unit = Fraction(0), 0
    pairs = zip(time.iterfind("beats"), time.iterfind("beat-type"), strict=False)
    for beats, kind in pairs:
        each = whole(kind.text)
        count = sum(number(one) or 0 for one in (beats.text or "").split("+"))
        if not each or not 0 < each <= 1024 or not 0 < count <= 1024:
            return None
        total += Fraction(count) / each
        unit = max(unit, each)
    return meter_lasting(total, unit) if total else None


def key_of(key: Element, shift: int) -> Key | None:
    """A key signature as it sounds; None if it is none of the usual ones."""
    fifths = whole(key.findtext("fifths"))
    if fifths is None or abs(fifths) > MOST_FIFTHS:
        return None
    sounding = fifths + shift
    if abs(sounding) > MOST_FIFTHS:
        sounding -= 12 if sounding > 0 else -12
    return Key(sounding, (key.findtext("mode") or "").strip().lower() in ("minor", "aeolian"))


def passes_of(time_only: str | None) -> frozenset[int]:
    """The times through a repeat (`1, 2`) in which a note sounds; none for all."""
    if not time_only:
        return frozenset()
    return frozenset(int(one) for one in re.findall(r"\d{1,2}", time_only))
