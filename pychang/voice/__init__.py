"""Conditioning image -> log-spectrogram picture: voices, and how they are trained."""

from pychang.voice.files import VoiceCard, VoiceError, find_voice, read_card, shipped_voices
from pychang.voice.sing import Voice, load_voice

__all__ = ["Voice", "VoiceCard", "VoiceError", "find_voice", "load_voice", "read_card", "shipped_voices"]
