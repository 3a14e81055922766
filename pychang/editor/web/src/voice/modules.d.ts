declare module "@litertjs/core/wasm/*" {
  const createModule: (options: Record<string, unknown>) => Promise<never>;
  export default createModule;
}
