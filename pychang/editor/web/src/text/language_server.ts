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

/**
 * A WebSocket as the client wants it: what is said after it broke is not said at all.
 *
 * `broke` answers an `initialize` that nobody will answer any more, with a server that can do nothing: otherwise
 * all that waits for it would fail when its time is over, where nothing catches it.
 */
function transport(wire: WebSocket): Transport & { broke(): void } {
  const handlers = new Set<(value: string) => void>();
  let initialize: number | null = null;
  const tell = (value: string) => handlers.forEach((handler) => handler(value));
  wire.onmessage = ({ data }) => {
    if (initialize !== null && (JSON.parse(String(data)) as { id?: number }).id === initialize) initialize = null;
    tell(String(data));
  };
  let isFirst = true;
  return {
    send: (message) => {
      if (isFirst) initialize = (JSON.parse(message) as { id: number }).id;
      isFirst = false;
      if (wire.readyState === WebSocket.OPEN) wire.send(message);
    },
    subscribe: (handler) => void handlers.add(handler),
    unsubscribe: (handler) => void handlers.delete(handler),
    broke: () => {
      if (initialize !== null) tell(JSON.stringify({ jsonrpc: "2.0", id: initialize, result: { capabilities: {} } }));
    },
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
    const line = transport(opened);
    opened.onopen = () => {
      client.connect(line);
      client.initializing.catch(() => opened.close());
    };
    opened.onclose = () => {
      wire = null;
      line.broke();
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
