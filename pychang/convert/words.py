"""Words for a sheet that has none, or others: from a text, and from one part to the parts beside it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pychang.convert.fold import folded
from pychang.convert.lyrics_file import Items
from pychang.convert.lyrics_fit import check_fit
from pychang.convert.sheet import Sheet, Stretch, Tone
from pychang.convert.syllables import anew
from pychang.convert.unroll import leader_of, unrolled, within
from pychang.diagnostic import Text
from pychang.language.syntax import Hold, LyricSyllable
from pychang.score.model import Syllable


def with_words(sheet: Sheet, items: Items, path: Path) -> Sheet:
    """The sheet with the words of a text, one item a tone of whoever leads; the other parts sing along.

    In every section the first part that sings there leads. The words are those of the sheet as it is
    written, or, if there are more, as it is sung, with all its repeats. Wrong if they fit neither.
    """
    if sheet.form and len(items) > len(_led(sheet)):
        return folded(_worded(unrolled(sheet), items, path))
    return _worded(sheet, items, path)


def _worded(sheet: Sheet, items: Items, path: Path) -> Sheet:
    led = _led(sheet)
    check_fit(items, len(led), lambda number: _place_of(led[number], sheet), path)
    rest = iter(items)
    tones: list[list[Tone]] = [[] for _ in sheet.parts]
    for section in sheet.sections:
        here = [within(part.tones, section) for part in sheet.parts]
        leader = leader_of(here)
        lead = [replace(tone, lyrics=(_syllable(next(rest)),)) for tone in here[leader]]
        for i, sung in enumerate(here):
            tones[i] += lead if i == leader else sung_along(lead, sung)
    parts = tuple(replace(part, tones=tuple(own)) for part, own in zip(sheet.parts, tones, strict=True))
    return replace(sheet, parts=parts)


def _led(sheet: Sheet) -> list[Tone]:
    """The tones that words are for."""
    found: list[Tone] = []
    for section in sheet.sections:
        here = [within(part.tones, section) for part in sheet.parts]
        found += here[leader_of(here)]
    return found


def _place_of(tone: Tone, sheet: Sheet) -> Text:
    """A tone as it is told: `E4 in bar 1`."""
    bar = sum(1 for one in sheet.bars if one.start <= tone.start)
    return Text(f"{bar}번째 마디의 {tone.pitch.name}", f"{tone.pitch.name} in bar {bar}")


def _syllable(item: LyricSyllable | Hold) -> Syllable | None:
    return None if isinstance(item, Hold) else Syllable(item.text, item.before, item.spoken)


def sung_along(lead: Sequence[Tone], tones: Sequence[Tone]) -> Iterator[Tone]:
    """Tones with the words of others: a syllable where one begins there, held where none does."""
    lyrics = {tone.start: tone.lyrics for tone in lead}
    verses = 1
    for tone in tones:
        own = lyrics.get(tone.start)
        verses = len(own) if own else verses
        yield replace(tone, lyrics=own or (None,) * verses)


def singable(sheet: Sheet) -> Sheet:
    """The same sheet; where a syllable would be held and none is, after a rest or in a new section, its vowel
    is sung anew."""
    parts = (replace(part, tones=tuple(_begun(part.tones, sheet.sections))) for part in sheet.parts)
    return replace(sheet, parts=tuple(parts))


def _begun(tones: Sequence[Tone], sections: Sequence[Stretch]) -> Iterator[Tone]:
    sounding: dict[int, Syllable] = {}
    end = None
    coming = deque(section.start for section in sections)
    for tone in tones:
        begins = tone.start != end
        while coming and coming[0] <= tone.start:
            coming.popleft()
            begins = True
        if begins and None in tone.lyrics:
            tone = replace(tone, lyrics=anew(tone.lyrics, sounding))
        sounding.update({verse: one for verse, one in enumerate(tone.lyrics) if one})
        end = tone.end
        yield tone
