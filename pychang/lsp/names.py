"""Where the names of sections stand: at their heads `[후렴]`, and in `form`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pychang.diagnostic import Span
from pychang.language.syntax import Setting, SongFile, Word
from pychang.lsp.document import Analysis
from pychang.lsp.positions import Place, covers


@dataclass(frozen=True)
class Name:
    """A section's name in one place; a head, or else an entry of a form, without its `*2`."""

    text: str
    span: Span
    is_head: bool


def names(song: SongFile) -> Iterator[Name]:
    """All of a song, with those of the files that it includes if it has taken them in."""
    for section in song.sections:
        if section.name and not section.damaged:
            yield Name(section.title, section.name.span, True)
    for setting in song.settings:
        if setting.name.text == "form":
            yield from _entries(setting)


def _entries(form: Setting) -> Iterator[Name]:
    for word in form.words:
        name = word.text.partition("*")[0]
        if name:
            yield Name(name, _without_times(word), False)


def _without_times(word: Word) -> Span:
    """The span of `후렴` in `후렴*2`, however its Hangul is composed."""
    source, start, end = word.span.source, word.span.start, word.span.end
    star = source.text.find("*", start, end)
    return Span(source, start, end if star < 0 else star)


def all_names(analysis: Analysis) -> list[Name]:
    """Those of the document, and those of what it includes."""
    written = analysis.written
    if written is None or analysis.reading.song is None:
        return []
    others = (one for one in names(analysis.reading.song) if not analysis.is_own(one.span))
    return [*names(written), *others]


def name_at(analysis: Analysis, place: Place) -> Name | None:
    """The name of a section that stands at a place of the document."""
    return next(
        (one for one in all_names(analysis) if analysis.is_own(one.span) and covers(one.span, place)), None
    )
