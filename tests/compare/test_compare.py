"""What holds for all songs: nothing is different where nothing is heard, and one change is one difference."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from differences_beside import differences, song
from hypothesis import given, settings
from hypothesis import strategies as st

from pychang.compare import Kind
from pychang.diagnostic import Severity, Source
from pychang.language import parse
from pychang.language.lengths import length_text
from pychang.language.syntax import Word
from pychang.score import arrange
from pychang.seal import Seal, seal_of
from pychang.voice import VoiceCard
from pychang.world import World

ROOT = Path(__file__).parents[2]
SONGS = sorted((ROOT / "songs").glob("*.chang")) + sorted((ROOT / "tests/score/songs").glob("*.chang"))
LETTERS = dict(zip("CDEFGAB", "도레미파솔라시", strict=True))
LENGTHS = [Fraction(n) for n in ("1/16", "1/8", "3/16", "1/4", "3/8", "7/16", "1/12", "1/2", "5/16")]
WORDS = ["사랑", "노래", "꽃", "값이", "하늘", "아리랑", "바다", "너의"]


@dataclass(frozen=True)
class Token:
    """A note or a rest of the songs that are made up here."""

    name: str  # C#4, r
    length: Fraction
    options: str = ""
    breath: bool = False


Bars = tuple[tuple[Token, ...], ...]

pitches = st.builds(
    lambda letter, accidental, octave: f"{letter}{accidental}{octave}",
    st.sampled_from("CDEFGAB"),
    st.sampled_from(["", "#", "b"]),
    st.integers(3, 5),
)
notes = st.builds(
    Token, pitches, st.sampled_from(LENGTHS), st.sampled_from(["", "", "{accent}", "{slide}"]), st.booleans()
)
rests = st.builds(Token, st.just("r"), st.sampled_from(LENGTHS))
bars = st.lists(
    st.lists(st.one_of(notes, notes, rests), min_size=1, max_size=5).map(tuple), min_size=1, max_size=6
)
songs = bars.map(tuple).filter(lambda song: any(one.name != "r" for bar in song for one in bar))


def plain(bars: Bars) -> str:
    """The song, one bar a line, every length written; the meter does not matter here."""
    return spelled(bars, None)


def spelled(bars: Bars, how: Random | None) -> str:
    """The song as one of the ways to write it."""
    words = Random(7)
    lines = ["title: 노래", "[가]"]
    for bar in bars:
        lines += bar_lines(bar, how, words)
    text = "\n".join(lines) + "\n"
    if how is None:
        return text
    text = text.replace("\n", how.choice(["\n", "\r\n", " // 덧말\n", "\n\n"]))
    return unicodedata.normalize(how.choice(["NFC", "NFD"]), text)


def bar_lines(bar: tuple[Token, ...], how: Random | None, words: Random) -> Iterator[str]:
    """A note line of one bar, and its lyrics."""
    pieces: list[str] = []
    length = None
    for token in bar:
        leave_out = how is not None and token.length == length and how.random() < 0.7
        pieces.append(
            name(token.name, how) + ("" if leave_out else f":{length_text(token.length)}") + token.options
        )
        length = token.length
        pieces += [","] if token.breath else []
    space = how.choice([" ", "  ", "\t"]) if how else " "
    yield f"|{space}{space.join(pieces)}{space}|"
    slots = sum(token.name != "r" for token in bar)
    syllables = ""
    while sum(ch != " " for ch in syllables) < slots:
        syllables += " " + words.choice(WORDS)
    kept = syllables.strip()
    while sum(ch != " " for ch in kept) > slots:
        kept = kept[:-1]
    yield f">{space}{kept.replace(' ', space)}"


def name(written: str, how: Random | None) -> str:
    if how is None:
        return written
    if written == "r":
        return how.choice(["r", "쉼"])
    return how.choice([written, written.lower(), LETTERS[written[0]] + written[1:]])


@pytest.mark.parametrize("path", SONGS, ids=lambda path: path.stem)
def test_a_song_is_not_different_from_itself(path: Path) -> None:
    text = path.read_text("utf-8")
    assert differences(text, text) == ()
    assert differences(text, unicodedata.normalize("NFD", text)) == ()


@given(songs, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_another_spelling_is_no_difference(bars: Bars, how: Random) -> None:
    assert differences(plain(bars), spelled(bars, how)) == ()
    assert differences(spelled(bars, how), plain(bars)) == ()


@given(songs, st.data())
@settings(deadline=None)
def test_another_pitch_is_one_difference_that_names_both(bars: Bars, data: st.DataObject) -> None:
    place = data.draw(
        st.sampled_from(
            [(i, j) for i, bar in enumerate(bars) for j, one in enumerate(bar) if one.name != "r"]
        )
    )
    old = bars[place[0]][place[1]]
    new = data.draw(pitches.filter(lambda pitch: midi(pitch) != midi(old.name)))
    if sum(one.name != "r" for bar in bars for one in bar) == 1:
        bars = (*bars, (Token("C4", Fraction(1)),))
    after = replaced(bars, place, Token(new, old.length, old.options, old.breath))
    (found,) = differences(plain(bars), plain(after))
    assert found.kind is Kind.NOTE and found.place.section == "가" and found.place.bar == place[0] + 1
    for message in found.message:
        assert message.startswith(old.name) and f" → {new} " in message
    assert (found.old_span.line, found.new_span.line) == (3 + 2 * place[0],) * 2


@given(songs, st.data())
@settings(deadline=None)
def test_bars_put_in_are_told_as_such(bars: Bars, data: st.DataObject) -> None:
    where = data.draw(st.integers(0, len(bars)))
    more = tuple(
        (Token("D#3", Fraction(2 + i)), Token("r", Fraction(1, 64)))
        for i in range(data.draw(st.integers(1, 3)))
    )
    after = (*bars[:where], *more, *bars[where:])
    (found,) = differences(plain_without_words(bars), plain_without_words(after))
    assert (found.kind, found.bars, found.place.bar) == (Kind.BARS, len(more), where + 1)
    (back,) = differences(plain_without_words(after), plain_without_words(bars))
    assert (back.kind, back.bars, back.place.bar) == (Kind.BARS, len(more), where + 1)


def plain_without_words(bars: Bars) -> str:
    return "\n".join(line for line in plain(bars).split("\n") if not line.startswith(">"))


def replaced(bars: Bars, place: tuple[int, int], token: Token) -> Bars:
    i, j = place
    return (*bars[:i], (*bars[i][:j], token, *bars[i][j + 1 :]), *bars[i + 1 :])


def midi(pitch: str) -> int:
    return song(f"| {pitch}:1 |").sections[0].lines[0].bars[0].elements[0].pitch.midi


# ── no difference, no other sound ────────────────────────────────────────────────────────────────


class OneVoice(Mapping[Word | None, VoiceCard]):
    """Everything is sung by the default voice."""

    card = World().card(None, Path())

    def __getitem__(self, name: Word | None) -> VoiceCard:
        return self.card

    def __iter__(self) -> Iterator[None]:
        return iter((None,))

    def __len__(self) -> int:
        return 1


def seal(text: str) -> Seal | None:
    """None for a song with errors."""
    written, mistakes = parse(Source("song.chang", text))
    score, more = arrange(written)
    errors = [one for one in (*mistakes, *more) if one.severity is Severity.ERROR]
    return None if errors or score.backing else seal_of(score, OneVoice())


DUET = (ROOT / "tests/compare/duet.chang").read_text("utf-8")
TEXTS = [path.read_text("utf-8") for path in SONGS] + [DUET] * 10
LINES = [
    "tempo: 80",
    "gain: -3",
    "pan: -0.4",
    "meter: 3/4",
    "vibrato: off",
    "| @mf r:1 |",
    "[다]",
    "part: 셋",
]
CHARACTERS = "0123456789CDEFGABr~,.|@<>{}-[]#b:가나다라 \n"


@st.composite
def changed(draw: st.DrawFn, text: str) -> str:
    """A song with a word or a line dropped, doubled, moved, put in, or with a character more."""
    unit = draw(st.sampled_from(" \n"))
    pieces = text.split(unit)
    i, j = (draw(st.integers(0, len(pieces) - 1)) for _ in range(2))
    at = draw(st.integers(0, len(pieces[i])))
    put = {
        "drop": [],
        "double": [pieces[i]] * 2,
        "move": [pieces[j]],
        "line": [pieces[i], draw(st.sampled_from(LINES))],
        "character": [pieces[i][:at] + draw(st.sampled_from(CHARACTERS)) + pieces[i][at:]],
    }
    pieces[i : i + 1] = put[draw(st.sampled_from(sorted(put)))]
    return unit.join(pieces)


@given(st.sampled_from(TEXTS).flatmap(lambda text: st.tuples(st.just(text), changed(text))))
@settings(deadline=None, max_examples=400)
def test_songs_without_differences_are_the_same_song_to_the_seal(both: tuple[str, str]) -> None:
    old, new = both
    found = differences(old, new)
    if not found and seal(new) is not None:
        assert seal(new) == seal(old)


def test_bars_are_numbered_as_in_complaints() -> None:
    text = "[가]\n| C4:4 D4\n| E4 F4 | G4:1 |\n| A4:4 B4 |\n| C5:1 |\n"
    text = text.replace("| E4 F4", "| E4:4 F4")
    _, mistakes = arrange(song(text))
    (complaint,) = [one for one in mistakes if one.code == "E212"]
    (found,) = differences(text, text.replace("B4", "C4"))
    assert complaint.message.en.startswith(f"Bar {found.place.bar} lasts")


def test_a_long_song_is_compared_at_once() -> None:
    line = "| C4:4 D4 E4 F4 | G4:8 A4 B4 C5 D5:2 |\n> 노래하자 값이 많은 꽃\n"
    old, new = (
        f"[가]\n{line * 200}",
        f"[가]\n{line * 60}| C4:1 |\n> 아\n{line * 139}".replace("노래", "모래", 40),
    )
    began = time.monotonic()
    found = differences(old, new)
    assert time.monotonic() - began < 5
    assert [one.kind for one in found if one.kind is not Kind.LYRICS]


def test_bars_are_not_moved_where_their_notes_stand_in_other_bars() -> None:
    old, new = "| C4:4 D4 E4 F4 | |\n> 가나다라\n", "| | D4:4 E4 F#4 G4 |\n> 가나다라\n"
    found = differences(old, new)
    assert found and not any("every note" in one.message.en for one in found)
