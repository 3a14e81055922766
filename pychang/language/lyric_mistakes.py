"""A lyric line that does not parse: what can be sung of it, and what is wrong with the rest."""

from __future__ import annotations

import re
from collections.abc import Callable

from pychang.diagnostic import Diagnostic, Span, Text, error
from pychang.language.build import LyricToken
from pychang.language.wording import josa
from pychang.language.written_as_sung import letters_as_sung, number_as_sung

_JAMO = "\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\ud7b0-\ud7fb\uffa1-\uffdc"
_TOKENS = re.compile(
    rf"""(?P<WORD>[가-힣][가-힣-]*) | (?P<HOLD>-+) | (?P<BRACKETS>\[[^\[\]]*\]?|\])
    | (?P<JAMO>[{_JAMO}]+) | (?P<DIGITS>\d+(?:[.,]\d+)*)
    | (?P<LETTERS>[^\W\d_가-힣{_JAMO}]+(?:['’][a-zA-Z]+)?) | (?P<SPACE>\s+)
    | (?P<PUNCTUATION>[^\w\s\[\]-]+|.)""",
    re.VERBOSE,
)
_SPOKEN = re.compile(r"\[[가-힣ː:\s]+\]")
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"


def recover(text: str, at: Callable[[int, int], Span]) -> tuple[list[LyricToken], list[Diagnostic]]:
    """The readable tokens of a lyric line, and a diagnostic for each that is not."""
    tokens: list[LyricToken] = []
    mistakes: list[Diagnostic] = []
    after_word = False
    for match in _TOKENS.finditer(text, text.index(">") + 1):
        kind, piece = match.lastgroup or "", match[0]
        if kind == "BRACKETS" and after_word and _SPOKEN.fullmatch(piece):
            kind = "SPOKEN"
        if kind in ("WORD", "HOLD", "PUNCTUATION", "SPOKEN"):
            tokens.append((kind, piece, match.start()))
        elif kind != "SPACE":
            mistakes.append(_EXPLAIN[kind](piece, at(*match.span())))
        after_word = kind == "WORD" or (kind == "SPACE" and after_word)
    return tokens, mistakes


def _jamo(piece: str, span: Span) -> Diagnostic:
    message = Text(
        f"낱자 ‘{piece}’만으로는 노래할 수 없습니다.",
        f"`{piece}` is not a whole syllable, so it cannot be sung.",
    )
    return error("E305", span, message, _write(jamo_as_sung(piece)))


def _digits(piece: str, span: Span) -> Diagnostic:
    message = Text(
        f"가사에 숫자 {piece}{josa(piece, '이', '가')} 있습니다.", f"The lyrics have the number {piece}."
    )
    return error("E304", span, message, _write(*number_as_sung(piece)))


def _letters(piece: str, span: Span) -> Diagnostic:
    message = Text(
        f"가사에 한글이 아닌 글자 ‘{piece}’{josa(piece, '이', '가')} 있습니다.",
        f"The lyrics have letters that are not Hangul: `{piece}`.",
    )
    return error("E303", span, message, _write(letters_as_sung(piece)))


def _brackets(piece: str, span: Span) -> Diagnostic:
    if piece == "]" or not piece.endswith("]"):
        message = Text("대괄호의 짝이 맞지 않습니다.", "A square bracket without its partner.")
    elif _SPOKEN.fullmatch(piece):
        message = Text("발음 앞에 그렇게 부를 말이 없습니다.", "There is no word before this pronunciation.")
    else:
        message = Text("대괄호 안에는 한글만 적습니다.", "Only Hangul goes into the brackets.")
    hint = Text("값이[갑씨]처럼 말 바로 뒤에 적으세요.", "Write it right after the word: 값이[갑씨].")
    return error("E307", span, message, hint)


def _write(*sung: str | None) -> Text:
    if not all(sung):
        return Text("들리는 대로 한글로 적으세요.", "Write it in Hangul, as it is sung.")
    korean = " 또는 ".join(f"‘{way}’" for way in sung)
    english = " or ".join(f"`{way}`" for way in sung)
    particle = josa(str(sung[-1]), "으로", "로")
    return Text(f"부르는 대로 {korean}{particle} 적으세요.", f"Write it as it is sung: {english}.")


def jamo_as_sung(jamo: str) -> str | None:
    """ㅋㅋ as 크크, ㅏ as 아; None where a jamo has no block of its own."""
    blocks = [_block(ch) for ch in jamo]
    return "".join(blocks) if all(blocks) else None


def _block(jamo: str) -> str:
    if jamo in _INITIALS:
        return chr(ord("가") + (_INITIALS.index(jamo) * 21 + 18) * 28)  # with ㅡ
    if "ㅏ" <= jamo <= "ㅣ":
        return chr(ord("가") + (11 * 21 + ord(jamo) - ord("ㅏ")) * 28)  # after ㅇ
    return ""


_EXPLAIN = {"JAMO": _jamo, "DIGITS": _digits, "LETTERS": _letters, "BRACKETS": _brackets}
