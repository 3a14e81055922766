"""The rules of lyrics against notes."""

from __future__ import annotations

from collections.abc import Iterator

from pychang.diagnostic import Diagnostic, Text, error, warning
from pychang.language.syntax import Hold, LyricLine, LyricSyllable, NoteElement, RestElement
from pychang.language.wording import count
from pychang.score.staff import Staff, TimedLine

MOST_BARS = 8  # that are shown
NO_SYLLABLE = "·"  # a note that has none


def validate_counts(staff: Staff) -> Iterator[Diagnostic]:
    """As many syllables as notes on every lyric line; a line without lyrics is worth a warning."""
    for line in staff.lines:
        if not line.lyrics and line.slots and not line.damaged:
            yield warning("W301", line.span, *_NO_LYRICS)
        for lyric in line.lyrics:
            if not lyric.damaged and not line.damaged:
                yield from _count(line, lyric)


def _count(line: TimedLine, lyric: LyricLine) -> Iterator[Diagnostic]:
    slots = line.slots
    notes, syllables = len(slots), len(lyric.items)
    if syllables < notes:
        span = slots[syllables].element.span
        yield error("E301", span, *_too_few(notes, syllables, lyric), _by_bars(line, lyric))
    elif syllables > notes:
        yield error("E302", lyric.items[notes].span, *_too_many(notes, syllables), _by_bars(line, lyric))


def _by_bars(line: TimedLine, lyric: LyricLine) -> Text:
    """The syllables as they fall on the bars, so that one sees where the words went astray."""
    written = [item.text if isinstance(item, LyricSyllable) else "-" for item in lyric.items]
    bars: list[str] = []
    for bar in line.bars[:MOST_BARS]:
        count = sum(isinstance(timed.element, NoteElement) for timed in bar.elements)
        bars.append("".join(written[:count]) + NO_SYLLABLE * (count - len(written[:count])))
        written = written[count:]
    more = ["…"] if len(line.bars) > MOST_BARS else [f"+{''.join(written)}"] if written else []
    laid = " | ".join([*bars, *more])
    return Text(f"마디에 얹으면: {laid}", f"Bar by bar: {laid}")


def _too_few(notes: int, syllables: int, lyric: LyricLine) -> tuple[Text, Text]:
    row = lyric.span.line
    return (
        Text(
            f"음은 {notes}개인데 {row}번째 줄의 가사는 {syllables}글자라, 이 음부터 부를 글자가 없습니다.",
            f"{count(notes, 'note')} but {count(syllables, 'syllable')} on line {row}: none for this note.",
        ),
        Text(
            "글자를 더하거나, 앞 글자를 끌려면 -를 적으세요(아-리랑).",
            "Add syllables, or hold one over the next note with `-` (아-리랑).",
        ),
    )


def _too_many(notes: int, syllables: int) -> tuple[Text, Text]:
    return (
        Text(
            f"가사는 {syllables}글자인데 음은 {notes}개라, 이 글자부터 부를 음이 없습니다.",
            f"{count(syllables, 'syllable')} but {count(notes, 'note')}: no note for this syllable.",
        ),
        Text(
            "음을 더하거나 글자를 빼세요. 쉼표와 붙임줄은 글자를 받지 않습니다.",
            "Add notes or take syllables out. Rests and ties take none.",
        ),
    )


def validate_holds(staff: Staff) -> Iterator[Diagnostic]:
    """`-` goes on from a syllable that is still being sung."""
    held_from_before = False  # a syllable that the line before could hand on
    for line in staff.lines:
        rested = _rested(line)
        for lyric in line.lyrics:
            for i, item in enumerate(lyric.items[: len(rested)]):
                if isinstance(item, Hold) and rested[i]:
                    yield error("E308", item.span, *_HOLD_OVER_REST)
                elif isinstance(item, Hold) and i == 0 and not held_from_before:
                    yield error("E308", item.span, *_NOTHING_TO_HOLD)
        held_from_before = _sounds_to_its_end(line, held_from_before)


def _rested(line: TimedLine) -> list[bool]:
    """For each note of a line, whether a rest stands between it and the note before."""
    found: list[bool] = []
    rest = False
    for timed in line.elements:
        if isinstance(timed.element, RestElement):
            rest = True
        elif isinstance(timed.element, NoteElement):
            found.append(rest)
            rest = False
    return found


def _sounds_to_its_end(line: TimedLine, before: bool) -> bool:
    for timed in reversed(line.elements):
        if isinstance(timed.element, NoteElement | RestElement):
            return isinstance(timed.element, NoteElement)
    return before or line.damaged


_NO_LYRICS = (
    Text("가사 줄이 없어 ‘아’로 부릅니다.", "No lyrics under this line: it is sung on 아."),
    Text("아래에 >로 시작하는 가사 줄을 적으세요.", "Write a line that starts with `>` under it."),
)
_HOLD_OVER_REST = (
    Text("쉼표를 넘어 글자를 끌 수 없습니다.", "A syllable cannot be held over a rest."),
    Text("쉼표 뒤의 음에는 글자를 새로 적으세요.", "Write a syllable for the note after the rest."),
)
_NOTHING_TO_HOLD = (
    Text("- 앞에 끌 글자가 없습니다.", "There is no syllable for this `-` to hold."),
    Text(
        "구절의 첫 음이거나 쉼표 뒤라면 글자를 적으세요.",
        "At a section's start or after a rest, write a syllable.",
    ),
)
