import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

/** What a process prints that is guarded, emits this error, and goes on. */
function survives(error: string): string {
  const code = `import { EventEmitter } from "node:events"; new EventEmitter().emit("error", ${error}); console.log("alive")`;
  const guard = new URL("../../../scripts/wrangler-guard.mjs", import.meta.url).href;
  const { stdout } = spawnSync(process.execPath, ["--import", guard, "--input-type=module", "-e", code], {
    encoding: "utf8",
  });
  return stdout.trim();
}

test("a lost request does not end wrangler dev, any other error does", () => {
  const cause = `{ name: "Error", message: "Network connection lost." }`;
  expect(
    survives(`{ source: "ProxyController", reason: "Error inside ProxyWorker", cause: { cause: ${cause} } }`),
  ).toBe("alive");
  expect(survives(`{ source: "ProxyController", reason: "Could not start ProxyWorker" }`)).toBe("");
  expect(survives(`new Error("anything")`)).toBe("");
});
