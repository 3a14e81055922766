/** What went wrong in the worker, told in both languages. */

export interface Words {
  ko: string;
  en: string;
}

export class Trouble extends Error {
  constructor(
    readonly ko: string,
    readonly en: string,
  ) {
    super(en);
  }
}

/** Of anything that was thrown: what is no `Trouble` is a mistake of ours, told as it came. */
export function wordsOf(why: unknown): Words {
  if (why instanceof Trouble) return { ko: why.ko, en: why.en };
  const told = why instanceof Error ? why.message : String(why);
  return {
    ko: `이 브라우저에서 노래하지 못했습니다(${told})`,
    en: `This browser could not sing (${told})`,
  };
}
