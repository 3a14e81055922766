"""What is sung again to other words, as verses of one section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pychang.convert.layout import section_name
from pychang.convert.sheet import Sheet, Tone
from pychang.convert.syllables import as_few
from pychang.convert.unroll import Music, laid_out, music_of
from pychang.score.model import Syllable

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
    written = [section.with_verses() for section in sections]
    return laid_out(sheet, written, form if len(form) > len(sections) else ())


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

    def with_verses(self) -> Music:
        """The music as it is written down, under its own name."""
        parts = (self._tones(i, own) for i, own in enumerate(self.music.tones))
        return replace(self.music, name=self.title, tones=tuple(map(tuple, parts)))

    def _tones(self, part: int, tones: Sequence[Tone]) -> Iterator[Tone]:
        verses = as_few([verse[part] for verse in self.verses])
        for i, tone in enumerate(tones):
            yield replace(tone, lyrics=tuple(one for verse in verses for one in verse[i]))


def _wordless(tones: Sequence[Tone]) -> list[Tone]:
    """The tones, and of their words only whether there are any."""
    return [replace(tone, lyrics=tone.lyrics and (None,)) for tone in tones]
