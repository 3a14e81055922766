"""Title, names and rights of a score."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from pychang.convert.musicxml.read_values import child_text, number
from pychang.convert.plain_text import LONGEST_TITLE, plain

_NOBODY = {
    "music21 fragment",
    "music21",
    "untitled",
    "untitled score",
    "title",
    "제목 없음",
    "제목",
    "composer",
    "작곡가",
}
_FILE = re.compile(r"\.(mxl|xml|musicxml|mus|musx|sib|mscz|dorico|krn|abc|mid)$", re.IGNORECASE)


@dataclass(frozen=True)
class Heading:
    title: str = ""
    composer: str = ""
    lyricist: str = ""
    copyright: str = ""


def heading_of(root: Element) -> Heading:
    """From where it is said what is what; else from where on the first page it stands."""
    credits = _credits(root)
    movement, work = (_text(child_text(root, path)) for path in ("movement-title", "work/work-title"))
    return Heading(
        movement or work or credits.get("title", ""),
        _creator(root, ("composer", "")) or credits.get("composer", ""),
        _creator(root, ("lyricist", "poet")) or credits.get("lyricist", ""),
        _text(child_text(root, "identification/rights")) or credits.get("rights", ""),
    )


def _creator(root: Element, kinds: tuple[str, ...]) -> str:
    found = [one for one in root.iterfind("identification/creator") if one.get("type", "") in kinds]
    return ", ".join(dict.fromkeys(text for one in found if (text := _text(one.text or ""))))[:LONGEST_TITLE]


def _credits(root: Element) -> dict[str, str]:
    """What stands on the first page: by its kind, or by its place as MuseScore sets it."""
    found: dict[str, str] = {}
    largest = 0.0
    for credit in root.iterfind("credit"):
        words = credit.findall("credit-words")
        text = _text(" ".join(one.text or "" for one in words))
        if not text or credit.get("page", "1") != "1":
            continue
        kind = child_text(credit, "credit-type")
        kind = (
            kind
            if kind in ("title", "composer", "lyricist", "rights")
            else ""
            if kind
            else _by_place(words[0])
        )
        size = float(number(words[0].get("font-size")) or 0)
        if kind == "title" and size >= largest:
            found[kind], largest = text, size
        elif kind:
            found.setdefault(kind, text)
    return found


def _by_place(words: Element) -> str:
    if words.get("valign") == "top" and words.get("justify") == "center":
        return "title"
    if words.get("valign") == "bottom":
        return {"right": "composer", "left": "lyricist"}.get(words.get("justify", ""), "")
    return ""


def _text(text: str) -> str:
    shown = _FILE.sub("", plain(text)[:LONGEST_TITLE])
    return "" if shown.lower() in _NOBODY else shown
