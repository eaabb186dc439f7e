import { batchText, uuidv7, type RecordedEvent } from "../../../src/protocol/index.ts";
import type { StartResponse } from "../../../src/protocol/start.schema.ts";
import { DEMO } from "../../../src/worker/local/demo-tenant.ts";

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

/** Sends what a visitor's recorder would; answers the session. */
export async function sendVisit(origin: string, visit: ListedVisit): Promise<string> {
  const headers = { Origin: origin, "Content-Type": "text/plain", "User-Agent": visit.agent ?? CHROME };
  const post = (path: string, body: string) => fetch(origin + path, { method: "POST", headers, body });
  const [session, page] = [uuidv7(), uuidv7()];
  const first = `${origin}${visit.paths[0]}`;
  const asked = { key: DEMO.key, session, visitor: uuidv7(), page, url: first, recorder: "test" };
  const answer = (await (await post("/v1/sessions", JSON.stringify(asked))).json()) as StartResponse;
  if (answer.level === "off") throw new Error(`not let in: ${answer.reason}`);
  const start = answer.startedAt;
  let at = start;
  const custom = (tag: string, payload: unknown): RecordedEvent => ({
    type: 5,
    data: { tag: `playhead.${tag}`, payload },
    timestamp: at++,
  });
  const viewport = { width: 1280, height: 800 };
  const events = [
    custom("page", { url: first, title: "Shop", referrer: "", tab: "t", viewport, screen: viewport, language: "en" }),
    ...visit.paths.slice(1).map((path) => custom("navigation", { url: origin + path, title: "Shop", how: "push" })),
    ...(visit.user ? [custom("identify", { user: visit.user, traits: { plan: "pro" } })] : []),
    ...(visit.error ? [custom("error", { name: "TypeError", message: visit.error, unhandled: "error" })] : []),
    ...(visit.rage ? [custom("rage", { clicks: 4, x: 1, y: 1, name: visit.rage })] : []),
  ];
  at = start + (visit.seconds ?? 5) * 1_000;
  events.push(custom("visibility", { visible: true, focused: true }));
  const text = batchText(
    at,
    events.map((event) => JSON.stringify(event)),
  );
  const sent = await post(`/v1/sessions/${session}/batches?page=${page}&seq=0&token=${answer.token}`, text);
  if (sent.status !== 202) throw new Error(`the batch was answered with ${sent.status}: ${await sent.text()}`);
  return session;
}
