"""The values between the stages, as plain values for `json.dump`; seconds as in the sound file."""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path
from typing import Any

from pychang.compile import perform_part
from pychang.korean import pronounce, to_hangul
from pychang.language import as_json
from pychang.reading import Reading
from pychang.score.model import Part, Score
from pychang.whole import whole_or_nothing

HELD = "-"  # a note that holds the syllable of the one before, as it is written in lyrics


def syntax_of(reading: Reading) -> Any:
    """What the parser saw."""
    return as_json(reading.song)


def notes_of(reading: Reading) -> dict[str, Any]:
    """Every note and rest that is sung, in order, with the syllable as written and as pronounced."""
    score = reading.score
    return {"notes": [note for part in score.parts for note in part_notes(score, part)]}


def part_notes(score: Score, part: Part) -> list[dict[str, Any]]:
    from pychang.performance.clock import clock_of

    clock = clock_of(score)
    return [
        {
            "part": part.name,
            "section": note.section,
            "line": note.span.line if note.span else None,
            "column": note.span.column if note.span else None,
            "start": round(clock.at(note.start), 6),
            "end": round(clock.at(note.start + note.duration), 6),
            "midi": note.midi,
            "syllable": syllable,
            "sung": sung,
        }
        for note, (syllable, sung) in zip(part.notes, words(part), strict=True)
    ]


def words(part: Part) -> list[tuple[str | None, str | None]]:
    """For each note its syllable as written and as pronounced; None for a rest."""
    sung = [to_hangul(spoken) for spoken in pronounce(part.syllables)]
    found: list[tuple[str | None, str | None]] = []
    last = None
    for note in part.notes:
        if note.syllable is None:
            found.append((None, None))
        elif note.syllable == last:
            found.append((HELD, HELD))
        else:
            found.append((part.syllables[note.syllable].text, sung[note.syllable]))
            last = note.syllable
    return found


def phones_of(reading: Reading) -> dict[str, Any]:
    """The phones and the pitch of the first part; where there are more, of each in `parts`.

    A phone's `note` is its place in `notes`.
    """
    score = reading.score
    firsts = accumulate((len(part.notes) for part in score.parts), initial=0)
    parts = [
        {"part": part.name, **part_phones(reading, part, first)}
        for part, first in zip(score.parts, firsts, strict=False)
    ]
    first = {key: value for key, value in parts[0].items() if key != "part"}
    return {**first, "parts": parts} if len(parts) > 1 else first


def part_phones(reading: Reading, part: Part, first_note: int) -> dict[str, Any]:
    performance = perform_part(reading.score, part, reading.card_of(part))
    phones = [
        {
            "start": round(phone.start_s, 6),
            "end": round(phone.end_s, 6),
            "phone": phone.symbol,
            "note": first_note + phone.note if phone.note >= 0 else None,
        }
        for phone in performance.phones
    ]
    hz = [round(float(f0), 3) for f0 in performance.f0_hz]
    return {"phones": phones, "f0": {"hop_s": performance.hop_s, "hz": hz}}


def write_image(reading: Reading, path: Path, part: Part) -> None:
    """The picture that a voice sings a part from, low frequencies at the bottom, as a PNG."""
    import numpy as np
    from PIL import Image

    from pychang.image import draw_conditioning

    card = reading.card_of(part)
    performance = perform_part(reading.score, part, card)
    grey = draw_conditioning(performance, card.geometry).as_picture()
    picture = Image.fromarray(np.rint(255 * np.clip(grey, 0, 1)).astype(np.uint8))
    with whole_or_nothing(path) as unfinished:
        picture.save(unfinished, "PNG")


VALUES = {"syntax": syntax_of, "notes": notes_of, "phones": phones_of}
