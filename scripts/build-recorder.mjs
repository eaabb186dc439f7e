// Builds the loader, the recorder chunk and the npm module. Prints their sizes; fails when the loader is too large.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import esbuild from "esbuild";
import { minifySync } from "rolldown/utils";
import { cutRrweb } from "../src/recorder/rrweb-cuts.mjs";
import { root } from "./lib.mjs";

const KIB = 1024;
/** Every page of a site loads the loader, recorded or not. */
const LOADER_GZ_BYTES = 2 * KIB;
/** Goal for loader and recorder together; more is reported, not refused. */
const RECORDER_GZ_BYTES = 27 * KIB;
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
      contents: readFileSync(path, "utf8").replaceAll(/\b(LIMITS|RECORDER)\.(\w+)/g, (_, table, name) =>
        String(numbers[table][name]),
      ),
      loader: "ts",
    }));
    build.onResolve({ filter: /\/limits\.ts$/ }, () => ({ path: source("protocol/limits.ts"), sideEffects: false }));
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
  minify: true,
  target: "es2020",
  platform: "browser",
  legalComments: "none",
  charset: "utf8",
  write: false,
  metafile: true,
  define: { PLAYHEAD_VERSION: JSON.stringify(version), PLAYHEAD_RECORDER: JSON.stringify("/r/recorder-01234567.js") },
  plugins: [inlineNumbers, cut],
};

async function bundle(entry, options) {
  const { outputFiles, metafile } = await esbuild.build({ ...common, entryPoints: [source(entry)], ...options });
  // Another minifier finds what esbuild leaves: 3 % of the loader.
  const { code, errors } = minifySync(entry, outputFiles[0].text, {
    module: options.format === "esm",
    compress: { target: "es2020" },
    mangle: { toplevel: true },
  });
  if (errors.length) throw new Error(`${entry}: ${errors[0].message}`);
  return { text: code, metafile };
}

const gz = (text) => gzipSync(text, { level: 9 }).length;
const inKib = (bytes) => `${(bytes / KIB).toFixed(2)} KiB gz`;

const loader = await bundle("recorder/loader.ts", { format: "iife" });
// rrweb speaks to the console; the recorder's own warnings go through the loader.
const recorder = await bundle("recorder/recorder.ts", { format: "esm", drop: ["console"] });
const npm = await bundle("recorder/npm.ts", { format: "esm", external: ["./recorder.ts"] });

const chunks = join(root, "dist/client/r");
rmSync(chunks, { recursive: true, force: true });
mkdirSync(chunks, { recursive: true });
mkdirSync(join(root, "dist/npm"), { recursive: true });
const hash = createHash("sha256").update(recorder.text).digest("hex").slice(0, 8);
const path = `/r/recorder-${hash}.js`;
writeFileSync(join(root, "dist/client", path), recorder.text);
writeFileSync(join(root, "dist/client/playhead.js"), loader.text);
writeFileSync(join(root, "dist/recorder.json"), JSON.stringify({ path }) + "\n");
writeFileSync(join(root, "dist/npm/playhead.mjs"), npm.text.replace("./recorder.ts", "./recorder.mjs"));
writeFileSync(join(root, "dist/npm/recorder.mjs"), recorder.text);
writeFileSync(
  join(root, "dist/npm/playhead.d.ts"),
  readFileSync(source("recorder/api.ts"), "utf8") + "\ndeclare const playhead: Playhead;\nexport default playhead;\n",
);

const sizes = { loader: gz(loader.text), recorder: gz(recorder.text) };
console.log(`loader   ${inKib(sizes.loader)} (limit ${inKib(LOADER_GZ_BYTES)})`);
console.log(
  `recorder ${inKib(sizes.recorder)}; both ${inKib(sizes.loader + sizes.recorder)} (goal ${inKib(RECORDER_GZ_BYTES)})`,
);
const parts = {};
for (const [name, { bytesInOutput }] of Object.entries(Object.values(recorder.metafile.outputs)[0].inputs)) {
  const part = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(name)?.[1] ?? "playhead";
  parts[part] = (parts[part] ?? 0) + bytesInOutput;
}
console.log("         minified bytes:", parts);
if (sizes.loader > LOADER_GZ_BYTES) {
  console.error(`The loader is ${sizes.loader - LOADER_GZ_BYTES} bytes too large.`);
  process.exit(1);
}
