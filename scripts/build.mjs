// Builds what is stale of everything the Worker serves: the recorder, the admin, the demo shop. `--force` builds all.
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./lib.mjs";

/** A hash over the names and bytes of all files under these paths. */
function fingerprint(paths) {
  const hash = createHash("sha256");
  const visit = (path) => {
    const entries = readdirSync(path, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const full = join(path, entry.name);
      if (entry.isDirectory()) visit(full);
      else hash.update(full).update("\0").update(readFileSync(full));
    }
  };
  for (const path of paths) {
    const full = join(root, path);
    if (path.includes(".")) hash.update(readFileSync(full));
    else visit(full);
  }
  return hash.digest("hex");
}

const targets = [
  {
    name: "recorder",
    inputs: ["src/protocol", "src/recorder", "scripts/build-recorder.mjs", "scripts/mangled.mjs", "package.json"],
    build: () => run("node", ["scripts/build-recorder.mjs"]),
  },
  {
    name: "admin",
    inputs: ["src/protocol", "src/admin", "package.json"],
    build: () => run("vite", ["build", "--config", "src/admin/vite.config.ts", "--logLevel", "warn"]),
  },
  {
    name: "export",
    inputs: [
      "src/protocol",
      "src/admin/offline",
      "src/admin/player",
      "src/admin/format",
      "scripts/build-export.mjs",
      "package.json",
    ],
    build: () => run("node", ["scripts/build-export.mjs"]),
  },
  {
    name: "headers",
    inputs: ["src/admin/headers.txt"],
    build: () => cpSync(join(root, "src/admin/headers.txt"), join(root, "dist/client/_headers")),
  },
  {
    name: "shop",
    inputs: ["examples/shop"],
    build: () => {
      rmSync(join(root, "dist/client/demo"), { recursive: true, force: true });
      cpSync(join(root, "examples/shop"), join(root, "dist/client/demo"), { recursive: true });
    },
  },
];

// The demo shop is for developers: what is deployed does not have it. Wrangler says which command it builds for.
if (process.env.WRANGLER_COMMAND === "deploy") {
  const shop = targets.findIndex(({ name }) => name === "shop");
  targets.splice(shop, 1);
  rmSync(join(root, "dist/client/demo"), { recursive: true, force: true });
}

const stampFile = join(root, "dist/stamps.json");
const stamps =
  existsSync(stampFile) && !process.argv.includes("--force") ? JSON.parse(readFileSync(stampFile, "utf8")) : {};
mkdirSync(join(root, "dist/client"), { recursive: true });
for (const { name, inputs, build } of targets) {
  const stamp = fingerprint(inputs);
  if (stamps[name] === stamp && (name !== "shop" || existsSync(join(root, "dist/client/demo")))) continue;
  const started = Date.now();
  await build();
  stamps[name] = stamp;
  writeFileSync(stampFile, JSON.stringify(stamps, null, 2));
  console.log(`built ${name} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
