"""Tables of notes as sung."""

from __future__ import annotations

import pytest
from folders import put

from pychang.convert.romanised import hangul
from pychang.finding import Wrong
from pychang.recordings.scores import note_table_score

HEAD = "start,end,pitch,syllable\n"


def score_of(tmp_path, rows, lyrics=None):
    text = put(tmp_path / "lyric/a.txt", lyrics) if lyrics is not None else None
    return note_table_score(put(tmp_path / "csv/a.csv", rows), text)


def words(score):
    return [(one.text, one.boundary, one.spoken) for one in score.parts[0].syllables]


ROWS = HEAD + "0.5,0.9,60,g_u_k\n0.9,1.3,62,m_u_l\n2.0,2.4,64,eo_b\n2.43,3,64,s_eo\n"


def test_times_are_those_of_the_table(tmp_path):
    score, _ = score_of(tmp_path, ROWS, "국물 없어")
    notes = [
        (score.seconds(n.start), score.seconds(n.start + n.duration), n.midi) for n in score.parts[0].notes
    ]
    assert notes == [
        *[(0, 0.5, None), (0.5, 0.9, 60), (0.9, 1.3, 62), (1.3, 2.0, None), (2.0, 2.43, 64), (2.43, 3.0, 64)]
    ]


def test_the_lyrics_give_the_words(tmp_path):
    score, findings = score_of(tmp_path, ROWS, "국물 없어")
    assert words(score) == [("국", "|", None), ("물", "", None), ("없", "|", None), ("어", "", None)]
    assert findings == ()


def test_without_lyrics_the_table_is_sung_as_spelled(tmp_path):
    score, findings = score_of(tmp_path, ROWS)
    assert [text for text, *_ in words(score)] == ["국", "물", "업", "서"] and findings == ()
    assert [spoken for *_, spoken in words(score)] == ["국", "물", "업", "서"]


def test_a_vowel_that_goes_on_holds(tmp_path):
    rows = HEAD + "0,1,60,n_a\n1,2,62,a\n2,3,64,b_i\n"
    score, findings = score_of(tmp_path, rows, "나비")
    assert [note.syllable for note in score.parts[0].notes] == [0, 0, 1] and findings == ()


def test_lyrics_that_do_not_fit_are_left_and_told(tmp_path):
    score, (one,) = score_of(tmp_path, ROWS, "국물이 없어")
    assert [text for text, *_ in words(score)] == ["국", "물", "업", "서"]
    assert one.severity.value == "warning" and one.path.name == "a.txt"
    assert "note 3 (2.00 s): lyrics `이`, table `eo_b`" in one.message.en


def test_hangul_and_dashes_in_a_table(tmp_path):
    score, _ = score_of(tmp_path, "0,1,60,나\n1,2,62,-\n2,3,64.0,비\n")
    assert [note.syllable for note in score.parts[0].notes] == [0, 0, 1]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (HEAD + "0,1,60,n_a\n1,x,60,b_i\n", "line 3 cannot be read as a note: 1,x,60,b_i"),
        (HEAD + "0,1,60\n", "line 2"),
        (HEAD + "2,1,60,n_a\n", "line 2"),
        (HEAD + "2,3,60,n_a\n1,2,60,b_i\n", "line 3"),
        (HEAD + "0,1/0,60,n_a\n", "line 2"),
        (HEAD + "0,1e999999999,60,n_a\n", "line 2"),
        (HEAD + "0,1,nan,n_a\n", "line 2"),
        (HEAD, "no notes"),
        ("", "no notes"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(tmp_path, rows, told):
    with pytest.raises(Wrong, match=told.split(":")[0]) as wrong:
        score_of(tmp_path, rows, "나비")
    assert told in wrong.value.text.en and wrong.value.kind == "score"


def test_syllables_of_another_language(tmp_path):
    with pytest.raises(Wrong, match="note 2: `s_t_a_r`") as wrong:
        score_of(tmp_path, "0,1,60,l_i\n1,2,60,s_t_a_r\n")
    assert wrong.value.start_s == 1


def test_spelled_syllables():
    spelled = ["b_a_n", "jj_a_k", "y_eo", "g_w_a", "a", "w_i_n", "eu", "k_y_eo_ng", "ui", "ss_eo"]
    assert "".join(map(hangul, spelled)) == "반짝여과아윈으켱의써"
    assert [hangul(one) for one in ("ng", "q_a", "", "s_t_a_r")] == [""] * 4
