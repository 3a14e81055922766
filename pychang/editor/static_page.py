"""A song as a page that sings itself: a folder for any web server, without Python.

The page's own files come from `page/`; beside them lie the song as `song.json`, the models of its voices and
its backing. The folder appears whole or not at all.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from pychang.compile import cues_of, sound_rate
from pychang.diagnostic import Text, Unusable
from pychang.editor.roll import roll_of
from pychang.editor.shown_phrases import curves_of, sung_of
from pychang.editor.voices import card_as_json, names_of
from pychang.editor.whole_folder import whole_folder
from pychang.language.include import beside
from pychang.lsp.document import Analysis
from pychang.lsp.positions import Lines
from pychang.reading import Diagnostics, Reading, read_song
from pychang.remembered import Remembered
from pychang.score.model import Score
from pychang.voice import VoiceCard
from pychang.voice.files import MODEL, read_model
from pychang.world import World

PAGE = Path(__file__).parent / "page"
SONG, INDEX, BACKING, VOICES = "song.json", "index.html", "backing.flac", "voices"
OURS = 'name="generator" content="PyChang"'
_TEMPLATE = "song.html"
_NOT_ITS = re.compile(
    r"editor\.|song\.html$|.*\.(sha256|map)$"
)  # of the bundle, what is not for a song's page
_NO_PATH = re.compile(r"[^\w-]+")


@dataclass(frozen=True)
class Page:
    """A page that was written: its folder, and the bytes of each file in it."""

    folder: Path
    sizes: dict[str, int]

    @property
    def size(self) -> int:
        return sum(self.sizes.values())


def write_page(
    song: Path,
    folder: Path,
    voices: Sequence[str] = (),
    language: str = "ko",
    world: World | None = None,
) -> tuple[Page | None, Diagnostics]:
    """Write the page of a song; None, and nothing is written, if the song has errors.

    It can be sung with the song's own voices, and with each of `voices`. NotOurs if the folder has anything
    but such a page in it, VoiceError, another Unusable; OSError.
    """
    world = world or World()
    own = read_song(song, world)
    if not own.can_be_sung:
        return None, own.mistakes
    casts = _casts(song, own, voices, world)
    files = _page_files()
    ours = {INDEX, SONG, BACKING, VOICES, *(path.name for path in files)}
    with whole_folder(folder, is_ours, ours) as made:
        for path in files:
            shutil.copyfile(path, made / path.name)
        template = (PAGE / _TEMPLATE).read_text("utf-8")
        (made / INDEX).write_text(index_of(own.score, language, template), "utf-8")
        _write_song(made, casts, language)
        sizes = {path.relative_to(made).as_posix(): path.stat().st_size for path in _inside(made)}
    return Page(folder, sizes), own.mistakes


def is_ours(folder: Path) -> bool:
    """Whether a folder has a page in it that was written here."""
    try:
        return OURS in (folder / INDEX).read_text("utf-8") and (folder / SONG).is_file()
    except (OSError, UnicodeDecodeError):
        return False


def _page_files() -> list[Path]:
    """Of the bundle, what the page of a song needs; Unusable if it was not made."""
    found = sorted(path for path in PAGE.glob("*") if path.is_file() and not _NOT_ITS.match(path.name))
    if not (PAGE / _TEMPLATE).is_file() or not any(path.name == "song.js" for path in found):
        raise Unusable(_NO_BUNDLE)
    return found


def _inside(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


# ── the casts ────────────────────────────────────────────────────────────────────────────────────


def _casts(song: Path, own: Reading, voices: Sequence[str], world: World) -> list[Reading]:
    """The song as each asks for it to be sung, its own voices first; each once."""
    casts = {_folders(own): own}
    for name in voices:
        reading = read_song(song, world, name)
        casts.setdefault(_folders(reading), reading)
    return list(casts.values())


def _folders(reading: Reading) -> frozenset[Path]:
    return frozenset(card.folder for card in reading.cast.values())


def _write_song(folder: Path, casts: Sequence[Reading], language: str) -> None:
    """`song.json`, the `ExportedSong` of protocol.ts, and the models and the backing that it names."""
    cards = {card.folder: card for reading in casts for card in reading.cast.values()}
    names = names_of(cards.values())
    own = casts[0]
    song = {
        "title": own.score.title,
        "artist": own.score.artist,
        "language": language,
        "casts": [_cast(reading, names) for reading in casts],
        "voices": {names[where]: _write_voice(folder, card, names[where]) for where, card in cards.items()},
        "backing": _write_backing(folder, own),
    }
    (folder / SONG).write_text(json.dumps(song, ensure_ascii=False, separators=(",", ":")), "utf-8")


def _cast(reading: Reading, names: Mapping[Path, str]) -> dict[str, Any]:
    source = reading.written.source
    analysis = Analysis("", Lines(source.text), reading, Remembered())
    cues, _ = cues_of(reading)
    sung = {cue.key: cue for cue in cues}
    voices = dict.fromkeys(names[card.folder] for card in reading.cast.values())
    return {
        "voice": ", ".join(voices),
        "roll": {"version": 0, **roll_of(analysis, cues, names)},
        "curves": {key: curves_of(cue.phrase.performance) for key, cue in sung.items()},
        "phrases": {key: sung_of(cue, names[cue.card.folder]) for key, cue in sung.items()},
    }


def _write_voice(folder: Path, card: VoiceCard, name: str) -> dict[str, Any]:
    """The model, and beside it what may be done with it."""
    safe = _NO_PATH.sub("-", name)
    own = folder / VOICES / safe
    while own.exists():
        own = own.with_name(f"{own.name}-")
    own.mkdir(parents=True)
    (own / MODEL).write_bytes(read_model(card))
    about = (card.name, card.description, card.licence, card.singer, card.consent)
    (own / "ABOUT.txt").write_text("\n".join(one for one in about if one) + "\n", "utf-8")
    return {**card_as_json(card, name), "model": f"{VOICES}/{own.name}/{MODEL}"}


def _write_backing(folder: Path, reading: Reading) -> str | None:
    """The whole backing at the song's rate, without its gain; FLAC of 24 bits."""
    backing = reading.score.backing
    if backing is None:
        return None
    import soundfile

    from pychang.sound.backing import backing_pieces

    rate = sound_rate(reading)
    with soundfile.SoundFile(str(folder / BACKING), "w", rate, 2, "PCM_24", format="FLAC") as file:
        for piece in backing_pieces(beside(backing.file), 0, 0.0, rate):
            file.write(piece.sound)
    return BACKING


# ── the page around it ───────────────────────────────────────────────────────────────────────────


def index_of(score: Score, language: str, template: str) -> str:
    """The page with the song's title and what search engines and messengers show of it."""
    title = score.title or Text("노래", "A song").say(language)
    named = f"{title} · {score.artist}" if score.artist else title
    description = _DESCRIPTION.say(language)
    head = [
        f"<title>{escape(named)}</title>",
        f"<meta {OURS} />",
        _meta("name", "description", description),
        _meta("property", "og:title", named),
        _meta("property", "og:description", description),
        _meta("property", "og:type", "music.song"),
    ]
    page = re.sub(r'<html lang="[^"]*"', f'<html lang="{language}"', template, count=1)
    return re.sub(r"<title>.*?</title>", lambda _: "\n    ".join(head), page, count=1, flags=re.DOTALL)


def _meta(kind: str, name: str, content: str) -> str:
    return f'<meta {kind}="{name}" content="{escape(content)}" />'


_DESCRIPTION = Text(
    "이 페이지를 연 브라우저가 직접 부르는 노래입니다. PyChang으로 만들었습니다.",
    "A song that your own browser sings. Made with PyChang.",
)
_NO_BUNDLE = Text(
    "페이지의 파일(pychang/editor/page)이 없습니다. 저장소에서 쓰신다면 pychang/editor/web에서 "
    "npm ci && npm run build로 만드세요.",
    "The files of the page (pychang/editor/page) are missing. In a checkout of the sources, make them with "
    "`npm ci && npm run build` in pychang/editor/web.",
)
