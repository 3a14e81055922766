"""Whether a recording is fit for training: everything that is found about it, and what all of them cover."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from pychang.diagnostic import Severity, Text
from pychang.finding import Finding
from pychang.korean.model import BREATH, PHONES, SILENCE
from pychang.recordings.as_written import sung_part
from pychang.recordings.check_alone import check_alone
from pychang.recordings.check_level import check_level
from pychang.recordings.check_noise import check_noise
from pychang.recordings.check_tune import check_tune
from pychang.recordings.check_words import check_length, check_words
from pychang.recordings.heard import HOP_S, Heard, listen
from pychang.recordings.model import Alignment, Recording

Findings = tuple[Finding, ...]
HARDLY = 3  # a phone that comes fewer times than this is hardly covered


@dataclass(frozen=True)
class Checked:
    """One recording: `usable_s` seconds of singing (0 with an error), and the phones that are sung in it."""

    recording: Recording
    duration_s: float
    usable_s: float
    phones: Counter[str]
    findings: Findings


def check_sound(heard: Heard, recording: Recording) -> Findings:
    """What is wrong with the sound by itself."""
    path = recording.sound
    return (*check_level(heard, path), *check_noise(heard, path), *check_alone(heard, path))


def check_against_score(heard: Heard, recording: Recording, alignment: Alignment) -> Findings:
    """What is sung otherwise than the score has it; words are looked at only where the key is right."""
    part = sung_part(heard, recording.score.parts[0], alignment)
    in_tune = tuple(check_tune(heard, recording, part))
    if has_errors(in_tune):
        return in_tune
    return (*in_tune, *check_words(heard, recording, part))


def check_recording(
    recording: Recording, sound: np.ndarray, sample_rate: int, align: Callable[[], Alignment]
) -> Checked:
    """Everything about one recording; `sound` is float (samples,), at the file's own rate.

    `align` is called where there is a score, and something to align it with; Unusable if it says so. Needs
    praat-parselmouth (`pychang[train]`).
    """
    heard = listen(sound, sample_rate)
    findings = list(check_length(heard, recording))
    if not findings:
        findings += check_sound(heard, recording)
        if recording.score is not None:
            findings += check_against_score(heard, recording, align())
    usable = not has_errors(findings)
    usable_s = float(heard.sung.sum()) * HOP_S if usable else 0.0
    phones = phones_in(recording) if usable else Counter()
    return Checked(recording, heard.duration_s, usable_s, phones, tuple(findings))


def has_errors(findings: Iterable[Finding]) -> bool:
    return any(one.severity is Severity.ERROR for one in findings)


def phones_in(recording: Recording) -> Counter[str]:
    """How often each phone is sung: by the labels, or by the score's lyrics."""
    if recording.labels is not None:
        return Counter(phone.symbol for phone in recording.labels)
    from pychang.compile import pronounce_part

    syllables = pronounce_part(recording.score.parts[0])
    return Counter(symbol for one in syllables for symbol in (*one.onset, *one.glide, one.vowel, *one.coda))


def coverage(all_of_them: Sequence[Checked]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The phones of Korean that all recordings together do not have, and those that they hardly have."""
    heard = sum((one.phones for one in all_of_them), Counter())
    wanted = [phone for phone in PHONES if phone not in (SILENCE, BREATH)]
    missing = tuple(phone for phone in wanted if not heard[phone])
    return missing, tuple(phone for phone in wanted if 0 < heard[phone] < HARDLY)


EXAMPLES = {
    **{"a": "ㅏ 아", "ʌ": "ㅓ 어", "o": "ㅗ 오", "u": "ㅜ 우", "ɯ": "ㅡ 으", "i": "ㅣ 이", "e": "ㅔ 에"},
    **{
        "j": "ㅑ 야구",
        "w": "ㅘ 과일",
        "ɰ": "ㅢ 의자",
        "m": "ㅁ 마음",
        "n": "ㄴ 나라",
        "ŋ": "ㅇ 강",
        "ɾ": "ㄹ 노래",
    },
    **{
        "l": "ㄹ 달",
        "p": "ㅂ 바다",
        "t": "ㄷ 다리",
        "k": "ㄱ 가방",
        "tɕ": "ㅈ 자리",
        "b": "ㅂ 나비",
        "d": "ㄷ 바다",
    },
    **{
        "ɡ": "ㄱ 아가",
        "dʑ": "ㅈ 의자",
        "p͈": "ㅃ 빵",
        "t͈": "ㄸ 땅",
        "k͈": "ㄲ 꿈",
        "tɕ͈": "ㅉ 찌개",
        "pʰ": "ㅍ 파도",
    },
    **{
        "tʰ": "ㅌ 토끼",
        "kʰ": "ㅋ 코",
        "tɕʰ": "ㅊ 차",
        "p̚": "ㅂ 집",
        "t̚": "ㅊ 꽃",
        "k̚": "ㄱ 국",
        "s": "ㅅ 사람",
    },
    **{"s͈": "ㅆ 쌀", "ɕ": "ㅅ 시장", "ɕ͈": "ㅆ 씨앗", "h": "ㅎ 하늘", "ɦ": "ㅎ 아홉"},
}
"""For people: a letter that each phone is written with, and a word that has it there, by itself."""


def example(phone: str) -> Text:
    """A phone as people know it: the letter, in a word."""
    letter, word = EXAMPLES[phone].split()
    return Text(f"{word}의 {letter}", f"{letter} in {word}")
