"""What is wrong with a piece of a note line that does not parse: rows of how it looks and what to say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from pychang.diagnostic import Diagnostic, Fix, Span, Text, error
from pychang.language import fixes
from pychang.language.grammar import read
from pychang.language.wording import josa

PIECE = re.compile(
    r"\||@(?:tempo|rit|accel)\s{1,8}[0-9]+(?![^\s|])|(?:[^\s|{]|\s{0,8}\{[^{}|]*\}?|\s{1,8}(?=:[0-9]))+"
)
"""A bar line, or what stands between two spaces; a length or braces may follow after one, and hold some."""

_OTHER_LETTER_HINT = Text(
    "음이름은 C D E F G A B 또는 도 레 미 파 솔 라 시입니다.",
    "Notes are C D E F G A B, or 도 레 미 파 솔 라 시.",
)
_LIKE_KOREAN = {
    "또": "도",
    "토": "도",
    "래": "레",
    "쏠": "솔",
    "씨": "시",
    "나": "라",
    "화": "파",
    "빠": "파",
}

Say = Callable[[re.Match[str]], tuple[Text, Text]]  # message and hint
Mend = Callable[[re.Match[str]], str]  # what the group `at` must be meant to be

_PITCH = "[A-Ga-g도레미파솔라시]"
_ACCIDENTAL = "[#b♯♭]*"
_LENGTH = ":(?:N/N|N\\.{0,2})(?:\\+(?:N/N|N\\.{0,2}))*".replace("N", "[1-9][0-9]{0,3}")


class Mistake(NamedTuple):
    looks: re.Pattern[str]  # matched from the piece's start; its group `at`, or else all of it, is pointed at
    code: str
    say: Say
    mend: Mend | None = None
    joins: bool = False  # mended, it is part of the note before


def explain(piece: str, at: Callable[[int, int], Span], before: str = "") -> Diagnostic:
    """The first row that the piece looks like; `before` stands before it on its line."""
    for row in _MISTAKES:
        match = row.looks.match(piece)
        if match:
            message, hint = row.say(match)
            fix = _mended(row, match, before, at)
            return error(row.code, at(*_pointed_at(match)), message, hint, fix=fix)
    raise AssertionError("the last row takes any piece")


def _pointed_at(match: re.Match[str]) -> tuple[int, int]:
    return match.span("at") if "at" in match.re.groupindex else (0, len(match.string))


def _mended(row: Mistake, match: re.Match[str], before: str, at: Callable[[int, int], Span]) -> Fix | None:
    """The piece as it is meant, if it can be read then."""
    if row.mend is None:
        return None
    start, end = _pointed_at(match)
    meant = row.mend(match)
    if row.joins:
        start -= len(before) - len(before.rstrip())
        readable = _WITHOUT_LENGTH.search(before)
    else:
        readable = read("note_line", f"|{match.string[:start]}{meant}{match.string[end:]}")
    return fixes.write(at(start, end), meant) if readable else None


def pieces(text: str) -> Iterator[tuple[str, int]]:
    """The pieces of a note line after its first `|`, and where they start."""
    for match in PIECE.finditer(text, text.index("|") + 1):
        yield match[0], match.start()


def _no_octave(match: re.Match[str]) -> tuple[Text, Text]:
    name = match["at"]
    return (
        Text(f"음이름 {name}에 옥타브가 없습니다.", f"The pitch {name} has no octave."),
        Text(
            f"옥타브를 붙이세요: {name}4 (C4가 가운데 도).",
            f"Always write the octave: {name}4 (C4 is middle C).",
        ),
    )


def _octave(match: re.Match[str]) -> tuple[Text, Text]:
    return (
        Text(f"{match['at']}: 옥타브는 0에서 9까지입니다.", f"{match['at']}: octaves go from 0 to 9."),
        Text("C4가 가운데 도, A4가 440 Hz입니다.", "C4 is middle C, A4 is 440 Hz."),
    )


def _no_colon(match: re.Match[str]) -> tuple[Text, Text]:
    piece, length = match["at"], match["length"]
    meant = f"{piece.removesuffix(length)}:{length}"
    return (
        Text(f"{piece}: 길이 앞에 쌍점이 없습니다.", f"{piece}: no colon before the length."),
        Text(f"{meant}처럼 적으세요.", f"Write {meant}."),
    )


def _length_alone(match: re.Match[str]) -> tuple[Text, Text]:
    length = match.string
    return (
        Text(
            f"길이 {length}{josa(length, '이', '가')} 음에 붙어 있지 않습니다.",
            f"The length {length} is not joined to a note.",
        ),
        Text(
            f"빈칸 없이 쌍점으로 붙이세요: C4:{length}.",
            f"Join it with a colon, without a space: C4:{length}.",
        ),
    )


def _wide(match: re.Match[str]) -> tuple[Text, Text]:
    wide = match["at"]
    plain = fixes.narrow(wide)
    return (
        Text(f"전각 문자 ‘{wide}’{josa(wide, '이', '가')} 있습니다.", f"There is a wide `{wide}`."),
        Text(f"‘{plain}’{josa(plain, '을', '를')} 쓰세요.", f"Write the plain `{plain}`."),
    )


def _with_colon(match: re.Match[str]) -> str:
    return f"{match['at'].removesuffix(match['length'])}:{match['length']}"


def _after_colon(match: re.Match[str]) -> str:
    return f":{match.string}"


def _double_sharp(match: re.Match[str]) -> str:
    return re.sub("[x×]", "##", match["at"]) if match["at"][1:2] in "x×" else match["at"]


def _narrow(match: re.Match[str]) -> str:
    return fixes.narrow(match["at"])


def _accidental(match: re.Match[str]) -> tuple[Text, Text]:
    return (
        Text(f"{match['at']}: 읽을 수 없는 임시표입니다.", f"{match['at']}: this accidental cannot be read."),
        Text("임시표는 #, ##, b, bb 가운데 하나입니다.", "An accidental is #, ##, b or bb."),
    )


def _german_h(match: re.Match[str]) -> tuple[Text, Text]:
    octave = match["octave"]
    return (
        Text("H라는 음이름은 쓰지 않습니다.", "H is not a note name here."),
        Text(
            f"나음은 B{octave}, 내린 나음은 Bb{octave}입니다.", f"Write B{octave} (B natural) or Bb{octave}."
        ),
    )


def _other_letter(match: re.Match[str]) -> tuple[Text, Text]:
    name = match["at"]
    return (
        Text(f"{name}: 없는 음이름입니다.", f"{name}: there is no such note name."),
        _OTHER_LETTER_HINT,
    )


def _zero_length(match: re.Match[str]) -> tuple[Text, Text]:
    return (
        Text(f"길이 {match['at']}에 0이 있습니다.", f"The length {match['at']} has a zero in it."),
        Text(
            "길이는 1 이상의 수로 적습니다: :4는 4분음표, :5/16은 16분음표 다섯.",
            "Lengths count from 1: `:4` is a quarter, `:5/16` five sixteenths.",
        ),
    )


def _length(match: re.Match[str]) -> tuple[Text, Text]:
    return (
        Text(
            f"길이 {match['at']}{josa(match['at'], '을', '를')} 읽을 수 없습니다.",
            f"The length {match['at']} cannot be read.",
        ),
        Text(
            "길이는 :4 :8. :2.. :12 :5/16 :2+8처럼 적습니다.",
            "Lengths look like `:4` `:8.` `:2..` `:12` `:5/16` `:2+8`.",
        ),
    )


def _parentheses(match: re.Match[str]) -> tuple[Text, Text]:
    meant = f"{{{match['words']}}}"
    return (
        Text(f"{match['at']}: 괄호의 모양이 다릅니다.", f"{match['at']}: these are not braces."),
        Text(f"중괄호로 적으세요: {meant}.", f"Write braces: {meant}."),
    )


def _in_braces(match: re.Match[str]) -> str:
    return f"{{{match['words']}}}"


def _dots_alone(_: re.Match[str]) -> tuple[Text, Text]:
    return (
        Text("점이 길이에서 떨어져 있습니다.", "A dot stands apart from its length."),
        Text("C4:4.처럼 빈칸 없이 붙이세요.", "Join it without a space, as in `C4:4.`"),
    )


def _tempo_apart(match: re.Match[str]) -> tuple[Text, Text]:
    meant = _with_parentheses(match)
    return (
        Text(
            f"{match['name']}의 빠르기가 괄호 안에 있지 않습니다.",
            f"The tempo of {match['name']} has no parentheses.",
        ),
        Text(f"{meant}처럼 적으세요.", f"Write {meant}."),
    )


def _with_parentheses(match: re.Match[str]) -> str:
    return f"{match['name']}({match['value']})"


def _no_such_syllable(match: re.Match[str]) -> tuple[Text, Text]:
    near = _LIKE_KOREAN.get(match["name"])
    hint = _OTHER_LETTER_HINT
    if near:
        meant = near + match["at"][1:]
        hint = Text(f"{meant}{josa(meant, '을', '를')} 쓰려고 하셨나요?", f"Did you mean {meant}?")
    return Text(f"{match['at']}: 없는 음이름입니다.", f"{match['at']}: there is no such note name."), hint


def _open_brace(match: re.Match[str]) -> tuple[Text, Text]:
    return (
        Text("{가 닫히지 않았습니다.", "This { is never closed."),
        Text("같은 마디 안에서 }로 닫으세요.", "Close it with } in the same bar."),
    )


def _brace(match: re.Match[str]) -> tuple[Text, Text]:
    return (
        Text(f"{match['at']}: 중괄호 안을 읽을 수 없습니다.", f"{match['at']}: these braces cannot be read."),
        Text(
            "낱말을 띄어 적고, 값은 =로 붙입니다: {slide=0.2 accent}.",
            "Words with spaces between them, values after `=`: {slide=0.2 accent}.",
        ),
    )


def _braces_without_note(match: re.Match[str]) -> tuple[Text, Text]:
    return (
        Text("중괄호는 음표에만 붙습니다.", "Braces belong to a note."),
        Text(
            "붙임줄이나 쉼표가 아니라 처음 음표 뒤에 적으세요: C4:4{fall} ~:4.",
            "Write them after the note itself, not after a tie or a rest: C4:4{fall} ~:4.",
        ),
    )


def _length_without_note(match: re.Match[str]) -> tuple[Text, Text]:
    return (
        Text("음표 없이 길이만 있습니다.", "A length without a note."),
        Text(
            "음이름이나 r(쉼표), ~(붙임줄)에 붙여 적으세요. 되돌이는 form에 적습니다.",
            "Write it right after a pitch, `r` or `~`. Repeats are written in `form`.",
        ),
    )


def _hyphen(match: re.Match[str]) -> tuple[Text, Text]:
    return (
        Text("-는 가사 줄에 쓰는 기호입니다.", "`-` belongs to lyrics."),
        Text("음을 이으려면 ~, 쉬려면 r을 쓰세요.", "A tie is `~`, a rest is `r`."),
    )


def _mark(match: re.Match[str]) -> tuple[Text, Text]:
    piece = match.string
    return (
        Text(f"{piece}: 읽을 수 없는 표입니다.", f"{piece}: this mark cannot be read."),
        Text("@p @mf @< @> @tempo(90)처럼 적습니다.", "Marks look like `@p` `@mf` `@<` `@>` `@tempo(90)`."),
    )


def _hangul(match: re.Match[str]) -> tuple[Text, Text]:
    return (
        Text(
            f"악보 줄에 가사 ‘{match['at']}’{josa(match['at'], '이', '가')} 있습니다.",
            f"Lyrics in a note line: `{match['at']}`.",
        ),
        Text(
            "가사는 이 줄 아래에 >로 시작하는 줄에 적으세요.",
            "Write lyrics below, on a line that starts with `>`.",
        ),
    )


def _unreadable(match: re.Match[str]) -> tuple[Text, Text]:
    piece = match.string
    shown = piece if len(piece) <= 30 else piece[:30] + "…"
    return (
        Text(f"‘{shown}’: 음표로 읽을 수 없습니다.", f"`{shown}` is not a note."),
        Text(
            "음표는 C4:4, 쉼표는 r:4, 붙임줄은 ~:4처럼 적습니다.",
            "Notes look like C4:4, rests like r:4, ties like ~:4.",
        ),
    )


def _row(looks: str, code: str, say: Say, mend: Mend | None = None, joins: bool = False) -> Mistake:
    return Mistake(re.compile(_filled(looks)), code, say, mend, joins)


def _filled(pattern: str) -> str:
    return pattern.replace("PITCH", _PITCH).replace("ACC", _ACCIDENTAL).replace("LEN", _LENGTH)


_WITHOUT_LENGTH = re.compile(_filled(r"(?:^|[\s|])(?:[rR쉼~]|PITCHACC[0-9])\s+$"))


_MISTAKES = (
    _row(r"[^{！-～]*(?P<at>[！-～]+)", "E202", _wide, _narrow),
    _row(r"[^{]*(?P<at>\{)[^}]*$", "E206", _open_brace),
    _row(r"(?:[rR쉼~](?:LEN)?)?\s*(?P<at>\{.*)", "E206", _braces_without_note),
    _row(
        r"(?P<at>(?:[rR쉼~]|PITCHACC[0-9])(?P<length>[1-9][0-9]{0,3}\.{0,2}))$",
        "E204",
        _no_colon,
        _with_colon,
    ),
    _row(r"(?P<at>PITCHACC)(?![\w#♯♭-])", "E203", _no_octave),
    _row(r"(?P<at>PITCHACC(?:-\d+|\d{2,}))", "E203", _octave),
    _row(
        r"(?P<at>PITCH(?:[#♯]+[b♭]|[b♭]+[#♯]|[#♯]{3,}|[b♭]{3,}|x|×)[#b♯♭]*[0-9]?)",
        "E203",
        _accidental,
        _double_sharp,
    ),
    _row(r"(?P<at>[Hh][#b♯♭]?(?P<octave>[0-9]))", "E203", _german_h),
    _row(r"(?P<at>[I-QS-Zi-qs-z][#b♯♭]?[0-9])(?![^\W\d])", "E203", _other_letter),
    _row(r"[^:{]+(?P<at>:[0-9./+]*(?<![0-9])0+(?![0-9])[0-9./+]*)", "E204", _zero_length),
    _row(
        r"PITCHACC[0-9](?:LEN)?(?P<at>\((?P<words>[a-z][a-z0-9=.,+-]*)\))", "E206", _parentheses, _in_braces
    ),
    _row(r"[^:{]+(?P<at>(?!LEN(?:[{,\s]|$)):[^{,\s]*)", "E204", _length),
    _row(r"(?P<at>\.+)", "E204", _dots_alone),
    _row(r"[^{]*(?P<at>\{.*)", "E206", _brace),
    _row(r":", "E204", _length_without_note),
    _row(r"[1-9][0-9]{0,3}\.{0,2}$", "E204", _length_alone, _after_colon, joins=True),
    _row(r"-+", "E202", _hyphen),
    _row(r"(?P<at>(?P<name>@[a-z]+)\s+(?P<value>[0-9]+))$", "E210", _tempo_apart, _with_parentheses),
    _row(r"@", "E209", _mark),
    _row(
        r"(?P<at>(?P<name>(?![도레미파솔라시쉼])[가-힣])[#b♯♭]*[0-9])(?![^\W\d])", "E203", _no_such_syllable
    ),
    _row(r"(?P<at>[가-힣]+)", "E202", _hangul),
    _row(r"", "E202", _unreadable),
)
