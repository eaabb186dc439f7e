// npm run test:mutation [file …]: changes the privacy filter in thousands of ways, one at a time, and counts what the unit tests
// notice (Stryker). Takes half an hour. Everything happens in a folder of its own, which is deleted; nothing is added to the project.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureInstalled, fail, root, run } from "./lib.mjs";

const STRYKER = "10.1.1";

/** Percent of the changes that have to be noticed. */
const LEAST = 85;

/** What decides about what leaves: the filter, and what is redacted at ingest. */
const FILES =
  "mask secret-fields addresses attributes treatment filter nodes css custom-shapes incremental-shapes shapes card iban redact-event secrets".split(
    " ",
  );

/** Tests of how long something takes say nothing of a change, and take too long in sum. */
const CONFIG = `import { defineConfig } from "vitest/config";
export default defineConfig({
  test: { include: ["test/unit/privacy/**/*.test.ts"], testNamePattern: /^(?!.*(?:in time|linear time))/, testTimeout: 60_000 },
});
`;

function packageJson() {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const { vitest, "fast-check": fastCheck } = devDependencies;
  return {
    type: "module",
    private: true,
    dependencies: {
      vitest,
      "fast-check": fastCheck,
      zod: dependencies.zod,
      "@stryker-mutator/core": STRYKER,
      "@stryker-mutator/vitest-runner": STRYKER,
    },
  };
}

function strykerConfig(files) {
  return {
    testRunner: "vitest",
    vitest: { configFile: "vitest.config.ts" },
    mutate: files.map((file) => `src/protocol/privacy/${file}.ts`),
    concurrency: 1,
    coverageAnalysis: "perTest",
    // Tables are made once, when a file is loaded: to try a change of one costs a run of everything.
    ignoreStatic: true,
    tsconfigFile: "none.json",
    timeoutMS: 20_000,
    reporters: ["clear-text", "progress-append-only"],
    clearTextReporter: { reportTests: false },
    thresholds: { high: 95, low: LEAST, break: LEAST },
  };
}

async function main() {
  await ensureInstalled();
  const given = process.argv.slice(2);
  const cwd = mkdtempSync(join(tmpdir(), "playhead-mutation-"));
  try {
    for (const part of ["src", "test/unit/privacy", "test/privacy", "tsconfig.base.json"])
      cpSync(join(root, part), join(cwd, part), { recursive: true });
    writeFileSync(join(cwd, "package.json"), JSON.stringify(packageJson()));
    writeFileSync(join(cwd, "vitest.config.ts"), CONFIG);
    writeFileSync(join(cwd, "stryker.config.json"), JSON.stringify(strykerConfig(given.length ? given : FILES)));
    await run("npm", ["install", "--no-audit", "--no-fund", "--legacy-peer-deps", "--loglevel=error"], { cwd });
    await run("npx", ["stryker", "run"], { cwd });
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

main().catch(fail);
