"""What of a recording can be seen and heard: excerpts, spectrograms above one another, F0 curves."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
import soundfile

from pychang.evaluation import drawing
from pychang.evaluation.compare import Heard
from pychang.evaluation.envelope import HOP_S
from pychang.evaluation.model import Excerpt, Exhibit
from pychang.evaluation.pitch import spans_as_sung
from pychang.korean.model import BREATH, SILENCE, VOWELS
from pychang.performance import Phone
from pychang.score.model import Score
from pychang.sound.level import amplitude, sung_level_dbfs

if TYPE_CHECKING:
    from pychang.evaluation.evaluate import Take

LONGEST_S = 10.0
BEFORE_S = 0.2  # from an excerpt's beginning to the first sound
EXCERPT_DBFS = -20.0  # RMS of what is sung: nobody judges the louder one the better
PEAK = 0.98


def exhibit(
    phones: Sequence[Phone], score: Score | None, wanted: Heard, voice: Take, reference: Take, trip: Take
) -> Exhibit:
    """The first seconds that are sung, by everyone."""
    start_s = max(next((p.start_s for p in phones if p.symbol not in (SILENCE, BREATH)), 0.0) - BEFORE_S, 0.0)
    end_s = min(start_s + LONGEST_S, len(wanted.sound) / wanted.sample_rate)
    sounds = [
        ("recording", False, wanted, start_s),
        ("voice", False, voice.heard, start_s),
        ("reference", False, reference.heard, start_s),
        ("round_trip", False, trip.heard, start_s),
    ]
    sounds += [
        (who, True, take.from_score, first_sound_s(take.from_score))
        for who, take in (("voice", voice), ("reference", reference))
        if take.from_score is not None
    ]
    return Exhibit(
        start_s,
        end_s,
        drawing.spectrograms([wanted, voice.heard], phones, start_s, end_s),
        drawing.pitch_curves(wanted, voice.heard, notes_of(phones, score), start_s, end_s),
        tuple(
            Excerpt(who, from_score, flac(heard, begin_s, end_s - start_s))
            for who, from_score, heard, begin_s in sounds
        ),
    )


def notes_of(phones: Sequence[Phone], score: Score | None) -> list[drawing.DrawnNote]:
    """The written pitches, where they were sung."""
    if score is None:
        return []
    pitches = [(span, score.parts[0].notes[span.note].midi) for span in spans_as_sung(phones, VOWELS)]
    return [drawing.DrawnNote(span.start_s, span.end_s, midi) for span, midi in pitches if midi is not None]


def first_sound_s(heard: Heard) -> float:
    """Seconds to a little before the first loud frame."""
    first = int(np.argmax(heard.loud)) * HOP_S
    return max(first - BEFORE_S, 0.0)


def flac(heard: Heard, start_s: float, length_s: float) -> bytes:
    """A stretch of a sound as a FLAC file, as loud as all others."""
    begin, count = round(start_s * heard.sample_rate), round(length_s * heard.sample_rate)
    level = sung_level_dbfs(heard.sound, heard.sample_rate)
    gain = amplitude(EXCERPT_DBFS - level) if np.isfinite(level) else 1.0
    sound = heard.sound[begin : begin + count] * gain
    sound = sound * min(1.0, PEAK / max(float(np.abs(sound).max(initial=0.0)), 1e-9))
    file = BytesIO()
    soundfile.write(file, sound, heard.sample_rate, "PCM_16", format="FLAC")
    return file.getvalue()
