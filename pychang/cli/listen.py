"""A stretch of a song as it is sung, gathered for looking at."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pychang.cli.stages import HELD, words
from pychang.compile import perform_part, pronounce_part
from pychang.image import draw_conditioning
from pychang.performance import Phone
from pychang.performance.clock import clock_of
from pychang.score.model import Part, Score
from pychang.voice import Voice


@dataclass(frozen=True)
class SungNote:
    """A note that sounds: its words are empty while it holds the syllable before."""

    start_s: float
    end_s: float
    midi: int
    written: str
    sung: str
    ipa: str


@dataclass(frozen=True)
class SungStretch:
    """Seconds `start_s` to `end_s` of a song, with curves and picture a frame each.

    f0_hz: (frames,), nan where the voice is still. picture: (frames, bins), -1 … 1.
    """

    title: str
    start_s: float
    end_s: float
    is_cut_short: bool
    notes: tuple[SungNote, ...]
    phones: tuple[Phone, ...]
    frame_s: float
    highest_hz: float
    f0_hz: np.ndarray
    picture: np.ndarray

    def row(self, start_s: float, end_s: float) -> SungStretch:
        """A stretch of the stretch."""
        frames = slice(*(int((at - self.start_s) / self.frame_s) for at in (start_s, end_s + self.frame_s)))
        return replace(
            self,
            start_s=start_s,
            end_s=end_s,
            notes=tuple(note for note in self.notes if note.end_s > start_s and note.start_s < end_s),
            phones=tuple(phone for phone in self.phones if phone.end_s > start_s and phone.start_s < end_s),
            f0_hz=self.f0_hz[frames],
            picture=self.picture[frames],
        )


def sung_part(
    score: Score, part: Part, voice: Voice, from_s: float, to_s: float | None, longest_s: float
) -> SungStretch | None:
    """Sing that stretch of a part, at most `longest_s`; None if it ends before it."""
    geometry = voice.card.geometry
    performance = perform_part(score, part, voice.card)
    end_s = min(performance.duration_s, to_s or performance.duration_s, from_s + longest_s)
    if end_s <= from_s:
        return None
    frames = slice(int(from_s / geometry.frame_s), int(end_s / geometry.frame_s) + 1)
    heard = draw_conditioning(performance, geometry).stretch(frames.start, frames.stop)
    inside = (phone for phone in performance.phones if phone.end_s > from_s and phone.start_s < end_s)
    return SungStretch(
        title=score.title,
        start_s=from_s,
        end_s=end_s,
        is_cut_short=end_s < performance.duration_s,
        notes=sung_notes(score, part, from_s, end_s),
        phones=tuple(inside),
        frame_s=geometry.frame_s,
        highest_hz=geometry.sample_rate / 2,
        f0_hz=np.where(heard.voiced > 0.5, heard.f0_hz, np.nan),
        picture=np.concatenate([picture for _, picture in voice.sing(heard)]),
    )


def sung_notes(score: Score, part: Part, from_s: float, to_s: float) -> tuple[SungNote, ...]:
    """The notes of a part that sound between the two times."""
    clock = clock_of(score)
    ipa = ["".join((*s.onset, *s.glide, s.vowel, *s.coda)) for s in pronounce_part(part)]
    found = []
    for note, (written, sung) in zip(part.notes, words(part), strict=True):
        start_s, end_s = clock.at(note.start), clock.at(note.start + note.duration)
        if note.midi is not None and end_s > from_s and start_s < to_s:
            texts = ("", "", "") if written == HELD else (written, sung, ipa[note.syllable])
            found.append(SungNote(start_s, end_s, note.midi, *texts))
    return tuple(found)
