"""The page's text in a real browser: shown, shared, mended, kept, saved."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from served_song import ServedSong, drop, go_to, put, roll, served_song, text_of, wait

SONG = """title: 시험 노래
voice: sora
tempo: 120
meter: 4/4

[노래]
| C4:4 D4 E4 F4 | G4:1 |
> 나랏말싸미
"""
NAME = "시험.chang"
MOD = "Control"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSong]:
    with served_song(tmp_path_factory.mktemp("edited"), NAME, SONG) as served:
        yield served


@pytest.fixture(scope="module")
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1200, "height": 760}, locale="ko-KR")
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture(scope="module")
def wrong() -> list[str]:
    """What went wrong in any tab."""
    return []


@pytest.fixture(scope="module")
def tab(served: ServedSong, context: BrowserContext, wrong: list[str]) -> Page:
    return served.open_tab(context, wrong)


@pytest.fixture
def page(served: ServedSong, tab: Page, wrong: list[str]) -> Iterator[Page]:
    """A tab with the song as it was at first, saved, in which nothing may go wrong unseen."""
    put(tab, SONG)
    save(tab, served)
    go_to(tab, "")
    yield tab
    assert wrong == []


@pytest.fixture
def beside(served: ServedSong, context: BrowserContext, wrong: list[str]) -> Iterator[Callable[[], Page]]:
    """Opens another tab of the same song."""
    others: list[Page] = []

    def another() -> Page:
        others.append(served.open_tab(context, wrong))
        return others[-1]

    yield another
    for other in others:
        other.close()


def save(page: Page, served: ServedSong) -> None:
    text = text_of(page)
    if page.locator(".unsaved").is_visible():
        page.keyboard.press(f"{MOD}+s")
    wait(page, lambda: served.song.read_text(encoding="utf-8") == text)
    expect(page.locator(".unsaved")).to_be_hidden()


def test_the_score_is_shown_in_the_grammar_s_colours(page: Page) -> None:
    expect(page.locator(".c-pitch").first).to_have_text("C")
    expect(page.locator(".c-lyric").first).to_have_text("나랏말싸미")
    expect(page.locator(".c-section").first).to_have_text("노래")
    expect(page).to_have_title(f"{NAME} — PyChang")
    expect(page.locator("h1")).to_have_text("시험 노래")


def test_a_mistake_is_underlined_told_and_mended(page: Page) -> None:
    go_to(page, "| C4:4 D4 E4 F4")
    page.keyboard.insert_text(" F4")
    expect(page.locator(".cm-lintRange-error").first).to_be_visible()
    expect(page.locator("#problems")).to_have_attribute("data-kind", "error")
    expect(page.locator(".problem-here")).not_to_be_empty()
    page.keyboard.press(f"{MOD}+z")
    expect(page.locator("#problems")).to_have_attribute("data-kind", "none")
    assert text_of(page) == SONG


def test_the_next_problem_is_an_error_while_there_is_one(page: Page) -> None:
    put(
        page,
        SONG.replace("120", "120\nkey: 다장조\nform: 노래").replace("미\n", "\n")
        + "\n[딴것]\n| C4:4 |\n> 가\n",
    )
    expect(page.locator(".problem-here")).to_contain_text("번째 줄: ")  # told wherever the caret is
    expect(page.locator(".problem-count.warning")).to_be_visible()
    for _ in range(2):
        page.keyboard.press("F8")
        expect(page.locator(".cm-tooltip .cm-diagnostic-error")).to_be_visible()
    expect(page.locator(".cm-activeLine")).to_contain_text("G4:1")


def test_a_quick_fix_mends_a_misspelt_setting(page: Page) -> None:
    put(page, SONG.replace("tempo", "tenpo"))
    go_to(page, "tenpo")
    expect(page.locator("#problems")).to_have_attribute("data-kind", "error")
    page.keyboard.press(f"{MOD}+.")
    page.locator(".palette li").first.click()
    expect(page.locator("#problems")).to_have_attribute("data-kind", "none")
    assert text_of(page) == SONG


def test_quick_fixes_are_for_the_mistake_at_the_caret_or_else_for_its_line(page: Page) -> None:
    put(page, SONG.replace("나랏말싸미", "sarang love"))
    titles = page.locator(".palette li")
    for at, count, first in (("sarang", 2, "사랑"), ("love", 2, "러브"), (">", 3, "사랑")):
        go_to(page, at)
        page.keyboard.press(f"{MOD}+.")
        expect(titles).to_have_count(count)
        expect(titles.first).to_contain_text(first)
        page.keyboard.press("Escape")


def test_the_language_server_completes_and_formats(page: Page) -> None:
    go_to(page, "tempo: 120\n")
    page.keyboard.type("ke")
    page.keyboard.press(f"{MOD}+Space")
    expect(page.locator(".cm-tooltip-autocomplete li").first).to_contain_text("key")
    page.keyboard.press("Escape")
    put(page, SONG.replace("C4:4 D4 E4", "c4:4   D4:4 E4"))
    page.keyboard.press("Shift+Alt+F")
    wait(page, lambda: text_of(page) == SONG)


def test_the_toolbar_sets_the_tempo_by_one_step(page: Page) -> None:
    tempo = page.get_by_role("spinbutton", name="빠르기")
    expect(tempo).to_have_value("120")
    page.get_by_role("button", name="빠르기 올리기").click()
    page.get_by_role("button", name="빠르기 올리기").click()
    wait(page, lambda: text_of(page) == SONG.replace("120", "122"))
    expect(tempo).to_have_value("122")
    page.locator("h1").click()
    page.keyboard.press(f"{MOD}+z")  # also outside the text
    wait(page, lambda: text_of(page) == SONG)
    expect(tempo).to_have_value("120")


def test_while_this_browser_sings_the_server_sings_nothing_unasked(served: ServedSong, page: Page) -> None:
    phrases = page.locator(".roll-phrases")
    expect(phrases).to_have_attribute("aria-label", "소절 1개를 모두 불러 두었습니다")  # by the server
    kept = served.sounds
    assert kept
    page.get_by_role("switch", name="여기서 부르기").click()
    expect(page.get_by_role("switch", name="미리 부르기")).to_be_disabled()
    expect(phrases).to_have_attribute("aria-label", "소절 1개를 모두 불러 두었습니다")  # by the browser
    put(page, SONG.replace("F4", "E4"))
    expect(phrases).not_to_have_attribute("aria-label", "소절 1개를 모두 불러 두었습니다")
    expect(phrases).to_have_attribute("aria-label", "소절 1개를 모두 불러 두었습니다")
    assert served.sounds == kept
    page.get_by_role("switch", name="여기서 부르기").click()
    wait(page, lambda: served.sounds > kept)


def test_who_is_to_sing_may_be_changed_while_a_passage_is_looped(page: Page) -> None:
    here, stop = page.get_by_role("switch", name="여기서 부르기"), page.get_by_role("button", name="정지")
    phrases = page.locator(".roll-phrases")
    put(page, SONG.replace("F4", "r").replace("싸미", "미") + "| D4:2 r |\n> 두\n| C4:1 |\n> 이\n")
    expect(phrases).to_have_attribute("aria-label", "소절 3개를 모두 불러 두었습니다")
    wait(page, lambda: len(roll(page, "notes()")) == 6)
    rect = roll(page, "noteRectAt(0)")
    page.mouse.click(rect["x"] + 5, rect["y"] + rect["height"] / 2)
    page.keyboard.press("l")
    page.get_by_role("button", name="재생", exact=True).click()
    wait(page, lambda: page.evaluate("window.pychang.player.song?.pieces.every(one => one)"))
    page.wait_for_timeout(1000)
    here.click()
    expect(phrases).to_have_attribute("aria-label", re.compile("가운데 [12]개 불러 둠"))
    expect(stop).to_be_visible()
    here.click()
    stop.click()
    page.locator("#loop").click()


def test_a_looped_passage_that_becomes_shorter_before_it_is_sung_begins_anew(page: Page) -> None:
    asked: list[Route] = []

    def only_the_first(route: Route) -> None:
        asked.append(route)
        if len(asked) == 1:
            route.continue_()

    page.route("**/sound/**", only_the_first)
    text = SONG.replace("E4 F4", "r:2").replace("나랏말싸미", "나랏말")
    put(page, text)
    wait(page, lambda: len(asked) == 2)
    page.locator("#loop").click()
    page.get_by_role("button", name="재생", exact=True).click()
    at_s = "window.pychang.player.course.mixed / window.pychang.player.song.rate"
    wait(page, lambda: page.evaluate(at_s) > 1.8)  # and no farther
    put(page, text.replace("120", "400"))  # two bars last 1.2 seconds
    wait(page, lambda: page.evaluate(at_s) < 1.5)
    page.unroute_all(behavior="ignoreErrors")
    page.get_by_role("button", name="정지").click()
    page.locator("#loop").click()


def test_a_browser_that_cannot_sing_leaves_it_to_the_server(beside: Callable[[], Page], page: Page) -> None:
    other = beside()
    other.route("**/singer.js", lambda route: route.abort())
    here = other.get_by_role("switch", name="여기서 부르기")
    here.click()
    expect(other.locator(".notice.lasting")).to_contain_text("멈추었습니다. 이제 서버가 부릅니다.")
    expect(here).to_have_attribute("aria-checked", "false")


def test_two_tabs_see_each_other_and_undo_their_own(page: Page, beside: Callable[[], Page]) -> None:
    one, two = page, beside()
    go_to(one, "시험 노래")
    one.keyboard.insert_text(" 하나")
    go_to(two, "나랏말싸미")
    two.keyboard.insert_text("!")
    both = SONG.replace("시험 노래", "시험 노래 하나").replace("싸미", "싸미!")
    wait(one, lambda: text_of(one) == both and text_of(two) == both)
    go_to(one, "[")
    one.keyboard.press(f"{MOD}+z")
    wait(two, lambda: text_of(two) == SONG.replace("싸미", "싸미!"))


def test_nothing_is_lost_when_the_server_dies(
    served: ServedSong, page: Page, beside: Callable[[], Page]
) -> None:
    served.kill()
    expect(page.locator(".connection")).to_have_attribute("data-state", "gone")
    go_to(page, "시험 노래")
    page.keyboard.insert_text(" 둘")
    expect(page.locator(".banner")).to_contain_text("서버가 없습니다")
    page.keyboard.press(f"{MOD}+s")
    expect(page.locator(".notice.bad")).to_be_visible()
    served.start()
    expect(page.locator(".connection")).to_have_attribute("data-state", "open")
    expect(page.locator(".banner")).to_have_count(0)
    other = beside()
    wait(other, lambda: "시험 노래 둘" in text_of(other))
    page.keyboard.press(f"{MOD}+z")
    wait(other, lambda: text_of(other) == SONG)


def test_what_a_closed_tab_had_is_taken_up_again(
    served: ServedSong, page: Page, beside: Callable[[], Page]
) -> None:
    closed = beside()
    served.kill()
    expect(closed.locator(".connection")).to_have_attribute("data-state", "gone")
    go_to(closed, "시험 노래")
    closed.keyboard.insert_text(" 셋")
    closed.wait_for_timeout(600)  # the browser keeps it when the typing pauses
    closed.close()
    served.start()
    again = beside()
    wait(again, lambda: "시험 노래 셋" in text_of(again))
    expect(again.locator(".notice").first).to_contain_text("서버가 없는 동안")
    wait(page, lambda: "시험 노래 셋" in text_of(page))


def test_a_conflict_on_the_disk_offers_both(served: ServedSong, page: Page) -> None:
    go_to(page, "시험 노래")
    page.keyboard.insert_text(" 여기")
    expect(page.locator(".connection")).to_have_attribute("data-unpushed", "false")
    theirs = SONG.replace("120", "90")
    served.song.write_text(theirs, encoding="utf-8")
    page.keyboard.press(f"{MOD}+s")
    dialog = page.locator("dialog[open]")
    expect(dialog.locator(".cm-changedLine").first).to_be_visible()
    assert served.song.read_text(encoding="utf-8") == theirs
    dialog.get_by_role("button", name="여기 쓴 것을 파일에 쓰기").click()
    mine = SONG.replace("시험 노래", "시험 노래 여기")
    wait(page, lambda: served.song.read_text(encoding="utf-8") == mine)
    page.locator(".cm-content").focus()
    page.keyboard.press(f"{MOD}+z")
    wait(page, lambda: text_of(page) == theirs)


def test_the_file_s_text_can_be_taken_and_undone(served: ServedSong, page: Page) -> None:
    go_to(page, "시험 노래")
    page.keyboard.insert_text(" 여기")
    expect(page.locator(".connection")).to_have_attribute("data-unpushed", "false")
    mine = text_of(page)
    theirs = SONG.replace("120", "90")
    served.song.write_text(theirs, encoding="utf-8")
    page.keyboard.press(f"{MOD}+s")
    page.get_by_role("button", name="파일에 있는 것 가져오기").click()
    wait(page, lambda: text_of(page) == theirs)
    expect(page.locator(".unsaved")).to_be_hidden()
    page.locator(".cm-content").focus()
    page.keyboard.press(f"{MOD}+z")
    wait(page, lambda: text_of(page) == mine)


def test_hangul_being_put_together_is_left_alone(page: Page, beside: Callable[[], Page]) -> None:
    one, two = page, beside()
    go_to(one, "> ")
    ime = one.context.new_cdp_session(one)
    ime.send("Input.imeSetComposition", {"text": "하", "selectionStart": 1, "selectionEnd": 1})
    go_to(two, "시험 노래")
    two.keyboard.insert_text("?")
    two.wait_for_timeout(150)
    assert "시험 노래?" not in text_of(one)
    ime.send("Input.imeSetComposition", {"text": "한", "selectionStart": 1, "selectionEnd": 1})
    ime.send("Input.insertText", {"text": "한"})
    both = SONG.replace("시험 노래", "시험 노래?").replace("> ", "> 한")
    wait(one, lambda: text_of(one) == both and text_of(two) == both)


def test_a_song_without_sections_is_begun_in_the_roll(page: Page) -> None:
    put(page, "title: 시험 노래\n")
    field = page.locator(".roll-field")
    wait(page, lambda: page.evaluate("window.pychang.roll.notes().length") == 0)
    field.focus()
    page.keyboard.press("Insert")
    page.get_by_role("button", name="구절 열기").click()
    wait(page, lambda: text_of(page) == "title: 시험 노래\n\n[노래]\n| r:4 |\n")
    wait(page, lambda: page.evaluate("window.pychang.roll.busy()") is False)
    expect(page.locator("#problems")).to_have_attribute("data-kind", "error")  # nothing to sing yet
    field.focus()
    page.keyboard.press("Insert")
    wait(page, lambda: "| G4:4 |" in text_of(page))


def test_the_bars_of_the_notes_in_hand_are_looped(page: Page) -> None:
    loop = page.get_by_role("button", name="되풀이")
    wait(page, lambda: len(roll(page, "notes()")) == 5)
    rect = roll(page, "noteRectAt(4)")
    page.mouse.click(rect["x"] + rect["width"] / 2, rect["y"] + rect["height"] / 2)
    page.keyboard.press("l")
    expect(loop).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#bars")).to_have_text("2.1")
    go_to(page, "나랏말싸미")
    page.keyboard.type("l")  # in the text it is a letter
    expect(loop).to_have_attribute("aria-pressed", "true")
    page.locator(".roll-field").focus()
    page.keyboard.press("l")
    expect(loop).to_have_attribute("aria-pressed", "false")


def test_a_large_file_is_not_even_sent(page: Page) -> None:
    drop(page, "big.mid", b"", size=20_000_000)
    expect(page.locator(".notice.bad").last).to_contain_text("20 MB")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_a_dropped_song_is_put_in_by_one_step(page: Page) -> None:
    drop(page, "다른 노래.chang", SONG.replace("C4:4", "E4:4").encode())
    dialog = page.locator("dialog[open]")
    dialog.get_by_role("button", name="이 노래 자리에 넣기").click()
    wait(page, lambda: "E4:4" in text_of(page))
    page.locator(".cm-content").focus()
    page.keyboard.press(f"{MOD}+z")
    wait(page, lambda: text_of(page) == SONG)


def test_a_dropped_song_is_opened_beside(served: ServedSong, page: Page) -> None:
    drop(page, "새것.chang", SONG.replace("시험", "새").encode())
    with page.context.expect_page() as fresh:
        page.locator("dialog[open]").get_by_role("button", name="새 노래로 열기").click()
    other = fresh.value
    wait(other, lambda: other.locator(".cm-content").count() == 1 and "새 노래" in text_of(other))
    expect(other.locator(".unsaved")).to_be_visible()
    assert not (served.song.parent / "새것.chang").exists()
    other.close()


def test_the_page_speaks_english_and_remembers_it(page: Page) -> None:
    page.get_by_role("button", name="메뉴").click()
    page.get_by_role("menuitemradio", name="English").click()
    expect(page.locator("#save")).to_have_text("Save")
    page.reload()
    expect(page.locator("#save")).to_have_text("Save")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("menuitemradio", name="한국어").click()
    expect(page.locator("#save")).to_have_text("저장")


def test_a_phone_shows_one_view_at_a_time(served: ServedSong, chromium: Browser) -> None:
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, locale="ko-KR", has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(served.url)
    expect(page.locator(".cm-content")).to_be_visible()
    page.get_by_role("tab", name="듣기").tap()
    expect(page.locator(".cm-content")).to_be_hidden()
    expect(page.locator(".word")).to_have_text("나랏말싸미")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    small = page.evaluate(
        "[...document.querySelectorAll('button')].filter(b => b.offsetParent)"
        ".filter(b => b.getBoundingClientRect().height < 40).map(b => b.outerHTML)"
    )
    assert [one for one in small if "problems" not in one] == []
    context.close()
