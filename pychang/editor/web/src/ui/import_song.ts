/** A song of another program, dropped on the page or chosen: read by the server, then put where it is wanted. */

import { address, pageOf } from "../link/address";
import { type Draft, keep } from "../link/drafts";
import { language } from "../state";
import { say } from "../words";
import { ask } from "./dialog";
import { el } from "./dom";
import { notify } from "./notices";

export const LARGEST = 10_000_000;
export const KINDS = ".mid,.midi,.kar,.musicxml,.mxl,.xml,.ust,.ustx,.chang,.txt";

interface Imported {
  text: string;
  findings: string[];
}

export interface Target {
  /** Puts a text in place of this song's, as one step of undo. */
  replace: (text: string) => void;
  isEmpty: () => boolean;
}

export function takeDrops(target: Target): void {
  const cover = el("div", { class: "drop-cover", hidden: true }, el("p", {}, () => say("놓으면 불러옵니다", "Drop to import")));
  document.body.append(cover);
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
  let depth = 0;
  const show = (by: number) => {
    depth = by === 0 ? 0 : Math.max(0, depth + by);
    cover.hidden = depth === 0;
  };
  // In the capture phase, before the text would take the file for something to insert.
  addEventListener("dragenter", (event) => hasFiles(event) && show(1), true);
  addEventListener("dragleave", (event) => hasFiles(event) && show(-1), true);
  addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault(), true);
  addEventListener(
    "drop",
    (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.stopPropagation();
      show(0);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 1) notify(say(`파일 ${files.length}개 가운데 첫째만 불러옵니다.`, `Of ${files.length} files the first one is imported.`));
      if (files[0]) void importFile(files[0], target);
    },
    true,
  );
}

export function chooseFile(target: Target): void {
  const field = el("input", { type: "file", accept: KINDS });
  field.addEventListener("change", () => field.files?.[0] && void importFile(field.files[0], target));
  field.click();
}

export async function importFile(file: File, target: Target): Promise<void> {
  if (file.size > LARGEST) {
    const size = (file.size / 1e6).toFixed(0);
    const ko = `‘${file.name}’ 파일은 ${size} MB라서 너무 큽니다. 10 MB까지 불러올 수 있습니다. 소리 파일이라면 글에 backing: 으로 적어 주세요.`;
    const en = `“${file.name}” has ${size} MB, which is too much: files up to 10 MB can be imported. A sound file goes into the text as \`backing:\`.`;
    return void notify(say(ko, en), "bad");
  }
  let read: Imported;
  try {
    read = await readFile(file);
  } catch (error) {
    return void notify((error as Error).message, "bad");
  }
  await place(file.name, read, target);
}

async function readFile(file: File): Promise<Imported> {
  if (/\.chang$/i.test(file.name)) return readText(file);
  let answer: Response;
  try {
    answer = await fetch(address("/import", { name: file.name }), {
      method: "POST",
      body: file,
      headers: { "X-PyChang-Language": language.peek() },
    });
  } catch {
    throw new Error(say("서버에 닿지 못해 불러오지 못했습니다.", "The server cannot be reached: nothing was imported."));
  }
  const told = (await answer.json().catch(() => ({}))) as Partial<Imported> & { why?: string };
  if (answer.ok && typeof told.text === "string") return { text: told.text, findings: told.findings ?? [] };
  throw new Error(told.why ?? say(`‘${file.name}’ 파일을 불러오지 못했습니다.`, `“${file.name}” could not be imported.`));
}

async function readText(file: File): Promise<Imported> {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer()), findings: [] };
  } catch {
    throw new Error(say(`‘${file.name}’ 파일은 UTF-8 글이 아니라서 읽지 못했습니다.`, `“${file.name}” is no UTF-8 text.`));
  }
}

async function place(from: string, { text, findings }: Imported, target: Target): Promise<void> {
  const name = newName(from);
  const list = findings.length ? el("ul", { class: "findings" }, ...findings.map((one) => el("li", {}, one))) : null;
  const chosen = await ask<"here" | "new">({
    title: say(`‘${from}’ 불러오기`, `Import “${from}”`),
    wide: findings.length > 3,
    body: [
      el("p", {}, say("어디에 둘까요? 이 노래에 넣어도 되돌리기 한 번으로 돌아옵니다.", "Where shall it go? Put into this song, one undo brings back what was here.")),
      list ? el("h3", {}, say(`알아 둘 것 ${findings.length}가지`, `${findings.length} findings`)) : null,
      list,
      el("pre", { class: "preview", tabIndex: 0, "aria-label": say("불러온 글", "The imported text") }, text.split("\n").slice(0, 40).join("\n")),
    ],
    choices: [
      { value: "new", label: say(`새 노래로 열기 (${name})`, `Open as a new song (${name})`), kind: target.isEmpty() ? undefined : "main" },
      { value: "here", label: say("이 노래 자리에 넣기", "Put in place of this song"), kind: target.isEmpty() ? "main" : undefined },
    ],
  });
  if (chosen === "here") {
    target.replace(text);
    const undo = say("넣었습니다. 되돌리기로 앞의 글이 돌아옵니다.", "It is in. Undo brings back what was here.");
    notify(undo);
  } else if (chosen === "new") openNew(name, text);
}

function openNew(name: string, text: string): void {
  const draft: Draft = { text, base: "", session: "", isNew: true };
  if (!keep(draft, name)) return void notify(say("이 브라우저가 글을 넘겨주지 못합니다. 이 노래 자리에 넣어 주세요.", "This browser cannot hand the text over. Put it in place of this song."), "bad");
  const page = pageOf(name);
  if (!window.open(page, "_blank")) {
    const open = () => void window.open(page, "_blank");
    notify(say(`‘${name}’ 악보를 열 준비가 되었습니다.`, `“${name}” is ready to be opened.`), "plain", { label: say("열기", "Open"), run: open });
  }
}

/** `Song One.mid` to `Song One.chang`, without what a song's name cannot have. */
export function newName(from: string): string {
  const stem = from.replace(/\.[^.]*$/, "").replace(/[\\/:*?"<>|\p{C}]+/gu, " ").trim().replace(/^[.\s]+|[.\s]+$/g, "");
  return `${stem || say("새 노래", "new song")}.chang`;
}
