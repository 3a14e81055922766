"""A project of a singing editor as a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from pychang.convert.editor import findings as said
from pychang.convert.editor.ours import breaths_of, words_of
from pychang.convert.editor.project import LONGEST, WHOLE, DrawnNote, DrawnTrack, Project, check_size
from pychang.convert.editor.times import Grid, Moved, placed
from pychang.convert.editor.words import Sung, have_words, sung, with_boundaries
from pychang.convert.formats import Incoming, Wishes
from pychang.convert.key import LOWEST, spell
from pychang.convert.layout import bars_of, sections_of
from pychang.convert.one_voice import one_voice
from pychang.convert.plain_text import LONGEST_TITLE, plain
from pychang.convert.sheet import Dynamic, Sheet, SheetPart, Tone
from pychang.convert.sung_text import Scheme, is_rest, scheme_of
from pychang.convert.syllables import Foreign
from pychang.finding import Finding, Wrong

HIGHEST = 131  # B9
SAME_START = 30  # ticks; notes that begin as close are a chord


@dataclass(frozen=True)
class Read:
    """A track as a part, and what happened to it."""

    part: SheetPart
    moved: Moved
    crowded: tuple[Fraction, ...] = ()  # where notes sounded together
    foreign: tuple[tuple[Fraction, str], ...] = ()
    out_of_range: int = 0
    has_boundaries: bool = True


def incoming(project: Project, wishes: Wishes) -> Incoming:
    """The sheet of a project, and what should be known about it. Wrong if there is nothing to sing."""
    notes = [note for track in project.tracks for note in track.notes]
    check_size(project.path, len(notes), max((note.end for note in notes), default=0))
    scheme = scheme_of(note.lyric for note in notes)
    project = replace(project, tracks=tuple(_without_rests(track, scheme) for track in project.tracks))
    tracks, findings = _chosen(project, wishes)
    every = [one.lyric for track in tracks for one in track.notes]
    check_size(project.path, len(every), 0)
    ticks = (tick for track in tracks for one in track.notes for tick in (one.start, one.end))
    grid = Grid.of(ticks, wishes.grid, project.is_exact)
    beside = "".join(track.words for track in tracks)
    spoken = have_words(every, beside) and not wishes.has_lyrics
    reads = [_read(track, project, grid, scheme if spoken else None, spoken) for track in tracks]
    sheet = _sheet(project, [one.part for one in reads])
    findings += said.about(project, sheet, reads, scheme if spoken else None, spoken or wishes.has_lyrics)
    return Incoming(sheet, tuple(findings))


def _without_rests(track: DrawnTrack, scheme: Scheme | None) -> DrawnTrack:
    """The track without notes that are silence or breath."""
    return replace(track, notes=tuple(one for one in track.notes if not is_rest(one.lyric, scheme)))


def _chosen(project: Project, wishes: Wishes) -> tuple[list[DrawnTrack], list[Finding]]:
    """The tracks to be sung: those asked for, else all that are not muted."""
    tracks = [track for track in project.tracks if track.notes]
    if wishes.track is not None:
        asked = wishes.track.strip().lower()
        by_name = [track for track in tracks if track.name.strip().lower() == asked]
        by_number = [track for i, track in enumerate(project.tracks, 1) if str(i) == asked and track.notes]
        if not (found := by_name or by_number):
            raise Wrong("track", project.path, *said.no_such_track(wishes.track, project))
        return found[:1], []
    muted = [track for track in tracks if track.is_muted]
    if not muted or len(muted) == len(tracks):
        return tracks, []
    return [track for track in tracks if not track.is_muted], [said.muted(project.path, muted)]


def _read(track: DrawnTrack, project: Project, grid: Grid, scheme: Scheme | None, spoken: bool) -> Read:
    line, crowded = one_voice((note for note in track.notes if note.start >= 0), SAME_START)
    spans, moved = placed([(note.start, note.end) for note in line], grid)
    texts = [note.lyric if spoken else "" for note in line]
    found = sung(texts, spans, scheme) if spoken else [Sung(i, *span, None) for i, span in enumerate(spans)]
    bounded = with_boundaries(found, words_of(track.words)) if track.words else None
    pitches = [min(max(note.midi, LOWEST), HIGHEST) for note in line]
    tones = [_tone(one, line[one.note], pitches[one.note], project, spoken) for one in bounded or found]
    if project.is_exact and len(tones) == len(line):
        breaths = breaths_of(track.words)
        tones = [replace(tone, breath_after=number in breaths) for number, tone in enumerate(tones, 1)]
    dynamics = tuple(Dynamic(grid.place(tick), mark) for tick, mark in track.dynamics)
    gain_db, pan = _within(track.gain_db, -60, 24), _within(track.pan, -1, 1)
    part = SheetPart(track.name, tuple(tones), dynamics, "", gain_db, pan, track.vibrato)
    return Read(
        part,
        moved,
        tuple(Fraction(note.start, WHOLE) for note in crowded),
        tuple((one.start, one.syllable.original) for one in found if isinstance(one.syllable, Foreign)),
        sum(note.midi != pitch for note, pitch in zip(line, pitches, strict=True)),
        bounded is not None or not spoken or any(_begins_word(one) for one in found),
    )


def _tone(one: Sung, note: DrawnNote, midi: int, project: Project, spoken: bool) -> Tone:
    lyrics = (one.syllable,) if spoken else ()
    return Tone(one.start, one.end - one.start, spell(midi, project.key), lyrics, note.expression)


def _begins_word(one: Sung) -> bool:
    return one.syllable is not None and one.syllable.boundary == " "


def _within(value: float, low: float, high: float) -> float:
    return round(min(max(value, low), high), 2) + 0.0


def _sheet(project: Project, parts: Sequence[SheetPart]) -> Sheet:
    end = max((tone.end for part in parts for tone in part.tones), default=Fraction(0))
    meters = [(Fraction(tick, WHOLE), meter) for tick, meter in project.meters if 0 <= tick < LONGEST * WHOLE]
    bars = bars_of(meters, end)
    marks = [(Fraction(tick, WHOLE), name) for tick, name in project.marks if tick < bars[-1].end * WHOLE]
    return Sheet(
        tuple(replace(part, name=name) for part, name in zip(parts, _names(parts), strict=True)),
        bars,
        sections_of(marks, bars, parts),
        tuple(point for point in project.tempo_points if point.position < bars[-1].end),
        key=project.key,
        title=plain(project.title)[:LONGEST_TITLE],
    )


def _names(parts: Sequence[SheetPart]) -> Iterator[str]:
    """Names that differ; none where there is one part."""
    used: set[str] = set()
    for number, part in enumerate(parts, 1):
        name = plain(part.name)[:LONGEST_TITLE] if len(parts) > 1 else ""
        name = name if name and name not in used else f"{name or '성부'}-{number}" if len(parts) > 1 else ""
        used.add(name)
        yield name
