"""What the editor keeps of a user between two runs: the token, and text that is not saved yet."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

FOLDER_VARIABLE = "PYCHANG_STATE_DIR"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32,100}")


def state_folder() -> Path:
    """The user's state folder for PyChang, or the one that `PYCHANG_STATE_DIR` names."""
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named)
    from platformdirs import user_state_path

    return user_state_path("pychang", appauthor=False)


def own_token(folder: Path) -> str:
    """The user's token, which is the same in the next run, so that an open page finds its way back.

    Readable for the user alone; a new one where there is none, where others could read it, or where the disk
    does not keep it.
    """
    path = folder / "token"
    try:
        if os.name == "nt" or not path.stat().st_mode & 0o077:
            kept = path.read_text("ascii").strip()
            if _TOKEN.fullmatch(kept):
                return kept
    except (OSError, UnicodeError):
        pass
    token = secrets.token_urlsafe(32)
    _keep(path, token)
    return token


def _keep(path: Path, token: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(token)
        os.replace(beside, path)
    except OSError:  # the next run has another: pages that are open must be opened anew
        pass
