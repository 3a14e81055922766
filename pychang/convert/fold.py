"""What is sung again to other words, as verses of one section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from pychang.convert.layout import section_name
from pychang.convert.sheet import Bar, Dynamic, Sheet, Stretch, Tone
from pychang.convert.syllables import as_few
from pychang.convert.unroll import Music, music_of, tidied
from pychang.score.model import Syllable
from pychang.score.tempo import tidy

Lyrics = tuple[tuple[Syllable | None, ...], ...]  # of a part's tones, in one verse


def folded(sheet: Sheet) -> Sheet:
    """A sheet without a form, in which sections of one name that are the same music stand once, with verses.

    Sections of one name that are not the same get names of their own.
    """
    if sheet.form or len(sheet.sections) < 2:
        return sheet
    sections: list[_Section] = []
    form: list[str] = []
    for stretch in sheet.sections:
        music = music_of(sheet, stretch)
        section = next((one for one in sections if one.name == music.name and one.is_again(music)), None)
        if section is None:
            section = _Section(section_name(music.name, [one.title for one in sections]), music, [])
            sections.append(section)
        section.verses.append(tuple(tuple(tone.lyrics[:1] for tone in tones) for tones in music.tones))
        form.append(section.title)
    return _laid_out(sheet, sections, form if len(form) > len(sections) else [])


@dataclass
class _Section:
    """Music that is sung once or more, with the lyrics of each time."""

    title: str
    music: Music
    verses: list[tuple[Lyrics, ...]]

    @property
    def name(self) -> str:
        return self.music.name

    def is_again(self, other: Music) -> bool:
        """Whether another stretch is the same but for its words."""
        mine = self.music
        return (mine.bars, mine.tempo, mine.dynamics) == (other.bars, other.tempo, other.dynamics) and [
            _wordless(tones) for tones in mine.tones
        ] == [_wordless(tones) for tones in other.tones]

    def tones(self, part: int, at: Fraction) -> Iterator[Tone]:
        verses = as_few([verse[part] for verse in self.verses])
        for place, tone in enumerate(self.music.tones[part]):
            lyrics = tuple(one for verse in verses for one in verse[place])
            yield replace(tone, start=at + tone.start, lyrics=lyrics)


def _wordless(tones: Sequence[Tone]) -> list[Tone]:
    """The tones, and of their words only whether there are any."""
    return [replace(tone, lyrics=tone.lyrics and (None,)) for tone in tones]


def _laid_out(sheet: Sheet, sections: Sequence[_Section], form: Sequence[str]) -> Sheet:
    """The sections one after another."""
    starts = [Fraction(0)]
    for one in sections:
        starts.append(starts[-1] + one.music.duration)
    placed = list(zip(sections, starts, strict=False))
    bars: list[Bar] = [replace(bar, start=at + bar.start) for one, at in placed for bar in one.music.bars]
    parts = tuple(
        replace(
            part,
            tones=tuple(tone for one, at in placed for tone in one.tones(i, at)),
            dynamics=tuple(tidied(mark for one, at in placed for mark in _dynamics(one.music, i, at))),
        )
        for i, part in enumerate(sheet.parts)
    )
    return replace(
        sheet,
        parts=parts,
        bars=tuple(bars),
        sections=tuple(Stretch(one.title, at, at + one.music.duration) for one, at in placed),
        tempo=tidy(replace(p, position=at + p.position) for one, at in placed for p in one.music.tempo),
        form=tuple(form),
    )


def _dynamics(music: Music, part: int, at: Fraction) -> Iterator[Dynamic]:
    for mark in music.dynamics[part]:
        yield replace(mark, position=at + mark.position)
