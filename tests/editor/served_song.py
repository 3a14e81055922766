"""A song that is edited by the real program in a process of its own, and the tabs that show it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

WAIT_S = 10.0


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
        assert self.process is not None
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


def text_of(page: Page) -> str:
    """The score in the page's text editor."""
    return page.evaluate("document.querySelector('.cm-content').cmTile.view.state.doc.toString()")


def wait(page: Page, is_so: Callable[[], bool], timeout_s: float = WAIT_S) -> None:
    """Until something is so, which is looked at fifty times a second."""
    for _ in range(round(timeout_s * 50)):
        if is_so():
            return
        page.wait_for_timeout(20)
    raise AssertionError("it did not come to be so")
