"""Feed songs that nobody would write to the reader and the formatter, guided by what they reach.

    pip install atheris
    python tests/fuzz/fuzz_song.py -dict=tests/fuzz/chang.dict -max_len=2000 -max_total_time=3600 CORPUS

`CORPUS` is a folder for what is found on the way; the songs of this repository are a good beginning of it.
What fails is written to `crash-…`; it becomes an `@example` in `tests/language/test_any_text.py`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["pychang"]):
    from pychang.cli.render import render_json, render_short
    from pychang.diagnostic import Diagnostic, Source
    from pychang.korean import pronounce
    from pychang.language import decode, format_song, parse, take_included
    from pychang.language.syntax import SongFile
    from pychang.score import arrange
    from pychang.score.model import Note, Score, Syllable


def read(source: Source, data: bytes) -> tuple[SongFile, Score, list[Diagnostic]]:
    """A song as far as it can be read; a file that it includes is the song again without its first line."""
    written, mistakes = parse(source)
    song, in_included = take_included(written, lambda path: data.partition(b"\n")[2])
    score, in_score = arrange(song)
    return song, score, [*mistakes, *in_included, *in_score]


def check(data: bytes) -> None:
    """What must hold of any bytes."""
    source, mistakes = decode("fuzz.chang", data)
    if source is None:
        assert mistakes
        return
    song, score, found = read(source, data)
    for one in found:
        assert 0 <= one.span.start <= one.span.end <= len(one.span.source.text), one
        assert one.message.ko and one.message.en, one
    for language in ("ko", "en"):
        render_short(found, language, _Nowhere())
        render_json(found, language, _Nowhere())
    for part in score.parts:
        pronounce(part.syllables)
    check_format(source, song, score)


def check_format(source: Source, song: SongFile, score: Score) -> None:
    """Formatting twice changes nothing, and formatting changes nothing that is sung."""
    if any(setting.name.text == "include" for setting in song.settings):
        return  # what is included was cut from the same bytes
    once = format_song(source)
    after, _ = decode("fuzz.chang", once.encode("utf-8", "replace"))
    assert after is not None
    assert format_song(after) == once
    assert sung(arrange(parse(after)[0])[0]) == sung(score)


def sung(score: Score) -> list[object]:
    """What is sung, without where it is written."""
    return [
        (
            part.name,
            part.pan,
            part.vibrato,
            part.dynamics,
            *map(_note, part.notes),
            *map(_said, part.syllables),
        )
        for part in score.parts
    ] + [score.tempo, score.title, score.key]


def _note(note: Note) -> tuple[object, ...]:
    voice = note.voice and note.voice.text
    return note.start, note.duration, note.midi, note.syllable, note.expression, note.breath_after, voice


def _said(syllable: Syllable) -> tuple[object, ...]:
    return syllable.text, syllable.boundary, syllable.spoken


class _Nowhere:
    def write(self, text: str) -> None:
        text.encode("utf-8", "surrogatepass")


def main() -> None:
    songs = Path(__file__).parents[2] / "songs"
    for song in songs.glob("*.chang"):
        check(song.read_bytes())
    atheris.Setup(sys.argv, check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
