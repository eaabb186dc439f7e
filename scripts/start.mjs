// npm start [-- --port N] [--fresh]: installs, builds, migrates, starts the Worker locally, and says where everything is.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Problem, ensureInstalled, fail, migrate, root, run, wranglerEnv, untilReady } from "./lib.mjs";

const STATE = join(root, ".wrangler/state");

function readOptions() {
  try {
    const { values } = parseArgs({
      options: { port: { type: "string", default: "8787" }, fresh: { type: "boolean", default: false } },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      throw new Problem(`--port must be a number from 1 to 65535, not "${values.port}".`);
    return { port, fresh: values.fresh };
  } catch (error) {
    throw error instanceof Problem ? error : new Problem(`${error.message} Use: npm start -- [--port N] [--fresh]`);
  }
}

/** Whether nothing listens on the port, on either loopback address. */
async function checkPort(port) {
  for (const host of ["127.0.0.1", "::1"]) {
    const problem = await new Promise((resolve) => {
      const probe = createServer()
        .once("error", (error) => resolve(error))
        .listen(port, host, () => probe.close(() => resolve(null)));
    });
    // A machine without IPv6 answers EADDRNOTAVAIL: nothing can listen there either.
    if (problem && problem.code !== "EADDRNOTAVAIL" && problem.code !== "EAFNOSUPPORT") {
      if (problem.code === "EACCES")
        throw new Problem(
          `Port ${port} needs more rights than you have: choose one above 1023 with \`npm start -- --port N\`.`,
        );
      throw new Problem(
        `Port ${port} is taken: stop what uses it, or choose another with \`npm start -- --port ${port + 1}\`.`,
      );
    }
  }
}

/** Applies migrations only when there are some that this state folder has not seen: starting wrangler for it takes seconds. */
function migrateIfNeeded() {
  const hash = createHash("sha256");
  for (const folder of ["accounts", "index"]) {
    for (const file of readdirSync(join(root, "migrations", folder)).filter((name) => name.endsWith(".sql"))) {
      hash.update(file).update(readFileSync(join(root, "migrations", folder, file)));
    }
  }
  const mark = join(STATE, "migrated");
  const wanted = hash.digest("hex");
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return;
  migrate();
  writeFileSync(mark, wanted);
}

async function main() {
  const { port, fresh } = readOptions();
  await checkPort(port);
  await ensureInstalled();
  if (fresh) rmSync(STATE, { recursive: true, force: true });
  try {
    mkdirSync(STATE, { recursive: true });
  } catch (error) {
    throw new Problem(
      `The folder for local data cannot be written: ${STATE} (${error.code}). Change its permissions and try again.`,
    );
  }
  await run("node", ["scripts/build.mjs"]);
  migrateIfNeeded();

  const origin = `http://localhost:${port}`;
  const child = spawn(
    "wrangler",
    ["dev", "--port", String(port), "--show-interactive-dev-session=false", "--log-level", "error"],
    {
      cwd: root,
      env: wranglerEnv(),
      stdio: ["ignore", "inherit", "inherit"],
    },
  );
  const stop = (signal) => child.kill(signal);
  process.once("SIGINT", () => stop("SIGINT"));
  process.once("SIGTERM", () => stop("SIGTERM"));
  child.once("error", fail);
  const ended = new Promise((resolve) => child.once("exit", (code) => resolve(code ?? 0)));

  try {
    const { demo } = await untilReady(origin, child);
    console.log(`
  Playhead is running. Stop it with Ctrl+C; the data stays (npm start -- --fresh empties it).

    Demo shop   ${origin}/demo/      visit it, then watch yourself in the admin
    Admin       ${origin}/
    Sign in     ${demo.email}  /  ${demo.password}

    Record a page of your own, from any port of this machine:
    <script async src="${origin}/playhead.js" data-key="${demo.key}"></script>
`);
  } catch (error) {
    stop("SIGTERM");
    throw error;
  }
  process.exitCode = await ended;
}

main().catch(fail);
