"""What is told about a project that was read: what was left out, moved, cut short or guessed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from pychang.convert.editor.project import QUARTER, DrawnTrack, Project
from pychang.convert.sheet import Sheet
from pychang.convert.sung_text import WRITE_HANGUL, Scheme
from pychang.convert.syllables import UNKNOWN
from pychang.diagnostic import Severity, Text
from pychang.finding import Finding
from pychang.language.wording import count
from pychang.score.tempo import FASTEST, SLOWEST

if TYPE_CHECKING:
    from pychang.convert.editor.incoming import Read

SHOWN = 5  # of what there is much of


def about(
    project: Project, sheet: Sheet, reads: Sequence[Read], scheme: Scheme | None, has_words: bool
) -> Iterator[Finding]:
    """The findings of a sheet, each summing up one kind."""
    starts = [bar.start for bar in sheet.bars]

    def bar(at: Fraction) -> int:
        return bisect_right(starts, at)

    moved = [one.moved for one in reads if one.moved.notes]
    if moved:
        first = min(bar(one.first) for one in moved)
        notes, ticks = sum(one.notes for one in moved), max(one.ticks for one in moved)
        ms = round(ticks * 60_000 / QUARTER / sheet.tempo[0].quarters_per_minute)
        yield _warning("moved", project.path, _moved(notes, ms, first), _GRID)
    if crowded := [at for one in reads for at in one.crowded]:
        text = _crowded(len(crowded), bar(min(crowded)))
        yield _warning("polyphony", project.path, text, _ONE_VOICE)
    if foreign := [(bar(at), text) for one in reads for at, text in one.foreign]:
        yield _warning("foreign-words", project.path, _foreign(foreign), WRITE_HANGUL)
    if strange := sum(one.out_of_range for one in reads):
        yield _warning("pitch", project.path, _strange(strange), _SEE_PITCHES)
    if project.has_odd_tempo:
        yield _warning("tempo", project.path, _TEMPO, _SEE_TEMPO)
    if scheme:
        yield _note("romanised", project.path, _ROMANISED, _CHECK_WORDS)
    if not has_words:
        yield _note("no-words", project.path, _NO_WORDS, _GIVE_WORDS)
    elif not all(one.has_boundaries for one in reads):
        yield _note("boundaries", project.path, _NO_SPACES, _ADD_SPACES)


def muted(path: Path, tracks: Sequence[DrawnTrack]) -> Finding:
    """That muted tracks are left out, and which."""
    names = ", ".join(track.name or "?" for track in tracks[:SHOWN])
    text = Text(f"소리를 꺼 둔 트랙은 빼고 가져옵니다: {names}.", f"muted tracks are left out: {names}.")
    return _warning("muted", path, text, _CHOOSE_TRACK)


def no_such_track(asked: str, project: Project) -> tuple[Text, Text]:
    """Why there is no track that was asked for, and which there are."""
    numbered = enumerate(project.tracks, 1)
    listed = ", ".join(f"{i} {track.name}".strip() for i, track in numbered if track.notes)
    return (
        Text(f"‘{asked}’ 트랙이 없거나 비어 있습니다.", f"there is no track `{asked}`, or it is empty."),
        Text(f"노래가 든 트랙: {listed}.", f"Tracks with notes: {listed}."),
    )


def _warning(kind: str, path: Path, message: Text, hint: Text) -> Finding:
    return Finding(Severity.WARNING, kind, path, message, hint)


def _note(kind: str, path: Path, message: Text, hint: Text) -> Finding:
    return Finding(Severity.NOTE, kind, path, message, hint)


def _moved(notes: int, ms: int, bar: int) -> Text:
    return Text(
        f"박에 맞지 않는 음 {notes:,}개를 가까운 박으로 옮겼습니다. 가장 많이 옮긴 것은 {ms}ms, "
        f"처음은 {bar}마디입니다.",
        f"{count(notes, 'note')} off the beat moved to the nearest grid, by {ms} ms at most; "
        f"the first in bar {bar}.",
    )


def _crowded(notes: int, bar: int) -> Text:
    return Text(
        f"음이 겹치는 곳이 {notes:,}군데 있어 한 번에 한 음만 남겼습니다. 처음은 {bar}마디입니다.",
        f"notes overlap in {count(notes, 'place')}, where one at a time was kept; the first in bar {bar}.",
    )


def _foreign(found: Sequence[tuple[int, str]]) -> Text:
    first: dict[str, int] = {}
    for bar, text in found:
        first.setdefault(text[:20], bar)
    shown = list(first.items())[:SHOWN]
    more = " …" if len(first) > len(shown) else ""
    ko = ", ".join(f"‘{text}’({bar}마디)" for text, bar in shown) + more
    en = ", ".join(f"`{text}` (bar {bar})" for text, bar in shown) + more
    number = len(found)
    return Text(
        f"한글로 읽을 수 없는 가사 {number:,}개를 ‘{UNKNOWN}’로 부릅니다: {ko}",
        f"{count(number, 'text')} that cannot be read as Korean, sung on {UNKNOWN}: {en}",
    )


def _strange(notes: int) -> Text:
    return Text(
        f"옥타브 0~9를 벗어난 음 {notes:,}개를 그 끝으로 옮겼습니다.",
        f"{count(notes, 'note')} beyond the octaves 0 to 9 moved to the nearest pitch there.",
    )


_TEMPO = Text(
    f"빠르기 {SLOWEST}~{FASTEST}을 벗어난 곳이 있어 그 안으로 맞추었습니다.",
    f"a tempo outside {SLOWEST} to {FASTEST} was brought inside.",
)
_SEE_TEMPO = Text("빠르기를 확인하세요.", "See whether the tempo is right.")
_SEE_PITCHES = Text("그 음들을 확인하세요.", "See whether those notes are right.")
_GRID = Text("다른 박에 맞추려면 --grid를 쓰세요.", "Another grid is chosen with --grid.")
_ONE_VOICE = Text(
    "화음이라면 성부마다 다른 트랙에 적어 다시 가져오세요.",
    "If chords are meant, put each voice on a track of its own, and import again.",
)
_CHOOSE_TRACK = Text(
    "그 트랙을 부르려면 --track으로 고르세요.", "To sing one of them, choose it with --track."
)
_ROMANISED = Text(
    "로마자나 발음 기호로 적힌 가사를 한글로 옮겼습니다.",
    "words in Latin letters or phonetic signs were turned into Hangul.",
)
_CHECK_WORDS = Text("소리 나는 대로이니 맞춤법은 손보세요.", "They are as they sound; mend their spelling.")
_NO_WORDS = Text("가사가 없는 파일입니다.", "the file has no words.")
_GIVE_WORDS = Text("--lyrics로 가사 파일을 줄 수 있습니다.", "Words can be given with --lyrics.")
_NO_SPACES = Text(
    "낱말 사이의 빈칸을 알 수 없어 쉬는 곳까지 붙여 적었습니다.",
    "where words end is not told; they are written together up to each rest.",
)
_ADD_SPACES = Text(
    "가사를 띄어 쓰면 발음이 더 정확해집니다.", "With spaces between words, pronunciation gets better."
)
