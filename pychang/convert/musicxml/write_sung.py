"""The tones of a part on the page, with the words of every verse, slurs and slides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pychang.convert.musicxml.write_lyrics import Slur, words_of
from pychang.convert.musicxml.write_note import SlurEnd, Sung
from pychang.convert.musicxml.write_page import Page, Place
from pychang.convert.sheet import Tone


def sung_of(page: Page, part: int) -> tuple[Sung, ...]:
    return tuple(one for place in page.places for one in _sung(place, place.music.tones[part]))


def _sung(place: Place, tones: Sequence[Tone]) -> Iterator[Sung]:
    words = words_of(tones, place.verses)
    slurs = _ends(words.slurs)
    for at, tone in enumerate(tones):
        lyrics = tuple((number, line[at]) for number, line in enumerate(words.lines, 1) if line[at])
        yield Sung(
            replace(tone, start=place.start + tone.start),
            lyrics,
            tuple(slurs.get(at, ())),
            at > 0 and _glides(tones[at - 1], tone),
            at + 1 < len(tones) and _glides(tone, tones[at + 1]),
        )


def _glides(before: Tone, tone: Tone) -> bool:
    return tone.expression.slide_s > 0 and before.end == tone.start and before.pitch != tone.pitch


def _ends(slurs: Sequence[Slur]) -> dict[int, list[SlurEnd]]:
    """The ends of slurs by tone, what ends before what begins."""
    ends: dict[int, list[SlurEnd]] = {}
    for slur in slurs:
        ends.setdefault(slur.first, []).append(SlurEnd("start", slur.dashed))
        ends.setdefault(slur.last, []).append(SlurEnd("stop", slur.dashed))
    return ends
