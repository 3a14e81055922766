"""Files of other singing editors, through LibreSVIP: `.svp` `.vsqx` `.vpr` `.ccs` `.s5p` `.dv` …

Notes, texts, tempo, meters and tracks come in; pitch curves stay behind, as what an editor makes by itself
and what somebody drew cannot be told apart in them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from importlib import import_module
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pychang.convert.contents import contents
from pychang.convert.editor.incoming import incoming
from pychang.convert.editor.project import WHOLE, DrawnNote, DrawnTrack, Project
from pychang.convert.formats import READERS, Incoming, Wishes
from pychang.convert.meters import USUAL_METER, known_meter
from pychang.convert.utau.ustx_fields import bar_tick
from pychang.diagnostic import Text
from pychang.finding import Wrong
from pychang.score.settings import Meter

if TYPE_CHECKING:
    from libresvip.extension.base import SVSConverter
    from libresvip.model.base import Project as TheirProject

_WITHOUT_NOTES = frozenset((".ass", ".lrc", ".srt", ".svg", ".ps_project"))
_A_BAR_LATE = frozenset(
    ("acep", "acet", "dv", "sk", "json", "mtp", "s5p", "svip", "svip3", "svp", "tlp", "tlpx", "tsmsln")
    + ("tssln", "vspx")
)
"""Formats for which LibreSVIP counts changes of tempo, but not notes, from a bar before the first one."""
_METERS_A_BAR_LATE = frozenset(("json", "svip", "svp", "tsmsln", "tssln"))
_SUFFIXES = re.compile(r"^Suffix\s*=\s*(.+)$", re.MULTILINE)
_IGNORED = ("import_pitch", "import_instrumental_track")


def read_other(path: Path, wishes: Wishes) -> Incoming:
    """The song of a file that LibreSVIP reads. Wrong if that is not installed, or cannot; OSError."""
    if (elsewhere := _ELSEWHERE.get(path.suffix.lower())) is not None:
        raise Wrong("score", path, _unknown(path), elsewhere)
    if find_spec("libresvip") is None:
        raise Wrong("not-installed", path, _NEEDS_LIBRESVIP, _INSTALL)
    ending = path.suffix.lower().removeprefix(".")
    folder = _plugins().get(ending)
    if folder is None or f".{ending}" in _WITHOUT_NOTES:
        raise Wrong("score", path, _unknown(path), _readable())
    contents(path)  # an OSError, or a file that is none, before LibreSVIP is asked
    return incoming(_project(path, ending, _loaded(path, folder)), wishes)


def _plugins() -> dict[str, str]:
    """The folder of LibreSVIP's plugin for each ending, from what the plugins say of themselves."""
    spec = find_spec("libresvip")
    places = spec.submodule_search_locations if spec else None
    found: dict[str, str] = {}
    for place in places or ():
        for about in sorted(Path(place).glob("plugins/*/*.yapsy-plugin")):
            suffixes = _SUFFIXES.search(about.read_text(encoding="utf-8"))
            for suffix in suffixes[1].split(",") if suffixes else ():
                found[suffix.strip().removeprefix(".").lower()] = about.parent.name
    return found


def _loaded(path: Path, folder: str) -> TheirProject:
    """What LibreSVIP makes of a file; whatever it says meanwhile is not passed on."""
    try:
        with _quiet():
            plugin = _plugin(folder)
            known = plugin.input_option_cls.model_fields
            options = plugin.input_option_cls(**{name: False for name in _IGNORED if name in known})
            return plugin.load(path, options.model_dump())
    except OSError:
        raise
    except Exception as why:  # of any library under it
        raise Wrong("score", path, _unreadable(why), _SAVE_AGAIN) from why


def _plugin(folder: str) -> type[SVSConverter]:
    """One plugin alone: LibreSVIP's own manager takes seconds to load them all."""
    from libresvip.extension.base import SVSConverter

    package = import_module(f"libresvip.plugins.{folder}")
    names = [one.stem for place in package.__path__ for one in Path(place).glob("*_converter.py")]
    modules = [import_module(f"{package.__name__}.{name}") for name in names]
    classes = (one for module in modules for one in vars(module).values() if isinstance(one, type))
    return next(one for one in classes if issubclass(one, SVSConverter) and one is not SVSConverter)


@contextmanager
def _quiet() -> Iterator[None]:
    import warnings

    from loguru import logger

    logger.disable("libresvip")
    with warnings.catch_warnings(), redirect_stdout(StringIO()):
        warnings.simplefilter("ignore")
        yield


# ── as a project of ours ─────────────────────────────────────────────────────────────────────────


def _project(path: Path, ending: str, theirs: TheirProject) -> Project:
    signatures = _signatures(theirs, int(ending in _METERS_A_BAR_LATE))
    bar = int(signatures[0][1].length * WHOLE)
    late = bar if ending in _A_BAR_LATE else 0
    tracks = [one for one in theirs.track_list if hasattr(one, "note_list")]
    starts = [note.start_pos for track in tracks for note in track.note_list]
    early = max(-min(starts, default=0), 0)  # of notes before the beginning
    by = -(-early // bar) * bar  # whole bars, which the song then begins with
    tempo = ((max(one.position - late, 0), one.bpm) for one in theirs.song_tempo_list if one.bpm > 0)
    return Project(
        path,
        tuple(_track(one, by) for one in tracks),
        tuple((tick and tick + by, bpm) for tick, bpm in dict(sorted(tempo)).items()),
        tuple((tick and tick + by, meter) for tick, meter in _in_ticks(signatures)),
    )


def _in_ticks(signatures: list[tuple[int, Meter]]) -> Iterator[tuple[int, Meter]]:
    return ((bar_tick(signatures, bar), meter) for bar, meter in signatures)


def _signatures(theirs: TheirProject, late: int) -> list[tuple[int, Meter]]:
    found = {0: USUAL_METER}
    for one in sorted(theirs.time_signature_list, key=lambda one: one.bar_index):
        if meter := known_meter(one.numerator, one.denominator):
            found[max(one.bar_index - late, 0)] = meter
    return sorted(found.items())


def _track(theirs: Any, by: int) -> DrawnTrack:
    """A track, its notes later by so many ticks."""
    notes = (
        DrawnNote(by + one.start_pos, by + one.start_pos + one.length, one.key_number, one.lyric or "")
        for one in theirs.note_list
    )
    return DrawnTrack(theirs.title or "", tuple(notes), bool(theirs.mute))


# ── messages ─────────────────────────────────────────────────────────────────────────────────────


def _unknown(path: Path) -> Text:
    shown = path.suffix or path.name
    return Text(f"{shown}: 읽을 줄 모르는 형식입니다.", f"{shown}: no format that can be read.")


def _readable() -> Text:
    others = {f".{ending}" for ending in _plugins()} - _WITHOUT_NOTES - set(READERS)
    listed = " ".join((*READERS, *sorted(others)))
    return Text(f"읽을 수 있는 끝: {listed}", f"Endings that can be read: {listed}")


def _unreadable(why: Exception) -> Text:
    said = json.dumps(str(why).strip().splitlines()[:1], ensure_ascii=False)[2:-2][:100] or type(why).__name__
    return Text(f"LibreSVIP가 읽지 못합니다: {said}", f"LibreSVIP cannot read it: {said}")


_FROM_THE_EDITOR = Text(
    "악보 프로그램에서 열어 MusicXML(.musicxml)로 내보내세요.",
    "Open it in its score editor, and export MusicXML (.musicxml).",
)
_FROM_THE_DAW = Text(
    "작곡 프로그램에서 열어 노래 트랙을 MIDI로 내보내세요.",
    "Open it in its own program, and export the melody as MIDI.",
)
_NO_SOUND = Text(
    "소리는 악보로 옮기지 못합니다. 같은 노래의 MIDI나 MusicXML을 가져오세요.",
    "Sound cannot be written down as a score: take the song's MIDI or MusicXML.",
)
_NO_PICTURE = Text(
    "악보 그림은 읽지 못합니다. 악보 프로그램의 MusicXML이나 MIDI를 가져오세요.",
    "Pictures of scores cannot be read: take MusicXML or MIDI from a score editor.",
)
_NO_NOTES = Text(
    "음이 들어 있지 않은 파일입니다. 가사라면 음이 있는 파일에 --lyrics로 붙이세요.",
    "There are no notes in such files; words can be put to a file of notes with --lyrics.",
)
_ELSEWHERE = {
    **dict.fromkeys(
        (".mscz", ".mscx", ".sib", ".mus", ".musx", ".dorico", ".gp", ".gp5", ".enc", ".ly", ".abc"),
        _FROM_THE_EDITOR,
    ),
    **dict.fromkeys((".cpr", ".als", ".flp", ".logicx", ".rpp", ".band"), _FROM_THE_DAW),
    **dict.fromkeys((".wav", ".mp3", ".flac", ".ogg", ".m4a", ".aac", ".mp4"), _NO_SOUND),
    **dict.fromkeys((".pdf", ".png", ".jpg", ".jpeg", ".svg", ".gif"), _NO_PICTURE),
    **dict.fromkeys((".txt", ".lrc", ".srt", ".docx", ".hwp", ".hwpx"), _NO_NOTES),
}
"""What to do with files that are no scores, or not to be read by others."""

_NEEDS_LIBRESVIP = Text(
    "이 형식을 읽으려면 LibreSVIP가 있어야 합니다.", "to read files of this kind, LibreSVIP is needed."
)
_INSTALL = Text("pip install 'pychang[convert]'", "pip install 'pychang[convert]'")
_SAVE_AGAIN = Text(
    "원래 프로그램에서 다시 저장하거나, MIDI로 내보내 보세요.",
    "Save it once more in its own editor, or export MIDI from there.",
)
