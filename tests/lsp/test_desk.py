"""Where documents lie, and in which language their editor is spoken to."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from pychang.lsp.desk import identity, path_of, uri_of
from pychang.lsp.server import language_of


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///songs/%EB%85%B8%EB%9E%98%20%ED%95%98%EB%82%98.chang", "/songs/노래 하나.chang"),
        ("file://server/songs/a.chang", "//server/songs/a.chang"),
        ("file:///c%3A/songs/a.chang", "c:/songs/a.chang" if os.name == "nt" else "/c:/songs/a.chang"),
        ("untitled:Untitled-1", "Untitled-1"),
        ("untitled:/songs/%EC%83%88.chang", "새.chang"),
        ("untitled:", "untitled"),
    ],
)
def test_paths(uri: str, path: str) -> None:
    assert path_of(uri) == Path(path)


def test_a_file_and_its_uri(tmp_path: Path) -> None:
    path = tmp_path / "노래 #1 100%.chang"
    assert identity(path_of(uri_of(path))) == identity(path)


@pytest.mark.parametrize(
    ("options", "locale", "spoken"),
    [
        ({"lang": "ko"}, "en-US", "ko"),
        ({"lang": "en"}, "ko", "en"),
        (None, "ko-KR", "ko"),
        (None, "de", "en"),
        ({"lang": None}, "ko", "ko"),
        ("nonsense", "ko", "ko"),
    ],
)
def test_language(options: object, locale: str, spoken: str) -> None:
    capabilities = lsp.ClientCapabilities()
    params = lsp.InitializeParams(capabilities=capabilities, initialization_options=options, locale=locale)
    assert language_of(params) == spoken


def test_the_environment_speaks_where_the_client_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    assert language_of(lsp.InitializeParams(capabilities=lsp.ClientCapabilities())) == "ko"
