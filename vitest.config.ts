import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";

const MIGRATIONS = {
  accounts: await readD1Migrations("migrations/accounts"),
  index: await readD1Migrations("migrations/index"),
};

/** A master secret that is in force from 2040 on: tests that go there see one being replaced. */
const NEXT_SECRET = "2040-01-01T00:00:00Z another-master-secret-for-tests-0123456789";

const BROWSER = {
  environment: "node" as const,
  globalSetup: ["test/browser/server.ts"],
  testTimeout: 120_000,
  hookTimeout: 180_000,
  fileParallelism: false,
};

function workerd(name: string, include: string) {
  return {
    plugins: [
      cloudflareTest({
        wrangler: { configPath: "./wrangler.toml" },
        miniflare: { bindings: { MIGRATIONS, MASTER_SECRET_2: NEXT_SECRET } },
      }),
    ],
    test: {
      name,
      globalSetup: ["test/workerd/site.ts"],
      include: [include],
      testTimeout: 60_000,
      hookTimeout: 60_000,
      setupFiles: ["test/workerd/setup.ts"],
    },
  };
}

/**
 * unit: pure parts, in Node. workerd: the Worker with real Durable Objects, R2 and D1. process: the Worker in a
 * runtime of its own that is killed. browser: Chromium and a started server; browser-long and workerd-long: the same, of what
 * takes its time (`npm run test:long`).
 */
export default defineConfig({
  test: {
    projects: [
      // Properties try thousands of cases; the time is for a busy machine.
      { test: { name: "unit", include: ["test/unit/**/*.test.ts"], environment: "node", testTimeout: 60_000 } },
      workerd("workerd", "test/workerd/**/!(*.long).test.ts"),
      workerd("workerd-long", "test/workerd/**/*.long.test.ts"),
      { test: { name: "process", include: ["test/process/**/*.test.ts"], environment: "node", hookTimeout: 60_000 } },
      { test: { ...BROWSER, name: "browser", include: ["test/browser/**/!(*.long).test.ts"] } },
      { test: { ...BROWSER, name: "engines", include: ["test/engines/**/*.test.ts"] } },
      { test: { ...BROWSER, name: "browser-long", include: ["test/browser/**/*.long.test.ts"] } },
    ],
  },
});
