"""`pychang lsp`: the wires between the protocol and the features, and when a document is read again."""

from __future__ import annotations

import asyncio
import gc
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from pychang import __version__
from pychang.cli.words import language
from pychang.lsp.code_actions import KINDS, code_actions
from pychang.lsp.code_lens import code_lenses
from pychang.lsp.completion import TRIGGERS, completion
from pychang.lsp.definition import definition, highlights, references
from pychang.lsp.desk import Desk, path_of
from pychang.lsp.diagnostics import diagnostics
from pychang.lsp.document import Analysis
from pychang.lsp.folding import folding
from pychang.lsp.formatting import formatting
from pychang.lsp.hover import hover
from pychang.lsp.inlay_hints import inlay_hints
from pychang.lsp.positions import Place
from pychang.lsp.rename import NoRename, prepare, rename
from pychang.lsp.symbols import symbols

PAUSE_S = 0.002  # so that keys that came in together are read together
FLUENT_S = 0.05  # a song that takes longer to read is read less often
VOICE = "voice.toml"
WATCHED = ("**/*.chang", "**/*.{wav,flac,ogg,mp3}", f"**/{VOICE}")
IDLE_S = 2.0  # then there is time to look for garbage
REQUEST_FAILED = -32803
Result = TypeVar("Result")


class Protocol(LanguageServerProtocol):
    """The protocol with documents of our own, whose lines are the client's (pygls cuts at U+2028 too)."""

    @lsp_method(lsp.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: lsp.DidOpenTextDocumentParams) -> None:
        self._server.opened(params.text_document)

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: lsp.DidChangeTextDocumentParams) -> None:
        self._server.changed(params)

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: lsp.DidCloseTextDocumentParams) -> None:
        self._server.closed(params.text_document.uri)


class Server(LanguageServer):
    """The documents of one editor."""

    def __init__(self) -> None:
        super().__init__("pychang", __version__, protocol_cls=Protocol)
        self.desk = Desk(language())
        self._waiting: set[str] = set()  # documents with something new in them
        self._took_s = deque([0.0, 0.0], maxlen=2)  # the last times that songs were read
        self._timer: asyncio.TimerHandle | None = None
        self._idle: asyncio.TimerHandle | None = None

    def begin(self, params: lsp.InitializeParams) -> None:
        """Speak the client's language, and count as it counts."""
        self.desk.language = language_of(params)
        self.desk.snippets = _knows_snippets(params.capabilities)
        self.desk.encoding = self.workspace.position_encoding or lsp.PositionEncodingKind.Utf16

    # ── documents ────────────────────────────────────────────────────────────────────────────────

    def opened(self, item: lsp.TextDocumentItem) -> None:
        document = self.desk.open(item.uri, item.text, item.version)
        self._has_news(item.uri, document.path)

    def changed(self, params: lsp.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        document = self.desk.documents.get(uri)
        if document is None:
            return
        document.change(params.content_changes, params.text_document.version)
        self._has_news(uri, document.path)

    def closed(self, uri: str) -> None:
        path = path_of(uri)
        self.desk.close(uri)
        self._waiting.discard(uri)
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, []))
        self._has_news(None, path)

    def changed_on_disk(self, paths: list[Path]) -> None:
        """Read again what was read from these files; every song, if a voice is among them."""
        for path in paths:
            self._has_news(None, path)
        if any(path.name == VOICE for path in paths):
            for uri, document in self.desk.documents.items():
                self._has_news(uri, document.path)

    def watch_files(self) -> None:
        """Ask the client to tell of files that songs are made of, if it can be asked."""
        workspace = self.client_capabilities.workspace
        watched = workspace.did_change_watched_files if workspace else None
        if watched and watched.dynamic_registration:
            options = lsp.DidChangeWatchedFilesRegistrationOptions(
                [lsp.FileSystemWatcher(pattern) for pattern in WATCHED]
            )
            method = lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES
            registration = lsp.Registration("files", method, options)
            self.client_register_capability(lsp.RegistrationParams([registration]))

    def _has_news(self, uri: str | None, path: Path) -> None:
        """Read a document again soon, and those that include it."""
        news = {*self.desk.dependents(path), *([uri] if uri else [])}
        for one in news:
            self.desk.forget(one)
        self._waiting |= news
        if self._waiting and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._pause_s(), self._publish)

    def _pause_s(self) -> float:
        took_s = min(self._took_s)  # the first time is no measure of those after it
        return PAUSE_S if took_s < FLUENT_S else took_s / 4

    def _publish(self) -> None:
        self._timer = None
        began_s = self.desk.now()
        waiting, self._waiting = self._waiting, set()
        for uri in sorted(waiting & self.desk.documents.keys()):
            found = diagnostics(self.desk.analysis(uri))
            version = self.desk.documents[uri].version
            self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, found, version))
        self._took_s.append(self.desk.now() - began_s)
        self._collect_when_idle()

    def _collect_when_idle(self) -> None:
        """Garbage is looked for between the keys, not under them."""
        if self._idle is not None:
            self._idle.cancel()
        self._idle = asyncio.get_running_loop().call_later(IDLE_S, gc.collect)

    # ── features ─────────────────────────────────────────────────────────────────────────────────

    def ask(self, uri: str, feature: Callable[[Analysis], Result]) -> Result | None:
        """A feature of an open document; None of one that is not open."""
        return feature(self.desk.analysis(uri)) if uri in self.desk.documents else None

    def ask_at(self, params: Any, feature: Callable[[Analysis, Place], Result]) -> Result | None:
        """A feature at the position of a request."""
        return self.ask(
            params.text_document.uri,
            lambda analysis: feature(analysis, analysis.lines.place(params.position)),
        )


def language_of(params: lsp.InitializeParams) -> str:
    """What the client asks for, or shows itself in; else the environment's."""
    options = params.initialization_options
    asked = (options or {}).get("lang") if isinstance(options, dict) else getattr(options, "lang", None)
    locale = asked if isinstance(asked, str) and asked else params.locale
    if not locale:
        return language()
    return "ko" if locale.lower().startswith("ko") else "en"


def _knows_snippets(capabilities: lsp.ClientCapabilities) -> bool:
    document = capabilities.text_document
    item = document.completion.completion_item if document and document.completion else None
    return bool(item and item.snippet_support)


def make_server() -> Server:
    """A server with every feature registered."""
    server = Server()
    _lifecycle(server)
    _reading(server)
    _naming(server)
    _changing(server)
    return server


def _lifecycle(server: Server) -> None:
    @server.feature(lsp.INITIALIZE)
    def initialize(params: lsp.InitializeParams) -> None:
        server.begin(params)

    @server.feature(lsp.INITIALIZED)
    def initialized(_: lsp.InitializedParams) -> None:
        server.watch_files()
        warm_up(server)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: lsp.DidSaveTextDocumentParams) -> None:
        server.changed_on_disk([path_of(params.text_document.uri)])

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def watched(params: lsp.DidChangeWatchedFilesParams) -> None:
        server.changed_on_disk([path_of(one.uri) for one in params.changes])


def _reading(server: Server) -> None:
    """Features that tell what there is."""

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def _hover(params: lsp.HoverParams) -> lsp.Hover | None:
        return server.ask_at(params, hover)

    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def _symbols(params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol] | None:
        return server.ask(params.text_document.uri, symbols)

    @server.feature(lsp.TEXT_DOCUMENT_FOLDING_RANGE)
    def _folding(params: lsp.FoldingRangeParams) -> list[lsp.FoldingRange] | None:
        return server.ask(params.text_document.uri, folding)

    @server.feature(lsp.TEXT_DOCUMENT_INLAY_HINT)
    def _hints(params: lsp.InlayHintParams) -> list[lsp.InlayHint] | None:
        return server.ask(params.text_document.uri, lambda one: inlay_hints(one, params.range))

    @server.feature(lsp.TEXT_DOCUMENT_CODE_LENS)
    def _lenses(params: lsp.CodeLensParams) -> list[lsp.CodeLens] | None:
        return server.ask(params.text_document.uri, code_lenses)


def _naming(server: Server) -> None:
    """Features of the names of sections."""

    @server.feature(lsp.TEXT_DOCUMENT_DEFINITION)
    def _definition(params: lsp.DefinitionParams) -> list[lsp.Location] | None:
        return server.ask_at(params, definition)

    @server.feature(lsp.TEXT_DOCUMENT_REFERENCES)
    def _references(params: lsp.ReferenceParams) -> list[lsp.Location] | None:
        with_heads = params.context.include_declaration
        return server.ask_at(params, lambda one, place: references(one, place, with_heads))

    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    def _highlights(params: lsp.DocumentHighlightParams) -> list[lsp.DocumentHighlight] | None:
        return server.ask_at(params, highlights)

    @server.feature(lsp.TEXT_DOCUMENT_PREPARE_RENAME)
    def _prepare(params: lsp.PrepareRenameParams) -> lsp.Range | None:
        return server.ask_at(params, prepare)

    @server.feature(lsp.TEXT_DOCUMENT_RENAME, lsp.RenameOptions(prepare_provider=True))
    def _rename(params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
        try:
            return server.ask_at(params, lambda one, place: rename(one, place, params.new_name))
        except NoRename as why:
            raise JsonRpcException(why.text.say(server.desk.language), REQUEST_FAILED) from why


def _changing(server: Server) -> None:
    """Features that change the text."""

    @server.feature(lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=list(TRIGGERS)))
    def _completion(params: lsp.CompletionParams) -> list[lsp.CompletionItem] | None:
        return server.ask_at(params, completion)

    @server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(code_action_kinds=list(KINDS)))
    def _actions(params: lsp.CodeActionParams) -> list[lsp.CodeAction] | None:
        uri, only = params.text_document.uri, params.context.only
        return server.ask(uri, lambda one: code_actions(one, params.range, only))

    @server.feature(lsp.TEXT_DOCUMENT_FORMATTING)
    def _formatting(params: lsp.DocumentFormattingParams) -> list[lsp.TextEdit] | None:
        return server.ask(params.text_document.uri, formatting)


def warm_up(server: Server) -> None:
    """Do once what is slow the first time: the grammar, the dictionary, and reading and writing messages."""
    place = {"line": 0, "character": 0}
    change = {"range": {"start": place, "end": place}, "text": ""}
    params = {"textDocument": {"uri": "", "version": 0}, "contentChanges": [change]}
    converter = server.protocol._converter
    converter.structure(
        {"jsonrpc": "2.0", "method": lsp.TEXT_DOCUMENT_DID_CHANGE, "params": params},
        lsp.DidChangeTextDocumentNotification,
    )
    desk = Desk()
    desk.open("untitled:", "[가]\n| C4:4{accent} H4 |\n> 꽃잎이 1\n")
    found = diagnostics(desk.analysis("untitled:"))
    published = lsp.PublishDiagnosticsParams("", found)
    converter.unstructure(lsp.PublishDiagnosticsNotification(published))


def serve() -> None:
    """Speak on standard input and output until the editor says to stop."""
    gc.disable()
    gc.freeze()
    make_server().start_io()
