"""What stands on a note, as the way in which it is sung."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from functools import lru_cache

from pychang.convert.musicxml.read_note import BRACES
from pychang.diagnostic import Source, Span
from pychang.language.syntax import Option, Word
from pychang.score.expression import DEFAULT_VIBRATO, LOUD_DB, SLIDE_S, expression
from pychang.score.model import Expression

_MARKS: Mapping[str, Mapping[str, object]] = {
    "accent": {"accent": True},
    "soft-accent": {"accent": True},
    "stress": {"accent": True},
    "strong-accent": {"accent": True, "level_db": LOUD_DB},
    "staccato": {"staccato": True},
    "staccatissimo": {"staccato": True},
    "spiccato": {"staccato": True},
    "tenuto": {"tenuto": True},
    "detached-legato": {"tenuto": True, "staccato": True},
    "fermata": {"fermata": True},
    "scoop": {"scoop": True},
    "falloff": {"fall": True},
    "doit": {"bend_cents": (0.0, 0.0, 0.0, 200.0)},
    "slide-stop": {"slide_s": SLIDE_S},
    "wavy-line": {"vibrato": DEFAULT_VIBRATO},
}
BREATHS = frozenset({"breath-mark", "caesura"})
UNSUNG = frozenset(
    {
        "trill-mark",
        "turn",
        "delayed-turn",
        "inverted-turn",
        "delayed-inverted-turn",
        "vertical-turn",
        "inverted-vertical-turn",
        "mordent",
        "inverted-mordent",
        "shake",
        "schleifer",
        "haydn",
        "tremolo",
        "plop",
    }
)
"""Ornaments that a note in braces cannot have."""
_WITH_WAVES = "trill-mark"  # a wavy line behind it is the trill's


def expression_of(marks: Iterable[str], bend_cents: float = 0.0) -> Expression:
    """The expression of a note from the names of its marks; `bend_cents`: how far it lies from its pitch."""
    names = set(marks)
    if _WITH_WAVES in names:
        names.discard("wavy-line")
    found = Expression(bend_cents=(bend_cents,) if bend_cents else ())
    for name in _MARKS:
        if name in names:
            found = replace(found, **_MARKS[name])
    for name in sorted(names):
        if name.startswith(BRACES):
            found = replace(found, **_in_braces(name.removeprefix(BRACES)))
    return found


@lru_cache(maxsize=1000)
def _in_braces(text: str) -> Mapping[str, object]:
    """What our own files say of a note beside its signs (`breathy=0.6 loud=+3`); nothing if they are not."""
    nowhere = Span(Source("", text), 0, 0)
    pairs = (one.partition("=") for one in text.split())
    options = [
        Option(Word(name, nowhere), Word(value, nowhere) if equals else None) for name, equals, value in pairs
    ]
    said, mistakes = expression(options, None)
    if mistakes:
        return {}
    return {one.name: value for one in fields(said) if (value := getattr(said, one.name)) != one.default}
