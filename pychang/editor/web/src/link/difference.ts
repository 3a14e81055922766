/** The change that makes one text of another, as small as may be. */

import { diff } from "@codemirror/merge";
import { ChangeSet, type Text } from "@codemirror/state";

/** Beyond so many characters that differ, or so long, the difference is found roughly. */
const LIMITS = { scanLimit: 2000, timeout: 200 };

export function difference(from: Text, to: Text): ChangeSet {
  if (from.eq(to)) return ChangeSet.empty(from.length);
  const changes = diff(from.toString(), to.toString(), LIMITS).map((one) => ({
    from: one.fromA,
    to: one.toA,
    insert: to.slice(one.fromB, one.toB),
  }));
  return ChangeSet.of(changes, from.length);
}

/** How many characters come and go. */
export function size(changes: ChangeSet): number {
  let count = 0;
  changes.iterChanges((fromA, toA, fromB, toB) => (count += toA - fromA + toB - fromB));
  return count;
}
