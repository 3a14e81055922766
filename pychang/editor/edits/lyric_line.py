"""The text of a lyric line with other items; boundaries of words, punctuation and remarks stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pychang.editor.edits.lyrics import Item, Lyric
from pychang.editor.edits.note_line import longest_rise
from pychang.editor.edits.paper import as_on
from pychang.editor.edits.sung import Wanted

_CLOSING = frozenset(".,!?…·;:~)”’\"'」』")


def new_lyric_line(lyric: Lyric, items: Sequence[Wanted], rested: Sequence[bool]) -> str | None:
    """The line's text; None if nothing is left of it. `rested`: whether there is a rest before each item."""
    if not items and not lyric.text[lyric.end :].strip():
        return None
    return _Writer(lyric, items, rested).text()


def fresh_lyric_line(items: Sequence[Item]) -> str:
    """A line of its own."""
    return f"> {_words(items)}"


@dataclass(frozen=True)
class _Put:
    """An item to be written; `kept`: its number on the line; `stands_for`: that, or of what it replaces."""

    item: Item
    kept: int | None
    stands_for: int | None
    rested: bool


class _Writer:
    def __init__(self, lyric: Lyric, wanted: Sequence[Wanted], rested: Sequence[bool]) -> None:
        self._lyric = lyric
        number = {id(item): i for i, item in enumerate(lyric.items)}
        found = [number.get(id(one.item), number.get(id(one.instead))) for one in wanted]
        rise = longest_rise([one for one in found if one is not None])
        kept = [one if one in rise else None for one in found]
        items = [one.item for one in wanted]
        stand_for = _stand_for(kept, len(lyric.items))
        self._puts = [_Put(*fields) for fields in zip(items, kept, stand_for, rested, strict=True)]

    def text(self) -> str:
        lyric = self._lyric
        out = lyric.text[: lyric.start]
        before, begin = -1, 0
        for i, put in enumerate(self._puts):
            if put.kept is not None:
                gap = self._between(before, put.kept, begin, i)
                out += gap + self._kept(put, gap)
                before, begin = put.kept, i + 1
        return out + self._between(before, len(lyric.items), begin, len(self._puts)) + lyric.text[lyric.end :]

    # ── what stands between two items that are kept ──────────────────────────────────────────────

    def _between(self, before: int, after: int, begin: int, end: int) -> str:
        """What stands from item `before` to item `after`, with what is put in (`begin` to before `end`)."""
        gaps = [self._gap(i) for i in range(before + 1, after + 1)]
        put_in = self._puts[begin:end]
        if len(put_in) == len(gaps) - 1:
            return gaps[0] + "".join(
                self._in_place(*three) for three in zip(put_in, gaps, gaps[1:], strict=False)
            )
        at_start, at_end = before < 0, after == len(self._lyric.items)
        gap = gaps[0]
        for other in gaps[1:]:
            gap = joined(gap, other, at_start, at_end)
        if not put_in:
            return gap
        holds = next((i for i, put in enumerate(put_in) if put.item.kind != "hold"), len(put_in))
        items = [put.item for put in put_in[holds:]]
        if any(one.first <= before and after < one.last for one in self._lyric.brackets):
            words = "".join(one.text for one in items)  # the brackets of the word there tell how
        else:
            words = _words(items)
        words = as_on(self._lyric.text, words)
        if at_start:
            return self._at_start(gap, holds, words, begin + holds)
        return _inside("-" * holds, gap, words, at_end)

    def _kept(self, put: _Put, before: str) -> str:
        item = self._lyric.items[put.kept]
        if item is put.item:
            return self._lyric.text[item.start : item.end]
        return self._in_place(put, before, "")

    def _in_place(self, put: _Put, before: str, behind: str) -> str:
        """An item in another's place, with what stands behind; brackets of its own where a word begins."""
        item = put.item
        in_brackets = any(one.first <= put.stands_for < one.last for one in self._lyric.brackets)
        own = f"[{item.spoken}]" if item.spoken and before and not in_brackets else ""
        return as_on(self._lyric.text, item.text + own) + behind

    def _at_start(self, gap: str, holds: int, words: str, after: int) -> str:
        """A line's start is a pause, which a hold from the line before would take away."""
        text = (gap or (" " if not self._lyric.items else "")) + "-" * holds
        if holds and after < len(self._puts):
            text += " " if self._puts[after].rested else ", "
        has_more = any(put.kept is not None for put in self._puts[after:])
        return text + words + (" " if words and has_more else "")

    # ── brackets ─────────────────────────────────────────────────────────────────────────────────

    def _gap(self, i: int) -> str:
        """What stands before item `i` of the line, with brackets that are right for the word as it is now."""
        start, end = self._lyric.gap(i)
        text = self._lyric.text
        gap = ""
        for one in self._lyric.brackets:
            if start <= one.start and one.end <= end:
                gap += text[start : one.start]
                bracket = self._bracket(one.first, one.last, text[one.start : one.end])
                gap = gap + bracket if bracket else gap.rstrip()
                start = one.end
        return gap + text[start:end]

    def _bracket(self, first: int, last: int, written: str) -> str:
        """The pronunciation of the items from `first` to before `last`, and of what is put in among them."""
        inside = [
            i for i, p in enumerate(self._puts) if p.stands_for is not None and first <= p.stands_for < last
        ]
        puts = self._puts[inside[0] : inside[-1] + 1] if inside else []
        sung = [put.item for put in puts if put.item.kind == "syllable"]
        was = [one for one in self._lyric.items[first:last] if one.kind == "syllable"]
        if [id(one) for one in sung] == [id(one) for one in was]:
            return written
        return as_on(self._lyric.text, _brackets(sung))


def _stand_for(kept: Sequence[int | None], count: int) -> list[int | None]:
    """The numbers of the items that are kept, and of those that as many new ones are put in for."""
    result = list(kept)
    before, begin = -1, 0
    for i, one in enumerate([*kept, count]):
        if one is None:
            continue
        if i - begin == one - before - 1:
            result[begin:i] = range(before + 1, one)
        before, begin = one, i + 1
    return result


def _inside(holds: str, gap: str, words: str, at_end: bool) -> str:
    if not gap and not at_end and "[" not in words:
        return holds + words.replace(" ", "")
    text = holds + gap
    if not words:
        return text
    apart = "" if gap[-1:].isspace() else " "
    return f"{text}{apart}{words}{'' if at_end else ' '}"


def _words(items: Sequence[Item]) -> str:
    """Items put in, with their brackets: what stood in one word is one; so is what had no words."""
    words: list[list[Item]] = []
    for item in items:
        before = words[-1][-1] if words else None
        if before and (
            item.kind == "hold" or 0 <= item.start == before.end or item.start == before.start == -1
        ):
            words[-1].append(item)
        else:
            words.append([item])
    return " ".join("".join(one.text for one in word) + _brackets(word) for word in words)


def _brackets(word: Sequence[Item]) -> str:
    """How a word is sung, if that is said of a syllable of it."""
    sung = [one for one in word if one.kind == "syllable"]
    if not any(one.spoken for one in sung):
        return ""
    return f"[{''.join(one.spoken or one.text for one in sung)}]"


def joined(one: str, other: str, at_start: bool, at_end: bool) -> str:
    """What stood before and behind something that is gone."""
    if at_start:
        marks = other.strip()
        return one if not marks or set(marks) <= _CLOSING else f"{one}{marks} "
    if at_end:
        return one.rstrip() + other
    if not other.strip():
        return one if one.strip() or len(one) >= len(other) else other
    return one.rstrip() + other if one.strip() else other
