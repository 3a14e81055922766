"""The piano roll in a real browser: what is done there, and just that, is what the text says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from served_song import ServedSong, put, roll, served_song, text_of, wait

SONG = """title: 시험
tempo: 120
meter: 4/4
form: 노래*2 끝

[노래]
| C4:4 D4 E4 F4 | G4:2 r |
> 나랏말싸미
> 두번째절은
| A4:4 G4 F4 E4 | C4:1   |
> 듕귁에달아

[끝]
| E4:2 C4 |
> 아아
"""
WIDE = {"width": 1400, "height": 760}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSong]:
    with served_song(tmp_path_factory.mktemp("roll"), "시험.chang", SONG) as served:
        yield served


@pytest.fixture(scope="module")
def tab(chromium: Browser, served: ServedSong) -> Iterator[Page]:
    """One tab for all tests; nothing may go wrong in it unseen."""
    wrong: list[str] = []
    context = chromium.new_context(viewport=WIDE, locale="ko-KR")
    page = served.open_tab(context, wrong)
    sings = page.get_by_role("switch").last  # what is sung is not looked at
    sings.evaluate("one => one.checked && one.click()")
    yield page
    context.close()
    assert wrong == []


@pytest.fixture
def page(tab: Page) -> Page:
    """The song as it was at first, its beginning in sight, nothing in hand."""
    tab.keyboard.press("Escape")
    put(tab, SONG)
    shows(tab, [("나", 60), ("랏", 62), ("말", 64), ("싸", 65), ("미", 67), ("듕", 69)])
    roll(tab, "setView({left: 0, top: 73, scale: 190, row: 24})")
    tab.locator(".roll-field").focus()
    tab.keyboard.press("Escape")
    return tab


def shows(page: Page, first: list[tuple[str, int]]) -> None:
    """Waits until the roll shows these notes first, and nothing is under way."""

    def is_so() -> bool:
        notes = roll(page, f"notes().slice(0, {len(first)}).map(one => [one.text, one.midi])")
        return not roll(page, "busy()") and [tuple(one) for one in notes] == first

    wait(page, is_so)


def changed(page: Page) -> list[str]:
    """The lines that are not as they were at first, once nothing is under way."""
    wait(page, lambda: not roll(page, "busy()"))
    before = SONG.splitlines()
    return [line for line in text_of(page).splitlines() if line not in before]


def rect(page: Page, index: int) -> dict[str, float]:
    return roll(page, f"noteRectAt({index})")


def middle(page: Page, index: int) -> tuple[float, float]:
    one = rect(page, index)
    return one["x"] + one["width"] / 2, one["y"] + one["height"] / 2


def drag(page: Page, start: tuple[float, float], right: float = 0, down: float = 0) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + right / 2, start[1] + down / 2)
    page.mouse.move(start[0] + right, start[1] + down)
    page.mouse.up()


def quarter(page: Page) -> float:
    return roll(page, "view().scale") / 4


def row(page: Page) -> float:
    return roll(page, "view().row")


def words_field(page: Page) -> str:
    return page.locator(".roll-input").input_value()


class Ime:
    """Hangul as an input method types it: blocks under composition, then settled."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._devtools = page.context.new_cdp_session(page)

    def composes(self, *steps: str) -> None:
        for text in steps:
            end = len(text)
            self._devtools.send(
                "Input.imeSetComposition", {"text": text, "selectionStart": end, "selectionEnd": end}
            )

    def settles(self, text: str) -> None:
        self._devtools.send("Input.insertText", {"text": text})
        self._page.evaluate("new Promise((done) => setTimeout(done, 10))")  # behind the page's own


# ── pointer ──────────────────────────────────────────────────────────────────────────────────────


def test_a_note_dragged_up_is_another_pitch_in_every_pass(page: Page) -> None:
    drag(page, middle(page, 2), down=-2 * row(page))
    assert changed(page) == ["| C4:4 D4 F#4 F4 | G4:2 r |"]
    assert roll(page, "notes().filter(one => one.midi === 66).length") == 2
    page.keyboard.press("Control+z")
    wait(page, lambda: changed(page) == [])


def test_a_drag_snaps_to_the_grid_and_shift_keeps_the_pitch(page: Page) -> None:
    page.keyboard.down("Shift")
    drag(page, middle(page, 4), right=quarter(page) * 0.9, down=-0.7 * row(page))
    page.keyboard.up("Shift")
    assert changed(page) == ["| C4:4 D4 E4 F4 | r G4:2 r:4 |"]


def test_escape_gives_up_a_drag(page: Page) -> None:
    page.mouse.move(*middle(page, 2))
    page.mouse.down()
    page.mouse.move(*middle(page, 8), steps=3)
    page.keyboard.press("Escape")
    page.mouse.up()
    assert changed(page) == []


def test_the_ends_of_a_note_are_dragged(page: Page) -> None:
    one = rect(page, 4)
    drag(page, (one["x"] + one["width"] - 2, one["y"] + 9), right=-quarter(page))
    assert changed(page) == ["| C4:4 D4 E4 F4 | G4 r:2. |"]
    wait(page, lambda: rect(page, 4)["width"] < one["width"])
    drag(page, (one["x"] + 2, one["y"] + 9), right=quarter(page) / 2)
    assert changed(page) == ["| C4:4 D4 E4 F4 | r:8 G4 r:2. |"]


def test_a_double_click_on_empty_ground_adds_a_note(page: Page) -> None:
    page.mouse.click(*middle(page, 0))
    at = roll(page, "at(1.8, 64)")
    page.mouse.dblclick(at["x"], at["y"])
    wait(page, lambda: len(changed(page)) == 3)
    assert changed(page)[0] == "| C4:4 D4 E4 F4 | G4:2 r:4 E4 |"


def test_a_frame_gathers_notes_and_the_menu_deletes_them(page: Page) -> None:
    first, last = rect(page, 3), rect(page, 4)
    start = (first["x"] + 5, last["y"] - 10)
    drag(page, start, right=last["x"] + 20 - start[0], down=first["y"] + 5 - start[1])
    expect(page.locator(".roll-live")).to_contain_text("음표 2개")
    page.mouse.click(*middle(page, 4), button="right")
    page.get_by_role("menuitem", name="지우기").click()
    wait(page, lambda: "| C4:4 D4 E4 r | r:1 |" in changed(page))


def test_the_pencil_draws_a_note_as_long_as_it_is_dragged(page: Page) -> None:
    page.keyboard.press("b")
    at = roll(page, "at(1.51, 62)")
    drag(page, (at["x"], at["y"]), right=2 * quarter(page) - 4)
    page.keyboard.press("v")
    wait(page, lambda: "| C4:4 D4 E4 F4 | G4:2 D4 |" in changed(page))


# ── keys ─────────────────────────────────────────────────────────────────────────────────────────


def test_notes_are_walked_and_changed_by_keys(page: Page) -> None:
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".roll-live")).to_have_text("레4, 4분음표, ‘랏’, 소리는 ‘란’, 1번째 마디, 2번 불림")
    for _ in range(3):
        page.keyboard.press("Alt+ArrowUp")
    assert changed(page) == ["| C4:4 F4 E4 F4 | G4:2 r |"]
    page.keyboard.press("Alt+Shift+ArrowDown")
    assert changed(page) == ["| C4:4 F3 E4 F4 | G4:2 r |"]


def test_a_note_is_split_and_joined_again(page: Page) -> None:
    page.mouse.move(0, 0)
    page.keyboard.press("Home")
    page.keyboard.press("s")
    wait(page, lambda: "| C4:8 C4 D4:4 E4 F4 | G4:2 r |" in changed(page))
    wait(page, lambda: "음표 2개" in page.locator(".roll-live").inner_text())
    page.keyboard.press("j")
    wait(page, lambda: changed(page) == [])


def test_the_halves_of_one_of_several_notes_in_hand_are_joined_again(page: Page) -> None:
    page.mouse.click(*middle(page, 0))
    page.keyboard.down("Shift")
    page.mouse.click(*middle(page, 2))
    page.keyboard.up("Shift")
    page.keyboard.press("s")
    wait(page, lambda: "| C4:4 D4 E4:8 E4 F4:4 | G4:2 r |" in changed(page))
    page.keyboard.press("j")
    wait(page, lambda: changed(page) == [])


def test_what_cannot_be_is_told_and_the_roll_stays(page: Page) -> None:
    drag(page, middle(page, 5), right=quarter(page))
    expect(page.locator(".notice.bad")).to_contain_text("덮")
    assert changed(page) == []
    assert roll(page, "notes()[5].start") == 2


# ── words ────────────────────────────────────────────────────────────────────────────────────────


def test_words_run_on_from_note_to_note_while_hangul_is_composed(page: Page) -> None:
    page.mouse.dblclick(*middle(page, 0))
    typist = Ime(page)
    typist.composes("ㄱ", "가", "각")
    typist.settles("가")  # its final consonant goes to the next block
    typist.composes("가", "간")
    typist.settles("가")
    typist.composes("나")
    typist.settles("나")
    page.keyboard.press("Space")
    typist.composes("다")
    typist.settles("다")
    page.keyboard.press("Enter")
    assert words_field(page) == "미"
    wait(page, lambda: changed(page) == ["> 가가나 다미"])
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")  # one step for all that was typed on
    wait(page, lambda: changed(page) == [])


def test_an_input_method_may_change_what_it_has_not_settled(page: Page) -> None:
    page.mouse.dblclick(*middle(page, 0))
    typist = Ime(page)
    typist.composes("아", "아리", "아리라", "아리", "아", "오", "오리")
    typist.settles("오리")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    wait(page, lambda: changed(page) == ["> 오리말싸미"])


def test_leaving_the_field_keeps_the_last_syllable(page: Page) -> None:
    page.mouse.dblclick(*middle(page, 0))
    typist = Ime(page)
    typist.composes("가")
    typist.settles("가")
    page.keyboard.press("Escape")
    wait(page, lambda: changed(page) == ["> 가랏말싸미"])


def test_a_hold_and_a_pasted_line(page: Page) -> None:
    page.mouse.dblclick(*middle(page, 1))
    page.keyboard.type("-")
    page.keyboard.press("Escape")
    wait(page, lambda: changed(page) == ["> 나-말싸미"])
    shows(page, [("나", 60), ("-", 62), ("말", 64)])
    page.mouse.dblclick(*middle(page, 0))
    page.evaluate(
        """() => {
          const clipboardData = new DataTransfer();
          clipboardData.setData('text/plain', '새야 새야\\n> 파랑');
          document.querySelector('.roll-input').dispatchEvent(
            new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
        }"""
    )
    wait(page, lambda: changed(page) == ["> 새야 새야 파", "> 랑귁에달아"])


def test_a_word_begins_on_a_note_that_held_on(page: Page) -> None:
    page.mouse.dblclick(*middle(page, 1))
    page.keyboard.type("++")
    page.keyboard.press("Escape")
    wait(page, lambda: changed(page) == ["> 나--싸미"])
    shows(page, [("나", 60), ("-", 62), ("-", 64)])
    typist = Ime(page)
    page.mouse.dblclick(*middle(page, 1))
    typist.composes("새", "샌", "새로")
    typist.settles("새로")
    page.keyboard.press("Escape")
    wait(page, lambda: changed(page) == ["> 나 새로싸미"])
    shows(page, [("나", 60), ("새", 62), ("로", 64)])


def test_words_go_to_the_verse_of_the_pass_that_was_clicked(page: Page) -> None:
    index = next(i for i, one in enumerate(roll(page, "notes()")) if one["text"] == "두")
    roll(page, "setView({left: 3.5})")
    page.mouse.dblclick(*middle(page, index))
    assert page.locator(".roll-verse").input_value() == "1"
    page.keyboard.type("세")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    wait(page, lambda: changed(page) == ["> 세번째절은"])


def test_refused_words_stay_in_the_field(page: Page) -> None:
    page.mouse.dblclick(*middle(page, 0))
    page.keyboard.type("-")  # there is nothing before it to hold
    expect(page.locator(".notice.bad", has_text="-")).to_be_visible()
    wait(page, lambda: words_field(page) == "-")
    page.keyboard.press("Escape")
    assert changed(page) == []


def test_a_word_that_is_not_hangul_is_one_note_s_and_told_in_the_text(page: Page) -> None:
    page.mouse.dblclick(*middle(page, 0))
    page.keyboard.type("love")
    page.keyboard.press("Enter")
    assert words_field(page) == "랏"
    wait(page, lambda: changed(page) == ["> love랏말싸미"])
    page.keyboard.press("Escape")
    expect(page.locator(".cm-lintRange-error")).to_have_text("love")


# ── beside the text ──────────────────────────────────────────────────────────────────────────────


def test_a_note_in_hand_is_shown_in_the_text_and_the_caret_s_note_in_the_roll(page: Page) -> None:
    page.mouse.click(*middle(page, 2))
    here = page.evaluate(
        """() => {
          const { view } = document.querySelector('.cm-content').cmTile;
          const { head } = view.state.selection.main;
          return view.state.doc.toString().slice(head, head + 2);
        }"""
    )
    assert here == "E4"
    page.evaluate(
        """() => {
          const { view } = document.querySelector('.cm-content').cmTile;
          view.dispatch({ selection: { anchor: view.state.doc.toString().indexOf('E4:2') } });
        }"""
    )
    last = roll(page, "notes().length") - 2
    wait(page, lambda: 0 < rect(page, last)["x"] < WIDE["width"])


def test_the_ruler_moves_the_playhead(page: Page) -> None:
    at = roll(page, "at(2, 60)")
    top = page.locator(".roll-field").bounding_box()
    assert top is not None
    page.mouse.click(at["x"], top["y"] + 30)
    expect(page.locator("body")).to_contain_text("3.1")  # third bar, first beat


@pytest.fixture
def phone(chromium: Browser, served: ServedSong) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 800}, has_touch=True, locale="ko-KR")
    page = context.new_page()
    page.goto(served.url)
    expect(page.locator(".connection")).to_have_attribute("data-state", "open")
    yield page
    context.close()


def test_on_a_phone_a_tap_types_words(page: Page, phone: Page) -> None:
    phone.get_by_role("tab", name="피아노 롤").tap()
    wait(phone, lambda: roll(phone, "view().width") > 100 and roll(phone, "notes().length") > 0)
    roll(phone, "show(window.pychang.roll.notes()[1].place)")
    phone.touchscreen.tap(*middle(phone, 1))
    expect(phone.locator(".roll-input")).to_be_focused()
    phone.keyboard.type("라")
    phone.keyboard.press("Enter")
    phone.keyboard.press("Escape")
    wait(page, lambda: changed(page) == ["> 나라말싸미"])  # in the other tab
