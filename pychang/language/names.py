"""The names of settings, and what people write in their place."""

from __future__ import annotations

SETTINGS = (
    "chang",
    "title",
    "artist",
    "composer",
    "lyricist",
    "copyright",
    "voice",
    "tempo",
    "meter",
    "key",
    "transpose",
    "form",
    "part",
    "gain",
    "pan",
    "backing",
    "vibrato",
    "include",
)
"""In the order of the canonical form; what each means is `pychang.score.settings.RULES`."""

SYNONYMS = {
    "제목": "title",
    "파트": "part",
    "성부": "part",
    "반주": "backing",
    "음량": "gain",
    "포함": "include",
    "가수": "artist",
    "작곡": "composer",
    "작사": "lyricist",
    "저작권": "copyright",
    "목소리": "voice",
    "빠르기": "tempo",
    "템포": "tempo",
    "박자": "meter",
    "조": "key",
    "조성": "key",
    "이조": "transpose",
    "순서": "form",
    "형식": "form",
    "비브라토": "vibrato",
    "time": "meter",
    "bpm": "tempo",
}
"""Other words for the same thing: one can stand for the other."""

LIKELY = {
    "노래": "artist",
    "author": "composer",
    "singer": "voice",
    "lyrics": "lyricist",
    "name": "title",
}
"""Words that may mean a setting, or something else."""
