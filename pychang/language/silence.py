"""`// ok: W241`: warnings that a remark on their line takes back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pychang.diagnostic import Diagnostic, Edit, Fix, Severity, Source, Span, Text, warning
from pychang.language import fixes
from pychang.language.codes import CODES
from pychang.language.syntax import Remark
from pychang.language.wording import josa, nearest

_OK = re.compile(r"//\s*ok:\s*(?P<codes>[A-Za-z]\d+(?:\s*,\s*[A-Za-z]\d+|\s+[A-Za-z]\d+)*)\b")
_CODE = re.compile(r"[A-Za-z]\d+")


@dataclass(frozen=True)
class _Ok:
    """One code of one remark; `code` in upper case."""

    code: str
    span: Span
    remark: Remark
    alone: bool  # the remark's only code


def silenced(
    found: Iterable[Diagnostic], remarks: Iterable[Remark], own: Source, unsure: Iterable[str] = ()
) -> tuple[Diagnostic, ...]:
    """`found` without the warnings that remarks on their lines take back, and with what is wrong with those.

    That a remark takes nothing back is told of those in the file `own` alone, and only if the song has no
    errors, which may hide its warning; never of the codes in `unsure`.
    """
    found = tuple(found)
    oks = [ok for remark in remarks for ok in _codes(remark)]
    taken_back = {(_place(ok.span), ok.code) for ok in oks if ok.code.startswith("W")}
    kept = tuple(one for one in found if _key(one) not in taken_back)
    used = {_key(one) for one in found} & taken_back
    clean = not any(one.severity is Severity.ERROR for one in found)
    mine = (ok for ok in oks if ok.span.source.name == own.name)
    return (*kept, *_useless(mine, used, {*unsure} if clean else {*CODES}))


def _useless(
    oks: Iterable[_Ok], used: set[tuple[_Place | None, str]], unsure: set[str]
) -> Iterator[Diagnostic]:
    for ok in oks:
        if ok.code not in CODES:
            yield warning("W110", ok.span, *_unknown(ok.code))
        elif ok.code.startswith("E"):
            yield warning("W110", ok.span, *_ERROR, fix=_without(ok))
        elif (_place(ok.span), ok.code) not in used and ok.code not in unsure:
            yield warning("W110", ok.span, *_nothing(ok.code), fix=_without(ok))


def _codes(remark: Remark) -> Iterator[_Ok]:
    """The codes of a remark, if it is one that takes warnings back."""
    match = _OK.match(remark.span.source.text, remark.span.start, remark.span.end)  # as written
    codes = list(_CODE.finditer(match["codes"])) if match else []
    for code in codes:
        start = match.start("codes") + code.start()
        span = Span(remark.span.source, start, start + len(code[0]))
        yield _Ok(code[0].upper(), span, remark, len(codes) == 1)


_Place = tuple[str, int]  # a file and a line of it


def _place(span: Span) -> _Place:
    return span.source.name, span.line


def _key(one: Diagnostic) -> tuple[_Place | None, str]:
    return (_place(one.span) if one.span else None), one.code


def _without(ok: _Ok) -> Fix:
    """The remark without this code; no remark if it is the only one."""
    title = Text(f"{ok.code} 지우기", f"Take out {ok.code}")
    if ok.alone:
        return Fix(title, (Edit(fixes.with_space_before(ok.remark.span), ""),))
    text, start, end = ok.span.source.text, ok.span.start, ok.span.end
    after = re.compile(r"\s*,?\s*(?=[A-Za-z]\d)").match(text, end)
    if after and after[0]:
        return Fix(title, (Edit(Span(ok.span.source, start, after.end()), ""),))
    before = len(text[:start].rstrip().removesuffix(",").rstrip())
    return Fix(title, (Edit(Span(ok.span.source, before, end), ""),))


def _unknown(code: str) -> tuple[Text, Text]:
    warnings = [one for one in CODES if one.startswith("W")]
    begun = next((one for one in warnings if one.startswith(code)), None)
    near = begun or nearest(code, warnings) or warnings[0]
    return (
        Text(f"{code}{josa(code, '이라는', '라는')} 경고는 없습니다.", f"There is no warning {code}."),
        Text(f"{near}{josa(near, '을', '를')} 쓰려고 하셨나요?", f"Did you mean {near}?"),
    )


def _nothing(code: str) -> tuple[Text, Text]:
    return (
        Text(f"이 줄에는 {code} 경고가 없습니다.", f"There is no {code} on this line to take back."),
        Text("이 덧말을 지우세요.", "Take this remark out."),
    )


_ERROR = (
    Text("오류는 덧말로 없앨 수 없습니다.", "An error cannot be taken back by a remark."),
    Text("틀린 곳을 고치고 덧말을 지우세요.", "Mend the mistake and take the remark out."),
)
