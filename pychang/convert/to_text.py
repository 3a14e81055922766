"""A sheet as the text of a song, in canonical form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from pychang.convert.lines import Line, lines_of
from pychang.convert.lyric_line import foreign_text, lyric_text
from pychang.convert.meters import USUAL_METER
from pychang.convert.pieces import Piece, pieces_of
from pychang.convert.plain_text import as_value, plain, unlike
from pychang.convert.sheet import Sheet, SheetPart
from pychang.convert.spelled import length_text, number_text, options_text
from pychang.convert.syllables import as_few
from pychang.convert.unroll import Music, leader_of, music_of
from pychang.convert.written_bars import written_bars
from pychang.diagnostic import Source
from pychang.language.format import format_song
from pychang.score.model import TempoPoint, Vibrato
from pychang.score.settings import Meter


def to_text(sheet: Sheet, remarks: Sequence[str] = ()) -> str:
    """The text of a song that is what the sheet is; `remarks` stand at its top."""
    rows = [*(f"// {plain(remark)}" for remark in remarks), *_rows(sheet)]
    return format_song(Source("", "\n".join(rows) + "\n"))


def _rows(sheet: Sheet) -> Iterator[str]:
    music = [_as_written(music_of(sheet, section)) for section in sheet.sections]
    meter = _usual_meter(music)
    tempo = music[0].tempo[0].quarters_per_minute if music else 100.0
    yield from _song_settings(sheet, meter, tempo)
    leaders = [leader_of(one.tones) for one in music]  # in whose part the tempo is written
    for i, (part, name) in enumerate(zip(sheet.parts, _part_names(sheet.parts), strict=True)):
        if len(sheet.parts) > 1:
            yield f"part: {name}"
        yield from _part_settings(part)
        for one, leader in zip(music, leaders, strict=True):
            if one.tones[i] or leader == i:
                yield f"[{one.name}]"
                yield from _section(one, i, meter, tempo, one.tempo if leader == i else ())


def _part_names(parts: Sequence[SheetPart]) -> list[str]:
    """A name for each, all of them different."""
    names: list[str] = []
    for number, part in enumerate(parts, 1):
        names.append(unlike(as_value(part.name) or str(number), names))
    return names


def _as_written(music: Music) -> Music:
    return replace(music, bars=written_bars(music.bars))


def _usual_meter(music: Sequence[Music]) -> Meter:
    """The one that most of the time is counted in."""
    times: Counter[Meter] = Counter()
    for one in music:
        for bar in one.bars:
            times[bar.meter] += bar.duration
    return times.most_common(1)[0][0] if times else USUAL_METER


def _song_settings(sheet: Sheet, meter: Meter, tempo: float) -> Iterator[str]:
    texts = ("title", "artist", "composer", "lyricist", "copyright")
    values = {name: as_value(getattr(sheet, name)) for name in texts}
    yield from (f"{name}: {value}" for name, value in values.items() if value)
    yield f"tempo: {number_text(tempo)}"
    yield f"meter: {meter}"
    if sheet.key:
        yield f"key: {sheet.key.name}"
    if sheet.form:
        yield f"form: {_form_text(sheet.form)}"


def _form_text(form: Sequence[str]) -> str:
    counted = ((name, len(list(group))) for name, group in groupby(form))
    return " ".join(f"{name}*{times}" if times > 1 else name for name, times in counted)


def _part_settings(part: SheetPart) -> Iterator[str]:
    if part.voice:
        yield f"voice: {part.voice}"
    if part.gain_db:
        yield f"gain: {number_text(part.gain_db)}"
    if part.pan:
        yield f"pan: {number_text(part.pan)}"
    if (vibrato := part.vibrato) is not None:
        yield f"vibrato: {_vibrato(vibrato)}"


def _vibrato(vibrato: Vibrato) -> str:
    """As a setting has it; there the rate alone says that it is the usual one."""
    if not vibrato.depth_cents:
        return "off"
    return " ".join(
        f"{name}={number_text(value)}"
        for name, value in zip(
            ("depth", "rate", "delay"), (vibrato.depth_cents, vibrato.rate_hz, vibrato.delay_s), strict=True
        )
    )


# ── a section of one part ────────────────────────────────────────────────────────────────────────


def _section(
    music: Music, part: int, usual: Meter, song_tempo: float, tempo: Sequence[TempoPoint]
) -> Iterator[str]:
    """The lines of a section; `tempo`: its tempo, if this part is the one that says it."""
    if tempo and tempo[0].quarters_per_minute != song_tempo:
        yield f"tempo: {number_text(tempo[0].quarters_per_minute)}"
    pieces = pieces_of(music, part, tempo)
    meter = usual
    for line in lines_of(pieces, music.bars):
        if line.meter != meter:
            meter = line.meter
            yield f"meter: {meter}"
        yield _note_line(line)
        yield from _lyric_lines(line)


def _note_line(line: Line) -> str:
    text = "|"
    carried: Fraction | None = None
    for piece in line.pieces:
        text += "".join(f" {mark}" for mark in piece.marks)
        length = "" if piece.duration == carried else f":{length_text(piece.duration)}"
        carried = piece.duration
        text += f" {_head(piece)}{length}{options_text(piece.tone.expression) if piece.begins else ''}"
        text += " ," if piece.breathes else ""
        text += "".join(f" {mark}" for mark in piece.marks_after)
        text += " |" if piece.ends_bar else ""
    return text


def _head(piece: Piece) -> str:
    if piece.tone is None:
        return "r"
    return piece.tone.pitch.name if piece.begins else "~"


def _lyric_lines(line: Line) -> Iterator[str]:
    """A line a verse; the last verses are left out where they are the same again."""
    tones = [piece.tone for piece in line.pieces if piece.begins]
    verses = max((len(tone.lyrics) for tone in tones), default=0)
    if not verses:
        return
    rows = [(lyric_text(line.pieces, verse), foreign_text(line.pieces, verse)) for verse in range(verses)]
    yield from (f"> {text} // {foreign}" if foreign else f"> {text}" for text, foreign in as_few(rows))
