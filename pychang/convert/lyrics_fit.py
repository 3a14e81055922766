"""Whether there are as many syllables as notes, and where they part if not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pychang.convert.lyrics_file import Items
from pychang.diagnostic import Text
from pychang.finding import Wrong
from pychang.language.syntax import Hold


def check_fit(
    items: Items, notes: int, place_of: Callable[[int], Text], path: Path, kind: str = "lyrics"
) -> None:
    """Wrong if there are not as many syllables (with `-`) as notes, or nothing is there to be held.

    `place_of`: how a note, by its number from 0, is told: `D5, 3.00 s`. `kind`: of the finding.
    """
    if items and isinstance(items[0], Hold):
        raise Wrong(kind, path, _NOTHING_HELD, _ONE_EACH)
    if len(items) < notes:
        raise Wrong(kind, path, _too_few(notes, len(items), place_of(len(items))), _ONE_EACH)
    if len(items) > notes:
        raise Wrong(kind, path, _too_many(items, notes), _ONE_EACH)


def _too_few(notes: int, syllables: int, place: Text) -> Text:
    number = syllables + 1
    return Text(
        f"음은 {notes}개인데 글자는 {syllables}개입니다. {number}번째 음({place.ko})부터 글자가 없습니다.",
        f"{notes} notes but {syllables} syllables: from note {number} ({place.en}) on there is none.",
    )


def _too_many(items: Items, notes: int) -> Text:
    left, number = items[notes], notes + 1
    word = "-" if isinstance(left, Hold) else left.text
    place = f"{left.span.line}:{left.span.column}"
    return Text(
        f"{place}: 음은 {notes}개인데 글자는 {len(items)}개입니다. "
        f"{number}번째 글자 ‘{word}’부터 음이 없습니다.",
        f"{place}: {len(items)} syllables but {notes} notes: from syllable {number}, `{word}`, on "
        "there is no note.",
    )


_NOTHING_HELD = Text(
    "가사가 -로 시작해서 이어 부를 글자가 없습니다.",
    "the lyrics begin with `-`, and nothing is there to hold.",
)
_ONE_EACH = Text(
    "한 글자에 한 음입니다. 한 글자를 여러 음에 부르면 음마다 -를 더하세요: 아-리랑.",
    "One syllable a note; where one is sung over several, write `-` for each further note: 아-리랑.",
)
