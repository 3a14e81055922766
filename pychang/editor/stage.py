"""The stage of an open song: its phrases as they stand now, what they look like, and how they sound.

`take` is told of each reading of the text; what has changed since is told to the page: `curves` of phrases
that are new, `states` of phrases, and `trouble` that is nobody's mistake in the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pychang.compile import cues_of, sound_rate
from pychang.diagnostic import Text, Unusable
from pychang.editor.heard import Heard, NoSuchPhrase
from pychang.editor.shown_phrases import curves_of, sung_of
from pychang.editor.singer import PAUSE_S, Singer, State
from pychang.editor.voices import card_as_json, names_of
from pychang.language.include import beside
from pychang.lsp.document import Analysis
from pychang.reading import Reading
from pychang.remembered import Remembered
from pychang.voice import VoiceCard
from pychang.voice.files import read_model
from pychang.voice.find import all_names
from pychang.world import World

if TYPE_CHECKING:
    from pychang.singing import Cue

Tell = Callable[[dict[str, Any]], None]


class Stage:
    """One song while it is edited.

    `tell` gets messages for all pages of the song (`ToPage` of protocol.ts), from any thread; it must
    neither block nor call back. `take` and the sounds may take long: they are not for an event loop.
    """

    def __init__(self, world: World, tell: Tell, language: str = "en", pause_s: float = PAUSE_S) -> None:
        self.world, self.language = world, language
        self._tell = tell
        self._reading: Reading | None = None
        self._folder = Path()
        self._cues: dict[str, Cue] = {}
        self._curves: dict[str, dict[str, Any]] = {}
        self._rate = 0
        self._remembered = Remembered()
        self._unread: Text | None = None  # what is wrong with the backing
        self._singer = Singer(world, self._tell_states, self._tell_trouble, pause_s)

    def take(self, analysis: Analysis) -> tuple[Cue, ...]:
        """The phrases of what was read now, for `roll_of`.

        Of a song with errors, those that the text before had too: they stay on the stage, to be shown and
        heard while something is typed.
        """
        reading = analysis.reading
        self._remembered.next_version()
        if not reading.can_be_sung:
            known = cues_of(reading, self._remembered)[0] if _is_cast(reading) else []
            return tuple(cue for cue in known if cue.key in self._cues)
        cues, _ = cues_of(reading, self._remembered)
        self._reading, self._folder = reading, reading.files[0].parent
        self._rate = self._rate_of(reading)
        by_key = {cue.key: cue for cue in cues}
        kept = {key: curves for key, curves in self._curves.items() if key in by_key}
        new = {key: curves_of(cue.phrase.performance) for key, cue in by_key.items() if key not in kept}
        self._cues, self._curves = by_key, kept | new
        if new:
            self._tell({"type": "curves", "curves": new})
        self._singer.perform(cues, self._rate)
        return tuple(cues)

    def _rate_of(self, reading: Reading) -> int:
        """Samples a second; without its backing's, if that cannot be read."""
        try:
            rate, self._unread = sound_rate(reading), None
            return rate
        except Unusable as unusable:
            if self._unread != unusable.text:  # told once, not at each key
                self._unread = unusable.text
                self._tell_trouble(unusable.text)
            return max(card.geometry.sample_rate for card in reading.cast.values())

    # ── what pages ask for ───────────────────────────────────────────────────────────────────────

    def ask(self, key: str) -> Future[Heard]:
        """The sound of a phrase, as soon as there is one; not sung if the future is cancelled in time.

        NoSuchPhrase here or from the future; Unusable from the future if the voice cannot be used.
        """
        return self._singer.ask(key)

    def sound(self, key: str) -> Heard:
        """The same, waited for."""
        return self._singer.ask(key).result()

    def states(self) -> dict[str, State]:
        """Of all phrases, for a page that comes anew."""
        return self._singer.states()

    def curves(self) -> dict[str, dict[str, Any]]:
        """Of all phrases, the same."""
        return self._curves

    def sung(self, key: str) -> dict[str, Any]:
        """The `Sung` of protocol.ts; NoSuchPhrase."""
        cue = self._cues.get(key)
        if cue is None:
            raise NoSuchPhrase(key)
        return sung_of(cue, self._names()[cue.card.folder])

    def card(self, name: str) -> dict[str, Any]:
        """The `VoiceCard` of protocol.ts; KeyError if the name is none of a voice that may be asked for."""
        return card_as_json(self._card(name), name)

    def model(self, name: str) -> bytes:
        """The exported model of a voice; KeyError, and VoiceError if it is damaged."""
        return read_model(self._card(name))

    def _names(self) -> dict[Path, str]:
        return names_of(self._reading.cast.values()) if self._reading else {}

    def _card(self, name: str) -> VoiceCard:
        """Of a voice that the song casts, or one that it could name."""
        for card in self._reading.cast.values() if self._reading else ():
            if self._names()[card.folder] == name:
                return card
        if name not in all_names(self._folder):
            raise KeyError(name)
        return self.world.card(name, self._folder)

    def backing(self) -> Iterator[bytes] | None:
        """All of the backing at the song's rate, in pieces: float32 little-endian, left and right in turn.

        None if there is none; BackingError.
        """
        backing = self._reading.score.backing if self._reading else None
        if backing is None:
            return None
        from pychang.sound.backing import backing_pieces, backing_rate

        path = beside(backing.file)
        backing_rate(path)  # so that one that is no sound is told before the first piece
        pieces = backing_pieces(path, 0, 0.0, self._rate)
        return (piece.sound.astype("<f4", copy=False).tobytes() for piece in pieces)

    # ── how it sings ─────────────────────────────────────────────────────────────────────────────

    def auto(self, on: bool) -> None:
        """Whether stale phrases are sung without being asked for."""
        self._singer.auto(on)

    def close(self) -> None:
        """Sing no more."""
        self._singer.close()

    def _tell_states(self, states: dict[str, State]) -> None:
        self._tell({"type": "states", "states": states})

    def _tell_trouble(self, why: Text) -> None:
        self._tell({"type": "trouble", "why": why.say(self.language)})


def _is_cast(reading: Reading) -> bool:
    """Whether there is something to sing, and a voice for all of it."""
    parts = reading.score.parts if reading.score else ()
    asked = {note.voice for part in parts for note in part.notes if note.midi is not None}
    return bool(asked) and asked <= reading.cast.keys()
