"""Tempo, dynamics, marks on notes, and what stands at the head of a score."""

from __future__ import annotations

from pathlib import Path

import pytest

from pychang.convert.musicxml.read_words import order_word, tempo_word, wedge_word
from pychang.score.expression import DEFAULT_VIBRATO, LOUD_DB, SLIDE_S
from pychang.score.model import Expression, Vibrato
from tests.convert.musicxml_texts import (
    BACKWARD,
    FORWARD,
    direction,
    kinds,
    note,
    part,
    read,
    rest,
    score,
    words,
)


def metronome(unit: str, number: str, dot: bool = False) -> str:
    dots = "<beat-unit-dot/>" if dot else ""
    return f"<metronome><beat-unit>{unit}</beat-unit>{dots}<per-minute>{number}</per-minute></metronome>"


def tempo(folder: Path, *measures: str) -> list[tuple[str, float, bool]]:
    sheet = read(folder, score(part(*measures))).sheet
    return [(str(one.position), one.quarters_per_minute, one.ramp) for one in sheet.tempo]


A, B = note("C4", 16, "나"), note("D4", 16, "비")


@pytest.mark.parametrize(
    ("mark", "number"),
    [
        (direction(metronome("quarter", "72")), 72.0),
        (direction(metronome("quarter", "60", dot=True)), 90.0),
        (direction(metronome("half", "c. 50")), 100.0),
        (direction(metronome("eighth", "120 - 132")), 63.0),
        (direction("<words>Andante</words>" + metronome("quarter", "70")), 70.0),
        (direction(metronome("quarter", "70"), '<sound tempo="71.5"/>'), 71.5),
        ('<sound tempo="88"/>', 88.0),
        (words("Allegro"), 138.0),
        (words("보통 빠르게"), 104.0),
        (words("조금 느리게"), 72.0),
        (direction(metronome("quarter", "9999")), 400.0),
        (direction(metronome("quarter", "1")), 20.0),
        (words("dolce"), 100.0),
    ],
)
def test_tempo(tmp_path: Path, mark: str, number: float) -> None:
    assert tempo(tmp_path, mark + A) == [("0", number, False)]


def test_what_is_guessed_of_tempo_is_told(tmp_path: Path) -> None:
    assert "tempo-word" in kinds(read(tmp_path, score(part(words("Allegro") + A))))
    assert "no-tempo" in kinds(read(tmp_path, score(part(A))))
    assert "tempo-range" in kinds(read(tmp_path, score(part('<sound tempo="5"/>' + A))))


def test_one_unit_as_long_as_another_was(tmp_path: Path) -> None:
    same = "<metronome><beat-unit>quarter</beat-unit><beat-unit>half</beat-unit></metronome>"
    assert tempo(tmp_path, '<sound tempo="60"/>' + A, direction(same) + B)[1] == ("1", 120.0, False)


def test_a_ritardando_goes_to_the_mark_that_follows(tmp_path: Path) -> None:
    found = tempo(tmp_path, '<sound tempo="100"/>' + A, words("rit.") + B, '<sound tempo="60"/>' + A)
    assert found == [("0", 100.0, False), ("1", 100.0, False), ("2", 60.0, True)]


def test_a_tempo_comes_back(tmp_path: Path) -> None:
    found = tempo(tmp_path, '<sound tempo="100"/>' + A, words("poco rit.") + B, words("a tempo") + A)
    assert found == [("0", 100.0, False), ("1", 100.0, False), ("2", 87.5, True), ("2", 100.0, False)]


@pytest.mark.parametrize("line", ["bracket", "dashes"])
def test_a_ritardando_with_a_line_lasts_as_long_and_its_steps_are_none(tmp_path: Path, line: str) -> None:
    begins = (
        "<direction><direction-type><words>rit.</words></direction-type>"
        f'<direction-type><{line} type="start" number="1"/></direction-type></direction>'
    )
    steps = [
        "".join(words(" ", f'<sound tempo="{number}"/>') for number in pair) for pair in ((95, 85), (70,))
    ]
    ends = direction(f'<{line} type="stop" number="1"/>')
    found = tempo(tmp_path, '<sound tempo="100"/>' + A, begins + steps[0] + B, A + steps[1] + ends, B)
    assert found == [("0", 100.0, False), ("1", 100.0, False), ("3", 70.0, True)]


def test_the_steps_of_other_parts_are_none_either(tmp_path: Path) -> None:
    begins = direction('<words>rit.</words><dashes type="start"/>')
    first = part(begins + A, B + '<sound tempo="50"/>' + direction('<dashes type="stop"/>'))
    second = part(A, '<sound tempo="70"/>' + B)
    sheet = read(tmp_path, score(first, second)).sheet
    assert [(one.position, one.quarters_per_minute) for one in sheet.tempo] == [(0, 100.0), (2, 50.0)]


def test_the_first_tempo_behind_an_upbeat_is_that_of_the_beginning(tmp_path: Path) -> None:
    assert tempo(tmp_path, note("C4", 4, "나"), '<sound tempo="60"/>' + B) == [("0", 60.0, False)]


def test_a_line_that_never_ends_hides_nothing(tmp_path: Path) -> None:
    begins = direction('<words>rit.</words><dashes type="start"/>')
    found = tempo(tmp_path, '<sound tempo="100"/>' + A, begins + B, '<sound tempo="60"/>' + A)
    assert found == [("0", 100.0, False), ("1", 100.0, False), ("2", 60.0, True)]


def test_a_ritardando_at_the_end_lasts_to_the_end(tmp_path: Path) -> None:
    found = tempo(tmp_path, '<sound tempo="100"/>' + A, words("rall.") + B)
    assert found[-1] == ("2", 75.0, True) or found[-2] == ("2", 75.0, True)


def test_a_ritardando_before_a_repeat_does_not_go_on(tmp_path: Path) -> None:
    found = tempo(tmp_path, FORWARD + '<sound tempo="100"/>' + A, words("rit.") + B + BACKWARD, A)
    assert found == [("0", 100.0, False), ("1", 100.0, False), ("2", 75.0, True), ("2", 100.0, False)]


def test_each_section_has_the_tempo_of_its_own_place(tmp_path: Path) -> None:
    """After a da capo the beginning's tempo holds again."""
    sheet = read(
        tmp_path, score(part('<sound tempo="60"/>' + A, '<sound tempo="90"/>' + B + words("D.C. al Fine")))
    ).sheet
    assert [one.quarters_per_minute for one in sheet.tempo] == [60.0, 90.0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("molto rit.", "gradual"),
        ("ritardando", "gradual"),
        ("점점 느리게", "gradual"),
        ("accel.", "gradual"),
        ("Tempo I", "first"),
        ("Tempo primo", "first"),
        ("처음 빠르기로", "first"),
        ("a tempo", "back"),
        ("Più mosso", "at-once"),
        ("Andante con moto", "usual"),
        ("with spirit", None),
        ("merry", None),
    ],
)
def test_words_of_tempo(text: str, kind: str | None) -> None:
    found = tempo_word(text)
    assert (found.kind if found else None) == kind


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("D.C. al Fine", {"jump": "capo"}),
        ("D. C.", {"jump": "capo"}),
        ("DC", {"jump": "capo"}),
        ("Da Capo al Coda", {"jump": "capo"}),
        ("처음으로", {"jump": "capo"}),
        ("D.S.", {"jump": "segno"}),
        ("Dal Segno al Fine", {"jump": "segno"}),
        ("To Coda", {"to_coda": "coda"}),
        ("Coda", {"coda": "coda"}),
        ("Fine", {"fine": True}),
        ("finely", {}),
        ("disco", {}),
        ("D.C. con rep.", {"jump": "capo", "with_repeats": True}),
    ],
)
def test_words_of_order(text: str, said: dict) -> None:
    assert order_word(text) == said


def test_words_of_dynamics() -> None:
    assert [wedge_word(one) for one in ("cresc.", "dim.", "decresc.", "점점 여리게", "dimly")] == [
        "<",
        ">",
        ">",
        ">",
        "",
    ]


# ── dynamics ─────────────────────────────────────────────────────────────────────────────────────


def dynamics(folder: Path, *measures: str) -> list[tuple[str, str]]:
    found = read(folder, score(part(*measures))).sheet.parts[0].dynamics
    return [(str(one.position), one.mark) for one in found]


def mark(name: str, more: str = "") -> str:
    return direction(f"<dynamics><{name}/></dynamics>", more)


def wedge(kind: str, more: str = "") -> str:
    return direction(f'<wedge type="{kind}"/>', more)


def test_dynamics_and_hairpins(tmp_path: Path) -> None:
    found = dynamics(
        tmp_path, mark("p") + A, wedge("crescendo") + B, wedge("stop") + mark("f") + A, mark("pppp") + B
    )
    assert found == [("0", "p"), ("1", "<"), ("2", "f"), ("3", "ppp")]


def test_a_hairpin_without_an_aim_goes_a_step(tmp_path: Path) -> None:
    found = dynamics(tmp_path, mark("p") + wedge("crescendo") + A, wedge("stop") + B, A)
    assert found == [("0", "p"), ("0", "<"), ("1", "mp")]


def test_offsets_move_marks(tmp_path: Path) -> None:
    assert dynamics(tmp_path, mark("f", "<offset>8</offset>") + A) == [("1/2", "f")]


def test_playback_levels_count_where_nothing_is_written(tmp_path: Path) -> None:
    assert dynamics(tmp_path, '<sound dynamics="54"/>' + A) == [("0", "p")]
    assert dynamics(tmp_path, mark("f", '<sound dynamics="54"/>') + A) == [("0", "f")]


def test_a_choir_follows_the_marks_of_its_first_part(tmp_path: Path) -> None:
    found = read(tmp_path, score(("가", part(mark("f") + A)), ("나", part(B)))).sheet
    assert [[one.mark for one in each.dynamics] for each in found.parts] == [["f"], ["f"]]


def test_sforzato_is_an_accent(tmp_path: Path) -> None:
    found = read(tmp_path, score(part(mark("sfz") + A, mark("fp") + B, A))).sheet.parts[0]
    assert [tone.expression.accent for tone in found.tones] == [True, True, False]
    assert [(str(one.position), one.mark) for one in found.dynamics] == [("1", "p")]


# ── marks on notes ───────────────────────────────────────────────────────────────────────────────


def articulated(name: str) -> str:
    return f"<notations><articulations><{name}/></articulations></notations>"


def braces(text: str) -> str:
    """As PyChang writes what no sign says."""
    said = f'<other-notation type="single" print-object="no">{text}</other-notation>'
    return f"<notations>{said}</notations>"


def ornamented(inner: str) -> str:
    return f"<notations><ornaments>{inner}</ornaments></notations>"


@pytest.mark.parametrize(
    ("notations", "expression"),
    [
        (articulated("accent"), Expression(accent=True)),
        (articulated("strong-accent"), Expression(accent=True, level_db=LOUD_DB)),
        (articulated("staccatissimo"), Expression(staccato=True)),
        (articulated("tenuto"), Expression(tenuto=True)),
        (articulated("detached-legato"), Expression(tenuto=True, staccato=True)),
        (articulated("scoop"), Expression(scoop=True)),
        (articulated("falloff"), Expression(fall=True)),
        ("<notations><fermata/></notations>", Expression(fermata=True)),
        ('<notations><slide type="stop"/></notations>', Expression(slide_s=SLIDE_S)),
        ('<notations><slide type="start"/></notations>', Expression()),
        (ornamented('<wavy-line type="start"/>'), Expression(vibrato=DEFAULT_VIBRATO)),
        (braces("breathy=0.6 loud=+3"), Expression(breathy=0.6, level_db=3.0)),
        (braces("vibrato depth=40 rate=5 delay=0.2"), Expression(vibrato=Vibrato(40.0, 5.0, 0.2))),
        (braces("see below"), Expression()),
        (ornamented('<trill-mark/><wavy-line type="start"/>'), Expression()),
    ],
)
def test_marks_on_notes(tmp_path: Path, notations: str, expression: Expression) -> None:
    tone = read(tmp_path, score(part(note("C4", 16, "나", after=notations)))).sheet.parts[0].tones[0]
    assert tone.expression == expression


def test_ornaments_that_cannot_be_sung_are_told(tmp_path: Path) -> None:
    trill = "<notations><ornaments><trill-mark/></ornaments></notations>"
    found = read(tmp_path, score(("노래", part(note("C4", 16, "나", after=trill)))))
    told = next(one for one in found.findings if one.kind == "ornament").message.en
    assert told == "1 ornament that cannot be sung is left out: trill-mark (bar 1 of 노래)"


def test_a_fermata_on_a_rest_is_none(tmp_path: Path) -> None:
    silent = rest(8).replace("</note>", "<notations><fermata/></notations></note>")
    found = read(tmp_path, score(part(note("C4", 8, "나") + silent))).sheet.parts[0]
    assert found.tones[0].expression == Expression()


# ── the head ─────────────────────────────────────────────────────────────────────────────────────


def heading(folder: Path, before: str) -> tuple[str, str, str, str]:
    sheet = read(folder, score(part(A), before=before)).sheet
    return sheet.title, sheet.composer, sheet.lyricist, sheet.copyright


def test_the_head_by_its_elements(tmp_path: Path) -> None:
    found = heading(
        tmp_path,
        "<work><work-title>봄\n노래</work-title></work><identification>"
        '<creator type="composer">아무개</creator><creator type="poet">글쓴이</creator>'
        "<rights>CC0</rights></identification>",
    )
    assert found == ("봄 노래", "아무개", "글쓴이", "CC0")


def on_page(justify: str, valign: str, text: str, size: int) -> str:
    place = f'justify="{justify}" valign="{valign}" font-size="{size}"'
    return f'<credit page="1"><credit-words {place}>{text}</credit-words></credit>'


def test_the_head_by_what_stands_on_the_page(tmp_path: Path) -> None:
    """As MuseScore 2 writes a title frame in which nobody has filled in the properties."""
    found = heading(
        tmp_path,
        on_page("center", "top", "봄", 24)
        + on_page("center", "top", "둘째", 14)
        + on_page("right", "bottom", "아무개", 12)
        + on_page("left", "bottom", "글쓴이", 12),
    )
    assert found == ("봄", "아무개", "글쓴이", "")


def test_names_that_programs_give_are_none(tmp_path: Path) -> None:
    found = heading(
        tmp_path,
        "<movement-title>Music21 Fragment</movement-title>"
        '<identification><creator type="composer">Music21</creator></identification>',
    )
    assert found == ("", "", "", "")
    assert heading(tmp_path, "<movement-title>봄.mscz</movement-title>")[0] == "봄"
