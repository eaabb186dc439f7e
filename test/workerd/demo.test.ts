import { env, runInDurableObject } from "cloudflare:test";
import { expect, it } from "vitest";
import { tenantObject } from "../../src/durable-objects/index.ts";
import { DEMO } from "../../src/worker/local/demo-tenant.ts";
import { postStart, startBody } from "./builders.ts";

/** What version 0.1.0 left on a developer's machine. */
const OLD_POLICY = {
  tenant: DEMO.tenant,
  region: "us",
  environments: [{ id: "production", name: "Production", key: DEMO.key, level: "playback", origins: [], segments: [] }],
  quota: { sessions: 1, anchor: 1 },
  retentionDays: 365,
};

it("the demo tenant is set afresh over settings of an earlier version, and its tables get what is new", async () => {
  const object = tenantObject(env, "us", DEMO.tenant);
  await runInDurableObject(object, (_instance, { storage }) => {
    storage.sql.exec("CREATE TABLE policy (version INTEGER PRIMARY KEY, at INTEGER NOT NULL, json TEXT NOT NULL)");
    storage.sql.exec(
      "CREATE TABLE admitted (session TEXT PRIMARY KEY, environment TEXT NOT NULL, at INTEGER NOT NULL, counted INTEGER NOT NULL) WITHOUT ROWID",
    );
    storage.sql.exec("INSERT INTO policy (version, at, json) VALUES (1, 1, ?)", JSON.stringify(OLD_POLICY));
  });
  expect(await object.settings()).toBe("unreadable");
  expect(await (await postStart(startBody(DEMO.key))).json()).toMatchObject({ level: "playback" });
  expect(await object.settings()).toMatchObject({ version: 2, policy: { exclusions: { bots: false } } });
});
