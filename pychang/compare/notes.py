"""Two bars that belong together: what became of their notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from pychang.compare import wording
from pychang.compare.align import align
from pychang.compare.bars import Event, MeasuredBar
from pychang.compare.marks import Mark, same_marks
from pychang.compare.model import Difference, Kind, Place
from pychang.compare.written import bar_text, event_text

# What it costs to see one event as what became of another: two events that have nothing in common
# are told as one change, unless what follows is then out of step.
ALONE = 0.65
OTHER_KIND, OTHER_PITCH, OTHER_LENGTH, OTHER_PLACE, OTHER_WAY = 0.7, 0.45, 0.35, 0.25, 0.05
ANEW = 4  # as many changes in a bar, and less than half as many notes kept: the bar is told whole


def same_bar(old: MeasuredBar, new: MeasuredBar) -> bool:
    """Whether the same is played in both; the words may differ."""
    if len(old.sounding) != len(new.sounding) or not all(map(_same, old.sounding, new.sounding)):
        return False
    return same_marks(_last_marks(old), _last_marks(new))


def _last_marks(bar: MeasuredBar) -> tuple[Mark, ...]:
    return bar.events[-1].marks if bar.events and bar.events[-1].kind == "over" else ()


def bar_differences(old: MeasuredBar, new: MeasuredBar, place: Place) -> Iterator[Difference]:
    """What is different between a bar and what became of it, words aside."""
    pairs = list(align(old.events, new.events, _cost, ALONE))
    changed = [pair for pair in pairs if _note_changed(*pair)]
    if len(changed) >= ANEW and 2 * (len(pairs) - len(changed)) < len(changed):
        before, after = bar_text(old), bar_text(new)
        message = wording.from_to(before, after)
        yield Difference(Kind.BAR, place, message, before, after, old.span, new.span)
        return
    last: Event | None = None
    for a, b in pairs:
        yield from _event_differences(a, b, last, place)
        last = b or last


def _event_differences(
    a: Event | None, b: Event | None, last: Event | None, place: Place
) -> Iterator[Difference]:
    """What is different between an event and what became of it; `last`: the one before the new one."""
    if _note_changed(a, b):
        yield _note_difference(a, b, last, place)
    if a is None or b is None:
        here = a or b
        yield from _mark_differences(a.marks if a else (), b.marks if b else (), here, place)
        return
    yield from _mark_differences(a.marks, b.marks, b, place)
    yield from _expression_differences(a, b, place)
    if a.breath != b.breath:
        message = wording.breath(b, added=b.breath)
        signs = ("," if one.breath else None for one in (a, b))
        yield Difference(Kind.BREATH, place, message, *signs, a.span, b.span)


def _note_difference(a: Event | None, b: Event | None, last: Event | None, place: Place) -> Difference:
    if a is None:
        message = wording.added_event(b, last)
    else:
        message = wording.from_to(wording.event(a), wording.event(b) if b else None)
    unread = any(one is not None and one.kind == "unread" for one in (a, b))
    texts = (event_text(replace(one, options=())) if one else None for one in (a, b))
    spans = (one.span if one else None for one in (a, b))
    return Difference(Kind.UNREAD if unread else Kind.NOTE, place, message, *texts, *spans)


def _mark_differences(
    old: tuple[Mark, ...], new: tuple[Mark, ...], here: Event, place: Place
) -> Iterator[Difference]:
    if same_marks(old, new):
        return
    for about in dict.fromkeys(mark.about for mark in (*old, *new)):
        mine = ([mark for mark in marks if mark.about == about] for marks in (old, new))
        for a, b in zip_longest(*mine):
            if (a and b and a.key == b.key) or all(one is None or one.idle for one in (a, b)):
                continue
            shown = tuple(one.shown if one else None for one in (a, b))
            spans = (one.span if one else None for one in (a, b))
            setting = any(one and not one.startswith("@") for one in shown)
            message = wording.inside(*shown) if setting else wording.before(here, *shown)
            yield Difference(Kind.MARK, place, message, *shown, *spans)


def _expression_differences(a: Event, b: Event, place: Place) -> Iterator[Difference]:
    """Options are the same by what is written, or by what they do."""
    if a.options == b.options or a.expression == b.expression:
        return
    old = {option.split("=")[0].split(" ")[0]: option for option in a.options}
    new = {option.split("=")[0].split(" ")[0]: option for option in b.options}
    for name in dict.fromkeys((*old, *new)):
        texts = [f"{{{options[name]}}}" if name in options else None for options in (old, new)]
        if texts[0] != texts[1]:
            message = wording.on(b, *texts)
            yield Difference(Kind.EXPRESSION, place, message, *texts, a.span, b.span)


def _note_changed(a: Event | None, b: Event | None) -> bool:
    """Whether a pitch or a length is another; the end of a bar is neither."""
    if a is None or b is None:
        return (a or b).kind != "over"
    return _what(a) != _what(b)


def _what(one: Event) -> tuple[object, ...]:
    return one.kind, one.duration, one.midi, one.text


def _same(a: Event, b: Event) -> bool:
    way = a.breath == b.breath and (a.options == b.options or a.expression == b.expression)
    return _what(a) == _what(b) and way and same_marks(a.marks, b.marks)


def _cost(a: Event, b: Event) -> float:
    if (a.kind == "over") != (b.kind == "over"):
        return 2 * ALONE + 1  # never
    cost = 0.0 if a.onset == b.onset else OTHER_PLACE
    if a.kind != b.kind:
        cost += OTHER_KIND
    elif a.midi != b.midi or a.text != b.text:
        cost += OTHER_PITCH
    if a.duration != b.duration:
        cost += OTHER_LENGTH
    return cost or (0.0 if _same(a, b) else OTHER_WAY)
