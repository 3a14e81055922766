"""Two songs: their settings, their form, their parts, and the sections in each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from pychang.compare import wording
from pychang.compare.bars import MeasuredBar, measured_bars
from pychang.compare.model import Difference, Kind, Place
from pychang.compare.sections import alike, lyrics_of, same_bars, section_differences
from pychang.compare.settings import part_settings, song_settings
from pychang.diagnostic import Span
from pychang.language.syntax import PartBlock, Section, SongFile
from pychang.score.form import order
from pychang.score.settings import Place as Where
from pychang.score.settings import Settings, resolve

ALIKE = 0.5  # a section under another name is the same one if this share of its bars is

Bars = tuple[MeasuredBar, ...]
T = TypeVar("T")


@dataclass(frozen=True)
class _Part:
    """A part with its sections by name, as bars."""

    block: PartBlock
    settings: Settings
    sections: dict[str, tuple[Section, Bars]]

    @classmethod
    def of(cls, block: PartBlock, song: Settings) -> _Part:
        settings, _ = resolve(block.settings, song, Where.PART)
        sections: dict[str, tuple[Section, Bars]] = {}
        for section in block.sections:
            sections.setdefault(section.title, (section, measured_bars(section, settings)))
        return cls(block, settings, sections)

    @property
    def bars(self) -> dict[str, Bars]:
        return {title: bars for title, (_, bars) in self.sections.items()}


@dataclass(frozen=True)
class _Song:
    file: SongFile
    settings: Settings
    parts: dict[str, _Part]

    @classmethod
    def of(cls, file: SongFile) -> _Song:
        settings, _ = resolve(file.settings)
        parts: dict[str, _Part] = {}
        for block in file.parts:
            parts.setdefault(block.title, _Part.of(block, settings))
        return cls(file, settings, parts)


def compare(old: SongFile, new: SongFile) -> tuple[Difference, ...]:
    """What a musician would tell of two songs, in the new song's order; nothing where they sing the same.

    What both include must be taken already. Spelling, remarks and the order of lines that say the same
    are no difference.
    """
    return tuple(_compare(_Song.of(old), _Song.of(new)))


def _compare(old: _Song, new: _Song) -> Iterator[Difference]:
    yield from song_settings((old.file, old.settings), (new.file, new.settings))
    if len(old.parts) == len(new.parts) == 1:
        parts = dict(zip(new.parts, old.parts, strict=True))
    else:
        parts = _partners(old.parts, new.parts, _same_part, _alike_parts)
    named = max(len(old.parts), len(new.parts)) > 1
    both = [(old.parts[before], new.parts[after]) for after, before in parts.items()]
    sections = [_section_partners(a, b) for a, b in both]
    renamed = {before: after for pairs in sections for after, before in pairs.items() if after != before}
    yield from _form(old, new, renamed)
    yield from _parts_gone(old, parts)
    for name, part in new.parts.items():
        if name not in parts:
            message = wording.part_added(name, len(part.sections))
            yield Difference(Kind.PART, Place(), message, new=name, new_span=_span_of(part))
        else:
            before = old.parts[parts[name]]
            place = Place(part=name) if named else Place()
            yield from _part_differences(before, part, _section_partners(before, part), place)


def _parts_gone(old: _Song, parts: Mapping[str, str]) -> Iterator[Difference]:
    for name, part in old.parts.items():
        if name not in parts.values():
            message = wording.part_removed(name)
            yield Difference(Kind.PART, Place(), message, old=name, old_span=_span_of(part))


def _span_of(part: _Part) -> Span | None:
    return part.block.setting.span if part.block.setting else None


def _part_differences(
    old: _Part, new: _Part, sections: Mapping[str, str], place: Place
) -> Iterator[Difference]:
    titles = old.block.title, new.block.title
    if titles[0] != titles[1]:
        message = wording.part_renamed(*titles)
        yield Difference(Kind.PART, Place(), message, *titles, _span_of(old), _span_of(new))
    yield from part_settings((old.block, old.settings), (new.block, new.settings), place)
    for title, (section, bars) in old.sections.items():
        if title not in sections.values():
            message = wording.section_removed(len(bars))
            here = Place(place.part, title)
            yield Difference(Kind.SECTION, here, message, old=title, old_span=section.span, bars=len(bars))
    for title, (section, bars) in new.sections.items():
        here = Place(place.part, title)
        if title not in sections:
            message = wording.section_added(len(bars), lyrics_of(bars))
            yield Difference(Kind.SECTION, here, message, new=title, new_span=section.span, bars=len(bars))
            continue
        before = sections[title]
        if before != title:
            spans = old.sections[before][0].span, section.span
            yield Difference(Kind.SECTION, here, wording.renamed(before), before, title, *spans)
        yield from section_differences(old.sections[before][1], bars, here)


def _section_partners(old: _Part, new: _Part) -> dict[str, str]:
    return _partners(old.bars, new.bars, same_bars, alike)


def _same_part(old: _Part, new: _Part) -> bool:
    return old.bars.keys() == new.bars.keys() and all(
        same_bars(old.bars[title], new.bars[title]) for title in new.bars
    )


def _alike_parts(old: _Part, new: _Part) -> float:
    """The share of what is alike in sections of one name."""
    both = [alike(old.bars[title], new.bars[title]) for title in new.bars if title in old.bars]
    return sum(both) / len({**old.bars, **new.bars}) if both else 0.0


def _partners(
    old: Mapping[str, T],
    new: Mapping[str, T],
    same: Callable[[T, T], bool],
    alike: Callable[[T, T], float],
) -> dict[str, str]:
    """For each name in `new` that of the same thing in `old`: itself, or of what is the same, or like it."""
    found = {name: name for name in new if name in old}
    for name in new:
        left = [other for other in old if other not in new and other not in found.values()]
        if name in found or not left:
            continue
        twin = next((other for other in left if same(old[other], new[name])), None)
        if twin is None:
            best = max(left, key=lambda other: alike(old[other], new[name]))
            twin = best if alike(old[best], new[name]) >= ALIKE else None
        if twin is not None:
            found[name] = twin
    return {name: found[name] for name in new if name in found}


# ── the form ─────────────────────────────────────────────────────────────────────────────────────


def _form(old: _Song, new: _Song, renamed: Mapping[str, str]) -> Iterator[Difference]:
    """The order in which sections are sung, as far as names alone do not explain it."""
    forms = old.settings.form, new.settings.form
    before, after = (
        [one.title for one in order(song.file, form)[0]] for song, form in zip((old, new), forms, strict=True)
    )
    told = [renamed.get(title, title) for title in before]
    if not any(forms):
        told = [title for title in told if title in after]
        if told == [title for title in after if title in told]:
            return
        message = wording.order(" ".join(before), " ".join(after))
    elif told == after:
        return
    else:
        message = wording.setting("form", _form_text(before), _form_text(after))
    spans = (form.span if form else None for form in forms)
    yield Difference(Kind.FORM, Place(), message, _form_text(before), _form_text(after), *spans)


def _form_text(titles: Sequence[str]) -> str:
    """`1절 후렴*2`."""
    runs = [(title, len(list(run))) for title, run in groupby(titles)]
    return " ".join(title if times == 1 else f"{title}*{times}" for title, times in runs)
