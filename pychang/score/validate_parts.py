"""Rules about parts, and about the sections that they sing together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pychang.diagnostic import Diagnostic, Text, error, warning
from pychang.language.syntax import PartBlock, SongFile
from pychang.language.wording import josa, length_name
from pychang.remembered import Remembered
from pychang.score.form import Pass
from pychang.score.staff import Staff
from pychang.score.together import MeasuredPart, Together
from pychang.score.validate_effect import validate_effect


def validate_parts(song: SongFile) -> Iterator[Diagnostic]:
    """A part has a name of its own, and sections."""
    first: dict[str, PartBlock] = {}
    for part in song.parts:
        if part.setting is None or part.setting.value is None:
            continue
        if part.title in first:
            line = first[part.title].setting.span.line
            yield error("E412", part.setting.value.span, *_same_name(part.title, line))
        elif not part.sections:
            yield warning("W409", part.setting.span, *_no_sections(part.title))
        first.setdefault(part.title, part)


def validate_together(
    parts: Sequence[MeasuredPart], passes: Sequence[Pass], remembered: Remembered
) -> Iterator[Diagnostic]:
    """Sections of one name, in several parts, last equally long, keep one tempo, and say nothing idle."""
    for title in dict.fromkeys(one.title for one in passes):
        together = Together.of(parts, title)
        for staff in together.sung:
            if staff.lines and staff.duration < together.duration and not _damaged(together):
                yield warning("W402", staff.section.span, *_shorter(staff, together))
            yield from _effects(staff, staff.duration < together.duration, remembered)
            if staff.sets_tempo and staff.tempo != together.tempo:
                yield warning("W403", staff.section.span, *_other_tempo(staff, together.leader))


def _effects(staff: Staff, goes_on: bool, remembered: Remembered) -> tuple[Diagnostic, ...]:
    key = "effects", id(staff), goes_on
    return remembered.take(key, lambda: (staff, tuple(validate_effect(staff, goes_on))))[1]


def _damaged(together: Together) -> bool:
    return any(line.damaged for staff in together.sung for line in staff.lines)


def _same_name(name: str, line: int) -> tuple[Text, Text]:
    return (
        Text(
            f"‘{name}’ 파트가 {line}번째 줄에 이미 있습니다.",
            f"There is a part `{name}` already, on line {line}.",
        ),
        Text(
            "다른 이름을 주거나, 구절들을 그 파트로 옮기세요.",
            "Give it another name, or move its sections there.",
        ),
    )


def _no_sections(name: str) -> tuple[Text, Text]:
    return (
        Text(f"‘{name}’ 파트에 구절이 없습니다.", f"The part `{name}` has no sections."),
        Text(
            "part 줄 아래에 그 파트가 부를 구절을 적으세요.",
            "Write the sections that it sings under its `part` line.",
        ),
    )


def _shorter(staff: Staff, together: Together) -> tuple[Text, Text]:
    title = staff.section.title or "노래"
    line = next(one for one in together.sung if one.duration == together.duration).section.span.line
    lacking = length_name(together.duration - staff.duration)
    return (
        Text(
            f"[{title}]{josa(title, '이', '가')} {line}번째 줄의 파트보다 {lacking.ko}만큼 짧습니다.",
            f"[{title}] is {lacking.en} shorter than in the part on line {line}.",
        ),
        Text(
            "그동안 이 파트는 쉽니다. 쉬는 마디도 r:1처럼 적어 두세요.",
            "This part rests meanwhile; write bars of rest too, such as r:1.",
        ),
    )


def _other_tempo(staff: Staff, leader: Staff) -> tuple[Text, Text]:
    title = staff.section.title or "노래"
    line = leader.section.span.line
    return (
        Text(
            f"[{title}]의 빠르기는 {line}번째 줄의 파트를 따르므로 여기 적은 빠르기는 쓰이지 않습니다.",
            f"[{title}] follows the tempo of the part on line {line}; what is said here has no effect.",
        ),
        Text("빠르기는 한 파트에만 적으세요.", "Write tempo changes in one part alone."),
    )
