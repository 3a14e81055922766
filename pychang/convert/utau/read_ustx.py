"""OpenUtau's `.ustx`: tracks with voice parts, their notes, drawn pitch, vibrato, and curves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pychang.convert.contents import contents
from pychang.convert.editor.incoming import incoming
from pychang.convert.editor.level import Curve, marks_of, with_levels, with_volume
from pychang.convert.editor.ours import MADE_BY, headings_of
from pychang.convert.editor.pitch import AUDIBLE, Point, bend, expression_of, vibrato_of
from pychang.convert.editor.project import Clock, DrawnNote, DrawnTrack, Project, check_size
from pychang.convert.editor.vibratos import one_vibrato
from pychang.convert.formats import Incoming, Wishes
from pychang.convert.key import Key
from pychang.convert.utau.drawn import OFF_DEPTH, USUAL_MS
from pychang.convert.utau.fields import number, whole
from pychang.convert.utau.plain_yaml import NoPlainYaml, plain
from pychang.convert.utau.ustx_fields import (
    bar_tick,
    curve_of,
    is_true,
    signatures_of,
    table,
    tables,
    tempo_of,
    text,
)
from pychang.diagnostic import Text
from pychang.finding import Wrong
from pychang.score.model import Expression, Vibrato
from pychang.score.settings import Meter
from pychang.text_file import decoded

_HINT = re.compile(r"\[([^\]]*)\]")
_OWN_NAMES = ("New Project", "Merged Project")  # of a project that nobody has named
_SHAPES = ("io", "l", "i", "o")
_LEAST_BREATHY = 0.1
_MAJOR_FIFTHS = (0, -5, 2, -3, 4, -1, 6, 1, -4, 3, -2, 5)  # of the keys from C, semitone by semitone


@dataclass(frozen=True)
class Around:
    """What holds for all notes of a voice part: the time, where it begins, its curves, and whose it is."""

    clock: Clock
    start: int
    pitch: Curve
    breath: Curve
    is_ours: bool

    @property
    def usual_s(self) -> float:
        return USUAL_MS / 1000 if self.is_ours else 0.0


def read_ustx(path: Path, wishes: Wishes) -> Incoming:
    """The song of a `.ustx` file since version 0.4. Wrong if it is none, or nothing is sung; OSError."""
    try:
        project = table(plain(decoded(contents(path)) or ""))
    except NoPlainYaml as why:
        raise Wrong("score", path, _NO_USTX, _SAVE_AGAIN) from why
    if "ustx_version" not in project and "voice_parts" not in project:
        raise Wrong("score", path, _NO_USTX, _SAVE_AGAIN)
    return incoming(_project(path, project), wishes)


def _project(path: Path, project: Mapping[str, Any]) -> Project:
    parts = list(tables(project.get("voice_parts")))
    check_size(path, sum(1 for part in parts for _ in tables(part.get("notes"))), 0)
    is_ours = text(project.get("comment")).startswith(MADE_BY)
    tempo, signatures = tempo_of(project), signatures_of(project)
    clock = Clock.of(tempo)
    tracks = list(tables(project.get("tracks")))
    shared: dict[int, list[Mapping[str, Any]]] = {i: [] for i in range(len(tracks))}
    for part in parts:
        shared.setdefault(whole(part.get("track_no")), []).append(part)
    title = text(project.get("name")).strip()
    tonic = whole(project.get("key")) % 12
    return Project(
        path,
        tuple(
            _track(tracks[i] if 0 <= i < len(tracks) else {}, mine, clock, is_ours)
            for i, mine in shared.items()
        ),
        tempo,
        tuple((bar_tick(signatures, bar), meter) for bar, meter in signatures),
        Key(_MAJOR_FIFTHS[tonic]) if tonic else None,
        "" if title in _OWN_NAMES else title,
        tuple(_marks(parts, signatures)) if is_ours else (),
        is_ours,
    )


def _marks(parts: list[Mapping[str, Any]], signatures: list[tuple[int, Meter]]) -> Iterator[tuple[int, str]]:
    comments = (text(part.get("comment")) for part in parts)
    for name, bar in next((found for one in comments if (found := headings_of(one))), ()):
        yield bar_tick(signatures, bar - 1), name


def _track(
    track: Mapping[str, Any], parts: list[Mapping[str, Any]], clock: Clock, is_ours: bool
) -> DrawnTrack:
    vibrato, notes = one_vibrato([note for part in parts for note in _notes(part, clock, is_ours)], clock)
    loudness = _together(parts)
    marks = marks_of(loudness)
    end = max((note.end for note in notes), default=0)
    return DrawnTrack(
        text(track.get("track_name")).strip() or next((text(part.get("name")).strip() for part in parts), ""),
        notes if marks is not None else with_levels(notes, loudness),
        is_true(track.get("mute")) and not is_true(track.get("solo")),
        number(track.get("volume")),
        number(track.get("pan")) / 100,
        tuple(mark for mark in marks or () if mark[0] < end),
        "\n".join(text(part.get("comment")) for part in parts),
        vibrato,
    )


def _together(parts: list[Mapping[str, Any]]) -> Curve:
    """The loudness of all voice parts of a track, in dB; OpenUtau has it in tenths."""
    points: dict[int, float] = {}
    for part in parts:
        start, curve = whole(part.get("position")), curve_of(part, "dyn", 0.1)
        own = {start + tick: value for tick, value in zip(curve.ticks, curve.values, strict=True)}
        if own:  # outside it the loudness is the usual one
            points |= {min(own) - 1: 0.0, max(own) + 1: 0.0} if min(own) else {max(own) + 1: 0.0}
        points |= own
    known = sorted(point for point in points.items() if point[0] >= 0)
    return Curve(tuple(tick for tick, _ in known), tuple(value for _, value in known))


def _notes(part: Mapping[str, Any], clock: Clock, is_ours: bool) -> Iterator[DrawnNote]:
    start = whole(part.get("position"))
    around = Around(clock, start, curve_of(part, "pitd"), curve_of(part, "brec", 0.01), is_ours)
    written = sorted(tables(part.get("notes")), key=lambda note: whole(note.get("position")))
    before: Mapping[str, Any] | None = None
    for note in written:
        joined = before is not None and _end(before) == whole(note.get("position"))
        step = 100.0 * (whole(before.get("tone")) - whole(note.get("tone"))) if before and joined else None
        yield _note(note, step, around)
        before = note


def _end(note: Mapping[str, Any]) -> int:
    return whole(note.get("position")) + whole(note.get("duration"))


def _note(note: Mapping[str, Any], step: float | None, around: Around) -> DrawnNote:
    start = around.start + whole(note.get("position"))
    end = around.start + _end(note)
    length_s = max(around.clock.seconds(end) - around.clock.seconds(start), 0.0)
    points = _points(note, step)
    if around.is_ours and step is None and points and points[0].at_s < 0:
        step = points[0].cents  # a slide over a rest
    found = expression_of(points, length_s, step, around.usual_s)
    found = _with_curves(found, start - around.start, end - around.start, length_s, around)
    found = replace(found, vibrato=_vibrato(table(note.get("vibrato")), length_s, around.is_ours))
    drawn = DrawnNote(start, end, whole(note.get("tone"), 60), _lyric(text(note.get("lyric"))), found)
    return with_volume(drawn, _volume(note))


def _volume(note: Mapping[str, Any]) -> float:
    """In percent, of the first sound of a note."""
    written = tables(note.get("phoneme_expressions"))
    first = (one for one in written if one.get("abbr") == "vol" and not whole(one.get("index")))
    return number(next((one.get("value") for one in first), None), 100.0)


def _lyric(written: str) -> str:
    """Without a phonetic hint, unless there is nothing else; `...` was how version 0.4 wrote `+`."""
    bare = _HINT.sub("", written).strip() or "".join(_HINT.findall(written)[:1])
    return bare.removeprefix("?").replace("...", "+", 1) if bare.startswith(("...", "?")) else bare


def _points(note: Mapping[str, Any], step: float | None) -> list[Point]:
    pitch = table(note.get("pitch"))
    points = [
        Point(number(one.get("x")) / 1000, number(one.get("y")) * 10, _shape(one.get("shape")))
        for one in tables((pitch.get("data") or [])[:200] if isinstance(pitch.get("data"), list) else [])
    ]
    points.sort(key=lambda point: point.at_s)
    if points and text(pitch.get("snap_first")).lower() != "false":
        points[0] = replace(points[0], cents=step or 0.0)
    return points


def _shape(value: Any) -> str:
    return value if value in _SHAPES else "io"


def _with_curves(how: Expression, start: int, end: int, length_s: float, around: Around) -> Expression:
    """With the bend and the breathiness that curves over the voice part draw."""
    if around.pitch.ticks and end > start and not how.bend_cents:
        drawn = around.pitch.between(start, end - 1)
        if max(abs(cents) for _, cents in drawn) >= AUDIBLE:
            tick_s = length_s / max(end - 1 - start, 1)
            points = [Point((tick - start) * tick_s, cents, "l") for tick, cents in drawn]
            how = replace(how, bend_cents=bend(points, length_s, None))
    if around.breath.ticks:
        breathy = around.breath.at((start + end) / 2)
        how = replace(how, breathy=round(min(breathy, 1.0), 2)) if breathy >= _LEAST_BREATHY else how
    return how


def _vibrato(drawn: Mapping[str, Any], length_s: float, is_ours: bool) -> Vibrato | None:
    share, period, depth = (number(drawn.get(name)) for name in ("length", "period", "depth"))
    if is_ours and not share and depth == OFF_DEPTH:
        return Vibrato(0.0, 5.6, 0.3)
    return vibrato_of(share / 100, period, depth, length_s)


_NO_USTX = Text("OpenUtau의 USTX 파일로 읽을 수 없습니다.", "it cannot be read as a USTX file of OpenUtau.")
_SAVE_AGAIN = Text("OpenUtau에서 다시 저장하세요.", "Save it once more in OpenUtau.")
