"""Measures of a sung song against its score, by tools that did not make it: Praat, an ear, the spectrum."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from pychang.compile import perform_part, pronounce_part
from pychang.image import Conditioning, Geometry, to_magnitude
from pychang.korean import pronounce, to_hangul
from pychang.korean.model import VOWELS
from pychang.performance import Performance
from pychang.performance.clock import clock_of
from pychang.score.model import Part, Score
from pychang.sound.stft import Stft
from pychang.voice import VoiceCard

EDGE_S = 0.05  # pitch is not judged this near to a note's ends
HELD_S = 0.4  # a note this long is held
LEVELS_HZ = 500  # how often the level is looked at
PEEP_DB, PEEP_HZ, PEEP_SHARE = 12.0, 4000.0, 0.10


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
    """Semitones by which Praat's pitch is off, (of all notes, of held notes), a value a voiced frame.

    The 50 ms at the ends of notes, slides, and notes with a scoop, fall or bend are left out.
    """
    import parselmouth

    track = parselmouth.Sound(song.sound, song.sample_rate).to_pitch(0.005, 90, 900)
    times, f0 = track.xs(), track.selected_array["frequency"]
    clock = clock_of(song.score)
    every, held = [np.zeros(0)], [np.zeros(0)]
    for note, following in zip(song.part.notes, [*song.part.notes[1:], None], strict=True):
        e = note.expression
        if note.midi is None or e.scoop or e.fall or e.bend_cents:
            continue
        slide_s = following.expression.slide_s / 2 if following else 0.0
        start, end = clock.at(note.start), clock.at(note.start + note.duration)
        begin, stop = start + max(EDGE_S, e.slide_s / 2), end - max(EDGE_S, slide_s)
        inside = (times > begin) & (times < stop) & (f0 > 0)
        off = 12 * np.log2(f0[inside] / 440) + 69 - note.midi
        every.append(off)
        if end - start >= HELD_S:
            held.append(off)
    return np.concatenate(every), np.concatenate(held)


def onset_errors(song: SungSong) -> tuple[np.ndarray, int]:
    """Seconds from beats to where the vowel is heard to begin, and how many syllables were looked at.

    Syllables with a consonant and no glide, on notes of 0.2 s or more. The vowel begins where the level from
    600 to 4000 Hz comes within 6 dB of what it is 60–120 ms later; where it never is that much lower near
    the beat, nothing is found.
    """
    from scipy.signal import butter, sosfiltfilt

    band = sosfiltfilt(butter(4, (600, 4000), "bandpass", fs=song.sample_rate, output="sos"), song.sound)
    hop = song.sample_rate // LEVELS_HZ
    power = np.convolve(band**2, np.hanning(8 * hop), "same")[::hop]
    level = 10 * np.log10(power + 1e-12)
    rate = song.sample_rate / hop
    beats = round_beats(song, rate)
    found = []
    for beat in beats:
        plateau = np.median(level[beat + int(0.06 * rate) : beat + int(0.12 * rate)])
        first = beat - int(0.1 * rate)
        low = np.flatnonzero(level[first : beat + int(0.06 * rate)] < plateau - 6)
        if len(low):
            found.append((first + low[-1] + 1 - beat) / rate)
    return np.array(found), len(beats)


def round_beats(song: SungSong, rate: float) -> list[int]:
    """The beats at which a consonant gives way to a vowel, in units of 1 / rate seconds."""
    clock = clock_of(song.score)
    phones = pronounce_part(song.part)
    seen, out = set(), []
    for note in (note for note in song.part.notes if note.syllable is not None):
        start, end = clock.at(note.start), clock.at(note.start + note.duration)
        syllable = phones[note.syllable]
        if note.syllable not in seen and syllable.onset and not syllable.glide and end - start >= 0.2:
            out.append(round(start * rate))
        seen.add(note.syllable)
    return out


def peeps(
    picture: np.ndarray, sound: np.ndarray, performance: Performance, geometry: Geometry
) -> tuple[int, int]:
    """(peeping frames, frames of held notes) of a phrase; `picture` is what was painted, (frames, bins).

    A frame peeps when the sound's own spectrogram leaves the picture by more than 12 dB in more than a
    tenth of the bins above 4 kHz.
    """
    own = np.abs(Stft.of(geometry).forward(sound))
    wanted = to_magnitude(picture, geometry)
    frames = min(own.shape[1], wanted.shape[1])
    high = np.arange(len(own)) * geometry.bin_hz > PEEP_HZ
    own, wanted = own[high, :frames], wanted[high, :frames]
    scale = np.sqrt((wanted**2).sum() / (own**2).sum())
    floor = np.exp(geometry.log_floor)
    off = np.abs(20 * np.log10((own * scale + floor) / (wanted + floor))) > PEEP_DB
    held = held_frames(performance, geometry.frame_s, frames)
    return int((off.mean(axis=0) > PEEP_SHARE)[held].sum()), int(held.sum())


def held_frames(performance: Performance, frame_s: float, frames: int) -> np.ndarray:
    """Which frames lie inside the vowel of a held note, bool (frames,)."""
    times = np.arange(frames) * frame_s
    held = np.zeros(frames, bool)
    for phone in performance.phones:
        if phone.symbol in VOWELS and phone.end_s - phone.start_s >= HELD_S:
            held |= (times > phone.start_s + EDGE_S) & (times < phone.end_s - EDGE_S)
    return held


def long_term_spectrum(magnitude: np.ndarray, bin_hz: float) -> np.ndarray:
    """Mean power of each octave from 250 Hz up, in dB re all, of loud frames; magnitude (bins, frames)."""
    power = magnitude.astype(float) ** 2
    frame = power.sum(axis=0)
    mean = power[:, frame > np.percentile(frame, 99) * 1e-4].mean(axis=1)
    hz = np.arange(len(mean)) * bin_hz
    edges = (250, 500, 1000, 2000, 4000, 8000, 11026)
    octaves = [mean[(hz >= a) & (hz < b)].sum() for a, b in pairwise(edges)]
    return 10 * np.log10(np.array(octaves) / mean.sum())


def log_spectral_distance(made: np.ndarray, wanted: np.ndarray, conditioning: Conditioning) -> float:
    """Mean difference in dB at the harmonics of F0 that are above -60 dB of the song's loudest.

    Pictures (frames, bins); the harmonic's level is that of its nearest bin.
    """
    geometry = conditioning.geometry
    made_db, wanted_db = (20 * np.log10(to_magnitude(p, geometry)[1:].T + 1e-9) for p in (made, wanted))
    frames = min(len(made_db), len(wanted_db), len(conditioning))
    voiced = np.flatnonzero(conditioning.voiced[:frames] > 0.99)
    loudest = wanted_db[:frames].max()
    total, count = 0.0, 0
    for number in range(1, 60):
        bins = np.rint(number * conditioning.f0_hz[voiced] / geometry.bin_hz).astype(int) - 1
        rows, bins = voiced[bins < geometry.bins], bins[bins < geometry.bins]
        want, got = wanted_db[rows, bins], made_db[rows, bins]
        loud = want > loudest - 60
        total += np.abs(want - got)[loud].sum()
        count += int(loud.sum())
    return total / max(count, 1)
