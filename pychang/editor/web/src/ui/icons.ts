/** Icons, drawn on 16 × 16 in the colour of the text beside them. */

const PATHS = {
  play: "M5 3.2v9.6a.6.6 0 0 0 .92.5l7.3-4.8a.6.6 0 0 0 0-1L5.92 2.7A.6.6 0 0 0 5 3.2z",
  stop: "M4.5 3.5h7a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1z",
  rewind: "M4 3.2v9.6H2.7V3.2zM13 3.6v8.8a.5.5 0 0 1-.8.4L6 8.4a.5.5 0 0 1 0-.8l6.2-4.4a.5.5 0 0 1 .8.4z",
  loop: "M4.9 3.4h6.3a3.1 3.1 0 0 1 3.1 3.1v1H13v-1a1.8 1.8 0 0 0-1.8-1.8H4.9v2L1.7 4.05 4.9 1.4zm6.2 9.2H4.8a3.1 3.1 0 0 1-3.1-3.1v-1H3v1a1.8 1.8 0 0 0 1.8 1.8h6.3v-2l3.2 2.65-3.2 2.65z",
  menu: "M2.5 4.2h11v1.2h-11zm0 3.2h11v1.2h-11zm0 3.2h11v1.2h-11z",
  minus: "M3.5 7.4h9v1.2h-9z",
  plus: "M7.4 3.5h1.2v3.9h3.9v1.2H8.6v3.9H7.4V8.6H3.5V7.4h3.9z",
  close: "m4.1 3.2 3.9 3.9 3.9-3.9.9.9L8.9 8l3.9 3.9-.9.9L8 8.9l-3.9 3.9-.9-.9L7.1 8 3.2 4.1z",
  error: "M8 1.6a6.4 6.4 0 1 1 0 12.8A6.4 6.4 0 0 1 8 1.6zm-.7 3v4.5h1.4V4.6zm0 5.7v1.4h1.4v-1.4z",
  warning: "M8.6 2.2 14.8 13a.7.7 0 0 1-.6 1H1.8a.7.7 0 0 1-.6-1L7.4 2.2a.7.7 0 0 1 1.2 0zM7.3 6v4h1.4V6zm0 5v1.3h1.4V11z",
  down: "m3.6 5.7 4.4 4.4 4.4-4.4.9.9L8 11.9 2.7 6.6z",
} as const;

export type Icon = keyof typeof PATHS;

export function icon(name: Icon): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", PATHS[name]);
  path.setAttribute("fill-rule", "evenodd");
  svg.append(path);
  return svg;
}
