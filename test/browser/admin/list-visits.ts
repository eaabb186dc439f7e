import { batchText, uuidv7, type RecordedEvent } from "../../../src/protocol/index.ts";
import type { StartResponse } from "../../../src/protocol/start.schema.ts";
import { DEMO } from "../../../src/worker/local/demo-tenant.ts";

/** A visit that goes on. */
export interface RunningVisit {
  session: string;
  /** Sends the next batch: pages that were gone to, and errors. */
  goOn(paths: readonly string[], errors?: readonly string[]): Promise<void>;
}

export interface ListedVisit {
  user?: string;
  paths: readonly string[];
  error?: string;
  rage?: string;
  seconds?: number;
  agent?: string;
}

export const CHROME =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

/** Asks to be let in, as a visitor's recorder does. Answers how to send a batch of events. */
async function letIn(origin: string, url: string, agent = CHROME) {
  const headers = { Origin: origin, "Content-Type": "text/plain", "User-Agent": agent };
  const post = (path: string, body: string) => fetch(origin + path, { method: "POST", headers, body });
  const [session, page] = [uuidv7(), uuidv7()];
  const asked = { key: DEMO.key, session, visitor: uuidv7(), page, url, recorder: "test" };
  const answer = (await (await post("/v1/sessions", JSON.stringify(asked))).json()) as StartResponse;
  if (answer.level === "off") throw new Error(`not let in: ${answer.reason}`);
  const { token, startedAt } = answer;
  let seq = 0;
  async function send(events: readonly RecordedEvent[], at: number): Promise<void> {
    const text = batchText(
      at,
      events.map((event) => JSON.stringify(event)),
    );
    const sent = await post(`/v1/sessions/${session}/batches?page=${page}&seq=${seq++}&token=${token}`, text);
    if (sent.status !== 202) throw new Error(`the batch was answered with ${sent.status}: ${await sent.text()}`);
  }
  return { session, startedAt, send };
}

const viewport = { width: 1280, height: 800 };

function custom(tag: string, payload: unknown, timestamp: number): RecordedEvent {
  return { type: 5, data: { tag: `playhead.${tag}`, payload }, timestamp };
}

function opened(url: string, at: number): RecordedEvent {
  return custom("page", { url, title: "Shop", referrer: "", tab: "t", viewport, screen: viewport, language: "en" }, at);
}

/** Begins a visit with a page. */
export async function beginVisit(origin: string, path: string): Promise<RunningVisit> {
  const { session, startedAt, send } = await letIn(origin, origin + path);
  let at = startedAt;
  await send([opened(origin + path, at)], at);
  return {
    session,
    async goOn(paths, errors = []) {
      const events = [
        ...paths.map((next) => custom("navigation", { url: origin + next, title: "Shop", how: "push" }, (at += 1_000))),
        ...errors.map((message) => custom("error", { name: "TypeError", message, unhandled: "error" }, (at += 1_000))),
      ];
      await send(events, at);
    },
  };
}

/** Sends what a visitor's recorder would; answers the session. */
export async function sendVisit(origin: string, visit: ListedVisit): Promise<string> {
  const first = `${origin}${visit.paths[0]}`;
  const { session, startedAt: start, send } = await letIn(origin, first, visit.agent);
  let at = start;
  const events = [
    opened(first, at++),
    ...visit.paths
      .slice(1)
      .map((path) => custom("navigation", { url: origin + path, title: "Shop", how: "push" }, at++)),
    ...(visit.user ? [custom("identify", { user: visit.user, traits: { plan: "pro" } }, at++)] : []),
    ...(visit.error ? [custom("error", { name: "TypeError", message: visit.error, unhandled: "error" }, at++)] : []),
    ...(visit.rage ? [custom("rage", { clicks: 4, x: 1, y: 1, name: visit.rage }, at++)] : []),
  ];
  at = start + (visit.seconds ?? 5) * 1_000;
  events.push(custom("visibility", { visible: true, focused: true }, at));
  await send(events, at);
  return session;
}
