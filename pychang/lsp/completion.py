"""What can be written next: one function for each kind of line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lsprotocol import types as lsp

from pychang.language.syntax import Setting
from pychang.language.text import MAX_COLUMNS
from pychang.lsp.completion_notes import in_lyrics, in_notes
from pychang.lsp.completion_spot import Spot, meant
from pychang.lsp.completion_values import of_header, of_setting
from pychang.lsp.document import Analysis
from pychang.lsp.meanings import SETTINGS
from pychang.lsp.positions import Place
from pychang.score.settings import RULES
from pychang.score.settings import Place as SettingPlace

TRIGGERS = ("@", "{", "[", ":", "|", " ", "*", "/")


def completion(analysis: Analysis, place: Place) -> list[lsp.CompletionItem]:
    """What can stand at `place`; nothing in a remark, or in a line that is too long to be read."""
    before = analysis.lines.line(place.line)[: place.column - 1]
    if len(before) > MAX_COLUMNS or re.search(r"(?:^|\s)//", before):
        return []
    spot = Spot(analysis, place, before)
    kind = before.lstrip()[:1]
    complete = _BY_FIRST.get(kind, of_setting if ":" in before else _line_start)
    return list(complete(spot))


def _line_start(spot: Spot) -> Iterator[lsp.CompletionItem]:
    """Settings that can stand here and do not yet, and the starts of other lines."""
    typed = re.search(r"[^\s:]*$", spot.before)[0]
    if spot.before[: len(spot.before) - len(typed)].strip():
        return
    where, taken = _setting_place(spot)
    for order, (name, rule) in enumerate(RULES.items()):
        if name == "part" or (where in rule.places and (rule.often or name not in taken)):
            value = SETTINGS[name].snippet if name in SETTINGS else ""
            yield meant(spot, name, SETTINGS.get(name), f"{name}: {value or '$0'}", typed, order)
    if not typed:
        say = spot.analysis.say
        keyword = lsp.CompletionItemKind.Keyword
        starts = (
            ("[", say("구절", "a section"), "[${1:노래}]"),
            ("|", say("음", "notes"), "| $0 |"),
            (">", say("가사", "lyrics"), "> $0"),
        )
        for order, (label, detail, snippet) in enumerate(starts, 100):
            yield spot.item(label, typed, keyword, detail, order=order, snippet=snippet)


def _setting_place(spot: Spot) -> tuple[SettingPlace, set[str]]:
    """Where a setting on this line would stand, and the names of those that stand there already."""
    analysis, line = spot.analysis, spot.place.line
    for first, _, section in reversed(analysis.blocks):
        if first < line and not _part_between(analysis, first, line):
            return SettingPlace.SECTION, {one.name.text for one in section.items if isinstance(one, Setting)}
    parts = analysis.written.parts if analysis.written else ()
    for part in reversed(parts):
        if part.setting and part.setting.span.line < line:
            return SettingPlace.PART, {one.name.text for one in part.settings}
    return SettingPlace.SONG, {
        one.name.text for one in (analysis.written.settings if analysis.written else ())
    }


def _part_between(analysis: Analysis, first: int, line: int) -> bool:
    parts = analysis.written.parts if analysis.written else ()
    return any(one.setting and first < one.setting.span.line < line for one in parts)


_BY_FIRST: dict[str, Callable[[Spot], Iterator[lsp.CompletionItem]]] = {
    "|": in_notes,
    ">": in_lyrics,
    "[": of_header,
}
