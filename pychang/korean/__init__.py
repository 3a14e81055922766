"""Lyrics to phonemes, by the Standard Pronunciation of Korean (표준 발음법), across notes and words."""

from pychang.korean.jamo import to_hangul
from pychang.korean.model import PHONES, Spoken, SyllablePhones
from pychang.korean.phones import to_phones
from pychang.korean.pronounce import Change, pronounce
from pychang.korean.rules import RULES, Rule
from pychang.korean.text import pronounce_text

__all__ = [
    "PHONES",
    "RULES",
    "Change",
    "Rule",
    "Spoken",
    "SyllablePhones",
    "pronounce",
    "pronounce_text",
    "to_hangul",
    "to_phones",
]
