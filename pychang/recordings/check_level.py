"""Is the recording loud enough, and whole: clipping, level, dropouts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from pychang.diagnostic import Text
from pychang.finding import Finding
from pychang.recordings.findings import fail, joined, outer, places, warn
from pychang.recordings.heard import HOP_S, Heard, Stretches, runs

CLIP_BLOCK_S = 2.0
CLIP_FLAT = 0.0008
"""Samples within this share of a block's highest are at its top. Measured on a person and on the formant
singer: a sound that was never cut has at most 3 flat tops in a block, one cut at -3 dB has dozens."""
CLIP_RUN = 3  # samples in a row: fewer are the round top of a wave
CLIP_TOPS = 6  # flat tops in a block, on one side
CLIP_BAD_SHARE = 0.25  # of the sung time; with more than that a recording is of no use
LSB = 1 / 32768  # one step of 16 bits

QUIET_DB = -42.0
"""Level of the singing re full scale. The noise of 16 bits is at -98 dB, a cheap microphone input's at
-75: below this, soft notes, 20 dB down, come within 15 dB of it."""
FULL_DB = -0.2  # peaks here are at the top
FULL_SHARE = 0.05  # of sung frames that reach the top: a limiter is at work

DROP_S = 0.004
DROP_NEAR_S = 0.01  # what is looked at on both sides
DROP_RISE_DB = (
    22.0  # below the singing: as loud as this on both sides, nothing of a voice is exactly zero between
)
GONE_S = 5.0  # a dropout is not longer; then it is a rest


def check_level(heard: Heard, path: Path) -> Iterator[Finding]:
    """Clipping, level, and dropouts."""
    yield from _clipping(heard, path)
    yield from _loudness(heard, path)
    yield from _dropouts(heard, path)


def _clipping(heard: Heard, path: Path) -> Iterator[Finding]:
    found = clipped(heard)
    if not found:
        return
    share = sum(end - start for start, end in found) / max(heard.sung_s, 1.0)
    at = places(found)
    message = Text(
        f"소리가 깨졌습니다(위나 아래가 잘렸습니다): {at.ko}.",
        f"The sound is clipped (its tops are cut off): at {at.en}.",
    )
    hint = Text(
        "깨진 소리는 고칠 수 없습니다. 녹음 크기를 낮추거나 마이크에서 물러나, "
        "가장 큰 곳이 −6 dB를 넘지 않게 다시 녹음하세요.",
        "It cannot be mended. Turn the level down or step back, so that the loudest place stays below −6 "
        "dB, and "
        "record again.",
    )
    yield (fail if share > CLIP_BAD_SHARE else warn)("clipping", path, message, hint, outer(found))


def clipped(heard: Heard) -> Stretches:
    """Where tops are flat, at full scale or below it: blocks in which many waves end at the same height."""
    size = int(CLIP_BLOCK_S * heard.sample_rate)
    found: Stretches = []
    for start in range(0, len(heard.sound), size):
        block = heard.sound[start : start + size]
        tops = max((_flat_tops(side) for side in (block, -block)), key=len)
        if len(tops) >= CLIP_TOPS:
            first, last = tops[0][0], tops[-1][1]
            found.append(((start + first) / heard.sample_rate, (start + last) / heard.sample_rate))
    return joined(found, CLIP_BLOCK_S / 2)


def _flat_tops(block: np.ndarray) -> list[tuple[int, int]]:
    """Runs of samples at the highest value, in samples."""
    highest = float(block.max(initial=0.0))
    if highest < 64 * LSB:
        return []
    near = block >= highest - max(CLIP_FLAT * highest, 1.5 * LSB)
    return [(start, end) for start, end in runs(near) if end - start >= CLIP_RUN]


def _loudness(heard: Heard, path: Path) -> Iterator[Finding]:
    if heard.singing_db < QUIET_DB:
        db = f"{heard.singing_db:.0f}".replace("-", "−")
        yield warn(
            "quiet",
            path,
            Text(
                f"너무 작게 녹음되었습니다(노래의 크기 {db} dB).",
                f"It is recorded too softly (the singing is at {db} dB).",
            ),
            Text(
                "녹음 크기를 올리거나 마이크에 다가가, 가장 큰 곳이 −12에서 −6 dB 사이에 오게 하세요.",
                "Turn the level up or step closer, so that the loudest place is between −12 and −6 dB.",
            ),
        )
    elif full_share(heard) > FULL_SHARE:
        yield warn(
            "loud",
            path,
            Text(
                "너무 크게 녹음되어 자꾸 꼭대기에 닿습니다.",
                "It is recorded too loud: it keeps touching the top.",
            ),
            Text(
                "녹음 크기를 6 dB쯤 낮추고, 자동 음량(리미터)을 끄고 다시 녹음하세요.",
                "Turn the level down by some 6 dB, switch any limiter or automatic gain off, and record "
                "again.",
            ),
        )


def full_share(heard: Heard) -> float:
    """The share of sung frames whose peak is at full scale."""
    size = int(HOP_S * heard.sample_rate)
    count = min(len(heard.sound) // size, len(heard.sung))
    peaks = np.abs(heard.sound[: count * size]).reshape(count, size).max(axis=1)
    sung = peaks[heard.sung[:count]]
    return float(np.mean(sung >= 10 ** (FULL_DB / 20))) if len(sung) else 0.0


def _dropouts(heard: Heard, path: Path) -> Iterator[Finding]:
    found = dropouts(heard)
    if not found:
        return
    at = places(found)
    yield warn(
        "dropout",
        path,
        Text(f"소리가 끊긴 데가 있습니다: {at.ko}.", f"The sound is gone for a moment: at {at.en}."),
        Text(
            "다른 프로그램을 닫고 다시 녹음하세요. 잡음 제거(노이즈 게이트)를 켰다면 끄세요.",
            "Close other programs and record again. If a noise gate is on, switch it off.",
        ),
        outer(found),
    )


def dropouts(heard: Heard) -> Stretches:
    """Where the sound is exactly constant for a moment, with singing right before and after."""
    rate = heard.sample_rate
    still = np.concatenate([[False], heard.sound[1:] == heard.sound[:-1]])
    least = heard.singing_db - DROP_RISE_DB
    found: Stretches = []
    for first, end in runs(still):
        start_s, end_s = (first - 1) / rate, end / rate
        if not DROP_S <= end_s - start_s <= GONE_S:
            continue
        around = (heard.samples(start_s - DROP_NEAR_S, start_s), heard.samples(end_s, end_s + DROP_NEAR_S))
        if all(_rms_db(side) > least for side in around):
            found.append((start_s, end_s))
    return found


def _rms_db(sound: np.ndarray) -> float:
    return 10 * np.log10(float(np.mean(np.square(sound, dtype=float))) + 1e-14) if len(sound) else -140.0
