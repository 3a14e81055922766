"""Alignment: phones found where they are known to be, and doubt where something else is sung."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sung_by_formants import RATE, KnownRecording, boundary_errors, syllables_of, without_gaps

from pychang.diagnostic import Unusable
from pychang.korean.model import BREATH, SILENCE
from pychang.performance import Phone
from pychang.recordings.align import align
from pychang.recordings.fit import mean_agreement, worst_places
from pychang.recordings.model import Alignment


@pytest.fixture(scope="module")
def found(man: KnownRecording, child: KnownRecording, voice) -> dict[str, Alignment]:
    return {one.recording.name: align(one.recording, one.sound, RATE, voice) for one in (man, child)}


@pytest.mark.parametrize("who", ["man", "child"])
def test_boundaries(who: str, found: dict[str, Alignment], request) -> None:
    known = request.getfixturevalue(who)
    late = [late_s for _, late_s in boundary_errors(found[who].phones, known.performance.phones)]
    assert np.median(np.abs(late)) <= 0.010
    assert np.mean(np.abs(late) <= 0.050) >= 0.95


@pytest.mark.parametrize("who", ["man", "child"])
def test_phones_fill_the_recording(who: str, found: dict[str, Alignment], request) -> None:
    known = request.getfixturevalue(who)
    assert without_gaps(found[who].phones, len(known.sound) / RATE)
    assert len(found[who].agreement) == len(found[who].phones)
    assert mean_agreement(found[who]) > 0.9
    assert not worst_places(found[who], known.recording.score.parts[0], 3)


def test_other_words(child: KnownRecording, other_words, voice) -> None:
    wrong = align(replace(child.recording, score=other_words), child.sound, RATE, voice)
    assert mean_agreement(wrong) < 0.3


def test_what_was_left_out(child: KnownRecording, found: dict[str, Alignment], voice) -> None:
    """The second line's beginning is not sung; what is around it stays where it was."""
    part = child.recording.score.parts[0]
    left_out = range(13, 19)
    there = [p for p in child.performance.phones if p.note >= 0 and part.notes[p.note].syllable in left_out]
    sound = child.sound.copy()
    sound[int(there[0].start_s * RATE) : int(there[-1].end_s * RATE)] = 0.0
    result = align(child.recording, sound, RATE, voice)
    sung = [(p, g) for p, g in zip(result.phones, result.agreement, strict=True) if p.note >= 0]
    of = syllables_of(part, result.phones)
    gone = [g for (_, g), syllable in zip(sung, of, strict=True) if syllable in left_out]
    assert np.mean(gone) < 0.2
    before = [p for p in found["child"].phones if p.note >= 0]
    kept = [
        abs(p.start_s - q.start_s)
        for (p, _), q, syllable in zip(sung, before, of, strict=True)
        if not left_out.start - 1 <= syllable <= left_out.stop
    ]
    assert np.percentile(kept, 95) < 0.02
    (place,) = worst_places(result, part, 1)
    text = "".join(part.syllables[i].text for i in left_out)
    assert text[1:-1] in place.words.replace(" ", "")


def test_long_silence_before_another_rate_and_a_slower_tempo(child: KnownRecording, voice) -> None:
    """The sound's rate is told wrong by 6 %: it is slower, lower and deeper, and 12 s of noise come first."""
    noise = np.random.default_rng(0).standard_normal(12 * RATE).astype(np.float32) * 1e-3
    sound = np.concatenate([noise, child.sound])
    rate = round(RATE / 1.06)
    result = align(child.recording, sound, rate, voice)
    moved = [
        replace(p, start_s=(12 + p.start_s) * RATE / rate, end_s=(12 + p.end_s) * RATE / rate)
        for p in child.performance.phones
    ]
    late = np.abs([late_s for _, late_s in boundary_errors(result.phones, moved)])
    assert np.median(late) <= 0.015 and np.mean(late <= 0.050) >= 0.95
    assert result.phones[-1].end_s == pytest.approx(len(sound) / rate, abs=1e-3)


def test_breath(child: KnownRecording, found: dict[str, Alignment], voice) -> None:
    """Hiss in the rest is a breath; without it there is none."""
    rest = max(
        (p for p in found["child"].phones[1:-1] if p.symbol == SILENCE), key=lambda p: p.end_s - p.start_s
    )
    assert rest.end_s - rest.start_s > 0.4
    start, end = rest.start_s + 0.1, rest.end_s - 0.15
    sound = child.sound.copy()
    here = slice(int(start * RATE), int(end * RATE))
    white = np.random.default_rng(0).standard_normal(here.stop - here.start)
    sound[here] += (0.004 * np.diff(white, prepend=0.0)).astype(np.float32)
    result = align(child.recording, sound, RATE, voice)
    breaths = [p for p in result.phones if p.symbol == BREATH and p.start_s < end and p.end_s > start]
    assert len(breaths) == 1
    assert breaths[0].start_s == pytest.approx(start, abs=0.04)
    assert breaths[0].end_s == pytest.approx(end, abs=0.04)
    assert not [
        p for p in found["child"].phones if p.symbol == BREATH and p.start_s < end and p.end_s > start
    ]


def test_nothing_heard(child: KnownRecording, voice) -> None:
    for sound in (np.zeros(RATE, np.float32), np.ones(10, np.float32), np.zeros(0, np.float32)):
        with pytest.raises(Unusable) as why:
            align(child.recording, sound, RATE, voice)
        assert "child.wav" in why.value.text.ko


def test_noise_alone(child: KnownRecording, voice) -> None:
    noise = np.random.default_rng(0).standard_normal(8 * RATE).astype(np.float32) * 0.1
    result = align(child.recording, noise, RATE, voice)
    assert without_gaps(result.phones, 8.0)
    assert mean_agreement(result) < 0.1


def test_labels_are_believed(child: KnownRecording, voice) -> None:
    labels = (Phone(SILENCE, 0.0, 1.0, -1), Phone("a", 1.0, 2.0, 0))
    result = align(replace(child.recording, labels=labels), child.sound, RATE, voice)
    assert result == Alignment(labels, (1.0, 1.0))
