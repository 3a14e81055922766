/** What a song is sung to, fetched once for as long as it may be the same. */

import type { Roll } from "../protocol";
import type { Sounds } from "../state";

export class Backing {
  private had: { sounds: Sounds; roll: Roll; samples: Float32Array | null } | null = null;
  private underWay: AbortController | null = null;

  /** `came`: it is there, or there is none after all; `failed`: why it cannot be had. */
  constructor(
    private readonly came: () => void,
    private readonly failed: (why: unknown) => void,
  ) {}

  get isThere(): boolean {
    return this.had !== null;
  }

  get samples(): Float32Array | null {
    return this.had?.samples ?? null;
  }

  /** Gets it, again if the text is another since: it may name another file. */
  fetch(now: Roll, sounds: Sounds): void {
    const old = this.had;
    if (old && (old.sounds !== sounds || old.roll.rate !== now.rate || !old.roll.backing)) this.had = null;
    if (!now.backing || this.had?.roll === now) return;
    this.underWay?.abort();
    const request = (this.underWay = new AbortController());
    sounds.backing(request.signal).then(
      (samples) => {
        this.had = { sounds, roll: now, samples };
        this.came();
      },
      (why: unknown) => {
        if (!request.signal.aborted) this.failed(why);
      },
    );
  }
}
