"""What the glottis, the velum and the tongue's sides do, as parameter tracks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pychang.korean.model import BREATH, GLIDES, NASALS, SILENCE, VOWELS
from pychang.performance.smoothing import smooth
from pychang.voice.formant import timbre as tables
from pychang.voice.formant.contexts import Context, Knots
from pychang.voice.formant.manner import GLIDE_DB, MANNER, ONSET_FADE_S, SILENT

ATTACK_S, RELEASE_S = 0.035, 0.085  # of a phrase's first vowel without an onset, and of its last


def source_tracks(around: Sequence[Context], times: np.ndarray) -> dict[str, np.ndarray]:
    """Voicing and aspiration in dB re a vowel at mf; open phase, tilt and breath as offsets."""
    lines = {
        name: Knots()
        for name in ("voicing", "aspiration", "open", "tilt", "breath", "nasal", "lateral", "loose")
    }
    for c in around:
        _voicing(lines["voicing"], c)
        _aspiration(lines["aspiration"], c)
        _phonation(lines, c)
        _murmur(lines, c)
    out = {name: line.at(times) if line.times else np.zeros(len(times)) for name, line in lines.items()}
    out["voicing"] = smooth(np.maximum(out["voicing"], SILENT), 3)
    return out


def _voicing(line: Knots, c: Context) -> None:
    start, end, symbol = c.phone.start_s, c.phone.end_s, c.phone.symbol
    if symbol in (SILENCE, BREATH):
        line.add(start + 0.004, SILENT)
        line.add(end - 0.001, SILENT)
    elif symbol in VOWELS:
        _vowel_voicing(line, c)
    elif symbol in GLIDES:
        soft_start = c.before == SILENCE
        line.add(start + (0.03 if soft_start else 0.004), GLIDE_DB[symbol])
        line.add(end - 0.015, GLIDE_DB[symbol])
    else:
        level = MANNER[symbol].voicing_db
        if level > SILENT and c.before in VOWELS and c.after not in VOWELS and c.after not in GLIDES:
            level += tables.CODA_DB
        edge = min(0.010, 0.3 * c.length) if level > SILENT else 0.004
        line.add(start + edge, level)
        line.add(end - (edge if level > SILENT else 0.002), level)


def _vowel_voicing(line: Knots, c: Context) -> None:
    start, end = c.phone.start_s, c.phone.end_s
    if c.before == SILENCE:
        line.add(start - 0.004, -30.0)
        line.add(start + min(ATTACK_S, 0.3 * c.length), 0.0)
    else:
        line.add(start + min(0.008, 0.2 * c.length), 0.0)
    if c.after in (SILENCE, BREATH):
        line.add(end - min(RELEASE_S, 0.35 * c.length), 0.0)
        line.add(end - 0.004, -26.0)
    else:
        line.add(end - 0.006, 0.0)


def _aspiration(line: Knots, c: Context) -> None:
    start, end, symbol = c.phone.start_s, c.phone.end_s, c.phone.symbol
    level = MANNER[symbol].aspiration_db if symbol in MANNER else SILENT
    if symbol == BREATH:
        _breath(line, c)
        return
    if level <= SILENT:
        line.add(start + 0.004, SILENT)
        line.add(end, SILENT)
        return
    begin = c.release_s(MANNER[symbol])
    if symbol in ("s", "ɕ"):
        begin = end - min(0.040, 0.4 * c.length)  # lax ㅅ is aspirated (Hrabánek & Hamann 2024)
    line.add(max(begin - 0.006, start), SILENT)
    line.add(begin + min(0.012, 0.2 * (end - begin)), level)
    line.add(end, level - 2.0)
    line.add(end + 0.03, level - 14.0)


def _breath(line: Knots, c: Context) -> None:
    """An inhalation: a slow rise and a faster fall."""
    start, end = c.phone.start_s, c.phone.end_s
    line.add(start, SILENT)
    line.add(start + 0.15 * c.length, -44.0)
    line.add(start + 0.7 * c.length, -33.0)
    line.add(end - 0.1 * c.length, -38.0)
    line.add(end, SILENT)


def _phonation(lines: dict[str, Knots], c: Context) -> None:
    """The way of phonation that a consonant leaves to the start of its vowel."""
    if c.phone.symbol not in VOWELS and c.phone.symbol not in GLIDES:
        return
    manner = MANNER.get(c.before)
    start, end = c.phone.start_s, c.phone.end_s
    values = (
        (manner.onset_open_phase, manner.onset_tilt_db, manner.onset_breath_db) if manner else (0.0, 0.0, 0.0)
    )
    for name, value in zip(("open", "tilt", "breath"), values, strict=True):
        lines[name].add(start, value)
        lines[name].add(min(start + ONSET_FADE_S, end), 0.0)
        lines[name].add(end, 0.0)


def _murmur(lines: dict[str, Knots], c: Context) -> None:
    """How far the velum is open, the sides of the tongue are lowered, the glottis is loose (0..1)."""
    manner = MANNER.get(c.phone.symbol)
    start, end = c.phone.start_s, c.phone.end_s
    nasal = float(manner.nasal) if manner else 0.0
    if nasal:
        ahead = 0.07 if c.after not in VOWELS else 0.025  # the velum is early before a coda
        if c.before not in NASALS:
            lines["nasal"].add(start - ahead, 0.0)
        lines["nasal"].add(start + 0.004, 1.0)
        lines["nasal"].add(end - 0.004, 1.0)
        if c.after not in NASALS:  # between two nasals the velum stays open
            lines["nasal"].add(end + 0.02, 0.0)
    lateral = float(manner.lateral) if manner else 0.0
    lines["lateral"].add(start + 0.008, lateral)
    lines["lateral"].add(end - 0.008, lateral)
    loose = float(manner is not None and manner.aspiration_db > -28)
    lines["loose"].add(start + 0.006, loose)
    lines["loose"].add(end + 0.01, loose)
