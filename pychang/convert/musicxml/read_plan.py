"""How the measures make a song: sections, their form, and which verse each pass has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, takewhile

from pychang.convert.musicxml.read_bars import Measures
from pychang.convert.musicxml.read_lines import Chosen, Line
from pychang.convert.musicxml.read_order import Played, endings_of, order_of, stanzas_of
from pychang.convert.musicxml.read_remarks import Remarks
from pychang.convert.musicxml.read_sections import Landmarks, Section, Turn, sections_in
from pychang.convert.musicxml.read_verses import Verses, rounds_of, verse_at, verses_of

_MOST_SUNG = 150_000  # notes, all repeats written out


@dataclass(frozen=True)
class Plan:
    """`form`: places in `sections`, in the order of singing; `is_linear`: that is each once, as it stands.
    `stanzas`: which stanza each measure in the order has. `verses`: the words of each line."""

    sections: tuple[Section, ...]
    form: tuple[int, ...]
    is_linear: bool
    stanzas: tuple[int, ...]
    verses: tuple[Verses, ...]
    borders: frozenset[int]  # measures after which the order goes on elsewhere

    def stanzas_in(self, section: Section) -> list[tuple[int, ...]]:
        """For each pass of a section the stanza of each of its measures."""
        return [self.stanzas[start : start + len(section.bars)] for start in section.passes]


def plan_of(chosen: Chosen, measures: Measures, remarks: Remarks, tell_words: bool) -> Plan:
    """The plan of the lines chosen; what is odd about their words is told, if `tell_words`."""
    order = order_of(measures.signs)
    leaps = [(here.bar, there.bar) for here, there in pairwise(order.played) if there.bar != here.bar + 1]
    fresh = {bar for here, there in leaps for bar in (here + 1, there)}
    verses = verses_of(chosen.lines, measures.lengths, fresh, remarks, tell_words)
    for bar in order.aimless:
        remarks.add("aimless", measures.numbers[bar])
    if order.endless:
        remarks.add("endless")
    endings = endings_of(measures.signs)
    played = _as_many_as_can_be_sung(order.played, chosen, remarks)
    given: dict[int, int] = {}
    for one, stanza in zip(played, stanzas_of(played, endings), strict=True):
        given[one.bar] = max(given.get(one.bar, 0), stanza)
    rounds = rounds_of(verses, tuple(given.items()), remarks)
    played = _as_many_as_can_be_sung(played * rounds, chosen, remarks)
    by_pass = _by_pass(chosen)
    turns: list[Turn] = [(one.bar, one.through if one.bar in by_pass else 0) for one in played]
    landmarks = _landmarks(chosen, measures)
    _tell_unreached(landmarks, set(given), measures, remarks)
    stanzas = tuple(stanzas_of(played, endings))
    crossing = _Crossing(chosen.lines, verses, measures, _arrivals(turns, stanzas))
    sections, form, is_linear = sections_in(turns, landmarks, crossing)
    borders = {here for (here, _), (there, _) in pairwise(turns) if there != here + 1} | {turns[-1][0]}
    return Plan(tuple(sections), form, is_linear, stanzas, tuple(verses), frozenset(borders))


def _as_many_as_can_be_sung(
    played: tuple[Played, ...], chosen: Chosen, remarks: Remarks
) -> tuple[Played, ...]:
    """The order up to where it has more notes than any song."""
    sizes = [sum(map(len, bars)) for bars in zip(*(line.bars for line in chosen.lines), strict=True)]
    total = accumulate(1 + sizes[one.bar] for one in played)
    kept = played[: sum(1 for _ in takewhile(lambda notes: notes <= _MOST_SUNG, total))] or played[:1]
    if len(kept) < len(played):
        remarks.add("endless")
    return kept


def _by_pass(chosen: Chosen) -> set[int]:
    """Measures with notes that do not sound every time."""
    return {
        bar
        for line in chosen.lines
        for bar, notes in enumerate(line.bars)
        if any(note.passes for note in notes)
    }


def _landmarks(chosen: Chosen, measures: Measures) -> Landmarks:
    signs = measures.signs
    sung = {bar for line in chosen.lines for bar, notes in enumerate(line.bars) if notes}
    arrives = any(one.to_coda or one.symbols for one in signs)
    return Landmarks(
        {bar: one.rehearsal for bar, one in enumerate(signs) if one.rehearsal},
        frozenset(bar for bar, one in enumerate(signs) if one.coda and arrives),
        endings_of(signs),
        frozenset(bar + 1 for bar, one in enumerate(signs) if one.double),
        frozenset(bar for bar in range(len(signs)) if bar not in sung),
        len(signs),
    )


def _tell_unreached(landmarks: Landmarks, reached: set[int], measures: Measures, remarks: Remarks) -> None:
    for bar in range(landmarks.count):
        if bar not in reached and bar not in landmarks.silent:
            remarks.add("unreached", measures.numbers[bar])


def _arrivals(turns: Sequence[Turn], stanzas: Sequence[int]) -> dict[tuple[int, int], set[int]]:
    """With which stanzas the order goes on from one measure to another."""
    found: dict[tuple[int, int], set[int]] = {}
    for i, ((here, _), (there, _)) in enumerate(pairwise(turns)):
        found.setdefault((here, there), set()).add(stanzas[i + 1])
    return found


class _Crossing:
    """Whether a tone or a syllable goes on from one measure into another, in any line."""

    def __init__(
        self,
        lines: Sequence[Line],
        verses: Sequence[Verses],
        measures: Measures,
        stanzas: Mapping[tuple[int, int], set[int]],
    ) -> None:
        self._lines, self._verses, self._measures, self._stanzas = lines, verses, measures, stanzas
        self._known: dict[tuple[int, int], bool] = {}

    def __call__(self, here: int, there: int) -> bool:
        if (here, there) not in self._known:
            pairs = zip(self._lines, self._verses, strict=True)
            self._known[here, there] = any(self._crosses(line, one, here, there) for line, one in pairs)
        return self._known[here, there]

    def _crosses(self, line: Line, verses: Verses, here: int, there: int) -> bool:
        if not line.bars[there] or not line.bars[here]:
            return False
        last, first = line.bars[here][-1], line.bars[there][0]
        if last.end < self._measures.lengths[here] or first.start:
            return False
        texts, cover = verses.texts.get((there, 0), {}), verses.cover.get((there, 0), ())
        is_tied = last.tied_on and last.pitch.midi == first.pitch.midi
        sung = {verse_at(stanza, cover) for stanza in self._stanzas[here, there]} if cover else set()
        return (is_tied and not texts) or not sung <= texts.keys()
