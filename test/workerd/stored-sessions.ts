import { env } from "cloudflare:test";
import { LIMITS, newPrivacy, uuidv7, type RecordedEvent } from "../../src/protocol/index.ts";
import type { ApplyProgress, ApplyRequest } from "../../src/protocol/privacy/apply.schema.ts";
import type { PrivacyRule, PrivacySettings } from "../../src/protocol/privacy/privacy.schema.ts";
import { activityOf } from "./activity.ts";
import { identityOf, makeTenant, readStored } from "./builders.ts";
import { inRecording, inTenant, ringRecording, visit, type Visit } from "./visits.ts";

/** Stored sessions with words in them that later settings are to hide. */

export function privacyRule(selector: string, treatment: PrivacyRule["treatment"]): PrivacyRule {
  return { id: `rule-${uuidv7()}`, selector, treatment };
}

/** A tenant that has allowed the values of fields so far. */
export async function secretTenant() {
  const privacy: PrivacySettings = { ...newPrivacy(), rules: [privacyRule("input", "allow")] };
  return makeTenant({}, {}, { privacy });
}

/** Puts other privacy settings in force. */
export function setPrivacy(tenant: string, change: Partial<PrivacySettings>): Promise<void> {
  return inTenant(tenant, (instance) => {
    const settings = instance.settings();
    if (!settings || settings === "unreadable") throw new Error("the tenant has no settings");
    instance.configure({ ...settings.policy, privacy: { ...newPrivacy(), ...change } });
  });
}

let id = 1;
const element = (tagName: string, attributes: Record<string, string>, childNodes: unknown[], mark?: string) => ({
  type: 2,
  id: id++,
  tagName,
  attributes,
  childNodes,
  ...(mark && { ph: mark }),
});
const words = (textContent: string) => ({ type: 3, id: id++, textContent });

/** The first batch of a page: a small document with a canary in every kind of place. */
function opening(at: number): RecordedEvent[] {
  id = 1;
  const url = "https://shop.example/canary-path/list";
  const name = element("span", { class: "big name", title: "canary-attribute" }, [words("canary-text")]);
  const phone = element("input", { class: "phone", value: "canary-value" }, [], "field");
  const account = element("div", { id: "account" }, [name, phone]);
  const plain = element("p", {}, [words("plain words")]);
  const body = element("body", {}, [account, plain]);
  const root = { type: 0, id: id++, childNodes: [element("html", {}, [body])] };
  return [
    {
      type: 5,
      data: {
        tag: "playhead.page",
        payload: {
          url,
          title: "canary-title",
          referrer: "",
          tab: "tab",
          viewport: { width: 1280, height: 800 },
          screen: { width: 1280, height: 800, density: 1 },
          language: "en",
          recorder: "test",
        },
      },
      timestamp: at,
    },
    { type: 4, data: { href: url, width: 1280, height: 800 }, timestamp: at },
    { type: 2, data: { node: root, initialOffset: { left: 0, top: 0 } }, timestamp: at },
  ];
}

/** Ids of nodes in `opening`: they are numbered in the order in which they are made there. */
const IDS = { nameText: 1, name: 2, phone: 3, account: 4 };

/** The second batch: what happened in that document later. */
function later(at: number): RecordedEvent[] {
  const mutation = {
    source: 0,
    texts: [{ id: IDS.nameText, value: "canary-late" }],
    attributes: [{ id: IDS.name, attributes: { title: "canary-late-title" } }],
    removes: [],
    adds: [
      {
        parentId: IDS.account,
        nextId: null,
        node: { type: 2, id: 50, tagName: "em", attributes: { class: "name" }, childNodes: [] },
      },
      { parentId: 50, nextId: null, node: { type: 3, id: 51, textContent: "canary-added" } },
    ],
  };
  const typed = { source: 5, id: IDS.phone, text: "canary-typed", isChecked: false, userTriggered: true, ph: "field" };
  return [
    { type: 3, data: mutation, timestamp: at },
    { type: 3, data: typed, timestamp: at + 1 },
    {
      type: 3,
      data: { source: 0, texts: [{ id: 50, value: "x" }], attributes: [], removes: [], adds: [] },
      timestamp: at,
    },
  ];
}

/** A session of two chunks that is over; with `end: false` it is still open. */
export async function endedVisit(tenant: string, key: string, { end = true } = {}): Promise<Visit> {
  const made = await visit(key);
  const send = async (seq: number, events: RecordedEvent[]) => {
    const answer = await made.send(seq, events);
    if (answer.status !== 202) throw new Error(`a batch was answered with ${answer.status}: ${await answer.text()}`);
    await ringRecording(tenant, made.session, ["index", "chunk"]);
  };
  await send(0, opening(Date.now()));
  await send(1, later(Date.now()));
  if (end) {
    await inRecording(tenant, made.session, async (instance, state) => {
      // As if half an hour had passed.
      const { sql } = state.storage;
      sql.exec("UPDATE batches SET at = at - ?", LIMITS.sessionIdleMs);
      sql.exec("UPDATE deadlines SET at = 0 WHERE name = 'finish'");
      await instance.alarm();
      if (instance.manifest()?.session.status !== "ended") throw new Error("the session did not end");
    });
  }
  return made;
}

/** Starts a job. */
export function applyTo(tenant: string, request: ApplyRequest = { scope: "all" }, user = "owner"): Promise<void> {
  return inTenant(tenant, async (instance) => {
    const started = await instance.applyPrivacy({ user, maskedIp: null }, request);
    if (!started || started === "running") throw new Error(`the job was not started: ${started}`);
  });
}

/** Lets the tenant's alarm ring until the job has nothing to do by now. */
export function ringJob(tenant: string): Promise<ApplyProgress> {
  return inTenant(tenant, async (instance, state) => {
    const { sql } = state.storage;
    const begun = sql.exec<{ json: string }>("SELECT json FROM privacy_job").one();
    if ((JSON.parse(begun.json) as { cursor: unknown }).cursor === null)
      sql.exec("UPDATE deadlines SET at = ? WHERE name = 'privacy'", Date.now());
    for (let rounds = 0; rounds < 50; rounds++) {
      await instance.alarm();
      if (sql.exec("SELECT 1 FROM deadlines WHERE at <= ?", Date.now()).toArray().length > 0) continue;
      return instance.privacyProgress()!;
    }
    throw new Error("the job never comes to an end");
  });
}

/** All that is stored of a session, as text. */
export async function textOf(tenant: string, session: string): Promise<string> {
  return JSON.stringify(await readStored(identityOf({ tenant, session })));
}

/** Names of a session's objects in R2. */
export async function objectNames(tenant: string, session: string): Promise<string[]> {
  const { objects } = await env.BUCKET_US.list({ prefix: `t/${tenant}/s/${session}/` });
  return objects.map(({ key }) => key.split("/").slice(4).join("/"));
}

/** Everything that D1, R2 and the session's object have of a session, as text; chunks are decrypted. */
export async function bytesLeft(tenant: string, { session }: Pick<Visit, "session">): Promise<string> {
  const rows = await Promise.all(
    [
      "SELECT * FROM sessions WHERE tenant = ? AND id = ?",
      "SELECT * FROM pages WHERE tenant = ? AND session = ?",
      "SELECT * FROM session_trails WHERE tenant = ? AND session = ?",
      "SELECT * FROM chunks WHERE tenant = ? AND session = ?",
      "SELECT * FROM session_assets WHERE tenant = ? AND session = ?",
    ].map(async (sql) => (await env.INDEX_US.prepare(sql).bind(tenant, session).all()).results),
  );
  const held = await inRecording(tenant, session, (_instance, { storage: { sql } }) => {
    const tables = sql.exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'").toArray();
    return tables
      .filter(({ name }) => !name.startsWith("_cf"))
      .map(({ name }) =>
        sql
          .exec(`SELECT * FROM "${name}"`)
          .toArray()
          .map((row) => Object.values(row).map((v) => (v instanceof ArrayBuffer ? new TextDecoder().decode(v) : v))),
      );
  });
  return JSON.stringify([rows, held, await textOf(tenant, session)]);
}

/** What the activity log has of a tenant's jobs. */
export async function actionsOf(tenant: string) {
  return (await activityOf(tenant)).filter(({ action }) => action.startsWith("privacy_apply"));
}
