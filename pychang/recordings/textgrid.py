"""A recording's phones as a TextGrid to look at and correct in Praat, and read back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from pychang.diagnostic import Text
from pychang.finding import Wrong
from pychang.korean.model import SILENCE
from pychang.performance.model import Phone
from pychang.recordings.labels.in_phones import phones_of
from pychang.recordings.labels.label import Label
from pychang.recordings.labels.onto_notes import onto_notes
from pychang.recordings.labels.praat import Interval, Tier, read_tiers, tiers_text
from pychang.score.model import Part
from pychang.score.range import pitch_name
from pychang.whole import write_whole

PHONES_TIER, SYLLABLES_TIER, NOTES_TIER = "phones", "syllables", "notes"
PHONE_NAMES = ("phone", "phon", "segment", "음소", "음운")
"""What a tier of phones is called: in MFA `phones`, or `NAME - phones`."""


def write_textgrid(path: Path, phones: Sequence[Phone], part: Part | None, duration_s: float) -> None:
    """Write phones that follow one another from 0 to `duration_s`; with a part, its syllables and notes too.

    Whole or not at all. OSError.
    """
    write_whole(path, tiers_text(tiers_of(phones, part), duration_s).encode())


def tiers_of(phones: Sequence[Phone], part: Part | None, prefix: str = "") -> list[Tier]:
    """The tier of the phones, and with a part those of its syllables and notes; `prefix`: of their names."""
    tiers = [Tier(prefix + PHONES_TIER, tuple(Interval(p.start_s, p.end_s, p.symbol) for p in phones))]
    if part is not None:
        syllables = _spans(phones, lambda note: part.notes[note].syllable, part, _block)
        tiers.append(Tier(prefix + SYLLABLES_TIER, syllables))
        tiers.append(Tier(prefix + NOTES_TIER, _spans(phones, lambda note: note, part, _pitch)))
    return tiers


def read_textgrid(path: Path, part: Part | None = None, duration_s: float | None = None) -> tuple[Phone, ...]:
    """The phones of a TextGrid, ours or another's, from 0 to its end, or to `duration_s`.

    With a part each phone has its note, found by the order of what is sung; else -1. Wrong if the file, a
    name or a time cannot be used, or something else is sung in the part; OSError.
    """
    tiers, end_s = read_tiers(path)
    tier = _phones_tier(tiers, path)
    labels = [Label(one.start_s, one.end_s, one.text, i) for i, one in enumerate(tier.intervals, 1)]
    phones = phones_of(labels, path, end_s if duration_s is None else duration_s)
    return phones if part is None else onto_notes(phones, part, path)


def _phones_tier(tiers: Sequence[Tier], path: Path) -> Tier:
    full = [tier for tier in tiers if any(one.text.strip() for one in tier.intervals)]
    named = [tier for tier in full if any(name in tier.name.lower() for name in PHONE_NAMES)]
    if named or len(full) == 1:
        return (named or full)[0]
    names = ", ".join(f"`{tier.name}`" for tier in tiers) or "-"
    text = Text(f"음소 층을 찾을 수 없습니다. 있는 층: {names}", f"no tier of phones; its tiers: {names}")
    raise Wrong("labels", path, text, _NAME_IT)


def _spans(
    phones: Sequence[Phone], unit: Callable[[int], int | None], part: Part, name: Callable[[Part, int], str]
) -> tuple[Interval, ...]:
    """Phones in a row of one unit as one interval; silences in a row as one without a name."""

    def unit_of(phone: Phone) -> int | None:
        return unit(phone.note) if phone.note >= 0 else None

    def spans() -> Iterator[Interval]:
        for number, group in groupby(phones, unit_of):
            together = list(group)
            text = "" if number is None else name(part, number)
            yield Interval(together[0].start_s, together[-1].end_s, text)

    return tuple(spans())


def _block(part: Part, syllable: int) -> str:
    return part.syllables[syllable].text


def _pitch(part: Part, note: int) -> str:
    midi = part.notes[note].midi
    return SILENCE if midi is None else pitch_name(midi)


_NAME_IT = Text(
    f"음소가 있는 층의 이름을 {PHONES_TIER}로 바꾸세요.", f"Give the tier of phones the name `{PHONES_TIER}`."
)
