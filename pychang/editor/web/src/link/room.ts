/** The wire to the room: opened again whenever it breaks, a little later each time. */

import { effect } from "@preact/signals-core";
import { connection, singsAhead } from "../page";
import type { ToPage, ToServer } from "../protocol";
import { language } from "../state";
import { address, socket } from "./address";

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 4000;
/** The server's word for: there is no such song, and there will be none. */
const NO_SONG = 4404;

export class Room {
  private wire: WebSocket | null = null;
  private wait = FIRST_WAIT_MS;
  private timer = 0;

  constructor(private readonly heard: (message: ToPage) => void) {
    addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
    this.open();
    effect(() => void this.send({ type: "auto", on: singsAhead.value })); // not open yet: `hello` tells it
  }

  /** Whether it could be sent; what could not is the sender's to send again after the next `welcome`. */
  send(message: ToServer): boolean {
    if (this.wire?.readyState !== WebSocket.OPEN) return false;
    this.wire.send(JSON.stringify(message));
    return true;
  }

  /** Begins anew: for when the two have lost each other. */
  restart(): void {
    this.wire?.close();
  }

  /** Tries now, if it was waiting. */
  hurry(): void {
    if (connection.value === "open" || this.wire?.readyState === WebSocket.CONNECTING) return;
    this.wait = FIRST_WAIT_MS;
    this.open();
  }

  private open(): void {
    clearTimeout(this.timer);
    const wire = socket("/room");
    this.wire = wire;
    wire.onopen = () => {
      this.wait = FIRST_WAIT_MS;
      this.send({ type: "hello", language: language.peek(), auto: singsAhead.peek() });
    };
    wire.onmessage = (event) => wire === this.wire && this.heard(JSON.parse(String(event.data)) as ToPage);
    wire.onclose = ({ code }) => {
      if (wire !== this.wire) return;
      if (code === NO_SONG) connection.value = "refused";
      else void this.closed();
    };
  }

  private async closed(): Promise<void> {
    if (connection.value !== "refused") connection.value = "gone";
    this.timer = window.setTimeout(() => this.open(), this.wait);
    this.wait = Math.min(2 * this.wait, LONGEST_WAIT_MS);
    connection.value = (await isRefused()) ? "refused" : connection.value === "refused" ? "gone" : connection.value;
  }
}

/** A browser does not say why a WebSocket was not opened; the page's own address does. */
async function isRefused(): Promise<boolean> {
  try {
    const { status } = await fetch(address("/"), { cache: "no-store" });
    return status === 401 || status === 403;
  } catch {
    return false;
  }
}
