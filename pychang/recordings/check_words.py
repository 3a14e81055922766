"""Are the words all there, in time: length, tempo, words left out, other words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from pychang.diagnostic import Text
from pychang.finding import Finding
from pychang.language.wording import count
from pychang.recordings.as_written import SungNote, SungPart, stretch
from pychang.recordings.findings import as_time, fail, warn
from pychang.recordings.heard import HOP_S, Heard
from pychang.recordings.model import Recording
from pychang.score.model import Score

Syllables = Sequence[Sequence[SungNote]]

LENGTH = (0.5, 2.0)  # of the score's; outside of that it is another song, or a part of one
TEMPO = (0.87, 1.15)  # without a click, singers stray by 5–10 %

SILENT_DB = -85.0  # re full scale: what a microphone that is off gives
ABSENT_DB = 30.0  # below the singing: nobody sings; pp is 12–20 dB below mf
SHORTEST_S = 0.03  # a vowel that an alignment has squeezed to less was not sung
OTHER_WORDS = 0.25  # agreement of a syllable; right words have 0.5 and more, nearly all of them 0.9
NEAR = 2  # syllables that fit, between two that do not: still the same slip
FILLED = 0.5  # of the written time: if so much is sung where words do not fit, they are others
MISSING_BAD = 0.2  # of the syllables; with more than that the recording does not fit its score
MOST_TOLD = 5


def check_words(heard: Heard, recording: Recording, sung: SungPart) -> Iterator[Finding]:
    """Words that are missing or others, and the tempo."""
    groups = sung.syllables
    misfits = [is_absent(heard, group) or group[0].agreement < OTHER_WORDS for group in groups]
    if sum(misfits) > MISSING_BAD * len(groups):
        yield _does_not_fit(recording, sum(misfits), len(groups))
        return
    told = 0
    for start, end in _rows(misfits):
        filled = filled_share(heard, recording.score, groups, start, end) > FILLED
        if told < MOST_TOLD and (end - start > 1 or not filled):
            told += 1
            yield _misfit(recording, sung, groups[start:end], *(_OTHER_WORDS if filled else _LEFT_OUT))
    yield from _tempo(recording, sung)


def check_length(heard: Heard, recording: Recording) -> Iterator[Finding]:
    """An error, if nobody sings, or for quite another time than the score lasts."""
    if heard.singing_db < SILENT_DB or not (heard.f0_hz > 0).any():
        yield fail("silent", recording.sound, *_SILENT)
    elif recording.score is not None:
        yield from _length(heard, recording, written_length_s(recording.score))


def _length(heard: Heard, recording: Recording, written_s: float) -> Iterator[Finding]:
    if LENGTH[0] * written_s <= heard.sung_s <= LENGTH[1] * written_s or not written_s:
        return
    yield fail(
        "length",
        recording.sound,
        Text(
            f"악보는 {as_time(written_s)}인데 {as_time(heard.sung_s)} 동안 불렀습니다.",
            f"The score lasts {as_time(written_s)}, but the singing {as_time(heard.sung_s)}.",
        ),
        Text(
            "이 악보의 노래인지, 처음부터 끝까지 불렀는지, 절(form)이 맞는지 보세요.",
            "See whether it is the song of this score, sung from beginning to end, with as many verses.",
        ),
    )


def written_length_s(score: Score) -> float:
    """Seconds from the beginning of the first note to the end of the last; 0 if there is none."""
    notes = [note for note in score.parts[0].notes if note.midi is not None]
    if not notes:
        return 0.0
    return score.seconds(notes[-1].start + notes[-1].duration) - score.seconds(notes[0].start)


def is_absent(heard: Heard, group: Sequence[SungNote]) -> bool:
    """Whether nothing is sung where a syllable should be."""
    start_s, end_s = group[0].start_s, group[-1].end_s
    if end_s - start_s < SHORTEST_S:
        return True
    level = heard.level_db[heard.frames(start_s, end_s)]
    return len(level) == 0 or float(np.percentile(level, 75)) < heard.singing_db - ABSENT_DB


def _rows(flags: Sequence[bool]) -> list[tuple[int, int]]:
    """(first, one after the last) of the flags that are true, near ones together."""
    rows: list[tuple[int, int]] = []
    for place in np.flatnonzero(flags).tolist():
        if rows and place - rows[-1][1] <= NEAR:
            rows[-1] = rows[-1][0], place + 1
        else:
            rows.append((place, place + 1))
    return rows


def filled_share(heard: Heard, score: Score, groups: Syllables, start: int, end: int) -> float:
    """How long somebody sings between the syllables around `start:end`, as a share of the written time."""
    began_s = groups[start - 1][-1].end_s if start else 0.0
    ended_s = groups[end][0].start_s if end < len(groups) else heard.duration_s
    sung_s = float(heard.sung[heard.frames(began_s, ended_s)].sum()) * HOP_S
    first, last = groups[start][0].note, groups[end - 1][-1].note
    return sung_s / (score.seconds(last.start + last.duration) - score.seconds(first.start))


def _misfit(
    recording: Recording, sung: SungPart, row: Syllables, kind: str, message: Text, hint: Text
) -> Finding:
    where = stretch(sung.part, row)
    said = Text(message.ko.format(where.ko), message.en.format(where.en))
    return warn(kind, recording.sound, said, hint, (row[0][0].start_s, row[-1][-1].end_s))


def _does_not_fit(recording: Recording, missing: int, all_of_them: int) -> Finding:
    name = recording.source.name
    return fail(
        "words",
        recording.sound,
        Text(
            f"{name}의 {all_of_them}글자 가운데 {missing}글자가 들리지 않거나 다릅니다.",
            f"{missing} of the {count(all_of_them, 'syllable')} of {name} are not heard, or are others.",
        ),
        Text(
            "이 악보의 노래를 처음부터 끝까지 불렀는지, 부른 절과 가사가 악보와 같은지 보세요.",
            "See whether this song was sung from beginning to end, in the words and verses of its score.",
        ),
    )


def tempo_ratio(score: Score, sung: SungPart) -> float | None:
    """How many times as fast as written it is sung, by syllables far apart; None if they are too few."""
    starts = [group[0] for group in sung.syllables]
    written = np.array([score.seconds(one.note.start) for one in starts])
    heard = np.array([one.start_s for one in starts])
    half = len(starts) // 2
    if half < 4:
        return None
    slopes = (heard[half:] - heard[: len(heard) - half]) / (written[half:] - written[: len(written) - half])
    return float(1 / max(np.median(slopes), 1e-3))


def _tempo(recording: Recording, sung: SungPart) -> Iterator[Finding]:
    score = recording.score
    ratio = tempo_ratio(score, sung)
    if ratio is None or TEMPO[0] <= ratio <= TEMPO[1]:
        return
    by = f"{abs(ratio - 1) * 100:.0f}"
    message = Text(
        f"악보보다 {by} % {'빠르게' if ratio > 1 else '느리게'} 불렀습니다.",
        f"It is sung {by} % {'faster' if ratio > 1 else 'slower'} than the score.",
    )
    yield warn("tempo", recording.sound, message, _how_to_tempo(recording, ratio))


def _how_to_tempo(recording: Recording, ratio: float) -> Text:
    tempos = {point.quarters_per_minute for point in recording.score.tempo}
    name = recording.source.name
    if len(tempos) > 1 or recording.source.suffix.lower() != ".chang":
        return Text(
            f"{name}의 빠르기를 맞추거나, 길잡이를 들으며 다시 부르세요.",
            f"Change the tempo of {name}, or sing again along with the guide track.",
        )
    tempo = round(tempos.pop() * ratio)
    return Text(
        f"{name}에 `tempo: {tempo}` 한 줄을 적거나, 길잡이를 들으며 다시 부르세요.",
        f"Write `tempo: {tempo}` into {name}, or sing again along with the guide track.",
    )


_LEFT_OUT = (
    "left-out",
    Text("{}: 들리지 않습니다.", "{} is not heard."),
    Text(
        "빠뜨렸으면 다시 부르거나, 부르지 않은 글자를 악보에서 빼세요.",
        "Sing it again, or take out of the score what is not sung.",
    ),
)
_OTHER_WORDS = (
    "other-words",
    Text("{}: 다른 가사로 들립니다.", "{} sounds like other words."),
    Text(
        "부른 대로 악보의 가사를 고치거나 다시 부르세요.",
        "Change the lyrics to what is sung, or sing it again.",
    ),
)
_SILENT = (
    Text("노랫소리가 들리지 않습니다.", "Nobody is heard singing."),
    Text(
        "마이크가 켜져 있었는지, 다른 마이크를 고르지 않았는지 보세요.",
        "See whether the microphone was on, and the right one chosen.",
    ),
)
