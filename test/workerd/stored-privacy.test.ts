import { SELF, env } from "cloudflare:test";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { isGzip, newPrivacy } from "../../src/protocol/index.ts";
import type { PrivacySettings } from "../../src/protocol/privacy/privacy.schema.ts";
import type { StartResponse } from "../../src/protocol/start.schema.ts";
import { storesOf } from "../../src/storage/index.ts";
import { ORIGIN, batchUrl, identityOf, makeEvents, makeTenant, readStored, startBody, wireText } from "./builders.ts";
import { inRecording, inTenant, ringRecording } from "./visits.ts";

const AGENT =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

/** Sends as a visitor in Dresden. */
async function post(url: string, body: string): Promise<Response> {
  const headers = {
    "CF-Connecting-IP": "198.51.100.213",
    "User-Agent": AGENT,
    Origin: ORIGIN,
    "Content-Type": "text/plain",
  };
  return SELF.fetch(url, { method: "POST", headers, body, cf: { country: "DE", city: "Dresden" } } as RequestInit);
}

/** All rows of all tables of a tenant in the index, as text. */
async function dumpIndex(tenant: string): Promise<string> {
  const { index } = storesOf(env, "us");
  const { results } = await index
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%`tenant`%'")
    .all<{ name: string }>();
  expect(results.length).toBeGreaterThan(6);
  const rows = await Promise.all(
    results.map(({ name }) => index.prepare(`SELECT * FROM "${name}" WHERE tenant = ?`).bind(tenant).all()),
  );
  return JSON.stringify(rows.map((each) => each.results));
}

function blobText(value: ArrayBuffer): string {
  const bytes = new Uint8Array(value);
  return new TextDecoder().decode(isGzip(bytes) ? gunzipSync(bytes) : bytes);
}

/** All rows of all tables of an object, batches unpacked. */
function dumpObject(_instance: unknown, { storage: { sql } }: DurableObjectState): string {
  const names = sql
    .exec<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
    )
    .toArray();
  const rows = names.flatMap(({ name }) => sql.exec(`SELECT * FROM "${name}"`).toArray());
  return JSON.stringify(rows, (_key, value: unknown) => (value instanceof ArrayBuffer ? blobText(value) : value));
}

/** Records a visit under these settings: everything that is stored of it anywhere, before and after its chunk is cut, and its row. */
async function stored(privacy: Partial<PrivacySettings>) {
  const { tenant, key } = await makeTenant({}, {}, { privacy: { ...newPrivacy(), ...privacy } });
  const body = startBody(key, { url: "https://shop.example/list?mail=jane%40example.com" });
  const start = await post("http://playhead.test/v1/sessions", JSON.stringify(body));
  const { token } = (await start.json()) as Extract<StartResponse, { token: string }>;
  expect((await post(batchUrl(body.session, body.page, 0, token), wireText(makeEvents(0)))).status).toBe(202);
  const buffered = await inRecording(tenant, body.session, dumpObject);
  expect(buffered).toContain("playhead.page");
  await ringRecording(tenant, body.session, ["index", "chunk"]);
  const lines = await readStored(identityOf({ tenant, session: body.session }));
  const text = [
    buffered,
    await inRecording(tenant, body.session, dumpObject),
    await inTenant(tenant, dumpObject),
    await dumpIndex(tenant),
    JSON.stringify(lines),
  ].join("\n");
  const row = await storesOf(env, "us").index.prepare("SELECT * FROM sessions WHERE tenant = ?").bind(tenant).first();
  return { row: row!, text };
}

describe("what is stored about a visitor, in any table, object or chunk,", () => {
  it("never is the full address or the query of a page", async () => {
    const { row, text } = await stored({});
    expect(row).toMatchObject({ masked_ip: "198.51.100.0/24", country: "DE", city: "Dresden" });
    expect(text).toContain("https://shop.example/list");
    expect(text).not.toMatch(/198\.51\.100\.213|mail=|jane/);
  });

  it("is no part of the address where none is to be kept", async () => {
    const { row, text } = await stored({ ip: "none" });
    expect(row["masked_ip"]).toBeNull();
    expect(text).not.toContain("198.51.100");
  });

  it("is the country without the city, or no place at all", async () => {
    const country = await stored({ location: "country" });
    expect(country.row).toMatchObject({ country: "DE", city: null });
    expect(country.text).not.toContain("Dresden");
    const none = await stored({ location: "none" });
    expect(none.row).toMatchObject({ country: null, city: null });
    expect(none.text).not.toMatch(/"DE"|Dresden/);
  });

  it("has no address of a page and no title when they are switched off", async () => {
    const { row, text } = await stored({ urls: false, titles: false });
    expect(row).toMatchObject({ entry_url: "", last_url: "", title: "" });
    expect(text).not.toMatch(/shop\.example|\bList\b/);
  });
});
