"""A song as a sheet: what stands in its file, with what will be sung as it sounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from pychang.convert.key import Key, fifths_of, key_of, spell, spellings
from pychang.convert.sheet import Bar, Dynamic, Sheet, SheetPart, Stretch, Tone
from pychang.convert.syllables import as_few
from pychang.language.syntax import NoteElement, Pitch, SongFile
from pychang.remembered import Remembered
from pychang.score.arrange import SungStaff, measure_part
from pychang.score.dynamics import BEGINNING, HAIRPINS, LEVELS_DB, points
from pychang.score.form import Pass, order
from pychang.score.model import Note, Syllable
from pychang.score.settings import Settings, resolve
from pychang.score.staff import Staff, numbered_bars
from pychang.score.tempo import tidy
from pychang.score.together import MeasuredPart, Together


def sheet_of(song: SongFile) -> Sheet:
    """The sheet of a song without errors: each section that is sung once, transposed, with its verses."""
    settings, _ = resolve(song.settings)
    passes, _ = order(song, settings.form)
    times = Counter(one.title for one in passes)
    titles = dict.fromkeys(section.title for section in song.sections if section.title in times)
    parts = [measure_part(block, settings, Remembered()) for block in song.parts]
    has_words = any(line.lyrics for section in song.sections for line in section.lines)
    together = {title: Together.of(parts, title) for title in titles}
    sections = tuple(_stretches(together))
    form = tuple(one.title for one in passes)
    about = {name: getattr(settings, name) for name in ("title", "artist", "composer", "lyricist")}
    return Sheet(
        tuple(_part(part, sections, times, has_words) for part in parts),
        tuple(bar for section in sections for bar in _bars(together[section.name], section)),
        sections,
        tidy(
            replace(point, position=section.start + point.position)
            for section in sections
            for point in together[section.name].tempo
        ),
        () if form == tuple(titles) else form,
        _moved_key(key_of(settings.key), settings.transpose),
        copyright=settings.copyright,
        **about,
    )


def _stretches(together: dict[str, Together]) -> Iterator[Stretch]:
    now = Fraction(0)
    for title, one in together.items():
        if one.duration:
            yield Stretch(title, now, now + one.duration)
            now += one.duration


def _bars(together: Together, section: Stretch) -> Iterator[Bar]:
    """Those of the first part that sings the section to its end."""
    staff = next(staff for staff in together.sung if staff.duration == together.duration)
    now = section.start
    for _, group in groupby(numbered_bars(staff.lines), key=lambda numbered: numbered[0]):
        pieces = [bar for _, _, bar in group]
        if duration := sum((bar.duration for bar in pieces), Fraction(0)):
            yield Bar(now, duration, pieces[0].meter)
            now += duration


# ── one part ─────────────────────────────────────────────────────────────────────────────────────


def _part(part: MeasuredPart, sections: Sequence[Stretch], times: Counter[str], has_words: bool) -> SheetPart:
    tones: list[Tone] = []
    dynamics: list[Dynamic] = []
    for section in sections:
        staff = part.staves.get(section.name)
        if staff is not None:
            verses = min(times[section.name], max((len(line.lyrics) for line in staff.lines), default=0))
            sung = [SungStaff(staff, Pass(section.name, verse)) for verse in range(max(verses, 1))]
            tones += _tones(staff, sung, section.start, part.settings, has_words)
        dynamics += _dynamics(staff, section, dynamics[-1].mark if dynamics else BEGINNING)
    own = part.settings
    voice = own.voice.text if own.voice else ""
    return SheetPart(part.block.title, tuple(tones), tuple(dynamics), voice, own.gain, own.pan, own.vibrato)


def _tones(
    staff: Staff, sung: Sequence[SungStaff], start: Fraction, settings: Settings, has_words: bool
) -> Iterator[Tone]:
    """The tones of a section that begins at `start`; `sung` has an entry a verse."""
    written = {
        timed.element.span: timed.element.pitch
        for line in staff.lines
        for timed in line.elements
        if isinstance(timed.element, NoteElement)
    }
    verses = as_few([_syllables(one) for one in sung])
    lyrics = list(zip(*verses, strict=True)) if has_words else None
    notes = [note for note in sung[0].notes if note.midi is not None]
    shift = _shift(settings)
    for place, note in enumerate(notes):
        yield Tone(
            start + note.start,
            note.duration,
            _moved(written[note.span], note, shift),
            lyrics[place] if lyrics else (),
            note.expression,
            note.breath_after,
        )


def _syllables(sung: SungStaff) -> list[Syllable | None]:
    """For each tone the syllable that begins there."""
    found: list[Syllable | None] = []
    before = None
    for note in sung.notes:
        if note.midi is not None:
            found.append(None if note.syllable == before else sung.syllables[note.syllable])
            before = note.syllable
    return found


def _dynamics(staff: Staff | None, section: Stretch, before: str) -> Iterator[Dynamic]:
    """The marks of a section, which begins at mf whatever was before; a hairpin that is open at its end gets
    the dynamic that it reaches there."""
    length = section.end - section.start
    marks = [(at, mark.name) for at, mark in staff.marks()] if staff else []
    marks = [(at, name) for at, name in marks if name in LEVELS_DB or name in HAIRPINS]
    inside = [(at, name) for at, name in marks if at < length]
    if before != BEGINNING and not (inside and not inside[0][0] and inside[0][1] in LEVELS_DB):
        yield Dynamic(section.start, BEGINNING)
    for position, name in inside:
        yield Dynamic(section.start + position, name)
    if inside and inside[-1][1] in HAIRPINS:
        goal = [(at, name) for at, name in marks if at >= length and name in LEVELS_DB]
        reached = list(points([*inside, *goal], length))[-1].level_db
        yield Dynamic(section.end, min(LEVELS_DB, key=lambda name: abs(LEVELS_DB[name] - reached)))


# ── transposed ───────────────────────────────────────────────────────────────────────────────────


def _shift(settings: Settings) -> int:
    """How far transposing goes along the line of fifths, so that the key has few accidentals."""
    key = key_of(settings.key)
    steps = 7 * settings.transpose % 12
    return min((steps, steps - 12), key=lambda shift: abs((key.fifths if key else 0) + shift))


def _moved_key(key: Key | None, semitones: int) -> Key | None:
    if key is None:
        return None
    steps = 7 * semitones % 12
    return replace(key, fifths=min((key.fifths + steps, key.fifths + steps - 12), key=abs))


def _moved(written: Pitch, note: Note, shift: int) -> Pitch:
    """The pitch of a note as it sounds, written in the transposed key."""
    if note.midi == written.midi:
        return written
    wanted = fifths_of(written) + shift
    fitting = (one for one in spellings(note.midi) if fifths_of(one) == wanted)
    return next(fitting, spell(note.midi))
