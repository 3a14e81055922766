/**
 * `window.pychang`: what tests in a browser, and the curious at its console, may take hold of.
 *
 * `player`  the `Player` (sound/player.ts); its `sounds` may be exchanged
 */

declare global {
  interface Window {
    pychang?: Record<string, unknown>;
  }
}

export function expose(things: Record<string, unknown>): void {
  window.pychang = { ...window.pychang, ...things };
}
