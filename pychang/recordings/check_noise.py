"""What is in the recording beside the voice: noise, mains hum, the room's echo, a missing top."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from pychang.diagnostic import Text
from pychang.finding import Finding
from pychang.recordings.findings import fail, warn
from pychang.recordings.heard import HOP_S, Heard, runs

NOISE_DB, NOISE_BAD_DB = 32.0, 15.0
"""Singing above the noise floor. A quiet room (30 dB SPL) and singing at 20 cm (80 dB) give 50; a fan some
30: then soft consonants, 30 dB below the vowels, are in the noise."""

MAINS_HZ = (50.0, 60.0)
HUM_UP_TO_HZ = 400.0
HUM_BLOCK_S = 2.0
HUM_PROMINENCE_DB = (
    12.0  # of a line over what is beside it; without hum below 5 (measured, noise at all levels)
)
HUM_LINES = 2  # so many harmonics must stand out, or the mains frequency itself by as much again
HUM_LEAST_DB = -62.0  # re the singing: softer than that it is not heard

ECHO_S = 0.5
"""A fall by 60 dB, read as ISO 3382-2 reads decays: from -5 dB on, over 20 dB (over as few as 10 where
noise comes first). The formant singer and `sora` stop within 0.03–0.18 s; with echoes of 0.25, 0.35, 0.5
and 0.8 s, 8 dB below the voice, 0.21, 0.22, 0.4 and 0.6 are read."""
ECHO_FROM_DB, ECHO_RANGE_DB = 5.0, 20.0
ECHO_REST_S = 0.3
ECHO_FALLS = 3  # at least so many falls must be there to judge
ECHO_SHARE = 25  # per cent: singers fade notes out, a room cannot be quicker than itself

TOP_HZ, TOP_BAD_HZ = 8000.0, 5000.0
"""Highest frequency that is there. Telephones end at 3.4 kHz, wideband calls at 7, MP3 of 64 kbit/s at 11;
[s] has its energy at 5–10 kHz."""
TOP_DB = 52.0  # below the strongest band above 1 kHz, in the loudest frames of each
RATE_LEAST = 22050


def check_noise(heard: Heard, path: Path) -> Iterator[Finding]:
    """Noise, hum, echo, bandwidth. What is left of an echo in the rests is not called noise too."""
    echo = list(_echo(heard, path))
    yield from echo
    if not echo or heard.singing_db - heard.floor_db < NOISE_BAD_DB:
        yield from _noise(heard, path)
    yield from _hum(heard, path)
    yield from _top(heard, path)


def _noise(heard: Heard, path: Path) -> Iterator[Finding]:
    above_db = heard.singing_db - heard.floor_db
    if above_db >= NOISE_DB:
        return
    yield (fail if above_db < NOISE_BAD_DB else warn)(
        "noise",
        path,
        Text(
            f"잡음이 큽니다: 노래보다 {above_db:.0f} dB 아래인데, {NOISE_DB:.0f} dB 아래보다 작아야 합니다.",
            f"There is noise, {above_db:.0f} dB below the singing; it should be {NOISE_DB:.0f} or more.",
        ),
        Text(
            "창문을 닫고 선풍기 따위를 끄고, 마이크에 다가가 다시 녹음하세요. "
            "잡음 제거 프로그램은 목소리까지 깎으니 쓰지 마세요.",
            "Close the windows, turn off fans, step closer and record again; the rests should be silent. "
            "Do not use "
            "a noise remover: it takes away of the voice too.",
        ),
    )


def _hum(heard: Heard, path: Path) -> Iterator[Finding]:
    mains_hz = hum(heard)
    if mains_hz is None:
        return
    yield warn(
        "hum",
        path,
        Text(
            f"전기 울림({mains_hz:.0f} Hz 험)이 들립니다.",
            f"There is mains hum ({mains_hz:.0f} Hz and its harmonics).",
        ),
        Text(
            "노트북이라면 충전기를 빼 보고, 마이크 줄을 전원 줄에서 떼어 다시 녹음하세요.",
            "Try with the laptop's charger unplugged and the microphone's cable away from mains cables, "
            "and record again.",
        ),
    )


def hum(heard: Heard) -> float | None:
    """The mains frequency whose lines stand in the spectrum all the time, or None."""
    hz, power = steady_spectrum(heard)
    least_db = heard.singing_db + HUM_LEAST_DB
    for mains_hz in MAINS_HZ:
        lines = [_line(hz, power, k * mains_hz) for k in range(1, int(HUM_UP_TO_HZ / mains_hz) + 1)]
        clear = [db > least_db and above > HUM_PROMINENCE_DB for db, above in lines]
        alone = clear[0] and lines[0][1] > 2 * HUM_PROMINENCE_DB
        if sum(clear) >= HUM_LINES or alone:
            return mains_hz
    return None


def steady_spectrum(heard: Heard) -> tuple[np.ndarray, np.ndarray]:
    """(Hz, power) of what is always there: the lower quartile over blocks; a sine of amplitude 1 has 1/2."""
    size = int(HUM_BLOCK_S * heard.sample_rate)
    starts = range(0, len(heard.sound) - size + 1, size // 2)
    window = np.hanning(size)
    keep = int(2 * HUM_UP_TO_HZ * HUM_BLOCK_S)
    blocks = [np.abs(np.fft.rfft(heard.sound[s : s + size] * window)[:keep]) ** 2 for s in starts]
    hz = np.fft.rfftfreq(size, 1 / heard.sample_rate)[:keep]
    if not blocks:
        return hz, np.zeros(len(hz))
    return hz, 2 * np.percentile(blocks, 25, axis=0) / np.sum(window) ** 2


def _line(hz: np.ndarray, power: np.ndarray, at_hz: float) -> tuple[float, float]:
    """(level in dB, how far it stands above what is beside it) of the strongest bin near a frequency."""
    distance = np.abs(hz - at_hz)
    line = power[distance <= 0.75].max(initial=0.0)
    beside = np.median(power[(distance >= 2.5) & (distance <= 8)]) if len(power) else 0.0
    return 10 * np.log10(line + 1e-15), 10 * np.log10((line + 1e-15) / (beside + 1e-15))


def _echo(heard: Heard, path: Path) -> Iterator[Finding]:
    falls = falls_s(heard)
    if len(falls) < ECHO_FALLS:
        return
    echo_s = float(np.percentile([fall for _, fall in falls], ECHO_SHARE))
    if echo_s < ECHO_S:
        return
    first = falls[0][0]
    yield warn(
        "echo",
        path,
        Text(
            f"방이 울립니다: 소리가 그친 뒤 {echo_s:.1f}초 동안 남습니다({ECHO_S:.1f}초보다 짧아야 합니다).",
            f"The room rings: the sound takes {echo_s:.1f} s to die away ({ECHO_S:.1f} at most).",
        ),
        Text(
            "리버브 효과를 껐는지 보고, 옷장이나 이불, 커튼이 있는 작은 방에서 "
            "마이크에 다가가 다시 녹음하세요.",
            "See that no reverb effect is on, and record in a small room with clothes, bedding or "
            "curtains, closer to "
            "the microphone.",
        ),
        (first, first + echo_s),
    )


def falls_s(heard: Heard) -> list[tuple[float, float]]:
    """(when, seconds for 60 dB) of each fall of the level after singing, where a quiet rest follows."""
    level = heard.level_db
    rests = [(a, b) for a, b in runs(~heard.sung) if a > 0 and (b - a) * HOP_S >= ECHO_REST_S]
    found = []
    for start, end in rests:
        top = _last_steady(level, start)
        steady_db = float(np.median(level[max(top - 5, 0) : top + 1]))
        reach_db = max(heard.floor_db, float(level[start:end].min())) + 6
        range_db = min(steady_db - ECHO_FROM_DB - reach_db, ECHO_RANGE_DB)
        if range_db < ECHO_RANGE_DB / 2:
            continue
        begin = _first_below(level, top, end, steady_db - ECHO_FROM_DB)
        stop = _first_below(level, top, end, steady_db - ECHO_FROM_DB - range_db)
        if begin is not None and stop is not None:
            found.append((begin * HOP_S, 60 / range_db * (stop - begin) * HOP_S))
    return found


def _last_steady(level: np.ndarray, start: int) -> int:
    """The frame from which the level falls: the last within 3 dB of the loudest of 0.4 s before `start`."""
    first = max(start - 40, 0)
    before = level[first:start]
    return first + int(np.flatnonzero(before >= before.max() - 3)[-1])


def _first_below(level: np.ndarray, start: int, end: int, db: float) -> int | None:
    under = np.flatnonzero(level[start:end] < db)
    return start + int(under[0]) if len(under) else None


def _top(heard: Heard, path: Path) -> Iterator[Finding]:
    top_hz = highest_hz(heard)
    if top_hz >= TOP_HZ and heard.sample_rate >= RATE_LEAST:
        return
    if heard.sample_rate < RATE_LEAST:
        top_hz = min(top_hz, heard.sample_rate / 2)
    yield (fail if top_hz < TOP_BAD_HZ else warn)(
        "bandwidth",
        path,
        Text(
            f"높은 소리가 잘렸습니다: {top_hz / 1000:.1f} kHz 위에 아무것도 없습니다.",
            f"The high sounds are cut off: there is nothing above {top_hz / 1000:.1f} kHz.",
        ),
        Text(
            "통화나 음성 메모, MP3가 아니라 WAV나 FLAC으로, 44,100 Hz나 48,000 Hz로 녹음하세요. "
            "잡음 제거도 높은 소리를 깎습니다.",
            "Record as WAV or FLAC at 44,100 or 48,000 Hz, not through a call, as a voice memo or as "
            "MP3. Noise reduction "
            "takes the top away too.",
        ),
    )


def highest_hz(heard: Heard) -> float:
    """The highest frequency at which something is heard, in the loudest frames of bands of 250 Hz."""
    size = 1024 if heard.sample_rate < 32000 else 2048
    starts = np.arange(0, len(heard.sound) - size + 1, size)
    if not len(starts):
        return heard.sample_rate / 2
    frames = heard.sound[starts[:, None] + np.arange(size)] * np.hanning(size)
    power = np.abs(np.fft.rfft(frames)) ** 2
    hz = np.fft.rfftfreq(size, 1 / heard.sample_rate)
    edges = np.arange(1000, heard.sample_rate / 2 + 1, 250)
    bands = np.add.reduceat(power, np.searchsorted(hz, edges[:-1]), axis=1)
    loud_db = 10 * np.log10(np.percentile(bands, 98, axis=0) + 1e-12)
    there = np.flatnonzero(loud_db > loud_db.max() - TOP_DB)
    return float(edges[there[-1] + 1])
