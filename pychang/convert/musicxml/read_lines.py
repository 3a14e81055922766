"""Who sings: the lines of the score that become parts of the song, and whose words they sing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from pychang.convert.musicxml.read_records import WrittenLyric, WrittenNote, WrittenPart
from pychang.convert.musicxml.read_voices import Voice, onsets, voices_of
from pychang.convert.plain_text import unlike
from pychang.diagnostic import Text
from pychang.finding import Wrong

_AGREE, _AGREE_UNNAMED = 0.6, 0.85  # share of its notes at which a voice moves with the one that has words
_COVER = 0.5  # share of the other's syllables that it can sing
_AGREE_IN_CHOIR, _COVER_IN_CHOIR = 0.4, 0.8  # a singer's part may have more notes than syllables
_MOST_LINES = 24


@dataclass(frozen=True)
class Line:
    """What one singer sings. `lender`: the name of the line whose words it sings, if not its own."""

    name: str
    voice: Voice
    lender: str = ""

    @property
    def bars(self) -> tuple[tuple[WrittenNote, ...], ...]:
        return self.voice.bars


@dataclass(frozen=True)
class Chosen:
    """The lines that are sung, the names of the parts that are not, and whether there are any words.

    `voices_left`: parts of which voices without words were left out.
    """

    lines: tuple[Line, ...]
    left_out: tuple[str, ...] = ()
    voices_left: tuple[str, ...] = ()
    has_words: bool = True


def lines_of(parts: Sequence[WrittenPart], track: str | None, path: Path) -> Chosen:
    """The lines to be sung. Wrong if there is nothing to sing, or no such track."""
    wished = _wished(parts, track, path)
    voices = {part.number: voices_of(part) for part in parts}
    lenders = [voice for each in voices.values() for voice in each if voice.has_lyrics]
    if not any(voices.values()) or (wished is not None and not voices[wished.number]):
        raise Wrong("score", path, NO_NOTES if wished is None else _no_notes_in(wished), CHOOSE)
    pool = [voice for part in parts if wished in (None, part) for voice in voices[part.number]]
    singing = [one for voice in pool if (one := _with_words(voice, lenders)) is not None][:_MOST_LINES]
    has_words = bool(singing)
    singing = singing or [(_without_words(pool), None)]
    sung = Counter(voice.part.number for voice, _ in singing)
    left = tuple(_shown(part) for part in parts if not sung[part.number]) if wished is None else ()
    partly = tuple(
        _shown(part) for part in parts if 0 < sung[part.number] < len(voices[part.number]) and has_words
    )
    return Chosen(_named(singing), left, partly, has_words)


def _wished(parts: Sequence[WrittenPart], track: str | None, path: Path) -> WrittenPart | None:
    if track is None:
        return None
    wanted = track.strip().casefold()
    for part in parts:
        if wanted == part.name.casefold() or wanted == str(part.number):
            return part
    known = ", ".join(f"{part.number} {part.name}".strip() for part in parts[:20])
    raise Wrong("score", path, _no_such_part(track), _parts_are(known))


def _with_words(voice: Voice, lenders: Sequence[Voice]) -> tuple[Voice, Voice | None] | None:
    """A voice with its own words or another's, and who lends them; None if it has none to sing."""
    if voice.has_lyrics:
        return voice, None
    part = voice.part
    if not (part.has_lyrics or part.is_voice or not part.name):
        return None
    own = onsets(voice)
    if not own:
        return None
    best, lender = 0.0, None
    for other in lenders:
        words = onsets(other, with_words=True)
        together = len(own & words)
        agrees, covers = together / len(own), together / len(words)
        needed = _AGREE if part.has_lyrics or part.is_voice else _AGREE_UNNAMED
        if part.is_voice and covers >= _COVER_IN_CHOIR:
            needed = _AGREE_IN_CHOIR
        if agrees >= needed and covers >= _COVER and agrees + covers > best:
            best, lender = agrees + covers, other
    return (_lent(voice, lender), lender) if lender else None


def _lent(voice: Voice, lender: Voice) -> Voice:
    """A voice with the words of another wherever both begin a note."""
    words: dict[tuple[int, Fraction], tuple[WrittenLyric, ...]] = {
        (i, note.start): note.lyrics for i, bar in enumerate(lender.bars) for note in bar
    }
    bars = tuple(
        tuple(
            note if note.tied_from else replace(note, lyrics=words.get((i, note.start), ())) for note in bar
        )
        for i, bar in enumerate(voice.bars)
    )
    return replace(voice, bars=bars)


def _without_words(pool: Sequence[Voice]) -> Voice:
    """What is most likely sung where there are no words: a singer's part, or the first; its first voice."""
    first = next((voice for voice in pool if voice.part.is_voice), pool[0])
    same = [voice for voice in pool if voice.part is first.part and voice.staff == first.staff]
    return max(same, key=lambda voice: voice.size) if first.size * 2 < max(v.size for v in same) else first


# ── names ────────────────────────────────────────────────────────────────────────────────────────


def _named(singing: Sequence[tuple[Voice, Voice | None]]) -> tuple[Line, ...]:
    """Lines with names of their own: the part's, with a number where it has several lines."""
    by_part: dict[int, list[int]] = {}
    for i, (voice, _) in enumerate(singing):
        by_part.setdefault(voice.part.number, []).append(i)
    names: list[str] = [""] * len(singing)
    for places in by_part.values():
        part = singing[places[0]][0].part
        base = part.name or (_numbered(part.number) if len(singing) > 1 else "")
        for place, name in zip(places, _each(base, len(places)), strict=True):
            names[place] = unlike(name, names, " ") if name else name
    of_voice = {id(_own(voice, lender)): name for (voice, lender), name in zip(singing, names, strict=True)}
    return tuple(
        Line(name, voice, of_voice.get(id(lender), lender.part.name) if lender else "")
        for (voice, lender), name in zip(singing, names, strict=True)
    )


def _own(voice: Voice, lender: Voice | None) -> Voice | None:
    return voice if lender is None else None


def _each(name: str, count: int) -> list[str]:
    """`Soprano\\nAlto` or `S/A` taken apart, or numbers put behind."""
    if count == 1:
        return [name]
    pieces = [one.strip() for one in re.split(r"[/,&·+]| - |\band\b|와 |과 ", name) if one.strip()]
    if len(pieces) == count:
        return pieces
    words = name.split()
    return words if len(words) == count and count > 1 else [f"{name} {i + 1}" for i in range(count)]


def _shown(part: WrittenPart) -> str:
    return part.name or _numbered(part.number)


def _numbered(number: int) -> str:
    return f"파트 {number}"


# ── words ────────────────────────────────────────────────────────────────────────────────────────

NO_NOTES = Text("음표가 하나도 없습니다.", "there are no notes in it.")
CHOOSE = Text("악보와 파트를 확인하세요.", "See to the score and its parts.")


def _no_notes_in(part: WrittenPart) -> Text:
    name = part.name or _numbered(part.number)
    return Text(f"‘{name}’ 파트에 부를 음표가 없습니다.", f"there are no notes to sing in the part `{name}`.")


def _no_such_part(track: str) -> Text:
    shown = "".join(ch for ch in track if ch.isprintable())[:40]
    return Text(f"‘{shown}’ 파트가 없습니다.", f"there is no part `{shown}`.")


def _parts_are(known: str) -> Text:
    return Text(f"이 악보의 파트: {known}.", f"Its parts: {known}.")
