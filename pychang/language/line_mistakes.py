"""Mistakes of whole lines."""

from __future__ import annotations

import re

from pychang.diagnostic import Diagnostic, Fix, Span, Text, error
from pychang.language import fixes
from pychang.language.grammar import read
from pychang.language.names import SETTINGS, SYNONYMS
from pychang.language.text import MAX_COLUMNS, MAX_LINES, Line
from pychang.language.wording import josa

NOTES = re.compile(r"\s*(?:[A-Ga-g도레미파솔라시][#b♯♭]*[0-9]|[rR~]:)")
_LYRICS = re.compile(r"[\"'“‘(]*[가-힣]")
_EACH_KIND = Text(
    "줄은 첫 글자로 구별합니다. 악보는 |, 가사는 >, 구절은 [이름], 설정은 이름:, 덧말은 //.",
    "The first character tells what a line is: `|` notes, `>` lyrics, `[name]` a section, `name:` a setting, "
    "`//` a remark.",
)


def unknown_line(line: Line) -> Diagnostic:
    """A line that is neither notes, lyrics, section, setting nor remark."""
    text = line.text.strip()
    message = Text(
        f"무슨 줄인지 알 수 없습니다: ‘{_shortened(text)}’.",
        f"This line is of no known kind: `{_shortened(text)}`.",
    )
    hint, meant = _what_it_may_be(text)
    fix = fixes.write(line.whole, meant) if meant else None
    return error("E201", line.whole, message, hint, fix=fix)


def _what_it_may_be(text: str) -> tuple[Text, str | None]:
    """A hint; and the line as it must be meant, if it can mean but one thing."""
    plain = fixes.narrow(text[0])
    if plain != text[0] and plain in "|>[/":
        hint = Text(
            f"전각 문자 ‘{text[0]}’ 대신 ‘{plain}’{josa(plain, '을', '를')} 쓰세요.",
            f"Write `{plain}`, not the wide `{text[0]}`.",
        )
        return hint, _narrowed(plain, text)
    if text.startswith(("#", "/")):
        return Text("덧말은 //로 시작합니다.", "A remark starts with `//`."), "//" + text.lstrip("#/")
    if NOTES.match(text) or "|" in text:
        hint = Text("악보라면 줄을 |로 시작하세요.", "If these are notes, start the line with `|`.")
        return hint, f"| {text}" if NOTES.match(text) and read("note_line", f"| {text}") else None
    setting = _SETTING_WITHOUT_COLON.match(text)
    if setting:
        name, value = setting["name"] or setting["bare"], text[setting.end() :].strip()
        meant = f"{_KNOWN[name.lower()]}: {value}"
        hint = Text(f"설정은 쌍점을 붙여 ‘{meant}’처럼 적습니다.", f"A setting has a colon: `{meant}`.")
        return hint, meant if value else None
    if likely_kind(text) == ">":
        return Text("가사라면 줄을 >로 시작하세요.", "If these are lyrics, start the line with `>`."), None
    word = re.match(r"[A-Za-z]+(?=\s|$)", text)
    if word:
        meant = f"{word[0]}: …"
        return Text(
            f"설정이라면 ‘{meant}’처럼 쌍점을 붙이세요.", f"If this is a setting, write `{meant}`."
        ), None
    return _EACH_KIND, None


def likely_kind(text: str) -> str:
    """`|` or `>` where a line of no known kind must be meant for notes or lyrics, else nothing."""
    plain = fixes.narrow(text[0])
    if plain in "|>":
        return plain
    if NOTES.match(text) or ("|" in text and not text.startswith(("#", "/"))):
        return "|"
    return ">" if _LYRICS.match(text) and ":" not in text and "：" not in text else ""


def _narrowed(first: str, text: str) -> str | None:
    """A line that starts with a wide sign, with plain ones; the words of lyrics and remarks stay."""
    if first == ">":
        return first + text[1:]
    if first == "/":
        return "//" + text.lstrip("/／") if fixes.narrow(text[:2]) == "//" else None
    return fixes.narrow(text)


_KNOWN = {**{name: name for name in SETTINGS}, **SYNONYMS}
_SETTING_WITHOUT_COLON = re.compile(
    rf"(?P<name>{'|'.join(sorted(_KNOWN, key=len, reverse=True))})\s*[：=]\s*"
    rf"|(?P<bare>{'|'.join(SETTINGS)})(?:\s+(?=\S)|$)",
    re.IGNORECASE,
)


def section(line: Line) -> Diagnostic:
    text = line.text.strip()
    fix = None
    if "]" not in text:
        message = Text("구절 이름이 ]로 닫히지 않았습니다.", "The section's name is not closed with `]`.")
        fix = _closed(line, text)
    elif re.fullmatch(r"\[\s*\]", text):
        message = Text("구절에 이름이 없습니다.", "The section has no name.")
    elif not text.endswith("]"):
        message = Text("구절 이름 뒤에 다른 글자가 있습니다.", "Something stands after the section's name.")
    else:
        message = Text(
            "구절 이름에는 빈칸, *, 대괄호를 쓸 수 없습니다.",
            "A section's name has no spaces, `*` or brackets.",
        )
    return error("E216", line.whole, message, Text("[후렴]처럼 적으세요.", "Write it like [후렴]."), fix=fix)


def _closed(line: Line, text: str) -> Fix | None:
    closed = text.rstrip("］)）}") + "]"
    return fixes.write(line.whole, closed) if read("section_line", closed) else None


def lyrics_without_notes(span: Span) -> Diagnostic:
    return error(
        "E309",
        span,
        Text("이 가사 줄 위에 악보 줄이 없습니다.", "There is no note line above these lyrics."),
        Text(
            "가사 줄은 그 음들을 적은 | 줄 바로 아래에 둡니다.",
            "Lyrics go right under the `|` line whose notes they are sung on.",
        ),
    )


def too_long(span: Span, length: int) -> Diagnostic:
    return error(
        "E107",
        span,
        Text(
            f"줄이 너무 깁니다({length:,}자). 한 줄은 {MAX_COLUMNS:,}자까지 읽습니다.",
            f"The line is too long ({length:,} characters); a line may have {MAX_COLUMNS:,}.",
        ),
        Text("여러 줄로 나누세요.", "Break it into several lines."),
    )


def too_many_lines(span: Span) -> Diagnostic:
    return error(
        "E108",
        span,
        Text(f"{MAX_LINES:,}줄까지만 읽습니다.", f"Only the first {MAX_LINES:,} lines are read."),
        Text("노래를 여러 파일로 나누세요.", "Split the song into several files."),
    )


def _shortened(text: str, most: int = 30) -> str:
    return text if len(text) <= most else text[:most] + "…"
