/** Sounds that the server sings, and what this browser needs to sing itself. */

import type { RollPhrase, Sung, VoiceCard } from "../protocol";
import type { PhraseSound, Sounds } from "../state";
import { say } from "../words";
import { address } from "./address";

async function got(path: string, signal?: AbortSignal): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(address(path), { signal });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Error(say("서버에서 소리를 받지 못했습니다. 서버가 떠 있는지 보세요.", "No sound came from the server. See whether it still runs."));
  }
  if (answer.ok) return answer;
  throw new Error(await why(answer));
}

async function why(answer: Response): Promise<string> {
  if (answer.status === 409) return say("그사이 노래가 바뀌었습니다.", "The song has changed meanwhile.");
  const text = await answer.text().catch(() => "");
  try {
    const told = (JSON.parse(text) as { why?: string }).why;
    if (told) return told;
  } catch {
    // Not JSON: what a server says that is not ours.
  }
  const head = say("서버에서 소리를 받지 못했습니다", "No sound came from the server");
  return `${head} (${answer.status}).`;
}

async function samples(answer: Response): Promise<Float32Array> {
  return new Float32Array(await answer.arrayBuffer()); // the browsers' machines are little-endian
}

export class ServerSounds implements Sounds {
  async get(phrase: RollPhrase, signal: AbortSignal): Promise<PhraseSound> {
    const answer = await got(`/sound/${encodeURIComponent(phrase.key)}`, signal);
    const lead = Number(answer.headers.get("X-Lead"));
    const rate = Number(answer.headers.get("X-Rate"));
    return { lead, rate, samples: await samples(answer) };
  }

  async backing(signal: AbortSignal): Promise<Float32Array | null> {
    const answer = await got("/backing", signal);
    const all = await samples(answer);
    return all.length ? all : null;
  }
}

/** For `LocalSounds`. */
export const singing = {
  sung: async (phrase: RollPhrase) =>
    (await (await got(`/phrase/${encodeURIComponent(phrase.key)}`)).json()) as Sung,
  card: async (voice: string) => (await (await got(`/voice/${encodeURIComponent(voice)}`)).json()) as VoiceCard,
  model: async (voice: string) => (await got(`/voice/${encodeURIComponent(voice)}/model`)).arrayBuffer(),
  backing: (signal: AbortSignal) => new ServerSounds().backing(signal),
};
