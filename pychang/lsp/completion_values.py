"""What can follow the name of a setting, and `[`."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from lsprotocol import types as lsp

from pychang.lsp.completion_spot import Spot, without_stops
from pychang.lsp.meanings import SETTINGS
from pychang.lsp.names import all_names as names_in
from pychang.voice.find import all_names

MOST_FILES = 500
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
_SETTING = re.compile(r"\s*(?P<name>[^\s:|>\[\]]+)\s*:\s*(?P<value>.*)$", re.DOTALL)


def of_setting(spot: Spot) -> Iterator[lsp.CompletionItem]:
    match = _SETTING.match(spot.before)
    name = match["name"] if match else ""
    value = match["value"] if match else ""
    typed = re.search(r"[^\s:]*$", value)[0]
    if name == "form":
        yield from _sections(spot, typed)
    elif name == "voice":
        yield from _voices(spot, value)
    elif name in _FILES:
        yield from _files(spot, value, _FILES[name])
    elif name in _VALUES and not value[: len(value) - len(typed)].strip():
        for order, one in enumerate(_VALUES[name]()):
            yield spot.item(one, value, lsp.CompletionItemKind.Value, order=order)
    elif name in SETTINGS and SETTINGS[name].snippet and not value:
        snippet = SETTINGS[name].snippet
        yield spot.item(without_stops(snippet), "", lsp.CompletionItemKind.Value, snippet=snippet)


def _sections(spot: Spot, typed: str) -> Iterator[lsp.CompletionItem]:
    """The names of sections, and after one its repeats."""
    heads = dict.fromkeys(one.text for one in names_in(spot.analysis) if one.is_head)
    kind = lsp.CompletionItemKind.Reference
    name, star, _ = typed.partition("*")
    if star:
        yield from (spot.item(f"{name}*{n}", typed, kind, order=n) for n in (2, 3, 4))
        return
    for order, title in enumerate(heads):
        yield spot.item(title, typed, kind, order=order)
        yield spot.item(f"{title}*2", typed, kind, order=order + 500)


def _files(spot: Spot, typed: str, endings: tuple[str, ...]) -> Iterator[lsp.CompletionItem]:
    """The files beside the song, or in a folder that is named already, that have one of the endings."""
    song = Path(spot.analysis.name)
    folder, _, _ = typed.rpartition("/")
    try:
        found = (
            sorted(os.scandir(song.parent / folder), key=lambda one: one.name) if song.is_absolute() else []
        )
    except (OSError, ValueError):
        return
    for order, one in enumerate(found[:MOST_FILES]):
        name = unicodedata.normalize("NFC", f"{folder}/{one.name}" if folder else one.name)
        if one.is_dir() and not one.name.startswith("."):
            yield spot.item(f"{name}/", typed, lsp.CompletionItemKind.Folder, order=order + MOST_FILES)
        elif one.name.lower().endswith(endings) and one.name != song.name:
            yield spot.item(name, typed, lsp.CompletionItemKind.File, order=order)


def _voices(spot: Spot, typed: str) -> Iterator[lsp.CompletionItem]:
    """The voices that are shipped, installed, or beside the song; or in a folder that is named already."""
    if "/" in typed:
        yield from _files(spot, typed, (".zip", "voice.toml"))
        return
    song = Path(spot.analysis.name)
    for order, name in enumerate(all_names(song.parent if song.is_absolute() else None)):
        yield spot.item(name, typed, lsp.CompletionItemKind.Value, order=order)


def of_header(spot: Spot) -> Iterator[lsp.CompletionItem]:
    """`[`: names that `form`, or another part, has and this part has not."""
    match = re.fullmatch(r"\s*\[([^\s*\[\]]*)", spot.before)
    if match is None:
        return
    here = _titles_in_part(spot)
    wanted = dict.fromkeys(one.text for one in names_in(spot.analysis) if one.text not in here)
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


_FILES = {"include": (".chang",), "backing": (".wav", ".flac", ".ogg", ".mp3")}
_VALUES: dict[str, Callable[[], Iterable[str]]] = {
    "meter": lambda: METERS,
    "key": lambda: KEYS,
    "vibrato": _vibratos,
    "tempo": lambda: ("60", "76", "90", "100", "120", "140"),
    "chang": lambda: ("1",),
}
