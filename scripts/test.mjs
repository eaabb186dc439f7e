// npm test: installs what is missing, then types, lint, unit, workerd and browser tests. Prints what passed and failed at the end.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Problem, ensureInstalled, fail, run, toolEnv } from "./lib.mjs";

const CHROMIUM_PLACES = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

function findChromium() {
  return CHROMIUM_PLACES.find((path) => path && existsSync(path));
}

/** The path of a Chromium; installs Debian's where apt is there and we may. */
function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  const advice =
    "Chromium is needed for the browser tests: install it (Debian: `sudo apt-get install chromium`) or set CHROMIUM to its path, then run `npm test` again.";
  if (!existsSync("/usr/bin/apt-get")) throw new Problem(advice);
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  console.log("Installing Chromium (once) …");
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", "chromium"]]) {
    const [command, ...rest] = [...sudo, "apt-get", "-qq", ...args];
    spawnSync(command, rest, {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  }
  const installed = findChromium();
  if (!installed) throw new Problem(advice);
  return installed;
}

const results = [];

function sum(key) {
  return results.reduce((total, result) => total + result[key], 0);
}

/** A step that either passes or fails as a whole. */
async function step(name, work) {
  const started = Date.now();
  console.log(`\n── ${name}`);
  let passed = 0;
  let failed = 0;
  try {
    ({ passed = 1, failed = 0 } = (await work()) ?? {});
  } catch (error) {
    failed = 1;
    console.error(error instanceof Problem ? error.message : error);
  }
  results.push({ name, passed, failed, seconds: (Date.now() - started) / 1000 });
}

/** Files at a time where that is not for vitest to say: each of these starts a runtime first, which leaves a core idle. */
const AT_ONCE = { workerd: 2 };

/** Runs a vitest project and counts its tests. */
async function vitest(project, env, reports) {
  const report = join(reports, `${project}.json`);
  const many = AT_ONCE[project] ? [`--maxWorkers=${AT_ONCE[project]}`] : [];
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const ok = await run("vitest", ["run", "--project", project, ...many, ...reporters], { env }).then(
    () => true,
    () => false,
  );
  if (!existsSync(report)) throw new Problem(`The ${project} tests did not run to their end.`);
  const { numPassedTests: passed, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, "utf8"));
  // A file that fails to load has no failed test, and an error outside of a test none either; both are failures.
  const failed = Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0, ok ? 0 : 1);
  if (passed + failed === 0) throw new Problem(`There are no ${project} tests.`);
  return { passed, failed };
}

async function main() {
  await ensureInstalled();
  const CHROMIUM = ensureChromium();
  const reports = mkdtempSync(join(tmpdir(), "playhead-test-"));
  const env = { CHROMIUM, ...toolEnv() };
  try {
    await step("build", () => run("node", ["scripts/build.mjs"]));
    await step("types", () => run("tsc", ["-b"]));
    await step("lint", () => run("oxlint", ["--deny-warnings"]));
    await step("format", () => run("oxfmt", ["--check"]));
    for (const project of ["unit", "workerd", "process", "browser"])
      await step(project, () => vitest(project, env, reports));
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  console.log();
  for (const { name, passed, failed, seconds } of results) {
    console.log(
      `${failed ? "✗" : "✓"} ${name.padEnd(8)} ${String(passed).padStart(5)} passed ${String(failed).padStart(3)} failed ${seconds.toFixed(1).padStart(7)} s`,
    );
  }
  console.log(`\n${sum("passed")} passed, ${sum("failed")} failed`);
  process.exitCode = sum("failed") > 0 ? 1 : 0;
}

main().catch(fail);
