"""Label files of HTS and its heirs."""

from __future__ import annotations

import pytest
from folders import put

from pychang.finding import Wrong
from pychang.performance.model import Phone
from pychang.recordings.labels import lab_text, read_lab
from pychang.recordings.labels.allophones import allophones
from pychang.recordings.labels.name_set import SETS, set_of


def read(tmp_path, text, **more):
    return [(p.symbol, p.start_s, p.end_s) for p in read_lab(put(tmp_path / "a.lab", text), **more)]


def test_monophones(tmp_path):
    text = "0 1000000 pau\n1000000 2500000 ch\n2500000 9000000 eo\n9000000 9900000 ng\n"
    assert read(tmp_path, text) == [("SP", 0, 0.1), ("tɕʰ", 0.1, 0.25), ("ʌ", 0.25, 0.9), ("ŋ", 0.9, 0.99)]


def test_full_context_and_states(tmp_path):
    text = (
        "0 1000000 x^x-pau+kk=eu/A:xx+xx\n"
        "1000000 1500000 x^pau-kk+eu=x/A:1[2]\n1500000 2000000 x^pau-kk+eu=x/A:1[3]\n"
        "2000000 2500000 pau^kk-eu+eu=x/A:1[2]\n2500000 3000000 pau^kk-eu+eu=x/A:1[3]\n"
        "3000000 4000000 kk^eu-eu+x=x/A:1[2]\n"
    )
    expected = [("SP", 0, 0.1), ("k͈", 0.1, 0.2), ("ɯ", 0.2, 0.3), ("ɯ", 0.3, 0.4)]
    assert read(tmp_path, text) == expected


def test_seconds_with_a_point(tmp_path):
    assert read(tmp_path, "0.00\t0.5\ta\n0.5\t1.25\to\n") == [("a", 0, 0.5), ("o", 0.5, 1.25)]


def test_gaps_are_silence_and_slips_meet_in_the_middle(tmp_path):
    text = "1000000 2000000 a\n1980000 3000000 o\n5000000 6000000 u\n"
    assert read(tmp_path, text, duration_s=1.0) == [
        *[("SP", 0, 0.1), ("a", 0.1, pytest.approx(0.199)), ("o", pytest.approx(0.199), 0.3)],
        *[("SP", 0.3, 0.5), ("u", 0.5, 0.6), ("SP", 0.6, 1.0)],
    ]


def test_a_diphthong_of_one_name_is_two_sounds(tmp_path):
    assert read(tmp_path, "0 1000000 eo\n1000000 3000000 wa\n3000000 4000000 ng\n")[1:3] == [
        ("w", 0.1, pytest.approx(0.1 + 0.2 / 3)),
        ("a", pytest.approx(0.1 + 0.2 / 3), 0.3),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no labels"),
        ("0 1000000 a\nhello\n", "line 2 cannot be read as a label: hello"),
        ("0 1000000 a\n1000000 900000 o\n", "label 2, `o`, ends (0.090 s) before it begins (0.100 s)"),
        ("0 1000000 a\n500000 2000000 o\n", "label 2, `o` (0.050 s), begins before"),
        (
            "0 1000000 eo\n1000000 2000000 zz\n2000000 3000000 a_b\n",
            "`zz`, `a_b` (the first is label 2, at 0.10 s)",
        ),
    ],
)
def test_what_cannot_be_used_is_told(tmp_path, text, told):
    with pytest.raises(Wrong) as wrong:
        read(tmp_path, text)
    assert told in wrong.value.text.en


def test_written_labels_come_back(tmp_path):
    phones = (Phone("SP", 0.0, 0.25, -1), Phone("k͈", 0.25, 0.3, 2), Phone("ɯ", 0.3, 1.0, 2))
    assert [(p.symbol, p.start_s, p.end_s) for p in phones] == read(tmp_path, lab_text(phones))


@pytest.mark.parametrize(
    ("names", "phones"),
    [
        ("pau g a g u pau", "SP k a ɡ u SP"),
        ("s i s a ss i", "ɕ i s a ɕ͈ i"),
        ("s w i ch eo", "ɕ w i tɕʰ ʌ"),
        ("g u k m u l eo", "k u k̚ m u l ʌ"),
        ("m o l r a eu", "m o l l a ɯ"),
        ("n eo r a", "n ʌ ɾ a"),
        ("h a eo h a", "h a ʌ ɦ a"),
        ("a n a j eo br j o", "a n a dʑ ʌ AP tɕ o"),
        ("k* a kh a k_} sh i V M ng", None),
        ("p a b a tɕ i", "p a b a tɕ i"),
        ("ㄱ ㅏ ㅇ ㄱ ㅏ ㄱ", "k a ŋ ɡ a k̚"),
        ("sʰ ɐ ɕʰ i c͈ i ç j ʌ ʎ", "s a ɕ i k͈ i h j ʌ l"),
        ("g a3 s a4 m a2 N b eo1 M", "k a ŋ s a l m a n b ʌ m"),
    ],
)
def test_names_and_their_allophones(names, phones):
    asked = names.split()
    known = set_of(asked)
    sounds = [known.phones(name) for name in asked]
    if phones is None:
        assert None in sounds
        return
    assert allophones([one for found in sounds for one in found]) == phones.split()


def test_typed_signs_of_our_own():
    typed = ["k*", "kh", "k_}", "sh", "V", "M", "N", "4", "tc*", "ts\\", "dz"]
    assert set_of(typed) is SETS[0]
    assert [SETS[0].phones(name)[0] for name in typed] == ["k͈", "kʰ", "k̚", "ɕ", *"ʌɯŋɾ", "tɕ͈", "tɕ", "dʑ"]
