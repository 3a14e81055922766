"""Words for a sheet that has none, or others: from a text, and from one part to the parts beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pychang.convert.fold import folded
from pychang.convert.lyrics_file import Items
from pychang.convert.sheet import Sheet, SheetPart, Stretch, Tone
from pychang.convert.syllables import anew
from pychang.convert.unroll import unrolled
from pychang.diagnostic import Text
from pychang.finding import Wrong
from pychang.language.syntax import Hold, LyricSyllable
from pychang.score.model import Syllable


def with_words(sheet: Sheet, items: Items, path: Path) -> Sheet:
    """The sheet with the words of a text, one item a tone of whoever leads; the other parts sing along.

    In every section the first part that sings there leads. The words are those of the sheet as it is
    written, or, if there are more, as it is sung, with all its repeats. Wrong if they fit neither.
    """
    if items and isinstance(items[0], Hold):
        raise Wrong("lyrics", path, _NOTHING_HELD, _ONE_EACH)
    if sheet.form and len(items) > len(_led(sheet)):
        return singable(folded(_worded(unrolled(sheet), items, path)))
    return singable(_worded(sheet, items, path))


def _worded(sheet: Sheet, items: Items, path: Path) -> Sheet:
    if len(items) != len(_led(sheet)):
        raise Wrong("lyrics", path, _another_number(sheet, items), _ONE_EACH)
    rest = iter(items)
    tones: list[list[Tone]] = [[] for _ in sheet.parts]
    for section in sheet.sections:
        here = [_within(part, section) for part in sheet.parts]
        leader = _leader(here)
        led = [replace(tone, lyrics=(_syllable(next(rest)),)) for tone in here[leader]]
        for i, sung in enumerate(here):
            tones[i] += led if i == leader else sung_along(led, sung)
    parts = tuple(replace(part, tones=tuple(own)) for part, own in zip(sheet.parts, tones, strict=True))
    return replace(sheet, parts=parts)


def _led(sheet: Sheet) -> list[Tone]:
    """The tones that words are for."""
    found: list[Tone] = []
    for section in sheet.sections:
        here = [_within(part, section) for part in sheet.parts]
        found += here[_leader(here)]
    return found


def _within(part: SheetPart, section: Stretch) -> list[Tone]:
    return [tone for tone in part.tones if section.start <= tone.start < section.end]


def _leader(here: Sequence[Sequence[Tone]]) -> int:
    return next((i for i, tones in enumerate(here) if tones), 0)


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
    borders = {section.start for section in sheet.sections}
    return replace(
        sheet,
        parts=tuple(replace(part, tones=tuple(_begun(part.tones, borders))) for part in sheet.parts),
    )


def _begun(tones: Sequence[Tone], borders: set) -> Iterator[Tone]:
    held: dict[int, Syllable] = {}
    end = None
    passed = sorted(borders)
    for tone in tones:
        begins = tone.start != end
        while passed and passed[0] <= tone.start:
            passed.pop(0)
            begins = True
        if begins and None in tone.lyrics:
            tone = replace(tone, lyrics=anew(tone.lyrics, held))
        held.update({verse: one for verse, one in enumerate(tone.lyrics) if one})
        end = tone.end
        yield tone


def _another_number(sheet: Sheet, items: Items) -> Text:
    tones = _led(sheet)
    if len(items) < len(tones):
        at = tones[len(items)]
        bar = sum(1 for one in sheet.bars if one.start <= at.start)
        return Text(
            f"음은 {len(tones)}개인데 가사는 {len(items)}개입니다. "
            f"{len(items) + 1}번째 음({bar}번째 마디의 {at.pitch.name})부터 가사가 없습니다.",
            f"{len(tones)} notes but {len(items)} syllables: from note {len(items) + 1} "
            f"({at.pitch.name} in bar {bar}) on there is none.",
        )
    left = items[len(tones)]
    word = "-" if isinstance(left, Hold) else left.text
    place = f"{left.span.line}:{left.span.column}"
    return Text(
        f"{place}: 음은 {len(tones)}개인데 가사는 {len(items)}개입니다. ‘{word}’부터 음이 없습니다.",
        f"{place}: {len(items)} syllables but {len(tones)} notes: from `{word}` on there is none.",
    )


_NOTHING_HELD = Text(
    "가사가 -로 시작해서 이어 부를 글자가 없습니다.",
    "the lyrics begin with `-`, and nothing is there to hold.",
)
_ONE_EACH = Text(
    "한 글자에 한 음입니다. 한 글자를 여러 음에 부르면 음마다 -를 더하세요: 아-리랑.",
    "One syllable a note; where one is sung over several, write `-` for each further note: 아-리랑.",
)
