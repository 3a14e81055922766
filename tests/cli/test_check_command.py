"""`pychang check`: what is wrong, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

SONGS = sorted((Path(__file__).parents[2] / "songs").glob("*.chang"))
HEAVY = {
    "numpy",
    "scipy",
    "soundfile",
    "matplotlib",
    "ai_edge_litert",
    "tensorflow",
    "keras",
    "librosa",
    "numba",
}
IMPORTED = "print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr)"


def test_every_song_is_without_mistakes(run) -> None:
    result = run("check", *SONGS)
    assert result.exit_code == 0
    assert len(result.output.splitlines()) == len(SONGS)


def test_mistakes_for_people_say_where_and_what_to_do(run, tmp_path: Path) -> None:
    song = tmp_path / "song.chang"
    song.write_text("tempoo: 90\n| C4:4 D4 E4 F4 |\n> 노래하자\n", "utf-8")
    result = run("check", song, locale="ko_KR.UTF-8")
    assert result.exit_code == 1
    assert f"{song}:1:1: 오류 E401" in result.output and "‘tempo’를" in result.output
    assert f"{song}: 오류 1개" in result.output


def test_mistakes_for_programs_are_one_list(run, tmp_path: Path) -> None:
    songs = [tmp_path / "a.chang", tmp_path / "b.chang"]
    for song in songs:
        song.write_text("| C4:4 D4 E4 F4 |\n> 노래하\n", "utf-8")
    result = run("check", "--output-format", "json", *songs)
    assert result.exit_code == 1
    assert [(one["file"], one["line"], one["column"], one["code"]) for one in json.loads(result.stdout)] == [
        (str(song), 1, 14, "E301") for song in songs
    ]


def test_no_mistakes_for_programs(run, song: Path) -> None:
    assert json.loads(run("check", "--output-format", "json", song).stdout) == []


def test_a_note_out_of_range_is_a_warning(run, tmp_path: Path) -> None:
    song = tmp_path / "song.chang"
    song.write_text("| C2:1 |\n> 가\n", "utf-8")
    result = run("check", song)
    assert result.exit_code == 0
    assert "W231" in result.output and "1 warning" in result.output


def test_checking_and_pronouncing_import_nothing_of_the_voice(process, song: Path) -> None:
    for arguments in (
        ("check", song),
        ("check", "--fix", song),
        ("explain", "E203"),
        ("pronounce", "꽃 위"),
        ("--help",),
        ("voice", "list"),
    ):
        result = process(*arguments, after=IMPORTED)
        assert result.returncode == 0
        assert not HEAVY & set(result.stderr.split())
