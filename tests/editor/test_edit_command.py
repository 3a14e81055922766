"""`pychang edit` as a program of its own."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from serving import SONG
from websockets.sync.client import ClientConnection, connect

from pychang.cli.main import pychang

LIGHT = ("check", "fmt", "pronounce", "explain", "edit")
HEAVY = {
    "numpy",
    "scipy",
    "soundfile",
    "starlette",
    "uvicorn",
    "websockets",
    "anyio",
    "watchfiles",
    "lsprotocol",
}
START_S = 20.0  # on a machine that is busy


class Running:
    """The program with what it has said, and its page's address."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.url = process.stdout.readline().strip()
        self.port, self.token = re.fullmatch(r"http://.*:(\d+)/\?song=.*&token=(.*)", self.url).groups()

    @contextmanager
    def page(self, name: str = "") -> Iterator[ClientConnection]:
        """A tab of the song, or of another one, that has said hello."""
        room = f"ws://127.0.0.1:{self.port}/room?token={self.token}&song={quote(name)}"
        with connect(room, max_size=None) as page:
            page.send(json.dumps({"type": "hello", "language": "en"}))
            yield page

    def ends(self, stop: int | None = signal.SIGINT, within_s: float = 20.0) -> tuple[int, str]:
        """Stop it, if it does not end by itself; its status, and what it said on standard error."""
        if stop is not None:
            self.process.send_signal(stop)
        _, said = self.process.communicate(timeout=within_s)
        return self.process.returncode, said


def told(page: ClientConnection, kind: str) -> dict[str, Any]:
    while (message := json.loads(page.recv(timeout=10)))["type"] != kind:
        pass
    return message


@pytest.fixture
def song(tmp_path: Path) -> Path:
    path = tmp_path / "songs" / "봄.chang"
    path.parent.mkdir()
    path.write_text(SONG, "utf-8")
    return path


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    own = {"PYCHANG_STATE_DIR": str(tmp_path / "state"), "PYCHANG_CACHE_DIR": str(tmp_path / "cache")}
    return {**os.environ, **own, "PYCHANG_LANG": "en", "PYTHONUTF8": "1"}


@pytest.fixture
def edit(env: dict[str, str]) -> Iterator[Callable[..., Running]]:
    """Start `pychang edit` without a browser; what still runs at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def edit(*arguments: object, prelude: str = "") -> Running:
        code = f"{prelude}\nfrom pychang.cli.main import main\nmain()"
        command = [sys.executable, "-c", code, "edit", "--no-browser", *map(str, arguments)]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "encoding": "utf-8"}
        started.append(subprocess.Popen(command, env=env, **pipes))
        return Running(started[-1])

    yield edit
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture
def fails(env: dict[str, str]) -> Callable[..., str]:
    """What is said on standard error when it does not come to serving."""

    def fails(*arguments: object) -> str:
        done = CliRunner().invoke(pychang, ["edit", "--no-browser", *map(str, arguments)], env=env)
        assert done.exit_code == 2 and done.stdout == "" and "Traceback" not in done.stderr
        return done.stderr

    return fails


def test_from_start_to_ctrl_c(edit: Callable[..., Running], song: Path, tmp_path: Path) -> None:
    began_s = time.monotonic()
    running = edit(song)
    assert time.monotonic() - began_s < START_S
    try:
        status = urllib.request.urlopen(running.url, timeout=10).status
    except urllib.error.HTTPError as answer:  # the page is not bundled here
        status = answer.code
    assert status in (200, 503)
    assert (tmp_path / "state" / "token").read_text() == running.token
    with running.page() as page:
        assert told(page, "welcome")["text"] == SONG
        status, said = running.ends(signal.SIGINT)
    assert (status, said) == (0, "Ctrl-C ends it.\n")


def test_a_server_that_was_killed_has_what_was_typed(edit: Callable[..., Running], song: Path) -> None:
    running = edit(song)
    with running.page() as page:
        told(page, "welcome")
        changes = [[0, "// 🎵", ""], len(SONG)]
        page.send(
            json.dumps({"type": "push", "version": 0, "updates": [{"clientID": "a", "changes": changes}]})
        )
        assert told(page, "pushed")["accepted"]  # and kept before it was told
        running.ends(signal.SIGKILL)
    again = edit(song)
    assert (again.token, song.read_text("utf-8")) == (running.token, SONG)
    with again.page() as page:
        welcome = told(page, "welcome")
        assert welcome["recovered"] and welcome["text"] == "// 🎵\n" + SONG
        status, said = again.ends(signal.SIGINT)
    assert status == 0 and "some text is not saved" in said


def test_a_second_server_leaves_the_song_to_the_first(
    edit: Callable[..., Running], song: Path, tmp_path: Path
) -> None:
    (tmp_path / "songs" / "여름.chang").write_text(SONG, "utf-8")
    first, other = edit(song), edit(tmp_path / "songs" / "여름.chang")
    second = edit(song)
    assert second.url == first.url
    assert second.ends(None) == (0, "Another pychang edit has this song open already. Use its page.\n")
    with first.page("여름.chang") as page:
        assert other.url in told(page, "trouble")["why"]
    other.ends(signal.SIGKILL)
    with first.page("여름.chang") as page:
        assert told(page, "welcome")["text"] == SONG
    first.ends(signal.SIGKILL)
    again = edit(song)
    assert again.ends()[0] == 0


def test_once_ends_after_the_last_tab_but_not_with_a_reload(edit: Callable[..., Running], song: Path) -> None:
    running = edit("--once", song, prelude="import pychang.editor.rooms as rooms; rooms.ONCE_S = 2.0")
    with running.page() as page:
        told(page, "welcome")
    time.sleep(0.2)
    with running.page() as page:
        told(page, "welcome")
        time.sleep(2.0)
        assert running.process.poll() is None
    assert running.ends(None)[0] == 0


def test_a_port_and_an_address_that_others_can_reach(
    edit: Callable[..., Running], fails: Callable[..., str], song: Path
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"Port {port} is taken" in fails("--port", port, song)
    running = edit("--port", port, "--host", "0.0.0.0", song)
    assert running.url.startswith(f"http://127.0.0.1:{port}/")
    assert "Other computers on your network" in running.ends(signal.SIGTERM)[1]


def test_what_cannot_be_edited(fails: Callable[..., str], song: Path, tmp_path: Path) -> None:
    assert "must end in .chang" in fails(tmp_path / "a.mid")
    assert "There is no folder" in fails(tmp_path / "nowhere" / "a.chang")
    (tmp_path / "folder.chang").mkdir()
    assert "folder" in fails(tmp_path / "folder.chang")
    assert "--export" in fails("--voice", "sora", song)
    assert "no address" in fails("--host", "no.such.host.invalid", song)
    song.write_bytes("| C4:1 |\n> 꽃\n".encode("cp949"))
    assert "iconv" in fails(song)


def test_without_its_extra_it_says_what_to_install(
    fails: Callable[..., str], song: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pychang.cli.edit.NEEDED", ("starlette", "no_such_module"))
    assert "pip install 'pychang[edit]'" in fails(song)


def test_the_commands_import_nothing_of_it_before_they_need_it() -> None:
    code = "import sys\nfrom pychang.cli.main import COMMANDS, pychang\n"
    code += f"[pychang.get_command(None, one) for one in {LIGHT}]\nprint(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not HEAVY & {name.split(".")[0] for name in loaded.split()}
