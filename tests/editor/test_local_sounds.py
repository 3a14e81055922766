"""The page's side of the worker that sings: order, what is kept, giving up, and what goes wrong."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
WEB = ROOT / "pychang" / "editor" / "web"
ESBUILD = WEB / "node_modules" / ".bin" / "esbuild"

# A worker that says of each phrase that it has begun, and sings when it is told to.
WORKER = """
let at = null;
const had = new Set();
onmessage = ({data}) => {
  if (data.type === "stop") return at === data.id && postMessage({type: "stopped", id: at});
  if (data.model) had.add(data.card.identity);
  at = data.id;
  const say = (type, what) => postMessage({type, id: at, ...what});
  if (!had.has(data.card.identity)) return say("failed", {why: {ko: "모델 없음", en: "no model"}});
  if (data.sung === "crash") throw new Error("crashed");
  if (data.sung === "fail") return say("failed", {why: {ko: "실패", en: "failed"}});
  if (data.sung === "mute") return;
  say("progress", {done: 0.5});
  if (data.sung !== "wait") say("sound", {lead: 7, samples: new Float32Array(data.sung)});
};
"""
HARNESS = """
globalThis.fresh = () => {
  const asked = {sung: [], model: 0, progress: [], failed: []};
  const sounds = new LocalSounds({
    sung: async (phrase) => { asked.sung.push(phrase.key); return phrase.sung ?? 100; },
    card: async (voice) => ({identity: voice, geometry: {sampleRate: 22050}}),
    model: async () => { asked.model++; return new ArrayBuffer(8); },
    backing: async () => null,
  }, (phrase, done) => asked.progress.push([phrase.key, done]), (why) => asked.failed.push(why.message));
  const never = new AbortController().signal;
  const get = (key, sung, signal = never) => sounds.get({key, voice: "sora", sung}, signal)
    .then(({lead, rate, samples}) => `${key} ${lead} ${rate} ${samples.length}`)
    .catch((why) => `${key} ${why.name} ${why.message}`);
  return {sounds, asked, get};
};
"""


@pytest.fixture(scope="module")
def page(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    if not ESBUILD.exists():
        pytest.skip("needs `npm ci` in pychang/editor/web")
    script = tmp_path_factory.mktemp("page") / "local_sounds.js"
    source = WEB / "src" / "voice" / "local_sounds.ts"
    options = ["--bundle", "--format=esm", "--target=es2022", "--log-level=error", f"--outfile={script}"]
    subprocess.run([ESBUILD, source, *options], check=True)
    files = {
        "/": ("text/html", "<!doctype html><title>sounds</title>"),
        "/local_sounds.js": ("text/javascript", script.read_text(encoding="utf-8")),
        "/singer.js": ("text/javascript", WORKER),
    }

    def answer(route: Any) -> None:
        kind, body = files.get(route.request.url.removeprefix("http://page.test"), ("text/plain", ""))
        route.fulfill(content_type=kind, body=body)

    context = chromium.new_context(locale="en-GB")
    context.route("http://page.test/**", answer)
    page = context.new_page()
    page.goto("http://page.test/")
    page.evaluate("async () => { globalThis.LocalSounds = (await import('/local_sounds.js')).LocalSounds; }")
    page.evaluate(HARNESS)
    yield page
    context.close()


@pytest.fixture
def run(page: Page) -> Callable[[str], Any]:
    """What a script gives that has `sounds`, `asked` (what the source was asked for) and `get`."""
    return lambda script: page.evaluate(
        f"async () => {{ const {{sounds, asked, get}} = fresh(); {script} }}",
    )


def test_sings_in_the_order_asked_for_and_keeps_it(run) -> None:
    told = run(
        """const order = [];
        const each = (key, i) => get(key, 10 * (i + 1)).then((told) => order.push(told));
        await Promise.all(["a", "b", "a", "c"].map(each));
        order.push(await get("b"));
        return {order, sung: asked.sung, model: asked.model, progress: asked.progress.map(([key]) => key)};"""
    )
    a, b, c = "a 7 22050 10", "b 7 22050 20", "c 7 22050 40"
    assert told == {
        "order": [a, a, b, c, b],
        "sung": ["a", "b", "c"],
        "model": 1,
        "progress": ["a", "b", "c"],
    }


def test_who_gives_up_is_told_at_once_and_the_next_is_sung(run) -> None:
    told = run(
        """const one = new AbortController(), two = new AbortController();
        const slow = (signal) => get("slow", "wait", signal);
        const waits = [slow(one.signal), slow(two.signal), get("never", 1, one.signal)];
        const next = get("next", 5);
        while (!asked.progress.length) await new Promise((go) => setTimeout(go, 5));
        one.abort();
        const later = new Promise((go) => setTimeout(go, 50, "still singing"));
        const still = await Promise.race([waits[1], later]);
        two.abort();
        const told = (await Promise.all(waits)).map((told) => told.slice(0, 16));
        return [...told, still, await next, asked.sung];"""
    )
    assert told == [
        "slow AbortError ",
        "slow AbortError ",
        "never AbortError",
        "still singing",
        "next 7 22050 5",
        ["slow", "next"],
    ]


@pytest.mark.parametrize(
    "how, words, tries",
    [
        ("fail", "failed", 1),
        ("crash", "has stopped", 2),
        ("mute", "has stopped", 2),
        ("wait", "has stopped", 2),
    ],
)
def test_what_goes_wrong_fails_one_phrase_and_a_new_worker_sings_on(
    run, how: str, words: str, tries: int
) -> None:
    first, second, third, asked, failed = run(
        f"""sounds.patienceMs = 200;
        const each = [get("bad", "{how}"), get("good", 3)];
        return [await each[0], await each[1], await get("bad", 4), asked.sung, asked.failed];"""
    )
    assert first.startswith("bad Error") and words in first
    assert (second, third) == ("good 7 22050 3", "bad 7 22050 4")
    assert asked == ["bad"] * tries + ["good", "bad"]
    assert len(failed) == 1 and words in failed[0]


@pytest.mark.parametrize("how", ["crash", "mute", "wait"])
def test_a_worker_that_stops_once_is_not_even_told(run, how: str) -> None:
    told = run(
        f"""sounds.patienceMs = 200;
        const ways = ["{how}", 5];
        sounds.source.sung = async () => ways.shift();
        return [await get("a"), asked.failed];"""
    )
    assert told == ["a 7 22050 5", []]


def test_a_source_that_fails_is_asked_again(run) -> None:
    told = run(
        """const source = sounds.source;
        const model = source.model;
        source.model = async () => { throw new Error("gone"); };
        const first = await get("a", 1);
        source.model = model;
        return [first, await get("a", 1)];"""
    )
    assert told == ["a Error gone", "a 7 22050 1"]


def test_closing_ends_what_is_waited_for(run) -> None:
    told = run(
        """const each = [get("slow", "wait"), get("next", 1)];
        while (!asked.progress.length) await new Promise((go) => setTimeout(go, 5));
        sounds.close();
        return [...(await Promise.all(each)), await get("again", 2)];"""
    )
    assert told == ["slow AbortError closed", "next AbortError closed", "again 7 22050 2"]


def test_what_was_not_asked_for_for_longest_is_dropped(run) -> None:
    """200 MB: three phrases of 80 MB do not fit."""
    told = run(
        """const large = 20 * 2 ** 20;
        for (const key of ["a", "b", "a", "c", "a", "b"]) await get(key, large);
        return asked.sung;"""
    )
    assert told == ["a", "b", "c", "b"]
