"""Which item each note takes in each verse, when notes have come, gone, or gone elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pychang.convert.syllables import UNKNOWN, vowel_of
from pychang.editor.edits.lyrics import Item
from pychang.editor.edits.paper import Paper
from pychang.editor.edits.plan import Placed, Plan
from pychang.score.model import Syllable

HOLD = Item("hold", "-")
SUNG_ON = Item("syllable", UNKNOWN)


@dataclass(frozen=True)
class Wanted:
    """What a note is to take; `item` is one on the paper (its columns tell), or a new one. None: it has none."""

    placed: int | None
    item: Item | None


Verses = list[list[Wanted]]  # of one note line


def wanted_items(
    paper: Paper, plan: Plan, slots: Sequence[Sequence[int]], changed: Iterable[int]
) -> dict[int, Verses]:
    """The verses of each line whose lyrics may change; `slots`: the notes of each line, numbers of the plan.

    `changed`: the lines in which notes may stand otherwise. Lines that sang no words get none, unless notes
    bring some along.
    """
    lines = {number: _line(paper, plan, number, slots[number]) for number in _around(paper, [*changed])}
    for verse in range(max((len(one) for one in lines.values()), default=0)):
        _Mender(paper, plan, verse, lines).mend()
    return lines


def _around(paper: Paper, changed: Sequence[int]) -> range:
    """The lines from one that sings a syllable before those that change, to one after them that does."""
    if not changed:
        return range(0)
    first, last = min(changed) - 1, max(changed) + 1
    while first > 0 and not _has_syllables(paper, first):
        first -= 1
    while last < len(paper.lines) - 1 and not _has_syllables(paper, last):
        last += 1
    return range(max(first, 0), max(min(last, len(paper.lines) - 1), max(changed)) + 1)


def _has_syllables(paper: Paper, number: int) -> bool:
    """Whether a line has some in each verse."""
    line = paper.lines[number] if number < len(paper.lines) else None
    return line is None or (
        bool(line.tones) and all(any(item.kind != "hold" for item in lyric.items) for lyric in line.lyrics)
    )


def _line(paper: Paper, plan: Plan, number: int, notes: Sequence[int]) -> Verses:
    own = paper.lines[number].lyrics if number < len(paper.lines) else ()
    verses = max(len(own), _brought(paper, plan, number, notes, len(own)))
    last = max((i for i in range(len(notes)) if _is_of(paper, plan, number, notes[i])), default=-1)
    found: Verses = []
    for verse in range(verses):
        wanted = [Wanted(one, _own_item(paper, plan, number, one, verse)) for one in notes]
        full = next((i for i, one in enumerate(wanted) if one.item is None and i <= last), len(wanted))
        wanted = [one if i < full else Wanted(one.placed, None) for i, one in enumerate(wanted)]
        lyric = own[min(verse, len(own) - 1)] if own else None
        beyond = lyric.items[len(paper.lines[number].tones) :] if lyric else ()
        found.append([*wanted, *(Wanted(None, item) for item in beyond)])
    return found


def _is_of(paper: Paper, plan: Plan, number: int, placed: int) -> bool:
    tone = plan.placed[placed].tone
    return tone is not None and paper.tones[tone].line == number


def _brought(paper: Paper, plan: Plan, number: int, notes: Sequence[int], own: int) -> int:
    """How many verses the notes have that come from other lines, as far as they differ from the last here."""
    most = 0
    for one in notes:
        tone = plan.placed[one].tone
        if tone is None or paper.tones[tone].line == number:
            continue
        for verse in range(len(paper.lines[paper.tones[tone].line].lyrics)):
            here = _item_on_paper(paper, tone, verse)
            if not own or here != _item_on_paper(paper, tone, own - 1):
                most = max(most, verse + 1)
    return most


def _item_on_paper(paper: Paper, tone: int, verse: int) -> Item | None:
    """What a tone takes in a verse; None where its line has fewer items. When verses run out, in the last."""
    lyrics = paper.lines[paper.tones[tone].line].lyrics
    if not lyrics:
        return SUNG_ON
    items = lyrics[min(verse, len(lyrics) - 1)].items
    slot = paper.tones[tone].slot
    return items[slot] if slot < len(items) else None


def _own_item(paper: Paper, plan: Plan, number: int, one: int, verse: int) -> Item | None:
    placed = plan.placed[one]
    if placed.words != "own" or placed.tone is None:
        holds = placed.words == "hold" or follows(plan.placed, one)
        return HOLD if holds else SUNG_ON
    found = _item_on_paper(paper, placed.tone, verse)
    return found if found or paper.tones[placed.tone].line == number else SUNG_ON


def follows(placed: Sequence[Placed], one: int) -> bool:
    """Whether a note stands right before, without a rest."""
    return one > 0 and placed[one - 1].end == placed[one].start


class _Mender:
    """Mends the holds of a verse: a syllable is held over a note only where it was, and without a rest.

    Where the syllable's own note is gone, the first note that held it takes the syllable; a note that is parted
    from its syllable sings the vowel anew.
    """

    def __init__(self, paper: Paper, plan: Plan, verse: int, lines: Mapping[int, Verses]) -> None:
        self._plan = plan
        self._paper = paper
        self._verse = verse
        self._lines = lines
        self._tones = [tone for line in lines if line < len(paper.lines) for tone in paper.lines[line].tones]
        kept = {one.tone for one in plan.placed}
        gone = (_item_on_paper(paper, tone, verse) for tone in self._tones if tone not in kept)
        self._gone = {id(item) for item in gone}
        self._held = self._held_on_paper()

    def _held_on_paper(self) -> Mapping[int, Item]:
        """The syllable that each hold goes on with, by the hold's identity, where it rightly does."""
        held: dict[int, Item] = {}
        sung: Item | None = None
        for number in self._tones:
            tones = self._paper.tones
            item = _item_on_paper(self._paper, number, self._verse)
            if not item or item.kind != "hold":
                sung = item
            elif sung is not None and number and tones[number - 1].end == tones[number].start:
                held[id(item)] = sung
        return held

    def mend(self) -> None:
        sung: Item | None = None
        for number in sorted(self._lines):
            verses = self._lines[number]
            if not verses:
                sings = number < len(self._paper.lines) and self._paper.lines[number].tones
                sung = SUNG_ON if sings else sung
                continue
            here = verses[min(self._verse, len(verses) - 1)]
            for i, one in enumerate(here):
                if one.item is None or one.placed is None:
                    continue
                if one.item.kind == "hold" and self._verse < len(verses):
                    here[i] = replace(one, item=self._mended(one, sung))
                item = here[i].item
                sung = sung if item and item.kind == "hold" else item

    def _mended(self, one: Wanted, sung: Item | None) -> Item | None:
        was = self._held.get(id(one.item))
        if one.item is HOLD or was is None:
            return one.item
        if sung is was and follows(self._plan.placed, one.placed):
            return one.item
        if id(was) in self._gone:
            self._gone.discard(id(was))
            return was
        if sung is was and sung.kind == "foreign":
            return SUNG_ON
        return _vowel(was)


def _vowel(item: Item) -> Item:
    if item.kind != "syllable":
        return SUNG_ON
    return Item("syllable", vowel_of(Syllable(item.text, "")).text)
