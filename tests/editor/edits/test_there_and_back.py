"""What is done in the piano roll and undone by hand gives back the very text.

Not so where the first edit takes something out of the text that nothing else there tells of:

- ties and rests one after another within a bar, which become one; a breath in a rest that a note covers;
- lengths written in an unusual form (`:8+8`), in another manner than the line's other ones, or where no
  other place is left that needs no length;
- bars that a section has grown by, for they may have been meant;
- notes beside that gave way; words of notes that were deleted, passed one another or went to another line;
  a hold that was parted from its syllable, and so sings the vowel anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pychang.editor.edits.lengths import Manner, manner_of
from pychang.editor.edits.model import Add, Delete, Edit, Join, Move, Resize, Split
from pychang.editor.edits.paper import paper_of
from pychang.lsp.positions import Place
from tests.editor.edits.sung import Sung, changed, errors, opened, sung
from tests.editor.edits.test_roll_edits import places
from tests.generated_songs import tidy_songs

Back = Callable[[tuple[Place, ...]], Edit]
MUCH = [HealthCheck.data_too_large, HealthCheck.filter_too_much, HealthCheck.too_slow]
ANY = settings(max_examples=10, deadline=None, suppress_health_check=MUCH)
SHARES = [Fraction(1, 2), Fraction(1, 4), Fraction(2, 3), Fraction(1)]
SONGS = st.sampled_from(("needed", "needed", "bars", "all")).flatmap(tidy_songs)


class _Song:
    """A song and one section of it that has notes."""

    def __init__(self, text: str, which: int | None, data: st.DataObject | None = None) -> None:
        self.text = text
        self.analysis = opened(text)
        assert errors(self.analysis) == []
        sections = sung(self.analysis)
        if which is None:
            full = [i for i, notes in enumerate(sections) if notes]
            assume(full)
            which = data.draw(st.sampled_from(full))
        self.which = which
        self.notes = sections[which]
        written = [(part, one) for part in self.analysis.written.parts for one in part.sections]
        self.part, self.section = written[which]
        self.duration = self.analysis.staff(self.section).duration

    def lines(self) -> list[tuple[int, Manner]]:
        """How many notes each line has, and how lengths are written there."""
        paper = paper_of(self.analysis, self.section, self.part)
        return [(len(line.tones), manner_of(line, paper.lines)) for line in paper.lines]

    def rests(self) -> Iterator[tuple[Fraction, Fraction]]:
        """From when to when nothing sounds: before each note, and behind the last."""
        now = Fraction(0)
        for note in self.notes:
            yield now, note.start
            now = note.end
        yield now, self.duration


def _there_and_back(song: _Song, edit: Edit, back: Back, touched: Sung | None) -> None:
    """The same text again, if nothing but the time and pitch of the note in hand has changed meanwhile."""
    text, made = changed(song.text, edit)
    there = _Song(text, song.which)
    hand = [one for one in there.notes if one.place in made.notes]
    others = [one.what for one in song.notes if one is not touched]
    assume([one.what for one in there.notes if one not in hand] == others)
    assume(touched is None or hand[0].words == touched.words)
    assume(there.duration == song.duration)
    if len(there.notes) == len(song.notes):
        assume([count for count, _ in there.lines()] == [count for count, _ in song.lines()])
    assume([manner for _, manner in there.lines()] == [manner for _, manner in song.lines()])
    assert changed(text, back(made.notes))[0] == song.text


def _share(data: st.DataObject, room: Fraction, whole: bool = True) -> Fraction:
    assume(room > 0)
    return room * data.draw(st.sampled_from(SHARES if whole else SHARES[:-1]))


def _note(data: st.DataObject, song: _Song) -> tuple[Sung, Fraction, Fraction]:
    """One of the notes, with the rests before and behind it."""
    rests = [end - start for start, end in song.rests()]
    number = data.draw(st.integers(0, len(song.notes) - 1))
    return song.notes[number], rests[number], rests[number + 1]


@ANY
@given(SONGS, st.data())
def test_split_and_joined(text: str, data: st.DataObject) -> None:
    song = _Song(text, None, data)
    one, _, _ = _note(data, song)
    at = _share(data, one.end - one.start, whole=False)
    _there_and_back(song, Split(one.place, at), Join, one)


@ANY
@given(SONGS, st.booleans(), st.sampled_from((0, 12, -12)), st.data())
def test_moved_there_and_back(text: str, later: bool, semitones: int, data: st.DataObject) -> None:
    song = _Song(text, None, data)
    rests = [end - start for start, end in song.rests()][int(later) :]
    notes = [(one, room) for one, room in zip(song.notes, rests, strict=False) if room]
    assume(notes)
    one, room = data.draw(st.sampled_from(notes))
    by = _share(data, room) * (1 if later else -1)
    _there_and_back(song, Move((one.place,), semitones, by), lambda notes: Move(notes, -semitones, -by), one)


@ANY
@given(SONGS, st.sampled_from(("longer", "shorter")), st.booleans(), st.data())
def test_lengthened_and_shortened(text: str, how: str, at_end: bool, data: st.DataObject) -> None:
    song = _Song(text, None, data)
    one, before, behind = _note(data, song)
    room = behind if at_end else before
    by = _share(data, room) if how == "longer" else -_share(data, one.end - one.start, whole=False)
    start, end = (Fraction(0), by) if at_end else (-by, Fraction(0))
    _there_and_back(song, Resize(one.place, start, end), lambda notes: Resize(notes[0], -start, -end), one)


@ANY
@given(SONGS, st.integers(40, 80), st.data())
def test_added_and_deleted(text: str, midi: int, data: st.DataObject) -> None:
    song = _Song(text, None, data)
    rests = [(start, end) for start, end in song.rests() if start < end]
    assume(rests)
    start, end = data.draw(st.sampled_from(rests))
    length = _share(data, end - start)
    at = start + data.draw(st.sampled_from((Fraction(0), Fraction(1, 2), Fraction(1)))) * (
        end - start - length
    )
    _there_and_back(song, Add(song.section.span.line, at, length, midi), Delete, None)


QUARTER, EIGHTH = Fraction(1, 4), Fraction(1, 8)
MANNERS = [
    ("| C4:4 ^D4 E4:2 |", "| C4:4 D4:8 D4 E4:2 |"),
    ("| C4:4 ^D4 E4 F4 |", "| C4:4 D4:8 D4 E4:4 F4 |"),
    ("| C4:4 D4 E4 ^F4 | G4 A4 B4 C5 |", "| C4:4 D4 E4 F4:8 F4 | G4:4 A4 B4 C5 |"),
    ("| C4:4 D4:4 ^E4:4 F4:4 |", "| C4:4 D4:4 E4:8 E4:8 F4:4 |"),
    (
        "| C4:4 D4 E4 ^F4 | G4:4 A4 B4 C5 | G4:4 A4:2. |",
        "| C4:4 D4 E4 F4:8 F4 | G4:4 A4 B4 C5 | G4:4 A4:2. |",
    ),
    (
        "| C4:4 D4:2 ^E4:4 |\n| C4:2 D4:2 |",
        "| C4:4 D4:2 E4:8 E4:8 |\n| C4:2 D4:2 |",
    ),
    ("| ^C4:4{accent} , D4 E4 F4 |\n> 값이[갑씨], 가", "| C4:8{accent} C4 , D4:4 E4 F4 |\n> 값-이[갑씨], 가"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "split"), MANNERS)
def test_lengths_are_written_as_the_line_writes_them(marked: str, split: str) -> None:
    text, (note,) = places(marked)
    there, made = changed(text, Split(note, EIGHTH))
    assert there == split
    assert changed(there, Join(made.notes))[0] == text


def test_line_ends_without_a_space_when_its_last_word_goes() -> None:
    text, notes = places("| C4:4 r ^D4:2 |\n> 가, 나\n")
    assert changed(text, Delete(notes))[0] == "| C4:4 r:2. |\n> 가,\n"


def test_bar_behind_keeps_its_length() -> None:
    """A length carries over bar lines, also into a bar in which nothing changes."""
    text, notes = places("| C4:4 ^D4 r:2 | E4 r |")
    assert changed(text, Delete(notes))[0] == "| C4:4 r:2. | E4:2 r |"
