"use strict";

const { execFile } = require("node:child_process");
const os = require("node:os");

/**
 * A way to run PyChang: a program, and what goes before the command.
 * @typedef {{program: string, args: string[]}} Runner
 */

const PATIENCE_MS = 30_000; // the first start after an installation compiles everything

/**
 * Where PyChang may be, in the order in which it is looked for.
 * @param {string} path the setting; empty: wherever it is installed
 * @param {NodeJS.Platform} platform
 * @returns {Runner[]}
 */
function candidates(path, platform) {
  if (path) return [{ program: path, args: [] }];
  const pythons = platform === "win32" ? [["py", "-3"], ["python"]] : [["python3"], ["python"]];
  return [
    { program: "pychang", args: [] },
    ...pythons.map(([program, ...args]) => ({ program, args: [...args, "-m", "pychang"] })),
  ];
}

/**
 * The path of the setting, with the home folder and the workspace folder filled in.
 * @param {string} written
 * @param {string | undefined} workspaceFolder
 */
function expanded(written, workspaceFolder) {
  const path = written.trim().replaceAll("${workspaceFolder}", workspaceFolder ?? "");
  return /^~(?=$|[\\/])/.test(path) ? os.homedir() + path.slice(1) : path;
}

/**
 * The first candidate that is there, and whether it has a language server.
 * @param {Runner[]} runners
 * @param {(line: string) => void} log told of each that was tried
 * @returns {Promise<{runner: Runner, hasServer: boolean} | undefined>}
 */
async function find(runners, log) {
  for (const runner of runners) {
    const hasServer = await runs(runner, ["lsp", "--help"], log);
    if (hasServer || (await runs(runner, ["--version"], log))) return { runner, hasServer };
  }
  return undefined;
}

/**
 * Whether this is PyChang, and does this. Run at home, so that no `pychang` folder of a workspace is imported.
 * @param {Runner} runner
 * @param {string[]} command
 * @param {(line: string) => void} log
 * @returns {Promise<boolean>}
 */
function runs({ program, args }, command, log) {
  const options = { cwd: os.homedir(), timeout: PATIENCE_MS, windowsHide: true };
  return new Promise((resolve) => {
    execFile(program, [...args, ...command], options, (failure, stdout, stderr) => {
      const said = failure ? stderr.trim().split("\n").at(-1) || failure.message : stdout.trim().split("\n")[0];
      log(`${[program, ...args, ...command].join(" ")}: ${said}`);
      resolve(!failure && /pychang/i.test(stdout));
    });
  });
}

module.exports = { candidates, expanded, find };
