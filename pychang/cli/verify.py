"""`pychang verify`: is a sound what its song says now?"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from pychang.cli.songs import (
    DONE,
    MISTAKES,
    WrongUse,
    counted,
    each,
    path_type,
    result_option,
    voice_option,
)
from pychang.cli.words import language, said
from pychang.diagnostic import Text, Unusable
from pychang.language.wording import josa
from pychang.seal import Flaw, flaws, keeps_samples, seal_of

HELP = (
    """소리 파일이 악보가 지금 말하는 그대로인지 봅니다. 소리 파일의 꼬리표에 적힌 지문으로 압니다.

    \b
    pychang verify 노래.chang 노래.wav       .wav, .flac, .ogg
    pychang verify songs/*.chang             저마다 옆에 있는 소리 파일

    종료 상태는 모두 그대로면 0, 아니면 1, 볼 수 없으면 2입니다.
    """,
    """Say whether a sound is what its song says now, by the hashes in its tags.

    \b
    pychang verify song.chang song.wav       .wav, .flac or .ogg
    pychang verify songs/*.chang             each with the sound beside it

    The exit status is 0 if all are, 1 if not, 2 if something cannot be read.
    """,
)
SOUNDS = (".wav", ".flac", ".ogg")

FLAWS = {
    Flaw.UNSEALED: Text(
        "PyChang의 지문이 없습니다(PyChang이 만들지 않았거나 꼬리표가 지워졌습니다)",
        "it has no seal (not built by PyChang, or its tags are lost)",
    ),
    Flaw.SONG: Text("그 뒤로 악보가 바뀌었습니다", "the song has changed since"),
    Flaw.VOICE: Text("다른 목소리로 불렀습니다", "it was sung by another voice"),
    Flaw.PROGRAM: Text(
        "다른 판의 PyChang이나 라이브러리로 불렀습니다",
        "it was sung by another version of PyChang or its libraries",
    ),
    Flaw.SOUND: Text("소리가 손상되었거나 편집되었습니다", "its sound is damaged or edited"),
}
AS_IT_SAYS = Text("악보 그대로입니다", "what the song says")
SEAL_ONLY = Text(
    "소리 자체는 볼 수 없어 지문만 보았습니다", "only its seal was checked: Vorbis does not keep the samples"
)


@dataclass(frozen=True)
class Verdict:
    """What was found of a sound; no flaws: it is what the song says."""

    song: Path
    sound: Path
    found: tuple[Flaw, ...]

    def text(self) -> Text:
        """In one line, without the file's name."""
        told = [FLAWS[flaw] for flaw in self.found] or [AS_IT_SAYS]
        if not keeps_samples(self.sound) and Flaw.UNSEALED not in self.found:
            told.append(SEAL_ONLY)
        return Text("; ".join(one.ko for one in told), "; ".join(one.en for one in told))


@click.command(help=said(*HELP))
@click.argument("files", metavar="SONG [SOUND]...", nargs=-1, required=True, type=path_type())
@voice_option()
@click.option("-q", "--quiet", is_flag=True, help=said("종료 상태로만 말합니다.", "Only the exit status."))
@result_option()
def verify(files: tuple[Path, ...], voice_name: str | None, quiet: bool, form: str) -> int:
    """Look at every SONG and its SOUND; the exit status."""
    sounds = paired(files)
    verdicts: list[Verdict] = []

    def look(song: Path) -> int:
        found = verdicts_of(song, sounds[song] or sounds_beside(song), voice_name)
        verdicts.extend(found)
        for one in found if form == "human" and not quiet else ():
            click.echo(f"{one.sound}: {one.text().say(language())}")
        return MISTAKES if any(one.found for one in found) else DONE

    status = each(list(sounds), look)
    if form == "json":
        json.dump([as_object(one) for one in verdicts], sys.stdout, ensure_ascii=False, indent=2)
        click.echo()
    return status


def paired(files: Sequence[Path]) -> dict[Path, list[Path]]:
    """Each song with the sounds that are named after it; wrong use if a sound stands before any song."""
    sounds: dict[Path, list[Path]] = {}
    for file in files:
        if file.suffix.lower() not in SOUNDS:
            sounds.setdefault(file, [])
        elif not sounds:
            raise WrongUse(Text(f"{file} 앞에 그 악보를 적으세요.", f"Name the song of {file} before it."))
        else:
            sounds[list(sounds)[-1]].append(file)
    return sounds


def sounds_beside(song: Path) -> list[Path]:
    """The sounds of the song's name in its folder; Unusable if there is none."""
    found = [path for ending in SOUNDS if (path := song.with_suffix(ending)).is_file()] if song.name else []
    if not found:
        name = song.with_suffix(".wav") if song.name else song
        raise Unusable(
            Text(
                f"{song}: 옆에 소리 파일이 없습니다. pychang build로 만드세요.",
                f"{song}: there is no {name} or other sound beside it; make it with pychang build.",
            )
        )
    return found


def verdicts_of(song: Path, sounds: Sequence[Path], voice_name: str | None) -> list[Verdict]:
    """What is to be said of the sounds of one song; Unusable if the song has errors, OSError."""
    from pychang.reading import read_song
    from pychang.world import World

    reading = read_song(song, World(), voice_name)
    if reading.score is None or not reading.can_be_sung:
        mistakes = counted(reading.mistakes)
        raise Unusable(
            Text(
                f"{song}: {mistakes}. 먼저 pychang check {song}{josa(str(song), '으로', '로')} 고치세요.",
                f"{song}: {mistakes}; see pychang check {song}.",
            )
        )
    seal = seal_of(reading.score, reading.cast)
    return [Verdict(song, sound, flaws(sound, seal)) for sound in sounds]


def as_object(verdict: Verdict) -> dict[str, object]:
    """For programs."""
    return {
        "song": str(verdict.song),
        "sound": str(verdict.sound),
        "as_the_song_says": not verdict.found,
        "flaws": [flaw.value for flaw in verdict.found],
        "samples_checked": keeps_samples(verdict.sound) and Flaw.UNSEALED not in verdict.found,
        "message": verdict.text().say(language()),
    }
