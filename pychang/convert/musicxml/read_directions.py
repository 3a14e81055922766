"""Directions, sounds and barlines of a measure, as events and signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from xml.etree.ElementTree import Element

from pychang.convert.musicxml.read_records import Event
from pychang.convert.musicxml.read_values import number, whole
from pychang.convert.musicxml.read_words import ACCENTS, LEVELS, order_word, tempo_word, wedge_word
from pychang.convert.plain_text import plain

_WEDGES = {"crescendo": "<", "diminuendo": ">", "stop": "stop"}
_LINES = ("bracket", "dashes")
_UNITS = {
    "breve": Fraction(8),
    "whole": Fraction(4),
    "half": Fraction(2),
    "quarter": Fraction(1),
    "eighth": Fraction(1, 2),
    "16th": Fraction(1, 4),
    "32nd": Fraction(1, 8),
}
_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,6})?")
_MOST_ENDINGS = 32
Said = dict[str, str | bool | int | frozenset[int]]


def events_of(direction: Element, position: Fraction, staff: int) -> Iterator[Event]:
    """Tempo and dynamics of a `direction`."""
    for one in direction.iterfind("direction-type/*"):
        if one.tag == "dynamics":
            yield from dynamics_of(one, position, staff)
        elif one.tag == "wedge" and one.get("type") in _WEDGES:
            yield Event(position, "wedge", _WEDGES[one.get("type", "")], staff)
        elif one.tag == "metronome":
            yield from _metronome(one, position)
        elif one.tag in _LINES and one.get("type") == "stop":
            yield Event(position, "line-stop", "", staff, _line(one))
    text = words_of(direction)
    if wedge := wedge_word(text):
        yield Event(position, "wedge", wedge, staff)
    if tempo_word(text):
        begun = (one for one in direction.iterfind("direction-type/*") if one.tag in _LINES)
        line = next((_line(one) for one in begun if one.get("type") == "start"), "")
        yield Event(position, "tempo-word", text, line=line)


def _line(element: Element) -> str:
    return f"{element.tag} {element.get('number', '1')}"


def words_of(direction: Element) -> str:
    """All words of a direction, on one line: programs cut them up where the letters change."""
    return plain(" ".join(one.text or "" for one in direction.iterfind("direction-type/words")))


def dynamics_of(dynamics: Element, position: Fraction, staff: int) -> Iterator[Event]:
    for one in dynamics:
        mark = (one.text or "").strip() if one.tag == "other-dynamics" else one.tag
        if mark in LEVELS:
            yield Event(position, "dynamic", LEVELS[mark], staff)
        elif mark in ACCENTS:
            yield Event(position, "accent", mark, staff)
            if ACCENTS[mark]:
                yield Event(position, "dynamic", ACCENTS[mark], staff)


def _metronome(metronome: Element, position: Fraction) -> Iterator[Event]:
    """A number, or one unit that is as long as another was before."""
    units: list[Fraction] = []
    for one in metronome:
        if one.tag == "beat-unit":
            units.append(_UNITS.get((one.text or "").strip(), Fraction(0)))
        elif one.tag == "beat-unit-dot" and units:
            units[-1] *= Fraction(3, 2)
    written = [float(one) for one in _NUMBER.findall(metronome.findtext("per-minute") or "")]
    if written and units and units[0]:
        yield Event(position, "tempo", sum(written[:2]) / len(written[:2]) * float(units[0]))
    elif len(units) == 2 and all(units):
        yield Event(position, "unit", float(units[1] / units[0]))


def sound_events(sound: Element, position: Fraction, staff: int) -> Iterator[Event]:
    tempo, level = number(sound.get("tempo")), number(sound.get("dynamics"))
    if tempo and tempo > 0:
        yield Event(position, "tempo", round(float(tempo), 3))
    if level is not None and level > 0:
        yield Event(position, "level", float(level), staff)


# ── order ────────────────────────────────────────────────────────────────────────────────────────


def signs_of(direction: Element) -> Said:
    """What a direction says of the order, by its `sound`, its words or its symbols."""
    text = words_of(direction)
    said: Said = {**order_word(text), **_by_sound(direction.find("sound"))}
    types = {one.tag: one for one in direction.iterfind("direction-type/*")}
    if "rehearsal" in types:
        said["rehearsal"] = plain(types["rehearsal"].text or "")
    if "segno" in types and not said.keys() & {"segno", "jump"}:
        said["segno"] = "segno"
    if "coda" in types and not said.keys() & {"coda", "to_coda", "jump"}:
        if re.fullmatch(r"\W*to\W*", text.lower()):
            said["to_coda"] = "coda"
        else:
            said["symbols"] = 1
    return said


def _by_sound(sound: Element | None) -> Said:
    if sound is None:
        return {}
    return sound_signs(sound)


def sound_signs(sound: Element) -> Said:
    said: Said = {}
    for attribute, name in (
        ("segno", "segno"),
        ("coda", "coda"),
        ("tocoda", "to_coda"),
        ("dalsegno", "jump"),
    ):
        if value := plain(sound.get(attribute, "")):
            said[name] = value
    if sound.get("dacapo") == "yes":
        said["jump"] = "capo"
    if sound.get("fine"):
        said["fine"] = True
    if sound.get("forward-repeat") == "yes":
        said["forward"] = True
    return said


def barline_signs(barline: Element) -> Said:
    """Repeats, endings, signs and double lines of a barline."""
    said: Said = {}
    for one in barline:
        if one.tag == "repeat" and one.get("direction") == "forward":
            said["forward"] = True
        elif one.tag == "repeat":
            said["backward"] = True
            said["times"] = min(max(whole(one.get("times")) or 0, 0), _MOST_ENDINGS)
        elif one.tag == "ending" and one.get("type") == "start":
            said["ending"] = ending_numbers(one.get("number", ""), one.text or "")
        elif one.tag == "ending":
            said["ending_stops"] = True
        elif one.tag in ("segno", "coda"):
            said["segno" if one.tag == "segno" else "coda"] = one.tag
        elif one.tag == "bar-style" and (one.text or "").strip() in (
            "light-light",
            "light-heavy",
            "heavy-heavy",
        ):
            said["double"] = barline.get("location", "right") == "right"
    for attribute in ("segno", "coda"):
        if barline.get(attribute):
            said[attribute] = plain(barline.get(attribute, ""))
    return said


def ending_numbers(*texts: str) -> frozenset[int]:
    """The passes of an ending: `1`, `1, 2`, `1-3`, `1.–3.`; the first if nothing can be read."""
    for text in texts:
        numbers: set[int] = set()
        for first, last in re.findall(r"(\d{1,2})\D{0,2}[-–~]\s*(\d{1,2})", text):
            numbers |= set(range(int(first), int(last) + 1))
        numbers |= {int(one) for one in re.findall(r"\d{1,2}", text)}
        if found := frozenset(one for one in numbers if 1 <= one <= _MOST_ENDINGS):
            return found
    return frozenset({1})
