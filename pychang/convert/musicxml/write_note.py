"""A note element: what is sung, how long, and all that stands on and under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from xml.etree.ElementTree import Element

from pychang.convert.musicxml.write_beams import Beams
from pychang.convert.musicxml.write_lyrics import LyricText
from pychang.convert.musicxml.write_pieces import Piece
from pychang.convert.musicxml.write_tuplets import Tuplet
from pychang.convert.musicxml.write_values import TYPES, value_of
from pychang.convert.musicxml.write_xml import add, element
from pychang.convert.sheet import Tone
from pychang.language.syntax import Pitch
from pychang.score.expression import SLIDE_S
from pychang.score.model import Expression


@dataclass(frozen=True)
class SlurEnd:
    type: str  # start, stop
    dashed: bool


@dataclass(frozen=True)
class Sung:
    """A tone with what stands on it: its lyrics by number, its slurs, and whether it glides."""

    tone: Tone
    lyrics: tuple[tuple[int, LyricText], ...] = ()
    slurs: tuple[SlurEnd, ...] = ()
    slides_in: bool = False
    slides_out: bool = False


def rest(piece: Piece, divisions: int) -> Element:
    """A rest; the whole bar's has no value of its own."""
    made = element("note")
    if piece.value is None:
        add(made, "rest", measure="yes")
        _add_duration(made, piece.duration, divisions)
        add(made, "voice", 1)
        return made
    add(made, "rest")
    _add_duration(made, piece.duration, divisions)
    add(made, "voice", 1)
    _add_value(made, piece)
    if piece.opens_tuplet or piece.closes_tuplet:
        _add_tuplet(add(made, "notations"), piece, True)
    return made


def note(piece: Piece, sung: Sung, accidental: str, beams: Beams, bracket: bool, divisions: int) -> Element:
    """One of the notes that a tone is written with. `bracket`: whether its tuplet needs one."""
    made = element("note")
    _add_pitch(made, sung.tone.pitch)
    _add_duration(made, piece.duration, divisions)
    ties = [
        type_ for type_, is_there in (("stop", not piece.is_first), ("start", not piece.is_last)) if is_there
    ]
    for type_ in ties:
        add(made, "tie", type=type_)
    add(made, "voice", 1)
    _add_value(made, piece, accidental)
    for number, beam in enumerate(beams, 1):
        add(made, "beam", beam, number=number)
    _add_notations(made, piece, sung, ties, bracket)
    if piece.is_first:
        for number, lyric in sung.lyrics:
            _add_lyric(made, number, lyric, not piece.is_last)
    return made


def _add_pitch(made: Element, pitch: Pitch) -> None:
    at = add(made, "pitch")
    add(at, "step", pitch.letter)
    if pitch.accidental:
        add(at, "alter", pitch.accidental)
    add(at, "octave", pitch.octave)


def _add_duration(made: Element, duration: Fraction, divisions: int) -> None:
    add(made, "duration", str(duration * 4 * divisions))


def _add_value(made: Element, piece: Piece, accidental: str = "") -> None:
    add(made, "type", piece.value.type)
    for _ in range(piece.value.dots):
        add(made, "dot")
    if accidental:
        add(made, "accidental", accidental)
    if piece.tuplet:
        _add_ratio(made, piece.tuplet)


def _add_ratio(made: Element, tuplet: Tuplet) -> None:
    ratio = add(made, "time-modification")
    add(ratio, "actual-notes", tuplet.actual)
    add(ratio, "normal-notes", tuplet.normal)
    value = value_of(tuplet.unit)
    add(ratio, "normal-type", value.type if value else TYPES[-1])


# ── on the note ──────────────────────────────────────────────────────────────────────────────────


def _add_notations(made: Element, piece: Piece, sung: Sung, ties: Sequence[str], bracket: bool) -> None:
    notations = element("notations")
    for type_ in ties:
        add(notations, "tied", type=type_)
    for slur in sung.slurs:
        if piece.is_first if slur.type == "start" else piece.is_last:
            line = {"line_type": "dashed"} if slur.dashed and slur.type == "start" else {}
            add(notations, "slur", type=slur.type, number=1, **line)
    _add_tuplet(notations, piece, bracket)
    if piece.is_first and sung.slides_in:
        add(notations, "slide", type="stop", number=1, line_type="solid")
    if piece.is_last and sung.slides_out:
        add(notations, "slide", type="start", number=1, line_type="solid")
    _add_articulations(notations, piece, sung.tone)
    if piece.is_first and (said := as_in_braces(sung.tone.expression, sung.slides_in)):
        add(notations, "other-notation", said, type="single", print_object="no")
    if piece.is_last and sung.tone.expression.fermata:
        add(notations, "fermata", type="upright")
    if len(notations):
        made.append(notations)


def _add_tuplet(notations: Element, piece: Piece, bracket: bool) -> None:
    if piece.opens_tuplet:
        add(
            notations, "tuplet", type="start", number=1, bracket="yes" if bracket else "no", placement="above"
        )
    if piece.closes_tuplet:
        add(notations, "tuplet", type="stop", number=1)


def _add_articulations(notations: Element, piece: Piece, tone: Tone) -> None:
    said = tone.expression
    names = [
        *(
            name
            for name in ("accent", "staccato", "tenuto", "scoop")
            if piece.is_first and getattr(said, name)
        ),
        *(["falloff"] if piece.is_last and said.fall else []),
        *(["breath-mark"] if piece.is_last and tone.breath_after else []),
    ]
    if names:
        articulations = add(notations, "articulations")
        for name in names:
            add(articulations, name)


def as_in_braces(said: Expression, slide_is_drawn: bool) -> str:
    """What no sign on a note says exactly, as a `.chang` file has it in braces: `breathy=0.6 loud=+3`."""
    words = []
    if said.vibrato is not None:
        vibrato = said.vibrato
        depth, rate, delay = vibrato.depth_cents, vibrato.rate_hz, vibrato.delay_s
        words.append(
            f"vibrato depth={depth:.10g} rate={rate:.10g} delay={delay:.10g}" if depth else "vibrato=off"
        )
    if said.slide_s and not (slide_is_drawn and said.slide_s == SLIDE_S):
        words.append(f"slide={said.slide_s:.10g}")
    if said.bend_cents:
        words.append("bend=" + ",".join(f"{cents:+.10g}" if cents else "0" for cents in said.bend_cents))
    if said.breathy:
        words.append(f"breathy={said.breathy:.10g}")
    if said.level_db:
        words.append(f"loud={said.level_db:+.10g}")
    return " ".join(words)


# ── under the note ───────────────────────────────────────────────────────────────────────────────


def _add_lyric(made: Element, number: int, lyric: LyricText, is_tied: bool) -> None:
    under = add(made, "lyric", number=number)
    add(under, "syllabic", lyric.syllabic)
    add(under, "text", lyric.text)
    if lyric.extends and (lyric.is_held or is_tied):
        add(under, "extend")
