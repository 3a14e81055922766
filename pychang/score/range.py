"""Whether a voice reaches the notes of a score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pychang.diagnostic import Diagnostic, Span, Text, warning
from pychang.language.wording import josa
from pychang.score.model import Note, Part

_NAMES = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")


def pitch_name(midi: int) -> str:
    """60 as C4."""
    return f"{_NAMES[midi % 12]}{midi // 12 - 1}"


def check_range(
    parts: Iterable[Part], low_midi: int, high_midi: int, voice_name: str
) -> tuple[Diagnostic, ...]:
    """A warning for each written note outside `low_midi`–`high_midi`; it is sung all the same."""
    notes = [note for part in parts for note in part.notes if note.midi is not None]
    shift = _fitting_shift([note.midi for note in notes], low_midi, high_midi)
    return tuple(_outside(notes, low_midi, high_midi, voice_name, shift))


def _fitting_shift(pitches: list[int], low: int, high: int) -> int | None:
    """The smallest number of semitones that brings all pitches into range, if there is one."""
    shifts = range(low - min(pitches, default=low), high - max(pitches, default=high) + 1)
    return min(shifts, key=abs, default=None)


def _outside(notes: list[Note], low: int, high: int, voice: str, shift: int | None) -> Iterator[Diagnostic]:
    seen: set[Span | None] = set()
    for note in notes:
        if low <= note.midi <= high or note.span in seen:
            continue
        seen.add(note.span)
        name, reach = pitch_name(note.midi), f"{pitch_name(low)}–{pitch_name(high)}"
        ko, en = ("높", "above") if note.midi > high else ("낮", "below")
        message = Text(
            f"{name}{josa(name, '은', '는')} {voice}의 음역({reach})보다 {ko}습니다. 그대로 부릅니다.",
            f"{name} is {en} the range of {voice} ({reach}); it is sung all the same.",
        )
        hints = () if shift is None else (_transpose(shift),)
        yield warning("W231", note.span, message, *hints)


def _transpose(shift: int) -> Text:
    return Text(
        f"transpose를 지금보다 {shift:+d} 옮기면 노래 전체가 음역에 들어옵니다.",
        f"A `transpose` of {shift:+d} from where it is brings the whole song into range.",
    )
