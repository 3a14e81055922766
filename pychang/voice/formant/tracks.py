"""Performance -> parameter tracks of the synthesiser: what the articulators do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pychang.korean.model import BREATH, GLIDES, SILENCE, VOWELS
from pychang.performance.model import Performance
from pychang.performance.smoothing import smooth
from pychang.voice.formant import timbre as tables
from pychang.voice.formant.contexts import Context, Knots
from pychang.voice.formant.klatt import KlattTracks
from pychang.voice.formant.manner import MANNER, SILENT
from pychang.voice.formant.source import source_tracks
from pychang.voice.formant.timbre import Timbre

VOICING_SPL_DB = 76.0  # KlattGrid's voicing amplitude that gives a vowel at mf an RMS of about 0.1
ASPIRATION_SPL_DB = VOICING_SPL_DB - 16.0  # its noise comes out that much louder than its pulses
TRANSITION_SHARE = 0.42  # a transition takes at most this share of a vowel
LEAST_TILT = 0.5  # KlattGrid's tilt filter gives not-a-number for a tilt just above 0
EFFORT_TILT = -0.45  # dB of tilt at 3 kHz for each dB of level: louder is brighter
EVENNESS = 0.6  # how much of a vowel's own loudness, by where its formants lie, a singer evens out
BRIGHTNESS = 0.7  # how much of what its F1 and F2 take from a vowel at BRIGHT_HZ, re ㅏ, it has back
BRIGHT_HZ = 3500.0
SHELF_HZ, SHELF_WIDTH = 1800.0, 1.4  # it comes back from the vowel's F2 up to here; bandwidths re frequencies
RESONANCE_MARGIN_HZ = 40.0  # F1 stays this far above F0 (Joliveau et al. 2004)


def target(symbol: str, vowel: str) -> tuple[float, float, float]:
    """F1–F3 of a phone in Hz at its middle, given the vowel that it leans on."""
    if symbol in tables.VOWEL_HZ:
        return tables.VOWEL_HZ[symbol]
    if symbol in tables.GLIDE_HZ:
        return tables.GLIDE_HZ[symbol]
    v1, v2, v3 = (tables.VOWEL_HZ | tables.GLIDE_HZ)[vowel]
    if symbol == "l":
        f1, f2, f3 = tables.LATERAL_HZ
        return f1, f2 + tables.LATERAL_FOLLOW * (v2 - f2), f3
    if symbol == "ɾ":
        f1, f2, f3 = tables.FLAP_HZ
        return f1 + 0.3 * (v1 - f1), f2 + 0.5 * (v2 - f2), f3
    place = tables.PLACES.get(tables.PLACE_OF.get(symbol, "glottal"))
    closed = tables.NASAL_F1_HZ if symbol in tables.NASAL_ZERO_HZ else place.f1
    if place is tables.PLACES["glottal"]:
        return v1, v2, v3
    if place is tables.PLACES["velar"]:
        return closed, *_velar(v1, v2, v3)
    return (
        closed,
        place.f2_locus + place.f2_follow * (v2 - place.f2_locus),
        place.f3 + 0.3 * (v3 - place.f3),
    )


def _velar(v1: float, v2: float, v3: float) -> tuple[float, float]:
    """F2 and F3 pinch together (MITalk's velar rule, held below F3)."""
    f2 = min(v2 + tables.VELAR_RISE * max(v1 - 300, 0) + 80, 0.92 * v3)
    return f2, max(f2 + 250, v3 - 450)


def formant_tracks(around: Sequence[Context], times: np.ndarray) -> np.ndarray:
    """F1–F3 over time, shape (3, frames)."""
    lines = [Knots() for _ in range(3)]
    for context in around:
        for k, line in enumerate(lines):
            _lay(line, context, k)
    return np.stack([smooth(line.at(times), 5) for line in lines])


def _lay(line: Knots, c: Context, k: int) -> None:
    """One phone's knots on the track of formant k + 1."""
    start, end, symbol = c.phone.start_s, c.phone.end_s, c.phone.symbol
    if symbol in (SILENCE, BREATH):
        if symbol == BREATH:
            line.add(start + 0.02, tables.BREATH_HZ[k])
            line.add(end - 0.02, tables.BREATH_HZ[k])
        return
    value = target(symbol, c.vowel)[k]
    if symbol in VOWELS:
        limit = TRANSITION_SHARE * c.length
        line.add(start + min(_transition_s(c.before, k, joins=True), limit), value)
        line.add(end - min(_transition_s(c.after, k, joins=False), limit), value)
    elif symbol in GLIDES:
        line.add(start + 0.25 * c.length, value)
        line.add(start + 0.55 * c.length, value)
    else:
        manner = MANNER[symbol]
        release = c.release_s(manner) if manner.release_s else end
        line.add(start + (0.012 if c.before in VOWELS else 0.0), value)
        line.add(release, value)
        if manner.release_s and release < end - 0.02:
            vowel = target(c.vowel, c.vowel)[k]
            line.add(end, value + min(0.75, (end - release) / 0.11) * (vowel - value))


def _transition_s(neighbour: str, k: int, joins: bool) -> float:
    """How long formant k + 1 of a vowel moves next to its neighbour."""
    if neighbour in GLIDES or neighbour in VOWELS:
        return 0.045
    if neighbour not in tables.PLACE_OF:
        return 0.0
    place = tables.PLACES[tables.PLACE_OF[neighbour]]
    length = place.f1_s if k == 0 else place.f2_s
    if joins and (MANNER[neighbour].release_s or 0) > 0.05:
        return 0.5 * length  # most of the transition is under the aspiration
    return length


def klatt_tracks(
    performance: Performance, around: Sequence[Context], timbre: Timbre, random: np.random.Generator
) -> KlattTracks:
    """All tracks of a performance; `random` gives jitter and shimmer."""
    count, hop = len(performance.f0_hz), performance.hop_s
    times = np.arange(count) * hop
    f0 = performance.f0_hz * (1 + timbre.jitter * random.standard_normal(count))
    source = source_tracks(around, times)
    formants, widths = _tract(around, times, source, performance, timbre)
    level = performance.level_db
    voicing = source["voicing"] + level + timbre.shimmer_db * random.standard_normal(count)
    voicing -= EVENNESS * _resonance_db(performance.f0_hz, formants, widths)
    silent = source["voicing"] < SILENT + 8
    breath = timbre.breath_db + 24 * performance.breathiness + source["breath"]
    return KlattTracks(
        hop_s=hop,
        f0_hz=f0,
        voicing_db=np.where(silent, 0.0, VOICING_SPL_DB + voicing),
        open_phase=np.clip(timbre.open_phase + source["open"] + 0.15 * performance.breathiness, 0.35, 0.9),
        tilt_db=np.clip(
            timbre.tilt_db + EFFORT_TILT * level + source["tilt"] + 8 * performance.breathiness,
            LEAST_TILT,
            30,
        ),
        aspiration_db=np.clip(ASPIRATION_SPL_DB + source["aspiration"] + 0.6 * level, 0, None),
        breathiness_db=np.where(silent, 0.0, np.clip(VOICING_SPL_DB + voicing + breath, 0, None)),
        formant_hz=formants,
        bandwidth_hz=widths,
        **_beside(formants, source, _nasal_zero(around, times)),
    )


def _beside(formants: np.ndarray, source: dict[str, np.ndarray], zero: np.ndarray) -> dict[str, np.ndarray]:
    """The pairs of pole and zero beside the tract's resonances: two of the nose, and the shelf that keeps
    dark vowels from being dull; where pole and zero are the same they do nothing."""
    same = np.ones(zero.shape)
    nasal = source["nasal"]
    open_mouth = np.clip(1 - nasal - source["lateral"], 0, 1)
    shelf = SHELF_HZ * 10 ** (-BRIGHTNESS * open_mouth * _darkness_db(formants) / 40)
    narrowed = 600.0 - (600.0 - tables.NASAL_ZERO_WIDTH_HZ) * nasal
    return {
        "nasal_pole_hz": np.stack([tables.NASAL_POLE_HZ * same, zero, SHELF_HZ * same]),
        "nasal_pole_width_hz": np.stack([90.0 * same, 600.0 * same, SHELF_WIDTH * SHELF_HZ * same]),
        "nasal_zero_hz": np.stack([tables.NASAL_POLE_HZ + nasal * tables.NASAL_SPLIT_HZ, zero, shelf]),
        "nasal_zero_width_hz": np.stack([90.0 * same, narrowed, SHELF_WIDTH * shelf]),
    }


def _tract(
    around: Sequence[Context],
    times: np.ndarray,
    source: dict[str, np.ndarray],
    performance: Performance,
    timbre: Timbre,
) -> tuple[np.ndarray, np.ndarray]:
    """Resonances and bandwidths, shape (10, frames) each."""
    low = formant_tracks(around, times) * timbre.formant_scale
    f0 = performance.f0_hz
    low[0] = _soft_max(low[0], f0 + RESONANCE_MARGIN_HZ)
    low[1] = np.maximum(low[1], low[0] + 180)
    upper = np.outer(tables.UPPER_HZ, np.ones(len(times))) * timbre.upper_scale
    formants = np.concatenate([low, upper])
    widths = hawks_miller(formants, f0) * timbre.bandwidth_scale
    nasal, lateral, loose = source["nasal"], source["lateral"], source["loose"]
    for rows, k in ((slice(0, 1), 0), (slice(1, 4), 1), (slice(4, None), 2)):
        widen = (
            tables.NASAL_WIDEN[k] * nasal + tables.LATERAL_WIDEN[k] * lateral + tables.LOOSE_WIDEN[k] * loose
        )
        widths[rows] *= 1 + widen
    return formants, widths


def hawks_miller(formant_hz: np.ndarray, f0_hz: np.ndarray) -> np.ndarray:
    """Bandwidth in Hz of a resonance (Hawks & Miller 1995, JASA 97), F0 taken as at most 330 Hz."""
    low = (165.327516, -6.73636734e-1, 1.80874446e-3, -4.52201682e-6, 7.49514e-9, -4.70219241e-12)
    high = (15.8146139, 8.10159009e-2, -9.79728215e-5, 5.28725064e-8, -1.07099364e-11, 7.91528509e-16)
    f = np.clip(formant_hz, 200, 4500)
    width = np.where(f < 500, np.polyval(low[::-1], f), np.polyval(high[::-1], f))
    scale = 1 + 0.25 * (np.minimum(f0_hz, 330) - 132) / 88
    return width * scale + np.maximum(formant_hz - 4500, 0) * 0.05


def _resonance_db(f0: np.ndarray, formants: np.ndarray, widths: np.ndarray) -> np.ndarray:
    """How much louder than a neutral tract the first formants make the strongest harmonics, in dB."""
    gain = np.zeros(len(f0))
    for n in range(1, 6):
        f = n * f0
        power = np.ones(len(f0))
        for fk, bk in zip(formants[:3], widths[:3], strict=True):
            power *= fk**4 / ((fk**2 - f**2) ** 2 + (f * bk) ** 2)
        gain += power / n**2
    return np.clip(10 * np.log10(gain + 1e-9) - 8.0, -12, 18)


def _darkness_db(formants: np.ndarray) -> np.ndarray:
    """How much less F1 and F2 leave of a vowel at BRIGHT_HZ than those of ㅏ do, in dB, 0 or more.

    A cascade alone gives ㅗ an F3 38 dB weaker than that of ㅏ, as if behind a door. Women and men who speak
    have it 6 (ɔ) to 15 dB (u) weaker (Peterson & Barney 1952, JASA 24, table II): the source is not the same
    in all vowels, and the tract leaks.
    """

    def left_db(low: np.ndarray) -> np.ndarray:
        return 20 * np.log10(low**2 / (BRIGHT_HZ**2 - low**2)).sum(axis=0)

    open_vowel = np.array(tables.VOWEL_HZ["a"][:2])
    return np.clip(left_db(open_vowel) - left_db(formants[:2]), 0, None)


def _nasal_zero(around: Sequence[Context], times: np.ndarray) -> np.ndarray:
    line = Knots()
    line.add(0.0, tables.NASAL_ZERO_HZ["n"])
    for c in around:
        zero = tables.NASAL_ZERO_HZ.get(c.phone.symbol)
        if zero:
            line.add(c.phone.start_s - 0.07, zero)
            line.add(c.phone.end_s + 0.03, zero)
    return line.at(times)


def _soft_max(a: np.ndarray, b: np.ndarray, softness: float = 25.0) -> np.ndarray:
    return b + softness * np.logaddexp(0, (a - b) / softness)
