// Builds the player of exported files into one script and one style sheet. Prints their size; fails when it is too large.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import esbuild from "esbuild";
import { root } from "./lib.mjs";

/** Every exported file carries it: most of it is rrweb's player. */
const PLAYER_GZ_BYTES = 110 * 1024;

const outdir = join(root, "dist/client/export");
await esbuild.build({
  entryPoints: { player: join(root, "src/admin/offline/main.ts") },
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome123", "firefox128", "safari17.5"],
  // ASCII and without `</script`: it goes into a page as it is.
  charset: "ascii",
  loader: { ".svg": "dataurl" },
  define: { "import.meta.url": '""' },
  logOverride: { "empty-import-meta": "silent" },
  outdir,
});
const size = gzipSync(readFileSync(join(outdir, "player.js"))).byteLength;
console.log(`player of exported files: ${size} bytes gzip`);
if (size > PLAYER_GZ_BYTES)
  throw new Error(`the player of exported files has ${size} bytes, ${PLAYER_GZ_BYTES} at most`);
