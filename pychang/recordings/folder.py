"""The folder in which a voice is made: what `pychang voice new` lays out.

The practice songs, from G3 to D5 or an octave lower, cover every phone of Korean; a test says how.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pychang.diagnostic import Source, Text
from pychang.language import parse
from pychang.language.format import format_song
from pychang.score import arrange
from pychang.score.model import Score
from pychang.score.range import pitch_name
from pychang.voice import VoiceCard

LAYOUT = Path(__file__).parent / "new_voice"
OCTAVE_DOWN = -12
COUNTS = {3: ("하나, 둘, 셋", (8, 8, 4, 4)), 4: ("하나, 둘, 셋, 넷", (8, 8, 4, 4, 4))}
"""By how many quarters a bar has: the words of the count, and the lengths of its notes."""

REGISTER = {
    False: Text(
        "연습곡은 G3에서 D5까지입니다. 한 옥타브 낮게 부르는 사람은 `pychang voice new --low`로 시작하세요. "
        "조금 높거나 낮으면 악보의 `key:` 다음 줄에 `transpose: -2`처럼 반음 수를 적으세요. "
        "길잡이도 따라 옮겨집니다.",
        "The practice songs go from G3 to D5. If you sing an octave lower, begin with "
        "`pychang voice new --low`. If they are a little high or low, write a line such as `transpose: "
        "-2` (semitones) below `key:`; "
        "the guide track follows.",
    ),
    True: Text(
        "연습곡은 한 옥타브 낮추어(`transpose: -12`) G2에서 D4까지입니다. "
        "길잡이는 한 옥타브 위에서 부르니, 아래에서 따라 부르세요.",
        "The practice songs are an octave lower (`transpose: -12`), from G2 to D4. "
        "The guide track sings an octave above: sing along below it.",
    ),
}


def voice_folder(name: str, typed: str, low: bool, card: VoiceCard, language: str) -> dict[str, str]:
    """Every file of the folder of a new voice: its path in the folder, and what is in it.

    `typed`: the folder as it is typed in a shell beside it. `low`: the practice songs an octave lower. `card`
    is of the voice that sings the guide tracks.
    """
    practice = practice_songs(card, low)
    about = _template("guide", "md", language)
    settings = _template("training", "toml", language)
    return {
        "README.md": about.format(name=name, path=typed, register=REGISTER[low].say(language)),
        "training.toml": settings.format(title=name, name=json.dumps(name, ensure_ascii=False)),
        ".gitignore": _template("gitignore", "txt", language),
        **{f"recordings/{file}": text for file, text in practice.items()},
        **{f"guide/{file}": guide_song(file, text, low) for file, text in practice.items()},
    }


def _template(name: str, ending: str, language: str) -> str:
    return (LAYOUT / f"{name}.{'ko' if language == 'ko' else 'en'}.{ending}").read_text("utf-8")


def practice_songs(card: VoiceCard, low: bool = False) -> dict[str, str]:
    """The practice songs by the names of their files, in order."""
    songs = {path.name: path.read_text("utf-8") for path in sorted((LAYOUT / "songs").glob("*.chang"))}
    return {file: _lowered(text, card) for file, text in songs.items()} if low else songs


def _lowered(text: str, card: VoiceCard) -> str:
    """The song an octave lower, with remarks that this is meant where `card`'s voice does not reach."""
    lines = text.splitlines()
    key = next(i for i, line in enumerate(lines) if line.startswith("key:"))
    lines.insert(key + 1, f"transpose: {OCTAVE_DOWN}")
    deep = set(_lines_below(_score("\n".join(lines)), card.low_midi))
    remarked = (f"{line} // ok: W231" if i in deep else line for i, line in enumerate(lines, 1))
    return format_song(Source("practice.chang", "\n".join(remarked) + "\n"))


def _lines_below(score: Score, low_midi: int) -> Iterator[int]:
    for note in score.parts[0].notes:
        if note.midi is not None and note.midi < low_midi and note.span:
            yield note.span.line


def guide_song(file: str, text: str, low: bool) -> str:
    """The song to sing along with: counted in on its first note, and never lower than it is written."""
    score = _score(text)
    words, lengths = COUNTS[3 if "\nmeter: 3/4" in text else 4]
    first = score.parts[0].notes[0].midi
    pitch = pitch_name(first - OCTAVE_DOWN if low else first)
    notes = " ".join(f"{pitch}:{length}" for length in lengths)
    song = (
        f"include: ../recordings/{file}\n"
        + ("transpose: 0\n" if low else "")
        + f"form: 세기 노래\n\n[세기]\n| @mp {notes} , |\n> {words}\n"
    )
    return format_song(Source("guide.chang", song))


def _score(text: str) -> Score:
    return arrange(parse(Source("practice.chang", text))[0])[0]
