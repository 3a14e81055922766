"""Which item each note takes in each verse, when notes have come, gone, or gone elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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


def wanted_items(paper: Paper, plan: Plan, slots: Sequence[Sequence[int]]) -> dict[int, Verses]:
    """The verses of each line whose lyrics may change; `slots`: the notes of each line, numbers of the plan.

    Lines that sang no words get none, unless notes bring some along.
    """
    lines = {number: _line(paper, plan, number, notes) for number, notes in enumerate(slots)}
    for verse in range(max((len(one) for one in lines.values()), default=0)):
        _Mender(paper, plan, verse).mend(lines)
    return lines


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
        beyond = lyric.items[_slots(paper, number) :] if lyric else ()
        found.append([*wanted, *(Wanted(None, item) for item in beyond)])
    return found


def _slots(paper: Paper, number: int) -> int:
    return sum(tone.line == number for tone in paper.tones)


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

    def __init__(self, paper: Paper, plan: Plan, verse: int) -> None:
        self._plan = plan
        self._paper = paper
        self._verse = verse
        self._gone = {id(item) for item in self._items_gone()}
        self._held = self._held_on_paper()

    def _items_gone(self) -> Iterator[Item | None]:
        kept = {one.tone for one in self._plan.placed}
        for tone in range(len(self._paper.tones)):
            if tone not in kept:
                yield _item_on_paper(self._paper, tone, self._verse)

    def _held_on_paper(self) -> Mapping[int, Item]:
        """The syllable that each hold goes on with, by the hold's identity, where it rightly does."""
        held: dict[int, Item] = {}
        sung: Item | None = None
        end = None
        for tone, here in enumerate(self._paper.tones):
            item = _item_on_paper(self._paper, tone, self._verse)
            if item and item.kind == "hold":
                if sung is not None and here.start == end:
                    held[id(item)] = sung
            else:
                sung = item
            end = here.end
        return held

    def mend(self, lines: Mapping[int, Verses]) -> None:
        sung: Item | None = None
        for number in sorted(lines):
            verses = lines[number]
            if not verses:
                if self._plan_has_notes(number, lines):
                    sung = SUNG_ON
                continue
            here = verses[min(self._verse, len(verses) - 1)]
            for i, one in enumerate(here):
                if one.item is None or one.placed is None:
                    continue
                if one.item.kind == "hold" and self._verse < len(verses):
                    here[i] = replace(one, item=self._mended(one, sung))
                item = here[i].item
                sung = sung if item and item.kind == "hold" else item

    def _plan_has_notes(self, number: int, lines: Mapping[int, Verses]) -> bool:
        return any(tone.line == number for tone in self._paper.tones)

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
