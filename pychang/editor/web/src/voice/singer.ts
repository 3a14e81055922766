/** The worker that sings: phrases in, sounds out, one after the other. */

import type { VoiceCard } from "../protocol";
import { Generator } from "./generator";
import type { FromSinger, ToSinger } from "./messages";
import { sing } from "./singing";
import { stage } from "./stages";
import { Trouble, wordsOf } from "./trouble";

type Asked = Exclude<ToSinger, { type: "stop" }>;

const MOST_VOICES = 3; // kept ready at once

const page = self as unknown as {
  postMessage(message: FromSinger, transfer?: Transferable[]): void;
  onmessage: (event: MessageEvent<ToSinger>) => void;
};
const voices = new Map<string, Promise<Generator>>();
const stopped = new Set<number>();
const STOPPED = Symbol();
let before: Promise<void> = Promise.resolve();

page.onmessage = ({ data }) => {
  if (data.type === "stop") stopped.add(data.id);
  else before = before.then(() => answer(data));
};

async function answer(asked: Asked): Promise<void> {
  const { id } = asked;
  try {
    if (asked.type === "stage")
      page.postMessage({ type: "stage", id, arrays: await stage(asked.stage, asked.card, () => voice(asked.card, asked.model)) });
    else await answerSong(asked);
  } catch (why) {
    page.postMessage(why === STOPPED ? { type: "stopped", id } : { type: "failed", id, why: wordsOf(why) });
  }
  stopped.delete(id);
}

async function answerSong({ id, card, sung, model }: Extract<Asked, { type: "sing" }>): Promise<void> {
  const breath = async (done: number) => {
    await otherMessages();
    if (stopped.has(id)) throw STOPPED;
    page.postMessage({ type: "progress", id, done });
  };
  const began = performance.now();
  const generator = await voice(card, model);
  const ready = performance.now();
  const { lead, samples } = await sing(sung, generator, breath);
  const took = { voiceMs: ready - began, singMs: performance.now() - ready };
  page.postMessage({ type: "sound", id, lead, samples, took }, [samples.buffer]);
}

/** The voice of a card, made ready once; the one not used for longest goes. */
async function voice(card: VoiceCard, model?: ArrayBuffer): Promise<Generator> {
  const kept = voices.get(card.identity) ?? (model && Generator.of(card, new Uint8Array(model)));
  if (!kept) throw new Trouble("목소리의 모델이 오지 않았습니다", "the voice's model has not come");
  voices.delete(card.identity);
  voices.set(card.identity, kept);
  kept.catch(() => voices.delete(card.identity));
  for (const [identity, old] of voices) {
    if (voices.size <= MOST_VOICES) break;
    voices.delete(identity);
    old.then((generator) => generator.delete());
  }
  return kept;
}

const { port1, port2 } = new MessageChannel();
const waiting: (() => void)[] = [];
port1.onmessage = () => waiting.shift()?.();

/** Lets the messages that have come meanwhile be heard. */
function otherMessages(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(null);
  });
}
