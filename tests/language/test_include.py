"""Settings and sections of other files come first; what stands in the song wins."""

from __future__ import annotations

from pathlib import Path

from pychang.diagnostic import Diagnostic, Source
from pychang.language import parse, take_included
from pychang.language.syntax import SongFile
from pychang.score import arrange

FILES = {
    "songs/main.chang": "include: parts/a.chang\ninclude: parts/b.chang\ntempo: 90\n"
    "[후렴]\n| G4:1 |\n> 내\n[끝]\n| C4:1 |\n",
    "songs/parts/a.chang": "tempo: 60\ntitle: 가\nkey: 다장조\n"
    "[절]\n| C4:1 |\n> 가\n[후렴]\n| D4:1 |\n> 나\n",
    "songs/parts/b.chang": "include: deep/c.chang\ntitle: 나\n[절]\n| E4:1 |\n> 다\n",
    "songs/parts/deep/c.chang": "artist: 다\n[다리]\n| F4:1 |\n> 라\n",
}


def taken(
    files: dict[str, str], name: str = "songs/main.chang"
) -> tuple[SongFile, tuple[Diagnostic, ...], list[str]]:
    asked: list[str] = []

    def read(path: Path) -> bytes:
        asked.append(path.as_posix())
        try:
            return files[path.as_posix()].encode()
        except KeyError:
            raise FileNotFoundError(2, "none", str(path)) from None

    song, mistakes = parse(Source(name, files[name]))
    whole, more = take_included(song, read)
    return whole, (*mistakes, *more), asked


def test_files_are_found_beside_the_one_that_names_them() -> None:
    _song, mistakes, asked = taken(FILES)
    assert not mistakes
    assert asked == ["songs/parts/a.chang", "songs/parts/b.chang", "songs/parts/deep/c.chang"]


def test_what_stands_here_wins() -> None:
    song, _, _ = taken(FILES)
    settings = {one.name.text: one.value.text for one in song.settings if one.name.text != "include"}
    assert settings == {"tempo": "90", "title": "나", "key": "다장조", "artist": "다"}
    first_pitch = {
        s.title: s.lines[0].bars[0].elements[0].pitch.letter for s in song.sections
    }  # 절 from b, 후렴 from the song itself, in the order of first mention
    assert list(first_pitch.items()) == [("절", "E"), ("후렴", "G"), ("다리", "F"), ("끝", "C")]


def test_parts_of_one_name_are_one_part() -> None:
    files = {
        "a.chang": "include: b.chang\npart: 소라\ngain: -3\n[절]\n| C4:1 |\n",
        "b.chang": "part: 소라\ngain: 2\npan: 0.5\n[절]\n| D4:1 |\n[후렴]\n| E4:1 |\n"
        "part: 하늘\n[절]\n| F4:1 |\n",
    }
    song, _, _ = taken(files, "a.chang")
    assert [(p.title, [s.title for s in p.sections]) for p in song.parts] == [
        ("소라", ["절", "후렴"]),
        ("하늘", ["절"]),
    ]
    assert [(s.name.text, s.value.text) for s in song.parts[0].settings] == [("pan", "0.5"), ("gain", "-3")]


def test_a_file_that_two_include_is_read_once() -> None:
    files = {"a.chang": "".join(f"include: b{i}.chang\n" for i in range(9)), "c.chang": "[절]\n| C4:1 |\n"}
    files |= {f"b{i}.chang": "include: c.chang\n" for i in range(9)}
    song, mistakes, asked = taken(files, "a.chang")
    assert asked.count("c.chang") == 1 and not mistakes and len(song.sections) == 1


def test_a_way_round_is_told_where_it_closes() -> None:
    files = {"a.chang": "include: b.chang\n", "b.chang": "\ninclude: ./a.chang\n"}
    _, (mistake,), _ = taken(files, "a.chang")
    assert (mistake.code, mistake.span.source.name, mistake.span.line) == ("E414", "b.chang", 2)


def test_a_chain_without_end_is_broken_off() -> None:
    files = {f"a{i}.chang": f"include: a{i + 1}.chang\n" for i in range(40)}
    _, mistakes, asked = taken(files, "a0.chang")
    assert [one.code for one in mistakes] == ["E414"] and len(asked) < 20


def test_a_song_of_ever_more_files_is_broken_off() -> None:
    """As a fuzzer found: each file is in a folder of its own, and includes three others."""
    text = "include: a/x.chang\ninclude: b/x.chang\ninclude: c/x.chang\n"
    song, _ = parse(Source("x.chang", text))
    asked: list[Path] = []
    _, mistakes = take_included(song, lambda path: asked.append(path) or text.encode())
    assert {one.code for one in mistakes} == {"E413", "E414"} and len(asked) < 1000


def test_mistakes_of_an_included_file_stand_in_that_file() -> None:
    files = {"a.chang": "include: b.chang\n| C4:1 |\n", "b.chang": "[절]\n| H4:1 |\n"}
    _, (mistake,), _ = taken(files, "a.chang")
    assert (mistake.code, mistake.span.source.name, mistake.span.line) == ("E203", "b.chang", 2)


def test_what_a_file_says_twice_is_not_lost_beside_an_include() -> None:
    twice = "include: b.chang\npart: 소라\n[절]\n| C4:1 |\n[절]\n| D4:1 |\npart: 소라\n[절]\n| E4:1 |\n"
    for below in ("title: 나\n", "part: 소라\n[절]\n| F4:1 |\n"):
        song, _, _ = taken({"a.chang": twice, "b.chang": below}, "a.chang")
        assert [part.title for part in song.parts] == ["소라", "소라"]
        assert [section.title for part in song.parts for section in part.sections] == ["절"] * 3
        assert [one.code for one in arrange(song)[1] if one.code in ("E406", "E412")] == ["E406", "E412"]
