"""A song as a project of OpenUtau: a track and a voice part for each singer.

Its keys and their order are those of OpenUtau's own files of version 0.6, which every later one opens. The
words stand once more in each voice part's comment, with their spaces; see `editor.ours`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from pychang.convert.editor.ours import MADE_BY, comment_of
from pychang.convert.editor.vibratos import LONG_S
from pychang.convert.outgoing import Outgoing
from pychang.convert.sheet import Sheet, SheetPart, Tone
from pychang.convert.syllables import UNKNOWN
from pychang.convert.utau.drawn import line_of, vibrato_drawn
from pychang.convert.utau.ustx_curves import curves_of
from pychang.convert.utau.ustx_expressions import expression_rows
from pychang.convert.utau.ustx_time import signatures, tempos, ticks
from pychang.score.model import TempoMap

PHONEMIZER = "OpenUtau.Plugin.Builtin.KoreanCVPhonemizer"
HELD = "+~"
SOUNDS = 3  # that the phonemizer makes of one note at most
LOUDEST = 200  # % of the usual volume, as much as OpenUtau has
_COLOURS = ("Blue", "Pink", "Green", "Orange", "Purple", "Red", "Yellow", "LightBlue")
_VOLUMES = (-24.0, 12.0)  # dB


def write_ustx(song: Outgoing, ending: str) -> bytes:
    """The project of a song, as it is sung, in UTF-8."""
    return project_text(song.sung_sheet).encode()


def project_text(sheet: Sheet) -> str:
    """The project of a sheet without form."""
    return "\n".join(_rows(sheet)) + "\n"


def _rows(sheet: Sheet) -> Iterator[str]:
    about = (sheet.artist, sheet.composer, sheet.lyricist, sheet.copyright)
    tempo = list(tempos(sheet.tempo))
    meters = list(signatures(sheet.bars))
    first = meters[0][1]
    yield f"name: {quoted(sheet.title or 'New Project')}"
    yield f"comment: {quoted(' / '.join((MADE_BY, *filter(None, about))))}"
    yield from ("output_dir: Vocal", "cache_dir: UCache", 'ustx_version: "0.6"', "resolution: 480")
    yield from (
        f"bpm: {number_text(tempo[0][1])}",
        f"beat_per_bar: {first.beats}",
        f"beat_unit: {first.unit}",
    )
    yield from expression_rows()
    yield f"key: {_tonic(sheet)}"
    yield "time_signatures:"
    for bar, meter in meters:
        yield from (f"- bar_position: {bar}", f"  beat_per_bar: {meter.beats}", f"  beat_unit: {meter.unit}")
    yield "tempos:"
    for tick, bpm in tempo:
        yield from (f"- position: {tick}", f"  bpm: {number_text(bpm)}")
    yield "tracks:"
    for number, part in enumerate(sheet.parts):
        yield from _track(part, number)
    yield "voice_parts:"
    for number, part in enumerate(sheet.parts):
        yield from _voice_part(sheet, part, number)
    yield "wave_parts: []"


def _tonic(sheet: Sheet) -> int:
    """OpenUtau knows keys by the semitone above C of their major scale."""
    return sheet.key.fifths * 7 % 12 if sheet.key else 0


def _track(part: SheetPart, number: int) -> Iterator[str]:
    volume = min(max(part.gain_db, _VOLUMES[0]), _VOLUMES[1])
    yield f"- phonemizer: {PHONEMIZER}"
    yield "  renderer_settings: {}"
    yield f"  track_name: {quoted(part.name or f'Track{number + 1}')}"
    yield f"  track_color: {_COLOURS[number % len(_COLOURS)]}"
    yield from ("  mute: false", "  solo: false", f"  volume: {number_text(volume)}")
    yield f"  pan: {number_text(100 * part.pan)}"
    yield from ("  track_expressions: []", "  voice_color_names:", '  - ""')


def _voice_part(sheet: Sheet, part: SheetPart, number: int) -> Iterator[str]:
    yield f"- duration: {ticks(sheet.end)}"
    yield f"  name: {quoted(part.name or sheet.title or 'New Part')}"
    yield f"  comment: {quoted(comment_of(part.tones, sheet.sections, sheet.bars))}"
    yield from (f"  track_no: {number}", "  position: 0")
    yield "  notes:" if part.tones else "  notes: []"
    clock = TempoMap.of(sheet.tempo)
    before: Tone | None = None
    for tone in part.tones:
        length_s = clock.seconds(tone.end) - clock.seconds(tone.start)
        how = tone.expression
        if how.vibrato is None and length_s >= LONG_S:
            tone = replace(tone, expression=replace(how, vibrato=part.vibrato))
        yield from _note(tone, before, length_s)
        before = tone
    curves = list(curves_of(part))
    yield "  curves:" if curves else "  curves: []"
    for name, points in curves:
        yield "  - xs:"
        yield from (f"    - {tick}" for tick, _ in points)
        yield "    ys:"
        yield from (f"    - {value}" for _, value in points)
        yield f"    abbr: {name}"


def _note(tone: Tone, before: Tone | None, length_s: float) -> Iterator[str]:
    joined = before is not None and before.end == tone.start
    step = 100.0 * (before.pitch.midi - tone.pitch.midi) if before else None
    line = line_of(tone.expression, length_s, step, joined)
    vibrato = vibrato_drawn(tone.expression.vibrato, length_s)
    start = ticks(tone.start)
    yield f"  - position: {start}"
    yield f"    duration: {max(ticks(tone.end) - start, 1)}"
    yield f"    tone: {tone.pitch.midi}"
    yield f"    lyric: {quoted(_lyric(tone))}"
    yield "    pitch:"
    yield "      data:"
    for point in line.points:
        x, y = number_text(1000 * point.at_s), number_text(point.cents / 10)
        yield f"      - {{x: {x}, y: {y}, shape: {point.shape}}}"
    yield f"      snap_first: {str(line.snaps).lower()}"
    length, period, depth, fade_in, fade_out = map(
        number_text, (vibrato.length, vibrato.period, vibrato.depth, vibrato.fade_in, vibrato.fade_out)
    )
    yield (
        f"    vibrato: {{length: {length}, period: {period}, depth: {depth}, in: {fade_in}, out: {fade_out}, "
        "shift: 0, drift: 0, vol_link: 0}"
    )
    yield from _volume(tone.expression.level_db)
    yield "    phoneme_overrides: []"


def _volume(level_db: float) -> Iterator[str]:
    """A note's own level, given to each of its sounds."""
    if not level_db:
        yield "    phoneme_expressions: []"
        return
    percent = number_text(min(100 * 10 ** (level_db / 20), LOUDEST))
    yield "    phoneme_expressions:"
    yield from (f"    - {{index: {sound}, abbr: vol, value: {percent}}}" for sound in range(SOUNDS))


def _lyric(tone: Tone) -> str:
    if not tone.lyrics:
        return UNKNOWN
    syllable = tone.lyrics[0]
    return (syllable.spoken or syllable.text) if syllable else HELD


def quoted(text: str) -> str:
    """A text between double quotes, as YAML and JSON both have it."""
    return json.dumps(text, ensure_ascii=False)


def number_text(value: float) -> str:
    """`120`, `83.3333`: six decimals at most."""
    return f"{value + 0.0:.6f}".rstrip("0").rstrip(".")
