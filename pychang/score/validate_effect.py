"""Settings and marks of a section that nothing sung follows."""

from __future__ import annotations

from collections.abc import Iterator

from pychang.diagnostic import Diagnostic, Text, warning
from pychang.language.syntax import Element, MarkElement, NoteElement, RestElement, Setting, TieElement
from pychang.language.wording import josa
from pychang.score.dynamics import HAIRPINS, LEVELS_DB
from pychang.score.settings import RULES, Place
from pychang.score.staff import Staff
from pychang.score.tempo import FASTER, SLOWER, TEMPO_MARKS

Change = Setting | MarkElement

_TEMPO, _DYNAMIC = "tempo", "dynamic"
_DYNAMICS = (*LEVELS_DB, *HAIRPINS)
_SOUND = (NoteElement, TieElement)
_NEEDS = {_TEMPO: (*_SOUND, RestElement), "meter": (*_SOUND, RestElement)}
"""What each thing acts on; the others on notes and ties."""


def validate_effect(staff: Staff, goes_on: bool) -> Iterator[Diagnostic]:
    """A change acts on something, before the next change of its kind and before the section's end.

    `goes_on`: other parts do, for which the tempo still counts.
    """
    if not staff.lines or any(line.damaged for line in staff.lines):
        return
    waiting: dict[str, Change] = {}  # the changes that nothing has followed yet
    hairpin = False  # a hairpin goes on; the next dynamic is where it leads
    for one in _items(staff):
        kind = _kind(one)
        if kind is None:
            waiting = {key: it for key, it in waiting.items() if not isinstance(one, _NEEDS.get(key, _SOUND))}
            continue
        before = waiting.pop(kind, None)
        if before and not (_is_gradual(one) and not _is_gradual(before)):  # else: where the change starts
            yield _useless(before, overridden=True)
        led = kind == _DYNAMIC and hairpin and before is None
        if not led or _is_gradual(one):
            waiting[kind] = one
        hairpin = _is_gradual(one) if kind == _DYNAMIC else hairpin
    for kind, one in waiting.items():
        if not (goes_on and kind == _TEMPO):
            yield _useless(one, overridden=False)


def _items(staff: Staff) -> Iterator[Setting | Element]:
    for item in staff.section.items:
        if isinstance(item, Setting):
            yield item
        else:
            yield from (element for bar in item.bars for element in bar.elements)


def _kind(one: Setting | Element) -> str | None:
    """What a setting or a mark changes; None for what changes nothing, or cannot be read."""
    if isinstance(one, Setting):
        rule = RULES.get(one.name.text)
        return one.name.text if rule and Place.SECTION in rule.places and one.value else None
    if isinstance(one, MarkElement):
        return _TEMPO if one.name in TEMPO_MARKS else _DYNAMIC if one.name in _DYNAMICS else None
    return None


def _is_gradual(change: Change) -> bool:
    return isinstance(change, MarkElement) and change.name in (*HAIRPINS, SLOWER, FASTER)


def _shown(one: Change) -> str:
    if isinstance(one, Setting):
        return one.name.text
    return one.written


def _useless(change: Change, overridden: bool) -> Diagnostic:
    shown = _shown(change)
    topic = josa(shown, "은", "는")
    if overridden:
        message = Text(
            f"{shown}{topic} 부르기 전에 다시 바뀌므로 쓰이지 않습니다.",
            f"`{shown}` has no effect: it changes again before anything is sung.",
        )
        hint = Text("둘 가운데 하나만 남기세요.", "Keep one of the two.")
    else:
        message = Text(
            f"{shown} 뒤에 이 구절에서 부를 것이 없어 쓰이지 않습니다.",
            f"`{shown}` has no effect: nothing is sung after it in this section.",
        )
        hint = Text(
            "다음 구절에 쓸 것이면 그 구절 안으로 옮기세요. 구절마다 처음으로 돌아갑니다.",
            "If it is for the next section, move it there: each section starts anew.",
        )
    return warning("W404", change.span, message, hint)
