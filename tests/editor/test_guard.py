"""Who may ask the editor's server, and how much may be sent to it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import SONG, rooms_of
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from pychang.editor.address import Address, PortTaken, listen
from pychang.editor.app import make_app
from pychang.editor.guard import LARGEST_IMPORT, Guard
from pychang.editor.own_state import own_token
from pychang.editor.song_names import NoSong, SongNames

TOKEN = "t" * 43
HERE = "127.0.0.1:5330"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    song = tmp_path_factory.mktemp("songs") / "봄.chang"
    song.write_text(SONG, "utf-8")
    app = make_app(rooms_of(song, song.parent.parent / "state"), Address("127.0.0.1", 5330), TOKEN)
    with TestClient(app, base_url=f"http://{HERE}") as client:
        yield client


DATA = ("/", "/sound/sung", "/phrase/sung", "/voice/sora", "/voice/sora/model", "/backing", "/export/a.mid")
DATA += ("/import", "/room", "/lsp", "/what/comes/later", "/nothing.js")


@pytest.mark.parametrize("path", DATA)
def test_data_needs_the_token(client: TestClient, path: str) -> None:
    for wrong in ({}, {"token": ""}, {"token": "x"}, {"token": TOKEN + "x"}, {"token": "é" * 43}):
        answer = client.get(path, params=wrong)
        assert answer.status_code == 401
        assert "terminal" in (answer.text if path == "/" else answer.json()["why"])
    assert client.get(path, params={"token": TOKEN}).status_code != 401
    assert client.get(path, headers={"X-PyChang-Token": TOKEN}).status_code != 401


def test_messages_are_in_the_pages_language(client: TestClient) -> None:
    assert "열쇠" in client.get("/backing", headers={"X-PyChang-Language": "ko"}).json()["why"]
    assert "열쇠" in client.get("/", headers={"Accept-Language": "ko-KR,en;q=0.8"}).text


def test_what_every_answer_says(client: TestClient) -> None:
    for path in ("/backing", "/nothing.js"):
        headers = client.get(path, params={"token": TOKEN}).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
        assert "'wasm-unsafe-eval'" in policy and f"ws://{HERE}" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-resource-policy"] == "same-origin"
    assert client.get("/sound/sung", params={"token": TOKEN}).headers["cache-control"].endswith("immutable")


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:5330",
        "127.0.0.1",
        "127.0.0.1:80",
        "127.0.0.1.evil.example:5330",
        "",
        "127.0.0.1:" + "9" * 5000,
    ],
)
def test_a_name_that_was_made_to_resolve_here_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/backing", params={"token": TOKEN}, headers={"Host": host})
    assert answer.status_code == 421
    assert "evil" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize("host", ["localhost:5330", "LOCALHOST:5330", "[::1]:5330"])
def test_other_names_of_this_machine_are_its_own(client: TestClient, host: str) -> None:
    asked = {"Host": host, "Origin": f"http://{host}"}
    assert client.get("/backing", params={"token": TOKEN}, headers=asked).status_code == 200


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "https://127.0.0.1:5330",
        "http://127.0.0.1:5331",
        "null",
        "http://localhost:5330",
    ],
)
def test_another_origin_is_refused(client: TestClient, origin: str) -> None:
    headers = {"Origin": origin}
    assert client.get("/backing", params={"token": TOKEN}, headers=headers).status_code == 403
    assert (
        client.post("/import", params={"token": TOKEN, "name": "a.mid"}, headers=headers).status_code == 403
    )
    for path in ("room", "lsp"):
        with (
            pytest.raises(WebSocketDisconnect),
            client.websocket_connect(f"ws://{HERE}/{path}?token={TOKEN}", headers=headers),
        ):
            pass


@pytest.mark.parametrize("path", ["room", "lsp"])
def test_sockets_need_the_token_and_our_host(client: TestClient, path: str) -> None:
    for url in (f"ws://{HERE}/{path}", f"ws://{HERE}/{path}?token=x", f"ws://evil:5330/{path}?token={TOKEN}"):
        with pytest.raises(WebSocketDisconnect), client.websocket_connect(url):
            pass


# ── how much ─────────────────────────────────────────────────────────────────────────────────────


def test_a_file_that_is_too_large_is_refused_with_a_reason(client: TestClient) -> None:
    data = bytes(LARGEST_IMPORT + 1)
    answer = client.post("/import", params={"token": TOKEN, "name": "a.mid"}, content=data)
    assert answer.status_code == 413 and "10 MB" in answer.json()["why"]
    answer = client.request("GET", "/backing", params={"token": TOKEN}, content=bytes(100_000))
    assert answer.status_code == 413


@pytest.mark.parametrize("announced", [b"", b"20000000"])
def test_twenty_megabytes_are_thrown_away_as_they_come(announced: bytes) -> None:
    """Announced or not (chunked), all are taken, so that the browser comes to read the answer."""
    left, held = [65_536] * 306, []
    told = []

    async def receive() -> dict:
        held.append(bytes(left.pop()))
        return {"type": "http.request", "body": held.pop(), "more_body": bool(left)}

    async def send(message: dict) -> None:
        told.append(message)

    async def app(scope: dict, receive: object, send: object) -> None:
        raise AssertionError("it must not come so far")

    headers = [(b"host", HERE.encode()), (b"x-pychang-token", TOKEN.encode())]
    headers += [(b"content-length", announced)] if announced else []
    scope = {"type": "http", "path": "/import", "query_string": b"", "headers": headers}
    guard = Guard(app, Address("127.0.0.1", 5330), TOKEN, lambda path: False)
    asyncio.run(guard(scope, receive, send))
    assert told[0]["status"] == 413 and not left
    assert "too large" in json.loads(told[1]["body"])["why"]


# ── songs by name ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "name",
    [
        "../밖.chang",
        "a/../../밖.chang",
        "/etc/passwd.chang",
        "//server/share/a.chang",
        "..\\밖.chang",
        "C:\\a.chang",
        "C:a.chang",
        "a.chang:stream.chang",
        "a\0.chang",
        "a\n.chang",
        "\u202ea.chang",
        "a\ud800.chang",
        ".chang/.",
        "./.chang/..",
        "a//b.chang",
        " /b.chang",
        "a. /b.chang",
        "out/밖.chang",
        "link.chang",
        "a.txt",
        "CON.chang",
        "가" * 500 + ".chang",
    ],
)
def test_a_name_that_leaves_the_folder_is_refused(tmp_path: Path, name: str, client: TestClient) -> None:
    folder, outside = tmp_path / "songs", tmp_path / "elsewhere"
    folder.mkdir()
    outside.mkdir()
    (outside / "밖.chang").write_text(SONG, "utf-8")
    (folder / "out").symlink_to(outside)
    (folder / "link.chang").symlink_to(outside / "밖.chang")
    with pytest.raises(NoSong):
        SongNames(folder / "봄.chang").path(name)
    if "\ud800" not in name:
        answer = client.get("/backing", params={"token": TOKEN, "song": name})
        assert answer.status_code == 404 or name in ("out/밖.chang", "link.chang")


def test_songs_in_the_folder_and_below_it_have_names(tmp_path: Path) -> None:
    (tmp_path / "songs").mkdir()
    (tmp_path / "elsewhere.chang").write_text(SONG, "utf-8")
    opened = tmp_path / "songs" / "link.chang"
    opened.symlink_to(tmp_path / "elsewhere.chang")
    names = SongNames(opened)
    assert names.path("link.chang") == opened
    for name in ("봄.chang", "봄 여름/가을 (2).chang", "\u1107\u1169\u11b7.chang"):
        assert names.path(name) == tmp_path / "songs" / name


# ── the address and the token ────────────────────────────────────────────────────────────────────


def test_which_hosts_are_this_server() -> None:
    everywhere = Address("0.0.0.0", 5330)
    assert everywhere.is_ours("192.168.0.5:5330") and not everywhere.is_ours("evil.example:5330")
    named = Address("studio.local", 80)
    assert named.is_ours("studio.local") and named.is_ours("Studio.Local:80")
    assert not named.is_ours("studio.local:81") and not named.is_ours("other.local")
    six = Address("::1", 5330)
    assert (
        six.is_ours("[::1]:5330")
        and six.url("봄.chang", "t") == "http://[::1]:5330/?song=%EB%B4%84.chang&token=t"
    )
    assert six.is_loopback and Address("localhost", 1).is_loopback
    assert not everywhere.is_loopback and not named.is_loopback


def test_the_next_port_is_taken_if_one_is_taken() -> None:
    first, at = listen("127.0.0.1", None)
    second, after = listen("127.0.0.1", None)
    with first, second:
        assert at.port < after.port
        with pytest.raises(PortTaken):
            listen("127.0.0.1", at.port)


def test_the_token_stays_the_same_and_is_the_users_alone(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    token = own_token(folder)
    assert len(token) >= 32 and own_token(folder) == token
    kept = folder / "token"
    assert kept.stat().st_mode & 0o777 == 0o600
    kept.chmod(0o644)
    again = own_token(folder)
    assert again != token and kept.stat().st_mode & 0o777 == 0o600
    for damage in ("", "short", "a b" * 20, "\n" * 50):
        kept.write_text(damage)
        kept.chmod(0o600)
        assert len(own_token(folder)) >= 32
    (tmp_path / "file").write_text("")
    assert len(own_token(tmp_path / "file")) >= 32
