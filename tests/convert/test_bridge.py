"""Files of other editors, as LibreSVIP itself writes them, read through it."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from pychang.convert import bridge
from pychang.convert.bridge import read_other
from pychang.convert.formats import Wishes
from pychang.finding import Wrong

pytest.importorskip("libresvip")

WORDS = "새야새야파랑새야"


def written(folder: Path, ending: str, *later: tuple[int, int]) -> Path:
    """A song in 3/4 with a change of tempo in bar 3, its second track muted; `later`: meters."""
    from libresvip.extension.manager import get_svs_plugin_by_suffix
    from libresvip.model.base import Note, Project, SingingTrack, SongTempo, TimeSignature

    def notes(pitch: int, words: str) -> list[Note]:
        return [
            Note(start_pos=480 * i, length=480, key_number=pitch + i, lyric=word)
            for i, word in enumerate(words)
        ]

    late = 1440 if ending in ("svp", "s5p", "dv", "ustx", "tlp") else 0  # as LibreSVIP counts there
    project = Project(
        song_tempo_list=[SongTempo(position=0, bpm=100), SongTempo(position=2880 + late, bpm=80)],
        time_signature_list=[
            TimeSignature(bar_index=bar, numerator=beats, denominator=4) for bar, beats in [(0, 3), *later]
        ],
        track_list=[
            SingingTrack(title="소라", note_list=notes(60, WORDS)),
            SingingTrack(title="나루", mute=True, note_list=notes(72, "아")),
        ],
    )
    plugin = get_svs_plugin_by_suffix(ending)
    path = folder / f"song.{ending}"
    plugin.dump(path, project, plugin.output_option_cls().model_dump())
    return path


@pytest.mark.parametrize("ending", ["svp", "vpr", "ccs", "s5p", "dv", "ppsf", "tlp", "aisp"])
def test_songs_of_other_editors_come_in(ending: str, tmp_path: Path, capfd: pytest.CaptureFixture) -> None:
    path = written(tmp_path, ending)
    capfd.readouterr()
    found = read_other(path, Wishes())
    (part,) = found.sheet.parts
    assert "".join(tone.lyrics[0].text for tone in part.tones) == WORDS
    assert [(tone.start, tone.duration) for tone in part.tones] == [
        (Fraction(i, 4), Fraction(1, 4)) for i in range(len(WORDS))
    ]
    assert [tone.pitch.midi for tone in part.tones] == list(range(60, 68))
    tempo = [(point.position, point.quarters_per_minute) for point in found.sheet.tempo]
    assert tempo == [(0, 100), (Fraction(3, 2), 80)]
    assert [one.kind for one in found.findings] == ["muted", "boundaries"]
    assert capfd.readouterr() == ("", "")


def test_notes_before_the_beginning_are_not_lost(tmp_path: Path) -> None:
    """In a `.vsqx` of LibreSVIP's own whose meter changes, notes begin a beat early."""
    found = read_other(written(tmp_path, "vsqx", (5, 4)), Wishes())
    tones = found.sheet.parts[0].tones
    assert "".join(tone.lyrics[0].text for tone in tones) == WORDS
    assert tones[0].start == Fraction(1, 2)


def test_one_format_is_read_without_loading_all_of_them(tmp_path: Path) -> None:
    path = written(tmp_path, "svp")
    code = (
        "import sys; from pathlib import Path; from pychang.convert.bridge import read_other;"
        "from pychang.convert.formats import Wishes; read_other(Path(sys.argv[1]), Wishes());"
        "assert 'libresvip.plugins.svp' in sys.modules;"
        "assert 'libresvip.extension.manager' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)


@pytest.mark.parametrize("name", ["song.svp", "song.vsqx", "song.vpr", "song.ccs", "song.vsq", "song.ppsf"])
@pytest.mark.parametrize("data", [b"nothing", b"\0" * 4000, b"<a><b></a>", b"PK\3\4 no", b'{"a": [', b""])
def test_damaged_files_are_refused(name: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Wrong) as wrong:
        read_other(path, Wishes())
    assert wrong.value.reason.ko
    assert "\n" not in wrong.value.reason.en


@pytest.mark.parametrize("name", ["song.doc", "song", "song.ass"])
def test_an_unknown_ending_lists_those_that_can_be_read(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"x")
    with pytest.raises(Wrong) as wrong:
        read_other(path, Wishes())
    assert {".svp", ".vsqx", ".vpr", ".mid", ".ustx"} <= set(wrong.value.hint.en.split())
    assert ".ass" not in wrong.value.hint.en.split()


@pytest.mark.parametrize(
    ("name", "says"),
    [("song.MSCZ", "MusicXML"), ("song.flp", "MIDI"), ("song.wav", "Sound"), ("song.pdf", "Pictures"),
     ("song.txt", "--lyrics")],
)  # fmt: skip
def test_what_to_do_with_other_files_needs_no_libresvip(
    name: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bridge, "find_spec", lambda name: None)
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(Wrong) as wrong:
        read_other(tmp_path / name, Wishes())
    assert says in wrong.value.hint.en
    assert "LibreSVIP" not in wrong.value.reason.en


def test_without_libresvip_the_line_to_install_it_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bridge, "find_spec", lambda name: None)
    with pytest.raises(Wrong) as wrong:
        read_other(tmp_path / "song.svp", Wishes())
    assert "pip install 'pychang[convert]'" in wrong.value.hint.en


def test_a_missing_file_is_an_oserror(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_other(tmp_path / "song.svp", Wishes())
