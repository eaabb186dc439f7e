import { SELF, env } from "cloudflare:test";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { recordingObject, tenantObject } from "../../src/durable-objects/index.ts";
import type { Manifest, SessionDetail, SessionList } from "../../src/protocol/api.schema.ts";
import type { Inspection } from "../../src/protocol/inspection.schema.ts";
import { newPrivacy, uuidv7, type ErrorBody, type RecordedEvent } from "../../src/protocol/index.ts";
import { DEMO } from "../../src/worker/local/demo-tenant.ts";
import { activityOf } from "./activity.ts";
import { BASE, signIn, signInAs } from "./accounts.ts";
import { makeEvents } from "./builders.ts";
import { inRecording, ringRecording, visit } from "./visits.ts";

let owner = "";
let member = "";

beforeAll(async () => {
  owner = await signIn(DEMO.email, DEMO.password);
  member = await signInAs("viewer");
});
beforeEach(() => holding(true));

/** Switches holding back on or off for the demo tenant. */
async function holding(quarantine: boolean): Promise<void> {
  const tenant = tenantObject(env, "us", DEMO.tenant);
  const settings = await tenant.settings();
  if (!settings || settings === "unreadable") throw new Error("the demo tenant has no settings");
  await tenant.configure({ ...settings.policy, privacy: { ...newPrivacy(), quarantine } });
  // The edge hears of it with the next visit.
  await visit(DEMO.key);
}

function call(cookie: string, method: string, path: string): Promise<Response> {
  return SELF.fetch(BASE + path, { method, headers: { Cookie: cookie, Origin: BASE } });
}

const track = (note: string): RecordedEvent => ({
  type: 5,
  data: { tag: "playhead.track", payload: { name: "paid", properties: { note } } },
  timestamp: Date.now(),
});

/** A session of the demo tenant in which these were tracked, in the index and in a chunk. */
async function tracked(...notes: string[]): Promise<string> {
  const made = await visit(DEMO.key);
  await made.send(0, [...makeEvents(0, 5, Date.now()), ...notes.map(track)]);
  await ringRecording(DEMO.tenant, made.session, ["index", "chunk"]);
  return made.session;
}

async function codeOf(response: Response): Promise<[number, string]> {
  return [response.status, ((await response.json()) as ErrorBody).error.code];
}

async function actionsOf(session: string): Promise<string[]> {
  const entries = (await activityOf(DEMO.tenant)).filter((entry) => entry.session === session);
  return entries.map(({ actor, action }) => (actor === "system" ? `system ${action}` : action));
}

describe("secrets that the second fence takes out", () => {
  it("are counted by kind and place, over all batches of a session, in the list and in its detail", async () => {
    await holding(false);
    const made = await visit(DEMO.key);
    await made.send(0, [...makeEvents(0), track("4242 4242 4242 4242"), track("card 4242 4242 4242 4242")]);
    await made.send(1, [track("4242424242424242"), track("jane@example.com")]);
    await ringRecording(DEMO.tenant, made.session, ["index"]);
    const { sessions } = (await (await call(owner, "GET", "/api/sessions")).json()) as SessionList;
    expect(sessions.find(({ id }) => id === made.session)).toMatchObject({ redactions: 4, quarantine: "none" });
    const detail = (await (await call(member, "GET", `/api/sessions/${made.session}`)).json()) as SessionDetail;
    expect(detail.redacted).toEqual([
      { kind: "card", place: "track.properties", count: 3 },
      { kind: "email", place: "track.properties", count: 1 },
    ]);
  });

  it("are counted once when a batch comes twice", async () => {
    await holding(false);
    const made = await visit(DEMO.key);
    const events = [...makeEvents(0), track("4242 4242 4242 4242")];
    await made.send(0, events);
    await made.send(0, events);
    const detail = (await (await call(owner, "GET", `/api/sessions/${made.session}`)).json()) as SessionDetail;
    expect(detail.redactions).toBe(1);
  });
});

describe("a session that is held back", () => {
  it("is played and inspected only by those who may change settings, until one of them releases it", async () => {
    const session = await tracked("4242 4242 4242 4242");
    const { sessions } = (await (await call(member, "GET", "/api/sessions")).json()) as SessionList;
    expect(sessions.find(({ id }) => id === session)?.quarantine).toBe("held");
    for (const part of ["manifest", "inspect"])
      expect(await codeOf(await call(member, "GET", `/api/sessions/${session}/${part}`))).toEqual([
        403,
        "session_held",
      ]);
    expect((await call(owner, "GET", `/api/sessions/${session}/manifest`)).status).toBe(200);
    expect(await codeOf(await call(member, "POST", `/api/sessions/${session}/release`))).toEqual([403, "forbidden"]);

    const released = await call(owner, "POST", `/api/sessions/${session}/release`);
    expect(await released.json()).toMatchObject({ id: session, quarantine: "released", redactions: 1 });
    expect((await call(member, "GET", `/api/sessions/${session}/manifest`)).status).toBe(200);
    const actions = await actionsOf(session);
    expect(actions.filter((action) => action !== "denied")).toEqual(["system held_back", "view", "released", "view"]);
    expect(actions[1]).toBe("denied");
    // Once more changes nothing and is no entry.
    expect((await call(owner, "POST", `/api/sessions/${session}/release`)).status).toBe(200);
    expect(await actionsOf(session)).toEqual(actions);
  });

  it("stays released when its object has forgotten it, and when more is found", async () => {
    const session = await tracked("4242 4242 4242 4242");
    await inRecording(DEMO.tenant, session, async (_instance, state) => state.storage.deleteAll());
    expect(await recordingObject(env, "us", DEMO.tenant, session).manifest()).toBeNull();
    const released = await call(owner, "POST", `/api/sessions/${session}/release`);
    expect(await released.json()).toMatchObject({ quarantine: "released" });

    const made = await visit(DEMO.key);
    await made.send(0, [...makeEvents(0), track("4242 4242 4242 4242")]);
    await call(owner, "POST", `/api/sessions/${made.session}/release`);
    await made.send(1, [track("4242 4242 4242 4242")]);
    const detail = (await (await call(member, "GET", `/api/sessions/${made.session}`)).json()) as SessionDetail;
    expect(detail).toMatchObject({ redactions: 2, quarantine: "released" });
  });

  it("has notes that only those read who may look at it", async () => {
    const notes = `/api/sessions/${await tracked("4242 4242 4242 4242")}/notes`;
    expect(await codeOf(await call(member, "GET", notes))).toEqual([403, "session_held"]);
    expect((await call(owner, "GET", notes)).status).toBe(200);
  });

  it("is not played on with a grant from before", async () => {
    const made = await visit(DEMO.key);
    await made.send(0);
    await ringRecording(DEMO.tenant, made.session, ["index", "chunk"]);
    const { grant } = (await (await call(member, "GET", `/api/sessions/${made.session}/manifest`)).json()) as Manifest;
    const chunk = `/api/sessions/${made.session}/chunks/0?grant=${grant}`;
    const before = await call(member, "GET", chunk);
    expect(before.status).toBe(200);
    await before.arrayBuffer();
    await made.send(1, [track("4242 4242 4242 4242")]);
    await ringRecording(DEMO.tenant, made.session, ["index"]);
    expect(await codeOf(await call(member, "GET", chunk))).toEqual([403, "session_held"]);
    const live = `/api/sessions/${made.session}/live?grant=${grant}`;
    expect(await codeOf(await call(member, "GET", live))).toEqual([403, "session_held"]);
  });

  it("is one of those only in which something was found", async () => {
    const session = await tracked("nothing");
    const detail = (await (await call(member, "GET", `/api/sessions/${session}`)).json()) as SessionDetail;
    expect(detail).toMatchObject({ redactions: 0, redacted: [], quarantine: "none" });
  });

  it("is 404 to release when it is not there", async () => {
    expect(await codeOf(await call(owner, "POST", `/api/sessions/${uuidv7()}/release`))).toEqual([404, "not_found"]);
  });
});

describe("the inspector", () => {
  it("shows all that is stored, and that somebody looked is in the log before they see it", async () => {
    await holding(false);
    const session = await tracked("jane@example.com");
    const seen = (await (await call(member, "GET", `/api/sessions/${session}/inspect`)).json()) as Inspection;
    expect(seen.record).toMatchObject({ id: session, tenant: DEMO.tenant, status: "live", chunks: 1 });
    expect(seen.chunks).toMatchObject([{ n: 0, batches: 1, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    expect(seen.pages).toHaveLength(1);
    expect(seen.redacted).toEqual([{ kind: "email", place: "track.properties", count: 1 }]);
    expect(seen.activity).toMatchObject([{ action: "view", name: "viewer", details: { inspected: true } }]);
    const chunk = await call(member, "GET", `/api/sessions/${session}/chunks/0?grant=${seen.grant}`);
    expect(chunk.status).toBe(200);
    await chunk.arrayBuffer();
  });
});
