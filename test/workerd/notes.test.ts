import { env } from "cloudflare:test";
import { beforeAll, describe, expect, it } from "vitest";
import { recordingObject } from "../../src/durable-objects/index.ts";
import { NOTES, uuidv7, type ErrorBody } from "../../src/protocol/index.ts";
import type { MemberName, Mention, Note } from "../../src/protocol/note.schema.ts";
import { activityOf } from "./activity.ts";
import { identityOf, makeBatch, objectOf } from "./builders.ts";
import { call, makeKey, makeMember, makeOwnedTenant, type Caller } from "./people.ts";
import { ringRecording } from "./visits.ts";

type Person = { id: string; caller: Caller };

let tenant = "";
let owner: Person;
let analyst: Person;
let viewer: Person;

async function recorded(of = tenant, over: object = {}): Promise<string> {
  const identity = identityOf({ tenant: of, ...over });
  await objectOf(identity).append(identity, await makeBatch(uuidv7(), 0));
  await ringRecording(of, identity.session, ["index", "chunk"]);
  return identity.session;
}

beforeAll(async () => {
  const made = await makeOwnedTenant("Notes");
  tenant = made.id;
  owner = { id: made.owner.id, caller: { Cookie: made.cookie } };
  const [one, two] = [await makeMember(tenant, "analyst"), await makeMember(tenant, "viewer")];
  analyst = { id: one.id, caller: { Cookie: one.cookie } };
  viewer = { id: two.id, caller: { Cookie: two.cookie } };
});

const path = (session: string, note = "") => `/api/sessions/${session}/notes${note && `/${note}`}`;

async function notesOf(response: Response, status = 200): Promise<Note[]> {
  expect(response.status).toBe(status);
  return ((await response.json()) as { notes: Note[] }).notes;
}
async function fault(response: Response): Promise<[number, string]> {
  return [response.status, ((await response.json()) as ErrorBody).error.code];
}
async function wrote(session: string, body: object, by = analyst): Promise<Note> {
  const notes = await notesOf(await call(by.caller, "POST", path(session), { at: 1_000, text: "Look", ...body }), 201);
  return notes.toSorted((a, b) => (a.id < b.id ? -1 : 1)).at(-1)!;
}
const stored = async (session: string) =>
  (await env.INDEX_US.prepare("SELECT * FROM notes WHERE session = ?").bind(session).all()).results;

describe("a note", () => {
  it("is about a moment and a place, by somebody, for somebody", async () => {
    const session = await recorded();
    const place = { page: uuidv7(), x: 12.5, y: 300, node: 7 };
    await wrote(session, { at: 9_000, text: "  Later  " }, owner);
    await wrote(session, { at: 2_000, text: "Here @owner", mentions: [owner.id, owner.id], place });
    const notes = await notesOf(await call(viewer.caller, "GET", path(session)));
    expect(notes).toMatchObject([
      {
        at: 2_000,
        text: "Here @owner",
        place,
        mentions: [{ user: owner.id, name: expect.stringContaining("owner") }],
        author: `user:${analyst.id}`,
        authorName: "analyst",
        editedAt: null,
        resolvedAt: null,
        mayEdit: false,
        mayDelete: false,
      },
      { at: 9_000, text: "Later", place: null, mentions: [] },
    ]);
  });

  it("has its text changed by its author only, and is resolved by whoever writes notes", async () => {
    const session = await recorded();
    const { id, mayEdit, mayDelete } = await wrote(session, {});
    expect([mayEdit, mayDelete]).toEqual([true, true]);
    const change = (by: Person, body: object) => call(by.caller, "PATCH", path(session, id), body);
    expect(await fault(await change(owner, { text: "Mine now" }))).toEqual([403, "forbidden"]);
    expect(await fault(await change(owner, { mentions: [viewer.id] }))).toEqual([403, "forbidden"]);
    const [edited] = await notesOf(await change(analyst, { text: "Better", mentions: [viewer.id] }));
    expect(edited).toMatchObject({ text: "Better", editedAt: expect.any(Number), mentions: [{ name: "viewer" }] });
    const [resolved] = await notesOf(await change(owner, { resolved: true }));
    expect(resolved).toMatchObject({ text: "Better", resolvedAt: expect.any(Number), resolvedBy: expect.any(String) });
    const [open] = await notesOf(await change(analyst, { resolved: false }));
    expect(open).toMatchObject({ resolvedAt: null, resolvedBy: null });
  });

  it("is taken away by its author, or by who may delete recordings", async () => {
    const session = await recorded();
    const [mine, other] = [await wrote(session, {}), await wrote(session, {}, owner)];
    expect(await fault(await call(analyst.caller, "DELETE", path(session, other.id)))).toEqual([403, "forbidden"]);
    expect(await notesOf(await call(owner.caller, "DELETE", path(session, mine.id)))).toHaveLength(1);
    expect(await fault(await call(owner.caller, "DELETE", path(session, mine.id)))).toEqual([404, "not_found"]);
    expect(await notesOf(await call(owner.caller, "DELETE", path(session, other.id)))).toEqual([]);
  });

  it("has all that is done with it in the activity log, without what it says", async () => {
    const session = await recorded();
    const { id } = await wrote(session, { text: "secret words", mentions: [owner.id] });
    await call(analyst.caller, "PATCH", path(session, id), { text: "other words" });
    await call(owner.caller, "PATCH", path(session, id), { resolved: true });
    await call(owner.caller, "PATCH", path(session, id), { resolved: true });
    await call(owner.caller, "DELETE", path(session, id));
    const entries = (await activityOf(tenant)).filter((entry) => entry.session === session);
    expect(entries.map(({ action, actor }) => [action, actor])).toEqual([
      ["note_added", `user:${analyst.id}`],
      ["note_changed", `user:${analyst.id}`],
      ["note_changed", `user:${owner.id}`],
      ["note_removed", `user:${owner.id}`],
    ]);
    expect(entries[2]!.details).toEqual({ note: id, resolved: true });
    expect(JSON.stringify(entries)).not.toContain("words");
  });

  it("goes with its session", async () => {
    const session = await recorded();
    await wrote(session, {});
    const other = await recorded();
    await wrote(other, {});
    await recordingObject(env, "us", tenant, session).erase({ tenant, session, region: "us" });
    expect(await stored(session)).toEqual([]);
    expect(await stored(other)).toHaveLength(1);
    expect(await fault(await call(analyst.caller, "POST", path(session), { at: 0, text: "x" }))).toEqual([
      404,
      "not_found",
    ]);
    expect(await stored(session)).toEqual([]);
  });
});

describe("what is refused", () => {
  it.each([
    {},
    { at: 0 },
    { at: 0, text: "   " },
    { at: -1, text: "x" },
    { at: 0.5, text: "x" },
    { at: NOTES.atMs + 1, text: "x" },
    { at: 0, text: "x".repeat(NOTES.chars + 1) },
    { at: 0, text: "x", author: "user:somebody" },
    { at: 0, text: "x", place: { page: "p", x: -1, y: 0, node: null } },
    { at: 0, text: "x", mentions: Array.from({ length: NOTES.mentions + 1 }, (_, n) => `u${n}`) },
  ])("a note that is none: %j", async (body) => {
    expect(await fault(await call(analyst.caller, "POST", path(await recorded()), body))).toEqual([400, "bad_request"]);
  });

  it("a change that changes nothing by its words", async () => {
    const session = await recorded();
    const { id } = await wrote(session, {});
    for (const body of [{}, { at: 5 }, { resolved: "yes" }])
      expect(await fault(await call(analyst.caller, "PATCH", path(session, id), body))).toEqual([400, "bad_request"]);
  });

  it("the mention of nobody, and of somebody of another tenant; nothing is stored", async () => {
    const session = await recorded();
    const stranger = (await makeOwnedTenant("Strangers")).owner.id;
    for (const id of ["nobody", stranger]) {
      const response = await call(analyst.caller, "POST", path(session), {
        at: 0,
        text: "x",
        mentions: [owner.id, id],
      });
      expect(response.status).toBe(400);
      expect(((await response.json()) as ErrorBody).error.message).toContain("members/names");
    }
    expect(await stored(session)).toEqual([]);
    const { id } = await wrote(session, { mentions: [owner.id] });
    expect(await fault(await call(analyst.caller, "PATCH", path(session, id), { mentions: [stranger] }))).toEqual([
      400,
      "bad_request",
    ]);
  });

  it("more notes than a session may have, however many come at once", async () => {
    const session = await recorded();
    await wrote(session, {});
    await env.INDEX_US.prepare(
      `INSERT INTO notes (tenant, session, id, at, text, mentions, author, created_at)
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?3)
       SELECT ?1, ?2, 'n' || i, 0, 'x', '[]', 'user:x', 0 FROM n`,
    )
      .bind(tenant, session, NOTES.perSession - 3)
      .run();
    const statuses = await Promise.all(
      Array.from(
        { length: 5 },
        async () => (await call(analyst.caller, "POST", path(session), { at: 0, text: "x" })).status,
      ),
    );
    expect(statuses.toSorted()).toEqual([201, 201, 409, 409, 409]);
  });
});

describe("whose notes they are", () => {
  it("those of another tenant are not there, by any way", async () => {
    const session = await recorded();
    const { id } = await wrote(session, {});
    const { cookie } = await makeOwnedTenant("Neighbours");
    const away: Caller = { Cookie: cookie };
    for (const response of [
      await call(away, "GET", path(session)),
      await call(away, "POST", path(session), { at: 0, text: "x" }),
      await call(away, "PATCH", path(session, id), { resolved: true }),
      await call(away, "DELETE", path(session, id)),
    ])
      expect(await fault(response)).toEqual([404, "not_found"]);
    expect(await stored(session)).toHaveLength(1);
  });

  it("a note is one of its own session only", async () => {
    const { id } = await wrote(await recorded(), {});
    const other = await recorded();
    expect(await fault(await call(owner.caller, "PATCH", path(other, id), { resolved: true }))).toEqual([
      404,
      "not_found",
    ]);
    expect(await fault(await call(owner.caller, "DELETE", path(other, id)))).toEqual([404, "not_found"]);
  });

  it("a key for one environment has those of its environment", async () => {
    const session = await recorded();
    const { caller } = await makeKey(owner.caller, ["view", "annotate"], "production");
    expect((await call(caller, "GET", path(session))).status).toBe(200);
    const elsewhere = await recorded(tenant, { environment: "staging" });
    expect(await fault(await call(caller, "GET", path(elsewhere)))).toEqual([404, "not_found"]);
    expect(await fault(await call(caller, "POST", path(elsewhere), { at: 0, text: "x" }))).toEqual([404, "not_found"]);
    const [note] = await notesOf(await call(caller, "POST", path(session), { at: 0, text: "By a key" }), 201);
    expect(note).toMatchObject({ authorName: null, author: expect.stringMatching(/^key:/), mayEdit: true });
  });

  it("who may be mentioned is listed for who writes notes, by name and nothing else", async () => {
    const response = await call(analyst.caller, "GET", "/api/members/names");
    const { members } = (await response.json()) as { members: MemberName[] };
    expect(members.map(({ user }) => user).toSorted()).toEqual([owner.id, analyst.id, viewer.id].toSorted());
    expect(Object.keys(members[0]!).toSorted()).toEqual(["name", "user"]);
    expect((await call(viewer.caller, "GET", "/api/members/names")).status).toBe(403);
  });

  it("calls whom it means, until it is resolved, taken away or does not mean them any more", async () => {
    const mentions = async ({ caller }: Person) => {
      const response = await call(caller, "GET", "/api/mentions");
      expect(response.status).toBe(200);
      return ((await response.json()) as { mentions: Mention[] }).mentions;
    };
    const before = await mentions(viewer);
    const session = await recorded();
    const first = await wrote(session, { text: "Look at this", mentions: [viewer.id], at: 2_000 }, analyst);
    const second = await wrote(session, { text: "And this", mentions: [viewer.id, analyst.id] }, owner);
    await wrote(session, { text: "Nobody" }, owner);
    expect((await mentions(viewer)).slice(0, 2)).toMatchObject([
      { id: second.id, session, text: "And this", at: 1_000 },
      { id: first.id, session, text: "Look at this", at: 2_000, user: null },
    ]);
    expect((await mentions(owner)).filter((each) => each.session === session)).toEqual([]);
    await call(owner.caller, "PATCH", path(session, second.id), { mentions: [analyst.id] });
    await call(analyst.caller, "PATCH", path(session, first.id), { resolved: true });
    expect(await mentions(viewer)).toEqual(before);
    await call(analyst.caller, "PATCH", path(session, first.id), { resolved: false });
    expect((await mentions(viewer)).map(({ id }) => id)).toEqual([first.id, ...before.map(({ id }) => id)]);
    await call(analyst.caller, "DELETE", path(session, first.id));
    expect(await mentions(viewer)).toEqual(before);

    // A key means nobody, somebody of another tenant nobody here; what is held back is for those who may look at it.
    await wrote(session, { text: "Held", mentions: [viewer.id, owner.id] }, owner);
    await env.INDEX_US.prepare("UPDATE sessions SET quarantine = 'held' WHERE id = ?").bind(session).run();
    expect(await mentions(viewer)).toEqual(before);
    expect((await mentions(owner)).map(({ text }) => text)).toContain("Held");
    const plan = await env.INDEX_US.prepare(
      "EXPLAIN QUERY PLAN SELECT * FROM notes INDEXED BY notes_calling WHERE tenant = ? AND resolved_at IS NULL AND mentions <> '[]' ORDER BY id DESC",
    )
      .bind(tenant)
      .all<{ detail: string }>();
    expect(plan.results.map(({ detail }) => detail)).toEqual(["SEARCH notes USING INDEX notes_calling (tenant=?)"]);
  });
});
