"""How much of a song has to be sung anew."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pychang.diagnostic import Text
from pychang.language.wording import count

if TYPE_CHECKING:
    from pychang.reading import Reading


@dataclass(frozen=True)
class SoundDifference:
    """`changed` of the new song's phrases are none of the old one's; both songs' length in seconds."""

    changed: int
    old_phrases: int
    new_phrases: int
    old_s: float
    new_s: float


def compare_sound(old: Reading, new: Reading) -> SoundDifference:
    """Which phrases are others, by all that their sound depends on; both songs must be free of errors."""
    from pychang.compile import cues_of

    (before, old_s), (after, new_s) = cues_of(old), cues_of(new)
    changed = Counter(cue.key for cue in after) - Counter(cue.key for cue in before)
    return SoundDifference(changed.total(), len(before), len(after), old_s, new_s)


def sound_text(found: SoundDifference) -> Text:
    """`2 of 14 phrases change`."""
    whole = found.new_phrases
    if found.changed == whole > 1:
        ko, en = f"{whole}소절이 모두 바뀝니다", f"all {whole} phrases change"
    elif found.changed:
        verb = "changes" if found.changed == 1 else "change"
        ko = f"{whole}소절 가운데 {found.changed}소절이 바뀝니다"
        en = f"{found.changed} of {count(whole, 'phrase')} {verb}"
    else:
        ko, en = f"{whole}소절 가운데 바뀌는 소절이 없습니다", f"none of {count(whole, 'phrase')} changes"
    if found.old_phrases == whole:
        return Text(ko, en)
    return Text(f"{ko}(전에는 {found.old_phrases}소절)", f"{en} (there were {found.old_phrases})")
