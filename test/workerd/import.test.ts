import { SELF } from "cloudflare:test";
import { beforeAll, expect, it } from "vitest";
import {
  BatchMaker,
  isHead,
  isTail,
  uuidv7,
  type ErrorBody,
  type ExportEvent,
  type ExportHead,
  type ExportLine,
} from "../../src/protocol/index.ts";
import type { ImportStart } from "../../src/protocol/import.schema.ts";
import { DEMO } from "../../src/worker/local/demo-tenant.ts";
import { BASE, signIn, signInAs } from "./accounts.ts";
import { activityOf } from "./activity.ts";
import { identityOf, makeEvents, readStored, wireText } from "./builders.ts";
import { ringRecording, visit } from "./visits.ts";

let owner = "";
let analyst = "";

beforeAll(async () => {
  owner = await signIn(DEMO.email, DEMO.password);
  analyst = await signInAs("analyst");
});

function post(path: string, body: unknown, cookie = owner): Promise<Response> {
  const text = typeof body === "string";
  return SELF.fetch(BASE + path, {
    method: "POST",
    headers: { Cookie: cookie, Origin: BASE, "Content-Type": text ? "text/plain" : "application/json" },
    ...(body !== undefined && { body: text ? body : JSON.stringify(body) }),
  });
}

async function exported(session: string): Promise<ExportLine[]> {
  const text = await (await post("/api/exports", { sessions: [session], format: "ndjson" })).text();
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as ExportLine);
}

async function started(head: ExportHead): Promise<ImportStart> {
  const { id: from, visitor, startedAt } = head.session;
  const response = await post("/api/imports", { from, visitor, startedAt });
  expect(response.status).toBe(201);
  return (await response.json()) as ImportStart;
}

function batchPath({ session, token }: ImportStart, page: string, seq: number): string {
  return `/api/imports/${session}/batches?${new URLSearchParams({ page, seq: String(seq), token })}`;
}

async function imported(lines: ExportLine[]): Promise<ImportStart> {
  const start = await started(lines[0] as ExportHead);
  const batches = new BatchMaker();
  const events = lines.filter((line): line is ExportEvent => !isHead(line) && !isTail(line));
  const all = [...events.flatMap((event) => batches.take(event) ?? []), ...batches.rest()];
  for (const { page, seq, text } of all) expect((await post(batchPath(start, page, seq), text)).status).toBe(204);
  const ended = await post(`/api/imports/${start.session}/end?token=${start.token}`, undefined);
  expect(ended.status).toBe(204);
  return start;
}

it("an export that is imported has the same events, under a new id, and is marked", async () => {
  const made = await visit(DEMO.key);
  for (const seq of [0, 1, 2]) await made.send(seq, makeEvents(seq, 5, Date.now()));
  await ringRecording(DEMO.tenant, made.session, ["index", "chunk"]);
  const before = await exported(made.session);
  const { session } = await imported(before);
  expect(session).not.toBe(made.session);
  const after = await exported(session);
  expect(after.slice(1, -1)).toEqual(before.slice(1, -1));
  const [old, fresh] = [(before[0] as ExportHead).session, (after[0] as ExportHead).session];
  expect(fresh).toMatchObject({ id: session, visitor: old.visitor, startedAt: old.startedAt, reason: "imported" });
  // In chunks, encrypted, like any other.
  expect(await readStored(identityOf({ tenant: DEMO.tenant, session }))).toHaveLength(3);
  const entry = (await activityOf(DEMO.tenant)).find((each) => each.session === session);
  expect(entry).toMatchObject({ action: "imported", details: { from: made.session } });
});

it("what is imported passes the second fence", async () => {
  const start = await started({ session: { id: uuidv7(), visitor: uuidv7(), startedAt: Date.now() } } as ExportHead);
  const card = {
    type: 5,
    data: { tag: "playhead.track", payload: { name: "paid 4111 1111 1111 1111" } },
    timestamp: Date.now(),
  };
  const sent = await post(batchPath(start, uuidv7(), 0), wireText([...makeEvents(0, 1, Date.now()), card]));
  expect(sent.status).toBe(204);
  await post(`/api/imports/${start.session}/end?token=${start.token}`, undefined);
  const stored = JSON.stringify(await readStored(identityOf({ tenant: DEMO.tenant, session: start.session })));
  expect(stored).toContain("paid");
  expect(stored).not.toContain("4111");
});

it("an import needs the permission, and the token of its own session", async () => {
  const facts = { from: uuidv7(), visitor: uuidv7(), startedAt: Date.now() };
  expect((await post("/api/imports", facts, analyst)).status).toBe(403);
  const start = await started({ session: { id: facts.from, ...facts } } as unknown as ExportHead);
  const visitor = await visit(DEMO.key);
  for (const [session, token] of [
    [uuidv7(), start.token],
    [start.session, "v1.x.y"],
    // A visitor's token lets nobody import, and the other way round is a matter of that token's session.
    [visitor.session, visitor.token],
  ]) {
    const response = await post(
      batchPath({ ...start, session: session!, token: token! }, uuidv7(), 0),
      wireText(makeEvents(0)),
    );
    expect([response.status, ((await response.json()) as ErrorBody).error.code]).toEqual([401, "invalid_token"]);
  }
  const elsewhere = await post("/api/imports", { ...facts, environment: "gone" });
  expect(elsewhere.status).toBe(400);
  expect((await post("/api/imports", { ...facts, visitor: "me" })).status).toBe(400);
});
