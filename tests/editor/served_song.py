"""A song that is edited by the real program in a process of its own, and the tabs that show it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

WAIT_S = 20.0  # on a machine that is busy


@dataclass
class ServedSong:
    """`pychang edit` on a song; it may be killed and started again at its address."""

    song: Path
    url: str = ""
    process: subprocess.Popen[str] | None = field(default=None, repr=False)

    @property
    def environment(self) -> dict[str, str]:
        """With folders of its own for what is kept."""
        folder = self.song.parent
        own = {"PYCHANG_STATE_DIR": str(folder / "state"), "PYCHANG_CACHE_DIR": str(folder / "cache")}
        return {**os.environ, **own}

    @property
    def sounds(self) -> set[Path]:
        """Those that it has sung so far."""
        return {one for one in (self.song.parent / "cache").rglob("*") if one.is_file()}

    def start(self) -> None:
        port = self.url.split("/")[2].split(":")[1] if self.url else "0"
        command = [sys.executable, "-m", "pychang", "edit", "--no-browser", "--port", port, str(self.song)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=self.environment
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()
        assert self.url.startswith("http://127.0.0.1:")

    def kill(self) -> None:
        """Not before it has put away that nothing is unsaved."""
        assert self.process is not None
        kept = self.song.parent / "state" / "unsaved"
        until(lambda: not list(kept.glob("*.json")))
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(WAIT_S)
            except subprocess.TimeoutExpired:
                self.process.kill()

    def open_tab(self, context: BrowserContext, wrong: list[str]) -> Page:
        """A tab that is connected; what goes wrong in it unseen is added to `wrong`."""
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(self.url)
        expect(page.locator(".connection")).to_have_attribute("data-state", "open")
        expect(page.locator(".cm-content")).to_be_visible()
        return page


@contextmanager
def served_song(folder: Path, name: str, text: str) -> Iterator[ServedSong]:
    served = ServedSong(folder / name)
    served.song.write_text(text, encoding="utf-8")
    served.start()
    yield served
    served.stop()


# ── in a tab ─────────────────────────────────────────────────────────────────────────────────────


def text_of(page: Page) -> str:
    """The score in the page's text editor."""
    return page.evaluate("document.querySelector('.cm-content').cmTile.view.state.doc.toString()")


def put(page: Page, text: str) -> None:
    """Another text in place of the whole, as if it were typed."""
    page.evaluate(
        """text => {
          const { view } = document.querySelector('.cm-content').cmTile;
          const changes = { from: 0, to: view.state.doc.length, insert: text };
          view.dispatch({ changes, userEvent: 'input' });
        }""",
        text,
    )


def go_to(page: Page, mark: str) -> None:
    """The caret behind the first `mark`."""
    page.evaluate(
        """mark => {
          const { view } = document.querySelector('.cm-content').cmTile;
          const at = view.state.doc.toString().indexOf(mark) + mark.length;
          view.dispatch({ selection: { anchor: at }, scrollIntoView: true });
          view.focus();
        }""",
        mark,
    )


def drop(page: Page, name: str, data: bytes, size: int = 0) -> None:
    """A file dragged from the desktop onto the text; `size`: of so many bytes more."""
    page.evaluate(
        """([name, bytes, size]) => {
          const carried = new DataTransfer();
          carried.items.add(new File([new Uint8Array(bytes), new Uint8Array(size)], name));
          const init = { dataTransfer: carried, bubbles: true, cancelable: true };
          const text = document.querySelector('.cm-content');
          for (const type of ['dragenter', 'dragover', 'drop']) text.dispatchEvent(new DragEvent(type, init));
        }""",
        [name, list(data), size],
    )


def roll(page: Page, asked: str) -> Any:
    """What the piano roll shows; see `web/src/roll/probe.ts`."""
    return page.evaluate(f"window.pychang.roll.{asked}")


def wait(page: Page, is_so: Callable[[], bool], timeout_s: float = WAIT_S) -> None:
    """Until something is so, which is looked at fifty times a second while the page runs on."""
    until(is_so, timeout_s, lambda: page.wait_for_timeout(20))


def until(
    is_so: Callable[[], bool], timeout_s: float = WAIT_S, pause: Callable[[], None] = lambda: time.sleep(0.02)
) -> None:
    end_s = time.monotonic() + timeout_s
    while not is_so():
        assert time.monotonic() < end_s, "it did not come to be so"
        pause()
