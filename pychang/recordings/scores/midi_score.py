"""A MIDI file with its lyrics, from a text beside it or from inside, as a score."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from pychang.convert.lyrics_file import Items, read_lyrics
from pychang.convert.midi.match import match
from pychang.convert.midi.song import MidiSong
from pychang.convert.midi.voice import MidiVoice
from pychang.convert.one_voice import Played, one_voice
from pychang.diagnostic import Source, Text
from pychang.finding import Wrong
from pychang.recordings.scores.melody import check_melody, close_gaps, set_lyrics
from pychang.score.model import Score
from pychang.text_file import read_text

SLIP = Fraction(1, 32)  # a gap up to this is how the note was played, and no rest
_HELD = ("", "-", "+", "~", "ー", "_", "*")


def midi_score(song: MidiSong, lyrics: Path | None, title: str = "") -> Score:
    """The melody of a MIDI file with the lyrics of a text, or, if that is None, its own. Wrong; OSError."""
    voice = song.melody
    played = one_voice(voice.tones, voice.chord).notes
    tones = [_in_whole_notes(tone, song.whole) for tone in played]
    path = lyrics or song.path
    items = read_lyrics(read_text(lyrics, "lyrics"), lyrics) if lyrics else own_lyrics(song, voice, played)
    check_melody(tones, items, song.seconds, path)
    part = set_lyrics(close_gaps(tones, items, song.seconds, SLIP), items)
    return Score(title, "", (part,), song.played_tempo)


def _in_whole_notes(tone: Played, whole: int) -> Played:
    return Played(Fraction(tone.start, whole), Fraction(tone.end, whole), tone.midi, tone.velocity)


def own_lyrics(song: MidiSong, voice: MidiVoice, tones: Sequence[Played]) -> Items:
    """The lyrics of a MIDI file, one item a tone; a tone without any holds the syllable before."""
    if not any(one.text.strip() for one in voice.lyrics):
        raise Wrong("lyrics", song.path, _NO_LYRICS, _ADD_LYRICS)
    matched = match(voice.lyrics, [tone.start for tone in tones], voice.ticks)
    text = "".join(_as_written("".join(pieces)) for pieces in matched.texts)
    return read_lyrics(Source(str(song.path), text), song.path)


def _as_written(piece: str) -> str:
    """A lyric as lyric lines have it: slashes and returns end lines, hyphens after syllables go."""
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
