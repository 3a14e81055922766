/**
 * LiteRT in the worker: its WebAssembly beside the page, inflated as it comes.
 *
 * Of LiteRT's builds this is the one without threads (which a static host's pages may not have) and without
 * relaxed SIMD (which not every browser has, and which rounds differently from one machine to the next). Only
 * its bindings are used: `loadLiteRt` of @litertjs/core would fetch scripts by itself, and ask for a GPU.
 */

import type { LiteRt } from "@litertjs/core";
import createModule from "@litertjs/core/wasm/litert_wasm_compat_internal.js";

type Bindings = LiteRt["liteRtWasm"];
export type Runtime = Bindings & { _malloc(bytes: number): number; _free(at: number): void; HEAPU8: Uint8Array };

const WASM = new URL("./litert.wasm.gz", import.meta.url);

let loaded: Promise<Runtime> | undefined;

/** The runtime, loaded once; asked for again after a failure, it is tried again. */
export function runtime(): Promise<Runtime> {
  loaded ??= load().catch((why: unknown) => {
    loaded = undefined;
    throw why;
  });
  return loaded;
}

async function load(): Promise<Runtime> {
  const wasmBinary = await inflated(WASM);
  const silent = () => {}; // it tells which of its parts it uses
  return createModule({ wasmBinary, print: silent, printErr: silent });
}

/** A gzipped file; also where a server has called it so and the browser has inflated it already. */
async function inflated(url: URL): Promise<Uint8Array> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${answer.status} ${url.pathname}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const whole = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(whole).arrayBuffer());
}
