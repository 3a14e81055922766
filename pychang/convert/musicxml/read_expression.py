"""What stands on a note, as the way in which it is sung."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pychang.score.expression import DEFAULT_VIBRATO, LOUD_DB, SLIDE_S
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
    return found
