import { SELF, env, runInDurableObject } from "cloudflare:test";
import { recordingObject, tenantObject, type Recording, type Tenant } from "../../src/durable-objects/index.ts";
import { toHex, uuidv7 } from "../../src/protocol/index.ts";
import type { ConsentChange, ConsentResponse } from "../../src/protocol/consent.schema.ts";
import type { RecordedEvent } from "../../src/protocol/index.ts";
import type { StartRequest, StartResponse } from "../../src/protocol/start.schema.ts";
import { identitySecret, currentSecret, keyRing } from "../../src/storage/index.ts";
import { ORIGIN, batchUrl, makeEvents, postBatch, postStart, startBody, wireText } from "./builders.ts";

/** Runs inside a tenant's object. Its type has no `fetch`, which the helper insists on. */
export function inTenant<T>(
  tenant: string,
  work: (instance: Tenant, state: DurableObjectState) => T | Promise<T>,
): Promise<T> {
  return runInDurableObject(tenantObject(env, "us", tenant), (instance, state) =>
    work(instance as unknown as Tenant, state),
  );
}

/** Runs inside a session's object. */
export function inRecording<T>(
  tenant: string,
  session: string,
  work: (instance: Recording, state: DurableObjectState) => T | Promise<T>,
): Promise<T> {
  return runInDurableObject(recordingObject(env, "us", tenant, session), work);
}

/** Lets a tenant's alarm ring until it has nothing to do at once. */
export function ringTenant(tenant: string): Promise<void> {
  return inTenant(tenant, async (instance, state) => {
    for (let rounds = 0; rounds < 20; rounds++) {
      await instance.alarm();
      const waiting = state.storage.sql.exec("SELECT 1 FROM deadlines WHERE at <= ?", Date.now()).toArray();
      if (waiting.length === 0) return;
    }
    throw new Error("the alarm of the tenant never comes to an end");
  });
}

/** Lets a session's alarm ring for these deadlines, now. */
export function ringRecording(tenant: string, session: string, names: readonly string[]): Promise<void> {
  return inRecording(tenant, session, async (instance, state) => {
    for (const name of names) state.storage.sql.exec("UPDATE deadlines SET at = 0 WHERE name = ?", name);
    await instance.alarm();
  });
}

/** What a site would sign a user id with. */
export async function signatureOf(tenant: string, user: string, version = 1): Promise<string> {
  const utf8 = new TextEncoder();
  const secret = await identitySecret(currentSecret(keyRing(env)).text, tenant, version);
  const key = await crypto.subtle.importKey("raw", utf8.encode(secret), { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
  ]);
  return toHex(new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8.encode(user))));
}

export interface Visit {
  session: string;
  visitor: string;
  token: string;
  answer: Extract<StartResponse, { token: string }>;
  send(seq: number, events?: RecordedEvent[]): Promise<Response>;
  /** The same session asks again. */
  again(over?: Partial<StartRequest>): Promise<StartResponse>;
}

export async function ask(body: StartRequest, headers: Record<string, string> = {}): Promise<StartResponse> {
  return (await (await postStart(body, headers)).json()) as StartResponse;
}

/** A visit that was let in, and what is needed to send its batches. */
export async function visit(key: string, over: Partial<StartRequest> = {}): Promise<Visit> {
  const body = startBody(key, { session: uuidv7(Date.now()), ...over });
  const answer = await ask(body);
  if (answer.level === "off") throw new Error(`not let in: ${answer.reason}`);
  const current = { token: answer.token };
  return {
    session: body.session,
    visitor: body.visitor,
    answer,
    get token() {
      return current.token;
    },
    send: (seq, events = makeEvents(seq)) =>
      postBatch(batchUrl(body.session, body.page, seq, current.token), wireText(events), { Origin: ORIGIN }),
    again: async (changes = {}) => {
      const next = await ask({ ...body, ...changes });
      if (next.level !== "off") current.token = next.token;
      return next;
    },
  };
}

/** A visitor's choice. */
export function postConsent(
  change: Partial<ConsentChange> & { key: string },
  headers: Record<string, string> = {},
): Promise<Response> {
  return SELF.fetch("http://playhead.test/v1/consent", {
    method: "POST",
    headers: { Origin: ORIGIN, "Content-Type": "text/plain", ...headers },
    body: JSON.stringify({ visitor: uuidv7(), choice: "no", version: 1, ...change }),
  });
}

/** How a visitor's switch stands. */
export async function getConsent(
  query: { key: string; visitor: string; user?: string; signature?: string },
  headers: Record<string, string> = {},
): Promise<ConsentResponse> {
  const response = await SELF.fetch(`http://playhead.test/v1/consent?${new URLSearchParams(query)}`, {
    headers: { Origin: ORIGIN, ...headers },
  });
  return (await response.json()) as ConsentResponse;
}
