/** Calls back after each change of theme, whoever makes it: canvases must be painted anew. */
export function onTheme(changed: () => void): void {
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)", "(prefers-contrast: more)"])
    matchMedia(query).addEventListener("change", changed);
  const watch = new MutationObserver(changed);
  watch.observe(document.documentElement, { attributeFilter: ["class", "style", "data-theme"] });
}
