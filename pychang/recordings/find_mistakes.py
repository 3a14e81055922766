"""What is told about recordings whose files do not come together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pychang.convert.midi.voice import MidiVoice
from pychang.diagnostic import Severity, Text
from pychang.finding import Finding
from pychang.language.wording import josa
from pychang.recordings.findings import fail, warn
from pychang.recordings.layout import Files


def no_recordings(folder: Path) -> Finding:
    message = Text("녹음이 하나도 없습니다.", "there are no recordings.")
    hint = Text(
        "WAV, FLAC, OGG 녹음과 같은 이름의 악보(.chang, 또는 .mid와 .txt)를 넣으세요.",
        "Put WAV, FLAC or OGG files here, each with a score of the same name (.chang, or .mid and .txt).",
    )
    return fail("no-recordings", folder, message, hint)


def two_sounds(sounds: Sequence[Path]) -> Finding:
    names = ", ".join(path.name for path in sounds)
    message = Text(f"이름이 같은 녹음이 둘 이상입니다: {names}", f"recordings of one name: {names}")
    hint = Text(
        "하나만 남기거나, 다른 녹음이면 이름을 바꾸고 악보도 그 이름으로 복사하세요.",
        "Keep one of them; if they are different takes, rename one and copy the score to that name.",
    )
    return fail("two-sounds", sounds[1], message, hint)


def no_score(sound: Path, only_lyrics: bool) -> Finding:
    message = Text("악보가 없는 녹음입니다.", "a recording without a score.")
    if only_lyrics:
        message = Text("가사는 있으나 음이 없는 녹음입니다.", "a recording with lyrics but without notes.")
    hint = Text(
        f"부른 노래의 악보를 {sound.stem}.chang(또는 {sound.stem}.mid와 .txt)으로 옆에 두세요.",
        f"Put the score of what is sung beside it, as {sound.stem}.chang (or {sound.stem}.mid and .txt).",
    )
    return fail("no-score", sound, message, hint)


def no_sound(files: Files) -> Finding:
    """A song that is still to be recorded is no mistake."""
    path = (files.songs or files.scores + files.labels)[0]
    severity = Severity.WARNING if files.songs else Severity.ERROR
    message = Text("아직 녹음이 없습니다.", "there is no recording of it yet.")
    hint = Text(
        f"이것을 불러 {files.name}.wav로 녹음하세요. 녹음이 있다면 이름이 같은지 보세요.",
        f"Sing it and record it as {files.name}.wav; if you have, see that the names are the same.",
    )
    return Finding(severity, "no-sound", path, message, hint)


def other_format(sound: Path) -> Finding:
    ending = sound.suffix.lower()
    message = Text(
        f"{ending}{josa(ending, '은', '는')} 훈련에 쓰지 못합니다.", f"{ending} cannot be used for training."
    )
    hint = Text(
        "다음부터는 WAV로 녹음하세요. 이 파일은 Audacity 같은 프로그램에서 WAV나 FLAC으로 바꾸세요.",
        "Record as WAV from now on; make WAV or FLAC of this one, in Audacity for example.",
    )
    return fail("sound-format", sound, message, hint)


def two_of(paths: Sequence[Path]) -> Finding:
    taken, *others = (path.name for path in paths)
    rest = ", ".join(others)
    message = Text(
        f"{taken}{josa(taken, '을', '를')} 쓰고 {rest}{josa(rest, '은', '는')} 쓰지 않습니다.",
        f"{taken} is taken, {rest} is not.",
    )
    hint = Text("쓰지 않는 파일은 다른 폴더로 옮기세요.", "Move what is not to be used to another folder.")
    return warn("several-scores", paths[0], message, hint)


def several_parts(path: Path, name: str, parts: int) -> Finding:
    called = f" ‘{name}’" if name else "", f", `{name}`," if name else ""
    message = Text(
        f"파트 {parts}개 가운데 첫째{called[0]} 파트를 부른 녹음으로 봅니다.",
        f"of {parts} parts, the first{called[1]} is taken as what is sung.",
    )
    hint = Text(
        "다른 파트를 불렀으면 그 파트만 있는 악보를 두세요.", "If another is, give a score of it alone."
    )
    return warn("several-parts", path, message, hint)


def several_voices(path: Path, taken: MidiVoice, voices: int) -> Finding:
    called = f" ‘{taken.name}’" if taken.name else "", f", `{taken.name}`," if taken.name else ""
    place = f"{taken.track}", f"{taken.channel + 1}"
    message = Text(
        f"성부 {voices}개 가운데 {place[0]}번 트랙의 {place[1]}번 채널{called[0]} 성부를 노래로 봅니다.",
        f"of {voices} voices, track {place[0]} channel {place[1]}{called[1]} is taken as the song.",
    )
    hint = Text("아니면 노래 트랙만 내보내세요.", "If it is another, export the sung track alone.")
    return warn("several-parts", path, message, hint)


NOTHING_SUNG = (
    Text("부르는 음이 하나도 없습니다.", "nothing is sung in it."),
    Text("녹음에서 부른 음과 가사를 적으세요.", "Write the notes and lyrics that are sung in the recording."),
)
