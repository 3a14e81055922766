"""A part of a sheet, as the events of its track."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from mido import Message, MetaMessage

from pychang.convert.midi.grid import Grid
from pychang.convert.midi.write_levels import Levels
from pychang.convert.sheet import Sheet, SheetPart, Tone
from pychang.convert.unroll import tempo_at

HELD = "-"
LINE_END = "\r"  # a lyric that ends a line, in RP-017
VOICE = 53  # Voice Oohs, from 0
DRUMS = 9
CHANNELS = [channel for channel in range(16) if channel != DRUMS]

VOLUME_AT_0_DB = 100
VOLUME, PAN, EXPRESSION, MODULATION, DATA_ENTRY, RPN_FINE, RPN_COARSE = 7, 10, 11, 1, 6, 100, 101
FULL_MODULATION_CENTS = 50.0  # in General MIDI 2
BEND_RANGE = 2  # semitones, where nothing else is said
BEND_STEP = Fraction(1, 128)
CENTRE = 8192

OFF, CONTROL, WORD, ON = range(4)  # in which order what is on one tick follows
Event = tuple[int, int, Message | MetaMessage]


def part_events(part: SheetPart, number: int, sheet: Sheet, grid: Grid) -> Iterator[Event]:
    """Tick, order and message of all that is on a part's track; `number` from 0."""
    channel = CHANNELS[number % len(CHANNELS)]
    if part.name:
        yield 0, OFF, MetaMessage("track_name", name=part.name)
    yield 0, CONTROL, Message("program_change", channel=channel, program=VOICE)
    volume = VOLUME_AT_0_DB * 10 ** (part.gain_db / 40)
    yield 0, CONTROL, _control(channel, VOLUME, volume)
    yield 0, CONTROL, _control(channel, PAN, 64 + 63 * part.pan)
    levels = Levels.of(part, sheet.end)
    for position, value in levels.expression(part.tones):
        yield grid.at(position), CONTROL, _control(channel, EXPRESSION, value)
    for (start, end), tone in zip(grid.spans(part.tones), part.tones, strict=True):
        velocity = levels.velocity(tone)
        yield start, ON, Message("note_on", channel=channel, note=tone.pitch.midi, velocity=velocity)
        yield end, OFF, Message("note_off", channel=channel, note=tone.pitch.midi)
    for (start, _), lyric in zip(grid.spans(part.tones), lyrics_of(part.tones), strict=True):
        if lyric:
            yield start, WORD, MetaMessage("lyrics", text=lyric)
    yield from _vibrato(part.tones, channel, sheet, grid)
    yield from _bends(part.tones, channel, grid)


def lyrics_of(tones: Sequence[Tone]) -> Iterator[str]:
    """A lyric for each tone: the syllable, a space after it where a word ends, a carriage return before a
    pause; "" where no words are known."""
    syllables = [tone.lyrics[0] for tone in tones if tone.lyrics]
    befores = [one.boundary for one in syllables if one] + ["|"]
    after = iter(befores[1:])
    for tone in tones:
        if not tone.lyrics:
            yield ""
        elif tone.lyrics[0] is None:
            yield HELD
        else:
            yield tone.lyrics[0].text + {"": "", " ": " ", "|": LINE_END}[next(after)]


def _vibrato(tones: Sequence[Tone], channel: int, sheet: Sheet, grid: Grid) -> Iterator[Event]:
    """The modulation wheel, for the notes that ask for a vibrato of their own."""
    for (start, end), tone in zip(grid.spans(tones), tones, strict=True):
        vibrato = tone.expression.vibrato
        if vibrato is None or not vibrato.depth_cents:
            continue
        quarters_per_s = tempo_at(sheet.tempo, tone.start) / 60
        delay = min(round(vibrato.delay_s * quarters_per_s * grid.per_quarter), (end - start) // 2)
        depth = 127 * vibrato.depth_cents / FULL_MODULATION_CENTS
        yield start + delay, CONTROL, _control(channel, MODULATION, depth)
        yield end, OFF, _control(channel, MODULATION, 0)


def _bends(tones: Sequence[Tone], channel: int, grid: Grid) -> Iterator[Event]:
    """The pitch wheel, for the notes that are bent; no note is left with it."""
    widest = max((abs(cents) for tone in tones for cents in tone.expression.bend_cents), default=0)
    semitones = max(BEND_RANGE, -int(-widest // 100))
    if widest:
        for controller, value in ((RPN_COARSE, 0), (RPN_FINE, 0), (DATA_ENTRY, semitones)):
            yield 0, CONTROL, _control(channel, controller, value)
    for (start, end), tone in zip(grid.spans(tones), tones, strict=True):
        for position, cents in _curve(tone):
            value = round(CENTRE * cents / (100 * semitones))
            value = min(max(value, -CENTRE), CENTRE - 1)
            tick = min(start + grid.at(position), end - 1)
            yield tick, CONTROL, Message("pitchwheel", channel=channel, pitch=value)
        if tone.expression.bend_cents:
            yield end, OFF, Message("pitchwheel", channel=channel, pitch=0)


def _curve(tone: Tone) -> Iterator[tuple[Fraction, float]]:
    """Cents from a tone's start on, where they change."""
    bend = tone.expression.bend_cents
    bend = (*bend, *bend) if len(bend) == 1 else bend
    length = tone.duration / max(len(bend) - 1, 1)
    for i, (here, there) in enumerate(pairwise(bend)):
        steps = max(int(length / BEND_STEP), 1) if here != there else 1
        for step in range(steps):
            yield i * length + step * length / steps, here + (there - here) * step / steps
    if bend:
        yield tone.duration, bend[-1]


def _control(channel: int, controller: int, value: float) -> Message:
    value = min(max(round(value), 0), 127)
    return Message("control_change", channel=channel, control=controller, value=value)
