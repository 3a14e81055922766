"""Measures in their order of playing, as sections and a form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pychang.convert.layout import SECTION, section_name
from pychang.convert.musicxml.read_order import Ending

LETTERS = "가나다라마바사아자차카타파하"
_CODA, _BEFORE, _BETWEEN, _AFTER = "코다", "전주", "간주", "후주"
_FARTHEST = 4  # measures that a border is moved back, so that no tone crosses it

Turn = tuple[int, int]  # a measure, and the time through its repeat if that changes what sounds, else 0
Crossed = Callable[[int, int], bool]  # whether something sung goes on from one measure into another


@dataclass(frozen=True)
class Section:
    """Measures that are always played one after another."""

    name: str
    bars: tuple[Turn, ...]
    passes: tuple[int, ...]  # where in the order each pass begins


@dataclass(frozen=True)
class Landmarks:
    """What sections are named after, by measure. `doubles`: those behind a double barline; `silent`: those in
    which nobody sings."""

    rehearsals: Mapping[int, str]
    codas: frozenset[int]
    endings: Mapping[int, Ending]
    doubles: frozenset[int]
    silent: frozenset[int]
    count: int  # of all measures


def sections_in(
    order: Sequence[Turn], landmarks: Landmarks, crossed: Crossed
) -> tuple[list[Section], tuple[int, ...], bool]:
    """The sections as they first come, which of them is played when, and whether each is played just once."""
    cuts = _cuts(order, landmarks, crossed)
    pieces = list(_pieces(order, cuts))
    found = dict.fromkeys(piece for _, piece in pieces)
    place = {piece: i for i, piece in enumerate(found)}
    form = tuple(place[piece] for _, piece in pieces)
    linear = len(pieces) == len(found)
    names = _names(list(found), landmarks, linear)
    starts: dict[tuple[Turn, ...], list[int]] = defaultdict(list)
    for at, piece in pieces:
        starts[piece].append(at)
    sections = [Section(name, bars, tuple(starts[bars])) for bars, name in zip(found, names, strict=True)]
    return sections, form, linear


def _pieces(order: Sequence[Turn], cuts: set[tuple[Turn, Turn]]) -> Iterator[tuple[int, tuple[Turn, ...]]]:
    start = 0
    for i, pair in enumerate(pairwise(order), 1):
        if pair in cuts:
            yield start, tuple(order[start:i])
            start = i
    yield start, tuple(order[start:])


def _cuts(order: Sequence[Turn], landmarks: Landmarks, crossed: Crossed) -> set[tuple[Turn, Turn]]:
    """Where one section ends and another begins: wherever the order goes on in more ways than one, and at
    rehearsal marks, or double barlines where there are none, that nothing sung crosses."""
    ends: Turn = (-1, 0)
    after: dict[Turn, set[Turn]] = defaultdict(set)
    before: dict[Turn, set[Turn]] = defaultdict(set)
    for here, there in pairwise((ends, *order, ends)):
        after[here].add(there)
        before[there].add(here)
    marked = set(landmarks.rehearsals) or landmarks.doubles
    pairs = set(pairwise(order))
    must = {(here, there) for here, there in pairs if len(after[here]) > 1 or len(before[there]) > 1}
    cuts = _moved_back(must, before, crossed)
    return cuts | {
        (here, there) for here, there in pairs - must if there[0] in marked and not crossed(here[0], there[0])
    }


def _moved_back(
    cuts: set[tuple[Turn, Turn]], before: Mapping[Turn, set[Turn]], crossed: Crossed
) -> set[tuple[Turn, Turn]]:
    """Borders, those over which something is sung a measure or more earlier: that measure is then written
    once more in front of each section that goes on from it."""
    cuts, moved = set(cuts), set()
    for _ in range(_FARTHEST):
        bad = {
            here
            for here, there in cuts
            if there[0] > here[0] and here not in moved and crossed(here[0], there[0])
        }
        for here in bad:
            cuts = {cut for cut in cuts if cut[0] != here}
            cuts |= {(other, here) for other in before[here] if other[0] >= 0}
        moved |= bad
        if not bad:
            break
    return cuts


# ── names ────────────────────────────────────────────────────────────────────────────────────────


def _names(found: Sequence[tuple[Turn, ...]], landmarks: Landmarks, linear: bool) -> list[str]:
    """A name each: the rehearsal mark, or a letter of the alphabet; endings after what they end.

    Where every section is sung once, marks that repeat give names that repeat: their music may be the same.
    """
    bases = [_base(bars, landmarks) for bars in found]
    letters = iter(_letters(bases.count(_LETTER)))
    names: list[str] = []
    last = SECTION
    for bars, base in zip(found, bases, strict=True):
        if base is None:
            names.append(section_name(f"{last}-{min(_ending(bars, landmarks).numbers)}", names))
            continue
        may_repeat = linear and bars[0][0] in landmarks.rehearsals
        name = next(letters) if base == _LETTER else base
        names.append(section_name(name, () if may_repeat else names))
        last = last if base in _SILENT else names[-1]
    return names


_LETTER = ""
_SILENT = (_BEFORE, _BETWEEN, _AFTER)


def _letters(count: int) -> list[str]:
    if count <= 1:
        return [SECTION]
    rounds = range(count // len(LETTERS) + 1)
    return [f"{letter}{number or ''}" for number in rounds for letter in LETTERS]


def _base(bars: Sequence[Turn], landmarks: Landmarks) -> str | None:
    """What a section is to be called; "": a letter; None: after the one before, as it is its ending."""
    first = bars[0][0]
    if first in landmarks.rehearsals:
        return landmarks.rehearsals[first]
    if first in landmarks.codas:
        return _CODA
    if _ending(bars, landmarks):
        return None
    if all(bar in landmarks.silent for bar, _ in bars):
        sung = [bar for bar in range(first) if bar not in landmarks.silent]
        return _BETWEEN if sung and not _is_last(bars, landmarks) else _AFTER if sung else _BEFORE
    mark = max((bar for bar in landmarks.rehearsals if bar < first), default=None)
    return _LETTER if mark is None else landmarks.rehearsals[mark]


def _ending(bars: Sequence[Turn], landmarks: Landmarks) -> Ending | None:
    """The ending that a section is, maybe with what stands before it."""
    found = next((landmarks.endings[bar] for bar, _ in bars if bar in landmarks.endings), None)
    return found if found and bars[-1][0] <= found.last else None


def _is_last(bars: Sequence[Turn], landmarks: Landmarks) -> bool:
    return bars[-1][0] + 1 >= landmarks.count
