/** When the page is opened and this browser still has something that was typed, and when both sides went on. */

import type { Welcome } from "../protocol";
import { compare } from "../ui/compare";
import { notify } from "../ui/notices";
import { say } from "../words";
import { type Draft, drafts, drop } from "./drafts";
import { type SharedText, textOf } from "./shared_text";
import type { Saving } from "./saving";

/**
 * Whether the server has had all of it (`here`: the song as the room has it), and has only gone on since; if it
 * has fallen back to what was on the disk, it has not.
 */
function isLeftOver(draft: Draft, here: Welcome): boolean {
  if (draft.text === here.text) return true;
  const wasSent = draft.text === draft.base && !draft.isNew;
  return wasSent && (draft.session === here.session || draft.saved !== here.text);
}

export async function takeUpDrafts(here: Welcome, saving: Saving): Promise<void> {
  for (const { key, draft } of await drafts()) {
    if (isLeftOver(draft, here)) drop(key);
    else if (draft.base === here.text && (draft.isNew ? here.saved === null : draft.text !== draft.base)) {
      saving.replace(textOf(draft.text));
      drop(key);
      notify(
        draft.isNew
          ? say("불러온 노래입니다. 저장하면 파일이 만들어집니다.", "This is what was imported. Saving makes the file.")
          : say("서버가 없는 동안 친 것을 이어 놓았습니다.", "What you typed while the server was gone is here again."),
      );
    } else if (await offered(draft, here, saving)) drop(key);
  }
}

async function offered(draft: Draft, here: Welcome, saving: Saving): Promise<boolean> {
  const chosen = await compare<"draft" | "here">({
    title: draft.isNew ? say("이 이름의 노래가 이미 있습니다", "There is a song of this name already") : say("저장하지 않은 글이 남아 있습니다", "Text that was not saved is still here"),
    why: say("어느 쪽을 이어 쓸까요? 고른 뒤에도 되돌릴 수 있습니다.", "Which one do you want to go on with? It can be undone."),
    left: { label: draft.isNew ? say("불러온 것", "What was imported") : say("이 브라우저에 남은 것", "What this browser kept"), text: draft.text },
    right: { label: say("지금 노래", "The song as it is"), text: here.text },
    choices: [
      { value: "here", label: say("지금 노래 그대로 두기", "Keep the song as it is") },
      { value: "draft", label: draft.isNew ? say("불러온 것 쓰기", "Use what was imported") : say("남은 것 쓰기", "Use what was kept"), kind: "main" },
    ],
  });
  if (chosen === "draft") saving.replace(textOf(draft.text));
  if (chosen === "here") {
    // Undo still brings the other one back.
    saving.replace(textOf(draft.text));
    saving.replace(textOf(here.text));
  }
  return chosen !== null;
}

/** The server lives again with another text than it had, and something was typed here: both are in the text now. */
export async function settleBoth(mine: string, here: Welcome, text: SharedText, saving: Saving): Promise<void> {
  text.held = true;
  try {
    const chosen = await compare<"mine" | "theirs" | "both">({
      title: say("서버가 다른 글을 가지고 돌아왔습니다", "The server came back with another text"),
      why: say(
        "끊어진 사이에 이 탭과 서버의 글이 저마다 바뀌었습니다. 고른 뒤에도 되돌리기로 다른 쪽을 볼 수 있습니다.",
        "While there was no connection, the text changed both here and there. Undo brings back what you do not choose.",
      ),
      left: { label: say("이 탭의 글", "The text of this tab"), text: mine },
      right: { label: say("서버의 글", "The server's text"), text: here.text },
      choices: [
        { value: "theirs", label: say("서버의 글 쓰기", "Use the server's") },
        { value: "mine", label: say("이 탭의 글 쓰기", "Use this tab's") },
        { value: "both", label: say("둘을 합치기", "Merge both"), kind: "main" },
      ],
    });
    if (chosen === "mine" || chosen === "theirs") {
      const other = chosen === "mine" ? here.text : mine;
      saving.replace(textOf(other));
      saving.replace(textOf(chosen === "mine" ? mine : here.text));
    }
  } finally {
    text.held = false;
    text.push();
  }
}
