"""Songs with what is sung of them in remarks: one `//= ` remark under a note line for each time it is sung.

    //= 1/4: |가 C4+1/4  나 D4+1/8, - E4+1/8 {slide 0.12}  r+1/4

says that from position 1/4 on, 가 (after a pause, `|`) is sung on C4 for a quarter; 나 (inside a word; a
space is `_`) on D4 for an eighth with a breath, and held on E4; then a rest. Dynamics and tempo
stand at the end.
"""

from __future__ import annotations

from dataclasses import fields
from itertools import groupby
from pathlib import Path

from pychang.diagnostic import Source
from pychang.language import parse, take_included
from pychang.score import arrange
from pychang.score.model import Expression, Note, Part, Score
from pychang.score.range import pitch_name

_PLAIN = Expression()


def score_of(text: str, folder: Path = Path()) -> Score:
    """The score of a song that has no mistakes; warnings may be. What it includes is in `folder`."""
    written, in_syntax = parse(Source("song.chang", text))
    song, in_included = take_included(written, lambda path: (folder / path).read_bytes())
    score, mistakes = arrange(song)
    assert [one for one in (*in_syntax, *in_included, *mistakes) if one.code.startswith("E")] == []
    return score


def with_expectations(text: str) -> str:
    """The song with what is sung of it, in place of what was expected."""
    lines = [line for line in text.split("\n") if not line.startswith("//=")]
    score = score_of("\n".join(lines))
    beside: dict[int, list[str]] = {}
    for part in score.parts:
        seen: set[int | None] = set()
        for line, notes in _passes(part):
            beside.setdefault(line, []).append(_said(notes, part, seen))
    sung = [row for n, line in enumerate(lines, 1) for row in (line, *beside.get(n, ()))]
    while sung and not sung[-1]:
        sung.pop()
    return "\n".join([*sung, *_curves(score), ""])


def _passes(part: Part) -> list[tuple[int, list[Note]]]:
    """The notes of each line, each time that it is sung; not the rests that stand on none."""
    found: list[tuple[int, list[Note]]] = []
    written = [note for note in part.notes if note.span]
    for line, notes in groupby(written, key=lambda note: note.span.line):
        columns: list[int] = []
        for note in notes:
            if not columns or note.span.column <= columns[-1]:
                found.append((line, []))
            found[-1][1].append(note)
            columns.append(note.span.column)
    return found


def _said(notes: list[Note], part: Part, seen: set[int | None]) -> str:
    return f"//= {notes[0].start}: " + "  ".join(_note(note, part, seen) for note in notes)


def _note(note: Note, part: Part, seen: set[int | None]) -> str:
    breath = "," if note.breath_after else ""
    if note.midi is None:
        return f"r+{note.duration}{breath}"
    syllable = part.syllables[note.syllable]
    written = "-" if note.syllable in seen else syllable.boundary.replace(" ", "_") + syllable.text
    spoken = f"[{syllable.spoken}]" if syllable.spoken and written != "-" else ""
    seen.add(note.syllable)
    gain = f" {note.gain_db:+g} dB" if note.gain_db else ""
    how = gain + _expression(note.expression)
    return f"{written}{spoken} {pitch_name(note.midi)}+{note.duration}{breath}{how}"


def _expression(expression: Expression) -> str:
    changed = [
        f"{field.name} {getattr(expression, field.name)}"
        for field in fields(Expression)
        if getattr(expression, field.name) != getattr(_PLAIN, field.name)
    ]
    return " {" + ", ".join(changed) + "}" if changed else ""


def _curves(score: Score) -> list[str]:
    points = [f"{'→ ' if p.ramp else ''}{p.position}: {p.level_db:+g}" for p in score.parts[0].dynamics]
    tempo = [f"{'→ ' if p.ramp else ''}{p.position}: {p.quarters_per_minute:g}" for p in score.tempo]
    return ["//= dynamics  " + "  ".join(points), "//= tempo  " + "  ".join(tempo)]
