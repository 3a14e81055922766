"""How messages say things: Korean particles, note lengths, the nearest known name."""

from __future__ import annotations

import errno
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from fractions import Fraction
from math import lcm

from pychang.diagnostic import Text

# The final sound of a digit or a letter as Koreans read it: 영 일 이 삼 …, 에이 비 … 엘 엠 엔 … 아르.
_FINALS = {"0": "ㅇ", "1": "ㄹ", "3": "ㅁ", "6": "ㄱ", "7": "ㄹ", "8": "ㄹ", "l": "ㄹ", "m": "ㅁ", "n": "ㄴ"}
_ENDINGS = {"ng": "ㅇ", "le": "ㄹ"}  # backing, title
_LENGTHS_EN = {1: "a whole note", 2: "a half", 4: "a quarter", 8: "an eighth", 16: "a sixteenth"}


def josa(word: str, with_final: str, without: str) -> str:
    """The particle that follows `word`: josa("후렴", "이", "가") is "이"; 으로 follows no ㄹ."""
    final = _final(word)
    if final == "ㄹ" and with_final == "으로":
        return without
    return with_final if final else without


def _final(word: str) -> str:
    last = next((ch for ch in reversed(word) if ch.isalnum()), "")
    if "가" <= last <= "힣":
        number = (ord(last) - ord("가")) % 28
        return "ㄹ" if number == 8 else "ㄱ" if number else ""
    sound = next((final for ending, final in _ENDINGS.items() if word.lower().endswith(ending)), "")
    return sound or _FINALS.get(last.lower(), "")


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name that looks most like `word`, letter by letter (jamo by jamo), or None."""
    spelled = {unicodedata.normalize("NFD", name.lower()): name for name in known}
    found = get_close_matches(unicodedata.normalize("NFD", word.lower()), spelled, n=1, cutoff=0.5)
    return spelled[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> Text:
    """A hint: the nearest known name, or else all of them."""
    known = tuple(known)
    near = nearest(word, known)
    if near:
        return Text(f"‘{near}’{josa(near, '을', '를')} 쓰려고 하셨나요?", f"Did you mean `{near}`?")
    listed = ", ".join(known)
    return Text(f"쓸 수 있는 이름: {listed}", f"Known names: {listed}")


def slip_of(word: str, known: Iterable[str], shortest: int = 3) -> str | None:
    """The one known name that `word` is but for one letter, digits apart; None if there are several or none.

    Letters are jamo in Korean; one too many, one too few, another, or two in the other order.
    """
    found = [name for name in known if _is_slip(_letters(word), _letters(name), shortest)]
    return found[0] if len(found) == 1 else None


def _letters(word: str) -> str:
    return unicodedata.normalize("NFD", word.lower())


def _is_slip(one: str, other: str, shortest: int) -> bool:
    if min(len(one), len(other)) < shortest or abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    start = min(len(one), len(other)) if start is None else start
    left, right = one[start:], other[start:]
    if any(ch.isdigit() for ch in left[:1] + right[:1]):
        return False
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or swapped


def count(number: int, noun: str) -> str:
    """English: `1 note`, `2 notes`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def times_ko(number: int) -> str:
    """Korean: 한, 두, 세, 네, 5 … as before 번."""
    return {1: "한", 2: "두", 3: "세", 4: "네"}.get(number, f"{number}")


def same_unit(*values: Fraction, unit: int = 1) -> tuple[str, ...]:
    """Fractions over one denominator, at least `unit`: 5/8 and 3/4 are "5/8" and "6/8"."""
    below = lcm(unit, *(value.denominator for value in values))
    return tuple(f"{value * below}/{below}" for value in values)


def length_name(value: Fraction) -> Text:
    """A length in words: "a dotted quarter", "점4분음표"; else the fraction."""
    dotted = value.numerator == 3 and value.denominator > 1
    plain = value.denominator // 2 if dotted else value.denominator
    if value.numerator not in (1, 3) or plain not in _LENGTHS_EN:
        return Text(f"{value}", f"{value}")
    english = _LENGTHS_EN[plain]
    korean = "온음표" if plain == 1 else f"{plain}분음표"
    return Text(f"점{korean}", f"a dotted {english.split(' ', 1)[1]}") if dotted else Text(korean, english)


def why_not(failure: OSError) -> Text:
    """What the system has against a file, with its name."""
    name = f"{failure.filename}: " if failure.filename is not None else ""
    reason = _REASONS.get(failure.errno or 0) or Text(
        failure.strerror or str(failure), failure.strerror or str(failure)
    )
    return Text(f"{name}{reason.ko}", f"{name}{reason.en}")


_REASONS = {
    errno.ENOENT: Text("그런 파일이나 폴더가 없습니다.", "there is no such file or folder."),
    errno.EISDIR: Text("파일이 아니라 폴더입니다.", "this is a folder, not a file."),
    errno.ENOTDIR: Text("가운데 있는 이름이 폴더가 아닙니다.", "a name on the way is not a folder."),
    errno.EACCES: Text("읽거나 쓸 권한이 없습니다.", "there is no permission to read or write it."),
    errno.EPERM: Text("읽거나 쓸 권한이 없습니다.", "there is no permission to read or write it."),
    errno.EROFS: Text("쓸 수 없는 디스크입니다.", "the disk cannot be written to."),
    errno.ENOSPC: Text("디스크에 자리가 없습니다.", "there is no room left on the disk."),
    errno.EIO: Text("디스크가 읽거나 쓰지 못했습니다.", "the disk could not read or write it."),
    errno.ENAMETOOLONG: Text("이름이 너무 깁니다.", "the name is too long."),
}
