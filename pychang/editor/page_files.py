"""The page and its assets, as they are bundled into `page/`."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.staticfiles import StaticFiles

from pychang.diagnostic import Text
from pychang.editor.guard import one_sentence

FOLDER = Path(__file__).parent / "page"
START = "editor.html"
NOT_BUILT = Text(
    "편집기의 화면이 아직 묶이지 않았습니다. pychang/editor/web에서 npm ci && npm run build를 실행하세요.",
    "The editor's page is not bundled yet. Run `npm ci && npm run build` in pychang/editor/web.",
)


def assets() -> StaticFiles:
    """Everything in `page/`, revalidated at each load."""
    mimetypes.add_type("text/javascript", ".js")  # some Windows machines have it as plain text
    mimetypes.add_type("application/wasm", ".wasm")
    return StaticFiles(directory=FOLDER, check_dir=False)


def is_asset(path: str) -> bool:
    """Whether it is a file of `page/`: the same for everyone, so that no token is needed to read it."""
    return path[1:] in {file.name for file in FOLDER.glob("*")}


def start_page(language: str) -> Response:
    """The page itself."""
    if (FOLDER / START).is_file():
        return FileResponse(FOLDER / START)
    return HTMLResponse(one_sentence(NOT_BUILT, language), 503)
