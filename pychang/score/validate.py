"""The rules of the language that a song must keep; each `validate_*` is one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from pychang.diagnostic import Diagnostic, Span, Text, error, warning
from pychang.language.syntax import (
    BreathElement,
    Hold,
    LyricLine,
    MarkElement,
    NoteElement,
    RestElement,
    TieElement,
)
from pychang.language.wording import count, josa, length_name, same_unit
from pychang.score.dynamics import HAIRPINS, LEVELS_DB
from pychang.score.settings import Meter
from pychang.score.staff import Staff, Timed, TimedLine

TEMPO_MARKS = ("tempo", "rit", "accel")
_IN_ITALIAN = {
    "p": ("piano",),
    "f": ("forte",),
    "pp": ("pianissimo",),
    "ff": ("fortissimo",),
    "mp": ("mezzopiano", "m"),
    "mf": ("mezzoforte",),
    "<": ("cresc", "crescendo"),
    ">": ("dim", "diminuendo", "decresc", "decrescendo"),
    "rit": ("ritard", "ritardando", "rall", "rallentando"),
    "accel": ("accelerando",),
}

# ── bars against the meter ───────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Measure:
    """One bar as the meter counts it; written over two lines if the first leaves its bar open."""

    duration: Fraction
    meter: Meter
    span: Span
    sure: bool
    open: bool  # the line ends without `|`


def validate_bars(staff: Staff) -> Iterator[Diagnostic]:
    """Each bar lasts as long as the meter says; a section's first and last may be shorter."""
    measures = _measures(staff)
    for number, measure in enumerate(measures, 1):
        wanted = measure.meter.length
        if not measure.sure or measure.duration == wanted:
            continue
        if measure.duration == 0:
            yield _empty_bar(number, measure)
        elif measure.duration > wanted:
            yield error("E211", measure.span, *_too_long(number, measure))
        elif 1 < number < len(measures):
            yield error("E212", measure.span, *_too_short(number, measure))


def _measures(staff: Staff) -> list[_Measure]:
    measures: list[_Measure] = []
    for line in staff.lines:
        for i, bar in enumerate(line.bars):
            is_open = not line.closed and i == len(line.bars) - 1
            measure = _Measure(bar.duration, bar.meter, bar.span, bar.sure, is_open)
            before = measures[-1] if measures else None
            if before and before.open and before.duration + measure.duration <= bar.meter.length:
                sure = before.sure and measure.sure
                whole = before.duration + measure.duration
                measures[-1] = _Measure(whole, bar.meter, bar.span, sure, is_open)
            else:
                measures.append(measure)
    return measures


def _empty_bar(number: int, measure: _Measure) -> Diagnostic:
    rest = f"r:{measure.meter}" if measure.meter.length != 1 else "r:1"
    return error(
        "E213",
        measure.span,
        Text(f"{number}번째 마디가 비어 있습니다.", f"Bar {number} is empty."),
        Text(f"쉬는 마디라면 {rest}라고 적으세요.", f"If it is silent, write {rest}."),
    )


def _too_long(number: int, measure: _Measure) -> tuple[Text, Text]:
    over = length_name(measure.duration - measure.meter.length)
    ko, en = _lasts(number, measure)
    return (
        Text(f"{ko} {over.ko}만큼 깁니다.", f"{en}: {over.en} too much."),
        Text(
            "음 길이를 줄이거나 |로 나누거나, 이 줄 앞에 meter를 바꾸세요.",
            "Shorten it, split it with `|`, or change `meter` before this line.",
        ),
    )


def _too_short(number: int, measure: _Measure) -> tuple[Text, Text]:
    lacking = length_name(measure.meter.length - measure.duration)
    ko, en = _lasts(number, measure)
    verb = "are" if lacking.en[0].isdigit() else "is"
    return (
        Text(f"{ko} {lacking.ko}만큼 모자랍니다.", f"{en}: {lacking.en} {verb} missing."),
        Text(
            "음이나 쉼표를 더하거나, 이 줄 앞에 meter를 바꾸세요. "
            "짧아도 되는 마디는 구절의 첫 마디와 끝 마디뿐입니다.",
            "Add a note or a rest, or change `meter` before this line. "
            "Only a section's first and last bar may be shorter.",
        ),
    )


def _lasts(number: int, measure: _Measure) -> Text:
    lasts, wanted = same_unit(measure.duration, measure.meter.length, unit=measure.meter.unit)
    return Text(
        f"{number}번째 마디의 길이가 {lasts}인데, {measure.meter}박자는 {wanted}이어야 하므로",
        f"Bar {number} lasts {lasts} but the meter {measure.meter} wants {wanted}",
    )


# ── what needs a note before it ──────────────────────────────────────────────────────────────────


def validate_ties(staff: Staff) -> Iterator[Diagnostic]:
    """A tie follows a note, with no rest and no breath between."""
    for before, timed in _neighbours(staff):
        if not isinstance(timed.element, TieElement) or before is _UNREADABLE:
            continue
        if before is None:
            yield error("E214", timed.element.span, *_NOTHING_TO_TIE)
        elif isinstance(before.element, RestElement):
            yield error("E214", timed.element.span, *_TIE_AFTER_REST)
        elif isinstance(before.element, BreathElement):
            yield error("E214", timed.element.span, *_TIE_AFTER_BREATH)


def validate_breaths(staff: Staff) -> Iterator[Diagnostic]:
    """A breath takes its time from a note or a rest before it."""
    for before, timed in _neighbours(staff):
        if isinstance(timed.element, BreathElement) and before is None:
            yield error("E215", timed.element.span, *_NOTHING_BEFORE_BREATH)


def validate_slides(staff: Staff) -> Iterator[Diagnostic]:
    """A slide starts from a note right before it."""
    for before, timed in _neighbours(staff):
        if timed.expression.slide_s and (before is None or isinstance(before.element, RestElement)):
            yield warning("W221", timed.element.span, *_NOTHING_TO_SLIDE_FROM)


_UNREADABLE = Timed(MarkElement("", None, None), Fraction(0), Fraction(0))  # stands for a damaged bar


def _neighbours(staff: Staff) -> Iterator[tuple[Timed | None, Timed]]:
    """Each element with the one before it in the section; marks do not count."""
    before: Timed | None = None
    for line in staff.lines:
        for bar in line.bars:
            before = _UNREADABLE if bar.damaged else before
            for timed in bar.elements:
                if not isinstance(timed.element, MarkElement):
                    yield before, timed
                    before = _UNREADABLE if bar.damaged else timed


# ── marks ────────────────────────────────────────────────────────────────────────────────────────


def validate_marks(staff: Staff) -> Iterator[Diagnostic]:
    """Marks are dynamics, hairpins or tempo changes; the last are not sung yet."""
    for _, mark in staff.marks():
        if mark.name in TEMPO_MARKS:
            yield warning("W491", mark.span, *_not_yet(mark))
        elif mark.name not in LEVELS_DB and mark.name not in HAIRPINS:
            message = Text(
                f"@{mark.name}{josa(mark.name, '이라는', '라는')} 표는 없습니다.",
                f"There is no mark `@{mark.name}`.",
            )
            yield error("E209", mark.span, message, _meant(mark.name.lower()))
        elif mark.argument is not None:
            message = Text(f"@{mark.name}에는 괄호가 없습니다.", f"`@{mark.name}` takes no brackets.")
            yield error("E209", mark.span, message, Text("괄호를 지우세요.", "Take the brackets out."))


def _meant(name: str) -> Text:
    """The mark that an Italian word or another spelling stands for, or all of them."""
    meant = next((mark for mark, words in _IN_ITALIAN.items() if name in words), None)
    if meant:
        return Text(f"@{meant}로 적으세요.", f"Write `@{meant}`.")
    listed = " ".join(f"@{known}" for known in (*LEVELS_DB, *HAIRPINS, *TEMPO_MARKS))
    return Text(f"쓸 수 있는 표: {listed}", f"Known marks: {listed}")


def _not_yet(mark: MarkElement) -> tuple[Text, Text]:
    return (
        Text(
            f"이 버전은 @{mark.name}{josa(mark.name, '을', '를')} 지원하지 않아 빠르기가 그대로입니다.",
            f"This version does not support `@{mark.name}` yet; the tempo stays.",
        ),
        Text(
            "구절 안에 tempo: 줄을 두면 그 줄부터 빠르기가 바뀝니다.",
            "A `tempo:` line inside the section changes the tempo from there on.",
        ),
    )


# ── lyrics ───────────────────────────────────────────────────────────────────────────────────────


def validate_lyrics(staff: Staff) -> Iterator[Diagnostic]:
    """As many syllables as notes on every lyric line; a line without lyrics is worth a warning."""
    for line in staff.lines:
        if not line.lyrics and line.slots and not line.damaged:
            yield warning("W301", line.span, *_NO_LYRICS)
        for lyric in line.lyrics:
            if not lyric.damaged and not line.damaged:
                yield from _count(line.slots, lyric)


def _count(slots: tuple[Timed, ...], lyric: LyricLine) -> Iterator[Diagnostic]:
    notes, syllables = len(slots), len(lyric.items)
    if syllables < notes:
        yield error("E301", slots[syllables].element.span, *_too_few(notes, syllables, lyric))
    elif syllables > notes:
        yield error("E302", lyric.items[notes].span, *_too_many(notes, syllables))


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


RULES: tuple[Callable[[Staff], Iterator[Diagnostic]], ...] = (
    validate_bars,
    validate_ties,
    validate_breaths,
    validate_slides,
    validate_marks,
    validate_lyrics,
    validate_holds,
)


_NOTHING_TO_TIE = (
    Text("붙임줄 앞에 음이 없습니다.", "There is no note for this tie to go on from."),
    Text("구절은 음이나 쉼표로 시작합니다.", "A section starts with a note or a rest."),
)
_TIE_AFTER_REST = (
    Text("쉼표 뒤에는 붙임줄을 쓸 수 없습니다.", "A tie cannot go on from a rest."),
    Text("더 쉬려면 r을 쓰세요.", "To rest longer, write `r`."),
)
_TIE_AFTER_BREATH = (
    Text("음과 붙임줄 사이에 숨표가 있습니다.", "A breath stands between the note and its tie."),
    Text("숨표를 붙임줄 뒤로 옮기세요.", "Move the `,` behind the tie."),
)
_NOTHING_BEFORE_BREATH = (
    Text("숨표 앞에 음이 없습니다.", "There is no note before this breath."),
    Text(
        "숨은 앞 음의 끝에서 쉽니다. 구절 첫머리라면 쉼표(r) 뒤에 두세요.",
        "A breath takes the end of the note before; at a section's start, put a rest before it.",
    ),
)
_NOTHING_TO_SLIDE_FROM = (
    Text(
        "slide 앞에 이어지는 음이 없어 미끄러지지 않습니다.", "No note right before this one to slide from."
    ),
    Text("아래에서 올라오려면 {scoop}을 쓰세요.", "To come up from below, write {scoop}."),
)
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
