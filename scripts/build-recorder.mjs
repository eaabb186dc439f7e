// Builds the loader, the chunks that it fetches when they are needed, and the npm module. Prints their sizes; fails when one is too large.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import esbuild from "esbuild";
import { minifySync } from "rolldown/utils";
import { cutRrweb } from "../src/recorder/rrweb-cuts.mjs";
import { root } from "./lib.mjs";
import { mangleProps } from "./mangled.mjs";

const KIB = 1024;
const DAY_MS = 86_400_000;
/** Every page of a site loads the loader, recorded or not. */
const LOADER_GZ_BYTES = 2 * KIB;
/** All that playback needs, with 2 % to spare: what is added has to be worth a higher number here. Goal: 27 KiB. */
const RECORDER_GZ_BYTES = 45_520;
/** Fetched by who sees the visitor's switch. */
const CONSENT_GZ_BYTES = 3_360;
/** Fetched where pictures of canvases are collected. */
const CANVAS_GZ_BYTES = 3_120;
/** Fetched where pages in frames of other origins are taken in, or given away. */
const FRAMES_GZ_BYTES = 3_060;
/** Fetched once a page is recorded and names files. */
const ASSETS_GZ_BYTES = 3_280;
/** Fetched at dxa and above, once the recorder runs. */
const SIGNALS_GZ_BYTES = 12_000;
/** What is built around: another version has to be looked at first. */
const RRWEB_VERSION = "2.1.6";

const source = (path) => join(root, "src", path);
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const rrweb = JSON.parse(readFileSync(join(root, "node_modules/@rrweb/record/package.json"), "utf8"));
if (rrweb.version !== RRWEB_VERSION) throw new Error(`@rrweb/record is ${rrweb.version}, not ${RRWEB_VERSION}.`);

/** The exports of a module of ours without imports, as values. */
async function evaluate(path) {
  const { outputFiles } = await esbuild.build({ entryPoints: [path], bundle: true, format: "esm", write: false });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

const numbers = await evaluate(source("protocol/limits.ts"));

/** Puts the few numbers that are used in place of the tables of all of them. */
const inlineNumbers = {
  name: "inline-numbers",
  setup(build) {
    build.onLoad({ filter: /src\/(recorder|protocol)\/.*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replaceAll(
        /\b(KEYFRAMES|LIMITS|REACTIONS|RECORDER|TOLD)\.(\w+)/g,
        (_, table, name) => String(numbers[table][name]),
      ),
      loader: "ts",
    }));
    // Left out where nothing of them is used.
    build.onResolve({ filter: /\/([\w-]*limits|more-natives)\.ts$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path),
      sideEffects: false,
    }));
  },
};

/** Takes out of rrweb what is not used. Source maps of packages are not followed: nothing here asks for any. */
const cut = {
  name: "cut-rrweb",
  setup(build) {
    build.onLoad({ filter: /@rrweb\/record\/dist\/record\.js$/ }, ({ path }) => ({
      contents: cutRrweb(readFileSync(path, "utf8")),
      loader: "js",
    }));
  },
};

const common = {
  bundle: true,
  target: "es2020",
  platform: "browser",
  legalComments: "none",
  charset: "utf8",
  write: false,
  define: { PLAYHEAD_VERSION: JSON.stringify(version) },
  plugins: [inlineNumbers, cut],
};

const gz = (text) => gzipSync(text, { level: 9 }).length;

/** A better minifier than esbuild's: 5 % of the loader. */
function minify(entry, text, module) {
  const { code, errors } = minifySync(entry, text.replace(/^"use strict";\n/, ""), {
    module,
    compress: { target: "es2020" },
    mangle: { toplevel: true },
  });
  if (errors.length) throw new Error(`${entry}: ${errors[0].message}`);
  return code;
}

/** Whether it pays that esbuild rewrites the code first is different from chunk to chunk: the smaller one is taken. */
async function bundle(entry, options) {
  const texts = [];
  for (const minifySyntax of [false, true]) {
    const built = await esbuild.build({ ...common, entryPoints: [source(entry)], minifySyntax, ...options });
    texts.push(minify(entry, built.outputFiles[0].text, options.format === "esm"));
  }
  const [text, rewritten] = texts;
  return gz(rewritten) < gz(text) ? rewritten : text;
}

const inKib = (bytes) => `${(bytes / KIB).toFixed(2)} KiB gz`;

/** Address of a chunk: its name holds its hash. */
function addressOf(name, text) {
  return `/r/${name}-${createHash("sha256").update(text).digest("hex").slice(0, 8)}.js`;
}

/** Removes earlier chunks. A page may have got its answer just before this build: what is younger than a day stays. */
function sweep(folder) {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (Date.now() - statSync(file).mtimeMs > DAY_MS) rmSync(file);
  }
}

const assets = await bundle("recorder/assets/carrier.ts", { format: "esm" });
const assetsPath = addressOf("assets", assets);
// rrweb speaks to the console, as little as we do ourselves.
const capture = await bundle("recorder/dom.ts", {
  format: "esm",
  drop: ["console"],
  define: { ...common.define, PLAYHEAD_ASSETS: JSON.stringify(assetsPath) },
  mangleProps: mangleProps("capture"),
});
const recorder = await bundle("recorder/recorder.ts", { format: "esm", mangleProps: mangleProps("recorder") });
const canvas = await bundle("recorder/canvas/chunk.ts", { format: "esm" });
const signals = await bundle("recorder/signals/chunk.ts", { format: "esm" });
const frames = await bundle("recorder/frames/chunk.ts", { format: "esm" });
const entry = "recorder/consent/chunk.ts";
const consent = existsSync(source(entry)) ? await bundle(entry, { format: "esm" }) : undefined;
const paths = {
  path: addressOf("recorder", recorder),
  capture: addressOf("capture", capture),
  canvas: addressOf("canvas", canvas),
  frames: addressOf("frames", frames),
  signals: addressOf("signals", signals),
  consent: "/r/consent.js",
};
const loader = await bundle("recorder/loader.ts", {
  format: "iife",
  define: { ...common.define, PLAYHEAD_RECORDER: JSON.stringify(paths.path) },
});
const npm = await bundle("recorder/npm.ts", {
  format: "esm",
  external: ["./recorder.ts", "./dom.ts", "./assets/carrier.ts", "./signals/chunk.ts"],
  define: { ...common.define, PLAYHEAD_RECORDER: '""' },
});

const client = join(root, "dist/client");
mkdirSync(join(client, "r"), { recursive: true });
mkdirSync(join(root, "dist/npm"), { recursive: true });
sweep(join(client, "r"));
writeFileSync(join(client, paths.path), recorder);
writeFileSync(join(client, paths.capture), capture);
writeFileSync(join(client, paths.canvas), canvas);
writeFileSync(join(client, paths.frames), frames);
writeFileSync(join(client, paths.signals), signals);
writeFileSync(join(client, assetsPath), assets);
if (consent) writeFileSync(join(client, paths.consent), consent);
writeFileSync(join(client, "playhead.js"), loader);
writeFileSync(join(root, "dist/recorder.json"), JSON.stringify(paths) + "\n");
const moved = npm
  .replace("./recorder.ts", "./recorder.mjs")
  .replace("./dom.ts", "./capture.mjs")
  .replace("./assets/carrier.ts", "./assets.mjs")
  .replace("./signals/chunk.ts", "./signals.mjs");
writeFileSync(join(root, "dist/npm/playhead.mjs"), moved);
writeFileSync(join(root, "dist/npm/recorder.mjs"), recorder);
writeFileSync(join(root, "dist/npm/capture.mjs"), capture);
writeFileSync(join(root, "dist/npm/assets.mjs"), assets);
writeFileSync(join(root, "dist/npm/signals.mjs"), signals);
writeFileSync(
  join(root, "dist/npm/playhead.d.ts"),
  readFileSync(source("recorder/api.ts"), "utf8") + "\ndeclare const playhead: Playhead;\nexport default playhead;\n",
);

const sizes = { loader: gz(loader), recorder: gz(recorder), capture: gz(capture) };
const table = [
  ["loader", sizes.loader, LOADER_GZ_BYTES],
  ["recorder", sizes.recorder],
  ["capture", sizes.capture],
  ["all three", sizes.loader + sizes.recorder + sizes.capture, RECORDER_GZ_BYTES],
  ["canvas", gz(canvas), CANVAS_GZ_BYTES],
  ["frames", gz(frames), FRAMES_GZ_BYTES],
  ["signals", gz(signals), SIGNALS_GZ_BYTES],
  ["assets", gz(assets), ASSETS_GZ_BYTES],
  ...(consent ? [["consent", gz(consent), CONSENT_GZ_BYTES]] : []),
];
for (const [name, bytes, limit] of table) {
  const spare = limit === undefined ? "" : `, limit ${limit}: ${limit - bytes} to spare`;
  console.log(`${name.padEnd(9)} ${inKib(bytes)} (${bytes} bytes${spare})`);
}
const tooLarge = table.filter(([, bytes, limit]) => bytes > limit);
for (const [name, bytes, limit] of tooLarge) console.error(`Too large: ${name}, by ${bytes - limit} bytes.`);
if (tooLarge.length) process.exit(1);
