"""`pychang lsp` as an editor speaks with it: a process of its own, over standard input and output."""

from __future__ import annotations

import asyncio
import itertools
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_lsp
from as_client import applied
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pytest_lsp import ClientServerConfig, LanguageClient

from pychang.diagnostic import Source
from pychang.language import format_song

pytestmark = pytest.mark.asyncio(loop_scope="module")
SONG = "form: 가 나\n\n[가]\n| C4:4 D4 E4 F4 |\n> 꽃잎이 져\n\n[나]\n| G4:1 |\n> 끝\n"
CAPABILITIES = lsp.ClientCapabilities(
    text_document=lsp.TextDocumentClientCapabilities(
        completion=lsp.CompletionClientCapabilities(
            completion_item=lsp.ClientCompletionItemOptions(snippet_support=True)
        )
    )
)
CONFIG = ClientServerConfig(
    server_command=[sys.executable, "-m", "pychang", "lsp"], server_env={**os.environ, "LC_ALL": "C"}
)
LONGEST_S = 30  # to wait for anything; only a server that says nothing takes it
_numbers = itertools.count()


@pytest_lsp.fixture(config=CONFIG, scope="module")
async def client(client: LanguageClient) -> AsyncIterator[None]:
    await client.initialize_session(lsp.InitializeParams(capabilities=CAPABILITIES, locale="ko-KR"))
    yield
    await client.shutdown_session()


class Editor:
    """One document in an editor."""

    def __init__(self, client: LanguageClient, uri: str, text: str) -> None:
        self.client, self.uri, self.text, self.version = client, uri, text, 0
        self.id = lsp.TextDocumentIdentifier(uri)

    async def open(self) -> list[lsp.Diagnostic]:
        item = lsp.TextDocumentItem(self.uri, "chang", self.version, self.text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
        return await self.told()

    async def type(self, place: lsp.Range, new: str) -> list[lsp.Diagnostic]:
        self.version += 1
        self.text = applied(self.text, [lsp.TextEdit(place, new)])
        document = lsp.VersionedTextDocumentIdentifier(uri=self.uri, version=self.version)
        change = lsp.TextDocumentContentChangePartial(range=place, text=new)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [change]))
        return await self.told()

    async def told(self) -> list[lsp.Diagnostic]:
        """The diagnostics of this document that have come since they were last asked for."""
        async with asyncio.timeout(LONGEST_S):
            while self.uri not in self.client.diagnostics:
                await asyncio.sleep(0.005)
        return list(self.client.diagnostics.pop(self.uri))

    def at(self, what: str, offset: int = 0) -> lsp.Position:
        before = self.text[: self.text.index(what) + offset]
        return lsp.Position(before.count("\n"), len(before) - before.rfind("\n") - 1)

    def over(self, what: str) -> lsp.Range:
        return lsp.Range(self.at(what), self.at(what, len(what)))


@pytest.fixture
def edit(client: LanguageClient):
    """An editor with a document of its own."""

    def run(text: str = SONG, uri: str | None = None) -> Editor:
        return Editor(client, uri or f"file:///songs/%EB%85%B8%EB%9E%98%20{next(_numbers)}.chang", text)

    return run


async def test_what_the_server_can_do(client: LanguageClient) -> None:
    """A client of its own, which counts in UTF-8."""
    other = await CONFIG.start()
    general = lsp.GeneralClientCapabilities(position_encodings=["utf-8", "utf-16"])
    capabilities = lsp.ClientCapabilities(general=general)
    result = await other.initialize_session(lsp.InitializeParams(capabilities=capabilities))
    can = result.capabilities
    assert result.server_info.name == "pychang"
    assert can.position_encoding == "utf-8"
    assert can.text_document_sync.change is lsp.TextDocumentSyncKind.Incremental
    assert can.rename_provider and can.document_formatting_provider
    assert all((can.hover_provider, can.definition_provider, can.inlay_hint_provider, can.code_lens_provider))
    item = lsp.TextDocumentItem("untitled:1", "chang", 0, "| C4:4 |\n> 가 love\n")
    other.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
    told = await other.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    assert told.diagnostics[0].range.start == lsp.Position(1, 6)
    assert "not Hangul" in told.diagnostics[0].message
    await other.shutdown_session()
    assert other._server.returncode == 0
    await other.stop()


async def test_diagnostics_come_and_go(edit) -> None:
    song = edit()
    assert await song.open() == []
    (one,) = await song.type(song.over("D4"), "H4")
    assert (one.code, one.range) == ("E203", song.over("H4"))
    assert "H라는 음이름은 쓰지 않습니다." in one.message
    assert await song.type(song.over("H4"), "D4") == []


async def test_closing_takes_diagnostics_away(edit) -> None:
    song = edit("| H4:1 |")
    assert await song.open()
    song.client.text_document_did_close(lsp.DidCloseTextDocumentParams(song.id))
    assert await song.told() == []


async def test_an_unsaved_document(edit) -> None:
    song = edit("| C4:1 |\n", uri="untitled:제목 없음-1")
    assert [one.code for one in await song.open()] == ["W301"]


async def test_an_included_document_is_read_as_it_is_typed(edit, tmp_path: Path) -> None:
    (tmp_path / "함께.chang").write_text("[가]\n| C4:1 |\n> 가\n", "utf-8")
    shared = edit("[가]\n| C4:1 |\n> 가\n", uri=(tmp_path / "함께.chang").as_uri())
    song = edit("include: 함께.chang\n", uri=(tmp_path / "노래.chang").as_uri())
    assert await song.open() == []
    await shared.open()
    await song.told()
    shared.client.text_document_did_change(
        lsp.DidChangeTextDocumentParams(
            lsp.VersionedTextDocumentIdentifier(uri=shared.uri, version=1),
            [lsp.TextDocumentContentChangePartial(range=shared.over("C4"), text="H4")],
        )
    )
    (one,) = await song.told()
    assert one.message == "함께.chang에 오류 1개가 있습니다."
    assert [one.code for one in await shared.told()] == ["E203"]


async def test_a_file_that_changes_on_disk_is_read_again(tmp_path: Path) -> None:
    """By a client of its own, which can be asked to watch."""
    other = await CONFIG.start()
    asked: list[lsp.Registration] = []
    other.feature(lsp.CLIENT_REGISTER_CAPABILITY)(lambda params: asked.extend(params.registrations))
    watching = lsp.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
    workspace = lsp.WorkspaceClientCapabilities(did_change_watched_files=watching)
    await other.initialize_session(
        lsp.InitializeParams(capabilities=lsp.ClientCapabilities(workspace=workspace))
    )
    song = Editor(other, (tmp_path / "노래.chang").as_uri(), "include: 함께.chang\n")
    assert "E413" in {one.code for one in await song.open()}
    assert [one.method for one in asked] == [lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES]
    (tmp_path / "함께.chang").write_text("[가]\n| C4:1 |\n> 가\n", "utf-8")
    event = lsp.FileEvent((tmp_path / "함께.chang").as_uri(), lsp.FileChangeType.Created)
    other.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([event]))
    assert await song.told() == []
    await other.shutdown_session()
    await other.stop()


async def test_hover(edit) -> None:
    song = edit()
    await song.open()
    shown = await song.client.text_document_hover_async(lsp.HoverParams(song.id, song.at("꽃잎이", 1)))
    assert "[꼰니피]" in shown.contents.value
    assert shown.range == song.over("꽃잎이")


async def test_completion(edit) -> None:
    song = edit(SONG.replace("form: 가 나", "form: 가 "))
    await song.open()
    where = song.at("form: 가 ", 8)
    found = await song.client.text_document_completion_async(lsp.CompletionParams(song.id, where))
    assert {"가", "나", "나*2"} <= {one.label for one in found}


async def test_names(edit) -> None:
    song = edit()
    await song.open()
    where = song.at("form: 가 나", 8)
    (head,) = await song.client.text_document_definition_async(lsp.DefinitionParams(song.id, where))
    assert head.range.start == song.at("[나]", 1)
    context = lsp.ReferenceContext(include_declaration=True)
    params = lsp.ReferenceParams(context, song.id, where)
    assert len(await song.client.text_document_references_async(params)) == 2
    highlights = await song.client.text_document_document_highlight_async(
        lsp.DocumentHighlightParams(song.id, where)
    )
    assert len(highlights) == 2
    assert await song.client.text_document_prepare_rename_async(lsp.PrepareRenameParams(song.id, where))
    edit = await song.client.text_document_rename_async(lsp.RenameParams(song.id, where, "다"))
    assert applied(song.text, edit.changes[song.uri]) == SONG.replace("나", "다")
    with pytest.raises(JsonRpcException, match="이미 있습니다"):
        await song.client.text_document_rename_async(lsp.RenameParams(song.id, where, "가"))


async def test_formatting(edit) -> None:
    song = edit(SONG.replace("| C4:4 D4", "|c4:4   d4:4"))
    await song.open()
    params = lsp.DocumentFormattingParams(song.id, lsp.FormattingOptions(tab_size=4, insert_spaces=True))
    edits = await song.client.text_document_formatting_async(params)
    assert len(edits) == 1
    assert applied(song.text, edits) == format_song(Source("a", song.text)) == SONG


async def test_code_actions(edit) -> None:
    song = edit("| C4:1 |\n")
    (one,) = await song.open()
    params = lsp.CodeActionParams(song.id, one.range, lsp.CodeActionContext([one]))
    (action,) = await song.client.text_document_code_action_async(params)
    assert action.diagnostics == [one] or list(action.diagnostics) == [one]
    assert applied(song.text, action.edit.changes[song.uri]) == "| C4:1 |  // ok: W301\n"


async def test_what_is_shown_beside_the_text(edit) -> None:
    song = edit()
    await song.open()
    whole = lsp.Range(lsp.Position(0, 0), lsp.Position(99, 0))
    hints = await song.client.text_document_inlay_hint_async(lsp.InlayHintParams(song.id, whole))
    assert [one.label for one in hints] == ["1", "1", "[꼰니피]", "[저]", "[끋]"]
    lenses = await song.client.text_document_code_lens_async(lsp.CodeLensParams(song.id))
    assert [list(one.command.arguments) for one in lenses] == [[song.uri, "가"], [song.uri, "나"]]
    symbols = await song.client.text_document_document_symbol_async(lsp.DocumentSymbolParams(song.id))
    assert [one.name for one in symbols] == ["가", "나"]
    folds = await song.client.text_document_folding_range_async(lsp.FoldingRangeParams(song.id))
    assert [(one.start_line, one.end_line) for one in folds] == [(2, 4), (6, 8)]


async def test_a_document_that_is_not_open(edit) -> None:
    song = edit()
    assert await song.client.text_document_hover_async(lsp.HoverParams(song.id, lsp.Position(0, 0))) is None
