"""Whatever is done in the piano roll of whatever song: what was asked happens, and nothing else does."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pychang.editor.edits import edited
from pychang.editor.edits.model import Add, Delete, Edit, Join, Move, Refused, Resize, Split, Words
from pychang.lsp.document import Analysis
from pychang.score.dynamics import points
from pychang.score.staff import Staff
from tests.editor.edits.sung import Sung, applied, errors, opened, sung
from tests.generated_songs import songs

STEPS = [Fraction(n, d) for n, d in ((1, 4), (1, 8), (1, 16), (1, 2), (1, 12), (1, 1), (3, 8))]
BY = st.sampled_from([*STEPS, *(-one for one in STEPS)])
MUCH = [HealthCheck.data_too_large, HealthCheck.filter_too_much, HealthCheck.too_slow]
ANY = settings(max_examples=20, deadline=None, suppress_health_check=MUCH)
TEXTS = ("가", "가나", "나 ", "가-나", "값이[갑씨] 가", "아, 리", "ᄀ" + "ᅡᆨ", " 도", "나. ")


class _Before:
    """A song, its notes, and one section that has some."""

    def __init__(self, text: str, data: st.DataObject) -> None:
        self.text = text
        self.analysis = opened(text)
        self.sections = sung(self.analysis)
        full = [i for i, notes in enumerate(self.sections) if notes]
        assume(full)
        self.which = data.draw(st.sampled_from(full))
        self.notes = self.sections[self.which]

    def after(self, edit: Edit) -> _After | None:
        """None if it is refused."""
        made = edited(self.analysis, edit)
        return None if isinstance(made, Refused) else _After(self, made)


class _After:
    """The same after an edit, which may have made no mistake, and touched no other section."""

    def __init__(self, before: _Before, made: object) -> None:
        self.made = made
        self.text = applied(before.text, made)
        self.analysis = opened(self.text)
        assert errors(self.analysis) == errors(before.analysis) == []
        self.sections = sung(self.analysis)
        self.notes = self.sections[before.which]
        self.hand = [note for note in self.notes if note.place in made.notes]
        self.rest = [note for note in self.notes if note.place not in made.notes]
        assert len(self.hand) == len(made.notes)
        ends = [-1, *(one.end for one in made.replacements)]
        assert all(one.start > end for one, end in zip(made.replacements, ends, strict=False))
        for i, (was, now) in enumerate(zip(before.sections, self.sections, strict=True)):
            assert i == before.which or [one.what for one in was] == [one.what for one in now]
        staff, was = _staff(self.analysis, before.which), _staff(before.analysis, before.which)
        assert staff.tempo == was.tempo or staff.duration > was.duration


def _staff(analysis: Analysis, which: int) -> Staff:
    section = [one for part in analysis.written.parts for one in part.sections][which]
    return analysis.staff(section)


def _levels(analysis: Analysis, which: int, at: list[Fraction]) -> list[float] | None:
    """The level at each time; None with hairpins, which go where their end goes."""
    staff = _staff(analysis, which)
    marks = [(position, mark.name) for position, mark in staff.marks()]
    if any(name in "<>" for _, name in marks):
        return None
    found = list(points(marks, staff.duration + 9))
    return [[one.level_db for one in found if one.position <= time][-1] for time in at]


def _some(data: st.DataObject, notes: list[Sung], most: int = 3) -> list[Sung]:
    first = data.draw(st.integers(0, len(notes) - 1))
    return notes[first : first + data.draw(st.integers(1, most))]


def _same_but_for_time(before: _Before, others: list[Sung], after: _After) -> None:
    """The others are sung on what they were; they are shorter only where those in hand are now."""
    assert len(others) == len(after.rest)
    for was, now in zip(others, after.rest, strict=True):
        over = [one for one in after.hand if one.start < was.end and was.start < one.end]
        assert (was.midi, was.how, was.breathes) == (now.midi, now.how, now.breathes)
        assert over or (was.start, was.end) == (now.start, now.end)
        assert was.start <= now.start < now.end <= was.end
    same = [(was, now) for was, now in zip(others, after.rest, strict=True) if was.start == now.start]
    levels = _levels(before.analysis, before.which, [was.start for was, _ in same])
    if levels is not None:
        assert levels == _levels(after.analysis, before.which, [was.start for was, _ in same])


def _words_of(note: Sung, verses: int) -> tuple[tuple[str, str | None], ...]:
    """What a note takes in so many verses: when they run out, in the last."""
    words = note.words or (("아", None),)
    return tuple(words[min(verse, len(words) - 1)] for verse in range(verses))


def _keeps_words(was: Sung, now: Sung) -> None:
    """What was sung on a note is sung on it; one that held a syllable may have had to take one."""
    verses = max(len(was.words), len(now.words))
    for one, other in zip(_words_of(was, verses), _words_of(now, verses), strict=True):
        assert one[0] == other[0] or one[0] == "-", (one, other)
        if one[0] == "-" != other[0]:
            continue
        assert one == other or (one[1] is None and other[1] == other[0])  # in a word with brackets now


@ANY
@given(songs(), st.data())
def test_pitch(text: str, data: st.DataObject) -> None:
    before = _Before(text, data)
    hand = _some(data, before.notes)
    semitones = data.draw(st.integers(-14, 14).filter(bool))
    after = before.after(Move(tuple(one.place for one in hand), semitones))
    if after is None:
        return
    assert len(after.made.replacements) == len(hand)
    moved = [replace(one, midi=one.midi + semitones) if one in hand else one for one in before.notes]
    assert [one.what for one in moved] == [one.what for one in after.notes]
    back = edited(after.analysis, Move(after.made.notes, -semitones))
    assert [one.what for one in sung(opened(applied(after.text, back)))[before.which]] == [
        one.what for one in before.notes
    ]


@ANY
@given(songs(), BY, st.data())
def test_time(text: str, by: Fraction, data: st.DataObject) -> None:
    before = _Before(text, data)
    hand = _some(data, before.notes)
    semitones = data.draw(st.sampled_from((0, 0, 1, -3)))
    after = before.after(Move(tuple(one.place for one in hand), semitones, by))
    if after is None:
        return
    for was, now in zip(hand, after.hand, strict=True):
        assert (was.start + by, was.end + by, was.midi + semitones) == (now.start, now.end, now.midi)
        assert (was.how, was.breathes) == (now.how, now.breathes)
        _keeps_words(was, now)
    others = [one for one in before.notes if one not in hand]
    _same_but_for_time(before, others, after)
    for was, now in zip(others, after.rest, strict=True):
        _keeps_words(was, now)


@ANY
@given(songs(), st.data())
def test_resize(text: str, data: st.DataObject) -> None:
    before = _Before(text, data)
    one = data.draw(st.sampled_from(before.notes))
    start_by = data.draw(st.one_of(st.just(Fraction(0)), BY))
    end_by = data.draw(st.one_of(st.just(Fraction(0)), BY))
    after = before.after(Resize(one.place, start_by, end_by))
    if after is None:
        return
    (now,) = after.hand
    assert (now.start, now.end) == (one.start + start_by, one.end + end_by)
    assert (one.midi, one.how, one.breathes) == (now.midi, now.how, now.breathes)
    _same_but_for_time(before, [other for other in before.notes if other is not one], after)
    others = [other for other in before.notes if other is not one]
    for was, is_now in zip([one, *others], [now, *after.rest], strict=True):
        _keeps_words(was, is_now)
    back = edited(after.analysis, Resize(now.place, -start_by, -end_by))
    assert not isinstance(back, Refused)
    again = sung(opened(applied(after.text, back)))[before.which]
    if [(a.start, a.end) for a in others] == [(a.start, a.end) for a in after.rest]:
        assert [(a.start, a.end, a.midi) for a in again] == [(a.start, a.end, a.midi) for a in before.notes]


@ANY
@given(songs(), st.data())
def test_delete(text: str, data: st.DataObject) -> None:
    before = _Before(text, data)
    gone = _some(data, before.notes)
    assume(len(gone) < sum(map(len, before.sections)))
    after = before.after(Delete(tuple(one.place for one in gone)))
    if after is None:
        return
    others = [one for one in before.notes if one not in gone]
    _same_but_for_time(before, others, after)
    for was, now in zip(others, after.rest, strict=True):
        _keeps_words(was, now)


@ANY
@given(songs(), st.data())
def test_add(text: str, data: st.DataObject) -> None:
    before = _Before(text, data)
    section = [one for part in before.analysis.written.parts for one in part.sections][before.which]
    end = before.analysis.staff(section).duration
    at = data.draw(st.integers(0, int(end * 16) + 20).map(lambda n: Fraction(n, 16)))
    length = data.draw(st.sampled_from(STEPS))
    after = before.after(Add(section.span.line, at, length, data.draw(st.integers(40, 80))))
    if after is None:
        return
    (now,) = after.hand
    assert (now.start, now.end) == (at, at + length)
    assert all(word[0] == "-" if now.follows else word[0] == "아" for word in now.words)
    _same_but_for_time(before, before.notes, after)
    for was, is_now in zip(before.notes, after.rest, strict=True):
        _keeps_words(was, is_now)
    if [one.what for one in after.rest] == [one.what for one in before.notes]:
        back = edited(after.analysis, Delete((now.place,)))
        again = sung(opened(applied(after.text, back)))[before.which]
        assert [one.what for one in again] == [one.what for one in before.notes]


@ANY
@given(songs(), st.data())
def test_split_and_join(text: str, data: st.DataObject) -> None:
    before = _Before(text, data)
    one = data.draw(st.sampled_from(before.notes))
    at = (one.end - one.start) * data.draw(st.sampled_from([Fraction(1, 2), Fraction(1, 4), Fraction(2, 3)]))
    after = before.after(Split(one.place, at))
    if after is None:
        return
    first, second = after.hand
    assert (first.start, first.end, second.end) == (one.start, one.start + at, one.end)
    assert first.midi == second.midi == one.midi
    assert first.words == one.words
    assert all(word == ("-", None) for word in second.words)
    others = [other for other in before.notes if other is not one]
    assert [other.what for other in others] == [other.what for other in after.rest]
    back = edited(after.analysis, Join(after.made.notes))
    again = sung(opened(applied(after.text, back)))[before.which]
    assert [note.what for note in again] == [note.what for note in before.notes]


@ANY
@given(songs(), st.data())
def test_join(text: str, data: st.DataObject) -> None:
    before = _Before(text, data)
    joined = _some(data, before.notes)
    after = before.after(Join(tuple(one.place for one in joined)))
    if after is None:
        return
    (now,) = after.hand
    assert (now.start, now.end) == (joined[0].start, joined[-1].end)
    assert (now.midi, now.how, now.words) == (joined[0].midi, joined[0].how, joined[0].words)
    assert now.breathes == joined[-1].breathes
    others = [one for one in before.notes if one not in joined]
    _same_but_for_time(before, others, after)
    for was, is_now in zip(others, after.rest, strict=True):
        _keeps_words(was, is_now)


@ANY
@given(songs(), st.sampled_from(TEXTS), st.integers(0, 3), st.data())
def test_words(text: str, typed: str, verse: int, data: st.DataObject) -> None:
    before = _Before(text, data)
    number = data.draw(st.integers(0, len(before.notes) - 1))
    after = before.after(Words(before.notes[number].place, verse, typed))
    if after is None:
        return
    blocks = {"각": "각", "값이[갑씨] 가": "값이가"}.get(typed) or [
        ch for ch in typed if "가" <= ch <= "힣" or ch == "-"
    ]
    last = number + len(blocks)
    for i, (was, now) in enumerate(zip(before.notes, after.notes, strict=True)):
        assert was.what[:5] == now.what[:5]
        if number <= i < last:
            assert now.words[verse][0] == blocks[i - number]
            assert now.words[:verse] == _words_of(was, verse)[:verse] or len(was.words) <= verse
        for k, (one, other) in enumerate(zip(was.words, now.words, strict=False)):
            assert one[0] == other[0] or (k == verse and number <= i < last)
    then = after.made.then
    assert then is None or after.analysis.row(then) is not None
    if last < len(before.notes):
        assert then == after.notes[last].place
