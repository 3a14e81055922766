"""One vibrato for a whole track, where nearly all its long notes have the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pychang.convert.editor.project import Clock, DrawnNote
from pychang.score.model import Vibrato

LONG_S = 0.4  # a shorter note takes no vibrato from a setting, as our voices sing
MOST = 0.7  # so many of the long notes must have it
NEAR_S = 0.003
USUAL = 3  # delays that are tried, beside the latest


def one_vibrato(notes: Sequence[DrawnNote], clock: Clock) -> tuple[Vibrato | None, tuple[DrawnNote, ...]]:
    """The vibrato of a track, and its notes without what that says already. None if notes differ too much,
    or if a long one has none."""
    lengths = [clock.seconds(note.end) - clock.seconds(note.start) for note in notes]
    found = [note.expression.vibrato for note, length in zip(notes, lengths, strict=True) if length >= LONG_S]
    known = [vibrato for vibrato in found if vibrato is not None]
    if not known or len(known) < len(found):
        return None, tuple(notes)
    (depth, rate), times = Counter((one.depth_cents, one.rate_hz) for one in known).most_common(1)[0]
    if not depth or times < MOST * len(found):
        return None, tuple(notes)
    delays = [one.delay_s for one in known if (one.depth_cents, one.rate_hz) == (depth, rate)]
    pairs = tuple(zip(notes, lengths, strict=True))
    candidates = (max(delays), *(delay for delay, _ in Counter(delays).most_common(USUAL)))
    common = max(
        (Vibrato(depth, rate, delay) for delay in candidates),
        key=lambda vibrato: sum(_says(vibrato, note, length) for note, length in pairs),
    )
    return common, tuple(_without(note) if _says(common, note, one) else note for note, one in pairs)


def _says(common: Vibrato, note: DrawnNote, length_s: float) -> bool:
    """Whether a note would be sung the same without its own vibrato."""
    own = note.expression.vibrato
    if own is None or length_s < LONG_S:
        return False
    same = (own.depth_cents, own.rate_hz) == (common.depth_cents, common.rate_hz)
    return same and abs(own.delay_s - min(common.delay_s, length_s / 2)) < NEAR_S


def _without(note: DrawnNote) -> DrawnNote:
    return replace(note, expression=replace(note.expression, vibrato=None))
