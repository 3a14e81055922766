"""A song that is open: its tabs, its file, and what is kept of it."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
from pathlib import Path

import pytest
from serving import PATIENCE_S, SONG, Page, open_rooms

import pychang
from pychang.diagnostic import Text
from pychang.editor import performing, room
from pychang.editor.journal import Journal
from pychang.editor.opening import start_of
from pychang.editor.tab import Tab

SORA = Path(pychang.__file__).parent / "voices" / "sora"
pytestmark = pytest.mark.asyncio


@pytest.fixture
def song(tmp_path: Path) -> Path:
    path = tmp_path / "songs" / "봄.chang"
    path.parent.mkdir()
    path.write_bytes(SONG.encode())
    return path


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


# ── tabs ─────────────────────────────────────────────────────────────────────────────────────────


async def test_a_tab_is_welcomed_and_shown_the_song(song: Path, state: Path) -> None:
    async with open_rooms(song, state) as rooms:
        page = await Page.of(rooms, language="ko")
        welcome = await page.told("welcome")
        assert (welcome["text"], welcome["saved"], welcome["version"]) == (SONG, SONG, 0)
        assert welcome["name"] == "봄.chang" and welcome["uri"] == song.as_uri()
        assert not welcome["recovered"]
        assert "sora" in {voice["name"] for voice in welcome["voices"]}
        roll = await page.told("roll")
        assert roll["version"] == 0
        assert [note["midi"] for note in roll["parts"][0]["notes"]] == [60, 62, 64]
        later = await Page.of(rooms)
        assert (await later.told("roll")) == roll
        assert (await later.told("states"))["states"] == {"sung": "fresh"}


async def test_what_one_tab_types_the_other_sees(song: Path, state: Path) -> None:
    async with open_rooms(song, state) as rooms:
        one, other = await Page.of(rooms), await Page.of(rooms)
        one.types(7, "여름", deleted=1)
        assert (await one.told("pushed"))["accepted"]
        mine, theirs = await one.told("updates"), await other.told("updates")
        assert mine == theirs
        assert mine["version"] == 1
        assert mine["updates"] == [{"clientID": "page", "changes": [7, [1, "여름"], len(SONG) - 8]}]
        while (roll := await other.told("roll"))["version"] < 1:
            pass
        assert roll["title"] == "여름"


async def test_what_was_typed_on_an_older_version_waits_until_it_is_rebased(song: Path, state: Path) -> None:
    async with open_rooms(song, state) as rooms:
        one, other = await Page.of(rooms), await Page.of(rooms)
        one.types(0, "// 1\n")
        other.types(0, "// 2\n", version=0)
        assert not (await other.told("pushed"))["accepted"]
        assert one.room.shared.text == "// 1\n" + SONG
        other.types(0, "// 2\n")
        assert (await other.told("pushed"))["accepted"]
        assert one.room.shared.text == "// 2\n// 1\n" + SONG


async def test_a_tab_whose_text_does_not_fit_takes_the_rooms_anew(song: Path, state: Path) -> None:
    async with open_rooms(song, state) as rooms:
        page = await Page.of(rooms)
        await page.told("welcome")
        for changes in ([3], [[0, "a"]], "none", [len(SONG), [0, "a\nb"]]):
            page.says("push", version=0, updates=[{"clientID": "page", "changes": changes}])
            assert not (await page.told("pushed"))["accepted"]
            assert (await page.told("welcome"))["text"] == SONG
        page.says("push", version=0, updates=[{"clientID": "page", "changes": [len(SONG)]}, {"changes": []}])
        assert not (await page.told("pushed"))["accepted"]
        assert page.room.shared.version == 0


async def test_a_text_that_is_far_too_long_is_refused_with_a_reason(song: Path, state: Path) -> None:
    async with open_rooms(song, state) as rooms:
        page = await Page.of(rooms)
        page.types(0, "가" * 4_000_000)
        assert await page.told("pushed") | {"why": ""} == {"type": "pushed", "accepted": False, "why": ""}
        assert page.room.shared.text == SONG


async def test_reading_that_fails_is_told_and_goes_on(
    song: Path, state: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async with open_rooms(song, state) as rooms:
        page = await Page.of(rooms)
        await page.told("roll")
        with monkeypatch.context() as broken:
            broken.setattr(performing, "written", lambda message: 1 // 0)
            page.types(0, "// a\n")
            await page.told("trouble")
        assert "ZeroDivisionError" in capsys.readouterr().err
        page.types(0, "// b\n")
        assert (await page.told("roll"))["version"] == 2
        assert page.room.shared.text.startswith("// b\n// a\n")


async def test_a_song_that_includes_another_sees_what_is_typed_there(song: Path, state: Path) -> None:
    (song.parent / "모음.chang").write_text("include: 봄.chang\n", "utf-8")
    async with open_rooms(song, state) as rooms:
        whole, part = await Page.of(rooms, "모음.chang"), await Page.of(rooms)
        assert len((await whole.told("roll"))["parts"][0]["notes"]) == 3
        part.types(SONG.index("E4:2"), "E4:4 F4", deleted=4)
        async with asyncio.timeout(5):
            while len((await whole.told("roll"))["parts"][0]["notes"]) != 4:
                pass


# ── the piano roll ───────────────────────────────────────────────────────────────────────────────


async def test_an_edit_is_answered_for_the_version_that_it_was_asked_of(
    song: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = {"changes": [{"from": 9, "to": 11, "insert": "G4"}], "notes": ["2:3"], "then": None}
    monkeypatch.setattr(room, "roll_edit", lambda analysis, edit: change if edit else Text("못", "no"))
    async with open_rooms(song, state) as rooms:
        page = await Page.of(rooms)
        page.says("edit", id=5, version=0, edit={"kind": "move"})
        assert await page.told("edits") == {"type": "edits", "id": 5, "version": 0, **change}
        page.says("edit", id=6, version=0, edit=None)
        assert await page.told("refused") == {"type": "refused", "id": 6, "why": "no"}
        page.types(0, "// a\n")
        page.says("edit", id=7, version=0, edit={"kind": "move"})
        assert (await page.told("refused"))["id"] == 7


async def test_a_note_that_is_moved_is_one_small_change_of_the_text(song: Path, state: Path) -> None:
    astral = "// 🎵\n"
    song.write_text(astral + SONG, "utf-8")
    async with open_rooms(song, state) as rooms:
        page = await Page.of(rooms)
        place = (await page.told("roll"))["parts"][0]["notes"][1]["place"]
        edit = {"kind": "move", "notes": [place], "semitones": 1, "by": [0, 1]}
        page.says("edit", id=1, version=0, edit=edit)
        answer = await page.told("edits")
        (change,) = answer["changes"]
        units = (astral + SONG).encode("utf-16-le")
        made = units[: 2 * change["from"]] + change["insert"].encode("utf-16-le") + units[2 * change["to"] :]
        assert made.decode("utf-16-le") in [astral + SONG.replace("D4", new) for new in ("D#4", "Eb4")]
        assert answer["notes"] == [place]
        page.says("edit", id=2, version=0, edit={"kind": "nonsense"})
        assert (await page.told("refused"))["id"] == 2


# ── the file ─────────────────────────────────────────────────────────────────────────────────────


async def test_saving_changes_only_what_was_typed(song: Path, state: Path) -> None:
    before = b"\xef\xbb\xbf" + SONG.replace("\n", "\r\n").encode()
    song.write_bytes(before)
    song.chmod(0o640)
    async with open_rooms(song, state) as rooms:
        page = await Page.of(rooms)
        assert (await page.told("welcome"))["text"] == SONG
        page.types(len(SONG), "// 끝\n")
        assert (await page.saves()) == {"type": "saved", "id": 1, "ok": True, "version": 1}
        assert song.read_bytes() == before + "// 끝\r\n".encode()
        assert song.stat().st_mode & 0o777 == 0o640


async def test_each_line_keeps_its_own_end(song: Path, state: Path) -> None:
    song.write_bytes(b"title: a\r\n\r\n| C4:1 |\n> \xea\xbd\x83\n\r\n")
    async with open_rooms(song, state) as rooms:
        page = await Page.of(rooms)
        page.types(7, "b", deleted=1)
        page.types(9, "// c\n")
        assert (await page.saves())["ok"]
        assert song.read_bytes() == b"title: b\r\n// c\r\n\r\n| C4:1 |\n> \xea\xbd\x83\n\r\n"


async def test_decomposed_hangul_stays_decomposed(song: Path, state: Path) -> None:
    decomposed = "| C4:1 |\n> \u1101\u1169\u11be\n"
    song.write_text(decomposed, "utf-8")
    async with open_rooms(song, state) as rooms:
        page = await Page.of(rooms)
        page.types(0, "// a\n")
        await page.saves()
        assert song.read_text("utf-8") == "// a\n" + decomposed


async def test_a_link_stays_a_link(song: Path, state: Path) -> None:
    link = song.parent.parent / "link.chang"
    link.symlink_to(song)
    async with open_rooms(link, state) as rooms:
        page = await Page.of(rooms)
        page.types(0, "// a\n")
        assert (await page.saves())["ok"]
    assert link.is_symlink() and song.read_text("utf-8").startswith("// a\n")


async def test_a_song_that_is_not_there_yet_is_written_when_it_is_saved(song: Path, state: Path) -> None:
    song.unlink()
    async with open_rooms(song, state) as rooms:
        page = await Page.of(rooms)
        welcome = await page.told("welcome")
        assert welcome["saved"] is None and welcome["text"] == start_of("봄")
        assert (await page.told("roll"))["canBeSung"]
        assert not song.exists() and not rooms.unsaved
        assert (await page.saves())["ok"]
        assert song.read_text("utf-8") == start_of("봄")


async def test_another_programs_text_comes_in_by_itself(song: Path, state: Path) -> None:
    async with open_rooms(song, state) as rooms:
        page = await Page.of(rooms)
        theirs = SONG.replace("D4", "F4")
        beside = song.with_suffix(".new")
        beside.write_text(theirs, "utf-8")
        os.replace(beside, song)
        updates = await page.told("updates")
        at = SONG.index("D4")
        assert updates["updates"] == [{"clientID": "disk", "changes": [at, [1, "F"], len(SONG) - at - 1]}]
        assert (await page.told("disk")) == {"type": "disk", "state": "same", "saved": theirs}
        assert (await page.told("roll"))["parts"][0]["notes"][1]["midi"] == 65


async def test_a_conflict_writes_nothing_until_it_is_settled(song: Path, state: Path) -> None:
    async with open_rooms(song, state) as rooms:
        page = await Page.of(rooms)
        await page.told("roll")
        page.types(0, "// mine\n")
        song.write_text("// theirs\n" + SONG, "utf-8")
        assert await page.told("disk") == {"type": "disk", "state": "changed", "saved": "// theirs\n" + SONG}
        saved = await page.saves()
        assert not saved["ok"] and saved["conflict"] == {"text": "// theirs\n" + SONG}
        assert song.read_text("utf-8") == "// theirs\n" + SONG
        assert (await page.saves(over=True))["ok"]
        assert song.read_text("utf-8") == "// mine\n" + SONG
        assert (await Page.of(rooms)).room.saving.is_saved


async def test_a_conflict_is_seen_although_nobody_told_of_it(song: Path, state: Path) -> None:
    async with open_rooms(song, state) as rooms:
        page = await Page.of(rooms)
        page.types(0, "// mine\n")
        times = song.stat()
        song.write_bytes(SONG.replace("C4", "E4").encode())
        os.utime(song, ns=(times.st_atime_ns, times.st_mtime_ns))
        assert (await page.saves())["conflict"]["text"] == SONG.replace("C4", "E4")


async def test_reloading_takes_the_disks_text(song: Path, state: Path) -> None:
    async with open_rooms(song, state) as rooms:
        page = await Page.of(rooms)
        page.types(0, "// mine\n")
        song.write_text("// theirs\n" + SONG, "utf-8")
        await page.told("updates")
        page.says("reload")
        assert (await page.told("updates"))["updates"][0]["clientID"] == "disk"
        assert page.room.shared.text == "// theirs\n" + SONG
        assert page.room.saving.is_saved


async def test_a_file_that_goes_is_told_and_written_again(song: Path, state: Path) -> None:
    async with open_rooms(song, state) as rooms:
        page = await Page.of(rooms)
        await page.told("roll")
        song.unlink()
        assert await page.told("disk") == {"type": "disk", "state": "gone", "saved": None}
        assert rooms.unsaved == {"봄.chang": True}
        assert (await page.saves())["ok"]
        assert song.read_text("utf-8") == SONG


async def test_a_disk_that_does_not_take_it_is_told_why(
    song: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, *_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    async with open_rooms(song, state) as rooms:
        page = await Page.of(rooms)
        page.types(0, "// mine\n")
        with monkeypatch.context() as patched:
            patched.setattr("pychang.editor.song_file.write_disk", full)
            saved = await page.saves()
            assert not saved["ok"] and "no room left" in saved["why"]
        assert song.read_text("utf-8") == SONG
        song.unlink()
        song.parent.rmdir()
        saved = await page.saves()
        assert not saved["ok"] and "no such file or folder" in saved["why"]
        assert page.room.shared.text == "// mine\n" + SONG


async def test_a_file_that_becomes_something_else_is_left_alone(song: Path, state: Path) -> None:
    async with open_rooms(song, state) as rooms:
        page = await Page.of(rooms)
        await page.told("roll")
        song.write_bytes("| C4:1 |\n> 꽃\n".encode("cp949"))
        assert "CP949" in (await page.told("trouble"))["why"]
        assert (await page.told("disk"))["state"] == "changed"
        saved = await page.saves()
        assert not saved["ok"] and "꽃" in saved["conflict"]["text"]


async def test_a_voice_that_goes_may_come_back(song: Path, state: Path) -> None:
    own = song.parent / "mine"
    shutil.copytree(SORA, own)
    song.write_text("voice: mine\n" + SONG, "utf-8")
    async with open_rooms(song, state) as rooms:
        page = await Page.of(rooms)
        assert (await page.told("roll"))["canBeSung"]
        own.rename(song.parent / "away")
        while (await page.told("roll"))["canBeSung"]:
            pass
        (song.parent / "away").rename(own)
        while not (await page.told("roll"))["canBeSung"]:
            pass


# ── what is kept ─────────────────────────────────────────────────────────────────────────────────


async def kept(page: Page, state: Path, text: str | None) -> None:
    """Waits until this is what the journal has."""
    journal = Journal(state, page.room.path)
    async with asyncio.timeout(PATIENCE_S):
        while (found := journal.read()) != text and (found is None or found.text != text):
            await asyncio.sleep(0.01)


async def test_what_is_not_saved_is_kept_and_taken_up_again(song: Path, state: Path) -> None:
    async with open_rooms(song, state) as rooms:
        page = await Page.of(rooms)
        page.types(0, "// 🎵 \n".replace("🎵", "노래"))
        await kept(page, state, "// 노래 \n" + SONG)
        page.types(0, "!")  # typed just before the end
    async with open_rooms(song, state) as rooms:
        page = await Page.of(rooms)
        welcome = await page.told("welcome")
        assert welcome["recovered"] and welcome["text"] == "!// 노래 \n" + SONG and welcome["saved"] == SONG
        assert (await page.saves())["ok"]
        await kept(page, state, None)
        assert not (await (await Page.of(rooms)).told("welcome"))["recovered"]


async def test_text_that_is_as_it_was_saved_is_not_kept(song: Path, state: Path) -> None:
    async with open_rooms(song, state) as rooms:
        page = await Page.of(rooms)
        page.types(0, "a")
        await kept(page, state, "a" + SONG)
        page.types(0, "", deleted=1)
        await kept(page, state, None)


async def test_what_was_kept_does_not_go_over_what_was_written_since(song: Path, state: Path) -> None:
    async with open_rooms(song, state) as rooms:
        (await Page.of(rooms)).types(0, "// mine\n")
    song.write_text("// theirs\n" + SONG, "utf-8")
    async with open_rooms(song, state) as rooms:
        page = await Page.of(rooms)
        welcome = await page.told("welcome")
        assert welcome["recovered"] and welcome["text"] == "// mine\n" + SONG
        assert (await page.told("disk"))["state"] == "changed"
        assert (await page.saves())["conflict"]["text"] == "// theirs\n" + SONG


async def test_a_journal_that_cannot_be_written_is_told_once(song: Path, state: Path) -> None:
    state.write_text("a file where a folder should be")
    async with open_rooms(song, state) as rooms:
        page = await Page.of(rooms)
        page.types(0, "a")
        assert "save it now" in (await page.told("trouble"))["why"]
        assert page.room.shared.text == "a" + SONG
        assert rooms.unsaved == {"봄.chang": False}
        assert (await page.saves())["ok"]
        assert rooms.unsaved == {}


async def test_a_damaged_journal_is_nothing(song: Path, state: Path) -> None:
    journal = Journal(state, song)
    journal.path.parent.mkdir(parents=True)
    for damage in (b"", b"{", b"[]", b'{"text": 3}', b"\xff"):
        journal.path.write_bytes(damage)
        assert journal.read() is None


async def test_the_stage_rests_while_nobody_is_there(song: Path, state: Path) -> None:
    async with open_rooms(song, state) as rooms:
        page = await Page.of(rooms)
        stage = page.room.stage
        rooms.leave(page.room, page.tab)
        assert not stage.is_auto
        await Page.of(rooms)
        assert stage.is_auto
    assert stage.is_closed


async def test_the_stage_sings_ahead_while_any_tab_would_have_it(song: Path, state: Path) -> None:
    async with open_rooms(song, state) as rooms:
        room = await rooms.open(rooms.names.opened.name)
        assert not room.stage.is_auto  # nobody has come yet
        one, two = await Page.of(rooms), await Page.of(rooms)
        one.says("auto", on=False)
        assert room.stage.is_auto
        two.says("hello", language="ko", auto=False)
        assert not room.stage.is_auto
        third = Tab()
        third.greet({"language": "ko", "auto": False})
        await rooms.join(room, third)
        assert not room.stage.is_auto
        one.says("auto", on=True)
        assert room.stage.is_auto
        rooms.leave(room, one.tab)
        assert not room.stage.is_auto
