/** The language server that editors on the desktop have, over a WebSocket. */

import {
  findReferencesKeymap,
  formatKeymap,
  hoverTooltips,
  jumpToDefinitionKeymap,
  LSPClient,
  type LSPClientConfig,
  renameKeymap,
  serverCompletion,
  type Transport,
} from "@codemirror/lsp-client";
import { keymap } from "@codemirror/view";
import { effect } from "@preact/signals-core";
import { socket } from "../link/address";
import { connection } from "../page";
import { language } from "../state";
import { diagnostics } from "./problems";
import { safeHTML } from "./safe_html";
import { OneFile } from "./workspace";

const RETRY_MS = 500;
const TIMEOUT_MS = 10_000;

/** A WebSocket as the client wants it: what is said after it broke is not said at all. */
function transport(wire: WebSocket): Transport {
  const handlers = new Set<(value: string) => void>();
  wire.onmessage = (event) => handlers.forEach((handler) => handler(String(event.data)));
  return {
    send: (message) => wire.readyState === WebSocket.OPEN && wire.send(message),
    subscribe: (handler) => void handlers.add(handler),
    unsubscribe: (handler) => void handlers.delete(handler),
  };
}

export interface LanguageServer {
  client: LSPClient;
  workspace: OneFile;
}

export function languageServer(): LanguageServer {
  const options = { lang: language.peek() };
  const config: LSPClientConfig = {
    initializationOptions: options,
    timeout: TIMEOUT_MS,
    sanitizeHTML: safeHTML,
    workspace: (client) => new OneFile(client),
    extensions: [
      serverCompletion(),
      hoverTooltips(),
      diagnostics(),
      keymap.of([...formatKeymap, ...renameKeymap, ...jumpToDefinitionKeymap, ...findReferencesKeymap]),
    ],
  };
  const client = new LSPClient(config);
  let wire: WebSocket | null = null;
  const open = () => {
    if (wire || connection.peek() !== "open") return;
    const opened = (wire = socket("/lsp"));
    opened.onopen = () => {
      client.connect(transport(opened));
      client.initializing.catch(() => opened.close());
    };
    opened.onclose = () => {
      wire = null;
      if (client.connected) client.disconnect();
      setTimeout(open, RETRY_MS);
    };
  };
  effect(() => {
    if (connection.value === "open") open();
  });
  // Another language is another server: messages are worded there.
  effect(() => {
    if (options.lang === language.value) return;
    options.lang = language.value;
    wire?.close();
  });
  return { client, workspace: client.workspace as OneFile };
}
