"""The measures that a card shows: what each means, from where on it is good, and what to do if it is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from pychang.diagnostic import Text
from pychang.evaluation.model import Figures
from pychang.evaluation.spectrum import JUDGED


class Grade(Enum):
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"

    @property
    def text(self) -> Text:
        return _GRADES[self]


_GRADES = {
    Grade.GOOD: Text("좋음", "good"),
    Grade.FAIR: Text("괜찮음", "fair"),
    Grade.POOR: Text("아쉬움", "poor"),
}


@dataclass(frozen=True)
class Measure:
    """One row of a card.

    `read` gives what is shown, in `unit`; `off` how far from perfect that is, which is good up to `good` and
    fair up to `fair`. `from_score`: of what was sung from the score, else of what was sung as recorded.
    """

    name: Text
    meaning: Text
    advice: Text
    unit: str
    places: int
    read: Callable[[Figures], float | None]
    good: float
    fair: float
    from_score: bool = False
    more_is_better: bool = False  # `good` and `fair` are then the least, else the most of the size
    signed: bool = False  # which way it is off matters

    def grade(self, figures: Figures) -> Grade | None:
        """None where nothing was measured."""
        value = self.read(figures)
        if value is None:
            return None
        off, good, fair = (
            (-value, -self.good, -self.fair) if self.more_is_better else (abs(value), self.good, self.fair)
        )
        return Grade.GOOD if off <= good else Grade.FAIR if off <= fair else Grade.POOR

    @property
    def aim(self) -> str:
        bound = "≥ " if self.more_is_better else "±" if self.signed else "≤ " if self.good else ""
        return f"{bound}{self.good:g}{self.gap}{self.unit}"

    @property
    def gap(self) -> str:
        return " " if self.unit else ""

    def shown(self, figures: Figures) -> str:
        value = self.read(figures)
        if value is None:
            return "–"
        rounded = round(value, self.places) + 0.0  # never -0.0
        sign = "+" if self.signed and rounded > 0 else ""
        return f"{sign}{rounded:.{self.places}f}{self.gap}{self.unit}".replace("-", "−")


def scaled(name: str, factor: float = 1.0) -> Callable[[Figures], float | None]:
    """Reads a figure by name, times a factor."""

    def read(figures: Figures) -> float | None:
        value = getattr(figures, name)
        return None if value is None else factor * value

    return read


def worst_octave(figures: Figures) -> float | None:
    """The largest difference of the octaves from 250 Hz to 8 kHz, with its sign."""
    return None if figures.spectrum_db is None else max(figures.spectrum_db[:JUDGED], key=abs)


def peeping_per_cent(figures: Figures) -> float | None:
    """Per cent of the frames of held notes."""
    return 100 * figures.peeps / figures.held_frames if figures.held_frames else None


MEASURES = (
    Measure(
        Text("음색 거리(MCD)", "timbre (MCD)"),
        Text(
            "같은 순간의 음색이 녹음과 얼마나 다른지. 왕복은 2, 같은 사람은 4–6, 남은 8–10쯤입니다.",
            "How far its timbre is from the recording, moment by moment. "
            "About 2 for the round trip, 4–6 for the same person, 8–10 for another.",
        ),
        Text(
            "녹음을 더 모으거나 더 오래 훈련하세요. pychang voice align의 그림에서 경계도 살펴보세요.",
            "Record more or train longer; and see in the pictures of `pychang voice align` "
            "whether the boundaries are right.",
        ),
        "dB",
        2,
        scaled("distortion_db"),
        5.5,
        7.0,
    ),
    Measure(
        Text("음높이 차이", "pitch error"),
        Text(
            "녹음의 음높이와의 차이(log F0 RMSE, 센트). 반음은 100센트입니다.",
            "How far F0 is from the recording's (log-F0 RMSE, in cents). A semitone is 100.",
        ),
        Text(
            "녹음에 옥타브를 잘못 들은 곳이 있는지 음높이 그림을 보세요.",
            "Look at the pitch curves: an octave may have been mistaken.",
        ),
        "cent",
        0,
        scaled("f0_rmse_cents"),
        50.0,
        120.0,
    ),
    Measure(
        Text("녹음과 맞은 반음", "semitones as recorded"),
        Text(
            "녹음의 음높이에서 반음의 절반 안에 든 시간.",
            "The share of time within half a semitone of the recording.",
        ),
        Text(
            "음역 밖의 음이 많은지, 훈련한 녹음에 그 음높이가 있는지 보세요.",
            "See whether the notes lie in the voice's range and were in the training.",
        ),
        "%",
        1,
        scaled("semitones", 100),
        95.0,
        90.0,
        more_is_better=True,
    ),
    Measure(
        Text("유성·무성 오류", "voicing error"),
        Text(
            "한쪽은 목청이 울리고 한쪽은 울리지 않는 시간. 자음이 흐리면 커집니다.",
            "The share of sung time in which only one is voiced; blurred consonants raise it.",
        ),
        Text(
            "자음의 경계를 aligned/의 TextGrid에서 고쳐 다시 훈련하세요.",
            "Mend the consonants' boundaries in the TextGrids of aligned/, and train again.",
        ),
        "%",
        1,
        scaled("voicing_error", 100),
        6.0,
        12.0,
    ),
    Measure(
        Text("모음의 시작", "vowel onsets"),
        Text(
            "모음이 시작되는 때가 녹음과 얼마나 다른지(중앙값).",
            "How far the beginnings of vowels are from the recording's (median).",
        ),
        Text(
            "녹음의 칸도 크다면 경계가 어긋난 것입니다. pychang voice align을 보세요.",
            "If the recording's own figure is as large, the boundaries are off: see `pychang voice align`.",
        ),
        "ms",
        0,
        scaled("onset_s", 1000),
        20.0,
        40.0,
    ),
    Measure(
        Text("가장 다른 옥타브", "worst octave"),
        Text(
            "250 Hz에서 8 kHz까지, 오래 평균한 스펙트럼이 가장 다른 옥타브의 차이.",
            "The octave from 250 Hz to 8 kHz whose long-term level is furthest from the recording's.",
        ),
        Text(
            "녹음마다 마이크와의 거리가 같은지 보고, 더 오래 훈련하세요.",
            "See that all recordings were made at one distance from the microphone; train longer.",
        ),
        "dB",
        1,
        worst_octave,
        2.5,
        4.0,
        signed=True,
    ),
    Measure(
        Text("밝기(4 kHz 위)", "level above 4 kHz"),
        Text(
            "4 kHz 위의 세기가 녹음과 얼마나 다른지. 음수이면 먹먹하게 들립니다.",
            "How much more there is above 4 kHz than in the recording; below 0 it sounds dull.",
        ),
        Text(
            "먹먹하면 더 오래 훈련하고, 너무 밝으면 녹음마다 마이크와의 거리가 같은지 보세요.",
            "If it is dull, train longer; if it is too bright, see that all recordings were made "
            "at one distance from the microphone.",
        ),
        "dB",
        1,
        scaled("dullness_db"),
        2.0,
        4.0,
        signed=True,
    ),
    Measure(
        Text("긴 음의 삑 소리", "peeps on held notes"),
        Text(
            "길게 끄는 음에서 높은 소리가 그린 것과 어긋나 삑 하는 시간.",
            "The share of held notes in which high sounds leave what was painted and peep.",
        ),
        Text(
            "목소리 설정의 geometry를 바꾸었다면 되돌려 보세요.",
            "If you changed the geometry in the settings, go back to what it was.",
        ),
        "%",
        2,
        peeping_per_cent,
        0.0,
        0.5,
    ),
    Measure(
        Text("음색 거리, 시간을 맞추어", "timbre, time warped"),
        Text(
            "악보대로 부른 소리를 녹음에 시간만 맞추어 잰 음색 거리(MCD-DTW).",
            "Timbre of what is sung from the score, its time warped onto the recording's (MCD-DTW).",
        ),
        Text(
            "앞의 음색 거리는 좋은데 이것만 나쁘면 악보와 다르게 부른 곳이 많습니다.",
            "If the first timbre is good and only this is not, the recording departs from its score.",
        ),
        "dB",
        2,
        scaled("warped_distortion_db"),
        5.5,
        7.0,
        from_score=True,
    ),
    Measure(
        Text("악보와 맞은 반음", "semitones as written"),
        Text(
            "적힌 음에서 반음의 절반 안에 든 시간. 흘러가는 음은 뺍니다.",
            "The share of time within half a semitone of the written note, slides left out.",
        ),
        Text(
            "음역 밖의 음이 많은지 pychang check로 보세요.",
            "See with `pychang check` whether notes lie outside the range.",
        ),
        "%",
        1,
        scaled("semitones_by_score", 100),
        97.0,
        90.0,
        from_score=True,
        more_is_better=True,
    ),
    Measure(
        Text("박자와 모음", "vowels on the beat"),
        Text(
            "모음이 박에서 얼마나 벗어나 시작되는지(중앙값).",
            "How far from the beat vowels begin (median).",
        ),
        Text(
            "늘 늦거나 이르면 녹음의 정렬이 치우친 것입니다. pychang voice align을 보세요.",
            "If they are always late or early, the alignment leans: see `pychang voice align`.",
        ),
        "ms",
        0,
        scaled("onset_by_score_s", 1000),
        20.0,
        40.0,
        from_score=True,
    ),
)
