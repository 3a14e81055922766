"""A `note` element, as a record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from xml.etree.ElementTree import Element

from pychang.convert.key import LOWEST, spell
from pychang.convert.musicxml.read_records import WrittenLyric
from pychang.convert.musicxml.read_values import number, whole
from pychang.language.syntax import Pitch

_STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_HIGHEST = 127
_SHAPES = "maxima long breve whole half quarter eighth 16th 32nd 64th 128th 256th 512th 1024th"
_SIZES = {name: Fraction(8, 2**n) for n, name in enumerate(_SHAPES.split())}
_STEP_OF_SLUR = ("slide", "glissando")
BRACES = "{"  # before what stands on a note as a `.chang` file has it in braces
_LONGEST_BRACES = 200
_GROUPS = ("articulations", "ornaments", "technical", "dynamics")


def written_pitch(element: Element) -> tuple[str, str, str]:
    """Step, alteration and octave of a `pitch`, as text."""
    found = {one.tag: one.text or "" for one in element}
    return found.get("step", "").strip(), found.get("alter") or "0", found.get("octave", "")


@lru_cache(maxsize=1000)
def pitch_of(step: str, alteration: str, octave_text: str, semitones: int) -> tuple[Pitch, float] | None:
    """The pitch that sounds, and how many cents off; None if it cannot be read.

    What is written and `semitones` together are what sounds. A clef with an 8 changes nothing: it only moves
    the picture.
    """
    octave, alter = whole(octave_text), number(alteration)
    if step not in _STEPS or octave is None or alter is None or not -2 <= octave <= 11 or abs(alter) > 4:
        return None
    nearest = round(alter)
    cents = float(alter - nearest) * 100
    if not semitones and abs(nearest) <= 2 and 0 <= octave <= 9:
        return Pitch(step, nearest, octave), cents
    midi = 12 * (octave + 1) + _STEPS[step] + nearest + semitones
    return (spell(midi), cents) if LOWEST <= midi <= _HIGHEST else None


def size_of(note: Element) -> Fraction | None:
    """How long a note is by how it looks: its shape, dots and tuplet."""
    size = _SIZES.get((note.findtext("type") or "").strip())
    if size is None:
        return None
    dots = min(sum(1 for one in note if one.tag == "dot"), 8)
    size = size * (2 - Fraction(1, 2**dots))
    actual, normal = (
        whole(note.findtext(f"time-modification/{name}")) for name in ("actual-notes", "normal-notes")
    )
    if actual and normal and 0 < actual <= 1000 and 0 < normal <= 1000:
        size = size * normal / actual
    return size


def ties_of(note: Element) -> tuple[bool, bool]:
    """Whether a tie begins here, and whether one ends."""
    kinds = {one.get("type") for one in note.iterfind("tie")}
    kinds |= {one.get("type") for one in note.iterfind("notations/tied")}
    goes_through = "continue" in kinds
    return "start" in kinds or goes_through, "stop" in kinds or goes_through


def marks_of(note: Element) -> Iterator[str]:
    """The names of what stands on a note; `slide` where one begins, `slide-stop` where it arrives."""
    for notations in note.iterfind("notations"):
        for one in notations:
            if one.tag in _GROUPS:
                yield from (
                    f"dynamics:{inner.tag}" if one.tag == "dynamics" else _ornament(inner) for inner in one
                )
            elif one.tag in _STEP_OF_SLUR:
                yield "slide-stop" if one.get("type") == "stop" else "slide"
            elif one.tag == "fermata":
                yield one.tag
            elif one.tag == "other-notation" and one.text and len(one.text) <= _LONGEST_BRACES:
                yield BRACES + one.text.strip()


def _ornament(element: Element) -> str:
    if element.tag == "wavy-line" and element.get("type") != "start":
        return "wavy-line-goes-on"
    return element.tag


# ── lyrics ───────────────────────────────────────────────────────────────────────────────────────

_TYPED_NUMBER = re.compile(r"\s*[(\[]?\d{1,2}\s*[.):\]]\s*")
_SUNG = {"humming": "음", "laughing": "하"}


def lyrics_of(note: Element) -> Iterator[WrittenLyric]:
    for one in note.iterfind("lyric"):
        yield _lyric(one)


def _lyric(element: Element) -> WrittenLyric:
    """Texts joined over their elisions; the first and the last of their `syllabic` say where words end."""
    text, syllabics = "", []
    tags = {child.tag for child in element}
    for child in element:
        if child.tag == "text":
            text += child.text or ""
        elif child.tag == "elision" or (child.tag == "syllabic" and text):
            text += _between(child)
        if child.tag == "syllabic" and child.text:
            syllabics.append(child.text.strip())
    sung = next((_SUNG[tag] for tag in _SUNG if tag in tags), "")
    return WrittenLyric(
        line_of(element),
        _TYPED_NUMBER.sub("", text, count=1) if _TYPED_NUMBER.match(text) else text or sung,
        _together(syllabics),
        "extend" in tags,
        bool(tags & {"end-line", "end-paragraph"}),
    )


def _between(elision: Element) -> str:
    """What an elision stands for: a space where it has one, or where a word ends at it."""
    if elision.tag == "elision" and any(ch.isspace() for ch in elision.text or ""):
        return " "
    return " " if elision.tag == "syllabic" and (elision.text or "").strip() in ("single", "begin") else ""


def _together(syllabics: list[str]) -> str:
    begins = not syllabics or syllabics[0] in ("single", "begin")
    ends = not syllabics or syllabics[-1] in ("single", "end")
    if not syllabics:
        return ""
    return {(True, True): "single", (True, False): "begin", (False, True): "end"}.get(
        (begins, ends), "middle"
    )


def line_of(element: Element) -> str:
    """The verse of a lyric, as text: `1`, `2` … where a number can be seen; that of a chorus is `chorus1`.

    Finale and Sibelius write `part1verse2` where others write `2`; hands write `2.`.
    """
    number_text, name = (element.get("number") or "").strip().lower(), (element.get("name") or "").lower()
    digits = re.findall(r"\d{1,3}", number_text) or re.findall(r"\d{1,3}", name)
    chorus = "chorus" if "chorus" in number_text or "chorus" in name or "후렴" in name else ""
    return f"{chorus}{int(digits[-1]) if digits else number_text or 1}"
