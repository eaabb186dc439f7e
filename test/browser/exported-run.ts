import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../../scripts/lib.mjs";
import { CHROMIUM } from "./chromium.ts";

const CONFIG = `export default {
  testDir: ".",
  outputDir: "results",
  timeout: 60_000,
  use: { launchOptions: { executablePath: ${JSON.stringify(CHROMIUM)}, args: ["--no-sandbox", "--disable-gpu"] } },
};
`;

/** Runs an exported Playwright test against a server, as whoever exported it would. Answers what the run printed. */
export async function runExported(script: string, origin: string): Promise<string> {
  // In the repository, so that the test finds the library that it names.
  mkdirSync(join(root, "dist"), { recursive: true });
  const folder = mkdtempSync(join(root, "dist/exported-test-"));
  writeFileSync(join(folder, "visit.spec.ts"), script);
  writeFileSync(join(folder, "playwright.config.ts"), CONFIG);
  const cli = join(root, "node_modules/@playwright/test/cli.js");
  const options = { cwd: folder, timeout: 90_000, env: { ...process.env, BASE_URL: origin } };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [cli, "test", "--reporter=line"], options);
    return stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return `${stdout}\n${stderr}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
