"""The TextMate grammar colours what the compiler reads, and marks what it cannot read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import Lark
from textmate import grammar, scopes, stretches

from pychang.diagnostic import Diagnostic, Source
from pychang.language import decode, parse
from pychang.language.grammar import grammar_path
from pychang.score import arrange
from pychang.score.dynamics import HAIRPINS, LEVELS_DB
from pychang.score.expression import _OPTIONS, _VIBRATO_RANGES, _VIBRATO_WORDS
from pychang.score.settings import RULES
from pychang.score.validate import TEMPO_MARKS

HERE = Path(__file__).parent
SONGS = sorted((HERE.parents[1] / "songs").glob("*.chang"))
MISTAKES = sorted((HERE.parent / "language" / "mistakes").glob("*.chang"))
SCOPED = sorted(HERE.glob("*.test.chang"))

MARKED = {
    *("E201", "E202", "E203", "E204", "E206", "E207", "E209", "E216"),
    *("E303", "E304", "E305", "E307"),
    *("E401", "E408"),
}
"""Mistakes that can be seen on the line alone, without counting or comparing: all of them are marked."""
SOMETIMES_MARKED = {"E210", "E208", "E402", "E405"}
"""Values: marked if they have no form at all, but not if they are too large or name nothing."""

INVALID = "invalid.illegal"


def named(regex: str) -> set[str]:
    """The words among which a regular expression lets one choose."""
    return {word for words in re.findall(r"\((?:\?:)?([a-z|]+)\)", regex) for word in words.split("|")}


def repository(name: str) -> list[str]:
    """The regular expressions of the rules under a name."""
    return list(regexes(grammar()["repository"][name]))


def regexes(rule: Any) -> Iterator[str]:
    if isinstance(rule, dict):
        yield from (rule[key] for key in ("match", "begin", "end") if key in rule)
    for inside in rule.values() if isinstance(rule, dict) else rule if isinstance(rule, list) else ():
        yield from regexes(inside)


def is_marked(line: str, start: int, end: int) -> bool:
    return any(scope.startswith(INVALID) for inside in scopes(line)[start:end] for scope in inside)


def mistakes(path: Path) -> tuple[Source, list[Diagnostic]]:
    source, unreadable = decode(path.name, path.read_bytes())
    assert source, unreadable
    song, in_syntax = parse(source)
    return source, [*in_syntax, *arrange(song)[1]]


# ── the file ─────────────────────────────────────────────────────────────────────────────────────


def test_every_expression_compiles_and_every_include_is_there() -> None:
    for regex in regexes(grammar()):
        re.compile(regex)
    for name in re.findall(r"'include': '#([^']+)'", str(grammar())):
        assert name in grammar()["repository"]


def test_what_all_engines_read_alike() -> None:
    """No \\p{…}, \\x{…}, \\G, \\h, possessive or atomic groups: PCRE, Oniguruma and `re` part there."""
    for regex in regexes(grammar()):
        assert not re.search(r"\\[pPxGhHuKR]|\(\?>|[*+?}]\+", regex.replace(r"\+", "")), regex


def test_every_scope_belongs_to_this_language() -> None:
    names = re.findall(r"'name': '([^']+)'", str({**grammar(), "name": ""}))
    assert names
    assert [name for name in names if not name.endswith(".chang")] == []


# ── the words that the compiler knows ────────────────────────────────────────────────────────────


def test_it_knows_the_settings() -> None:
    begins = [rule["begin"] for rule in grammar()["repository"]["setting-line"]["patterns"]]
    assert set().union(*map(named, begins)) == set(RULES)


def test_it_knows_the_options() -> None:
    assert set().union(*map(named, repository("option"))) == {*_OPTIONS, *_VIBRATO_WORDS, "off"}


def test_it_knows_the_marks() -> None:
    words = set().union(*map(named, repository("mark")))
    assert words == {*LEVELS_DB, *TEMPO_MARKS}
    for mark in HAIRPINS:
        assert list(stretches(f"| @{mark} |"))[2] == (mark, "keyword.control.hairpin")


def test_it_knows_what_vibrato_takes() -> None:
    (vibrato,) = (
        rule for rule in grammar()["repository"]["setting-line"]["patterns"] if "vibrato" in rule["begin"]
    )
    assert set().union(*map(named, regexes(vibrato["patterns"]))) == set(_VIBRATO_RANGES)


# ── songs ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("path", SONGS, ids=lambda path: path.stem)
def test_nothing_is_marked_in_a_song_and_nothing_left_out(path: Path, form: str) -> None:
    for line in unicodedata.normalize(form, path.read_text("utf-8")).splitlines():
        assert not is_marked(line, 0, len(line)), line
        assert all(inside for inside, ch in zip(scopes(line), line, strict=True) if ch.strip()), line


@pytest.mark.parametrize("path", MISTAKES, ids=lambda path: path.stem)
def test_what_is_marked_is_a_mistake_and_the_other_way_round(path: Path) -> None:
    source, found = mistakes(path)
    lines_with_mistakes = set()
    for one in found:
        if one.span and one.code in MARKED | SOMETIMES_MARKED:
            lines_with_mistakes.add(one.span.line)
            line, start = source.line_text(one.span.line), one.span.column - 1
            seen = is_marked(line, start, start + max(1, one.span.end - one.span.start))
            assert seen or one.code in SOMETIMES_MARKED, (one.code, line)
    for number, line in enumerate(source.text.splitlines(), 1):
        assert not is_marked(line, 0, len(line)) or number in lines_with_mistakes, line


@pytest.mark.parametrize("path", SCOPED, ids=lambda path: path.name.removesuffix(".test.chang"))
def test_scopes_are_as_written_under_each_line(path: Path) -> None:
    """The same files that `npm test` runs through vscode-textmate."""
    line, tried = "", 0
    for written in path.read_text("utf-8").splitlines()[1:]:
        asserted = re.fullmatch(r"// *(?P<here>\^+|<~*-+) (?P<not>- )?(?P<scope>[a-z.-]+)", written)
        if asserted is None:
            line = written
            continue
        start, end = asserted.span("here")
        if written[start] == "<":
            start, end = asserted["here"].count("~"), len(asserted["here"]) - 1
        for inside in scopes(line)[start:end]:
            assert (asserted["scope"] in inside) != bool(asserted["not"]), (line, line[start:end], inside)
        tried += 1
    assert tried


# ── what chang.lark reads, whatever it is ────────────────────────────────────────────────────────

_LARK = Lark(grammar_path().read_text("utf-8"), parser="lalr", start=["note_line", "lyric_line"])
_TERMINALS = {one.name: one.pattern.to_regexp() for one in _LARK.terminals}


def terminal(name: str) -> st.SearchStrategy[str]:
    return st.from_regex(_TERMINALS[name], fullmatch=True)


@settings(deadline=None)
@given(terminal("PITCH"), terminal("LENGTH"))
def test_every_note_of_the_grammar_is_a_note(pitch: str, length: str) -> None:
    _, *note = stretches(f"| {pitch}{length}")
    kinds = [scope.split(".")[2] for _, scope in note]
    assert "".join(piece for piece, _ in note) == pitch + length
    assert (set(kinds[:-2]), kinds[-2:]) == ({"pitch"}, ["length", "length"])


@settings(deadline=None)
@given(terminal("REST") | terminal("TIE"), terminal("LENGTH"))
def test_every_rest_and_tie_of_the_grammar_is_one(rest: str, length: str) -> None:
    _, (first, scope), *of_length = stretches(f"| {rest}{length}")
    assert (first, scope) in ((rest, "keyword.other.rest"), (rest, "keyword.operator.tie"))
    assert "".join(piece for piece, _ in of_length) == length


@settings(deadline=None)
@given(terminal("WORD"), terminal("SPOKEN"))
def test_every_word_of_the_grammar_is_sung(word: str, spoken: str) -> None:
    line = f"> {word}{spoken}"
    assert not is_marked(line, 0, len(line))
    pronounced = [piece for piece, scope in stretches(line) if scope == "constant.character.pronunciation"]
    assert "".join(pronounced) == (spoken[1:-1] if spoken[1:-1].strip() else "")


PIECES = (
    *"|>[]{}=,:/@~-*#b♭Cr쉼도가꽃ㅋ1()< \t",
    *("//", "D4", ":4", "16.", "2+8", "@mf", "@rit(60)", "{slide}", "{vibrato=off}", "bend=0,1"),
    *("값이[갑씨]", "love", "가*2", "off", "depth=1", "3/4", "다장조"),
    *("meter:", "tempo:", "title:", "form:", "key:", "vibrato:"),
)


@settings(deadline=None)
@given(st.sampled_from(["| ", "> ", ""]), st.lists(st.sampled_from(PIECES), max_size=8))
def test_any_line_is_marked_if_it_is_mistaken(first: str, pieces: list[str]) -> None:
    line = first + "".join(pieces)
    song, in_syntax = parse(Source("song.chang", line))
    codes = {one.code for one in (*in_syntax, *arrange(song)[1])}
    if is_marked(line, 0, len(line)):
        assert codes & (MARKED | SOMETIMES_MARKED)
    else:
        assert not codes & MARKED
