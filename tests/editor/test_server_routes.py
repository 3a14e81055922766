"""What the page asks of the server over HTTP and its two sockets."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import SONG, rooms_of
from starlette.testclient import TestClient, WebSocketTestSession

from pychang.editor import page_files
from pychang.editor.address import Address
from pychang.editor.app import make_app
from pychang.editor.rooms import Rooms

TOKEN = "t" * 43
HERE = "127.0.0.1:5330"


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    song = tmp_path / "songs" / "봄.chang"
    song.parent.mkdir()
    song.write_text(SONG, "utf-8")
    return rooms_of(song, tmp_path / "state")


@pytest.fixture
def client(rooms: Rooms) -> Iterator[TestClient]:
    app = make_app(rooms, Address("127.0.0.1", 5330), TOKEN)
    with TestClient(app, base_url=f"http://{HERE}", headers={"X-PyChang-Token": TOKEN}) as client:
        yield client


def socket(client: TestClient, path: str) -> WebSocketTestSession:
    return client.websocket_connect(f"ws://{HERE}{path}{'&' if '?' in path else '?'}token={TOKEN}")


# ── the page ─────────────────────────────────────────────────────────────────────────────────────


def test_the_page_and_its_assets(client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = client.get("/")
    assert missing.status_code in (200, 503)
    monkeypatch.setattr(page_files, "FOLDER", tmp_path / "page")
    missing = client.get("/")
    assert missing.status_code == 503 and "npm ci" in missing.text
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "editor.html").write_text("<!doctype html>안녕", "utf-8")
    (tmp_path / "page" / "editor.js").write_text("export {};")
    (tmp_path / "page" / "a.wasm").write_bytes(b"\0asm")
    app = make_app(rooms_of(tmp_path / "songs" / "봄.chang", tmp_path), Address("127.0.0.1", 5330), TOKEN)
    with TestClient(app, base_url=f"http://{HERE}") as client:
        assert "안녕" in client.get("/", params={"token": TOKEN}).text
        script = client.get("/editor.js")
        assert script.headers["content-type"].startswith("text/javascript")
        assert script.headers["cache-control"] == "no-cache"
        again = client.get("/editor.js", headers={"If-None-Match": script.headers["etag"]})
        assert again.status_code == 304
        assert client.get("/a.wasm").headers["content-type"] == "application/wasm"
        for path in ("/../songs/봄.chang", "/%2e%2e/songs/%EB%B4%84.chang", "/..%5csongs", "/nothing.js"):
            assert client.get(path).status_code == 401
            assert client.get(path, params={"token": TOKEN}).status_code == 404


# ── data ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_sound_with_where_it_begins(client: TestClient) -> None:
    answer = client.get("/sound/sung", params={"song": "봄.chang"})
    assert answer.content == b"\0\0\x80?" * 3
    assert (answer.headers["x-lead"], answer.headers["x-rate"]) == ("7", "22050")


def test_what_there_is_not(client: TestClient) -> None:
    gone = client.get("/sound/gone")
    assert gone.status_code == 409 and "changed" in gone.json()["why"]
    assert client.get("/voice/nobody").status_code == 404
    assert client.get("/voice/nobody/model", params={"song": "../a.chang"}).status_code == 404
    assert client.get("/export/song.nothing").status_code == 422


def test_what_a_browser_needs_to_sing_itself(client: TestClient) -> None:
    assert client.get("/phrase/sung").json() == {"voice": "sora", "seed": 4}
    assert client.get("/voice/sora").json() == {"name": "sora"}
    assert client.get("/voice/sora/model").content == b"sora"
    assert client.get("/backing").content == b""


def test_exporting_what_is_typed_and_not_saved(client: TestClient) -> None:
    with socket(client, "/room") as page:
        page.send_json({"type": "hello", "language": "en"})
        assert page.receive_json()["type"] == "welcome"
        changes = [[0, "title: 다른 봄", ""], [9], len(SONG) - 9]
        page.send_json({"type": "push", "version": 0, "updates": [{"clientID": "a", "changes": changes}]})
        while page.receive_json()["type"] != "updates":
            pass
        answer = client.get("/export/봄.musicxml")
    assert "다른 봄" in answer.text
    assert answer.headers["content-disposition"].startswith("attachment")
    assert client.get("/export/봄.mid").content[:4] == b"MThd"


def test_importing_a_file(client: TestClient) -> None:
    notes = client.get("/export/봄.musicxml").content
    found = client.post("/import", params={"name": "봄.musicxml"}, content=notes)
    assert found.status_code == 200 and "꽃잎" in found.json()["text"]
    broken = client.post("/import", params={"name": "a.mid"}, content=b"no song")
    assert broken.status_code == 422 and "a.mid" in broken.json()["why"]


def test_a_page_that_goes_waits_no_more(rooms: Rooms) -> None:
    """A phrase that nobody waits for need not be sung."""
    import asyncio

    from starlette.requests import Request

    from pychang.editor.routes import Routes, answering

    async def leave() -> None:
        messages = [{"type": "http.request", "body": b""}]

        async def receive() -> dict:
            if messages:
                return messages.pop()
            while not stage.asked:
                await asyncio.sleep(0.01)
            return {"type": "http.disconnect"}

        stage = (await rooms.open("봄.chang")).stage
        scope = {"type": "http", "method": "GET", "path": "/sound/slow", "query_string": b"", "headers": []}
        request = Request({**scope, "path_params": {"key": "slow"}}, receive)
        await answering(Routes(rooms).sound)(request)
        await asyncio.sleep(0)
        assert stage.asked[0].cancelled()
        await rooms.close()

    asyncio.run(asyncio.wait_for(leave(), 5))


# ── rooms and the language server ────────────────────────────────────────────────────────────────


def test_two_pages_share_a_text(client: TestClient) -> None:
    with socket(client, "/room") as one, socket(client, "/room?song=%EB%B4%84.chang") as other:
        for page in (one, other):
            page.send_text("not json")
            page.send_json(["neither"])
            page.send_json({"type": "hello", "language": "ko"})
            assert page.receive_json()["type"] == "welcome"
        changes = [[0, "// 안녕", ""], len(SONG)]
        one.send_json({"type": "push", "version": 0, "updates": [{"clientID": "a", "changes": changes}]})
        while (told := other.receive_json())["type"] != "updates":
            pass
        assert told["updates"] == [{"clientID": "a", "changes": changes}] and told["version"] == 1


def test_a_song_that_may_not_be_opened_is_told(client: TestClient) -> None:
    with socket(client, "/room?song=..%2Fa.chang") as page:
        page.send_json({"type": "hello", "language": "ko"})
        assert "폴더 안에" in page.receive_json()["why"]
        assert page.receive() == {"type": "websocket.close", "code": 4404, "reason": ""}


class Language:
    """A language client over the socket."""

    def __init__(self, socket: WebSocketTestSession) -> None:
        self._socket = socket

    def tell(self, method: str, params: object, **more: object) -> None:
        self._socket.send_text(json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}))

    def ask(self, method: str, params: object) -> dict:
        self.tell(method, params, id=method)
        while (answer := self._socket.receive_json()).get("id") != method:
            pass
        return answer

    def told(self, method: str) -> dict:
        while (message := self._socket.receive_json()).get("method") != method:
            pass
        return message["params"]

    def begin(self) -> dict:
        hello = {"processId": None, "rootUri": None, "capabilities": {}, "locale": "ko"}
        answer = self.ask("initialize", hello)
        self.tell("initialized", {})
        return answer["result"]

    def open(self, uri: str, text: str) -> None:
        document = {"uri": uri, "languageId": "chang", "version": 0, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})


def test_the_language_server_over_a_socket(client: TestClient) -> None:
    with socket(client, "/lsp") as one, socket(client, "/lsp") as other:
        pages = [Language(one), Language(other)]
        for page, text in zip(pages, ("| C4:4 |\n> 꽃\n", "| C4:4 X |\n> 꽃\n"), strict=True):
            assert page.begin()["capabilities"]["completionProvider"]
            page.open("file:///a.chang", text)
        assert pages[0].told("textDocument/publishDiagnostics")["diagnostics"] == []
        assert pages[1].told("textDocument/publishDiagnostics")["diagnostics"] != []
        place = {"textDocument": {"uri": "file:///a.chang"}, "position": {"line": 0, "character": 3}}
        assert "C4" in json.dumps(pages[0].ask("textDocument/hover", place)["result"], ensure_ascii=False)


def test_a_language_client_that_says_nonsense_hurts_nobody(client: TestClient) -> None:
    with socket(client, "/lsp") as wire:
        page = Language(wire)
        page.begin()
        for nonsense in ("{", "[]", "3", '{"jsonrpc": "2.0"}', '{"jsonrpc": "1.0", "id": 1, "method": "x"}'):
            wire.send_text(nonsense)
        assert page.ask("textDocument/hover", {"textDocument": 3})["error"]["code"] == -32602
        assert page.ask("no/such", {})["error"]["code"] == -32601
        page.ask("shutdown", None)
        page.tell("exit", None)
        while wire.receive()["type"] != "websocket.close":
            pass
    with socket(client, "/lsp") as wire:  # and the process is still there
        assert Language(wire).begin()


def test_a_slow_song_in_the_language_server_holds_up_no_tab(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pychang.lsp.server.diagnostics", lambda analysis: time.sleep(3.0) or [])
    with socket(client, "/lsp") as wire, socket(client, "/room") as page:
        language = Language(wire)
        language.begin()
        language.open("file:///a.chang", SONG)
        page.send_json({"type": "hello", "language": "en"})
        assert page.receive_json()["type"] == "welcome"
        began_s = time.monotonic()
        page.send_json({"type": "push", "version": 0, "updates": [{"clientID": "a", "changes": [len(SONG)]}]})
        while page.receive_json()["type"] != "pushed":
            pass
        assert time.monotonic() - began_s < 2.5
