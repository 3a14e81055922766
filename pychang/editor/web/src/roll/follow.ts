/** Which note of a new roll was which of the old one: places shift when lines above them come and go. */

import type { Place, RollNote } from "../protocol";
import type { Scene } from "./scene";

const like = (a: RollNote, b: RollNote): boolean => a.midi === b.midi && a.length === b.length && a.text === b.text;

/** New places for old ones; what is in the middle of a change keeps its number from the front. */
export function followed(before: Scene, after: Scene): (place: Place) => Place | null {
  const moved = new Map<Place, Place>();
  before.roll.parts.forEach((one, part) => {
    const [old, now] = [one.notes, after.notes(part)];
    const most = Math.min(old.length, now.length);
    let [head, tail] = [0, 0];
    while (head < most && like(old[head], now[head])) head++;
    while (tail < most - head && like(old[old.length - 1 - tail], now[now.length - 1 - tail])) tail++;
    old.forEach((note, i) => {
      const at = i >= old.length - tail ? i + now.length - old.length : i;
      const same = i < head || i >= old.length - tail || old.length === now.length;
      if (same && now[at] && !moved.has(note.place)) moved.set(note.place, now[at].place);
    });
  });
  return (place) => moved.get(place) ?? (after.appearances.has(place) ? place : null);
}
