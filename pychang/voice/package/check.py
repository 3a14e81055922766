"""A whole voice, checked before it is installed or given away.

Nothing in a voice is run: its texts are TOML of known types, its weights arrays of numbers (nothing is
pickled), its model standard arithmetic in a flatbuffer. A zip is read within limits (`archive.py`). The
hashes in the card tell a damaged file; they do not tell who made it, since whoever changes a model can write
a new hash. So a model is looked through (`model.py`), and its first syllable is sung in another process
(`trial.py`): one that crashes, hangs or paints no numbers is not installed. What is left is a model that is
made to attack LiteRT's own kernels past all this; whoever fears that takes voices from people they trust.
`card.html` is kept as it is and never opened. A voice that a song names by its path is looked through
whenever it is loaded, but not tried in another process.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from pychang.diagnostic import Text
from pychang.voice.error import broken
from pychang.voice.files import VoiceCard, card_of, checked_hash
from pychang.voice.package.source import CARD, LARGEST, MODEL, WEIGHTS, is_zip, read_files

_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class WholeVoice:
    """A voice that is right in all its files: `files` by name, in the order of `LARGEST`."""

    card: VoiceCard
    files: dict[str, bytes]


def check_voice(where: Path) -> WholeVoice:
    """All files of a voice in a folder or a zip; VoiceError if anything about them is not right."""
    if not is_zip(where):
        _check_links(where)
    files = read_files(where)
    if CARD not in files:
        why = Text(f"{CARD} 파일이 없습니다(아직 훈련하지 않은 목소리)", f"no {CARD}: it is not trained yet")
        raise broken(where, why)
    card = card_of(where, files[CARD])
    _check_model(card, files)
    _check_weights(card, files)
    _check_texts(where, files)
    from pychang.voice.package.trial import try_out

    try_out(where, files[CARD], files[MODEL])
    return WholeVoice(card, files)


def _check_links(folder: Path) -> None:
    """A folder's files lie in it: what a link leads to is not the voice's to give away."""
    try:
        home = folder.resolve()
        away = next((name for name in LARGEST if not (home / name).resolve().is_relative_to(home)), None)
    except (OSError, RuntimeError, ValueError) as why:
        raise broken(folder, Text(str(why), str(why))) from why
    if away:
        raise broken(folder / away, Text("폴더 밖으로 가는 링크입니다", "it is a link out of the folder"))


def _check_model(card: VoiceCard, files: dict[str, bytes]) -> None:
    from pychang.voice.package.model import check_model

    if MODEL not in files:
        raise broken(card.model_path, Text("그런 파일이 없습니다", "there is no such file"))
    checked_hash(card.model_path, files[MODEL], card.model_sha256)
    check_model(card.model_path, files[MODEL])


def _check_weights(card: VoiceCard, files: dict[str, bytes]) -> None:
    """The weights, if there are any, are those of the model: every constant in it is as large as one."""
    path, data = card.folder / WEIGHTS, files.get(WEIGHTS)
    if data is None:
        if card.weights_sha256:
            raise broken(path, Text("그런 파일이 없습니다", "there is no such file"))
        return
    if card.weights_sha256:
        checked_hash(path, data, card.weights_sha256)
    from pychang.voice.package.model import constant_sizes
    from pychang.voice.package.weights import read_weights

    sizes = {array.size for array in read_weights(path, data).values()}
    if not constant_sizes(files[MODEL]) <= sizes:
        why = Text(
            f"{MODEL}과 다른 신경망의 가중치입니다", f"these are weights of another network than {MODEL}"
        )
        raise broken(path, why)


def _check_texts(where: Path, files: dict[str, bytes]) -> None:
    """What goes along is what its name says."""
    for name, data in files.items():
        try:
            if name.endswith(".toml"):
                tomllib.loads(data.decode("utf-8-sig"))
            elif name.endswith((".csv", ".html")):
                data.decode("utf-8")
            elif name.endswith(".png") and not data.startswith(_PNG):
                raise ValueError(name)
        except (ValueError, RecursionError) as why:
            kind = name.rpartition(".")[2].upper()
            text = Text(f"{kind} 파일이 아닙니다 ({why})", f"this is no {kind} ({why})")
            raise broken(where / name, text) from why
