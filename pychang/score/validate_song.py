"""Rules about a song as a whole: its sections, its form, its verses, its size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from pychang.diagnostic import Diagnostic, Source, Span, Text, error, warning
from pychang.language.syntax import NoteElement, NoteLine, Section, Setting, SongFile
from pychang.language.wording import josa, times_ko
from pychang.score.form import Pass
from pychang.score.model import Score
from pychang.score.together import MeasuredPart

MAX_ELEMENTS = 100_000
MAX_HOURS = 4.0


def validate_contents(song: SongFile) -> Iterator[Diagnostic]:
    """There is something to sing."""
    top = Span(song.source, 0, 0)
    if not song.source.text.strip("\ufeff \t\r\n"):
        yield error("E104", top, Text("파일이 비어 있습니다.", "The file is empty."), _FIRST_NOTES)
    elif any(_sounds(line) for section in song.sections for line in section.lines):
        return
    elif song.settings or song.sections or not song.remarks:
        yield error("E106", top, Text("노래할 음이 없습니다.", "There are no notes to sing."), _FIRST_NOTES)
    else:
        yield error(
            "E105",
            top,
            Text("덧말(//)만 있는 파일입니다.", "There are only remarks in this file."),
            _FIRST_NOTES,
        )


def _sounds(line: NoteLine) -> bool:
    """Not only rests, as far as can be read."""
    return line.damaged or any(isinstance(one, NoteElement) for bar in line.bars for one in bar.elements)


def validate_sung(score: Score, form: Setting | None) -> Iterator[Diagnostic]:
    """The sections that a form names are not all of rests."""
    if form and all(note.midi is None for part in score.parts for note in part.notes):
        message = Text(
            "부르는 구절에 노래할 음이 없습니다.", "There are no notes in the sections that are sung."
        )
        hint = Text("음이 있는 구절을 form에 넣으세요.", "Add a section with notes to `form`.")
        yield error("E106", form.span, message, hint)


def validate_sections(song: SongFile) -> Iterator[Diagnostic]:
    """A section has a name of its own in its part, and notes."""
    for part in song.parts:
        first: dict[str, Section] = {}
        for section in part.sections:
            title = section.title
            if title in first:
                yield error("E406", section.span, *_same_name(title, first[title].span.line))
            elif not section.lines and not section.damaged:
                yield warning("W407", section.span, *_no_notes(title))
            first.setdefault(title, section)


def validate_form(song: SongFile, passes: tuple[Pass, ...], has_form: bool) -> Iterator[Diagnostic]:
    """What is written is sung: every section, and every verse."""
    times = Counter(one.title for one in passes)
    for section in song.sections:
        if has_form and section.name is None:
            yield error("E410", section.span, *_NAMELESS)
        elif has_form and section.lines and not times[section.title] and not section.damaged:
            yield warning("W401", section.span, *_never_sung(section.title))
        elif times[section.title]:
            yield from _verses(section, times[section.title])


def _verses(section: Section, times: int) -> Iterator[Diagnostic]:
    unsung = [line.lyrics[times] for line in section.lines if len(line.lyrics) > times]
    if unsung:
        name = section.title or "노래"
        message = Text(
            f"[{name}]{josa(name, '은', '는')} {times_ko(times)} 번만 불러 {times + 1}절 가사는 빠집니다.",
            f"[{name}] is sung {_times(times)}, so its verse {times + 1} never is.",
        )
        most = max(len(line.lyrics) for line in section.lines)
        hint = Text(f"form에 {name}*{most}처럼 적으세요.", f"Write {name}*{most} in `form`.")
        yield warning("W302", unsung[0].span, message, *(() if section.name else (_GIVE_NAME,)), hint)


def _times(times: int) -> str:
    return {1: "once", 2: "twice"}.get(times, f"{times} times")


def validate_size(
    parts: Sequence[MeasuredPart], passes: tuple[Pass, ...], form: Setting | None, source: Source
) -> Iterator[Diagnostic]:
    """The song, with everything repeated, stays within what can be sung."""
    sizes: Counter[str] = Counter()
    for part in parts:
        sizes.update({title: _size(staff.section) for title, staff in part.staves.items()})
    total = sum(sizes[one.title] for one in passes)
    if total > MAX_ELEMENTS:
        message = Text(
            f"되풀이까지 더하면 음이 {total:,}개입니다. {MAX_ELEMENTS:,}개까지 부를 수 있습니다.",
            f"With its repeats the song has {total:,} notes; {MAX_ELEMENTS:,} can be sung.",
        )
        span = form.span if form else Span(source, 0, 0)
        yield error("E409", span, message, _SHORTEN)


def validate_duration(song: SongFile, score: Score, form: Setting | None) -> Iterator[Diagnostic]:
    """The song, as it is sung, is over after a time that a computer can hold."""
    ends = [part.notes[-1].start + part.notes[-1].duration for part in score.parts if part.notes]
    hours = score.seconds(max(ends, default=Fraction(0))) / 3600
    if hours > MAX_HOURS:
        message = Text(
            f"되풀이까지 더하면 노래가 {hours:.1f}시간입니다. {MAX_HOURS:g}시간까지 부를 수 있습니다.",
            f"With its repeats the song lasts {hours:.1f} hours; {MAX_HOURS:g} can be sung.",
        )
        yield error("E409", form.span if form else Span(song.source, 0, 0), message, _SHORTEN)


_SHORTEN = Text("form을 줄이거나 노래를 나누세요.", "Shorten its `form`, or part the song.")


def _size(section: Section) -> int:
    return sum(len(bar.elements) for line in section.lines for bar in line.bars)


def _same_name(title: str, line: int) -> tuple[Text, Text]:
    return (
        Text(
            f"[{title}] 구절이 {line}번째 줄에 이미 있습니다.",
            f"There is a section [{title}] already, on line {line}.",
        ),
        Text(
            "다른 이름을 주세요. 되풀이는 form에 적습니다.",
            "Give it another name; repeats are written in `form`.",
        ),
    )


def _no_notes(title: str) -> tuple[Text, Text]:
    return (
        Text(f"[{title}] 구절에 음이 없습니다.", f"[{title}] has no notes."),
        Text(
            "악보 줄(|)을 적거나 구절을 지우세요.",
            "Write a note line (`|`) under it, or take the section out.",
        ),
    )


def _never_sung(title: str) -> tuple[Text, Text]:
    return (
        Text(
            f"form에 없어 [{title}]{josa(title, '은', '는')} 불리지 않습니다.",
            f"[{title}] is not in `form`, so it is never sung.",
        ),
        Text(f"form에 ‘{title}’{josa(title, '을', '를')} 넣으세요.", f"Add `{title}` to `form`."),
    )


_GIVE_NAME = Text(
    "먼저 위에 [노래] 같은 구절 이름 줄을 더하세요.",
    "First add a line with a section's name above, such as [노래].",
)
_NAMELESS = (
    Text(
        "이 음들은 이름 있는 구절 앞에 있어 form에 넣을 수 없습니다.",
        "These notes stand before the first section, so `form` cannot name them.",
    ),
    Text(
        "위에 [노래] 같은 구절 이름 줄을 더하세요.",
        "Add a line with a section's name above them, such as [노래].",
    ),
)
_FIRST_NOTES = Text(
    "악보는 이렇게 시작합니다:\n| C4:4 D4 E4 F4 |\n> 노래하자",
    "A song starts like this:\n| C4:4 D4 E4 F4 |\n> 노래하자",
)
