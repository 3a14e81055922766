"""The score as the voice sings it: what a recording is compared with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from pychang.image import draw_conditioning
from pychang.korean.model import VOICED
from pychang.performance import Performance, Phone
from pychang.performance.model import HOP_S
from pychang.recordings.chain import Sung, phones_alone
from pychang.recordings.f0 import to_midi
from pychang.recordings.features import of_pictures
from pychang.score.model import Part
from pychang.voice import Voice
from pychang.voice.sing import Take

PIECE = 2048  # frames that are laid before the voice at once: a window takes no longer in a long song


def sing_score(part: Part, performance: Performance, voice: Voice) -> Sung:
    """What the voice makes of a performance of `part`."""
    count = len(performance.f0_hz)
    times = np.arange(count) * HOP_S
    midi = np.where(is_voiced(performance.phones, times), to_midi(performance.f0_hz), np.nan)
    features = of_pictures(_pictures(performance, voice), voice.card.geometry, midi)
    phones = phones_alone(performance.phones)
    return Sung(phones, pauses(part, performance.phones), syllable_starts(part, phones), features)


def _pictures(performance: Performance, voice: Voice) -> Iterator[np.ndarray]:
    conditioning = draw_conditioning(performance, voice.card.geometry)
    count = len(conditioning)
    takes = (Take(conditioning, a, min(a + PIECE, count)) for a in range(0, count, PIECE))
    for _, picture in voice.sing(takes):
        yield picture


def is_voiced(phones: Sequence[Phone], times: np.ndarray) -> np.ndarray:
    """Whether the phone at each time is a voiced one; bool (times,)."""
    voiced = np.array([phone.symbol in VOICED for phone in phones])
    starts = np.array([phone.start_s for phone in phones])
    return voiced[np.clip(np.searchsorted(starts, times, side="right") - 1, 0, len(phones) - 1)]


def syllable_starts(part: Part, phones: Sequence[Phone]) -> tuple[int, ...]:
    """Indices of the phones with which a syllable begins."""
    of = [part.notes[phone.note].syllable for phone in phones]
    return tuple(k for k in range(len(phones)) if k == 0 or of[k] != of[k - 1])


def pauses(part: Part, phones: Sequence[Phone]) -> tuple[bool | None, ...]:
    """`Sung.pause_before`: the score's own pauses, and those a singer may take between words."""
    out: list[bool | None] = []
    own, before = True, -1
    for phone in phones:
        if phone.note < 0:
            own = True
            continue
        syllable = part.notes[phone.note].syllable
        optional = syllable != before and part.syllables[syllable].boundary != ""
        out.append(True if own else False if optional else None)
        own, before = False, syllable
    return (*out, True)
