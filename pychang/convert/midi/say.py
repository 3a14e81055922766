"""What is told of a MIDI file that was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from pychang.convert.formats import Wishes
from pychang.convert.midi.choose import in_words
from pychang.convert.midi.line import Set, is_too_low
from pychang.convert.midi.say_words import say_words
from pychang.convert.midi.song import MidiSong
from pychang.convert.midi.speaker import Speaker
from pychang.convert.sheet import Bar
from pychang.diagnostic import Text
from pychang.finding import Finding
from pychang.language.wording import count
from pychang.score.tempo import FASTEST, SLOWEST

FEW = 5  # meters that one message names
_MOVED_S = 0.001  # less is rounding


def findings(song: MidiSong, sets: Sequence[Set], bars: Sequence[Bar], wishes: Wishes) -> Iterator[Finding]:
    """All that there is to tell, the file first."""
    speaker = Speaker(song, sets, bars, wishes)
    for say in (_damaged, _voices, _chords, _low, _moved, _tempo, _meters, say_words):
        yield from say(speaker)


def _damaged(speaker: Speaker) -> Iterator[Finding]:
    if speaker.song.damaged:
        yield speaker.warn(
            "damaged",
            "파일의 일부가 잘렸거나 망가졌습니다. 읽을 수 있는 데까지 읽었습니다.",
            "some of the file is cut off or damaged; what can be read of it was.",
            Text("원래 파일이 있으면 다시 내보내세요.", "If you have the original, export it once more."),
        )


def _tempo(speaker: Speaker) -> Iterator[Finding]:
    if speaker.song.clamped:
        yield speaker.warn(
            "tempo",
            f"빠르기 {speaker.song.clamped}곳이 {SLOWEST}~{FASTEST}을 벗어나 그 끝에 맞췄습니다.",
            f"{count(speaker.song.clamped, 'tempo')} outside {SLOWEST} to {FASTEST} brought to its end.",
        )
    if speaker.song.tapped:
        yield speaker.note(
            "tempo",
            f"사람이 두드린 듯 쉬지 않고 바뀌는 빠르기에서 {speaker.song.tapped}곳을 덜어 냈습니다.",
            f"of a tempo that changes all the time, as if tapped, {speaker.song.tapped} changes left out.",
        )


def _meters(speaker: Speaker) -> Iterator[Finding]:
    if odd := list(dict.fromkeys(speaker.song.odd_meters)):
        shown = ", ".join(odd[:FEW])
        yield speaker.warn(
            "meter",
            f"적을 수 없는 박자가 있어 앞의 박자를 이어 썼습니다: {shown}",
            f"meters that cannot be written; the one before goes on: {shown}",
        )


# ── what is sung ─────────────────────────────────────────────────────────────────────────────


def _voices(speaker: Speaker) -> Iterator[Finding]:
    taken = [one.line.voice for one in speaker.sets]
    others = [voice for voice in speaker.song.voices if voice not in taken]
    if others:
        sung, left = in_words(taken), in_words(others)
        yield speaker.note(
            "track",
            f"부르는 트랙: {sung.ko}. 부르지 않는 트랙: {left.ko}.",
            f"sung: track {sung.en}. Not sung: {left.en}.",
            Text(
                "다른 트랙을 부르려면 --track 번호를 주세요.",
                "For another one give --track and its number.",
            ),
        )


def _chords(speaker: Speaker) -> Iterator[Finding]:
    left = [tone for one in speaker.sets for tone in one.line.left_out]
    if left:
        bar = speaker.bar(min(tone.start for tone in left))
        yield speaker.warn(
            "chords",
            f"한꺼번에 울리는 음에서 가장 높은 음만 남기고 {len(left)}개를 뺐습니다. "
            f"처음은 {bar}번째 마디입니다.",
            f"of tones that sound together only the highest is sung; {len(left)} left out, "
            f"the first in bar {bar}.",
        )


def _low(speaker: Speaker) -> Iterator[Finding]:
    low = [tone for one in speaker.sets for tone in one.line.tones if is_too_low(tone)]
    if low:
        bar = speaker.bar(low[0].start)
        yield speaker.warn(
            "pitch",
            f"C0보다 낮은 음 {len(low)}개를 옥타브 올렸습니다. 처음은 {bar}번째 마디입니다.",
            f"{count(len(low), 'note')} below C0 sung an octave higher; the first in bar {bar}.",
        )


def _moved(speaker: Speaker) -> Iterator[Finding]:
    """How far notes were moved: their beginnings; and ends where rests came or went."""
    moved = []
    for note in (note for one in speaker.sets for note in one.notes):
        struck = speaker.song.seconds(Fraction(note.played.start, speaker.song.whole))
        by_s = abs(speaker.song.seconds(note.start) - struck)
        if by_s > _MOVED_S:
            moved.append((note.played.start, by_s))
    if not moved:
        return
    bar, most_ms = speaker.bar(min(moved)[0]), round(1000 * max(by_s for _, by_s in moved))
    grid = _grid(speaker)
    yield speaker.note(
        "grid",
        f"음 {len(moved)}개를 {grid} 격자로 옮겼습니다. 가장 많이는 {most_ms} ms, "
        f"처음은 {bar}번째 마디입니다.",
        f"{count(len(moved), 'note')} moved to the grid of {grid}, by {most_ms} ms at most; "
        f"the first in bar {bar}.",
        Text("다른 격자를 쓰려면 --grid 16처럼 주세요.", "For another grid give --grid, such as --grid 16."),
    )


def _grid(speaker: Speaker) -> str:
    """The grid on which all notes begin: `1/16`, or `1/16, 1/12`."""
    if speaker.wishes.grid:
        return str(speaker.wishes.grid)
    starts = {note.start for one in speaker.sets for note in one.notes}
    halves = max((start.denominator for start in starts if start.denominator % 3), default=4)
    thirds = max((start.denominator for start in starts if start.denominator % 3 == 0), default=0)
    return f"1/{max(halves, 4)}" + (f", 1/{thirds}" if thirds else "")


TOO_LONG = (
    Text("노래 한 곡보다 훨씬 깁니다.", "it is far longer than a song."),
    Text("부를 부분만 남겨 다시 내보내세요.", "Export it once more with what is to be sung alone."),
)
