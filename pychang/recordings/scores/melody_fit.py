"""Whether there are as many syllables as notes, and where they part if not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

from pychang.convert.lyrics_file import Items
from pychang.diagnostic import Text
from pychang.finding import Wrong
from pychang.language.syntax import Hold, LyricSyllable
from pychang.recordings.scores.melody import Tone
from pychang.score.range import pitch_name


def check_fit(tones: Sequence[Tone], items: Items, seconds: Callable[[Fraction], float], path: Path) -> None:
    """Wrong if there are not as many syllables (with `-`) as notes, or nothing is there to be held."""
    if items and isinstance(items[0], Hold):
        raise Wrong("syllables", path, _NOTHING_HELD, _HOLD)
    if len(items) < len(tones):
        at_s = seconds(tones[len(items)].start)
        raise Wrong("syllables", path, _too_few(tones, len(items), at_s), _HOLD)
    if len(items) > len(tones):
        raise Wrong("syllables", path, _too_many(items, len(tones)), _HOLD)


def _too_few(tones: Sequence[Tone], syllables: int, at_s: float) -> Text:
    number, name = syllables + 1, pitch_name(tones[syllables].midi)
    return Text(
        f"음은 {len(tones)}개인데 글자는 {syllables}개입니다. "
        f"{number}번째 음({name}, {at_s:.2f}초)부터 글자가 없습니다.",
        f"{len(tones)} notes but {syllables} syllables: from note {number} ({name}, {at_s:.2f} s) on "
        "there is none.",
    )


def _too_many(items: Items, tones: int) -> Text:
    left, number = items[tones], tones + 1
    word = left.text if isinstance(left, LyricSyllable) else "-"
    place = f"{left.span.line}:{left.span.column}"
    return Text(
        f"{place}: 음은 {tones}개인데 글자는 {len(items)}개입니다. "
        f"{number}번째 글자 ‘{word}’부터 음이 없습니다.",
        f"{place}: {len(items)} syllables but {tones} notes: from syllable {number}, `{word}`, on "
        "there is no note.",
    )


_NOTHING_HELD = Text(
    "가사가 -로 시작해서 이어 부를 글자가 없습니다.",
    "the lyrics begin with `-`, and nothing is there to hold.",
)
_HOLD = Text(
    "한 글자에 한 음입니다. 한 글자를 여러 음에 부르면 음마다 -를 더하세요: 아-리랑.",
    "One syllable a note; where one is sung over several, write `-` for each further note: 아-리랑.",
)
