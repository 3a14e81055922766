"""Recordings whose phones are known: the formant singer sings a song with its notes shifted in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from pychang.compile import perform_part
from pychang.korean.model import (
    ASPIRATED,
    BREATH,
    FRICATIVES,
    GLIDES,
    LAX_INITIAL,
    LAX_VOICED,
    LIQUIDS,
    NASALS,
    SILENCE,
    TENSE,
    UNRELEASED,
    VOWELS,
)
from pychang.performance import Performance, Phone
from pychang.performance.clock import clock_of
from pychang.recordings.model import Recording
from pychang.score.model import Part, Score
from pychang.voice import Voice
from pychang.voice.formant import Timbre, sing_formants

RATE = 22050
SHIFT_S = 0.12
LEAST_SHARE = 0.4  # of its length that is left of a note
NOISE = 10 ** (-60 / 20)
LEAD_IN_S = (0.0, 3.0)


@dataclass(frozen=True)
class Singer:
    """A timbre that `sora` never learned, and how many semitones from the score it sings."""

    timbre: Timbre
    semitones: float


MAN = Singer(
    Timbre(
        formant_scale=0.86,
        upper_scale=0.9,
        open_phase=0.6,
        tilt_db=4.0,
        breath_db=-28.0,
        bandwidth_scale=1.2,
    ),
    -12.0,
)
CHILD = Singer(
    Timbre(formant_scale=1.1, upper_scale=1.08, open_phase=0.75, tilt_db=9.0, breath_db=-16.0), 0.0
)


@dataclass(frozen=True)
class KnownRecording:
    """A recording with its sound, float32 (samples,), and the performance that it is."""

    recording: Recording
    sound: np.ndarray
    performance: Performance


def record(score: Score, voice: Voice, singer: Singer, seed: int, name: str = "song") -> KnownRecording:
    """Sing the score's first part with every note's onset shifted by up to SHIFT_S, after some silence."""
    random = np.random.default_rng(seed)
    part = score.parts[0]
    performance = perform_part(score, part, voice.card)
    onsets = [clock_of(score).at(note.start) for note in part.notes if note.midi is not None]
    shifted = moved(performance, *time_map(onsets, performance.duration_s, random))
    shifted = replace(shifted, f0_hz=shifted.f0_hz * 2 ** (singer.semitones / 12))
    sound = sing_formants(shifted, RATE, singer.timbre, seed)
    silence = int(random.uniform(*LEAD_IN_S) * RATE)
    sound = np.pad(sound, (silence, 0))
    sound = (sound + NOISE * random.standard_normal(len(sound))).astype(np.float32)
    recording = Recording(name, Path(f"{name}.wav"), score, Path(f"{name}.chang"))
    return KnownRecording(recording, sound, later(shifted, silence / RATE))


def time_map(
    onsets: Sequence[float], duration_s: float, random: np.random.Generator
) -> tuple[list[float], list[float]]:
    """Times as written and as sung, both rising."""
    written, sung = [0.0], [0.0]
    for onset in onsets:
        length = onset - written[-1]
        if length > 1e-6:
            shifted = onset + random.uniform(-SHIFT_S, SHIFT_S)
            sung.append(max(shifted, sung[-1] + LEAST_SHARE * length))
            written.append(onset)
    sung.append(sung[-1] + max(duration_s - written[-1], 0.1))
    return [*written, duration_s], sung


def moved(performance: Performance, written: Sequence[float], sung: Sequence[float]) -> Performance:
    """A performance at other times."""

    def at(time_s: float) -> float:
        return float(np.interp(time_s, written, sung))

    phones = tuple(replace(p, start_s=at(p.start_s), end_s=at(p.end_s)) for p in performance.phones)
    duration_s = at(performance.duration_s)
    times = np.arange(int(np.ceil(duration_s / performance.hop_s)) + 1) * performance.hop_s
    own = np.arange(len(performance.f0_hz)) * performance.hop_s
    curves = (
        np.interp(np.interp(times, sung, written), own, curve)
        for curve in (performance.f0_hz, performance.level_db, performance.breathiness)
    )
    return Performance(phones, performance.hop_s, *curves, duration_s)


def later(performance: Performance, by_s: float) -> Performance:
    """The same after some silence; its curves are held through that."""
    phones = tuple(replace(p, start_s=p.start_s + by_s, end_s=p.end_s + by_s) for p in performance.phones)
    pad = round(by_s / performance.hop_s)
    curves = (
        np.pad(curve, (pad, 0), mode="edge")
        for curve in (performance.f0_hz, performance.level_db, performance.breathiness)
    )
    return Performance(phones, performance.hop_s, *curves, performance.duration_s + by_s)


# ── errors ───────────────────────────────────────────────────────────────────────────────────────

KINDS = {
    "pause": (SILENCE, BREATH),
    "vowel": VOWELS,
    "glide": GLIDES,
    "nasal": NASALS,
    "liquid": LIQUIDS,
    "voiced stop": LAX_VOICED,
    "stop": LAX_INITIAL + TENSE + ASPIRATED,
    "coda stop": UNRELEASED,
    "fricative": FRICATIVES,
}
KIND_OF = {symbol: kind for kind, symbols in KINDS.items() for symbol in symbols}


def boundary_errors(found: Sequence[Phone], true: Sequence[Phone]) -> list[tuple[str, float]]:
    """Of every boundary of a sung phone its kind, `vowel > nasal`, and by how many seconds it is late."""
    sung = [phone for phone in found if phone.note >= 0]
    wanted = [phone for phone in true if phone.note >= 0]
    assert [phone.symbol for phone in sung] == [phone.symbol for phone in wanted]
    out = []
    neighbours = zip([None, *wanted], wanted, [*wanted[1:], None], strict=False)
    for here, (before, phone, after) in zip(sung, neighbours, strict=True):
        joined = before is not None and abs(before.end_s - phone.start_s) < 1e-6
        kind = KIND_OF[before.symbol] if joined else "pause"
        out.append((f"{kind} > {KIND_OF[phone.symbol]}", here.start_s - phone.start_s))
        if after is None or abs(after.start_s - phone.end_s) > 1e-6:
            out.append((f"{KIND_OF[phone.symbol]} > pause", here.end_s - phone.end_s))
    return out


def without_gaps(phones: Sequence[Phone], duration_s: float) -> bool:
    """Whether phones follow one another from 0 to the end, each of some length."""
    edges = [phones[0].start_s, *(phone.end_s for phone in phones)]
    joined = all(a.end_s == b.start_s for a, b in pairwise(phones))
    rising = all(b > a for a, b in pairwise(edges))
    return joined and rising and edges[0] == 0.0 and abs(edges[-1] - duration_s) < 1e-6


def syllables_of(part: Part, phones: Sequence[Phone]) -> list[int]:
    """The syllable of each sung phone."""
    return [part.notes[phone.note].syllable for phone in phones if phone.note >= 0]
