"""A MIDI file with its lyrics, from a text beside it or from inside, as a score."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from pychang.convert.lyrics_file import Items, read_lyrics
from pychang.diagnostic import Source, Text
from pychang.finding import Wrong
from pychang.recordings.scores.melody import CHORD, Tone, close_gaps, one_voice, set_lyrics
from pychang.recordings.scores.melody_fit import check_fit
from pychang.recordings.scores.midi_song import MidiSong, MidiVoice
from pychang.score.model import Score
from pychang.text_file import read_text

SLIP = Fraction(1, 32)  # a gap up to this is how the note was played, and no rest
_HELD = ("", "-", "+", "~", "ー", "_", "*")


def midi_score(song: MidiSong, lyrics: Path | None, title: str = "") -> Score:
    """The melody of a MIDI file with the lyrics of a text, or, if that is None, its own. Wrong; OSError."""
    voice = song.melody
    tones = one_voice(voice.tones)
    seconds = Score("", "", (), song.tempo).seconds
    path = lyrics or song.path
    items = read_lyrics(read_text(lyrics, "lyrics"), lyrics) if lyrics else own_lyrics(song, voice, tones)
    check_fit(tones, items, seconds, path)
    part = set_lyrics(close_gaps(tones, items, seconds, SLIP), items)
    return Score(title, "", (part,), song.tempo)


def own_lyrics(song: MidiSong, voice: MidiVoice, tones: Sequence[Tone]) -> Items:
    """The lyric events of a MIDI file, one a tone; a tone without any holds the syllable before."""
    if not any(text.strip() for _, text in voice.lyrics):
        raise Wrong("lyrics", song.path, _NO_LYRICS, _ADD_LYRICS)
    pieces = _on_tones(voice, tones)
    text = "".join(_as_written(piece) for piece in pieces)
    return read_lyrics(Source(str(song.path), text), song.path)


def _on_tones(voice: MidiVoice, tones: Sequence[Tone]) -> list[str]:
    """For each tone what is sung on it, with the line ends and spaces around it."""
    starts = [tone.start for tone in tones]
    pieces = [""] * len(tones)
    for position, text in voice.lyrics:
        place = max(bisect_right(starts, position + CHORD) - 1, 0)
        pieces[place] += text
    return pieces


def _as_written(piece: str) -> str:
    """A lyric event as lyric lines have it: slashes and returns end lines, hyphens after syllables go."""
    text = piece.replace("\\", "\n").replace("/", "\n").replace("\r", "\n")
    if text.strip() in _HELD:
        return text.replace(text.strip(), "-", 1) if text.strip() else f"-{text}"
    bare = text.rstrip()
    return bare.rstrip("-") + text[len(bare) :]


_NO_LYRICS = Text("가사가 없습니다.", "there are no lyrics.")
_ADD_LYRICS = Text(
    "같은 이름의 .txt 파일에 가사를 적으세요. 한 글자에 한 음이고, -는 앞 글자를 이어 부릅니다.",
    "Write the lyrics into a .txt file of the same name: one syllable a note, `-` to hold the one before.",
)
