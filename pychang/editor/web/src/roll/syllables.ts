/** Typed words cut into what each note sings; pure. */

/**
 * A part of what was typed: `sung` is one note's, the rest (spaces, marks, `[…]`) belongs to what is before it.
 * A word of letters that are not Hangul is one note's, as in a lyric line.
 */
interface Item {
  text: string;
  sung: boolean;
}

const SPACE = /\s/u;
const MARK = /[\p{P}\p{S}]/u;
/** `+` is what other singing editors have. */
export const isHold = (text: string | undefined): boolean => text === "-" || text === "+";
const FOREIGN = /^(?![가-힣])[\p{L}\p{N}]$/u;

export function items(text: string): Item[] {
  const found: Item[] = [];
  const letters = [...text];
  for (let i = 0; i < letters.length; i++) {
    if (letters[i] === "[") {
      const close = letters.indexOf("]", i);
      const end = close < 0 ? letters.length : close + 1;
      found.push({ text: letters.slice(i, end).join(""), sung: false });
      i = end - 1;
    } else if (FOREIGN.test(letters[i])) {
      let end = i + 1;
      while (end < letters.length && FOREIGN.test(letters[end])) end++;
      found.push({ text: letters.slice(i, end).join(""), sung: true });
      i = end - 1;
    } else {
      const one = letters[i];
      found.push({ text: one, sung: isHold(one) || !(SPACE.test(one) || MARK.test(one)) });
    }
  }
  return found;
}

export const syllablesIn = (text: string): string[] => items(text).filter((one) => one.sung).map((one) => one.text);

/** A bracket that is not closed yet holds on to all of it. */
const isOpen = (text: string): boolean => text.lastIndexOf("[") > text.lastIndexOf("]");

/**
 * What of a text is settled and what may still change: while Hangul is typed its last block may take or lose a
 * final consonant. A hold, or a space after a block, settles all before it; spaces go with the block after them.
 */
export function settle(text: string): { done: string; rest: string } {
  if (isOpen(text)) return { done: "", rest: text };
  const all = items(text);
  const last = all.findLastIndex((one) => one.sung);
  if (last < 0) return { done: "", rest: text };
  const after = all.slice(last + 1);
  const space = after.findIndex((one) => SPACE.test(one.text));
  const cut = isHold(all[last].text) ? last + 1 : space >= 0 ? last + 1 + space : startOf(all, last);
  const join = (some: Item[]) => some.map((one) => one.text).join("");
  return { done: join(all.slice(0, cut)), rest: join(all.slice(cut)) };
}

/** Spaces and opening marks before a syllable go with it. */
function startOf(all: Item[], sung: number): number {
  let start = sung;
  while (start > 0 && !all[start - 1].sung && !closes(all[start - 1].text)) start--;
  return start;
}

const closes = (mark: string): boolean => /^[\])}.,!?…·~'"’”:;]/u.test(mark) || mark.startsWith("[");

/** A pasted lyric as one line: NFC, single spaces. */
export const oneLine = (text: string): string => text.normalize("NFC").replace(/^\s*>\s*/gmu, "").replace(/\s+/gu, " ").trim();
