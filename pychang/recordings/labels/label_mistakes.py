"""What is told about labels that cannot be used."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pychang.diagnostic import Text
from pychang.finding import Wrong
from pychang.korean.model import BREATH, SILENCE
from pychang.performance.model import Phone
from pychang.recordings.labels.label import Label

MOST_TOLD = 8


def not_known(unknown: Sequence[Label], path: Path) -> Wrong:
    first, names = unknown[0], list(dict.fromkeys(f"`{label.name}`" for label in unknown))
    listed = ", ".join(names[:MOST_TOLD]) + (" …" if len(names) > MOST_TOLD else "")
    text = Text(
        f"모르는 소리 이름이 있습니다: {listed} (처음은 {first.line}번째 라벨, {first.start_s:.2f}초).",
        f"names of sounds that we do not know: {listed} "
        f"(the first is label {first.line}, at {first.start_s:.2f} s).",
    )
    return Wrong("label-names", path, text, _KNOWN_NAMES, first.start_s)


def too_long(end_s: float, duration_s: float, path: Path) -> Wrong:
    text = Text(
        f"라벨은 {end_s:.2f}초까지 있는데 녹음은 {duration_s:.2f}초입니다.",
        f"the labels go on to {end_s:.2f} s, the recording to {duration_s:.2f} s.",
    )
    return Wrong("labels", path, text, _OTHER_TAKE)


def backward(label: Label, path: Path) -> Wrong:
    text = Text(
        f"{label.line}번째 라벨 ‘{label.name}’의 끝({label.end_s:.3f}초)이 "
        f"시작({label.start_s:.3f}초)보다 앞입니다.",
        f"label {label.line}, `{label.name}`, ends ({label.end_s:.3f} s) "
        f"before it begins ({label.start_s:.3f} s).",
    )
    return Wrong("label-times", path, text, _MEND_TIMES, label.start_s)


def overlaps(label: Label, path: Path) -> Wrong:
    text = Text(
        f"{label.line}번째 라벨 ‘{label.name}’({label.start_s:.3f}초)의 시작이 앞 라벨의 끝보다 앞입니다.",
        f"label {label.line}, `{label.name}` ({label.start_s:.3f} s), begins before the one before it ends.",
    )
    return Wrong("label-times", path, text, _MEND_TIMES, label.start_s)


def differs(symbol: str, syllable: str, number: int, here: Phone | None, end_s: float, path: Path) -> Wrong:
    """That the score has `symbol` where the label `here` stands, or where there is none left."""
    at_s = here.start_s if here else end_s
    text = Text(
        f"{at_s:.2f}초: 악보의 {number}번째 글자 ‘{syllable}’에는 [{symbol}] 소리가 오는데, "
        + (f"라벨은 [{here.symbol}]입니다." if here else "라벨이 끝났습니다."),
        f"at {at_s:.2f} s: syllable {number} of the score, `{syllable}`, has [{symbol}], "
        + (f"the label is [{here.symbol}]." if here else "the labels are over."),
    )
    return Wrong("labels-differ", path, text, _SAME_SONG, at_s)


def left_over(phone: Phone, path: Path) -> Wrong:
    text = Text(
        f"{phone.start_s:.2f}초의 ‘{phone.symbol}’부터는 악보에 없습니다.",
        f"from `{phone.symbol}` at {phone.start_s:.2f} s on, nothing is in the score.",
    )
    return Wrong("labels-differ", path, text, _SAME_SONG, phone.start_s)


_MEND_TIMES = Text(
    "라벨 프로그램이나 Praat에서 그 자리의 경계를 고치세요.",
    "Correct the boundary there, in Praat or the labeller.",
)
_OTHER_TAKE = Text("다른 녹음의 라벨이 아닌지 보세요.", "See whether these labels are of another take.")
_KNOWN_NAMES = Text(
    "국제음성기호, MFA의 한국어 기호, 로마자(a eo kk ng …), 낱자(ㄱ ㅏ) 가운데 한 가지로 쓰세요. "
    f"쉼은 {SILENCE}, 숨은 {BREATH}입니다.",
    "Write IPA, the Korean signs of MFA, romanised sounds (a eo kk ng …) or jamo (ㄱ ㅏ), one kind a file; "
    f"{SILENCE} is silence, {BREATH} a breath.",
)
_SAME_SONG = Text(
    "라벨이나 악보의 그 자리를 고치세요. 라벨 파일을 치우면 경계를 새로 찾습니다.",
    "Correct the labels or the score there; without the label file the boundaries are found anew.",
)
