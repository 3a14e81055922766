"""The rules of the language that a song must keep; each `validate_*` is one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from pychang.diagnostic import Diagnostic, Span, Text, error, warning
from pychang.language import fixes
from pychang.language.syntax import (
    BreathElement,
    MarkElement,
    RestElement,
    TieElement,
)
from pychang.language.wording import josa, length_name, same_unit, slip_of
from pychang.score import validate_lyrics
from pychang.score.dynamics import HAIRPINS, LEVELS_DB
from pychang.score.settings import Meter
from pychang.score.staff import Staff, Timed, numbered_bars
from pychang.score.tempo import TEMPO_MARKS

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


def validate_bars(staff: Staff) -> Iterator[Diagnostic]:
    """Each bar lasts as long as the meter says; a section's first and last may be shorter."""
    measures = _measures(staff)
    for number, measure in enumerate(measures, 1):
        wanted = measure.meter.length
        if not measure.sure or measure.duration == wanted:
            continue
        if measure.duration == 0:
            yield _empty_bar(number, measure, staff)
        elif measure.duration > wanted:
            yield error("E211", measure.span, *_too_long(number, measure))
        elif 1 < number < len(measures):
            yield error("E212", measure.span, *_too_short(number, measure))


def _measures(staff: Staff) -> list[_Measure]:
    measures: list[_Measure] = []
    for number, _, bar in numbered_bars(staff.lines):
        sure, whole = bar.sure, bar.duration
        if number == len(measures):
            before = measures.pop()
            sure, whole = sure and before.sure, whole + before.duration
        measures.append(_Measure(whole, bar.meter, bar.span, sure))
    return measures


def _empty_bar(number: int, measure: _Measure, staff: Staff) -> Diagnostic:
    rest = f"r:{measure.meter}" if measure.meter.length != 1 else "r:1"
    return error(
        "E213",
        measure.span,
        Text(f"{number}번째 마디가 비어 있습니다.", f"Bar {number} is empty."),
        Text(f"쉬는 마디라면 {rest}라고 적으세요.", f"If it is silent, write {rest}."),
        fix=fixes.write(measure.span, f" {rest} ") if _can_rest(measure, staff) else None,
    )


def _can_rest(measure: _Measure, staff: Staff) -> bool:
    """Nothing stands in the bar, and what follows on the line is as long after a rest as it was."""
    span = measure.span
    line = next(line for line in staff.lines if line.span.start <= span.start <= line.span.end)
    after = (timed for timed in line.elements if timed.duration and timed.element.span.start >= span.end)
    following = next(after, None)
    blank = not span.source.text[span.start : span.end].strip()
    says = following is None or following.element.length or following.duration == measure.meter.length
    return blank and bool(says)


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
        alone = before is None or isinstance(before.element, RestElement | BreathElement)
        if timed.expression.slide_s and alone:
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
    """Marks are dynamics, hairpins or tempo changes; `tempo` reads the last."""
    for _, mark in staff.marks():
        if mark.name in TEMPO_MARKS:
            continue
        if mark.name not in LEVELS_DB and mark.name not in HAIRPINS:
            yield _no_such_mark(mark)
        elif mark.argument is not None:
            message = Text(f"@{mark.name}에는 괄호가 없습니다.", f"`@{mark.name}` takes no brackets.")
            hint = Text("괄호를 지우세요.", "Take the brackets out.")
            yield error("E209", mark.span, message, hint, fix=fixes.write(mark.span, f"@{mark.name}"))


def _no_such_mark(mark: MarkElement) -> Diagnostic:
    message = Text(
        f"@{mark.name}{josa(mark.name, '이라는', '라는')} 표는 없습니다.", f"There is no mark `@{mark.name}`."
    )
    meant = _meant(mark.name.lower())
    if meant is None:
        listed = " ".join(f"@{known}" for known in _MARKS)
        return error("E209", mark.span, message, Text(f"쓸 수 있는 표: {listed}", f"Known marks: {listed}"))
    name = Span(mark.span.source, mark.span.start, mark.span.start + 1 + len(mark.name))
    complete = (mark.argument is not None) == (meant in TEMPO_MARKS)
    hint = Text(f"@{meant}로 적으세요.", f"Write `@{meant}`.")
    return error("E209", mark.span, message, hint, fix=fixes.write(name, f"@{meant}") if complete else None)


def _meant(name: str) -> str | None:
    """The mark that an Italian word, or another spelling, stands for."""
    written = next((mark for mark, words in _IN_ITALIAN.items() if name in words), None)
    return name if name in _MARKS else written or slip_of(name, _MARKS)


_MARKS = (*LEVELS_DB, *HAIRPINS, *TEMPO_MARKS)
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


RULES: tuple[Callable[[Staff], Iterator[Diagnostic]], ...] = (
    validate_bars,
    validate_ties,
    validate_breaths,
    validate_slides,
    validate_marks,
    validate_lyrics.validate_counts,
    validate_lyrics.validate_holds,
)
