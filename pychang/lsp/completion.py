"""What can be written next: one function for each kind of place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from lsprotocol import types as lsp

from pychang.language.syntax import NoteElement, NoteLine, Setting
from pychang.lsp.document import Analysis
from pychang.lsp.hover import explained
from pychang.lsp.meanings import MARKS, OPTIONS, SETTINGS, Meaning
from pychang.lsp.names import all_names
from pychang.lsp.positions import Place
from pychang.lsp.words import pronounced
from pychang.score.settings import RULES
from pychang.score.settings import Place as SettingPlace
from pychang.voice import shipped_voices

TRIGGERS = ("@", "{", "[", ":", "|", " ", "*")
METERS = ("4/4", "3/4", "2/4", "6/8", "9/8", "12/8", "5/4", "7/8")
KEYS = (
    "다장조",
    "사장조",
    "라장조",
    "바장조",
    "가단조",
    "마단조",
    "C major",
    "G major",
    "F major",
    "A minor",
)
LENGTHS = ("1", "2", "4", "8", "16", "2.", "4.", "8.", "12")
_SETTING = re.compile(r"\s*(?P<name>[^\s:|>\[\]]+)\s*:\s*(?P<value>.*)$", re.DOTALL)
_WORD = re.compile(r"[^\s:]*$")
_SPOKEN = re.compile(r"(?P<word>[가-힣][가-힣-]*)\[(?P<typed>[가-힣]*)$")
_PITCH = re.compile(r"(?:^|(?<=[\s|]))(?P<typed>[A-Ga-g도레미파솔라시]?[#b♯♭]{0,2})$")


class Spot(NamedTuple):
    """Where something is to be completed: the text of its line before it."""

    analysis: Analysis
    place: Place
    before: str

    def item(
        self,
        label: str,
        typed: str,
        kind: lsp.CompletionItemKind,
        detail: str | None = None,
        text: str | None = None,
        order: int = 0,
        snippet: str | None = None,
        documentation: lsp.MarkupContent | None = None,
    ) -> lsp.CompletionItem:
        """An item that writes `text`, or its label, or a snippet, in place of what is `typed` of it."""
        lines, (line, column) = self.analysis.lines, self.place
        where = lsp.Range(lines.position(line, column - len(typed)), lines.position(line, column))
        if snippet and not self.analysis.snippets:
            text, snippet = without_stops(snippet), None
        return lsp.CompletionItem(
            label=label,
            kind=kind,
            detail=detail,
            documentation=documentation,
            insert_text_format=lsp.InsertTextFormat.Snippet if snippet else None,
            text_edit=lsp.TextEdit(where, snippet or text or label),
            sort_text=f"{order:03}",
        )


def without_stops(snippet: str) -> str:
    """What a snippet writes for an editor that has none."""
    return re.sub(r"\$\{\d+:([^}]*)\}|\$\d+", r"\1", snippet)


def completion(analysis: Analysis, place: Place) -> list[lsp.CompletionItem]:
    """What can stand at `place`."""
    before = analysis.lines.line(place.line)[: place.column - 1]
    if re.search(r"(?:^|\s)//", before):
        return []
    spot = Spot(analysis, place, before)
    kind = before.lstrip()[:1]
    complete = _BY_FIRST.get(kind, _of_setting if ":" in before else _line_start)
    return list(complete(spot))


# ── a line's start ───────────────────────────────────────────────────────────────────────────────


def _line_start(spot: Spot) -> Iterator[lsp.CompletionItem]:
    """Settings that can stand here and do not yet, and the starts of other lines."""
    typed = _WORD.search(spot.before)[0]
    if spot.before[: len(spot.before) - len(typed)].strip():
        return
    where, taken = _setting_place(spot)
    for order, (name, rule) in enumerate(RULES.items()):
        if name == "part" or (where in rule.places and (rule.often or name not in taken)):
            value = SETTINGS[name].snippet if name in SETTINGS else ""
            yield _meant(spot, name, SETTINGS.get(name), f"{name}: {value or '$0'}", typed, order)
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


def _meant(
    spot: Spot, name: str, meaning: Meaning | None, snippet: str, typed: str, order: int
) -> lsp.CompletionItem:
    """A word of the language, with what it means."""
    documentation = None
    if meaning:
        documentation = lsp.MarkupContent(
            lsp.MarkupKind.Markdown, "\n\n".join(explained(name, meaning, spot.analysis)[1:]) or name
        )
    detail = meaning.what.say(spot.analysis.language) if meaning else None
    kind = lsp.CompletionItemKind.Property
    return spot.item(name, typed, kind, detail, None, order, snippet, documentation)


# ── the value of a setting ───────────────────────────────────────────────────────────────────────


def _of_setting(spot: Spot) -> Iterator[lsp.CompletionItem]:
    match = _SETTING.match(spot.before)
    name = match["name"] if match else ""
    value = match["value"] if match else ""
    typed = _WORD.search(value)[0]
    if name == "form":
        yield from _sections(spot, typed)
    elif name in _VALUES and not value[: len(value) - len(typed)].strip():
        for order, one in enumerate(_VALUES[name]()):
            yield spot.item(one, value, lsp.CompletionItemKind.Value, order=order)
    elif name in SETTINGS and SETTINGS[name].snippet and not value:
        snippet = SETTINGS[name].snippet
        yield spot.item(without_stops(snippet), "", lsp.CompletionItemKind.Value, snippet=snippet)


def _sections(spot: Spot, typed: str) -> Iterator[lsp.CompletionItem]:
    """The names of sections, and after one its repeats."""
    heads = dict.fromkeys(one.text for one in all_names(spot.analysis) if one.is_head)
    kind = lsp.CompletionItemKind.Reference
    name, star, _ = typed.partition("*")
    if star:
        yield from (spot.item(f"{name}*{n}", typed, kind, order=n) for n in (2, 3, 4))
        return
    for order, title in enumerate(heads):
        yield spot.item(title, typed, kind, order=order)
        yield spot.item(f"{title}*2", typed, kind, order=order + 500)


def _header(spot: Spot) -> Iterator[lsp.CompletionItem]:
    """`[`: names that `form`, or another part, has and this part has not."""
    match = re.fullmatch(r"\s*\[([^\s*\[\]]*)", spot.before)
    if match is None:
        return
    here = _titles_in_part(spot)
    wanted = dict.fromkeys(one.text for one in all_names(spot.analysis) if one.text not in here)
    after = spot.analysis.lines.line(spot.place.line)[spot.place.column - 1 :]
    end = "" if after.startswith("]") else "]"
    for order, name in enumerate(wanted):
        yield spot.item(name, match[1], lsp.CompletionItemKind.Module, text=f"{name}{end}", order=order)


def _titles_in_part(spot: Spot) -> set[str]:
    """The sections of the part in which the place is, but for that on its own line."""
    line = spot.place.line
    parts = spot.analysis.written.parts if spot.analysis.written else ()
    before = [part for part in parts if part.setting is None or part.setting.span.line < line]
    sections = before[-1].sections if before else ()
    return {section.title for section in sections if section.span.line != line}


def _vibratos() -> Iterable[str]:
    return ("off", "depth=35 rate=5.6 delay=0.3")


_VALUES: dict[str, Callable[[], Iterable[str]]] = {
    "voice": shipped_voices,
    "meter": lambda: METERS,
    "key": lambda: KEYS,
    "vibrato": _vibratos,
    "tempo": lambda: ("60", "76", "90", "100", "120", "140"),
    "chang": lambda: ("1",),
}


# ── notes ────────────────────────────────────────────────────────────────────────────────────────


def _in_notes(spot: Spot) -> Iterator[lsp.CompletionItem]:
    before = spot.before
    if before.rfind("{") > before.rfind("}"):
        yield from _options(spot, before[before.rfind("{") + 1 :])
    elif match := re.search(r"@([A-Za-z<>]*)$", before):
        for order, (name, meaning) in enumerate(MARKS.items()):
            yield _meant(spot, name, meaning, meaning.snippet or name, match[1], order)
    elif match := re.search(r"(?<=[0-9rR쉼~]):([0-9.+/]*)$", before):
        for order, length in enumerate(LENGTHS):
            yield spot.item(length, match[1], lsp.CompletionItemKind.Value, order=order)
    elif match := _PITCH.search(before):
        yield from _pitches(spot, match["typed"])


def _options(spot: Spot, inside: str) -> Iterator[lsp.CompletionItem]:
    typed = re.search(r"[^\s{]*$", inside)[0]
    if "=" in typed:
        return
    taken = {one.partition("=")[0] for one in inside[: len(inside) - len(typed)].split()}
    for order, (name, meaning) in enumerate(OPTIONS.items()):
        if name not in taken and (name not in ("depth", "rate", "delay") or "vibrato" in taken):
            yield _meant(spot, name, meaning, meaning.snippet or name, typed, order)


def _pitches(spot: Spot, typed: str) -> Iterator[lsp.CompletionItem]:
    """Note names in the octave used last, Korean ones after a Korean one; then a rest and a tie."""
    octave = _last_octave(spot)
    korean = bool(typed) and "가" <= typed[0] <= "힣"
    note = lsp.CompletionItemKind.Constant
    for order, letter in enumerate("도레미파솔라시" if korean else "CDEFGAB"):
        accidental = typed[1:] if typed[:1].upper() == letter or typed[:1] == letter else ""
        yield spot.item(f"{letter}{accidental}{octave}", typed, note, order=order)
    if not typed:
        say = spot.analysis.say
        yield spot.item("r", "", note, say("쉼표", "a rest"), order=50)
        yield spot.item("~", "", note, say("붙임줄", "a tie"), order=51)


def _last_octave(spot: Spot) -> int:
    """That of the last note before; 4 where there is none."""
    found = re.findall(r"[A-Ga-g도레미파솔라시][#b♯♭]{0,2}([0-9])", spot.before)
    if found:
        return int(found[-1])
    above = sorted((line for line in spot.analysis.rows if line < spot.place.line), reverse=True)
    for line in above:
        value = spot.analysis.rows[line].value
        notes = [e for bar in value.bars for e in bar.elements] if isinstance(value, NoteLine) else []
        octaves = [one.pitch.octave for one in notes if isinstance(one, NoteElement)]
        if octaves:
            return octaves[-1]
    return 4


# ── lyrics ───────────────────────────────────────────────────────────────────────────────────────


def _in_lyrics(spot: Spot) -> Iterator[lsp.CompletionItem]:
    """`값이[`: how the rules have it, to start from."""
    match = _SPOKEN.search(spot.before)
    if match is None:
        return
    written = match["word"].replace("-", "")
    syllables = tuple((ch, "" if i else "|", None) for i, ch in enumerate(written))
    sung = "".join(pronounced(syllables)[0])
    after = spot.analysis.lines.line(spot.place.line)[spot.place.column - 1 :]
    end = "" if after.startswith("]") else "]"
    detail = spot.analysis.say("표준 발음", "by the Standard Pronunciation")
    kind = lsp.CompletionItemKind.Text
    for order, one in enumerate(dict.fromkeys((sung, written))):
        yield spot.item(one, match["typed"], kind, detail if one == sung else None, f"{one}{end}", order)


_BY_FIRST: dict[str, Callable[[Spot], Iterator[lsp.CompletionItem]]] = {
    "|": _in_notes,
    ">": _in_lyrics,
    "[": _header,
}
