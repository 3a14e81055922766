/** The roll's colours: custom properties of style.css, read once for each theme. */

const NAMES = [
  "row", "row-black", "outside", "bar", "beat", "line",
  "note", "note-edge", "note-text", "held", "selected", "selected-text", "selected-edge", "other",
  "pending", "ghost", "ghost-edge", "curve", "spoken", "breath", "caret",
  "head", "head-text", "head-line", "section", "section-text",
  "key-white", "key-black", "key-text", "key-line",
  "fresh", "singing", "stale", "playhead", "phone-text", "marquee", "loop", "loop-edge",
] as const;

export type Colours = Record<(typeof NAMES)[number], string> & { font: string };

/** Resolved by a probe in the roll, since `light-dark()` and system colours are no colours to a canvas. */
export function coloursOf(host: HTMLElement): Colours {
  const probe = document.createElement("span");
  probe.hidden = true;
  probe.style.setProperty("forced-color-adjust", "none");
  host.append(probe);
  const pairs = NAMES.map((name) => {
    probe.style.color = `var(--roll-${name})`;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  return { ...Object.fromEntries(pairs), font: getComputedStyle(host).fontFamily };
}
