"""The texts of a MIDI file as syllables on notes: slashes, returns and hyphens, and marks for held notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from itertools import pairwise

from pychang.convert.sung_text import Scheme, sung_text
from pychang.convert.syllables import shares, strongest, syllable_of
from pychang.score.model import Boundary, Syllable

_HELD = re.compile(r"[-‐–—_~～*ー]+|\+[~*\d]?")
_LINE_END = re.compile(r"[\\/\r\n]+")
_WORD = re.compile(r"\s*\S+\s*")
_JOINT = "-_~+*"  # stand at the ends of syllables, and are not sung
_SPACED = 0.05  # of the texts, with spaces at their ends, where spaces part words


class Parting(Enum):
    """What parts words in a file."""

    SPACES = "spaces"
    HYPHENS = "hyphens"  # stand inside words; where there is none, a word ends
    NOTHING = "nothing"


@dataclass(frozen=True)
class Text:
    """What is sung on one note: `units` are blocks, each with what stands before it.

    `held`: the text says that the syllable before goes on; if there are no units and it does not, nothing is
    said of the note. `goes_on`: its word is the one before.
    """

    units: tuple[tuple[str, Boundary], ...] = ()
    after: Boundary = ""
    foreign: str = ""
    held: bool = False
    goes_on: bool = False


@dataclass(frozen=True)
class Sung:
    """A stretch of time with what begins there: a syllable, or None, the one before held.

    `note`: the index of the note that it is of; `shared`: it is not all of that note.
    """

    start: Fraction
    end: Fraction
    syllable: Syllable | None
    note: int
    shared: bool = False


def parting_of(texts: Iterable[Sequence[str]]) -> Parting:
    """What parts the words of a file, from the texts on its notes."""
    written = [_LINE_END.sub("", "".join(one)) for one in texts]
    sung = [one for one in written if one.strip() and not _HELD.fullmatch(one.strip())]
    if sum(one != one.strip() for one in sung) >= max(_SPACED * len(sung), 1):
        return Parting.SPACES
    if any(one.startswith("-") or one.endswith("-") for one in sung):
        return Parting.HYPHENS
    return Parting.NOTHING


def read_text(pieces: Sequence[str], parting: Parting, scheme: Scheme | None = None) -> Text:
    """What is sung on a note, from the texts that stand at it; `scheme` as `scheme_of` finds it."""
    written = _LINE_END.sub("\n", "".join(pieces))
    bare = written.strip()
    if not bare or _HELD.fullmatch(bare):
        return Text(after=_gap(written.replace(bare, "", 1) if bare else written), held=bool(pieces))
    units: list[tuple[str, Boundary]] = []
    foreign: list[str] = []
    pending: Boundary = ""
    for word in _WORD.findall(written):
        core = word.strip()
        before, _, after = word.partition(core)
        sung = sung_text(word.replace(core, core.strip(_JOINT) or core, 1), scheme)
        pending = strongest(pending, _gap(before), sung.before)
        for block in sung.blocks:
            units.append((block, pending))
            pending = ""
        pending = strongest(pending, _gap(after), sung.after)
        foreign += [sung.foreign] if sung.foreign else []
    if bare.endswith("-"):
        pending = "|" if pending == "|" else ""
    elif parting is Parting.HYPHENS:
        pending = strongest(pending, " ")
    return Text(tuple(units), pending, " ".join(foreign), goes_on=bare.startswith("-"))


def _gap(space: str) -> Boundary:
    return "|" if "\n" in space else " " if space else ""


def is_joined(texts: Sequence[Text]) -> list[bool]:
    """For each note whether the next goes on with its word."""
    joined = [_is_joined(one, other) for one, other in pairwise(texts)]
    return [*joined, False]


def _is_joined(one: Text, other: Text) -> bool:
    return (not one.after or (other.goes_on and one.after == " ")) and not (other.units and other.units[0][1])


def spread(texts: Sequence[Text]) -> list[Text]:
    """Texts of several syllables shared with the notes behind them of which nothing is said."""
    out = list(texts)
    for i, text in enumerate(texts):
        units, place = text.units, i
        while len(units) > 1 and place + 1 < len(texts) and texts[place + 1] == Text():
            out[place] = Text(units[:1], foreign=out[place].foreign)
            units, place = units[1:], place + 1
            out[place] = Text(units, text.after)
    return out


def set_syllables(spans: Sequence[tuple[Fraction, Fraction]], texts: Sequence[Text]) -> Iterator[Sung]:
    """What is sung from when to when; a note with several syllables is shared out evenly."""
    pending: Boundary = "|"
    end: Fraction | None = None
    for i, ((start, until), text) in enumerate(zip(spans, texts, strict=True)):
        pending = "|" if start != end else pending
        pending = "" if pending == " " and text.goes_on else pending
        foreign = text.foreign
        for (block, before), span in zip(text.units, shares(start, until, len(text.units)), strict=True):
            syllable = syllable_of(block, strongest(pending, before), foreign)
            yield Sung(*span, syllable, i, len(text.units) > 1)
            pending, foreign = "", ""
        if not text.units:
            yield Sung(start, until, None, i)
        pending = strongest(pending, text.after)
        end = until
