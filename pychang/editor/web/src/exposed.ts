/**
 * `window.pychang`: what tests in a browser, and the curious at its console, may take hold of.
 *
 * `player`  the `Player` (sound/player.ts); its `sounds` may be exchanged
 * `roll`    the `RollProbe` (roll/probe.ts): where notes are on the canvas
 * `song`    the `ExportedSong`, on the page of an exported song
 */

export function expose(things: Record<string, unknown>): void {
  const page = window as unknown as { pychang?: Record<string, unknown> };
  page.pychang = { ...page.pychang, ...things };
}
