"""Words for a sheet that has none, or others: from a text, and from one part to the parts beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pychang.convert.fold import folded
from pychang.convert.layout import anew
from pychang.convert.lyrics_file import Items
from pychang.convert.sheet import Sheet, SheetPart, Tone
from pychang.convert.unroll import unrolled
from pychang.diagnostic import Text
from pychang.finding import Wrong
from pychang.language.syntax import Hold
from pychang.score.model import Syllable

HELD = Syllable("아", " ")


def with_words(sheet: Sheet, items: Items, path: Path) -> Sheet:
    """The sheet with the words of a text, one item a tone of its first part; the other parts sing along.

    The words are those of the sheet as it is written, or, if there are more, as it is sung, with all its
    repeats. Wrong if they fit neither.
    """
    if items and isinstance(items[0], Hold):
        raise Wrong("lyrics", path, _NOTHING_HELD, _ONE_EACH)
    sung = sheet if not sheet.form or len(items) <= len(_lead(sheet).tones) else unrolled(sheet)
    lead = _lead(sung)
    if len(items) != len(lead.tones):
        raise Wrong("lyrics", path, _another_number(sung, items), _ONE_EACH)
    tones = tuple(
        replace(tone, lyrics=(None if isinstance(item, Hold) else _syllable(item),))
        for tone, item in zip(lead.tones, items, strict=True)
    )
    lead = replace(lead, tones=tones)
    parts = tuple(lead if part is _lead(sung) else sung_along(lead, part) for part in sung.parts)
    return singable(folded(replace(sung, parts=parts)) if sung is not sheet else replace(sung, parts=parts))


def _lead(sheet: Sheet) -> SheetPart:
    """The part whose words a text has: the first that sings."""
    return next((part for part in sheet.parts if part.tones), sheet.parts[0])


def _syllable(item) -> Syllable:
    return Syllable(item.text, item.before, item.spoken)


def sung_along(lead: SheetPart, part: SheetPart) -> SheetPart:
    """The part with the words of another: a syllable where one begins there, held where none does."""
    lyrics = {tone.start: tone.lyrics for tone in lead.tones}
    missed: tuple[Syllable | None, ...] = ()
    tones: list[Tone] = []
    for tone in part.tones:
        own = lyrics.get(tone.start)
        tones.append(replace(tone, lyrics=own or (None,) * max(len(missed), 1)))
        missed = own or missed
    return replace(part, tones=tuple(tones))


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
    tones = _lead(sheet).tones
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
