import { SELF, env } from "cloudflare:test";
import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { unzipSync } from "fflate";
import { beforeAll, describe, expect, it } from "vitest";
import type { ErrorBody } from "../../src/protocol/index.ts";
import {
  isHead,
  isTail,
  lanes,
  mergeLanes,
  uuidv7,
  type ExportEvent,
  type ExportHead,
  type ExportLine,
  type ExportTail,
} from "../../src/protocol/index.ts";
import { DEMO } from "../../src/worker/local/demo-tenant.ts";
import { BASE, signIn, signInAs } from "./accounts.ts";
import { activityOf } from "./activity.ts";
import { identityOf, makeEvents, readStored } from "./builders.ts";
import { ringRecording, visit } from "./visits.ts";

let owner = "";
let viewer = "";

beforeAll(async () => {
  owner = await signIn(DEMO.email, DEMO.password);
  viewer = await signInAs("viewer");
});

function post(cookie: string, body: unknown): Promise<Response> {
  return SELF.fetch(`${BASE}/api/exports`, {
    method: "POST",
    headers: { Cookie: cookie, Origin: BASE, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** A session of the demo tenant with some batches; in chunks, unless it is left running. */
async function recorded(batches: number, { stored = true } = {}): Promise<string> {
  const made = await visit(DEMO.key);
  for (let seq = 0; seq < batches; seq++) await made.send(seq, makeEvents(seq, 5, Date.now()));
  await ringRecording(DEMO.tenant, made.session, stored ? ["index", "chunk"] : ["index"]);
  return made.session;
}

function linesOf(text: string): ExportLine[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as ExportLine);
}

async function logged(session: string): Promise<string[]> {
  return (await activityOf(DEMO.tenant)).filter((entry) => entry.session === session).map(({ action }) => action);
}

describe("events as lines", () => {
  it("are the stream of the player, with head, tail and the hash of what lies between", async () => {
    const session = await recorded(4);
    const response = await post(owner, { sessions: [session], format: "ndjson" });
    expect(response.status).toBe(200);
    expect(response.headers.get("Content-Type")).toBe("application/x-ndjson");
    expect(response.headers.get("Content-Disposition")).toMatch(/^attachment; filename="playhead-[\w-]+\.ndjson"$/);
    const text = await response.text();
    const lines = linesOf(text);
    const [head, tail] = [lines[0] as ExportHead, lines.at(-1) as ExportTail];
    expect(isHead(head) && isTail(tail)).toBe(true);
    expect(head).toMatchObject({ v: 1, session: { id: session, environment: "production" } });
    const stored = await readStored(identityOf({ tenant: DEMO.tenant, session }));
    const events = lines.slice(1, -1) as ExportEvent[];
    expect(events.map(({ page, event }) => ({ page, event }))).toEqual(mergeLanes(lanes(stored)));
    expect(events.every(({ tab }) => tab === "tab")).toBe(true);
    expect(tail.events).toBe(events.length);
    const before = text.slice(0, text.lastIndexOf('{"playhead":"end"'));
    expect(tail.sha256).toBe(createHash("sha256").update(before).digest("hex"));
  });

  it("of a running session are all that has come", async () => {
    const session = await recorded(3, { stored: false });
    const lines = linesOf(await (await post(owner, { sessions: [session], format: "ndjson" })).text());
    expect(lines.slice(1, -1)).toHaveLength(3 * 5 + 3);
  });

  it("of several sessions follow each other", async () => {
    const sessions = [await recorded(1), await recorded(2)];
    const lines = linesOf(await (await post(owner, { sessions, format: "ndjson" })).text());
    expect(lines.filter(isHead).map(({ session }) => session.id)).toEqual(sessions);
    expect(lines.filter(isTail)).toHaveLength(2);
  });
});

describe("pages and tests", () => {
  it("of several sessions are a ZIP with a file for each", async () => {
    const sessions = [await recorded(1), await recorded(1)];
    for (const [format, ending] of [
      ["html", ".html"],
      ["playwright", ".spec.ts"],
    ]) {
      const response = await post(owner, { sessions, format });
      expect(response.headers.get("Content-Type")).toBe("application/zip");
      const names = Object.keys(unzipSync(new Uint8Array(await response.arrayBuffer())));
      expect(names).toHaveLength(2);
      expect(names.every((name) => name.endsWith(ending!))).toBe(true);
    }
  });

  it("tell nothing that members say of a session", async () => {
    const session = await recorded(1);
    await env.INDEX_US.prepare("UPDATE sessions SET pin_reason = 'for the lawsuit', pinned_by = 'user:x' WHERE id = ?")
      .bind(session)
      .run();
    const html = await (await post(owner, { sessions: [session], format: "html" })).text();
    const [, facts = ""] = /data-part="facts">([^<]+)</.exec(html) ?? [];
    const told = gunzipSync(Buffer.from(facts, "base64")).toString();
    expect(JSON.parse(told)).toMatchObject({ manifest: { session: { id: session, pinReason: null } } });
    expect(told).not.toContain("lawsuit");
  });

  it("hold nothing that can be read without the password", async () => {
    const session = await recorded(1);
    const html = async (password?: string) =>
      (await post(owner, { sessions: [session], format: "html", ...(password && { password }) })).text();
    expect(/data-part="facts">H4sI/.test(await html())).toBe(true);
    const locked = await html("correct horse battery");
    // The mark of gzip, in base64.
    expect(locked.includes('">H4sI')).toBe(false);
    expect(locked).toContain('"rounds":100000,"runs":6');
    expect(locked).not.toContain("correct horse");
  });
});

describe("taking out", () => {
  it("is in the activity log before the first byte, and with its hash when it ends", async () => {
    const session = await recorded(2);
    const response = await post(owner, { sessions: [session], format: "ndjson" });
    expect(await logged(session)).toEqual(["export"]);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const [, ended] = (await activityOf(DEMO.tenant)).filter((entry) => entry.session === session);
    expect(ended).toMatchObject({
      action: "export_ended",
      details: {
        complete: true,
        bytes: bytes.byteLength,
        sha256: createHash("sha256").update(bytes).digest("hex"),
      },
    });
  });

  it("that is broken off is in the log as that", async () => {
    const session = await recorded(2);
    const response = await post(owner, { sessions: [session], format: "ndjson" });
    const reader = response.body!.getReader();
    await reader.read();
    await reader.cancel();
    await expect.poll(() => logged(session)).toEqual(["export", "export_ended"]);
    const entries = (await activityOf(DEMO.tenant)).filter((entry) => entry.session === session);
    expect(entries.at(-1)!.details).toMatchObject({ complete: false });
  });

  it("needs the permission", async () => {
    const session = await recorded(1);
    const response = await post(viewer, { sessions: [session], format: "ndjson" });
    expect(response.status).toBe(403);
    expect(await logged(session)).toEqual([]);
  });

  it("is all or nothing, and says the same of what is another's and what is not there", async () => {
    const session = await recorded(1);
    const other = identityOf();
    const ask = async (id: string) =>
      (await (await post(owner, { sessions: [session, id], format: "html" })).json()) as ErrorBody;
    const [foreign, absent] = [await ask(other.session), await ask(uuidv7())];
    expect(foreign.error.code).toBe("not_found");
    expect(foreign.error.message.replace(other.session, "")).toBe(absent.error.message.replace(/^[0-9a-f-]+/, ""));
    expect(await logged(session)).toEqual([]);
  });

  it.each([
    ["no session", { sessions: [], format: "html" }],
    ["too many", { sessions: Array.from({ length: 51 }, () => uuidv7()), format: "html" }],
    [
      "one twice",
      { sessions: ["0190a7f0-0000-7000-8000-000000000001", "0190a7f0-0000-7000-8000-000000000001"], format: "html" },
    ],
    ["an unknown format", { sessions: [uuidv7()], format: "mp4" }],
    ["a password for events", { sessions: [uuidv7()], format: "ndjson", password: "long enough it is" }],
    ["a short password", { sessions: [uuidv7()], format: "html", password: "short" }],
  ])("is refused with words: %s", async (_name, body) => {
    const response = await post(owner, body);
    expect(response.status).toBe(400);
    expect(((await response.json()) as ErrorBody).error.message).toMatch(/^(?:sessions|format|password)/);
  });
});
