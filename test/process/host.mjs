// Hosts the built Worker in Miniflare with stores in a folder, until it is killed. `node host.mjs <bundle> <folder> <port>`
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Log, LogLevel, Miniflare, convertV4MiniflareOptions } from "miniflare";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Bundles the Worker, or another, for `startWorker`. */
export async function bundleWorker(outfile, entry = join(root, "src/worker/index.ts")) {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    mainFields: ["browser", "module", "main"],
    external: ["cloudflare:*", "node:*"],
    logLevel: "error",
  });
}

async function migrate(miniflare, binding, folder) {
  const database = await miniflare.getD1Database(binding);
  const existing = await database.prepare("SELECT name FROM sqlite_master WHERE name IN ('sessions', 'user')").all();
  if (existing.results.length > 0) return;
  const files = readdirSync(join(root, "migrations", folder)).filter((name) => name.endsWith(".sql"));
  for (const file of files.toSorted()) {
    const sql = readFileSync(join(root, "migrations", folder, file), "utf8");
    for (const statement of sql.split("--> statement-breakpoint")) await database.prepare(statement).run();
  }
}

/** The Worker with its stores in `folder`, listening on `port` (0: any). Answers the running Miniflare and its address. */
export async function startWorker({ bundle, folder, port = 0 }) {
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: [{ type: "ESModule", path: "index.js", contents: readFileSync(bundle, "utf8") }],
      host: "127.0.0.1",
      port,
      compatibilityDate: "2026-08-15",
      compatibilityFlags: ["nodejs_compat"],
      bindings: { LOCAL: "1", MASTER_SECRET: "process-test-master-secret-0123456789abcdef" },
      durableObjects: {
        TENANT: { className: "Tenant", useSQLite: true },
        RECORDING: { className: "Recording", useSQLite: true },
      },
      d1Databases: { ACCOUNTS: "accounts", INDEX_US: "us", INDEX_EU: "eu" },
      r2Buckets: { BUCKET_US: "us", BUCKET_EU: "eu" },
      serviceBindings: { ASSETS: () => new Response("none", { status: 404 }) },
      resourcePersistencePath: folder,
      log: new Log(LogLevel.ERROR),
    }),
  );
  const base = await miniflare.ready;
  await migrate(miniflare, "ACCOUNTS", "accounts");
  await migrate(miniflare, "INDEX_US", "index");
  await migrate(miniflare, "INDEX_EU", "index");
  return { miniflare, base };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , bundle, folder, port] = process.argv;
  await startWorker({ bundle, folder, port: Number(port) });
  console.log("ready");
}
