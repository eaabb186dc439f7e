import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const outDir = fileURLToPath(new URL("../../dist/client", import.meta.url));

/** Browsers that know `light-dark()`: lowering it would need a switch on the same element, and ours is on the root. */
const cssTarget = ["chrome123", "firefox120", "safari17.5"];

/** The folder is shared with the recorder and the demo, so only what an earlier build of the admin left there goes. */
function emptyAssets(): Plugin {
  let folder = "";
  return {
    name: "empty-assets",
    apply: "build",
    configResolved({ root, build }) {
      folder = resolve(root, build.outDir, build.assetsDir);
    },
    buildStart: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export default defineConfig(({ command }) => {
  // Tests that build set `NODE_ENV=test`, and React would come in its slow development form.
  if (command === "build") process.env["NODE_ENV"] = "production";
  return {
    root: fileURLToPath(new URL(".", import.meta.url)),
    base: "/",
    plugins: [react(), emptyAssets()],
    // No inline scripts: the page runs under `script-src 'self'`. Every browser that has what the player needs has module preload.
    build: {
      outDir,
      emptyOutDir: false,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // The first page is one chunk of 700 kB before compression (React, Mantine, the router): nothing to warn of at every build.
      chunkSizeWarningLimit: 800,
      target: "es2023",
      cssTarget,
    },
    worker: { format: "es" },
  };
});
