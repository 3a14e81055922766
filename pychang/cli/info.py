"""`pychang info`: what is installed, and where things are; what to put into a report of a bug."""

from __future__ import annotations

import locale
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import click

from pychang import __version__
from pychang.cli.songs import result_option
from pychang.cli.words import language, said

if TYPE_CHECKING:
    from pychang.cache import SoundCache

HELP = (
    """설치된 것과 폴더, 목소리를 보입니다. 문제를 알릴 때 함께 보내 주세요.

    \b
    pychang info
    pychang info --output-format json
    pychang info --gpu                 TensorFlow가 쓰는 GPU (몇 초 걸림)
    """,
    """Show versions, folders and voices: what belongs in a report of a problem.

    \b
    pychang info
    pychang info --output-format json
    pychang info --gpu                 ask TensorFlow for its GPUs (takes seconds)
    """,
)
LIBRARIES = (
    "ai-edge-litert",
    "numpy",
    "scipy",
    "soundfile",
    "soxr",
    "matplotlib",
    "watchfiles",
    "rich",
    "click",
)
EXTRAS = {
    "edit": ("starlette", "uvicorn", "websockets"),
    "play": ("sounddevice",),
    "convert": ("libresvip",),
    "train": ("tensorflow", "librosa", "praat-parselmouth", "tensorboard"),
}
_NVIDIA_S = 5.0  # to wait for the driver


@click.command(help=said(*HELP))
@click.option("--gpu", is_flag=True, help=said("TensorFlow에 GPU를 묻습니다.", "Ask TensorFlow for GPUs."))
@result_option()
def info(gpu: bool, form: str) -> None:
    """Print what is known of this installation."""
    known = about(gpu)
    if form == "json":
        import json

        click.echo(json.dumps(known, ensure_ascii=False, indent=2))
        return
    for label, value in rows(known):
        click.echo(f"{label}: {value}")


def about(ask_tensorflow: bool) -> dict[str, Any]:
    """Everything, as plain values; None for what is not installed."""
    from pychang.cache import SoundCache, cache_folder
    from pychang.cli.players import found_player
    from pychang.voice.find import voices_folder

    kept = SoundCache()
    phrases, size = usage(kept)
    player = found_player()
    return {
        "pychang": __version__,
        "python": platform.python_version(),
        "executable": sys.executable,
        "platform": platform.platform(),
        "cores": os.cpu_count(),
        "locale": locale.setlocale(locale.LC_CTYPE),
        "encoding": {"files": "utf-8", "stdout": sys.stdout.encoding},
        "language": language(),
        "libraries": {name: installed(name) for name in LIBRARIES},
        "extras": {extra: {name: installed(name) for name in names} for extra, names in EXTRAS.items()},
        "cache": {"folder": str(cache_folder()), "phrases": phrases, "bytes": size, "limit": kept.limit},
        "voices": list(voices()),
        "voices_folder": str(voices_folder()),
        "player": player.name if player else None,
        "gpus": tensorflow_gpus() if ask_tensorflow else nvidia_gpus(),
    }


def usage(kept: SoundCache) -> tuple[int, int]:
    """Phrases and bytes; none of a folder that cannot be read."""
    try:
        return kept.usage()
    except OSError:
        return 0, 0


def installed(name: str) -> str | None:
    """The version of a distribution; nothing is imported."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def voices() -> Iterator[dict[str, str]]:
    from pychang.cli.voice.card import reach
    from pychang.cli.voice.list import voices

    for name, source, where, card in voices():
        if isinstance(card, Exception):
            yield {"name": name, "broken": card.text.say(language()), "source": source}
        else:
            yield {"name": name, "range": reach(card), "folder": str(where), "source": source}


def nvidia_gpus() -> list[str]:
    """The cards that NVIDIA's driver names; training can use them where TensorFlow can."""
    if shutil.which("nvidia-smi") is None:
        return []
    command = ["nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader"]
    try:
        asked = subprocess.run(
            command, capture_output=True, encoding="utf-8", errors="replace", timeout=_NVIDIA_S, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return []
    return [line.strip() for line in asked.stdout.splitlines() if line.strip()]


def tensorflow_gpus() -> list[str]:
    """The GPUs that TensorFlow would train on; none without TensorFlow."""
    if find_spec("tensorflow") is None:
        return []
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import tensorflow as tf

    cards = tf.config.list_physical_devices("GPU")
    return [
        str(tf.config.experimental.get_device_details(card).get("device_name", card.name)) for card in cards
    ]


def rows(known: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The same for people, with labels in their language."""
    kept = known["cache"]
    yield "PyChang", known["pychang"]
    yield "Python", f"{known['python']} ({known['executable']})"
    yield said("컴퓨터", "platform"), f"{known['platform']}, {known['cores']} CPU"
    yield said("로캘", "locale"), f"{known['locale']}, {known['encoding']['stdout']}"
    yield said("메시지", "messages"), said("한국어", "English")
    yield said("라이브러리", "libraries"), versions(known["libraries"])
    for extra, libraries in known["extras"].items():
        yield f"pychang[{extra}]", versions(libraries)
    yield (
        said("소리 캐시", "cache"),
        f"{kept['folder']} ({kept['bytes'] / 2**20:.1f} / {kept['limit'] / 2**20:.0f} MB)",
    )
    for voice in known["voices"]:
        yield said("목소리", "voice"), "  ".join(voice.values())
    yield said("설치한 목소리", "installed voices"), known["voices_folder"]
    yield said("재생", "player"), known["player"] or said("없음", "none")
    yield "GPU", ", ".join(known["gpus"]) or said("없음", "none")


def versions(libraries: dict[str, str | None]) -> str:
    absent = said("없음", "not installed")
    return ", ".join(f"{name} {number or absent}" for name, number in libraries.items())
