"""The documents that an editor has open, as a world in which songs are read: unsaved texts come first."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from pychang.diagnostic import Unusable, error
from pychang.language.wording import why_not
from pychang.lsp.document import Analysis, Document
from pychang.lsp.positions import UTF16
from pychang.reading import Reading, read_song
from pychang.voice import VoiceCard, find_voice, read_card
from pychang.voice.package.source import card_file
from pychang.world import World


class Desk(World):
    """All open documents; each is read once a version, and again when a file that it includes changes."""

    def __init__(self, language: str = "en", encoding: str = UTF16) -> None:
        super().__init__()
        self.language = language
        self.encoding = encoding
        self.snippets = True
        self._cards: dict[tuple[Path, int], VoiceCard] = {}
        self.documents: dict[str, Document] = {}
        self._analyses: dict[str, Analysis] = {}

    # ── documents ────────────────────────────────────────────────────────────────────────────────

    def open(self, uri: str, text: str, version: int | None = None) -> Document:
        document = Document(uri, path_of(uri), text, version, self.encoding)
        self.documents[uri] = document
        self._analyses.pop(uri, None)
        return document

    def close(self, uri: str) -> None:
        self.documents.pop(uri, None)
        self._analyses.pop(uri, None)

    def forget(self, uri: str) -> None:
        """The document is to be read again."""
        self._analyses.pop(uri, None)

    def analysis(self, uri: str) -> Analysis:
        """What the document's text says now; KeyError if it is not open."""
        if uri not in self._analyses:
            self._analyses[uri] = self._read(self.documents[uri])
        return self._analyses[uri]

    def dependents(self, path: Path) -> list[str]:
        """The open documents that were read with the file `path` in them, itself apart."""
        same = identity(path)
        return [
            uri
            for uri, analysis in self._analyses.items()
            if any(identity(other) == same for other in analysis.reading.files[1:])
        ]

    def document_at(self, path: Path) -> Document | None:
        same = identity(path)
        return next((one for one in self.documents.values() if identity(one.path) == same), None)

    def _read(self, document: Document) -> Analysis:
        document.remembered.next_version()
        self.remembered = document.remembered
        self._reading = document
        try:
            reading = read_song(document.path, self)
        except (OSError, Unusable) as why:  # what the song cannot help: no voice, a folder in the way
            text = why_not(why) if isinstance(why, OSError) else why.text
            reading = Reading(None, None, {}, (error("E411", None, text),), (document.path,))
        return Analysis(
            document.uri, document.lines, reading, document.remembered, self.language, self.snippets
        )

    # ── the world ────────────────────────────────────────────────────────────────────────────────

    def read(self, path: Path) -> bytes:
        """The bytes of an open document, or else of a file."""
        document = self._reading if path == self._reading.path else self.document_at(path)
        if document is not None:
            return document.text.encode("utf-8", errors="replace")
        return path.read_bytes()

    def card(self, name: str | None, relative_to: Path) -> VoiceCard:
        """As in the real world, but a card is read once for each time that it is written."""
        where = find_voice(name, relative_to)
        written = card_file(where).stat().st_mtime_ns
        if (where, written) not in self._cards:
            self._cards[where, written] = read_card(where)
        return self._cards[where, written]

    def check_sound(self, path: Path) -> None:
        """OSError if there is no such file; whether it has sound is for `build` to find out."""
        open(path, "rb").close()


def identity(path: Path) -> str:
    """The same for all names of one file, open or not."""
    try:
        return os.path.normcase(path.resolve())
    except (OSError, ValueError):  # a name that no file can have
        return os.path.normcase(path)


def path_of(uri: str) -> Path:
    """The path that a URI names; the bare name of one that names no file (`untitled:노래`)."""
    parts = urlsplit(uri)
    path = unquote(parts.path)
    if parts.scheme != "file":
        return Path(Path(path).name or "untitled")
    if parts.netloc and parts.netloc != "localhost":  # a file server's: //server/folder/song.chang
        return Path(f"//{parts.netloc}{path}")
    if len(path) > 2 and path[0] == "/" and path[2] == ":" and os.name == "nt":  # /C:/folder/song.chang
        path = path[1:]
    return Path(path)


def uri_of(path: Path) -> str:
    """The URI of a file."""
    try:
        return path.resolve().as_uri()
    except (OSError, ValueError):
        return "file:///" + quote(str(path))
