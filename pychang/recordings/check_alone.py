"""Is the voice alone: no accompaniment, no second singer, and no program that sang."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from pychang.diagnostic import Text
from pychang.finding import Finding
from pychang.recordings.findings import fail, joined, outer, places, warn
from pychang.recordings.heard import HOP_S, Heard
from pychang.seal import read_file_seal

WINDOW_S = 0.186
UP_TO_HZ = 1500.0  # vibrato smears the harmonics above
STEADY = 0.02  # F0 keeps within this share of itself in a window that is looked at
AROUND_HZ = 250.0
EDGE_BINS, EDGE_SHARE = 4.0, 0.03  # so much around each harmonic, and half way between two, is its own
OTHER_DB, OTHER_CLEAR_DB = -24.0, 20.0
"""A tone between the harmonics: re the strongest harmonic, and re what is around the tone. Measured on a
person, the formant singer and `sora`: a voice alone has one in 0-3 of 100 windows, with noise 20 dB down
too; with another voice 18 dB softer, or a chord 10 dB softer, in 16-93; in a room that rings for 0.8 s, in
8-14."""
OTHER_SHARE, OTHER_BAD_SHARE = 0.12, 0.20  # of the windows
LEAST_WINDOWS = 15


def check_alone(heard: Heard, path: Path) -> Iterator[Finding]:
    """A recording by a person, of one voice."""
    if read_file_seal(path) is not None:
        yield fail("pychang", path, *_NOT_A_PERSON)
        return
    windows = others(heard)
    loud = [start_s for start_s, is_there in windows if is_there]
    share = len(loud) / max(len(windows), LEAST_WINDOWS)
    if share < OTHER_SHARE:
        return
    found = joined([(start_s, start_s + WINDOW_S) for start_s in loud], 1.0)
    at = places(found)
    message = Text(
        f"목소리 말고 다른 음이 함께 들립니다(반주나 다른 사람): {at.ko}.",
        f"There are other tones beside the voice (an accompaniment, or another singer): at {at.en}.",
    )
    yield (fail if share > OTHER_BAD_SHARE else warn)("others", path, message, _HEADPHONES, outer(found))


_NOT_A_PERSON = (
    Text("사람의 녹음이 아니라 PyChang이 부른 소리입니다.", "This is not a person: PyChang sang it."),
    Text(
        "악보를 build한 소리를 여기에 두면 안 됩니다. 지우고, 같은 이름으로 직접 부른 녹음을 두세요.",
        "What `pychang build` made of a score does not belong here. Remove it, and record yourself under "
        "its name.",
    ),
)
_HEADPHONES = Text(
    "길잡이는 헤드폰으로만 듣고, 목소리 하나만 녹음하세요. 방이 크게 울려도 이렇게 들립니다.",
    "Hear the guide through headphones alone, and record one voice. A room that rings loudly sounds like "
    "this too.",
)


def others(heard: Heard) -> list[tuple[float, bool]]:
    """(start in seconds, whether there is a tone that is not the voice's) of windows with a steady pitch."""
    size = int(WINDOW_S * heard.sample_rate)
    window = np.blackman(size)
    hz = np.fft.rfftfreq(size, 1 / heard.sample_rate)
    hz = hz[hz < UP_TO_HZ]
    found = []
    for start_s, f0_hz in _steady_windows(heard):
        first = int(start_s * heard.sample_rate)
        piece = heard.sound[first : first + size]
        if len(piece) == size:
            magnitude = np.abs(np.fft.rfft(piece * window))[: len(hz)]
            found.append((start_s, _has_other(hz, magnitude, f0_hz)))
    return found


def _steady_windows(heard: Heard) -> Iterator[tuple[float, float]]:
    """(start in seconds, F0) of windows side by side in which the pitch keeps still and the voice is full."""
    frames = round(WINDOW_S / HOP_S)
    at = 0
    while at + frames < len(heard.f0_hz):
        f0 = heard.f0_hz[at : at + frames + 1]
        middle = float(np.median(f0))
        full = heard.level_db[at : at + frames].min() > heard.singing_db - 12
        if full and middle > 0 and np.abs(f0 - middle).max() < STEADY * middle:
            yield at * HOP_S, middle
            at += frames
        else:
            at += 2


def _has_other(hz: np.ndarray, magnitude: np.ndarray, f0_hz: float) -> bool:
    """Whether a tone stands out between the harmonics.

    Half way between two counts as theirs: a tracker may be an octave off, and voices have subharmonics.
    """
    step = f0_hz / 2
    width = EDGE_BINS * hz[1]
    distance = np.abs(hz - np.rint(hz / step) * step)
    mine = distance <= np.minimum(width + EDGE_SHARE * hz, 0.8 * step / 2)
    mine |= hz < 0.75 * f0_hz
    if mine.all():
        return False
    tone = int(np.argmax(np.where(mine, 0.0, magnitude)))
    away = np.abs(hz - hz[tone])
    around = magnitude[~mine & (away > width) & (away < AROUND_HZ)]
    over_voice, over_rest = magnitude[tone] / magnitude[mine].max(), magnitude[tone] / _median(around)
    return bool(over_voice > 10 ** (OTHER_DB / 20) and over_rest > 10 ** (OTHER_CLEAR_DB / 20))


def _median(values: np.ndarray) -> float:
    return float(np.median(values)) + 1e-12 if len(values) > 3 else np.inf
