import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { migrate, root, untilReady, wranglerEnv } from "../../scripts/lib.mjs";
import { freePort } from "../free-port.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Origin of a started `wrangler dev` with empty stores. */
    origin: string;
  }
}

/** Starts the real server once for all browser tests, with stores of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const state = mkdtempSync(join(tmpdir(), "playhead-browser-"));
  migrate(state);
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  let log = "";
  const child = spawn(
    "wrangler",
    [
      "dev",
      "--port",
      String(port),
      "--inspector-port",
      "0",
      "--persist-to",
      state,
      "--show-interactive-dev-session=false",
    ],
    { cwd: root, env: wranglerEnv(), stdio: ["ignore", "pipe", "pipe"] },
  );
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (log += data.toString()));
  let stopping = false;
  const ended = new Promise<void>((resolve) =>
    child.once("exit", (code, signal) => {
      if (!stopping)
        console.error(`the server ended with ${signal ?? code} while tests ran. Its last words:\n${log.slice(-8000)}`);
      resolve();
    }),
  );
  const stop = async () => {
    stopping = true;
    child.kill("SIGTERM");
    await ended;
    rmSync(state, { recursive: true, force: true });
  };
  try {
    await untilReady(origin, child);
  } catch (error) {
    await stop();
    throw new Error(`the server did not start:\n${log}`, { cause: error });
  }
  project.provide("origin", origin);
  return stop;
}
