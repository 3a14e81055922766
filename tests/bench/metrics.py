"""Measures of a sung song against its score: those of `pychang.evaluation`, and an ear from outside."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pychang.compile import perform_part, pronounce_part
from pychang.evaluation import onsets, pitch
from pychang.evaluation.spectrum import log_spectral_distance, long_term_spectrum, peeps
from pychang.korean import pronounce, to_hangul
from pychang.performance import Performance
from pychang.performance.clock import clock_of
from pychang.score.model import Part, Score
from pychang.voice import VoiceCard

__all__ = [
    "SungSong",
    "log_spectral_distance",
    "long_term_spectrum",
    "onset_errors",
    "peeps",
    "phone_errors",
    "pitch_errors",
    "sung_song",
]


@dataclass(frozen=True)
class SungSong:
    """A song with everything that is known about how it should sound; sound is float (samples,)."""

    score: Score
    part: Part
    performance: Performance
    sound: np.ndarray
    sample_rate: int


def sung_song(score: Score, card: VoiceCard, sound: np.ndarray) -> SungSong:
    part = score.parts[0]
    return SungSong(score, part, perform_part(score, part, card), sound, card.geometry.sample_rate)


def words_as_sung(part: Part) -> str:
    """The lyrics as pronounced, in Hangul, with a space at each word's beginning."""
    spoken = pronounce(part.syllables)
    pairs = zip(part.syllables, spoken, strict=True)
    return "".join((" " if s.boundary else "") + to_hangul(p) for s, p in pairs)


def phone_errors(ear: Path, wav: Path, part: Part) -> tuple[float, int]:
    """(phone error rate, phones) of a recording, as a recogniser of Korean speech hears it."""
    words = wav.with_suffix(".txt")
    words.write_text(words_as_sung(part), encoding="utf-8")
    call = [sys.executable, str(ear), str(wav), "--sung", str(words)]
    said = subprocess.run(call, capture_output=True, text=True, check=True, encoding="utf-8").stdout
    last = said.strip().splitlines()[-1].split()  # phone error rate 0.513 (263 phones)
    return float(last[3]), int(last[4].lstrip("("))


def pitch_errors(song: SungSong) -> tuple[np.ndarray, np.ndarray]:
    """Semitones by which Praat's pitch is off, (of all notes, of held notes), a value a voiced frame."""
    spans = pitch.spans_by_score(song.part, clock_of(song.score))
    return pitch.pitch_errors(song.sound, song.sample_rate, song.part, spans)


def onset_errors(song: SungSong) -> tuple[np.ndarray, int]:
    """Seconds from beats to where the vowel is heard to begin, and how many syllables were looked at."""
    beats = onsets.beats_of_vowels(song.part, pronounce_part(song.part), clock_of(song.score))
    return onsets.onset_errors(song.sound, song.sample_rate, beats), len(beats)
