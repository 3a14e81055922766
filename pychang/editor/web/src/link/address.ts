/**
 * Where the server is, and which song this is.
 *
 * The token stays in the page's address: so a reload, a second tab and a bookmark work for as long as the server
 * knows it, and a server that was started anew with the same token is found again. It does not leave this machine
 * on that way, since everything comes from this one server and the page sends no referrer.
 */

const query = new URLSearchParams(location.search);

export const song = query.get("song") ?? "";
const token = query.get("token") ?? "";

/** An address on the server, with the token and the song. */
export function address(path: string, more: Record<string, string> = {}): string {
  const url = new URL(path, location.origin);
  for (const [name, value] of Object.entries({ ...(song ? { song } : {}), token, ...more })) url.searchParams.set(name, value);
  return url.href;
}

/** The page of another song, beside this one. */
export function pageOf(other: string): string {
  const url = new URL(location.href);
  url.searchParams.set("song", other);
  url.hash = "";
  return url.href;
}

export function socket(path: string): WebSocket {
  const url = new URL(address(path));
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return new WebSocket(url);
}
