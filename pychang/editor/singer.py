"""One thread that sings phrases: those that somebody waits for first, then the stale ones.

What it sings goes into the user's cache, so that `build` need not sing it again, and the other way round.
LiteRT and Griffin-Lim use all cores by themselves: a second thread would only be in the way.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from itertools import islice, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pychang.cache import PhraseSound
from pychang.diagnostic import Text, Unusable
from pychang.editor.heard import Heard, Held, NoSuchPhrase, give, refuse
from pychang.editor.interruptible import Interrupted, InterruptibleWorld
from pychang.editor.log import told_bug
from pychang.world import World

if TYPE_CHECKING:
    from pychang.singing import Cue
    from pychang.voice import VoiceCard

State = Literal["fresh", "singing", "stale"]
PAUSE_S = 0.4  # after a change of the song, before stale phrases are sung that nobody asked for
AGAIN_S = 3.0  # after a voice could not be used, before it is tried again unasked
MOST_AT_ONCE = 8  # phrases that are painted together
HELD_BYTES = 64 * 2**20  # of sound in memory, for the time that there is no cache, or its disk is full


class Singer:
    """The phrases of a song as it is now, and which of them there are sounds of.

    `tell_states` and `tell_trouble` are called from several threads, in order, under a lock: they must
    neither block nor ask anything of the singer.
    """

    def __init__(
        self,
        world: World,
        tell_states: Callable[[dict[str, State]], None],
        tell_trouble: Callable[[Text], None],
        pause_s: float = PAUSE_S,
    ) -> None:
        self._world, self._pause_s = world, pause_s
        self._tell_states, self._tell_trouble = tell_states, tell_trouble
        self._changed = threading.Condition()
        self._cues: dict[str, Cue] = {}
        self._rate = 0
        self._asked: dict[str, list[Future[Heard]]] = {}  # in the order in which they were asked for
        self._fresh: set[str] = set()
        self._singing: str | None = None
        self._told: dict[str, State] = {}
        self._held = Held(HELD_BYTES)
        self._auto, self._quiet_until_s, self._from_s = True, 0.0, 0.0
        self._broken: dict[Path, float] = {}  # voices that could not be used, and when to try again
        self._trouble: Text | None = None  # the last that was told, until something is sung
        self._cold: list[VoiceCard] = []  # voices to be loaded
        self._known: set[str] = set()  # identities of voices that were loaded, or tried
        self._has_sung = self._is_closed = False
        self._thread = threading.Thread(target=self._run, name="singer", daemon=True)
        self._thread.start()

    # ── from other threads ───────────────────────────────────────────────────────────────────────

    def perform(self, cues: Sequence[Cue], rate: int) -> None:
        """From now on this is the song; whoever waits for a phrase that it does not have is told so."""
        with self._changed:
            before, self._rate = self._cues, rate
            self._cues = {cue.key: cue for cue in reversed(cues)}
            new = [cue for cue in cues if cue.key not in before]
            self._fresh = (self._fresh & self._cues.keys()) | {cue.key for cue in new if self._has(cue.key)}
            self._from_s = new[0].phrase.start_s if new else self._from_s
            self._quiet_until_s = time.monotonic() + self._pause_s
            self._broken.clear()
            cards = {cue.card.identity: cue.card for cue in cues}
            self._cold = [card for identity, card in cards.items() if identity not in self._known]
            self._known |= cards.keys()
            gone = [self._asked.pop(key) for key in list(self._asked) if key not in self._cues]
            self._tell()
            self._changed.notify_all()
        for waiting in gone:
            refuse(waiting, NoSuchPhrase())

    def ask(self, key: str) -> Future[Heard]:
        """The sound of a phrase, from the cache or as soon as it is sung; NoSuchPhrase.

        May read a file. A future that is cancelled before its phrase's turn takes the phrase out of the queue
        if nobody else waits for it. It raises NoSuchPhrase, or Unusable if the voice cannot sing.
        """
        future: Future[Heard] = Future()
        kept = self._kept(key) if key in self._cues else None
        with self._changed:
            cue = self._cues.get(key)
            if cue is None:
                raise NoSuchPhrase(key)
            kept = kept or self._held.get(key)
            if kept is None:
                self._fresh.discard(key)
                self._asked.setdefault(key, []).append(future)
                self._broken.pop(cue.card.folder, None)
                self._changed.notify_all()
                return future
            self._fresh.add(key)  # by what another program, or an export, has sung
            self._tell()
            rate = self._rate
        future.set_result(Heard.of(kept, cue, rate))
        return future

    def states(self) -> dict[str, State]:
        with self._changed:
            return dict(self._told)

    def auto(self, on: bool) -> None:
        """Whether stale phrases are sung without being asked for."""
        with self._changed:
            self._auto = on
            self._changed.notify_all()

    def close(self) -> None:
        """No more singing; whoever waits is told NoSuchPhrase."""
        with self._changed:
            self._is_closed = True
            waiting = [one for some in self._asked.values() for one in some]
            self._asked.clear()
            self._cues = {}
            self._changed.notify_all()
        refuse(waiting, NoSuchPhrase())

    # ── the thread ───────────────────────────────────────────────────────────────────────────────

    def _run(self) -> None:
        _import_all()
        while (turn := self._next_turn()) is not None:
            turn()

    def _next_turn(self) -> Callable[[], None] | None:
        """What to do now; waits until there is something. None: nothing any more."""
        with self._changed:
            while not self._is_closed:
                if asked := self._wanted():
                    return partial(self._sing_all, asked, is_asked=True)
                if self._cold:
                    return partial(self._load, self._cold.pop())
                stale = self._stale()
                wait_s = self._wait_s(bool(stale))
                if stale and wait_s <= 0:
                    return partial(self._sing_all, stale, is_asked=False)
                self._changed.wait(wait_s)
            return None

    def _wanted(self) -> list[Cue]:
        """What somebody waits for, as far as one voice sings it."""
        for key, waiting in list(self._asked.items()):
            if all(one.cancelled() for one in waiting):
                del self._asked[key]
        return _by_one_voice(self._cues[key] for key in self._asked)

    def _stale(self) -> list[Cue]:
        """What may be sung unasked, from the edited place on, as far as one voice sings it.

        Voices that could not be used are tried again when their time has come.
        """
        now_s = time.monotonic()
        self._broken = {folder: at_s for folder, at_s in self._broken.items() if at_s > now_s}
        if not self._auto:
            return []
        stale = [
            cue
            for key, cue in self._cues.items()
            if key not in self._fresh and cue.card.folder not in self._broken
        ]
        stale.sort(key=lambda cue: (cue.phrase.start_s < self._from_s - 1e-6, cue.phrase.start_s))
        return _by_one_voice(stale)

    def _wait_s(self, has_stale: bool) -> float | None:
        """How long there is nothing to do, unless something happens: until the song has been left alone for
        a while, or a voice that could not be used is tried again."""
        now_s = time.monotonic()
        if has_stale:
            return self._quiet_until_s - now_s
        return max(min(self._broken.values()) - now_s, 0.0) if self._broken else None

    def _load(self, card: VoiceCard) -> None:
        """A voice, before anybody waits for it."""
        with suppress(Exception):  # told when it is to sing
            self._world.voice(card)

    def _sing_all(self, batch: Sequence[Cue], is_asked: bool) -> None:
        try:
            self._sing(batch, is_asked)
        except Interrupted:
            pass
        except Unusable as unusable:
            self._failed(batch, unusable, unusable.text)
        except Exception as bug:  # the thread has to live on
            if not self._is_closed:  # else the program may be ending under the voice
                self._failed(batch, bug, told_bug(bug))

    def _sing(self, batch: Sequence[Cue], is_asked: bool) -> None:
        """Phrases one after another, as long as they are what is to be sung next."""
        from pychang.singing import sing

        sounds = sing(batch, InterruptibleWorld(self._world, self._is_unwanted))
        try:
            for cue in batch:
                if not self._begin(cue, is_asked):
                    break
                self._finish(cue, next(sounds))
        finally:
            sounds.close()
            with self._changed:
                self._singing = None
                self._tell()
        self._tidy()

    def _begin(self, cue: Cue, is_asked: bool) -> bool:
        """Whether the phrase is still to be sung before all others."""
        with self._changed:
            waits = any(not one.cancelled() for one in self._asked.get(cue.key, ()))
            quiet = time.monotonic() < self._quiet_until_s
            first = next(iter(self._asked), cue.key) == cue.key
            unasked = self._auto and first and not quiet and cue.key in self._cues
            if self._is_closed or not (waits if is_asked else unasked):
                return False
            if not waits and self._has(cue.key):  # sung by somebody else meanwhile
                self._fresh.add(cue.key)
                return False
            self._singing = cue.key
            self._tell()
            return True

    def _is_unwanted(self) -> bool:
        """Whether what is being sung has gone from the song, or somebody waits for something else."""
        with self._changed:
            waits = any(not one.cancelled() for one in self._asked.get(self._singing or "", ()))
            wanted = self._singing is None or waits or (self._singing in self._cues and not self._asked)
            return self._is_closed or not wanted

    def _finish(self, cue: Cue, sound: PhraseSound) -> None:
        if self._world.cache is not None:
            self._world.cache.put(cue.key, sound)
        heard = Heard.of(sound, cue, self._rate)
        with self._changed:
            self._held.put(cue.key, sound)
            waiting = self._asked.pop(cue.key, [])
            self._singing = None
            if cue.key in self._cues:
                self._fresh.add(cue.key)
            self._trouble = None
            self._has_sung = True
            self._tell()
        give(waiting, heard)

    def _failed(self, batch: Sequence[Cue], why: Exception, text: Text) -> None:
        """Whoever waits is told why; the voice is tried again when somebody asks, or after a while."""
        with self._changed:
            waiting = [one for cue in batch for one in self._asked.pop(cue.key, [])]
            self._broken[batch[0].card.folder] = time.monotonic() + AGAIN_S
            if self._trouble != text:
                self._trouble = text
                self._tell_trouble(text)
        refuse(waiting, why)

    def _tidy(self) -> None:
        """Keep the cache within its limit, when there is nothing more to sing for now."""
        with self._changed:
            over = self._has_sung and not self._asked and not self._stale()
            self._has_sung = self._has_sung and not over
        if over and self._world.cache is not None:
            self._world.cache.trim()

    # ── what there is ────────────────────────────────────────────────────────────────────────────

    def _has(self, key: str) -> bool:
        return self._held.get(key) is not None or (
            self._world.cache is not None and self._world.cache.has(key)
        )

    def _kept(self, key: str) -> PhraseSound | None:
        with self._changed:
            held = self._held.get(key)
        if held is not None or self._world.cache is None:
            return held
        return self._world.cache.get(key)

    def _tell(self) -> None:
        """The states that are new since the last time."""
        states: dict[str, State] = {key: "fresh" if key in self._fresh else "stale" for key in self._cues}
        if self._singing in states:
            states[self._singing] = "singing"
        new = {key: state for key, state in states.items() if self._told.get(key) != state}
        self._told = states
        if new:
            self._tell_states(new)


def _import_all() -> None:
    """What singing needs, now and not when somebody waits."""
    with suppress(Exception):  # told when it is needed
        import ai_edge_litert.interpreter  # noqa: F401

        import pychang.singing
        import pychang.sound.griffin_lim
        import pychang.voice.sing  # noqa: F401


def _by_one_voice(cues: Iterable[Cue]) -> list[Cue]:
    """The first phrases, as many as the voice of the first sings and are painted together."""
    some = list(islice(cues, MOST_AT_ONCE))
    return list(takewhile(lambda cue: cue.card.folder == some[0].card.folder, some))
