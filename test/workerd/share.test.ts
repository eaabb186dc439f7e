import { SELF, env } from "cloudflare:test";
import { beforeAll, describe, expect, it } from "vitest";
import type { Manifest } from "../../src/protocol/api.schema.ts";
import { SHARES, uuidv7, type ErrorBody } from "../../src/protocol/index.ts";
import type { NewShare, OpenedShare, Share } from "../../src/protocol/share.schema.ts";
import { DEMO } from "../../src/worker/local/demo-tenant.ts";
import { BASE, signIn, signInAs } from "./accounts.ts";
import { activityOf } from "./activity.ts";
import { makeEvents } from "./builders.ts";
import { ringRecording, visit } from "./visits.ts";

const PASSWORD = "correct horse battery";
let owner = "";
let viewer = "";
let session = "";

async function recorded(): Promise<string> {
  const made = await visit(DEMO.key, { user: "ada@example.com" } as object);
  for (const seq of [0, 1]) await made.send(seq, makeEvents(seq, 5, Date.now()));
  await ringRecording(DEMO.tenant, made.session, ["index", "chunk"]);
  return made.session;
}

beforeAll(async () => {
  owner = await signIn(DEMO.email, DEMO.password);
  viewer = await signInAs("viewer");
  session = await recorded();
});

function call(method: string, path: string, body?: unknown, cookie = ""): Promise<Response> {
  return SELF.fetch(BASE + path, {
    method,
    headers: { Cookie: cookie, Origin: BASE, "Content-Type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

/** Makes a link; answers its token and id. */
async function shared(over: object = {}, of = session): Promise<{ token: string; id: string; share: Share }> {
  const response = await call("POST", `/api/sessions/${of}/shares`, over, owner);
  expect(response.status).toBe(201);
  const { share, path } = (await response.json()) as NewShare;
  expect(path).toMatch(/^\/s\/us_[\w-]{43}$/);
  return { token: path.slice("/s/".length), id: share.id, share };
}

function open(token: string, password?: string): Promise<Response> {
  return call("POST", "/api/shared/open", { token, ...(password !== undefined && { password }) });
}

async function opened(token: string, password?: string): Promise<OpenedShare> {
  const response = await open(token, password);
  expect(response.status).toBe(200);
  return (await response.json()) as OpenedShare;
}

async function fault(response: Response): Promise<[number, string]> {
  return [response.status, ((await response.json()) as ErrorBody).error.code];
}

const chunk = (share: string, grant: string, n = 0) => call("GET", `/api/shared/${share}/chunks/${n}?grant=${grant}`);

describe("a link", () => {
  it("plays its session without a sign-in, and does not say who the visitor was", async () => {
    const { token } = await shared({ t: 1_500 });
    const { share, grant, session: row, chunks, t } = await opened(token);
    expect(row).toMatchObject({ id: session, visitor: "", user: null, knownAs: null, country: null });
    expect(t).toBe(1_500);
    const response = await chunk(share, grant, chunks[0]!.n);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('"seq":0');
    expect((await call("GET", `/api/shared/${share}/assets?grant=${grant}`)).status).toBe(200);
    const renewed = await call("POST", `/api/shared/${share}/grant`, { grant });
    expect(renewed.status).toBe(200);
    const watched = await call("POST", `/api/shared/${share}/watched`, { grant, watched: [[0, 5]] });
    expect(watched.status).toBe(204);
  });

  it("tells nothing that members say of the session", async () => {
    const own = await recorded();
    await call("PUT", `/api/sessions/${own}/tags/angry`, undefined, owner);
    await call("PUT", `/api/sessions/${own}/pin`, { reason: "for the lawsuit" }, owner);
    await call("POST", `/api/sessions/${own}/notes`, { at: 0, text: "a word among us" }, owner);
    const member = (await (await call("GET", `/api/sessions/${own}/manifest`, undefined, owner)).json()) as Manifest;
    expect(member.session).toMatchObject({ tags: ["angry"], pinReason: "for the lawsuit" });
    const told = JSON.stringify(await opened((await shared({}, own)).token));
    expect(told).not.toMatch(/angry|lawsuit|among us/);
  });

  it("has its making, its opening and its end in the activity log", async () => {
    const own = await recorded();
    const { token, id } = await shared({}, own);
    await opened(token);
    await call("DELETE", `/api/sessions/${own}/shares/${id}`, undefined, owner);
    const entries = (await activityOf(DEMO.tenant)).filter((entry) => entry.session === own);
    expect(entries.map(({ action, actor }) => [action, actor.startsWith("user:") ? "user" : actor])).toEqual([
      ["share_created", "user"],
      ["share_opened", `share:${id}`],
      ["view", `share:${id}`],
      ["share_revoked", "user"],
    ]);
  });

  it("is stored as hashes only", async () => {
    const { token } = await shared({ password: PASSWORD });
    const { results } = await env.INDEX_US.prepare("SELECT * FROM shares").all();
    const stored = JSON.stringify(results);
    expect(stored).not.toContain(token.slice(3));
    expect(stored).not.toContain(PASSWORD);
  });

  it("is listed with who made it and how often it was opened, without its address", async () => {
    const own = await recorded();
    const { token, id } = await shared({ hours: 2 }, own);
    await opened(token);
    const response = await call("GET", `/api/sessions/${own}/shares`, undefined, owner);
    const { shares } = (await response.json()) as { shares: Share[] };
    expect(shares).toMatchObject([{ id, name: expect.any(String), opens: 1, locked: false, revokedAt: null }]);
    expect(JSON.stringify(shares)).not.toContain(token.slice(3));
  });
});

describe("a link that opens nothing", () => {
  const DEAD = [404, "not_found"];

  it("is one that never was, in any shape", async () => {
    const { token } = await shared();
    const invented = [`us_${"A".repeat(43)}`, token.replace("us_", "eu_"), token.slice(0, -1), "", "us_", `${token}A`];
    for (const each of invented) expect(await fault(await open(each))).toEqual(DEAD);
  });

  it("is one that has ended", async () => {
    const { token, id } = await shared();
    const { share, grant } = await opened(token);
    await env.INDEX_US.prepare("UPDATE shares SET expires_at = ? WHERE id = ?")
      .bind(Date.now() - 1, id)
      .run();
    expect(await fault(await open(token))).toEqual(DEAD);
    expect(await fault(await chunk(share, grant))).toEqual(DEAD);
  });

  it("is one that was revoked: the very next chunk does not come", async () => {
    const { token, id } = await shared();
    const { share, grant } = await opened(token);
    expect((await chunk(share, grant)).status).toBe(200);
    const ended = await call("DELETE", `/api/sessions/${session}/shares/${id}`, undefined, owner);
    expect(ended.status).toBe(200);
    for (const response of [
      await open(token),
      await chunk(share, grant),
      await call("GET", `/api/shared/${share}/assets?grant=${grant}`),
      await call("GET", `/api/shared/${share}/assets/${"0".repeat(64)}?grant=${grant}`),
      await call("POST", `/api/shared/${share}/grant`, { grant }),
      await call("POST", `/api/shared/${share}/watched`, { grant, watched: [] }),
    ])
      expect(await fault(response)).toEqual(DEAD);
    // Once more is no fault.
    expect((await call("DELETE", `/api/sessions/${session}/shares/${id}`, undefined, owner)).status).toBe(200);
  });

  it("is one whose session is gone", async () => {
    const own = await recorded();
    const { token } = await shared({}, own);
    await env.INDEX_US.prepare("DELETE FROM sessions WHERE id = ?").bind(own).run();
    await ringRecording(DEMO.tenant, own, []);
    const { recordingObject } = await import("../../src/durable-objects/index.ts");
    await recordingObject(env, "us", DEMO.tenant, own).erase({ tenant: DEMO.tenant, session: own, region: "us" });
    expect(await fault(await open(token))).toEqual(DEAD);
  });
});

describe("a grant of a link", () => {
  it("is good for its session and its link only", async () => {
    const other = await recorded();
    const [one, two] = [await shared(), await shared({}, other)];
    const [first, second] = [await opened(one.token), await opened(two.token)];
    expect(await fault(await chunk(first.share, second.grant))).toEqual([403, "forbidden"]);
    expect(await fault(await chunk(first.share, "v1.x.y"))).toEqual([401, "invalid_token"]);
    // Another link to the same session is another actor.
    const twin = await opened((await shared()).token);
    expect(await fault(await chunk(twin.share, first.grant))).toEqual([403, "forbidden"]);
  });

  it("opens nothing of the admin", async () => {
    const { grant } = await opened((await shared()).token);
    for (const path of ["chunks/0", "manifest", "inspect", "assets", "live"])
      expect(await fault(await call("GET", `/api/sessions/${session}/${path}?grant=${grant}`))).toEqual([
        401,
        "signed_out",
      ]);
    // Nor does it help somebody who is signed in.
    expect(
      await fault(await call("GET", `/api/sessions/${session}/chunks/0?grant=${grant}`, undefined, owner)),
    ).toEqual([403, "forbidden"]);
  });

  it("is not what a member has", async () => {
    const { share } = await opened((await shared()).token);
    const response = await call("GET", `/api/sessions/${session}/manifest`, undefined, owner);
    const { grant } = (await response.json()) as Manifest;
    expect(await fault(await chunk(share, grant))).toEqual([403, "forbidden"]);
  });
});

describe("a link with a password", () => {
  it("opens with that password only", async () => {
    const { token } = await shared({ password: PASSWORD });
    expect(await fault(await open(token))).toEqual([401, "password_required"]);
    expect(await fault(await open(token, `${PASSWORD}x`))).toEqual([401, "password_wrong"]);
    expect((await opened(token, PASSWORD)).session.id).toBe(session);
  });

  it("is closed for a while after too many tries, the right one too; each wrong one is in the log", async () => {
    const { token, id } = await shared({ password: PASSWORD });
    const tries = await Promise.all(
      Array.from({ length: SHARES.tries + 2 }, async (_, n) => fault(await open(token, `wrong-password-${n}`))),
    );
    const codes = tries.map(([, code]) => code);
    expect(codes.filter((code) => code === "password_wrong")).toHaveLength(SHARES.tries);
    expect(codes.filter((code) => code === "too_many_requests")).toHaveLength(2);
    const closed = await open(token, PASSWORD);
    expect(Number(closed.headers.get("Retry-After"))).toBeGreaterThan(0);
    expect(await fault(closed)).toEqual([429, "too_many_requests"]);
    const denied = (await activityOf(DEMO.tenant)).filter(({ actor }) => actor === `share:${id}`);
    expect(denied.map(({ action }) => action)).toEqual(Array.from({ length: SHARES.tries }, () => "denied"));
    await env.INDEX_US.prepare("UPDATE shares SET tries_at = ? WHERE id = ?")
      .bind(Date.now() - SHARES.triesMs - 1, id)
      .run();
    expect((await open(token, PASSWORD)).status).toBe(200);
  });
});

describe("making links", () => {
  it("needs the permission", async () => {
    const { id } = await shared();
    const path = `/api/sessions/${session}/shares`;
    for (const response of [
      await call("POST", path, {}, viewer),
      await call("GET", path, undefined, viewer),
      await call("DELETE", `${path}/${id}`, undefined, viewer),
    ])
      expect(response.status).toBe(403);
  });

  it("needs a session of one's own, and a link of that session", async () => {
    const absent = `/api/sessions/${uuidv7()}/shares`;
    expect(await fault(await call("POST", absent, {}, owner))).toEqual([404, "not_found"]);
    const { id } = await shared();
    const other = await recorded();
    expect(await fault(await call("DELETE", `/api/sessions/${other}/shares/${id}`, undefined, owner))).toEqual([
      404,
      "not_found",
    ]);
  });

  it.each([{ hours: 0 }, { hours: SHARES.maxHours + 1 }, { password: "short" }, { t: -1 }, { forever: true }])(
    "is refused with words: %j",
    async (body) => {
      expect(await fault(await call("POST", `/api/sessions/${session}/shares`, body, owner))).toEqual([
        400,
        "bad_request",
      ]);
    },
  );
});
