import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Log, LogLevel, Miniflare, convertV4MiniflareOptions } from "miniflare";

const migrations = fileURLToPath(new URL("../../migrations/index/", import.meta.url));

/** The index of a region in a local D1 that is kept in `folder`, with its tables. */
export async function openIndex(folder) {
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      script: "export default { fetch: () => new Response(null) }",
      d1Databases: { INDEX: "list" },
      resourcePersistencePath: folder,
      log: new Log(LogLevel.ERROR),
    }),
  );
  await miniflare.ready;
  const index = await miniflare.getD1Database("INDEX");
  const known = await index.prepare("SELECT name FROM sqlite_master WHERE name = 'sessions'").first();
  if (known === null) {
    const files = readdirSync(migrations).filter((name) => name.endsWith(".sql"));
    for (const file of files.toSorted()) {
      for (const statement of readFileSync(join(migrations, file), "utf8").split("--> statement-breakpoint"))
        await index.prepare(statement).run();
    }
  }
  return { index, close: () => miniflare.dispose() };
}
