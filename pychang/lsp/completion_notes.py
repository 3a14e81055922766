"""What can stand in a note line, and in a lyric line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lsprotocol import types as lsp

from pychang.language.syntax import NoteElement, NoteLine
from pychang.lsp.completion_spot import Spot, meant
from pychang.lsp.meanings import MARKS, OPTIONS
from pychang.lsp.words import pronounced

LENGTHS = ("1", "2", "4", "8", "16", "2.", "4.", "8.", "12")
_SPOKEN = re.compile(r"(?P<word>[가-힣][가-힣-]*)\[(?P<typed>[가-힣]*)$")
_PITCH = re.compile(r"(?:^|(?<=[\s|]))(?P<typed>[A-Ga-g도레미파솔라시]?[#b♯♭]{0,2})$")


def in_notes(spot: Spot) -> Iterator[lsp.CompletionItem]:
    before = spot.before
    if before.rfind("{") > before.rfind("}"):
        yield from _options(spot, before[before.rfind("{") + 1 :])
    elif match := re.search(r"@([A-Za-z<>]*)$", before):
        for order, (name, meaning) in enumerate(MARKS.items()):
            yield meant(spot, name, meaning, meaning.snippet or name, match[1], order)
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
            yield meant(spot, name, meaning, meaning.snippet or name, typed, order)


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


def in_lyrics(spot: Spot) -> Iterator[lsp.CompletionItem]:
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
