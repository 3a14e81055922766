"""When each phone is sung.

The vowel starts on the beat (Sundberg & Bauer-Huppmann 2007); onset and glide come before it, out of the
time of the note before; the coda closes at the end of the syllable's last note.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pychang.korean.model import BREATH, SILENCE, SyllablePhones
from pychang.performance.clock import Clock
from pychang.performance.durations import coda_s, glide_s, onset_s, squeeze
from pychang.performance.model import Phone
from pychang.score.model import Note, Part

CONSONANT_SHARE = 0.55  # of the time between two vowel onsets that consonants may take
STACCATO_SHARE = 0.55
BREATH_S = (0.16, 0.38)  # a catch breath and a full one
BREATH_SHARE = 0.35  # of the note that a breath without a rest after it may take
BREATH_GAP_S = 0.04  # between the breath and the voice


@dataclass(frozen=True)
class SungSyllable:
    """A syllable on its notes: the vowel from `start_s` on the beat, all over at `end_s`."""

    notes: tuple[int, ...]  # indices into Part.notes
    note_starts_s: tuple[float, ...]
    start_s: float
    end_s: float
    phones: SyllablePhones
    breath_after: bool


def sung_syllables(part: Part, phones: Sequence[SyllablePhones], clock: Clock) -> list[SungSyllable]:
    """The syllables of a part in the order in which they are sung, each over all its notes."""
    groups: list[list[int]] = []
    for i, note in enumerate(part.notes):
        if note.syllable is None:
            continue
        if groups and part.notes[groups[-1][-1]].syllable == note.syllable:
            groups[-1].append(i)
        else:
            groups.append([i])
    sung = [_on_notes(part, group, phones, clock) for group in groups]
    following = (*(s.start_s for s in sung[1:]), float("inf"))
    return [_make_room_for_breath(s, after_s) for s, after_s in zip(sung, following, strict=False)]


def _on_notes(part: Part, group: list[int], phones: Sequence[SyllablePhones], clock: Clock) -> SungSyllable:
    notes = [part.notes[i] for i in group]
    starts = tuple(clock.at(note.start) for note in notes)
    last = notes[-1]
    return SungSyllable(
        notes=tuple(group),
        note_starts_s=starts,
        start_s=starts[0],
        end_s=_sounding_end(last, starts[-1], clock),
        phones=phones[last.syllable],
        breath_after=last.breath_after,
    )


def _sounding_end(note: Note, start_s: float, clock: Clock) -> float:
    end_s = clock.at(note.start + note.duration)
    return start_s + STACCATO_SHARE * (end_s - start_s) if note.expression.staccato else end_s


def _make_room_for_breath(syllable: SungSyllable, following_s: float) -> SungSyllable:
    """End a syllable early when a breath follows and no rest gives the time for it."""
    if not syllable.breath_after:
        return syllable
    length = syllable.end_s - syllable.start_s
    wanted = BREATH_S[1] + BREATH_GAP_S + 0.1 - (following_s - syllable.end_s)
    taken = min(max(wanted, 0.0), BREATH_SHARE * length + 0.05, 0.6 * length)
    return replace(syllable, end_s=syllable.end_s - taken)


def time_phones(sung: Sequence[SungSyllable], duration_s: float) -> tuple[Phone, ...]:
    """Phones from 0 to `duration_s` without gap or overlap."""
    out: list[Phone] = []
    for i, syllable in enumerate(sung):
        before = sung[i - 1] if i else None
        after = sung[i + 1] if i + 1 < len(sung) else None
        onset = _onset_lengths(before, syllable)
        _fill_rest(out, syllable.start_s - sum(onset), before)
        names = syllable.phones.onset + syllable.phones.glide
        _append_run(out, names, onset, syllable.start_s - sum(onset), syllable.notes[0])
        end_s = _voice_end(syllable, after)
        codas = _coda_lengths(syllable, after, end_s)
        _append_vowel(out, syllable, end_s - sum(codas))
        _append_run(out, syllable.phones.coda, codas, end_s - sum(codas), syllable.notes[-1])
    _fill_rest(out, duration_s, None)
    return tuple(phone for phone in out if phone.end_s > phone.start_s)


def _lengths(syllable: SungSyllable) -> list[float]:
    return [onset_s(p) for p in syllable.phones.onset] + [glide_s(p) for p in syllable.phones.glide]


def _joined(before: SungSyllable | None, syllable: SungSyllable) -> bool:
    """Is the onset taken out of the syllable before, because no rest is long enough for it?"""
    return before is not None and syllable.start_s - before.end_s < sum(_lengths(syllable)) + 0.02


def _onset_lengths(before: SungSyllable | None, syllable: SungSyllable) -> list[float]:
    lengths = _lengths(syllable)
    if not _joined(before, syllable):
        return lengths
    codas = [coda_s(p, before.end_s - before.start_s) for p in before.phones.coda]
    room = CONSONANT_SHARE * (syllable.start_s - before.start_s)
    return squeeze(codas + lengths, room)[len(codas) :]


def _voice_end(syllable: SungSyllable, after: SungSyllable | None) -> float:
    if after is None:
        return syllable.end_s
    return min(syllable.end_s, after.start_s - sum(_onset_lengths(syllable, after)))


def _coda_lengths(syllable: SungSyllable, after: SungSyllable | None, end_s: float) -> list[float]:
    codas = [coda_s(p, syllable.end_s - syllable.start_s) for p in syllable.phones.coda]
    if after is not None and _joined(syllable, after):
        room = CONSONANT_SHARE * (after.start_s - syllable.start_s)
        codas = squeeze(codas + _lengths(after), room)[: len(codas)]
    return squeeze(codas, CONSONANT_SHARE * (end_s - syllable.start_s))


def _append_run(
    out: list[Phone], names: Sequence[str], lengths: Sequence[float], at_s: float, note: int
) -> None:
    for name, length in zip(names, lengths, strict=True):
        out.append(Phone(name, at_s, at_s + length, note))
        at_s += length


def _append_vowel(out: list[Phone], syllable: SungSyllable, end_s: float) -> None:
    """The vowel, one phone a note of its melisma."""
    starts = [s for s in syllable.note_starts_s if s < end_s or s == syllable.start_s]
    for note, start, end in zip(syllable.notes, starts, [*starts[1:], end_s], strict=False):
        out.append(Phone(syllable.phones.vowel, start, max(end, start), note))


def _fill_rest(out: list[Phone], until_s: float, before: SungSyllable | None) -> None:
    """Silence from the last phone to `until_s`, with a breath before its end if one is due."""
    at_s = out[-1].end_s if out else 0.0
    if until_s <= at_s:
        return
    gap = until_s - at_s
    if before is None or not before.breath_after or gap < BREATH_S[0]:
        out.append(Phone(SILENCE, at_s, until_s, -1))
        return
    length = min(BREATH_S[1], gap - 2 * min(BREATH_GAP_S, gap / 6))
    start = until_s - min(BREATH_GAP_S, gap / 6) - length
    _append_run(out, (SILENCE, BREATH, SILENCE), (start - at_s, length, until_s - start - length), at_s, -1)
