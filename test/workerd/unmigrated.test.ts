import { SELF, env } from "cloudflare:test";
import { expect, it } from "vitest";
import type { ErrorBody } from "../../src/protocol/index.ts";

it("says in one sentence which command makes the tables, when there are none", async () => {
  for (const table of [
    "api_keys",
    "join_links",
    "two_factor",
    "passkey",
    "invitation",
    "member",
    "tenants",
    "organization",
    "verification",
    "account",
    "session",
    "user",
  ]) {
    await env.ACCOUNTS.prepare(`DROP TABLE ${table}`).run();
  }
  const response = await SELF.fetch("http://playhead.test/api/config");
  expect(response.status).toBe(503);
  const { error } = (await response.json()) as ErrorBody;
  expect(error.code).toBe("not_migrated");
  expect(error.message).toContain("npm run migrate");
});
