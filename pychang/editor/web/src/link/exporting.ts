/** The song in another form, as a file to download. */

import { name } from "../page";
import { language } from "../state";
import { notify } from "../ui/notices";
import { say } from "../words";
import { address } from "./address";

export const FORMS: readonly [suffix: string, ko: string, en: string][] = [
  ["wav", "소리 WAV", "Sound, WAV"],
  ["flac", "소리 FLAC", "Sound, FLAC"],
  ["ogg", "소리 OGG", "Sound, OGG"],
  ["mid", "MIDI", "MIDI"],
  ["musicxml", "악보 MusicXML", "Score, MusicXML"],
  ["ustx", "OpenUtau USTX", "OpenUtau, USTX"],
  ["lrc", "가사 LRC", "Lyrics, LRC"],
  ["srt", "자막 SRT", "Subtitles, SRT"],
];

/** Fetched first, so that a reason why not is told and not saved as a file. */
export async function download(suffix: string): Promise<void> {
  const stem = name.value.replace(/\.chang$/i, "").replace(/^.*\//, "") || "song";
  const file = `${stem}.${suffix}`;
  const done = notify(say(`‘${file}’ 파일을 만들고 있습니다…`, `Making “${file}”…`), "lasting");
  try {
    const answer = await fetch(address(`/export/${encodeURIComponent(file)}`), {
      headers: { "X-PyChang-Language": language.peek() },
    });
    if (!answer.ok) {
      const told = (await answer.json().catch(() => ({}))) as { why?: string };
      throw new Error(told.why ?? say(`‘${file}’ 파일을 만들지 못했습니다.`, `“${file}” could not be made.`));
    }
    hand(await answer.blob(), file);
  } catch (error) {
    const isLost = error instanceof TypeError; // what fetch throws when there is no server
    notify(isLost ? say("서버에 닿지 못해 내보내지 못했습니다.", "The server cannot be reached: nothing was exported.") : (error as Error).message, "bad");
  } finally {
    done();
  }
}

function hand(data: Blob, file: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(data);
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
