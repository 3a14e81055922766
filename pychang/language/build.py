"""From the parser's tree of one line to the values of `syntax`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from lark import Token, Tree

from pychang.diagnostic import Diagnostic, Span, Text, error
from pychang.language.syntax import (
    Bar,
    Before,
    BreathElement,
    Element,
    Hold,
    Length,
    LyricSyllable,
    MarkElement,
    NoteElement,
    Option,
    Pitch,
    RestElement,
    Setting,
    TieElement,
    Word,
)
from pychang.language.text import Line
from pychang.language.wording import count

At = Callable[[int, int], Span]  # from positions in the parsed text to a span of the source

_KOREAN_LETTERS = dict(zip("도레미파솔라시", "CDEFGAB", strict=True))
_ACCIDENTALS = {"#": 1, "♯": 1, "b": -1, "♭": -1}


# ── notes ────────────────────────────────────────────────────────────────────────────────────────


def bars(tree: Tree[Token], line: Line) -> tuple[tuple[Bar, ...], bool]:
    """The bars of a note line, and whether a `|` closes the last."""
    found: list[Bar] = []
    content: list[Element] = []
    children = tree.children
    start = _end(children[0])
    for child in children[1:]:
        if not isinstance(child, Token) or child.type != "BAR":
            content.append(element(child, line.span))
            continue
        if child.start_pos > start:  # not the second stroke of a double bar line
            found.append(Bar(tuple(content), inside(line, start, child.start_pos)))
        content, start = [], child.end_pos
    if content:
        found.append(Bar(tuple(content), inside(line, start, len(line.text))))
    return tuple(found), not content


def inside(line: Line, start: int, end: int) -> Span:
    """The span of a bar without the spaces at its ends; of its spaces where there is nothing else."""
    text = line.text[start:end]
    if text.strip():
        end = start + len(text.rstrip())
        start += len(text) - len(text.lstrip())
    return line.span(start, end)


def element(child: Tree[Token] | Token, at: At) -> Element:
    if isinstance(child, Token):
        return BreathElement(_span(child, at))
    first = child.children[0]
    span = at(first.start_pos, _end(child))
    if child.data == "note":
        return _note(child, span, at)
    if child.data == "mark":
        argument = child.children[1][1:-1] if len(child.children) > 1 else None
        return MarkElement(str(first[1:]), argument, span)
    return (RestElement if child.data == "rest" else TieElement)(_length(child, at), span)


def _note(tree: Tree[Token], span: Span, at: At) -> NoteElement:
    last = tree.children[-1]
    options = last.children[1:-1] if isinstance(last, Tree) else ()
    return NoteElement(
        pitch(tree.children[0]), _length(tree, at), tuple(_option(child, at) for child in options), span
    )


def pitch(written: str) -> Pitch:
    """`F#4`, `bb3`, `파#4` as a value."""
    letter = _KOREAN_LETTERS.get(written[0], written[0].upper())
    return Pitch(letter, sum(_ACCIDENTALS[ch] for ch in written[1:-1]), int(written[-1]))


def _length(tree: Tree[Token], at: At) -> Length | None:
    token = tree.children[1] if len(tree.children) > 1 else None
    if not isinstance(token, Token):
        return None
    return Length(length(token[1:]), _span(token, at))


def length(written: str) -> Fraction:
    """`2+8.` in whole notes: each dot adds half of what the one before it added."""
    return sum((_term(term) for term in written.split("+")), Fraction(0))


def _term(term: str) -> Fraction:
    plain = term.rstrip(".")
    if "/" in plain:
        return Fraction(plain)
    dots = len(term) - len(plain)
    return Fraction(2 ** (dots + 1) - 1, 2**dots * int(plain))


def _option(tree: Tree[Token], at: At) -> Option:
    name, *value = (Word(str(token), _span(token, at)) for token in tree.children)
    return Option(name, value[0] if value else None)


def _span(token: Token, at: At) -> Span:
    return at(token.start_pos, token.end_pos)


def _end(child: Tree[Token] | Token) -> int:
    if isinstance(child, Token):
        return child.end_pos
    return _end(child.children[-1])


# ── lyrics ───────────────────────────────────────────────────────────────────────────────────────

LyricToken = tuple[str, str, int]  # WORD, HOLD, PUNCTUATION, SPOKEN; as composed text; where it starts


def lyric_tokens(tree: Tree[Token]) -> Iterator[LyricToken]:
    for child in tree.children:
        for token in child.children if isinstance(child, Tree) else (child,):
            yield token.type, str(token), token.start_pos


def lyric_items(
    tokens: Iterable[LyricToken], at: At
) -> tuple[tuple[LyricSyllable | Hold, ...], tuple[Diagnostic, ...]]:
    """One item a note; a gap between two tokens is a space, a mark is a pause."""
    items: list[LyricSyllable | Hold] = []
    mistakes: list[Diagnostic] = []
    before: Before = "|"
    end = 0
    word = 0  # where the word begins that brackets would be about
    for kind, text, start in tokens:
        if start > end and before == "" and end:
            before = " "
        end = start + len(text)
        if kind == "PUNCTUATION":
            before = "|"
        elif kind == "SPOKEN":
            mistakes += _speak(items, word, text, at(start, end))
        else:
            if kind == "HOLD" and not items:
                before = ""  # the line before goes on: its end is no pause
            word = len(items)
            before = _add_word(items, text, start, before, at)
    return tuple(items), tuple(mistakes)


def _add_word(items: list[LyricSyllable | Hold], text: str, start: int, before: Before, at: At) -> Before:
    for place, ch in enumerate(text, start):
        span = at(place, place + 1)
        if ch == "-":
            items.append(Hold(span))
        else:
            items.append(LyricSyllable(ch, before, None, span))
            before = ""
    return before


def _speak(items: list[LyricSyllable | Hold], word: int, text: str, span: Span) -> list[Diagnostic]:
    """Give the word that begins at `word` its pronunciation in brackets."""
    blocks = [ch for ch in text if "가" <= ch <= "힣"]
    sung = [i for i in range(word, len(items)) if isinstance(items[i], LyricSyllable)]
    if len(blocks) != len(sung):
        return [_another_length(len(sung), len(blocks), span)]
    for i, block in zip(sung, blocks, strict=True):
        items[i] = replace(items[i], spoken=block)
    return []


def _another_length(written: int, spoken: int, span: Span) -> Diagnostic:
    message = Text(
        f"괄호 안은 {spoken}글자인데 앞의 말은 {written}글자입니다.",
        f"{count(spoken, 'syllable')} in brackets for a word of {written}.",
    )
    hint = Text(
        "글자마다 소리 한 글자를 적으세요: 값이[갑씨].",
        "Write one block for each block of the word: 값이[갑씨].",
    )
    return error("E306", span, message, hint)


# ── settings ─────────────────────────────────────────────────────────────────────────────────────


def setting(tree: Tree[Token], line: Line) -> Setting:
    name, *words = (Word(str(token), _span(token, line.span)) for token in tree.children)
    value = None
    if words:
        start, end = tree.children[1].start_pos, tree.children[-1].end_pos
        value = Word(line.text[start:end], line.span(start, end))
    return Setting(name, value, tuple(words), line.whole)
