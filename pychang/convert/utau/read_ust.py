"""UTAU's `.ust`: one track of notes in ticks, with their texts, tempo, drawn pitch, vibrato and loudness."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pychang.convert.contents import contents
from pychang.convert.editor.incoming import incoming
from pychang.convert.editor.level import with_volume
from pychang.convert.editor.pitch import Point, bend, expression_of, vibrato_of
from pychang.convert.editor.project import Clock, DrawnNote, DrawnTrack, Project, check_size
from pychang.convert.editor.vibratos import one_vibrato
from pychang.convert.formats import Incoming, Wishes
from pychang.convert.sung_text import is_rest
from pychang.convert.utau.encoding import decoded
from pychang.convert.utau.fields import number, whole
from pychang.diagnostic import Text
from pychang.finding import Wrong
from pychang.score.model import Expression

USUAL_TEMPO = 120.0
_SECTION = re.compile(r"\[#(\w+)\]")
_SHAPES = {"": "io", "s": "l", "r": "o", "j": "i"}
_BREATH_FLAG = re.compile(r"B(\d{1,3})")
_USUAL_BREATH = 50
_MODE_1_TICKS = 5  # between two values of `PitchBend`
_LEAST_VALUES = 3


@dataclass(frozen=True)
class Placed:
    """What is written about a note, and where it is, in ticks."""

    start: int
    end: int
    fields: Mapping[str, str]

    @property
    def is_sung(self) -> bool:
        return not is_rest(self.lyric) and self.end > self.start

    @property
    def lyric(self) -> str:
        return self.fields.get("Lyric", "").removeprefix("?").strip()

    @property
    def midi(self) -> int:
        return whole(self.fields.get("NoteNum"), 60)


def read_ust(path: Path, wishes: Wishes) -> Incoming:
    """The song of a `.ust` file of any version. Wrong if it is none, or nothing is sung; OSError."""
    text = decoded(contents(path))
    sections = list(_sections(text))
    if not any(name.isdigit() for name, _ in sections):
        raise Wrong("score", path, _NO_UST, _SAVE_AGAIN)
    settings = next((fields for name, fields in sections if name.upper() == "SETTING"), {})
    placed = list(_placed(fields for name, fields in sections if name.isdigit() or name.upper() == "INSERT"))
    tempo = tuple(_tempo(settings, placed))
    check_size(path, len(placed), max((one.end for one in placed), default=0))
    clock = Clock.of(tempo)
    vibrato, notes = one_vibrato(list(_notes(placed, clock)), clock)
    title = settings.get("ProjectName", "").strip()
    return incoming(Project(path, (DrawnTrack("", notes, vibrato=vibrato),), tempo, title=title), wishes)


def _sections(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The sections in order, with what they set; lines that set nothing are passed over."""
    fields: dict[str, str] | None = None
    for line in text.splitlines():
        if found := _SECTION.fullmatch(line.strip()):
            fields = {}
            yield found[1], fields
        elif fields is not None and "=" in line and not line.startswith("@"):
            name, _, value = line.partition("=")
            fields[name.strip()] = value.strip()


def _placed(notes: Iterator[Mapping[str, str]]) -> Iterator[Placed]:
    """Notes one after another; of version 2, as far from the one before as `Delta` says."""
    before, end = 0, 0
    for fields in notes:
        length = max(whole(fields.get("Length")), 0)
        start, duration = end, length
        if "Delta" in fields and "Duration" in fields:
            start, duration = before + whole(fields["Delta"]), max(whole(fields["Duration"]), 0)
        before, end = start, start + duration
        yield Placed(start, end, fields)


def _tempo(settings: Mapping[str, str], placed: Sequence[Placed]) -> Iterator[tuple[int, float]]:
    """Changes of tempo; what is none (500k, from a fault of UTAU's) is passed over."""
    changes = [(0, settings.get("Tempo", "")), *((one.start, one.fields.get("Tempo", "")) for one in placed)]
    known = [(tick, number(value.replace(",", "."), -1)) for tick, value in changes if value]
    usable = [(tick, bpm) for tick, bpm in known if 0 < bpm < 1000]
    if not usable or usable[0][0] > 0:
        yield 0, usable[0][1] if usable else USUAL_TEMPO
    yield from usable


def _notes(placed: Sequence[Placed], clock: Clock) -> Iterator[DrawnNote]:
    before: Placed | None = None
    for one in placed:
        if one.is_sung:
            joined = before is not None and before.is_sung and before.end == one.start
            step = 100.0 * (before.midi - one.midi) if before is not None and joined else None
            yield _note(one, step, clock.seconds(one.end) - clock.seconds(one.start))
        before = one


def _note(one: Placed, step: float | None, length_s: float) -> DrawnNote:
    fields = one.fields
    expression = expression_of(_points(fields, step), length_s, step, 0.0)
    if "PBS" not in fields and (cents := _mode_1(fields, length_s)):
        expression = replace(expression, bend_cents=cents)
    note = DrawnNote(one.start, one.end, one.midi, one.lyric, _coloured(expression, fields, length_s))
    return with_volume(note, number(fields.get("Intensity"), 100.0))


def _coloured(expression: Expression, fields: Mapping[str, str], length_s: float) -> Expression:
    share, period, depth = (number(value) for value in (*fields.get("VBR", "").split(","), "", "", "")[:3])
    flags = _BREATH_FLAG.search(fields.get("Flags", ""))
    above = min(int(flags[1]), 100) - _USUAL_BREATH if flags else 0
    breathy = above / (100 - _USUAL_BREATH) if above >= 10 else 0.0
    return replace(expression, vibrato=vibrato_of(share / 100, period, depth, length_s), breathy=breathy)


def _points(fields: Mapping[str, str], step: float | None) -> list[Point]:
    """The points of mode 2: where the first is, how far each is from the one before, how high, and shapes."""
    if not fields.get("PBS"):
        return []
    first, height, *_ = (*re.split("[;,]", fields["PBS"]), "", "")
    widths = [number(one) for one in fields.get("PBW", "").split(",")]
    heights = [number(one) for one in fields.get("PBY", "").split(",")]
    shapes = [_SHAPES.get(one.strip(), "io") for one in fields.get("PBM", "").split(",")]
    at_ms = number(first)
    points = [Point(at_ms / 1000, number(height) * 10 if step is None else step, shapes[0])]
    for i, width in enumerate(widths[:100], 1):
        at_ms += max(width, 0.0)
        cents = heights[i - 1] * 10 if i <= len(heights) else 0.0
        points.append(Point(at_ms / 1000, cents, shapes[i] if i < len(shapes) else "io"))
    return points


def _mode_1(fields: Mapping[str, str], length_s: float) -> tuple[float, ...]:
    """A bend from the values of mode 1, in cents, spread over the note."""
    written = fields.get("PitchBend") or fields.get("Pitches") or fields.get("Piches") or ""
    values = [number(one) for one in written.split(",")[:10_000]]
    if len(values) < _LEAST_VALUES or not any(values):
        return ()
    step_s = length_s * _MODE_1_TICKS / max(whole(fields.get("Length")), _MODE_1_TICKS)
    start_s = number(fields.get("PBStart")) / 1000
    points = [Point(start_s + i * step_s, cents, "l") for i, cents in enumerate(values)]
    return bend(points, length_s, None)


_NO_UST = Text("UTAU의 UST 파일로 읽을 수 없습니다.", "it cannot be read as a UST file of UTAU.")
_SAVE_AGAIN = Text(
    "UTAU나 OpenUtau에서 다시 저장하거나 MIDI로 내보내세요.",
    "Save it once more in UTAU or OpenUtau, or export MIDI from there.",
)
