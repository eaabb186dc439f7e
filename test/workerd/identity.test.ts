import { env } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { tenantObject } from "../../src/durable-objects/index.ts";
import { uuidv7, type RecordedEvent } from "../../src/protocol/index.ts";
import type { SessionRow } from "../../src/protocol/api.schema.ts";
import type { Policy } from "../../src/protocol/policy.schema.ts";
import { listSessions, readSession, storesOf, keyRing } from "../../src/storage/index.ts";
import { readIngestToken } from "../../src/worker/ingest-token.ts";
import { asker } from "./searching.ts";
import { START, makeEvents, makeTenant, startBody } from "./builders.ts";
import { ask, ringRecording, signatureOf, visit } from "./visits.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: START }));
afterEach(() => vi.useRealTimers());

/** A tenant that turns away the user "ben", so that it shows who is believed to be who. */
async function tenantWith(identity: Partial<Policy["identity"]>) {
  const made = await makeTenant({ excludedSegments: ["ben"] });
  const policy: Policy = {
    ...made.policy,
    segments: [
      {
        id: "ben",
        name: "Ben",
        rule: { match: "all", conditions: [{ field: "user", operator: "is", values: ["ben"] }] },
      },
    ],
    identity: { ...made.policy.identity, ...identity },
  };
  await tenantObject(env, "us", made.tenant).configure(policy);
  return { ...made, policy };
}

function named(user: string, at = START): RecordedEvent {
  return { type: 5, data: { tag: "playhead.identify", payload: { user } }, timestamp: at };
}

async function row(tenant: string, session: string): Promise<SessionRow> {
  await ringRecording(tenant, session, ["index", "chunk"]);
  return (await readSession(storesOf(env, "us").index, tenant, session))!;
}

describe("a user id", () => {
  it("counts as it is where the tenant does not want it signed", async () => {
    const { tenant, key } = await tenantWith({});
    expect(await ask(startBody(key, { user: "ben" }))).toMatchObject({ reason: "excluded_segment" });
    const running = await visit(key);
    await running.send(0, [...makeEvents(0), named("anna")]);
    expect(await row(tenant, running.session)).toMatchObject({ user: "anna", knownAs: "anna" });
  });

  it("is nobody's without the site's signature where it has to be signed", async () => {
    const { tenant, key } = await tenantWith({ signed: true });
    const forged = [
      undefined,
      "",
      "00",
      "0".repeat(64),
      await signatureOf(tenant, "anna"),
      await signatureOf(uuidv7(), "ben"),
    ];
    // Twice: the second time out of the edge's copy of the settings.
    for (const signature of [...forged, ...forged])
      expect(await ask(startBody(key, { user: "ben", ...(signature !== undefined && { signature }) }))).toMatchObject({
        level: "playback",
      });
    const signature = await signatureOf(tenant, "ben");
    for (const spelt of [signature, signature.toUpperCase()])
      expect(await ask(startBody(key, { user: "ben", signature: spelt }))).toMatchObject({
        reason: "excluded_segment",
      });
  });

  it("in a batch counts only with a token that proves it, and then also from before", async () => {
    const { tenant, key } = await tenantWith({ signed: true });
    const running = await visit(key);
    await running.send(0, [...makeEvents(0), named("anna")]);
    expect(await row(tenant, running.session)).toMatchObject({ user: null, knownAs: null });
    await running.again({ user: "anna", signature: await signatureOf(tenant, "mallory") });
    await running.send(1);
    expect(await row(tenant, running.session)).toMatchObject({ user: null });
    await running.again({ user: "anna", signature: await signatureOf(tenant, "anna") });
    await running.send(2);
    expect(await row(tenant, running.session)).toMatchObject({ user: "anna" });
    // Whoever has her token cannot become somebody else.
    await running.send(3, [named("mallory"), ...makeEvents(3)]);
    expect(await row(tenant, running.session)).toMatchObject({ user: "anna" });
  });

  it("is ignored everywhere where visitors stay anonymous", async () => {
    const { tenant, key } = await tenantWith({ source: "none" });
    const running = await visit(key, { user: "ben", signature: await signatureOf(tenant, "ben") });
    await running.send(0, [...makeEvents(0), named("ben")]);
    expect(await row(tenant, running.session)).toMatchObject({ user: null, knownAs: null });
  });

  it("is not in the token, only a proof of it", async () => {
    const { tenant, key } = await tenantWith({ signed: true });
    const user = "anna@shop.example";
    const running = await visit(key, { user, signature: await signatureOf(tenant, user) });
    const payload = atob(running.token.split(".")[1]!.replaceAll("-", "+").replaceAll("_", "/"));
    expect(payload).not.toContain("anna");
    const identity = await readIngestToken(keyRing(env), running.token, START);
    expect(identity).toMatchObject({ policyVersion: 2, reason: "recorded" });
    expect(identity.user).toMatch(/^[0-9a-f]{16}$/);
    const anonymous = await visit(key);
    expect(await readIngestToken(keyRing(env), anonymous.token, START)).toMatchObject({ user: null });
  });
});

describe("a visitor", () => {
  it("is shown as the user they were last joined with, in sessions from before the sign-in too", async () => {
    const { tenant, key } = await tenantWith({});
    const visitor = uuidv7();
    const [before, anna, carl, stranger] = [
      await visit(key, { visitor }),
      await visit(key, { visitor }),
      await visit(key, { visitor }),
      await visit(key),
    ];
    await before.send(0);
    await stranger.send(0);
    await anna.send(0, [...makeEvents(0), named("anna")]);
    for (const each of [before, stranger, anna]) await row(tenant, each.session);
    expect(await row(tenant, before.session)).toMatchObject({ user: null, knownAs: "anna" });
    await carl.send(0, [...makeEvents(0, 5, START + 60_000), named("carl", START + 60_000)]);
    await row(tenant, carl.session);
    const { sessions } = await listSessions(storesOf(env, "us").index, [], asker(tenant), { limit: 9 });
    const shown = Object.fromEntries(sessions.map(({ id, knownAs }) => [id, knownAs]));
    expect(shown).toEqual({
      [before.session]: "carl",
      [anna.session]: "anna",
      [carl.session]: "carl",
      [stranger.session]: null,
    });
  });
});

describe("the level of a session", () => {
  it("rises with a later token and never falls, and only playback is asked for keyframes", async () => {
    const { tenant, key } = await makeTenant({ method: "manual" });
    const running = await visit(key);
    expect(running.answer).toMatchObject({ level: "dxa", reason: "not_started" });
    const signal = (tag: string, seq: number): RecordedEvent => ({
      type: 5,
      data: { tag, payload: { name: "buy", tag: "button", x: 1, y: 1, clicks: 3 } },
      timestamp: START + seq,
    });
    const page = makeEvents(0, 0).slice(0, 1);
    await running.send(0, page);
    const second = await running.send(
      1,
      ["click", "error", "rage", "dead"].map((name) => signal(`playhead.${name}`, 1)),
    );
    expect(await second.json()).toEqual({ ok: true });
    expect(await row(tenant, running.session)).toMatchObject({
      level: "dxa",
      reason: "not_started",
      clicks: 1,
      errors: 1,
      rages: 1,
      deads: 1,
    });
    expect(await running.again({ manual: true })).toMatchObject({ level: "playback", reason: "recorded" });
    const third = await running.send(2, [signal("playhead.error", 2)]);
    expect(await third.json()).toMatchObject({ ok: true, keyframe: true });
    expect(await row(tenant, running.session)).toMatchObject({ level: "playback", reason: "recorded", errors: 2 });
    expect(await running.again({ manual: true, unsupported: true })).toMatchObject({ level: "dxa" });
    expect(await (await running.send(3, [signal("playhead.error", 3)])).json()).toEqual({ ok: true });
    expect(await row(tenant, running.session)).toMatchObject({ level: "playback", errors: 3 });
  });
});
