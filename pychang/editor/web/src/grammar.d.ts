/** `build.mjs` puts `grammar/chang.tmLanguage.json` in its place. */
declare module "grammar" {
  const rules: { scopeName: string };
  export default rules;
}
