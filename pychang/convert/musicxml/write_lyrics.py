"""What stands under the notes: syllables of each verse, hyphens, extenders; and slurs over what is held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pychang.convert.sheet import Tone
from pychang.convert.unroll import verse_of
from pychang.score.model import Syllable

COMMA = ","
SHORTEST_SHARED = 4  # syllables
Line = tuple["LyricText | None", ...]  # an entry a tone


@dataclass(frozen=True)
class LyricText:
    """`syllabic`: single, begin, middle, end. `is_held`: sung on more than one tone. `extends`: a line behind
    it shows how long it is held, if it is."""

    text: str
    syllabic: str
    is_held: bool
    extends: bool


@dataclass(frozen=True)
class Slur:
    """From one tone to another, by their places; `dashed`: not in every verse."""

    first: int
    last: int
    dashed: bool


@dataclass(frozen=True)
class Words:
    """The words of a section: a line for each verse, and its slurs.

    Where all verses are the same from pause to pause, the first alone has words.
    """

    lines: tuple[Line, ...]
    slurs: tuple[Slur, ...]


def words_of(tones: Sequence[Tone], verses: Sequence[int]) -> Words:
    """The words under a section's tones, for the verses in which it is sung."""
    sung = [[(verse_of(tone.lyrics, verse) or (None,))[0] for tone in tones] for verse in verses]
    lines = _shared(tones, sung, [_line(tones, one) for one in sung])
    held = [_held(tones, one) for one in sung]
    return Words(lines if any(map(any, lines)) else (), tuple(_slurs(held)))


def _shared(
    tones: Sequence[Tone], sung: Sequence[Sequence[Syllable | None]], lines: Sequence[Line]
) -> tuple[Line, ...]:
    """The lines, without all but the first where they are the same.

    That holds for whole phrases of enough syllables: a reader takes shorter gaps for syllables that are held.
    """
    if len(set(lines)) == 1:
        return tuple(lines[:1])
    kept = [list(line) for line in lines]
    borders = [place for place in range(len(tones)) if _begins_phrase(tones, sung, place)]
    for first, end in pairwise([*borders, len(tones)]):
        is_long = sum(map(bool, lines[0][first:end])) >= SHORTEST_SHARED
        if is_long and len({line[first:end] for line in lines}) == 1 and _is_clear(lines, first):
            for line in kept[1:]:
                line[first:end] = [None] * (end - first)
    loose = (_without_loose_ends(*pair) for pair in zip(kept[1:], lines[1:], strict=True))
    return (lines[0], *loose)


def _is_clear(lines: Sequence[Line], place: int) -> bool:
    """Whether no verse holds a syllable up to a place while another has begun a new one."""
    before = [max((i for i in range(place) if line[i]), default=-1) for line in lines]
    return len(set(before)) == 1


def _without_loose_ends(line: Sequence[LyricText | None], whole: Line) -> Line:
    """Without extenders before a gap, which programs draw on and on, to the verse's next syllable."""
    texts = list(line)
    sung = [place for place, text in enumerate(whole) if text]
    for here, coming in pairwise([*sung, None]):
        if texts[here] and (coming is None or texts[coming] is None):
            texts[here] = replace(texts[here], extends=False)
    return tuple(texts)


def _begins_phrase(tones: Sequence[Tone], sung: Sequence[Sequence[Syllable | None]], place: int) -> bool:
    """Whether a pause is before a tone in every verse."""
    if not place or tones[place - 1].end < tones[place].start:
        return all(one[place] for one in sung)
    return all(one[place] and one[place].boundary == "|" for one in sung)


def _slurs(held: Sequence[Sequence[tuple[int, int]]]) -> Iterator[Slur]:
    """A slur over what is held in any verse; of those that overlap, the longest."""
    free = 0
    pairs = sorted({pair for one in held for pair in one}, key=lambda pair: (pair[0], -pair[1]))
    for first, last in pairs:
        if first >= free:
            yield Slur(first, last, not all((first, last) in one for one in held))
            free = last


def _line(tones: Sequence[Tone], sung: Sequence[Syllable | None]) -> Line:
    texts: list[LyricText | None] = [None] * len(sung)
    begins = [place for place, syllable in enumerate(sung) if syllable]
    is_new = True
    for here, coming in pairwise([*begins, None]):
        ends_at = (len(sung) if coming is None else coming) - 1
        ends = coming is None or sung[coming].boundary != ""
        texts[here] = LyricText(
            sung[here].text + (COMMA if _has_comma(tones, sung, ends_at, coming) else ""),
            ("single" if ends else "begin") if is_new else ("end" if ends else "middle"),
            _lasts(tones, here, ends_at),
            ends,
        )
        is_new = ends
    return tuple(texts)


def _has_comma(tones: Sequence[Tone], sung: Sequence[Syllable | None], last: int, coming: int | None) -> bool:
    """Whether a pause behind a syllable must be shown: rests, breaths and section ends are pauses anyway."""
    if coming is None or sung[coming].boundary != "|":
        return False
    return tones[last].end == tones[coming].start and not tones[last].breath_after


def _lasts(tones: Sequence[Tone], first: int, last: int) -> bool:
    """Whether a syllable is held from one tone to another without a rest."""
    return last > first and tones[first].end == tones[first + 1].start


def _held(tones: Sequence[Tone], sung: Sequence[Syllable | None]) -> list[tuple[int, int]]:
    """From which tone to which each syllable is sung, of those on more than one."""
    return [(first, last) for first, last in _syllables(tones, sung) if last > first]


def _syllables(tones: Sequence[Tone], sung: Sequence[Syllable | None]) -> Iterator[tuple[int, int]]:
    first = None
    for place, syllable in enumerate(sung):
        goes_on = syllable is None and place > 0 and tones[place - 1].end == tones[place].start
        if first is not None and not goes_on:
            yield first, place - 1
            first = None
        if syllable is not None:
            first = place
    if first is not None:
        yield first, len(sung) - 1
