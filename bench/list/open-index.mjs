import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Log, LogLevel, Miniflare, convertV4MiniflareOptions } from "miniflare";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const migrations = here("../../migrations/index/");

/** Milliseconds in one of the kernel's ticks. */
const TICK_MS = 10;

/** Tells how much CPU the runtime has used, milliseconds; on Linux only. It stays what it is on a busy machine. */
function cpuMeter() {
  if (!existsSync("/proc/self/stat")) return () => Number.NaN;
  const children = execFileSync("ps", ["-o", "pid=", "--ppid", String(process.pid)], { encoding: "utf8" });
  const runtime = children
    .split("\n")
    .map((line) => line.trim())
    .find((pid) => pid && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("workerd"));
  return () => {
    const fields = readFileSync(`/proc/${runtime}/stat`, "utf8").split(") ")[1].split(" ");
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  };
}

/** A Worker that searches the index of a region, in a local D1 that is kept in `folder`. */
export async function openIndex(folder) {
  const { outputFiles } = await build({
    entryPoints: [here("worker.js")],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2024",
    external: ["cloudflare:*", "node:*"],
    logLevel: "error",
  });
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: [{ type: "ESModule", path: "index.js", contents: outputFiles[0].text }],
      compatibilityDate: "2026-08-15",
      compatibilityFlags: ["nodejs_compat"],
      d1Databases: { INDEX: "list" },
      resourcePersistencePath: folder,
      log: new Log(LogLevel.ERROR),
    }),
  );
  const base = await miniflare.ready;
  const index = await miniflare.getD1Database("INDEX");
  const known = await index.prepare("SELECT name FROM sqlite_master WHERE name = 'sessions'").first();
  if (known === null) {
    const files = readdirSync(migrations).filter((name) => name.endsWith(".sql"));
    for (const file of files.toSorted()) {
      for (const statement of readFileSync(join(migrations, file), "utf8").split("--> statement-breakpoint"))
        await index.prepare(statement).run();
    }
  }
  return {
    cpuMs: cpuMeter(),
    async ask(question) {
      const answer = await fetch(base, { method: "POST", body: JSON.stringify(question) });
      if (!answer.ok) throw new Error(`${question.q}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    },
    close: () => miniflare.dispose(),
  };
}
