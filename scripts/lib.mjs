// Shared by the scripts. Runs on Node 20, before anything is installed: Node's own modules only.
import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout's folder, absolute. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** A problem that is said in one sentence, without a stack. */
export class Problem extends Error {}

/** Ends the process with one clear sentence for a `Problem`, with the stack for anything else. */
export function fail(error) {
  console.error(error instanceof Problem ? `\n${error.message}\n` : error);
  process.exit(1);
}

/** The environment in which `node`, `wrangler`, `vite` … are the project's own. */
export function toolEnv(extra = {}) {
  const path = join(root, "node_modules/.bin") + delimiter + process.env.PATH;
  // No statistics, no look for a newer version, and no call home for the place that `request.cf` pretends to.
  const quiet = { WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true", CLOUDFLARE_CF_FETCH_ENABLED: "false" };
  return { ...process.env, PATH: path, ...quiet, ...extra };
}

/** The environment in which `wrangler dev` survives a lost request; see wrangler-guard.mjs. */
export function wranglerEnv() {
  const guard = new URL("wrangler-guard.mjs", import.meta.url);
  return toolEnv({ NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --import ${guard}`.trim() });
}

/** Runs a command in the checkout and resolves when it ends with 0; rejects with its name and code otherwise. */
export function run(command, args, { env, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: "inherit", env: toolEnv(env), ...options });
    child.once("error", reject);
    child.once("exit", (code, signal) =>
      code === 0 ? resolve() : reject(new Problem(`\`${command} ${args.join(" ")}\` ended with ${signal ?? code}.`)),
    );
  });
}

/** Runs a command and gives back what it printed; throws a `Problem` with its output when it fails. */
export function output(command, args, sentence) {
  const done = spawnSync(command, args, { cwd: root, env: toolEnv(), encoding: "utf8" });
  if (done.status !== 0) throw new Problem(`${sentence}\n${(done.stdout ?? "") + (done.stderr ?? "")}`.trim());
  return done.stdout;
}

/** Installs the packages of the lock file unless this very lock file is installed. */
export async function ensureInstalled() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 20)
    throw new Problem(
      `Node ${process.versions.node} is too old: install Node 20 or newer from https://nodejs.org and try again.`,
    );
  try {
    accessSync(root, constants.W_OK);
  } catch {
    throw new Problem(`This folder cannot be written to: ${root} – move the checkout or change its permissions.`);
  }
  const lock = readFileSync(join(root, "package-lock.json"), "utf8");
  const mark = join(root, "node_modules/.playhead-lock");
  if (existsSync(mark) && readFileSync(mark, "utf8") === lock) return;
  console.log("Installing packages (once, about a minute) …");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const done = spawnSync(npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  if (done.status !== 0)
    throw new Problem(
      "Installing the packages failed: see npm's message above, check that the registry can be reached, and run the command again.",
    );
  writeFileSync(mark, lock);
}

/** Applies the migrations to the local databases in `.wrangler/state` (or the given folder). Quick when there is nothing to do. */
export function migrate(persistTo) {
  const place = persistTo ? ["--persist-to", persistTo] : [];
  for (const database of ["playhead-accounts", "playhead-index-us", "playhead-index-eu"]) {
    output(
      "wrangler",
      ["d1", "migrations", "apply", database, "--local", ...place],
      `Applying the migrations to ${database} failed:`,
    );
  }
}

/** Long enough for a cold start on a slow machine. */
const READY_WITHIN_MS = 120_000;

/** Waits until a started `wrangler dev` (`child`) answers, and gives back its `/api/config`. */
export async function untilReady(origin, child) {
  const until = Date.now() + READY_WITHIN_MS;
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Problem("wrangler dev ended before it answered: its message is above.");
    const config = await fetch(`${origin}/api/config`).then(
      (response) => (response.ok ? response.json() : null),
      () => null,
    );
    if (config) return config;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Problem(`wrangler dev did not answer within ${READY_WITHIN_MS / 1000} s: its messages are above.`);
}
